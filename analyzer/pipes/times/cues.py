"""The words around a time: what bounds it on the left, what opens or anchors it on the right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.mentions import Bound
from analyzer.pipes.times.sequences import O, S

Scope = Literal["any", "period", "duration"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase before a time.

    ``bound`` None extends the mention only. ``late`` takes the tail of the period, ``after`` what follows it, and a
    ``filler`` joins only where another cue stands before it. A ``near`` cue must stand right at the
    time. ``numeric`` marks words that bound plain numbers just as well
    ("từ 2/3 số thành viên").
    """

    bound: Bound | None = None
    scope: Scope = "any"
    late: bool = False
    after: bool = False
    filler: bool = False
    near: bool = False
    numeric: bool = False


LEFT: dict[str, Cue] = {
    **dict.fromkeys(("trước", "chậm nhất trước", "muộn nhất trước", "đến trước", "trước thời điểm"), Cue("before")),
    **dict.fromkeys(
        (
            *("chậm nhất", "chậm nhất là", "chậm nhất vào", "chậm nhất đến", "chậm nhất trong", "chậm nhất sau"),
            *("muộn nhất", "muộn nhất là", "muộn nhất vào", "muộn nhất đến", "không muộn hơn", "không chậm hơn"),
            *("không quá", "không vượt quá", "hạn cuối", "hạn cuối là", "hạn chót"),
        ),
        Cue("by"),
    ),
    **dict.fromkeys(
        (
            *("đến", "tới", "cho đến", "cho tới", "tính đến", "tính đến hết"),
            *("đến hết", "tới hết", "hết", "cho đến hết"),
            *("đến thời điểm", "đến khoảng"),
        ),
        Cue("by", "period", numeric=True),
    ),
    **dict.fromkeys(
        (
            *("trong", "ngay trong", "trong vòng", "trong thời hạn", "trong thời gian", "trong khoảng"),
            *("trong khoảng thời gian", "trong suốt", "trong cả", "nội trong"),
        ),
        Cue("within", numeric=True),
    ),
    **dict.fromkeys(("từ", "kể từ", "bắt đầu từ", "tính từ", "bắt đầu"), Cue("from", "period", numeric=True)),
    "sau": Cue("from", after=True),
    **dict.fromkeys(("vào", "vào các", "vào khoảng", "vào dịp", "nhân dịp", "dịp"), Cue("on", "period")),
    "trong và sau": Cue("on", "period"),
    **dict.fromkeys(("các", "những", "lúc", "khoảng", "là", "ngày", "ngay"), Cue(filler=True)),
    **dict.fromkeys(("sáng", "chiều", "tối", "trưa", "đêm", "cả", "đầu", "giữa"), Cue(scope="period", near=True)),
    **dict.fromkeys(("định kỳ", "định kì", "thường kỳ"), Cue()),
    "cuối": Cue(scope="period", late=True, near=True),
    **dict.fromkeys(("tối đa", "tối đa là", "thời hạn", "thời hạn là", "thời gian là"), Cue("within", "duration")),
    **dict.fromkeys(("ít nhất", "tối thiểu", "ít nhất là"), Cue()),
}
_MAX_WORDS = max(len(phrase.split()) for phrase in LEFT)
_LAST_WORDS = frozenset(phrase.split()[-1] for phrase in LEFT)

# A bare fraction or number after one of these is a date; the word is no part of the expression.
DAY_CONTEXT = re.compile(
    r"(?:nghỉ lễ|lễ|quốc khánh|quốc gia|sáng|chiều|tối|hạn|thời gian|thời hạn|hoàn thành|tiến độ)"
    rf"(?: [^\W\d_]{{1,12}}){{0,3}}{O}:?{O}$"
)
COMMEMORATION = re.compile(r"(?:ngày|tuần|tuần lễ)(?:,? [^\W\d_]{1,12}){1,8} ?[(“\"]?$")
_LABEL = re.compile(rf"(?:thời (?:gian|hạn|điểm)|tiến độ|hạn cuối|hoàn thành|thực hiện)[^:|\n]{{0,40}}:{O}$")

COMPARED = re.compile(rf"(?:cùng{S}k[ỳì]|so{S}với|liền{S}kề)(?:{S}của)?{S}$")

OPEN_END = re.compile(
    rf"{S}(?:trở{S}(?:đi|về{S}sau|lại{S}đây)|về{S}sau)(?!\w)"
    rf"|(?:,|{S}và|,{S}và){S}(?:(?:các|những){S})?năm{S}(?:tiếp{S}theo|tiếp{S}sau|kế{S}tiếp|sau)(?!\w)(?:{S}đó(?!\w))?"
    rf"|,?{S}(?:cho{S})?(?:đến|tới){S}(?:nay(?!\w)|khi(?!\w)[^.,;:()|\n]{{0,120}})"
)
PAST = re.compile(rf"{S}(?:vừa{S}(?:qua|rồi))(?!\w)")
LENGTH_CONTEXT = re.compile(rf"(?:(?:còn|xuống|thành){S}|thời (?:hạn|gian)(?:{S}[^\W\d_]{{1,12}}){{0,4}}:?{O})$")
YEARS_CONTEXT = re.compile(
    r"(?:h[ằà]ng năm(?:,| và) |(?:kế hoạch|chiến lược|quy hoạch|trung hạn|nhiệm k[ỳì])[^.;:|\n\d]{0,60})$"
)
SHORTENED = re.compile(rf"{S}(?:xuống{S})?(?:còn|thành)(?!\w)")
NOT_BEFORE_LENGTH = re.compile(rf"(?:[=x/+×]|(?:giảm|giảm được|kỷ niệm|hơn|gần|tròn|trên|dưới){S}){O}$")
AFTER_NUMERIC = re.compile(rf"{O}(?:[.,;:)\]|”\"-]|$|\n|(?:đến|tới|và|h[ằà]ng|năm|để|phải|là|tại|âm|cho)(?!\w))")
NO_LENGTH = re.compile(
    rf"{S}(?:tuổi|qua|vừa{S}qua|gần{S}(?:đây|nhất)|trước{S}đây|kinh{S}nghiệm|trở{S}lại{S}đây|liền|liên{S}t(?:iếp|ục)"
    rf"|tù|(?:đầu{S})?(?:thực{S}hiện|triển{S}khai|hoạt{S}động|vận{S}hành)|công{S}tác|(?:đến|-){S}\d{{1,3}}{S}tháng{S}tuổi|đến{S}dưới)(?!\w)"
)
AHEAD = pattern("time.bounds.ahead")
OCCASION = pattern("time.bounds.occasion")
RATE = pattern("time.bounds.rate")
OF_YEAR = pattern("time.bounds.of_year")
EXCEEDED = pattern("time.bounds.exceeded")
DATED_ANCHOR = re.compile(rf"(?:(?P<before>trước)|sau){S}(?P<day>ngày{S}\d)")
ANCHOR = re.compile(
    rf",?{S}(?P<a>(?:(?:kể|tính){S}từ|từ{S}(?:ngày|khi|thời{S}điểm|lúc)"
    rf"|(?:trước|sau){S}(?:khi|ngày|kỳ|phiên|cuộc|hội|đại))(?!\w)[^,;:()|\n.]{{0,160}}(?:[./]\d[^,;:()|\n.]{{0,60}}){{0,3}})"
)


def left_of(low: str, start: int, scope: Scope, floor: int = 0) -> tuple[int, list[Cue]]:
    """Where the expression really begins (not before ``floor``), and the cues it takes in, the nearest first.

    >>> left_of("hoàn thành chậm nhất trước ngày 5/6", 27, "period")[0]
    11
    """
    cues: list[Cue] = []
    begin, at = start, start
    pending: list[Cue] = []
    for _ in range(5):
        starts = [s for s in _words_before(low, at) if s >= floor]
        if not starts:
            break
        for count in range(len(starts), 0, -1):
            cue = LEFT.get(" ".join(low[starts[count - 1] : at].split()))
            if cue and cue.scope in ("any", scope) and not (cue.near and any(c.bound for c in cues)):
                break
        else:
            break
        at = starts[count - 1]
        pending.append(cue)
        if not cue.filler or low.startswith(("các", "những"), at):
            cues.extend(pending)
            pending = []
            begin = at
    return begin, cues


def _words_before(low: str, at: int) -> list[int]:
    """Starts of the words before a place, the nearest first, as long as only spaces divide them."""
    starts: list[int] = []
    while len(starts) < _MAX_WORDS:
        i = at
        while i > 0 and low[i - 1] in " \n" and at - i < 4:
            i -= 1
        if i == at:
            break
        j = i
        while j > 0 and i - j < 12 and low[j - 1].isalpha():
            j -= 1
        if j == i or (j > 0 and low[j - 1].isalnum()):
            break
        if not starts and low[j:i] not in _LAST_WORDS:
            break
        starts.append(j)
        at = j
    return starts


def labelled(low: str, start: int) -> bool:
    """Whether a label such as "Thời gian thực hiện:" stands right before the place."""
    return _LABEL.search(low, max(0, start - 70), start) is not None


def alone_in_cell(low: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` is all there is between two cell borders of a table row."""
    i, j = start, end
    while i > 0 and start - i < 8 and low[i - 1] == " ":
        i -= 1
    while j < len(low) and j - end < 8 and low[j] == " ":
        j += 1
    left = low[i - 1] if i else "\n"
    right = low[j] if j < len(low) else "\n"
    return "|" in (left, right) and left in "|\n" and right in "|\n"
