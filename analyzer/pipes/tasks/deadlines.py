"""Which time expressions limit a task, and which are merely mentioned.

A limit has a bounding word ("trước ngày …", "trong năm …", "hằng quý") or stands where time is said of the work itself.
The year in the name of a plan, budget or programme limits nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

from analyzer.knowledge.patterns import pattern, words
from analyzer.pipes.mentions import TimeMention

_WINDOW = 60
_REACH = 1_000  # letters a quotation is looked for in
_NAMED = pattern("task.deadlines.named")
_DONE = pattern("task.deadlines.done")
_REPORT_PERIOD = pattern("task.deadlines.report_period")
_RESULT_DUE = pattern("task.deadlines.result_due")
_AT_MEETING = pattern("task.deadlines.at_meeting")
_REGULAR = pattern("task.deadlines.regular")
_NOTICE_LAG = timedelta(days=30)
_FIRM = words("task.deadlines.firm")
_ALSO_DUE = pattern("task.deadlines.also_due")
_EARLIER_ACT = pattern("task.deadlines.earlier_act")
_SCOPE = pattern("task.deadlines.scope")
_WITHIN = pattern("task.deadlines.within")
_WAS_DONE = pattern("task.deadlines.was_done")
_FROM_PERIOD = pattern("task.deadlines.from_period")
_IN_FORCE = pattern("task.deadlines.in_force")
_OPENS_TIME = pattern("task.deadlines.opens_time")
_REACHED = pattern("task.deadlines.reached")
_AT_TERM = pattern("task.deadlines.at_term")
_MEASURED = pattern("task.deadlines.measured")
_QUOTES = {"“": "”", "«": "»"}


def limits(lowered: str, start: int, end: int, mention: TimeMention, issued_on: date | None = None) -> bool:
    """Whether a time mention within the sentence ``[start, end)`` limits the work of that sentence.

    A period that was over when the document was issued limits nothing.
    """
    value = mention.value
    left = lowered[max(start, mention.start - _WINDOW) : mention.start]
    words = lowered[mention.start : mention.end]
    if _in_quotes(lowered, start, mention.start):
        return False
    if value.rrule:
        return _recurs(left, words)
    if value.duration:
        return bool(_WITHIN.search(words + left[-20:])) and (any(c.isdigit() for c in words) or "giờ" in words)
    last = value.end or value.start
    if last is None:
        return False
    if (
        issued_on is not None
        and last < issued_on
        and not (_just_past(last, issued_on, words) or _begun(value.end, last, issued_on, words))
    ):
        return False
    if _AT_MEETING.search(left):
        return True
    if words.removeprefix("định kỳ ").startswith(_FIRM) or _ALSO_DUE.search(left):
        return not _EARLIER_ACT.search(left)
    if _SCOPE.search(left) or (_REPORT_PERIOD.search(left) and not _RESULT_DUE.search(left + words)):
        return False
    if words.startswith(("trong", "vào")):
        return not _WAS_DONE.search(left) or bool(_DONE.search(left))
    if words.startswith(("từ", "kể từ", "bắt đầu")):
        return value.end is not None or not _IN_FORCE.search(left)
    bare = left.strip(" -–+,:")
    at_head = mention.start - start < 12 and (not bare or bool(_OPENS_TIME.fullmatch(bare)))
    if words.startswith(("đến", "tới")):
        return at_head or bare.endswith(";") or (bool(_REACHED.search(left)) and not _NAMED.search(left))
    if at_head:
        return True
    if left.rstrip().endswith(("(", ",", "vào")):
        return bool(_DONE.search(left)) and not _NAMED.search(left.rstrip("( ,"))
    return bool(_AT_TERM.search(left))


def _just_past(last: date, issued_on: date, words: str) -> bool:
    """A notice of a meeting may come out after the day by which the meeting wanted work done."""
    return words.startswith(("trước ngày", "chậm nhất")) and issued_on - last <= _NOTICE_LAG


def _begun(end: date | None, start: date, issued_on: date, words: str) -> bool:
    """A period without an end that began in the year of the document holds on: "từ năm 2024"."""
    return end is None and start.year == issued_on.year and _FROM_PERIOD.match(words) is not None


def _recurs(left: str, words: str) -> bool:
    """A recurrence is a limit, unless it only says which plan, budget or report is meant ("dự toán hàng năm")."""
    if _MEASURED.search(words) or not left.strip() or left.rstrip()[-1] in ",;:.(":
        return True
    return not _REGULAR.search(left)


def _in_quotes(lowered: str, start: int, at: int) -> bool:
    """Inside “ ” the words are a name or a citation."""
    start = max(start, at - _REACH)
    for opening, closing in _QUOTES.items():
        if lowered.rfind(opening, start, at) > lowered.rfind(closing, start, at):
            return True
    return False
