"""How a reading gets into the archive: which document it is of, whether it is new, better, or known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, select, text, update

from analyzer.archive.entries import citations_of
from analyzer.archive.identity import Identity, identity_of, is_better, review_digest
from analyzer.archive.index import TextIndex
from analyzer.archive.numbering import BodyNumbers
from analyzer.archive.office import job, review, rhythm
from analyzer.archive.packing import Incoming, packed, unpacked
from analyzer.archive.preparing import Prepared, issuer_of, prepare, told
from analyzer.archive.tables import assignment, citation, document, due_day, reading
from analyzer.assembly.models import DirectiveHeader
from analyzer.writing.rows import document_name

Outcome = Literal["new", "replaced", "unchanged", "kept"]
#: Entries of a reading have the ids from ``reading id * ROOM``.
ROOM = 1 << 20
#: The engine of readings that people made by reviewing what the machine read.
REVIEW = "review"
_GATE = 0x616E616C79  # of PostgreSQL: held by all who write, by some of them alone


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a reading: new document, current reading replaced, nothing changed, or kept as history only."""

    outcome: Outcome
    document: int
    name: str


class Writer:
    """Writes within the transactions of its caller. What it remembers of bodies counts once these are kept."""

    def __init__(self, index: TextIndex) -> None:
        self._index = index
        self._bodies = BodyNumbers()

    def kept(self) -> None:
        """The transaction that this thread was in was kept."""
        self._bodies.kept()

    def add(self, connection: Connection, chunk: Iterable[Incoming]) -> list[Added]:
        """Add readings in their order."""
        prepared = [prepare(incoming) for incoming in chunk]
        _enter(connection)
        _take_turns(connection, prepared)
        known = {row.digest: row for row in connection.execute(_known(prepared))}
        self._bodies.number(connection, {b for p in prepared if p.digest not in known for b in p.bodies})
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
        _enter(connection)
        self._clear(connection, document_id)
        connection.execute(delete(reading).where(reading.c.document == document_id))
        connection.execute(delete(document).where(document.c.id == document_id))

    def renew(self, connection: Connection, document_id: int) -> None:
        """Make what follows from the current reading of a document again."""
        _enter(connection)
        query = select(reading.c.id, reading.c.result).where(reading.c.document == document_id, reading.c.current)
        row = connection.execute(query).one()
        one = prepare(Incoming.from_line(unpacked(row.result)))
        self._bodies.number(connection, one.bodies)
        self._clear(connection, document_id)
        connection.execute(update(document).where(document.c.id == document_id).values(self._header(one)))
        self._fill(connection, document_id, row.id, one)

    def enter_alone(self, connection: Connection) -> None:
        """Let no other writer in until the transaction ends; those that are at it end first.

        It is to be the transaction's first statement. On SQLite the transaction itself sees to that.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_GATE))).all()

    def revise(self, connection: Connection, document_id: int, one: Prepared) -> None:
        """Make what people made of a document its current reading, in place of what they had made of it before.

        What the machine said stays in the history. The caller is alone (:meth:`enter_alone`).
        """
        one = replace(one, digest=review_digest(one.digest, document_id))
        self._bodies.number(connection, one.bodies)
        row = connection.execute(
            select(reading.c.id, reading.c.engine).where(reading.c.document == document_id, reading.c.current)
        ).one()
        self._clear(connection, document_id)
        values = {**self._header(one), "changed_at": _now()}
        connection.execute(update(document).where(document.c.id == document_id).values(values))
        if row.engine == REVIEW:
            result = {"digest": one.digest, "result": packed(one.incoming.line)}
            connection.execute(update(reading).where(reading.c.id == row.id).values(result))
            self._fill(connection, document_id, row.id, one)
        else:
            connection.execute(update(reading).where(reading.c.id == row.id).values(current=False))
            self._make_current(connection, document_id, one)

    def same_identity(self, connection: Connection, document_id: int, header: DirectiveHeader) -> str | None:
        """The name of another document that has the number, issuer and date of a header."""
        identity = identity_of(header)
        found = _by_identity(connection, identity) if identity else None
        if found in (None, document_id):
            return None
        name: str = connection.execute(select(document.c.name).where(document.c.id == found)).scalar_one()
        return name

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
        better = is_better(one.directive, Incoming.from_line(unpacked(current)).directive)
        if not better or _is_reviewed(connection, at):
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
        the number, issuer or date of the first had been misread.

        A document that people review is never taken for another: its number, issuer and date are what they say.
        """
        sha256 = one.directive.source.sha256
        by_bytes = connection.execute(select(reading.c.document).where(reading.c.sha256 == sha256).limit(1)).scalar()
        by_identity = _by_identity(connection, one.identity) if one.identity else None
        if by_bytes is None or by_identity is None or by_bytes == by_identity:
            return by_bytes if by_identity is None else by_identity
        if _is_reviewed(connection, by_bytes):
            return int(by_bytes)
        moved = update(reading).where(reading.c.document == by_bytes)
        connection.execute(moved.values(document=by_identity, current=False))
        connection.execute(update(job).where(job.c.document == by_bytes).values(document=by_identity))
        self.remove(connection, by_bytes)
        return by_identity

    def _make_current(self, connection: Connection, at: int, one: Prepared) -> None:
        self._fill(connection, at, _insert_reading(connection, at, one, current=True), one)

    def _header(self, one: Prepared) -> dict[str, Any]:
        issuer = issuer_of(one)
        return {**told(one), "issuer": self._bodies[issuer] if issuer else None}

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
            bodies = {(role, self._bodies[b]) for role, b in e.parts}
            parts += [{"entry": first + place, "role": role, "body": b} for role, b in sorted(bodies)]
            days += [
                {"entry": first + place, "day": day, "month": day.year * 100 + day.month, "first": marked}
                for day, marked in e.marked_days
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


_ENTRY_FIELDS = ("what", "item", "text", "length", "tie", "extra", "area", "modality", "confidence", "page")


def _known(prepared: Sequence[Prepared]) -> Any:
    """The readings that are there already."""
    return (
        select(reading.c.digest, reading.c.document, document.c.name)
        .join(document, reading.c.document == document.c.id)
        .where(reading.c.digest.in_([p.digest for p in prepared]))
    )


def _by_identity(connection: Connection, identity: Identity) -> int | None:
    """The document of that number, issuer and date."""
    query = select(document.c.id).where(
        document.c.number_key == identity.number,
        document.c.issuer_key == identity.issuer,
        document.c.issued_on == identity.issued_on,
    )
    return connection.execute(query).scalar()


def _is_reviewed(connection: Connection, document_id: int) -> bool:
    """Whether people have begun to review a document: what they said of it stands above any machine's reading."""
    return connection.execute(select(review.c.base).where(review.c.document == document_id)).first() is not None


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


def _enter(connection: Connection) -> None:
    """Begin to write together with others, and when nobody has asked to be alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock_shared(_GATE))).all()


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
