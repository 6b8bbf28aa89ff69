"""Work given to bodies that had ended, or had not begun, on the day of issue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from analyzer.assembly.consistency.telling import Words, day, tasks, warning
from analyzer.assembly.models import Agency, Directive, Warning
from analyzer.knowledge.agencies import Register

_AHEAD = timedelta(days=180)  # a reorganisation that has been decided may give work to the bodies to come


def ended_bodies(directive: Directive, register: Register) -> Iterator[Warning]:
    """Bodies that did not exist on the day of issue and are given work; those merely mentioned may belong to the past.

    Only bodies of which the register knows the day are told.
    """
    issued = directive.directive.issued_on
    if issued is None:
        return
    for agency in directive.agencies:
        if agency.existed is not False or agency.id is None:
            continue
        ids = _tasks_of(agency, directive)
        entry = register.get(agency.id)
        if not ids or entry is None:
            continue
        last, first = entry.valid_to, entry.valid_from
        if last is not None and last < issued:
            heirs = _heirs(agency)
            yield warning(
                "agency_ceased",
                ids,
                tasks=tasks(ids),
                name=agency.name,
                day=day(last),
                issued=day(issued),
                heirs=heirs,
            )
        elif first is not None and first > issued + _AHEAD:
            yield warning("agency_not_yet", ids, tasks=tasks(ids), name=agency.name, day=day(first), issued=day(issued))


def _tasks_of(agency: Agency, directive: Directive) -> list[str]:
    """The tasks in which the very words that name the agency give it a part."""
    places = {(mention.span.start, mention.span.end) for mention in agency.mentions}
    return [
        task.id
        for task in directive.tasks
        if any(a.id == agency.id and (a.span.start, a.span.end) in places for a in task.assignees)
    ]


def _heirs(agency: Agency) -> Words:
    names = ", ".join(body.name for body in agency.answers)
    if not names:
        return Words("", "")
    return Words(f" Nay việc thuộc: {names}.", f" Its work now belongs to: {names}.")
