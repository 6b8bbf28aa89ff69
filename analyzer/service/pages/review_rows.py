"""The task table of the review page: one row a task, with what is doubtful, what people corrected, how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from analyzer.assembly.models import Assignee, Deadline, Directive, Reference, Role, Span, Target, Task
from analyzer.review.model import Reviewed, Standing, Struck
from analyzer.service.pages import review_words
from analyzer.service.pages.review_marks import by_hand
from analyzer.service.pages.review_rhythms import rhythm
from analyzer.writing.bodies import assignees, in_role
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label
from analyzer.writing.limits import anchored, due_date, due_day, formula_words
from analyzer.writing.notes import DOUBTFUL_BELOW, MISREAD_BELOW, warnings_by_item, where

#: The fields whose confidence is known, and what people set when they correct or confirm one.
_SET_BY: Mapping[str, str] = {
    "task": "extent",
    "assignees": "assignees",
    "deadlines": "deadlines",
    "modality": "modality",
    "area": "area",
}


@dataclass(frozen=True, slots=True)
class Who:
    """A body with a part in the task; ``now`` is who answers for it today, where that is another.

    ``origin`` says where the name is from, if not from the task's own words.
    """

    name: str
    now: str
    assignee: Assignee
    origin: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: the day or what stands for it, and the document's words."""

    day: date | None
    shown: str
    words: str
    origin: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a field is doubtful: in the few words that a cell has room for, and in full."""

    short: str
    words: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What a person did with a field: corrected or confirmed it; ``machine`` is what the machine said, in words."""

    corrected: bool
    machine: str


@dataclass(frozen=True, slots=True)
class Row:
    """A task as the table shows it. ``doubts`` say of each doubtful field why; ``due`` is the day that counts."""

    order: int
    task: Task
    where: str
    leads: list[Who]
    supports: list[Who]
    others: list[tuple[Role, list[Who]]]
    limits: list[Limit]
    doubts: Mapping[str, Doubt]
    corrected: Mapping[str, Fix]
    warnings: list[str]
    targets: list[Target]
    references: list[Reference]
    standing: Standing
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the table shows of a document at one moment."""

    reviewed: Reviewed
    rows: list[Row]
    doubts: int
    doubtful: int
    struck: tuple[Struck, ...]

    @property
    def directive(self) -> Directive:
        """The document as people have made it so far."""
        return self.reviewed.directive


def sheet(reviewed: Reviewed, standings: Mapping[str, Standing], today: date) -> Sheet:
    """The table of a document under review."""
    rows = list(_rows(reviewed, standings, today))
    return Sheet(
        reviewed,
        rows,
        doubts=sum(len(row.doubts) for row in rows),
        doubtful=sum(1 for row in rows if row.doubts),
        struck=reviewed.struck,
    )


def _rows(reviewed: Reviewed, standings: Mapping[str, Standing], today: date) -> Iterator[Row]:
    directive = reviewed.directive
    warnings = warnings_by_item(directive)
    said = {task.id: task for task in reviewed.machine.tasks}
    targets = {target.id: target for target in directive.targets}
    references = {reference.id: reference for reference in directive.references}
    for order, task in enumerate(directive.tasks, 1):
        corrected = reviewed.corrected.get(task.id, frozenset())
        standing = standings.get(task.id, Standing())
        due = standing.extended_to or due_date(task)
        yield Row(
            order=order,
            task=task,
            where=where(task.section, task.span.page),
            leads=_who(directive, task, "lead"),
            supports=_who(directive, task, "support"),
            others=_others(directive, task),
            limits=limits(task),
            doubts=doubts(task, corrected),
            corrected=_fixes(task, said.get(task.id), corrected),
            warnings=warnings.get(task.id, []),
            targets=[targets[id_] for id_ in task.targets if id_ in targets],
            references=[references[id_] for id_ in task.references if id_ in references],
            standing=standing,
            due=due,
            late=due is not None and due < today and standing.status != "done",
        )


def _who(directive: Directive, task: Task, role: Role) -> list[Who]:
    named = in_role(directive, task, role)
    found = zip(named, assignees(task, role), strict=True)
    return [Who(n.name, n.now, a, _origin(task, a.span, a.inherited)) for n, a in found]


def _origin(task: Task, span: Span, inherited: bool) -> str:
    if by_hand(task, span):
        return "ghi tay"
    return "theo đề mục" if inherited else ""


def _fixes(task: Task, machine: Task | None, corrected: frozenset[str]) -> dict[str, Fix]:
    """The fields that a person set, each with what the machine said of it."""
    now = task.model_dump(mode="json")
    said = machine.model_dump(mode="json") if machine else {}
    found = {}
    for field in corrected:
        key = "text" if field == "extent" else field
        words = review_words.words(key, said.get(key))
        found[field] = Fix(words != review_words.words(key, now.get(key)), words)
    return found


def _others(directive: Directive, task: Task) -> list[tuple[Role, list[Who]]]:
    roles: tuple[Role, ...] = ("monitor", "recipient")
    return [(role, found) for role in roles if (found := _who(directive, task, role))]


def limits(task: Task) -> list[Limit]:
    """The time limits of a task; events that it waits for come last."""
    found = [
        Limit(
            due_day(d),
            _shown(d),
            "" if by_hand(task, d.span) else anchored(d),
            _origin(task, d.span, d.inherited),
        )
        for d in task.deadlines
    ]
    said = [limit.words for limit in found]
    found += [
        Limit(t.on, vietnamese_date(t.on), t.text, "")
        for t in task.triggers
        if not any(t.text in words for words in said)
    ]
    return found


def _shown(deadline: Deadline) -> str:
    """What stands for the day: the day, the next one of a recurrence, or how it will be counted."""
    if day := due_day(deadline):
        return vietnamese_date(day)
    if deadline.next_due:
        return f"kỳ tới {vietnamese_date(deadline.next_due[0])}"
    if deadline.rrule:
        return rhythm(deadline.rrule)
    if deadline.formula:
        return formula_words(deadline.formula)
    if deadline.start:
        return f"từ {vietnamese_date(deadline.start)}"
    return ""


def doubts(task: Task, corrected: frozenset[str]) -> dict[str, Doubt]:
    """The fields of a task that a person should look at, each with the reason.

    What a person has set or confirmed is in no doubt any more. Where the models were not asked there is only the
    confidence in the task as a whole.
    """
    sure = task.confidences.model_dump() if task.confidences else {"task": task.confidence}
    words = {
        "task": [task.span],
        "assignees": [a.span for a in task.assignees],
        "deadlines": [d.span for d in task.deadlines],
    }
    found: dict[str, Doubt] = {}
    for field, set_by in _SET_BY.items():
        if set_by in corrected:
            continue
        misread = any(_is_misread(span) for span in words.get(field, []))
        if sure.get(field, 1) < DOUBTFUL_BELOW:
            percent = int(sure[field] * 100)
            told = f"Chưa chắc {label('confidence', field)} (tin cậy {percent}%)"
            found[field] = Doubt(f"chưa chắc · {percent}%", told + ("; chữ quét chưa rõ" if misread else ""))
        elif misread:
            found[field] = Doubt("chữ quét chưa rõ", "Chữ nhận dạng từ bản quét chưa rõ: đối chiếu với bản gốc")
    return found


def _is_misread(span: Span) -> bool:
    return span.recognised is not None and span.recognised < MISREAD_BELOW
