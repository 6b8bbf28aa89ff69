"""The Vietnamese lunar calendar from astronomy: what ``data/lunar_months.json`` is made of, and checked against.

New moons after Meeus, *Astronomical Algorithms*, chapter 49, the sun's longitude after chapter 25, both good to about a
minute of time; months after the rules of the traditional calendar: a month begins on the day of the new moon at UTC+7,
the eleventh holds the winter solstice, and of thirteen months from one eleventh to the next the first without a zhongqi
is the leap month.

    python -m tests.knowledge.new_moons 1976 2100      prints the table's rows
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from itertools import pairwise
from math import cos, floor, radians, sin
from typing import NamedTuple

VIETNAM, CHINA = 7, 8
_JULIAN_DAY_OF_ORDINAL_ZERO = 1721424.5


class LunarYear(NamedTuple):
    """One row of the table; ``months`` holds L for 30 days and s for 29."""

    first_day: date
    leap_after: int | None
    months: str


def delta_t(year: float) -> float:
    """Terrestrial minus universal time in seconds (Espenak and Meeus, for 1961-2150)."""
    t = year - 2000
    if year < 1986:
        t = year - 1975
        return 45.45 + 1.067 * t - t**2 / 260 - t**3 / 718
    if year < 2005:
        return 63.86 + 0.3345 * t - 0.060374 * t**2 + 0.0017275 * t**3 + 0.000651814 * t**4 + 0.00002373599 * t**5
    if year < 2050:
        return 62.92 + 0.32217 * t + 0.005589 * t**2
    return float(-20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year))


# Meeus, table of chapter 49: coefficient (days), power of E, multiples of M, M', F and of the node.
_PERIODIC = (
    *((-0.40720, 0, 0, 1, 0, 0), (0.17241, 1, 1, 0, 0, 0), (0.01608, 0, 0, 2, 0, 0), (0.01039, 0, 0, 0, 2, 0)),
    *((0.00739, 1, -1, 1, 0, 0), (-0.00514, 1, 1, 1, 0, 0), (0.00208, 2, 2, 0, 0, 0), (-0.00111, 0, 0, 1, -2, 0)),
    *((-0.00057, 0, 0, 1, 2, 0), (0.00056, 1, 1, 2, 0, 0), (-0.00042, 0, 0, 3, 0, 0), (0.00042, 1, 1, 0, 2, 0)),
    *((0.00038, 1, 1, 0, -2, 0), (-0.00024, 1, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 0, 1), (-0.00007, 0, 2, 1, 0, 0)),
    *((0.00004, 0, 0, 2, -2, 0), (0.00004, 0, 3, 0, 0, 0), (0.00003, 0, 1, 1, -2, 0), (0.00003, 0, 0, 2, 2, 0)),
    *((-0.00003, 0, 1, 1, 2, 0), (0.00003, 0, -1, 1, 2, 0), (-0.00002, 0, -1, 1, -2, 0), (-0.00002, 0, 1, 3, 0, 0)),
    (0.00002, 0, 0, 4, 0, 0),
)
_PLANETARY = (
    *((325, 299.77, 0.107408), (165, 251.88, 0.016321), (164, 251.83, 26.651886), (126, 349.42, 36.412478)),
    *((110, 84.66, 18.206239), (62, 141.74, 53.303771), (60, 207.14, 2.453732), (56, 154.84, 7.306860)),
    *((47, 34.52, 27.261239), (42, 207.19, 0.121824), (40, 291.34, 1.844379), (37, 161.72, 24.198154)),
    *((35, 239.56, 25.513099), (23, 331.55, 3.592518)),
)


def new_moon(k: int) -> float:
    """The Julian ephemeris day of the k-th new moon after that of 6 January 2000."""
    t = k / 1236.85
    jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2 - 0.000000150 * t**3
    e = 1 - 0.002516 * t - 0.0000074 * t**2
    m = radians(2.5534 + 29.10535670 * k - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    f = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2)
    for size, power, a, b, c, d in _PERIODIC:
        jde += size * e**power * sin(a * m + b * moon + c * f + d * node)
    for i, (size, at, speed) in enumerate(_PLANETARY):
        jde += size * 1e-6 * sin(radians(at + speed * k - (0.009173 * t**2 if i == 0 else 0)))
    return jde


def longitude(jde: float) -> float:
    """The sun's apparent longitude in degrees."""
    t = (jde - 2451545) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    m = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (1.914602 - 0.004817 * t) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000289 * sin(3 * m)
    venus_and_moon = 0.00134 * cos(radians(153.23 + 22518.7541 * t)) + 0.00154 * cos(radians(216.57 + 45037.5082 * t))
    venus_and_moon += 0.00200 * cos(radians(312.69 + 32964.3577 * t))
    venus_and_moon += 0.00179 * sin(radians(350.74 + 445267.1142 * t - 0.00144 * t**2))
    omega = radians(125.04 - 1934.136 * t)
    return (mean + centre + venus_and_moon - 0.00569 - 0.00478 * sin(omega)) % 360


def _universal(jde: float) -> float:
    return jde - delta_t(2000 + (jde - 2451545) / 365.25) / 86400


def local_day(jde: float, zone: int) -> date:
    """The civil day at ``zone`` hours east of Greenwich."""
    return date.fromordinal(floor(_universal(jde) + zone / 24 - _JULIAN_DAY_OF_ORDINAL_ZERO))


def minutes_from_midnight(jde: float, zone: int) -> float:
    """How near an instant is to a change of the civil day."""
    part = (_universal(jde) + zone / 24 - _JULIAN_DAY_OF_ORDINAL_ZERO) % 1
    return min(part, 1 - part) * 1440


def _sector(day: date, zone: int) -> int:
    """Which twelfth of the ecliptic the sun is in when the day begins; 9 begins at the winter solstice."""
    midnight = day.toordinal() + _JULIAN_DAY_OF_ORDINAL_ZERO - zone / 24
    return int(longitude(midnight + delta_t(day.year) / 86400) // 30)


def _month_start(day: date, zone: int) -> int:
    """The number of the last new moon on or before the day."""
    k = round((day.toordinal() + _JULIAN_DAY_OF_ORDINAL_ZERO - 2451550.1) / 29.530588861) + 2
    while local_day(new_moon(k), zone) > day:
        k -= 1
    return k


def _eleventh(year: int, zone: int) -> int:
    """The new moon that opens the month with the winter solstice of a solar year."""
    day = date(year, 12, 19)
    while _sector(day + timedelta(days=1), zone) != 9:
        day += timedelta(days=1)
    return _month_start(day, zone)


def lunar_year(year: int, zone: int = VIETNAM) -> LunarYear:
    """The lunar year that begins in a solar year."""
    numbered: list[tuple[int, int, bool]] = []  # (new moon, number of the month, leap)
    for solstice in (year - 1, year):
        first, last = _eleventh(solstice, zone), _eleventh(solstice + 1, zone)
        number, leap_seen = 11, last - first == 12
        for k in range(first, last):
            days = local_day(new_moon(k), zone), local_day(new_moon(k + 1), zone)
            leap = not leap_seen and k > first and _sector(days[0], zone) == _sector(days[1], zone)
            leap_seen = leap_seen or leap
            if k > first and not leap:
                number = number % 12 + 1
            numbered.append((k, number, leap))
    begin = next(i for i, (_, number, leap) in enumerate(numbered) if number == 1 and not leap)
    end = next(i for i, (_, number, leap) in enumerate(numbered) if i > begin and number == 1 and not leap)
    rows = numbered[begin:end]
    starts = [local_day(new_moon(k), zone) for k, _, _ in (*rows, numbered[end])]
    lengths = [(after - before).days for before, after in pairwise(starts)]
    leaps = [number for _, number, leap in rows if leap]
    return LunarYear(starts[0], leaps[0] if leaps else None, "".join("L" if n == 30 else "s" for n in lengths))


if __name__ == "__main__":
    for row_year in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
        row = lunar_year(row_year)
        leap = "null" if row.leap_after is None else row.leap_after
        print(f'    "{row_year}": {{"first_day": "{row.first_day}", "leap_after": {leap}, "months": "{row.months}"}},')
