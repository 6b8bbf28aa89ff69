"""Probabilities that mean what they say, and how many units a person must look at to miss almost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzer.learning.outcomes import Outcome
from analyzer.models.linear import Linear
from analyzer.pipes.tasks.judges import UNIT

#: The share of true tasks that may be neither in the list nor shown for review.
MISSED = 0.01
_BINS = 10


@dataclass(frozen=True)
class Bin:
    """A step of the reliability diagram: how many, how sure on average, and the share that is right."""

    count: int
    sure: float
    right: float


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The reliability diagram of (probability, right) pairs in ten steps of equal width; empty steps are left out.

    >>> reliability([(0.95, True), (0.93, True), (0.12, False)])
    [Bin(count=1, sure=0.12, right=0.0), Bin(count=2, sure=0.94, right=1.0)]
    """
    steps: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for sure, right in pairs:
        steps[min(int(sure * _BINS), _BINS - 1)].append((sure, right))
    return [Bin(len(s), round(sum(p for p, _ in s) / len(s), 12), sum(r for _, r in s) / len(s)) for s in steps if s]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far sureness is from the share right, on average over the pairs.

    >>> calibration_error([Bin(3, 0.8, 1.0), Bin(1, 0.3, 0.3)])
    0.15
    """
    whole = sum(b.count for b in bins)
    return round(sum(b.count * abs(b.sure - b.right) for b in bins) / whole, 12) if whole else 0.0


def pairs_of(outcomes: Iterable[Outcome], field: str, model: Linear) -> list[tuple[float, bool]]:
    """How sure a field is and whether it is right, over documents."""
    return [(model.probability(e.features), e.label == "yes") for o in outcomes for e in o.examples[field]]


@dataclass(frozen=True)
class Review:
    """What a person looks at from a probability on: the share of units shown, and of true tasks seen or listed."""

    shown: int
    units: int
    seen: int
    gold: int
    listed: int

    @property
    def share(self) -> float:
        """The share of all units that is shown."""
        return self.shown / self.units if self.units else 0.0

    @property
    def recall(self) -> float:
        """The share of true tasks that is in the list or shown."""
        return self.seen / self.gold if self.gold else 1.0


def review(outcomes: Sequence[Outcome], model: Linear, threshold: float) -> Review:
    """What showing the units of at least this probability comes to, over documents."""
    shown = seen = gold = units = listed = 0
    for result in outcomes:
        sure = [model.probability(e.features) for e in result.examples[UNIT]]
        shown += sum(p >= threshold for p in sure)
        missed = sum(not any(sure[i] >= threshold for i in showing) for showing in result.shown_by)
        gold, units = gold + result.gold, units + result.units
        seen += result.gold - missed
        listed += result.gold - len(result.shown_by)
    return Review(shown, units, seen, gold, listed)


def best_shown(outcomes: Iterable[Outcome], model: Linear) -> list[float]:
    """For each true task that is not in the list, the probability of the likeliest unit that shows it; 0 for none."""
    return [
        max((model.probability(result.examples[UNIT][i].features) for i in showing), default=0.0)
        for result in outcomes
        for showing in result.shown_by
    ]


def review_threshold(best: Sequence[float], gold: int) -> float:
    """The highest probability from which on units must be shown so that at most :data:`MISSED` of tasks stay unseen.

    ``best`` has the tasks that are not in the list (:func:`best_shown`), of ``gold`` tasks in all. One task more than
    were missed is counted as missed, and one more as there, so that the promise holds for a new document like these on
    average (conformal risk control). Where too few tasks are known to promise anything, everything is shown.

    >>> review_threshold([0.9, 0.2, 0.05, 0.4], 300), review_threshold([0.9], 10), review_threshold([], 300)
    (0.4, 0.0, 1.0)
    """
    allowed = int(MISSED * (gold + 1)) - 1
    if allowed < 0:
        return 0.0
    ranked = sorted(best)
    return ranked[allowed] if allowed < len(ranked) else 1.0
