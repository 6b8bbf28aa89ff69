"""The lunar table against published dates, and the calendar arithmetic of the times pipe."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analyzer.knowledge import lunar
from analyzer.knowledge.data import read_json
from analyzer.pipes.times.periods import Duration, Period, Recurrence
from analyzer.pipes.times.years import Context, cut, resolve

HOLIDAYS = read_json("holidays.json")
MONTHS = read_json("lunar_months.json")["years"]


@pytest.mark.parametrize(("year", "day"), HOLIDAYS["mung_1_tet"].items())
def test_published_tet(year: str, day: str) -> None:
    assert lunar.tet(int(year)) == date.fromisoformat(day)


@pytest.mark.parametrize(("year", "day"), HOLIDAYS["gio_to"].items())
def test_published_gio_to(year: str, day: str) -> None:
    assert lunar.from_lunar(int(year), 3, 10) == date.fromisoformat(day)


def test_vietnamese_reckoning_where_it_differs() -> None:
    assert (lunar.tet(2007), lunar.tet(2030)) == (date(2007, 2, 17), date(2030, 2, 2))


@pytest.mark.parametrize("year", [int(y) for y in MONTHS][:-1])
def test_lunar_years_join(year: int) -> None:
    row = MONTHS[str(year)]
    assert len(row["months"]) == 12 + (row["leap_after"] is not None)
    days = sum(30 if letter == "L" else 29 for letter in row["months"])
    assert lunar.tet(year + 1) == date.fromisoformat(row["first_day"]) + timedelta(days=days)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_break_holds_the_day(year: int) -> None:
    span, day = lunar.tet_break(year), lunar.tet(year)
    assert span is not None
    assert day is not None
    assert span[0] < day < span[1]


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1984, 1, 1), (2101, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 2, 31)]
)
def test_outside_the_lunar_table(year: int, month: int, day: int) -> None:
    assert lunar.from_lunar(year, month, day) is None


@pytest.mark.parametrize(
    ("duration", "iso", "rule"),
    [
        (Duration(5, "D", True), "P5D", "FREQ=DAILY;INTERVAL=5"),
        (Duration(2, "W"), "P2W", "FREQ=WEEKLY;INTERVAL=2"),
        (Duration(6, "M"), "P6M", "FREQ=MONTHLY;INTERVAL=6"),
        (Duration(12, "M"), "P12M", "FREQ=YEARLY"),
        (Duration(5, "Y"), "P5Y", "FREQ=YEARLY;INTERVAL=5"),
        (Duration(48, "H"), "PT48H", "FREQ=HOURLY;INTERVAL=48"),
        (Duration(30, "MIN"), "PT30M", None),
    ],
)
def test_durations(duration: Duration, iso: str, rule: str | None) -> None:
    repeated = duration.repeated()
    assert (duration.iso, repeated.rule if repeated else None) == (iso, rule)


YEARLY = Recurrence("YEARLY")


@pytest.mark.parametrize(
    ("base", "periods", "ranged", "rule"),
    [
        (
            YEARLY,
            (Period("day", month=6, day=15), Period("day", month=12, day=15)),
            False,
            "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15",
        ),
        (YEARLY, (Period("day", month=6, day=15), Period("day", month=12, day=20)), False, None),
        (YEARLY, (Period("month", month=10), Period("month", month=12)), True, "FREQ=YEARLY;BYMONTH=10,11,12"),
        (YEARLY, (Period("quarter", month=4, last_month=6),), False, "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30"),
        (YEARLY, (Period("day", year=2024, month=6, day=15),), False, None),
        (YEARLY, (Period("day", day=15),), False, None),
        (Recurrence("MONTHLY"), (Period("day", day=15),), False, "FREQ=MONTHLY;BYMONTHDAY=15"),
        (Recurrence("WEEKLY"), (Period("weekday", day=4),), False, "FREQ=WEEKLY;BYDAY=FR"),
        (Recurrence("WEEKLY"), (Period("day", day=4),), False, None),
    ],
)
def test_rhythm_tied_to_days(base: Recurrence, periods: tuple[Period, ...], ranged: bool, rule: str | None) -> None:
    tied = base.on(periods, ranged)
    assert (tied.rule if tied else None) == rule


@pytest.mark.parametrize("issued_on", [date.min, date.max, date(2024, 2, 29)])
@pytest.mark.parametrize(
    "period",
    [
        *(Period("year", shift=1), Period("year", shift=-1), Period("month", shift=-1), Period("quarter", shift=-1)),
        *(Period("day", day=1), Period("day", month=2, day=29), Period("now"), Period("now", day=1)),
        *(Period("tet"), Period("year")),
    ],
)
def test_edges_of_the_calendar(issued_on: date, period: Period) -> None:
    """No date near year 1 or 9999 raises; what is resolved is in order."""
    for bound in (None, "before", "by", "from"):
        days = resolve(period, bound, True, Context(issued_on, None))  # type: ignore[arg-type]
        if days:
            assert days[0] <= days[1]
            cut(days, bound, period)  # type: ignore[arg-type]
