"""A task made from words that were in none."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.assembly.models import Assignee, Deadline, Directive, Span, Task
from analyzer.knowledge.folding import fold
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.modality import ruled_modality
from analyzer.review.extents import Extents, each_once, mention_of, told
from analyzer.review.named import Named, inside, same_place
from analyzer.review.places import Places


def added(directive: Directive, places: Places, start: int, end: int, new_id: str) -> Task:
    """The task of these words: what the document was found to name in them become its parts.

    Where they name nobody in charge it has those whom a heading names for its neighbours, as these have them; so too
    with limits. Without such a heading the first body named leads. Raises BadEdit.
    """
    span = Extents(directive, places).free_span(start, end)
    named = Named(directive, places)
    before, behind = _neighbours(directive.tasks, span)
    section = _section(directive, places.text, span, before, behind)
    kin = [task for task in (before, behind) if task is not None and _related(task.section, section)]
    task = named.within(span)
    heirs: Sequence[Assignee] = ()
    if not _led(task.assignees):
        heirs = next((found for t in kin if _led(found := _inherited_assignees(t))), [])
        if not heirs:
            task = named.within(span, first_leads=True)
    limits: Sequence[Deadline] = task.deadlines
    if not limits:
        limits = next((set_above for t in kin if (set_above := _inherited_limits(t))), [])
    task = task.model_copy(
        update={
            "id": new_id,
            "section": section,
            "area": kin[0].area if kin else "other",
            "assignees": each_once([*heirs, *task.assignees]),
            "deadlines": list(limits),
        }
    )
    low = fold(places.text)
    cue = "prohibition" if cues().prohibitions.at(low, span.start) else ""
    modality = ruled_modality(low, mention_of(task, cue), named.roles(span).asked)
    return told(task.model_copy(update={"modality": modality}), places.text)


def _led(assignees: Sequence[Assignee]) -> bool:
    return any(a.role == "lead" for a in assignees)


def _inherited_assignees(task: Task) -> list[Assignee]:
    """Those whom a heading names for a task."""
    return [a for a in task.assignees if a.inherited and not same_place(a.span, task.span)]


def _inherited_limits(task: Task) -> list[Deadline]:
    """The limits that a heading sets for a task."""
    return [d for d in task.deadlines if d.inherited and not same_place(d.span, task.span)]


def _neighbours(tasks: Sequence[Task], span: Span) -> tuple[Task | None, Task | None]:
    """The tasks before and behind the words; one that holds them counts as before."""
    before = [task for task in tasks if task.span.start <= span.start]
    behind = [task for task in tasks if task.span.start > span.start]
    return (before[-1] if before else None), (behind[0] if behind else None)


def _section(directive: Directive, text: str, span: Span, before: Task | None, behind: Task | None) -> list[str]:
    """The labels above the words: those of a unit that the analysis looked at or of a task of the same line, else
    what the neighbours share."""
    for unit in directive.review or ():
        if inside(unit.span, span) or inside(span, unit.span):
            return list(unit.section)
    if before is not None and "\n" not in text[before.span.start : span.start]:
        return list(before.section)
    if behind is not None and "\n" not in text[span.start : behind.span.start]:
        return list(behind.section)
    if before is None or behind is None:
        only = before or behind
        return list(only.section[:-1]) if only is not None else []
    return _shared(before.section, behind.section)


def _related(section: Sequence[str], other: Sequence[str]) -> bool:
    """Whether labels are those of the same part of the document: the same, or of items of one heading."""
    shared = len(_shared(section, other))
    return shared >= max(len(section), len(other)) - 1


def _shared(section: Sequence[str], other: Sequence[str]) -> list[str]:
    """The labels on the common way from the root."""
    kept = []
    for one, two in zip(section, other, strict=False):
        if one != two:
            break
        kept.append(one)
    return kept
