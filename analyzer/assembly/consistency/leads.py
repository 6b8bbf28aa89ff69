"""Tasks that nobody leads, or several without a division of the work."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analyzer.assembly.consistency.telling import Words, tasks, warning
from analyzer.assembly.models import Assignee, Directive, Task, Warning
from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern

_JOINED = pattern("consistency.leads.joined")
_LEADS_BEHIND = pattern("consistency.leads.leads_behind")
_LEADS_AHEAD = pattern("consistency.leads.leads_ahead")
_COLUMN = pattern("consistency.leads.column")
_EACH_FOR_ITSELF = pattern("consistency.leads.each_for_itself")
_SEVERAL = pattern("consistency.leads.several")
_DIVIDED = pattern("consistency.leads.divided")
_AROUND = 60  # characters around the names in which it is said that they lead
_MOST = 4  # more names are a class written out
_HEADER = 100  # characters of a column's title


def without_lead(directive: Directive) -> Iterator[Warning]:
    """The tasks that name nobody in charge, in one warning."""
    missing = [task.id for task in directive.tasks if not _leads(task)]
    if not missing:
        return
    listed = tasks(missing)
    which = Words(f": {listed.vi[:1].lower()}{listed.vi[1:]}", f": {listed.en[:1].lower()}{listed.en[1:]}")
    total = len(directive.tasks)
    yield warning(
        "task_without_lead",
        missing,
        count=len(missing),
        total=total,
        which=which if len(missing) < total else "",
    )


def several_leads(directive: Directive) -> Iterator[Warning]:
    """Tasks that a list of single bodies is said to lead; one warning for all tasks of the same list.

    That several bodies each do a thing for themselves is the rule in directives; a doubt are only those who are said to
    lead ("chủ trì") one thing together.
    """
    led = [(task, sorted(leads, key=lambda a: a.span.start)) for task in directive.tasks if (leads := _leads(task))]
    led = [(task, leads) for task, leads in led if 2 <= len(leads) <= _MOST]
    if directive.text is None or not led:
        return
    low = fold(directive.text)
    classes = {fold(a.name) for a in directive.agencies if a.form == "collective"}
    headers = _Headers(low)
    found: dict[tuple[int, int], list[Task]] = {}
    for task, leads in led:
        if any(name in classes or _SEVERAL.search(name) for name in (fold(a.name) for a in leads)):
            continue
        if _are_joined(low, leads) and _is_said(low, leads, headers) and not _is_divided(low, task, leads):
            found.setdefault((leads[0].span.start, leads[-1].span.end), []).append(task)
    for group in found.values():
        leads = sorted(_leads(group[0]), key=lambda a: a.span.start)
        ids = [task.id for task in group]
        listed = "; ".join(a.name for a in leads)
        yield warning("several_leads", ids, tasks=tasks(ids), count=len(leads), names=listed)


def _leads(task: Task) -> list[Assignee]:
    return [a for a in task.assignees if a.role == "lead"]


def _are_joined(low: str, leads: Sequence[Assignee]) -> bool:
    """Whether the names stand in one list."""
    return all(_JOINED.fullmatch(low, a.span.end, max(a.span.end, b.span.start)) for a, b in pairwise(leads))


def _is_said(low: str, leads: Sequence[Assignee], headers: _Headers) -> bool:
    """Whether the list is said to lead: right behind it, before it, or by the title of its column."""
    first, last = leads[0].span.start, leads[-1].span.end
    if _LEADS_BEHIND.match(low, last) or _LEADS_AHEAD.search(low, max(0, first - _AROUND), first):
        return True
    title = headers.above(first)
    return title is not None and _COLUMN.search(title) is not None


def _is_divided(low: str, task: Task, leads: Sequence[Assignee]) -> bool:
    """Whether the work is divided, or of a kind that each does for itself."""
    names = [fold(a.name) for a in leads]
    if all(_EACH_FOR_ITSELF.match(name) for name in names) or len({_head(name) for name in names}) == 1:
        return True
    end = leads[-1].span.end
    behind = low[end : end + _AROUND].partition("\n")[0]
    return _DIVIDED.search(fold(task.text)) is not None or _DIVIDED.search(behind) is not None


def _head(name: str) -> str:
    """What the names of the same body in several places share: "ủy ban nhân dân", "công an"."""
    words = name.split()
    return " ".join(words[: 4 if words[0] == "ủy" else 2]) if words[0] in ("ủy", "công", "hội") else name


class _Headers:
    """The titles of columns whose bodies are said to lead, by the line they stand in."""

    def __init__(self, low: str) -> None:
        self._low = low
        self._lines: list[int] = []
        at = low.find("chủ trì")
        while at >= 0:
            start = low.rfind("\n", 0, at) + 1
            end = low.find("\n", at)
            end = len(low) if end < 0 else end
            if low.find("|", start, end) >= 0:
                self._lines.append(start)
            at = low.find("chủ trì", end)

    def above(self, at: int) -> str | None:
        """The title of the column a cell stands in; None outside a table under such a title."""
        low = self._low
        start = low.rfind("\n", 0, at) + 1
        column = low.count("|", start, at)
        end = low.find("\n", at)
        if column == 0 and low.find("|", at, len(low) if end < 0 else end) < 0:
            return None
        i = bisect_left(self._lines, start) - 1
        if i < 0:
            return None
        header = self._lines[i]
        close = low.find("\n", header)
        cells = low[header : len(low) if close < 0 else close].split("|")
        return cells[column] if column < len(cells) and len(cells[column]) <= _HEADER else None
