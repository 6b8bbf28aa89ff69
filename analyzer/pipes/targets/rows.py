"""Rows of target tables: "TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì" and their kin.

A table counts as one of targets when its heading row names a column of chỉ tiêu together with a unit or value column.
Tables of money, staff or results have no such column and give nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.knowledge.numbers import FIGURE, read_figure
from analyzer.pipes.mentions import Comparator, Target, TimeValue
from analyzer.pipes.targets.attributes import TimeIndex
from analyzer.pipes.targets.lexicon import PHRASES
from analyzer.pipes.targets.nouns import units
from analyzer.pipes.targets.values import PERCENT
from analyzer.spans import Mask, Span

Role = Literal["number", "metric", "unit", "value", "past", "other"]

_NUMBER = re.compile(r"(?:tt|stt|số tt|số thứ tự|#)\Z")
_METRIC = re.compile(
    r"(?:(?:các |tên |nội dung )?chỉ tiêu|(?:tên |các )?mục tiêu|nội dung|tiêu chí|chỉ số|tên nhiệm vụ"
    r"|danh mục chỉ tiêu)"
)
_TARGET_METRIC = re.compile(r"(?:chỉ tiêu|mục tiêu|chỉ số)")
_UNIT = re.compile(r"(?:đơn vị(?: tính)?|đvt|đ\.v\.t|đơn vị \(.*\)|đv tính|đơn vị đo)\Z")
_PAST = re.compile(
    r"(?:ước |)(?:thực hiện|th|thực trạng|hiện trạng|kết quả (?:năm|thực hiện|đạt được)|kq|ước)(?: (?:năm )?\d{4}"
    r"| cả năm|)\b|(?:ước|uth)\b|số liệu nền|đường cơ sở"
)
_VALUE = re.compile(
    r"(?:kết quả|kế hoạch|chỉ tiêu|mục tiêu|giá trị|mức|kh |đến năm|năm|giai đoạn|đến|phấn đấu|tỷ lệ|số lượng"
    r"|chỉ tiêu giao|yêu cầu|lộ trình)\b|\d{4}"
)
_MONEY_TABLE = re.compile(r"dự toán|kinh phí|thành tiền|đơn giá|vốn")
_WORK_TABLE = re.compile(r"nhiệm vụ|phối hợp|thời gian|tiến độ|giải pháp|hoạt động|thời hạn")
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


def _role(name: str) -> Role:
    key = " ".join(name.lower().split()).strip(" .:*")
    if _NUMBER.match(key):
        return "number"
    if _UNIT.match(key):
        return "unit"
    if _PAST.match(key):
        return "past"
    if _METRIC.match(key) and not _YEAR.search(key) and "giao" not in key:
        return "metric"
    return "value" if _VALUE.match(key) else "other"


def roles(header: Sequence[str]) -> list[Role]:
    """The role of each column; a second metric-like column ("Nội dung | Chỉ tiêu") holds the values.

    >>> roles(["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì"])
    ['number', 'metric', 'unit', 'value', 'other']
    >>> roles(["STT", "Nội dung", "ĐVT", "Thực hiện 2023", "Mục tiêu năm 2024", "Ghi chú"])
    ['number', 'metric', 'unit', 'past', 'value', 'other']
    """
    found: list[Role] = []
    for name in header:
        role = _role(name)
        if role == "metric" and "metric" in found:
            role = "value" if _TARGET_METRIC.search(name.lower()) else "other"
        found.append(role)
    return found


def is_target_header(header: Sequence[str]) -> bool:
    """Whether a heading row opens a table of targets.

    >>> is_target_header(["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian"])
    False
    """
    found = roles(header)
    if "metric" not in found or "value" not in found or any(_MONEY_TABLE.search(c.lower()) for c in header):
        return False
    if "unit" not in found and any(_WORK_TABLE.search(c.lower()) for c in header):
        return False
    named = any(
        _TARGET_METRIC.search(c.lower()) for c, r in zip(header, found, strict=True) if r in ("metric", "value")
    )
    return named and ("unit" in found or sum(r == "value" for r in found) > 0)


@dataclass(frozen=True, slots=True)
class _Cells:
    metric: str
    unit: str
    values: list[tuple[int, int]]  # column of the header, place among the cells


def _align(cells: Sequence[str], header: Sequence[str]) -> _Cells:
    """Bring a row under its header; where an export dropped empty cells, the unit cell is found by its words."""
    found = roles(header)
    if len(cells) == len(header):
        by_role = {role: cell for cell, role in reversed(list(zip(cells, found, strict=True)))}
        values = [(i, i) for i, role in enumerate(found) if role == "value"]
        return _Cells(by_role.get("metric", ""), by_role.get("unit", ""), values)
    at = next((i for i, c in enumerate(cells) if i and _is_unit(c)), None)
    if at is None or "unit" not in found:
        return _Cells("", "", [])
    shift = at - found.index("unit")
    values = [(i, i + shift) for i, r in enumerate(found) if r == "value" and 0 <= i + shift < len(cells)]
    return _Cells(cells[at - 1], cells[at], values)


def _is_unit(cell: str) -> bool:
    words = cell.strip().lower()
    return words.startswith("%") or words in units()


def parse_target_row(
    cells: Sequence[str],
    header: Sequence[str],
    offsets: Sequence[int],
    *,
    due: TimeValue | None = None,
    dues: Sequence[TimeValue | None] = (),
) -> list[Target]:
    """The targets of one row of a target table.

    ``offsets`` are the places of the cells in the text. ``due`` is the period of the group the row stands in; ``dues``
    those of the columns, where the header names a period for each.

    >>> header = ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan"]
    >>> row = ["4", "Xếp hạng năng lực số", "Thứ bậc", "≤ 5 khu vực; ≤ 60 thế giới", "Sở Công Thương"]
    >>> [(t.value, t.unit, t.comparator, t.scope) for t in parse_target_row(row, header, [0, 4, 27, 37, 66])]
    [(5.0, 'Thứ bậc', '<=', 'khu vực'), (60.0, 'Thứ bậc', '<=', 'thế giới')]
    """
    row = _align(cells, header)
    targets: list[Target] = []
    metric = " ".join(row.metric.split()) or None
    for column, at in row.values:
        if at < len(offsets) and len(cells[at]) <= _LONGEST_VALUE_CELL:
            limit = dues[column] if column < len(dues) and dues[column] is not None else due
            targets.extend(_cell_targets(cells[at], offsets[at], metric, row.unit.strip(), limit))
    return targets


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


def find_rows(text: str, times: TimeIndex) -> tuple[Mask, list[Target]]:
    """The ranges of the rows of target tables in a text, and their targets.

    A row is a line with cells divided by " | ". A row whose value cells are empty heads a group; its time is the due
    time of the rows under it.
    """
    if " | " not in text:
        return Mask(), []
    taken: list[Span] = []
    targets: list[Target] = []
    header: list[str] | None = None
    due: TimeValue | None = None
    dues: list[TimeValue | None] = []
    at = 0
    for line in text.split("\n"):
        here, at = at, at + len(line) + 1
        if "|" not in line:
            header = None if len(line.strip()) > 3 else header
            continue
        cells, offsets = _split(line, here)
        opened = _header_at(cells)
        if opened is not None:
            header = [c.strip() for c in cells[opened:]]
            due = None
            dues = [_time_in(times, o, o + len(c)) for c, o in zip(cells[opened:], offsets[opened:], strict=True)]
            taken.append(Span(offsets[opened], here + len(line)))
            continue
        if header is None:
            continue
        row = parse_target_row(cells, header, offsets, due=due, dues=dues)
        targets.extend(row)
        taken.extend(_read_cells(cells, offsets, header, row))
        if not row and len([c for c in cells if c.strip()]) <= 2:
            due = _time_in(times, here, here + len(line)) or due
    return Mask(taken), targets


def _read_cells(
    cells: Sequence[str], offsets: Sequence[int], header: Sequence[str], read: Sequence[Target]
) -> list[Span]:
    """The cells that prose rules stay out of: all but value cells in words, which may say "có ít nhất 02 …"."""
    found = roles(header) if len(cells) == len(header) else []
    taken = []
    for i, (cell, offset) in enumerate(zip(cells, offsets, strict=True)):
        end = offset + len(cell)
        worded = bool(found) and found[i] == "value" and not any(offset <= t.start < end for t in read)
        if cell and not (worded and len(cell) > _LONGEST_BARE_CELL):
            taken.append(Span(offset, end))
    return taken


def _split(line: str, start: int) -> tuple[list[str], list[int]]:
    cells, offsets, at = [], [], 0
    for piece in line.split("|"):
        lead = len(piece) - len(piece.lstrip())
        cells.append(piece.strip())
        offsets.append(start + at + lead)
        at += len(piece) + 1
    return cells, offsets


def _header_at(cells: Sequence[str]) -> int | None:
    """The first cell of a heading row of targets in the line (an export may put a title before it)."""
    for i, cell in enumerate(cells[:40]):
        if _NUMBER.match(cell.strip().lower()):
            return i if is_target_header(cells[i:]) else None
    short = all(len(c) <= 60 for c in cells)
    return 0 if short and len(cells) >= 3 and "unit" in roles(cells) and is_target_header(cells) else None


def _time_in(times: TimeIndex, start: int, end: int) -> TimeValue | None:
    found = [t for t in times.within(start, end) if t.value.duration is None]
    return found[0].value if found else None
