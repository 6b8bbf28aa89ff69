"""Due days of mentions: hours, edges of periods, policies, moments, and what holds for whatever the pipe can find."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.due.compute import FROM_ISSUE, Due, Formula, compute
from analyzer.due.hours import last_hour
from analyzer.due.settings import DueSettings, KnownDays, Policy
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.pipes.mentions import Bound, TimeMention, TimeValue
from analyzer.pipes.times import find, parse_cell
from tests.linear import assert_linear

ISSUED = date(2024, 3, 12)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
SOME_DAY = st.one_of(st.none(), DAYS)


def due_of(text: str, policy: Policy = "lenient", days: KnownDays | None = None, **settings: date) -> Due:
    """Of the only time in a text."""
    (mention,) = find(text, issued_on=ISSUED) or parse_cell(text, ISSUED)
    words = text[mention.start : mention.end]
    return compute(words, mention, days or KnownDays(ISSUED), DueSettings(policy=policy, **settings), ISSUED)


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("trước 17 giờ 00 ngày 15/3/2024", "17:00"),
        ("trước 17 giờ 00 phút, ngày 15/3/2024", "17:00"),
        ("trước 17h ngày 15/3/2024", "17:00"),
        ("trước 16h30 ngày 15/3", "16:30"),
        ("14h30' ngày 20/3/2024", "14:30"),
        ("14h30’ ngày 20/3/2024", "14:30"),
        ("7g15 ngày 20/3", "07:15"),
        ("trước 17:00 ngày 20/3", "17:00"),
        ("15 giờ thứ năm hằng tuần", "15:00"),
        ("0h00 ngày 15/8", "00:00"),
        ("24 giờ 00 ngày 15/8", "24:00"),
        ("8 giờ sáng ngày 15/8", "08:00"),
        ("12 giờ trưa ngày 15/8", "12:00"),
        ("1 giờ trưa ngày 15/8", "13:00"),
        ("3 giờ chiều ngày 15/8", "15:00"),
        ("7 giờ 30 tối ngày 15/8", "19:30"),
        ("15 giờ chiều ngày 15/8", "15:00"),
        ("10 giờ đêm ngày 15/8", "22:00"),
        ("12 giờ đêm ngày 15/8", "24:00"),
        ("từ 8h00 đến 11h30 ngày 20/3", "11:30"),
        ("từ 8h00 - 11h30 ngày 20/3", "11:30"),
        ("25 giờ ngày 15/8", None),
        ("24h30 ngày 15/8", None),
        ("17h75 ngày 15/8", None),
        ("trong giờ hành chính ngày 15/8", None),
        ("ngày 15/8/2024", None),
        ("15 người", None),
        ("quý i/2024", None),
    ],
)
def test_hour(words: str, hour: str | None) -> None:
    assert last_hour(words) == hour


@pytest.mark.parametrize(
    ("text", "policy", "due", "safe"),
    [
        ("trước ngày 03/6/2024", "lenient", "2024-06-03", "2024-05-31"),
        ("trước ngày 03/6/2024", "strict", "2024-06-02", "2024-05-31"),
        ("từ nay đến trước ngày 03/6/2024", "lenient", "2024-06-03", "2024-05-31"),
        ("từ nay đến trước ngày 03/6/2024", "strict", "2024-06-02", "2024-05-31"),
        ("từ nay đến trước tháng 6/2024", "strict", "2024-05-31", "2024-05-31"),
        ("từ nay đến ngày 03/6/2024", "strict", "2024-06-03", "2024-06-03"),
        ("trước năm học 2024-2025", "strict", "2024-09-04", "2024-09-04"),
        ("trước 0 giờ ngày 04/6/2024", "lenient", "2024-06-03", "2024-06-03"),
        ("trước 0 giờ ngày 04/6/2024", "strict", "2024-06-03", "2024-06-03"),
        ("trước 17 giờ ngày 04/6/2024", "strict", "2024-06-04", "2024-06-03"),
        ("trước 24 giờ ngày 04/6/2024", "strict", "2024-06-04", "2024-06-04"),
        ("trước giữa tháng 5/2024", "strict", "2024-05-14", "2024-05-14"),
        ("vào đầu tháng 6/2024", "lenient", "2024-06-01", "2024-05-31"),
        ("trong đầu năm 2025", "lenient", "2025-01-01", "2024-12-31"),
        ("trước đầu tháng 6/2024", "lenient", "2024-06-01", "2024-05-31"),
        ("từ đầu tháng 5 đến hết tháng 6/2024", "lenient", "2024-06-30", "2024-06-28"),
        ("từ đầu tháng 5 đến giữa tháng 6/2024", "lenient", "2024-06-15", "2024-06-14"),
        ("trong 6 tháng đầu năm 2024", "lenient", "2024-06-30", "2024-06-28"),
        ("trước cuối quý II/2024", "strict", "2024-06-29", "2024-06-28"),
        ("vào dịp cuối năm 2024", "strict", "2024-12-31", "2024-12-31"),
        ("trước Tết Nguyên đán Ất Tỵ", "strict", "2025-01-28", "2025-01-24"),
    ],
)
def test_explicit_days(text: str, policy: Policy, due: str, safe: str) -> None:
    found = due_of(text, policy)
    assert (str(found.due), str(found.safe_due), found.formula, found.next_due) == (due, safe, None, ())


def test_midnight_is_told_as_the_end_of_the_day_before() -> None:
    assert (due_of("trước 0 giờ ngày 04/6/2024").hour, due_of("0h00 ngày 04/6/2024").hour) == ("24:00", "00:00")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("trước ngày 03/6/2024", ()),
        ("đến cuối năm 2024", ("Bộ luật Dân sự 2015, Điều 146 khoản 3",)),
        ("vào cuối tháng 6/2024", ("Bộ luật Dân sự 2015, Điều 146 khoản 2",)),
        ("đến giữa năm 2024", ("Bộ luật Dân sự 2015, Điều 146 khoản 3",)),
        (
            "trong nửa tháng",
            (
                FROM_ISSUE,
                "Bộ luật Dân sự 2015, Điều 146 khoản 1",
                "Bộ luật Dân sự 2015, Điều 147 khoản 3",
                "Bộ luật Dân sự 2015, Điều 148 khoản 1",
            ),
        ),
        ("hằng tuần", ("Kỳ hạn không nêu ngày: tính đến ngày cuối kỳ",)),
        (
            "định kỳ hằng năm",
            ("Kỳ hạn không nêu ngày: tính đến ngày cuối kỳ", "Bộ luật Dân sự 2015, Điều 146 khoản 3"),
        ),
        ("định kỳ 15 ngày", ("Kỳ hạn không theo kỳ của năm: tính từ ngày ban hành",)),
        ("ngày cuối cùng của tháng", ("Bộ luật Dân sự 2015, Điều 146 khoản 2",)),
        ("trước ngày 15 hằng tháng", ()),
        ("trong vòng 24 giờ kể từ 8 giờ 00 ngày 12/3/2024", ("Bộ luật Dân sự 2015, Điều 147 khoản 1",)),
    ],
)
def test_basis(text: str, basis: tuple[str, ...]) -> None:
    assert due_of(text).basis == basis


@pytest.mark.parametrize(
    ("text", "due", "hour"),
    [
        ("trong vòng 24 giờ kể từ 8 giờ 00 ngày 12/3/2024", "2024-03-13", "08:00"),
        ("trong vòng 36 giờ kể từ 14h30 ngày 15/3/2024", "2024-03-17", "02:30"),
        ("trong vòng 10 giờ kể từ 14 giờ ngày 15/3/2024", "2024-03-15", "24:00"),
        ("trong vòng 48 giờ kể từ ngày 12/3/2024", "2024-03-14", "None"),
        ("trong vòng 36 giờ kể từ ngày 12/3/2024", "2024-03-14", "None"),  # some time on the 13th or 14th
        ("trong vòng 90 phút kể từ 14 giờ ngày 15/3/2024", "2024-03-15", "15:30"),
        ("trong vòng 24 giờ kể từ khi phát hiện", "None", "None"),
        ("trong 02 giờ làm việc kể từ 14 giờ ngày 15/3/2024", "None", "None"),
        ("chậm nhất 24 giờ trước ngày 15/3/2024", "None", "None"),
    ],
)
def test_hours_run_on_from_the_moment(text: str, due: str, hour: str) -> None:
    found = due_of(text)
    assert (str(found.due), str(found.hour)) == (due, hour)
    assert found.formula is not None


def test_hours_before_a_moment() -> None:
    mention = TimeMention(0, 1, TimeValue(duration="PT24H"), "by", "trước 8 giờ ngày 15/3/2024")
    found = compute("chậm nhất 24 giờ", mention, KnownDays(ISSUED), DueSettings(), ISSUED)
    assert (found.due, found.hour) == (date(2024, 3, 14), "08:00")


@pytest.mark.parametrize(
    ("text", "bound", "due"),
    [
        ("sau 05 ngày kể từ ngày ký", "from", None),
        ("Sau tối đa 05 ngày kể từ ngày ký", "by", date(2024, 3, 18)),
        ("ít nhất sau 30 ngày kể từ ngày ký", "from", None),
        ("trong thời hạn tối thiểu 10 ngày kể từ ngày ký", "within", None),
        ("sau 05 ngày làm việc", "from", None),
        ("trước phiên họp ít nhất 03 ngày làm việc", "before", None),
        ("trước 05 ngày làm việc", "before", None),
        ("ít nhất 03 ngày làm việc trước ngày 20/5/2024", None, date(2024, 5, 15)),
    ],
)
def test_least_and_most(text: str, bound: Bound | None, due: date | None) -> None:
    found = due_of(text)
    assert (found.bound, found.due) == (bound, due)
    assert found.formula is not None


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("trước phiên họp ít nhất 03 ngày làm việc", "phiên họp"),
        ("trước khi họp 03 ngày làm việc", "họp"),
        ("trước ngày họp 05 ngày", "ngày họp"),
        ("trước khi bão đổ bộ ít nhất 12 giờ", "bão đổ bộ"),
        ("05 ngày làm việc trước kỳ họp", "kỳ họp"),
        ("trước 05 ngày làm việc", None),
    ],
)
def test_counted_back_from_an_event(text: str, event: str | None) -> None:
    formula = due_of(text).formula
    assert formula is not None
    assert (formula.event, formula.direction, formula.counted_from) == (event, "before", None)


def test_days_the_user_fills_in_go_first() -> None:
    text = "trong 05 ngày kể từ ngày nhận được văn bản này"
    assert due_of(text).formula == Formula("ngày nhận được văn bản này", "P5D")
    assert due_of(text, received_on=date(2024, 3, 18)).due == date(2024, 3, 25)
    told = KnownDays(ISSUED, received_on=date(2024, 3, 13))
    assert due_of(text, days=told).due == date(2024, 3, 18)
    assert due_of(text, days=told, received_on=date(2024, 3, 18)).due == date(2024, 3, 25)
    effect = "trong 01 tháng kể từ ngày Quyết định này có hiệu lực"
    assert due_of(effect, effective_on=date(2024, 4, 1)).due == date(2024, 5, 2)


def test_nothing_is_counted_without_the_day_of_issue() -> None:
    for text in ("trong thời hạn 10 ngày", "trong thời hạn 10 ngày kể từ ngày ký", "định kỳ 15 ngày"):
        found = due_of(text, days=KnownDays())
        assert (found.due, found.safe_due, found.next_due) == (None, None, ())


def test_a_limit_past_the_calendar_keeps_its_formula() -> None:
    days = KnownDays(date(9998, 6, 1))
    mention = TimeMention(0, 5, TimeValue(duration="P900Y"), "within")
    found = compute("trong 900 năm", mention, days, DueSettings(), ISSUED)
    assert found.due is None
    assert found.formula == Formula(None, "P900Y", counted_from=date(9998, 6, 1))


# What always holds.

WORDS = (
    *("trước ngày 30/6/2024", "trước tháng 6", "trước 17h ngày 3/4", "cuối tháng 2", "đầu năm", "giữa tháng 5", ""),
    *("trong thời hạn", "chậm nhất sau 10 ngày", "ít nhất 5 ngày", "nửa năm", "từ nay đến trước ngày 1/3"),
    *("trước khi họp", "trước quý II hằng năm", "hằng tuần", "vào dịp Tết Nguyên đán", "Quý I, II"),
)
ANCHORS = (
    *(None, "kể từ ngày ký", "kể từ ngày nhận được văn bản này", "kể từ ngày Quyết định này có hiệu lực", "kể từ"),
    *("trước kỳ họp", "kể từ ngày 29/02/2024", "trước ngày 31/3/2025", "sau khi kết thúc quý I/2024"),
    "kể từ 8 giờ ngày 1/1/2024",
)
ISO = st.builds(
    lambda count, unit: f"PT{count}{unit[1]}" if unit[0] == "T" else f"P{count}{unit}",
    st.integers(1, 999),
    st.sampled_from(["D", "W", "M", "Y", "TH", "TM"]),
)
RRULES = st.sampled_from(
    (
        *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=15", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR", "FREQ=HOURLY;INTERVAL=3"),
        *("FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=7", "FREQ=MONTHLY;BYMONTHDAY=31"),
        *("FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=5", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", "FREQ=YEARLY;BYMONTH=2"),
        *("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
    )
)
BOUNDS: st.SearchStrategy[Bound | None] = st.sampled_from([None, "before", "by", "within", "from", "on"])
VALUES = st.one_of(
    st.builds(TimeValue, end=DAYS),
    st.builds(TimeValue, start=DAYS),
    st.tuples(DAYS, st.integers(0, 900)).map(lambda p: TimeValue(start=p[0], end=p[0] + timedelta(days=p[1]))),
    st.builds(TimeValue, rrule=RRULES),
    st.builds(TimeValue, duration=ISO, working_days=st.booleans()),
)
SETTINGS = st.builds(
    DueSettings,
    st.sampled_from(["lenient", "strict"]),
    st.booleans().map(lambda on: WorkCalendar.vietnam(culture_day=on)),
    SOME_DAY,
    SOME_DAY,
)
KNOWN = st.builds(KnownDays, SOME_DAY, SOME_DAY, SOME_DAY, st.sampled_from([None, "Quyết định", "Kế hoạch"]))


def check(due: Due, mention: TimeMention, settings: DueSettings, as_of: date) -> None:
    calendar = settings.calendar
    assert (due.due is None) == (due.safe_due is None)
    if due.due and due.safe_due:
        assert due.safe_due <= due.due
        assert calendar.is_working(due.safe_due)
        assert due.bound != "from"
    if due.formula and due.due:
        assert due.formula.counted_from is not None
        assert due.basis
        if due.formula.direction == "after" and due.hour is None and (due.formula.offset or "")[1:2] != "T":
            assert calendar.is_working(due.due)
            assert due.due > due.formula.counted_from
        if due.formula.direction == "before":
            assert due.due <= due.formula.counted_from
    assert (due.formula is None) == (mention.value.duration is None)
    assert len(due.next_due) in (0, 3)
    assert all(day >= as_of for day in due.next_due)
    assert list(due.next_due) == sorted(set(due.next_due))
    assert due.due is None or not due.next_due
    assert due.hour is None or (len(due.hour) == 5 and due.hour <= "24:00")
    texts = [*due.basis, (due.formula and due.formula.event) or ""]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


@given(st.sampled_from(WORDS), VALUES, BOUNDS, st.sampled_from(ANCHORS), KNOWN, SETTINGS, DAYS)
def test_whatever_is_found(
    words: str,
    value: TimeValue,
    bound: Bound | None,
    anchor: str | None,
    days: KnownDays,
    settings: DueSettings,
    as_of: date,
) -> None:
    mention = TimeMention(0, len(words), value, bound, anchor if value.duration else None)
    check(compute(words, mention, days, settings, as_of), mention, settings, as_of)


PIECES = (
    *("trước", "trước ngày", "chậm nhất", "đến hết", "trong", "trong thời hạn", "sau", "từ", "kể từ", "vào", "hằng"),
    *("định kỳ", "ngày", "tháng", "quý", "năm", "tuần", "giờ", "ngày làm việc", "30/6", "15/3/2024", "6/2025", "2026"),
    *("II", "5", "03", "17h00", "8 giờ 30", "thứ Sáu", "cuối", "đầu", "giữa", "nửa", "kể từ ngày ký", "trước khi họp"),
    *("hằng năm", "hàng quý", "Tết Nguyên đán", "Ất Tỵ", "rằm tháng Giêng", "ít nhất", "tối đa", "một lần", "của"),
    *("và", ",", "-", "(", ")", "đến"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), DAYS, DAYS, SETTINGS)
def test_whatever_is_written(text: str, issued: date, as_of: date, settings: DueSettings) -> None:
    for mention in [*find(text, issued_on=issued), *parse_cell(text, issued)]:
        words = text[mention.start : mention.end]
        check(compute(words, mention, KnownDays(issued), settings, as_of), mention, settings, as_of)


@given(DAYS, BOUNDS)
def test_the_policy_is_about_before_a_day_only(end: date, bound: Bound | None) -> None:
    mention = TimeMention(0, 1, TimeValue(end=end), bound)
    words = f"trước ngày {end:%d/%m/%Y}"
    lenient, strict = (
        compute(words, mention, KnownDays(), DueSettings(policy=policy), end) for policy in ("lenient", "strict")
    )
    if bound == "before":
        assert lenient.due == end
        assert strict.due == end - timedelta(days=1)
        assert lenient.safe_due == strict.safe_due
    else:
        assert lenient == strict


@pytest.mark.parametrize("piece", ["trước ngày 30/6/2024 ", "17 giờ ", "đầu tháng 6 ", "đến trước ", "nửa "])
def test_linear(piece: str) -> None:
    mention = TimeMention(0, 1, TimeValue(end=date(2024, 6, 30)), "before")
    assert_linear(lambda text: compute(text, mention, KnownDays(), DueSettings(), ISSUED), piece, 20_000)
