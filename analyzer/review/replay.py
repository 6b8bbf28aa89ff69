"""The directive that a log of changes makes of what the machine said."""

from __future__ import annotations

from typing import Any

from analyzer.assembly.consistency import inconsistencies
from analyzer.assembly.models import Directive, DirectiveHeader, Target, Task, Warning
from analyzer.knowledge.data import read_toml
from analyzer.review.bodies import Bodies
from analyzer.review.edits import HEADER
from analyzer.review.errors import extent_taken
from analyzer.review.limits import Limits
from analyzer.review.log import STANDING, Log
from analyzer.review.model import Change, Value

_NO_TASKS = "no_tasks"
#: What of a header the due days of limits rest on.
_DAYS = ("issued_on", "effective_on", "kind_name")


def replay(base: Directive, log: Log) -> Directive:
    """The base with all changes that hold; the base itself, the very object, where none does.

    What follows from the items is made anew: the order of the tasks, the list of bodies, the warnings, and due days
    where the header's days became others.
    """
    held = [change for change in log.held if any(not item.startswith(STANDING) for item in change.items)]
    if not held:
        return base
    latest: dict[str, Value] = {}
    by_change: dict[str, Change] = {}
    for change in held:
        latest.update(change.after)
        by_change.update(dict.fromkeys(change.after, change))
    header = _header(latest[HEADER]) if latest.get(HEADER) else base.directive
    directive = base.model_copy(
        update={
            "directive": header,
            "targets": [_target(t, latest) for t in base.targets],
            "tasks": _tasks(base, latest),
        }
    )
    directive = directive.model_copy(update={"tasks": _recounted(directive, base, log, by_change)})
    named = Bodies(directive).named_by_hand(base)
    directive = directive.model_copy(
        update={"agencies": [*directive.agencies, *named], "review": _still_open(directive)}
    )
    return directive.model_copy(update={"warnings": _warnings(directive)})


def next_task(base: Directive, log: Log) -> str:
    """The identifier for a new task: one that was never given."""
    numbers = [int(task.id.removeprefix("t")) for task in base.tasks if task.id.removeprefix("t").isdigit()]
    numbers += [int(i.removeprefix("task:t")) for c in log.changes for i in c.items if i.startswith("task:t")]
    return f"t{max(numbers, default=0) + 1}"


def in_order(task: Task) -> tuple[int, int, int]:
    """What tasks are ordered by: where they stand, then by number."""
    number = task.id.removeprefix("t")
    return task.span.start, task.span.end, int(number) if number.isdigit() else 0


def replay_without(machine: Directive, log: Log, last: Change) -> Directive:
    """The directive of a log in which a change has just been taken back.

    Raises BadEdit where a task that comes back by that would have the words of another, which was made meanwhile.
    """
    directive = replay(machine, log)
    for task in directive.tasks:
        if f"task:{task.id}" not in last.items:
            continue
        for other in directive.tasks:
            if other.id != task.id and (other.span.start, other.span.end) == (task.span.start, task.span.end):
                raise extent_taken(other)
    return directive


def _tasks(base: Directive, latest: dict[str, Value]) -> list[Task]:
    known = {f"task:{task.id}" for task in base.tasks}
    kept = [task for task in base.tasks if f"task:{task.id}" not in latest]
    made = [Task.model_validate(v) for i, v in latest.items() if i.startswith("task:") and v is not None]
    if not made and len(kept) + sum(i in known for i in latest) == len(base.tasks):
        return kept  # in the order that the machine gave them
    return sorted([*kept, *made], key=in_order)


def _target(target: Target, latest: dict[str, Value]) -> Target:
    value = latest.get(f"target:{target.id}")
    return target if value is None else Target.model_validate(value)


def _header(value: Value) -> DirectiveHeader:
    return DirectiveHeader.model_validate(value)


def _recounted(directive: Directive, base: Directive, log: Log, by_change: dict[str, Change]) -> list[Task]:
    """The tasks, with due days counted anew where they were counted from other days than the header tells now."""
    now = _days(directive.directive)
    first = _days(base.directive)
    if now == first and not any(HEADER in change.items for change in log.changes):
        return directive.tasks
    then: dict[int, tuple[Any, ...]] = {}
    days = first
    for change in log.changes:  # undone ones too: others were made while they held
        value = change.after.get(HEADER)
        if value:
            days = _days(_header(value))
        then[change.id] = days
    limits = Limits(directive)
    tasks = []
    for task in directive.tasks:
        made = by_change.get(f"task:{task.id}")
        if (then[made.id] if made else first) != now:
            task = task.model_copy(update={"deadlines": [limits.counted(limit) for limit in task.deadlines]})
        tasks.append(task)
    return tasks


def _days(header: DirectiveHeader) -> tuple[Any, ...]:
    return tuple(getattr(header, name) for name in _DAYS)


def _still_open(directive: Directive) -> Any:
    """The units to look at that no task has taken in."""
    if directive.review is None:
        return None
    spans = [task.span for task in directive.tasks]
    return [u for u in directive.review if not any(s.start < u.span.end and u.span.start < s.end for s in spans)]


def _warnings(directive: Directive) -> list[Warning]:
    """What was told of the document, with the doubts about it as it is now."""
    doubts = read_toml("inconsistencies.toml").keys()
    told = [w for w in directive.warnings if w.code not in doubts and not (w.code == _NO_TASKS and directive.tasks)]
    return [*told, *inconsistencies(directive)]
