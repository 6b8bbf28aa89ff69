"""Calendars: the days of the tasks, by two parsers; identifiers that stay; text that comes back as it went in."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.assembly.models import Deadline, Directive, DirectiveHeader, Issuer, Number, Source, Task
from analyzer.writing.cells import clean
from tests.effort import effort
from tests.samples import full_directive
from tests.writing.calendars import Read, by_icalendar, by_vobject, calendar_bytes, listed
from tests.writing.dated import AS_OF, SPAN, dated_directive, due, repeated, task

D = date


def header(**values: object) -> DirectiveHeader:
    number = Number(text="7/CT-UBND", serial="7")
    plain = {"number": number, "issuer": Issuer(name="Ủy ban nhân dân tỉnh Lam Sơn"), "issued_on": D(2025, 2, 10)}
    return DirectiveHeader.model_validate({**plain, **values})


def directive(*tasks: Task, sha256: str = "a" * 64, name: str = "a.pdf", **values: object) -> Directive:
    source = Source(name=name, media_type="application/pdf", sha256=sha256, reader="pdf")
    return Directive(source=source, directive=header(**values), tasks=list(tasks), as_of=AS_OF)


def one(limit: Deadline, **values: object) -> list[Read]:
    """What is read of a calendar with one limit."""
    return by_icalendar(calendar_bytes(directive(task(1, "Báo cáo.", limit), **values)))


def properties(data: bytes, kind: str) -> list[icalendar.Component]:
    return list(icalendar.Calendar.from_ical(data).walk(kind))


@pytest.mark.parametrize("made", [dated_directive(), full_directive()], ids=["dated", "full"])
def test_two_parsers_read_the_same(made: Directive) -> None:
    data = calendar_bytes(made)
    assert sorted(by_icalendar(data)) == sorted(by_vobject(data))
    assert len(by_icalendar(data)) > 5


def test_the_days_are_those_of_the_tasks() -> None:
    """In to-dos and in events alike; the limits without a day have none."""
    expected = {
        ("Sở Tài chính tỉnh Quảng Trị", (D(2025, 8, 31),), None),
        ("Sở Lao động", (D(2025, 9, 30),), None),
        ("Sở Nội vụ tỉnh Quảng Trị", (D(2025, 8, 15),), "17:00:00"),
        ("Sở Nội vụ tỉnh Quảng Trị", (D(2025, 2, 17),), None),
        ("Sở Nội vụ tỉnh Quảng Trị", (D(2025, 3, 15), D(2025, 6, 15), D(2025, 9, 15), D(2025, 12, 15)), None),
        ("Sở Nội vụ tỉnh Quảng Trị", (D(2025, 12, 31), D(2026, 12, 31), D(2027, 12, 31), D(2028, 12, 31)), None),
        ("Hội Nông dân tỉnh", (D(2025, 8, 20),), None),
        ("Hội Nông dân tỉnh", (D(2025, 10, 20),), None),
    }
    for read in (by_icalendar, by_vobject):
        for kind in ("VTODO", "VEVENT"):
            found = [r for r in read(calendar_bytes(dated_directive())) if r.kind == kind]
            assert {(r.summary.split(":")[0], r.days, r.hour) for r in found} == expected
            assert len(found) == len(expected)


@pytest.mark.parametrize("made", [dated_directive(), full_directive()], ids=["dated", "full"])
def test_lines_are_folded_between_characters(made: Directive) -> None:
    data = calendar_bytes(made)
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines), "no character is cut"


def test_an_event_of_a_day_ends_with_it_and_leaves_it_free() -> None:
    (event,) = properties(calendar_bytes(directive(task(1, "Báo cáo.", due("x", D(2025, 8, 31))))), "VEVENT")
    assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (D(2025, 8, 31), D(2025, 9, 1))
    assert event["TRANSP"] == "TRANSPARENT"
    assert "STATUS" not in event


def test_a_to_do_is_due_at_the_end_of_its_day() -> None:
    (todo,) = properties(calendar_bytes(directive(task(1, "Báo cáo.", due("x", D(2025, 8, 31))))), "VTODO")
    assert todo["DUE"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert todo["DUE"].dt.astimezone(UTC) == datetime(2025, 8, 31, 16, 59, 59, tzinfo=UTC)
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert "DTSTART" not in todo


def test_an_hour_is_kept_with_its_zone() -> None:
    data = calendar_bytes(directive(task(1, "Báo cáo.", due("x", D(2025, 8, 15), hour="17:00"))))
    (todo,), (event,) = properties(data, "VTODO"), properties(data, "VEVENT")
    for found in (todo["DUE"], event["DTSTART"]):
        assert found.dt.astimezone(UTC) == datetime(2025, 8, 15, 10, 0, tzinfo=UTC)
        assert found.params["TZID"] == "Asia/Ho_Chi_Minh"
    assert "DTEND" not in event
    (zone,) = properties(data, "VTIMEZONE")
    assert (zone["TZID"], zone.subcomponents[0]["TZOFFSETTO"].td) == ("Asia/Ho_Chi_Minh", timedelta(hours=7))


def test_midnight_at_the_end_of_a_day_stays_on_it() -> None:
    assert {(r.kind, r.days, r.hour) for r in one(due("24 giờ ngày 15/8", D(2025, 8, 15), hour="24:00"))} == {
        ("VTODO", (D(2025, 8, 15),), None),
        ("VEVENT", (D(2025, 8, 15),), None),
    }


# The mornings of the 7th, 3rd and 1st working day ahead, counted on the calendar by hand.
AHEAD = [
    # a Sunday
    (D(2024, 6, 30), ["2024-06-20", "2024-06-26", "2024-06-28"]),
    # behind 30 April and 1 May 2025, Friday 2 May off in exchange for Saturday 26 April
    (D(2025, 5, 5), ["2025-04-22", "2025-04-26", "2025-04-29"]),
    # behind Tết Bính Ngọ, 14-22 February 2026
    (D(2026, 2, 24), ["2026-02-06", "2026-02-12", "2026-02-23"]),
]


@pytest.mark.parametrize(("day", "mornings"), AHEAD)
def test_alarms_ring_on_working_days_ahead(day: date, mornings: list[str]) -> None:
    for entry in one(due("x", day)):
        assert list(entry.triggers) == [f"{morning}T08:00:00+07:00" for morning in mornings]


def test_alarms_are_moments_in_utc_and_say_how_many_days_are_left() -> None:
    alarms = properties(calendar_bytes(directive(task(1, "Báo cáo.", due("x", D(2024, 6, 30))))), "VALARM")
    assert len(alarms) == 6
    for alarm, left in zip(alarms, [7, 3, 1] * 2, strict=True):
        assert alarm["ACTION"] == "DISPLAY"
        assert alarm["TRIGGER"].params["VALUE"] == "DATE-TIME"
        assert alarm["TRIGGER"].to_ical().endswith(b"T010000Z")
        assert alarm["DESCRIPTION"].startswith(f"Còn {left} ngày làm việc: Sở Nội vụ")


@pytest.mark.parametrize(
    ("rule", "days", "triggers"),
    [
        # On a Sunday seven working days are ten days, on the worst of weekdays eleven.
        ("FREQ=YEARLY", (D(2025, 12, 31),), ["-11 days, 8:00:00", "-5 days, 8:00:00", "-3 days, 8:00:00"]),
        # Seven working days ahead is before the Sunday of the week before.
        ("FREQ=WEEKLY", (D(2025, 8, 10), D(2025, 8, 17)), ["-4 days, 8:00:00", "-2 days, 8:00:00"]),
        ("FREQ=DAILY", (D(2025, 8, 4), D(2025, 8, 5)), []),
    ],
)
def test_alarms_of_what_recurs_ring_before_the_limit_but_not_before_the_last(
    rule: str, days: tuple[date, ...], triggers: list[str]
) -> None:
    for entry in one(repeated("x", rule, *days)):
        assert list(entry.triggers) == triggers


def test_a_recurring_to_do_begins_before_it_is_due() -> None:
    """RFC 5545, 3.8.2.3 and 3.3.10: DTSTART and DUE of one kind, DTSTART earlier, UNTIL in UTC."""
    limit = repeated("x", "FREQ=MONTHLY;BYMONTHDAY=20", D(2025, 8, 20), end=D(2025, 12, 31))
    data = calendar_bytes(directive(task(1, "Báo cáo.", limit)))
    (todo,), (event,) = properties(data, "VTODO"), properties(data, "VEVENT")
    assert todo["DTSTART"].dt < todo["DUE"].dt
    assert todo["DTSTART"].dt.date() == todo["DUE"].dt.date() == event["DTSTART"].dt == D(2025, 2, 20)
    assert todo["RRULE"]["UNTIL"] == [datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC)]
    assert event["RRULE"]["UNTIL"] == [D(2025, 12, 31)]
    assert len(by_icalendar(data, 99)[0].days) == len(by_vobject(data, 99)[1].days) == 11


def test_urgency_is_priority() -> None:
    limit, marks = due("x", D(2025, 8, 31)), {None: 5, "Hỏa tốc": 1, "THƯỢNG KHẨN": 2, "KHẨN": 3, "mới": 5}
    for mark, priority in marks.items():
        (todo,) = properties(calendar_bytes(directive(task(1, "Báo cáo.", limit), urgency=mark)), "VTODO")
        assert todo["PRIORITY"] == priority
    at_once = task(1, "Báo cáo.", limit, pace="immediate")
    for mark, priority in ((None, 4), ("KHẨN", 3)):
        (todo,) = properties(calendar_bytes(directive(at_once, urgency=mark)), "VTODO")
        assert todo["PRIORITY"] == priority


def test_the_description_stands_without_the_sheet() -> None:
    found = {r.summary: r.description for r in by_vobject(calendar_bytes(dated_directive()))}
    told = found["Sở Tài chính tỉnh Quảng Trị: tổng hợp danh mục dự án chậm tiến độ, báo cáo Ủy ban nhân dân tỉnh"]
    for words in (
        "Tổng hợp danh mục dự án chậm tiến độ, báo cáo Ủy ban nhân dân tỉnh.\n\n",
        "Cơ quan chủ trì: Sở Kế hoạch và Đầu tư (nay: Sở Tài chính tỉnh Quảng Trị)\n",
        "Cơ quan phối hợp: Sở Giao thông vận tải (nay: cần xác định)\n",
        "Sản phẩm: Danh mục dự án\n",
        "Thời hạn (nguyên văn): trước ngày 31/8/2025\n",
        "Nên xong chậm nhất: 29/08/2025\n",
        "Căn cứ/vị trí: II › 1, trang 3\n",
        "Văn bản: Kế hoạch 56/KH-UBND ngày 10/02/2025: nâng cao hiệu quả phối hợp giữa các cơ quan chuyên môn\n",
        "- Thời hạn rơi vào ngày nghỉ.",
    ):
        assert words in told
    counted = found["Sở Nội vụ tỉnh Quảng Trị: phân công người phụ trách"]
    assert "- Năm của thời hạn: suy từ ngữ cảnh." in counted
    assert "- Ngày được tính: 05 ngày làm việc kể từ ngày ký (10/02/2025). Theo Bộ luật Dân sự 2015," in counted


def test_what_has_no_entry_is_counted() -> None:
    told = icalendar.Calendar.from_ical(calendar_bytes(dated_directive(), dated_directive()))
    assert told["X-WR-CALDESC"] == told["DESCRIPTION"]
    assert str(told["X-WR-CALDESC"]) == (
        "8 thời hạn có trong lịch. 4 thời hạn chưa có ngày (còn chờ sự kiện): không có trong lịch. "
        "8 nhiệm vụ không có thời hạn. 8 thời hạn có trong nhiều tệp: chỉ ghi một lần."
    )
    assert str(told["X-WR-CALNAME"]) == "Nhiệm vụ: 2 văn bản"


def test_a_calendar_without_entries_is_one(bare: Directive) -> None:
    for data in (calendar_bytes(bare), calendar_bytes()):
        assert by_icalendar(data) == by_vobject(data) == []
        assert b"BEGIN:VTIMEZONE" in data, "RFC 5545 wants at least one component"


def uids(*made: Directive) -> list[str]:
    return [entry.uid for entry in by_icalendar(calendar_bytes(*made))]


def test_identifiers_are_distinct() -> None:
    found = uids(dated_directive(), full_directive())
    assert max(Counter(found).values()) == 1
    assert len(found) == 16 + 6


REPORT, PLAN = task(1, "Báo cáo.", due("x", D(2025, 8, 31))), task(2, "Lập kế hoạch.", due("y", D(2025, 9, 30)))


def test_identifiers_are_the_document_s_not_the_file_s_or_the_run_s() -> None:
    first = uids(directive(REPORT, PLAN))
    again = directive(REPORT, PLAN, sha256="b" * 64, name="khác.docx", title="x", urgency="KHẨN")
    assert uids(again) == first
    assert uids(again.model_copy(update={"as_of": D(2026, 1, 1)})) == first
    later = REPORT.model_copy(update={"deadlines": [due("x", D(2025, 8, 30))]})
    assert uids(directive(later, PLAN)) == first, "the policy or a filled-in day moves the entry"
    for other in (header(number=Number(text="8/CT-UBND", serial="8")), header(issued_on=D(2025, 2, 11))):
        assert not set(uids(directive(REPORT, PLAN).model_copy(update={"directive": other}))) & set(first)


@pytest.mark.parametrize("missing", [{"number": None}, {"issuer": None}, {"issued_on": None}])
def test_without_number_issuer_or_date_the_bytes_are_the_document(missing: dict[str, None]) -> None:
    first = uids(directive(REPORT, **missing))
    assert uids(directive(REPORT, name="khác.pdf", **missing)) == first
    assert not set(uids(directive(REPORT, sha256="b" * 64, **missing))) & set(first)


def test_the_same_results_give_the_same_bytes() -> None:
    assert calendar_bytes(dated_directive(), full_directive()) == calendar_bytes(dated_directive(), full_directive())
    (todo,) = properties(calendar_bytes(directive(REPORT)), "VTODO")
    assert todo["DTSTAMP"].dt == datetime(2025, 2, 10, tzinfo=UTC)
    (todo,) = properties(calendar_bytes(directive(REPORT, issued_on=None)), "VTODO")
    assert todo["DTSTAMP"].dt == datetime(1970, 1, 1, tzinfo=UTC)


def test_an_annex_under_the_same_number_loses_no_task() -> None:
    annex = directive(task(1, "Việc khác.", due("x", D(2025, 8, 31))), sha256="b" * 64)
    found = uids(directive(REPORT), annex)
    assert len(set(found)) == 4
    assert uids(directive(REPORT), annex) == found


def test_tasks_under_one_heading_are_told_apart() -> None:
    same = [task(n, "Báo cáo.", due("x", D(2025, 8, 31)), section=["I", "-"]) for n in (1, 2)]
    assert len(set(uids(directive(*same)))) == 4


ANY_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200) | st.text(
    st.sampled_from('\\nNrtT,;:"^\r\n\t =+-x\u2028\u0085\u00a0ệ😀\u200b\ufeff'), min_size=1, max_size=60
)


@settings(max_examples=effort(60, 150), deadline=None)
@given(text=ANY_TEXT)
def test_any_text_comes_back(text: str) -> None:
    """Save control characters, which no calendar can hold, byte order marks, and a backslash before n."""
    made = task(1, text, due("x", D(2025, 8, 31)), action=text)
    data = calendar_bytes(directive(made, title=text))
    expected = re.sub(r"\\(?=[nN])", "＼", clean(text).replace("\ufeff", ""))
    for entry in (*by_icalendar(data), *by_vobject(data)):
        assert entry.description.startswith(expected + "\n\n")
        assert entry.days == (D(2025, 8, 31),)
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_text_cannot_add_lines_of_its_own() -> None:
    text = "x\r\nEND:VTODO\r\nBEGIN:VEVENT\nSUMMARY:y"
    data = calendar_bytes(directive(task(1, text, due("x", D(2025, 8, 31)), action=text), title=text))
    assert len(by_icalendar(data)) == len(by_vobject(data)) == 2
    assert data.count(b"\r\nBEGIN:VEVENT") == 1


def test_single_days_where_no_rule_has_them() -> None:
    """The last working day of April 2026 is Wednesday 29: Thursday is a holiday."""
    limit = repeated(
        "ngày làm việc cuối cùng của tháng",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        *(D(2026, 3, 31), D(2026, 4, 29), D(2026, 5, 29)),
    )
    made = directive(task(1, "Báo cáo.", limit), issued_on=D(2026, 3, 2)).model_copy(update={"as_of": D(2026, 3, 5)})
    data = calendar_bytes(made)
    for entry in (*by_icalendar(data, 3), *by_vobject(data, 3)):
        assert entry.days == tuple(limit.next_due)
    (event,) = properties(data, "VEVENT")
    assert "RRULE" not in event
    assert len(listed(event["RDATE"])) >= 20


def test_dates_of_the_sample_are_on_the_right_side_of_the_world() -> None:
    """A to-do at 23:59:59 in Vietnam is on the same day in UTC, where some programs show it."""
    for todo in properties(calendar_bytes(dated_directive()), "VTODO"):
        assert todo["DUE"].dt.astimezone(UTC).date() == todo["DUE"].dt.date()
    assert SPAN.page == 3
