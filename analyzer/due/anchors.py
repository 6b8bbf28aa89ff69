"""What a length of time is counted from: the document's own days, a named day, or an event that has no day yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from analyzer.due.hours import last_hour
from analyzer.due.settings import KnownDays
from analyzer.knowledge.doc_kinds import kind_names
from analyzer.knowledge.patterns import pattern, words
from analyzer.pipes.times import find
from analyzer.pipes.times.scan import cores, fold

_LEAD = pattern("due.anchors.lead")
_ISSUED = pattern("due.anchors.issued")
_EFFECTIVE = pattern("due.anchors.effective")
_RECEIVED = pattern("due.anchors.received")
_ENDED = pattern("due.anchors.ended")
_GOES_ON = pattern("due.anchors.goes_on")
_TAIL = pattern("due.anchors.tail")
_SELF = words("due.anchors.self")
_ITSELF, _ITS_KIND = "§", "¤"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The event a length of time is tied to.

    ``event`` is its words without "kể từ", None where the text has none; ``day`` its day, None until it is known;
    ``hour`` its moment. ``named`` says that the words themselves name the day.
    """

    event: str | None
    direction: Literal["after", "before"]
    day: date | None = None
    hour: str | None = None
    named: bool = False


def read_anchor(text: str, days: KnownDays) -> Anchor:
    """The event of an anchor as written, with its day where the words or the known days tell it.

    >>> days = KnownDays(issued_on=date(2024, 3, 12))
    >>> read_anchor("kể từ ngày ký", days)
    Anchor(event='ngày ký', direction='after', day=datetime.date(2024, 3, 12), hour=None, named=False)
    >>> read_anchor("kể từ ngày 20/4/2024", days).day, read_anchor("trước kỳ họp", days)
    (datetime.date(2024, 4, 20), Anchor(event='kỳ họp', direction='before', day=None, hour=None, named=False))
    """
    plain = " ".join(text.split())
    low = fold(plain)
    lead = _LEAD.match(low)
    start = lead.end() if lead else 0
    before = lead is not None and lead["before"] is not None
    direction: Literal["after", "before"] = "before" if before else "after"
    named = _named_day(plain, low, start, days, before=before)
    if named:
        day, end = named
        return Anchor(plain[start:end], direction, day, last_hour(low[start:end]), named=True)
    known = _own_day(plain[start:], low[start:], days)
    if known:
        day_of_it, length = known
        return Anchor(plain[start : start + length], direction, day_of_it)
    tail = _TAIL.search(low, start)
    event = plain[start : tail.start() if tail else len(plain)].rstrip(" ,;:.")
    return Anchor(event or None, direction)


def _named_day(plain: str, low: str, start: int, days: KnownDays, *, before: bool) -> tuple[date, int] | None:
    """The day that the event's words are, and where they end: "ngày 20/4/2024", "kết thúc quý I/2024".

    A day further on is another document's ("kể từ ngày Luật … ngày 05/3/2024 có hiệu lực").
    """
    ended = _ENDED.match(low, start)
    if ended:
        period = next(iter(find(plain[ended.end() :], issued_on=days.issued_on)), None)
        if period is None or period.start > 0 or period.year_inferred or period.value.end is None:
            return None
        return period.value.end, ended.end() + period.end
    read = next((core for core in cores(low) if not core.lead), None)
    if read is None or not read.periods or read.periods[0].unit not in ("day", "lunar", "tet", "now"):
        return None
    found = next(iter(find(plain, issued_on=days.issued_on)), None)
    if found is None or found.start > start or low.startswith(" của", found.end):
        return None
    day = found.value.end if before else found.value.start
    return (day, read.end) if day else None


def _own_day(plain: str, low: str, days: KnownDays) -> tuple[date | None, int] | None:
    """The document's day of issue, effect or receipt, None where it is not known, and the length of the words that mean
    it; nothing where they mean no such event.
    """

    def itself(match: re.Match[str]) -> str:
        if match["named"]:
            return _ITSELF * len(match[0])
        # "Kế hoạch" alone may be the document; "kế hoạch" is one that others are to make.
        return _ITS_KIND * len(match[0]) if plain[match.start()].isupper() else match[0]

    own = _own(days.kind).sub(itself, low)
    for kind, day in (
        (_ISSUED, days.issued_on),
        (_EFFECTIVE, days.effective_on),
        (_RECEIVED, days.received_on),
    ):
        match = kind.match(own)
        if match and (_ITSELF in match[0] or match.end() == len(own) or _GOES_ON.match(own, match.end())):
            return day, match.end()
    return None


@cache
def _own(kind: str | None) -> re.Pattern[str]:
    """The names of the document itself: "Kế hoạch này", and its own kind alone where that is known."""
    kinds = "|".join(map(re.escape, sorted({*kind_names(), *_SELF}, key=len, reverse=True)))
    bare = rf"|{re.escape(fold(kind))}" if kind else ""
    return re.compile(rf"(?<!\w)(?:(?P<named>(?:{kinds}) (?:này|nêu trên)){bare})(?!\w)")
