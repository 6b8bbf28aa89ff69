"""How well a plan's task answers a directive's: one score in 0..1 with its parts and the reasons in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.assembly.models import Directive
from analyzer.comparison.asking import Asked
from analyzer.comparison.features import accompanies, agencies_met, features, same_area, same_unit
from analyzer.comparison.parties import Party, addressed, issuer_of
from analyzer.comparison.terms import FAINT, terms
from analyzer.comparison.weighing import Weights, fitted

Matrix = np.ndarray[Any, np.dtype[np.float64]]

_SHARED = 6  # terms that are named


@dataclass(frozen=True, slots=True)
class Match:
    """How well one task answers another: the parts, and the terms both have, the most telling first."""

    total: float
    words: float
    meaning: float | None
    agencies: float | None
    area: float | None
    targets: float | None
    shared: tuple[str, ...]
    accompanies: str | None = None
    duty: str | None = None


class Answering:
    """The scores of all tasks of a directive with all tasks of a plan."""

    def __init__(
        self,
        parent: Directive,
        asked: Sequence[Asked],
        plan: Directive,
        plans: Sequence[Asked],
        weights: Weights | None = None,
    ) -> None:
        self._asked, self._plans = asked, plans
        self._issuer = issuer_of(plan)
        self.business = [self._is_business(a) for a in asked]
        self.scope = [business is not False for business in self.business]
        self.scores: Matrix = np.zeros((len(asked), len(plans)))
        if asked and plans:
            self.features = features(asked, plans)
            self._weights = weights or fitted("meaning" if "meaning" in self.features else "words")
            self.scores = self._weights.probabilities(self.features).round(4)

    def links(self) -> list[tuple[int, int]]:
        """Which of the plan's tasks answer which of the directive's, many to many."""
        if not self.scores.size:
            return []
        taken = (self.scores >= self._weights.least) & np.array(self.scope)[:, None]
        return [(int(i), int(j)) for i, j in zip(*np.nonzero(taken), strict=True)]

    def match(self, i: int, j: int) -> Match:
        """The score of a pair with its parts."""
        asked, plan = self._asked[i], self._plans[j]
        found = {name: float(self.features[name][i, j]) for name in ("words", "meaning") if name in self.features}
        both = asked.duties & plan.duties
        return Match(
            float(self.scores[i, j]),
            round(found["words"], 4),
            round(found["meaning"], 4) if "meaning" in found else None,
            _number(agencies_met(asked, plan)),
            _number(same_area(asked, plan)),
            _number(same_unit(asked, plan)),
            _shared(asked, plan),
            accompanies(asked, plan),
            min(both) if both else None,
        )

    def _is_business(self, task: Asked) -> bool | None:
        """Whether the directive's task is the business of the plan's issuer; None where it may be."""
        if self._issuer is None or not task.leads:
            return True
        found = [addressed(lead, self._issuer) for lead in task.leads]
        if True in found or any(_is_of_level(party, self._issuer) for party in task.named):
            return True
        return None if None in found else False


def _number(answer: bool | None) -> float | None:
    return None if answer is None else float(answer)


def _shared(asked: Asked, plan: Asked) -> tuple[str, ...]:
    """The terms both have, save those that nearly every task has."""
    ours, theirs = terms(asked.words), terms(plan.words)
    both = {term: weight * theirs[term] for term, weight in ours.items() if term in theirs and weight > FAINT}
    return tuple(sorted(both, key=lambda term: (-both[term], term))[:_SHARED])


def _is_of_level(party: Party, issuer: Party) -> bool:
    """Whether a body that a task names works in the area of the plan's issuer: the commune's police in the commune."""
    return issuer.level in ("district", "commune") and party.level == issuer.level and party.entry != issuer.entry
