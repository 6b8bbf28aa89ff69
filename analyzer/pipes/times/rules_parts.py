"""Rules for parts of a month and days of the week: "nửa đầu tháng 5", "tuần 3 tháng 6", "thứ Sáu cuối tháng"."""

from __future__ import annotations

import re

from analyzer.pipes.times.periods import WEEKDAYS, Period, Recurrence
from analyzer.pipes.times.rule import Rule, follows, matched
from analyzer.pipes.times.rules_lengths import NUMBER, NUMBERS, core_of
from analyzer.pipes.times.sequences import Core, O, Relation, S, read_sequence
from analyzer.spans import Span

_ORDINALS = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4}
_ORDINAL = r"[1-4]|nhất|một|hai|ba|tư"
_DAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_DAYS |= {str(number): number - 2 for number in range(2, 8)}
_DAY = "hai|ba|tư|năm|sáu|bảy|bẩy|[2-7]"

_EDGE = rf"(?:đầu(?:{S}tiên)?|cuối(?:{S}cùng)?)"
_PART = re.compile(
    rf"(?:(?P<half>nửa)|(?P<n>\d{{1,2}}|{NUMBER}){S}(?P<unit>ngày|tuần)){S}(?P<edge>{_EDGE})(?!\w)"
    rf"|tuần{S}(?:(?:thứ{S})?(?P<week>{_ORDINAL})(?:{O}(?:,|-|và){O}(?:tuần{S})?(?:thứ{S})?(?P<to>{_ORDINAL}))?|(?P<edge_week>{_EDGE}))(?!\w)"
)
_OF = re.compile(rf"(?:{S}(?:của|trong|thuộc))?{S}(?=tháng)")
_EACH = r"(?:mỗi|h[ằà]ng|từng|các)"
_OF_EACH = re.compile(rf"(?:{S}(?:của|trong|thuộc))?{S}{_EACH}{S}(?P<u>tháng|qu[ýí])(?!\w)(?!{S}\d)")
# "Nửa đầu tháng" is of the directive's own month; which month "10 ngày đầu tháng" is of cannot be told.
_THIS_MONTH = re.compile(rf"(?:{S}của)?{S}tháng(?!\w)(?!{S}(?:\d|sau|tới|trước|tiếp|giêng|chạp))")
_QUARTERS = {"đầu": (1, 4, 7, 10), "cuối": (3, 6, 9, 12)}


def _bounds(match: re.Match[str]) -> tuple[int, int] | None:
    """The first and the last day of a part, negative where counted from the month's end."""
    if match.group("week"):
        week, last = (
            _ORDINALS.get(word) or int(word) for word in (match.group("week"), match.group("to") or match.group("week"))
        )
        return (week * 7 - 6, last * 7) if week <= last else None
    late = (match.group("edge") or match.group("edge_week")).startswith("cuối")
    if match.group("half"):
        return (16, -1) if late else (1, 15)
    count = 7
    if match.group("n"):
        number = NUMBERS[match.group("n")] if match.group("n") in NUMBERS else int(match.group("n"))
        count = number * 7 if match.group("unit") == "tuần" else number
    if not 1 <= count <= 28:
        return None
    return (-count, -1) if late else (1, count)


def _part(low: str, pos: int) -> Core | None:
    match = _PART.match(low, pos)
    bounds = _bounds(match) if match else None
    if match is None or bounds is None:
        return None
    first, last = bounds
    if each := _OF_EACH.match(low, match.end()):
        return Core(pos, each.end(), recurrence=_each(each.group("u"), first, last))
    if of := _OF.match(low, match.end()):
        core = read_sequence(low, of.end(), "month", headed=True)
        if core:
            periods = tuple(p._replace(unit="part", day=first, last_day=last) for p in core.periods)
            return core._replace(
                start=pos, periods=periods, spans=(Span(pos, core.spans[0].end), *core.spans[1:]), weak=False
            )
    this = _THIS_MONTH.match(low, match.end()) if match.group("half") else None
    if this is None:
        return None
    span = Span(pos, this.end())
    return Core(pos, this.end(), periods=(Period("part", day=first, last_day=last),), spans=(span,))


def _each(unit: str, first: int, last: int) -> Recurrence:
    """What is to be done within a part of each month or quarter is due on the part's last day."""
    if unit == "tháng":
        return Recurrence("MONTHLY", days=(last,))
    return Recurrence("YEARLY", months=_QUARTERS["đầu" if first > 0 else "cuối"], days=(last,))


def _weekdays(match: re.Match[str]) -> Core:
    """One weekday, a list, or all days of a range ("thứ Hai đến thứ Sáu"), which only count with a rhythm."""
    words = re.split(rf"{O}(-|(?<!\w)(?:đến|tới)(?!\w)|,|;|(?<!\w)(?:và|hoặc)(?!\w)){O}", match.group())
    days: list[int] = []
    ranged = False
    for separator, word in zip(["", *words[1::2]], words[::2], strict=True):
        day = _DAYS.get(word.split()[-1], 6) if word.split() else None
        if day is None:
            continue
        if separator in ("-", "đến", "tới") and days:
            ranged = True
            days.extend(n % 7 for n in range(days[-1] + 1, day + 7 * (day < days[-1])))
        days.append(day)
    span = Span(match.start(), match.end())
    relation: Relation = "range" if ranged else "one"
    periods = tuple(Period("weekday", day=day) for day in sorted(set(days)))
    return core_of(match, periods=periods, spans=(span,) * len(periods), relation=relation, weak=True, lead=True)


def _number(nth: list[str]) -> int:
    return 1 if nth[0] == "đầu" else -1 if nth[0] == "cuối" else _ORDINALS.get(nth[-1]) or int(nth[-1])


def _weekday_of_month(low: str, pos: int) -> Core | None:
    """ "Thứ Hai đầu tiên của tháng 6/2024": one day."""
    match = None if follows(low, pos, _COUNTED) else _NTH.match(low, pos)
    core = read_sequence(low, match.end(), "month", headed=True) if match else None
    if match is None or core is None or core.relation != "one":
        return None
    number = _number(match.group("nth").split())
    first, last = (-7, -1) if number < 0 else (number * 7 - 6, number * 7)
    weekday = _DAYS.get(match.group("d") or "", 6)
    period = core.periods[0]._replace(unit="part", day=first, last_day=last, weekday=weekday)
    return core._replace(start=pos, periods=(period,), spans=(Span(pos, core.end),), weak=False)


def _nth_weekday(match: re.Match[str]) -> Core | None:
    nth = match.group("nth").split()
    number = _number(nth)
    day = f"{number}{WEEKDAYS[_DAYS.get(match.group('d') or '', 6)]}"
    if match.group("u") == "tháng":
        return core_of(match, recurrence=Recurrence("MONTHLY", weekdays=(day,)))
    if nth[0] not in _QUARTERS:
        return None
    return core_of(match, recurrence=Recurrence("YEARLY", months=_QUARTERS[nth[0]], weekdays=(day,)))


_WEEKDAY = rf"(?:thứ{S}(?:{_DAY})|chủ{S}nhật)"
_AND = rf"(?:{O}(?:,|;|-){O}(?:và{S})?|{S}(?:và|hoặc|đến|tới){S})"
_EACH_WEEK = rf"(?=,?{S}(?:trong{S}|của{S})?{_EACH}{S}tuần(?!\w)|{O}/{O}tuần(?!\w))"
_NTH_WEEKDAY = (
    rf"(?:thứ{S}(?P<d>{_DAY})|chủ{S}nhật)(?:{S}(?:của{S})?tuần)?{S}(?P<nth>{_EDGE}|thứ{S}(?:{_ORDINAL}))"
    rf"(?:{S}(?:của|trong))?{S}"
)
_NTH = re.compile(rf"{_NTH_WEEKDAY}(?=tháng{S}\d)")
_COUNTED = frozenset(("lần", "họp", "dung", "vụ", "mục", "khóa", "khoá", "kỳ", "đợt"))  # "lần thứ hai cuối tháng"

PART_RULES = (
    Rule(
        "part_of_month",
        ("count", "word", "week"),
        _part,
        reads=(
            ("[tuần 2 tháng 4/2024]", "2024-04-08/2024-04-14"),
            ("[tuần thứ ba của tháng 5]", "2024-05-15/2024-05-21"),
            ("tập huấn [tuần 1, 2 tháng 6/2024]", "2024-06-01/2024-06-14"),
            ("tập huấn [tuần thứ ba và tuần thứ tư của tháng 6]", "2024-06-15/2024-06-28"),
            ("phát hành [trước tuần 3 tháng 6/2024]", "../2024-06-14"),
            ("nghiệm thu [trong tuần đầu tháng 9]", "2024-09-01/2024-09-07"),
            ("nghiệm thu [trong tuần cuối cùng của tháng 9/2024]", "2024-09-24/2024-09-30"),
            ("[trong nửa đầu tháng 5/2024] ra quân", "2024-05-01/2024-05-15"),
            ("[nửa cuối tháng 02 năm 2025]", "2025-02-16/2025-02-28"),
            ("[đến hết nửa đầu tháng 10]", "../2024-10-15"),
            ("[từ nửa cuối tháng 5 đến nửa đầu tháng 7/2024]", "2024-05-16/2024-07-15"),
            ("giao ban [nửa cuối tháng]", "2024-03-16/2024-03-31"),
            ("[trong 10 ngày đầu tháng 5/2024]", "2024-05-01/2024-05-10"),
            ("cao điểm [mười ngày cuối tháng 2]", "2024-02-20/2024-02-29"),
            ("tổng kiểm kê [02 tuần đầu tháng 7]", "2024-07-01/2024-07-14"),
            ("công khai [trong 05 ngày đầu mỗi tháng]", "FREQ=MONTHLY;BYMONTHDAY=5"),
            ("công khai [trong 10 ngày cuối của từng tháng]", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("nộp phí [trong 05 ngày đầu hằng quý]", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5"),
            ("họp chuyên đề [tuần đầu mỗi tháng]", "FREQ=MONTHLY;BYMONTHDAY=7"),
            ("thông gió [nửa đầu tháng 4 hằng năm]", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15"),
        ),
        ignores=(
            *("tuần lễ", "tuần làm việc", "tuần đầu ra quân", "nửa đầu hội nghị", "nửa cuối tháng sau"),
            *("02 tuần đầu, sau đó", "mấy ngày đầu tháng nghẽn mạng", "40 ngày đầu mùa", "05 ngày đầu đợt"),
        ),
    ),
    Rule(
        "weekday",
        ("weekday",),
        matched(
            rf"{_WEEKDAY}(?!\w)(?:(?:{_AND}(?:{_WEEKDAY}|{_DAY})(?!\w)){{1,6}}{_EACH_WEEK}|(?:{_AND}{_WEEKDAY}(?!\w)){{1,6}})?",
            _weekdays,
        ),
        reads=(
            ("[thứ Sáu hằng tuần]", "FREQ=WEEKLY;BYDAY=FR"),
            ("[trước 15h00 ngày thứ 5 hằng tuần]", "FREQ=WEEKLY;BYDAY=TH"),
            ("giao ban [hàng tuần vào thứ Hai]", "FREQ=WEEKLY;BYDAY=MO"),
            ("[Thứ Ba, ngày 28 tháng 6 năm 2024]", "2024-06-28/2024-06-28"),
            ("[trước 15 giờ thứ Năm hằng tuần]", "FREQ=WEEKLY;BYDAY=TH"),
            ("giao ban [vào thứ Ba và thứ Năm hằng tuần].", "FREQ=WEEKLY;BYDAY=TU,TH"),
            ("tiếp dân [thứ 2, 4 và 6 hằng tuần]", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
            ("tiếp dân [hằng tuần vào thứ Hai, thứ Tư]", "FREQ=WEEKLY;BYDAY=MO,WE"),
            ("trực [từ thứ Hai đến thứ Sáu hằng tuần]", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("mở cửa [thứ Bảy và Chủ nhật hằng tuần]", "FREQ=WEEKLY;BYDAY=SA,SU"),
            ("gửi [hằng tuần/ thứ Sáu]", "FREQ=WEEKLY;BYDAY=FR"),
            ("họp [01 lần/tuần (thứ Hai)]", "FREQ=WEEKLY;BYDAY=MO"),
            ("[hằng tuần, trước 15 giờ thứ Sáu] gửi báo cáo", "FREQ=WEEKLY;BYDAY=FR"),
        ),
        ignores=(
            *("nhiệm vụ thứ hai", "kỳ họp thứ Ba", "lần thứ 2", "kỳ họp thứ 5", "Thứ năm, về kinh phí"),
            *("nội dung thứ hai và thứ ba", "Thứ hai, ba xã còn chậm", "từ thứ Hai đến thứ Sáu"),
        ),
    ),
    Rule(
        "nth_weekday",
        ("weekday",),
        matched(
            rf"{_NTH_WEEKDAY}(?:{_EACH}{S})?(?P<u>tháng|qu[ýí])(?!\w)"
            rf"(?!{S}(?:\d|này|nay|sau|tới|trước|tiếp|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|giêng|chạp|i{{1,3}}(?!\w)|iv))",
            _nth_weekday,
            not_after=_COUNTED,
        ),
        reads=(
            ("tổng vệ sinh [vào thứ Sáu cuối cùng của tháng].", "FREQ=MONTHLY;BYDAY=-1FR"),
            ("chào cờ [sáng thứ Hai đầu tháng]", "FREQ=MONTHLY;BYDAY=1MO"),
            ("đối thoại [chiều thứ Năm tuần đầu mỗi tháng]", "FREQ=MONTHLY;BYDAY=1TH"),
            ("trực tuyến [vào thứ Ba thứ hai của tháng]", "FREQ=MONTHLY;BYDAY=2TU"),
            ("ra quân [Chủ nhật cuối cùng hằng quý]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1SU"),
            ("[trước 16 giờ thứ Sáu cuối tháng]", "FREQ=MONTHLY;BYDAY=-1FR"),
        ),
        ignores=("thứ Sáu cuối cùng", "nội dung thứ hai đầu phiên", "thứ hai đầu mối"),
    ),
    Rule(
        "weekday_of_month",
        ("weekday",),
        _weekday_of_month,
        reads=(
            ("chào cờ [vào thứ Hai đầu tiên của tháng 6/2024]", "2024-06-03/2024-06-03"),
            ("[sáng thứ Hai tuần đầu tháng 7/2024] chào cờ", "2024-07-01/2024-07-01"),
            ("xong [trước thứ Sáu cuối cùng của tháng 5]", "../2024-05-31"),
            ("đối thoại [chiều Chủ nhật thứ ba của tháng 9 năm 2024]", "2024-09-15/2024-09-15"),
        ),
        ignores=("thứ Hai đầu tiên của kỳ họp",),
    ),
)
