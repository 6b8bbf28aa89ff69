"""How sure a task is, from what told it: the share of right tasks among those the cue found (learning.confidence)."""

from __future__ import annotations

from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.pipes.tasks import TaskMention


@cache
def _table() -> dict[str, float]:
    return {str(k): float(v) for k, v in read_toml("confidence.toml")["precision"].items()}


def task_confidence(task: TaskMention) -> float:
    """The precision of the task's cue, with or without a known lead."""
    table = _table()
    return table.get(cue_key(task), table["default"])


def cue_key(task: TaskMention) -> str:
    """What told the task, and whether it names nobody in charge: the key of its figure."""
    return task.cue + ("" if task.has("lead") else "_nobody")
