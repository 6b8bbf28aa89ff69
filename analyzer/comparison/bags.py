"""Texts as bags of weighted terms, compared with one another all at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse

Bag = Mapping[str, float]
Matrix = np.ndarray[Any, np.dtype[np.float64]]


def weigh(whole: Sequence[Bag], *groups: Sequence[Bag]) -> list[sparse.csr_matrix]:
    """A matrix for each group, a row for each bag; a term weighs the more the fewer bags of ``whole`` have it.

    >>> rows, = weigh([{"a": 1.0}, {"a": 1.0, "b": 1.0}], [{"a": 1.0, "b": 1.0}])
    >>> rows.toarray().round(2).tolist()
    [[1.0, 1.41]]
    """
    counts = Counter(term for bag in whole for term in bag)
    columns: dict[str, int] = {}
    made = []
    for group in groups:
        at, where, values = [0], [], []
        for bag in group:
            for term, weight in bag.items():
                where.append(columns.setdefault(term, len(columns)))
                values.append(weight * (1.0 + math.log((1 + len(whole)) / (1 + counts[term]))))
            at.append(len(where))
        made.append((values, where, at))
    width = max(1, len(columns))
    return [sparse.csr_matrix(parts, shape=(len(parts[2]) - 1, width)) for parts in made]


def lengths(rows: sparse.csr_matrix) -> Matrix:
    """The length of each row, 1 for an empty one."""
    found: Matrix = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64)).ravel()
    return np.where(found == 0.0, 1.0, found)


def cosines(ours: sparse.csr_matrix, theirs: sparse.csr_matrix) -> Matrix:
    """The cosine of each of our rows with each of theirs."""
    product = (ours @ theirs.T).toarray() / lengths(ours)[:, None] / lengths(theirs)[None, :]
    found: Matrix = product.clip(0.0, 1.0).astype(np.float64)
    return found


def best_of_parts(likeness: Matrix, ours: Sequence[int], theirs: Sequence[int], shape: tuple[int, int]) -> Matrix:
    """From the likeness of parts that of wholes: for each of their parts the best of ours, on the average.

    ``ours`` and ``theirs`` tell for each part of which whole it is; every whole has parts.

    >>> best_of_parts(np.array([[1.0, 0.0], [0.0, 0.5]]), [0, 0], [0, 0], (1, 1)).tolist()
    [[0.75]]
    """
    best = np.full((shape[0], likeness.shape[1]), -np.inf)
    np.maximum.at(best, np.array(ours, dtype=int), likeness)
    sums, counts = np.zeros(shape), np.zeros(shape[1])
    np.add.at(sums.T, np.array(theirs, dtype=int), best.T)
    np.add.at(counts, np.array(theirs, dtype=int), 1.0)
    found: Matrix = sums / counts[None, :]
    return found


def margins(scores: Matrix) -> tuple[Matrix, Matrix]:
    """How far each score is above the best of the others of its row, and of its column; 0 is what is none.

    >>> [side.tolist() for side in margins(np.array([[0.75, 0.5]]))]
    [[[0.25, -0.25]], [[0.75, 0.5]]]
    """
    return _margin(scores), _margin(scores.T).T


def _margin(scores: Matrix) -> Matrix:
    if scores.shape[1] < 2:
        return scores.copy()
    ranked = np.sort(scores, axis=1)
    top, second = ranked[:, -1:], ranked[:, -2:-1]
    found: Matrix = np.where(scores == top, scores - second, scores - top)
    return found
