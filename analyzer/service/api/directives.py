"""The documents of the archive: lists of them, each in every format, taking one out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from analyzer.service.access.guard import Admin, Reader
from analyzer.service.api import library
from analyzer.service.api.models.directives import CardList
from analyzer.service.api.parameters import STRICT, Day, Key, Limit, Name, Offset
from analyzer.service.api.problems import problems
from analyzer.service.api.representations import FORMS, chosen_form, represented
from analyzer.service.state import ServiceDep

router = APIRouter(prefix="/v1", tags=["Directives"], dependencies=STRICT)

FormName = Literal["json", "jsonl", "csv", "xlsx", "md", "brief", "ics"]


def _contents() -> dict[str, Any]:
    """The forms of a directive for the OpenAPI document."""
    schemas: dict[str, Any] = {
        "json": {"$ref": "#/components/schemas/Directive"},
        "xlsx": {"type": "string", "format": "binary"},
    }
    found: dict[str, Any] = {}
    for form in FORMS.values():
        plain = f"{form.media_type.main}/{form.media_type.sub}"
        found.setdefault(plain, {"schema": schemas.get(form.name, {"type": "string"})})
    return found


@router.get("/directives", response_model=CardList, responses=problems(), summary="List documents")
def list_directives(
    service: ServiceDep,
    person: Reader,
    number: Annotated[Name | None, Query(description="Its number as typed: '17/CT-UBND', '17 ct ubnd'.")] = None,
    kind: Annotated[Name | None, Query(description="Abbreviation of the kind: CT, QĐ, KH, CV …")] = None,
    issuer: Annotated[Name | None, Query(description="Part of the issuer's name, with or without accents.")] = None,
    since: Annotated[Day | None, Query(description="Issued on this day or later.")] = None,
    until: Annotated[Day | None, Query(description="Issued on this day or before.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> CardList:
    """The documents of the archive, the last added first."""
    total, cards = library.listed(
        service.archive,
        number=number,
        kind=kind,
        issuer=issuer,
        since=since,
        until=until,
        offset=offset,
        limit=limit,
    )
    return CardList(total=total, offset=offset, limit=limit, directives=cards)


@router.get(
    "/directives/{key}",
    response_class=Response,
    summary="A document with its tasks",
    responses={
        **problems(404, 406),
        200: {"description": "In the form that Accept, or 'format', asks for.", "content": _contents()},
        304: {"description": "The client has it already (If-None-Match)."},
    },
    openapi_extra={
        "parameters": [
            {
                "name": "If-None-Match",
                "in": "header",
                "description": "The ETag of what the client has.",
                "schema": {"type": "string"},
            }
        ]
    },
)
def get_directive(
    request: Request,
    service: ServiceDep,
    person: Reader,
    key: Key,
    format_: Annotated[
        FormName | None, Query(alias="format", description="The form, whatever Accept says; for links to files.")
    ] = None,
    machine: Annotated[bool, Query(description="What the machine read, without what people changed.")] = False,
) -> Response:
    """A document with all that was found in it, as people have corrected it."""
    form = chosen_form(request, format_)
    card = library.card_of(service.archive, key)
    directive = service.reviews.open(card.id).machine if machine else service.archive.directive(card.id)
    return represented(request, directive, form, named=format_ is not None)


@router.delete(
    "/directives/{key}",
    status_code=204,
    response_class=Response,
    summary="Take a document out",
    responses={**problems(404), 204: {"description": "It is gone, with its history, its reviews and its file."}},
)
def remove_directive(service: ServiceDep, person: Admin, key: Key) -> Response:
    """Take a document out of the archive, with its history, what people changed, and its file. For administrators."""
    library.removed(service.archive, library.card_of(service.archive, key))
    return Response(status_code=204)
