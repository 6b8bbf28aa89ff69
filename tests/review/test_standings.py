"""How far tasks are, as people say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.review import clock
from analyzer.review.edits import parse_edit
from analyzer.review.errors import BadEdit, Conflict, NoSuchItem
from analyzer.review.model import Standing
from analyzer.review.standings import Standings
from analyzer.review.store import Reviews
from analyzer.writing.json import dump
from tests.review.making import plan

DONE = Standing("done", done_on=date(2026, 6, 12), done_document="85/BC-SNV", note="Gửi  bản giấy")
LATER = Standing("doing", extended_to=date(2026, 9, 30), extension_document="412/UBND-NC")


def said(standing: Standing) -> tuple[object, ...]:
    return (
        standing.status,
        standing.done_on,
        standing.done_document,
        standing.extended_to,
        standing.extension_document,
        standing.note,
    )


def test_a_standing_is_kept_with_who_set_it(archive: Archive, reviews: Reviews, document: int) -> None:
    standings = Standings(archive)
    assert standings.get(document) == {}
    standings.set(document, "t1", DONE, who="An", seen=0)
    (found,) = standings.get(document).values()
    assert said(found) == ("done", date(2026, 6, 12), "85/BC-SNV", None, None, "Gửi bản giấy")
    assert found.changed_by == "An"
    assert found.changed_at is not None
    assert found.changed_at.tzinfo is not None
    standings.set(document, "t1", LATER, who="Bình", seen=found.revision)
    assert said(standings.get(document)["t1"]) == said(LATER)
    log = reviews.history(document, "standing:t1")
    assert [(c.who, c.action, c.before["standing:t1"] and c.before["standing:t1"]["status"]) for c in log] == [
        ("An", "standing", None),
        ("Bình", "standing", "done"),
    ]
    assert reviews.open(document).changes == 0
    assert reviews.open(document).last is None
    assert dump(archive.directive(document)) == dump(plan())


def test_who_did_not_see_the_last_standing_is_told(archive: Archive, document: int) -> None:
    standings = Standings(archive)
    standings.set(document, "t1", DONE, who="An", seen=0)
    with pytest.raises(Conflict) as told:
        standings.set(document, "t1", LATER, who="Bình", seen=0)
    assert (told.value.item, told.value.who, told.value.revision) == (
        "standing:t1",
        "An",
        standings.get(document)["t1"].revision,
    )
    assert said(standings.get(document)["t1"])[0] == "done"


def test_the_same_once_more_changes_nothing(archive: Archive, reviews: Reviews, document: int) -> None:
    standings = Standings(archive)
    standings.set(document, "t1", DONE, who="An", seen=0)
    before = standings.get(document)
    standings.set(document, "t1", before["t1"], who="Bình", seen=before["t1"].revision)
    assert standings.get(document) == before
    assert len(reviews.history(document)) == 1


def test_a_standing_can_be_taken_back_and_is_no_edit_of_ones_own(
    archive: Archive, reviews: Reviews, document: int
) -> None:
    standings = Standings(archive)
    reviews.edit(document, parse_edit({"action": "strike", "task": "t6"}), who="An", seen={})
    standings.set(document, "t1", DONE, who="An", seen=0)
    standings.set(document, "t1", LATER, who="An", seen=standings.get(document)["t1"].revision)
    assert reviews.undo(document, who="An").changes == 0  # the strike
    first, second = (c.id for c in reviews.history(document, "standing:t1"))
    with pytest.raises(Conflict):
        reviews.undo(document, who="An", change=first)
    reviews.undo(document, who="An", change=second)
    assert said(standings.get(document)["t1"])[:3] == said(DONE)[:3]
    reviews.undo(document, who="An", change=first)
    now = standings.get(document)["t1"]
    assert said(now) == said(Standing())
    standings.set(document, "t1", LATER, who="Bình", seen=now.revision)
    assert said(standings.get(document)["t1"]) == said(LATER)


def test_standings_are_set_when_the_review_is_closed_too(archive: Archive, reviews: Reviews, document: int) -> None:
    reviews.finish(document, who="An")
    Standings(archive).set(document, "t1", DONE, who="An", seen=0)
    (change,) = reviews.history(document)
    reviews.undo(document, who="An", change=change.id)
    assert reviews.open(document).state == "done"


@pytest.mark.parametrize(
    ("task", "wanted", "error"),
    [
        ("t99", DONE, NoSuchItem),
        ("t1", Standing("late"), BadEdit),  # type: ignore[arg-type]
        ("t1", Standing("done", done_document="a\x00b"), BadEdit),
        ("t1", Standing("done", done_on=date(26, 1, 1)), BadEdit),
        ("t1", Standing("done", note="x" * 5000), BadEdit),
    ],
)
def test_what_cannot_be_is_refused(
    archive: Archive, reviews: Reviews, document: int, task: str, wanted: Standing, error: type[Exception]
) -> None:
    with pytest.raises(error):
        Standings(archive).set(document, task, wanted, who="An", seen=0)
    assert reviews.open(document).state == "untouched"


@pytest.mark.parametrize(
    ("moment", "day", "shown"),
    [
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), date(2026, 11, 20), "20/11/2026 23:59"),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), date(2026, 11, 21), "21/11/2026 00:00"),
        (datetime(2026, 12, 31, 17, 5), date(2027, 1, 1), "01/01/2027 00:05"),
    ],
)
def test_the_day_is_vietnams(moment: datetime, day: date, shown: str) -> None:
    assert clock.local(moment).date() == day
    assert clock.shown(moment) == shown


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1)))
def test_moments_stay_the_same(moment: datetime) -> None:
    assert clock.aware(clock.local(moment)) == clock.aware(moment)
