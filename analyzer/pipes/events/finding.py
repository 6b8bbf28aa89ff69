"""Events in a text: "sau khi có hướng dẫn …", "trước kỳ họp …", "cho đến khi …", "khi có yêu cầu".

What is looked for is an event that others bring about or that comes in its time: a decision, a document, a meeting, a
storm, a request. The next step of one's own work ("sau khi rà soát", "trước khi trình"), a purpose and a case that may
come ("khi thực hiện", "khi có sự cố") are none. Rather too few than too many: an event stands in a tracking sheet in
the place of a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern
from analyzer.spans import HasSpan, Mask

EventRelation = Literal["after", "before", "when"]


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event with the words that tie a task to it; ``event_start`` and ``event_end`` bound the event alone.

    ``relation`` is "after" for work that waits for the event, "before" for work that is to be done before it or goes
    on until it, "when" for work that the event calls for.
    """

    start: int
    end: int
    event_start: int
    event_end: int
    relation: EventRelation


class Way(NamedTuple):
    """How events are told. ``words`` stand in all that the pattern reads: where they do not, it is not asked."""

    words: str
    pattern: re.Pattern[str]
    relation: EventRelation


_UNTIL = pattern("event.finding.until")
WAYS = (
    Way("khi ", pattern("event.finding.soon_after"), "after"),
    Way("sau khi ", pattern("event.finding.after"), "after"),
    Way("sau ", pattern("event.finding.behind"), "after"),
    Way("khi ", _UNTIL, "before"),
    Way("trước ", pattern("event.finding.ahead"), "before"),
    Way("khi ", pattern("event.finding.when"), "when"),
    Way("theo ", pattern("event.finding.on_demand"), "when"),
)
_SCHEDULE = pattern("event.finding.schedule")
_CONDITION = pattern("event.finding.condition")
_NOT_WHEN = pattern("event.finding.not_when")
_STOP = pattern("event.finding.stop")
_GOES_ON = pattern("event.finding.goes_on")
_SAYS = pattern("event.finding.says")
_TIE = re.compile(r"(?:ngay )?(?:sau khi|khi|sau)\s|(?:cho )?(?:đến|tới) khi\s|trước (?:khi\s)?|theo ")
_LONGEST = 220  # characters of an event; what is longer was not read right
_BEFORE = 100  # characters before an event in which a condition is looked for


def find(
    text: str, tasks: Iterable[HasSpan], mask: Mask | None = None, answers: Iterable[HasSpan] = ()
) -> list[EventMention]:
    """The events named within ``tasks`` and ``answers``, in text order, each once.

    ``answers`` are the ranges that tell when work is due: time cells, values of "Thời gian:". There also the schedule
    of another is an event ("theo tiến độ của Trung ương"). Nothing that begins within ``mask`` (times, citations) is
    found, but for what ends work: a time such as "từ 2030 cho đến khi …" takes these words in and has no value for
    them.

    >>> from analyzer.spans import Span
    >>> text = "Niêm yết thủ tục ngay sau khi có quyết định công bố, báo cáo Sở."
    >>> [(text[e.event_start : e.event_end], e.relation) for e in find(text, [Span(0, len(text))])]
    [('có quyết định công bố', 'after')]
    """
    low = fold(text)
    hidden = mask or Mask()
    found: dict[int, EventMention] = {}
    for passage in answers:
        for event in _answer(low, passage) or _within(low, passage, hidden):
            found.setdefault(event.start, event)
    for passage in tasks:
        for event in _within(low, passage, hidden):
            found.setdefault(event.start, event)
    return _apart([found[start] for start in sorted(found)])


def _apart(events: Sequence[EventMention]) -> list[EventMention]:
    """The events without those that lie within another: "khi" within "ngay sau khi"."""
    kept: list[EventMention] = []
    for event in events:
        if not kept or event.start >= kept[-1].end:
            kept.append(event)
    return kept


def _within(low: str, passage: HasSpan, mask: Mask) -> Iterator[EventMention]:
    for words, way, relation in WAYS:
        if low.find(words, passage.start, passage.end) < 0:
            continue
        for match in way.finditer(low, passage.start, passage.end):
            start = match.start()
            if way is not _UNTIL and mask.covers(start, start + 1):
                continue
            tie = _TIE.match(low, start)
            event_start = tie.end() if tie else start
            if _CONDITION.search(low, max(passage.start, start - _BEFORE), start):
                continue
            if _NOT_WHEN.match(low, event_start):
                continue
            opens = _opens(low, passage.start, start)
            end = _end(low, event_start, max(match.end(), event_start), opens, passage, mask)
            if end is not None and end > event_start:
                yield EventMention(start, end, event_start, end, relation)


def _opens(low: str, first: int, start: int) -> bool:
    """Whether the sentence begins at ``start``, or the passage that begins at ``first``."""
    before = low[max(first, start - 4) : start].rstrip(" -+*•")
    return not before if start - first <= 4 else before[-1:] in (".", ";", "\n")


def _answer(low: str, passage: HasSpan) -> list[EventMention]:
    match = _SCHEDULE.match(low, passage.start, passage.end)
    if match is None:
        return []
    start, end = match.start(1), passage.start + len(low[passage.start : match.end()].rstrip())
    tie = _TIE.match(low, start)
    return [EventMention(start, end, tie.end() if tie else start, end, "when")]


def _end(low: str, event_start: int, at: int, opens: bool, passage: HasSpan, mask: Mask) -> int | None:
    """Where the event ends: before the main clause goes on, or with the passage; None for what never ends.

    ``opens`` says that the event opens its sentence: then a comma behind it ends it.
    """
    limit = min(passage.end, at + _LONGEST)
    first: int | None = None
    for stop in _STOP.finditer(low, at, limit):
        here = stop.start()
        if stop[0] in (".", ",") and mask.covers(here, here + 1):
            continue  # a mark within a citation
        end = here - len(low[at:here]) + len(low[at:here].rstrip())
        first = end if first is None else first
        if not _SAYS.search(low, event_start, here):
            if stop[0] in (",", "(", ")"):
                continue  # a mark within the name of what the event is said of
            return first
        if stop[0] == "," and not opens and (more := _GOES_ON.match(low, here, limit)):
            return more.end()
        return end
    if first is not None and not _SAYS.search(low, event_start, limit):
        return first
    return at + len(low[at:limit].rstrip(" .\n")) if limit == passage.end else first
