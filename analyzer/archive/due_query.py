"""The query of what falls due: how many tasks there are in each period, and those of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Date, text

from analyzer.archive.bodies import Bodies
from analyzer.archive.due_days import occurrences
from analyzer.archive.selection import Narrowed

Period = Literal["overdue", "week", "month", "later", "done", "all"]
Status = Literal["todo", "doing", "done"]
PERIODS: tuple[Period, ...] = get_args(Period)
STATUSES: tuple[Status, ...] = get_args(Status)


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


def found(
    connection: Connection,
    narrowed: Narrowed,
    weeks: Weeks,
    period: Period,
    status: Status | None,
    offset: int,
    limit: int,
) -> Sequence[Any]:
    """The counts, rows that are ``counted`` with the number in ``entry``, and the page, in one query.

    Most tasks have a day and nothing else to it: these are counted, and taken in their order, from the index of first
    days. Only those that come again or have a standing (``special``) are looked at one by one.
    """
    conditions, values = _conditions(narrowed)
    values |= {"most": limit, "last": offset + limit, "skipped": offset, "moments": _moments(connection, weeks.today)}
    values |= ({} if period == "all" else {"period": period}) | ({"status": status} if status else {})
    never = " AND false" if status in _SET else ""
    plain = f"FROM due_day WHERE due_day.first{conditions.format(table='due_day')}{never}"
    again = _AGAIN.format(day=_least("moment.day", "rhythm.until"), same=_SAME)
    query = f"""
        WITH stood AS MATERIALIZED (
            SELECT entry.id AS entry, standing.status, standing.done_on, standing.extended_to
            FROM standing CROSS JOIN entry WHERE entry.document = standing.document AND entry.item = standing.task
        ),
        moment AS MATERIALIZED ({_MOMENTS[connection.dialect.name]}),
        again AS MATERIALIZED (SELECT entry, min(day) AS day FROM ({again}) AS each GROUP BY entry),
        special AS MATERIALIZED (SELECT stood.entry FROM stood UNION SELECT again.entry FROM again),
        dated AS MATERIALIZED (
            SELECT special.entry, due_day.day AS own, {_least("due_day.day", "again.day")} AS said,
                CASE WHEN due_day.day IS NULL OR again.day <= due_day.day THEN again.day IS NOT NULL ELSE false END
                    AS recurring,
                stood.extended_to, coalesce(stood.status, 'todo') AS status, stood.done_on
            FROM special
            LEFT JOIN due_day ON due_day.entry = special.entry AND due_day.first
            LEFT JOIN again ON again.entry = special.entry
            LEFT JOIN stood ON stood.entry = special.entry
            WHERE true{conditions.format(table="special")}
        ),
        task AS MATERIALIZED (
            SELECT entry, said, day, recurring, status, done_on, {_period("day", weeks, "status")} AS period
            FROM (SELECT dated.*, coalesce(dated.extended_to, dated.said) AS day FROM dated) AS each
            WHERE (day IS NOT NULL OR status = 'done'){" AND status = :status" if status else ""}
        )
        SELECT 1 AS counted, period, CAST(sum(tasks) AS bigint) AS entry, NULL AS said, NULL AS day, NULL AS recurring,
            NULL AS status, NULL AS done_on
        FROM (
            SELECT period, count(*) AS tasks FROM task GROUP BY period
            UNION ALL
            SELECT {_period("day", weeks)} AS period, count(*) {plain} GROUP BY 1
            UNION ALL
            SELECT {_period("own", weeks)} AS period, -count(*) FROM dated WHERE own IS NOT NULL{never} GROUP BY 1
        ) AS each
        GROUP BY period
        UNION ALL
        SELECT * FROM (
            SELECT * FROM (
                SELECT * FROM (
                    SELECT 0 AS counted, {_period("day", weeks)} AS period, entry, day AS said, day,
                        false AS recurring, 'todo' AS status, CAST(NULL AS date) AS done_on
                    {plain}{_range(period, weeks)} AND due_day.entry NOT IN (SELECT special.entry FROM special)
                    ORDER BY {_PLAIN_ORDERS[period]} LIMIT :last
                ) AS plain
                UNION ALL
                SELECT 0 AS counted, period, entry, said, day, recurring, status, done_on
                FROM task{"" if period == "all" else " WHERE period = :period"}
            ) AS found
            ORDER BY {_ORDERS[period]} LIMIT :most OFFSET :skipped
        ) AS page
    """
    typed = text(query).columns(said=Date, day=Date, done_on=Date)
    return connection.execute(typed, values).all()


_SET = ("doing", "done")  # statuses that only a standing can give
_ORDERS: Mapping[Period, str] = {
    "overdue": "day DESC, entry DESC",
    "week": "day, entry",
    "month": "day, entry",
    "later": "day, entry",
    "done": "done_on DESC, day, entry",
    "all": "CASE WHEN status = 'done' THEN 1 ELSE 0 END, CASE WHEN status = 'done' THEN done_on END DESC, day, entry",
}
#: Of those without a standing; in these orders the index has them.
_PLAIN_ORDERS = {**_ORDERS, "done": "day, entry", "all": "day, entry"}


def _period(day: str, weeks: Weeks, status: str | None = None) -> str:
    """The period of a task by its day and status, as SQL."""
    done = f"WHEN {status} = 'done' THEN 'done' " if status else ""
    return (
        f"CASE {done}WHEN {day} < '{weeks.today}' THEN 'overdue' WHEN {day} <= '{weeks.week_ends}' THEN 'week' "
        f"WHEN {day} <= '{weeks.month_ends}' THEN 'month' ELSE 'later' END"
    )


def _range(period: Period, weeks: Weeks) -> str:
    """The days of a period, as a condition on tasks that have no standing."""
    today, week, month = weeks.today, weeks.week_ends, weeks.month_ends
    return {
        "overdue": f" AND day < '{today}'",
        "week": f" AND day BETWEEN '{today}' AND '{week}'",
        "month": f" AND day > '{week}' AND day <= '{month}'",
        "later": f" AND day > '{month}'",
        "done": " AND false",
        "all": "",
    }[period]


_SAME = """moment.rrule = rhythm.rrule AND moment.words = rhythm.text
    AND moment.bound = coalesce(rhythm.bound, '') AND moment.shift = rhythm.shift"""
#: The next day of each rhythm, once for those of the calendar and once for those counted from a day of issue.
_AGAIN = """
    SELECT rhythm.entry, {day} AS day FROM rhythm LEFT JOIN moment ON {same} AND moment.issued IS NULL
    UNION ALL
    SELECT rhythm.entry, {day} FROM moment JOIN rhythm ON {same}
    JOIN entry ON entry.id = rhythm.entry AND entry.issued_on = moment.issued
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


def _conditions(narrowed: Narrowed) -> tuple[str, dict[str, Any]]:
    """The filters as conditions on the entries of a ``{table}``, each behind its AND, and their values."""
    filters = narrowed.filters
    values: dict[str, Any] = {}
    found = ""
    if filters.areas or narrowed.issuers:
        where = []
        if filters.areas:
            where.append(f"profile.area IN ({_listed('area', filters.areas, values)})")
        if narrowed.issuers:
            where.append(f"profile.issuer IN ({_numbers(narrowed.issuers)})")
        entries = "SELECT hit.entry FROM profile JOIN hit ON hit.profile = profile.id"
        found += f" AND {{table}}.entry IN ({entries} WHERE {' AND '.join(where)})"
    if narrowed.agencies:
        parts = f"assignment.body IN ({_numbers(narrowed.agencies)})"
        if filters.roles:
            parts += f" AND assignment.role IN ({_listed('role', filters.roles, values)})"
        found += f" AND {{table}}.entry IN (SELECT assignment.entry FROM assignment WHERE {parts})"
    return found, values


def _listed(name: str, chosen: Iterable[str], values: dict[str, Any]) -> str:
    """Parameters for values that a person chose."""
    named = {f"{name}{at}": value for at, value in enumerate(chosen)}
    values |= named
    return ", ".join(f":{key}" for key in named)


def _numbers(bodies: Iterable[Bodies]) -> str:
    """The ids of bodies; NULL, which nothing equals, where a name means none."""
    return ", ".join(map(str, sorted({i for some in bodies for i in some.ids}))) or "NULL"
