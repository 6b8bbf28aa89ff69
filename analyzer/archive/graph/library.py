"""The documents and citations of an archive, a query for all of a level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, and_, select

from analyzer.archive.cards import cards_query
from analyzer.archive.graph.model import Relation
from analyzer.archive.graph.resolving import Citation, Held
from analyzer.archive.store import Archive
from analyzer.archive.tables import body, citation, document

_T = TypeVar("_T")
_MANY: Final = 5000  # values in one statement: both databases have a limit
_LAWS: Final = ("L", "PL", "HP")


class ArchiveLibrary:
    """An archive as the graph's builder reads it (:class:`analyzer.archive.graph.build.Library`)."""

    def __init__(self, archive: Archive, connection: Connection | None = None) -> None:
        self._archive, self._connection = archive, connection

    @classmethod
    @contextmanager
    def of_one_moment(cls, archive: Archive) -> Iterator[ArchiveLibrary]:
        """The archive as it is now, whatever others write meanwhile."""
        with archive.reading() as connection:
            yield cls(archive, connection)

    def documents(self, ids: Iterable[int]) -> list[Held]:
        """The documents with these ids, in their order."""
        return self._held(document.c.id, ids)

    def candidates(self, citations: Iterable[Citation]) -> list[Held]:
        """The documents that citations may mean: those with their numbers, or issued on their days."""
        keys: set[str] = set()
        days: set[date] = set()
        for cited in citations:
            if cited.number_key and not cited.bare:
                keys.add(cited.number_key)
            elif cited.issued_on:
                days.add(cited.issued_on)
        return [*self._held(document.c.number_key, keys), *self._held(document.c.issued_on, days)]

    def numbered(self, key: str) -> list[Held]:
        """The documents with a number."""
        return self._held(document.c.number_key, [key])

    def near(self, start: str, most: int = 8) -> list[Held]:
        """Documents whose number begins with these parts."""
        query = _documents().where(document.c.number_key.startswith(start, autoescape=True)).limit(most)
        return self._rows(query)

    def cited(self, ids: Iterable[int]) -> list[Citation]:
        """The citations that stand in the documents."""
        return [c for some in _chunks(ids) for c in self._citations(citation.c.document.in_(some))]

    def citing(
        self, keys: Iterable[str], laws: Iterable[date] = (), relations: Iterable[Relation] = ()
    ) -> list[Citation]:
        """The citations of numbers, and of laws without number of these days; of some relations or of all."""
        of = [citation.c.relation.in_(sorted(relations))] if relations else []
        found = [c for some in _chunks(keys) for c in self._citations(citation.c.number_key.in_(some), *of)]
        for some in _chunks(laws):
            unnumbered = and_(
                citation.c.number_key.is_(None), citation.c.kind.in_(_LAWS), citation.c.issued_on.in_(some)
            )
            found += self._citations(unnumbered, *of)
        return sorted(found, key=lambda c: (c.document, c.place))

    def _citations(self, *conditions: Any) -> list[Citation]:
        columns = [citation.c[name] for name in Citation.__slots__]
        query = select(*columns).where(*conditions).order_by(citation.c.document, citation.c.place)
        return [Citation(**row) for row in self._run(query)]

    def _held(self, column: Any, values: Iterable[Any]) -> list[Held]:
        return [held for some in _chunks(values) for held in self._rows(_documents().where(column.in_(some)))]

    def _rows(self, query: Any) -> list[Held]:
        return [_held(row) for row in self._run(query)]

    def _run(self, query: Any) -> Sequence[Any]:
        if self._connection is not None:
            return self._connection.execute(query).mappings().all()
        with self._archive.reading() as connection:
            return connection.execute(query).mappings().all()


def _documents() -> Any:
    return cards_query().add_columns(body.c.area)


def _held(row: Any) -> Held:
    """A row of :func:`_documents`, where "" stands for what is not known of the issuer."""
    said = dict(row)
    agency, province, _ = said.pop("issuer_id"), said.pop("issuer_province"), said.pop("key")
    return Held(**{**said, "agency": agency or None, "province": province or None, "area": said["area"] or ""})


def _chunks(values: Iterable[_T]) -> Iterator[Sequence[_T]]:
    waiting = iter(sorted(set(values)))  # type: ignore[type-var]
    while chunk := list(islice(waiting, _MANY)):
        yield chunk
