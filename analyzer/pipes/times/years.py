"""Dates for periods: the missing year, and how a bounding word cuts the period."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from analyzer.knowledge import lunar
from analyzer.knowledge.patterns import pattern
from analyzer.pipes.mentions import Bound
from analyzer.pipes.times.periods import Period, day_before

_YEAR = re.compile(r"(?<![\w.-])(20[0-4]\d)(?![\w/])")
_TITLE = 2_500
_TITLE_LINES = 4
_PLAN = pattern("time.years.plan")
_PLAN_YEAR = pattern("time.years.plan_year")
_TITLE_ENDS = pattern("time.years.title_ends")
_BEHIND = {"before": 90, "by": 90}


@dataclass(frozen=True, slots=True)
class Context:
    """What a missing year follows from: the directive's date, and the year its plan is for."""

    issued_on: date | None
    plan_year: int | None

    @classmethod
    def of(cls, low: str, issued_on: date | None) -> Context:
        """The context of a text: a plan issued in the last quarter for the next year says so in its title, and a text
        without a date is taken to be of the year that it names most.
        """
        if issued_on is None:
            years = Counter(_YEAR.findall(low[:100_000]))
            return cls(None, int(max(years, key=lambda y: (years[y], y))) if years else None)
        if issued_on.month >= 10 and issued_on.year < date.max.year:
            own = str(issued_on.year)
            named, titled = _YEAR.findall(low[:_TITLE]), _titled(low[:_TITLE])
            nxt = str(issued_on.year + 1)
            often = named.count(nxt) >= 2 and named.count(nxt) > named.count(own)
            if often or (nxt in titled and own not in titled):
                return cls(issued_on, issued_on.year + 1)
        return cls(issued_on, None)


def _titled(low: str) -> set[str]:
    """The single years that the title of a plan or programme names; empty where a text is no plan.

    >>> _titled("kế hoạch\\ncải cách hành chính năm 2026\\ncăn cứ chương trình năm 2025;")
    {'2026'}
    """
    title: list[str] = []
    for line in low.split("\n"):
        if title and (len(title) == _TITLE_LINES or _TITLE_ENDS.search(line)):
            break
        if title or _PLAN.match(line):
            title.append(line)
    return {match["year"] for line in title for match in _PLAN_YEAR.finditer(line)}


def resolve(period: Period, bound: Bound | None, past: bool, context: Context) -> tuple[date, date] | None:
    """First and last day of a period, the missing year being the directive's or, where that lies long past, the next.

    >>> context = Context(date(2024, 12, 10), None)
    >>> resolve(Period("day", month=1, day=15), "before", False, context)
    (datetime.date(2025, 1, 15), datetime.date(2025, 1, 15))
    >>> resolve(Period("month", month=11), None, False, context)
    (datetime.date(2024, 11, 1), datetime.date(2024, 11, 30))
    """
    issued = context.issued_on
    if period.unit == "weekday":
        return None
    if period.unit == "now":
        day = issued + timedelta(days=period.day or 0) if issued and issued < date.max else None
        return (day, day) if day else None
    if period.fixed or period.year is not None:
        return period.days(0)
    base = context.plan_year or (issued.year if issued else None)
    if base is None:
        return None
    if period.shift is not None:
        return _shifted(period, issued, base)
    if context.plan_year and issued and (past or (period.unit == "day" and period.month is None)):
        base = issued.year  # what is over, and "ngày 20" of the month, are told from the day of issue
    elif issued is None or context.plan_year:
        return _implied(period, issued, base).days(base)
    here = _implied(period, issued, base)
    days = here.days(base)
    if here.unit == "year" or (here.month is not None and period.month is None and period.unit != "tet"):
        return days
    if past:
        return here.days(base - 1) if days is None or days[0] > issued else days
    if days is None:
        return here.days(base + 1) if here.unit == "day" and (here.month, here.day) == (2, 29) else None
    behind = 0 if here.unit == "tet" else 183 if bound is None else _BEHIND.get(bound, 183)
    return here.days(base + 1) if (issued - days[1]).days > behind else days


def _implied(period: Period, issued: date | None, base: int) -> Period:
    """Fill in the month or quarter of "cuối tháng", "ngày 20" from the directive's date."""
    if period.month is not None or period.unit in ("year", "tet") or issued is None:
        return period
    if period.unit == "quarter":
        first = (issued.month - 1) // 3 * 3 + 1
        return period._replace(month=first, last_month=first + 2)
    if period.unit == "day":
        ahead = period.day is not None and period.day < issued.day
        month = issued.month % 12 + 1 if ahead else issued.month
        return period._replace(month=month, year=base + 1 if ahead and month == 1 else base)
    return period._replace(month=issued.month)


def _shifted(period: Period, issued: date | None, base: int) -> tuple[date, date] | None:
    shift = period.shift or 0
    if period.unit == "year" or period.month is not None:
        return period._replace(year=base + shift, shift=None).days(0) if date.min.year < base + shift else None
    if issued is None:
        return None
    step = 3 if period.unit == "quarter" else 1
    first = (issued.month - 1) // step + shift
    year, index = issued.year + first // (12 // step), first % (12 // step)
    return Period("span", year=year, month=index * step + 1, last_month=index * step + step).days(0)


def cut(days: tuple[date, date], bound: Bound | None, period: Period) -> tuple[date | None, date | None]:
    """The interval a bound makes of a period: "trước ngày 30/6" ends on the named day, "trước tháng 6" on 31 May.

    >>> cut((date(2024, 6, 1), date(2024, 6, 30)), "before", Period("month", month=6))
    (None, datetime.date(2024, 5, 31))
    """
    first, last = days
    if bound == "by":
        return None, lunar.tet(last.year) if period.unit == "tet" else last
    if bound == "before":
        whole = period.unit in ("day", "lunar", "now") or period.weekday is not None or period.late
        if period.unit == "tet":
            return None, lunar.tet(last.year)
        return None, last if whole else day_before(first)
    if bound == "from":
        return first, None
    return first, last
