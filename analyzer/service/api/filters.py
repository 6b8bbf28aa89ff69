"""The filters that searches and lists of tasks share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError

from analyzer.archive.due import DueList
from analyzer.archive.search import Found, Hit
from analyzer.archive.selection import Filters
from analyzer.assembly.models import Area, Modality, Role
from analyzer.knowledge import doc_kinds
from analyzer.service.api.models.search import Understood
from analyzer.service.api.parameters import Day, Name

_SEVERAL = 20  # values of a filter


def _several(description: str, **more: Any) -> Any:
    return Query(default_factory=list, max_length=_SEVERAL, description=description, **more)


AgencyNames = Annotated[
    list[Name],
    _several(
        "A body with a part in the task: name or abbreviation as typed, with or without accents; under former and "
        "present names.",
        examples=[["so noi vu"]],
    ),
]
IssuerNames = Annotated[list[Name], _several("Who issued the document, as typed.", examples=[["ubnd tinh"]])]
Areas = Annotated[list[Area], _several("Area of administrative reform.")]
Roles = Annotated[list[Role], _several("The part that 'agency' has: lead, support, monitor, recipient.")]


def task_filters(
    agency: AgencyNames,
    role: Roles,
    area: Areas,
    modality: Annotated[list[Modality], _several("Whether it must be, must not be or ought to be.")],
    kind: Annotated[list[Name], _several("Kind of document: abbreviation or name.", examples=[["CT", "Kế hoạch"]])],
    issuer: IssuerNames,
    since: Annotated[Day | None, Query(description="Of documents issued on this day or later.")] = None,
    until: Annotated[Day | None, Query(description="Of documents issued on this day or before.")] = None,
    due_after: Annotated[Day | None, Query(description="Due on this day or later.")] = None,
    due_before: Annotated[Day | None, Query(description="Due on this day or before.")] = None,
) -> Filters:
    """The filters of a query. Of several values of one any fits; all filters must."""
    return Filters(
        agencies=tuple(agency),
        roles=tuple(role),
        areas=tuple(area),
        kinds=tuple(_kinds(kind)),
        issuers=tuple(issuer),
        modalities=tuple(modality),
        since=since,
        until=until,
        due_after=due_after,
        due_before=due_before,
    )


TaskFilters = Annotated[Filters, Depends(task_filters)]
What = Literal["title", "task", "target"]


def understood(found: Found | DueList) -> list[Understood]:
    """As which bodies the names of the filters were understood."""
    return [
        Understood(typed=typed, names=list(names), known=known)
        for (typed, names), known in zip(found.bodies, found.known, strict=True)
    ]


def entry(hit: Hit) -> dict[str, Any]:
    """The values of an entry in a list."""
    return {
        "what": hit.what,
        "document": hit.key,
        "document_name": hit.document_name,
        "number": hit.number,
        "kind": hit.kind,
        "issued_on": hit.issued_on,
        "issuer": hit.issuer,
        "item": hit.item,
        "text": hit.text,
        "area": hit.area,
        "modality": hit.modality,
        "confidence": hit.confidence,
        "page": hit.page,
        "due": list(hit.due),
        "bodies": [
            {"role": part.role, "name": part.name, "id": part.agency, "province": part.province} for part in hit.parts
        ],
    }


def _kinds(given: Iterable[str]) -> Iterable[str]:
    for place, typed in enumerate(given):
        found = doc_kinds.by_abbr(typed) or doc_kinds.by_code(typed) or doc_kinds.by_name(typed)
        if found is None:
            names = ", ".join(dict.fromkeys(kind.abbr for kind in doc_kinds.doc_kinds()))
            message = f"There is no such kind of document. There are {names}."
            raise RequestValidationError([{"type": "unknown_kind", "loc": ("query", "kind", place), "msg": message}])
        yield found.abbr
