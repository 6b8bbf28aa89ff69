"""What differs between two forms of a task, field by field, as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.assembly.models import Directive, Target, Task
from analyzer.comparison.parties import Party, parties, tie
from analyzer.knowledge.folding import fold
from analyzer.writing.bodies import assignees
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label
from analyzer.writing.limits import due_day, limit_words, work

Field = Literal["words", "lead", "support", "deadline", "target", "modality", "area"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs, as it is shown."""

    field: Field
    before: str
    after: str


def target_words(target: Target) -> str:
    """What is measured, and its value."""
    return " ".join(filter(None, (target.metric, target.text)))


def flat(text: str) -> str:
    """What of a text counts as wording: letters, digits and signs that change a number."""
    return "".join(c for c in fold(text) if c.isalnum() or c in "%/+<>=")


def fields_changed(before: Directive, old: Task, after: Directive, new: Task) -> Iterable[FieldChange]:
    """The fields in which two tasks of two documents differ."""
    if flat(work(old)) != flat(work(new)):
        yield FieldChange("words", work(old), work(new))
    lead = FieldChange("lead", _names(old, "lead"), _names(new, "lead"))
    if not _same_parties(before, old, after, new, "lead"):
        yield lead
    if not _same_parties(before, old, after, new, "support"):
        yield FieldChange("support", _names(old, "support"), _names(new, "support"))
    if _limits(old) != _limits(new):
        yield FieldChange("deadline", "; ".join(limit_words(old)), "; ".join(limit_words(new)))
    ours, theirs = _targets(before, old), _targets(after, new)
    if [_value(t) for t in ours] != [_value(t) for t in theirs]:
        yield FieldChange("target", "; ".join(map(target_words, ours)), "; ".join(map(target_words, theirs)))
    if old.modality != new.modality:
        yield FieldChange("modality", label("modality", old.modality), label("modality", new.modality))
    if old.area != new.area:
        yield FieldChange("area", label("area", old.area), label("area", new.area))


def _same_parties(before: Directive, old: Task, after: Directive, new: Task, role: Literal["lead", "support"]) -> bool:
    ours = parties(before, (a for a in old.assignees if a.role == role))
    theirs = parties(after, (a for a in new.assignees if a.role == role))
    return len(ours) == len(theirs) and _meet(ours, theirs) and _meet(theirs, ours)


def _meet(ours: Sequence[Party], theirs: Sequence[Party]) -> bool:
    return all(any(fold(a.name) == fold(b.name) or (a.id and tie(a, b) == "same") for b in theirs) for a in ours)


def _names(task: Task, role: Literal["lead", "support"]) -> str:
    return "; ".join(dict.fromkeys(a.name for a in assignees(task, role)))


def _limits(task: Task) -> list[tuple[str, ...]]:
    """The limits of a task by their value, by their words where they have none."""
    found = {
        (
            str(due_day(d) or ""),
            d.rrule or "",
            d.duration or "",
            "" if due_day(d) or d.rrule or d.duration else flat(d.text),
        )
        for d in task.deadlines
    }
    return sorted(found)


def _targets(directive: Directive, task: Task) -> list[Target]:
    known = {target.id: target for target in directive.targets}
    return sorted((known[t] for t in task.targets if t in known), key=lambda t: (_value(t), t.id))


def _value(target: Target) -> tuple[str, ...]:
    end = target.due.end if target.due else None
    return (
        flat(target.unit or ""),
        target.comparator,
        f"{target.value:020.6f}",
        str(target.upper or ""),
        vietnamese_date(end),
    )
