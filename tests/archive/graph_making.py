"""Archives made of documents in a table: what each says of others is read as in any document."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from analyzer.archive import Archive, Incoming
from analyzer.assembly.models import Directive, DirectiveHeader, Issuer, Number, Place, Reference, Source, Span
from analyzer.knowledge.doc_kinds import by_abbr
from analyzer.knowledge.provinces import by_id
from analyzer.pipes import references


def fill(archive: Archive, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Put the documents in; the id of each by its key."""
    added = archive.add(Incoming.of(directive(row)) for row in rows)
    return {row["key"]: done.document for row, done in zip(rows, added, strict=True)}


def directive(row: dict[str, Any]) -> Directive:
    """The result of reading a document."""
    kind, text = by_abbr(row["kind"]), row.get("says", "")
    province = row.get("province")
    place = Place(id=province, name=by_id(province).name) if province else None
    issuer = Issuer(name=row["issuer"], id=row.get("agency"), province=place, area=row.get("area"))
    return Directive(
        source=Source(
            name=None,
            media_type="text/plain",
            sha256=sha256(repr(sorted(row.items())).encode()).hexdigest(),
            reader="text",
        ),
        text=text,
        directive=DirectiveHeader(
            kind=row["kind"],
            kind_name=kind.name if kind else None,
            number=Number(text=row["number"]) if row.get("number") else None,
            issued_on=row["date"],
            issuer=issuer,
            title=row.get("title", "việc của " + row["key"]),
        ),
        references=list(_references(text, row.get("number"), row["date"])),
    )


def _references(text: str, number: str | None, issued_on: date) -> list[Reference]:
    return [
        Reference(
            id=f"r{at}",
            text=text[found.start : found.end],
            span=Span(start=found.start, end=found.end),
            kind=found.kind,
            number=found.number,
            issued_on=found.issued_on,
            issuer=found.issuer,
            relation=found.relation,
        )
        for at, found in enumerate(references.find(text, number, issued_on), start=1)
    ]
