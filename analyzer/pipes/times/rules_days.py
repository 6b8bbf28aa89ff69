"""Rules for days, months and quarters."""

from __future__ import annotations

import re

from analyzer.pipes.times.periods import Period
from analyzer.pipes.times.rule import Rule, listed, matched, one
from analyzer.pipes.times.sequences import YEAR, Core, O, S, read_sequence
from analyzer.spans import Span


def _day_numbers(low: str, pos: int) -> Core | None:
    core = read_sequence(low, pos, "day", headed=False)
    if core is None or core.periods[-1].month is None:
        return None
    first = low[core.spans[0].start : core.spans[0].end]
    if len(core.spans) > 1 and core.relation != "range" and first.isdigit():
        return None  # "12, 15/6/2024": the 12 may count anything
    return core._replace(weak=False) if "tháng" in low[core.start : core.end] else core


def _counted_days(low: str, pos: int) -> Core | None:
    """ "02 ngày 28 và 29/11/2024": the number counts the days that follow."""
    match = _DAY_COUNT.match(low, pos)
    core = read_sequence(low, match.end(), "day", headed=True) if match else None
    if core is None or core.relation == "one" or core.weak:
        return None
    return core._replace(start=pos, spans=(Span(pos, core.spans[0].end), *core.spans[1:]))


def _month_number(match: re.Match[str]) -> Core:
    """ "5/2024" is a month where the context says so, "11/2024 - 02/2025" is a range of them by itself."""
    first = Period("month", year=int(match.group("y")), month=int(match.group("m")))
    if not match.group("m2"):
        return one(match, first, weak=match.group("t") is None)
    last = Period("month", year=int(match.group("y2")), month=int(match.group("m2")))
    span = Span(match.start(), match.end())
    return Core(span.start, span.end, periods=(first, last), spans=(span, span), relation="range")


def _short_quarter(match: re.Match[str]) -> Core:
    quarter = int(match.group("q"))
    return one(match, Period("quarter", year=int(match.group("y")), month=quarter * 3 - 2, last_month=quarter * 3))


_DAY_COUNT = re.compile(rf"0?[2-9]{S}(?=ngày{S}\d)")
_NUMBER = r"(?:t\.?)?(?P<m%s>0?[1-9]|1[0-2])/(?P<y%s>20[0-4][1-9]|20[1-4]0)"

DAY_RULES = (
    Rule(
        "day",
        ("day",),
        listed("day"),
        reads=(
            ("Gửi báo cáo [trước ngày 30/6/2024].", "../2024-06-30"),
            ("Họp [ngày 15 tháng 3 năm 2024] tại trụ sở", "2024-03-15/2024-03-15"),
            ("xong [trước ngày 30/6]", "../2024-06-30"),
            ("khai mạc [ngày 15 tháng năm năm 2024]", "2024-05-15/2024-05-15"),
            ("[trước ngày 30/ 6/2024]", "../2024-06-30"),
            ("Phiên họp thứ 12 [ngày 05/8/2024]", "2024-08-05/2024-08-05"),
            ("[trước ngày30 tháng6 năm2024]", "../2024-06-30"),
            ("[từ ngày 12 đến ngày 18/8/2024]", "2024-08-12/2024-08-18"),
            ("họp [ngày 06 và 07/5/2024] tại Huế", "2024-05-06/2024-05-07"),
            ("[Trong các ngày 08, 09 và 10 tháng 4 năm 2024]", "2024-04-08/2024-04-10"),
            ("[ngày 30/11 và 01/12/2024]", "2024-11-30/2024-12-01"),
            ("[từ ngày 25/3 đến hết ngày 05/4/2024]", "2024-03-25/2024-04-05"),
            ("[từ 06 giờ ngày 03 đến 18 giờ ngày 04/9/2024]", "2024-09-03/2024-09-04"),
            ("[từ ngày 20/12 đến ngày 10/01/2025]", "2024-12-20/2025-01-10"),
        ),
        ignores=(
            "các ngày làm việc",
            "ngày 31/02/2024",
            "ngày 32/5",
            "ngày 15/13/2024",
            "ngày 20 đại biểu dự họp",
            "| Ngày\n4 | 700 |",
        ),
    ),
    Rule(
        "day_numbers",
        ("date", "count"),
        _day_numbers,
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
            "22/26 đơn vị xếp loại Tốt",
            "trực 24/24 giờ",
            "mức 3/4 số phiếu",
            "đạt 9/10 điểm",
            "phiên bản 2.1.3",
            "từ 2/3 số thành viên",
            "Số 12/2024/QĐ-UBND",
            "quy mô 1/500",
            "điện thoại 024.38.123.456",
            "hạng 5/34",
        ),
    ),
    Rule(
        "month",
        ("month",),
        listed("month", not_after=frozenset({"mạng"})),
        reads=(
            ("[tháng 3/2024]", "2024-03-01/2024-03-31"),
            ("xong [trong tháng 12 năm 2024].", "2024-12-01/2024-12-31"),
            ("[tháng ba năm 2024]", "2024-03-01/2024-03-31"),
            ("[tháng năm năm 2024]", "2024-05-01/2024-05-31"),
            ("kỳ họp thứ 5 [tháng 7/2024]", "2024-07-01/2024-07-31"),
            ("tổng kết lần thứ hai [cuối tháng 6/2024]", "2024-06-01/2024-06-30"),
            ("[Đầu tháng 6] tổ chức hội nghị", "2024-06-01/2024-06-30"),
            ("[Tháng 11 - 12/2024]", "2024-11-01/2024-12-31"),
            ("[từ tháng 11/2023 đến tháng 02/2024]", "2023-11-01/2024-02-29"),
            ("[từ tháng 11 đến tháng 02/2024]", "2023-11-01/2024-02-29"),
            ("[trước tháng 6/2024]", "../2024-05-31"),
            ("[cuối tháng 2] và [tháng 3]", "2024-02-01/2024-02-29 | 2024-03-01/2024-03-31"),
            ("cơn bão [tháng 9 vừa qua]", "2023-09-01/2023-09-30"),
            ("[Tháng 2, 3] và [tháng 6 đến tháng 8]", "2024-02-01/2024-03-31 | 2024-06-01/2024-08-31"),
            ("[từ tháng 11 đến tháng 3 năm sau]", "2024-11-01/2025-03-31"),
        ),
        ignores=(
            "tháng 13/2024",
            "hành động trong tháng",
            "Tháng thanh niên",
            "Cách mạng tháng Tám",
        ),
    ),
    Rule(
        "month_blank",
        ("month",),
        matched(rf"tháng[ ._…]{{0,12}}/{O}(?P<y>{YEAR})", lambda m: one(m, Period("year", year=int(m.group("y"))))),
        reads=(("Thời gian: [Tháng   /2024]", "2024-01-01/2024-12-31"),),
        ignores=("tháng /20245",),
    ),
    Rule(
        "month_number",
        ("date", "short"),
        matched(
            rf"(?P<t>t\.?(?=\d))?{_NUMBER % ('', '')}(?:{O}(?:-|đến|tới){O}{_NUMBER % ('2', '2')})?(?![\w/]|-\w)",
            _month_number,
        ),
        reads=(
            ("hoàn thành [trước 6/2024].", "../2024-05-31"),
            ("[từ 10/2024]", "2024-10-01/.."),
            ("lộ trình [11/2024 - 02/2025]", "2024-11-01/2025-02-28"),
            ("[T12/2024]", "2024-12-01/2024-12-31"),
        ),
        ignores=("số 12/2024", "Thông tư 5/2024"),
    ),
    Rule(
        "counted_days",
        ("count",),
        _counted_days,
        reads=(("[trong 02 ngày 28 và 29 tháng 11 năm 2024]", "2024-11-28/2024-11-29"),),
        ignores=("có 02 ngày 28", "đủ 3 ngày công"),
    ),
    Rule(
        "short_quarter",
        ("short",),
        matched(rf"q\.?(?P<q>[1-4])/(?P<y>{YEAR})(?!\w)", _short_quarter),
        reads=(("[Q1/2024]", "2024-01-01/2024-03-31"),),
        ignores=("Q5/2024", "mẫu Q1/2024/BC"),
    ),
    Rule(
        "quarter",
        ("quarter",),
        listed("quarter"),
        reads=(
            ("[quý I/2024]", "2024-01-01/2024-03-31"),
            ("[Quý 2 năm 2024]", "2024-04-01/2024-06-30"),
            ("[trong quí III-2024]", "2024-07-01/2024-09-30"),
            ("[đến hết quý II/2024]", "../2024-06-30"),
            ("[cuối quý II/2024]", "2024-04-01/2024-06-30"),
            ("[trước quý III/2024]", "../2024-06-30"),
            ("[quý I, quý II/2024]", "2024-01-01/2024-06-30"),
            ("[Quý II, III]", "2024-04-01/2024-09-30"),
            ("[Quý III/2024- Quý I/2025]", "2024-07-01/2025-03-31"),
            ("[Quý IV năm 2024 và các năm tiếp theo]", "2024-10-01/.."),
        ),
        ignores=("Quý cơ quan", "Quý vị đại biểu", "của quý trên", "Quý Mão"),
    ),
    Rule(
        "blank_date",
        ("slash",),
        matched(rf"/{O}/{O}(?P<y>{YEAR})", lambda m: one(m, Period("year", year=int(m.group("y"))), weak=True)),
        reads=(("Tập huấn: [từ / /2024 đến / /2024].", "2024-01-01/2024-12-31"),),
        ignores=("http://2024", "ngày / /2024"),
    ),
    Rule(
        "undated",
        ("day",),
        matched(
            rf"ngày[ ._…]{{1,20}}(?:tháng[ ._…]{{1,20}}năm{S}(?:20\d\d)?|/[ ._…]{{0,12}}/[ ._…]{{0,8}}(?:20\d\d))",
            lambda m: Core(m.start(), m.end(), void=True),
        ),
        reads=(),
        ignores=("Huế, ngày    tháng    năm 2024", "ngày … tháng … năm 2024", "ngày ... / ... /2024", "ngày / /2024"),
    ),
    Rule(
        "now",
        ("now",),
        matched(rf"từ{S}(?:nay|bây{S}giờ)(?!\w)", lambda m: one(m, Period("now"), weak=True)._replace(bound="from")),
        reads=(
            ("[Từ nay đến hết năm 2024].", "2024-03-12/2024-12-31"),
            ("[từ nay đến ngày 30/4]", "2024-03-12/2024-04-30"),
            ("[từ nay đến trước tháng 6/2024]", "2024-03-12/2024-05-31"),
            ("[từ nay đến Tết Nguyên đán Ất Tỵ]", "2024-03-12/2025-01-29"),
        ),
        ignores=("từ nay về sau", "đến nay", "hiện nay"),
    ),
    Rule(
        "tomorrow",
        ("tomorrow",),
        matched(
            rf"(?:ngày{S}(?P<a>hôm{S}nay|mai)|(?P<b>hôm{S}nay)|(?:sáng|chiều|tối){S}(?P<c>mai))(?!\w)",
            lambda m: one(m, Period("now", day=int("mai" in (m.group("a"), m.group("c"))))),
        ),
        reads=(("[trong ngày hôm nay]", "2024-03-12/2024-03-12"), ("[08 giờ sáng mai]", "2024-03-13/2024-03-13")),
        ignores=("hoa mai", "tương lai ngày càng"),
    ),
)
