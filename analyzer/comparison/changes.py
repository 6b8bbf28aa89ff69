"""Two versions of a document, or a document and its amendment, compared task by task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analyzer.assembly.models import Directive, Task
from analyzer.comparison.alignment import one_to_one
from analyzer.comparison.amendments import Amendment, amendments, amends, is_at
from analyzer.comparison.fields import FieldChange, fields_changed, flat, target_words
from analyzer.comparison.similarity import Item, items, score, words_alike
from analyzer.comparison.wording import Op, difference
from analyzer.knowledge.folding import fold

Kind = Literal["kept", "changed", "added", "dropped"]
KINDS: tuple[Kind, ...] = ("changed", "added", "dropped", "kept")

#: From this score on two tasks are the same task, changed; where an amendment names the place, less is enough.
LEAST, LEAST_AT_PLACE = 0.50, 0.15


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one task, or of a target that no task names, which stands here as a task of its words alone.

    ``by`` are the words of the amendment that say so.
    """

    kind: Kind
    before: Task | None
    after: Task | None
    fields: tuple[FieldChange, ...] = ()
    moved: bool = False
    score: float | None = None
    by: str | None = None
    what: Literal["task", "target"] = "task"

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
        """How many tasks and targets of each kind."""
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
    tasks = _versions(before, after)
    targets = _versions(_standing(before), _standing(after))
    return Comparison(before, after, (*tasks, *map(_of_target, targets)))


def _standing(directive: Directive) -> Directive:
    """The directive with the targets that no task names in place of its tasks."""
    named = {target for task in directive.tasks for target in task.targets}
    apart = [
        Task(id=target.id, text=target_words(target), span=target.span, targets=[target.id])
        for target in directive.targets
        if target.id not in named
    ]
    return directive.model_copy(update={"tasks": apart})


def _of_target(change: Change) -> Change:
    """A change told as that of a target: its value where that changed, else its words."""
    valued = tuple(field for field in change.fields if field.field == "target")
    return replace(change, what="target", fields=valued or change.fields)


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
    return 1.0 if flat(ours.words) == flat(theirs.words) else score(ours, theirs, float(words)).total


def _changed(before: Directive, old: Task, after: Directive, new: Task, total: float, by: str | None = None) -> Change:
    fields = tuple(fields_changed(before, old, after, new))
    moved = [fold(s) for s in old.section] != [fold(s) for s in new.section] and by is None
    return Change("changed" if fields else "kept", old, new, fields, moved, total, by)


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
