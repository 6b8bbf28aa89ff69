"""The Vietnamese lunar calendar 1985-2100: days of lunar months, mùng 1 Tết, names of years.

The table ``data/lunar_months.json`` follows the Vietnamese reckoning at UTC+7, which differs from the Chinese one in
some years (mùng 1 Tết 2007 and 2030 fall a day earlier, Tết 1985 a month).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from analyzer.knowledge.data import read_json

STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
_NAMED = range(1991, 2051)  # names come again after sixty years: those around the documents' own time are meant


class _Year(NamedTuple):
    first_day: date
    leap_after: int | None
    months: str


@cache
def _table() -> dict[int, _Year]:
    years = read_json("lunar_months.json")["years"]
    return {
        int(year): _Year(date.fromisoformat(row["first_day"]), row["leap_after"], row["months"])
        for year, row in years.items()
    }


@cache
def _breaks() -> dict[int, tuple[date, date]]:
    table = read_json("holidays.json")["tet_break"]
    return {int(y): (date.fromisoformat(a), date.fromisoformat(b)) for y, (a, b) in table.items()}


def from_lunar(year: int, month: int, day: int) -> date | None:
    """The solar date of a day of an ordinary (not leap) lunar month; None outside the table or the month.

    >>> from_lunar(2024, 3, 10)
    datetime.date(2024, 4, 18)
    >>> from_lunar(2025, 12, 23), from_lunar(2024, 1, 30)
    (datetime.date(2026, 2, 10), None)
    """
    row = _table().get(year)
    if row is None or not 1 <= month <= 12:
        return None
    index = month - 1 + (row.leap_after is not None and month > row.leap_after)
    lengths = [30 if letter == "L" else 29 for letter in row.months]
    if not 1 <= day <= lengths[index]:
        return None
    return row.first_day + timedelta(days=sum(lengths[:index]) + day - 1)


def tet(year: int) -> date | None:
    """Mùng 1 Tết of the lunar year that begins in ``year``.

    >>> tet(2026)
    datetime.date(2026, 2, 17)
    """
    return from_lunar(year, 1, 1)


def tet_break(year: int) -> tuple[date, date] | None:
    """The public break around mùng 1 Tết (first and last day off); the bare day where no notice is on file.

    >>> [d.isoformat() for d in tet_break(2024)]
    ['2024-02-08', '2024-02-14']
    """
    day = tet(year)
    return _breaks().get(year, (day, day)) if day else None


def year_name(year: int) -> str:
    """The can chi name of a lunar year, lower case.

    >>> year_name(2024), year_name(2026)
    ('giáp thìn', 'bính ngọ')
    """
    return f"{STEMS[(year - 4) % 10]} {BRANCHES[(year - 4) % 12]}"


@cache
def years_by_name() -> dict[str, int]:
    """Can chi name (lower case) to year, over one round of sixty years.

    >>> years_by_name()["ất tỵ"], len(years_by_name())
    (2025, 60)
    """
    return {year_name(year): year for year in _NAMED}
