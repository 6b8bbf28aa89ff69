"""The days on which a recurring limit falls due.

The times pipe writes a rhythm as an RFC 5545 rule without a beginning, and often without a day ("hằng quý"). Here such
a rule is completed, so that it names days by itself:

* A rhythm of months, quarters, halves or years that divide the year follows the calendar and falls due on its period's
  last day, a week on its Sunday: what is to be done every quarter is late when the quarter is over.
* Any other interval ("15 ngày một lần", "05 năm một lần") has no periods in the calendar; it is counted from the day of
  issue, as a length of time is.
* "Trước Tết hằng năm" falls on days of the lunar calendar, for which RFC 5545 has no rule.
* "Ngày làm việc cuối cùng của tháng" is found in the working calendar, where RFC 5545 knows only weekdays.

A day that a month lacks ("ngày 30 hằng tháng" in February) is skipped, as RFC 5545 has it (3.3.10) and as calendar
programs do; "cuối tháng" is -1 and never skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, islice

from dateutil.rrule import rrulestr

from analyzer.due.counting import months_later, spans_article
from analyzer.due.hours import last_hour
from analyzer.due.settings import Policy
from analyzer.knowledge import lunar
from analyzer.knowledge.patterns import pattern
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.pipes.mentions import Bound
from analyzer.pipes.times.periods import WEEKDAYS, Period
from analyzer.pipes.times.scan import cores_of, fold

ENDS_OF_PERIODS = "Kỳ hạn không nêu ngày: tính đến ngày cuối kỳ"
FROM_ISSUE = "Kỳ hạn không theo kỳ của năm: tính từ ngày ban hành"
_EDGE = pattern("due.rhythms.edge")
_TAIL = pattern("due.rhythms.tail")
_DAY = timedelta(days=1)
_LUNAR_YEARS = 20  # the thirtieth of the twelfth month may lack for eight years in a row
_WORKDAYS = "MO,TU,WE,TH,FR"
_QUARTERS, _WEEK = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "FREQ=WEEKLY;BYDAY=SU"
_YEAR = "FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=-1"
# The beginning and the middle of a period; of years by the Civil Code (2015, Điều 146 khoản 3), as of months.
_EDGES = {
    (_YEAR, "năm", "đầu"): "FREQ=MONTHLY;BYMONTH=1;BYMONTHDAY=1",
    (_YEAR, "năm", "giữa"): "FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=30",
    (_QUARTERS, "quý", "đầu"): "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=1",
    (_QUARTERS, "quý", "giữa"): "FREQ=MONTHLY;BYMONTH=2,5,8,11;BYMONTHDAY=15",
    (_WEEK, "tuần", "đầu"): "FREQ=WEEKLY;BYDAY=MO",
    (_WEEK, "tuần", "giữa"): "FREQ=WEEKLY;BYDAY=WE",
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A completed rule.

    ``rule`` is RFC 5545 and names days by itself, None where nothing is due on days (every three hours). ``counted``
    says that it runs from the day of issue, ``working`` that the last working day up to the rule's is meant, ``ends``
    that the words name no day and the period's last was taken. ``lunar`` is a day of each lunar year, which no rule
    gives. ``clause`` is that of the Civil Code's article on the
    beginning, middle and end of months (2) and years (3), None where it is not used.
    """

    rule: str | None
    counted: bool = False
    working: bool = False
    ends: bool = False
    clause: int | None = None
    lunar: Period | None = None


def rhythm_of(rrule: str) -> Rhythm:
    """A rule of the times pipe, completed.

    >>> rhythm_of("FREQ=MONTHLY;INTERVAL=3").rule, rhythm_of("FREQ=WEEKLY").rule
    ('FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1', 'FREQ=WEEKLY;BYDAY=SU')
    >>> rhythm_of("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15").rule
    'FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=15'
    >>> rhythm_of("FREQ=DAILY;INTERVAL=15")
    Rhythm(rule='FREQ=DAILY;INTERVAL=15', counted=True, working=False, ends=False, clause=None, lunar=None)
    """
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    freq, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    if freq == "DAILY":
        return Rhythm(rrule, counted=interval > 1)
    if freq == "WEEKLY":
        ends = "BYDAY" not in parts
        if interval > 1:
            return Rhythm(rrule, counted=True)
        return Rhythm("FREQ=WEEKLY;BYDAY=SU" if ends else rrule, ends=ends)
    if freq not in ("MONTHLY", "YEARLY"):
        return Rhythm(None)
    months, day = parts.get("BYMONTH"), parts.get("BYMONTHDAY")
    if months is not None and interval > 1:
        return Rhythm(rrule if day else f"{rrule};BYMONTHDAY=-1", counted=True, ends=day is None)
    if months is None:
        if (freq == "YEARLY" and interval > 1) or 12 % interval:
            return Rhythm(rrule, counted=True)
        step = 12 if freq == "YEARLY" else interval
        months = ",".join(map(str, range(step, 13, step))) if step > 1 else None
    # One month at a time: BYSETPOS and BYMONTHDAY=-1 are of a month, not of the year.
    head = "FREQ=MONTHLY" + (f";BYMONTH={months}" if months else "")
    if parts.get("BYDAY") == _WORKDAYS and parts.get("BYSETPOS") == "-1":
        return Rhythm(f"{head};BYMONTHDAY=-1", working=True, clause=2)
    if "BYDAY" in parts:
        position = f";BYSETPOS={parts['BYSETPOS']}" if "BYSETPOS" in parts else ""
        return Rhythm(f"{head};BYDAY={parts['BYDAY']}{position}")
    halves = day is None and months in ("12", "6,12")
    return Rhythm(
        f"{head};BYMONTHDAY={day or -1}", ends=day is None, clause=3 if halves else 2 if day in (None, "-1") else None
    )


def read_rhythm(rrule: str, low: str, bound: Bound | None) -> Rhythm:
    """A rule of the times pipe, completed by what its folded words say besides: which edge of a period is meant.

    >>> read_rhythm("FREQ=MONTHLY", "vào giữa mỗi tháng", "on").rule
    'FREQ=MONTHLY;BYMONTHDAY=15'
    >>> read_rhythm("FREQ=YEARLY;BYMONTH=12", "trước tháng 12 hằng năm", "before").rule
    'FREQ=MONTHLY;BYMONTH=11;BYMONTHDAY=-1'
    """
    if rrule == "FREQ=YEARLY" and (lunar_day := _lunar_day(low)):
        return Rhythm(None, lunar=lunar_day)
    rhythm = rhythm_of(rrule)
    edge = _EDGE.search(low) if rhythm.ends and not rhythm.counted else None
    if edge and (rule := _EDGES.get((rhythm.rule or "", edge["unit"].replace("í", "ý"), edge["edge"]))):
        return Rhythm(rule, clause=3 if edge["unit"] == "năm" else None)
    if edge and edge["unit"] == "tháng" and rhythm.rule:
        day = 1 if edge["edge"] == "đầu" else 15
        return Rhythm(rhythm.rule.replace("BYMONTHDAY=-1", f"BYMONTHDAY={day}"), clause=2)
    if bound == "before" and not _TAIL.search(low) and (begun := _months_begun(low)):
        before = ",".join(map(str, sorted((month - 2) % 12 + 1 for month in begun)))
        return Rhythm(f"FREQ=MONTHLY;BYMONTH={before};BYMONTHDAY=-1")
    return rhythm


def _lunar_day(low: str) -> Period | None:
    """The day of "trước ngày 15/8 âm lịch hằng năm", the last of several."""
    periods = [period for core in cores_of(low) for period in core.periods]
    return periods[-1] if periods and periods[-1].unit in ("lunar", "tet") else None


def is_shifted(low: str, bound: Bound | None, policy: Policy) -> bool:
    """Whether the strict policy puts the days of a rhythm one day earlier: "trước" a day without an hour."""
    if policy != "strict" or bound != "before" or last_hour(low) is not None:
        return False
    return _TAIL.search(low) is not None or _EDGE.search(low) is not None or not _months_begun(low)


def _months_begun(low: str) -> tuple[int, ...]:
    """The first months of "trước tháng 12 hằng năm" or "trước quý II hằng năm"; none where a day is named."""
    periods = [period for core in cores_of(low) for period in core.periods]
    if not periods or any(period.unit not in ("month", "quarter", "span") for period in periods):
        return ()
    return tuple(sorted({period.month for period in periods if period.month}))


def calendar_rule(rrule: str, words: str = "", bound: Bound | None = None, policy: Policy = "lenient") -> str | None:
    """The rule for a calendar file, to stand with the first of ``next_due`` as DTSTART.

    None where no rule gives the days: nothing is due on days, or the strict policy moves them over the ends of months.
    The last working day is that of a calendar without holidays.

    >>> calendar_rule("FREQ=YEARLY"), calendar_rule("FREQ=HOURLY;INTERVAL=3")
    ('FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=-1', None)
    >>> calendar_rule("FREQ=MONTHLY;BYMONTHDAY=20", "trước ngày 20 hằng tháng", "before", "strict")
    'FREQ=MONTHLY;BYMONTHDAY=19'
    """
    low = fold(" ".join(words.split()))
    rhythm = read_rhythm(rrule, low, bound)
    if rhythm.rule is None:
        return None
    if is_shifted(low, bound, policy):
        return None if rhythm.working or rhythm.counted else _day_earlier(rhythm.rule)
    return rhythm.rule.replace("BYMONTHDAY=-1", f"BYDAY={_WORKDAYS};BYSETPOS=-1") if rhythm.working else rhythm.rule


def _day_earlier(rule: str) -> str | None:
    """The rule of the days before; None where no rule says so."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    days, weekdays = parts.get("BYMONTHDAY"), parts.get("BYDAY")
    if parts["FREQ"] == "DAILY":
        return rule
    if weekdays and "BYSETPOS" not in parts and set(weekdays.split(",")) <= set(WEEKDAYS):
        return rule.replace(weekdays, ",".join(WEEKDAYS[WEEKDAYS.index(name) - 1] for name in weekdays.split(",")))
    if days is None or not all(1 < int(day) < 29 for day in days.split(",")):
        return None
    return rule.replace(f"BYMONTHDAY={days}", "BYMONTHDAY=" + ",".join(str(int(day) - 1) for day in days.split(",")))


def next_days(
    rhythm: Rhythm,
    calendar: WorkCalendar,
    as_of: date,
    issued_on: date | None,
    *,
    shift: int = 0,
    number: int = 3,
) -> tuple[date, ...]:
    """The next days from ``as_of`` on, itself included; ``shift`` moves each day of the rule.

    >>> next_days(rhythm_of("FREQ=MONTHLY;BYMONTHDAY=15"), WorkCalendar.vietnam(), date(2024, 3, 16), None, number=2)
    (datetime.date(2024, 4, 15), datetime.date(2024, 5, 15))
    """
    if rhythm.lunar:
        found = (day + _DAY * shift for day in _of_lunar(rhythm.lunar, as_of.year - 1))
        return tuple(islice((day for day in found if day >= as_of), number))
    if rhythm.rule is None or (rhythm.counted and issued_on is None):
        return ()
    if rhythm.counted and issued_on is not None:
        days = _counted(rhythm.rule, issued_on, as_of)
    else:
        days = _of_rule(rhythm.rule, as_of)
    moved = ((calendar.previous_working(day) if rhythm.working else day) + _DAY * shift for day in days)
    return tuple(islice((day for day in moved if day >= as_of), number))


def basis_of(rhythm: Rhythm, as_of: date) -> tuple[str, ...]:
    """By which rules the days of a rhythm were found.

    >>> basis_of(rhythm_of("FREQ=YEARLY"), date(2024, 3, 12))
    ('Kỳ hạn không nêu ngày: tính đến ngày cuối kỳ', 'Bộ luật Dân sự 2015, Điều 146 khoản 3')
    """
    if rhythm.counted:
        return (FROM_ISSUE,)
    ends = (ENDS_OF_PERIODS,) if rhythm.ends else ()
    return ends if rhythm.clause is None else (*ends, spans_article(as_of, rhythm.clause))


def _of_lunar(period: Period, since: int) -> Iterator[date]:
    """A day of the lunar calendar year by year; a year that lacks it is skipped, and what no table reaches."""
    for year in range(since, since + _LUNAR_YEARS):
        month, number = (1, 1) if period.unit == "tet" else (period.month or 1, period.day or 1)
        if day := lunar.from_lunar(year, month, number):
            yield day


def _of_rule(rule: str, since: date) -> Iterator[date]:
    for moment in _rule_from(rule, since):
        yield moment.date()


@lru_cache(maxsize=1024)
def _rule_from(rule: str, since: date) -> Iterable[datetime]:
    """The days of a rule, which keeps those that were asked for: all documents of a day have the same few rules."""
    days: Iterable[datetime] = rrulestr(rule, dtstart=datetime.combine(since, time()), cache=True)
    return days


def _counted(rule: str, issued_on: date, as_of: date) -> Iterator[date]:
    """Every interval after the day of issue, months and years on the corresponding day or the month's last.

    ``rrule`` would skip months that lack the day; the Civil Code does not (2015, Điều 148 khoản 3). A rule that names a
    day in its week, month or year falls on that day of every such interval after the one of issue.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    freq, interval = parts["FREQ"], int(parts["INTERVAL"])
    if "BY" in rule:
        begun = {"WEEKLY": issued_on - _DAY * issued_on.weekday(), "MONTHLY": issued_on.replace(day=1)}
        yield from _of_rule(rule, _later(begun.get(freq, date(issued_on.year, 1, 1)), freq, interval))
        return
    longest = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[freq] * interval
    for turn in count(max(1, (as_of - issued_on).days // longest)):
        yield _later(issued_on, freq, interval * turn)


def _later(day: date, freq: str, times: int) -> date:
    if freq in ("DAILY", "WEEKLY"):
        return day + _DAY * times * (7 if freq == "WEEKLY" else 1)
    return months_later(day, times * (12 if freq == "YEARLY" else 1))
