"""How often the machine had to be corrected: what counts as what, of how many, in which month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from analyzer.archive import Incoming, open_archive
from analyzer.archive.office import review
from analyzer.assembly.models import Directive, Task
from analyzer.review.figures import FIGURES, Share, by, corrections, reviewed_corrections, total
from analyzer.review.store import Reviews
from tests.review.test_teaching import edit, finish, order
from tests.samples import full_directive


def span(task: Task, start: int, end: int) -> Task:
    return task.model_copy(update={"span": task.span.model_copy(update={"start": start, "end": end})})


def struck(directive: Directive) -> None:
    del directive.tasks[1]


def added(directive: Directive) -> None:
    directive.tasks.append(span(directive.tasks[0], 0, 9).model_copy(update={"id": "t99"}))


def split(directive: Directive) -> None:
    """The first half keeps the name; both get other assignees by it."""
    one = directive.tasks[0]
    middle = (one.span.start + one.span.end) // 2
    second = span(one, middle, one.span.end).model_copy(update={"id": "t99", "assignees": []})
    directive.tasks[:1] = [span(one, one.span.start, middle), second]


def merged(directive: Directive) -> None:
    first, second, third = directive.tasks[:3]
    directive.tasks[:3] = [span(first, first.span.start, third.span.end).model_copy(update={"assignees": []})]
    assert second.span.end <= third.span.end


def extended(directive: Directive) -> None:
    one = directive.tasks[2]
    directive.tasks[2] = span(one, one.span.start, one.span.end - 5)


def redone(directive: Directive) -> None:
    """Struck, and the same words added again: people took two steps, and two are told."""
    directive.tasks[0] = directive.tasks[0].model_copy(update={"id": "t99"})


def retimed(directive: Directive) -> None:
    limits = directive.tasks[1].deadlines
    directive.tasks[1].deadlines = [limit.model_copy(update={"end": None, "rrule": "FREQ=DAILY"}) for limit in limits]


def renamed(directive: Directive) -> None:
    directive.tasks[0].assignees = directive.tasks[1].assignees[:1]


def counted_anew(directive: Directive) -> None:
    """What follows from the day that it is asked on is no correction."""
    for task in directive.tasks:
        for limit in task.deadlines:
            limit.next_due, limit.basis = [], ["x"]
        for assignee in task.assignees:
            assignee.answers = []
        task.confidence, task.confidences = 1, None


def judged(directive: Directive) -> None:
    directive.tasks[0].modality, directive.tasks[1].area = "prohibition", "procedures"


def headed(directive: Directive) -> None:
    directive.directive.number = None


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda _: None, {}),
        (counted_anew, {}),
        (struck, {"struck": Share(1, 5)}),
        (added, {"added": Share(1, 6)}),
        (split, {"split": Share(1, 5)}),
        (merged, {"merged": Share(2, 5)}),
        (extended, {"task.extent": Share(1, 5)}),
        (redone, {"struck": Share(1, 5), "added": Share(1, 5)}),
        (retimed, {"task.deadlines": Share(1, 5)}),
        (renamed, {"task.assignees": Share(1, 5)}),
        (judged, {"task.modality": Share(1, 5), "task.area": Share(1, 5)}),
        (headed, {"header.number": Share(1, 1)}),
    ],
)
def test_each_correction_counts_as_what_it_is(change: Callable[[Directive], None], wanted: dict[str, Share]) -> None:
    machine, reviewed = order(), order()
    change(reviewed)
    found = corrections(machine, reviewed)
    assert {name: share for name, share in found.figures.items() if share.corrected} == wanted
    assert found.untouched == (not wanted)
    assert set(found.figures) == set(FIGURES)


def test_fields_are_counted_of_the_tasks_that_were_neither_split_nor_merged() -> None:
    machine, reviewed = order(), order()
    split(reviewed)
    assert corrections(machine, reviewed).figures["task.area"] == Share(0, 4)


def test_targets_are_counted_field_by_field_and_together() -> None:
    machine, reviewed = full_directive(), full_directive()
    reviewed.targets[0].value += 1
    reviewed.targets[0].unit = "hồ sơ"
    found = corrections(machine, reviewed).figures
    count = len(machine.targets)
    assert (found["target.value"], found["target.unit"], found["targets"]) == (Share(1, count),) * 3
    assert found["target.scope"] == Share(0, count)


def test_what_is_not_there_has_no_share() -> None:
    empty = order().model_copy(update={"tasks": [], "targets": []})
    found = corrections(empty, empty)
    assert (found.figures["struck"].share, found.figures["task.area"].share) == (None, None)
    assert found.as_json()["figures"]["struck"] == {"corrected": 0, "of": 0, "share": None}


def test_months_are_those_of_vietnam_and_only_finished_reviews_count(tmp_path: Path) -> None:
    with open_archive(str(tmp_path / "archive.db"), create=True) as archive:
        list(archive.add([Incoming.of(order(number)) for number in (7, 8, 9)]))
        one, two, three = (card.id for card in archive.cards())
        edit(archive, one, action="strike", task="t1")
        edit(archive, two, action="header", field="kind", value="CV")
        edit(archive, three, action="strike", task="t1")
        finish(archive, one)
        finish(archive, two)
        moments = {one: datetime(2026, 10, 31, 18, tzinfo=UTC), two: datetime(2026, 10, 31, 16, tzinfo=UTC)}
        with archive.writing() as connection:
            for document, at in moments.items():
                connection.execute(update(review).where(review.c.document == document).values(finished_at=at))
        groups = reviewed_corrections(archive)
        assert [(g.month, g.kind, g.corrections.documents) for g in groups] == [
            ("2026-10", "CV", 1),
            ("2026-11", "CT", 1),
        ]
        assert total(groups).figures["struck"] == Share(1, 10)
        assert total(groups).figures["header.kind"] == Share(1, 2)
        begun = reviewed_corrections(archive, unfinished=True)
        assert {kind: one.documents for kind, one in by(begun, lambda g: g.kind).items()} == {"CT": 2, "CV": 1}
        assert list(by(begun, lambda g: g.month)) == ["2026-10", "2026-11", None]
        Reviews(archive).undo(three, who="An")
        assert total(reviewed_corrections(archive, unfinished=True)).untouched == 1
