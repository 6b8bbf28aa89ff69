"""Calendars as programs read them: the same facts taken out by two libraries that have nothing in common."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import vobject
from dateutil.rrule import rruleset, rrulestr

from analyzer.assembly.models import Directive
from analyzer.writing import WRITERS

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, order=True)
class Read:
    """One entry of a calendar: its first days, its hour where it has one, its texts and what its alarms say."""

    kind: str
    uid: str
    days: tuple[date, ...]
    hour: str | None
    summary: str
    description: str
    triggers: tuple[str, ...]


def calendar_bytes(*directives: Directive) -> bytes:
    file = io.BytesIO()
    WRITERS["ics"].write(directives, file)
    return file.getvalue()


def by_icalendar(data: bytes, count: int = 4) -> list[Read]:
    """The entries as the library icalendar reads them."""
    calendar = icalendar.Calendar.from_ical(data)
    found = []
    for part in calendar.walk():
        if part.name not in ("VEVENT", "VTODO"):
            continue
        due = part["DUE" if part.name == "VTODO" else "DTSTART"].dt
        start = part["DTSTART"].dt if "DTSTART" in part else due
        rule = part["RRULE"].to_ical().decode() if "RRULE" in part else None
        more = [day.dt for prop in listed(part.get("RDATE")) for day in prop.dts]
        found.append(
            Read(
                part.name,
                str(part["UID"]),
                tuple(_days(start, rule, more, count)),
                _hour(part.name, due),
                str(part["SUMMARY"]),
                str(part["DESCRIPTION"]),
                tuple(_trigger(alarm["TRIGGER"].dt) for alarm in part.walk("VALARM")),
            )
        )
    return found


def by_vobject(data: bytes, count: int = 4) -> list[Read]:
    """The entries as the library vobject reads them."""
    calendar = vobject.readOne(data.decode("utf-8"))
    found = []
    for part in calendar.components():
        if part.name not in ("VEVENT", "VTODO"):
            continue
        due = part.due.value if part.name == "VTODO" else part.dtstart.value
        start = part.dtstart.value if "dtstart" in part.contents else due
        rule = part.rrule.value if "rrule" in part.contents else None
        more = [day for line in part.contents.get("rdate", ()) for day in line.value]
        found.append(
            Read(
                part.name,
                part.uid.value,
                tuple(_days(start, rule, more, count)),
                _hour(part.name, due),
                part.summary.value,
                part.description.value,
                tuple(_trigger(alarm.trigger.value) for alarm in part.contents.get("valarm", ())),
            )
        )
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _days(start: date, rule: str | None, more: list[date], count: int) -> Iterator[date]:
    """The first days, in Vietnam; the rule is read anew, since each library has its own way with time zones."""
    days = rruleset()
    first = start.astimezone(VIETNAM) if isinstance(start, datetime) else datetime(start.year, start.month, start.day)
    first = first.replace(tzinfo=None)
    if rule:
        days.rrule(rrulestr(rule.replace("Z", ""), dtstart=first))
    else:
        days.rdate(first)
    for day in more:
        local = day.astimezone(VIETNAM) if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
        days.rdate(local.replace(tzinfo=None))
    return (moment.date() for moment in islice(days, count))


def _hour(kind: str, moment: date) -> str | None:
    """The hour, save for the end of the day, at which to-dos without an hour are due."""
    if not isinstance(moment, datetime):
        return None
    hour = f"{moment.astimezone(VIETNAM):%H:%M:%S}"
    return None if kind == "VTODO" and hour == "23:59:59" else hour


def _trigger(value: Any) -> str:
    return value.astimezone(VIETNAM).isoformat() if isinstance(value, datetime) else str(value)
