"""Calendar values before and after the year is known: periods, recurrences, durations."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from analyzer.knowledge import lunar

Unit = Literal["day", "month", "quarter", "span", "year", "lunar", "tet", "fixed", "now", "weekday", "part"]


class Period(NamedTuple):
    """A stretch of the calendar whose year (and, of a day, month) may be open.

    ``month`` to ``last_month`` bound quarters and spans of months; ``last_year`` ends a run of years; ``shift`` is the
    year told from the directive's ("năm sau" is 1); ``fixed`` holds dates that are complete; ``late`` marks the tail of
    a period ("cuối năm 2025"), which a limit does not stop short of. ``day`` to ``last_day`` bound a part of a month,
    negative ones counting from its end; ``weekday`` is the one day meant of seven ("thứ Hai đầu tiên của tháng 6").
    """

    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    last_year: int | None = None
    shift: int | None = None
    fixed: tuple[date, date] | None = None
    late: bool = False

    @property
    def has_year(self) -> bool:
        return self.year is not None or self.shift is not None or self.fixed is not None

    def days(self, year: int) -> tuple[date, date] | None:
        """First and last day, ``year`` standing in for a missing one; None where there is no such day.

        >>> Period("quarter", month=7, last_month=9).days(2024)
        (datetime.date(2024, 7, 1), datetime.date(2024, 9, 30))
        >>> Period("part", month=2, day=-10, last_day=-1).days(2024)
        (datetime.date(2024, 2, 20), datetime.date(2024, 2, 29))
        >>> Period("day", month=2, day=31).days(2024) is None
        True
        """
        if self.fixed:
            return self.fixed
        first = self.year if self.year is not None else year
        try:
            if self.unit == "year":
                return date(first, 1, 1), date(self.last_year or first, 12, 31)
            if self.unit == "lunar":
                day = lunar.from_lunar(first, self.month or 1, self.day or 1)
                return (day, day) if day else None
            if self.unit == "tet":
                return lunar.tet_break(first)
            if self.month is None:
                return None
            if self.unit == "day":
                day = date(first, self.month, self.day or 1)
                return day, day
            if self.unit == "part":
                days = monthrange(first, self.month)[1]
                begin, end = (n if n > 0 else days + 1 + n for n in (self.day or 1, self.last_day or -1))
                if self.weekday is not None:
                    begin += (self.weekday - date(first, self.month, begin).weekday()) % 7
                    end = begin
                return date(first, self.month, begin), date(first, self.month, end)
            last = self.last_month or self.month
            end_year = self.last_year or first
            return date(first, self.month, 1), date(end_year, last, monthrange(end_year, last)[1])
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An RFC 5545 rule without DTSTART.

    >>> Recurrence("YEARLY", months=(6, 12), days=(15,)).rule
    'FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15'
    """

    freq: Literal["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
    interval: int = 1
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    position: int | None = None

    @property
    def rule(self) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        for key, values in (("BYMONTH", self.months), ("BYMONTHDAY", self.days), ("BYDAY", self.weekdays)):
            if values:
                parts.append(f"{key}={','.join(map(str, values))}")
        if self.position is not None:
            parts.append(f"BYSETPOS={self.position}")
        return ";".join(parts)

    @property
    def plain(self) -> bool:
        """Whether it only says how often."""
        return not (self.months or self.days or self.weekdays)

    def on(self, periods: tuple[Period, ...], ranged: bool) -> Recurrence | None:
        """This rhythm tied to yearless days, months or quarters ("ngày 15/6" + "hằng năm"); None if they clash.

        A range of days falls due on its last, as does a part of a month; a quarter on its last day.
        """
        if not periods or any(p.year is not None or p.fixed for p in periods):
            return None
        units = {p.unit for p in periods}
        if units == {"weekday"} and self.freq == "WEEKLY":
            return replace(self, weekdays=tuple(WEEKDAYS[p.day or 0] for p in periods))
        if units == {"part"}:
            if any(p.weekday is not None for p in periods):
                return None
            return self.on(tuple(Period("day", month=p.month, day=p.last_day) for p in periods), ranged)
        if units != {"day"} and units != {"month"} and units != {"quarter"} and units != {"span"}:
            return None
        if units == {"day"}:
            chosen = periods[-1:] if ranged else periods
            days = tuple(sorted({p.day or 1 for p in chosen}))
            if any(p.month is None for p in chosen):
                if self.freq != "MONTHLY" or any(p.month is not None for p in chosen):
                    return None
                return replace(self, days=days)
            if (self.freq != "YEARLY" and self.interval not in (3, 6)) or len(days) > 1:
                return None
            return Recurrence("YEARLY", months=tuple(sorted({p.month or 1 for p in chosen})), days=days)
        if self.freq != "YEARLY" or any(p.month is None for p in periods):
            return None
        if units == {"month"}:
            months = {p.month or 1 for p in periods}
            if ranged:
                months = set(range(min(months), max(months) + 1))
            return replace(self, months=tuple(sorted(months)))
        ends = sorted({p.last_month or 12 for p in periods})
        day = monthrange(2023, ends[-1])[1]
        return replace(self, months=tuple(ends), days=(day,) if len(ends) == 1 else (-1,))


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = WEEKDAYS[:5]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time.

    >>> Duration(5, "D", working_days=True).iso, Duration(48, "H").iso
    ('P5D', 'PT48H')
    """

    count: int
    unit: Literal["D", "W", "M", "Y", "H", "MIN"]
    working_days: bool = False

    @property
    def iso(self) -> str:
        if self.unit in ("H", "MIN"):
            return f"PT{self.count}{self.unit[0]}"
        return f"P{self.count}{self.unit}"

    def repeated(self) -> Recurrence | None:
        """The rhythm "once in this time"; None for minutes and for nothing."""
        if self.count < 1:
            return None
        if self.unit == "H":
            return Recurrence("HOURLY", self.count)
        if self.unit == "D":
            return Recurrence("DAILY", self.count)
        if self.unit == "W":
            return Recurrence("WEEKLY", self.count)
        if self.unit == "Y" or (self.unit == "M" and self.count == 12):
            return Recurrence("YEARLY", self.count if self.unit == "Y" else 1)
        return Recurrence("MONTHLY", self.count) if self.unit == "M" else None


def day_before(day: date) -> date | None:
    """The previous day; None at the beginning of the calendar."""
    return day - timedelta(days=1) if day > date.min else None
