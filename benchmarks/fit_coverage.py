"""Fits how coverage weighs what speaks for a link: python benchmarks/fit_coverage.py [--write]

It learns from the pairs of ``corpora/coverage`` that are there to be learnt from, and from no other. Tasks of the gold
that the analyzer does not find are put in, so that their links are learnt too. The threshold is that which does best
when each pair is judged by weights learnt from the rest. --write puts the weights into the package's data.
"""

import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from analyzer import analyze
from analyzer.assembly.models import Directive, Span, Task
from analyzer.comparison.answering import Answering
from analyzer.comparison.asking import asked
from analyzer.comparison.features import SIGNS
from analyzer.comparison.gold import LOOKED_AT, Figures, Quoted
from analyzer.comparison.weighing import Way, Weights

Matrix = np.ndarray[Any, np.dtype[np.float64]]

PAIRS = Path(__file__).parents[1] / "corpora" / "coverage"
DATA = Path(__file__).parents[1] / "analyzer" / "knowledge" / "data" / "answering.toml"
WAYS: tuple[Way, ...] = ("words", "meaning")
STRENGTH = 5.0  # of the pull of the weights towards nothing
LEAST_SPREAD = 0.12  # so that what is rare is not weighed by a few pairs
UNUSED = ("words", "letters", "clauses", "meaning")  # they are part of what is weighed
STEPS = np.arange(0.20, 0.70, 0.025)

HEAD = """\
# How coverage weighs what speaks for a plan's task answering a directive's, and against it: a logistic model for
# words alone and one with the sentence model. Written by benchmarks/fit_coverage.py; the features are told in
# analyzer/comparison/features.py. From the probability ``least`` on a task answers another.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A directive and one plan: the features of all pairs of tasks, and which of them are links."""

    pair: str
    features: Mapping[str, Matrix]
    scope: np.ndarray[Any, np.dtype[np.bool_]]
    links: Sequence[frozenset[tuple[int, int]]]

    @property
    def gold(self) -> Matrix:
        """1 where a pair of tasks is a link."""
        found = np.zeros(self.scope.shape)
        for pairs in self.links:
            for i, j in pairs:
                found[i, j] = 1.0
        return found


def to_fit() -> list[Path]:
    """The pairs that may be learnt from."""
    return [path for path in sorted(PAIRS.glob("pair-*")) if path.name in LOOKED_AT or is_to_fit(path)]


def is_to_fit(pair: Path) -> bool:
    """Whether a pair was written to be learnt from."""
    return read_gold(pair).get("purpose") == "fit"


@cache
def read_gold(pair: Path) -> dict[str, Any]:
    """What people set."""
    return tomllib.loads((pair / "links.toml").read_text(encoding="utf-8"))


@cache
def read(path: Path) -> Directive:
    """A document, read once."""
    return analyze(path)


@contextmanager
def way_of(way: Way) -> Iterator[None]:
    """With the sentence model, or without it."""
    before = os.environ.get("ANALYZER_MEANING")
    os.environ["ANALYZER_MEANING"] = "yes" if way == "meaning" else "no"
    try:
        yield
    finally:
        if before is None:
            del os.environ["ANALYZER_MEANING"]
        else:
            os.environ["ANALYZER_MEANING"] = before


def examples(pair: Path, way: Way) -> Iterator[Example]:
    """The examples of one pair, an example a plan."""
    gold = read_gold(pair)
    links = gold.get("link", [])
    parent = _whole(Quoted(read(pair / gold["parent"])), [e["parent"] for e in (*links, *gold.get("unanswered", []))])
    own = asked(parent.directive)
    at = {task.id: i for i, task in enumerate(parent.directive.tasks)}
    for child in gold["children"]:
        mine = [link for link in links if link["child"] == child]
        plan = _whole(Quoted(read(pair / child)), [link["answer"] for link in mine])
        to = {task.id: j for j, task in enumerate(plan.directive.tasks)}
        with way_of(way):
            answering = Answering(parent.directive, own, plan.directive, asked(plan.directive), Weights(0.0, {}, 0.5))
        meant = [
            frozenset((at[a], to[b]) for a in parent.tasks(link["parent"]) for b in plan.tasks(link["answer"]))
            for link in mine
        ]
        scope = np.repeat(np.array(answering.scope)[:, None], len(to), axis=1)
        yield Example(pair.name, answering.features, scope, meant)


def _whole(quoted: Quoted, quotes: Iterable[str]) -> Quoted:
    """The document with a task for each quote that lies in none: the clause around it, of the bodies named before."""
    text, tasks = quoted.directive.text or "", list(quoted.directive.tasks)
    for number, quote in enumerate(dict.fromkeys(quotes)):
        found = quoted.find(quote)
        if quoted.tasks(quote) or found is None:
            continue
        line = text.rfind("\n", 0, found.start) + 1
        last = text.find("\n", found.end)
        last = len(text) if last < 0 else last
        marks = [line + mark.end() for mark in re.finditer(r";\s|(?<=\w\w)\.\s|\|", text[line:last])]
        edges = [edge for task in tasks for edge in (task.span.start, task.span.end)]
        start = max(cut for cut in (line, *marks, *edges) if cut <= found.start)
        end = min(cut for cut in (last, *marks, *edges) if cut >= found.end)
        before = [task for task in tasks if task.span.end <= start]
        like = max(before, key=lambda task: task.span.end) if before else None
        bodies = [a.model_copy(update={"inherited": True}) for a in like.assignees] if like else []
        span = Span(start=start, end=end)
        words = text[start:end].strip(" ;.\n")
        section = like.section if like else []
        tasks.append(Task(id=f"gold{number}", text=words, span=span, section=section, assignees=bodies))
        tasks.sort(key=lambda task: task.span.start)
    return Quoted(quoted.directive.model_copy(update={"tasks": tasks}))


def fit(found: Sequence[Example], least: float = 0.5) -> Weights:
    """The weights that make the gold most likely; those of what can only speak for a link are not below nothing."""
    names = [name for name in found[0].features if name not in UNUSED]
    rows = np.vstack([np.stack([e.features[name][e.scope] for name in names], axis=-1) for e in found])
    gold = np.concatenate([e.gold[e.scope] for e in found])
    spread = np.maximum(rows.std(axis=0), LEAST_SPREAD)
    scaled = np.hstack([(rows - rows.mean(axis=0)) / spread, np.ones((len(rows), 1))])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total = scaled @ weights
        slope = scaled.T @ (1.0 / (1.0 + np.exp(-total)) - gold)
        slope[:-1] += STRENGTH * weights[:-1]
        pull = STRENGTH / 2 * (weights[:-1] ** 2).sum()
        return float((np.logaddexp(0.0, total) - gold * total).sum() + pull), slope

    bounds = [{1: (0.0, None), -1: (None, 0.0), 0: (None, None)}[SIGNS.get(name, 1)] for name in names]
    made = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    weights = made[:-1] / spread
    constant = float(made[-1] - (rows.mean(axis=0) * weights).sum())
    kept = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.005}
    return Weights(round(constant, 3), kept, least)


def judge(found: Iterable[Example], weights: Mapping[str, Weights], least: float) -> Figures:
    """The figures of examples, those of each pair by the weights of its name."""
    figures = Figures()
    for example in found:
        taken = (weights[example.pair].probabilities(example.features) >= least) & example.scope
        hits = sum(any(taken[key] for key in pairs) for pairs in example.links)
        figures.add(Figures(hits, int((taken & (example.gold == 0)).sum()), len(example.links) - hits))
    return figures


def left_out(found: Sequence[Example]) -> dict[str, Weights]:
    """For each pair the weights that are learnt from the others."""
    return {name: fit([e for e in found if e.pair != name]) for name in {e.pair for e in found}}


def choose(found: Sequence[Example], weights: Mapping[str, Weights]) -> float:
    """The threshold that does best where each pair is judged by weights learnt from the others."""
    best = max(STEPS, key=lambda least: judge(found, weights, float(least)).f1)
    return round(float(best), 3)


def written(weights: Mapping[Way, Weights]) -> str:
    """The weights as the package's data."""
    lines = [HEAD]
    for way, of in weights.items():
        lines += [f"[{way}]", f"constant = {of.constant}", f"least = {of.least}", "", f"[{way}.features]"]
        lines += [f"{name} = {weight}" for name, weight in sorted(of.features.items())] + [""]
    return "\n".join(lines)


def main(write: bool) -> None:
    """Fit both ways and print what they reach on pairs left out."""
    made: dict[Way, Weights] = {}
    for way in WAYS:
        found = [example for pair in to_fit() for example in examples(pair, way)]
        others = left_out(found)
        least = choose(found, others)
        made[way] = fit(found, least)
        for name, of in (
            ("looked at", [e for e in found if e.pair in LOOKED_AT]),
            ("to fit", [e for e in found if e.pair not in LOOKED_AT]),
            ("both", found),
        ):
            figures = judge(of, others, least)
            print(f"{way:<8} {name:<10} {figures.precision:.3f} {figures.recall:.3f} {figures.f1:.3f}")
    print(written(made))
    if write:
        DATA.write_text(written(made), encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
