"""Recurring limits for calendars: RFC 5545 wants a first occurrence and a rule that agree.

The days are those of ``Deadline.next_due``. The policy and the words may move them off the rule's own ("trước tháng 12
hằng năm" is the end of November), so of the ways to write the rule the one is taken that gives the very same days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from analyzer.assembly.models import Deadline
from analyzer.due.recurrences import Rhythm, calendar_rule, next_days, rhythm_of
from analyzer.knowledge.work_calendar import WorkCalendar

_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
_COMPARED = 5  # occurrences looked at for their weekdays and distance
_LISTED = 24  # days given one by one where no rule gives them


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When a limit falls due again and again: a rule from its first day on, or single days where no rule has them."""

    first: date
    rule: str | None
    days: tuple[date, ...] = ()

    def occurrences(self, count: int = _COMPARED) -> list[date]:
        """The first due days."""
        if self.rule is None:
            return list(self.days[:count])
        return list(islice(_days(self.rule, self.first), count))


def recurrence(deadline: Deadline, issued_on: date | None, as_of: date | None) -> Recurrence | None:
    """The recurrence of a deadline, beginning with the first due day on or after the document's day.

    None where it has none, where one falls on no days (every three hours), and where no day is known to begin at.
    """
    written = deadline.rrule and calendar_rule(deadline.rrule)
    begin = max((day for day in (issued_on or as_of, deadline.start) if day), default=None)
    if not deadline.rrule or not written or begin is None:
        return None
    rhythm, told = rhythm_of(deadline.rrule), deadline.next_due
    if rhythm.counted:
        if issued_on is None:
            return None
        parts = _parts(written)
        begin = issued_on + relativedelta(**{_UNITS[parts["FREQ"]]: int(parts["INTERVAL"])})
    until = f";UNTIL={deadline.end:%Y%m%d}" if deadline.end else ""
    for rule in _ways(written):
        first = next(_days(rule + until, begin), None)
        found = Recurrence(first, in_common_form(rule) + until) if first else None
        if found and _agrees(found, told, max(begin, as_of or begin)):
            return found
    days = _listed(rhythm, told, begin, deadline.end)
    return Recurrence(days[0], None, days) if days else None


def in_common_form(rule: str) -> str:
    """The rule as most programs know it, to stand with its first day as DTSTART.

    Outlook takes no list of months: a month of the year is yearly, quarters and halves are every third and sixth month.

    >>> in_common_form("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'
    >>> in_common_form("FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=-1")
    'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31'
    """
    parts = _parts(rule)
    months = sorted(int(month) for month in parts.pop("BYMONTH", "").split(",") if month)
    if not months or parts.pop("FREQ") != "MONTHLY":
        return rule
    if len(months) == 1:
        if parts.get("BYMONTHDAY") == "-1" and months[0] != 2:
            parts["BYMONTHDAY"] = str(monthrange(2023, months[0])[1])
        return _written({"FREQ": "YEARLY", "BYMONTH": str(months[0]), **parts})
    apart = {(after - before) % 12 for before, after in pairwise([*months, months[0]])}
    return _written({"FREQ": "MONTHLY", "INTERVAL": str(apart.pop()), **parts}) if len(apart) == 1 else rule


def _ways(rule: str) -> Iterator[str]:
    """The rule itself, the day before each of its days, the day before each of its months.

    >>> list(_ways("FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=1"))[1]
    'FREQ=MONTHLY;BYMONTH=12,6;BYMONTHDAY=-1'
    """
    yield rule
    parts = _parts(rule)
    day, weekdays = parts.get("BYMONTHDAY", ""), parts.get("BYDAY", "").split(",")
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    month_before = {"BYMONTH": ",".join(str((month - 2) % 12 + 1) for month in months)} if months else {}
    if day == "1":
        yield _written({**parts, **month_before, "BYMONTHDAY": "-1"})
    elif day.lstrip("-").isdecimal():
        yield _written({**parts, "BYMONTHDAY": str(int(day) - 1)})
        yield _written({**parts, **month_before, "BYMONTHDAY": "-1"})
    elif "BYSETPOS" not in parts and set(weekdays) <= set(_WEEK):
        yield _written({**parts, "BYDAY": ",".join(_WEEK[_WEEK.index(name) - 1] for name in weekdays)})


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";"))


def _written(parts: dict[str, str]) -> str:
    return ";".join(f"{key}={value}" for key, value in parts.items())


def _days(rule: str, start: date) -> Iterator[date]:
    return (moment.date() for moment in rrulestr(rule, dtstart=datetime.combine(start, time())))


def _agrees(found: Recurrence, told: Sequence[date], since: date) -> bool:
    """Whether the rule gives the days told; where none are (older results) any rule does."""
    coming = (day for day in _days(found.rule or "", found.first) if day >= since)
    return list(islice(coming, len(told))) == list(told)


def _listed(rhythm: Rhythm, told: Sequence[date], begin: date, end: date | None) -> tuple[date, ...]:
    """Days one by one: a month's last working day as the holidays have it, which no rule knows; else those told."""
    if not rhythm.working:
        return tuple(told)
    days: list[date] = []
    since = begin
    while len(days) < _LISTED and (some := next_days(rhythm, WorkCalendar.vietnam(), since, None)):
        days += some
        since = some[-1] + timedelta(days=1)
    return tuple(day for day in days if not end or day <= end) if set(told) <= set(days) else tuple(told)
