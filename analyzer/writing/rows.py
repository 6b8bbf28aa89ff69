"""The tables that the formats for people share: one row a task, target, reference or warning.

A row keeps values (dates as dates, numbers as numbers); how they look is the format's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from analyzer.assembly.models import Directive, Role, Step, Task
from analyzer.writing.bodies import assignees, changes, now_of
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label, note, reason
from analyzer.writing.limits import due_date, due_day, limit_words, next_due_date, safe_due_date
from analyzer.writing.notes import is_doubtful, notes, to_check, warnings_by_item, where

_ACTING: tuple[Role, ...] = ("lead", "support")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of the tracking sheet."""

    order: int
    task: str
    lead: str
    support: str
    current: str
    due: date | None
    safe_due: date | None
    next_due: date | None
    due_words: str
    pace: str
    deliverables: str
    area: str
    place: str
    document: str
    notes: str
    check: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """A body that the document names, and who answers for it now."""

    order: int
    agency: str
    agency_id: str
    province: str
    current: str
    steps: str
    note: str
    mentions: int
    leads: int
    supports: int
    document: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A sentence or line that is in no list of tasks, to be looked at."""

    order: int
    passage: str
    percent: int
    reason: str
    place: str
    document: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A numeric commitment."""

    order: int
    metric: str
    value_words: str
    comparator: str
    value: float
    upper: float | None
    unit: str
    baseline: str
    scope: str
    exclusions: str
    start: date | None
    end: date | None
    page: int | None
    document: str


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A mention of another document."""

    order: int
    cited: str
    kind: str
    number: str
    issued_on: date | None
    issuer: str
    relation: str
    page: int | None
    document: str


@dataclass(frozen=True, slots=True)
class WarningRow:
    """Something to look at."""

    order: int
    message: str
    page: int | None
    code: str
    document: str


def task_rows(directives: Iterable[Directive]) -> Iterator[TaskRow]:
    """The tasks of all documents, numbered through."""
    order = 0
    for directive in directives:
        document = document_name(directive)
        numbers = {r.id: r.number or r.text for r in directive.references}
        warned = warnings_by_item(directive)
        for task in directive.tasks:
            order += 1
            yield TaskRow(
                order=order,
                task=task.text,
                lead=_names(task, "lead"),
                support=_names(task, "support"),
                current=_lines(changes(directive, task)),
                due=due_date(task),
                safe_due=safe_due_date(task),
                next_due=next_due_date(task),
                due_words=_lines(limit_words(task)),
                pace=label("pace", task.pace) if task.pace else "",
                deliverables=_lines(task.deliverables),
                area=label("area", task.area),
                place=_place(task, [numbers[r] for r in task.references if r in numbers]),
                document=document,
                notes=_lines(_notes(directive, task, warned.get(task.id, []))),
                check=_lines(to_check(task)),
                doubtful=is_doubtful(task),
            )


def agency_rows(directives: Iterable[Directive]) -> Iterator[AgencyRow]:
    """The bodies and collectives of all documents, numbered through, each with its present body."""
    pairs = ((directive, agency) for directive in directives for agency in directive.agencies)
    for order, (directive, agency) in enumerate(pairs, start=1):
        counts: dict[Role, int] = {
            role: sum(agency.name in {a.name for a in assignees(task, role)} for task in directive.tasks)
            for role in _ACTING
        }
        yield AgencyRow(
            order=order,
            agency=_with_members(agency.name, agency.refers_to),
            agency_id=agency.id or "; ".join(agency.ambiguous),
            province=agency.province.name if agency.province else "",
            current=now_of(agency),
            steps=_lines(filter(None, map(_step, agency.steps))),
            note=agency.note or "",
            mentions=len(agency.mentions),
            leads=counts["lead"],
            supports=counts["support"],
            document=document_name(directive),
        )


def _notes(directive: Directive, task: Task, warnings: list[str]) -> Iterator[str]:
    yield from notes(directive, task, warnings)
    if len({due_day(deadline) for deadline in task.deadlines} - {None}) > 1:
        yield note("several_deadlines")


def _step(step: Step) -> str:
    """One reorganisation in a line: when, and by which decision, as far as known."""
    return ": ".join(filter(None, (vietnamese_date(step.on), step.basis)))


def review_rows(directives: Iterable[Directive]) -> Iterator[ReviewRow]:
    """What to look at so that hardly any task is missed, numbered through, the documents in order."""
    pairs = ((directive, unit) for directive in directives for unit in directive.review or ())
    for order, (directive, unit) in enumerate(pairs, start=1):
        yield ReviewRow(
            order=order,
            passage=unit.text,
            percent=max(1, round(unit.probability * 100)),
            reason=reason(unit.reason),
            place=where(unit.section, unit.span.page),
            document=document_name(directive),
        )


def target_rows(directives: Iterable[Directive]) -> Iterator[TargetRow]:
    """The targets of all documents, numbered through."""
    pairs = ((directive, target) for directive in directives for target in directive.targets)
    for order, (directive, t) in enumerate(pairs, start=1):
        yield TargetRow(
            order=order,
            metric=t.metric or "",
            value_words=t.text,
            comparator=label("comparator", t.comparator),
            value=t.value,
            upper=t.upper,
            unit=t.unit or "",
            baseline=t.baseline or "",
            scope=t.scope or "",
            exclusions=t.exclusions or "",
            start=t.due.start if t.due else None,
            end=t.due.end if t.due else None,
            page=t.span.page,
            document=document_name(directive),
        )


def reference_rows(directives: Iterable[Directive]) -> Iterator[ReferenceRow]:
    """The references of all documents, numbered through."""
    pairs = ((directive, reference) for directive in directives for reference in directive.references)
    for order, (directive, r) in enumerate(pairs, start=1):
        yield ReferenceRow(
            order=order,
            cited=r.text,
            kind=r.kind or "",
            number=r.number or "",
            issued_on=r.issued_on,
            issuer=r.issuer or "",
            relation=label("relation", r.relation),
            page=r.span.page,
            document=document_name(directive),
        )


def warning_rows(directives: Iterable[Directive]) -> Iterator[WarningRow]:
    """The warnings of all documents, those of reading before those of analysis."""
    pairs = ((d, warning) for d in directives for warning in [*d.source.warnings, *d.warnings])
    for order, (directive, w) in enumerate(pairs, start=1):
        yield WarningRow(order, w.message_vi, w.page, w.code, document_name(directive))


def document_name(directive: Directive) -> str:
    """What staff call the document: kind, number and date; else its title, else the file.

    >>> from analyzer.assembly.models import DirectiveHeader, Number, Source
    >>> header = DirectiveHeader(kind_name="Chỉ thị", number=Number(text="05/CT-UBND"), issued_on=date(2024, 3, 7))
    >>> source = Source(media_type="text/plain", sha256="0" * 64, reader="text")
    >>> document_name(Directive(source=source, directive=header))
    'Chỉ thị 05/CT-UBND ngày 07/03/2024'
    """
    header = directive.directive
    if header.number:
        name = f"{header.kind_name} {header.number.text}" if header.kind_name else header.number.text
    else:
        parts = (header.kind_name, header.title) if header.title else ()
        name = " ".join(filter(None, parts)) or directive.source.name or header.kind_name or note("unnamed")
    return note("dated", name=name, date=vietnamese_date(header.issued_on)) if header.issued_on else name


def _names(task: Task, role: Role) -> str:
    return _lines(_with_members(a.name, a.refers_to) for a in assignees(task, role))


def _with_members(name: str, refers_to: list[str]) -> str:
    """A name such as "các cơ quan nêu trên" with those it stands for."""
    return note("stands_for", name=name, names="; ".join(refers_to)) if refers_to else name


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(parts))


def _place(task: Task, references: list[str]) -> str:
    cited = note("references", references="; ".join(dict.fromkeys(references))) if references else ""
    return _lines(filter(None, (where(task.section, task.span.page), cited)))
