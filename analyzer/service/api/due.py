"""What falls due, by periods."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from analyzer.archive.due import RESPONSIBLE, Period, Status, due_list
from analyzer.review.clock import today
from analyzer.service.access.guard import Reader
from analyzer.service.api.filters import AgencyNames, Areas, IssuerNames, Roles, understood
from analyzer.service.api.models.due import DueCounts, DueTask, DueTasks
from analyzer.service.api.parameters import STRICT, AsOf, Limit, Offset
from analyzer.service.api.problems import problems
from analyzer.service.state import ServiceDep

router = APIRouter(prefix="/v1", tags=["Due"], dependencies=STRICT)


@router.get("/due", response_model=DueTasks, responses=problems(), summary="What falls due")
def get_due(
    service: ServiceDep,
    person: Reader,
    agency: AgencyNames,
    role: Roles,
    area: Areas,
    issuer: IssuerNames,
    period: Annotated[
        Period,
        Query(
            description="overdue; week: until Sunday; month: what is left of the month behind it; later; done; all. "
            "What is done is in done and all alone."
        ),
    ] = "overdue",
    as_of: AsOf = None,
    status: Annotated[Status | None, Query(description="Only tasks that stand so.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> DueTasks:
    """The tasks that fall due in a period: what passed last, or is due first, comes first.

    Bodies are asked for as those who lead or support, where 'role' does not say otherwise.
    """
    on = as_of or today()
    found = due_list(
        service.archive,
        period,
        on,
        agencies=agency,
        areas=area,
        issuers=issuer,
        roles=role or RESPONSIBLE,
        status=status,
        offset=offset,
        limit=limit,
    )
    return DueTasks(
        as_of=on,
        period=period,
        total=found.total,
        offset=offset,
        limit=limit,
        counts=DueCounts.model_validate(found.counts),
        understood=understood(found),
        tasks=[DueTask(**{**asdict(row), "document": row.key}) for row in found.rows],
    )
