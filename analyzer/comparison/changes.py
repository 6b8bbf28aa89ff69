"""Two versions of a document, or a document and its amendment, compared task by task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analyzer.assembly.models import Directive, Target, Task
from analyzer.comparison.alignment import one_to_one
from analyzer.comparison.amendments import Amendment, amendments, amends, is_at
from analyzer.comparison.parties import Party, parties, tie
from analyzer.comparison.similarity import Item, items, score, words_alike
from analyzer.comparison.wording import Op, difference
from analyzer.knowledge.folding import fold
from analyzer.writing.bodies import assignees
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label
from analyzer.writing.limits import due_day, limit_words, work

Kind = Literal["kept", "changed", "added", "dropped"]
Field = Literal["words", "lead", "support", "deadline", "target", "modality", "area"]
KINDS: tuple[Kind, ...] = ("changed", "added", "dropped", "kept")

#: From this score on two tasks are the same task, changed; where an amendment names the place, less is enough.
LEAST, LEAST_AT_PLACE = 0.50, 0.15


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs, as it is shown."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one task; ``by`` are the words of the amendment that say so."""

    kind: Kind
    before: Task | None
    after: Task | None
    fields: tuple[FieldChange, ...] = ()
    moved: bool = False
    score: float | None = None
    by: str | None = None

    def ops(self) -> list[Op]:
        """The words of the task with what was taken out and put in."""
        return difference(self.before.text if self.before else "", self.after.text if self.after else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents compared; with ``amendment`` the second only says what changes in the first."""

    before: Directive
    after: Directive
    changes: tuple[Change, ...]
    amendment: bool = False

    @property
    def counts(self) -> Counter[Kind]:
        """How many tasks of each kind."""
        return Counter(change.kind for change in self.changes)


def compare(
    before: Directive,
    after: Directive,
    *,
    amendment: bool | None = None,
    read: Callable[[str], Directive] | None = None,
) -> Comparison:
    """Compare two documents; changes in the order of the first, what was added where it stands in the second.

    ``amendment`` says that ``after`` only amends ``before``; without it, whether it says so itself. ``read`` analyses
    the new words that an amendment quotes.

    >>> from analyzer import analyze
    >>> old = analyze("1. Sở Nội vụ rà soát vị trí việc làm trước ngày 30/6/2024.")
    >>> new = analyze("1. Sở Nội vụ rà soát vị trí việc làm trước ngày 31/7/2024.")
    >>> [(c.kind, [f.field for f in c.fields]) for c in compare(old, new).changes]
    [('changed', ['deadline'])]
    """
    if amends(after, before) if amendment is None else amendment:
        return Comparison(before, after, tuple(_amended(before, after, read)), amendment=True)
    return Comparison(before, after, tuple(_versions(before, after)))


def _versions(before: Directive, after: Directive) -> list[Change]:
    pairs = _pairs(before, before.tasks, after, after.tasks, LEAST)
    joined = {i: (j, total) for i, j, total in pairs}
    placed: list[tuple[float, Change]] = []
    for i, task in enumerate(before.tasks):
        if i in joined:
            j, total = joined[i]
            placed.append((float(i), _changed(before, task, after, after.tasks[j], total)))
        else:
            placed.append((float(i), Change("dropped", task, None)))
    where = {j: i for i, j, _ in pairs}
    last = -0.5
    for j, task in enumerate(after.tasks):
        if j in where:
            last = where[j] + 0.5
        else:
            placed.append((last, Change("added", None, task)))
    return [change for _, change in sorted(placed, key=lambda pair: pair[0])]


def _pairs(
    before: Directive, old: Sequence[Task], after: Directive, new: Sequence[Task], least: float
) -> list[tuple[int, int, float]]:
    """The tasks of two lists that are the same task, with their scores."""
    ours = items(before.model_copy(update={"tasks": list(old)}), lambda task: task.text)
    theirs = items(after.model_copy(update={"tasks": list(new)}), lambda task: task.text)
    if not ours or not theirs:
        return []
    words = words_alike([i.words for i in ours], [i.words for i in theirs])
    scores = np.array([[_total(a, b, words[i, j]) for j, b in enumerate(theirs)] for i, a in enumerate(ours)])
    return [(i, j, float(scores[i, j])) for i, j in one_to_one(scores, least)]


def _total(ours: Item, theirs: Item, words: float) -> float:
    """The score; the same words are the same task, whatever became of them."""
    return 1.0 if _flat(ours.words) == _flat(theirs.words) else score(ours, theirs, float(words)).total


def _changed(before: Directive, old: Task, after: Directive, new: Task, total: float, by: str | None = None) -> Change:
    fields = tuple(_fields(before, old, after, new))
    moved = [fold(s) for s in old.section] != [fold(s) for s in new.section] and by is None
    return Change("changed" if fields else "kept", old, new, fields, moved, total, by)


def _fields(before: Directive, old: Task, after: Directive, new: Task) -> Iterable[FieldChange]:
    if _flat(work(old)) != _flat(work(new)):
        yield FieldChange("words", work(old), work(new))
    lead = FieldChange("lead", _names(old, "lead"), _names(new, "lead"))
    if not _same_parties(before, old, after, new, "lead"):
        yield lead
    if not _same_parties(before, old, after, new, "support"):
        yield FieldChange("support", _names(old, "support"), _names(new, "support"))
    if _limits(old) != _limits(new):
        yield FieldChange("deadline", "; ".join(limit_words(old)), "; ".join(limit_words(new)))
    ours, theirs = _targets(before, old), _targets(after, new)
    if [_value(t) for t in ours] != [_value(t) for t in theirs]:
        yield FieldChange("target", "; ".join(map(_told, ours)), "; ".join(map(_told, theirs)))
    if old.modality != new.modality:
        yield FieldChange("modality", label("modality", old.modality), label("modality", new.modality))
    if old.area != new.area:
        yield FieldChange("area", label("area", old.area), label("area", new.area))


def _same_parties(before: Directive, old: Task, after: Directive, new: Task, role: Literal["lead", "support"]) -> bool:
    ours = parties(before, (a for a in old.assignees if a.role == role))
    theirs = parties(after, (a for a in new.assignees if a.role == role))
    return len(ours) == len(theirs) and _meet(ours, theirs) and _meet(theirs, ours)


def _meet(ours: Sequence[Party], theirs: Sequence[Party]) -> bool:
    return all(any(fold(a.name) == fold(b.name) or (a.id and tie(a, b) == "same") for b in theirs) for a in ours)


def _names(task: Task, role: Literal["lead", "support"]) -> str:
    return "; ".join(dict.fromkeys(a.name for a in assignees(task, role)))


def _limits(task: Task) -> list[tuple[str, ...]]:
    """The limits of a task by their value, by their words where they have none."""
    found = {
        (
            str(due_day(d) or ""),
            d.rrule or "",
            d.duration or "",
            "" if due_day(d) or d.rrule or d.duration else _flat(d.text),
        )
        for d in task.deadlines
    }
    return sorted(found)


def _targets(directive: Directive, task: Task) -> list[Target]:
    known = {target.id: target for target in directive.targets}
    return sorted((known[t] for t in task.targets if t in known), key=lambda t: (_value(t), t.id))


def _value(target: Target) -> tuple[str, ...]:
    end = target.due.end if target.due else None
    return (
        _flat(target.unit or ""),
        target.comparator,
        f"{target.value:020.6f}",
        str(target.upper or ""),
        vietnamese_date(end),
    )


def _told(target: Target) -> str:
    return " ".join(filter(None, (target.metric, target.text)))


def _flat(text: str) -> str:
    """What of a text counts as wording: letters, digits and signs that change a number."""
    return "".join(c for c in fold(text) if c.isalnum() or c in "%/+<>=")


def _amended(before: Directive, after: Directive, read: Callable[[str], Directive] | None) -> list[Change]:
    """The tasks of the first as the second leaves them; what it does not speak of is kept."""
    found: dict[int, Change] = {}
    added: list[Change] = []
    told = amendments(after)
    spoken: set[str] = set()
    for amendment in told:
        spoken |= {t.id for t in after.tasks if amendment.start <= t.span.start < amendment.end}
        source, new = _worded(after, amendment, read)
        at = [i for i, t in enumerate(before.tasks) if i not in found and any(is_at(t, p) for p in amendment.places)]
        if amendment.deed == "repeals":
            found |= {i: Change("dropped", before.tasks[i], None, by=amendment.text) for i in at}
            continue
        old = at if amendment.deed == "replaces" else []
        pairs = _pairs(before, [before.tasks[i] for i in old], source, new, LEAST_AT_PLACE)
        if not pairs and len(old) == len(new) == 1:
            pairs = [(0, 0, 0.0)]
        for i, j, total in pairs:
            found[old[i]] = _changed(before, before.tasks[old[i]], source, new[j], total, amendment.text)
        if new:  # of words that could not be read nothing follows
            left = set(old) - {old[i] for i, _, _ in pairs}
            found |= {i: Change("dropped", before.tasks[i], None, by=amendment.text) for i in left}
        else:
            found |= {i: Change("changed", before.tasks[i], None, by=amendment.text) for i in old}
        added += [
            Change("added", None, task, by=amendment.text)
            for j, task in enumerate(new)
            if j not in {pair[1] for pair in pairs}
        ]
    _match_rest(before, after, [t for t in after.tasks if t.id not in spoken], found, added)
    kept = [found.get(i) or Change("kept", task, task) for i, task in enumerate(before.tasks)]
    return kept + added


def _worded(
    after: Directive, amendment: Amendment, read: Callable[[str], Directive] | None
) -> tuple[Directive, list[Task]]:
    """The tasks in the new words of an amendment, and the directive they are read in."""
    inside = [t for t in after.tasks if amendment.start <= t.span.start < amendment.end]
    if amendment.wording and after.text is not None and read is not None:
        words = read(after.text[slice(*amendment.wording)])
        if len(words.tasks) >= len(inside):
            header = words.directive.model_copy(
                update={"issuer": after.directive.issuer, "issued_on": after.directive.issued_on}
            )
            return words.model_copy(update={"directive": header}), _placed(words.tasks, amendment)
    return after, _placed(inside, amendment)


def _placed(tasks: Sequence[Task], amendment: Amendment) -> list[Task]:
    """The tasks where the amendment puts them, if it names one place."""
    if len(amendment.places) != 1:
        return list(tasks)
    way = [label.upper() if at == 0 else label for at, label in enumerate(amendment.places[0])]
    many = len(tasks) > 1
    return [
        task.model_copy(update={"section": way + [s for s in task.section if many and fold(s) != fold(way[-1])]})
        for task in tasks
    ]


def _match_rest(
    before: Directive, after: Directive, rest: Sequence[Task], found: dict[int, Change], added: list[Change]
) -> None:
    """Tasks of an amending document that stand at no place it names: changed where alike, else added."""
    open_ = [i for i in range(len(before.tasks)) if i not in found]
    pairs = _pairs(before, [before.tasks[i] for i in open_], after, rest, LEAST)
    for i, j, total in pairs:
        change = _changed(before, before.tasks[open_[i]], after, rest[j], total)
        found[open_[i]] = change
    met = {j for _, j, _ in pairs}
    added += [Change("added", None, task) for j, task in enumerate(rest) if j not in met]
