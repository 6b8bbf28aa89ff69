"""Recurring limits for calendars: RFC 5545 wants a first occurrence and a rule that agree.

The contract's rules say how often ("FREQ=MONTHLY;INTERVAL=3"), not on which day; the due days are the ends of those
periods (``Deadline.next_due``). So a calendar's rule names the day, and of the ways to name it the one is taken that
gives the very days of ``next_due``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from analyzer.assembly.models import Deadline

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_OF_MONTH = "-1"
_SHORTEST_MONTH = 28
_COMPARED = 5  # occurrences looked at for their weekdays and distance

Parts = dict[str, str]


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


def recurrence(deadline: Deadline, first_day: date | None, as_of: date | None, policy: str) -> Recurrence | None:
    """The recurrence of a deadline from the first due day on or after ``first_day`` on.

    None where it has none, or one that no calendar should hold (every few hours), or where no day is known to begin at.
    """
    begin = max(filter(None, (first_day or as_of, deadline.start)), default=next(iter(deadline.next_due), None))
    if not deadline.rrule or begin is None:
        return None
    parts = dict(part.split("=", 1) for part in deadline.rrule.split(";") if "=" in part)
    if parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return None
    told = deadline.next_due
    for named in _candidates(parts, deadline, policy):
        rule = ";".join(f"{key}={value}" for key, value in named.items())
        if deadline.end:
            rule += f";UNTIL={deadline.end:%Y%m%d}"
        first = next(_days(rule, _phase(named, begin, told)), None)
        found = Recurrence(first, rule) if first else None
        if found and (not told or _agrees(found, told, max(begin, as_of or begin))):
            return found
    return Recurrence(told[0], None, tuple(told)) if told else None


def _candidates(parts: Parts, deadline: Deadline, policy: str) -> Iterator[Parts]:
    """The rules that name the due day in the ways there are, the likeliest first."""
    named = list(_with_day(parts, deadline))
    before = [early for rule in named if (early := _day_earlier(rule))]
    yield from (*before, *named) if deadline.bound == "before" and policy == "strict" else named


def _with_day(parts: Parts, deadline: Deadline) -> Iterator[Parts]:
    """The end of the period where the words name no day in it."""
    frequency = parts["FREQ"]
    named = {"BYDAY", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"} & parts.keys()
    if named:
        yield parts
        if int(parts.get("BYMONTHDAY", "0").split(",")[0]) > _SHORTEST_MONTH:
            # By RFC 5545 the 31st is skipped in short months; where it stands for the month's end this is meant.
            yield {**parts, "BYMONTHDAY": _LAST_OF_MONTH}
    elif frequency == "DAILY":
        yield parts
    elif frequency == "WEEKLY":
        weekday = deadline.next_due[0].weekday() if deadline.next_due else 6
        yield {**parts, "BYDAY": _DAYS[weekday]}
    elif frequency == "YEARLY" and "BYMONTH" not in parts:
        yield {**parts, "BYMONTH": "12", "BYMONTHDAY": "31"}
    else:
        yield {**parts, "BYMONTHDAY": _LAST_OF_MONTH}


def _day_earlier(parts: Parts) -> Parts | None:
    """The rule for the day before each occurrence; None where a rule cannot say it ("ngày làm việc cuối cùng")."""
    if "BYSETPOS" in parts or "BYDAY" in parts:
        return None
    day, months = parts.get("BYMONTHDAY", ""), parts.get("BYMONTH", "")
    if day == "1":  # the last of the month before
        earlier = ",".join(str((int(month) - 2) % 12 + 1) for month in months.split(",")) if months else ""
        return {**parts, **({"BYMONTH": earlier} if earlier else {}), "BYMONTHDAY": _LAST_OF_MONTH}
    return {**parts, "BYMONTHDAY": str(int(day) - 1)} if day.lstrip("-").isdecimal() else None


def _phase(parts: Parts, begin: date, told: list[date]) -> date:
    """The day on or after ``begin`` from which intervals are counted so that they end on the days told.

    Where none are told "hằng quý" and "6 tháng" are those of the calendar year.
    """
    interval, frequency = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    if frequency == "MONTHLY":
        turn = told[0].year * 12 + told[0].month - 1 if told else 11
        month = begin.year * 12 + begin.month - 1
        year, month = divmod(month + (turn - month) % interval, 12)
        return max(begin, date(year, month + 1, 1))
    if not told:
        return begin
    if frequency == "YEARLY":
        return max(begin, date(begin.year + (told[0].year - begin.year) % interval, 1, 1))
    step = timedelta(days=interval * (7 if frequency == "WEEKLY" else 1))
    return told[0] - step * ((told[0] - begin) // step)


def _days(rule: str, start: date) -> Iterator[date]:
    return (moment.date() for moment in rrulestr(rule, dtstart=datetime.combine(start, time())))


def _agrees(found: Recurrence, told: list[date], since: date) -> bool:
    assert found.rule
    coming = (day for day in _days(found.rule, found.first) if day >= since)
    return list(islice(coming, len(told))) == list(told)
