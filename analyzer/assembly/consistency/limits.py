"""Time limits that are over before they are set, fall on a day off, or differ for the same work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from analyzer.assembly.consistency.telling import day, day_off, quoted, tasks, warning, weekday
from analyzer.assembly.models import Deadline, Directive, Task, Warning
from analyzer.knowledge.folding import key
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.pipes.times.scan import cores_of, fold

_SHORTEST = 24  # letters of a text that two tasks share by more than chance


def over_before_issue(directive: Directive) -> Iterator[Warning]:
    """Limits that were over on the day of issue. A period that is stated for a whole part may have begun before."""
    issued = directive.directive.issued_on
    if issued is None:
        return
    found: dict[tuple[date, str], list[str]] = {}
    for task in directive.tasks:
        for limit in task.deadlines:
            last = limit.end or limit.due
            if last is None or last >= issued or limit.rrule or limit.bound == "from":
                continue
            if limit.start is None or not limit.inherited:
                found.setdefault((last, quoted(limit.text)), []).append(task.id)
    for (_, words), ids in found.items():
        yield warning("deadline_before_issue", ids, tasks=tasks(ids), words=words, issued=day(issued))


def on_days_off(directive: Directive, calendar: WorkCalendar) -> Iterator[Warning]:
    """Days named as limits on which nobody works to receive what is due; one warning a day.

    "Trước ngày D" leaves D out: where the day before is a working day nothing is in the way.
    """
    found: dict[date, tuple[str, list[str]]] = {}
    for task in directive.tasks:
        for limit in task.deadlines:
            last = _named_day(limit)
            if last is None or calendar.is_working(last):
                continue
            if limit.bound == "before" and calendar.is_working(last - timedelta(days=1)):
                continue
            _, ids = found.setdefault(last, (quoted(limit.text), []))
            if task.id not in ids:
                ids.append(task.id)
    for last, (words, ids) in sorted(found.items()):
        yield warning(
            "deadline_on_holiday",
            ids,
            tasks=tasks(ids),
            words=words,
            holiday=day_off(last, calendar.holiday(last)),
            before=weekday(calendar.previous_working(last)),
        )


def _named_day(limit: Deadline) -> date | None:
    """The last day of a limit that names this very day and bounds the work by it; periods and counts name none."""
    if limit.end is None or limit.rrule or limit.duration or limit.bound not in ("before", "by"):
        return None
    if limit.start is not None and limit.start != limit.end:
        return None  # an event of several days
    periods = [core.periods[-1] for core in cores_of(fold(limit.text)) if core.periods]
    return limit.end if periods and periods[-1].unit == "day" else None


def different_limits(directive: Directive) -> Iterator[Warning]:
    """Tasks of the same text, for the same bodies, with limits that have no day in common."""
    groups: dict[str, list[Task]] = {}
    for task in directive.tasks:
        if not _days(task):
            continue
        words = key(task.action or task.text)
        if len(words) >= _SHORTEST:
            groups.setdefault(words, []).append(task)
    for group in groups.values():
        for first, others in _apart(group):
            ids = [first.id, *(task.id for task in others)]
            limits = "; ".join(dict.fromkeys(quoted(d.text) for t in (first, *others) for d in t.deadlines))
            words = quoted(first.action or first.text)
            yield warning("same_task_different_limits", ids, tasks=tasks(ids), words=words, limits=limits)


def _apart(group: Sequence[Task]) -> Iterator[tuple[Task, list[Task]]]:
    """The first task with those whose limits differ from its own."""
    first = group[0]
    others = [t for t in group[1:] if _days(t).isdisjoint(_days(first)) and _share_leads(first, t)]
    if others:
        yield first, others


def _days(task: Task) -> set[tuple[date | None, str | None]]:
    return {(d.end or d.due, d.rrule) for d in task.deadlines if d.end or d.due or d.rrule}


def _share_leads(one: Task, other: Task) -> bool:
    """Whether both may be the same work: a body leads both, or one names nobody."""
    leads = [{key(a.name) for a in task.assignees if a.role == "lead"} for task in (one, other)]
    return not leads[0] or not leads[1] or not leads[0].isdisjoint(leads[1])
