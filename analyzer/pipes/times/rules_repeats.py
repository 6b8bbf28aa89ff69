"""Rules for recurrences and durations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from analyzer.pipes.times.periods import WORKDAYS, Duration, Period, Recurrence
from analyzer.pipes.times.rule import Rule, matched
from analyzer.pipes.times.sequences import MONTH_WORDS, Core, O, S
from analyzer.spans import Span

_NUMBERS = {**MONTH_WORDS, "năm": 5, "nửa": 0, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30}
_number = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_WEEKDAY = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_RHYTHM = {
    "ngày": Recurrence("DAILY"),
    "tuần": Recurrence("WEEKLY"),
    "tháng": Recurrence("MONTHLY"),
    "quý": Recurrence("MONTHLY", 3),
    "quí": Recurrence("MONTHLY", 3),
    "năm": Recurrence("YEARLY"),
}
_UNIT: dict[str, Literal["D", "W", "M", "Y", "H", "MIN"]] = {
    "ngày": "D", "tuần": "W", "tháng": "M", "năm": "Y", "giờ": "H", "phút": "MIN",
}
# "ngân hàng năm 2024", "bán hàng tháng 5": the word before makes goods, rows or banks of "hàng".
_GOODS = frozenset(
    ("ngân", "khách", "bán", "mua", "đơn", "mặt", "giao", "lô", "nhập", "xuất", "chở")
)
_QUARTER_ENDS, _QUARTER_BEGINS = (3, 6, 9, 12), (1, 4, 7, 10)

LENGTH = (
    rf"(?P<n>\d{{1,3}}|{_number})(?:{O}\([^()\n]{{1,20}}\))?{S}"
    rf"(?P<u>ngày|tuần|tháng|năm|giờ|phút)(?!\w)(?P<wd>{S}làm{S}việc(?!\w))?"
)
_ONCE = rf"(?:{O}/{O}(?:(?:01|1|một){S})?lần|{S}(?:một|1|01){S}lần|/(?:01|1){S}lần)(?!\w)"


def _core(match: re.Match[str], **what: object) -> Core:
    return replace(Core(match.start(), match.end()), **what)  # type: ignore[arg-type]


def _length(match: re.Match[str]) -> Duration | None:
    word = match.group("n")
    count = _NUMBERS[word] if word in _NUMBERS else int(word)
    if word == "nửa":
        return {"tháng": Duration(15, "D"), "năm": Duration(6, "M")}.get(match.group("u"))
    return Duration(count, _UNIT[match.group("u")], match.group("wd") is not None) if count else None


def _duration(match: re.Match[str]) -> Core | None:
    length = _length(match)
    return _core(match, duration=length, weak=not (length.working_days and length.unit == "D")) if length else None


def _every(match: re.Match[str]) -> Core | None:
    length = _length(match)
    rule = length.repeated() if length else None
    return _core(match, recurrence=rule) if rule else None


def _rhythm(match: re.Match[str]) -> Core:
    return _core(match, recurrence=_RHYTHM[match.group("u")])


def _times_per(match: re.Match[str]) -> Core | None:
    """"02 lần/năm": evenly spread where that makes whole months, else the plain unit."""
    word, base = match.group("n"), _RHYTHM[match.group("u")]
    count = _NUMBERS.get(word) or int(word)
    months = {"năm": 12, "quý": 3, "quí": 3, "tháng": 1}.get(match.group("u"), 0)
    if count < 1:
        return None
    if count > 1 and months and months % count == 0:
        base = Recurrence("MONTHLY", months // count)
    return _core(match, recurrence=base)


def _quarter_day(match: re.Match[str]) -> Core | None:
    day = int(match.group("d"))
    if not 1 <= day <= 31:
        return None
    months = _QUARTER_BEGINS if match.group("edge") == "đầu" else _QUARTER_ENDS
    return _core(match, recurrence=Recurrence("YEARLY", months=months, days=(day,)))


def _month_day(match: re.Match[str]) -> Core | None:
    day = int(match.group("d"))
    return _core(match, recurrence=Recurrence("MONTHLY", days=(day,))) if 1 <= day <= 31 else None


def _last_day(match: re.Match[str]) -> Core:
    base = _RHYTHM[match.group("u")]
    months = {"năm": (12,), "quý": _QUARTER_ENDS, "quí": _QUARTER_ENDS}.get(match.group("u"), ())
    freq: Literal["YEARLY", "MONTHLY"] = "YEARLY" if months else "MONTHLY"
    if match.group("wd"):
        return _core(match, recurrence=Recurrence(freq, months=months, weekdays=WORKDAYS, position=-1))
    return _core(match, recurrence=replace(base, freq=freq, interval=1, months=months, days=(-1,)))


def _weekday(match: re.Match[str]) -> Core:
    day = _WEEKDAY.get(match.group("w") or "", 6)
    span = Span(match.start(), match.end())
    return _core(match, periods=(Period("weekday", day=day),), spans=(span,), weak=True, lead=True)


def _hour(match: re.Match[str]) -> Core | None:
    hour, minute = int(match.group("h")), int(match.group("min") or 0)
    return _core(match, lead=True) if hour <= 24 and minute < 60 else None


_OF = rf"{S}(?:(?:của|thuộc){S})?"
_EACH = rf"(?:(?:mỗi|h[ằà]ng|từng|các){S})?"

REPEAT_RULES = (
    Rule(
        "rhythm", ("each",),
        matched(
            rf"(?:h[ằà]ng|mỗi|từng){S}(?P<u>ngày|tuần|tháng|qu[ýí]|năm)(?!\w)(?!{S}(?:(?:19|20)\d\d|học))", _rhythm, not_after=_GOODS
        ),
        reads=(
            ("Báo cáo [hằng quý]", "FREQ=MONTHLY;INTERVAL=3"),
            ("dự toán [hàng năm]", "FREQ=YEARLY"),
            ("giảm [hằng năm] 1,5%", "FREQ=YEARLY"),
            ("[định kỳ hằng năm]", "FREQ=YEARLY"),
            ("[mỗi tháng] có ít nhất 04 tin", "FREQ=MONTHLY"),
            ("[hàng tuần]", "FREQ=WEEKLY"),
            ("[hằng tháng (trước ngày 25)] báo cáo", "FREQ=MONTHLY;BYMONTHDAY=25"),
            ("[trong tháng 1 hàng năm]", "FREQ=YEARLY;BYMONTH=1"),
            ("[trước ngày 15 tháng 12 hằng năm]", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
            ("[hằng năm (trước ngày 15 tháng 11)] báo cáo", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"),
            ("[hàng năm, vào tháng 11]", "FREQ=YEARLY;BYMONTH=11"),
            ("[trước ngày 15/6 và 15/12 hằng năm]", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15"),
            ("[trước ngày 15/6 và trước ngày 15/12 hằng năm]", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15"),
            ("[định kỳ trước ngày 30 tháng 11 hàng năm]", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"),
            ("[quý I hằng năm]", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
            ("[hằng năm, trước ngày 20/01 năm sau]", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20"),
            ("[trước 31/12 hằng năm]", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
        ),
        ignores=("Ngân hàng năm", "từng năm học", "hàng hóa", "mỗi cán bộ", "bán hàng tháng", "khách hàng quý"),
    ),
    Rule(
        "every", ("every",),
        matched(
            rf"(?:định|thường){S}k[ỳì]{S}(?:(?:báo{S}cáo|h[ằà]ng|mỗi|theo){S})?{LENGTH}(?:{_ONCE})?(?!{S}(?:tới|qua))", _every
        ),
        reads=(
            ("[Định kỳ 6 tháng], [hàng năm] kiểm tra", "FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            ("[định kỳ sáu tháng] báo cáo", "FREQ=MONTHLY;INTERVAL=6"),
            ("[định kỳ 06 tháng/01 lần]", "FREQ=MONTHLY;INTERVAL=6"),
            ("[định kỳ 6 tháng], [năm]", "FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            ("[định kỳ 15 ngày]", "FREQ=DAILY;INTERVAL=15"),
        ),
        ignores=("định kỳ báo cáo", "định kỳ kiểm tra", "định kỳ 40% đơn vị"),
    ),
    Rule(
        "every_unit", ("every",), matched(rf"(?:định|thường){S}k[ỳì]{S}(?:theo{S})?(?P<u>tuần|tháng|qu[ýí]|năm)(?!\w)(?!{S}\d)", _rhythm),
        reads=(("[định kỳ quý] tổng hợp", "FREQ=MONTHLY;INTERVAL=3"),),
        ignores=("định kỳ quan trắc",),
    ),
    Rule(
        "once_in", ("number", "word", "year"), matched(LENGTH + _ONCE, _every),
        reads=(
            ("[6 tháng một lần]", "FREQ=MONTHLY;INTERVAL=6"),
            ("[05 năm một lần]", "FREQ=YEARLY;INTERVAL=5"),
            ("[03 tháng/lần]", "FREQ=MONTHLY;INTERVAL=3"),
        ),
        ignores=("chỉ một lần", "gấp 3 lần"),
    ),
    Rule(
        "each_length", ("each",), matched(rf"(?:mỗi|h[ằà]ng){S}{LENGTH}(?:{_ONCE})?", _every),
        reads=(("[mỗi 06 tháng]", "FREQ=MONTHLY;INTERVAL=6"),),
        ignores=("mỗi 06 hộ",),
    ),
    Rule(
        "times_per", ("number", "word"),
        matched(
            rf"(?P<n>\d{{1,2}}|{_number}){S}lần(?:{O}/{O}(?:(?:01|1|một){S})?|{S}(?:trong{S})?(?:một|1|01|mỗi|h[ằà]ng){S})(?P<u>ngày|tuần|tháng|qu[ýí]|năm)(?!\w)",
            _times_per,
        ),
        reads=(
            ("kiểm tra [02 lần/năm]", "FREQ=MONTHLY;INTERVAL=6"),
            ("[ít nhất 01 lần/quý]", "FREQ=MONTHLY;INTERVAL=3"),
            ("họp [một lần mỗi tháng]", "FREQ=MONTHLY"),
        ),
        ignores=("02 lần/người", "tăng 2 lần so với năm ngoài"),
    ),
    Rule(
        "per_year", ("each",),
        matched(
            rf"(?:mỗi|h[ằà]ng|một){S}(?P<u>tuần|tháng|qu[ýí]|năm){S}(?:ít nhất{S}|tối thiểu{S})?(?P<n>\d{{1,2}}|{_number}){S}lần(?!\w)",
            _times_per,
        ),
        reads=(("[mỗi năm 02 lần]", "FREQ=MONTHLY;INTERVAL=6"), ("[hằng tháng một lần]", "FREQ=MONTHLY")),
        ignores=("mỗi lần",),
    ),
    Rule(
        "quarter_day", ("day",),
        matched(
            rf"ngày{S}(?P<d>\d{{1,2}}){_OF}tháng{S}(?:(?:thứ{S}ba|(?P<edge>đầu|cuối))(?:{S}(?:cùng|tiên))?){_OF}{_EACH}qu[ýí](?:{S}(?:sau|tiếp{S}theo|kế{S}tiếp|báo{S}cáo))?(?!\w)",
            _quarter_day,
        ),
        reads=(
            ("[trước ngày 15 của tháng cuối quý]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"),
            ("[trước ngày 05 của tháng đầu quý sau]", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5"),
            ("[hằng quý (trước ngày 20 tháng cuối quý)]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"),
        ),
        ignores=("ngày 15 của quý", "tháng cuối quý vị"),
    ),
    Rule(
        "month_day", ("day",),
        matched(rf"ngày{S}(?P<d>\d{{1,2}})(?:{_OF}{_EACH}|{S}của{S})tháng(?:{S}(?:sau|tiếp{S}theo|kế{S}tiếp|liền{S}kề|báo{S}cáo))?(?!\w)(?!{S}\w{{0,10}}\d)(?!{S}(?:đầu|cuối|giêng|chạp|thứ|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|[.…_]))", _month_day),
        reads=(
            ("[trước ngày 15 hằng tháng]", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("[hằng quý (trước ngày 15 của tháng kế tiếp)]", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15"),
            ("[trước ngày 05 của tháng sau]", "FREQ=MONTHLY;BYMONTHDAY=5"),
            ("[vào ngày 25 mỗi tháng]", "FREQ=MONTHLY;BYMONTHDAY=25"),
            ("[ngày 20 của tháng] gửi về Sở", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ),
        ignores=("ngày 45 của tháng",),
    ),
    Rule(
        "last_day", ("day",),
        matched(rf"ngày{S}(?P<wd>làm{S}việc{S})?cuối(?:{S}cùng)?{_OF}{_EACH}(?P<u>tháng|qu[ýí]|năm)(?!\w)(?!{S}\d)", _last_day),
        reads=(
            ("[ngày làm việc cuối cùng của tháng]", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
            ("[ngày cuối cùng của quý]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ),
        ignores=("ngày cuối cùng",),
    ),
    Rule(
        "weekday", ("weekday",), matched(rf"(?:thứ{S}(?P<w>hai|ba|tư|năm|sáu|bảy|bẩy)|chủ{S}nhật)(?!\w)", _weekday),
        reads=(
            ("[thứ Sáu hằng tuần]", "FREQ=WEEKLY;BYDAY=FR"),
            ("[Thứ Ba, ngày 28 tháng 6 năm 2024]", "2024-06-28/2024-06-28"),
            ("[trước 15 giờ thứ Năm hằng tuần]", "FREQ=WEEKLY;BYDAY=TH"),
        ),
        ignores=("nhiệm vụ thứ hai", "kỳ họp thứ Ba", "Thứ năm, về kinh phí"),
    ),
    Rule(
        "hour", ("number",),
        matched(
            rf"(?P<h>\d{{1,2}}){O}(?:giờ|h|g)(?:{O}(?P<min>\d\d)(?!\d){O}(?:phút|'|’|p(?!\w))?)?(?!\w)(?:{S}(?:sáng|trưa|chiều|tối)(?!{S}mai))?(?=,?{O}(?:ngày|thứ|h[ằà]ng{S}ngày|mỗi{S}ngày|sáng|chiều|tối|chủ|\d{{1,2}}[/.-]\d))",
            _hour,
        ),
        reads=(
            ("[trước 17h00 ngày 20/3/2024]", "../2024-03-20"),
            ("[14 giờ 00 phút, ngày 20/3/2024] họp", "2024-03-20/2024-03-20"),
            ("thời điểm [0h00 ngày 01 tháng 01 năm 2025]", "2025-01-01/2025-01-01"),
            ("gửi [trước 13 giờ hằng ngày]", "FREQ=DAILY"),
            ("[14h30' ngày 20/3/2024]", "2024-03-20/2024-03-20"),
        ),
        ignores=("trực 24 giờ mỗi", "lúc 8h00", "hệ thống 24/7"),
    ),
    Rule(
        "duration", ("number", "word", "year"),
        matched(LENGTH + rf"(?!{S}(?:19|20)\d\d)(?!{O}(?:[/=×]|x(?!\w)))", _duration),
        reads=(
            ("[trong thời hạn 05 ngày làm việc kể từ ngày ký]", "P5D working"),
            ("[sau 10 ngày] và đăng Báo", "P10D"),
            ("[chậm nhất là 05 ngày, kể từ ngày ký].", "P5D"),
            ("[Trong vòng 24 giờ kể từ khi nhận được tin]", "PT24H"),
            ("[trong 02 tháng]", "P2M"),
            ("từ [10 ngày làm việc] xuống còn [09 ngày làm việc].", "P10D working | P9D working"),
            ("[trong thời hạn nửa tháng]", "P15D"),
            ("[không quá 15 (mười lăm) ngày]", "P15D"),
            ("[chậm nhất 03 ngày làm việc sau khi kết thúc hội nghị]", "P3D working"),
            ("kế hoạch [hàng năm] và [5 năm]", "FREQ=YEARLY | P5Y"),
            ("kế hoạch [05 năm] của tỉnh", "P5Y"),
            ("đối với nhiệm kỳ [05 năm]", "P5Y"),
        ),
        ignores=(
            "trẻ từ 06 tháng đến 36 tháng tuổi", "nhóm trẻ dưới 24 tháng tuổi", "kỷ niệm 79 năm ngày thành lập",
            "trực 24/24 giờ", "trong 10 năm qua", "sau 5 năm thực hiện", "giảm 02 ngày làm việc", "01 giờ làm việc",
            "(10 ngày làm việc = 80 giờ)", "15 năm kinh nghiệm", "có 3 tháng", "trước 13 giờ", "còn ít nhất là 04 năm", "trong 3 năm gần nhất",
        ),
    ),
    Rule(
        "working_day", ("day",), matched(rf"ngày{S}làm{S}việc(?!\w)", lambda m: _core(m, duration=Duration(1, "D", True), weak=True)),
        reads=(("giải quyết [trong ngày làm việc]", "P1D working"),),
        ignores=("các ngày làm việc", "ngày làm việc bình thường"),
    ),
    Rule(
        "report_periods", ("report",),
        matched(rf"(?:báo{S}cáo|chế{S}độ|sơ{S}kết|định{S}k[ỳì]){S}(?P<u>tháng|qu[ýí])(?={O}(?:,|và){O}(?:qu[ýí]|0?[69]{S}tháng|năm)(?!\w)(?!{S}[\div]))", 
                lambda m: replace(_rhythm(m), start=m.start("u"))),
        reads=(("báo cáo [quý], [6 tháng], [năm]", "FREQ=MONTHLY;INTERVAL=3 | FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            ("báo cáo [tháng], [quý], [9 tháng] và [cả năm]",
             "FREQ=MONTHLY | FREQ=MONTHLY;INTERVAL=3 | FREQ=YEARLY;BYMONTH=9 | FREQ=YEARLY"),),
        ignores=("báo cáo quý vị", "báo cáo tháng, tuần lễ"),
    ),
)

CONTINUED = re.compile(
    rf"{O}(?:,|;|/|và|hoặc){O}(?:và{S})?(?:cả{S})?(?P<what>(?:(?P<n>0?[3469]){S}tháng|(?P<u>tháng|qu[ýí]|năm))(?!\w))(?!{S}(?:\d|học|[iv]{1,3}(?!\w)|đầu|cuối|nay|sau|trước|tiếp|một|hai))"
)


def continued(low: str, core: Core) -> list[Core]:
    """The further rhythms of "hằng quý, 6 tháng, năm", each a core of its own."""
    out: list[Core] = []
    at = core.end
    while len(out) < 5 and (match := CONTINUED.match(low, at)):
        months = int(match.group("n") or 0)
        rule = Recurrence("MONTHLY", months) if months else _RHYTHM[match.group("u")]
        if months == 9:  # the report on the first nine months, once a year
            rule = Recurrence("YEARLY", months=(9,))
        out.append(Core(match.start("what"), match.end(), rule="continued", recurrence=rule))
        at = match.end()
    return out
