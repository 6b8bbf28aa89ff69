"""How well a plan's task answers a directive's: one score in 0..1 with its parts and the reasons in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.assembly.models import Directive
from analyzer.comparison.asking import Asked
from analyzer.comparison.meaning import meaning_alike
from analyzer.comparison.parties import Party, addressed, issuer_of, tie
from analyzer.comparison.terms import FAINT, terms

Matrix = np.ndarray[Any, np.dtype[np.float64]]

#: From ``least`` on a task answers another; from ``best`` on where the two are each other's nearest.
WORDS_LEAST, WORDS_BEST = 0.50, 0.32
#: The same where a model of meaning has a say, of half the weight.
LEAST, BEST, MEANING = 0.40, 0.25, 0.5
#: The share of the nearest's score that others must reach.
NEAR = 0.70
#: Work that only accompanies (``acts`` of the data) and is not asked for.
_ACCOMPANIES = 0.75
#: A duty about the whole document beside work of its own.
_DUTY_APART = 0.5
_SAME_REPORT, _REPORT, _OWN_REPORT, _OTHER_REPORT = 0.9, 0.7, 0.6, 0.25
_AREA, _AGENCY, _TARGET = 0.03, 0.05, 0.05


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

    def __init__(self, parent: Directive, asked: Sequence[Asked], plan: Directive, plans: Sequence[Asked]) -> None:
        self._asked, self._plans = asked, plans
        self._issuer = issuer_of(plan)
        self._rarity = _rarity([*(a.words for a in asked), *(p.words for p in plans)])
        self.business = [self._is_business(a) for a in asked]
        self.scope = [business is not False for business in self.business]
        self._meaning = meaning_alike([a.words for a in asked], [p.words for p in plans])
        self.matches = [[self._match(a, p, i, j) for j, p in enumerate(plans)] for i, a in enumerate(asked)]
        self.scores: Matrix = np.array([[m.total for m in row] for row in self.matches]).reshape(len(asked), len(plans))

    def links(self) -> list[tuple[int, int]]:
        """Which of the plan's tasks answer which of the directive's, many to many."""
        scores = self.scores * np.array(self.scope, dtype=float)[:, None] if self.scope else self.scores
        if not scores.size:
            return []
        rows, columns = scores.max(axis=1, keepdims=True), scores.max(axis=0, keepdims=True)
        duties = np.array([[m.duty is not None for m in row] for row in self.matches])
        near = duties | ((scores >= NEAR * rows) & (scores >= NEAR * columns))
        nearest = (scores == rows) & (scores == columns)
        least, best = (WORDS_LEAST, WORDS_BEST) if self._meaning is None else (LEAST, BEST)
        taken = ((scores >= least) & near) | ((scores >= best) & nearest)
        return [(int(i), int(j)) for i, j in zip(*np.nonzero(taken), strict=True)]

    def _is_business(self, task: Asked) -> bool | None:
        """Whether the directive's task is the business of the plan's issuer; None where it may be."""
        if self._issuer is None or not task.leads:
            return True
        found = [addressed(lead, self._issuer) for lead in task.leads]
        if True in found or any(_is_of_level(party, self._issuer) for party in task.named):
            return True
        return None if None in found else False

    def _match(self, asked: Asked, plan: Asked, i: int, j: int) -> Match:
        words, shared = self._words(asked, plan)
        meaning = None if self._meaning is None else round(float(self._meaning[i, j]), 4)
        accompanies = plan.head if plan.head and plan.head not in asked.acts else None
        agencies = _agencies(asked.leads, plan.leads)
        area = None
        if "other" not in (asked.task.area, plan.task.area):
            area = float(asked.task.area == plan.task.area)
        targets = _targets(asked, plan)
        bonus = _AREA * (0.0 if area is None else 2 * area - 1) + _AGENCY * (agencies or 0.0)
        bonus += _TARGET * (targets or 0.0)
        total, duty = words, None
        if asked.duties or plan.duties:
            both = asked.duties & plan.duties
            duty = sorted(both)[0] if both else None
            if "report" in both:
                total = max(0.0, self._report(asked, plan))
                accompanies = None
            elif both:
                total = max(total, _REPORT)
                accompanies = None
            else:
                total *= _DUTY_APART
        factor = _ACCOMPANIES if accompanies else 1.0
        total = max(0.0, factor * total + bonus) if words or duty else 0.0
        if meaning is not None and duty is None:
            apart = _DUTY_APART if asked.duties or plan.duties else 1.0
            total = (1 - MEANING) * min(1.0, total) + MEANING * factor * apart * meaning
        total = round(min(1.0, total), 4)
        return Match(total, round(words, 4), meaning, agencies, area, targets, shared, accompanies, duty)

    def _words(self, asked: Asked, plan: Asked) -> tuple[float, tuple[str, ...]]:
        """The likeness of the words, of the whole tasks or of the parts of them that are nearest."""
        ours, theirs = (
            [self._vector(t) for t in (asked.words, *_parts(asked))],
            [self._vector(t) for t in (plan.words, *_parts(plan))],
        )
        best = max(_alike(a, b) for a in ours for b in theirs)
        both = {term: ours[0][term] * theirs[0][term] for term in ours[0].keys() & theirs[0].keys()}
        shared = sorted((t for t in both if terms(asked.words).get(t, 0) > FAINT), key=lambda t: (-both[t], t))
        return math.sqrt(min(1.0, best)), tuple(shared[:6])

    def _vector(self, text: str) -> dict[str, float]:
        return {term: weight * self._rarity.get(term, 1.0) for term, weight in terms(text).items()}

    def _report(self, asked: Asked, plan: Asked) -> float:
        """Of two duties to report: to the same body, or from the plan's own units for the report to that body."""
        if any(tie(a, b) in ("same", "heir") for a in asked.recipients for b in plan.recipients):
            return _SAME_REPORT
        if not asked.recipients or not plan.recipients:
            return _REPORT
        return _OWN_REPORT if plan.gathers else _OTHER_REPORT


def _parts(task: Asked) -> tuple[str, ...]:
    return task.clauses if len(task.clauses) > 1 else ()


def _rarity(texts: Iterable[str]) -> Mapping[str, float]:
    """What a term weighs: the more the fewer of the texts have it."""
    found = [terms(text) for text in texts]
    counts = Counter(term for row in found for term in row)
    return {term: 1.0 + math.log((1 + len(found)) / (1 + count)) for term, count in counts.items()}


def _alike(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """Between cosine and the share of the shorter: a wider task and a narrower one may still be one."""
    small, large = (ours, theirs) if len(ours) < len(theirs) else (theirs, ours)
    product = sum(weight * large[term] for term, weight in small.items() if term in large)
    if not product:
        return 0.0
    short, long = sorted(math.sqrt(sum(w * w for w in side.values())) for side in (ours, theirs))
    return product / (short * math.sqrt(short * long))


def _agencies(ours: Iterable[Party], theirs: Iterable[Party]) -> float | None:
    """Whether a lead of the one is, or is of, a lead of the other; None where a side names nobody."""
    ours, theirs = list(ours), list(theirs)
    if not ours or not theirs:
        return None
    return float(any(tie(a, b) != "other" for a in ours for b in theirs))


def _targets(asked: Asked, plan: Asked) -> float | None:
    if not asked.targets or not plan.targets:
        return None
    units = {(t.unit or "").casefold() for t in asked.targets}
    return float(any((t.unit or "").casefold() in units for t in plan.targets))


def _is_of_level(party: Party, issuer: Party) -> bool:
    """Whether a body that a task names works in the area of the plan's issuer: the commune's police in the commune."""
    return issuer.level in ("district", "commune") and party.level == issuer.level and party.entry != issuer.entry
