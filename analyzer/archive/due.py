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

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Date, and_, select, text

from analyzer.archive.bodies import Bodies
from analyzer.archive.due_days import occurrences
from analyzer.archive.office import standing
from analyzer.archive.selection import Filters, Narrowed
from analyzer.archive.store import Archive
from analyzer.archive.tables import assignment, body, document, entry
from analyzer.writing.notes import DOUBTFUL_BELOW

Period = Literal["overdue", "week", "month", "later", "done", "all"]
Status = Literal["todo", "doing", "done"]
PERIODS: tuple[Period, ...] = get_args(Period)
STATUSES: tuple[Status, ...] = get_args(Status)
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


@dataclass(frozen=True, slots=True)
class Weeks:
    """The days that part the periods: a week ends on Sunday, a month on its last day."""

    today: date

    @property
    def week_ends(self) -> date:
        """The Sunday of this week.

        >>> Weeks(date(2026, 11, 22)).week_ends.isoformat()
        '2026-11-22'
        """
        return self.today + timedelta(days=6 - self.today.weekday())

    @property
    def month_ends(self) -> date:
        """The last day of this month, or of this week where that is later.

        >>> Weeks(date(2026, 11, 30)).month_ends.isoformat()
        '2026-12-06'
        """
        following = (self.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return max(following - timedelta(days=1), self.week_ends)


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
    done is in "done" alone, and in "all". What passed last comes first, then what is due first. ``agencies`` and
    ``issuers`` are names as a person types them, as in :class:`analyzer.archive.selection.Filters`; of several any.
    """
    filters = Filters(agencies=tuple(agencies), roles=tuple(roles), areas=tuple(areas), issuers=tuple(issuers))
    with archive.reading() as connection:
        archive.index.prepare(connection)
        narrowed = Narrowed.of(filters, connection)
        found = _found(connection, narrowed, Weeks(today), period, status, offset, limit)
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


def _found(
    connection: Connection,
    narrowed: Narrowed,
    weeks: Weeks,
    period: Period,
    status: Status | None,
    offset: int,
    limit: int,
) -> Sequence[Any]:
    """The counts, rows that are ``counted`` with the number in ``entry``, and the page, in one look at all tasks."""
    where, parts, values = _conditions(narrowed, status)
    wanted = "" if parts is None else f"{{table}}.entry IN ({parts})"
    only = {table: f" WHERE {wanted.format(table=table)}" if wanted else "" for table in ("due_day", "rhythm")}
    only["stood"] = f" AND {wanted.format(table='stood')}" if wanted else ""
    values |= {"most": limit, "first": offset, "moments": _moments(connection, weeks.today)}
    inside = "" if period == "all" else "WHERE period = :period"
    values |= {"period": period} if inside else {}
    again = _AGAIN.format(day=_least("moment.day", "rhythm.until"), same=_SAME, only=only["rhythm"])
    query = f"""
        WITH stood AS MATERIALIZED (
            SELECT entry.id AS entry, standing.status, standing.done_on, standing.extended_to
            FROM standing JOIN entry ON entry.document = standing.document
                AND entry.item = standing.task AND entry.what = 'task'
        ),
        moment AS MATERIALIZED ({_MOMENTS[connection.dialect.name]}),
        days AS (SELECT entry, min(day) AS day FROM due_day{only["due_day"]} GROUP BY entry),
        again AS MATERIALIZED (
            SELECT entry, min(day) AS day FROM ({again}) AS each GROUP BY entry
        ),
        first AS (
            SELECT days.entry, {_least("days.day", "again.day")} AS day,
                CASE WHEN again.day <= days.day THEN 1 ELSE 0 END AS recurring
            FROM days LEFT JOIN again ON again.entry = days.entry
            UNION ALL
            SELECT again.entry, again.day, 1 FROM again
            WHERE NOT EXISTS (SELECT 1 FROM due_day WHERE due_day.entry = again.entry)
            UNION ALL
            SELECT stood.entry, NULL, 0 FROM stood
            WHERE NOT EXISTS (SELECT 1 FROM due_day WHERE due_day.entry = stood.entry)
            AND stood.entry NOT IN (SELECT entry FROM again){only["stood"]}
        ),
        dated AS (
            SELECT first.entry, first.day AS said, coalesce(stood.extended_to, first.day) AS day, first.recurring,
                coalesce(stood.status, 'todo') AS status, stood.done_on
            FROM first JOIN hit ON hit.entry = first.entry JOIN profile ON profile.id = hit.profile
            LEFT JOIN stood ON stood.entry = first.entry
            WHERE {" AND ".join(where)}
        ),
        task AS MATERIALIZED (
            SELECT dated.*,
                CASE WHEN dated.status = 'done' THEN 'done' WHEN dated.day < '{weeks.today}' THEN 'overdue'
                WHEN dated.day <= '{weeks.week_ends}' THEN 'week' WHEN dated.day <= '{weeks.month_ends}' THEN 'month'
                ELSE 'later' END AS period
            FROM dated WHERE dated.day IS NOT NULL OR dated.status = 'done'
        )
        SELECT 1 AS counted, period, count(*) AS entry, NULL AS said, NULL AS day, NULL AS recurring, NULL AS status,
            NULL AS done_on
        FROM task GROUP BY period
        UNION ALL
        SELECT * FROM (
            SELECT 0 AS counted, period, entry, said, day, recurring, status, done_on
            FROM task {inside} ORDER BY {_ORDERS.get(period, _ORDER)} LIMIT :most OFFSET :first
        ) AS page
    """
    typed = text(query).columns(said=Date, day=Date, done_on=Date)
    return connection.execute(typed, values).all()


_ORDER = """
    CASE period WHEN 'overdue' THEN 1 WHEN 'done' THEN 3 ELSE 2 END, CASE WHEN period = 'overdue' THEN day END DESC,
    CASE WHEN period = 'done' THEN done_on END DESC, day, entry
"""
_ORDERS: Mapping[str, str] = {
    "overdue": "day DESC, entry",
    "week": "day, entry",
    "month": "day, entry",
    "later": "day, entry",
    "done": "done_on DESC, day, entry",
}
_SAME = """moment.rrule = rhythm.rrule AND moment.words = rhythm.text
    AND moment.bound = coalesce(rhythm.bound, '') AND moment.shift = rhythm.shift"""
#: The next day of each rhythm, once for those of the calendar and once for those counted from a day of issue.
_AGAIN = """
    SELECT rhythm.entry, {day} AS day FROM rhythm LEFT JOIN moment ON {same} AND moment.issued IS NULL{only}
    UNION ALL
    SELECT rhythm.entry, {day} FROM moment JOIN rhythm ON {same}
    JOIN entry ON entry.id = rhythm.entry AND entry.issued_on = moment.issued{only}
"""
_MOMENTS = {
    "sqlite": """
        SELECT value ->> 0 AS rrule, value ->> 1 AS words, value ->> 2 AS bound, value ->> 3 AS shift,
            value ->> 4 AS issued, value ->> 5 AS day
        FROM json_each(:moments)""",
    "postgresql": """
        SELECT value ->> 0 AS rrule, value ->> 1 AS words, value ->> 2 AS bound, CAST(value ->> 3 AS integer) AS shift,
            CAST(value ->> 4 AS date) AS issued, CAST(value ->> 5 AS date) AS day
        FROM json_array_elements(CAST(:moments AS json))""",
}


def _moments(connection: Connection, today: date) -> str:
    """The next days of all rhythms as JSON, for :data:`_MOMENTS`."""
    rows = [
        [o.rrule, o.text, o.bound or "", o.shift, o.issued and o.issued.isoformat(), o.day.isoformat()]
        for o in occurrences(connection, today)
    ]
    return json.dumps(rows, ensure_ascii=False)


def _least(one: str, other: str) -> str:
    """The earlier of two days, either of which may be null."""
    return f"CASE WHEN {one} < {other} OR {other} IS NULL THEN {one} ELSE {other} END"


def _conditions(narrowed: Narrowed, status: Status | None) -> tuple[list[str], str | None, dict[str, Any]]:
    """The conditions on tasks, the query of the entries that the bodies asked for have a part in, and their values."""
    filters = narrowed.filters
    values: dict[str, Any] = {}
    where = ["profile.what = 'task'"]
    if filters.areas:
        where.append(f"profile.area IN ({_listed('area', filters.areas, values)})")
    if narrowed.issuers:
        where.append(f"profile.issuer IN ({_numbers(narrowed.issuers)})")
    if status:
        where.append("coalesce(stood.status, 'todo') = :status")
        values["status"] = status
    if not narrowed.agencies:
        return where, None, values
    bodies = f"assignment.body IN ({_numbers(narrowed.agencies)})"
    roles = f" AND assignment.role IN ({_listed('role', filters.roles, values)})" if filters.roles else ""
    return where, f"SELECT assignment.entry FROM assignment WHERE {bodies}{roles}", values


def _listed(name: str, chosen: Iterable[str], values: dict[str, Any]) -> str:
    """Parameters for values that a person chose."""
    named = {f"{name}{at}": value for at, value in enumerate(chosen)}
    values |= named
    return ", ".join(f":{key}" for key in named)


def _numbers(bodies: Iterable[Bodies]) -> str:
    """The ids of bodies; NULL, which nothing equals, where a name means none."""
    return ", ".join(map(str, sorted({i for some in bodies for i in some.ids}))) or "NULL"


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
