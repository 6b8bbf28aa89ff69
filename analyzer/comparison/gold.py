"""How well coverage finds the links that people set: pairs of a directive and its plans with gold, and their figures.

The format of a pair is told in ``corpora/coverage/README.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.assembly.models import Directive, Span, Target, Task
from analyzer.comparison.coverage import Coverage, coverage
from analyzer.comparison.weighing import Weights

#: The pairs that were looked at when features and words were chosen; those with a purpose were written to be learnt
#: from, and the others give figures only.
LOOKED_AT = ("pair-01", "pair-02", "pair-07", "pair-08")


@dataclass(slots=True)
class Figures:
    """Links found, found wrongly and missed, and how often the other judgements are the gold's."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0
    judged: dict[str, list[int]] = field(default_factory=dict)  # [right, all] by what is judged

    @property
    def precision(self) -> float:
        """Of the links found, those of the gold."""
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Of the gold's links, those found."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Figures(hits=8, wrong=2, missed=2).f1
        0.8
        """
        total = 2 * self.hits + self.wrong + self.missed
        return 2 * self.hits / total if total else 0.0

    def count(self, what: str, right: bool) -> None:
        """One more judgement."""
        counts = self.judged.setdefault(what, [0, 0])
        counts[0] += right
        counts[1] += 1

    def add(self, other: Figures) -> None:
        """The figures of another pair put to these."""
        self.hits += other.hits
        self.wrong += other.wrong
        self.missed += other.missed
        for what, (right, whole) in other.judged.items():
            counts = self.judged.setdefault(what, [0, 0])
            counts[0] += right
            counts[1] += whole


class Quoted:
    """A directive in which quotes are found, blanks squeezed."""

    def __init__(self, directive: Directive) -> None:
        self.directive = directive
        text = directive.text or ""
        self._at: list[int] = []
        letters: list[str] = []
        for at, letter in enumerate(text):
            if letter.isspace():
                if letters and letters[-1] != " ":
                    letters.append(" ")
                    self._at.append(at)
            else:
                letters.append(letter)
                self._at.append(at)
        self._flat = "".join(letters)

    def tasks(self, quote: str) -> set[str]:
        """The ids of the tasks whose extent overlaps the quote."""
        return self._overlapping(quote, self.directive.tasks)

    def targets(self, quote: str) -> set[str]:
        """The ids of the targets whose words the quote holds."""
        return self._overlapping(quote, self.directive.targets)

    def _overlapping(self, quote: str, items: Iterable[Task | Target]) -> set[str]:
        found = self.find(quote)
        return {i.id for i in items if found and i.span.start < found.end and found.start < i.span.end}

    def find(self, quote: str) -> Span | None:
        """Where the quote stands."""
        squeezed = " ".join(quote.split())
        at = self._flat.find(squeezed)
        if at < 0:
            return None
        return Span(start=self._at[at], end=self._at[at + len(squeezed) - 1] + 1)


def measure(pair: Path, read: Callable[[Path], Directive], weights: Weights | None = None) -> Figures:
    """The figures of one pair, the documents analysed by ``read``, links weighed as fitted or by other weights."""
    gold = tomllib.loads((pair / "links.toml").read_text(encoding="utf-8"))
    parent = Quoted(read(pair / gold["parent"]))
    plans = {name: Quoted(read(pair / name)) for name in gold["children"]}
    made = coverage(parent.directive, [plan.directive for plan in plans.values()], weights)
    figures = Figures()
    _links(gold, parent, plans, made, figures)
    _judgements(gold, parent, made, figures)
    _targets(gold, parent, plans, made, figures)
    return figures


def _links(gold: dict[str, Any], parent: Quoted, plans: dict[str, Quoted], made: Coverage, figures: Figures) -> None:
    numbers = {name: number for number, name in enumerate(plans)}
    found = {(row.task.id, a.plan, a.task.id): a for row in made.rows for a in row.answers}
    meant: set[tuple[str, int, str]] = set()
    for link in gold.get("link", ()):
        plan = numbers[link["child"]]
        keys = {
            (ours, plan, theirs)
            for ours in parent.tasks(link["parent"])
            for theirs in plans[link["child"]].tasks(link["answer"])
        }
        meant |= keys
        figures.hits += bool(keys & found.keys())
        figures.missed += not keys & found.keys()
        for key in keys & found.keys():
            if "deadline" in link:
                figures.count("deadline", found[key].later == (link["deadline"] == "later"))
    figures.wrong += len(found.keys() - meant)


def _judgements(gold: dict[str, Any], parent: Quoted, made: Coverage, figures: Figures) -> None:
    judged = {row.task.id: row.judgement for row in made.rows}
    for name, wanted in (("unanswered", "none"), ("outside", "outside")):
        for entry in gold.get(name, ()):
            ids = parent.tasks(entry["parent"])
            figures.count(name, any(judged[i] == wanted for i in ids))
    answered = {link["parent"] for link in gold.get("link", ())}
    for quote in answered:
        figures.count("answered", any(judged[i] in ("full", "partial") for i in parent.tasks(quote)))


def _targets(gold: dict[str, Any], parent: Quoted, plans: dict[str, Quoted], made: Coverage, figures: Figures) -> None:
    numbers = {name: number for number, name in enumerate(plans)}
    rows = {(n, m.target.id): m for n, targets in enumerate(made.targets) for m in targets}
    for entry in gold.get("target", ()):
        plan = numbers[entry["child"]]
        theirs = plans[entry["child"]].targets(entry["answer"])
        found = [rows[plan, i] for i in parent.targets(entry["parent"])]
        right = any(m.answer and m.answer.id in theirs and entry["verdict"] in m.verdicts for m in found)
        figures.count("target", right)
    for name, wanted in (("target_missing", "missing"), ("target_outside", "outside")):
        for entry in gold.get(name, ()):
            found = [rows[numbers[entry["child"]], i] for i in parent.targets(entry["parent"])]
            figures.count(name, any(wanted in m.verdicts for m in found))


def totals(figures: Iterable[Figures]) -> Figures:
    """Figures of several pairs in one."""
    whole = Figures()
    for one in figures:
        whole.add(one)
    return whole
