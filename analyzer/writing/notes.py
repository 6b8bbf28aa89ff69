"""What a person should know of a task besides its fields: where it stands, what was inferred, what to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.assembly.models import Directive, Role, Task
from analyzer.writing.bodies import assignees
from analyzer.writing.labels import label, labels, note
from analyzer.writing.limits import due_day, formula_words

#: A task below this confidence is marked for checking by a person.
DOUBTFUL_BELOW = 0.8
#: So is one with words that were recognised from a picture with less confidence than this.
MISREAD_BELOW = 0.75

_BULLETS = frozenset("-+*–—•")


def is_doubtful(task: Task) -> bool:
    """Whether a person should look at the task before it is relied on."""
    return task.confidence < DOUBTFUL_BELOW or _is_misread(task)


def to_check(task: Task) -> Iterator[str]:
    """The fields of a task that are less sure than they should be, the least sure first."""
    if task.confidences is None:
        return
    sure = task.confidences.model_dump()
    doubtful = sorted((value, field) for field, value in sure.items() if value < DOUBTFUL_BELOW)
    for value, field in doubtful:
        yield note("check", field=label("confidence", field), percent=int(value * 100))


def _is_misread(task: Task) -> bool:
    """Whether the words of the task, of an agency or of a time limit were hard to recognise."""
    spans = [task.span, *(a.span for a in task.assignees), *(d.span for d in task.deadlines)]
    return any(s.recognised is not None and s.recognised < MISREAD_BELOW for s in spans)


def where(section: Iterable[str], page: int | None) -> str:
    """The place in the document: the way through the outline without bullets, and the page.

    >>> where(["II.", "1.", "a)", "-"], 3)
    'II › 1 › a, trang 3'
    """
    names = (s.strip().rstrip(".") for s in section)
    place = " › ".join(s if s.startswith("(") else s.rstrip(")") for s in names if s and s not in _BULLETS)
    return ", ".join(filter(None, (place, note("page", page=page) if page else "")))


def notes(directive: Directive, task: Task, warnings: Iterable[str]) -> Iterator[str]:
    """The notes on a task, the most urgent first."""
    if task.confidence < DOUBTFUL_BELOW:
        yield note("doubtful", percent=round(task.confidence * 100))
    if _is_misread(task):
        yield note("misread")
    if task.modality != "obligation":
        yield label("modality", task.modality)
    if task.pace:
        yield label("pace", task.pace)
    roles: tuple[Role, ...] = ("monitor", "recipient")
    for role in roles:
        if names := "; ".join(a.name for a in assignees(task, role)):
            yield note("role", role=label("role", role), names=names)
    if targets := [target.text for target in directive.targets if target.id in task.targets]:
        yield note("targets", targets="; ".join(targets))
    if any(a.inherited and a.role == "lead" for a in task.assignees):
        yield note("inherited_assignees")
    yield from _notes_on_limits(task)
    yield from warnings


def _notes_on_limits(task: Task) -> Iterator[str]:
    if any(d.inherited for d in task.deadlines):
        yield note("inherited_deadlines")
    if any(d.year_inferred for d in task.deadlines):
        yield note("year_inferred")
    for deadline in task.deadlines:
        if deadline.formula:
            counted = note("counted" if due_day(deadline) else "uncounted", formula=formula_words(deadline.formula))
            yield counted + (note("basis", basis="; ".join(deadline.basis)) if deadline.basis else "")


def warnings_by_item(directive: Directive) -> dict[str, list[str]]:
    """The warnings about single tasks, references …, by their identifiers.

    In short where there are words for it: the message itself names all the tasks it is about.
    """
    found: dict[str, list[str]] = {}
    for warning in directive.warnings:
        words = labels("warned").get(warning.code, warning.message_vi)
        for item in warning.items:
            found.setdefault(item, []).append(words)
    return found
