"""What a search is narrowed to, and the SQL that says so, the same for both databases."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from analyzer.archive.bodies import Bodies, named
from analyzer.archive.index import TextIndex
from analyzer.archive.index.tables import number_of_day
from analyzer.archive.index.terms import Condition


@dataclass(frozen=True, slots=True)
class Filters:
    """What entries must have; of several values of one kind any. Days are inclusive.

    ``agencies`` and ``issuers`` are names as a person types them; ``what`` is title, task or target.
    """

    agencies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    due_after: date | None = None
    due_before: date | None = None

    @property
    def has_due(self) -> bool:
        """Whether days are asked for on which something falls due."""
        return self.due_after is not None or self.due_before is not None


@dataclass(frozen=True, slots=True)
class Selection:
    """Entries under a condition and filters, as the parts of an SQL query.

    ``hits`` says whether the tables have the rows of ``hit``, ``sorted`` whether slots come in their order.
    """

    tables: str
    slot: str
    where: tuple[str, ...]
    values: dict[str, Any]
    hits: bool = True
    sorted: bool = False

    @staticmethod
    def of_slots(slots: Iterable[int]) -> Selection:
        """The entries at some slots."""
        return Selection("hit", "hit.slot", (f"hit.slot IN ({', '.join(map(str, slots)) or 'NULL'})",), {})

    @staticmethod
    def among(index: TextIndex, condition: Condition, slots: Iterable[int]) -> Selection:
        """Those of the entries at some slots that a condition holds for."""
        source = index.source(condition)
        # "+" keeps SQLite from looking each slot up in the index of words
        where = (source.condition, f"+{source.slot} IN ({', '.join(map(str, slots))})")
        return Selection(source.tables, source.slot, where, {"words": source.words}, sorted=source.sorted)

    def sql(self, columns: str, rest: str = "") -> str:
        """A SELECT of some columns."""
        where = f" WHERE {' AND '.join(self.where)}" if self.where else ""
        return f"SELECT {columns} FROM {self.tables}{where} {rest}"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Filters with the bodies that their names mean in one archive."""

    filters: Filters
    agencies: tuple[Bodies, ...] = ()
    issuers: tuple[Bodies, ...] = ()

    @staticmethod
    def of(filters: Filters, connection: Connection) -> Narrowed:
        """Look the names up."""
        agencies, issuers = (
            [named(connection, name) for name in names] for names in (filters.agencies, filters.issuers)
        )
        return Narrowed(filters, tuple(agencies), tuple(issuers))

    @property
    def is_void(self) -> bool:
        """Whether a name means no body of the archive, so that nothing can pass."""
        return any(some and not any(found.ids for found in some) for some in (self.agencies, self.issuers))

    def size(self, connection: Connection) -> float:
        """In how many entries the bodies of ``agencies`` have a part; infinite where none are named."""
        if not self.agencies:
            return math.inf
        query = f"SELECT count(*) FROM assignment WHERE body IN ({_numbers(self.agencies)})"
        found: int = connection.execute(text(query)).scalar_one()
        return found

    def select(self, index: TextIndex, condition: Condition | None, *, hits: bool = True) -> Selection:
        """The entries that a condition holds for, all where it is None, within the filters."""
        where, values = self._where(driven=condition is None)
        if condition is None:
            return Selection("hit", "hit.slot", tuple(where), values)
        source = index.source(condition)
        hits = hits or bool(where)
        tables = source.tables + (source.hits if hits else "")
        return Selection(
            tables, source.slot, (source.condition, *where), {**values, "words": source.words}, hits, source.sorted
        )

    def select_within(self, index: TextIndex, condition: Condition) -> Selection:
        """The same, the filters looked through first: for filters that few entries pass."""
        source, own = index.source(condition), self.select(index, None)
        where = (source.condition, f"+{source.slot} IN ({own.sql(own.slot)})")
        return Selection(source.tables, source.slot, where, {**own.values, "words": source.words}, sorted=source.sorted)

    def _where(self, driven: bool) -> tuple[list[str], dict[str, Any]]:
        """The conditions on ``hit``. ``driven``: no words narrow the search, so the filters had better do."""
        filters = self.filters
        where: list[str] = []
        values: dict[str, Any] = {}
        profiles = [
            _in(f"profile.{name}", name, chosen, values)
            for name, chosen in (
                ("kind", filters.kinds),
                ("area", filters.areas),
                ("modality", filters.modalities),
                ("what", filters.what),
            )
            if chosen
        ]
        if self.issuers:
            profiles.append(f"profile.issuer IN ({_numbers(self.issuers)})")
        if profiles:
            where.append(f"hit.profile IN (SELECT profile.id FROM profile WHERE {' AND '.join(profiles)})")
        if filters.since:
            where.append("hit.issued >= :since")
            values["since"] = number_of_day(filters.since)
        if filters.until:
            where.append("hit.issued BETWEEN 1 AND :until")
            values["until"] = number_of_day(filters.until)
        if self.agencies or filters.roles:
            parts = []
            if self.agencies:
                parts.append(f"assignment.body IN ({_numbers(self.agencies)})")
            if filters.roles:
                parts.append(_in("assignment.role", "role", filters.roles, values))
            where.append(_exists("assignment", parts, driven or bool(self.agencies)))
        if filters.has_due:
            where.append(_exists("due_day", due_conditions(filters), driven))
        return where, values


def due_conditions(filters: Filters) -> list[str]:
    """The conditions on ``due_day``. SQLite keeps dates as text, so that both databases take them in quotes."""
    bounds = ((">=", filters.due_after), ("<=", filters.due_before))
    return [f"due_day.day {sign} '{day.isoformat()}'" for sign, day in bounds if day is not None]


def _exists(table: str, parts: Iterable[str], driven: bool) -> str:
    """That an entry has a row in a table; from the table where that is looked through first, once for all entries."""
    if driven:
        return f"hit.entry IN (SELECT {table}.entry FROM {table} WHERE {' AND '.join(parts)})"
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.entry = hit.entry AND {' AND '.join(parts)})"


def _in(column: str, name: str, chosen: Iterable[str], values: dict[str, Any]) -> str:
    names = []
    for at, value in enumerate(chosen):
        values[f"{name}{at}"] = value
        names.append(f":{name}{at}")
    return f"{column} IN ({', '.join(names)})"


def _numbers(bodies: Iterable[Bodies]) -> str:
    """The ids of bodies; NULL, which nothing equals, where a name means none."""
    return ", ".join(map(str, sorted({i for some in bodies for i in some.ids}))) or "NULL"
