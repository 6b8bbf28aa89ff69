"""The files that documents came in: their bytes, their pages as pictures, where words stand on them."""

from __future__ import annotations

import mimetypes
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from analyzer.service.access.guard import Reader
from analyzer.service.api import library
from analyzer.service.api.headers import content_disposition, file_name, holds, tag
from analyzer.service.api.models.directives import Layout, PageSize, WordBox
from analyzer.service.api.parameters import STRICT, Key
from analyzer.service.api.problems import problems
from analyzer.service.problems import Problem, problem
from analyzer.service.state import ServiceDep

router = APIRouter(prefix="/v1", tags=["Originals"], dependencies=STRICT)

_WEEK = 604_800  # seconds
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/html": ".html",
}


@router.get(
    "/directives/{key}/original",
    response_class=Response,
    summary="The file as it was sent",
    responses={
        **problems(404),
        200: {"description": "The bytes.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
        304: {"description": "The client has it already (If-None-Match)."},
    },
)
def get_original(request: Request, service: ServiceDep, person: Reader, key: Key) -> Response:
    """The file that the document was read from, byte for byte."""
    card = library.card_of(service.archive, key)
    reading = library.reading_of(service.archive, card)
    own = tag(reading.sha256, "original")
    common = {"ETag": own, "Cache-Control": "private, no-cache"}
    stored = service.jobs.original(reading.sha256)
    if stored is None:
        raise _no_file()
    if holds(request.headers.get("if-none-match"), own):
        return Response(status_code=304, headers=common)
    suffix = _SUFFIXES.get(stored.media_type) or mimetypes.guess_extension(stored.media_type) or ".bin"
    name = file_name((reading.source_name or card.name).removesuffix(suffix), suffix)
    headers = {**common, "Content-Disposition": content_disposition(name), "Content-Type": stored.media_type}
    return Response(stored.content, headers=headers)


@router.get(
    "/directives/{key}/pages/{page}.png",
    response_class=Response,
    summary="A page as a picture",
    responses={
        **problems(404),
        200: {
            "description": "The page.",
            "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "The client has it already (If-None-Match)."},
    },
)
def get_page(
    request: Request,
    service: ServiceDep,
    person: Reader,
    key: Key,
    page: Annotated[int, Path(ge=1, le=100_000, description="From 1.")],
    width: Annotated[int, Query(ge=100, le=3_000, description="Pixels.")] = 1_000,
) -> Response:
    """A page of a PDF or of a scan, as wide as asked for."""
    card = library.card_of(service.archive, key)
    reading = library.reading_of(service.archive, card)
    own = tag(reading.sha256, f"{page} {width}")
    headers = {"ETag": own, "Cache-Control": f"private, max-age={_WEEK}, immutable"}
    if holds(request.headers.get("if-none-match"), own):
        return Response(status_code=304, headers=headers)
    return Response(service.jobs.picture(reading.sha256, page, width), headers=headers, media_type="image/png")


@router.get(
    "/directives/{key}/layout",
    response_model=Layout,
    responses=problems(404),
    summary="Where words stand on the pages",
)
def get_layout(service: ServiceDep, person: Reader, key: Key) -> Any:
    """Where the words of the text stand on the pages; 404 for documents without pages."""
    card = library.card_of(service.archive, key)
    layout = service.jobs.layout(library.reading_of(service.archive, card).sha256)
    if layout is None:
        raise _no_file()
    pages = [PageSize(width=width, height=height) for width, height in layout.pages]
    words = [WordBox(start=w.start, end=w.end, page=w.page, box=w.box) for w in layout.words]
    return Layout(text_digest=layout.text_digest, pages=pages, words=words)


def _no_file() -> Problem:
    return problem(
        404,
        "no_original",
        "The archive has no file of this document, or it has no pages.",
        "Kho không giữ tệp gốc của văn bản này, hoặc văn bản không có trang.",
    )
