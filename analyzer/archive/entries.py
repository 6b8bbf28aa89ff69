"""What of a reading is searched: its title, tasks and targets, with who has a part in them and when they are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zlib import crc32

from analyzer.archive.identity import number_key
from analyzer.archive.words import plain, words
from analyzer.assembly.models import Agency, Assignee, Deadline, Directive, Issuer, Reference, Target, Task
from analyzer.due.settings import Policy
from analyzer.pipes.mentions import Bound
from analyzer.writing.rows import document_name

What = Literal["title", "task", "target"]


@dataclass(frozen=True, slots=True)
class BodyKey:
    """A body as documents name it; "" for what is not known."""

    name: str
    agency: str = ""
    province: str = ""
    area: str = ""

    @property
    def plain(self) -> str:
        """The words of the name without accents.

        >>> BodyKey("Sở Nội vụ").plain
        'so noi vu'
        """
        return " ".join(map(plain, words(self.name)))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A limit that comes again and again, as little of it as its days follow from.

    ``text``, folded, and ``bound`` are "" and None where the rule says all, so that limits alike are found alike.
    ``shift`` moves each day; ``until`` is the last day of the rhythm where it ends.
    """

    rrule: str
    text: str = ""
    bound: Bound | None = None
    shift: int = 0
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found: ``item`` is its identifier in the result, "" for the title."""

    what: What
    item: str
    text: str
    tie: int
    extra: str = ""
    area: str | None = None
    modality: str | None = None
    confidence: float | None = None
    page: int | None = None
    parts: frozenset[tuple[str, BodyKey]] = field(default_factory=frozenset)
    days: frozenset[date] = field(default_factory=frozenset)
    rhythms: tuple[Recurrence, ...] = ()

    @property
    def length(self) -> int:
        """How many words the text has."""
        return len(words(self.text))

    @property
    def marked_days(self) -> list[tuple[date, bool]]:
        """The days in their order; of a task the first is marked."""
        return [(day, self.what == "task" and place == 0) for place, day in enumerate(sorted(self.days))]


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is cited, once for each relation."""

    relation: str
    kind: str | None
    number: str | None
    number_key: str | None
    issued_on: date | None
    issuer: str | None
    text: str


def entries_of(directive: Directive, digest: str) -> list[Entry]:
    """The entries in the order of the document; ``digest`` is that of the reading.

    >>> from analyzer import analyze
    >>> found = entries_of(analyze("Giao Sở Y tế báo cáo trước ngày 30/6/2024."), "0")
    >>> [(e.what, e.item, [d.isoformat() for d in e.days]) for e in found]
    [('title', '', []), ('task', 't1', ['2024-06-30'])]
    """
    bodies = _Bodies(directive)
    tasks = [_task(task, bodies, digest, directive.policy) for task in directive.tasks]
    of_target: dict[str, list[Entry]] = {}
    for task, entry in zip(directive.tasks, tasks, strict=True):
        for target in task.targets:
            of_target.setdefault(target, []).append(entry)
    targets = [_target(target, of_target.get(target.id, []), digest) for target in directive.targets]
    return [_title(directive, digest), *tasks, *targets]


def issuer_body(issuer: Issuer) -> BodyKey:
    """The body that issued the document."""
    return BodyKey(issuer.name, issuer.id or "", issuer.province.id if issuer.province else "", issuer.area or "")


def citations_of(directive: Directive) -> list[Cited]:
    """The documents cited, in order; one that is cited again with the same relation counts once."""
    found: dict[tuple[object, ...], Cited] = {}
    for reference in directive.references:
        cited = _cited(reference)
        same = cited.relation, cited.number_key or cited.text, cited.issued_on
        found.setdefault(same, cited)
    return list(found.values())


def _cited(reference: Reference) -> Cited:
    number = reference.number
    return Cited(
        reference.relation,
        reference.kind,
        number,
        (number_key(number) or None) if number else None,
        reference.issued_on,
        reference.issuer,
        reference.text,
    )


def _title(directive: Directive, digest: str) -> Entry:
    """The title, found by what staff call the document and by its issuer, too."""
    header = directive.directive
    name = document_name(directive)
    told = [name if header.title else None, header.issuer.name if header.issuer else None]
    return Entry("title", "", header.title or name, _tie(digest, ""), extra=", ".join(filter(None, told)))


def _task(task: Task, bodies: _Bodies, digest: str, policy: Policy) -> Entry:
    return Entry(
        "task",
        task.id,
        task.text,
        _tie(digest, task.id),
        # who is to do it may stand in the heading alone, and people ask for both in one breath
        extra=", ".join(dict.fromkeys(a.name for a in task.assignees if a.inherited)),
        area=task.area,
        modality=task.modality,
        confidence=task.confidence,
        page=task.span.page,
        parts=frozenset((a.role, body) for a in task.assignees for body in bodies.of(a)),
        days=frozenset(limit.due for limit in task.deadlines if limit.due is not None),
        rhythms=tuple(dict.fromkeys(_recurrence(limit, policy) for limit in task.deadlines if limit.rrule)),
    )


def _recurrence(limit: Deadline, policy: Policy) -> Recurrence:
    """A limit with a rule, its words left out where they change nothing."""
    from analyzer.due.recurrences import is_shifted, read_rhythm, rhythm_of  # of use to few documents
    from analyzer.pipes.times.scan import fold

    rrule, low = limit.rrule or "", fold(" ".join(limit.text.split()))
    shift = -1 if is_shifted(low, limit.bound, policy) else 0
    try:
        by_rule = limit.bound != "from" and read_rhythm(rrule, low, limit.bound) == rhythm_of(rrule)
    except (KeyError, ValueError):  # a result made by others may hold anything: such a rule names no day
        by_rule = True
    return (
        Recurrence(rrule, shift=shift, until=limit.end)
        if by_rule
        else Recurrence(rrule, low, limit.bound, shift, limit.end)
    )


def _target(target: Target, tasks: list[Entry], digest: str) -> Entry:
    """A target; who is to reach it and its area are those of the tasks that name it."""
    told = [target.metric, target.text, target.scope, target.exclusions]
    return Entry(
        "target",
        target.id,
        " – ".join(dict.fromkeys(filter(None, told))),
        _tie(digest, target.id),
        area=tasks[0].area if tasks else None,
        page=target.span.page,
        parts=frozenset(part for task in tasks for part in task.parts),
        days=frozenset([target.due.end] if target.due and target.due.end else []),
    )


def _tie(digest: str, item: str) -> int:
    return crc32(f"{digest} {item}".encode()) & 0x7FFFFFFF


class _Bodies:
    """The bodies of a directive by the name that a task gives them."""

    def __init__(self, directive: Directive) -> None:
        self._agencies: Mapping[str, Agency] = {agency.name: agency for agency in reversed(directive.agencies)}

    def of(self, assignee: Assignee) -> Iterator[BodyKey]:
        """The body named, and those that "các cơ quan nêu trên" stands for."""
        agency = self._agencies.get(assignee.name)
        area = agency.area if agency and agency.id == assignee.id else None
        yield BodyKey(assignee.name, assignee.id or "", assignee.province or "", area or "")
        for name in assignee.refers_to:
            meant = self._agencies.get(name)
            province = meant.province.id if meant and meant.province else ""
            yield BodyKey(name, (meant and meant.id) or "", province, (meant and meant.area) or "")
