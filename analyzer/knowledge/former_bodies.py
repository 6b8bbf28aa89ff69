"""From which bodies a body came, and the id of a body of a province."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analyzer.knowledge.agencies import Agency, Register, of_province
from analyzer.knowledge.provinces import Province
from analyzer.knowledge.succession import Step, succession


def body_id(agency: Agency, province: Province | None) -> str:
    """The id as it is given out, with the province in those that name it."""
    return of_province(agency, province).id if province else agency.id


def before(agency: Agency, province: Province | None) -> Iterator[Step]:
    """The reorganisations from which the body came.

    >>> [step.of for step in before(Register.load().get("bo-noi-vu"), None)]
    ['bo-noi-vu-truoc-2025', 'bo-lao-dong-thuong-binh-va-xa-hoi']
    """
    register = Register.load()
    for former in (a for a in register.agencies if agency.id in a.successors and a.valid_to):
        place = province if former.area else None
        starts = [x.valid_from for x in (agency, place) if x is not None and x.valid_from]
        steps = succession(former.id, place, max(starts, default=date.max)).steps
        ended = province.valid_to if province else None
        for step in steps:
            heirs = step.of == body_id(former, place) and body_id(agency, place) in step.to
            if heirs and (ended is None or step.on is None or step.on <= ended):
                yield step
