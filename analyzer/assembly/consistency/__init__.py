"""What a careful clerk asks about before a directive is sent on: where it disagrees with itself or with what is known.

Each doubt is a warning that names the tasks or references it is about. Rather too few than too many: what a secretary
would wave aside is not told.
"""

from __future__ import annotations

from analyzer.assembly.consistency.bodies import ended_bodies
from analyzer.assembly.consistency.leads import several_leads, without_lead
from analyzer.assembly.consistency.limits import different_limits, on_days_off, over_before_issue
from analyzer.assembly.consistency.references import disagreeing_references
from analyzer.assembly.consistency.targets import over_hundred
from analyzer.assembly.models import Directive, Warning
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.work_calendar import WorkCalendar

__all__ = ["inconsistencies"]


def inconsistencies(
    directive: Directive, calendar: WorkCalendar | None = None, register: Register | None = None
) -> list[Warning]:
    """The doubts about a directive, those about tasks first.

    ``calendar`` says which days are working days, ``register`` when agencies came and went; without them the package's
    own are asked. :attr:`Directive.text` is needed to see who is said to be in charge.
    """
    register = register or Register.load()
    return [
        *without_lead(directive),
        *several_leads(directive),
        *over_before_issue(directive),
        *on_days_off(directive, calendar or WorkCalendar.vietnam()),
        *different_limits(directive),
        *ended_bodies(directive, register),
        *disagreeing_references(directive),
        *over_hundred(directive),
    ]
