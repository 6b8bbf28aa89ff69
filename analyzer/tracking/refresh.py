"""Results of an earlier day brought up to date: due days, next occurrences, who answers now.

A result keeps the words and values that its due days were counted from, so that they can be counted again for another
day, policy or day of receipt, without the document.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from analyzer.assembly.models import Agency, Assignee, Body, Deadline, Directive, DirectiveHeader, Formula, Place, Step
from analyzer.due.compute import BY_HAND, compute
from analyzer.due.settings import DueSettings, KnownDays
from analyzer.knowledge.provinces import by_id
from analyzer.knowledge.succession import Answer, Succession, succession
from analyzer.pipes.agencies.resolving import resolve, setting_of
from analyzer.pipes.mentions import AgencyMention, TimeMention, TimeValue


def refreshed(directive: Directive, as_of: date, settings: DueSettings) -> Directive:
    """The directive as it would be analysed for the day ``as_of`` with the settings."""
    days = known_days(directive.directive, settings)
    bodies = _Bodies(directive, as_of)
    tasks = [
        task.model_copy(
            update={
                "assignees": [bodies.assignee(a) for a in task.assignees],
                "deadlines": [counted(d, days, settings, as_of) for d in task.deadlines],
            }
        )
        for task in directive.tasks
    ]
    agencies = [bodies.agency(agency) for agency in directive.agencies]
    changed = {"as_of": as_of, "policy": settings.policy, "tasks": tasks, "agencies": agencies}
    return directive.model_copy(update=changed)


def known_days(header: DirectiveHeader, settings: DueSettings) -> KnownDays:
    """The days that a document's limits are counted from."""
    return KnownDays(
        issued_on=header.issued_on,
        effective_on=settings.effective_on or header.effective_on,
        received_on=settings.received_on,
        kind=header.kind_name,
    )


def counted(limit: Deadline, days: KnownDays, settings: DueSettings, as_of: date) -> Deadline:
    """A time limit with its due days counted anew; of days that a person set, the words around them tell nothing."""
    value = TimeValue(limit.start, limit.end, limit.rrule, limit.duration, limit.working_days)
    mention = TimeMention(
        limit.span.start, limit.span.end, value, limit.bound, limit.anchor, year_inferred=limit.year_inferred
    )
    by_hand = BY_HAND in limit.basis
    found = compute("" if by_hand else limit.text, mention, days, settings, as_of)
    how = found.formula
    formula = how and Formula(
        event=how.event,
        offset=how.offset,
        working_days=how.working_days,
        direction=how.direction,
        counted_from=how.counted_from,
    )
    return limit.model_copy(
        update={
            "hour": limit.hour if by_hand else found.hour,
            "due": found.due,
            "safe_due": found.safe_due,
            "next_due": list(found.next_due),
            "formula": formula,
            "basis": [*([BY_HAND] if by_hand else []), *found.basis],
        }
    )


class _Bodies:
    """The organisations of a directive resolved anew, in the setting that its header and the names in it tell."""

    def __init__(self, directive: Directive, as_of: date) -> None:
        header = directive.directive
        self._as_of = as_of
        self._forms = {agency.name: agency.form for agency in directive.agencies}
        named = [agency.name for agency in directive.agencies if agency.form == "registered"]
        issuer = header.issuer.name if header.issuer else None
        self._setting = setting_of(issuer, header.place, header.issued_on, named)

    def agency(self, agency: Agency) -> Agency:
        found = self._succession(agency.name, agency.id, agency.province.id if agency.province else None)
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

    def assignee(self, assignee: Assignee) -> Assignee:
        found = self._succession(assignee.name, assignee.id, assignee.province)
        return assignee if found is None else assignee.model_copy(update={"answers": _answers(found)})

    def _succession(self, name: str, agency_id: str | None, province_id: str | None) -> Succession | None:
        """Who answers on the day for the body that was found; None for what this register does not know."""
        form = self._forms.get(name)
        if form is not None:
            again = resolve(AgencyMention(0, len(name), name, form), self._setting, self._as_of)
            if again.id == agency_id:
                return again.succession
        if agency_id is None:
            return None
        try:
            return succession(agency_id, by_id(province_id) if province_id else None, self._as_of)
        except KeyError:
            return None


def _answers(found: Succession) -> list[Body]:
    return [_body(answer) for answer in found.answers]


@lru_cache(maxsize=16_384)
def _body(answer: Answer) -> Body:
    """The body, made once: the same ones answer in most documents."""
    place = answer.province
    return Body(id=answer.id, name=answer.name, province=Place(id=place.id, name=place.name) if place else None)
