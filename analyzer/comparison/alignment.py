"""Tasks of two documents joined, each with at most one."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

Matrix = np.ndarray[Any, np.dtype[np.float64]]

_POWER = 4  # one pair that is the same is worth more than two that are half alike
# Where scores are the same, order decides; too little to outweigh a difference of scores that matters.
_ORDER, _FIRST = 1e-5, 1e-8


def one_to_one(scores: Matrix, least: float) -> list[tuple[int, int]]:
    """Pairs of row and column that are most alike in all, each row and column once, none below ``least``.

    Of what scores alike, the same order is kept, and what comes first is joined rather than what follows.

    >>> one_to_one(np.array([[1.0, 0.6], [0.6, 0.2]]), 0.5)
    [(0, 0)]
    >>> one_to_one(np.array([[1.0, 1.0], [1.0, 1.0], [0.1, 1.0]]), 0.5)
    [(0, 0), (1, 1)]
    """
    rows, columns = scores.shape
    if not rows or not columns:
        return []
    at, to = np.arange(rows)[:, None], np.arange(columns)[None, :]
    span = max(rows, columns)
    order = _ORDER * ((at - to) / span) ** 2 + _FIRST * (at + to) / span
    worth = np.where(scores >= least, scores**_POWER + 1e-4 - order, 0.0)
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return sorted((int(i), int(j)) for i, j in chosen if scores[i, j] >= least)
