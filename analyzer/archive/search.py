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

from sqlalchemy import Connection, select, text

from analyzer.archive import conditions
from analyzer.archive.facets import Facet, facets
from analyzer.archive.index import TextIndex
from analyzer.archive.index.tables import hit as hit_table
from analyzer.archive.index.terms import Condition
from analyzer.archive.passages import Candidate
from analyzer.archive.query import Query, parse
from analyzer.archive.ranking import Ranked, Ranking
from analyzer.archive.selection import Filters, Narrowed, due_conditions
from analyzer.archive.snippets import Snippet, snippet
from analyzer.archive.store import Archive
from analyzer.archive.tables import assignment, body, document, due_day, entry

Sort = Literal["relevance", "date", "due"]
#: Candidates that are ranked at a time; those behind them are ranked among themselves.
WINDOW = 200
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
    """An entry that was found. ``item`` is its identifier in the document's result, None for the title."""

    document: int
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
        chosen = filters or Filters()
        narrowed = Narrowed.of(chosen, connection)
        asked = _Asked(connection, archive.index, parse(query), narrowed)
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


class _Asked:
    """A query put to an archive; where nothing fits, the condition is loosened until something does."""

    def __init__(self, connection: Connection, index: TextIndex, query: Query, narrowed: Narrowed) -> None:
        self._connection = connection
        self._index = index
        self._narrowed = narrowed
        self._query = query
        self._ranking = Ranking(query)
        self.words = not query.is_empty
        self.nearest = False
        self._stages: list[Condition] = conditions.stages(query) if self.words else []
        self.total = self._count(self._stages[-1] if self.words else None)
        if not self.total and self.words:
            for stages in conditions.nearly(query):
                self.total = self._count(stages[-1])
                if self.total:
                    self._stages, self.nearest = stages, True
                    break

    def selection(self) -> Any:
        """All that fits."""
        return self._narrowed.select(self._index, self._stages[-1] if self.words else None)

    def by_relevance(self, offset: int, limit: int) -> list[Ranked]:
        """The hits of a page, the best first, ranked in windows."""
        first = offset // WINDOW * WINDOW
        slots = self._candidates(self._stages, min(offset + limit, self.total))[first:]
        found: list[Ranked] = []
        for start in range(0, len(slots), WINDOW):
            found += self._ranking.ranked(_candidates(self._connection, slots[start : start + WINDOW]))
        return found[offset - first : offset - first + limit]

    def nearly(self, wanted: int) -> list[Ranked]:
        """The best of those that have most of the words but not all, to go with few hits that have all."""
        if self.nearest or not self.words:
            return []
        whole = set(self._candidates(self._stages, self.total))
        found: list[int] = []
        for stages in conditions.nearly(self._query):
            found = [slot for slot in self._candidates(stages, WINDOW) if slot not in whole]
            if len(found) >= wanted:
                break
        return self._ranking.ranked(_candidates(self._connection, found))[:wanted]

    def in_order(self, order: Sort, offset: int, limit: int) -> list[Ranked]:
        """The hits of a page by date, the latest first, or by the first day due of those asked for."""
        selection = self.selection()
        by = "hit.issued DESC"
        if order == "due":
            wanted = " AND ".join(["due_day.entry = hit.entry", *due_conditions(self._narrowed.filters)])
            by = f"(SELECT min(due_day.day) FROM due_day WHERE {wanted}) NULLS LAST, hit.issued DESC"
        rest = f"ORDER BY {by}, hit.slot LIMIT :most OFFSET :first"
        values = {**selection.values, "most": limit, "first": offset}
        slots = self._connection.execute(text(selection.sql("hit.slot", rest)), values).scalars().all()
        ranked = {r.candidate.slot: r for r in self._ranking.ranked(_candidates(self._connection, slots))}
        return [ranked[slot] for slot in slots]

    def _count(self, condition: Condition | None) -> int:
        selection = self._narrowed.select(self._index, condition, hits=False)
        found: int = self._connection.execute(text(selection.sql("count(*)")), selection.values).scalar_one()
        return found

    def _candidates(self, stages: Sequence[Condition], wanted: int) -> list[int]:
        """The slots of the best candidates, whole windows of them, stage by stage."""
        wanted = -(-wanted // WINDOW) * WINDOW
        found: dict[int, None] = {}
        for condition in stages:
            if len(found) >= wanted:
                break
            selection = self._narrowed.select(self._index, condition, hits=False)
            # those of earlier stages come again among these
            query = selection.sql(selection.slot, f"ORDER BY {selection.slot} LIMIT :most")
            values = {**selection.values, "most": wanted}
            for slot in self._connection.execute(text(query), values).scalars():
                found.setdefault(slot)
        return list(found)[:wanted]


def _candidates(connection: Connection, slots: Sequence[int]) -> list[Candidate]:
    columns = [
        entry.c[name] for name in ("what", "text", "extra", "number", "kind", "issued_on", "place", "tie", "confidence")
    ]
    found = []
    for start in range(0, len(slots), 500):
        query = (
            select(hit_table.c.slot, *columns)
            .join(entry, entry.c.id == hit_table.c.entry)
            .where(hit_table.c.slot.in_(slots[start : start + 500]))
        )
        found += [Candidate(*row) for row in connection.execute(query)]
    return found


def _hits(connection: Connection, ranked: Sequence[Ranked], snippet_length: int) -> Iterator[Hit]:
    """The hits with all that is shown of them."""
    rows = {row["slot"]: row for row in _rows(connection, [r.candidate.slot for r in ranked])}
    ids = [row["id"] for row in rows.values()]
    parts, days = _parts(connection, ids), _days(connection, ids)
    for r in ranked:
        row = rows[r.candidate.slot]
        yield Hit(
            document=row["document"],
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
            select(hit_table.c.slot, entry, document.c.name, body.c.name.label("issuer_name"))
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
