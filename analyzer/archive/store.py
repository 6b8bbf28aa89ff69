"""The archive: directives kept with their history, each once.

>>> import tempfile
>>> from analyzer import analyze
>>> with tempfile.TemporaryDirectory() as directory, open_archive(f"{directory}/kho.db", create=True) as archive:
...     again = [Incoming.of(analyze("Giao Sở Y tế báo cáo trước ngày 30/6/2024."))] * 2
...     [added.outcome for added in archive.add(again)], archive.size().documents
(['new', 'unchanged'], 1)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.engine import URL

from analyzer.archive.cards import Card, card_of, cards_query
from analyzer.archive.errors import NoSuchDocument
from analyzer.archive.identity import number_key
from analyzer.archive.index import text_index
from analyzer.archive.opening import connect, default_url, explained, parse_url, shown
from analyzer.archive.packing import Incoming, packed, unpacked
from analyzer.archive.preparing import prepare
from analyzer.archive.tables import WORDS_VERSION, body, document, entry, reading, setting
from analyzer.archive.writing import Added, Writer
from analyzer.assembly.models import Directive

__all__ = ["Added", "Archive", "Card", "Incoming", "Reading", "Size", "open_archive", "packed"]

_BATCH = 50  # documents a transaction: another writer waits for that long


@dataclass(frozen=True, slots=True)
class Reading:
    """A way a document was read; one is current, the others are its history."""

    id: int
    document: int
    current: bool
    sha256: str
    engine: str | None
    reader: str
    source_name: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Size:
    """How much an archive holds."""

    documents: int
    readings: int
    tasks: int
    targets: int
    bodies: int


def open_archive(address: str | None = None, *, create: bool = False, renew: bool = False) -> Archive:
    """The archive at an address: a path or a database URL, by default that of :func:`default_url`.

    With ``create`` it is made where there is none. With ``renew`` entries that another version made are made again.
    Raises :class:`analyzer.archive.errors.ArchiveError`.
    """
    url = parse_url(address or default_url())
    archive = Archive(connect(url, create=create, renew=renew), url)
    if renew:
        archive.renew_words()
    return archive


class Archive:
    """An open archive; a context manager that closes it. Each process is to open its own."""

    def __init__(self, engine: Engine, url: URL) -> None:
        self.engine = engine
        self.url = url
        self.index = text_index(engine.dialect.name)
        self.writer = Writer(self.index)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @property
    def address(self) -> str:
        """The address without the password."""
        return shown(self.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with, all of one moment."""
        with explained(self.url):
            options = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
            with self.engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection with a transaction that is kept when the block ends well, and leaves nothing otherwise."""
        with (
            explained(self.url),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def add(self, incoming: Iterable[Incoming], batch: int = _BATCH) -> Iterator[Added]:
        """Put readings in, ``batch`` of them a transaction; each is told when it is safe.

        A reading that is there already changes nothing. Another reading of a document takes the place of the current
        one where it is better (:func:`analyzer.archive.identity.is_better`), else it goes into the history.
        """
        waiting = iter(incoming)
        while chunk := list(islice(waiting, batch)):
            with self.writing() as connection:
                added = self.writer.add(connection, chunk)
            self.writer.kept()
            yield from added

    def revise(self, document_id: int, revised: Incoming, before: Callable[[Connection], None]) -> None:
        """Make what people made of a document its current reading; what the machine said stays in the history.

        ``before`` is called first in the same transaction, when no other writer is at work; what it raises leaves all
        as it was.
        """
        prepared = prepare(revised)  # before others have to wait
        with self.writing() as connection:
            self.writer.enter_alone(connection)
            before(connection)
            self.writer.revise(connection, document_id, prepared)
        self.writer.kept()

    def remove(self, document_id: int) -> None:
        """Take a document out with its history."""
        with self.writing() as connection:
            self.writer.remove(connection, document_id)

    def renew_words(self) -> None:
        """Make all entries again where another version made them."""
        with self.reading() as connection:
            version = connection.execute(select(setting.c.value).where(setting.c.name == "words")).scalar()
        if version == str(WORDS_VERSION):
            return
        with self.writing() as connection:
            for at in connection.execute(select(document.c.id).order_by(document.c.id)).scalars().all():
                self.writer.renew(connection, at)
            self.index.rebuild(connection)
            connection.execute(update(setting).where(setting.c.name == "words").values(value=str(WORDS_VERSION)))

    def has(self, sha256: str, engine: str | None = None) -> bool:
        """Whether a file with these bytes was read before, by the analyzer ``engine`` where one is given."""
        query = select(reading.c.id).where(reading.c.sha256 == sha256)
        if engine is not None:
            query = query.where(reading.c.engine == engine)
        with self.reading() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def size(self) -> Size:
        """How much it holds."""
        with self.reading() as connection:

            def count(table: Any, *conditions: Any) -> int:
                return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()

            return Size(
                count(document),
                count(reading),
                count(entry, entry.c.what == "task"),
                count(entry, entry.c.what == "target"),
                count(body),
            )

    def cards(
        self, number: str | None = None, *, issuer: str | None = None, issued_on: date | None = None
    ) -> list[Card]:
        """The documents in the order they were added: all, or those of a number as typed ("08 ct ubnd").

        ``issuer`` is part of the issuer's name, with or without accents.
        """
        query = cards_query()
        if number is not None:
            query = query.where(document.c.number_key == number_key(number))
        if issued_on is not None:
            query = query.where(document.c.issued_on == issued_on)
        with self.reading() as connection:
            found = [card_of(row) for row in connection.execute(query)]
        if issuer is None:
            return found
        from analyzer.archive.entries import BodyKey

        wanted = BodyKey(issuer).plain
        return [card for card in found if card.issuer and wanted in BodyKey(card.issuer).plain]

    def card(self, document_id: int) -> Card:
        """The card of a document. Raises NoSuchDocument."""
        with self.reading() as connection:
            row = connection.execute(cards_query().where(document.c.id == document_id)).first()
        if row is None:
            raise _no_document(document_id)
        return card_of(row)

    def by_key(self, key: str) -> Card:
        """The card of the document with a public identifier. Raises NoSuchDocument."""
        with self.reading() as connection:
            row = connection.execute(cards_query().where(document.c.key == key)).first()
        if row is None:
            raise _no_document(key)
        return card_of(row)

    def directive(self, document_id: int) -> Directive:
        """The current reading of a document. Raises NoSuchDocument, DamagedReading."""
        query = select(reading.c.result).where(reading.c.document == document_id, reading.c.current)
        with self.reading() as connection:
            result = connection.execute(query).scalar()
        if result is None:
            raise _no_document(document_id)
        return Incoming.from_line(unpacked(result)).directive

    def directives(self, ids: Iterable[int] | None = None) -> Iterator[tuple[Card, Directive]]:
        """The documents with their current readings, in the order they were added, one at a time.

        ``ids`` are those of the documents that are wanted, all where none is given. Raises DamagedReading.
        """
        wanted = None if ids is None else sorted(set(ids))
        for card in self.cards() if wanted is None else map(self.card, wanted):
            yield card, self.directive(card.id)

    def history(self, document_id: int) -> list[Reading]:
        """The readings of a document in the order they were added."""
        columns = [column for column in reading.c if column.name not in ("digest", "result")]
        query = select(*columns).where(reading.c.document == document_id).order_by(reading.c.id)
        with self.reading() as connection:
            return [Reading(**row._mapping) for row in connection.execute(query)]

    def read_at(self, reading_id: int) -> Directive:
        """What a reading says. Raises NoSuchDocument, DamagedReading."""
        with self.reading() as connection:
            result = connection.execute(select(reading.c.result).where(reading.c.id == reading_id)).scalar()
        if result is None:
            raise _no_document(reading_id)
        return Incoming.from_line(unpacked(result)).directive

    def lines(self, *, history: bool = False) -> Iterator[bytes]:
        """The lines of JSON as they were put in: the current readings, or with ``history`` all."""
        query = select(reading.c.id).order_by(reading.c.document, reading.c.id)
        with self.reading() as connection:
            ids: Sequence[int] = (
                connection.execute(query if history else query.where(reading.c.current)).scalars().all()
            )
        for start in range(0, len(ids), _BATCH):
            some = ids[start : start + _BATCH]
            with self.reading() as connection:
                rows = connection.execute(select(reading.c.id, reading.c.result).where(reading.c.id.in_(some)))
                found = {row.id: row.result for row in rows}
            yield from (unpacked(found[at]) for at in some if at in found)


def _no_document(identifier: int | str) -> NoSuchDocument:
    return NoSuchDocument(
        f"The archive has no document {identifier} (any more).", f"Trong kho không (còn) có văn bản {identifier}."
    )
