"""How often the machine had to be corrected, from what it read and what people made of it.

A *task* that is only in the machine's list was struck or merged with another, one that is only in the people's was
added or split off. The fields of a task are compared where it is in both and was neither split nor merged, since these
move parts about. Every count says of how many there were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from analyzer.archive import Archive
from analyzer.archive.office import review
from analyzer.assembly.models import Deadline, Directive, DirectiveHeader, Task
from analyzer.learning.facts import time_key
from analyzer.review.clock import local
from analyzer.review.store import Reviews
from analyzer.review.values import HEADER_FIELDS, TARGET_FIELDS, TASK_FIELDS

_PART = 0.5  # so much of a task lies in another that it was split off from or merged into


def _header_value(header: DirectiveHeader, name: str) -> Hashable:
    if name == "number":
        return header.number.text if header.number else None
    if name == "issuer":
        return (header.issuer.name, header.issuer.id) if header.issuer else None
    value: Hashable = getattr(header, name)
    return value


def _limit(deadline: Deadline) -> Hashable:
    said = deadline.model_dump(mode="json", include={"start", "end", "rrule", "duration", "working_days"})
    return (time_key(said), said["start"], said["end"], deadline.span.start, deadline.span.end)


def _field(name: str) -> Callable[[Task], Any]:
    return lambda task: getattr(task, name)


#: What is compared of a task that both lists have.
_OF_TASKS: Mapping[str, Callable[[Task], Any]] = {
    "extent": lambda task: (task.span.start, task.span.end),
    "assignees": lambda task: Counter((a.role, a.name, a.id) for a in task.assignees),
    "deadlines": lambda task: Counter(map(_limit, task.deadlines)),
    **{name: _field(name) for name in TASK_FIELDS},
}
#: Everything that is counted, in the order in which it is shown.
FIGURES: tuple[str, ...] = (
    *("added", "struck", "split", "merged"),
    *(f"task.{name}" for name in _OF_TASKS),
    *(f"header.{name}" for name in HEADER_FIELDS),
    "targets",
    *(f"target.{name}" for name in TARGET_FIELDS),
)


@dataclass(frozen=True, slots=True)
class Share:
    """So many had to be corrected, of so many.

    >>> Share(3, 12).share, Share().share
    (0.25, None)
    """

    corrected: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where there was nothing."""
        return self.corrected / self.of if self.of else None

    def __add__(self, other: Share) -> Share:
        return Share(self.corrected + other.corrected, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Corrections:
    """How often each thing had to be corrected in some documents."""

    documents: int = 0
    untouched: int = 0
    figures: Mapping[str, Share] = field(default_factory=dict)

    def __add__(self, other: Corrections) -> Corrections:
        both = {name: self.figures.get(name, Share()) + other.figures.get(name, Share()) for name in FIGURES}
        return Corrections(self.documents + other.documents, self.untouched + other.untouched, both)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "documents": self.documents,
            "untouched": self.untouched,
            "figures": {
                name: {
                    "corrected": one.corrected,
                    "of": one.of,
                    "share": None if one.share is None else round(one.share, 4),
                }
                for name, one in self.figures.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one kind whose review was finished in one month ("2026-11"; None where it is not finished)."""

    month: str | None
    kind: str | None
    corrections: Corrections


def corrections(machine: Directive, reviewed: Directive) -> Corrections:
    """What had to be corrected in one document."""
    counts = dict.fromkeys(FIGURES, Share())
    was, now = {task.id: task for task in machine.tasks}, {task.id: task for task in reviewed.tasks}
    parts = _split(was, now)
    into = _merged(was, now)
    added = [name for name in now if name not in was and name not in parts]
    struck = [name for name in was if name not in now and name not in into]
    counts["added"] = Share(len(added), len(now))
    for name, count in (("struck", len(struck)), ("split", len(set(parts.values()))), ("merged", len(into))):
        counts[name] = Share(count, len(was))
    moved = {*parts.values(), *into.values()}
    same = [(was[name], now[name]) for name in was if name in now and name not in moved]
    for name, value in _OF_TASKS.items():
        counts[f"task.{name}"] = _compared((value(a), value(b)) for a, b in same)
    for name in HEADER_FIELDS:
        pair = (_header_value(machine.directive, name), _header_value(reviewed.directive, name))
        counts[f"header.{name}"] = _compared([pair])
    targets = {target.id: target for target in reviewed.targets}
    pairs = [(target, targets[target.id]) for target in machine.targets if target.id in targets]
    for name in TARGET_FIELDS:
        counts[f"target.{name}"] = _compared((getattr(a, name), getattr(b, name)) for a, b in pairs)
    counts["targets"] = _compared(
        ([getattr(a, name) for name in TARGET_FIELDS], [getattr(b, name) for name in TARGET_FIELDS]) for a, b in pairs
    )
    return Corrections(1, int(not any(one.corrected for one in counts.values())), counts)


def reviewed_corrections(archive: Archive, *, unfinished: bool = False) -> list[Group]:
    """How often the machine had to be corrected in the reviewed documents, by month of finish and kind.

    Only finished reviews count, with ``unfinished`` those that were begun as well. Raises ArchiveError.
    """
    query = select(review.c.document, review.c.done, review.c.finished_at).order_by(review.c.document)
    with archive.reading() as connection:
        rows = connection.execute(query if unfinished else query.where(review.c.done)).all()
    reviews = Reviews(archive)
    groups: dict[tuple[str, str], Corrections] = {}
    for row in rows:
        seen = reviews.open(row.document)
        key = (_month(row.finished_at) if row.done else "", seen.directive.directive.kind or "")
        groups[key] = groups.get(key, Corrections()) + corrections(seen.machine, seen.directive)
    return [Group(month or None, kind or None, found) for (month, kind), found in sorted(groups.items())]


def total(groups: Iterable[Group]) -> Corrections:
    """All groups together."""
    return sum((group.corrections for group in groups), Corrections())


def by(groups: Iterable[Group], part: Callable[[Group], str | None]) -> dict[str | None, Corrections]:
    """The groups added up by month or kind."""
    found: dict[str | None, Corrections] = {}
    for group in groups:
        found[part(group)] = found.get(part(group), Corrections()) + group.corrections
    return dict(sorted(found.items(), key=lambda one: (one[0] is None, one[0] or "")))


def _compared(pairs: Iterable[tuple[Any, Any]]) -> Share:
    different = [a != b for a, b in pairs]
    return Share(sum(different), len(different))


def _month(finished_at: datetime | None) -> str:
    return f"{local(finished_at):%Y-%m}" if finished_at else ""


def _split(was: Mapping[str, Task], now: Mapping[str, Task]) -> dict[str, str]:
    """The tasks that were split off, each with the one that it was a part of."""
    left = [old for name, old in was.items() if name in now]
    return {new.id: old.id for new in _absent(now, was) for old in left if _lies_in(new, old)}


def _merged(was: Mapping[str, Task], now: Mapping[str, Task]) -> dict[str, str]:
    """The tasks that went into another, each with that one."""
    return {
        old.id: new.id
        for old in _absent(was, now)
        for new in now.values()
        if new.id in was and _lies_in(old, new) and not _lies_in(old, was[new.id])
    }


def _absent(some: Mapping[str, Task], others: Mapping[str, Task]) -> Iterator[Task]:
    return (task for name, task in some.items() if name not in others)


def _lies_in(part: Task, whole: Task) -> bool:
    both = min(part.span.end, whole.span.end) - max(part.span.start, whole.span.start)
    return both > _PART * (part.span.end - part.span.start)
