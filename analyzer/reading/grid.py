"""Rows of table cells in the columns of a grid, with the cells that reach over more than one place of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

# Whose cell stands at a place of the grid: one that begins there, the one to the left of it, the one above it.
Reach = Literal["own", "left", "above"]
Cell = TypeVar("Cell")


@dataclass(slots=True)
class GridRow(Generic[Cell]):
    """A row: for each column of the grid what begins there, and whose cell stands there."""

    cells: list[Cell]
    reach: list[Reach]


def without_idle_columns(rows: Sequence[GridRow[Cell]]) -> list[GridRow[Cell]]:
    """The rows without the columns in which no cell begins; word processors leave such columns behind.

    >>> spanned: list[Reach] = ["own", "left", "own"]
    >>> rows = [GridRow(["TT", "", "Việc"], spanned), GridRow(["1", "", "Rà soát"], spanned)]
    >>> [row.cells for row in without_idle_columns(rows)]
    [['TT', 'Việc'], ['1', 'Rà soát']]
    """
    used = sorted({column for row in rows for column, reach in enumerate(row.reach) if reach == "own"})
    return [GridRow(_chosen(row.cells, used), _chosen(row.reach, used)) for row in rows]


Item = TypeVar("Item")


def _chosen(items: Sequence[Item], columns: Iterable[int]) -> list[Item]:
    return [items[column] for column in columns if column < len(items)]
