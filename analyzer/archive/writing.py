"""How a reading gets into the archive: which document it is of, whether it is new, better, or known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from analyzer.archive.entries import BodyKey, Entry, citations_of, entries_of, issuer_body
from analyzer.archive.identity import Identity, identity_of, is_better, number_key, reading_digest
from analyzer.archive.index import TextIndex
from analyzer.archive.office import rhythm
from analyzer.archive.packing import Incoming, packed, unpacked
from analyzer.archive.tables import assignment, body, citation, document, due_day, reading
from analyzer.assembly.models import Directive
from analyzer.writing.rows import document_name

Outcome = Literal["new", "replaced", "unchanged", "kept"]
#: Entries of a reading have the ids from ``reading id * ROOM``.
ROOM = 1 << 20
_BODIES_KEPT = 200_000  # ids of bodies that are remembered


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a reading: new document, current reading replaced, nothing changed, or kept as history only."""

    outcome: Outcome
    document: int
    name: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading with all that is computed before the transaction begins."""

    incoming: Incoming
    digest: str
    identity: Identity | None
    entries: Sequence[Entry]

    @property
    def directive(self) -> Directive:
        return self.incoming.directive

    @property
    def bodies(self) -> set[BodyKey]:
        """The bodies of its entries and its issuer."""
        issuer = issuer_of(self)
        return {part for e in self.entries for _, part in e.parts} | ({issuer} if issuer else set())


def prepare(incoming: Incoming) -> Prepared:
    """Work out keys and entries of a reading."""
    digest = reading_digest(incoming.directive)
    return Prepared(incoming, digest, identity_of(incoming.directive.directive), entries_of(incoming.directive, digest))


def told(one: Prepared) -> dict[str, Any]:
    """What a document's row says of it by the reading, its issuer aside."""
    header = one.directive.directive
    return {
        "number": header.number.text if header.number else None,
        "number_key": (number_key(header.number.text) or None) if header.number else None,
        "kind": header.kind,
        "kind_name": header.kind_name,
        "issued_on": header.issued_on,
        "issuer_key": one.identity.issuer if one.identity else None,
        "title": header.title,
        "name": document_name(one.directive),
    }


def issuer_of(one: Prepared) -> BodyKey | None:
    """The body that issued the document."""
    issuer = one.directive.directive.issuer
    return issuer_body(issuer) if issuer else None


class Writer:
    """Writes within the transactions of its caller. What it remembers of bodies counts once these are kept."""

    def __init__(self, index: TextIndex) -> None:
        self._index = index
        self._bodies: dict[BodyKey, int] = {}
        self._fresh: dict[BodyKey, int] = {}

    def kept(self) -> None:
        """The transaction was kept."""
        if len(self._bodies) > _BODIES_KEPT:
            self._bodies.clear()
        self._bodies.update(self._fresh)
        self._fresh = {}

    def add(self, connection: Connection, chunk: Iterable[Incoming]) -> list[Added]:
        """Add readings in their order."""
        self._fresh = {}
        prepared = [prepare(incoming) for incoming in chunk]
        _take_turns(connection, prepared)
        known = {row.digest: row for row in connection.execute(_known(prepared))}
        self._number_bodies(connection, {b for p in prepared if p.digest not in known for b in p.bodies})
        added = []
        for one in prepared:
            found = known.get(one.digest)
            if found is not None:
                added.append(Added("unchanged", found.document, found.name))
            else:
                done = self._add(connection, one)
                added.append(done)
                for row in connection.execute(_known([one])):
                    known[row.digest] = row
        return added

    def remove(self, connection: Connection, document_id: int) -> None:
        """Take a document out with its readings and entries."""
        self._clear(connection, document_id)
        connection.execute(delete(reading).where(reading.c.document == document_id))
        connection.execute(delete(document).where(document.c.id == document_id))

    def renew(self, connection: Connection, document_id: int) -> None:
        """Make what follows from the current reading of a document again."""
        query = select(reading.c.id, reading.c.result).where(reading.c.document == document_id, reading.c.current)
        row = connection.execute(query).one()
        one = prepare(Incoming.from_line(unpacked(row.result)))
        self._fresh = {}
        self._number_bodies(connection, one.bodies)
        self._clear(connection, document_id)
        connection.execute(update(document).where(document.c.id == document_id).values(self._header(one)))
        self._fill(connection, document_id, row.id, one)

    def _add(self, connection: Connection, one: Prepared) -> Added:
        name = document_name(one.directive)
        at = self._document_of(connection, one)
        if at is None:
            now = _now()
            values = {**self._header(one), "added_at": now, "changed_at": now}
            at = connection.execute(document.insert().values(values).returning(document.c.id)).scalar_one()
            self._make_current(connection, at, one)
            return Added("new", at, name)
        current = connection.execute(
            select(reading.c.result).where(reading.c.document == at, reading.c.current)
        ).scalar_one()
        if not is_better(one.directive, Incoming.from_line(unpacked(current)).directive):
            _insert_reading(connection, at, one, current=False)
            return Added("kept", at, name)
        connection.execute(update(reading).where(reading.c.document == at, reading.c.current).values(current=False))
        self._clear(connection, at)
        values = {**self._header(one), "changed_at": _now()}
        connection.execute(update(document).where(document.c.id == at).values(values))
        self._make_current(connection, at, one)
        return Added("replaced", at, name)

    def _document_of(self, connection: Connection, one: Prepared) -> int | None:
        """The document that a reading is of. Where its bytes are of one and its identity of another, these become one:
        the number, issuer or date of the first had been misread."""
        sha256 = one.directive.source.sha256
        by_bytes = connection.execute(select(reading.c.document).where(reading.c.sha256 == sha256).limit(1)).scalar()
        by_identity = None
        if one.identity:
            by_identity = connection.execute(
                select(document.c.id).where(
                    document.c.number_key == one.identity.number,
                    document.c.issuer_key == one.identity.issuer,
                    document.c.issued_on == one.identity.issued_on,
                )
            ).scalar()
        if by_bytes is not None and by_identity is not None and by_bytes != by_identity:
            moved = update(reading).where(reading.c.document == by_bytes)
            connection.execute(moved.values(document=by_identity, current=False))
            self.remove(connection, by_bytes)
        return by_bytes if by_identity is None else by_identity

    def _make_current(self, connection: Connection, at: int, one: Prepared) -> None:
        self._fill(connection, at, _insert_reading(connection, at, one, current=True), one)

    def _header(self, one: Prepared) -> dict[str, Any]:
        issuer = issuer_of(one)
        return {**told(one), "issuer": self._id(issuer) if issuer else None}

    def _fill(self, connection: Connection, at: int, reading_id: int, one: Prepared) -> None:
        """Insert the entries of a reading with all that hangs on them."""
        header = one.directive.directive
        first = reading_id * ROOM
        issuer = self._header(one)["issuer"]
        number = header.number.text if header.number else None
        same = {"document": at, "kind": header.kind, "issued_on": header.issued_on, "issuer": issuer, "number": number}
        rows, parts, days, rhythms = [], [], [], []
        for place, e in enumerate(one.entries):
            row = {name: getattr(e, name) for name in _ENTRY_FIELDS}
            rows.append({**row, **same, "id": first + place, "place": place})
            bodies = {(role, self._id(b)) for role, b in e.parts}
            parts += [{"entry": first + place, "role": role, "body": b} for role, b in sorted(bodies)]
            days += [
                {"entry": first + place, "day": day, "month": day.year * 100 + day.month} for day in sorted(e.days)
            ]
            rhythms += [{"entry": first + place, "place": n, **asdict(r)} for n, r in enumerate(e.rhythms)]
        self._index.insert(connection, rows)
        if parts:
            connection.execute(assignment.insert(), parts)
        if days:
            connection.execute(due_day.insert(), days)
        if rhythms:
            connection.execute(rhythm.insert(), rhythms)
        cited = [
            {"document": at, "place": place, **{name: getattr(c, name) for name in c.__slots__}}
            for place, c in enumerate(citations_of(one.directive)[:32_767])
        ]
        if cited:
            connection.execute(citation.insert(), cited)

    def _clear(self, connection: Connection, at: int) -> None:
        self._index.remove(connection, at)
        connection.execute(delete(citation).where(citation.c.document == at))

    def _id(self, key: BodyKey) -> int:
        return self._bodies[key] if key in self._bodies else self._fresh[key]

    def _number_bodies(self, connection: Connection, keys: Iterable[BodyKey]) -> None:
        """Give ids to bodies; in one order, so that two writers cannot wait for each other."""
        missing = sorted(
            (k for k in keys if k not in self._bodies), key=lambda k: (k.name, k.agency, k.province, k.area)
        )
        if not missing:
            return
        rows = [
            {"name": k.name, "agency": k.agency, "province": k.province, "area": k.area, "plain": k.plain}
            for k in missing
        ]
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(body).on_conflict_do_nothing(), rows)
        wanted = set(missing)
        for start in range(0, len(missing), 500):
            names = [k.name for k in missing[start : start + 500]]
            for row in connection.execute(select(body).where(body.c.name.in_(names))):
                found = BodyKey(row.name, row.agency, row.province, row.area)
                if found in wanted:
                    self._fresh[found] = row.id


_ENTRY_FIELDS = ("what", "item", "text", "length", "tie", "extra", "area", "modality", "confidence", "page")


def _known(prepared: Sequence[Prepared]) -> Any:
    """The readings that are there already."""
    return (
        select(reading.c.digest, reading.c.document, document.c.name)
        .join(document, reading.c.document == document.c.id)
        .where(reading.c.digest.in_([p.digest for p in prepared]))
    )


def _insert_reading(connection: Connection, at: int, one: Prepared, *, current: bool) -> int:
    source = one.directive.source
    values = {
        "document": at,
        "current": current,
        "sha256": source.sha256,
        "digest": one.digest,
        "engine": one.incoming.engine,
        "reader": source.reader,
        "source_name": source.name,
        "added_at": _now(),
        "result": packed(one.incoming.line),
    }
    made: int = connection.execute(reading.insert().values(values).returning(reading.c.id)).scalar_one()
    return made


def _take_turns(connection: Connection, prepared: Iterable[Prepared]) -> None:
    """Let no two writers work on one document at once. On SQLite the transaction itself sees to that."""
    if connection.dialect.name != "postgresql":
        return
    names = {p.directive.source.sha256 for p in prepared} | {str(p.identity) for p in prepared if p.identity}
    keys = sorted(int.from_bytes(blake2b(n.encode(), digest_size=8).digest(), signed=True) for n in names)
    statement = select(func.pg_advisory_xact_lock(text("key"))).select_from(
        text("unnest(CAST(:keys AS bigint[])) AS key")
    )
    connection.execute(statement, {"keys": keys}).all()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
