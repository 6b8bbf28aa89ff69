"""The tables that the formats for people share: one row a task, target, reference or warning.

A row keeps values (dates as dates, numbers as numbers); how they look is the format's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from analyzer.assembly.models import Assignee, Directive, Role, Task
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label, note, reason

#: A task below this confidence is marked for checking by a person.
DOUBTFUL_BELOW = 0.8
#: So is one with words that were recognised from a picture with less confidence than this.
MISREAD_BELOW = 0.75

_BULLETS = frozenset("-+*–—•")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of the tracking sheet."""

    order: int
    task: str
    lead: str
    support: str
    due: date | None
    due_words: str
    deliverables: str
    area: str
    place: str
    document: str
    notes: str
    check: str
    doubtful: bool


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
        targets = {t.id: t.text for t in directive.targets}
        for task in directive.tasks:
            order += 1
            yield TaskRow(
                order=order,
                task=task.text,
                lead=_names(task, "lead"),
                support=_names(task, "support"),
                due=due_date(task),
                due_words=_lines(d.text for d in task.deadlines),
                deliverables=_lines(task.deliverables),
                area=label("area", task.area),
                place=_place(task, [numbers[r] for r in task.references if r in numbers]),
                document=document,
                notes=_notes(task, [targets[t] for t in task.targets if t in targets]),
                check=_to_check(task),
                doubtful=is_doubtful(task),
            )


def is_doubtful(task: Task) -> bool:
    """Whether a person should look at the task before it is relied on."""
    return task.confidence < DOUBTFUL_BELOW or _is_misread(task)


def review_rows(directives: Iterable[Directive]) -> Iterator[ReviewRow]:
    """What to look at so that hardly any task is missed, numbered through, the documents in order."""
    pairs = ((directive, unit) for directive in directives for unit in directive.review or ())
    for order, (directive, unit) in enumerate(pairs, start=1):
        yield ReviewRow(
            order=order,
            passage=unit.text,
            percent=max(1, round(unit.probability * 100)),
            reason=reason(unit.reason),
            place=_where(unit.section, unit.span.page),
            document=document_name(directive),
        )


def _to_check(task: Task) -> str:
    """The fields of a task that are less sure than they should be, the least sure first."""
    if task.confidences is None:
        return ""
    sure = task.confidences.model_dump()
    doubtful = sorted((value, field) for field, value in sure.items() if value < DOUBTFUL_BELOW)
    return _lines(
        note("check", field=label("confidence", field), percent=int(value * 100)) for value, field in doubtful
    )


def _is_misread(task: Task) -> bool:
    """Whether the words of the task, of an agency or of a time limit were hard to recognise."""
    spans = [task.span, *(a.span for a in task.assignees), *(d.span for d in task.deadlines)]
    return any(s.recognised is not None and s.recognised < MISREAD_BELOW for s in spans)


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


def due_date(task: Task) -> date | None:
    """The earliest last day among the task's deadlines; recurrences and durations have none."""
    return min((d.end for d in task.deadlines if d.end), default=None)


def assignees(task: Task, role: Role) -> list[Assignee]:
    """The task's organisations in one role, each name once."""
    return list({a.name: a for a in reversed(task.assignees) if a.role == role}.values())[::-1]


def _names(task: Task, role: Role) -> str:
    return _lines(a.name for a in assignees(task, role))


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(parts))


def _place(task: Task, references: list[str]) -> str:
    cited = note("references", references="; ".join(dict.fromkeys(references))) if references else ""
    return _lines(filter(None, (_where(task.section, task.span.page), cited)))


def _where(section: Iterable[str], page: int | None) -> str:
    labels = (s.strip().rstrip(".") for s in section)
    place = " › ".join(s if s.startswith("(") else s.rstrip(")") for s in labels if s and s not in _BULLETS)
    return ", ".join(filter(None, (place, note("page", page=page) if page else "")))


def _notes(task: Task, targets: list[str]) -> str:
    parts = []
    if task.confidence < DOUBTFUL_BELOW:
        parts.append(note("doubtful", percent=round(task.confidence * 100)))
    if _is_misread(task):
        parts.append(note("misread"))
    if task.modality != "obligation":
        parts.append(label("modality", task.modality))
    roles: tuple[Role, ...] = ("monitor", "recipient")
    for role in roles:
        if names := "; ".join(a.name for a in assignees(task, role)):
            parts.append(note("role", role=label("role", role), names=names))
    if targets:
        parts.append(note("targets", targets="; ".join(targets)))
    if any(a.inherited and a.role == "lead" for a in task.assignees):
        parts.append(note("inherited_assignees"))
    if any(d.inherited for d in task.deadlines):
        parts.append(note("inherited_deadlines"))
    if any(d.year_inferred for d in task.deadlines):
        parts.append(note("year_inferred"))
    if len({d.end for d in task.deadlines if d.end}) > 1:
        parts.append(note("several_deadlines"))
    return "\n".join(parts)
