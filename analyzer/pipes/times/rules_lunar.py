"""Rules for Tết and other days of the lunar calendar."""

from __future__ import annotations

import re

from analyzer.knowledge.lunar import BRANCHES, STEMS, years_by_name
from analyzer.pipes.times.periods import Period
from analyzer.pipes.times.rule import Rule, matched
from analyzer.pipes.times.sequences import YEAR, Core, O, S, read_sequence
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
    return _core(match, Period("tet", year=year))._replace(weak=year is None)


def _lunar_dates(low: str, pos: int) -> Core | None:
    """ "15/8 âm lịch", "từ ngày 10 đến ngày 15/8 âm lịch": days that would be solar but for the word behind."""
    core = read_sequence(low, pos, "day", headed=low.startswith("ngày", pos))
    match = _LUNAR_TAIL.match(low, core.end) if core else None
    if core is None or match is None or any(p.month is None or p.shift is not None for p in core.periods):
        return None
    year = _year(match)
    periods = tuple(p._replace(unit="lunar", year=p.year if year is None else year) for p in core.periods)
    spans = (*core.spans[:-1], Span(core.spans[-1].start, match.end()))
    return core._replace(end=match.end(), periods=periods, spans=spans, weak=False)


def _lunar_day(match: re.Match[str]) -> Core | None:
    day = 15 if match.group("full") else int(match.group("d"))
    month = _MONTHS.get(match.group("m")) or int(match.group("m"))
    if not (1 <= day <= 30 and 1 <= month <= 12):
        return None
    return _core(match, Period("lunar", year=_year(match), month=month, day=day))


_AFTER_TET = rf"(?={O}(?:[.,;:)|\n]|$)|{S}(?:\d|(?:và|để|phải|các|ít|tối|chậm|muộn|h[ằà]ng|mỗi)(?!\w)))"
_TAIL = rf"(?:{S}(?:năm{S})?(?P<name>{_NAME}))?(?:{O}[-(]?{O}(?:năm{S})?(?P<y>{YEAR})\)?)?"
_LUNAR_TAIL = re.compile(rf"{_LUNAR}{_TAIL}(?!\w)")

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
            ("thăm hỏi [trước Tết Nguyên đán hằng năm].", "FREQ=YEARLY"),
            ("thăm hỏi [hằng năm, vào dịp Tết Nguyên đán]", "FREQ=YEARLY"),
            ("chi thưởng [trước Tết Nguyên đán 15 ngày]", "P15D"),
            ("báo cáo [chậm nhất 10 ngày trước Tết Nguyên đán]", "P10D"),
        ),
        ignores=("đón Tết Nguyên đán", "Tết Trung thu", "sau Tết Nguyên đán"),
    ),
    Rule(
        "tet_alone",
        ("tet",),
        matched(
            rf"tết(?:{_AFTER_TET}|(?:(?<=trước tết)|(?<=đến tết)|(?<=tới tết))(?={S}(?:năm{S})?20\d\d){_TAIL}(?!\w))",
            lambda m: _core(m, Period("tet", year=_year(m)))._replace(weak=True),
        ),
        reads=(
            ("hoàn thành chi trả [trước Tết].", "../2025-01-29"),
            ("giữ thông thoáng [từ nay đến Tết]; ra quân", "2024-03-12/2025-01-29"),
            ("bàn giao [trước Tết 10 ngày]", "P10D"),
            ("tặng quà [trước Tết hằng năm]", "FREQ=YEARLY"),
            ("thông xe [trước Tết năm 2026] và", "../2026-02-17"),
            ("ngừng thi công [07 ngày trước Tết]", "P7D"),
        ),
        ignores=(
            "đón Tết.",
            "trước Tết Trung thu",
            "trước Tết Độc lập",
            "sau Tết, các đơn vị",
            "phục vụ Tết và lễ hội",
        ),
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
        ("lunar", "count", "day"),
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
        "lunar_dates",
        ("date", "count", "day"),
        _lunar_dates,
        reads=(
            ("Giỗ Tổ Hùng Vương ([10/3 âm lịch])", "2024-04-18/2024-04-18"),
            ("tặng quà [trước ngày 15/8 âm lịch]", "../2024-09-17"),
            ("[từ ngày 10 đến hết ngày 15/8 âm lịch]", "2024-09-12/2024-09-17"),
            ("dâng hương [ngày 10/3/2025 âm lịch]", "2025-04-07/2025-04-07"),
            ("lễ hội [ngày 12 và 13/2 (âm lịch)]", "2024-03-21/2024-03-22"),
            ("lễ hội [ngày 10/3 âm lịch năm 2025]", "2025-04-07/2025-04-07"),
            ("dâng hương [ngày 10/3 âm lịch hằng năm]", "FREQ=YEARLY"),
            ("chỉnh trang [trước ngày Giỗ Tổ Hùng Vương (10/3 âm lịch)]", "../2024-04-18"),
        ),
        ignores=("tỷ lệ 10/3", "ngày 31/8 âm lịch", "ngày 5 âm lịch"),
    ),
    Rule(
        "lunar_month",
        ("month",),
        matched(
            rf"tháng{S}(?:giêng|chạp|\d{{1,2}}{_LUNAR}){_TAIL}(?!\w)", lambda m: Core(m.start(), m.end(), void=True)
        ),
        reads=(),
        ignores=("tháng Giêng năm 2024", "tháng Chạp", "trong tháng 8 âm lịch"),
    ),
)
