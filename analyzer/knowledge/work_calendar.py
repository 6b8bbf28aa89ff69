"""The Vietnamese working calendar: public holidays, days in lieu, swapped days, working days counted.

>>> calendar = WorkCalendar.vietnam()
>>> calendar.add(date(2024, 4, 26), 1)
datetime.date(2024, 5, 2)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from analyzer.knowledge.data import read_json

_DAY = timedelta(days=1)


@cache
def _days() -> tuple[frozenset[date], frozenset[date]]:
    table = read_json("holidays.json")
    off = {date.fromisoformat(day) for days in table["days_off_weekday"].values() for day in days}
    return frozenset(off), frozenset(date.fromisoformat(day) for day in table["working_saturdays"])


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of state bodies; days outside the table of notices follow from the law."""

    culture_day: bool = True

    @staticmethod
    def vietnam(*, culture_day: bool = True) -> WorkCalendar:
        """The calendar of Vietnam; ``culture_day``: 24 November is a day off from 2026."""
        return WorkCalendar(culture_day)

    def is_working(self, day: date) -> bool:
        """Whether state bodies work on the day."""
        off, saturdays = _days()
        return day in saturdays or (day.weekday() < 5 and self.holiday(day) is None and day not in off)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday or day in lieu."""
        if (day.month, day.day) == (11, 24):
            return "Ngày Văn hóa Việt Nam" if self.culture_day and day.year >= 2026 else None
        return "Ngày nghỉ lễ" if day in _days()[0] else None

    def known(self, day: date) -> bool:
        """Whether the notice of the day's year is in the table."""
        return str(day.year) in read_json("holidays.json")["days_off_weekday"]

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        while not self.is_working(day):
            day += _DAY
        return day

    def previous_working(self, day: date) -> date:
        """The day itself if it is a working day, else the one before."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The count-th working day after (before, if negative) the day, which itself is not counted."""
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; negative when ``last`` is earlier."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working(first + _DAY * n) for n in range(1, (last - first).days + 1))
