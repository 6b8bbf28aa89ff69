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
_ITSELF = "§"


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
    tail = _TAIL.search(low, start)
    end = tail.start() if tail else len(low)
    before = lead is not None and lead["before"] is not None
    event = plain[start:end].rstrip(" ,;:.") or None
    named = _named_day(plain[:end], low[:end], days, before=before)
    day = named or _known_day(plain[start:end], low[start:end], days)
    hour = last_hour(low[start:end]) if named else None
    return Anchor(event, "before" if before else "after", day, hour, named is not None)


def _named_day(plain: str, low: str, days: KnownDays, *, before: bool) -> date | None:
    """The day that the anchor's words are: "kể từ ngày 20/4/2024", "sau khi kết thúc quý I/2024".

    A day further on is another document's ("kể từ ngày Luật … ngày 05/3/2024 có hiệu lực").
    """
    lead = _LEAD.match(low)
    start = lead.end() if lead else 0
    ended = _ENDED.match(low, start)
    if ended:
        return _last_of(plain[ended.end() :], days)
    read = [core for core in cores(low) if not core.lead]
    if not read or not read[0].periods or read[0].periods[0].unit not in ("day", "lunar", "now"):
        return None
    found = find(plain, issued_on=days.issued_on)
    if not found or found[0].start > start or low[found[0].end :].strip().startswith("của"):
        return None
    value = found[0].value
    return value.end if before else value.start


def _last_of(plain: str, days: KnownDays) -> date | None:
    """The last day of the period that the words begin with; None where they do not say of which year."""
    found = find(plain, issued_on=days.issued_on)
    if not found or found[0].start > 0 or found[0].year_inferred:
        return None
    return found[0].value.end


def _known_day(plain: str, low: str, days: KnownDays) -> date | None:
    """The document's own day of issue, effect or receipt, where the words mean it."""

    def itself(match: re.Match[str]) -> str:
        # "Kế hoạch" alone is the document; "kế hoạch" is one that others are to make.
        return _ITSELF if match["named"] or plain[match.start()].isupper() else match[0]

    own = _own(days.kind).sub(itself, low)
    for kind, day in (
        (_ISSUED, days.issued_on),
        (_EFFECTIVE, days.effective_on),
        (_RECEIVED, days.received_on),
    ):
        match = kind.match(own)
        if match and (match.end() == len(own) or _GOES_ON.match(own, match.end())):
            return day
    return None


@cache
def _own(kind: str | None) -> re.Pattern[str]:
    """The names of the document itself: "Kế hoạch này", and its own kind alone where that is known."""
    kinds = "|".join(map(re.escape, sorted({*kind_names(), *_SELF}, key=len, reverse=True)))
    bare = rf"|{re.escape(fold(kind))}" if kind else ""
    return re.compile(rf"(?<!\w)(?:(?P<named>(?:{kinds}) (?:này|nêu trên)){bare})(?!\w)")
