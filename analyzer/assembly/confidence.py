"""How sure a task and each of its fields are: calibrated probabilities.

Of the tasks said to be right with 0.9, nine in ten are, on documents like those of the calibration split of the corpus
(``models/README.md``). What the models see here are the probabilities of the models before them, in steps, and how
the answer came about.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from analyzer.assembly.analysis import Analysis
from analyzer.layout.outline import Node
from analyzer.models.linear import Linear
from analyzer.pipes.tasks import AreaReader, TaskMention, Unit
from analyzer.pipes.tasks.judges import FIELDS
from analyzer.pipes.tasks.role_features import NONE

_STEPS = (-6.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0)
_HEADING = 400  # letters of a heading that are read
_LOW, _HIGH = 0.1, 0.9  # between them a unit is doubtful
_LENGTHS = (40, 90, 160, 260, 420)


@dataclass
class Judged:
    """A task with all that tells how sure it is."""

    task: TaskMention
    unit: Unit
    area: str
    areas: Sequence[float]  # the probability of each area, the highest of which is the task's
    surroundings: Surroundings

    @cached_property
    def common(self) -> list[str]:
        """What the models of all fields see."""
        unit = self.unit
        found = [
            f"work={_step(unit.probability)}",
            f"cue={self.task.cue}",
            f"kind={unit.kind}",
            f"zone={unit.node.zone}",
        ]
        return found + self.surroundings.document


def judge_tasks(analysis: Analysis) -> list[Judged]:
    """The tasks of an analysis with their areas, in text order."""
    surroundings = Surroundings(analysis.units)
    reader = AreaReader(analysis.header.title, analysis.judges.areas)
    found = []
    for task in analysis.tasks:
        area, sure = reader.read(analysis.text[task.start : task.end], headings_above(analysis.text, task.node))
        found.append(Judged(task, surroundings.units_by_task[id(task)], area, sure, surroundings))
    return found


def headings_above(text: str, node: Node) -> list[str]:
    """The headings above a node, the nearest first."""
    headings = []
    above = node.parent
    while above is not None:
        headings.append(text[above.start : min(above.end, above.start + _HEADING)])
        above = above.parent
    return headings


def confidences(judged: Judged, sure: Mapping[str, Linear]) -> dict[str, float]:
    """How likely the task and each of its fields is right, by :data:`FIELDS`."""
    return {field: sure[field].probability(field_features(judged, field)) for field in FIELDS}


class Surroundings:
    """The units of a document, for what stands beside one."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units

    @cached_property
    def _place(self) -> dict[int, int]:
        return {id(unit): i for i, unit in enumerate(self._units)}

    @cached_property
    def _tasks(self) -> Counter[int]:
        return Counter(_group(u) for u in self._units if u.task)

    @cached_property
    def _members(self) -> Counter[int]:
        return Counter(_group(u) for u in self._units if u.kind in ("sentence", "row"))

    @cached_property
    def units_by_task(self) -> dict[int, Unit]:
        """The unit of each task, by the task's identity."""
        return {id(unit.task): unit for unit in self._units if unit.task}

    @cached_property
    def document(self) -> list[str]:
        """What kind of document it is: how much of it is doubtful, and how many tasks and names are well known."""
        asked = [p for u in self._units if u.doubtful and (p := u.probability) is not None]
        doubtful = sum(_LOW < p < _HIGH for p in asked)
        tasks = [u.task for u in self._units if u.task]
        named = [a for task in tasks for a in task.assignees]
        return [
            f"doubtful={_tenths(doubtful, len(asked))}",
            f"led={_tenths(sum(t.has('lead') for t in tasks), len(tasks))}",
            f"registered={_tenths(sum(a.mention.form == 'registered' for a in named), len(named))}",
            f"told={_tenths(sum(not a.inherited for a in named), len(named))}",
        ]

    def features(self, unit: Unit) -> list[str]:
        """The units before and behind, and how many of the same part are tasks."""
        at, group = self._place[id(unit)], _group(unit)
        others = self._members[group] - (unit.kind in ("sentence", "row"))
        tasks = self._tasks[group] - (unit.task is not None)
        share = "none" if not others else round(4 * tasks / others)
        before = self._units[at - 1] if at else None
        behind = self._units[at + 1] if at + 1 < len(self._units) else None
        return [
            f"siblings={share}",
            f"alone={min(others, 3)}",
            f"before={_neighbour(before)}",
            f"behind={_neighbour(behind)}",
            *self.document,
        ]


def unit_features(unit: Unit, surroundings: Surroundings) -> list[str]:
    """What tells whether a unit sets work."""
    node = unit.node
    sure = _step(unit.probability)
    return [
        f"work={sure}",
        f"work={sure}|kind={unit.kind}",
        f"why={unit.verdict.why}",
        f"ruled={unit.verdict.cue is not None}|work={sure}",
        f"zone={node.zone}",
        f"style={node.style}",
        f"length={bisect(_LENGTHS, unit.end - unit.start)}",
        *surroundings.features(unit),
    ]


def field_features(judged: Judged, field: str) -> list[str]:
    """What tells whether a field of a task is right."""
    task, unit = judged.task, judged.unit
    if field == "task":
        return [*unit_features(unit, judged.surroundings), f"led={task.has('lead')}|cue={task.cue}"]
    found = judged.common
    if field == "assignees":
        return found + _assignee_features(task, unit)
    if field == "deadlines":
        return found + _deadline_features(task, unit)
    if field == "modality":
        sure = _step(unit.modality_probability)
        return [*found, f"sure={sure}", f"is={task.modality}", f"is={task.modality}|sure={sure}"]
    # An area is read from words and headings alone: how the task was found tells nothing of it.
    top = sorted(judged.areas)[-2:] if judged.areas else [0.0, 1.0]
    sure = _step(top[-1])
    return [
        f"sure={sure}",
        f"is={judged.area}",
        f"is={judged.area}|sure={sure}",
        f"margin={_step(top[-1] / (sum(top) or 1.0))}",
    ]


def _assignee_features(task: TaskMention, unit: Unit) -> list[str]:
    roles = Counter(a.role for a in task.assignees)
    inherited = Counter(a.role for a in task.assignees if a.inherited)
    left_out = sum(c.answer == NONE for c in unit.agencies)
    forms = {a.mention.form for a in task.assignees if a.role in ("lead", "support")}
    return [
        f"leads={min(roles['lead'], 4)}",
        f"supports={min(roles['support'], 4)}",
        f"inherited={bool(inherited['lead'])}|{bool(inherited['support'])}",
        f"inherited={bool(inherited['lead'])}|leads={min(roles['lead'], 4)}",
        f"left_out={min(left_out, 3)}",
        f"left_out={min(left_out, 3)}|leads={min(roles['lead'], 2)}",
        *(f"form={form}" for form in sorted(forms)),
    ]


def _deadline_features(task: TaskMention, unit: Unit) -> list[str]:
    own, inherited = sum(not d.inherited for d in task.deadlines), sum(d.inherited for d in task.deadlines)
    return [
        f"own={min(own, 3)}",
        f"inherited={min(inherited, 3)}",
        f"times={min(len(unit.times), 3)}|own={min(own, 3)}",
        f"inherited={min(inherited, 3)}|kind={unit.kind}",
        *(f"form={'repeats' if d.mention.value.rrule else 'lasts' if d.mention.value.duration else 'days'}"
          for d in task.deadlines),
    ]  # fmt: skip


def _neighbour(unit: Unit | None) -> str:
    """What stands beside a unit: how likely it sets work if that is open, else why it sets none."""
    if unit is None:
        return "-"
    return _step(unit.probability) if unit.doubtful else unit.verdict.why


def _group(unit: Unit) -> int:
    return unit.node.parent.index if unit.node.parent else -1


def _tenths(part: int, whole: int) -> str:
    """A share in steps of two tenths."""
    return str(round(5 * part / whole)) if whole else "-"


def _step(probability: float | None) -> str:
    """A probability as one of a few steps of its logit."""
    if probability is None:
        return "-"
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return str(bisect(_STEPS, log(bounded / (1 - bounded))))
