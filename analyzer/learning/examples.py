"""What the models are trained on: the units, agencies and times of annotated documents, with what the gold says.

The analyzer reads a document as it always does and keeps what its models see; the gold tells what they should have
said. Places are compared in the squashed text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from analyzer.assembly.analysis import Analysis, analyse
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.evaluation import SAME_TASK
from analyzer.learning.facts import TaskItem, due_key, facts_of_gold
from analyzer.learning.matching import pair, squash
from analyzer.learning.naming import agency_key, agency_words
from analyzer.models.linear import word_names
from analyzer.pipes.mentions import TimeValue
from analyzer.pipes.tasks import Judges, Unit
from analyzer.pipes.tasks.role_features import NONE
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
    flat = Flat(analysis.text)
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
        features, words = unit.seen
        examples.append(Example(studied.document.id, (*features, *word_names(words)), "yes" if is_task else "no"))
    return examples


def role_examples(studied: Studied) -> list[Example]:
    """The agencies named in tasks, with their role in the gold or "none"."""
    examples = []
    for i, task in studied.task_of.items():
        unit = studied.units[i]
        labels = gold_roles(
            [c.mention.name for c in unit.agencies], [c.rule for c in unit.agencies], studied.gold[task]
        )
        for candidate, label in zip(unit.agencies, labels, strict=True):
            examples.append(Example(studied.document.id, candidate.features, label))
    return examples


def limit_examples(studied: Studied) -> list[Example]:
    """The times named in tasks, with whether the gold has them as a deadline."""
    examples = []
    for i, task in studied.task_of.items():
        due = studied.gold[task].due()
        for candidate in studied.units[i].times:
            label = "yes" if due[_due(candidate.mention.value)] else "no"
            examples.append(Example(studied.document.id, candidate.features, label))
    return examples


def modality_examples(studied: Studied) -> list[Example]:
    """The tasks with their modality in the gold."""
    return [
        Example(studied.document.id, unit.modality_features, modality)
        for i, task in studied.task_of.items()
        if (unit := studied.units[i]).modality_features and (modality := studied.gold[task].modality)
    ]


def _due(value: TimeValue) -> Hashable:
    """A time value in the form in which deadlines are compared."""
    plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(value).items()}
    return due_key(plain)


def gold_roles(names: Sequence[str], rules: Sequence[str], task: TaskItem) -> list[str]:
    """The role of each name in a task of the gold; one that it does not have takes no part.

    A name may be written shorter or longer than in the gold: the one that shares most words is meant. Where the gold
    has a name in two roles, the place to which the rules give a role has it.
    """
    wanted: dict[str, list[str]] = defaultdict(list)
    for role, name in task.assignees:
        wanted[agency_key(name)].append(role)
    labels = []
    for name, rule in zip(names, rules, strict=True):
        roles = wanted.get(agency_key(name)) or _alike(agency_words(name), task)
        if not roles:
            labels.append(NONE)
        elif rule in roles:
            labels.append(rule)
        else:
            labels.append(roles[0])
    return labels


def _alike(words: set[str], task: TaskItem) -> list[str]:
    """The roles of the name in the gold that shares most words, and at least half of them."""
    best, found = 0.5, []
    for role, name in task.assignees:
        other = agency_words(name)
        share = len(words & other) / len(words | other) if words | other else 0.0
        if share > best:
            best, found = share, [role]
    return found


def _share_inside(place: Span, gold: Sequence[TaskItem]) -> float:
    length = place.end - place.start
    both = sum(max(0, min(place.end, g.end) - max(place.start, g.start)) for g in gold)
    return both / length if length else 0.0


class Flat:
    """Offsets of a text as offsets of the squashed text."""

    def __init__(self, text: str) -> None:
        self._origin: list[int] = []
        for i, character in enumerate(text):
            self._origin += [i] * len(squash(character))

    def span(self, start: int, end: int) -> Span:
        """The range in the squashed text."""
        return Span(bisect_left(self._origin, start), bisect_left(self._origin, end))
