"""iCalendar (RFC 5545): a to-do and a day in the calendar for each time limit of a task, with alarms ahead of it.

Programs read the one or the other (Google and Outlook no to-dos, task lists no events), so there are both, each with
its alarms. What hangs on an unknown day has no entry; the calendar's description says how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from analyzer.assembly.models import Directive
from analyzer.writing.ics.components import calendar_of


def write(directives: Iterable[Directive], file: BinaryIO) -> None:
    """Write one calendar over all documents; the same results give the same bytes."""
    file.write(calendar_of(directives).to_ical())
