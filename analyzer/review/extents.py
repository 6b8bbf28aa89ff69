"""Tasks of other extents: in other words of the text, cut in two, joined with their neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from analyzer.assembly.actions import action_span, deliverable_spans
from analyzer.assembly.models import Assignee, Confidences, Deadline, Directive, Span, Task
from analyzer.layout.outline import Node
from analyzer.pipes import events
from analyzer.pipes.mentions import AgencyMention, TimeMention, TimeValue
from analyzer.pipes.tasks import TaskMention
from analyzer.pipes.tasks import mentions as found
from analyzer.reading.manuscript import Block
from analyzer.review.errors import BadEdit, extent_taken
from analyzer.review.named import Named, inside, same_place
from analyzer.review.places import Places

_Part = TypeVar("_Part", Assignee, Deadline)


@dataclass(frozen=True, slots=True)
class Extents:
    """Makes tasks of other extents in one directive as people have made it so far."""

    directive: Directive
    places: Places

    def extended(self, task: Task, start: int, end: int) -> Task:
        """A task in other words. What it names elsewhere stays; who leads it does, too, where the words named them."""
        span = self.free_span(start, end, task)
        whole = self._part(task, span)
        fresh = Named(self.directive, self.places).within(span)
        assignees = [*whole.assignees, *_beyond(fresh.assignees, task.span, whole.assignees)]
        if not _leads(assignees):
            assignees = [*(a.model_copy(update={"inherited": True}) for a in _leads(task.assignees)), *assignees]
        update = {
            "assignees": each_once(assignees),
            "deadlines": [*whole.deadlines, *_beyond(fresh.deadlines, task.span, whole.deadlines)],
            "targets": distinct([*whole.targets, *fresh.targets]),
            "references": distinct([*whole.references, *fresh.references]),
        }
        return told(whole.model_copy(update=update), self.places.text)

    def split(self, task: Task, at: int, new_id: str) -> tuple[Task, Task]:
        """The parts before and behind a place. What the task names elsewhere goes to both; a part that names nobody in
        charge has those of the other."""
        if not task.span.start < at < task.span.end:
            raise BadEdit(
                "The place to split at must lie within the task.", "Vị trí tách phải nằm trong câu chữ của nhiệm vụ."
            )
        first = self._part(task, self.free_span(task.span.start, at, task))
        second = self._part(task, self.free_span(at, task.span.end, task))
        first, second = _led_as(first, second), _led_as(second, first)
        return told(first, self.places.text), told(second.model_copy(update={"id": new_id}), self.places.text)

    def merged(self, tasks: Sequence[Task]) -> Task:
        """Neighbours as one task, which keeps the name, the kind and the section of the first."""
        span = self.places.span(tasks[0].span.start, max(task.span.end for task in tasks))
        parts = [self._moved(task, span) for task in tasks]
        update = {
            "assignees": each_once(_told_apart([a for part in parts for a in part.assignees], span)),
            "deadlines": _told_apart(distinct(d for part in parts for d in part.deadlines), span),
            "triggers": distinct(t for part in parts for t in part.triggers),
            "targets": distinct(target for part in parts for target in part.targets),
            "references": distinct(reference for part in parts for reference in part.references),
            "deliverables": distinct(thing for part in parts for thing in part.deliverables),
            "pace": next((part.pace for part in parts if part.pace), None),
            "confidences": _least([part.confidences for part in parts]),
        }
        return told(parts[0].model_copy(update=update), self.places.text, again=False)

    def free_span(self, start: int, end: int, task: Task | None = None) -> Span:
        """The span of words that are no other task. Raises BadEdit."""
        start, end = self.places.trimmed(start, end)
        for other in self.directive.tasks:
            if (task is None or other.id != task.id) and (other.span.start, other.span.end) == (start, end):
                raise extent_taken(other)
        return self.places.span(start, end)

    def _part(self, task: Task, span: Span) -> Task:
        """A task cut down to other words, with what it names in them or outside of its old ones."""
        old, text = task.span, self.places.text
        spans = {item.id: item.span for item in (*self.directive.targets,)}
        spans |= {item.id: item.span for item in self.directive.references}

        def stays(place: Span) -> bool:
            return inside(place, span) or not inside(place, old) or same_place(place, old)

        words = text[span.start : span.end]
        update = {
            "assignees": [a for a in task.assignees if stays(a.span)],
            "deadlines": [d for d in task.deadlines if stays(d.span)],
            "triggers": [t for t in task.triggers if stays(t.span)],
            "targets": [t for t in task.targets if t not in spans or stays(spans[t])],
            "references": [r for r in task.references if r not in spans or stays(spans[r])],
            "deliverables": [d for d in task.deliverables if d in words or d not in task.text],
        }
        return self._moved(task.model_copy(update=update), span)

    def _moved(self, task: Task, span: Span) -> Task:
        """A task in other words; what rests on the task as a whole goes with it."""
        text, old = self.places.text, task.span
        words = {"text": text[span.start : span.end], "span": span}

        def moved(part: _Part) -> _Part:
            if same_place(part.span, old):
                return part.model_copy(update=words)
            here = inside(part.span, span)
            elsewhere = part.inherited if not inside(part.span, old) else not here
            return part.model_copy(update={"inherited": elsewhere and not here})

        return task.model_copy(
            update={
                **words,
                "assignees": [moved(a) for a in task.assignees],
                "deadlines": [moved(d) for d in task.deadlines],
            }
        )


def told(task: Task, text: str, *, again: bool = True) -> Task:
    """A task whose extent a person set, with what follows from its words: action, pace, things to hand in.

    Without ``again`` pace and things to hand in stay as they are.
    """
    mention = mention_of(task)
    action = action_span(text, mention)
    words = text[action.start : action.end].rstrip(" ,") or None if action else None
    update: dict[str, object] = {"action": words, "confidence": 1.0}
    if again:
        things = [d for d in task.deliverables if d not in task.text]
        update["deliverables"] = distinct([*things, *(text[s.start : s.end] for s in deliverable_spans(text, mention))])
        update["pace"] = events.pace(words or task.text) or task.pace
    if task.confidences is not None:
        update["confidences"] = task.confidences.model_copy(update={"task": 1.0})
    return task.model_copy(update=update)


def mention_of(task: Task, cue: str = "") -> TaskMention:
    """A task as the pipes have it, without its place in the outline."""
    start, end = task.span.start, task.span.end
    node = Node(0, "paragraph", None, start, start, end, Block("paragraph", start, end))
    return TaskMention(
        start,
        end,
        node,
        task.modality,
        [
            found.Assignee(AgencyMention(a.span.start, a.span.end, a.name, "registered"), a.role, a.inherited)
            for a in task.assignees
        ],
        [
            found.Deadline(TimeMention(d.span.start, d.span.end, TimeValue(d.start, d.end)), d.inherited)
            for d in task.deadlines
        ],
        cue=cue,
    )


def each_once(assignees: Iterable[Assignee]) -> list[Assignee]:
    """Each body once a role; one that leads is not named as support, too."""
    listed = list(assignees)
    leads = {a.name.lower() for a in listed if a.role == "lead"}
    kept: dict[tuple[str, str], Assignee] = {}
    for part in listed:
        if part.role != "support" or part.name.lower() not in leads:
            kept.setdefault((part.name.lower(), part.role), part)
    return list(kept.values())


_Item = TypeVar("_Item")


def distinct(items: Iterable[_Item]) -> list[_Item]:
    """The items in their order, each once."""
    kept: list[_Item] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept


def _beyond(parts: Iterable[_Part], old: Span, known: Sequence[_Part]) -> list[_Part]:
    """The parts that stand in words that were not the task's."""
    places = {(part.span.start, part.span.end) for part in known}
    return [p for p in parts if not inside(p.span, old) and (p.span.start, p.span.end) not in places]


def _leads(assignees: Iterable[Assignee]) -> list[Assignee]:
    return [a for a in assignees if a.role == "lead"]


def _led_as(task: Task, other: Task) -> Task:
    """The task, led by those of the other where it names nobody in charge."""
    if _leads(task.assignees):
        return task
    heirs = [a.model_copy(update={"inherited": True}) for a in _leads(other.assignees)]
    return task.model_copy(update={"assignees": [*heirs, *task.assignees]})


def _told_apart(parts: Sequence[_Part], span: Span) -> list[_Part]:
    """The parts, of which those in the words are named by them."""
    return [p.model_copy(update={"inherited": False}) if p.inherited and _in_words(p.span, span) else p for p in parts]


def _in_words(place: Span, span: Span) -> bool:
    return inside(place, span) and not same_place(place, span)


def _least(found: Sequence[Confidences | None]) -> Confidences | None:
    """Of each field the least sure."""
    known = [c.model_dump() for c in found if c is not None]
    return Confidences(**{field: min(c[field] for c in known) for field in known[0]}) if known else None
