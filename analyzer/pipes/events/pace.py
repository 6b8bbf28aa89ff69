"""How fast or how steadily a task is to be done, where its words say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern

Pace = Literal["immediate", "continuous"]

_HEAD = pattern("event.pace.head")
_URGENT = pattern("event.pace.urgent")
_AT_ONCE = pattern("event.pace.at_once")
_KEEPING_ON = pattern("event.pace.keeping_on")
_VALUE = pattern("event.pace.value")
_IN_CASE = pattern("event.pace.in_case")
_OPENING = 60  # characters in which "at once" speaks of the first thing asked, whatever commas stand there


def pace(action: str, answers: Iterable[str] = ()) -> Pace | None:
    """The pace of an action (a task's words without its addressee, else its text); None where none is set.

    ``answers`` are the words that answer "when" elsewhere: a time cell, the value of "Thời gian:". Only the first
    thing asked counts: what an action says behind a semicolon, or of a case that may come, is not its pace.

    >>> pace("khẩn trương rà soát các thủ tục"), pace("Thường xuyên cập nhật, kịp thời báo cáo")
    ('immediate', 'continuous')
    >>> pace("bố trí kinh phí chi thường xuyên"), pace("lập kế hoạch", ["Thường xuyên"])
    (None, 'continuous')
    """
    for answer in answers:
        told = _VALUE.fullmatch(fold(answer).strip(" .;\n"))
        if told:
            return _named(told.lastgroup)
    first = fold(action.partition(";")[0])
    told = _HEAD.match(first)
    if told:
        return _named(told["immediate"] and "immediate")
    if _KEEPING_ON.match(first):
        return "continuous"
    haste = _URGENT.search(first) or _AT_ONCE.search(first, 0, max(_OPENING, first.find(",")))
    return "immediate" if haste and not _IN_CASE.search(first, 0, haste.start()) else None


def _named(group: str | None) -> Pace:
    return "immediate" if group == "immediate" else "continuous"
