"""Targets of a directive and of a plan side by side: the same measure, and whether it is set lower or later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analyzer.assembly.models import Directive, Target
from analyzer.comparison.alignment import one_to_one
from analyzer.comparison.similarity import words_alike
from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern

Verdict = Literal["equal", "higher", "lower", "later", "earlier", "different", "missing", "outside"]

_LESS = pattern("comparison.targets.less")
_FALL = pattern("comparison.targets.fall")
_LEAST = 0.25  # likeness of two measures that are the same
_METRIC = 0.6  # how much the measure counts beside the words around it
_AROUND = 160  # characters before a target that tell what it measures
_TOP = ("%", "phần trăm")


@dataclass(frozen=True, slots=True)
class Measured:
    """A target of the directive and the plan's for the same measure; None where the plan sets none.

    ``verdicts`` say how the plan's demand and its time stand to the directive's.
    """

    target: Target
    answer: Target | None
    verdicts: tuple[Verdict, ...]
    score: float = 0.0

    @property
    def falls_short(self) -> bool:
        """Whether the plan asks for less, or for the same later."""
        return "lower" in self.verdicts or "later" in self.verdicts


def measured(parent: Directive, plan: Directive, outside: Sequence[str] = ()) -> list[Measured]:
    """The targets of a directive with those of a plan; ``outside`` are ids of those that are not its business."""
    ours, theirs = parent.targets, plan.targets
    found: dict[int, tuple[int, float]] = {}
    if ours and theirs:
        own = words_alike([_metric(t) for t in ours], [_metric(t) for t in theirs])
        around = words_alike([_around(parent, t) for t in ours], [_around(plan, t) for t in theirs])
        scores = _METRIC * own + (1 - _METRIC) * around
        units = [[_unit(a) == _unit(b) for b in theirs] for a in ours]
        scores = np.where(np.array(units), scores, 0.0).round(6).astype(np.float64)
        found = {i: (j, float(scores[i, j])) for i, j in one_to_one(scores, _LEAST)}
    rows = []
    for i, target in enumerate(ours):
        if target.id in outside:
            rows.append(Measured(target, None, ("outside",)))
        elif i in found:
            j, score = found[i]
            rows.append(Measured(target, theirs[j], verdicts(target, theirs[j]), score))
        else:
            rows.append(Measured(target, None, ("missing",)))
    return rows


def verdicts(asked: Target, answer: Target) -> tuple[Verdict, ...]:
    """How a plan's target stands to the one asked for.

    >>> from analyzer.assembly.models import Span
    >>> def of(comparator, value): return Target(id="g1", text="", span=Span(start=0, end=0), comparator=comparator,
    ...     value=value, unit="%", metric="hồ sơ")
    >>> verdicts(of(">=", 90), of("=", 85)), verdicts(of("<=", 15), of("<=", 20)), verdicts(of(">=", 90), of("=", 90))
    (('lower',), ('lower',), ('equal',))
    """
    found: list[Verdict] = []
    if _is_relative(asked) != _is_relative(answer):
        return ("different",)
    more = answer.value - asked.value
    if _less_is_better(asked, answer):
        more = -more
    if more:
        found.append("higher" if more > 0 else "lower")
    ends = asked.due.end if asked.due else None, answer.due.end if answer.due else None
    if ends[0] and ends[1] and ends[0] != ends[1]:
        found.append("later" if ends[1] > ends[0] else "earlier")
    return tuple(found) or ("equal",)


def _is_relative(target: Target) -> bool:
    """Whether it says how much more or less than before, not how much."""
    return target.comparator in ("+", "-")


def _less_is_better(asked: Target, answer: Target) -> bool:
    if asked.comparator in ("+", "-"):
        return False  # the larger change is the higher demand
    words = fold(f"{asked.metric or ''} {answer.metric or ''}")
    if _FALL.search(words) or _FALL.search(fold(asked.text)):
        return False
    return "<" in asked.comparator or "<" in answer.comparator or _LESS.search(words) is not None


def _unit(target: Target) -> str:
    unit = fold(target.unit or "").strip()
    return "%" if unit in _TOP else unit.split(" ")[0] if unit else ""


def _metric(target: Target) -> str:
    return " ".join(filter(None, (target.metric, target.scope, target.unit if target.unit not in _TOP else None)))


def _around(directive: Directive, target: Target) -> str:
    """The line up to the target and the few words behind it."""
    if directive.text is None:
        return _metric(target)
    start = max(directive.text.rfind("\n", 0, target.span.start) + 1, target.span.start - _AROUND)
    end = directive.text.find("\n", target.span.end)
    end = min(end if end >= 0 else len(directive.text), target.span.end + _AROUND // 2)
    return directive.text[start:end]
