"""Reviews and their changes in the archive's tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, select, update

from analyzer.archive.errors import ArchiveBusy, NoSuchDocument
from analyzer.archive.layouts import Layout
from analyzer.archive.office import change, file, review
from analyzer.archive.packing import unpacked
from analyzer.archive.tables import document, reading
from analyzer.review.clock import aware, now
from analyzer.review.model import Change, Value


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether anything of a document's review is another than it was."""

    base: int
    begun: bool
    done: bool
    last: int


@dataclass(frozen=True, slots=True)
class Record:
    """A document's review as it is stored; before the first change, what it would start from."""

    document: int
    stamp: Stamp
    base: bytes
    base_added_at: datetime
    current: bytes
    changes: tuple[Change, ...]
    sha256: str


def record_of(connection: Connection, document_id: int) -> Record:
    """The review of a document. Raises NoSuchDocument."""
    stamp = stamp_of(connection, document_id)
    rows = connection.execute(
        select(reading.c.id, reading.c.current, reading.c.result, reading.c.added_at, reading.c.sha256).where(
            reading.c.document == document_id, (reading.c.id == stamp.base) | reading.c.current
        )
    ).all()
    base = next(row for row in rows if row.id == stamp.base)
    current = next(row for row in rows if row.current)
    return Record(
        document_id,
        stamp,
        unpacked(base.result),
        aware(base.added_at),
        unpacked(current.result),
        changes_of(connection, document_id),
        base.sha256,
    )


def changes_of(connection: Connection, document_id: int, *, standings: bool = False) -> tuple[Change, ...]:
    """The changes to a document in their order, or with ``standings`` those of how far its tasks are."""
    query = select(change).where(change.c.document == document_id).order_by(change.c.id)
    if standings:
        query = query.where(change.c.after.contains('"standing:', autoescape=True))
    return tuple(_change(row) for row in connection.execute(query))


def state_column() -> ColumnElement[str]:
    """The state of a document's review, in a query over ``document`` joined with ``review`` where there is one.

    To tell how far tasks are pins the reading, but is no review.
    """
    touched = exists().where(
        change.c.document == document.c.id, ~change.c.after.contains('"standing:', autoescape=True)
    )
    return case((review.c.done, "done"), (touched, "open"), else_="untouched")


def stamp_of(connection: Connection, document_id: int) -> Stamp:
    """The stamp of a document's review as it is now. Raises NoSuchDocument."""
    begun = connection.execute(select(review.c.base, review.c.done).where(review.c.document == document_id)).first()
    last = connection.execute(select(func.max(change.c.id)).where(change.c.document == document_id)).scalar()
    if begun is not None:
        return Stamp(begun.base, True, begun.done, last or 0)
    base = connection.execute(select(reading.c.id).where(reading.c.document == document_id, reading.c.current)).scalar()
    if base is None:
        raise NoSuchDocument(
            f"The archive has no document {document_id} (any more).",
            f"Trong kho không (còn) có văn bản {document_id}.",
        )
    return Stamp(base, False, False, last or 0)


def begin(connection: Connection, document_id: int, stamp: Stamp) -> None:
    """Pin the reading that changes start from, where that has not been done."""
    if not stamp.begun:
        values = {"document": document_id, "base": stamp.base, "done": False, "started_at": now()}
        connection.execute(review.insert().values(values))


def close(connection: Connection, document_id: int, who: str | None) -> None:
    """Note that a review is done by somebody, or with None that it is open again."""
    values = {"done": who is not None, "finished_at": now() if who is not None else None, "finished_by": who}
    connection.execute(update(review).where(review.c.document == document_id).values(values))
    connection.execute(update(document).where(document.c.id == document_id).values(changed_at=now()))


def write(
    connection: Connection,
    document_id: int,
    *,
    at: datetime,
    who: str,
    action: str,
    task: str | None,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    undoes: int | None = None,
) -> int:
    """Put a change in the log; its number."""
    values = {
        "document": document_id,
        "at": at,
        "who": who,
        "action": action,
        "task": task,
        "before": _json(before),
        "after": _json(after),
        "undoes": undoes,
    }
    made: int = connection.execute(change.insert().values(values).returning(change.c.id)).scalar_one()
    return made


def layout_of(connection: Connection, sha256: str) -> Layout | None:
    """Where the words of a file stand on its pages, where that was kept."""
    stored = connection.execute(select(file.c.layout).where(file.c.sha256 == sha256)).scalar()
    return None if stored is None else Layout.unpacked(stored)


def too_busy() -> ArchiveBusy:
    """Others changed the same document again and again while a change was worked out."""
    return ArchiveBusy(
        "Others are changing this document all the time. Try again in a moment.",
        "Văn bản đang được nhiều người sửa liên tục. Hãy thử lại sau giây lát.",
    )


def _change(row: Any) -> Change:
    return Change(
        id=row.id,
        document=row.document,
        at=aware(row.at),
        who=row.who,
        action=row.action,
        task=row.task,
        before=json.loads(row.before),
        after=json.loads(row.after),
        undoes=row.undoes,
    )


def _json(items: Mapping[str, Value]) -> str:
    return json.dumps(dict(items), ensure_ascii=False, separators=(",", ":"))
