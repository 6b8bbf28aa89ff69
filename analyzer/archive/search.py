"""Searching an archive.

>>> import tempfile
>>> from analyzer import analyze
>>> from analyzer.archive import Incoming, open_archive
>>> with tempfile.TemporaryDirectory() as directory, open_archive(f"{directory}/kho.db", create=True) as archive:
...     _ = list(archive.add([Incoming.of(analyze("Giao Sở Y tế báo cáo kết quả trước ngày 30/6/2024."))]))
...     found = search(archive, "ket qua", Filters(what=("task",)))
>>> found.total, [hit.snippet.text[a:b] for hit in found.hits for a, b in hit.snippet.highlights]
(1, ['kết quả'])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, select

from analyzer.archive.asking import Asked, Sort
from analyzer.archive.facets import Facet, facets
from analyzer.archive.index.tables import hit as hit_table
from analyzer.archive.query import parse
from analyzer.archive.ranking import Ranked
from analyzer.archive.selection import Filters, Narrowed
from analyzer.archive.snippets import Snippet, snippet
from analyzer.archive.store import Archive
from analyzer.archive.tables import assignment, body, document, due_day, entry

#: Of fewer hits than that are shown with others that lack a word.
FEW = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A body with its part in a task."""

    role: str
    name: str
    agency: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, in the document of a ``key``. ``item`` is its identifier there, None for the title."""

    document: int
    key: str
    document_name: str
    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: str | None
    what: Literal["title", "task", "target"]
    item: str | None
    snippet: Snippet
    text: str
    area: str | None
    modality: str | None
    confidence: float | None
    page: int | None
    score: float | None
    exact: bool
    parts: tuple[Part, ...] = ()
    due: tuple[date, ...] = ()

    def names(self, role: str) -> list[str]:
        """The bodies in a role."""
        return [part.name for part in self.parts if part.role == role]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ``total`` entries, of which ``hits`` are those asked for, from ``offset`` on.

    ``nearest`` says that nothing has all words, and these have the most of them; where few have all, ``near`` are some
    that lack a word or more, not counted in ``total``. ``bodies`` tells as which bodies of
    the register the names of the filters were understood,
    ``known`` whether the archive has any of them.
    """

    query: str
    total: int
    offset: int
    hits: tuple[Hit, ...]
    sort: Sort
    nearest: bool = False
    near: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    bodies: tuple[tuple[str, tuple[str, ...]], ...] = ()
    known: tuple[bool, ...] = ()


def search(
    archive: Archive,
    query: str = "",
    filters: Filters | None = None,
    *,
    sort: Sort | None = None,
    limit: int = 20,
    offset: int = 0,
    with_facets: bool = False,
    snippet_length: int = 240,
) -> Found:
    """Search the titles, tasks and targets of an archive. An empty query finds all that the filters let through.

    Without ``sort`` it is relevance where there are words, else the day due where days due are asked for, else the
    date, the latest first.
    """
    with archive.reading() as connection:
        archive.index.prepare(connection)
        chosen = filters or Filters()
        narrowed = Narrowed.of(chosen, connection)
        asked = Asked(connection, archive.index, parse(query), narrowed)
        order: Sort = sort or ("relevance" if asked.words else "due" if chosen.has_due else "date")
        if order == "relevance" and not asked.words:
            order = "date"
        if order == "relevance":
            ranked = asked.by_relevance(offset, limit)
        else:
            ranked = asked.in_order(order, offset, limit)
        last = order == "relevance" and offset + limit >= asked.total
        near = asked.nearly(min(FEW, limit) - asked.total) if last and asked.total < min(FEW, limit) else []
        meant = (*narrowed.agencies, *narrowed.issuers)
        named = zip((*chosen.agencies, *chosen.issuers), meant, strict=True)
        return Found(
            query,
            asked.total,
            offset,
            tuple(_hits(connection, ranked, snippet_length)),
            order,
            asked.nearest,
            tuple(_hits(connection, near, snippet_length)),
            facets(connection, asked.selection(), chosen) if with_facets else (),
            tuple((typed, found.names) for typed, found in named),
            tuple(bool(found.ids) for found in meant),
        )


def _hits(connection: Connection, ranked: Sequence[Ranked], snippet_length: int) -> Iterator[Hit]:
    """The hits with all that is shown of them."""
    rows = {row["slot"]: row for row in _rows(connection, [r.candidate.slot for r in ranked])}
    ids = [row["id"] for row in rows.values()]
    parts, days = _parts(connection, ids), _days(connection, ids)
    for r in ranked:
        row = rows[r.candidate.slot]
        yield Hit(
            document=row["document"],
            key=row["key"],
            document_name=row["name"],
            number=row["number"],
            kind=row["kind"],
            issued_on=row["issued_on"],
            issuer=row["issuer_name"],
            what=row["what"],
            item=row["item"] or None,
            snippet=snippet(row["text"], r.marks, snippet_length),
            text=row["text"],
            area=row["area"],
            modality=row["modality"],
            confidence=row["confidence"],
            page=row["page"],
            score=r.score,
            exact=r.exact,
            parts=tuple(parts.get(row["id"], ())),
            due=tuple(days.get(row["id"], ())),
        )


def _rows(connection: Connection, slots: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(slots), 500):
        query = (
            select(hit_table.c.slot, entry, document.c.name, document.c.key, body.c.name.label("issuer_name"))
            .select_from(
                hit_table.join(entry, entry.c.id == hit_table.c.entry)
                .join(document, document.c.id == entry.c.document)
                .outerjoin(body, body.c.id == entry.c.issuer)
            )
            .where(hit_table.c.slot.in_(slots[start : start + 500]))
        )
        yield from connection.execute(query).mappings()


_ROLES = ("lead", "support", "monitor", "recipient")


def _parts(connection: Connection, ids: Sequence[int]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(assignment.c.entry, assignment.c.role, body.c.name, body.c.agency, body.c.province)
            .join(body, body.c.id == assignment.c.body)
            .where(assignment.c.entry.in_(ids[start : start + 500]))
        )
        for row in connection.execute(query):
            found.setdefault(row.entry, []).append(Part(row.role, row.name, row.agency or None, row.province or None))
    for parts in found.values():
        parts.sort(key=lambda p: (_ROLES.index(p.role) if p.role in _ROLES else len(_ROLES), p.name))
    return found


def _days(connection: Connection, ids: Sequence[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for start in range(0, len(ids), 500):
        query = select(due_day.c.entry, due_day.c.day).where(due_day.c.entry.in_(ids[start : start + 500]))
        for row in connection.execute(query.order_by(due_day.c.entry, due_day.c.day)):
            found.setdefault(row.entry, []).append(row.day)
    return found
