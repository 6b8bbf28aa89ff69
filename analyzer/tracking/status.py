"""The status of each task for each body that is to do it, as of a day.

Nobody tells the analyzer what has been done: "overdue" says that the day has passed, no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from analyzer.assembly.models import Deadline, Directive, Task
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.tracking.bodies import Responsible, responsible

Status = Literal["overdue", "due_soon", "recurring", "open", "without_limit"]
STATUSES: tuple[Status, ...] = get_args(Status)
_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task stands on a day.

    ``day`` is the day the status is about: the due day, or the next occurrence of what recurs; None where no day is
    known. ``working_days_left`` counts to it, negative when it has passed.
    """

    status: Status
    day: date | None = None
    hour: str | None = None
    safe_due: date | None = None
    working_days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A task with one body that is to do it."""

    directive: Directive
    task: Task
    body: Responsible
    standing: Standing

    @property
    def status(self) -> Status:
        """The task's status."""
        return self.standing.status


@dataclass(frozen=True, slots=True)
class Group:
    """What one body is to do, the most pressing first."""

    body: Responsible
    rows: tuple[Tracked, ...]

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many tasks stand in each status."""
        return Counter(row.status for row in self.rows)


def standing(
    task: Task, as_of: date, calendar: WorkCalendar, within: int = 30, document_due: date | None = None
) -> Standing:
    """How a task stands on the day ``as_of``; what is due in ``within`` calendar days is due soon.

    The first day that has passed makes it overdue, else the next day counts. ``document_due`` is the limit of the whole
    document, for tasks without one of their own.

    >>> from analyzer.assembly.models import Span
    >>> due = Deadline(text="trước ngày 28/6/2024", span=Span(start=0, end=20), due=date(2024, 6, 28))
    >>> task = Task(id="t1", text="…", span=Span(start=0, end=1), deadlines=[due])
    >>> found = standing(task, date(2024, 6, 17), WorkCalendar.vietnam())
    >>> found.status, found.working_days_left
    ('due_soon', 9)
    """
    days = sorted(_due_days(task, as_of), key=lambda pair: pair[0])
    if not days and not task.deadlines and not task.triggers and document_due:
        days = [(document_due, None)]
    first = days[0] if days else None
    if first and first[0] < as_of:
        return _dated("overdue", first, as_of, calendar)
    if first and (first[0] - as_of).days <= within:
        return _dated("due_soon", first, as_of, calendar)
    if occurrence := _next_occurrence(task, as_of):
        return _dated("recurring", occurrence, as_of, calendar)
    if first:
        return _dated("open", first, as_of, calendar)
    return Standing("open" if task.deadlines or task.triggers else "without_limit")


def track(
    directives: Iterable[Directive], as_of: date, calendar: WorkCalendar | None = None, within: int = 30
) -> Iterator[Tracked]:
    """Every task of the directives for each body that leads it, in their order.

    The directives are to be up to date (:func:`analyzer.tracking.refreshed`).
    """
    calendar = calendar or WorkCalendar.vietnam()
    for directive in directives:
        for task in directive.tasks:
            stands = standing(task, as_of, calendar, within, directive.directive.due_on)
            for body in responsible(directive, task):
                yield Tracked(directive, task, body, stands)


def by_agency(rows: Iterable[Tracked]) -> list[Group]:
    """The rows by body: those with most overdue first, then most due soon; nobody named last.

    Within a body: by status in the order of :data:`STATUSES`, then by day; what has no day keeps its order.
    """
    groups: dict[tuple[str, str], list[Tracked]] = {}
    for row in rows:
        groups.setdefault(row.body.key, []).append(row)
    made = [Group(found[0].body, tuple(_pressing(found))) for found in groups.values()]
    return sorted(made, key=_urgency)


def totals(rows: Iterable[Tracked]) -> Mapping[Status, int]:
    """How many rows stand in each status, all statuses named."""
    counts = Counter(row.status for row in rows)
    return {status: counts[status] for status in STATUSES}


def _pressing(rows: Sequence[Tracked]) -> list[Tracked]:
    return sorted(rows, key=lambda row: (STATUSES.index(row.status), row.standing.day or _NEVER))


def _urgency(group: Group) -> tuple[bool, int, int, str]:
    counts = group.counts
    return not group.body.known, -counts.get("overdue", 0), -counts.get("due_soon", 0), group.body.name.casefold()


def _due_days(task: Task, as_of: date) -> Iterator[tuple[date, Deadline | None]]:
    """The days on which limits end; a rhythm that ends is due on its end when no occurrence is left."""
    for limit in task.deadlines:
        if limit.rrule is None:
            if limit.due is not None:
                yield limit.due, limit
        elif limit.end is not None and not _occurrences(limit, as_of):
            yield limit.end, limit


def _next_occurrence(task: Task, as_of: date) -> tuple[date, Deadline] | None:
    found = [(days[0], limit) for limit in task.deadlines if (days := _occurrences(limit, as_of))]
    return min(found, key=lambda pair: pair[0], default=None)


def _occurrences(limit: Deadline, as_of: date) -> list[date]:
    return [day for day in limit.next_due if day >= as_of and (limit.end is None or day <= limit.end)]


def _dated(status: Status, day: tuple[date, Deadline | None], as_of: date, calendar: WorkCalendar) -> Standing:
    when, limit = day
    return Standing(
        status,
        when,
        limit.hour if limit else None,
        limit.safe_due if limit and limit.due == when else calendar.previous_working(when),
        calendar.between(as_of, when),
    )
