"""The documents of the archive as the API names them: by key, as cards, on pages of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from analyzer.archive import Archive, Card, Reading
from analyzer.archive.errors import NoSuchDocument
from analyzer.archive.identity import number_key
from analyzer.archive.office import review
from analyzer.archive.tables import body, document
from analyzer.archive.words import plain, words
from analyzer.review.records import state_column
from analyzer.service.api.models.directives import Card as CardOut
from analyzer.service.jobs.files import forget
from analyzer.service.problems import Problem, problem

#: What identifiers of documents and jobs are made of.
KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_SOME = 500  # identifiers in one query


def card_of(archive: Archive, key: str) -> Card:
    """The document of a key. Raises Problem 404."""
    if not KEY.fullmatch(key):
        raise _missing()
    try:
        return archive.by_key(key)
    except NoSuchDocument as error:
        raise _missing() from error


def reading_of(archive: Archive, card: Card) -> Reading:
    """The current reading of a document. Raises Problem 404."""
    for reading in archive.history(card.id):
        if reading.current:
            return reading
    raise _missing()


def keys_of(archive: Archive, ids: Iterable[int | None]) -> Mapping[int, str]:
    """The keys of documents by their numbers; those that are gone are left out."""
    wanted = sorted({i for i in ids if i is not None})
    found: dict[int, str] = {}
    if wanted:
        with archive.reading() as connection:
            for start in range(0, len(wanted), _SOME):
                some = document.c.id.in_(wanted[start : start + _SOME])
                found |= {
                    row.id: row.key for row in connection.execute(select(document.c.id, document.c.key).where(some))
                }
    return found


def listed(
    archive: Archive,
    *,
    number: str | None = None,
    kind: str | None = None,
    issuer: str | None = None,
    since: date | None = None,
    until: date | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[CardOut]]:
    """How many documents there are, and those of a page, the last added first."""
    where: list[ColumnElement[bool]] = []
    if number:
        where.append(document.c.number_key == number_key(number))
    if kind:
        where.append(document.c.kind == kind)
    if since:
        where.append(document.c.issued_on >= since)
    if until:
        where.append(document.c.issued_on <= until)
    if issuer:
        typed = " ".join(plain(token) for token in words(issuer))
        where.append((" " + body.c.plain + " ").contains(f" {typed} ", autoescape=True))
    source = document.outerjoin(body, document.c.issuer == body.c.id).outerjoin(
        review, review.c.document == document.c.id
    )
    state = state_column().label("review")
    columns = [getattr(document.c, name) for name in ("key", "name", "number", "kind", "kind_name", "issued_on")]
    columns += [document.c.title, document.c.added_at, document.c.changed_at, state]
    columns += [body.c.name.label("issuer"), body.c.agency.label("issuer_id")]
    query = select(*columns).select_from(source).where(*where).order_by(document.c.id.desc())
    with archive.reading() as connection:
        total: int = connection.execute(select(func.count()).select_from(source).where(*where)).scalar_one()
        if offset >= total:
            return total, []
        return total, [_card(dict(row)) for row in connection.execute(query.limit(limit).offset(offset)).mappings()]


def removed(archive: Archive, card: Card) -> None:
    """Take a document out with its history, its reviews and its files."""
    digests = {reading.sha256 for reading in archive.history(card.id)}
    archive.remove(card.id)
    with archive.writing() as connection:
        for digest in sorted(digests):
            forget(connection, digest)


def _card(row: dict[str, Any]) -> CardOut:
    return CardOut(**{**row, "issuer_id": row["issuer_id"] or None})


def _missing() -> Problem:
    return problem(404, "no_such_document", "There is no such document (any more).", "Không (còn) có văn bản này.")
