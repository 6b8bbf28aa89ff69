"""A task as it is compared between a directive and a plan: what it is about, what kind of work it is, whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from analyzer.assembly.models import Assignee, Directive, Target, Task
from analyzer.comparison.parties import Party, day_of, leads, parties
from analyzer.comparison.terms import FAINT, data, split, terms
from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern

Duty = Literal["report", "watch"]

_REPORT = pattern("comparison.duties.report")
_WATCH = pattern("comparison.duties.watch")
_GATHERS = pattern("comparison.duties.gathers")
_CLAUSE = re.compile(r"[;\n]|\.(?=\s)|(?<=\s)đồng thời(?=\s)")
_PHRASE = re.compile(r"[;.,\n]|(?<!\w)(?:và|để|gắn với)(?!\w)")
_SHORTEST = 4  # words of a clause that is compared by itself
_WORD = re.compile(r"\w+")
_REPORTS = "=báo cáo"
_WHOLE = ("report", "watch")  # kinds of work that duties about the whole document are


@dataclass(frozen=True, slots=True)
class Asked:
    """A task with what is compared of it.

    ``clauses`` are its parts where it asks for several things; ``head`` is the kind of work it begins with, ``acts``
    all kinds in it; ``duties`` are those about the whole document, of tasks that begin with one. ``named`` are all
    bodies in its words.
    """

    task: Task
    words: str
    clauses: tuple[str, ...]
    head: str | None
    acts: frozenset[str]
    duties: frozenset[Duty]
    gathers: bool
    leads: tuple[Party, ...]
    recipients: tuple[Party, ...]
    named: tuple[Party, ...]
    targets: tuple[Target, ...]


def asked(directive: Directive) -> list[Asked]:
    """The tasks of a directive as they are compared."""
    targets = {target.id: target for target in directive.targets}
    found = []
    for place, task in enumerate(directive.tasks):
        words = own_words(directive, task)
        low = fold(task.text)
        following = directive.tasks[place + 1 : place + 2]
        beside = fold(following[0].text) if following and following[0].section == task.section else ""
        pieces = tuple(clause.strip() for clause in _CLAUSE.split(words))
        clauses = tuple(clause for clause in pieces if len(clause.split()) >= _SHORTEST)
        found.append(
            Asked(
                task,
                words,
                clauses,
                head := _act(words) or _act(task.action or ""),
                frozenset(act for phrase in _PHRASE.split(words) if (act := _act(phrase))),
                (duties(low) | _bare_report(pieces)) if head in _WHOLE else frozenset(),
                bool(_GATHERS.search(low) or _GATHERS.search(beside)),
                leads(directive, task),
                parties(directive, (a for a in task.assignees if a.role == "recipient")),
                _named(directive, task),
                tuple(targets[t] for t in task.targets if t in targets),
            )
        )
    return found


def own_words(directive: Directive, task: Task) -> str:
    """The words of a task without the bodies it names and without its time limits."""
    if directive.text is None:
        words = task.text
        for cut in (*(d.text for d in task.deadlines), *(a.text for a in task.assignees if _is_body(a))):
            words = words.replace(cut, " ", 1)
        return words
    start, end = task.span.start, task.span.end
    letters = list(directive.text[start:end])
    spans = [d.span for d in task.deadlines] + [a.span for a in task.assignees if a.id is not None]
    spans += [m.span for agency in directive.agencies if agency.form == "registered" for m in agency.mentions]
    for span in spans:
        if start <= span.start and span.end <= end:
            letters[span.start - start : span.end - start] = " " * (span.end - span.start)
    return "".join(letters)


def duties(low: str) -> frozenset[Duty]:
    """Which duties about the document as a whole a folded text sets.

    >>> sorted(duties("theo dõi, đôn đốc việc thực hiện kế hoạch này, báo cáo kết quả về ủy ban nhân dân tỉnh"))
    ['report', 'watch']
    """
    found: set[Duty] = set()
    if _REPORT.search(low):
        found.add("report")
    if _WATCH.search(low):
        found.add("watch")
    return frozenset(found)


def _bare_report(clauses: Iterable[str]) -> frozenset[Duty]:
    """A clause that asks for a report and names no matter of it."""
    for clause in clauses:
        matter = {term for term, weight in terms(clause).items() if weight > FAINT} - {_REPORTS}
        if _act(clause) == "report" and len(matter) <= 1:
            return frozenset({"report"})
    return frozenset()


def _is_body(assignee: Assignee) -> bool:
    return assignee.id is not None and not assignee.inherited


def _named(directive: Directive, task: Task) -> tuple[Party, ...]:
    """The bodies whose names stand in the task."""
    day = day_of(directive)
    return tuple(
        Party(agency.name, agency.id, None, agency.area, day)
        for agency in directive.agencies
        if any(task.span.start <= m.span.start and m.span.end <= task.span.end for m in agency.mentions)
    )


def _act(words: str) -> str | None:
    """The kind of work a phrase begins with, of those the data names; what only leads up to it is passed over."""
    syllables = _WORD.findall(fold(words))
    at = 0
    while at < len(syllables):
        for size in range(5, 0, -1):
            phrase = " ".join(syllables[at : at + size])
            if len(syllables) >= at + size and phrase in _acts():
                return _acts()[phrase]
        step = next((n for n in (4, 3, 2, 1) if " ".join(syllables[at : at + n]) in _openers()), 0)
        if not step:
            return None
        at += step
    return None


@cache
def _acts() -> dict[str, str]:
    """Kinds of work by the words that open them."""
    return {" ".join(_WORD.findall(phrase)): act for act, line in data()["acts"].items() for phrase in split(line)}


@cache
def _openers() -> frozenset[str]:
    return frozenset(split(data()["openers"]))
