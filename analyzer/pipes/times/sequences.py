"""Lists and ranges of one unit of the calendar: "ngày 20 và 21/11/2025", "quý I, quý II/2024", "tháng 11 - 12/2025".

All readers work on the normal form of ``scan.fold``: lower case, plain spaces and hyphens, offsets unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from analyzer.pipes.mentions import Bound
from analyzer.pipes.times.periods import Duration, Period, Recurrence
from analyzer.spans import Span

S = r"[ \n]{1,4}"
O = r"[ \n]{0,3}"  # noqa: E741
YEAR = r"(?:19|20)\d\d(?![\d/])"
MONTH_WORDS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}
SHIFTS = {"nay": 0, "này": 0, "sau": 1, "tới": 1, "tiếp theo": 1, "kế tiếp": 1, "trước": -1, "ngoái": -1}
_words = "|".join(sorted(MONTH_WORDS, key=len, reverse=True))
_SHIFT = "|".join(word.replace(" ", S) for word in SHIFTS)
_YEAR_TAIL = (
    rf"(?:(?:{O}[/-]{O}|\.)(?P<y1>{YEAR})|(?:{S}của|,)?{O}năm(?:{O}(?P<y2>{YEAR})|{S}(?P<shift>{_SHIFT})(?!\w))"
    rf"|{S}(?P<y3>{YEAR}))"
)

Relation = Literal["one", "range", "list"]


class Core(NamedTuple):
    """What a rule reads before its context is looked at.

    ``spans`` are the places of ``periods``, one each; ``steps`` says between which of them a range runs, ``headed``
    which have a head word of their own, and ``shared`` that the last one's year holds for them all. A ``weak`` core is
    ambiguous on its own ("5/2025", "ngày 15") and needs a bounding word, a rhythm or a table cell of its own. ``lead``
    is a clock time or weekday that only counts in front of a date; a ``void`` one reads a blank form ("ngày … tháng …
    năm 2024") so that nothing else does.
    """

    start: int
    end: int
    rule: str = ""
    periods: tuple[Period, ...] = ()
    spans: tuple[Span, ...] = ()
    steps: tuple[bool, ...] = ()
    relation: Relation = "one"
    headed: tuple[bool, ...] = ()
    shared: bool = False
    recurrence: Recurrence | None = None
    duration: Duration | None = None
    weak: bool = False
    lead: bool = False
    void: bool = False
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    head: re.Pattern[str]
    element: re.Pattern[str]
    read: Callable[[re.Match[str]], Period | None]
    numeral_may_trail: Callable[[str], bool]


def _year(match: re.Match[str], *names: str) -> int | None:
    for name in names:
        if match.group(name):
            value = int(match.group(name))
            return value if value > 99 else value + (2000 if value <= 50 else 1900)
    return None


def shift_of(match: re.Match[str], name: str = "shift") -> int | None:
    """Which year "năm sau", "năm trước" names, told from the directive's; None where a match has no such word."""
    word = match.group(name)
    return SHIFTS[" ".join(word.split())] if word else None


def _month(word: str) -> int:
    """The number of a month in figures or words; "năm" (five) is one only before the year's "năm"."""
    return 5 if word == "năm" else MONTH_WORDS.get(word) or int(word)


def _read_day(match: re.Match[str]) -> Period | None:
    day = int(match.group("d"))
    word = match.group("m0") or match.group("m1") or match.group("m2") or match.group("m3") or match.group("m4")
    month = _month(word) if word else None
    if not 1 <= day <= 31 or (month is not None and not 1 <= month <= 12):
        return None
    shift = shift_of(match, "shift1") if match.group("shift1") else shift_of(match)
    year = _year(match, "ya", "yb", "yc", "y1", "y2", "y3")
    return Period("day", year=year, month=month, day=day, shift=shift)


def _read_month(match: re.Match[str]) -> Period | None:
    month = _month(match.group("m"))
    if not 1 <= month <= 12:
        return None
    shift = shift_of(match)
    return Period("month", year=_year(match, "y1", "y2", "y3"), month=month, shift=shift)


def _read_quarter(match: re.Match[str]) -> Period | None:
    quarter = QUARTERS.get(match.group("q")) or int(match.group("q"))
    shift = shift_of(match)
    year = _year(match, "y1", "y2", "y3")
    return Period("quarter", year=year, month=quarter * 3 - 2, last_month=quarter * 3, shift=shift)


def _read_year(match: re.Match[str]) -> Period | None:
    first, last = int(match.group("y")), match.group("z")
    if last and not first <= int(last) <= first + 60:
        return None
    return Period("year", year=first, last_year=int(last) if last else None)


_DAY = re.compile(
    rf"(?P<d>\d{{1,2}})(?:{O}/{O}(?P<m1>\d{{1,2}})(?:(?:{O}/{O}|\.)(?P<ya>(?:19|20)\d\d|\d\d(?!\d))"
    rf"|(?:{S}của)?{S}năm{S}(?:(?P<yc>{YEAR})|(?P<shift1>{_SHIFT})(?!\w)))?"
    rf"|(?<=ngày \d\d)-(?P<m0>0?[1-9]|1[0-2])(?![\w/-]|\.\d)(?!{O}(?:tháng|-|/|âm))"
    rf"|{O}(?P<s>[.-]){O}(?P<m2>\d{{1,2}}){O}(?P=s){O}(?P<yb>(?:19|20)\d\d)"
    rf"|{O}tháng(?:{O}(?P<m3>\d{{1,2}})|{S}(?P<m4>{_words}|năm(?={S}năm)))(?=năm|\W|$){_YEAR_TAIL}?)?(?![\w/]|\.\d)"
)
_UNITS = {
    "day": _Unit(
        re.compile(rf"(?:(?:các|những){S})?ngày(?:{S}|(?=\d))"),
        _DAY,
        _read_day,
        lambda word: False,
    ),
    "month": _Unit(
        re.compile(rf"(?:(?:các|những){S})?tháng(?:{S}|(?=\d))"),
        re.compile(rf"(?P<m>\d{{1,2}}|{_words}|năm(?={S}năm))(?=năm|\W|$){_YEAR_TAIL}?(?![\w/]|\.\d)"),
        _read_month,
        lambda word: False,
    ),
    "quarter": _Unit(
        re.compile(rf"(?:(?:các|những){S})?qu[ýí]{S}"),
        re.compile(rf"(?P<q>iv|i{{1,3}}|0?[1-4]|một|hai|ba|bốn|tư)(?!\w){_YEAR_TAIL}?(?![\w/]|\.\d)"),
        _read_quarter,
        lambda word: word[0] == "i",
    ),
    "year": _Unit(
        re.compile(rf"(?:(?:các|những){S})?năm(?:{S}|(?=\d))(?:(?:mới|ngân sách|kế hoạch|tài chính){S})?"),
        re.compile(rf"(?P<y>(?:19|20)\d\d)(?!\d)(?:{O}-{O}(?P<z>(?:19|20)\d\d)(?!\d))?(?![\w/]|\.\d)"),
        _read_year,
        lambda word: True,
    ),
}
_SEPARATOR = re.compile(
    rf"{O}(?P<range>-|(?:cho )?(?:đến|tới)(?:{S}(?:hết|cuối|trước))?(?!\w)){O}"
    rf"|{O}(?:,{O}(?:và(?!\w))?|[;+&]|và(?!\w)|hoặc(?!\w)){O}"
)
_BARE_END = re.compile(rf"{O}(?:[.,;:)\]|/]|$|\n|-|(?:h[ằà]ng|mỗi|năm|của|và|đến|âm|là|để|tại){S}\w)")
_COUNTING = re.compile(rf"{O}(?:%|giờ(?!\w)|h\d|h(?!\w)|phút(?!\w)|độ(?!\w))")
_MAX_ELEMENTS = 12


@lru_cache(maxsize=4)  # several rules begin with the same sequence
def read_sequence(low: str, pos: int, unit: str, *, headed: bool) -> Core | None:
    """A list or range of days, months, quarters or years that begins at ``pos``; the year and month at its end hold for
    all of it. Without a head word at ``pos`` pass ``headed=False``.
    """
    spec = _UNITS[unit]
    at = pos
    if headed:
        head = spec.head.match(low, pos)
        if head is None:
            return None
        at = head.end()
    periods: list[Period] = []
    spans: list[Span] = []
    ranged: list[bool] = []
    with_head: list[bool] = []
    start = pos
    has_head = headed
    while len(periods) < _MAX_ELEMENTS:
        match = spec.element.match(low, at)
        period = spec.read(match) if match else None
        if match is None or period is None:
            break
        if _bare(period) and _COUNTING.match(low, match.end()):
            break
        trailing = bool(periods) and not has_head and _bare(period) and not spec.numeral_may_trail(match.group())
        if trailing and not (ranged[-1] or _SEPARATOR.match(low, match.end()) or _BARE_END.match(low, match.end())):
            break
        periods.append(period)
        spans.append(Span(start, match.end()))
        with_head.append(has_head)
        separator = _SEPARATOR.match(low, match.end())
        if separator is None:
            break
        ranged.append(separator.group("range") is not None)
        head = spec.head.match(low, separator.end())
        has_head = head is not None
        start = separator.end()
        at = head.end() if head else separator.end()
    return _build(pos, periods, spans, ranged, with_head)


def _bare(period: Period) -> bool:
    """Whether only a numeral was written, which could count anything."""
    if period.unit == "day":
        return period.month is None
    return period.unit != "year" and not period.has_year


def _build(
    pos: int, periods: list[Period], spans: list[Span], ranged: list[bool], with_head: list[bool]
) -> Core | None:
    if any(p.unit == "day" and p.month is not None for p in periods):
        while periods[-1].month is None:  # "ngày 15/6, 20 đơn vị": the number counts something else
            periods.pop()
            spans.pop()
    if not periods:
        return None
    ranged = ranged[: len(periods) - 1]
    relation: Relation = "one"
    if len(periods) > 1:
        relation = "range" if len(periods) == 2 and ranged[0] else "list"
    shared = distribute(tuple(periods), relation == "range")
    return Core(
        pos,
        spans[-1].end,
        periods=shared,
        spans=tuple(spans),
        steps=tuple(ranged),
        relation=relation,
        headed=tuple(with_head[: len(periods)]),
        shared=len(periods) > 1 and periods[-1].has_year and not all(p.has_year for p in periods),
        weak=any(p.unit == "day" and p.month is None for p in shared) or (not with_head[0] and not shared[-1].has_year),
    )


def distribute(periods: tuple[Period, ...], ranged: bool) -> tuple[Period, ...]:
    """Give every member the year (days also the month) written at the end, or else at the beginning.

    A range that runs over New Year takes two years: "từ tháng 11 đến tháng 02/2024" begins in 2023.
    """
    out = list(periods)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        if here.unit == "day" and here.month is None and after.unit == "day":
            here = here._replace(month=after.month)
        if here.unit != "year" and not here.has_year and after.has_year and after.fixed is None:
            back = int(ranged and after.unit != "year" and _key(here) > _key(after))
            here = here._replace(
                year=None if after.year is None else after.year - back,
                shift=None if after.shift is None else after.shift - back,
            )
        out[i] = here
    for i in range(1, len(out)):
        before, here = out[i - 1], out[i]
        if not here.has_year and before.year is not None and here.unit != "year" and before.unit != "year":
            year = before.year + int(ranged and _key(here) < _key(before))
            out[i] = here._replace(year=year)
    return tuple(out)


def _key(period: Period) -> tuple[int, int]:
    return period.month or 0, period.day or 0
