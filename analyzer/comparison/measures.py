"""Targets of a directive and of a plan side by side: the same measure, and whether it is set lower or later."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from analyzer.assembly.models import Directive, Target
from analyzer.comparison.alignment import one_to_one
from analyzer.comparison.parties import Party, issuer_of
from analyzer.comparison.similarity import words_alike
from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern
from analyzer.writing.limits import due_date

Verdict = Literal["equal", "higher", "lower", "later", "earlier", "different", "missing", "outside"]

_LESS = pattern("comparison.targets.less")
_FALL = pattern("comparison.targets.fall")
_LEAST = 0.30  # likeness of two measures that are the same
_METRIC = 0.6  # how much the measure counts beside the words around it
_JOINED, _LEVEL, _TIMED = 0.40, 0.20, 0.05
_BEHIND = 40  # characters behind a target in which its level may be named
_LEVELS = {
    "province": pattern("comparison.targets.province"),
    "district": pattern("comparison.targets.district"),
    "commune": pattern("comparison.targets.commune"),
}
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
    by: date | None = None  # by when it is to be met, as the target or its task says
    answer_by: date | None = None

    @property
    def falls_short(self) -> bool:
        """Whether the plan asks for less, or for the same later."""
        return "lower" in self.verdicts or "later" in self.verdicts


def measured(
    parent: Directive, plan: Directive, outside: Collection[str] = (), joined: Collection[tuple[str, str]] = ()
) -> list[Measured]:
    """The targets of a directive with those of a plan.

    ``outside`` are ids of the directive's targets that are not the plan's business; ``joined`` are ids of targets whose
    tasks answer one another.
    """
    issuer = issuer_of(plan)
    in_tasks = {target for task in parent.tasks for target in task.targets}  # whose those are, their tasks tell
    inside = [
        t
        for t in parent.targets
        if t.id not in outside and (t.id in in_tasks or not _is_of_others(_levels(parent, t), issuer))
    ]
    ours, theirs = [_known(parent, t) for t in inside], [_known(plan, t) for t in plan.targets]
    found: dict[str, tuple[_Known, float]] = {}
    if ours and theirs:
        own = words_alike([_metric(k.target) for k in ours], [_metric(k.target) for k in theirs])
        around = words_alike([k.around for k in ours], [k.around for k in theirs])
        scores = _METRIC * own + (1 - _METRIC) * around
        scores += np.array([[_beside(a, b, joined) for b in theirs] for a in ours])
        fits = np.array([[_unit(a.target) == _unit(b.target) for b in theirs] for a in ours])
        scores = np.where(fits, scores, 0.0).clip(0.0, 1.0).round(6).astype(np.float64)
        found = {ours[i].target.id: (theirs[j], float(scores[i, j])) for i, j in one_to_one(scores, _LEAST)}
    rows = []
    asked = {known.target.id: known for known in ours}
    for target in parent.targets:
        if target.id not in asked:
            rows.append(Measured(target, None, ("outside",)))
        elif target.id in found:
            answer, score = found[target.id]
            days = asked[target.id].by, answer.by
            rows.append(Measured(target, answer.target, verdicts(target, answer.target, *days), score, *days))
        else:
            rows.append(Measured(target, None, ("missing",), by=asked[target.id].by))
    return rows


@dataclass(frozen=True, slots=True)
class _Known:
    """A target with the words around it, by when it is to be met, and of which levels of government it is."""

    target: Target
    around: str
    by: date | None
    levels: frozenset[str]


def _known(directive: Directive, target: Target) -> _Known:
    task = next((t for t in directive.tasks if target.id in t.targets), None)
    end = target.due.end if target.due else None
    by = end or (due_date(task) if task else None)
    return _Known(target, _around(directive, target), by, _levels(directive, target))


def _beside(ours: _Known, theirs: _Known, joined: Collection[tuple[str, str]]) -> float:
    """What speaks for two targets being of one measure, or against it, beside their words."""
    found = _JOINED if (ours.target.id, theirs.target.id) in joined else 0.0
    if ours.levels and theirs.levels:
        found += _LEVEL if ours.levels & theirs.levels else -_LEVEL
    ends = [bool(k.target.due and k.target.due.end) for k in (ours, theirs)]
    return found + (_TIMED if ends[0] == ends[1] else 0.0)


def _levels(directive: Directive, target: Target) -> frozenset[str]:
    """The levels of government that a target names in its measure or right behind it."""
    behind = ""
    if directive.text is not None:
        behind = directive.text[target.span.end : target.span.end + _BEHIND].partition("\n")[0]
        behind = next(iter(re.split(r"[;,.]|(?<!\w)và(?!\w)", behind, maxsplit=1)), "")
    words = fold(f"{target.metric or ''} {target.scope or ''} {behind}")
    return frozenset(level for level, named in _LEVELS.items() if named.search(words))


def _is_of_others(levels: frozenset[str], issuer: Party | None) -> bool:
    """Whether a target is of levels of government that are not the issuer's, nor in its area."""
    if issuer is None or issuer.level is None or not levels:
        return False
    if issuer.entry is not None and issuer.entry.startswith(("ubnd-tinh", "hdnd-tinh", "tinh-uy")):
        return False
    own = {"province": {"province"}, "district": {"district", "commune"}, "commune": {"commune"}}[issuer.level]
    return not levels & own


def verdicts(
    asked: Target, answer: Target, asked_by: date | None = None, answer_by: date | None = None
) -> tuple[Verdict, ...]:
    """How a plan's target stands to the one asked for; the days are those by which each is to be met.

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
    if asked_by and answer_by and asked_by != answer_by:
        found.append("later" if answer_by > asked_by else "earlier")
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
