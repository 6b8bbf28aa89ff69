"""What a search found, as JSON and as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from analyzer.archive.facets import Facet
from analyzer.archive.search import Found, Hit
from analyzer.writing.labels import label, labels
from analyzer.writing.sheets import Column, Formats, Mark, Marked, fill, workbook

_COLUMNS = (
    Column("order", 5, "centre"),
    Column("found", 60),
    Column("what", 11, "centre"),
    Column("lead", 20),
    Column("support", 20, optional=True),
    Column("due", 12, "date"),
    Column("area", 14),
    Column("document", 22),
    Column("issuer", 20),
    Column("page", 7, "centre", optional=True),
)
_FACET_COLUMNS = (Column("facet", 20), Column("value", 60), Column("count", 10, "centre"))


def as_json(found: Found) -> dict[str, Any]:
    """All that was found, with the facets, ready for JSON."""
    return {
        "query": found.query,
        "total": found.total,
        "offset": found.offset,
        "sort": found.sort,
        "nearest": found.nearest,
        "bodies": {name: list(names) for name, names in found.bodies},
        "hits": [hit_json(hit) for hit in found.hits],
        "near": [hit_json(hit) for hit in found.near],
        "facets": {facet.name: _facet_json(facet) for facet in found.facets},
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit; ``highlights`` are ranges of the snippet, in code points, the end exclusive."""
    return {
        "what": hit.what,
        "document": hit.document,
        "document_name": hit.document_name,
        "number": hit.number,
        "kind": hit.kind,
        "issued_on": _iso(hit.issued_on),
        "issuer": hit.issuer,
        "item": hit.item,
        "text": hit.text,
        "snippet": hit.snippet.text,
        "highlights": [list(span) for span in hit.snippet.highlights],
        "area": hit.area,
        "modality": hit.modality,
        "confidence": hit.confidence,
        "page": hit.page,
        "due": [day.isoformat() for day in hit.due],
        "bodies": [{"role": p.role, "name": p.name, "id": p.agency, "province": p.province} for p in hit.parts],
        "score": hit.score,
        "exact": hit.exact,
    }


def write_json(found: Found, file: BinaryIO) -> None:
    """One object with hits and facets, indented."""
    file.write(json.dumps(as_json(found), ensure_ascii=False, indent=2).encode("utf-8") + b"\n")


def write_jsonl(found: Found, file: BinaryIO) -> None:
    """One hit a line; those that lack a word come last and have ``"near": true``."""
    for near, hits in ((False, found.hits), (True, found.near)):
        for hit in hits:
            row = hit_json(hit) | ({"near": True} if near or found.nearest else {})
            file.write(json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n")


def write_xlsx(found: Found, file: BinaryIO) -> None:
    """A workbook: the hits with the words of the query marked, and the facets on a sheet of their own."""
    names, title = labels("search"), label("search", "heading")
    with workbook(file, title) as book:
        formats = Formats(book)
        sheet = book.add_worksheet(names["hits"])
        fill(sheet, formats, _COLUMNS, _rows(found), title=title, heads=_heads())
        if found.facets:
            sheet = book.add_worksheet(names["facets"])
            fill(sheet, formats, _FACET_COLUMNS, _facet_rows(found), title=title, heads=_heads())


def _heads() -> dict[str, str]:
    return {**labels("columns"), **labels("search")}


@dataclass(frozen=True, slots=True)
class _Row:
    order: int
    found: Marked
    what: str
    lead: str
    support: str
    due: date | None
    area: str
    document: str
    issuer: str
    page: int | None


@dataclass(frozen=True, slots=True)
class _FacetRow:
    facet: str
    value: str
    count: int


def _rows(found: Found) -> Iterator[_Row]:
    for order, hit in enumerate((*found.hits, *found.near), start=found.offset + 1):
        pieces: tuple[tuple[Mark, str], ...] = tuple(
            ("in" if lit else "same", text) for text, lit in hit.snippet.parts()
        )
        yield _Row(
            order=order,
            found=Marked(pieces),
            what=label("search", hit.what),
            lead="\n".join(hit.names("lead")),
            support="\n".join(hit.names("support")),
            due=hit.due[0] if hit.due else None,
            area=label("area", hit.area) if hit.area else "",
            document=hit.document_name,
            issuer=hit.issuer or "",
            page=hit.page,
        )


def _facet_rows(found: Found) -> Iterator[_FacetRow]:
    for facet in found.facets:
        for value in facet.values:
            yield _FacetRow(label("search", facet.name), value.label, value.count)


def _facet_json(facet: Facet) -> dict[str, Any]:
    values = [{"value": v.value, "label": v.label, "count": v.count} for v in facet.values]
    return {"values": values, "others": facet.others}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
