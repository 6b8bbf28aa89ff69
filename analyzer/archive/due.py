"""What falls due: the tasks of an archive by their day, with how far they are.

The day of a task is the first on which one of its limits ends; of a rhythm it is the next day that it falls on, or the
rhythm's last. What was extended is due on the day it was extended to. Tasks without any day are not listed, unless they
are done.

>>> import tempfile
>>> from analyzer import analyze
>>> from analyzer.archive import Incoming, open_archive
>>> with tempfile.TemporaryDirectory() as directory, open_archive(f"{directory}/kho.db", create=True) as archive:
...     _ = list(archive.add([Incoming.of(analyze("Giao Sở Y tế báo cáo kết quả trước ngày 30/6/2024."))]))
...     found = due_list(archive, "overdue", date(2024, 7, 1))
>>> [(row.task, row.day.isoformat(), row.leads) for row in found.rows], found.counts["week"]
([('t1', '2024-06-30', ('Sở Y tế',))], 0)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, select

from analyzer.archive import due_query as query
from analyzer.archive.due_query import PERIODS, STATUSES, Period, Status, Weeks
from analyzer.archive.office import standing
from analyzer.archive.selection import Filters, Narrowed
from analyzer.archive.store import Archive
from analyzer.archive.tables import assignment, body, document, entry
from analyzer.writing.notes import DOUBTFUL_BELOW

__all__ = ["PERIODS", "RESPONSIBLE", "STATUSES", "DueList", "DueRow", "Period", "Status", "Weeks", "due_list"]

#: Who is asked for what is due: not those who are told of it.
RESPONSIBLE = ("lead", "support")


@dataclass(frozen=True, slots=True)
class DueRow:
    """A task with its day, which is None where a task without a limit is done.

    ``said`` is the day that its document says; ``extended`` tells that another took its place. ``leads`` are the names
    of those who lead it, as the document has them. ``recurring``: by its document it comes again after ``said``.
    """

    document: int
    key: str
    document_name: str
    task: str
    text: str
    leads: tuple[str, ...]
    day: date | None
    said: date | None
    extended: bool
    status: Status
    done_on: date | None
    doubtful: bool
    recurring: bool
    area: str | None = None
    page: int | None = None
    done_document: str | None = None
    extension_document: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DueList:
    """The rows asked for, of ``total``; ``counts`` has all periods, under the same filters.

    ``bodies`` tells as which bodies of the register the names of the filters were understood, ``known`` whether the
    archive has any of them.
    """

    rows: tuple[DueRow, ...]
    total: int
    counts: Mapping[Period, int]
    bodies: tuple[tuple[str, tuple[str, ...]], ...] = ()
    known: tuple[bool, ...] = ()


def due_list(
    archive: Archive,
    period: Period,
    today: date,
    *,
    agencies: Sequence[str] = (),
    areas: Sequence[str] = (),
    issuers: Sequence[str] = (),
    roles: Sequence[str] = RESPONSIBLE,
    status: Status | None = None,
    offset: int = 0,
    limit: int = 50,
) -> DueList:
    """The tasks that fall due in a period as of a day.

    A week ends on Sunday; "month" is what is left of the month behind it, "later" what comes after both. What is
    done is in "done" alone, and in "all" behind the rest. The first day comes first, in "overdue" and "done" the last.
    ``agencies`` and ``issuers`` are names as a person types them, as in
    :class:`analyzer.archive.selection.Filters`; of several any.
    """
    filters = Filters(agencies=tuple(agencies), roles=tuple(roles), areas=tuple(areas), issuers=tuple(issuers))
    with archive.reading() as connection:
        archive.index.prepare(connection)
        narrowed = Narrowed.of(filters, connection)
        found = query.found(connection, narrowed, Weeks(today), period, status, offset, limit)
        counts = dict.fromkeys(PERIODS, 0) | {row.period: row.entry for row in found if row.counted}
        counts["all"] = sum(counts.values())
        page = [row for row in found if not row.counted]
        meant = (*narrowed.agencies, *narrowed.issuers)
        named = zip((*filters.agencies, *filters.issuers), meant, strict=True)
        return DueList(
            tuple(_rows(connection, page)),
            counts[period],
            counts,
            tuple((typed, found.names) for typed, found in named),
            tuple(bool(found.ids) for found in meant),
        )


def _rows(connection: Connection, found: Sequence[Any]) -> Iterator[DueRow]:
    """The rows with all that is shown of them."""
    ids = [row.entry for row in found]
    columns = (entry.c.document, entry.c.item, entry.c.text, entry.c.confidence, entry.c.area, entry.c.page)
    query = (
        select(entry.c.id, *columns, document.c.key, document.c.name, *_STANDING)
        .join(document, document.c.id == entry.c.document)
        .outerjoin(standing, and_(standing.c.document == entry.c.document, standing.c.task == entry.c.item))
        .where(entry.c.id.in_(ids))
    )
    known = {row.id: row for row in connection.execute(query)}
    leads: dict[int, list[str]] = {}
    named = select(assignment.c.entry, body.c.name).join(body, body.c.id == assignment.c.body)
    for part in connection.execute(
        named.where(assignment.c.entry.in_(ids), assignment.c.role == "lead").order_by(body.c.name)
    ):
        leads.setdefault(part.entry, []).append(part.name)
    for row in found:
        of = known[row.entry]
        yield DueRow(
            document=of.document,
            key=of.key,
            document_name=of.name,
            task=of.item,
            text=of.text,
            leads=tuple(leads.get(row.entry, ())),
            day=row.day,
            said=row.said,
            extended=of.extended_to is not None,
            status=row.status,
            done_on=row.done_on,
            doubtful=of.confidence is not None and of.confidence < DOUBTFUL_BELOW,
            recurring=bool(row.recurring),
            area=of.area,
            page=of.page,
            done_document=of.done_document,
            extension_document=of.extension_document,
            note=of.note,
        )


_STANDING = (standing.c.extended_to, standing.c.done_document, standing.c.extension_document, standing.c.note)
