"""The entries as iCalendar components, each property by RFC 5545 (sections in brackets)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import (
    Alarm,
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneStandard,
    Todo,
    vDatetime,
    vDuration,
    vRecur,
    vText,
)

from analyzer.assembly.models import Directive
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.writing.ics.entries import Entry, Tally, entries
from analyzer.writing.labels import note
from analyzer.writing.rows import document_name

ZONE = "Asia/Ho_Chi_Minh"
#: How many working days ahead an alarm rings, and at what hour of the morning.
ALARMS = (7, 3, 1)
ALARM_HOUR = time(8)

_VIETNAM = ZoneInfo(ZONE)
# Civil Code 2015, article 148 (6): the last day ends at 24:00, which a calendar would show on the day after.
_END_OF_DAY = time(23, 59, 59)
_PRODUCT = "-//analyzer//task list//VI"


def calendar_of(directives: Iterable[Directive]) -> Calendar:
    """The calendar over all documents; the same results make the same calendar."""
    documents = list(directives)
    tally = Tally()
    found = list(entries(documents, tally))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    subject = document_name(documents[0]) if len(documents) == 1 else note("documents", count=len(documents))
    for key, text in (
        ("name", note("calendar", documents=subject)),
        ("x-wr-calname", note("calendar", documents=subject)),
        ("description", _told(tally)),
        ("x-wr-caldesc", _told(tally)),
        ("x-wr-timezone", ZONE),
    ):
        calendar[key] = _text(text)  # as text of its own: the library escapes only in properties that it knows
    calendar.add_component(_timezone())
    for entry in found:
        calendar.add_component(_todo(entry))
        calendar.add_component(_event(entry))
    return calendar


def _told(tally: Tally) -> str:
    """How many limits there are entries for, and what was left out."""
    left_out = {"waiting": tally.waiting, "unlimited": tally.unlimited, "repeated": tally.repeated}
    parts = [note("entered", count=tally.entered)]
    return " ".join(parts + [note(key, count=count) for key, count in left_out.items() if count])


@cache
def _timezone() -> Timezone:
    """Indochina Time: seven hours ahead of UTC without summer time, since June 1975 in all of Vietnam."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "ICT")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _todo(entry: Entry) -> Todo:
    """Due by the end of its day, or at its hour.

    A DATE would be read in two ways: RFC 5545 (3.6.2) has a to-do overdue from the first minute of that date on, task
    lists show it as due on that day. A moment late in the day is the day in all of them.
    """
    todo = Todo()
    _describe(todo, entry, entry.todo_uid)
    due = _moment(entry.day, entry.hour or _END_OF_DAY)
    start = _moment(entry.day, time())
    if entry.recurrence:
        todo.add("dtstart", start)  # a recurring component must have one (3.8.5.3), earlier than DUE (3.8.2.3)
        _repeat(todo, entry, start)
    todo.add("due", due)
    todo.add("status", "NEEDS-ACTION")
    _add_alarms(todo, entry, start)
    return todo


def _event(entry: Entry) -> Event:
    """The whole day, or the moment of its hour; it leaves the day free for others."""
    event = Event()
    _describe(event, entry, entry.event_uid)
    if entry.hour:
        start = _moment(entry.day, entry.hour)  # without DTEND it ends when it starts (3.6.1): it is a limit
        event.add("dtstart", start)
    else:
        start = _moment(entry.day, time())
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))  # the end is exclusive
    _repeat(event, entry, start if entry.hour else entry.day)
    event.add("transp", "TRANSPARENT")
    _add_alarms(event, entry, start)
    return event


def _describe(component: Component, entry: Entry, uid: str) -> None:
    component.add("uid", uid)
    component.add("dtstamp", entry.stamp)
    component["summary"] = _text(entry.summary)
    component["description"] = _text(entry.description)
    component["categories"] = _text(entry.category)
    component.add("priority", entry.priority)


def _repeat(component: Component, entry: Entry, start: date) -> None:
    if entry.recurrence is None:
        return
    if entry.recurrence.rule is None:
        for day in entry.recurrence.days[1:]:
            component.add("rdate", _moment(day, start.timetz()) if isinstance(start, datetime) else day)
        return
    rule = vRecur.from_ical(entry.recurrence.rule)
    if "UNTIL" in rule and isinstance(start, datetime):
        # Of one kind with DTSTART, and with a time zone in UTC (3.3.10).
        rule["UNTIL"] = [_moment(day, _END_OF_DAY).astimezone(UTC) for day in rule["UNTIL"]]
    component.add("rrule", rule)


def _add_alarms(component: Component, entry: Entry, start: datetime) -> None:
    """Alarms on the mornings of working days ahead; one that has passed on import tells that the day is near."""
    for ahead, trigger in _triggers(entry, start):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm["description"] = _text(note("alarm", count=ahead, summary=entry.summary))
        alarm.add("trigger", trigger)
        component.add_component(alarm)


def _triggers(entry: Entry, start: datetime) -> Iterator[tuple[int, vDatetime | vDuration]]:
    if entry.recurrence is None:
        for ahead in ALARMS:
            morning = _moment(WorkCalendar.vietnam().add(entry.day, -ahead), ALARM_HOUR)
            moment = vDatetime(morning.astimezone(UTC))
            moment.params["VALUE"] = "DATE-TIME"
            yield ahead, moment
        return
    days = entry.recurrence.occurrences()
    apart = min(((b - a).days for a, b in pairwise(days)), default=None)
    for ahead in ALARMS:
        back = calendar_days(ahead, {day.weekday() for day in days})
        if apart is None or back < apart:  # else it would ring before the limit ahead of this one
            morning = _moment(entry.day - timedelta(days=back), ALARM_HOUR)
            yield ahead, vDuration(morning - start)


def calendar_days(working_days: int, weekdays: Iterable[int]) -> int:
    """How many calendar days ahead is surely ``working_days`` working days ahead of a day on one of ``weekdays``.

    One alarm of a recurring entry rings at one distance from every occurrence, while so many working days are more or
    fewer calendar days by the weekday; the most are taken, so that it is never late. Holidays are left out of account:
    with the nine days of Tết every alarm of the year would come early.

    >>> calendar_days(1, [0]), calendar_days(1, [4]), calendar_days(7, range(7))
    (3, 1, 11)
    """
    monday = date(2024, 1, 1)
    most = 0
    for weekday in weekdays:
        day, left = monday + timedelta(days=weekday), working_days
        while left:
            day -= timedelta(days=1)
            left -= day.weekday() < 5
        most = max(most, (monday + timedelta(days=weekday) - day).days)
    return most


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour.replace(tzinfo=None), _VIETNAM)


def _text(text: str) -> vText:
    """Text that programs read back as it is.

    Not all tell an escaped backslash before "n" from a line break, and some drop a byte order mark.

    >>> _text("C:\\\\new").to_ical().decode()
    'C:＼new'
    """
    return vText(text.replace("\ufeff", "").replace("\\n", "＼n").replace("\\N", "＼N"))
