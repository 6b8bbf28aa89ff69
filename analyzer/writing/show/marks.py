"""What is marked in the copy: tasks, agencies, deadlines and targets with their places, task numbers and notes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from analyzer.assembly.models import Box, Deadline, Directive, Role, Span, Target, Task
from analyzer.knowledge.data import read_toml
from analyzer.writing.bodies import assignees
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.limits import due_day
from analyzer.writing.notes import is_doubtful
from analyzer.writing.words import ranges, shortened

Kind = Literal["tasks", "agencies", "deadlines", "targets"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_ROLES: tuple[Role, ...] = get_args(Role)
_LONGEST = 90


@dataclass(slots=True)
class Mark:
    """Words to be highlighted: ``places`` are boxes by page, ``numbers`` those of the tasks they belong to."""

    kind: Kind
    id: str
    places: dict[int, list[Box]]
    numbers: list[int] = field(default_factory=list)
    doubtful: bool = False
    note: str = ""

    @property
    def label(self) -> str:
        """What stands in the margin; empty for what belongs to no task."""
        return ranges(self.numbers) + ("?" if self.doubtful else "")


def marks(directive: Directive, kinds: Collection[Kind] = KINDS) -> list[Mark]:
    """The marks of a document, tasks first. What has no place on a page is left out."""
    makers = {"tasks": _tasks, "agencies": _agencies, "deadlines": _deadlines, "targets": _targets}
    return [mark for kind in KINDS if kind in kinds for mark in makers[kind](directive) if mark.places]


def say(key: str, **values: object) -> str:
    """A note with its values filled in.

    >>> say("task", numbers="1–3")
    'Nhiệm vụ 1–3'
    """
    return texts("note")[key].format(**values)


@cache
def texts(table: str) -> Mapping[str, str]:
    """One table of what the copy says."""
    found: Mapping[str, str] = read_toml("show.toml")[table]
    return found


def headline(number: int, task: Task) -> str:
    """The task in one line, for the outline of the copy."""
    who = "; ".join(a.name for a in assignees(task, "lead"))
    what = shortened(task.action or task.text, _LONGEST)
    return f"{number}{'?' if is_doubtful(task) else ''}. " + " – ".join(filter(None, (who, what)))


def places(span: Span) -> dict[int, list[Box]]:
    """The boxes of a span by page; empty where the source has no pages."""
    if span.page is None or not span.boxes:
        return {}
    return {span.page: span.boxes, **{more.page: more.boxes for more in span.continued or []}}


def _tasks(directive: Directive) -> Iterator[Mark]:
    for number, task in enumerate(directive.tasks, 1):
        doubtful = is_doubtful(task)
        yield Mark("tasks", task.id, places(task.span), [number], doubtful, _task_note(number, task))


def _task_note(number: int, task: Task) -> str:
    parts = [say("task", numbers=number)]
    if is_doubtful(task):
        parts.append(say("doubtful", percent=round(task.confidence * 100)))
    parts += [say(role, names="; ".join(a.name for a in found)) for role in _ROLES if (found := assignees(task, role))]
    if task.deadlines:
        parts.append(say("due", words="; ".join(dict.fromkeys(map(_deadline_words, task.deadlines)))))
    return " · ".join(parts)


def _deadline_words(deadline: Deadline) -> str:
    told = " ".join(deadline.text.split())
    day = due_day(deadline)
    return f"{vietnamese_date(day)} ({told})" if day else told


def _agencies(directive: Directive) -> Iterator[Mark]:
    found: dict[tuple[int, int], Mark] = {}
    names: dict[tuple[int, int], dict[str, None]] = {}
    roles: dict[tuple[int, int], dict[Role, list[int]]] = {}

    def add(span: Span, name: str) -> tuple[int, int]:
        key = span.start, span.end
        if key not in found:
            found[key] = Mark("agencies", f"a{len(found) + 1}", places(span))
        names.setdefault(key, {})[name] = None
        return key

    for agency in directive.agencies:
        for mention in agency.mentions:
            add(mention.span, agency.name)
    for number, task in enumerate(directive.tasks, 1):
        for assignee in task.assignees:
            key = add(assignee.span, assignee.name)
            roles.setdefault(key, {}).setdefault(assignee.role, []).append(number)
            found[key].numbers.append(number)
    for key, mark in found.items():
        parts = ["; ".join(names[key])]
        held = roles.get(key, {})
        parts += [say(f"role_{role}", numbers=ranges(held[role])) for role in _ROLES if role in held]
        mark.note = " · ".join(parts if held else [*parts, say("mentioned")])
        yield mark


def _deadlines(directive: Directive) -> Iterator[Mark]:
    found: dict[tuple[int, int], Mark] = {}
    told: dict[tuple[int, int], str] = {}
    for number, task in enumerate(directive.tasks, 1):
        for deadline in task.deadlines:
            key = deadline.span.start, deadline.span.end
            if key not in found:
                found[key] = Mark("deadlines", f"d{len(found) + 1}", places(deadline.span))
                told[key] = _deadline_words(deadline)
            found[key].numbers.append(number)
    for key, mark in found.items():
        mark.note = f"{say('deadline', numbers=ranges(mark.numbers))} · {told[key]}"
        yield mark


def _targets(directive: Directive) -> Iterator[Mark]:
    owners: dict[str, list[int]] = {}
    for number, task in enumerate(directive.tasks, 1):
        for id_ in task.targets:
            owners.setdefault(id_, []).append(number)
    for target in directive.targets:
        numbers = owners.get(target.id, [])
        head = say("target", numbers=ranges(numbers)) if numbers else say("target_alone")
        yield Mark("targets", target.id, places(target.span), numbers, note=f"{head} · {_target_words(target)}")


def _target_words(target: Target) -> str:
    return ": ".join(filter(None, (target.metric, " ".join(target.text.split()))))
