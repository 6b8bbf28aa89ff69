"""What speaks for a plan's task answering a directive's, and against it: numbers for each pair of tasks.

:mod:`analyzer.comparison.weighing` makes one probability of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import numpy as np

from analyzer.assembly.models import Target
from analyzer.comparison.asking import Asked
from analyzer.comparison.bags import Bag, best_of_parts, cosines, lengths, margins, weigh
from analyzer.comparison.meaning import is_installed, nearness
from analyzer.comparison.parties import tie
from analyzer.comparison.terms import data, split, terms
from analyzer.knowledge.folding import fold
from analyzer.writing.limits import due_date

Matrix = np.ndarray[Any, np.dtype[np.float64]]

#: What the likeness by which alternatives are ranked is made of.
_MEANING, _WORK, _CLAUSES = 4.5, 0.3, 1.0
_NEAR_DAYS = 45
_GRAM = (3, 4, 5)
_NO_LETTERS = re.compile(r"[^\w]+")
_FADES = 60  # characters after which the kind of work counts half
_TOLD = 0.3  # what it counts wherever it stands

#: Whether a feature can only speak for a link or only against it; the others may do both.
SIGNS: Mapping[str, int] = {
    "agencies_apart": -1,
    "areas_apart": -1,
    "one_limit": -1,
    "accompanies": -1,
    "duty_apart": -1,
    "order": -1,
    "report": 0,
    "length": 0,
}


def features(asked: Sequence[Asked], plans: Sequence[Asked]) -> dict[str, Matrix]:
    """The numbers of each of our tasks with each of theirs, by name; those of meaning only where a model is installed.

    ``likeness`` draws together what is alike in words, work and meaning; ``…_row`` and ``…_column`` tell how far a pair
    is ahead of the other answers to our task, and of the other tasks that theirs might answer.
    """
    found = _of_words(asked, plans)
    work = found["work"]
    likeness = found["words"] + _WORK * work
    if is_installed():
        near, found["meaning_row"], found["meaning_column"] = nearness(
            *([_texts(t) for t in s] for s in (asked, plans))
        )
        found["meaning"] = near
        found["meaning_lead_row"], found["meaning_lead_column"] = margins(near)
        likeness = likeness + _MEANING * near
    else:
        likeness = likeness + _CLAUSES * found["clauses"]
    found["likeness"] = likeness
    for name, of in (("words", "words"), ("letters", "letters"), ("work", "work"), ("likeness", "likeness")):
        found[f"{name}_row"], found[f"{name}_column"] = margins(found[of])
    found |= _of_pairs(asked, plans)
    rows, columns = (np.arange(len(side)) / max(1, len(side) - 1) for side in (asked, plans))
    found["order"] = np.abs(rows[:, None] - columns[None, :])
    found["length"] = np.tile([math.log(1 + len(p.words.split())) for p in plans], (len(asked), 1))
    return found


def _texts(task: Asked) -> tuple[str, str]:
    return task.words, task.task.text


def _of_words(asked: Sequence[Asked], plans: Sequence[Asked]) -> dict[str, Matrix]:
    found: dict[str, Matrix] = {}
    shape = (len(asked), len(plans))
    bags = [[terms(task.words) for task in side] for side in (asked, plans)]
    ours, theirs = (
        [(i, terms(part)) for i, task in enumerate(side) for part in _parts(task)] for side in (asked, plans)
    )
    whole = list(chain(*bags))
    a, b, parts, others = weigh(whole, *bags, [p for _, p in ours], [p for _, p in theirs])
    cosine = cosines(a, b)
    long = np.maximum(lengths(a)[:, None], lengths(b)[None, :])
    short = np.minimum(lengths(a)[:, None], lengths(b)[None, :])
    # Between cosine and the share of the shorter: a wider task and a narrower one may still be one.
    found["words"] = np.sqrt((cosine * np.sqrt(long / short)).clip(0.0, 1.0))
    found["clauses"] = best_of_parts(cosines(parts, others), [i for i, _ in ours], [j for j, _ in theirs], shape)
    for name, make in (("letters", _letters), ("work", kinds_of_work)):
        sides = [[make(task.words) for task in side] for side in (asked, plans)]
        found[name] = cosines(*weigh(list(chain(*sides)), *sides))
    return found


def _parts(task: Asked) -> tuple[str, ...]:
    return task.clauses if len(task.clauses) > 1 else (task.words,)


@lru_cache(maxsize=8192)
def _letters(text: str) -> Bag:
    """Runs of letters: words that are written or divided otherwise still meet."""
    flat = f" {_NO_LETTERS.sub(' ', fold(text)).strip()} "
    counts = Counter(flat[at : at + size] for size in _GRAM for at in range(len(flat) - size + 1))
    return {run: 1.0 + math.log(count) for run, count in counts.items()}


@lru_cache(maxsize=8192)
def kinds_of_work(text: str) -> Bag:
    """What kinds of work a text tells of, those it begins with the most.

    >>> list(kinds_of_work("trích 3 tỷ đồng sửa chữa nhà văn hóa"))
    ['fund', 'build']
    """
    low = " ".join(fold(text).split())
    found = {}
    for kind, words in _work().items():
        match = words.search(low)
        if match:
            found[kind] = 1.0 / (1.0 + match.start() / _FADES) + _TOLD
    return found


@cache
def _work() -> Mapping[str, re.Pattern[str]]:
    found = {}
    for kind, line in data()["work"].items():
        phrases = sorted(map(re.escape, split(line)), key=len, reverse=True)
        found[kind] = re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")
    return found


def _of_pairs(asked: Sequence[Asked], plans: Sequence[Asked]) -> dict[str, Matrix]:
    """What the fields of two tasks tell."""

    def each(tell: Callable[[Asked, Asked], float]) -> Matrix:
        return np.array([[float(tell(a, p)) for p in plans] for a in asked], dtype=np.float64)

    met = each(lambda a, p: _value(agencies_met(a, p)))
    same = each(lambda a, p: _value(same_area(a, p)))
    days = [[due_date(task.task) for task in side] for side in (asked, plans)]
    limits = [[(x, y) for y in days[1]] for x in days[0]]
    near = [[x is not None and y is not None and abs((x - y).days) <= _NEAR_DAYS for x, y in row] for row in limits]
    return {
        "agencies": (met > 0).astype(float),
        "agencies_apart": (met < 0).astype(float),
        "areas_apart": (same < 0).astype(float),
        "near_limits": np.array(near, dtype=float),
        "one_limit": np.array([[(x is None) != (y is None) for x, y in row] for row in limits], dtype=float),
        "accompanies": each(lambda a, p: accompanies(a, p) is not None),
        "report": each(lambda a, p: _both_report(a, p)),
        "report_same": each(lambda a, p: _both_report(a, p) and _same_recipient(a, p)),
        "report_gathers": each(lambda a, p: _both_report(a, p) and not _same_recipient(a, p) and p.gathers),
        "duty_apart": each(lambda a, p: bool(a.duties | p.duties) and not a.duties & p.duties),
    }


def _value(answer: bool | None) -> float:
    return 0.0 if answer is None else 1.0 if answer else -1.0


def agencies_met(asked: Asked, plan: Asked) -> bool | None:
    """Whether a lead of the one is, or is of, a lead of the other; None where a side names nobody."""
    if not asked.leads or not plan.leads:
        return None
    return any(tie(a, b) != "other" for a in asked.leads for b in plan.leads)


def same_area(asked: Asked, plan: Asked) -> bool | None:
    """Whether both are of one area; None where that is not known."""
    if "other" in (asked.task.area, plan.task.area):
        return None
    return asked.task.area == plan.task.area


def same_unit(asked: Asked, plan: Asked) -> bool | None:
    """Whether targets of both count the same; None where a side sets none."""
    if not asked.targets or not plan.targets:
        return None
    return bool(_units(asked.targets) & _units(plan.targets))


def _units(targets: Iterable[Target]) -> set[str]:
    return {(target.unit or "").casefold() for target in targets}


def accompanies(asked: Asked, plan: Asked) -> str | None:
    """The kind of the plan's work if it only accompanies and is not asked for, save in duties both have."""
    if asked.duties & plan.duties:
        return None
    return plan.head if plan.head and plan.head not in asked.acts else None


def _both_report(asked: Asked, plan: Asked) -> bool:
    return "report" in asked.duties & plan.duties


def _same_recipient(asked: Asked, plan: Asked) -> bool:
    return any(tie(a, b) in ("same", "heir") for a in asked.recipients for b in plan.recipients)
