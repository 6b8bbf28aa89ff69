"""Whether an archive is whole: every reading as it was stored, and everything that follows from it in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from analyzer.archive.entries import BodyKey, citations_of
from analyzer.archive.errors import ArchiveError
from analyzer.archive.identity import reading_digest, review_digest
from analyzer.archive.office import rhythm
from analyzer.archive.packing import Incoming, unpacked
from analyzer.archive.preparing import Prepared, issuer_of, prepare, told
from analyzer.archive.store import Archive
from analyzer.archive.tables import assignment, body, citation, document, due_day, entry, reading
from analyzer.archive.writing import REVIEW, ROOM
from analyzer.tracking import BadResult

_COMPARED = ("what", "item", "text", "length", "tie", "extra", "area", "modality", "page")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be; ``document`` is None where it is about the archive as a whole.

    ``mendable``: what is wrong follows from readings that are whole, and can be made again.
    """

    message: str
    message_vi: str
    document: int | None = None
    name: str | None = None
    mendable: bool = True


def check(archive: Archive, report: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Problem]:
    """Look at everything; ``report`` is told how many documents of how many are done. Nothing is changed."""
    with archive.reading() as connection:
        yield from _engine_problems(connection)
        for found in archive.index.problems(connection):
            yield Problem(found, f"Chỉ mục tìm kiếm không khớp: {found}")
        ids = connection.execute(select(document.c.id, document.c.name).order_by(document.c.id)).all()
    for done, (at, name) in enumerate(ids, start=1):
        with archive.reading() as connection:
            yield from _document_problems(connection, at, name)
        report(done, len(ids))


def mend(archive: Archive, problems: list[Problem]) -> None:
    """Make again what follows from the readings, for the documents with problems, and the index."""
    for at in sorted({p.document for p in problems if p.mendable and p.document is not None}):
        with archive.writing() as connection:
            archive.writer.renew(connection, at)
        archive.writer.kept()
    if any(p.document is None and p.mendable for p in problems):
        with archive.writing() as connection:
            archive.index.rebuild(connection)


def _engine_problems(connection: Connection) -> Iterator[Problem]:
    """What the database itself says; PostgreSQL sees to its pages and foreign keys as it goes."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if found != "ok":
            yield Problem(f"SQLite: {found}", f"SQLite báo: {found}", mendable=False)
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(
            f"Row {row} of {table} hangs on a row of {parent} that is not there.",
            f"Dòng {row} của bảng {table} trỏ tới dòng không có trong bảng {parent}.",
            mendable=False,
        )


def _document_problems(connection: Connection, at: int, name: str) -> Iterator[Problem]:
    rows = connection.execute(select(reading).where(reading.c.document == at).order_by(reading.c.id)).all()
    current = None
    for row in rows:
        try:
            incoming = Incoming.from_line(unpacked(row.result))
        except (ArchiveError, BadResult) as error:
            yield Problem(
                f"Reading {row.id}: {error.message}", f"Kết quả {row.id}: {error.message_vi}", at, name, False
            )
            continue
        digest = reading_digest(incoming.directive)
        if row.engine == REVIEW:
            digest = review_digest(digest, at)
        if digest != row.digest or incoming.directive.source.sha256 != row.sha256:
            yield Problem(
                f"Reading {row.id} is not what was stored: its digest differs.",
                f"Kết quả {row.id} không còn như lúc lưu: mã kiểm tra khác.",
                at,
                name,
                False,
            )
        elif row.current:
            current = row.id, prepare(incoming)
    if not any(row.current for row in rows):
        yield Problem("It has no current reading.", "Không có kết quả hiện hành.", at, name, False)
    if current is None:
        return
    for what, what_vi in _differences(connection, at, *current):
        yield Problem(f"{what} are not those of the reading.", f"{what_vi} không khớp kết quả đọc.", at, name)


def _differences(connection: Connection, at: int, reading_id: int, one: Prepared) -> Iterator[tuple[str, str]]:
    """What of a document does not follow from its reading."""
    first = reading_id * ROOM
    stored = connection.execute(select(entry).where(entry.c.document == at).order_by(entry.c.place)).all()
    wanted = [(first + n, n, *(getattr(e, f) for f in _COMPARED)) for n, e in enumerate(one.entries)]
    if [(row.id, row.place, *(getattr(row, f) for f in _COMPARED)) for row in stored] != wanted:
        yield "Entries", "Các mục tìm kiếm"
    row = connection.execute(select(document).where(document.c.id == at)).one()
    header = one.directive.directive
    same = (header.kind, header.issued_on, header.number and header.number.text, row.issuer)
    if any((e.kind, e.issued_on, e.number, e.issuer) != same for e in stored):
        yield "Kind, date, number and issuer of entries", "Loại, ngày, số và cơ quan ban hành của các mục"
    if _all(connection, _parts(at)) != {
        (first + n, role, b.name, b.agency, b.province, b.area)
        for n, e in enumerate(one.entries)
        for role, b in e.parts
    }:
        yield "Parts of bodies", "Vai trò của các cơ quan"
    days = select(due_day).join(entry).where(entry.c.document == at)
    if _all(connection, days) != {
        (first + n, day, day.year * 100 + day.month, marked)
        for n, e in enumerate(one.entries)
        for day, marked in e.marked_days
    }:
        yield "Due days", "Hạn"
    again = select(*(column for column in rhythm.c if column.name != "place")).join(entry)
    if _all(connection, again.where(entry.c.document == at)) != {
        (first + n, r.rrule, r.text, r.bound, r.shift, r.until) for n, e in enumerate(one.entries) for r in e.rhythms
    }:
        yield "Recurring limits", "Hạn định kỳ"
    cited = select(citation.c.relation, citation.c.number_key, citation.c.issued_on, citation.c.text)
    if _all(connection, cited.where(citation.c.document == at)) != {
        (c.relation, c.number_key, c.issued_on, c.text) for c in citations_of(one.directive)
    }:
        yield "Citations", "Văn bản viện dẫn"
    if {name: getattr(row, name) for name in told(one)} != told(one) or _body(connection, row.issuer) != issuer_of(one):
        yield "Number, kind, date, issuer and title", "Số, loại, ngày, cơ quan ban hành và trích yếu"


def _body(connection: Connection, body_id: int | None) -> BodyKey | None:
    row = connection.execute(select(body).where(body.c.id == body_id)).first()
    return None if row is None else BodyKey(row.name, row.agency, row.province, row.area)


def _parts(at: int) -> Any:
    names = (assignment.c.entry, assignment.c.role, body.c.name, body.c.agency, body.c.province, body.c.area)
    joined = assignment.join(entry, assignment.c.entry == entry.c.id).join(body, assignment.c.body == body.c.id)
    return select(*names).select_from(joined).where(entry.c.document == at)


def _all(connection: Connection, query: Any) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(query)}
