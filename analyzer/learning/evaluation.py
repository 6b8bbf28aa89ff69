"""Comparing what the analyzer finds with gold annotations: precision, recall and F1 per figure.

Every figure is micro-averaged over the documents. ``<kind>.found`` counts overlapping spans paired one to one,
``<kind>.value`` those of them whose normalised value is right too; a task is found where its extent overlaps the gold
one by at least half (intersection over union). What belongs to a task (assignees, deadlines) counts for paired tasks,
as missed for gold tasks not found and as spurious for tasks that are none; ``….on_matched`` looks at paired tasks only.

>>> tally = Tally()
>>> tally.add("tasks.found", right=3, spurious=1, missed=2)
>>> tally.figures()["tasks.found"]
Figure(right=3, gold=5, found=4)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.assembly.models import Directive
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.facts import KINDS, Facts, Json, TaskItem, facts_of_gold, facts_of_output
from analyzer.learning.matching import covered, pair, shared_length

#: The figures whose mean F1 is the headline.
HEADLINE = (
    "header.number",
    "header.issued_on",
    "header.kind",
    "header.issuer",
    "references.value",
    "times.value",
    "targets.value",
    "tasks.found",
    "assignees.words",
    "deadlines",
)
SAME_TASK = 0.5
_SAME_TITLE = 0.8
_OF_TASKS: dict[str, Callable[[TaskItem], Counter[Hashable]]] = {
    "assignees": TaskItem.acting,
    "assignees.words": TaskItem.acting_words,
    "assignees.name_only": TaskItem.named,
    "deadlines": TaskItem.due,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of one figure: right ones, those in gold (N), those found.

    >>> Figure(right=3, gold=4, found=6).f1
    0.6
    """

    right: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is not right: what was wanted (or the words it is about) and what came instead."""

    document: str
    figure: str
    wanted: str
    found: str


class Tally:
    """Counts per figure, summed over documents."""

    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._spurious: Counter[str] = Counter()
        self._missed: Counter[str] = Counter()

    def add(self, figure: str, right: int = 0, spurious: int = 0, missed: int = 0) -> None:
        """Count; a figure that was named once is listed even if all its counts are 0."""
        self._right[figure] += right
        self._spurious[figure] += spurious
        self._missed[figure] += missed

    def add_sets(self, figure: str, gold: Counter[Hashable], found: Counter[Hashable]) -> None:
        """Count two multisets against each other."""
        right = (gold & found).total()
        self.add(figure, right, found.total() - right, gold.total() - right)

    def figures(self) -> dict[str, Figure]:
        """All figures, by name."""
        return {
            name: Figure(right, right + self._missed[name], right + self._spurious[name])
            for name, right in sorted(self._right.items())
        }


@dataclass(frozen=True)
class Evaluation:
    """The outcome over a corpus."""

    figures: Mapping[str, Figure]
    misses: tuple[Miss, ...]
    absent: tuple[str, ...]
    documents: int

    @property
    def headline(self) -> float:
        """The mean F1 of the :data:`HEADLINE` figures; a figure that never occurred counts 0."""
        found = (self.figures.get(name) for name in HEADLINE)
        return sum(figure.f1 if figure else 0.0 for figure in found) / len(HEADLINE)

    def as_json(self, digits: int = 4) -> dict[str, Any]:
        """The figures as plain data, rounded so that files of them can be compared."""
        figures = {
            name: {
                "precision": round(f.precision, digits),
                "recall": round(f.recall, digits),
                "f1": round(f.f1, digits),
                "gold": f.gold,
                "found": f.found,
            }
            for name, f in self.figures.items()
        }
        return {"documents": self.documents, "headline": round(self.headline, digits), "figures": figures}


def evaluate(pairs: Iterable[tuple[GoldDocument, Directive | Json | None]]) -> Evaluation:
    """Compare each annotated document with its output, None where there is none.

    Raises CorpusError where an annotation does not fit its text.
    """
    tally, misses, absent, documents = Tally(), [], [], 0
    for document, output in pairs:
        documents += 1
        if output is None:
            absent.append(document.id)
        plain = output.model_dump(mode="json") if isinstance(output, Directive) else output or {}
        gold, found = facts_of_gold(document), facts_of_output(plain, document.text)
        misses += [Miss(document.id, *miss) for miss in _compare(gold, found, tally)]
    return Evaluation(tally.figures(), tuple(misses), tuple(absent), documents)


def _compare(gold: Facts, found: Facts, tally: Tally) -> Iterable[tuple[str, str, str]]:
    yield from _compare_headers(gold.header, found.header, tally)
    for kind in KINDS:
        yield from _compare_items(kind, gold, found, tally)
    yield from _compare_tasks(gold, found, tally)


def _compare_headers(
    gold: Mapping[str, str | None], found: Mapping[str, str | None], tally: Tally
) -> Iterable[tuple[str, str, str]]:
    for key, wanted in gold.items():
        figure, got = f"header.{key}", found[key]
        if not wanted:
            # An annotation without signer or title says nothing about them; without a number, that there is none.
            if got and key not in ("signer", "title"):
                tally.add(figure, spurious=1)
                yield figure, "", got
            continue
        right = same_title(wanted, got or "") if key == "title" else wanted == got
        tally.add(figure, right=int(right), spurious=int(not right and bool(got)), missed=int(not right))
        if not right:
            yield figure, wanted, got or ""


def _compare_items(kind: str, gold: Facts, found: Facts, tally: Tally) -> Iterable[tuple[str, str, str]]:
    wanted, got = gold.items[kind], found.items[kind]
    pairs = pair(wanted, got)
    right = sum(wanted[i].value == got[j].value for i, j in pairs.items())
    tally.add(f"{kind}.found", len(pairs), len(got) - len(pairs), len(wanted) - len(pairs))
    tally.add(f"{kind}.value", right, len(got) - right, len(wanted) - right)
    for i, item in enumerate(wanted):
        if i not in pairs:
            yield f"{kind}.missed", item.words, ""
        elif item.value != (other := got[pairs[i]]).value:
            yield f"{kind}.value", f"{item.words}: {item.value}", str(other.value)
    paired = set(pairs.values())
    for j, item in enumerate(got):
        if j not in paired:
            yield f"{kind}.spurious", "", item.words


def _compare_tasks(gold: Facts, found: Facts, tally: Tally) -> Iterable[tuple[str, str, str]]:
    pairs = pair(gold.tasks, found.tasks, at_least=SAME_TASK)
    tally.add("tasks.found", len(pairs), len(found.tasks) - len(pairs), len(gold.tasks) - len(pairs))
    in_gold, in_found = covered(gold.tasks), covered(found.tasks)
    both = shared_length(in_gold, in_found)
    tally.add("tasks.coverage", both, sum(e - s for s, e in in_found) - both, sum(e - s for s, e in in_gold) - both)
    for i, task in enumerate(gold.tasks):
        other = found.tasks[pairs[i]] if i in pairs else None
        for name, parts in _OF_TASKS.items():
            wanted, got = parts(task), parts(other) if other else Counter()
            tally.add_sets(name, wanted, got)
            if other:
                tally.add_sets(f"{name}.on_matched", wanted, got)
                if wanted != got and name in ("assignees", "deadlines"):
                    yield name, f"{task.words[:60]}: {_listed(wanted)}", _listed(got)
        if other is None:
            yield "tasks.missed", task.words, ""
            continue
        for name, label, given in (
            ("tasks.modality", task.modality, other.modality),
            ("tasks.area", task.area, other.area),
        ):
            if label:
                right = label == given
                tally.add(name, int(right), int(not right), int(not right))
                if not right:
                    yield name, f"{task.words[:60]}: {label}", given or ""
    paired = set(pairs.values())
    for j, task in enumerate(found.tasks):
        if j not in paired:
            for name, parts in _OF_TASKS.items():
                tally.add_sets(name, Counter(), parts(task))
            yield "tasks.spurious", "", task.words


def same_title(wanted: str, found: str) -> bool:
    """Whether two titles share at least four fifths of their words.

    >>> same_title("tăng cường kỷ luật, kỷ cương", "Tăng cường kỷ luật, kỷ cương")
    True
    """
    a, b = Counter(wanted.lower().split()), Counter(found.lower().split())
    both = (a & b).total()
    return bool(both) and 2 * both / (a.total() + b.total()) >= _SAME_TITLE


def _listed(parts: Counter[Hashable]) -> str:
    return "; ".join(sorted(str(part) for part in parts.elements())) or "-"
