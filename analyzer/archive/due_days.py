"""The days on which the rhythms of an archive fall due next: each rhythm once, however many tasks have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, select

from analyzer.archive.office import rhythm
from analyzer.archive.tables import entry
from analyzer.due.recurrences import Rhythm, next_days, read_rhythm
from analyzer.due.settings import DueSettings
from analyzer.pipes.mentions import Bound

_WORDS = (rhythm.c.rrule, rhythm.c.text, rhythm.c.bound, rhythm.c.shift)


class Occurrence(NamedTuple):
    """The next day of a rhythm; of one that is counted from the day of issue, for documents ``issued`` on that day."""

    rrule: str
    text: str
    bound: str | None
    shift: int
    issued: date | None
    day: date


def occurrences(connection: Connection, today: date) -> Iterator[Occurrence]:
    """The next day of every rhythm in an archive, today included; rhythms that fall on no day are left out."""
    for row in connection.execute(select(*_WORDS).distinct()):
        completed = _completed(row.rrule, row.text, row.bound)
        if completed is None:
            continue
        if not completed.counted:
            if day := _next_day(completed, row.shift, None, today):
                yield Occurrence(*row, None, day)
            continue
        same = [column.is_not_distinct_from(value) for column, value in zip(_WORDS, row, strict=True)]
        issued = select(entry.c.issued_on).join(rhythm, rhythm.c.entry == entry.c.id).where(*same).distinct()
        for issued_on in connection.execute(issued.where(entry.c.issued_on.is_not(None))).scalars():
            if day := _next_day(completed, row.shift, issued_on, today):
                yield Occurrence(*row, issued_on, day)


@lru_cache(maxsize=4096)
def _completed(rrule: str, words: str, bound: Bound | None) -> Rhythm | None:
    """The rhythm of a rule and its words; None where none follows: from a day on, or no rule at all.

    >>> _completed("FREQ=YEARLY", "", None).rule, _completed("mỗi sáng", "", None)
    ('FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=-1', None)
    """
    if bound == "from":
        return None
    try:
        return read_rhythm(rrule, words, bound)
    except (KeyError, ValueError):  # results made by others may hold anything
        return None


@lru_cache(maxsize=16384)
def _next_day(completed: Rhythm, shift: int, issued_on: date | None, today: date) -> date | None:
    try:
        days = next_days(completed, DueSettings().calendar, today, issued_on, shift=shift, number=1)
    except (ValueError, OverflowError):  # a rule with parts that RFC 5545 has not
        return None
    return days[0] if days else None
