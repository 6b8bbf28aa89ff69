"""Units of a document: everything that was asked whether it sets work, with the answer.

A unit is a sentence, a table row, or a line that was taken for something else (a heading, an introduction, an attribute
line). Those that are no tasks matter too: a reviewer is shown the likeliest of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Literal

from analyzer.layout.outline import Node
from analyzer.models.linear import Worded
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.finding import Situation, Verdict
from analyzer.pipes.tasks.judges import Judges
from analyzer.pipes.tasks.judging import Candidate
from analyzer.pipes.tasks.mentions import TaskMention
from analyzer.pipes.tasks.view import View
from analyzer.pipes.tasks.work_features import work_features

# How sure the model must be that the rules err; they also know documents unlike those of the corpus.
_ADDED = 0.85
_DROPPED = 0.05
# Verdicts of "no" that the model may overrule. On documents it was not fitted on it was never that sure of others.
_OPEN = frozenset({"nothing", "weak_adverbial", "weak_must", "background"})

UnitKind = Literal["sentence", "row", "heading", "introduction", "attribute", "line"]


@dataclass
class Unit:
    """A range of the text, what it was taken for, and how likely it sets work.

    ``task`` is the task made of the unit, if any, ``agencies`` and ``times`` what is named in it. What models see and
    say is worked out when it is first asked for: of most lines that are no sentences nobody asks.
    """

    start: int
    end: int
    node: Node
    kind: UnitKind
    verdict: Verdict
    describe: Callable[[], tuple[tuple[str, ...], list[str]]]
    model: Worded | None = None
    task: TaskMention | None = None
    agencies: list[Candidate[AgencyMention]] = field(default_factory=list)
    times: list[Candidate[TimeMention]] = field(default_factory=list)
    modality_features: tuple[str, ...] = ()
    modality_probability: float | None = None

    @cached_property
    def seen(self) -> tuple[tuple[str, ...], list[str]]:
        """What the model of work sees: features and words."""
        return self.describe()

    @property
    def features(self) -> tuple[str, ...]:
        """What the model of work sees, but for the words."""
        return self.seen[0]

    @property
    def doubtful(self) -> bool:
        """Whether the model has a say: a task by the rules, or a sentence of which they know nothing firm."""
        return self.verdict.cue is not None or (self.kind == "sentence" and self.verdict.why in _OPEN)

    @cached_property
    def probability(self) -> float | None:
        """How likely the unit sets work; None without a model."""
        return self.model.probability(*self.seen) if self.model and self.end > self.start else None


class UnitLog:
    """The units of one document in the order in which they are read."""

    def __init__(self, view: View, judges: Judges) -> None:
        self._view = view
        self._judges = judges
        self._before: dict[int | None, str] = {}
        self.units: list[Unit] = []

    def note(
        self, start: int, end: int, node: Node, kind: UnitKind, verdict: Verdict, situation: Situation | None = None
    ) -> Unit:
        """Note a unit."""
        key = node.parent.index if node.parent else None
        before = self._before.get(key, "-")
        describe = partial(work_features, self._view, start, end, node, kind, verdict, situation, before)
        unit = Unit(start, end, node, kind, verdict, describe, self._judges.work)
        self._before[key] = verdict.why
        self.units.append(unit)
        return unit

    def noted(self) -> set[int]:
        """The nodes of which a unit was noted."""
        return {unit.node.index for unit in self.units}


def decide(unit: Unit) -> str | None:
    """The cue of a unit that sets work, by the rules and, where there is one, by the model; None if it sets none.

    The rules give way only to a model that is sure; where they say firmly that a unit sets no work it is not asked.
    """
    cue = unit.verdict.cue
    if not unit.doubtful:
        return cue
    sure = unit.probability
    if sure is None:
        return cue
    if cue is None:
        return "learned" if sure >= _ADDED else None
    return cue if sure >= _DROPPED else None
