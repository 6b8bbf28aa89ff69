"""What comparisons say in Vietnamese: why two tasks match, what is missing, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from analyzer.assembly.models import Directive, Task
from analyzer.comparison.answering import Match
from analyzer.comparison.changes import Change
from analyzer.comparison.coverage import Answer, Coverage, Row
from analyzer.comparison.measures import Measured
from analyzer.knowledge.data import read_toml
from analyzer.writing.bodies import assignees
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label, note
from analyzer.writing.limits import due_date, limit_words
from analyzer.writing.rows import document_name
from analyzer.writing.words import shortened

_MOST = 5  # words that are named
_NEAR = 0.2  # nearness in meaning that is told
_WORDS = 80  # characters of a quotation


@cache
def named(table: str) -> Mapping[str, str]:
    """One table of the names.

    >>> named("judgement")["partial"]
    'Một phần'
    """
    found: Mapping[str, str] = read_toml("comparison.toml")[table]
    return found


def short_name(directive: Directive) -> str:
    """The number of a document, else what staff call it."""
    number = directive.directive.number
    return number.text if number else document_name(directive)


def place(task: Task) -> str:
    """Where a task stands, from the root.

    >>> from analyzer.assembly.models import Span
    >>> place(Task(id="t1", text="", span=Span(start=0, end=0), section=["II", "3", "b"]))
    'II.3.b'
    """
    shown: list[str] = []
    for step in (s.strip().rstrip(".)") for s in task.section):
        if shown and step.startswith(shown[-1] + "."):
            shown.pop()  # "3.1" below "3" says both
        shown.append(step)
    return ".".join(shown)


def leads(task: Task) -> str:
    """Who is to do it, a line each."""
    return "\n".join(dict.fromkeys(a.name for a in assignees(task, "lead")))


def limits(task: Task) -> str:
    """Its limits: the day where there is one, else the words."""
    day = due_date(task)
    return vietnamese_date(day) if day else "; ".join(limit_words(task))


def reasons(match: Match) -> str:
    """Why one task is taken for an answer to another."""
    said = named("reason")
    found = []
    if match.duty:
        found.append(said[match.duty])
    words = shown_terms(match.shared)
    if words:
        found.append(said["words"].format(words=words))
    if match.meaning is not None and match.meaning >= _NEAR:
        found.append(said["meaning"])
    if match.agencies:
        found.append(said["agencies"])
    if match.area:
        found.append(said["area"])
    if match.accompanies:
        found.append(said["accompanies"].format(act=named("act").get(match.accompanies, match.accompanies)))
    text = "; ".join(found)
    return text[:1].upper() + text[1:]


def shown_terms(found: Iterable[str]) -> str:
    """Terms as a person reads them: those of one syllable tell little, those in others nothing new."""
    words = [term.lstrip("=").replace("_", " ") for term in found]
    kept: list[str] = []
    for word in words:
        if " " in word and not any(word in other or other in word for other in kept):
            kept.append(word)
    return ", ".join(kept[:_MOST] or words[:2])


def gaps(row: Row, coverage: Coverage) -> str:
    """What a person should look at in a task of the directive, a line each."""
    return "\n".join(dict.fromkeys(_gaps(row, coverage)))


def _gaps(row: Row, coverage: Coverage) -> Iterator[str]:
    said = named("gap")
    silent = [
        short_name(plan)
        for number, plan in enumerate(coverage.plans)
        if row.business[number] and not any(a.plan == number for a in row.answers)
    ]
    if row.answers and silent:
        yield said["plans"].format(plans="; ".join(silent))
    for clause in row.unsaid:
        yield said["unsaid"].format(words=shortened(clause, _WORDS))


def answer_gaps(task: Task, answer: Answer, targets: Iterable[Measured]) -> str:
    """What an answer lacks: a later limit, none at all, lower targets."""
    said = named("gap")
    found = []
    asked, due = due_date(task), due_date(answer.task)
    if answer.later:
        found.append(said["later"].format(asked=vietnamese_date(asked), answer=vietnamese_date(due)))
    elif asked and not limit_words(answer.task):
        found.append(said["no_limit"].format(asked=vietnamese_date(asked)))
    for m in targets:
        if m.target.id in task.targets and m.answer is not None and m.answer.id in answer.task.targets:
            if "lower" in m.verdicts:
                found.append(said["lower"].format(asked=m.target.text, answer=m.answer.text))
            if "later" in m.verdicts:
                found.append(
                    said["target_later"].format(asked=vietnamese_date(m.by), answer=vietnamese_date(m.answer_by))
                )
    return "\n".join(found)


def verdict(measured: Measured) -> str:
    """How the plan's target stands to the directive's.

    >>> from analyzer.assembly.models import Span, Target
    >>> target = Target(id="g1", text="90%", span=Span(start=0, end=3), comparator="=", value=90)
    >>> verdict(Measured(target, target, ("lower", "later")))
    'Thấp hơn; Muộn hơn'
    """
    return "; ".join(named("verdict")[v] for v in measured.verdicts)


def fields(change: Change) -> str:
    """What differs, a line a field, without the words, which are shown in full."""
    said = named("note")
    shown = []
    for field in change.fields:
        name = named("field")[field.field]
        if field.field == "words":
            shown.append(name)
            continue
        before, after = field.before or said["nothing"], field.after or said["nothing"]
        shown.append(said["field"].format(field=name, before=before, after=after))
    return "\n".join(shown)


def notes(change: Change, amendment: bool) -> str:
    """What is to be said of a change beside what differs."""
    said = named("note")
    found = [said["target"]] if change.what == "target" else []
    if change.moved and change.before and change.after:
        found.append(said["moved"].format(before=place(change.before) or "-", after=place(change.after) or "-"))
    if change.by:
        found.append(said["by"].format(words=shortened(change.by, _WORDS)))
        if change.kind == "changed" and change.after is None:
            found.append(said["unread"])
    elif amendment and change.kind == "kept":
        found.append(said["unspoken"])
    return "\n".join(found)


def area(task: Task) -> str:
    """The area of a task."""
    return label("area", task.area)


def page(task: Task) -> str:
    """The page of a task; nothing where there are no pages."""
    return note("page", page=task.span.page) if task.span.page else ""
