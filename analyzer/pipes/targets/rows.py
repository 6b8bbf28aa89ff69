"""Rows of target tables: "TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì" and their kin.

Which tables these are and what their columns hold the layout tells (``analyzer.layout.tables``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from analyzer.knowledge.numbers import FIGURE, read_figure
from analyzer.layout.columns import is_bare_year
from analyzer.layout.tables import Column, Row, Table
from analyzer.pipes.mentions import Comparator, Target, TimeValue
from analyzer.pipes.targets.attributes import TimeIndex
from analyzer.pipes.targets.lexicon import PHRASES
from analyzer.pipes.targets.values import PERCENT
from analyzer.spans import Mask, Span

_TERM = re.compile(
    rf"(?P<compare>(?:[≥≤><=~±]=?|[^\W\d_]+(?: [^\W\d_]+){{0,3}})[ ]?)?(?P<a>{FIGURE})(?P<pa>[ ]?%)?"
    rf"(?:[ ]?(?:-|–|—|÷|đến)[ ]?(?P<b>{FIGURE})(?P<pb>[ ]?%)?)?(?![\w/.,]\d)(?P<after> trở lên| trở xuống)?"
)
_TERM_BREAK = re.compile(r";\s*|\n")
_RISE, _FALL = (
    re.compile(r"(?:tăng|tăng thêm|tốc độ tăng)\b(?! trưởng)", re.IGNORECASE),
    re.compile(r"(?:giảm|cắt giảm)\b", re.IGNORECASE),
)
_RISE_END = re.compile(r"tăng (?:trung bình|bình quân|thêm|so với[^|]{0,40}|hằng năm|hàng năm)\s*$", re.IGNORECASE)
_FALL_END = re.compile(r"giảm (?:trung bình|bình quân|thêm|so với[^|]{0,40}|hằng năm|hàng năm)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_LONGEST_VALUE_CELL = 120
_LONGEST_BARE_CELL = 12


def find_rows(text: str, tables: Sequence[Table], times: TimeIndex) -> tuple[Mask, list[Target]]:
    """The ranges of the rows of target tables that are read here, and their targets.

    The due time is that of the column's header, else that of the nearest group row above.
    """
    taken: list[Span] = []
    targets: list[Target] = []
    for table in tables:
        if table.kind != "targets":
            continue
        taken.extend(Span(n.start, n.end) for n in table.heads)
        dues = [_due_of_column(text, column, times) for column in table.columns]
        for row in table.rows:
            found = read_row(text, row, dues, _due_of_groups(row, times))
            targets.extend(found)
            taken.extend(_read_cells(text, row, found))
        taken.extend(cell for node in table.groups for cell in node.block.cells)
    return Mask(taken), targets


def read_row(text: str, row: Row, dues: Sequence[TimeValue | None] = (), due: TimeValue | None = None) -> list[Target]:
    """The targets of one row of a target table.

    ``dues`` are the periods the columns' headers name, ``due`` the one of the group the row stands in.
    """
    metric = _words(text, row.cells.get("metric", ()))
    unit = _words(text, row.cells.get("unit", ()))
    targets: list[Target] = []
    for column, cell in row.values:
        words = text[cell.start : cell.end]
        if len(words) <= _LONGEST_VALUE_CELL:
            limit = dues[column] if column < len(dues) and dues[column] is not None else due
            targets.extend(_cell_targets(words, cell.start, metric or None, unit, limit))
    return targets


def _words(text: str, cells: Sequence[Span]) -> str:
    """The words of a cell, the bullet before them left off."""
    return " ".join(" ".join(text[c.start : c.end].split()) for c in cells).lstrip("-–+• ")


def _due_of_column(text: str, column: Column, times: TimeIndex) -> TimeValue | None:
    """The period that the header of a column names, the lowest cell first; a year alone is one too."""
    for span in reversed(column.spans):
        if (found := _time_in(times, span.start, span.end)) is not None:
            return found
        words = text[span.start : span.end].strip()
        if is_bare_year(words):
            return TimeValue(date(int(words), 1, 1), date(int(words), 12, 31))
    return None


def _due_of_groups(row: Row, times: TimeIndex) -> TimeValue | None:
    found = (_time_in(times, group.node.start, group.node.end) for group in reversed(row.groups))
    return next((t for t in found if t is not None), None)


def _read_cells(text: str, row: Row, read: Sequence[Target]) -> list[Span]:
    """The cells that prose rules stay out of: all but value cells in words, which may say "có ít nhất 02 …"."""
    values = {cell for _, cell in row.values}
    return [
        cell
        for cell in row.node.block.cells
        if cell not in values
        or any(cell.start <= t.start < cell.end for t in read)
        or len(text[cell.start : cell.end]) <= _LONGEST_BARE_CELL
    ]


def _cell_targets(cell: str, offset: int, metric: str | None, unit: str, due: TimeValue | None) -> list[Target]:
    found: list[Target] = []
    start = 0
    for part in _TERM_BREAK.split(cell):
        at = cell.index(part, start)
        start = at + len(part)
        lead = len(part) - len(part.lstrip(" -–+•"))
        match = _TERM.match(part, lead)
        if match is None or (not unit and not match.group("pa") and not match.group("pb")):
            continue
        low, high = read_figure(match.group("a")), None
        if low is None or (unit == "" and _YEAR.fullmatch(match.group("a"))):
            continue
        high = read_figure(match.group("b")) if match.group("b") else None
        comparator = _comparator(match, high, metric or "")
        if comparator is None:
            continue
        rest = part[match.end() :].strip(" .,")
        percent = bool(
            match.group("pa") or match.group("pb") or unit.startswith("%") or unit.lower().startswith("tỷ lệ %")
        )
        found.append(
            Target(
                offset + at + match.start(),
                offset + at + match.end(),
                low,
                PERCENT if percent else unit or None,
                comparator,
                upper=high,
                metric=metric,
                scope=rest if rest and not rest.startswith("và ") else None,
                due=due,
            )
        )
    return found


def _comparator(match: re.Match[str], high: float | None, metric: str) -> Comparator | None:
    """The comparator of a value cell; None where the words before the figure are no comparator."""
    words = (match.group("compare") or "").strip().lower()
    if _RISE_END.search(metric) and words in ("", "khoảng", "tăng"):
        return "+"
    if _FALL_END.search(metric) and words in ("", "khoảng", "giảm"):
        return "-"
    if match.group("after"):
        return ">=" if "lên" in match.group("after") else "<="
    if not words or words == "=":
        return ">=" if high is not None else "="
    comparator: Comparator | None = ">=" if high is not None else "="
    tokens = words.split()
    while tokens:
        size = next((n for n in range(len(tokens), 0, -1) if " ".join(tokens[-n:]) in PHRASES), 0)
        if size == 0:
            return None
        phrase = PHRASES[" ".join(tokens[-size:])]
        if phrase.part in ("plus", "minus"):
            return "+" if phrase.part == "plus" else "-"
        comparator = phrase.comparator or (">=" if phrase.part == "from" else comparator)
        tokens = tokens[:-size]
    return comparator


def _time_in(times: TimeIndex, start: int, end: int) -> TimeValue | None:
    found = [t for t in times.within(start, end) if t.value.duration is None]
    return found[0].value if found else None
