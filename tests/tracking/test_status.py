"""The status of tasks as of a day, and how they are grouped and ordered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.assembly.models import Body, Deadline, Task, Trigger
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.tracking import STATUSES, Standing, by_agency, standing, track
from analyzer.tracking.bodies import NOBODY
from analyzer.tracking.status import totals
from tests.tracking.samples import AS_OF, NOWHERE, assignee, dated, deadline, directive, task

CALENDAR = WorkCalendar.vietnam()
QUARTERLY = deadline(
    "hằng quý", rrule="FREQ=MONTHLY;INTERVAL=3", next_due=[date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
)
WAITING = deadline("trong 05 ngày kể từ ngày họp", duration="P5D")
TRIGGER = Trigger(text="sau khi có hướng dẫn", span=NOWHERE, event="có hướng dẫn")


def found(*deadlines: Deadline, within: int = 30, as_of: date = AS_OF, document_due: date | None = None) -> Standing:
    return standing(task(1, *deadlines), as_of, CALENDAR, within, document_due)


STANDINGS = [
    ((dated(date(2024, 6, 14)),), "overdue", date(2024, 6, 14), -1),
    ((dated(date(2024, 6, 15)),), "overdue", date(2024, 6, 15), -1),
    ((dated(AS_OF),), "due_soon", AS_OF, 0),
    ((dated(date(2024, 6, 28)),), "due_soon", date(2024, 6, 28), 9),
    ((dated(date(2024, 7, 17)),), "due_soon", date(2024, 7, 17), 22),
    ((dated(date(2024, 7, 18)),), "open", date(2024, 7, 18), 23),
    ((QUARTERLY,), "recurring", date(2024, 6, 30), 9),
    ((QUARTERLY, dated(date(2024, 12, 31))), "recurring", date(2024, 6, 30), 9),
    ((QUARTERLY, dated(date(2024, 6, 20))), "due_soon", date(2024, 6, 20), 3),
    ((QUARTERLY, dated(date(2024, 6, 10))), "overdue", date(2024, 6, 10), -5),
    ((dated(date(2024, 9, 30)), dated(date(2024, 6, 20))), "due_soon", date(2024, 6, 20), 3),
    ((WAITING,), "open", None, None),
    ((WAITING, dated(date(2024, 9, 30))), "open", date(2024, 9, 30), 73),
    ((), "without_limit", None, None),
]


@pytest.mark.parametrize(("deadlines", "status", "day", "left"), STANDINGS)
def test_standing(deadlines: tuple[Deadline, ...], status: str, day: date | None, left: int | None) -> None:
    stands = found(*deadlines)
    assert (stands.status, stands.day, stands.working_days_left) == (status, day, left)


def test_working_days_left_skip_holidays() -> None:
    """From Friday 26 April 2024 on: 29 and 30 April and 1 May off, Saturday 4 May worked in their place."""
    stands = found(dated(date(2024, 5, 6)), as_of=date(2024, 4, 26))
    assert stands.working_days_left == 4  # 2, 3, 4 and 6 May


def test_within_counts_calendar_days() -> None:
    assert found(dated(date(2024, 6, 24)), within=7).status == "due_soon"
    assert found(dated(date(2024, 6, 25)), within=7).status == "open"
    assert found(dated(AS_OF), within=0).status == "due_soon"


def test_the_end_of_the_calendar_is_no_obstacle() -> None:
    assert found(dated(AS_OF), within=10**9).status == "due_soon"
    assert found(dated(date.max), as_of=date(9999, 12, 30)).working_days_left == 1


def test_a_rhythm_that_ends_is_late_when_its_period_is_over() -> None:
    of_2024 = QUARTERLY.model_copy(update={"start": date(2024, 1, 1), "end": date(2024, 12, 31)})
    assert found(of_2024).status == "recurring"
    over = of_2024.model_copy(update={"next_due": [date(2025, 3, 31)]})
    stands = found(over, as_of=date(2025, 1, 6))
    assert (stands.status, stands.day) == ("overdue", date(2024, 12, 31))


def test_an_occurrence_of_an_older_day_does_not_count() -> None:
    assert found(QUARTERLY, as_of=date(2024, 7, 1)).day == date(2024, 9, 30)


def test_an_event_without_a_day_keeps_a_task_open() -> None:
    assert standing(task(1, triggers=[TRIGGER]), AS_OF, CALENDAR).status == "open"


def test_the_limit_of_the_whole_document_counts_where_a_task_has_none() -> None:
    whole = date(2024, 6, 20)
    assert found(document_due=whole).day == whole
    assert found(WAITING, document_due=whole).day is None
    assert found(dated(date(2024, 6, 28)), document_due=whole).day == date(2024, 6, 28)


def test_the_safe_day_is_that_of_the_limit() -> None:
    safe = dated(date(2024, 6, 30), safe_due=date(2024, 6, 28))
    assert found(safe).safe_due == date(2024, 6, 28)
    assert found(QUARTERLY).safe_due == date(2024, 6, 28)
    assert found(dated(date(2024, 6, 20), hour="17:00")).hour == "17:00"


# ---------------------------------------------------------------- rows and groups


def test_a_row_for_each_body_that_leads() -> None:
    shared = task(1, leads=(assignee("Sở Muối"), assignee("Sở Gió"), assignee("Sở Mây", role="support")))
    nobody = task(2, leads=(assignee("Sở Mây", role="support"),))
    rows = list(track([directive(shared, nobody)], AS_OF))
    assert [(row.task.id, row.body.name) for row in rows] == [("t1", "Sở Muối"), ("t1", "Sở Gió"), ("t2", NOBODY.name)]
    assert [row.status for row in rows] == ["without_limit"] * 3


def test_a_body_s_rows_begin_with_what_presses_most() -> None:
    tasks = [
        task(1),
        task(2, WAITING),
        task(3, dated(date(2024, 9, 30))),
        task(4, QUARTERLY),
        task(5, dated(date(2024, 6, 28))),
        task(6, dated(date(2024, 6, 20))),
        task(7, dated(date(2024, 6, 14))),
        task(8, dated(date(2024, 3, 29))),
    ]
    (group,) = by_agency(track([directive(*tasks)], AS_OF))
    assert [row.task.id for row in group.rows] == ["t8", "t7", "t6", "t5", "t4", "t3", "t2", "t1"]
    assert group.counts == {"overdue": 2, "due_soon": 2, "recurring": 1, "open": 2, "without_limit": 1}


def test_bodies_with_most_overdue_come_first_and_nobody_last() -> None:
    late, soon = dated(date(2024, 6, 14)), dated(date(2024, 6, 20))
    tasks = [
        task(1, late, leads=()),
        task(2, soon, leads=(assignee("Sở Gió"),)),
        task(3, leads=(assignee("Sở An"),)),
        task(4, late, leads=(assignee("Sở Mây"),)),
        task(5, late, leads=(assignee("Sở Muối"),)),
        task(6, late, leads=(assignee("Sở Muối"),)),
    ]
    groups = by_agency(track([directive(*tasks)], AS_OF))
    assert [g.body.name for g in groups] == ["Sở Muối", "Sở Mây", "Sở Gió", "Sở An", NOBODY.name]


def test_the_same_body_of_two_documents_is_one_group() -> None:
    documents = [directive(task(1), number=number) for number in ("17/CT-UBND", "18/CT-UBND")]
    (group,) = by_agency(track(documents, AS_OF))
    assert len(group.rows) == 2


def test_bodies_of_one_kind_in_several_areas_are_several_groups() -> None:
    communes = [
        assignee(f"UBND {area}", Body(id="ubnd-xa", name=f"Ủy ban nhân dân {area}"), agency="ubnd-xa")
        for area in ("xã Muối", "xã Gió")
    ]
    groups = by_agency(track([directive(task(1, leads=tuple(communes)))], AS_OF))
    assert [g.body.name for g in groups] == ["Ủy ban nhân dân xã Gió", "Ủy ban nhân dân xã Muối"]


def test_totals_name_every_status() -> None:
    rows = list(track([directive(task(1), task(2, QUARTERLY))], AS_OF))
    assert totals(rows) == {"overdue": 0, "due_soon": 0, "recurring": 1, "open": 0, "without_limit": 1}
    assert tuple(totals([])) == STATUSES


@given(
    st.lists(st.dates(date(2019, 1, 1), date(2028, 12, 31)), max_size=4),
    st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    st.integers(0, 400),
)
def test_what_always_holds(days: list[date], as_of: date, within: int) -> None:
    stands = standing(task(1, *map(dated, days)), as_of, CALENDAR, within)
    if not days:
        assert stands == Standing("without_limit")
        return
    first = min(days)
    late, soon = first < as_of, first <= as_of + timedelta(days=within)
    assert stands.status == ("overdue" if late else "due_soon" if soon else "open")
    assert stands.day == first
    assert stands.working_days_left is not None
    assert stands.working_days_left <= 0 if late else stands.working_days_left >= 0


def test_tasks_of_any_kind_are_tracked() -> None:
    ban = Task(id="t1", text="Không thu thêm giấy tờ.", span=NOWHERE, modality="prohibition")
    assert [row.status for row in track([directive(ban)], AS_OF)] == ["without_limit"]
