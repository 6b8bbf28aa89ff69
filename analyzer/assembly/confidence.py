"""How sure a task is, from what told it. The figures are shares of right tasks per cue; see docs/architecture.md."""

from __future__ import annotations

from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.pipes.tasks import TaskMention


@cache
def _table() -> dict[str, float]:
    return {str(k): float(v) for k, v in read_toml("confidence.toml")["precision"].items()}


def task_confidence(task: TaskMention) -> float:
    """The precision of the task's cue, with or without a known lead."""
    key = task.cue + ("" if task.has("lead") else "_nobody")
    table = _table()
    return table.get(key, table["default"])
