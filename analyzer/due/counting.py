"""Lengths of time counted by the Civil Code: where a count begins, where it ends, what moves its last day.

The first day, or the day of the event, is not counted (Điều 147 of the code of 2015). Weeks, months and years end on
the corresponding day, or on the last of a month that lacks it; a last day that is a day off moves to the end of the
next working day (Điều 148). The code of 2005, in force until 2016, says the same in Điều 151 to 153. "Ngày làm việc"
are counted one by one, so that nothing is left to move.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from analyzer.knowledge.work_calendar import WorkCalendar

Unit = Literal["D", "W", "M", "Y", "H", "MIN"]
FIVE_DAY_WEEK = "Quyết định 188/1999/QĐ-TTg"
_ISO = re.compile(r"P(?:(?P<n>\d{1,4})(?P<unit>[DWMY])|T(?P<t>\d{1,4})(?P<clock>[HM]))")
_UNITS: dict[str, Unit] = {"D": "D", "W": "W", "M": "M", "Y": "Y"}
_ENDS: dict[Unit, int] = {"D": 1, "W": 2, "M": 3, "Y": 4}  # khoản of the article on the end of a term


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; of working days where ``working``.

    >>> Length.parse("P5D", working=True), Length.parse("PT24H")
    (Length(count=5, unit='D', working=True), Length(count=24, unit='H', working=False))
    """

    count: int
    unit: Unit
    working: bool = False

    @classmethod
    def parse(cls, iso: str, *, working: bool = False) -> Length | None:
        """An ISO 8601 duration of one unit, as the times pipe writes it; None for any other."""
        match = _ISO.fullmatch(iso)
        if match is None:
            return None
        if match["t"]:
            return cls(int(match["t"]), "H" if match["clock"] == "H" else "MIN", working)
        return cls(int(match["n"]), _UNITS[match["unit"]], working)

    @property
    def of_clock(self) -> bool:
        """Whether it is of hours or minutes, which run on from a moment."""
        return self.unit in ("H", "MIN")

    @property
    def working_days(self) -> int | None:
        """How many working days it is; None where it runs by the calendar. A "tuần làm việc" has five."""
        if not self.working or self.unit not in ("D", "W"):
            return None
        return self.count * (5 if self.unit == "W" else 1)


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a term and the rules it was counted by, in the order of use."""

    day: date
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Code:
    """A civil code with its articles on spans, on where a term begins and on where it ends."""

    since: date
    name: str
    spans: int
    start: int
    end: int


_CODES = (
    _Code(date(2017, 1, 1), "Bộ luật Dân sự 2015", 146, 147, 148),
    _Code(date.min, "Bộ luật Dân sự 2005", 151, 152, 153),
)


def _code(day: date) -> _Code:
    return next(code for code in _CODES if code.since <= day)


def spans_article(day: date, clause: int) -> str:
    """The article on half a month, the middle of a year and the like, of the code in force on a day.

    >>> spans_article(date(2024, 5, 1), 2)
    'Bộ luật Dân sự 2015, Điều 146 khoản 2'
    """
    code = _code(day)
    return f"{code.name}, Điều {code.spans} khoản {clause}"


def moment_article(day: date) -> str:
    """The article on hours, which run from the moment, of the code in force on a day.

    >>> moment_article(date(2016, 12, 31))
    'Bộ luật Dân sự 2005, Điều 152 khoản 1'
    """
    code = _code(day)
    return f"{code.name}, Điều {code.start} khoản 1"


def count_after(start: date, length: Length, calendar: WorkCalendar, *, event: bool = False) -> Counted:
    """The last day of a term that begins with ``start``: with what happened on it where ``event``, else a named day.

    >>> calendar = WorkCalendar.vietnam()
    >>> count_after(date(2024, 4, 20), Length(10, "D"), calendar).day  # 30 April is a holiday, and so is the day after
    datetime.date(2024, 5, 2)
    >>> count_after(date(2024, 1, 31), Length(1, "M"), calendar).basis
    ('Bộ luật Dân sự 2015, Điều 147 khoản 2', 'Bộ luật Dân sự 2015, Điều 148 khoản 3')
    """
    code = _code(start)
    begins = f"{code.name}, Điều {code.start} khoản {3 if event else 2}"
    number = length.working_days
    if number is not None:
        day = calendar.add(start, number)
        return Counted(day, (begins, FIVE_DAY_WEEK, *_rules_between(start, day, calendar)))
    last = _moved(start, length, 1)
    basis = [begins, f"{code.name}, Điều {code.end} khoản {_ENDS[length.unit]}"]
    day = calendar.next_working(last)
    if day != last:
        basis += [f"{code.name}, Điều {code.end} khoản 5", *_rules_off(last, day, calendar)]
    return Counted(day, tuple(dict.fromkeys(basis)))


def count_before(end: date, length: Length, calendar: WorkCalendar) -> Counted:
    """The last day that is still the length ahead of ``end``; it is not moved, for that would shorten the length.

    >>> count_before(date(2024, 5, 6), Length(5, "D", working=True), WorkCalendar.vietnam()).day
    datetime.date(2024, 4, 25)
    """
    code = _code(end)
    begins = f"{code.name}, Điều {code.start} khoản 3"
    number = length.working_days
    if number is not None:
        day = calendar.add(end, -number)
        between = _rules_between(day - timedelta(days=1), end - timedelta(days=1), calendar)
        return Counted(day, (begins, FIVE_DAY_WEEK, *between))
    return Counted(_moved(end, length, -1), (begins,))


def months_later(day: date, months: int) -> date:
    """The corresponding day of a month, or the last of one that lacks it (Điều 148 khoản 3).

    >>> months_later(date(2024, 1, 31), 1), months_later(date(2024, 2, 29), -12)
    (datetime.date(2024, 2, 29), datetime.date(2023, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"year {year} is out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _moved(day: date, length: Length, sign: int) -> date:
    """The corresponding day."""
    count = length.count * sign
    if length.unit == "D":
        return day + timedelta(days=count)
    if length.unit == "W":
        return day + timedelta(weeks=count)
    return months_later(day, count if length.unit == "M" else 12 * count)


def _rules_between(first: date, last: date, calendar: WorkCalendar) -> tuple[str, ...]:
    """The rules that took working days away after ``first`` and until ``last``, or added Saturdays."""
    span = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    rules = (calendar.basis(day) for day in span if day.weekday() < 5 or calendar.is_working(day))
    return tuple(dict.fromkeys(rule for rule in rules if rule))


def _rules_off(first: date, until: date, calendar: WorkCalendar) -> tuple[str, ...]:
    """The rules that make the days from ``first`` and before ``until`` days off."""
    rules = (calendar.basis(first + timedelta(days=n)) for n in range((until - first).days))
    return tuple(dict.fromkeys(rule for rule in rules if rule))
