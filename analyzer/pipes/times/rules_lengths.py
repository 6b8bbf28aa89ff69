"""Lengths of time and clock times."""

from __future__ import annotations

import re
from typing import Literal

from analyzer.pipes.times.periods import Duration, Recurrence
from analyzer.pipes.times.rule import Rule, matched
from analyzer.pipes.times.sequences import MONTH_WORDS, Core, O, Relation, S

NUMBERS = {**MONTH_WORDS, "năm": 5, "nửa": 0, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30}
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))

_UNIT: dict[str, Literal["D", "W", "M", "Y", "H", "MIN"]] = {
    "ngày": "D",
    "tuần": "W",
    "tháng": "M",
    "năm": "Y",
    "giờ": "H",
    "phút": "MIN",
}
LENGTH = (
    rf"(?:\d{{1,3}}{O}-{O}(?=\d))?(?P<n>\d{{1,3}}|{NUMBER})(?:{O}\([^()\n]{{1,20}}\))?{S}"
    rf"(?P<u>ngày|tuần|tháng|năm|giờ|phút)(?!\w)(?P<wd>{S}làm{S}việc(?!\w))?+"
)


def core_of(match: re.Match[str], **what: object) -> Core:
    return Core(match.start(), match.end(), **what)  # type: ignore[arg-type]


def length_of(match: re.Match[str]) -> Duration | None:
    word = match.group("n")
    count = NUMBERS[word] if word in NUMBERS else int(word)
    if word == "nửa":
        return {"tháng": Duration(15, "D"), "năm": Duration(6, "M")}.get(match.group("u"))
    return Duration(count, _UNIT[match.group("u")], match.group("wd") is not None) if count else None


def _duration(match: re.Match[str]) -> Core | None:
    length = length_of(match)
    return core_of(match, duration=length, weak=not (length.working_days and length.unit == "D")) if length else None


def _hours_of_each_day(match: re.Match[str]) -> Core:
    """ "02 lần/ngày (trước 9h và 16h)": with its hours named it is a rhythm, where "02 lần/ngày" is a rate."""
    return core_of(match, recurrence=Recurrence("DAILY"), bound="before" if match.group("before") else "on")


def _hour(match: re.Match[str]) -> Core | None:
    """A clock time; "từ 8h00 đến 11h30 ngày 20/3" is a range within the day."""
    hour, minute = int(match.group("h")), int(match.group("min") or 0)
    relation: Relation = "range" if match.group("to") else "one"
    return core_of(match, lead=True, relation=relation) if hour <= 24 and minute < 60 else None


_DAYTIME = rf"{S}(?:sáng|trưa|chiều|tối|đêm)(?!{S}mai)"
_CLOCK = rf"{O}(?:giờ|h|g)(?:{O}%s\d\d%s(?!\d){O}(?:phút|'|’|p(?!\w))?)?(?!\w)(?:{_DAYTIME})?"
_HOUR = rf"(?P<h>\d{{1,2}}){_CLOCK % ('(?P<min>', ')')}(?P<to>{O}(?:-|đến|tới){O}\d{{1,2}}{_CLOCK % ('', '')})?"
_TIME = rf"\d{{1,2}}{_CLOCK % ('', '')}"

LENGTH_RULES = (
    Rule(
        "hour",
        ("count",),
        matched(
            rf"{_HOUR}(?=,?{O}(?:ngày|thứ|h[ằà]ng{S}ngày|mỗi{S}ngày|sáng|chiều|tối|chủ|\d{{1,2}}[/.-]\d))",
            _hour,
        ),
        reads=(
            ("[trước 17h00 ngày 20/3/2024]", "../2024-03-20"),
            ("[14 giờ 00 phút, ngày 20/3/2024] họp", "2024-03-20/2024-03-20"),
            ("áp dụng từ thời điểm [0h00 ngày 15 tháng 8 năm 2024]", "2024-08-15/2024-08-15"),
            ("trực ban gửi [trước 09 giờ hằng ngày]", "FREQ=DAILY"),
            ("họp [từ 8h00 đến 11h30 ngày 20/3/2024]", "2024-03-20/2024-03-20"),
            ("[14h30' ngày 20/3/2024]", "2024-03-20/2024-03-20"),
        ),
        ignores=("trực 24 giờ mỗi", "lúc 8h00", "hệ thống 24/7"),
    ),
    Rule(
        "hours_of_each_day",
        ("count", "word"),
        matched(
            rf"(?:\d{{1,2}}|{NUMBER}){S}lần{O}(?:/{O}|(?:mỗi|một|trong|h[ằà]ng){S})(?:01{S})?ngày,?{O}(?P<open>\()?"
            rf"(?:(?P<before>trước)|vào(?:{S}(?:lúc|các{S}khung))?|lúc){S}{_TIME}(?:{O}(?:,|;|và){O}(?:(?:trước|lúc|vào){S})?{_TIME}){{0,5}}"
            rf"(?(open){O}\))",
            _hours_of_each_day,
        ),
        reads=(
            ("Báo cáo nhanh [02 lần/ngày (trước 9h00’ và 16h00’)] về Chi cục", "FREQ=DAILY"),
            ("trực ban báo cáo [02 lần/ngày, trước 7 giờ 30 phút và 17 giờ].", "FREQ=DAILY"),
            ("phát bản tin [ba lần mỗi ngày vào 6 giờ, 12 giờ và 18 giờ]", "FREQ=DAILY"),
        ),
        ignores=("uống 02 lần/ngày", "phát 03 lần/ngày (trước bản tin)", "02 lần/ngày (mỗi lần 9h)"),
    ),
    Rule(
        "duration",
        ("date", "count", "word", "year"),
        matched(LENGTH + rf"(?! {{1,4}}\d)(?!{O}(?:[/=×]|x(?!\w)))", _duration),
        reads=(
            ("[trong thời hạn 05 ngày làm việc kể từ ngày ký]", "P5D working"),
            ("có hiệu lực [sau 07 ngày] và được niêm yết", "P7D"),
            ("[chậm nhất là 08 ngày, kể từ ngày công bố].", "P8D"),
            ("[Trong vòng 24 giờ kể từ khi nhận được tin]", "PT24H"),
            ("[trong 02 tháng]", "P2M"),
            ("từ [08 ngày làm việc] xuống còn [06 ngày làm việc].", "P8D working | P6D working"),
            ("[trong thời hạn nửa tháng]", "P15D"),
            ("[không quá 15 (mười lăm) ngày]", "P15D"),
            ("[trong 2 - 3 ngày]", "P3D"),
            ("còn [04 ngày làm việc]\n2. Sở Tư pháp", "P4D working"),
            ("[chậm nhất 03 ngày làm việc sau khi kết thúc hội nghị]", "P3D working"),
            ("kế hoạch [hàng năm] và [5 năm]", "FREQ=YEARLY | P5Y"),
            ("kế hoạch [05 năm] của tỉnh", "P5Y"),
            ("đối với nhiệm kỳ [05 năm]", "P5Y"),
        ),
        ignores=(
            "trẻ từ 04 tháng đến 18 tháng tuổi",
            "lớp dưới 12 tháng tuổi",
            "kỷ niệm 60 năm ngày thành lập",
            "trực 24/24 giờ",
            "trong 10 năm qua",
            "sau 5 năm thực hiện",
            "Sau 10 năm, tỉnh đã",
            "giảm 02 ngày làm việc",
            "01 giờ làm việc",
            "(06 ngày làm việc = 48 giờ)",
            "15 năm kinh nghiệm",
            "có 3 tháng",
            "trước 13 giờ",
            "còn ít nhất là 02 năm",
            "trong 3 năm gần nhất",
        ),
    ),
    Rule(
        "working_day",
        ("day",),
        matched(rf"ngày{S}làm{S}việc(?!\w)", lambda m: core_of(m, duration=Duration(1, "D", True), weak=True)),
        reads=(("giải quyết [trong ngày làm việc]", "P1D working"),),
        ignores=("các ngày làm việc", "ngày làm việc bình thường"),
    ),
)
