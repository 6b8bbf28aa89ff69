"""Several people and machines at one document at once: nothing is lost, nobody overwrites what they have not seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from analyzer.archive import Archive, Incoming
from analyzer.archive.checking import check
from analyzer.archive.office import review
from analyzer.assembly.models import Directive
from analyzer.review.edits import parse_edit
from analyzer.review.errors import Conflict, NothingToUndo
from analyzer.review.model import Standing
from analyzer.review.standings import Standings
from analyzer.review.store import Reviews
from analyzer.writing.json import dump
from tests.archive.making import directive, many
from tests.review.making import plan

EDITORS = 6


def at_once(work: Callable[[int], str], count: int = EDITORS) -> list[str]:
    """What came of the same work done by several threads that begin together."""
    barrier = threading.Barrier(count)

    def begin(number: int) -> str:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_of_several_who_edit_one_task_at_once_one_is_kept(archive: Archive, reviews: Reviews, document: int) -> None:
    for turn in range(3):
        seen = dict(reviews.open(document).revisions)

        def work(number: int, turn: int = turn, seen: dict[str, int] = seen) -> str:
            value = f"Việc {turn} của người {number}"
            said = parse_edit({"action": "set", "task": "t1", "field": "action", "value": value})
            try:
                reviews.edit(document, said, who=f"người {number}", seen=seen)
            except Conflict as conflict:
                return f"conflict {conflict.who}" if conflict.value else "conflict without a value"
            return value

        outcomes = at_once(work)
        (kept,) = [outcome for outcome in outcomes if not outcome.startswith("conflict")]
        opened = reviews.open(document)
        assert opened.last is not None
        assert opened.directive.tasks[0].action == archive.directive(document).tasks[0].action == kept
        assert outcomes.count(f"conflict {opened.last.who}") == EDITORS - 1
        assert opened.changes == turn + 1
    assert list(check(archive)) == []


def test_edits_of_different_tasks_at_once_are_all_kept(archive: Archive, reviews: Reviews, document: int) -> None:
    def work(number: int) -> str:
        said = parse_edit({"action": "set", "task": f"t{number + 1}", "field": "action", "value": f"Việc {number}"})
        reviews.edit(document, said, who=f"người {number}", seen={})
        return ""

    at_once(work)
    opened = reviews.open(document)
    assert [t.action for t in opened.directive.tasks[:EDITORS]] == [f"Việc {n}" for n in range(EDITORS)]
    assert opened.changes == EDITORS
    assert archive.directive(document) == opened.directive
    assert [r.current for r in archive.history(document)] == [False, True]
    assert list(check(archive)) == []


def test_new_tasks_of_several_have_names_of_their_own(reviews: Reviews, document: int) -> None:
    whole = plan().tasks[0].span

    def work(number: int) -> str:
        said = parse_edit({"action": "add", "start": whole.start, "end": whole.start + 17 * (number + 1)})
        return reviews.edit(document, said, who=f"người {number}", seen={}).directive.tasks[0].id

    at_once(work)
    ids = [task.id for task in reviews.open(document).directive.tasks]
    assert len(ids) == len(plan().tasks) + EDITORS
    assert set(ids) == {f"t{n}" for n in range(1, len(ids) + 1)}


def test_one_change_is_taken_back_once(reviews: Reviews, document: int) -> None:
    reviews.edit(document, parse_edit({"action": "strike", "task": "t1"}), who="An", seen={})
    change = reviews.history(document)[0].id

    def work(number: int) -> str:
        try:
            reviews.undo(document, who=f"người {number}", change=change)
        except NothingToUndo:
            return "nothing"
        return "undone"

    assert sorted(at_once(work)) == ["nothing"] * (EDITORS - 1) + ["undone"]
    assert dump(reviews.open(document).directive) == dump(plan())


def test_of_several_who_set_a_standing_at_once_one_is_kept(archive: Archive, document: int) -> None:
    standings = Standings(archive)

    def work(number: int) -> str:
        try:
            standings.set(document, "t1", Standing("doing", note=f"người {number}"), who=f"người {number}", seen=0)
        except Conflict:
            return "conflict"
        return f"người {number}"

    outcomes = at_once(work)
    assert outcomes.count("conflict") == EDITORS - 1
    assert standings.get(document)["t1"].note in outcomes


def test_machines_that_read_while_people_edit(archive: Archive, reviews: Reviews, document: int) -> None:
    """Readings of the same document, and many others, come in while it is edited; edits stand, readings are kept."""

    def machine(number: int) -> Directive:
        later = plan().model_copy(deep=True)
        later.tasks[number].action = "máy đọc lại"
        return later

    def work(number: int) -> str:
        if number == 0:
            return ",".join(added.outcome for added in archive.add(many(40), batch=10))
        if number < 3:
            (added,) = archive.add([Incoming.of(machine(number), "analyzer 2")])
            return added.outcome
        for _ in range(4):
            said = {"action": "set", "task": f"t{number}", "field": "area", "value": "direction"}
            seen = reviews.open(document).revisions
            try:
                reviews.edit(document, parse_edit(said), who=f"người {number}", seen=seen)
                reviews.undo(document, who=f"người {number}")
            except Conflict:
                pytest.fail("nobody else edits this task")
        return "edited"

    outcomes = at_once(work)
    assert outcomes[0] == ",".join(["new"] * 40)
    assert set(outcomes[1:3]) <= {"kept", "replaced"}
    assert outcomes[3:] == ["edited"] * 3
    opened = reviews.open(document)
    assert dump(opened.directive) == dump(opened.machine)
    assert len(reviews.history(document)) == 24
    assert [r.engine for r in archive.history(document) if r.current] == ["review"]
    assert len(archive.history(document)) == 4
    assert archive.size().documents == 41
    assert list(check(archive)) == []


def test_the_machine_never_replaces_what_people_say(archive: Archive, reviews: Reviews, document: int) -> None:
    reviews.edit(document, parse_edit({"action": "strike", "task": "t1"}), who="An", seen={})
    kept = archive.directive(document)
    later = plan().model_copy(deep=True)
    later.tasks.pop()
    (added,) = archive.add([Incoming.of(later, "analyzer 2")])
    assert (added.outcome, added.document) == ("kept", document)
    assert archive.directive(document) == kept
    assert dump(reviews.open(document).machine) == dump(plan())
    (same,) = archive.add([Incoming.of(plan(), "analyzer 1")])
    assert same.outcome == "unchanged"
    (edited,) = archive.add([Incoming.of(kept, "analyzer 3")])  # it reads now just what people say
    assert (edited.outcome, edited.document) == ("kept", document)
    assert list(check(archive)) == []


def test_a_standing_keeps_the_machine_out_too(archive: Archive, document: int) -> None:
    Standings(archive).set(document, "t1", Standing("done"), who="An", seen=0)
    later = plan().model_copy(deep=True)
    later.tasks.pop(0)
    (added,) = archive.add([Incoming.of(later, "analyzer 2")])
    assert added.outcome == "kept"
    assert archive.directive(document) == plan()


def test_a_reviewed_document_is_never_taken_for_another(archive: Archive, reviews: Reviews, document: int) -> None:
    """Its bytes are read anew as those of a document that is there: it stays what people say it is."""
    (other,) = archive.add([Incoming.of(directive("17/CT-UBND"))])
    reviews.edit(document, parse_edit({"action": "strike", "task": "t1"}), who="An", seen={})
    misread = plan().model_copy(deep=True)
    misread.directive = directive("17/CT-UBND").directive
    (added,) = archive.add([Incoming.of(misread, "analyzer 2")])
    assert (added.outcome, added.document) == ("kept", document)
    assert archive.size().documents == 2
    assert reviews.open(document).changes == 1
    assert archive.directive(other.document) == directive("17/CT-UBND")
    assert list(check(archive)) == []


def test_a_document_that_proves_to_be_a_reviewed_one_goes_into_its_history(
    archive: Archive, reviews: Reviews, document: int
) -> None:
    misread = directive("99/CT-UBND", file="ban-khac.pdf")
    (other,) = archive.add([Incoming.of(misread)])
    reviews.edit(document, parse_edit({"action": "strike", "task": "t1"}), who="An", seen={})
    Standings(archive).set(document, "t2", Standing("done"), who="An", seen=0)
    kept = archive.directive(document)
    right = directive("99/CT-UBND", file="ban-khac.pdf")
    right.directive = plan().directive
    (added,) = archive.add([Incoming.of(right, "analyzer 2")])
    assert (added.outcome, added.document) == ("kept", document)
    assert [card.id for card in archive.cards()] == [document] != [other.document]
    assert archive.directive(document) == kept
    assert reviews.open(document).changes == 1
    assert Standings(archive).get(document)["t2"].status == "done"
    with archive.reading() as connection:
        assert connection.execute(select(review.c.document)).scalars().all() == [document]
    assert list(check(archive)) == []
