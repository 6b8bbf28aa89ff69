"""The search page: words with or without accents, filters as links, the whole query in the address."""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Literal, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from analyzer.archive.asking import Sort
from analyzer.archive.facets import Facet
from analyzer.archive.hits import as_json, write_xlsx
from analyzer.archive.search import Found, search
from analyzer.archive.selection import Filters
from analyzer.assembly.models import Area, Modality, Role
from analyzer.knowledge import doc_kinds
from analyzer.review import clock
from analyzer.service.access.guard import Reader
from analyzer.service.pages.asking import Asking, address, pages
from analyzer.service.pages.templating import render
from analyzer.service.state import ServiceDep
from analyzer.writing.labels import label
from analyzer.writing.notes import DOUBTFUL_BELOW

router = APIRouter(default_response_class=HTMLResponse)

PATH = "/tim-kiem"
_SHOWN = 20
_EXPORTED = 2_000
_SORTS: dict[str, Sort] = {"phu-hop": "relevance", "ngay": "date", "han": "due"}
_WHAT = ("task", "target", "title")
#: The names of facets in the address; that of months is read by :func:`_month`.
_FACETS = {"agency": "cq", "area": "lv", "month": "thang", "kind": "loai", "issuer": "bh"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as a link that puts it into the query or takes it out."""

    label: str
    count: int
    chosen: bool
    to: str


@dataclass(frozen=True, slots=True)
class Choices:
    """A facet as links."""

    name: str
    choices: tuple[Choice, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, with the address without it."""

    name: str
    value: str
    without: str


@router.get(PATH)
def search_page(request: Request, service: ServiceDep, person: Reader) -> HTMLResponse:
    """The form, and what was found where something is asked for."""
    asking = Asking(PATH, request.query_params)
    query, filters, chips = asking.text("q"), filters_of(asking), list(_chips(asking))
    found = None
    if query or chips:
        found = search(
            service.archive,
            query,
            filters,
            sort=_sort(asking),
            limit=_SHOWN,
            offset=(asking.page - 1) * _SHOWN,
            with_facets=True,
        )
    return render(
        request,
        "search.html",
        person=person,
        asking=asking,
        query=query,
        found=found,
        chips=chips,
        facets=[_choices(facet, asking) for facet in found.facets] if found else [],
        kept=asking.others("q", "sap"),
        kept_by_filters=asking.others("cq_them", "bh_them", "vt", "tc", "thuoc", "tu", "den", "han_tu", "han_den"),
        misunderstood=_misunderstood(found) if found else [],
        sorts=_SORTS,
        what=_WHAT,
        roles=get_args(Role),
        modalities=get_args(Modality),
        doubtful_below=DOUBTFUL_BELOW,
        pages=pages(found.total, _SHOWN) if found else 1,
        exported=_EXPORTED,
        export=lambda form: asking.with_().replace(PATH, f"{PATH}.{form}", 1),
    )


@router.get(PATH + ".{form}")
def search_export(request: Request, form: Literal["xlsx", "json"], service: ServiceDep, person: Reader) -> Response:
    """All that was found, at most so many, as a workbook or as JSON."""
    asking = Asking(PATH, request.query_params)
    found = search(
        service.archive,
        asking.text("q"),
        filters_of(asking),
        sort=_sort(asking),
        limit=_EXPORTED,
        with_facets=True,
    )
    name = f"tim-kiem-{clock.today():%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "xlsx":
        made = BytesIO()
        write_xlsx(found, made)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(made.getvalue(), media_type=kind, headers=headers)
    return Response(_json(found), media_type="application/json", headers=headers)


def filters_of(asking: Asking) -> Filters:
    """The filters that an address names.

    >>> from starlette.datastructures import QueryParams
    >>> filters_of(Asking(PATH, QueryParams("lv=other&thang=2026-02"))).due_before
    datetime.date(2026, 2, 28)
    """
    since, until = _month(asking.text("thang"))
    return Filters(
        agencies=asking.texts("cq") + asking.texts("cq_them"),
        roles=asking.chosen("vt", get_args(Role)),
        areas=asking.chosen("lv", get_args(Area)),
        kinds=asking.texts("loai"),
        issuers=asking.texts("bh") + asking.texts("bh_them"),
        modalities=asking.chosen("tc", get_args(Modality)),
        what=asking.chosen("thuoc", _WHAT),
        since=asking.day("tu"),
        until=asking.day("den"),
        due_after=since or asking.day("han_tu"),
        due_before=until or asking.day("han_den"),
    )


def _sort(asking: Asking) -> Sort | None:
    said = asking.one("sap", _SORTS)
    return _SORTS[said] if said else None


def _month(said: str) -> tuple[date | None, date | None]:
    """The first and the last day of a month written as "2026-02"; none of anything else."""
    try:
        first = date.fromisoformat(f"{said}-01")
    except ValueError:
        return None, None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _choices(facet: Facet, asking: Asking) -> Choices:
    """A facet's values as links. Bodies are asked for by the names that people would type."""
    name = _FACETS[facet.name]
    chosen = set(asking.texts(name))
    made = []
    for value in facet.values:
        said = value.label if facet.name in ("agency", "issuer") else value.value
        to = asking.toggled(name, said)
        if facet.name == "month":
            to = asking.with_(**{name: None if said in chosen else said})
        made.append(Choice(value.label, value.count, said in chosen, to))
    return Choices(facet.name, tuple(made), facet.others)


def _chips(asking: Asking) -> Iterator[Chip]:
    """The filters that are set, in the words of staff."""
    yield from _each(asking, "cq", label("search", "agency"))
    yield from _each(asking, "cq_them", label("search", "agency"))
    yield from _each(asking, "vt", "Vai trò", get_args(Role), lambda v: label("role", v))
    yield from _each(asking, "lv", label("search", "area"), get_args(Area), lambda v: label("area", v))
    yield from _each(asking, "loai", label("search", "kind"), None, _kind_name)
    yield from _each(asking, "bh", label("search", "issuer"))
    yield from _each(asking, "bh_them", label("search", "issuer"))
    yield from _each(asking, "tc", "Tính chất", get_args(Modality), lambda v: label("modality", v))
    yield from _each(asking, "thuoc", "Thuộc", _WHAT, lambda v: label("search", v))
    month = asking.text("thang")
    if _month(month)[0]:
        yield Chip(label("search", "month"), f"{month[5:]}/{month[:4]}", asking.with_(thang=None))
    for name, called in (("tu", "Ban hành từ"), ("den", "Ban hành đến"), ("han_tu", "Hạn từ"), ("han_den", "Hạn đến")):
        if day := asking.day(name):
            yield Chip(called, f"{day:%d/%m/%Y}", asking.with_(**{name: None}))


def _each(
    asking: Asking,
    name: str,
    called: str,
    known: Iterable[str] | None = None,
    words: Callable[[str], str] = str,
) -> Iterator[Chip]:
    for value in asking.texts(name) if known is None else asking.chosen(name, known):
        yield Chip(called, words(value), asking.toggled(name, value))


def _kind_name(abbreviation: str) -> str:
    found = doc_kinds.by_abbr(abbreviation)
    return found.name if found else abbreviation


def _misunderstood(found: Found) -> list[tuple[str, tuple[str, ...]]]:
    """The names typed that no body of the archive has, with what they were taken for."""
    named = zip(found.bodies, found.known, strict=True)
    return [(typed, names) for (typed, names), known in named if not known]


def _json(found: Found) -> bytes:
    """The hits with the keys of their documents: numbers of rows are nobody's business."""
    told: dict[str, Any] = as_json(found)
    for name, hits in (("hits", found.hits), ("near", found.near)):
        for row, hit in zip(told[name], hits, strict=True):
            row["document"] = hit.key
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def agency_address(name: str) -> str:
    """Where the tasks of a body are found.

    >>> agency_address("Sở Y tế")
    '/tim-kiem?cq=S%E1%BB%9F+Y+t%E1%BA%BF'
    """
    return address(PATH, {"cq": [name]})
