"""Figures of a report worked out by hand, and what must hold of every report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.assembly.models import Agency, Body, Deadline, Directive, Task
from analyzer.reporting import Report, Selection, as_json, gather
from analyzer.reporting.counting import First
from analyzer.reporting.gathering import AREAS
from analyzer.tracking import STATUSES, by_agency, track
from analyzer.tracking.status import totals
from tests.reporting.samples import AS_OF, DIRECTIVES, GIO, MUOI
from tests.tracking.samples import assignee, dated, deadline, directive, task


@pytest.fixture(scope="module")
def report() -> Report:
    return gather(DIRECTIVES, AS_OF)


def test_cover(report: Report) -> None:
    cover = report.cover
    assert (cover.documents, cover.undated, cover.tasks, cover.targets) == (3, 1, 7, 6)
    assert cover.first_issued == cover.last_issued == date(2024, 3, 4)
    assert cover.statuses == {"overdue": 2, "due_soon": 1, "recurring": 1, "open": 2, "without_limit": 1}
    assert cover.kinds == (("Chỉ thị", 2), ("", 1))


def test_load_by_body(report: Report) -> None:
    """Most overdue first, nobody last; a task with two leads counts for both."""
    found = [(load.name, load.kind, load.lead, load.support) for load in report.agencies]
    assert found == [
        ("Sở Gió", "unregistered", 3, 0),
        ("Sở Muối", "unregistered", 4, 1),
        ("Chưa rõ cơ quan chủ trì", "nobody", 1, 0),
    ]
    gio, muoi, nobody = report.agencies
    assert gio.statuses == {"overdue": 2, "due_soon": 1, "recurring": 0, "open": 0, "without_limit": 0}
    assert muoi.statuses == {"overdue": 0, "due_soon": 1, "recurring": 1, "open": 1, "without_limit": 1}
    assert gio.areas == {"institutions": 1, "digital_government": 2}
    assert muoi.areas == {"procedures": 1, "digital_government": 1, "other": 2}
    assert (nobody.areas, report.parts) == ({"other": 1}, 8)


def test_months(report: Report) -> None:
    months = report.months
    assert (months.before, months.after, months.undated, months.total) == (1, 0, 2, 7)
    assert (months.months[0].first, months.months[-1].first) == (date(2023, 6, 1), date(2025, 6, 1))
    counted = {m.first: (m.overdue, m.coming, m.recurring) for m in months.months if m.total}
    assert counted == {date(2024, 6, 1): (1, 1, 1), date(2024, 9, 1): (0, 1, 0)}


def test_areas(report: Report) -> None:
    assert {row.area: row.tasks for row in report.areas if row.tasks} == {
        "institutions": 1,
        "procedures": 1,
        "digital_government": 2,
        "other": 3,
    }


def test_lists(report: Report) -> None:
    """Of what is overdue the latest comes first; working days late and left.

    From 31/1/2022 on there are 124 weeks, 620 weekdays; 9, 11 and 10 of them were off in 2022, 2023 and 2024, and one
    Saturday was worked.
    """
    overdue = [(item.where.item, item.day, item.left) for item in report.overdue.items]
    assert overdue == [("t3", date(2024, 6, 14), -1), ("t6", date(2022, 1, 31), -591)]
    (soon,), (recurring,) = report.due_soon.items, report.recurring.items
    assert (soon.bodies, soon.left, soon.where.number) == (("Sở Muối", "Sở Gió"), 9, "17/CT-UBND")
    assert (recurring.day, recurring.left, recurring.limits) == (date(2024, 6, 30), 9, ("hằng quý",))


def test_trust(report: Report) -> None:
    trust = report.trust
    assert (trust.doubtful, trust.without_lead, trust.waiting, trust.warned) == (1, 1, 1, 0)
    assert [(load.name, load.parts) for load in trust.unregistered] == [("Sở Muối", 5), ("Sở Gió", 3)]
    assert trust.unsettled == ()


def test_targets_side_by_side(report: Report) -> None:
    """The issuer's three years in a row, the last one lower; the nameless document on a line of its own."""
    (metric,) = report.metrics
    assert (metric.name, metric.unit, metric.years) == ("Tỷ lệ hồ sơ nộp trực tuyến", "%", (2024, 2025, 2026))
    issuer, nameless = metric.series
    assert [(aim.year, aim.value, aim.change, aim.eased) for aim in issuer.aims] == [
        (2024, 70, None, False),
        (2025, 80, "higher", False),
        (2026, 75, "lower", True),
    ]
    assert (nameless.setter, nameless.aims[0].value, nameless.aims[0].year) == (None, 60, None)


def test_golden(report: Report, golden: Callable[[str, str], None]) -> None:
    file = BytesIO()
    as_json.write(report, file)
    text = file.getvalue().decode()
    assert json.loads(text) == as_json.plain(report)
    golden("report.json", text)


def test_a_body_that_answers_now_counts_under_its_present_name() -> None:
    heir = Body(id="so-y-te", name="Sở Y tế tỉnh Vịnh Xanh")
    rows = directive(task(1, leads=(assignee("Sở Muối", heir),)), task(2, leads=(assignee("Sở Gió", heir),)))
    (load,) = gather([rows], AS_OF).agencies
    assert (load.name, load.id, load.kind, load.lead, load.named) == (heir.name, heir.id, "registered", 2, "Sở Muối")


def test_kinds_of_bodies() -> None:
    """Two heirs are to be settled; a name for many is no gap of the register."""
    heirs = (Body(id="so-y-te", name="Sở Y tế"), Body(id="so-noi-vu", name="Sở Nội vụ"))
    rows = directive(task(1, leads=(assignee("Sở Muối", *heirs), assignee("các sở"))))
    rows.agencies = [Agency(name="các sở", form="collective")]
    found = {load.named or load.name: load.kind for load in gather([rows], AS_OF).agencies}
    assert found == {"Sở Muối": "unsettled", "các sở": "collective"}


def test_the_limit_of_the_document_counts() -> None:
    rows = directive(task(1), task(2, dated(date(2024, 6, 28))), due_on=date(2024, 6, 20))
    assert [item.day for item in gather([rows], AS_OF).due_soon.items] == [date(2024, 6, 20), date(2024, 6, 28)]


SELECTIONS = [
    (Selection(agencies=["gio"]), 1, 3, {"Sở Gió": (3, 0)}),
    (Selection(agencies=["Sở Muối"]), 2, 5, {"Sở Muối": (4, 1)}),
    (Selection(agencies=["Sở Lá"]), 0, 0, {}),
    (Selection(areas=["procedures", "institutions"]), 1, 2, {"Sở Muối": (1, 0), "Sở Gió": (1, 0)}),
    (Selection(agencies=["gio"], areas=["institutions"]), 1, 1, {"Sở Gió": (1, 0)}),
    (Selection(since=date(2024, 3, 4), until=date(2024, 3, 4)), 2, 7, None),
    (Selection(since=date(2024, 3, 5)), 0, 0, {}),
    (Selection(until=date(2024, 3, 3)), 0, 0, {}),
    (Selection(kinds=["chi thi"]), 2, 7, None),
    (Selection(kinds=["KH", "ct"]), 2, 7, None),
    (Selection(kinds=["KH"]), 0, 0, {}),
    (Selection(issuers=["vinh xanh"]), 2, 7, None),
    (Selection(issuers=["UBND tỉnh Vịnh Xanh"]), 2, 7, None),
    (Selection(issuers=["ubnd vinh xanh"]), 2, 7, None),
    (Selection(issuers=["UBND huyện Vịnh Xanh", "Biển"]), 0, 0, {}),
]


@pytest.mark.parametrize(("selection", "documents", "tasks", "bodies"), SELECTIONS)
def test_selection(selection: Selection, documents: int, tasks: int, bodies: dict[str, tuple[int, int]] | None) -> None:
    found = gather(DIRECTIVES, AS_OF, selection=selection)
    assert (found.cover.documents, found.cover.tasks) == (documents, tasks)
    if bodies is not None:
        assert {load.name: (load.lead, load.support) for load in found.agencies} == bodies
    check_totals(found)


def test_targets_of_the_tasks_chosen() -> None:
    rows = DIRECTIVES[0].model_copy(update={"tasks": [task(1, area="procedures", targets=["g2"]), task(2)]})
    assert gather([rows], AS_OF, selection=Selection(areas=["procedures"])).cover.targets == 1
    assert gather([rows], AS_OF).cover.targets == 3


def check_totals(report: Report) -> None:
    """Tables that count tasks agree, and so do those that count tasks with each body."""
    cover = report.cover
    assert sum(cover.statuses.values()) == cover.tasks == report.months.total == sum(r.tasks for r in report.areas)
    for status in STATUSES:
        assert sum(row.statuses[status] for row in report.areas) == cover.statuses[status]
    for load in report.agencies:
        assert sum(load.statuses.values()) == sum(load.areas.values()) == load.lead
    lists = {"overdue": report.overdue, "due_soon": report.due_soon, "recurring": report.recurring}
    assert {name: listing.total for name, listing in lists.items()} == {name: cover.statuses[name] for name in lists}
    assert all(listing.rest >= 0 for listing in lists.values())
    assert report.months.undated >= cover.statuses["without_limit"] + report.trust.waiting


days = st.dates(date(2022, 1, 1), date(2026, 12, 31))
limits = st.one_of(
    days.map(dated),
    days.map(lambda day: deadline("hằng quý", rrule="FREQ=MONTHLY;INTERVAL=3", next_due=[day])),
    st.just(deadline("trong 05 ngày kể từ ngày họp", duration="P5D")),
)
bodies = st.sampled_from([MUOI, GIO, assignee("Sở Lá"), assignee("Sở Muối", role="support")])


@st.composite
def tasks_(draw: st.DrawFn) -> Task:
    deadlines: list[Deadline] = draw(st.lists(limits, max_size=2))
    leads = tuple(draw(st.lists(bodies, max_size=3)))
    number = draw(st.integers(1, 99))
    return task(number, *deadlines, leads=leads, area=draw(st.sampled_from(AREAS)), confidence=draw(st.floats(0, 1)))


directives = st.lists(st.lists(tasks_(), max_size=6).map(lambda found: directive(*found)), max_size=4)


@settings(deadline=None, max_examples=60)
@given(directives, days, st.integers(0, 60))
def test_totals_agree(found: list[Directive], as_of: date, within: int) -> None:
    report = gather(found, as_of, within=within, most=3)
    check_totals(report)
    rows = list(track(found, as_of, within=within))
    assert {load.name: load.statuses for load in report.agencies if load.lead} == {
        group.body.name: totals(group.rows) for group in by_agency(rows)
    }
    assert report.parts == len(rows)
    assert all(len(x.items) == min(x.total, 3) for x in (report.overdue, report.due_soon, report.recurring))
    overdue = sorted(
        {(id(r.directive), id(r.task)): r.standing for r in rows if r.status == "overdue"}.values(),
        key=lambda s: s.day or as_of,
    )
    assert [item.day for item in report.overdue.items] == [s.day for s in overdue[::-1][:3]]


@settings(deadline=None, max_examples=30)
@given(directives, st.randoms())
def test_the_order_of_documents_changes_no_figure(found: list[Directive], random: object) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = gather(found, AS_OF), gather(mixed, AS_OF)
    assert (one.cover, one.months, one.areas) == (other.cover, other.months, other.areas)
    assert Counter(load.name for load in one.agencies) == Counter(load.name for load in other.agencies)
    assert {x.name: (x.lead, x.statuses) for x in one.agencies} == {
        x.name: (x.lead, x.statuses) for x in other.agencies
    }


@given(st.lists(st.integers(0, 5)), st.integers(0, 4))
def test_first_rows(orders: list[int], most: int) -> None:
    """The lowest orders stay, of equal ones the first; a row is made only where it may stay."""
    item = gather(DIRECTIVES, AS_OF).due_soon.items[0]
    rows, made = First(most), 0
    for place, order in enumerate(orders):

        def make(place: int = place) -> object:
            nonlocal made
            made += 1
            return (item, place)

        rows.add(order, make)  # type: ignore[arg-type]
    kept = [place for _, place in rows.listing().items]  # type: ignore[misc]
    assert kept == [place for _, place in sorted((order, place) for place, order in enumerate(orders))][:most]
    assert rows.listing().total == len(orders)
    assert made <= len(orders)


@pytest.mark.parametrize("as_of", [date.min, date(1, 12, 31), date(9999, 1, 1), date.max - timedelta(days=1)])
def test_the_ends_of_the_calendar(as_of: date) -> None:
    check_totals(gather([directive(task(1, dated(as_of)), task(2, dated(AS_OF)))], as_of))
