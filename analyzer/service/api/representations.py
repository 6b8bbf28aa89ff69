"""Directives in each of the written formats, as answers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from analyzer import __version__
from analyzer.assembly.models import Directive
from analyzer.service.api.headers import content_disposition, file_name, holds, tag
from analyzer.service.api.negotiation import MediaType, best
from analyzer.service.problems import Problem, problem
from analyzer.writing import WRITERS
from analyzer.writing.json import dump
from analyzer.writing.rows import document_name

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Form:
    """A format over HTTP: its name, its media type, other names that clients have for it."""

    name: str
    media_type: MediaType
    also: tuple[MediaType, ...] = ()

    @property
    def content_type(self) -> str:
        """The header of an answer."""
        text = self.media_type.main == "text"
        return f"{self.media_type}; charset=utf-8" if text else str(self.media_type)


def _form(name: str, media_type: str, *also: str) -> Form:
    return Form(name, MediaType.of(media_type), tuple(map(MediaType.of, also)))


#: The written formats. The first is given where a client takes any.
FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        _form("json", "application/json"),
        _form("jsonl", "application/jsonl", "application/x-ndjson", "application/x-jsonlines"),
        _form("csv", "text/csv"),
        _form("xlsx", _XLSX),
        _form("md", "text/markdown"),
        _form("brief", "text/markdown; profile=brief"),
        _form("ics", "text/calendar"),
    )
}


def chosen_form(request: Request, named: str | None, forms: Mapping[str, Form] = FORMS) -> Form:
    """The format of an answer: the one that is named in the query, else by the header. Raises Problem 406."""
    if named is not None:
        return forms[named]
    offered = [(form, media_type) for form in forms.values() for media_type in (form.media_type, *form.also)]
    accept = ", ".join(request.headers.getlist("accept")) or None
    place = best(accept, [media_type for _, media_type in offered])
    if place is None:
        raise _not_acceptable(forms)
    return offered[place][0]


def represented(
    request: Request,
    directive: Directive,
    form: Form,
    *,
    status: int = 200,
    named: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A directive in a format, or 304 where the client has it already.

    JSON is a file to be kept only where it was ``named`` in a link.
    """
    own = tag(dump(directive), form.name, __version__)
    common = {"ETag": own, "Vary": "Accept", "Cache-Control": "private, no-cache", **(headers or {})}
    if status == 200 and request.method in ("GET", "HEAD") and holds(request.headers.get("if-none-match"), own):
        return Response(status_code=304, headers=common)
    file = io.BytesIO()
    writer = WRITERS[form.name]
    writer.write([directive], file)
    if named or form.name != "json":
        name = file_name(document_name(directive), writer.suffix)
        common["Content-Disposition"] = content_disposition(name)
    return Response(file.getvalue(), status, {**common, "Content-Type": form.content_type})


def _not_acceptable(forms: Mapping[str, Form]) -> Problem:
    types = ", ".join(str(form.media_type) for form in forms.values())
    return problem(
        406,
        "not_acceptable",
        f"There is none of the forms that Accept names; there are {types}.",
        f"Không có định dạng được yêu cầu; có {', '.join(forms)}.",
        available=[{"format": form.name, "media_type": str(form.media_type)} for form in forms.values()],
    )
