"""Where what belongs to a task stands: the words that name its assignees, and those that say its time limits.

An annotation gives an assignee's name written out and a deadline's value, not their places. They are looked for where
the guidelines let them be inherited from: in the task, in its line, in the attribute lines below it, then upwards.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.agency_names import full_name
from analyzer.layout.attributes import read_attributes
from analyzer.learning.corpus import GoldDocument, GoldTimeValue
from analyzer.learning.facts import due_key
from analyzer.learning.naming import agency_key
from analyzer.learning.placing import Places
from analyzer.pipes import agencies
from analyzer.pipes.tasks.coreference import issuer_alone, own_bodies
from analyzer.spans import Mask, Span


class Nearness(IntEnum):
    """How near to a task words stand; what is nearer is taken first."""

    TASK = 0
    LINE = 1
    ATTRIBUTE = 2  # in a run-in attribute between the task and the next one
    HEADING = 3  # above, in no task
    EARLIER_TASK = 4
    BELOW = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Words that belong to a task."""

    span: Span
    nearness: Nearness


class Surroundings:
    """The tasks of a text, and how near to each of them other words stand."""

    def __init__(self, text: str, tasks: Sequence[Span]) -> None:
        self._text = text
        self._tasks = tasks
        self._extents = Mask(tasks)
        self._starts = sorted(task.start for task in tasks)

    def nearest(self, task: int, candidates: Iterable[Span]) -> Place | None:
        """Of several places the one that most likely belongs to the task; None where there are none."""
        ranked = [(*self._rank(self._tasks[task], span), span) for span in candidates]
        if not ranked:
            return None
        nearness, _, span = min(ranked)
        return Place(span, nearness)

    def _rank(self, task: Span, span: Span) -> tuple[Nearness, int]:
        if span.within(task):
            return Nearness.TASK, span.start
        if span.start >= task.end:
            return self._below(task, span), span.start - task.end
        distance = abs(task.start - span.end)
        if "\n" not in self._text[span.start : task.start]:
            return Nearness.LINE, distance
        inside = self._extents.covers(span.start, span.end)
        return Nearness.EARLIER_TASK if inside else Nearness.HEADING, distance

    def _below(self, task: Span, span: Span) -> Nearness:
        next_task = bisect_right(self._starts, task.end - 1)
        if next_task < len(self._starts) and self._starts[next_task] < span.start:
            return Nearness.BELOW
        if "\n" not in self._text[task.end : span.start]:
            return Nearness.LINE
        begin = self._text.rfind("\n", 0, span.start) + 1
        end = self._text.find("\n", span.end)
        line = self._text[begin : end if end >= 0 else len(self._text)]
        return Nearness.ATTRIBUTE if read_attributes(line) else Nearness.BELOW


@dataclass(frozen=True, slots=True)
class _Named:
    span: Span
    key: str
    id: str | None


class Attachments:
    """Assignees and deadlines of a document's tasks, found in its text."""

    def __init__(self, document: GoldDocument, places: Places) -> None:
        self._document = document
        self._places = places
        self._around = Surroundings(document.text, places.tasks)
        self._candidates: dict[str, list[Span]] = {}

    def assignee(self, task: int, name: str) -> Place | None:
        """Where the words stand that name an assignee of a task; None where no words name it."""
        if name not in self._candidates:
            self._candidates[name] = self.named(name)
        return self._around.nearest(task, self._candidates[name])

    def deadline(self, task: int, value: GoldTimeValue) -> int | None:
        """The index of the time that says a deadline; None where none has its value."""
        indices = self._times.get(due_key(value.model_dump(mode="json")), [])
        spans = {self._places.times[i]: i for i in reversed(indices)}
        found = self._around.nearest(task, spans)
        return spans[found.span] if found else None

    def named(self, name: str) -> list[Span]:
        """All places where the text names an organisation, in this spelling or a known one."""
        text, found = self._places.offsets, self._recognised(name)
        spelled = {text.from_composed(span) for span in _spelled(name, text.composed)}
        # "Sở Y tế" in "Thanh tra Sở Y tế" is part of another name; it counts where the name stands nowhere else
        free = {span for span in spelled if not self._in_mentions.covers(*span)}
        return sorted((found | free) or spelled)

    def _recognised(self, name: str) -> set[Span]:
        """The places where the agencies pipe finds the organisation."""
        key, ids = agency_key(name), _ids(name, self._document.gold.directive.issued_on)
        return {m.span for m in self._mentions if m.key == key or m.id in ids}

    @cached_property
    def _mentions(self) -> list[_Named]:
        text = self._places.offsets
        header = self._document.gold.directive
        found = agencies.find(text.composed, as_of=header.issued_on)
        found += issuer_alone(text.composed, found, header.issuer)
        named = [(m, full_name(m.name)) for m in [*found, *own_bodies(text.composed, found)]]
        return [
            _Named(
                text.from_composed(Span(max(m.start, m.name_start), m.end)),
                agency_key(name),
                m.id,
            )
            for m, name in named
        ]

    @cached_property
    def _in_mentions(self) -> Mask:
        return Mask(mention.span for mention in self._mentions)

    @cached_property
    def _times(self) -> dict[Hashable, list[int]]:
        return _index(self._document.gold.times, lambda time: due_key(time.model_dump(mode="json")))


def _ids(name: str, as_of: date | None) -> set[str]:
    """The register's ids of a name, without those that stand for many bodies, one an area."""
    register = Register.load()
    found = register.resolve(name, as_of)
    return {a.id for a in found if a.area is None or (entry := register.get(a.id)) is None or entry.id != a.id}


def _spelled(name: str, text: str) -> Iterator[Span]:
    """Where a name stands as it is written, over line breaks too; its capitals tell "Sở Y tế" from "cơ sở y tế"."""
    parts = unicodedata.normalize("NFC", name).split()
    if not parts:
        return
    pattern = re.compile(r"(?<!\w)" + r"\s{1,9}".join(map(re.escape, parts)) + r"(?!\w)", re.IGNORECASE)
    for match in pattern.finditer(text):
        pairs = zip("".join(parts), "".join(match[0].split()), strict=False)
        if all(written.isupper() for letter, written in pairs if letter.isupper()):
            yield Span(*match.span())


def _index(values: Iterable[GoldTimeValue], key: Callable[[GoldTimeValue], Hashable]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for i, value in enumerate(values):
        found.setdefault(key(value), []).append(i)
    return found
