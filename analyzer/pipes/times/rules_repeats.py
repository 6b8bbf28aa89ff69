"""Rules for recurrences: "hằng quý", "định kỳ 6 tháng", "02 lần/năm", "ngày 15 của tháng cuối quý"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from analyzer.pipes.times.periods import WORKDAYS, Recurrence
from analyzer.pipes.times.rule import Rule, matched
from analyzer.pipes.times.rules_lengths import LENGTH, NUMBER, NUMBERS, core_of, length_of
from analyzer.pipes.times.sequences import Core, O, S

_RHYTHM = {
    "ngày": Recurrence("DAILY"),
    "tuần": Recurrence("WEEKLY"),
    "tháng": Recurrence("MONTHLY"),
    "quý": Recurrence("MONTHLY", 3),
    "quí": Recurrence("MONTHLY", 3),
    "năm": Recurrence("YEARLY"),
}
# "ngân hàng năm 2024", "bán hàng tháng 5": the word before makes goods, rows or banks of "hàng".
_GOODS = frozenset(("ngân", "khách", "bán", "mua", "đơn", "mặt", "giao", "lô", "nhập", "xuất", "chở"))
_UNITS = "tuần|tháng|qu[ýí]|năm"
_NEXT = rf"(?:sau|tiếp{S}theo|kế{S}tiếp|liền{S}kề|báo{S}cáo)"
_MONTH = frozenset(range(1, 32))
_QUARTER_ENDS, _QUARTER_BEGINS = (3, 6, 9, 12), (1, 4, 7, 10)
_QUARTER_MONTHS = {
    **dict.fromkeys(("đầu", "nhất"), _QUARTER_BEGINS),
    "hai": (2, 5, 8, 11),
    **dict.fromkeys(("cuối", "ba"), _QUARTER_ENDS),
}

_ONCE = rf"(?:{O}/{O}(?:(?:01|1|một){S})?lần|{S}(?:một|1|01){S}lần|/(?:01|1){S}lần)(?!\w)"


def _every(match: re.Match[str]) -> Core | None:
    length = length_of(match)
    rule = length.repeated() if length else None
    return core_of(match, recurrence=rule) if rule else None


def _rhythm(match: re.Match[str]) -> Core:
    return core_of(match, recurrence=_RHYTHM[match.group("u")])


def _report(match: re.Match[str]) -> Core:
    if match.group("half"):
        return core_of(match, recurrence=Recurrence("MONTHLY", 6))._replace(start=match.start("half"))
    return _rhythm(match)._replace(start=match.start("u"))


def _times_per(match: re.Match[str]) -> Core | None:
    """ "02 lần/năm": evenly spread where that makes whole months, else the plain unit."""
    word, base = match.group("n"), _RHYTHM[match.group("u")]
    count = NUMBERS.get(word) or int(word)
    months = {"năm": 12, "quý": 3, "quí": 3, "tháng": 1}.get(match.group("u"), 0)
    if count < 1 or (count > 1 and match.group("u") == "ngày"):
        return None  # "03 lần/ngày" is a rate
    if count > 1 and months and months % count == 0:
        base = Recurrence("MONTHLY", months // count)
    return core_of(match, recurrence=base)


def _quarter_day(match: re.Match[str]) -> Core | None:
    day = int(match.group("d"))
    if not 1 <= day <= 31:
        return None
    months = _QUARTER_MONTHS[match.group("edge")]
    return core_of(match, recurrence=Recurrence("YEARLY", months=months, days=(day,)))


def _month_day(match: re.Match[str]) -> Core | None:
    days = {int(number) for number in re.findall(r"\d{1,2}", f"{match.group('more')} {match.group('d')}")}
    return core_of(match, recurrence=Recurrence("MONTHLY", days=tuple(sorted(days)))) if days <= _MONTH else None


def _last_day(match: re.Match[str]) -> Core:
    base = _RHYTHM[match.group("u")]
    months = {"năm": (12,), "quý": _QUARTER_ENDS, "quí": _QUARTER_ENDS}.get(match.group("u"), ())
    freq: Literal["YEARLY", "MONTHLY"] = "YEARLY" if months else "MONTHLY"
    if match.group("wd"):
        return core_of(match, recurrence=Recurrence(freq, months=months, weekdays=WORKDAYS, position=-1))
    return core_of(match, recurrence=replace(base, freq=freq, interval=1, months=months, days=(-1,)))


_OF = rf"{S}(?:(?:của|thuộc){S})?"
_EACH = rf"(?:(?:mỗi|h[ằà]ng|từng|các){S})?"

REPEAT_RULES = (
    Rule(
        "rhythm",
        ("each",),
        matched(
            rf"(?:h[ằà]ng|mỗi|từng){S}(?P<u>ngày|{_UNITS})(?!\w)(?!{S}(?:(?:19|20)\d\d|học))", _rhythm, not_after=_GOODS
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
            ("[hằng năm (trước ngày 20 tháng 10)] rà soát", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=20"),
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
        "every",
        ("every",),
        matched(
            rf"(?:định|thường|theo){S}k[ỳì]{S}(?:(?:báo{S}cáo|h[ằà]ng|mỗi|theo){S}|\()?{LENGTH}(?:{_ONCE})?(?!{S}(?:tới|qua))",
            _every,
        ),
        reads=(
            ("[Định kỳ 6 tháng], [hàng năm] kiểm tra", "FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            ("[định kỳ sáu tháng] báo cáo", "FREQ=MONTHLY;INTERVAL=6"),
            ("[định kỳ 03 tháng/01 lần]", "FREQ=MONTHLY;INTERVAL=3"),
            ("[định kỳ 6 tháng], [năm]", "FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            (
                "[định kỳ 6 tháng (trước ngày 15/6)], [năm (trước ngày 15/12)]",
                "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15 | FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15",
            ),
            ("[định kỳ (6 tháng], [1 năm])", "FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            ("[định kỳ 15 ngày]", "FREQ=DAILY;INTERVAL=15"),
            ("gửi [theo kỳ 06 tháng] và [hằng năm]", "FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
        ),
        ignores=("định kỳ báo cáo", "định kỳ kiểm tra", "định kỳ 40% đơn vị"),
    ),
    Rule(
        "every_unit",
        ("every",),
        matched(rf"(?:định|thường){S}k[ỳì]{S}(?:theo{S})?(?P<u>{_UNITS})(?!\w)(?!{S}\d)", _rhythm),
        reads=(("[định kỳ quý] tổng hợp", "FREQ=MONTHLY;INTERVAL=3"),),
        ignores=("định kỳ quan trắc",),
    ),
    Rule(
        "once_in",
        ("date", "count", "word", "year"),
        matched(LENGTH + _ONCE, _every),
        reads=(
            ("[6 tháng một lần]", "FREQ=MONTHLY;INTERVAL=6"),
            ("[05 năm một lần]", "FREQ=YEARLY;INTERVAL=5"),
            ("[03 tháng/lần]", "FREQ=MONTHLY;INTERVAL=3"),
            ("thông tin [03 giờ một lần]", "FREQ=HOURLY;INTERVAL=3"),
        ),
        ignores=("chỉ một lần", "gấp 3 lần"),
    ),
    Rule(
        "each_length",
        ("each",),
        matched(rf"(?:mỗi|h[ằà]ng){S}{LENGTH}(?:{_ONCE})?", _every),
        reads=(("[mỗi 06 tháng]", "FREQ=MONTHLY;INTERVAL=6"),),
        ignores=("mỗi 06 hộ",),
    ),
    Rule(
        "times_per",
        ("count", "word"),
        matched(
            rf"(?P<n>\d{{1,2}}|{NUMBER}){S}lần(?:{O}/{O}(?:(?:01|1|một){S})?|{S}(?:trong{S})?(?:một|1|01|mỗi|h[ằà]ng){S}|{S}trong{S})"
            rf"(?P<u>ngày|{_UNITS})(?!\w)",
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
        "per_year",
        ("each", "word", "count"),
        matched(
            rf"(?:mỗi|h[ằà]ng|một|0?1){S}(?P<u>{_UNITS}){S}(?:ít nhất{S}|tối thiểu{S})?"
            rf"(?P<n>\d{{1,2}}|{NUMBER}){S}lần(?!\w)",
            _times_per,
        ),
        reads=(
            ("[mỗi năm 02 lần]", "FREQ=MONTHLY;INTERVAL=6"),
            ("[một năm hai lần]", "FREQ=MONTHLY;INTERVAL=6"),
            ("[hằng tháng một lần]", "FREQ=MONTHLY"),
        ),
        ignores=("mỗi lần",),
    ),
    Rule(
        "quarter_day",
        ("day",),
        matched(
            rf"ngày{S}(?P<d>\d{{1,2}}){_OF}tháng{S}(?:thứ{S})?(?P<edge>nhất|hai|ba|đầu|cuối)(?:{S}(?:cùng|tiên))?"
            rf"{_OF}{_EACH}qu[ýí](?:{S}{_NEXT})?(?!\w)",
            _quarter_day,
        ),
        reads=(
            ("[trước ngày 15 của tháng cuối quý]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"),
            ("[trước ngày 05 của tháng đầu quý sau]", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5"),
            ("[trước ngày 15 tháng thứ hai của quý]", "FREQ=YEARLY;BYMONTH=2,5,8,11;BYMONTHDAY=15"),
            ("[hằng quý (trước ngày 20 tháng cuối quý)]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"),
        ),
        ignores=("ngày 15 của quý", "tháng cuối quý vị"),
    ),
    Rule(
        "month_day",
        ("day",),
        matched(
            rf"ngày{S}(?P<more>(?:\d{{1,2}}{O}(?:,|và|hoặc){O}(?:ngày{S})?){{0,5}})(?P<d>\d{{1,2}})(?:{_OF}{_EACH}|{S}của{S})tháng(?:{S}(?:{_NEXT}|trước(?!{S}khi)))?(?!\w)(?!{S}\w{{0,10}}\d)"
            rf"(?!{S}(?:đầu|cuối|giêng|chạp|thứ|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|[.…_]))",
            _month_day,
        ),
        reads=(
            ("[trước ngày 15 hằng tháng]", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("[hằng quý (trước ngày 08 của tháng kế tiếp)]", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=8"),
            ("[trước ngày 05 của tháng sau]", "FREQ=MONTHLY;BYMONTHDAY=5"),
            (
                "[từ ngày 15 tháng trước] [đến ngày 14 của tháng]",
                "FREQ=MONTHLY;BYMONTHDAY=15 | FREQ=MONTHLY;BYMONTHDAY=14",
            ),
            ("[vào ngày 25 mỗi tháng]", "FREQ=MONTHLY;BYMONTHDAY=25"),
            ("[trước ngày 05 và ngày 20 của tháng]", "FREQ=MONTHLY;BYMONTHDAY=5,20"),
            ("[trước ngày 05 và trước ngày 20 hằng tháng]", "FREQ=MONTHLY;BYMONTHDAY=5,20"),
            ("[ngày 20 của tháng] gửi về Sở", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ),
        ignores=("ngày 45 của tháng",),
    ),
    Rule(
        "last_day",
        ("day",),
        matched(
            rf"ngày{S}(?P<wd>làm{S}việc{S})?cuối(?:{S}cùng)?{_OF}{_EACH}(?P<u>tháng|qu[ýí]|năm)(?!\w)(?!{S}\d)",
            _last_day,
            not_after=frozenset({"những", "các"}),
        ),
        reads=(
            ("[ngày làm việc cuối cùng của tháng]", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
            ("[trước ngày 01, 10 và ngày cuối cùng của tháng]", "FREQ=MONTHLY;BYMONTHDAY=-1,1,10"),
            ("[ngày cuối cùng của quý]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ),
        ignores=("ngày cuối cùng", "những ngày cuối năm"),
    ),
    Rule(
        "report_periods",
        ("report",),
        matched(
            rf"(?:báo{S}cáo|chế{S}độ|sơ{S}kết|định{S}k[ỳì]){S}(?:(?P<u>tháng|qu[ýí])|(?P<half>0?6{S}tháng))"
            rf"(?={O}(?:,|và){O}(?:cả{S})?(?:qu[ýí]|0?[69]{S}tháng|năm)(?!\w)(?!{S}[\div]))",
            _report,
        ),
        reads=(
            ("báo cáo [quý], [6 tháng], [năm]", "FREQ=MONTHLY;INTERVAL=3 | FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            ("báo cáo [6 tháng] và [cả năm]", "FREQ=MONTHLY;INTERVAL=6 | FREQ=YEARLY"),
            (
                "báo cáo [tháng], [quý], [9 tháng] và [cả năm]",
                "FREQ=MONTHLY | FREQ=MONTHLY;INTERVAL=3 | FREQ=YEARLY;BYMONTH=9 | FREQ=YEARLY",
            ),
        ),
        ignores=("báo cáo quý vị", "báo cáo tháng, tuần lễ"),
    ),
)

CONTINUED = re.compile(
    rf"{O}(?:,|;|/|và|hoặc){O}(?:và{S})?(?P<what>(?:cả{S})?(?:(?P<n>0?[3469]){S}tháng|(?:0?1{S})?(?P<u>tháng|qu[ýí]|năm))(?!\w))"
    rf"(?!{S}(?:\d|học|[iv]{{1,3}}(?!\w)|đầu|cuối|nay|sau|trước|tiếp|một|hai))"
)


MOST_CONTINUED = 5
_ASIDE = re.compile(rf"{O}\([^()|\n]{{1,80}}\)")


def continued(low: str, core: Core) -> list[Core]:
    """The further rhythms of "hằng quý, 6 tháng, năm", each a core of its own."""
    out: list[Core] = []
    aside = _ASIDE.match(low, core.end)
    at = aside.end() if aside else core.end
    while len(out) < MOST_CONTINUED and (match := CONTINUED.match(low, at)):
        months = int(match.group("n") or 0)
        rule = Recurrence("MONTHLY", months) if months else _RHYTHM[match.group("u")]
        if months == 9:  # the report on the first nine months, once a year
            rule = Recurrence("YEARLY", months=(9,))
        out.append(Core(match.start("what"), match.end(), rule="continued", recurrence=rule))
        aside = _ASIDE.match(low, match.end())
        at = aside.end() if aside else match.end()
    return out
