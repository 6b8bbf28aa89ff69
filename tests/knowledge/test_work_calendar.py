"""The working calendar: the announced days against the law and against the library ``holidays``, counts, switches."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.knowledge import lunar
from analyzer.knowledge.data import read_json, read_text
from analyzer.knowledge.work_calendar import WorkCalendar, days_by_law
from tests.knowledge.new_moons import CHINA, VIETNAM, local_day, lunar_year, minutes_from_midnight, new_moon

CALENDAR = WorkCalendar.vietnam()
TABLE: dict[str, Any] = read_json("holidays.json")
YEARS = range(2020, 2028)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def _days(text: str) -> list[date]:
    """Days written as "2024: 8-14/2, 18/4"."""
    year, _, rest = text.partition(":")
    out: list[date] = []
    for part in rest.split(","):
        span, _, month = part.strip().partition("/")
        first, _, last = span.partition("-")
        out += [date(int(year), int(month), day) for day in range(int(first), int(last or first) + 1)]
    return out


# The weekdays off of each year, as the notices and the press printed them; the days in lieu and swapped among them.
OFF = (
    "2020: 1/1, 23-24/1, 27-29/1, 2/4, 30/4, 1/5, 2/9",
    "2021: 1/1, 10-12/2, 15-16/2, 21/4, 30/4, 3/5, 2-3/9",
    "2022: 3/1, 31/1, 1-4/2, 11/4, 2-3/5, 1-2/9",
    "2023: 2/1, 20/1, 23-26/1, 1-3/5, 1/9, 4/9",
    "2024: 1/1, 8-9/2, 12-14/2, 18/4, 29-30/4, 1/5, 2-3/9",
    "2025: 1/1, 27-31/1, 7/4, 30/4, 1-2/5, 1-2/9",
    "2026: 1-2/1, 16-20/2, 27/4, 30/4, 1/5, 31/8, 1-2/9, 24/11",
    "2027: 1/1, 4-5/2, 8-10/2, 16/4, 30/4, 3/5, 2-3/9, 24/11",
)
WORKED = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}


def _year(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize("row", OFF, ids=lambda row: row[:4])
def test_weekdays_off(row: str) -> None:
    off = [day for day in _year(int(row[:4])) if day.weekday() < 5 and not CALENDAR.is_working(day)]
    assert off == _days(row)


def test_saturdays_worked() -> None:
    worked = {day for year in YEARS for day in _year(year) if day.weekday() > 4 and CALENDAR.is_working(day)}
    assert worked == WORKED


@pytest.mark.parametrize("year", YEARS)
def test_announced_days_are_what_law_and_practice_give(year: int) -> None:
    """The notices add nothing but swaps to what the law gives, and the forecast of a year is made the same way."""
    row = TABLE["years"][str(year)]
    off, lieu = days_by_law(year)
    assert {day.isoformat(): name for day, name in off.items()} == row["off"]
    assert {day.isoformat(): name for day, name in lieu.items()} == row["lieu"]


# Where the library (0.109) and the announced calendar differ, 2020 to 2027, by name; the data file wins. A later
# release may have mended some of them.
DIFFERENCES = {
    date(2026, 1, 2): "a working day in the library: the swap of Công văn 12729/VPCP-KGVX is not in it",
    date(2026, 1, 10): "a Saturday off in the library: it is worked for 2 January 2026",
}
# And on which days that nobody works anyway the library sees a holiday.
DIFFERENT_NAMES = {
    date(2025, 2, 1): "mùng bốn in the library, which takes 27 January for its day in lieu; the five days"
    " announced are 27-31 January, two before mùng 1, and the Saturday is a weekly day off",
}


def test_differences_from_the_library() -> None:
    library = holidays.country_holidays("VN", years=YEARS)
    differing = {d for year in YEARS for d in _year(year) if library.is_working_day(d) != CALENDAR.is_working(d)}
    assert differing <= set(DIFFERENCES), "a difference without a name: one of the two calendars is wrong"


def test_holidays_of_the_library_have_the_same_names() -> None:
    """Every day off of the library is one here, under the same name but for spelling."""
    library = holidays.country_holidays("VN", years=YEARS, language="vi")
    same = {
        "29 Tết": "Tết Nguyên đán",
        "Giao thừa Tết Nguyên Đán": "Tết Nguyên đán",
        "Tết Nguyên Đán": "Tết Nguyên đán",
        "Mùng hai Tết Nguyên Đán": "Tết Nguyên đán",
        "Mùng ba Tết Nguyên Đán": "Tết Nguyên đán",
        "Mùng bốn Tết Nguyên Đán": "Tết Nguyên đán",
        "Mùng năm Tết Nguyên Đán": "Tết Nguyên đán",
        "Ngày Giỗ Tổ Hùng Vương": "Giỗ Tổ Hùng Vương",
        "Ngày Quốc tế Lao động": "Ngày Quốc tế lao động",
    }
    for day, name in library.items():
        if day in DIFFERENT_NAMES:
            assert CALENDAR.holiday(day) is None, day
            continue
        ours = CALENDAR.holiday(day) or ""
        if name.startswith("Ngày nghỉ (thay cho"):
            assert ours.startswith("Nghỉ hoán đổi, làm bù ngày "), day
            continue
        plain = name.removesuffix(" (nghỉ bù)")
        assert ours.removeprefix("Nghỉ bù ") == same.get(plain, plain), day


@pytest.mark.parametrize("year", range(2028, 2100))
def test_later_years_are_those_of_the_library(year: int) -> None:
    """Both foretell by the same law and practice."""
    library = holidays.country_holidays("VN", years=year)
    assert [d for d in _year(year) if library.is_working_day(d) != CALENDAR.is_working(d)] == []


# Of earlier years, under the codes of 1994 and 2012.
EARLIER = (
    ("2008: 1/1, 6-8/2, 11/2, 15/4, 30/4, 1/5, 2/9", "Tết of four days, the last on a Saturday made good on Monday"),
    ("2012: 2/1, 23-27/1, 2/4, 30/4, 1/5, 3/9", "1 January, Tết's Sunday, Giỗ Tổ and 2 September on weekends; swap"),
    ("2013: 1/1, 11-14/2, 19/4, 29-30/4, 1/5, 2/9", "the last Tết under the code of 1994; swap of 29 April"),
    ("2016: 1/1, 8-12/2, 18/4, 2-3/5, 2/9", "five days at Tết, one before; 30 April and 1 May on a weekend"),
    ("2017: 2/1, 26-27/1, 30-31/1, 1/2, 6/4, 1-2/5, 4/9", "two days before Tết; 30 April a Sunday"),
    ("2018: 1/1, 14-16/2, 19-20/2, 25/4, 30/4, 1/5, 3/9, 31/12", "swap of 31 December for a Saturday of 2019"),
    ("2019: 1/1, 4-8/2, 15/4, 29-30/4, 1/5, 2/9", "Giỗ Tổ on a Sunday"),
)


@pytest.mark.parametrize(("row", "why"), EARLIER, ids=[row[0][:4] for row in EARLIER])
def test_earlier_years_by_law(row: str, why: str) -> None:
    off = [day for day in _year(int(row[:4])) if day.weekday() < 5 and not CALENDAR.is_working(day)]
    assert off == _days(row), why
    assert not CALENDAR.known(off[0])


@pytest.mark.parametrize(
    ("day", "name", "basis"),
    [
        (date(2020, 9, 2), "Quốc khánh", "Bộ luật Lao động 2012, Điều 115"),
        (date(2012, 9, 3), "Nghỉ bù Quốc khánh", "Bộ luật Lao động 1994, Điều 73"),
        (date(2018, 9, 3), "Nghỉ bù Quốc khánh", "Bộ luật Lao động 2012, Điều 115 khoản 3"),
        (date(2021, 9, 3), "Quốc khánh", "Bộ luật Lao động 2019, Điều 112"),
        (date(2022, 5, 3), "Nghỉ bù Ngày Quốc tế lao động", "Bộ luật Lao động 2019, Điều 111 khoản 3"),
        (date(2023, 4, 29), "Giỗ Tổ Hùng Vương", "Bộ luật Lao động 2019, Điều 112"),
        (date(2024, 4, 29), "Nghỉ hoán đổi, làm bù ngày 04/5/2024", "Công văn 2450/VPCP-KGVX"),
        (date(2026, 1, 10), None, "Công văn 12729/VPCP-KGVX"),
        (date(2019, 1, 5), None, "Thông báo hoán đổi ngày làm việc năm 2018"),
        (date(2026, 11, 24), "Ngày Văn hóa Việt Nam", "Nghị quyết 80-NQ/TW"),
        (date(2026, 11, 22), None, "Quyết định 188/1999/QĐ-TTg"),
        (date(2026, 11, 23), None, None),
    ],
)
def test_names_and_basis(day: date, name: str | None, basis: str | None) -> None:
    assert (CALENDAR.holiday(day), CALENDAR.basis(day)) == (name, basis)


def test_culture_day_is_switchable() -> None:
    without = WorkCalendar.vietnam(culture_day=False)
    differing = [d for y in range(2024, 2031) for d in _year(y) if CALENDAR.is_working(d) != without.is_working(d)]
    # 24 November is a Saturday in 2029, a Sunday in 2030: made good on the Monday.
    assert differing == [
        date(2026, 11, 24),
        date(2027, 11, 24),
        date(2028, 11, 24),
        date(2029, 11, 26),
        date(2030, 11, 25),
    ]
    assert without.holiday(date(2026, 11, 24)) is None
    assert without != WorkCalendar.vietnam()
    assert hash(CALENDAR) == hash(WorkCalendar.vietnam())
    culture = TABLE["holidays"]["culture"]
    assert WorkCalendar(culture_day=culture["default"]) == WorkCalendar.vietnam()
    assert culture["unverified"] is True
    assert "80-NQ/TW" in culture["why"]


def test_every_announced_year_names_its_notices() -> None:
    for year, row in TABLE["years"].items():
        assert bool(row["notices"]) == row["announced"] == CALENDAR.known(date(int(year), 6, 30)), year
        for notice in row["notices"]:
            assert notice["issuer"], year
            assert notice["about"], year


@pytest.mark.parametrize("year", YEARS)
def test_tet_break_is_the_days_off_around_mung_1(year: int) -> None:
    span, day = lunar.tet_break(year), lunar.tet(year)
    assert span is not None
    assert day is not None
    assert span == (
        CALENDAR.previous_working(day) + timedelta(days=1),
        CALENDAR.next_working(day) - timedelta(days=1),
    )
    assert TABLE["mung_1_tet"][str(year)] == day.isoformat()


def test_data_is_nfc() -> None:
    for name in ("holidays.json", "lunar_months.json"):
        assert unicodedata.is_normalized("NFC", read_text(name))


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2024, 3, 12), 5, date(2024, 3, 19)),
        (date(2024, 2, 7), 1, date(2024, 2, 15)),
        (date(2024, 4, 26), 3, date(2024, 5, 4)),  # the swapped Saturday counts
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
        (date(2024, 5, 6), -1, date(2024, 5, 4)),
        (date(2025, 4, 25), 1, date(2025, 4, 26)),
        (date(2025, 4, 25), 4, date(2025, 5, 5)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2026, 8, 21), 2, date(2026, 8, 24)),
        (date(2026, 9, 3), -1, date(2026, 8, 28)),
        (date(2024, 3, 16), 1, date(2024, 3, 18)),  # from a Saturday
        (date(2024, 3, 16), -1, date(2024, 3, 15)),
        (date(2024, 3, 16), 0, date(2024, 3, 16)),
    ],
)
def test_add(day: date, count: int, then: date) -> None:
    assert CALENDAR.add(day, count) == then


@given(DAYS, st.integers(-300, 300), st.booleans())
def test_add_and_between_are_inverse(day: date, count: int, culture_day: bool) -> None:
    calendar = WorkCalendar.vietnam(culture_day=culture_day)
    start = calendar.next_working(day) if count < 0 else day
    assert calendar.between(start, calendar.add(start, count)) == count


@given(DAYS, st.integers(0, 800))
def test_between_counts_the_working_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    counted = sum(CALENDAR.is_working(first + timedelta(days=n)) for n in range(1, length + 1))
    assert CALENDAR.between(first, last) == counted
    assert CALENDAR.between(last, first) == -counted


@given(DAYS)
def test_nearest_working_days(day: date) -> None:
    before, after = CALENDAR.previous_working(day), CALENDAR.next_working(day)
    assert before <= day <= after
    assert CALENDAR.is_working(before)
    assert CALENDAR.is_working(after)
    assert (before == day) == (after == day) == CALENDAR.is_working(day)
    assert (CALENDAR.basis(day) is None) <= CALENDAR.is_working(day)
    assert (CALENDAR.holiday(day) is None) or not CALENDAR.is_working(day)


@given(st.dates())
def test_no_date_is_refused(day: date) -> None:
    assert isinstance(CALENDAR.is_working(day), bool)
    assert CALENDAR.known(day) == (2020 <= day.year <= 2026)


# The lunar table.


def test_lunar_table_is_computed_anew() -> None:
    rows = read_json("lunar_months.json")["years"]
    assert [int(year) for year in rows] == list(range(1985, 2101))
    for year, row in rows.items():
        assert (row["first_day"], row["leap_after"], row["months"]) == (
            lunar_year(int(year)).first_day.isoformat(),
            *lunar_year(int(year))[1:],
        ), year


def test_tet_differs_from_the_chinese_new_year() -> None:
    """UTC+7 against UTC+8: in these years the new moon or the solstice falls between the two midnights."""
    both = {y: (lunar_year(y, VIETNAM).first_day, lunar_year(y, CHINA).first_day) for y in range(1985, 2101)}
    assert {year: days for year, days in both.items() if days[0] != days[1]} == {
        1985: (date(1985, 1, 21), date(1985, 2, 20)),
        2007: (date(2007, 2, 17), date(2007, 2, 18)),
        2030: (date(2030, 2, 2), date(2030, 2, 3)),
        2053: (date(2053, 2, 18), date(2053, 2, 19)),
    }
    assert (lunar.tet(2007), lunar.tet(2030)) == (date(2007, 2, 17), date(2030, 2, 2))


def test_doubtful_months_are_named_in_the_data() -> None:
    """Months within four minutes of midnight: of the years before 2050 only those whose day is history, or 2031."""
    near = [
        local_day(new_moon(k), VIETNAM) for k in range(-186, 1249) if minutes_from_midnight(new_moon(k), VIETNAM) < 4
    ]
    assert [day for day in near if 2026 <= day.year < 2050] == [date(2031, 4, 21)]
    source = read_json("lunar_months.json")["source"]
    for day in near:
        if day.year >= 2050:
            assert f"{day:%B}" in source, day
            assert str(day.year) in source, day


@pytest.mark.parametrize("year", range(2007, 2100))
def test_gio_to_is_that_of_the_library(year: int) -> None:
    library = holidays.country_holidays("VN", years=year, language="vi")
    assert library[lunar.from_lunar(year, 3, 10)].startswith(("Ngày Giỗ Tổ", "Ngày Chiến thắng", "Ngày Quốc tế"))
