"""Whether plans cover what a directive asks: for each task what answers it, for each target what is set.

>>> from analyzer import analyze
>>> asked = analyze("1. Sở Nội vụ niêm yết công khai thủ tục hành chính trước ngày 30/6/2024.")
>>> coverage(asked, [asked]).rows[0].judgement
'full'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from analyzer.assembly.models import Directive, Task
from analyzer.comparison.answering import Answering, Match
from analyzer.comparison.asking import Asked, asked
from analyzer.comparison.meaning import is_installed
from analyzer.comparison.measures import Measured, measured
from analyzer.comparison.terms import FAINT, terms
from analyzer.comparison.weighing import Way, Weights
from analyzer.writing.limits import due_date

Judgement = Literal["full", "partial", "none", "outside"]

#: The share of what a part of a task is about that answers must speak of.
SAID = 0.10


@dataclass(frozen=True, slots=True)
class Answer:
    """A task of a plan that answers a task of the directive."""

    plan: int
    task: Task
    match: Match
    later: bool  # its limit ends on a later day than the directive's


@dataclass(frozen=True, slots=True)
class Row:
    """A task of the directive, what answers it, and how far."""

    task: Task
    answers: tuple[Answer, ...]
    judgement: Judgement
    business: tuple[bool, ...]  # of each plan, whether the task is addressed to its issuer
    unsaid: tuple[str, ...] = ()  # parts of it that no answer speaks of

    @property
    def later(self) -> bool:
        """Whether every answer with a limit ends later than asked for."""
        limited = [a for a in self.answers if due_date(a.task)]
        return bool(limited) and all(a.later for a in limited)


@dataclass(frozen=True, slots=True)
class Summary:
    """What one plan does, counted over the tasks and targets that are its business."""

    asked: int
    answered: int
    later: int
    targets: int
    met: int
    short: int
    missing: int
    extra: int

    @property
    def share(self) -> float | None:
        """The share of tasks that it answers; None where none is its business."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A directive and the plans that implement it, compared."""

    parent: Directive
    plans: tuple[Directive, ...]
    rows: tuple[Row, ...]
    targets: tuple[tuple[Measured, ...], ...]  # of each plan, the directive's targets in order
    extra: tuple[tuple[Task, ...], ...]  # of each plan, its tasks that answer nothing
    summaries: tuple[Summary, ...]
    way: Way  # whether the sentence model had a say beside the words

    @property
    def counts(self) -> Counter[Judgement]:
        """How many of the directive's tasks are judged how."""
        return Counter(row.judgement for row in self.rows)


def coverage(parent: Directive, plans: Sequence[Directive], weights: Weights | None = None) -> Coverage:
    """Compare a directive with the plans that implement it, by the weights that are fitted or others."""
    own = asked(parent)
    theirs = [asked(plan) for plan in plans]
    compared = [Answering(parent, own, plan, tasks, weights) for plan, tasks in zip(plans, theirs, strict=True)]
    links = [answering.links() for answering in compared]
    rows = tuple(_row(i, task, theirs, compared, links) for i, task in enumerate(own))
    targets = tuple(
        tuple(measured(parent, plan, _outside(rows, number), _joined(rows, number)))
        for number, plan in enumerate(plans)
    )
    rows = tuple(_lowered(row, targets) for row in rows)
    extra = tuple(
        tuple(t.task for j, t in enumerate(tasks) if j not in {link[1] for link in links[number]})
        for number, tasks in enumerate(theirs)
    )
    summaries = tuple(_summary(number, rows, targets[number], len(extra[number])) for number in range(len(plans)))
    way: Way = "meaning" if is_installed() else "words"
    return Coverage(parent, tuple(plans), rows, targets, extra, summaries, way)


def _row(
    at: int,
    task: Asked,
    theirs: Sequence[Sequence[Asked]],
    compared: Sequence[Answering],
    links: Sequence[Sequence[tuple[int, int]]],
) -> Row:
    found: list[tuple[Answer, Asked]] = []
    for number, pairs in enumerate(links):
        for i, j in pairs:
            if i == at:
                plan = theirs[number][j]
                found.append((Answer(number, plan.task, compared[number].match(i, j), _later(task, plan)), plan))
    found.sort(key=lambda pair: (pair[0].plan, -pair[0].match.total))
    business = tuple(answering.scope[at] for answering in compared)
    unsaid = _unsaid(task, [plan for _, plan in found])
    judgement: Judgement = "none"
    if not any(business):
        judgement = "outside"
    elif found:
        judgement = "partial" if unsaid else "full"
    return Row(task.task, tuple(a for a, _ in found), judgement, business, unsaid if found else ())


def _lowered(row: Row, targets: Sequence[Sequence[Measured]]) -> Row:
    """The row, judged partial where a plan sets a target of the task lower."""
    lower = any("lower" in m.verdicts and m.target.id in row.task.targets for found in targets for m in found)
    return replace(row, judgement="partial") if lower and row.judgement == "full" else row


def _unsaid(task: Asked, answers: Sequence[Asked]) -> tuple[str, ...]:
    """The parts of a task, where it asks for several things, of which no answer speaks."""
    if len(task.clauses) < 2:
        return ()
    said = set().union(*(terms(answer.words).keys() for answer in answers)) if answers else set()
    found = []
    for clause in task.clauses:
        weights = {term: weight for term, weight in terms(clause).items() if weight > FAINT and "_" not in term}
        whole = sum(weights.values())
        if whole and sum(weight for term, weight in weights.items() if term in said) / whole <= SAID:
            found.append(" ".join(clause.split()))
    return tuple(found)


def _later(task: Asked, plan: Asked) -> bool:
    limits: tuple[date | None, date | None] = due_date(task.task), due_date(plan.task)
    return limits[0] is not None and limits[1] is not None and limits[1] > limits[0]


def _outside(rows: Sequence[Row], plan: int) -> list[str]:
    """The targets of tasks that are not the plan's business, and of no other."""
    inside = {target for row in rows if row.business[plan] for target in row.task.targets}
    return [t for row in rows if not row.business[plan] for t in row.task.targets if t not in inside]


def _joined(rows: Sequence[Row], plan: int) -> set[tuple[str, str]]:
    """The targets whose tasks answer one another."""
    return {
        (ours, theirs)
        for row in rows
        for answer in row.answers
        if answer.plan == plan
        for ours in row.task.targets
        for theirs in answer.task.targets
    }


def _summary(plan: int, rows: Sequence[Row], targets: Sequence[Measured], extra: int) -> Summary:
    mine = [row for row in rows if row.business[plan]]
    answers = [[a for a in row.answers if a.plan == plan] for row in mine]
    own = [m for m in targets if m.verdicts != ("outside",)]
    return Summary(
        asked=len(mine),
        answered=sum(bool(found) for found in answers),
        later=sum(any(a.later for a in found) for found in answers),
        targets=len(own),
        met=sum(m.answer is not None and not m.falls_short for m in own),
        short=sum(m.falls_short for m in own),
        missing=sum(m.answer is None for m in own),
        extra=extra,
    )
