"""Results of an earlier day brought up to date: due days, next occurrences, who answers now.

A result keeps the words and values that its due days were counted from, so that they can be counted again for another
day, policy or day of receipt, without the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analyzer.assembly.models import Agency, Assignee, Body, Deadline, Directive, Formula, Place, Step
from analyzer.due.compute import compute
from analyzer.due.settings import DueSettings, KnownDays
from analyzer.knowledge.provinces import by_id
from analyzer.knowledge.succession import Succession, succession
from analyzer.pipes.mentions import TimeMention, TimeValue


def refreshed(directive: Directive, as_of: date, settings: DueSettings) -> Directive:
    """The directive as it would be analysed for the day ``as_of`` with the settings."""
    header = directive.directive
    days = KnownDays(
        issued_on=header.issued_on,
        effective_on=settings.effective_on or header.effective_on,
        received_on=settings.received_on,
        kind=header.kind_name,
    )
    tasks = [
        task.model_copy(
            update={
                "assignees": [_assignee(a, as_of) for a in task.assignees],
                "deadlines": [_deadline(d, days, settings, as_of) for d in task.deadlines],
            }
        )
        for task in directive.tasks
    ]
    agencies = [_agency(agency, as_of) for agency in directive.agencies]
    changed = {"as_of": as_of, "policy": settings.policy, "tasks": tasks, "agencies": agencies}
    return directive.model_copy(update=changed)


def _deadline(limit: Deadline, days: KnownDays, settings: DueSettings, as_of: date) -> Deadline:
    value = TimeValue(limit.start, limit.end, limit.rrule, limit.duration, limit.working_days)
    mention = TimeMention(
        limit.span.start, limit.span.end, value, limit.bound, limit.anchor, year_inferred=limit.year_inferred
    )
    found = compute(limit.text, mention, days, settings, as_of)
    counted = found.formula
    formula = counted and Formula(
        event=counted.event,
        offset=counted.offset,
        working_days=counted.working_days,
        direction=counted.direction,
        counted_from=counted.counted_from,
    )
    return limit.model_copy(
        update={
            "hour": found.hour,
            "due": found.due,
            "safe_due": found.safe_due,
            "next_due": list(found.next_due),
            "formula": formula,
            "basis": list(found.basis),
        }
    )


def _agency(agency: Agency, as_of: date) -> Agency:
    found = _succession(agency.id, agency.province.id if agency.province else None, as_of)
    if found is None:
        return agency
    answers = _answers(found)
    return agency.model_copy(
        update={
            "current": [body.id for body in answers],
            "answers": answers,
            "steps": [Step(on=s.on, of=s.of, to=list(s.to), basis=s.basis, note=s.note) for s in found.steps],
            "note": found.note,
        }
    )


def _assignee(assignee: Assignee, as_of: date) -> Assignee:
    found = _succession(assignee.id, assignee.province, as_of)
    return assignee if found is None else assignee.model_copy(update={"answers": _answers(found)})


def _succession(agency_id: str | None, province_id: str | None, as_of: date) -> Succession | None:
    """Who answers on the day; None for what this register does not know: the result may be of another one."""
    if agency_id is None:
        return None
    try:
        return succession(agency_id, by_id(province_id) if province_id else None, as_of)
    except KeyError:
        return None


def _answers(found: Succession) -> Sequence[Body]:
    return [
        Body(id=a.id, name=a.name, province=Place(id=a.province.id, name=a.province.name) if a.province else None)
        for a in found.answers
    ]
