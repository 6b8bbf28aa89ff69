"""From when the document itself holds, as its closing words say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.mentions import TimeMention

_CLAUSE = pattern("action.effect.clause")
_SIGNING = pattern("action.effect.signing")
_ELSEWHERE = pattern("action.effect.elsewhere")
_WORDS = "có hiệu lực"
_BEFORE, _BEHIND = 40, 60  # letters in which the clause lies around these words
_NEAR = 3  # letters between the clause and the time that belongs to it
_AHEAD = 30  # letters behind the time that may still say what it counts from
_LONGEST = 366  # days; a longer "sau N ngày" is no day of effect


def effective_on(text: str, issued_on: date | None, times: Sequence[TimeMention]) -> date | None:
    """The first day on which the document holds; None where it does not say.

    "Sau 10 ngày kể từ ngày ký" is ten days after the day of issue.

    >>> from analyzer.pipes import times
    >>> text = "Quyết định này có hiệu lực từ ngày 01/7/2024."
    >>> effective_on(text, date(2024, 6, 12), times.find(text, issued_on=date(2024, 6, 12)))
    datetime.date(2024, 7, 1)
    >>> effective_on("Chỉ thị này có hiệu lực kể từ ngày ký.", date(2024, 6, 12), [])
    datetime.date(2024, 6, 12)
    """
    at = text.find(_WORDS)
    while at >= 0:
        clause = _CLAUSE.search(text, max(0, at - _BEFORE), at + _BEHIND)
        at = text.find(_WORDS, at + 1)
        if clause is None:
            continue
        if _SIGNING.match(text, clause.end()):
            return issued_on
        for time in times:
            if clause.end() - _NEAR - len("kể") <= time.start <= clause.end() + _NEAR:
                return None if _ELSEWHERE.search(text, time.start, time.end + _AHEAD) else _day(time, issued_on)
    return None


def _day(time: TimeMention, issued_on: date | None) -> date | None:
    value = time.value
    if value.start is not None:
        return value.start
    length = value.duration or ""
    if issued_on is None or value.working_days or not (length.startswith("P") and length.endswith("D")):
        return None
    days = int(length[1:-1])
    return issued_on + timedelta(days=days) if days <= _LONGEST else None
