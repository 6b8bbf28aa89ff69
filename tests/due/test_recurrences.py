"""Rhythms completed to rules that name days, and the days they fall due on."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from analyzer.due.compute import compute
from analyzer.due.recurrences import (
    ENDS_OF_PERIODS,
    Rhythm,
    basis_of,
    calendar_rule,
    next_days,
    read_rhythm,
    rhythm_of,
)
from analyzer.due.settings import DueSettings, KnownDays, Policy
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.pipes.mentions import TimeMention
from analyzer.pipes.times import find
from analyzer.pipes.times.periods import WEEKDAYS, WORKDAYS, Recurrence
from analyzer.pipes.times.scan import fold

CALENDAR = WorkCalendar.vietnam()
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
LAST = ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
COMPLETED = (
    ("FREQ=DAILY", "FREQ=DAILY", ""),
    ("FREQ=DAILY;INTERVAL=10", "FREQ=DAILY;INTERVAL=10", "counted"),
    ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=SU", "ends"),
    ("FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=FR", ""),
    ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2", "counted"),
    ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=-1", "ends"),
    ("FREQ=MONTHLY;BYMONTHDAY=25", "FREQ=MONTHLY;BYMONTHDAY=25", ""),
    ("FREQ=MONTHLY;BYMONTHDAY=10,25", "FREQ=MONTHLY;BYMONTHDAY=10,25", ""),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=-1", ""),
    (f"FREQ=MONTHLY{LAST}", "FREQ=MONTHLY;BYMONTHDAY=-1", "working"),
    ("FREQ=MONTHLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=-1", "ends"),
    ("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "ends"),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", ""),
    ("FREQ=MONTHLY;INTERVAL=5", "FREQ=MONTHLY;INTERVAL=5", "counted"),
    ("FREQ=MONTHLY;INTERVAL=6", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1", "ends"),
    ("FREQ=MONTHLY;INTERVAL=18", "FREQ=MONTHLY;INTERVAL=18", "counted"),
    ("FREQ=YEARLY", "FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=-1", "ends"),
    ("FREQ=YEARLY;INTERVAL=5", "FREQ=YEARLY;INTERVAL=5", "counted"),
    ("FREQ=YEARLY;BYMONTH=11", "FREQ=MONTHLY;BYMONTH=11;BYMONTHDAY=-1", "ends"),
    ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=15", ""),
    ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", ""),
    (f"FREQ=YEARLY;BYMONTH=3,6,9,12{LAST}", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "working"),
    ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", ""),
    ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR", ""),
    ("FREQ=YEARLY;INTERVAL=3;BYMONTH=6;BYMONTHDAY=15", "FREQ=YEARLY;INTERVAL=3;BYMONTH=6;BYMONTHDAY=15", "counted"),
    ("FREQ=HOURLY;INTERVAL=3", None, ""),
)
INTERVALS = st.integers(1, 24)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(lambda months: tuple(sorted(months)))
MONTH_DAYS = st.one_of(st.just(()), st.just((-1,)), st.lists(st.integers(1, 28), min_size=1, max_size=2).map(tuple))
# What the times pipe can write but for weekdays; a day of a year comes with its month.
RULES = st.one_of(
    st.builds(Recurrence, st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), INTERVALS),
    st.builds(Recurrence, st.just("MONTHLY"), INTERVALS, days=MONTH_DAYS),
    st.builds(Recurrence, st.just("YEARLY"), INTERVALS, MONTHS, MONTH_DAYS),
)


@pytest.mark.parametrize(("rrule", "rule", "flag"), COMPLETED, ids=[row[0] for row in COMPLETED])
def test_completed(rrule: str, rule: str | None, flag: str) -> None:
    rhythm = rhythm_of(rrule)
    assert rhythm == Rhythm(rule, clause=rhythm.clause, **({flag: True} if flag else {}))


ARTICLE = "Bộ luật Dân sự 2015, Điều 146 khoản "
WORDS = (
    ("vào giữa mỗi tháng", "FREQ=MONTHLY;BYMONTHDAY=15", (f"{ARTICLE}2",)),
    ("vào đầu mỗi tháng", "FREQ=MONTHLY;BYMONTHDAY=1", (f"{ARTICLE}2",)),
    ("vào cuối mỗi tháng", "FREQ=MONTHLY;BYMONTHDAY=-1", (ENDS_OF_PERIODS, f"{ARTICLE}2")),
    ("đầu tháng 6 hằng năm", "FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=1", (f"{ARTICLE}2",)),
    ("vào đầu mỗi quý", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=1", ()),
    ("vào giữa mỗi quý", "FREQ=MONTHLY;BYMONTH=2,5,8,11;BYMONTHDAY=15", ()),
    ("vào đầu mỗi năm", "FREQ=MONTHLY;BYMONTH=1;BYMONTHDAY=1", (f"{ARTICLE}3",)),
    ("vào giữa mỗi năm", "FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=30", (f"{ARTICLE}3",)),
    ("vào đầu mỗi tuần", "FREQ=WEEKLY;BYDAY=MO", ()),
    ("trước tháng 12 hằng năm", "FREQ=MONTHLY;BYMONTH=11;BYMONTHDAY=-1", ()),
    ("trước tháng 01 hằng năm", "FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=-1", ()),
    ("trước quý II hằng năm", "FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=-1", ()),
    ("trước ngày 15 của tháng đầu quý sau", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=15", ()),
    ("6 tháng một lần", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1", (ENDS_OF_PERIODS, f"{ARTICLE}3")),
)


def _read(words: str) -> TimeMention:
    (mention,) = find(words, issued_on=date(2024, 3, 12))
    assert (mention.start, mention.end) == (0, len(words))
    return mention


@pytest.mark.parametrize(("words", "rule", "basis"), WORDS, ids=[row[0] for row in WORDS])
def test_words(words: str, rule: str, basis: tuple[str, ...]) -> None:
    mention = _read(words)
    rhythm = read_rhythm(mention.value.rrule or "", fold(words), mention.bound)
    assert (rhythm.rule, basis_of(rhythm, date(2024, 3, 12))) == (rule, basis)


STRICT = (
    ("trước ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=19"),
    ("trước ngày 15/6 và trước ngày 15/12 hằng năm", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=14"),
    ("trước thứ Hai hằng tuần", "FREQ=WEEKLY;BYDAY=SU"),
    ("trước 16 giờ thứ Hai hằng tuần", "FREQ=WEEKLY;BYDAY=MO"),
    ("trước tháng 12 hằng năm", "FREQ=MONTHLY;BYMONTH=11;BYMONTHDAY=-1"),
    ("trước giữa tháng 6 hằng năm", "FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=14"),
    ("chậm nhất ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20"),
    ("hằng quý", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    ("trước ngày 01 hằng tháng", None),
    ("trước ngày 30 hằng tháng", None),
    ("trước ngày cuối cùng của tháng", None),
    ("trước ngày làm việc cuối cùng của tháng", None),
)


@pytest.mark.parametrize(("words", "rule"), STRICT, ids=[row[0] for row in STRICT])
def test_strict_rules_for_calendar_files(words: str, rule: str | None) -> None:
    mention = _read(words)
    assert calendar_rule(mention.value.rrule or "", words, mention.bound, "strict") == rule


@pytest.mark.parametrize("policy", ["lenient", "strict"])
@pytest.mark.parametrize("words", [row[0] for row in (*WORDS, *STRICT)])
def test_calendar_files_have_the_days_of_next_due(words: str, policy: Policy) -> None:
    """But for the last working day, which calendar programs take for the last weekday."""
    mention = _read(words)
    rule = calendar_rule(mention.value.rrule or "", words, mention.bound, policy)
    if rule is None or "BYSETPOS" in rule:
        return
    issued, settings = KnownDays(date(2024, 3, 12)), DueSettings(policy=policy)
    for month in range(1, 13):
        days = compute(words, mention, issued, settings, date(2024, month, 14)).next_due
        start = datetime(days[0].year, days[0].month, days[0].day)
        assert [moment.date() for _, moment in zip(range(3), rrulestr(rule, dtstart=start), strict=False)] == list(days)


@pytest.mark.parametrize(
    ("rrule", "issued", "as_of", "days"),
    [
        ("FREQ=DAILY;INTERVAL=10", "2024-02-20", "2024-03-01", "2024-03-01 2024-03-11 2024-03-21"),
        ("FREQ=DAILY;INTERVAL=10", "2024-02-20", "2024-02-20", "2024-03-01 2024-03-11 2024-03-21"),
        ("FREQ=DAILY;INTERVAL=10", "2024-02-20", "2023-01-01", "2024-03-01 2024-03-11 2024-03-21"),
        ("FREQ=WEEKLY;INTERVAL=2", "2024-03-12", "2024-03-27", "2024-04-09 2024-04-23 2024-05-07"),
        ("FREQ=MONTHLY;INTERVAL=5", "2024-01-31", "2024-02-01", "2024-06-30 2024-11-30 2025-04-30"),
        ("FREQ=YEARLY;INTERVAL=2", "2024-02-29", "2024-03-01", "2026-02-28 2028-02-29 2030-02-28"),
        ("FREQ=YEARLY;INTERVAL=5", "2021-07-15", "2026-07-15", "2026-07-15 2031-07-15 2036-07-15"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "", "2024-01-01", "2024-01-31 2024-03-31 2024-05-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "", "2024-01-31", "2024-01-31 2024-02-29 2024-03-31"),
        (f"FREQ=YEARLY;BYMONTH=3,6,9,12{LAST}", "", "2024-03-30", "2024-06-28 2024-09-30 2024-12-31"),
        ("FREQ=YEARLY;INTERVAL=3;BYMONTH=6", "2024-03-12", "2024-03-12", "2027-06-30 2030-06-30 2033-06-30"),
        ("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=15", "2024-01-31", "2024-02-01", "2024-06-15 2024-11-15 2025-04-15"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2024-03-12", "2024-03-12", "2024-03-29 2024-04-12 2024-04-26"),
        ("FREQ=DAILY;INTERVAL=10", "", "2024-03-01", ""),
        ("FREQ=HOURLY;INTERVAL=3", "2024-03-01", "2024-03-01", ""),
    ],
)
def test_next(rrule: str, issued: str, as_of: str, days: str) -> None:
    found = next_days(
        rhythm_of(rrule), CALENDAR, date.fromisoformat(as_of), date.fromisoformat(issued) if issued else None
    )
    assert " ".join(map(str, found)) == days


@given(RULES, DAYS, DAYS, st.sampled_from([0, -1]))
def test_days_come_in_order_from_the_day_asked(rule: Recurrence, issued: date, as_of: date, shift: int) -> None:
    days = next_days(rhythm_of(rule.rule), CALENDAR, as_of, issued, shift=shift)
    assert len(days) == (0 if rule.freq == "HOURLY" else 3)
    assert all(day >= as_of for day in days)
    assert all(one < two for one, two in pairwise(days))


@given(RULES, DAYS, st.integers(1, 200))
def test_nothing_is_left_out(rule: Recurrence, as_of: date, later: int) -> None:
    """Asked again on a later day, the days are the same from there on."""
    rhythm = rhythm_of(rule.rule)
    if rhythm.rule is None:
        return
    days = next_days(rhythm, CALENDAR, as_of, date(1985, 1, 1), number=12)
    then = date.fromordinal(min(as_of.toordinal() + later, days[-1].toordinal()))
    again = next_days(rhythm, CALENDAR, then, date(1985, 1, 1), number=12)
    assert again[: sum(day >= then for day in days)] == tuple(day for day in days if day >= then)


@given(RULES, DAYS)
def test_the_rule_for_calendar_files_gives_the_same_days(rule: Recurrence, as_of: date) -> None:
    """With the first day as DTSTART, but for what counts from the day of issue in months that may lack its day."""
    text = calendar_rule(rule.rule)
    if text is None or as_of.day > 28:
        return
    days = next_days(rhythm_of(rule.rule), CALENDAR, as_of, as_of, number=6)
    start = datetime(days[0].year, days[0].month, days[0].day)
    assert [moment.date() for _, moment in zip(range(6), rrulestr(text, dtstart=start), strict=False)] == list(days)


@given(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True), DAYS)
def test_weekdays(names: list[str], as_of: date) -> None:
    days = next_days(rhythm_of(Recurrence("WEEKLY", weekdays=tuple(names)).rule), CALENDAR, as_of, None)
    assert {WEEKDAYS[day.weekday()] for day in days} <= set(names)
    assert (days[0] - as_of).days < 7


@given(DAYS)
def test_last_working_day_of_the_month(as_of: date) -> None:
    rule = Recurrence("MONTHLY", weekdays=WORKDAYS, position=-1).rule
    for day in next_days(rhythm_of(rule), CALENDAR, as_of, None):
        assert CALENDAR.is_working(day)
        assert CALENDAR.add(day, 1).month != day.month
