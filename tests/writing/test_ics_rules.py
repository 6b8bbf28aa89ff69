"""Recurrences in calendars: a rule and a first day that agree with each other and with the days told."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analyzer.writing.ics.rules import in_common_form, recurrence
from tests.writing.dated import deadline, repeated

ISSUED, AS_OF = date(2025, 2, 10), date(2025, 8, 4)

# The rule of the contract; the days from 4 August 2025 on; the first day from 10 February 2025 on, and the rule in the
# file. Each line read on a calendar.
CASES = """
FREQ=YEARLY | 2025-12-31 2026-12-31 | 2025-12-31 | FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31
FREQ=YEARLY;BYMONTH=11 | 2025-11-30 2026-11-30 | 2025-11-30 | FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30
FREQ=YEARLY;BYMONTH=2 | 2026-02-28 2027-02-28 2028-02-29 | 2025-02-28 | FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1
FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15 | 2025-12-15 2026-06-15 | 2025-06-15 | FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=15
FREQ=YEARLY;BYMONTH=6,11;BYMONTHDAY=15 | 2025-11-15 2026-06-15 | 2025-06-15 | FREQ=MONTHLY;BYMONTH=6,11;BYMONTHDAY=15
FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 | 2025-09-30 2025-12-31 | 2025-03-31 | FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1
FREQ=MONTHLY;INTERVAL=3 | 2025-09-30 2025-12-31 2026-03-31 | 2025-03-31 | FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1
FREQ=MONTHLY;INTERVAL=6 | 2025-12-31 2026-06-30 | 2025-06-30 | FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1
FREQ=MONTHLY | 2025-08-31 2025-09-30 | 2025-02-28 | FREQ=MONTHLY;BYMONTHDAY=-1
FREQ=MONTHLY;BYMONTHDAY=10 | 2025-08-10 2025-09-10 | 2025-02-10 | FREQ=MONTHLY;BYMONTHDAY=10
FREQ=MONTHLY;BYMONTHDAY=30 | 2025-08-30 2025-09-30 | 2025-03-30 | FREQ=MONTHLY;BYMONTHDAY=30
FREQ=WEEKLY | 2025-08-10 2025-08-17 | 2025-02-16 | FREQ=WEEKLY;BYDAY=SU
FREQ=WEEKLY;BYDAY=FR | 2025-08-08 2025-08-15 | 2025-02-14 | FREQ=WEEKLY;BYDAY=FR
FREQ=DAILY | 2025-08-04 2025-08-05 | 2025-02-10 | FREQ=DAILY
# counted from the day of issue
FREQ=DAILY;INTERVAL=15 | 2025-08-09 2025-08-24 | 2025-02-25 | FREQ=DAILY;INTERVAL=15
FREQ=WEEKLY;INTERVAL=2 | 2025-08-11 2025-08-25 | 2025-02-24 | FREQ=WEEKLY;INTERVAL=2
FREQ=YEARLY;INTERVAL=5 | 2030-02-10 2035-02-10 | 2030-02-10 | FREQ=YEARLY;INTERVAL=5
# before the day, strictly
FREQ=MONTHLY;BYMONTHDAY=15 | 2025-08-14 2025-09-14 | 2025-02-14 | FREQ=MONTHLY;BYMONTHDAY=14
FREQ=MONTHLY;BYMONTHDAY=1 | 2025-08-31 2025-09-30 | 2025-02-28 | FREQ=MONTHLY;BYMONTHDAY=-1
FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1 | 2025-12-31 2026-12-31 | 2025-12-31 | FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31
FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31 | 2025-12-30 2026-12-30 | 2025-12-30 | FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30
FREQ=WEEKLY;BYDAY=MO | 2025-08-10 2025-08-17 | 2025-02-16 | FREQ=WEEKLY;BYDAY=SU
# before the month
FREQ=YEARLY;BYMONTH=12 | 2025-11-30 2026-11-30 | 2025-11-30 | FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30
FREQ=YEARLY;BYMONTH=1,7 | 2025-12-31 2026-06-30 | 2025-06-30 | FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1
"""


def cases() -> list[tuple[str, list[date], date, str]]:
    found = []
    for line in CASES.strip().splitlines():
        if not line.startswith("#"):
            rule, told, first, written = (cell.strip() for cell in line.split("|"))
            found.append((rule, [date.fromisoformat(d) for d in told.split()], date.fromisoformat(first), written))
    return found


@pytest.mark.parametrize(("rule", "told", "first", "written"), cases())
def test_rules(rule: str, told: list[date], first: date, written: str) -> None:
    found = recurrence(repeated("x", rule, *told), ISSUED, AS_OF)
    assert found is not None
    assert (found.first, found.rule) == (first, written)
    days = found.occurrences(300)
    assert days[0] == first
    assert [day for day in days if day >= AS_OF][: len(told)] == told


@pytest.mark.parametrize(("rule", "written"), [(r, w) for r, _, _, w in cases()[:17]])
def test_older_results_tell_no_days(rule: str, written: str) -> None:
    found = recurrence(deadline("x", rrule=rule), ISSUED, None)
    assert found is not None
    assert found.rule == written


def test_days_that_no_rule_gives_stand_one_by_one() -> None:
    told = (date(2025, 9, 3), date(2025, 10, 8), date(2025, 11, 5))
    found = recurrence(repeated("x", "FREQ=MONTHLY;BYMONTHDAY=20", *told), ISSUED, AS_OF)
    assert found is not None
    assert (found.first, found.rule, found.days) == (told[0], None, told)


def test_a_rule_ends_with_its_interval_and_begins_not_before_it() -> None:
    limit = deadline("x", rrule="FREQ=MONTHLY", start=date(2025, 10, 1), end=date(2025, 12, 31))
    found = recurrence(limit, ISSUED, AS_OF)
    assert found is not None
    assert found.occurrences() == [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)]


@pytest.mark.parametrize(
    ("rule", "issued_on", "as_of"),
    [
        ("FREQ=HOURLY;INTERVAL=3", ISSUED, AS_OF),  # no day
        ("FREQ=YEARLY", None, None),  # no day to begin at
        ("FREQ=DAILY;INTERVAL=15", None, AS_OF),  # no day to count from
        (None, ISSUED, AS_OF),
    ],
)
def test_what_has_no_day_has_no_recurrence(rule: str | None, issued_on: date | None, as_of: date | None) -> None:
    assert recurrence(deadline("x", rrule=rule), issued_on, as_of) is None


MONTHS = st.sets(st.integers(1, 12), min_size=1).map(lambda found: ",".join(map(str, sorted(found))))


@settings(deadline=None)
@given(months=MONTHS, day=st.integers(1, 31) | st.just(-1), start=st.dates(date(2007, 1, 1), date(2040, 12, 31)))
def test_the_common_form_gives_the_same_days(months: str, day: int, start: date) -> None:
    longest = max(monthrange(2024, int(month))[1] for month in months.split(","))
    assume(day <= longest and (months != "2" or day < 29))  # a day that never comes is looked for until the year 9999
    rule = f"FREQ=MONTHLY;BYMONTH={months};BYMONTHDAY={day}"
    days = _days(rule, start)
    assert _days(in_common_form(rule), days[0]) == days


def _days(rule: str, start: date) -> list[date]:
    moments = rrulestr(f"{rule};COUNT=12", dtstart=datetime(start.year, start.month, start.day))
    return [moment.date() for moment in moments]
