"""Reviews kept in an archive: the log, who may take back what, and what others see of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from analyzer.archive import Archive, Incoming
from analyzer.archive.checking import check
from analyzer.archive.errors import NoSuchDocument
from analyzer.archive.search import search
from analyzer.archive.selection import Filters
from analyzer.archive.tables import document as documents
from analyzer.archive.tables import entry
from analyzer.review import records, standings, store
from analyzer.review.edits import parse_edit
from analyzer.review.errors import BadEdit, Conflict, NoSuchItem, NothingToUndo, NumberTaken, ReviewDone
from analyzer.review.model import Reviewed, Standing
from analyzer.review.standings import Standings
from analyzer.review.store import Reviews
from analyzer.writing.json import dump
from tests.archive.making import directive
from tests.review.making import plan, task

STRIKE: dict[str, Any] = {"action": "strike", "task": "t6"}
AREA: dict[str, Any] = {"action": "set", "task": "t1", "field": "area", "value": "digital_government"}


def edit(reviews: Reviews, at: int, said: dict[str, Any], who: str = "An") -> Reviewed:
    """An edit by somebody who has just looked."""
    seen = reviews.open(at).revisions
    return reviews.edit(at, parse_edit(said), who=who, seen=seen)


def test_opening_writes_nothing(archive: Archive, reviews: Reviews, document: int) -> None:
    opened = reviews.open(document)
    assert (opened.state, opened.changes, opened.last, dict(opened.revisions)) == ("untouched", 0, None, {})
    assert opened.revisions["task:t1"] == 0
    assert dump(opened.directive) == dump(opened.machine) == dump(plan())
    assert len(archive.history(document)) == 1
    with pytest.raises(NoSuchDocument):
        reviews.open(document + 1)


def test_a_change_is_seen_by_search_and_export_and_the_machines_word_is_kept(
    archive: Archive, reviews: Reviews, document: int
) -> None:
    part = {"name": "Sở Y tế", "role": "lead"}
    done = edit(reviews, document, {"action": "assignees", "task": "t6", "value": [part]})
    assert (done.state, done.changes) == ("open", 1)
    assert done.corrected == {"t6": {"assignees"}}
    assert archive.directive(document) == done.directive
    assert [a.id for a in task(archive.directive(document), "Không được").assignees] == ["so-y-te"]
    assert [(r.current, r.engine) for r in archive.history(document)] == [(False, "analyzer 1"), (True, "review")]
    assert dump(done.machine) == dump(plan()) == dump(reviews.open(document).machine)
    assert [hit.item for hit in search(archive, "giấy tờ", Filters(agencies=("Sở Y tế",))).hits] == ["t6"]
    again = edit(reviews, document, AREA)
    assert again.changes == 2
    assert len(archive.history(document)) == 2
    assert list(check(archive)) == []


def test_the_answer_to_a_change_is_what_is_kept_though_time_goes_on(
    reviews: Reviews, document: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = (datetime(2026, 11, 20, 8, tzinfo=UTC) + timedelta(seconds=n) for n in range(1000))
    for module in (records, standings, store):
        monkeypatch.setattr(module, "now", lambda: next(ticks))
    for change in (
        lambda: edit(reviews, document, AREA),
        lambda: edit(reviews, document, STRIKE),
        lambda: reviews.undo(document, who="An"),
    ):
        answer, kept = change(), reviews.open(document)
        assert answer.last is not None
        assert (answer.last, answer.struck) == (kept.last, kept.struck)


def test_undoing_everything_gives_the_machines_line(archive: Archive, reviews: Reviews, document: int) -> None:
    for said in (AREA, STRIKE, {"action": "header", "field": "title", "value": "Tên mới"}):
        edit(reviews, document, said)
    for _ in range(3):
        last = reviews.undo(document, who="An")
    assert (last.changes, last.state) == (0, "open")
    assert last.corrected == {}
    assert list(archive.lines()) == [Incoming.of(plan()).line]
    with pytest.raises(NothingToUndo):
        reviews.undo(document, who="An")
    assert list(check(archive)) == []


def test_who_sees_an_old_revision_is_told_who_was_faster(reviews: Reviews, document: int) -> None:
    edit(reviews, document, AREA, who="An")
    with pytest.raises(Conflict) as told:
        reviews.edit(document, parse_edit(STRIKE | {"task": "t1"}), who="Bình", seen={"task:t1": 0})
    conflict = told.value
    assert (conflict.item, conflict.who) == ("task:t1", "An")
    assert conflict.value is not None
    assert conflict.value["area"] == "digital_government"
    assert conflict.revision == reviews.open(document).revisions["task:t1"]
    reviews.edit(document, parse_edit(STRIKE), who="Bình", seen={})  # another task is nobody's business
    reviews.edit(document, parse_edit(STRIKE | {"task": "t1"}), who="Bình", seen={"task:t1": conflict.revision})


def test_a_task_that_another_struck_is_a_conflict(reviews: Reviews, document: int) -> None:
    edit(reviews, document, STRIKE, who="An")
    with pytest.raises(Conflict) as told:
        reviews.edit(document, parse_edit(AREA | {"task": "t6"}), who="Bình", seen={"task:t6": 0})
    assert told.value.value is None
    struck = reviews.open(document).struck
    assert [(s.task, s.change.who) for s in struck] == [("t6", "An")]
    assert reviews.undo(document, who="Bình", change=struck[0].change.id).struck == ()


def test_whoever_looked_at_another_reading_of_the_machine_is_told(
    archive: Archive, reviews: Reviews, document: int
) -> None:
    seen = reviews.open(document).base
    later = plan().model_copy(deep=True)
    later.tasks.pop(0)
    list(archive.add([Incoming.of(later, "analyzer 2")]))
    with pytest.raises(Conflict) as told:
        reviews.edit(document, parse_edit(STRIKE), who="An", seen={"base": seen})
    assert (told.value.item, told.value.revision) == ("base", reviews.open(document).base)


def test_one_takes_back_ones_own_last_change(reviews: Reviews, document: int) -> None:
    edit(reviews, document, AREA, who="An")
    edit(reviews, document, STRIKE, who="Bình")
    back = reviews.undo(document, who="An")
    assert [t.id for t in back.directive.tasks] == ["t1", "t2", "t3", "t4", "t5", "t7", "t8"]
    assert back.directive.tasks[0] == plan().tasks[0]
    assert [(c.action, c.who, c.holds) for c in reviews.history(document)] == [
        ("set", "An", False),
        ("strike", "Bình", True),
        ("undo", "An", True),
    ]


def test_what_others_built_on_is_not_taken_back_from_under_them(reviews: Reviews, document: int) -> None:
    whole = task(plan(), "Sở Khoa học")
    made = edit(reviews, document, {"action": "split", "task": whole.id, "at": whole.span.start + 36}, who="An")
    new = made.directive.tasks[4].id
    assert new == "t9"
    edit(reviews, document, {"action": "set", "task": new, "field": "area", "value": "procedures"}, who="Bình")
    with pytest.raises(Conflict) as told:
        reviews.undo(document, who="An")
    assert (told.value.item, told.value.who) == ("task:t9", "Bình")
    reviews.undo(document, who="Bình")
    assert dump(reviews.undo(document, who="An").directive) == dump(plan())


def test_a_task_does_not_come_back_to_words_that_another_has(reviews: Reviews, document: int) -> None:
    span = next(task.span for task in reviews.open(document).directive.tasks if task.id == "t6")
    struck = edit(reviews, document, STRIKE).last
    added = edit(reviews, document, {"action": "add", "start": span.start, "end": span.end})
    assert struck is not None
    with pytest.raises(BadEdit, match="already"):
        reviews.undo(document, who="An", change=struck.id)
    assert reviews.open(document).directive == added.directive


def test_telling_how_far_a_task_is_begins_no_review(archive: Archive, reviews: Reviews, document: int) -> None:
    Standings(archive).set(document, "t6", Standing("doing"), who="An", seen=0)
    assert reviews.open(document).state == "untouched"
    edit(reviews, document, AREA)
    assert reviews.open(document).state == "open"


def test_an_undo_can_be_taken_back(reviews: Reviews, document: int) -> None:
    first = edit(reviews, document, AREA).last
    assert first is not None
    reviews.undo(document, who="An")
    undo = reviews.history(document)[-1]
    again = reviews.undo(document, who="An", change=undo.id)
    assert again.directive.tasks[0].area == "digital_government"
    log = reviews.history(document)
    assert [(c.action, c.holds, c.undone_by) for c in log] == [
        ("set", True, None),
        ("undo", False, log[2].id),
        ("redo", True, None),
    ]
    assert dump(reviews.undo(document, who="An", change=first.id).directive) == dump(plan())
    with pytest.raises(NothingToUndo):
        reviews.undo(document, who="An", change=first.id)
    with pytest.raises(NoSuchItem):
        reviews.undo(document, who="An", change=99_999)


def test_a_change_is_not_brought_back_upon_another(reviews: Reviews, document: int) -> None:
    edit(reviews, document, AREA)
    reviews.undo(document, who="An")
    undo = reviews.history(document)[-1]
    edit(reviews, document, AREA | {"value": "procedures"}, who="Bình")
    with pytest.raises(Conflict):
        reviews.undo(document, who="An", change=undo.id)


def test_the_history_tells_from_what_to_what(reviews: Reviews, document: int) -> None:
    edit(reviews, document, AREA)
    edit(reviews, document, {"action": "header", "field": "issued_on", "value": "2026-03-13"}, who="Bình")
    (change,) = reviews.history(document, "task:t1")
    by_field = {f.field: (f.old, f.new) for f in change.fields}
    assert by_field["area"] == (plan().tasks[0].area, "digital_government")
    assert by_field["confidences"][1]["area"] == 1.0
    (header,) = reviews.history(document, "header")
    assert [(f.item, f.field, f.old, f.new) for f in header.fields] == [
        ("header", "issued_on", "2026-03-12", "2026-03-13")
    ]


def test_the_same_value_once_more_confirms_it_and_then_changes_nothing(reviews: Reviews, document: int) -> None:
    same = {"action": "set", "task": "t1", "field": "area", "value": plan().tasks[0].area}
    once = edit(reviews, document, same)
    assert once.directive.tasks[0].confidences is not None
    assert once.directive.tasks[0].confidences.area == 1.0
    assert once.corrected == {"t1": {"area"}}
    assert edit(reviews, document, same).changes == 1
    assert len(reviews.history(document)) == 1


def test_days_follow_the_header(reviews: Reviews, document: int) -> None:
    def due() -> date | None:
        return task(reviews.open(document).directive, "tập huấn").deadlines[0].due

    assert due() == date(2026, 4, 2)
    edit(reviews, document, {"action": "header", "field": "issued_on", "value": "2026-03-19"})
    assert due() == date(2026, 4, 9)
    edit(reviews, document, {"action": "set", "task": "t3", "field": "area", "value": "civil_service"})
    assert due() == date(2026, 4, 9)
    reviews.undo(document, who="An", change=reviews.history(document)[0].id)
    assert due() == date(2026, 4, 2)


def test_a_closed_review_is_opened_before_it_is_changed(reviews: Reviews, document: int) -> None:
    reviews.finish(document, who="An")
    assert reviews.open(document).state == "done"
    with pytest.raises(ReviewDone):
        edit(reviews, document, AREA)
    with pytest.raises(NothingToUndo):
        reviews.undo(document, who="An")
    reviews.reopen(document, who="Bình")
    assert edit(reviews, document, AREA).state == "open"
    with pytest.raises(NoSuchDocument):
        reviews.finish(document + 1, who="An")


def test_the_number_of_another_document_is_refused(archive: Archive, reviews: Reviews, document: int) -> None:
    list(archive.add([Incoming.of(directive("17/CT-UBND", issuer="Ủy ban nhân dân tỉnh Lam Sơn"))]))
    edit(reviews, document, {"action": "header", "field": "issued_on", "value": "2024-03-04"})
    with pytest.raises(NumberTaken):
        edit(reviews, document, {"action": "header", "field": "number", "value": "17/CT-UBND"})
    assert reviews.open(document).changes == 1
    edit(reviews, document, {"action": "header", "field": "number", "value": "18/CT-UBND"})
    assert archive.card(document).number == "18/CT-UBND"
    assert list(check(archive)) == []


@pytest.mark.parametrize(
    "said",
    [
        {"action": "extent", "task": "t1", "start": 5, "end": 99_999},
        {"action": "split", "task": "t1", "at": 3},
        {"action": "merge", "tasks": ["t1", "t3"]},
        {"action": "merge", "tasks": ["t1", "t1"]},
        {"action": "assignees", "task": "t1", "value": [{"name": "X", "role": "lead", "id": "no-such"}]},
        {"action": "deadlines", "task": "t1", "value": [{"text": "không có trong văn bản", "to": "2026-05-05"}]},
        {"action": "header", "field": "kind", "value": "ZZ"},
        {"action": "strike", "task": "t99"},
        {"action": "target", "target": "g99", "field": "value", "value": 3},
        {"action": "set", "task": "t1", "field": "references", "value": ["r99"]},
    ],
)
def test_what_does_not_fit_leaves_no_trace(
    archive: Archive, reviews: Reviews, document: int, said: dict[str, Any]
) -> None:
    with pytest.raises((BadEdit, NoSuchItem)):
        edit(reviews, document, said)
    assert reviews.open(document).state == "untouched"
    assert len(archive.history(document)) == 1


def test_removing_a_document_takes_its_review_along(archive: Archive, reviews: Reviews, document: int) -> None:
    edit(reviews, document, AREA)
    reviews.undo(document, who="An")
    archive.remove(document)
    with archive.reading() as connection:
        assert connection.execute(select(documents.c.id)).all() == connection.execute(select(entry.c.id)).all() == []
    assert list(check(archive)) == []
