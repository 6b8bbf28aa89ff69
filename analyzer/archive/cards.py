"""Which documents an archive holds: what tells one from another, without what was read in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from analyzer.archive.tables import body, document


@dataclass(frozen=True, slots=True)
class Card:
    """Which document it is."""

    id: int
    name: str
    number: str | None
    number_key: str | None
    kind: str | None
    kind_name: str | None
    issued_on: date | None
    issuer: str | None
    issuer_id: str | None
    issuer_province: str | None
    title: str | None
    key: str


def cards_query() -> Any:
    """A query whose rows are the fields of :class:`Card` in the order they were added, to be narrowed."""
    return (
        select(
            document.c.id,
            document.c.name,
            document.c.number,
            document.c.number_key,
            document.c.kind,
            document.c.kind_name,
            document.c.issued_on,
            body.c.name.label("issuer"),
            body.c.agency.label("issuer_id"),
            body.c.province.label("issuer_province"),
            document.c.title,
            document.c.key,
        )
        .select_from(document.outerjoin(body, document.c.issuer == body.c.id))
        .order_by(document.c.id)
    )


def card_of(row: Row[Any]) -> Card:
    """The card that a row of :func:`cards_query` is."""
    said = dict(row._mapping)
    return Card(**{**said, "issuer_id": said["issuer_id"] or None, "issuer_province": said["issuer_province"] or None})
