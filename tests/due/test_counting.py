"""Lengths of time counted: the codes in force, the rules told, counting back, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.due.counting import Length, count_after, count_before
from analyzer.knowledge.work_calendar import WorkCalendar

CALENDAR = WorkCalendar.vietnam()
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
BY_CALENDAR = st.builds(Length, st.integers(1, 400), st.sampled_from(["D", "W", "M", "Y"]))
WORKING = st.builds(Length, st.integers(1, 260), st.just("D"), st.just(True))
B15, B05, WEEK = "Bộ luật Dân sự 2015, Điều ", "Bộ luật Dân sự 2005, Điều ", "Quyết định 188/1999/QĐ-TTg"
LAW, LIEU = "Bộ luật Lao động 2019, Điều 112", "Bộ luật Lao động 2019, Điều 111 khoản 3"


@pytest.mark.parametrize(
    ("iso", "working", "length"),
    [
        ("P5D", True, Length(5, "D", True)),
        ("P2W", False, Length(2, "W")),
        ("P06M", False, Length(6, "M")),
        ("P1Y", False, Length(1, "Y")),
        ("PT24H", False, Length(24, "H")),
        ("PT30M", False, Length(30, "MIN")),
        ("P1Y6M", False, None),
        ("P", False, None),
        ("", False, None),
    ],
)
def test_parse(iso: str, working: bool, length: Length | None) -> None:
    assert Length.parse(iso, working=working) == length


# From a named day or from an event on it; the rules in the order of use.
BASIS = (
    ("2024-03-12", "P10D", False, False, "2024-03-22", (f"{B15}147 khoản 2", f"{B15}148 khoản 1")),
    ("2024-03-12", "P10D", False, True, "2024-03-22", (f"{B15}147 khoản 3", f"{B15}148 khoản 1")),
    ("2024-03-12", "P2W", False, True, "2024-03-26", (f"{B15}147 khoản 3", f"{B15}148 khoản 2")),
    ("2024-03-12", "P1M", False, True, "2024-04-12", (f"{B15}147 khoản 3", f"{B15}148 khoản 3")),
    ("2024-03-12", "P1Y", False, True, "2025-03-12", (f"{B15}147 khoản 3", f"{B15}148 khoản 4")),
    # Sunday 12 May 2024
    (
        *("2024-03-12", "P2M", False, True, "2024-05-13"),
        (f"{B15}147 khoản 3", f"{B15}148 khoản 3", f"{B15}148 khoản 5", WEEK),
    ),
    # Tuesday 30 April 2024, a holiday, and 1 May
    (
        *("2024-04-20", "P10D", False, False, "2024-05-02"),
        (f"{B15}147 khoản 2", f"{B15}148 khoản 1", f"{B15}148 khoản 5", LAW),
    ),
    # Monday 29 April 2024, swapped; then two holidays
    (
        *("2024-04-19", "P10D", False, False, "2024-05-02"),
        (f"{B15}147 khoản 2", f"{B15}148 khoản 1", f"{B15}148 khoản 5", "Công văn 2450/VPCP-KGVX", LAW),
    ),
    # Monday 4 September 2023, in lieu
    (
        *("2023-08-20", "P15D", False, False, "2023-09-05"),
        (f"{B15}147 khoản 2", f"{B15}148 khoản 1", f"{B15}148 khoản 5", LIEU),
    ),
    ("2024-03-12", "P5D", True, False, "2024-03-19", (f"{B15}147 khoản 2", WEEK)),
    ("2024-04-15", "P5D", True, True, "2024-04-23", (f"{B15}147 khoản 3", WEEK, LAW)),
    ("2024-05-02", "P3D", True, True, "2024-05-06", (f"{B15}147 khoản 3", WEEK, "Công văn 2450/VPCP-KGVX")),
    ("2022-04-08", "P1D", True, True, "2022-04-12", (f"{B15}147 khoản 3", WEEK, LIEU)),
    # the code of 2005 and the labour codes of its time
    (
        *("2016-12-23", "P10D", False, True, "2017-01-03"),
        (f"{B05}152 khoản 3", f"{B05}153 khoản 1", f"{B05}153 khoản 5", "Bộ luật Lao động 2012, Điều 115 khoản 3"),
    ),
    ("2012-08-31", "P1D", True, True, "2012-09-04", (f"{B05}152 khoản 3", WEEK, "Bộ luật Lao động 1994, Điều 73")),
    (
        *("2009-02-10", "P3M", False, True, "2009-05-11"),
        (f"{B05}152 khoản 3", f"{B05}153 khoản 3", f"{B05}153 khoản 5", WEEK),
    ),
)


@pytest.mark.parametrize(("start", "iso", "working", "event", "day", "basis"), BASIS)
def test_after(start: str, iso: str, working: bool, event: bool, day: str, basis: tuple[str, ...]) -> None:
    length = Length.parse(iso, working=working)
    assert length is not None
    counted = count_after(date.fromisoformat(start), length, CALENDAR, event=event)
    assert (counted.day.isoformat(), counted.basis) == (day, basis)


@pytest.mark.parametrize(
    ("end", "iso", "working", "day", "basis"),
    [
        ("2024-05-20", "P15D", False, "2024-05-05", (f"{B15}147 khoản 3",)),  # a Sunday: not moved
        ("2025-03-31", "P1M", False, "2025-02-28", (f"{B15}147 khoản 3",)),
        ("2024-05-06", "P3D", True, "2024-05-02", (f"{B15}147 khoản 3", WEEK, "Công văn 2450/VPCP-KGVX")),
        ("2024-05-02", "P1D", True, "2024-04-26", (f"{B15}147 khoản 3", WEEK, "Công văn 2450/VPCP-KGVX", LAW)),
        ("2024-03-20", "P2D", True, "2024-03-18", (f"{B15}147 khoản 3", WEEK)),
        ("2024-04-30", "P1D", True, "2024-04-26", (f"{B15}147 khoản 3", WEEK, "Công văn 2450/VPCP-KGVX")),
    ],
)
def test_before(end: str, iso: str, working: bool, day: str, basis: tuple[str, ...]) -> None:
    length = Length.parse(iso, working=working)
    assert length is not None
    counted = count_before(date.fromisoformat(end), length, CALENDAR)
    assert (counted.day.isoformat(), counted.basis) == (day, basis)


@given(DAYS, BY_CALENDAR)
def test_a_term_ends_on_a_working_day_not_before_its_length(start: date, length: Length) -> None:
    counted = count_after(start, length, CALENDAR)
    assert CALENDAR.is_working(counted.day)
    least = {"D": 1, "W": 7, "M": 28, "Y": 365}[length.unit] * length.count
    assert counted.day >= start + timedelta(days=least)
    assert counted.basis[0].startswith("Bộ luật Dân sự")
    rolled = any(rule.endswith("khoản 5") for rule in counted.basis)
    if not rolled and length.unit in ("D", "W"):
        assert counted.day == start + timedelta(days=least)


@given(DAYS, BY_CALENDAR)
def test_months_end_on_the_same_day_or_the_last(start: date, length: Length) -> None:
    """Shown where nothing is moved: back from a day, which is not."""
    if length.unit in ("M", "Y"):
        day = count_before(start, length, CALENDAR).day
        assert day.day == start.day or (day.day < start.day and (day + timedelta(days=1)).day == 1)
        assert (start.year - day.year) * 12 + start.month - day.month == length.count * (
            12 if length.unit == "Y" else 1
        )


@given(DAYS, WORKING)
def test_working_days_are_counted_one_by_one(start: date, length: Length) -> None:
    after, before = count_after(start, length, CALENDAR), count_before(start, length, CALENDAR)
    assert CALENDAR.between(start, after.day) == length.count
    between = [before.day + timedelta(days=n) for n in range((start - before.day).days)]
    assert sum(map(CALENDAR.is_working, between)) == length.count
    assert CALENDAR.is_working(after.day)
    assert CALENDAR.is_working(before.day)


def test_a_working_week_has_five_days() -> None:
    assert count_after(date(2024, 3, 12), Length(2, "W", True), CALENDAR).day == date(2024, 3, 26)
    assert count_after(date(2024, 4, 12), Length(2, "W", True), CALENDAR).day == date(2024, 5, 2)
