"""What falls due: by periods, with rhythms, extensions and what is done; on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from importlib import import_module
from random import Random

import pytest
from sqlalchemy import delete, select, text, update

from analyzer.archive import Archive, Incoming, open_archive
from analyzer.archive.checking import check, mend
from analyzer.archive.due import PERIODS, DueList, DueRow, Weeks, due_list
from analyzer.archive.office import rhythm, standing
from analyzer.archive.tables import document as document_table
from analyzer.archive.tables import due_day, setting
from analyzer.assembly.models import Assignee, Deadline, Directive, Target, Task
from analyzer.assembly.models.items import Period
from analyzer.due import DueSettings
from analyzer.review import clock
from analyzer.tracking.refresh import refreshed
from tests.archive.making import NOWHERE
from tests.archive.searching import document, put

TODAY = date(2026, 11, 18)  # a Wednesday
RULES = (
    "FREQ=WEEKLY",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=YEARLY",
    "FREQ=DAILY;INTERVAL=15",
    "FREQ=MONTHLY;INTERVAL=5",
    "FREQ=HOURLY;INTERVAL=3",
)


def limit(due: date | None = None, rrule: str | None = None, **values: object) -> Deadline:
    return Deadline.model_validate({"text": "hạn", "span": NOWHERE, "due": due, "rrule": rrule, **values})


def task(
    text: str, *limits: Deadline, lead: str = "Sở Nội vụ", lead_id: str | None = "so-noi-vu", **values: object
) -> Task:
    leads = Assignee(name=lead, id=lead_id, role="lead", text=lead, span=NOWHERE)
    return Task.model_validate(
        {"id": "t", "text": text, "span": NOWHERE, "deadlines": limits, "assignees": [leads], **values}
    )


def stand(archive: Archive, task_id: str, number: str = "1/CT-UBND", **values: object) -> None:
    """Say how far a task is."""
    with archive.writing() as connection:
        at = connection.execute(select(document_table.c.id).where(document_table.c.number == number)).scalar_one()
        row = {"status": "todo", "changed_at": clock.now(), "changed_by": "An", **values}
        connection.execute(standing.insert().values(document=at, task=task_id, **row))


def due(archive: Archive, period: str = "all", today: date = TODAY, **filters: object) -> DueList:
    return due_list(archive, period, today, **filters)  # type: ignore[arg-type]


def told(found: DueList) -> list[tuple[str, date | None]]:
    return [(row.text, row.day) for row in found.rows]


def one(archive: Archive, *limits: Deadline, today: date = TODAY, **stands: object) -> tuple[str, DueRow] | None:
    """The period and the row of a single task; None where it is not listed."""
    put(archive, document("1/CT-UBND", "Văn bản", task("Việc.", *limits)))
    if stands:
        stand(archive, "t1", **stands)
    found = due(archive, today=today)
    assert sum(found.counts[name] for name in PERIODS if name != "all") == found.total == found.counts["all"]
    if not found.rows:
        return None
    period = next(name for name in PERIODS if found.counts[name])
    assert due(archive, period, today).rows == found.rows
    return period, found.rows[0]


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 11, 17), "overdue"),
        (TODAY, "week"),
        (date(2026, 11, 22), "week"),
        (date(2026, 11, 23), "month"),
        (date(2026, 11, 30), "month"),
        (date(2026, 12, 1), "later"),
    ],
)
def test_periods(archive: Archive, day: date, period: str):
    assert one(archive, limit(day)) == (period, _row(archive, day))


def _row(archive: Archive, day: date) -> DueRow:
    card = archive.cards()[0]
    return DueRow(
        document=card.id,
        key=card.key,
        document_name=card.name,
        task="t1",
        text="Việc.",
        leads=("Sở Nội vụ",),
        day=day,
        said=day,
        extended=False,
        status="todo",
        done_on=None,
        doubtful=False,
        recurring=False,
        area="other",
    )


def test_a_week_may_reach_into_the_next_month():
    weeks = Weeks(date(2026, 12, 29))
    assert (weeks.week_ends, weeks.month_ends) == (date(2027, 1, 3), date(2027, 1, 3))
    assert (Weeks(date(2026, 2, 2)).week_ends, Weeks(date(2026, 2, 2)).month_ends) == (
        date(2026, 2, 8),
        date(2026, 2, 28),
    )


@pytest.mark.parametrize(
    ("rrule", "day"),
    [
        ("FREQ=WEEKLY", date(2026, 11, 22)),
        ("FREQ=WEEKLY;BYDAY=WE", TODAY),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2026, 12, 15)),
        ("FREQ=MONTHLY;INTERVAL=3", date(2026, 12, 31)),
        ("FREQ=YEARLY", date(2026, 12, 31)),
        ("FREQ=DAILY;INTERVAL=15", date(2026, 11, 19)),  # 990 days after the day of issue
    ],
)
def test_recurring(archive: Archive, rrule: str, day: date):
    found = one(archive, limit(rrule=rrule))
    assert found is not None
    assert (found[1].day, found[1].recurring) == (day, True)


@pytest.mark.parametrize("rrule", ["FREQ=HOURLY;INTERVAL=3", "mỗi sáng", "FREQ=MONTHLY;BYMONTHDAY=x"])
def test_rhythms_without_days_are_not_listed(archive: Archive, rrule: str):
    assert one(archive, limit(rrule=rrule)) is None


@pytest.mark.parametrize(
    ("until", "period", "day"),
    [
        (date(2026, 11, 10), "overdue", date(2026, 11, 10)),
        (date(2026, 12, 10), "later", date(2026, 12, 10)),
        (date(2026, 12, 15), "later", date(2026, 12, 15)),
        (date(2027, 12, 31), "later", date(2026, 12, 15)),
    ],
)
def test_a_rhythm_ends(archive: Archive, until: date, period: str, day: date):
    found = one(archive, limit(rrule="FREQ=MONTHLY;BYMONTHDAY=15", end=until))
    assert found is not None
    assert (found[0], found[1].day) == (period, day)


def test_words_count_where_they_change_the_rule(archive: Archive):
    found = one(archive, limit(rrule="FREQ=MONTHLY", text="vào giữa mỗi tháng", bound="on"))
    assert found is not None
    assert found[1].day == date(2026, 12, 15)


def test_from_a_day_on_nothing_is_due(archive: Archive):
    assert one(archive, limit(rrule="FREQ=MONTHLY", text="từ tháng 1 hằng tháng", bound="from")) is None


def test_the_strict_policy_moves_rhythms(archive: Archive):
    made = document(
        "1/CT-UBND",
        "Văn bản",
        task("Việc.", limit(rrule="FREQ=MONTHLY;BYMONTHDAY=20", text="trước ngày 20 hằng tháng", bound="before")),
    )
    made.policy = "strict"
    put(archive, made)
    assert told(due(archive)) == [("Việc.", date(2026, 11, 19))]


def test_the_first_day_counts(archive: Archive):
    limits = limit(date(2026, 12, 30)), limit(date(2026, 11, 2)), limit(rrule="FREQ=WEEKLY")
    found = one(archive, *limits)
    assert found is not None
    assert (found[0], found[1].day, found[1].recurring) == ("overdue", date(2026, 11, 2), False)


def test_extension_takes_the_place_of_the_day(archive: Archive):
    stands = {"status": "doing", "extended_to": date(2026, 11, 27), "extension_document": "Công văn 5/UBND"}
    found = one(archive, limit(date(2026, 10, 1)), **stands)
    assert found is not None
    period, row = found
    assert (period, row.day, row.said, row.extended) == ("month", date(2026, 11, 27), date(2026, 10, 1), True)
    assert (row.status, row.extension_document) == ("doing", "Công văn 5/UBND")


def test_what_is_done_is_not_overdue(archive: Archive):
    stands = {"status": "done", "done_on": date(2026, 11, 3), "done_document": "Báo cáo 9/BC-SNV"}
    found = one(archive, limit(date(2026, 10, 1)), **stands)
    assert found is not None
    assert (found[0], found[1].done_on, found[1].done_document) == ("done", date(2026, 11, 3), "Báo cáo 9/BC-SNV")


def test_tasks_without_a_day(archive: Archive):
    put(archive, document("1/CT-UBND", "Văn bản", *(task(f"Việc {n}.") for n in "abcd")))
    stand(archive, "t2", status="done")
    stand(archive, "t3", status="doing")
    stand(archive, "t4", extended_to=date(2026, 11, 20))
    found = due(archive)
    assert told(found) == [("Việc d.", date(2026, 11, 20)), ("Việc b.", None)]
    assert {name: count for name, count in found.counts.items() if count} == {"week": 1, "done": 1, "all": 2}


def test_targets_are_no_tasks(archive: Archive):
    period = Period(start=None, end=date(2026, 1, 1))
    made = document("1/CT-UBND", "Văn bản", task("Việc."))
    made.targets = [Target(id="g1", text="90%", span=NOWHERE, metric="Tỷ lệ", value=90, comparator=">=", due=period)]
    put(archive, made)
    assert due(archive).total == 0


def test_standing_of_another_document(archive: Archive):
    put(
        archive,
        document("1/CT-UBND", "Một", task("Việc một.", limit(date(2026, 1, 1)))),
        document("2/CT-UBND", "Hai", task("Việc hai.", limit(date(2026, 1, 2)))),
    )
    stand(archive, "t1", "2/CT-UBND", status="done")
    assert told(due(archive, "overdue")) == [("Việc một.", date(2026, 1, 1))]
    assert told(due(archive, "done")) == [("Việc hai.", date(2026, 1, 2))]


def _several(archive: Archive) -> None:
    day = date(2026, 11, 20)
    put(
        archive,
        document(
            "1/CT-UBND",
            "Một",
            task("a", limit(date(2026, 3, 1)), area="procedures"),
            task("b", limit(date(2026, 10, 1)), lead="Sở Tài chính", lead_id="so-tai-chinh", confidence=0.5),
            task("c", limit(day), lead="Sở Y tế", lead_id="so-y-te"),
            task("d", limit(rrule="FREQ=MONTHLY"), lead="Sở Lao động - Thương binh và Xã hội"),
            task("e", limit(date(2027, 1, 1)), area="procedures"),
        ),
        document("2/CT-BYT", "Hai", task("f", limit(day)), issuer="Bộ Y tế"),
    )


def test_order(archive: Archive):
    _several(archive)
    stand(archive, "t3", status="done", done_on=date(2026, 11, 1))
    stand(archive, "t5", status="done", done_on=date(2026, 11, 5))
    assert [row.text for row in due(archive).rows] == ["a", "b", "f", "d", "e", "c"]
    assert [row.text for row in due(archive, "overdue").rows] == ["b", "a"]
    assert [row.text for row in due(archive, "done").rows] == ["e", "c"]


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        ({"agencies": ["so tai chinh"]}, ["b"]),
        ({"agencies": ["so tai chinh", "so y te"]}, ["b", "c"]),
        ({"agencies": ["so noi vu"], "areas": ["procedures"]}, ["a", "e"]),
        ({"agencies": ["so noi vu"], "roles": ["support"]}, []),
        ({"agencies": ["hội người mù"]}, []),
        ({"issuers": ["bo y te"]}, ["f"]),
        ({"areas": ["procedures", "institutions"]}, ["a", "e"]),
        ({"status": "doing"}, ["a"]),
        ({"status": "todo", "areas": ["procedures"]}, ["e"]),
    ],
)
def test_filters(archive: Archive, filters: Mapping[str, object], texts: list[str]):
    _several(archive)
    stand(archive, "t1", status="doing")
    found = due(archive, **filters)
    assert [row.text for row in found.rows] == texts
    assert found.total == found.counts["all"] == len(texts)


def test_bodies_under_former_names(archive: Archive):
    _several(archive)
    found = due(archive, agencies=["so ldtbxh"])
    assert found.known == (True,)
    assert "d" in [row.text for row in found.rows]
    assert not due(archive, agencies=["hội người mù"]).known[0]


def test_pages(archive: Archive):
    _several(archive)
    whole = due(archive).rows
    assert [row for at in range(0, 6, 2) for row in due(archive, offset=at, limit=2).rows] == list(whole)
    beyond = due(archive, offset=50)
    assert (beyond.rows, beyond.total) == ((), 6)
    assert [row.doubtful for row in whole] == [row.text == "b" for row in whole]


def test_rhythms_are_made_again(sqlite_url: str):
    with open_archive(sqlite_url, create=True) as archive:
        put(archive, document("1/CT-UBND", "Văn bản", task("Việc.", limit(rrule="FREQ=WEEKLY"))))
        with archive.writing() as connection:
            connection.execute(delete(rhythm))
            connection.execute(update(setting).where(setting.c.name == "words").values(value="1"))
        assert due(archive).total == 0
    with open_archive(sqlite_url, renew=True) as archive:
        assert told(due(archive)) == [("Việc.", date(2026, 11, 22))]
        with archive.writing() as connection:
            connection.execute(update(rhythm).values(shift=-1))
        found = list(check(archive))
        assert [problem.message for problem in found] == ["Recurring limits are not those of the reading."]
        mend(archive, found)
        assert not list(check(archive))


def test_first_days_are_marked_in_archives_of_before(archive: Archive):
    _several(archive)
    whole = due(archive)
    migration = import_module("analyzer.archive.migrations.versions.0003_first_days")
    with archive.writing() as connection:
        connection.execute(update(due_day).values(first=False))
    assert due(archive).total < whole.total
    assert list(check(archive))
    with archive.writing() as connection:
        connection.execute(text(migration.MARK))
    assert due(archive) == whole
    assert not list(check(archive))


def test_like_the_tracking_of_single_documents(both: tuple[Archive, Archive]):
    """The list says what looking at each task says."""
    random = Random(7)
    directives = [_random_directive(random, number) for number in range(40)]
    for archive in both:
        list(archive.add(map(Incoming.of, directives)))
        found = due(archive, limit=10_000)
        assert {(row.document_name, row.task): row.day for row in found.rows} == dict(_expected(archive, TODAY))
    one, other = (due(archive, limit=10_000) for archive in both)
    assert one.counts == other.counts
    assert [(row.document_name, row.task, row.day) for row in one.rows] == [
        (row.document_name, row.task, row.day) for row in other.rows
    ]


def _random_directive(random: Random, number: int) -> Directive:
    def day() -> date:
        return TODAY + timedelta(days=random.randrange(-400, 400))

    def any_limit() -> Deadline:
        kind = random.randrange(3)
        until = day() if random.random() < 0.3 else None
        return limit(day()) if kind == 0 else limit(rrule=random.choice(RULES), end=until) if kind == 1 else limit()

    tasks = [task(f"Việc {n}.", *(any_limit() for _ in range(random.randrange(3)))) for n in range(6)]
    issued = TODAY - timedelta(days=random.randrange(2_000))
    return document(f"{number}/CT-UBND", "Văn bản", *tasks, issued_on=issued)


def _expected(archive: Archive, today: date):  # type: ignore[no-untyped-def]
    for card, directive in archive.directives():
        for known in refreshed(directive, today, DueSettings()).tasks:
            stored = next(t for t in directive.tasks if t.id == known.id)
            days = [d.due for d in stored.deadlines if d.due and not d.rrule]
            for again in (d for d in known.deadlines if d.rrule):
                ahead = [d for d in (*again.next_due[:1], again.end) if d]
                days += [min(ahead)] if ahead else []
            if days:
                yield (card.name, known.id), min(days)
