"""What became of a document: which tasks and fields are right, which tasks were missed, and who could have told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.assembly.analysis import Analysis, analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.confidence import Judged, Surroundings, field_features, judge_tasks, unit_features
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.evaluation import SAME_TASK
from analyzer.learning.examples import Example, Flat
from analyzer.learning.facts import TaskItem, facts_of_gold, facts_of_output
from analyzer.learning.matching import covered, pair, shared_length
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.judges import FIELDS, UNIT
from analyzer.reading import read
from analyzer.spans import Span

#: The share of a task's extent that must be seen for the task to be seen.
SEEN = 0.5


@dataclass(frozen=True)
class Outcome:
    """A document read with some judges, beside its gold.

    ``examples`` are, by field, what the models of confidence see, with "yes" where the field is right; of the field
    "unit" they are the units that are no tasks, with "yes" where one shows a task that is not in the list.
    ``shown_by`` has, for each task of the gold that is not in the list, the units that show it (indices of the examples
    of "unit"); ``gold`` counts the tasks of the gold, ``units`` all units.
    """

    document: str
    examples: Mapping[str, Sequence[Example]]
    shown_by: Sequence[Sequence[int]]
    gold: int
    units: int
    analysis: Analysis


def outcome(document: GoldDocument, judges: Judges) -> Outcome:
    """Read a document and compare. Raises CorpusError where an annotation does not fit its text."""
    analysis = analyse(read(document.text), judges)
    judged = judge_tasks(analysis)
    gold = facts_of_gold(document).tasks
    found = facts_of_output(assemble(analysis).model_dump(mode="json"), analysis.text).tasks
    gold_of = {j: i for i, j in pair(gold, found, at_least=SAME_TASK).items()}
    examples: dict[str, list[Example]] = {field: [] for field in FIELDS}
    for j, task in enumerate(judged):
        match = gold[gold_of[j]] if j in gold_of else None
        for field, right in _fields_right(match, found[j]).items():
            examples[field].append(_example(document, field_features(task, field), right))
    units, shown_by = _left_out(document, analysis, gold, judged)
    return Outcome(document.id, {**examples, UNIT: units}, shown_by, len(gold), len(analysis.units), analysis)


def _fields_right(gold: TaskItem | None, found: TaskItem) -> dict[str, bool]:
    """Which fields are right; of what is no task only that it is none."""
    if gold is None:
        return {"task": False}
    return {
        "task": True,
        "assignees": gold.acting_words() == found.acting_words(),
        "deadlines": gold.due() == found.due(),
        "modality": gold.modality == found.modality,
        "area": gold.area == found.area,
    }


def _left_out(
    document: GoldDocument, analysis: Analysis, gold: Sequence[TaskItem], judged: Sequence[Judged]
) -> tuple[list[Example], list[list[int]]]:
    """The units that are no tasks, and for each gold task not in the list those that show it."""
    flat, surroundings = Flat(analysis.text), Surroundings(analysis.units)
    listed = covered([flat.span(j.task.start, j.task.end) for j in judged])
    missed = [g for g in gold if not _seen(g, listed)]
    examples: list[Example] = []
    shown_by: list[list[int]] = [[] for _ in missed]
    for unit in analysis.units:
        if unit.task is not None:
            continue
        place = flat.span(unit.start, unit.end)
        shows = [i for i, task in enumerate(missed) if _shows(place, task)]
        for i in shows:
            shown_by[i].append(len(examples))
        examples.append(_example(document, unit_features(unit, surroundings), bool(shows)))
    return examples, shown_by


def _seen(task: TaskItem, listed: Sequence[Span]) -> bool:
    return shared_length([Span(task.start, task.end)], listed) >= SEEN * (task.end - task.start)


def _shows(place: Span, task: TaskItem) -> bool:
    """Whether looking at the place one sees the task: most of it, or a piece of it and little else."""
    both = min(place.end, task.end) - max(place.start, task.start)
    return both > 0 and both >= SEEN * min(place.end - place.start, task.end - task.start)


def _example(document: GoldDocument, features: Sequence[str], right: bool) -> Example:
    return Example(document.id, tuple(features), "yes" if right else "no")
