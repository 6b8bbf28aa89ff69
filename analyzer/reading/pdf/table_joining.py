"""Tables that run on over pages, put together: repeated headers set aside, torn rows and cells made whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.reading.manuscript import CELL_SEPARATOR
from analyzer.reading.pdf.tables import Cell, Row, Table
from analyzer.reading.wrapping import ends_sentence, starts_lower

_MAX_HEAD = 6
# How far the edges of columns may stand apart on two pages, in points and as a part of the table's width.
_APART, _APART_SHARE = 4.0, 0.02
# Columns whose cells often begin with a small letter say nothing of where a sentence is torn.
_LOWER_SHARE = 0.3
# The index column: filled in nearly all rows of a table of at least so many.
_INDEXED_SHARE, _LEAST_ROWS = 0.9, 3
_LABEL = re.compile(r"\(?[\w.]{1,8}\)?[.)]?$")
_TOTAL = re.compile(r"(?:tổng|cộng)\b", re.IGNORECASE)


@dataclass(slots=True)
class JoinedTable:
    """A table over one or more pages: its rows and the repeated header rows that were set aside."""

    rows: list[Row]
    furniture: list[str] = field(default_factory=list)


def row_text(row: Row) -> str:
    """The texts of a row's cells as they stand in the manuscript."""
    return CELL_SEPARATOR.join(cell.text for cell in dict.fromkeys(row) if cell.lines)


def goes_on(before: Table, table: Table) -> bool:
    """Whether a table at the top of a page continues the one at the foot of a page before."""
    return before.page != table.page and (
        _alignment(before.edges, table.edges) is not None
        or (len(before.edges) == len(table.edges) and _key(before.rows[0]) == _key(table.rows[0]))
    )


def join(tables: Sequence[Table]) -> JoinedTable:
    """The tables of consecutive pages, each of which goes on from the one before, as one."""
    joiner = _Joiner(tables[0])
    for table in tables[1:]:
        joiner.add(table)
    return joiner.finish()


def _alignment(one: list[float], other: list[float]) -> list[float] | None:
    """The edges of the columns of both, from the left edge of the table; None where they do not fit together.

    One may lack edges of the other: a page may hold nothing but merged cells in some columns.
    """
    wide, narrow = sorted((one, other), key=len, reverse=True)
    first, second = [x - wide[0] for x in wide], [x - narrow[0] for x in narrow]
    apart = max(_APART, _APART_SHARE * first[-1])
    if abs(first[-1] - second[-1]) > apart:
        return None
    return first if all(min(abs(x - y) for y in first) <= apart for x in second) else None


def _on(edges: list[float], table: Table) -> list[Row]:
    """The rows of a table with a cell for each column of the given edges."""
    own = [x - table.edges[0] for x in table.edges]
    if len(own) == len(edges):
        return table.rows
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    columns = [min(max(0, bisect_left(own, x) - 1), len(own) - 2) for x in middles]
    return [[row[column] for column in columns] for row in table.rows]


def _key(row: Row) -> tuple[str, ...]:
    """What a row says, however its lines are broken."""
    return tuple("".join(cell.text.split()).casefold() for cell in dict.fromkeys(row) if cell.lines)


class _Joiner:
    def __init__(self, table: Table) -> None:
        self._tables = [table]
        self._edges = table.edges
        self._furniture: list[str] = []

    def add(self, table: Table) -> None:
        self._tables.append(table)
        self._edges = _alignment(self._edges, table.edges) or self._edges

    def finish(self) -> JoinedTable:
        parts = [_on(self._edges, table) for table in self._tables]
        head = [_key(row) for row in parts[0][:_MAX_HEAD]]
        for k, part in enumerate(parts[1:], 1):
            repeated = _common(head, [_key(row) for row in part[:_MAX_HEAD]])
            self._furniture += [text for row in part[:repeated] if (text := row_text(row))]
            parts[k] = part[repeated:]
        habits = _Habits(parts)
        rows = list(parts[0])
        for (before, table), part in zip(pairwise(self._tables), parts[1:], strict=True):
            if rows and part:
                self._continue(rows, part, habits, is_open=before.open_bottom and table.open_top)
            rows += part
        return JoinedTable(rows, self._furniture)

    def _continue(self, rows: list[Row], part: list[Row], habits: _Habits, *, is_open: bool) -> None:
        """Put the cells of the first row on a page to those of the last row before that they continue."""
        last, first = rows[-1], part[0]
        if _is_torn(last, first, habits, is_open=is_open):
            for head, tail in dict.fromkeys(zip(last, first, strict=True)):
                _put_together(head, tail, part)
            del part[0]
            return
        for column, (head, tail) in enumerate(zip(last, first, strict=True)):
            if head is not tail and _runs_on(rows, part, column, habits):
                _put_together(head, tail, part)


class _Habits:
    """What is usual in the rows of a table, those at page breaks left out."""

    def __init__(self, parts: list[list[Row]]) -> None:
        rows = [row for k, part in enumerate(parts) for row in (part[1:] if k else part)]
        self._columns = len(rows[0]) if rows else 0
        self._rows = rows
        indexed = [row for row in rows if row[0].lines]
        self.is_indexed = len(rows) >= _LEAST_ROWS and len(indexed) >= _INDEXED_SHARE * len(rows)
        self._lower = [self._share_of_lower(column) for column in range(self._columns)]

    def _share_of_lower(self, column: int) -> float:
        texts = [cell.text for cell in dict.fromkeys(row[column] for row in self._rows) if cell.lines]
        return sum(map(starts_lower, texts)) / max(1, len(texts))

    def is_torn(self, column: int, head: Cell, tail: Cell) -> bool:
        """Whether a sentence of the column stops in one cell and goes on in the other."""
        if not head.lines or not tail.lines or ends_sentence(head.lines[-1].text):
            return False
        if head.lines[-1].text.endswith(","):
            return True
        return starts_lower(tail.lines[0].text) and self._lower[column] <= _LOWER_SHARE

    def is_filled(self, column: int) -> bool:
        """Whether hardly a cell of the column is empty."""
        cells = list(dict.fromkeys(row[column] for row in self._rows))
        return sum(bool(cell.lines) for cell in cells) >= _INDEXED_SHARE * len(cells)


def _is_torn(last: Row, first: Row, habits: _Habits, *, is_open: bool) -> bool:
    """Whether the first row on a page is the rest of the last row before."""
    if _shape(last) != _shape(first) or not any(cell.lines for cell in first):
        return False
    both = first[0].lines and last[0].lines
    if both and (_LABEL.match(first[0].text) or _LABEL.match(last[0].text)):
        return False
    if is_open or any(
        habits.is_torn(column, head, tail) for column, (head, tail) in enumerate(zip(last, first, strict=True))
    ):
        return True
    # Torn between two paragraphs of a cell: the row has no index where all others have one.
    no_index = habits.is_indexed and not first[0].lines and bool(last[0].lines)
    return no_index and not any(_TOTAL.match(cell.text) for cell in first)


def _shape(row: Row) -> list[int]:
    """Which columns begin a cell."""
    return [column for column, cell in enumerate(row) if not column or cell is not row[column - 1]]


def _runs_on(rows: list[Row], part: list[Row], column: int, habits: _Habits) -> bool:
    """Whether a merged cell of a column runs on over a page break between two rows."""
    head, tail = rows[-1][column], part[0][column]
    above = len(rows) > 1 and rows[-2][column] is head
    below = len(part) > 1 and part[1][column] is tail
    if not (above or below) or _width(rows[-1], head) != _width(part[0], tail):
        return False
    if not tail.lines:
        return bool(head.lines) and (below or habits.is_filled(column))
    if not head.lines:
        return above and below
    return habits.is_torn(column, head, tail)


def _width(row: Row, cell: Cell) -> int:
    return sum(other is cell for other in row)


def _put_together(head: Cell, tail: Cell, part: list[Row]) -> None:
    """Make the cell at the foot of a page hold what the one on the next page does, and stand in its places."""
    head.lines += tail.lines
    for row in part:
        if tail not in row:
            break
        row[:] = [head if cell is tail else cell for cell in row]


def _common(one: list[tuple[str, ...]], other: list[tuple[str, ...]]) -> int:
    """How many rows at the start are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b or not a:
            break
        count += 1
    return count
