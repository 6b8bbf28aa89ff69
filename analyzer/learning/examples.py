"""What the models are trained on: the units, agencies and times of annotated documents, with what the gold says.

The analyzer reads a document as it always does and keeps what its models see; the gold tells what they should have
said. Places are compared in the squashed text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.assembly.analysis import Analysis, analyse
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.evaluation import SAME_TASK
from analyzer.learning.facts import TaskItem, facts_of_gold
from analyzer.learning.matching import pair, squash
from analyzer.pipes.tasks import Judges, Unit
from analyzer.reading import read
from analyzer.spans import Span

#: The rules alone, with what models see kept.
STUDY = Judges(study=True)
_INSIDE = 0.5  # share of a unit within gold tasks from which it is neither a task nor none: a piece of one


@dataclass(frozen=True)
class Example:
    """What a model sees, what it should say, and the document it is of."""

    document: str
    features: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Studied:
    """An annotated document as the analyzer reads it, with the gold task of each unit."""

    document: GoldDocument
    analysis: Analysis
    gold: Sequence[TaskItem]
    places: Sequence[Span]  # of the units, in the squashed text
    task_of: dict[int, int]  # by unit, the gold task it is

    @property
    def units(self) -> Sequence[Unit]:
        """The units of the analysis, in text order."""
        return self.analysis.units


def study(document: GoldDocument, judges: Judges = STUDY) -> Studied:
    """Read a document and put its units beside the gold. Raises CorpusError where an annotation does not fit."""
    analysis = analyse(read(document.text), judges)
    flat = _Flat(analysis.text)
    gold = facts_of_gold(document).tasks
    places = [flat.span(unit.start, unit.end) for unit in analysis.units]
    pairs = pair(gold, places, at_least=SAME_TASK)
    return Studied(document, analysis, gold, places, {unit: task for task, unit in pairs.items()})


def work_examples(studied: Studied) -> list[Example]:
    """The units with "yes" or "no"; pieces of tasks are left out."""
    examples = []
    for i, unit in enumerate(studied.units):
        if not unit.features:
            continue
        is_task = i in studied.task_of
        if not is_task and _share_inside(studied.places[i], studied.gold) >= _INSIDE:
            continue
        examples.append(Example(studied.document.id, unit.features, "yes" if is_task else "no"))
    return examples


def _share_inside(place: Span, gold: Sequence[TaskItem]) -> float:
    length = place.end - place.start
    both = sum(max(0, min(place.end, g.end) - max(place.start, g.start)) for g in gold)
    return both / length if length else 0.0


class _Flat:
    """Offsets of a text as offsets of the squashed text."""

    def __init__(self, text: str) -> None:
        self._origin: list[int] = []
        for i, character in enumerate(text):
            self._origin += [i] * len(squash(character))

    def span(self, start: int, end: int) -> Span:
        return Span(bisect_left(self._origin, start), bisect_left(self._origin, end))
