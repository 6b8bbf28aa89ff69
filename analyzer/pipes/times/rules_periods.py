"""Rules for days, months, quarters, years and runs of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from analyzer.pipes.times.periods import Period
from analyzer.pipes.times.rule import Reader, Rule, matched
from analyzer.pipes.times.sequences import YEAR, Core, O, S, read_sequence, shift_of
from analyzer.spans import Span

_ROMAN = {"xix": 19, "xx": 20, "xxi": 21, "xxii": 22}
_COUNTS = {"ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_BARE_YEAR = re.compile(r"(?P<y>20\d\d)(?!\w)")
_AFTER_YEAR = re.compile(
    rf"{O}(?:[.,;:)\]|-]|$|\n|(?:và|là|đạt|có|phải|theo|với|để|cho|của|trở|được|sẽ|thì|đến|tới)(?!\w))"
)


def _one(match: re.Match[str], period: Period, *, weak: bool = False) -> Core:
    span = Span(match.start(), match.end())
    return Core(span.start, span.end, periods=(period,), spans=(span,), weak=weak)


def _listed(unit: str) -> Reader:
    return lambda low, pos: read_sequence(low, pos, unit, headed=True)


def _day_numbers(low: str, pos: int) -> Core | None:
    core = read_sequence(low, pos, "day", headed=False)
    if core is None or core.periods[-1].month is None:
        return None
    if len(core.spans) > 1 and core.relation != "range" and "/" not in (first := _text(low, core, 0)) and "." not in first:
        return None  # "12, 15/6/2024": the 12 may count anything
    return replace(core, weak=False) if "tháng" in low[core.start : core.end] else core


def _text(low: str, core: Core, index: int) -> str:
    span = core.spans[index]
    return low[span.start : span.end]


def _month_number(match: re.Match[str]) -> Core | None:
    return _one(match, Period("month", year=int(match.group("y")), month=int(match.group("m"))), weak=True)


def _years(match: re.Match[str]) -> Core | None:
    first, last = int(match.group("a")), int(match.group("b"))
    return _one(match, Period("year", year=first, last_year=last)) if first <= last <= first + 60 else None


def _school_year(match: re.Match[str]) -> Core | None:
    first, last = int(match.group("a")), int(match.group("b"))
    if last != first + 1:
        return None
    return _one(match, Period("fixed", fixed=(date(first, 9, 5), date(last, 5, 31))))


def _months_of_year(match: re.Match[str]) -> Core | None:
    """"6 tháng đầu năm 2024", "10 tháng năm 2024", "nửa cuối năm"."""
    count = match.group("n")
    months = 6 if count == "nửa" else _COUNTS.get(count) or int(count)
    if not 1 <= months <= 12:
        return None
    late = match.group("edge") == "cuối"
    first, last = (13 - months, 12) if late else (1, months)
    shift = shift_of(match)
    year = int(match.group("y")) if match.group("y") else None
    return _one(match, Period("span", year=year, month=first, last_month=last, shift=shift, late=late))


def _edge(match: re.Match[str]) -> Core | None:
    """"cuối năm", "giữa tháng": the whole of the directive's own year, quarter or month."""
    unit = match.group("unit")
    late = match.group("edge") == "cuối"
    if unit == "năm":
        return _one(match, Period("year", late=late))
    return _one(match, Period("month" if unit == "tháng" else "quarter", late=late))


def _relative(match: re.Match[str]) -> Core | None:
    shift = 0 if match.group("shift") == "nay" else -1
    unit = match.group("unit")
    period = Period("year" if unit == "năm" else "quarter" if unit[0] == "q" else "month", shift=shift)
    return _one(match, period, weak=unit == "năm" and match.group("shift") == "trước")


def _century(match: re.Match[str]) -> Core | None:
    number = _ROMAN.get(match.group("c")) or int(match.group("c"))
    return _one(match, Period("year", year=number * 100 - 99, last_year=number * 100))


def _week(match: re.Match[str]) -> Core | None:
    week = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4}.get(match.group("w")) or int(match.group("w"))
    month = int(match.group("m"))
    if not (1 <= week <= 4 and 1 <= month <= 12):
        return None
    year = int(match.group("y")) if match.group("y") else None
    days = (Period("day", year=year, month=month, day=week * 7 - 6), Period("day", year=year, month=month, day=week * 7))
    span = Span(match.start(), match.end())
    return Core(span.start, span.end, periods=days, spans=(span, span), relation="range")


def _bare_year(low: str, pos: int) -> Core | None:
    match = _BARE_YEAR.match(low, pos)
    if match is None or not _AFTER_YEAR.match(low, match.end()):
        return None
    return _one(match, Period("year", year=int(match.group("y"))), weak=True)


def _vision(match: re.Match[str]) -> Core | None:
    return replace(_one(match, Period("year", year=int(match.group("y")))), bound="by")


_TAIL = rf"(?:(?:{S}của)?{S}năm)(?:{S}(?:(?P<y>{YEAR})|(?P<shift>nay|này|sau|tới|trước|ngoái)(?!\w)))?"
_RANGE = rf"(?P<a>(?:19|20)\d\d){O}(?:-|đến(?:{S}năm)?){O}(?P<b>(?:19|20)\d\d)(?![\w/])"

PERIOD_RULES = (
    Rule(
        "day", ("day",), _listed("day"),
        reads=(
            ("Gửi báo cáo [trước ngày 30/6/2024].", "../2024-06-30"),
            ("Họp [ngày 15 tháng 3 năm 2024] tại trụ sở", "2024-03-15/2024-03-15"),
            ("xong [trước ngày 30/6]", "../2024-06-30"),
            ("[trước ngày 30/ 6/2024]", "../2024-06-30"),
            ("[từ ngày 16 đến ngày 22/11/2024]", "2024-11-16/2024-11-22"),
            ("[ngày 20 và 21/11/2024], khu vực có mưa", "2024-11-20/2024-11-21"),
            ("[Trong các ngày 08, 09 và 10 tháng 4 năm 2024]", "2024-04-08/2024-04-10"),
            ("[ngày 30/11 và 01/12/2024]", "2024-11-30/2024-12-01"),
            ("[từ ngày 25/3 đến hết ngày 05/4/2024]", "2024-03-25/2024-04-05"),
            ("[từ 07 giờ ngày 16 đến 13 giờ ngày 17/11/2024]", "2024-11-16/2024-11-17"),
            ("[từ ngày 20/12 đến ngày 10/01/2025]", "2024-12-20/2025-01-10"),
        ),
        ignores=("các ngày làm việc", "ngày 31/02/2024", "ngày 32/5", "ngày 15/13/2024", "ngày 20 đại biểu dự họp", "| Ngày\n2 | 500 |"),
    ),
    Rule(
        "day_numbers", ("number",), _day_numbers,
        reads=(
            ("hoàn thành [trước 30/6/2024]", "../2024-06-30"),
            ("Hà Nội, [15.3.2024]", "2024-03-15/2024-03-15"),
            ("[15-3-2024]", "2024-03-15/2024-03-15"),
            ("sinh [01-10-1997]", "1997-10-01/1997-10-01"),
            ("[15/03/24]", "2024-03-15/2024-03-15"),
            ("[30 tháng 6] là hạn", "2024-06-30/2024-06-30"),
            ("[từ 01 - 15/4/2024]", "2024-04-01/2024-04-15"),
            ("hạn cuối: [20/3]", "2024-03-20/2024-03-20"),
            ("Ngày Môi trường thế giới ([05/6])", "2024-06-05/2024-06-05"),
        ),
        ignores=(
            "22/26 đơn vị xếp loại Tốt", "trực 24/24 giờ", "mức 3/4 số phiếu", "đạt 9/10 điểm", "phiên bản 2.1.3",
            "từ 2/3 số thành viên", "Số 12/2024/QĐ-UBND", "quy mô 1/500", "điện thoại 024.38.123.456", "hạng 5/34",
        ),
    ),
    Rule(
        "month", ("month",), _listed("month"),
        reads=(
            ("[tháng 3/2024]", "2024-03-01/2024-03-31"),
            ("xong [trong tháng 12 năm 2024].", "2024-12-01/2024-12-31"),
            ("[tháng ba năm 2024]", "2024-03-01/2024-03-31"),
            ("[Đầu tháng 6] tổ chức hội nghị", "2024-06-01/2024-06-30"),
            ("[Tháng 11 - 12/2024]", "2024-11-01/2024-12-31"),
            ("[từ tháng 11/2023 đến tháng 02/2024]", "2023-11-01/2024-02-29"),
            ("[từ tháng 11 đến tháng 02/2024]", "2023-11-01/2024-02-29"),
            ("[trước tháng 6/2024]", "../2024-05-31"),
            ("[cuối tháng 2] và [tháng 3]", "2024-02-01/2024-02-29 | 2024-03-01/2024-03-31"),
            ("mưa lũ [tháng 10 vừa qua]", "2023-10-01/2023-10-31"),
            ("[Tháng 4, 5] và [tháng 9 đến tháng 11]", "2024-04-01/2024-05-31 | 2024-09-01/2024-11-30"),
            ("[từ tháng 10 đến tháng 4 năm sau]", "2024-10-01/2025-04-30"),
        ),
        ignores=("tháng 13/2024", "hành động trong tháng", "Tháng thanh niên", "tháng Giêng năm 2024"),
    ),
    Rule(
        "month_blank", ("month",),
        matched(rf"tháng[ ._…]{{0,12}}/{O}(?P<y>{YEAR})", lambda m: _one(m, Period("year", year=int(m.group("y"))))),
        reads=(("Thời gian: [Tháng   /2024]", "2024-01-01/2024-12-31"),),
        ignores=("tháng /20245",),
    ),
    Rule(
        "month_number", ("number",), matched(rf"(?P<m>0?[1-9]|1[0-2])/(?P<y>20\d\d)(?![\w/]|-\w)", _month_number),
        reads=(("hoàn thành [trước 6/2024].", "../2024-05-31"), ("[từ 10/2024]", "2024-10-01/..")),
        ignores=("số 12/2024", "Thông tư 5/2024"),
    ),
    Rule(
        "quarter", ("quarter",), _listed("quarter"),
        reads=(
            ("[quý I/2024]", "2024-01-01/2024-03-31"),
            ("[Quý 2 năm 2024]", "2024-04-01/2024-06-30"),
            ("[trong quí III-2024]", "2024-07-01/2024-09-30"),
            ("[đến hết quý II/2024]", "../2024-06-30"),
            ("[trước quý III/2024]", "../2024-06-30"),
            ("[quý I, quý II/2024]", "2024-01-01/2024-06-30"),
            ("[Quý II, III]", "2024-04-01/2024-09-30"),
            ("[Quý IV/2024- Quý II/2025]", "2024-10-01/2025-06-30"),
            ("[Quý IV năm 2024 và các năm tiếp theo]", "2024-10-01/.."),
        ),
        ignores=("Quý cơ quan", "Quý vị đại biểu", "của quý trên", "Quý Mão"),
    ),
    Rule(
        "year", ("year",), _listed("year"),
        reads=(
            ("Kế hoạch [năm 2024]", "2024-01-01/2024-12-31"),
            ("[đến năm 2025]", "../2025-12-31"),
            ("[đến hết năm 2025]", "../2025-12-31"),
            ("[từ năm 2024 trở đi]", "2024-01-01/.."),
            ("[trước năm 2025]", "../2024-12-31"),
            ("đón [năm mới 2025]", "2025-01-01/2025-12-31"),
            ("[năm 2025 - 2026]", "2025-01-01/2026-12-31"),
            ("[trong các năm 2024, 2025]", "2024-01-01/2025-12-31"),
            ("[từ năm 2021 đến năm 2025]", "2021-01-01/2025-12-31"),
            ("[cuối năm 2024]", "2024-01-01/2024-12-31"),
            ("[đến cuối năm 2024]", "../2024-12-31"),
            ("[năm 2024 và những năm tiếp theo]", "2024-01-01/.."),
        ),
        ignores=("năm học mới", "năm 20245", "năm 1850", "cả năm người"),
    ),
    Rule(
        "period", ("period",),
        matched(
            rf"(?:giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|niên (?:khóa|khoá|độ)|chu k[ỳì]|khóa|khoá){S}(?:từ{S})?(?:năm{S})?\(?{_RANGE}",
            _years,
        ),
        reads=(
            ("[giai đoạn 2021 - 2025]", "2021-01-01/2025-12-31"),
            ("[Giai đoạn 2021\n- 2025]", "2021-01-01/2025-12-31"),
            ("[thời kỳ 2021-2030], tầm nhìn [đến năm 2050]", "2021-01-01/2030-12-31 | ../2050-12-31"),
            ("[nhiệm kỳ 2020 – 2025]", "2020-01-01/2025-12-31"),
            ("[trong giai đoạn 2026-2030 và những năm tiếp theo]", "2026-01-01/.."),
        ),
        ignores=("giai đoạn 2", "giai đoạn I", "nhiệm kỳ tới", "thời kỳ mới"),
    ),
    Rule(
        "school_year", ("year",), matched(rf"năm{S}học{S}{_RANGE}", _school_year),
        reads=(("[năm học 2024 - 2025]", "2024-09-05/2025-05-31"),),
        ignores=("năm học", "năm học 2", "tổng kết năm học"),
    ),
    Rule(
        "year_range", ("number",), matched(rf"(?:\d{{1,2}}{S}năm,?{S}(?:giai đoạn{S}|\(){{0,2}})?{_RANGE}\)?", _years),
        reads=(
            ("kế hoạch [05 năm 2021-2025]", "2021-01-01/2025-12-31"),
            ("kế hoạch [05 năm (2021 - 2025)], ", "2021-01-01/2025-12-31"),
            ("chiến lược [2021-2030]", "2021-01-01/2030-12-31"),
            ("[từ 2025 đến 2030]", "2025-01-01/2030-12-31"),
        ),
        ignores=("2025-2021", "số 2021-2025/QĐ", "TCVN 2021-20251"),
    ),
    Rule(
        "months_of_year", ("number", "word"),
        matched(
            rf"(?P<n>\d{{1,2}}|{'|'.join(_COUNTS)}){S}tháng(?:{S}(?P<edge>đầu|cuối))?{_TAIL}(?!\w)",
            lambda m: _months_of_year(m) if m.group("edge") or m.group("y") else None,
        ),
        reads=(
            ("[6 tháng đầu năm 2024]", "2024-01-01/2024-06-30"),
            ("[06 tháng cuối năm]", "2024-07-01/2024-12-31"),
            ("[trong 10 tháng năm 2024]", "2024-01-01/2024-10-31"),
            ("[sáu tháng đầu năm]", "2024-01-01/2024-06-30"),
        ),
        ignores=("6 tháng đầu", "trẻ 6 tháng tuổi", "6 tháng đầu nhiệm kỳ"),
    ),
    Rule(
        "half_year", ("word",), matched(rf"(?P<n>nửa){S}(?P<edge>đầu|cuối){_TAIL}(?!\w)", _months_of_year),
        reads=(("[nửa đầu năm 2024]", "2024-01-01/2024-06-30"), ("[nửa cuối năm]", "2024-07-01/2024-12-31")),
        ignores=("nửa đầu", "nửa cuối hội nghị"),
    ),
    Rule(
        "months_edge", ("month",),
        matched(
            rf"tháng{S}(?:đầu|cuối|còn{S}lại)(?=(?:{S}của)?{S}năm){_TAIL}(?!\w)",
            lambda m: _one(m, Period("year", year=int(m.group("y")) if m.group("y") else None, late=True)),
        ),
        reads=(
            ("kịch bản cho [những tháng cuối năm 2024]", "2024-01-01/2024-12-31"),
            ("[các tháng còn lại của năm 2024]", "2024-01-01/2024-12-31"),
        ),
        ignores=("các tháng cuối", "tháng đầu"),
    ),
    Rule(
        "edge", ("edge",),
        matched(
            rf"(?P<edge>đầu|giữa|cuối){S}(?P<unit>năm|tháng|qu[ýí])(?!\w)(?!{S}(?:học|sau|trước|mới|\d|báo))",
            _edge,
            not_after=frozenset({"tháng", "kỳ", "ngày"}),
        ),
        reads=(
            ("hoàn thành [vào cuối năm]", "2024-01-01/2024-12-31"),
            ("[từ đầu năm đến nay]", "2024-01-01/.."),
            ("họp [giữa tháng]", "2024-03-01/2024-03-31"),
            ("[từ nay đến cuối năm]", "2024-03-12/2024-12-31"),
        ),
        ignores=("cuối năm học", "tháng cuối quý", "đầu mối", "cuối cùng", "giữa các cơ quan"),
    ),
    Rule(
        "relative", ("year", "month", "quarter"),
        matched(
            rf"(?P<unit>năm|tháng|qu[ýí]){S}(?P<shift>trước{S}liền{S}kề|liền{S}trước|nay|ngoái|trước)(?!\w)(?!{S}(?:đây|đó|ngày|khi|\d))",
            _relative,
        ),
        reads=(
            ("[trong năm nay]", "2024-01-01/2024-12-31"),
            ("so với [quý trước liền kề]", "2023-10-01/2023-12-31"),
            ("so với [tháng trước]", "2024-02-01/2024-02-29"),
            ("so với cùng kỳ [năm trước]", "2023-01-01/2023-12-31"),
        ),
        ignores=("năm sau cao hơn năm trước", "những năm trước đây", "gửi báo cáo tháng trước khi họp"),
    ),
    Rule(
        "next_years", ("year",),
        matched(
            rf"năm{S}(?:tiếp{S}theo|kế{S}tiếp|tiếp{S}sau)(?!\w)",
            lambda m: replace(_one(m, Period("year", shift=1), weak=True), bound="from"),
        ),
        reads=(("cho [các năm tiếp theo]", "2025-01-01/.."),),
        ignores=("giai đoạn tiếp theo", "năm tiếp"),
    ),
    Rule(
        "century", ("century",), matched(rf"thế{S}k[ỷỉ]{S}(?P<c>xix|xxi{{0,2}}|2[01]|19)(?!\w)", _century),
        reads=(("[trong thế kỷ XXI]", "2001-01-01/2100-12-31"), ("[thế kỷ 20]", "1901-01-01/2000-12-31")),
        ignores=("nhiều thế kỷ", "thế kỷ vàng"),
    ),
    Rule(
        "week", ("week",),
        matched(
            rf"tuần{S}(?:thứ{S})?(?P<w>[1-4]|nhất|một|hai|ba|tư)(?:{S}của)?{S}tháng{S}(?P<m>\d{{1,2}})(?:/(?P<y>{YEAR}))?(?!\w)",
            _week,
        ),
        reads=(("[tuần 2 tháng 4/2024]", "2024-04-08/2024-04-14"), ("[tuần thứ ba của tháng 5]", "2024-05-15/2024-05-21")),
        ignores=("tuần lễ", "tuần làm việc"),
    ),
    Rule(
        "bare_year", ("number",), _bare_year,
        reads=(("kéo dài [đến 2035], sau đó", "../2035-12-31"), ("[từ 2025 đến hết 2030].", "2025-01-01/2030-12-31")),
        ignores=("đến 2035 hộ", "có 2025 đồng", "2025", "từ 2000 m2 trở lên", "số 2024"),
    ),
    Rule(
        "vision", ("vision",), matched(rf"tầm{S}nhìn{S}(?:năm{S})?(?P<y>20\d\d)(?![\w/])", _vision),
        reads=(("và [tầm nhìn 2045].", "../2045-12-31"), ("[tầm nhìn năm 2030]", "../2030-12-31")),
        ignores=("tầm nhìn chiến lược", "tầm nhìn 20"),
    ),
    Rule(
        "blank_date", ("slash",),
        matched(rf"/{O}/{O}(?P<y>{YEAR})", lambda m: _one(m, Period("year", year=int(m.group("y"))), weak=True)),
        reads=(("khảo sát: [Từ / /2024 đến / /2024].", "2024-01-01/2024-12-31"),),
        ignores=("http://2024", "ngày / /2024"),
    ),
    Rule(
        "undated", ("day",),
        matched(
            rf"ngày[ ._…]{{1,20}}(?:tháng[ ._…]{{1,20}}năm{S}(?:20\d\d)?|/[ ._…]{{0,12}}/[ ._…]{{0,8}}(?:20\d\d))",
            lambda m: Core(m.start(), m.end(), void=True),
        ),
        reads=(),
        ignores=("Hà Nội, ngày    tháng    năm 2024", "ngày … tháng … năm 2024", "ngày ... / ... /2024", "ngày / /2024"),
    ),
    Rule(
        "now", ("now",),
        matched(rf"từ{S}(?:nay|bây{S}giờ)(?!\w)", lambda m: replace(_one(m, Period("now"), weak=True), bound="from")),
        reads=(
            ("[Từ nay đến hết năm 2024].", "2024-03-12/2024-12-31"),
            ("[từ nay đến ngày 30/4]", "2024-03-12/2024-04-30"),
        ),
        ignores=("từ nay về sau", "đến nay", "hiện nay"),
    ),
    Rule(
        "tomorrow", ("tomorrow",),
        matched(
            rf"(?:ngày{S}(?P<a>hôm{S}nay|mai)|(?P<b>hôm{S}nay)|(?:sáng|chiều|tối){S}(?P<c>mai))(?!\w)",
            lambda m: _one(m, Period("now", day=int("mai" in (m.group("a"), m.group("c"))))),
        ),
        reads=(("[trong ngày hôm nay]", "2024-03-12/2024-03-12"), ("[08 giờ sáng mai]", "2024-03-13/2024-03-13")),
        ignores=("hoa mai", "tương lai ngày càng"),
    ),
)
