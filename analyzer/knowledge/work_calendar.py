"""The Vietnamese working calendar: public holidays, days in lieu, swapped days, and working days counted.

The years 2020 to 2027 stand in ``data/holidays.json`` with the notices that announced them; 2027 is a forecast. Any
other year follows from the labour code in force and from what the notices have always chosen where the code leaves a
choice. Lunar holidays follow the Vietnamese reckoning (:mod:`analyzer.knowledge.lunar`).

>>> calendar = WorkCalendar.vietnam()
>>> calendar.add(date(2024, 4, 26), 1), calendar.is_working(date(2024, 5, 4))
(datetime.date(2024, 5, 2), True)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from analyzer.knowledge import lunar
from analyzer.knowledge.data import read_json

_DAY = timedelta(days=1)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class _Year:
    """One year: the days off by name, the Saturdays worked, and the rule each rests on."""

    off: Mapping[date, str]
    worked: frozenset[date]
    basis: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of state bodies. Calendars with the same settings are equal.

    ``culture_day`` says that 24 November, Ngày Văn hóa Việt Nam, is a day off from 2026; why it is by default stands in
    the data file.
    """

    culture_day: bool = True

    @staticmethod
    def vietnam(*, culture_day: bool = True) -> WorkCalendar:
        """The calendar of Vietnam.

        >>> WorkCalendar.vietnam(culture_day=False).is_working(date(2026, 11, 24))
        True
        """
        return WorkCalendar(culture_day)

    def is_working(self, day: date) -> bool:
        """Whether state bodies work on the day: from Monday to Friday but for holidays, and on swapped Saturdays.

        >>> [WorkCalendar.vietnam().is_working(date(2026, 8, n)) for n in (21, 22, 31)]
        [True, True, False]
        """
        year = self._year(day)
        return day in year.worked or (day.weekday() <= _FRIDAY and day not in year.off)

    def holiday(self, day: date) -> str | None:
        """The Vietnamese name of the holiday, day in lieu or swapped day off; None for all other days.

        >>> calendar = WorkCalendar.vietnam()
        >>> calendar.holiday(date(2023, 9, 2)), calendar.holiday(date(2023, 9, 4)), calendar.holiday(date(2023, 9, 3))
        ('Quốc khánh', 'Nghỉ bù Quốc khánh', None)
        >>> calendar.holiday(date(2025, 5, 2))
        'Nghỉ hoán đổi, làm bù ngày 26/4/2025'
        """
        return self._year(day).off.get(day)

    def basis(self, day: date) -> str | None:
        """The rule that makes the day off, or a Saturday worked; None for an ordinary working day.

        >>> calendar = WorkCalendar.vietnam()
        >>> calendar.basis(date(2024, 4, 30)), calendar.basis(date(2024, 5, 4)), calendar.basis(date(2024, 5, 5))
        ('Bộ luật Lao động 2019, Điều 112', 'Công văn 2450/VPCP-KGVX', 'Quyết định 188/1999/QĐ-TTg')
        """
        year = self._year(day)
        return year.basis.get(day) or (None if day.weekday() <= _FRIDAY else _weekend_basis())

    def known(self, day: date) -> bool:
        """Whether the notice for the day's year is in the table; else its days follow from the law.

        >>> [WorkCalendar.vietnam().known(date(year, 6, 1)) for year in (2019, 2026, 2027)]
        [False, True, False]
        """
        return _announced(day.year)

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        while not self.is_working(day):
            day += _DAY
        return day

    def previous_working(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after the day (before, if negative), the day itself not counted.

        >>> calendar = WorkCalendar.vietnam()
        >>> calendar.add(date(2026, 2, 13), 1), calendar.add(date(2026, 2, 23), -1)
        (datetime.date(2026, 2, 23), datetime.date(2026, 2, 13))
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; negative when ``last`` comes first.

        >>> calendar = WorkCalendar.vietnam()
        >>> calendar.between(date(2024, 4, 26), date(2024, 5, 4)), calendar.between(date(2024, 5, 4), date(2024, 5, 3))
        (3, -1)
        """
        if last < first:
            return -self.between(last, first)
        count = _weekdays_before(last) - _weekdays_before(first)
        for number in range(first.year, last.year + 1):
            year = _year(number, self.culture_day)
            count -= sum(first < day <= last and day.weekday() <= _FRIDAY for day in year.off)
            count += sum(first < day <= last for day in year.worked)
        return count

    def _year(self, day: date) -> _Year:
        return _year(day.year, self.culture_day)


def _weekdays_before(day: date) -> int:
    """Mondays to Fridays from the beginning of the calendar (a Monday) to the day, itself included."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_json("holidays.json")
    return table


def _weekend_basis() -> str:
    return str(_table()["weekend"]["basis"])


def _announced(year: int) -> bool:
    row = _table()["years"].get(str(year))
    return bool(row and row["announced"])


def _law(day: date) -> dict[str, Any]:
    """The labour code in force on a day; before 1995, the first."""
    laws: list[dict[str, Any]] = _table()["laws"]
    return next((law for law in reversed(laws) if date.fromisoformat(law["from"]) <= day), laws[0])


@cache
def _year(year: int, culture_day: bool) -> _Year:
    off, lieu = _announced_days(year, culture_day) or days_by_law(year, culture_day=culture_day)
    culture = _table()["holidays"]["culture"]
    names: dict[date, str] = dict(off)
    basis = {day: culture["basis"] if name == culture["name"] else _law(day)["basis"] for day, name in off.items()}
    for day, name in lieu.items():
        names[day] = f"Nghỉ bù {name}"
        basis[day] = _law(day)["lieu"]
    worked: set[date] = set()
    for day_off, day_worked, notice in _swaps():
        if day_off.year == year:
            names[day_off] = f"Nghỉ hoán đổi, làm bù ngày {_written(day_worked)}"
            basis[day_off] = notice
        if day_worked.year == year:
            worked.add(day_worked)
            basis[day_worked] = notice
    return _Year(names, frozenset(worked), basis)


def _written(day: date) -> str:
    """A date as offices write it: "26/4/2025", "04/5/2024", "10/01/2026"."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def _swaps() -> Iterator[tuple[date, date, str]]:
    table = _table()
    rows = [swap for year in table["years"].values() for swap in year["swaps"]]
    for swap in (*rows, *table["earlier_swaps"]["swaps"]):
        off, worked = date.fromisoformat(swap["off"]), date.fromisoformat(swap["work"])
        yield off, worked, swap.get("basis", f"Thông báo hoán đổi ngày làm việc năm {off.year}")


def _announced_days(year: int, culture_day: bool) -> tuple[dict[date, str], dict[date, str]] | None:
    """Holidays and days in lieu of a year in the table; None for other years."""
    row = _table()["years"].get(str(year))
    if row is None:
        return None
    culture = _table()["holidays"]["culture"]["name"]
    off, lieu = (
        {date.fromisoformat(day): name for day, name in row[key].items() if culture_day or name != culture}
        for key in ("off", "lieu")
    )
    return off, lieu


def days_by_law(year: int, *, culture_day: bool = True) -> tuple[dict[date, str], dict[date, str]]:
    """Holidays of a year and the days off in lieu, worked out from the labour code and the practice of the notices.

    A holiday on a Saturday or Sunday is made good on the next working day, several in turn (Bộ luật Lao động 2019, Điều
    111). Where the lunar table ends (1985-2100), Tết and Giỗ Tổ are missing.

    >>> off, lieu = days_by_law(2023)
    >>> [(day.isoformat(), name) for day, name in lieu.items() if day.month == 5]
    [('2023-05-02', 'Giỗ Tổ Hùng Vương'), ('2023-05-03', 'Ngày Chiến thắng')]
    """
    off: dict[date, str] = {}
    for key, holiday in _table()["holidays"].items():
        if year < holiday.get("from", 1) or (key == "culture" and not culture_day):
            continue
        for day in _days_of(key, holiday, year):
            off[day] = holiday["name"]
    off = dict(sorted(off.items()))
    lieu: dict[date, str] = {}
    for day, name in off.items():
        if day.weekday() <= _FRIDAY or day < date.fromisoformat(_table()["laws"][0]["from"]):
            continue
        instead = day
        while instead.weekday() > _FRIDAY or instead in off or instead in lieu:
            instead += _DAY
        lieu[instead] = name
    return off, lieu


def _days_of(key: str, holiday: dict[str, Any], year: int) -> list[date]:
    if "lunar" in holiday:
        day = lunar.from_lunar(year, int(holiday["lunar"][:2]), int(holiday["lunar"][3:]))
        if day is None:
            return []
    else:
        day = date(year, int(holiday["on"][:2]), int(holiday["on"][3:]))
    practice, law = _table()["practice"], _law(day)
    if key == "tet":
        count = law["tet_days"]
        before = practice["tet_days_before"]["days"][day.weekday()] if count > 4 else 1
        return [day + _DAY * n for n in range(-before, count - before)]
    if key == "national" and law["national_days"] > 1:
        return [day, day + _DAY * practice["national_second_day"]["days"][day.weekday()]]
    return [day]
