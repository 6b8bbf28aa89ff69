"""Rules for Tết and other days of the lunar calendar."""

from __future__ import annotations

import re
from dataclasses import replace

from analyzer.knowledge.lunar import BRANCHES, STEMS, years_by_name
from analyzer.pipes.times.periods import Period
from analyzer.pipes.times.rule import Rule, matched
from analyzer.pipes.times.sequences import YEAR, Core, O, S
from analyzer.spans import Span

_NAME = rf"(?:{'|'.join(STEMS)}){S}(?:{'|'.join(BRANCHES)}|tị|mẹo)"
_MONTHS = {"giêng": 1, "chạp": 12}
_LUNAR = rf"{O}(?:âm{S}lịch|\(âm{S}lịch\)|\(al\))(?!\w)"


def _year(match: re.Match[str]) -> int | None:
    """The lunar year by number or can chi name; the number wins where both stand."""
    if match.group("y"):
        return int(match.group("y"))
    name = " ".join((match.group("name") or "").split()).replace("tị", "tỵ").replace("mẹo", "mão")
    return years_by_name().get(name)


def _core(match: re.Match[str], period: Period) -> Core:
    span = Span(match.start(), match.end())
    return Core(span.start, span.end, periods=(period,), spans=(span,))


def _tet(match: re.Match[str]) -> Core:
    year = _year(match)
    return replace(_core(match, Period("tet", year=year)), weak=year is None)


def _lunar_day(match: re.Match[str]) -> Core | None:
    day = 15 if match.group("full") else int(match.group("d"))
    month = _MONTHS.get(match.group("m")) or int(match.group("m"))
    if not (1 <= day <= 30 and 1 <= month <= 12):
        return None
    return _core(match, Period("lunar", year=_year(match), month=month, day=day))


_TAIL = rf"(?:{S}(?:năm{S})?(?P<name>{_NAME}))?(?:{O}[-(]?{O}(?:năm{S})?(?P<y>{YEAR})\)?)?"

LUNAR_RULES = (
    Rule(
        "tet",
        ("tet",),
        matched(rf"tết(?:{S}(?:nguyên{S}đán|cổ{S}truyền|âm{S}lịch)|(?={S}{_NAME})){_TAIL}(?!\w)", _tet),
        reads=(
            ("[trước Tết Nguyên đán Giáp Thìn]", "../2024-02-10"),
            ("[trước Tết Nguyên đán Ất Tỵ 2025]", "../2025-01-29"),
            ("[dịp Tết Nguyên đán Giáp Thìn 2024]", "2024-02-08/2024-02-14"),
            ("[trước Tết Nguyên đán]", "../2025-01-29"),
            ("đón [Tết Bính Ngọ]", "2026-02-14/2026-02-22"),
        ),
        ignores=("đón Tết Nguyên đán", "Tết Trung thu", "sau Tết Nguyên đán"),
    ),
    Rule(
        "new_year",
        ("tet",),
        matched(
            rf"tết{S}(?:dương{S}lịch|tây){_TAIL}(?!\w)",
            lambda m: _core(m, Period("day", year=_year(m), month=1, day=1)) if _year(m) else None,
        ),
        reads=(("[dịp Tết Dương lịch 2025]", "2025-01-01/2025-01-01"),),
        ignores=("Tết Dương lịch", "nghỉ Tết"),
    ),
    Rule(
        "lunar_day",
        ("lunar", "number", "day"),
        matched(
            rf"(?:(?P<full>rằm)|(?:ngày{S})?(?:m[ùồ]ng{S})?(?P<d>\d{{1,2}})){S}tháng{S}"
            rf"(?P<m>giêng|chạp|\d{{1,2}}(?={_LUNAR}))(?:{_LUNAR})?{_TAIL}(?!\w)",
            _lunar_day,
        ),
        reads=(
            ("[rằm tháng Giêng]", "2024-02-24/2024-02-24"),
            ("[ngày mồng 10 tháng 3 âm lịch]", "2024-04-18/2024-04-18"),
            ("[ngày 23 tháng Chạp]", "2025-01-22/2025-01-22"),
        ),
        ignores=("mồng tơi", "rằm tháng", "ngày 40 tháng Chạp"),
    ),
    Rule(
        "lunar_date",
        ("number",),
        matched(rf"(?P<full>(?!))?(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}}){_LUNAR}{_TAIL}(?!\w)", _lunar_day),
        reads=(("Giỗ Tổ Hùng Vương ([10/3 âm lịch])", "2024-04-18/2024-04-18"),),
        ignores=("tỷ lệ 10/3",),
    ),
    Rule(
        "lunar_month",
        ("month",),
        matched(rf"tháng{S}(?:giêng|chạp){_TAIL}(?!\w)", lambda m: Core(m.start(), m.end(), void=True)),
        reads=(),
        ignores=("tháng Giêng năm 2024", "tháng Chạp"),
    ),
)
