"""Probabilities beside what is right, and the promise that review makes."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.assembly.analysis import Analysis
from analyzer.learning.calibration import (
    MISSED,
    Bin,
    best_shown,
    calibration_error,
    pairs_of,
    reliability,
    review,
    review_threshold,
)
from analyzer.learning.examples import Example
from analyzer.learning.outcomes import Outcome
from analyzer.models.linear import Linear
from analyzer.reading import read

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)
NOTHING = Analysis(read("Không có gì."))
#: A unit with the feature "7" is a task with a probability of 0.7.
LADDER = Linear(("no", "yes"), {"1": (-2.197,), "3": (-0.847,), "5": (0.0,), "7": (0.847,), "9": (2.197,)}, (0.0,))


def made(units: Sequence[str], shown_by: Sequence[Sequence[int]], listed: int = 0, name: str = "a") -> Outcome:
    """An outcome with units of these features, of which some show missed tasks; ``listed`` tasks are in the list."""
    useful = {i for showing in shown_by for i in showing}
    examples = [Example(name, (u,), "yes" if i in useful else "no") for i, u in enumerate(units)]
    return Outcome(name, {"unit": examples}, shown_by, len(shown_by) + listed, len(units) + listed, NOTHING)


# ---------------------------------------------------------------- reliability


@given(PAIRS)
def test_the_steps_hold_every_pair(pairs: list[tuple[float, bool]]) -> None:
    bins = reliability(pairs)
    assert sum(b.count for b in bins) == len(pairs)
    assert sum(b.count * b.right for b in bins) == pytest.approx(sum(right for _, right in pairs))
    assert sum(b.count * b.sure for b in bins) == pytest.approx(sum(sure for sure, _ in pairs), abs=1e-9)
    assert [b.sure for b in bins] == sorted(b.sure for b in bins)
    assert len(bins) <= 10


@given(PAIRS)
def test_the_error_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    error = calibration_error(reliability(pairs))
    assert 0 <= error <= 1
    whole = abs(sum(sure - right for sure, right in pairs)) / len(pairs) if pairs else 0.0
    assert error >= whole - 1e-9, "no better than how far off the mean is"


@pytest.mark.parametrize("sure", [0.05, 0.5, 0.92])
def test_what_comes_true_as_often_as_was_said_has_no_error(sure: float) -> None:
    pairs = [(sure, i < round(sure * 100)) for i in range(100)]
    assert calibration_error(reliability(pairs)) == pytest.approx(0, abs=1e-9)


def test_too_sure_and_not_sure_enough() -> None:
    assert calibration_error(reliability([(1.0, False)] * 3)) == 1
    assert calibration_error(reliability([(1.0, True), (0.0, False)])) == 0
    # two steps, one said 0.9 and came true half the time, one said 0.1 and never came true
    assert calibration_error(reliability([(0.9, True), (0.9, False), (0.1, False), (0.1, False)])) == pytest.approx(
        (2 * 0.4 + 2 * 0.1) / 4
    )


def test_no_pairs() -> None:
    assert reliability([]) == []
    assert calibration_error([]) == 0


def test_the_ends_of_the_scale() -> None:
    assert reliability([(1.0, True), (0.0, False), (0.1, True)]) == [Bin(1, 0.0, 0), Bin(1, 0.1, 1), Bin(1, 1.0, 1)]


def test_pairs_come_from_the_examples_of_a_field() -> None:
    found = pairs_of([made(["9", "1"], [[0]]), made(["5"], [], name="b")], "unit", LADDER)
    assert [(round(sure, 2), right) for sure, right in found] == [(0.9, True), (0.1, False), (0.5, False)]


# ---------------------------------------------------------------- review


def test_what_review_comes_to() -> None:
    outcomes = [made(["9", "5", "1", "7"], [[0], [2]], listed=6), made(["3", "5"], [[0, 1], []], listed=2, name="b")]
    found = review(outcomes, LADDER, 0.4)
    assert (found.shown, found.units) == (4, 14)
    assert (found.gold, found.listed, found.seen) == (12, 8, 10)
    assert found.share == 4 / 14
    assert found.recall == 10 / 12
    everything = review(outcomes, LADDER, 0.0)
    assert (everything.shown, everything.seen) == (6, 11), "one task is shown by nothing"
    nothing = review(outcomes, LADDER, 1.0)
    assert (nothing.shown, nothing.seen) == (0, 8)


def test_review_of_nothing() -> None:
    empty = review([], LADDER, 0.5)
    assert (empty.share, empty.recall) == (0.0, 1.0)


def test_the_likeliest_unit_shows_a_task() -> None:
    outcomes = [made(["9", "5", "1"], [[1, 2], [0], []])]
    assert [round(best, 2) for best in best_shown(outcomes, LADDER)] == [0.5, 0.9, 0.0]


@st.composite
def corpora(draw: st.DrawFn) -> list[Outcome]:
    """Outcomes with many units, some of which show missed tasks."""
    chance = random.Random(draw(st.integers(0, 10_000)))
    found = []
    for i in range(draw(st.integers(1, 6))):
        units = [chance.choice("13579") for _ in range(chance.randrange(1, 40))]
        missed = [
            chance.sample(range(len(units)), chance.choice([1, 1, 2]) if len(units) > 1 else 1)
            for _ in range(chance.randrange(6))
        ]
        found.append(made(units, missed, chance.randrange(200), f"d{i}"))
    return found


@given(corpora())
def test_the_promise_holds_where_it_was_made(outcomes: list[Outcome]) -> None:
    """Of the documents the threshold comes from, at most one task in a hundred is neither listed nor shown."""
    best, gold = best_shown(outcomes, LADDER), sum(o.gold for o in outcomes)
    threshold = review_threshold(best, gold)
    found = review(outcomes, LADDER, threshold)
    assert found.gold - found.seen <= MISSED * found.gold


@given(st.lists(st.floats(0.001, 1), max_size=40), st.integers(0, 6000))
def test_the_threshold_is_the_highest_that_keeps_the_promise(best: list[float], listed: int) -> None:
    """One unit fewer would be too few: the next higher threshold misses more than is allowed."""
    gold = len(best) + listed
    threshold = review_threshold(best, gold)
    unseen = sum(p < threshold for p in best)
    assert unseen + 1 <= MISSED * (gold + 1) or threshold == 0.0
    if higher := [p for p in best if p > threshold]:
        assert sum(p < min(higher) for p in best) + 1 > MISSED * (gold + 1)
    else:
        assert threshold in (*best, 1.0, 0.0)


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0, 1), st.integers(0, 6000))
def test_one_more_missed_never_raises_the_threshold(best: list[float], one: float, listed: int) -> None:
    gold = len(best) + listed
    assert review_threshold([*best, one], gold) <= review_threshold(best, gold)
    assert review_threshold(best, gold) <= review_threshold(best, gold + 100)


@pytest.mark.parametrize("gold", [0, 1, 50, 98])
def test_with_few_tasks_everything_is_shown(gold: int) -> None:
    assert review_threshold([0.5] * min(gold, 3), gold) == 0.0


def test_what_nothing_shows_counts_as_missed() -> None:
    assert review_threshold([0.0, 0.0, 0.4, 0.6], 299) == 0.4
    assert review_threshold([0.0, 0.0, 0.0, 0.6], 299) == 0.0, "the promise cannot be kept: everything is shown"


def test_the_promise_holds_for_new_documents_on_average() -> None:
    """Thresholds of many made calibration sets, each tried on another set from the same chance."""
    chance = random.Random(0)

    def missed_tasks() -> list[float]:
        return [chance.betavariate(1.2, 3) for _ in range(300) if chance.random() < 0.1]

    unseen = 0
    for _ in range(2_000):
        threshold = review_threshold(missed_tasks(), 300)
        unseen += sum(p < threshold for p in missed_tasks())
    assert unseen / (2_000 * 300) == pytest.approx(MISSED, rel=0.05), "kept, and not by showing more than is needed"
