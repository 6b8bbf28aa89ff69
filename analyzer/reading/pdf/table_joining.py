"""Tables that run on over pages, put together: repeated headers set aside, torn rows and cells made whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from analyzer.reading.manuscript import CELL_SEPARATOR
from analyzer.reading.pdf.rulings import shared_edges
from analyzer.reading.pdf.tables import Cell, Row, Table
from analyzer.reading.wrapping import ends_sentence, is_list_item, starts_lower

_MAX_HEAD = 6
# Texts in a row that is known to be of the header though it is not the first.
_LEAST_HEAD = 3
# Columns whose cells often begin with a small letter say nothing of where a sentence is torn.
_LOWER_SHARE = 0.3
# Columns in which a cell is hardly ever, or not often, empty; the first only says so in a table of some rows.
_FILLED_SHARE, _LEAST_ROWS = 0.9, 3
_MOSTLY_SHARE = 0.75
_ALWAYS_SHARE = 0.97
# How far a repeated header may differ from the first: letters that another row overprints, or that OCR misreads.
_SAME_SHARE = 0.85
_LONGEST_HEAD = 400
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
        shared_edges(before.edges, table.edges) is not None
        or (len(before.edges) == len(table.edges) and _key(before.rows[0]) == _key(table.rows[0]))
    )


def join(tables: Sequence[Table]) -> JoinedTable:
    """The tables of consecutive pages, each of which goes on from the one before, as one."""
    joiner = _Joiner(tables[0])
    for table in tables[1:]:
        joiner.add(table)
    return joiner.finish()


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
        self._edges = [x - table.edges[0] for x in table.edges]
        self._furniture: list[str] = []

    def add(self, table: Table) -> None:
        self._tables.append(table)
        self._edges = shared_edges(self._edges, table.edges) or self._edges

    def finish(self) -> JoinedTable:
        parts = [_on(self._edges, table) for table in self._tables]
        height = 1
        for k, part in enumerate(parts[1:], 1):
            repeated = _repeated(parts[0][:_MAX_HEAD], part)
            self._furniture += [text for row in part[:repeated] if (text := row_text(row))]
            parts[k] = part[repeated:]
            height = max(height, repeated)
        habits = _Habits([parts[0][height:], *(part[1:] for part in parts[1:])], len(parts[0][0]))
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
    """What is usual in the columns of a table, headings and the rows at the head of its pages left out."""

    def __init__(self, parts: list[list[Row]], columns: int) -> None:
        rows = [row for part in parts for row in part if not _is_group(row)]
        cells = [list(dict.fromkeys(row[column] for row in rows)) for column in range(columns)]
        self._filled = [sum(bool(c.lines) for c in column) / max(1, len(column)) for column in cells]
        self._lower = [_share_of_lower([c.text for c in column if c.lines]) for column in cells]
        self._merged = [len(column) < len(rows) for column in cells]
        self._rows = len(rows)

    def is_torn(self, column: int, head: Cell, tail: Cell) -> bool:
        """Whether a sentence of the column stops in one cell and goes on in the other."""
        if not head.lines or not tail.lines or ends_sentence(head.lines[-1].text):
            return False
        if head.lines[-1].text.endswith(","):
            return True
        return starts_lower(tail.lines[0].text) and self._lower[column] <= _LOWER_SHARE

    def is_filled(self, column: int) -> bool:
        """Whether hardly a cell of the column is empty."""
        return self._rows >= _LEAST_ROWS and self._filled[column] >= _FILLED_SHARE

    def is_mostly_filled(self, column: int) -> bool:
        return self._filled[column] >= _MOSTLY_SHARE

    def is_always_filled(self, column: int) -> bool:
        """Whether a place without text of its own belongs to a merged cell."""
        return self._rows >= _LEAST_ROWS and self._filled[column] >= _ALWAYS_SHARE and self._merged[column]


def _share_of_lower(texts: list[str]) -> float:
    return sum(map(starts_lower, texts)) / max(1, len(texts))


def _is_torn(last: Row, first: Row, habits: _Habits, *, is_open: bool) -> bool:
    """Whether the first row on a page is the rest of the last row before."""
    if _shape(last) != _shape(first) or not any(cell.lines for cell in first):
        return False
    both = first[0].lines and last[0].lines
    if both and (_LABEL.match(first[0].text) or _LABEL.match(last[0].text)):
        return False
    pairs = list(zip(last, first, strict=True))
    if is_open or any(habits.is_torn(column, head, tail) for column, (head, tail) in enumerate(pairs)):
        return True
    # Torn between two paragraphs of a cell: there is no index or no text of work, or nothing but a list item.
    if any(_TOTAL.match(cell.text) for cell in first) or (_is_bold(first) and not _is_bold(last)):
        return False
    missing = [
        column
        for column, (head, tail) in enumerate(pairs)
        if head.lines and not tail.lines and habits.is_filled(column)
    ]
    if 0 in missing or max(range(len(first)), key=lambda column: first[column].width) in missing:
        return True
    return bool(missing) and all(is_list_item(cell.text) or starts_lower(cell.text) for cell in first if cell.lines)


def _is_bold(row: Row) -> bool:
    return all(line.bold for cell in row for line in cell.lines)


def _shape(row: Row) -> list[int]:
    """Which columns begin a cell."""
    return [column for column, cell in enumerate(row) if not column or cell is not row[column - 1]]


def _runs_on(rows: list[Row], part: list[Row], column: int, habits: _Habits) -> bool:
    """Whether a merged cell of a column runs on over a page break between two rows."""
    head, tail = rows[-1][column], part[0][column]
    above = len(rows) > 1 and rows[-2][column] is head
    below = len(part) > 1 and part[1][column] is tail
    if _width(rows[-1], head) != _width(part[0], tail):
        return False
    if not (above or below):
        # A cell merged of two rows, one on each page.
        return (
            column > 0
            and habits.is_always_filled(column)
            and bool(head.lines)
            and not tail.lines
            and not _is_group(part[0])
        )
    if not tail.lines:
        return bool(head.lines) and (below or (habits.is_mostly_filled(column) and not _is_group(part[0])))
    if not head.lines:
        return above and below
    return habits.is_torn(column, head, tail)


def _is_group(row: Row) -> bool:
    """Whether a row may be the heading of those under it: no more than a number and a text."""
    return sum(bool(cell.lines) for cell in dict.fromkeys(row)) <= min(2, len(row) - 2)


def _width(row: Row, cell: Cell) -> int:
    return sum(other is cell for other in row)


def _put_together(head: Cell, tail: Cell, part: list[Row]) -> None:
    """Make the cell at the foot of a page hold what the one on the next page does, and stand in its places."""
    head.lines += tail.lines
    for row in part:
        if tail not in row:
            break
        row[:] = [head if cell is tail else cell for cell in row]


def _repeated(head: list[Row], rows: list[Row]) -> int:
    """How many rows at the start repeat the head of the table, or the end of the head: the line of column numbers."""
    if count := _common(head, rows):
        return count
    later = (_common(head[k:], rows) for k in range(1, len(head)) if len(_key(head[k])) >= _LEAST_HEAD)
    return max(later, default=0)


def _common(head: list[Row], rows: list[Row]) -> int:
    """How many rows at the start say the same as the head of the table."""
    count = 0
    for one, other in zip(head, rows, strict=False):
        if not _is_same(" ".join(_key(one)), " ".join(_key(other))):
            break
        count += 1
    return count


def _is_same(one: str, other: str) -> bool:
    if not one or not other or max(len(one), len(other)) > _LONGEST_HEAD:
        return bool(one) and one == other
    # Rows of work are alike too, but for their numbers.
    if [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME_SHARE
