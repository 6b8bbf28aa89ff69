"""A gold document as the exchange formats see it: marks on ranges of its text, and relations between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.learning.attaching import Attachments
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.placing import find_places
from analyzer.spans import Span

#: The labels of marks. No two marks of the gold with a label of the first three should overlap; others may.
ENTITIES = ("REFERENCE", "TIME", "TARGET")
LABELS = (*ENTITIES, "TASK", "AGENCY")
#: The relations, each from a task: to the agency with that role, or to the time that limits it.
RELATIONS = ("lead", "support", "monitor", "recipient", "deadline")


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled range of the text; ``values`` is what the gold says of it: a date, a unit, an area."""

    id: str
    label: str
    start: int
    end: int
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A task and one of its agencies or deadlines, by the ids of their marks."""

    task: str
    other: str
    type: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An assignee whose name stands nowhere in the text."""

    task: str
    name: str
    role: str


@dataclass(frozen=True)
class Annotated:
    """A document with its marks in text order."""

    id: str
    text: str
    header: Mapping[str, Any]
    marks: Sequence[Mark]
    relations: Sequence[Relation]
    unplaced: Sequence[Unplaced]

    def labelled(self, *labels: str) -> list[Mark]:
        """The marks with one of the labels."""
        return [mark for mark in self.marks if mark.label in labels]


def annotate(document: GoldDocument) -> Annotated:
    """The marks and relations of a gold document. Raises CorpusError where a quote is not in the text.

    Assignees are marked where the text names them, in the task or above it (:mod:`analyzer.learning.attaching`).
    """
    gold, places = document.gold, find_places(document)
    marks = [
        Mark(f"{letter}{i}", label, *span, _values(entry, "quote", "n"))
        for letter, label, entries, spans in (
            ("r", "REFERENCE", gold.references, places.references),
            ("d", "TIME", gold.times, places.times),
            ("g", "TARGET", gold.targets, places.targets),
            ("t", "TASK", gold.tasks, places.tasks),
        )
        for i, (entry, span) in enumerate(zip(entries, spans, strict=True), 1)
    ]
    attachments = Attachments(document, places)
    agencies: dict[tuple[Span, str], Mark] = {}
    relations: list[Relation] = []
    unplaced: list[Unplaced] = []
    for i, task in enumerate(gold.tasks):
        for assignee in task.assignees:
            place = attachments.assignee(i, assignee.name)
            if place is None:
                unplaced.append(Unplaced(f"t{i + 1}", assignee.name, assignee.role))
                continue
            mark = Mark(f"a{len(agencies) + 1}", "AGENCY", *place.span, {"name": assignee.name})
            mark = agencies.setdefault((place.span, assignee.name), mark)
            relations.append(Relation(f"t{i + 1}", mark.id, assignee.role))
        times = (attachments.deadline(i, deadline) for deadline in task.deadlines)
        relations += [Relation(f"t{i + 1}", f"d{time + 1}", "deadline") for time in times if time is not None]
    marks = sorted([*marks, *agencies.values()], key=lambda m: (m.start, -m.end, m.label))
    header = gold.directive.model_dump(mode="json", exclude_none=True)
    return Annotated(document.id, document.text, header, marks, relations, unplaced)


def without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    """Of marks that overlap the longest, then the first: what a column of tags or ``doc.ents`` can hold.

    >>> marks = [Mark("a", "X", 0, 3), Mark("b", "X", 2, 8), Mark("c", "X", 8, 9)]
    >>> [mark.id for mark in without_overlaps(marks)]
    ['b', 'c']
    """
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.start)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)


def _values(entry: Any, *left_out: str) -> dict[str, Any]:
    said = entry.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in said.items()
        if key not in (*left_out, "first", "last", "assignees", "deadlines")
    }
