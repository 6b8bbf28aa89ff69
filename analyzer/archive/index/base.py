"""What the indexes of both databases have in common: entries, their narrow rows and profiles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Connection, delete, func, or_, select, text, tuple_

from analyzer.archive.index.tables import PROFILE, apart, hit, number_of_day, profile, slot_of
from analyzer.archive.index.terms import Condition
from analyzer.archive.tables import entry

_ENTRY = frozenset(entry.c.keys())
_UNKNOWN = {"issuer": 0}


class Source(NamedTuple):
    """Where the entries that fit come from, as SQL: FROM and WHERE with the parameter ``words``.

    ``slot`` is the column with their slots, and ``hits`` what to put behind FROM to have the rows of ``hit`` too. They
    may come ``sorted`` by slot, so that to ask for the first is cheap and to count them as well is a query of its own.
    """

    tables: str
    hits: str
    slot: str
    condition: str
    words: str
    sorted: bool = False


class TextIndex(ABC):
    """The index of the words of all entries. It keeps the rows of ``entry`` and all that is searched besides."""

    #: Of a connection that searches.
    settings: ClassVar[tuple[str, ...]] = ()

    def create(self, connection: Connection) -> None:
        """Make what the database has of its own beside the tables. Raises ArchiveUnreachable where it lacks a part."""
        self._create(connection)

    def insert(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert entries: rows with the columns of ``entry``; one that is left out is null."""
        if not rows:
            return
        whole = [{name: row.get(name) for name in _ENTRY} for row in rows]
        connection.execute(entry.insert(), whole)
        self._insert_hits(connection, whole)

    def remove(self, connection: Connection, document_id: int) -> None:
        """Delete the entries of a document; who has a part in them and when they are due goes with them."""
        self._remove_words(connection, document_id)
        connection.execute(delete(hit).where(hit.c.document == document_id))
        connection.execute(delete(entry).where(entry.c.document == document_id))

    def rebuild(self, connection: Connection) -> None:
        """Make everything anew from the entries."""
        self._clear(connection)
        connection.execute(delete(hit))
        connection.execute(delete(profile))
        last = None
        while rows := page(connection, last):
            self._insert_hits(connection, rows)
            last = rows[-1]["id"]

    def problems(self, connection: Connection) -> list[str]:
        """What does not agree with the entries, in English; empty where all is well."""
        found = []
        lost = connection.execute(
            select(func.count())
            .select_from(entry.outerjoin(hit, hit.c.entry == entry.c.id))
            .where(hit.c.entry.is_(None))
        ).scalar_one()
        if lost:
            found.append(f"{lost} entries are not in the index")
        unlike = connection.execute(select(func.count()).select_from(_joined()).where(_differs())).scalar_one()
        if unlike:
            found.append(f"{unlike} entries are indexed with other particulars")
        return found + self._problems(connection)

    def prepare(self, connection: Connection) -> None:
        """Make a connection ready for searches, for the rest of its transaction."""
        for statement in self.settings:
            connection.execute(text(statement))

    @abstractmethod
    def source(self, condition: Condition) -> Source:
        """The entries that a condition holds for."""

    @abstractmethod
    def _create(self, connection: Connection) -> None: ...

    @abstractmethod
    def _insert_words(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]], hits: list[dict[str, Any]]
    ) -> None:
        """Insert the hits with the words of their entries; both in the order of slots."""

    @abstractmethod
    def _remove_words(self, connection: Connection, document_id: int) -> None: ...

    @abstractmethod
    def _clear(self, connection: Connection) -> None: ...

    @abstractmethod
    def _problems(self, connection: Connection) -> list[str]: ...

    def _insert_hits(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        profiles = _profiles(connection, rows)
        slots = _slots(connection, rows)
        hits = [
            {
                "slot": slot,
                "entry": row["id"],
                "document": row["document"],
                "profile": profiles[_particulars(row)],
                "issued": number_of_day(row["issued_on"]),
            }
            for slot, row in zip(slots, rows, strict=True)
        ]
        order = sorted(range(len(hits)), key=slots.__getitem__)  # SQLite's index is written in the order of its rows
        self._insert_words(connection, [rows[at] for at in order], [hits[at] for at in order])


def _particulars(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] or _UNKNOWN.get(name, "") for name in PROFILE)


def _profiles(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], int]:
    """The profiles of rows, those that are new made."""
    wanted = sorted({_particulars(row) for row in rows})
    columns = [profile.c[name] for name in PROFILE]
    found: dict[tuple[Any, ...], int] = {}
    for start in range(0, len(wanted), 200):
        query = select(profile).where(tuple_(*columns).in_(wanted[start : start + 200]))
        for row in connection.execute(query):
            found.setdefault(tuple(getattr(row, name) for name in PROFILE), row.id)
    for particulars in wanted:
        if particulars not in found:
            values = dict(zip(PROFILE, particulars, strict=True))
            made = connection.execute(profile.insert().values(values).returning(profile.c.id)).scalar_one()
            found[particulars] = made
    return found


def _slots(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Slots for rows that are neither taken nor alike."""
    wanted = [slot_of(row) for row in rows]
    taken: set[int] = set()
    while True:
        mine = set(taken)
        slots = [apart(slot, mine) for slot in wanted]
        there: set[int] = set()
        for start in range(0, len(slots), 500):
            there.update(
                connection.execute(select(hit.c.slot).where(hit.c.slot.in_(slots[start : start + 500]))).scalars()
            )
        if not there:
            return slots
        taken |= there


def page(connection: Connection, last: int | None) -> Sequence[Mapping[str, Any]]:
    """The next thousand entries."""
    query = select(entry).order_by(entry.c.id).limit(1000)
    if last is not None:
        query = query.where(entry.c.id > last)
    return [dict(row) for row in connection.execute(query).mappings()]


def _joined() -> Any:
    return hit.join(entry, entry.c.id == hit.c.entry).join(profile, profile.c.id == hit.c.profile)


def _differs() -> Any:
    """Whether a hit's document or profile is not that of its entry."""
    unlike = [func.coalesce(entry.c[name], _UNKNOWN.get(name, "")) != profile.c[name] for name in PROFILE]
    return or_(hit.c.document != entry.c.document, *unlike)
