"""How alike two tasks are: one score in 0..1 with its parts.

The words are compared by TF-IDF over :mod:`analyzer.comparison.terms`; agencies, area, targets and deadlines count
where both sides have them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy import sparse

from analyzer.assembly.models import Directive, Target, Task
from analyzer.comparison.parties import Party, leads, tie
from analyzer.comparison.terms import terms
from analyzer.writing.limits import due_day

Matrix = np.ndarray[Any, np.dtype[np.float64]]

#: What each part weighs where both sides tell it.
WEIGHTS: Mapping[str, float] = {"words": 0.80, "agencies": 0.10, "area": 0.04, "targets": 0.03, "deadlines": 0.03}


@dataclass(frozen=True, slots=True)
class Score:
    """How alike two tasks are, 0..1, and by what; a part is None where a side does not tell it."""

    total: float
    words: float
    agencies: float | None = None
    area: float | None = None
    targets: float | None = None
    deadlines: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A task with what is compared of it."""

    task: Task
    words: str
    leads: tuple[Party, ...]
    targets: frozenset[tuple[float, str]]
    deadlines: frozenset[date | str]


def items(directive: Directive, words: Callable[[Task], str]) -> list[Item]:
    """The tasks of a directive; ``words`` gives the words by which one is compared."""
    targets = {target.id: target for target in directive.targets}
    return [
        Item(
            task,
            words(task),
            leads(directive, task),
            frozenset(_value(targets[t]) for t in task.targets if t in targets),
            frozenset(due_day(d) or d.rrule or d.duration or d.text for d in task.deadlines),
        )
        for task in directive.tasks
    ]


def _value(target: Target) -> tuple[float, str]:
    return target.value, (target.unit or "").casefold()


def tfidf(texts: Sequence[str]) -> sparse.csr_matrix:
    """A row of unit length for each text; a term weighs the more the fewer of the texts have it."""
    found = [terms(text) for text in texts]
    counts = Counter(term for row in found for term in row)
    columns = {term: at for at, term in enumerate(sorted(counts))}
    rarity = {term: 1.0 + math.log((1 + len(found)) / (1 + count)) for term, count in counts.items()}
    at, where, values = [0], [], []
    for row in found:
        weights = {term: weight * rarity[term] for term, weight in row.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        where += [columns[term] for term in weights]
        values += [weight / length for weight in weights.values()]
        at.append(len(where))
    return sparse.csr_matrix((values, where, at), shape=(len(found), len(columns)))


def words_alike(ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
    """The cosine of each of our texts with each of theirs, rarity counted over all of them."""
    rows = tfidf([*ours, *theirs])
    found: Matrix = (rows[: len(ours)] @ rows[len(ours) :].T).toarray()
    return found.clip(0.0, 1.0).round(9).astype(np.float64)


def score(ours: Item, theirs: Item, words: float) -> Score:
    """The score of two tasks of which the likeness of words is known."""
    parts: dict[str, float | None] = {
        "words": words,
        "agencies": agencies_alike(ours.leads, theirs.leads),
        "area": None if "other" in (ours.task.area, theirs.task.area) else float(ours.task.area == theirs.task.area),
        "targets": _shared(ours.targets, theirs.targets),
        "deadlines": _shared(ours.deadlines, theirs.deadlines),
    }
    told = {name: part for name, part in parts.items() if part is not None}
    total = sum(WEIGHTS[name] * part for name, part in told.items()) / sum(WEIGHTS[name] for name in told)
    return Score(round(total, 6), words, *(parts[name] for name in ("agencies", "area", "targets", "deadlines")))


def agencies_alike(ours: Iterable[Party], theirs: Iterable[Party]) -> float | None:
    """The share of parties of both sides that find one of the other side; None where a side names nobody."""
    ours, theirs = list(ours), list(theirs)
    if not ours or not theirs:
        return None
    met = sum(any(tie(a, b) != "other" for b in theirs) for a in ours)
    met += sum(any(tie(a, b) != "other" for a in ours) for b in theirs)
    return met / (len(ours) + len(theirs))


def _shared(ours: frozenset[Any], theirs: frozenset[Any]) -> float | None:
    """What two sets share of all they hold; None where one is empty."""
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else None
