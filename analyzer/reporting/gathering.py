"""From directives to a report, one directive after the other: figures are added up, lists keep their first rows.

What stays in memory grows with the number of bodies and targets, not with tasks and texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from analyzer.assembly.models import Area, Directive, Task
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.reporting.counting import First, month_number, months_around
from analyzer.reporting.metrics import Metrics
from analyzer.reporting.model import (
    AreaLoad,
    BodyKind,
    Cover,
    Item,
    Load,
    Place,
    Report,
    Trust,
)
from analyzer.reporting.selection import Selection
from analyzer.tracking import STATUSES, Responsible, Standing, Status, standing
from analyzer.tracking.bodies import NOBODY, in_the_role, responsible
from analyzer.writing.limits import limit_words
from analyzer.writing.notes import is_doubtful, where
from analyzer.writing.rows import document_name

#: Rows that each list keeps; how many there are beyond is told.
MOST_ROWS = 5000
AREAS: tuple[Area, ...] = get_args(Area)


def gather(
    directives: Iterable[Directive],
    as_of: date,
    *,
    calendar: WorkCalendar | None = None,
    within: int = 30,
    policy: str = "lenient",
    selection: Selection | None = None,
    filters: dict[str, str] | None = None,
    most: int = MOST_ROWS,
) -> Report:
    """The report over directives that are up to date (:func:`analyzer.tracking.refreshed`).

    >>> report = gather([], date(2024, 6, 17))
    >>> report.cover.tasks, report.parts, report.months.total
    (0, 0, 0)
    """
    gathering = Gathering(as_of, calendar, within, policy, selection, filters, most)
    for directive in directives:
        gathering.add(directive)
    return gathering.report()


@dataclass(slots=True)
class _Body:
    """The sums of one body."""

    body: Responsible
    kind: BodyKind
    support: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    areas: Counter[Area] = field(default_factory=Counter)


class Gathering:
    """The sums so far. Takes directives that are up to date for the day."""

    def __init__(
        self,
        as_of: date,
        calendar: WorkCalendar | None = None,
        within: int = 30,
        policy: str = "lenient",
        selection: Selection | None = None,
        filters: dict[str, str] | None = None,
        most: int = MOST_ROWS,
    ) -> None:
        self._as_of, self._within, self._policy = as_of, within, policy
        self._calendar = calendar or WorkCalendar.vietnam()
        self._selection, self._filters = selection or Selection(), dict(filters or {})
        self._documents = self._undated = self._warned = self._doubtful = self._waiting = self._targets = 0
        self._issued: tuple[date, date] | None = None
        self._kinds: Counter[str] = Counter()
        self._statuses: Counter[tuple[Area, Status]] = Counter()
        self._bodies: dict[tuple[str, str], _Body] = {}
        self._days: Counter[tuple[int | None, Status]] = Counter()
        self._lists: dict[Status, First] = {status: First(most) for status in ("overdue", "due_soon", "recurring")}
        self._metrics = Metrics()
        self._wanted: dict[Responsible, bool] = {}
        self._collectives: set[str] = set()  # names of the present directive that stand for many

    @property
    def documents(self) -> int:
        """How many documents were counted."""
        return self._documents

    def add(self, directive: Directive) -> None:
        """Count the directive, if it is one of those asked for."""
        if not self._selection.takes(directive.directive):
            return
        self._collectives = {agency.name for agency in directive.agencies if agency.form == "collective"}
        counted = [task for task in directive.tasks if self._count(directive, task)]
        if self._selection.of_tasks and not counted:
            return
        targets = directive.targets
        if self._selection.of_tasks:
            ids = {target for task in counted for target in task.targets}
            targets = [target for target in targets if target.id in ids]
        self._count_document(directive)
        self._targets += len(targets)
        self._metrics.add(directive, targets)

    def report(self) -> Report:
        """The report over what was added."""
        cover = Cover(
            as_of=self._as_of,
            within=self._within,
            policy=self._policy,
            documents=self._documents,
            undated=self._undated,
            first_issued=self._issued[0] if self._issued else None,
            last_issued=self._issued[1] if self._issued else None,
            kinds=tuple(sorted(self._kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
            tasks=self._statuses.total(),
            targets=self._targets,
            statuses=_statuses({s: sum(self._statuses[area, s] for area in AREAS) for s in STATUSES}),
            filters=self._filters,
        )
        loads = sorted((_load(body) for body in self._bodies.values()), key=_urgency)
        metrics, rest = self._metrics.found()
        return Report(
            cover=cover,
            agencies=tuple(loads),
            months=months_around(self._as_of, self._days),
            areas=tuple(self._area(area) for area in AREAS),
            overdue=self._lists["overdue"].listing(),
            due_soon=self._lists["due_soon"].listing(),
            recurring=self._lists["recurring"].listing(),
            metrics=metrics,
            metrics_rest=rest,
            trust=self._trust(loads),
        )

    def _count(self, directive: Directive, task: Task) -> bool:
        """Add the task to the sums; False where it is none of those asked for."""
        chosen = self._selection
        if not chosen.has_area(task):
            return False
        leads = responsible(directive, task)
        supports = in_the_role(directive, task, "support")
        if chosen.agencies:
            leads, supports = self._wanted_of(leads), self._wanted_of(supports)
            if not leads and not supports:
                return False
        stands = standing(task, self._as_of, self._calendar, self._within, directive.directive.due_on)
        self._statuses[task.area, stands.status] += 1
        for body in leads:
            sums = self._sums(body)
            sums.statuses[stands.status] += 1
            sums.areas[task.area] += 1
        for body in supports:
            self._sums(body).support += 1
        self._doubtful += is_doubtful(task)
        self._waiting += stands.status == "open" and stands.day is None
        self._days[month_number(stands.day), stands.status] += 1
        self._list(directive, task, stands)
        return True

    def _wanted_of(self, bodies: list[Responsible]) -> list[Responsible]:
        for body in bodies:
            if body not in self._wanted:
                self._wanted[body] = self._selection.wants(body)
        return [body for body in bodies if self._wanted[body]]

    def _count_document(self, directive: Directive) -> None:
        header = directive.directive
        self._documents += 1
        self._kinds[header.kind_name or header.kind or ""] += 1
        self._warned += bool(directive.source.warnings)
        if (day := header.issued_on) is None:
            self._undated += 1
        else:
            first, last = self._issued or (day, day)
            self._issued = min(first, day), max(last, day)

    def _sums(self, body: Responsible) -> _Body:
        kind = self._kind(body)
        found = self._bodies.get(body.key)
        if found is None:
            found = self._bodies[body.key] = _Body(body, kind)
        elif kind == "collective" and found.kind == "unregistered":
            found.kind = kind
        return found

    def _kind(self, body: Responsible) -> BodyKind:
        if body == NOBODY:
            return "nobody"
        if not body.settled:
            return "unsettled"
        if body.id:
            return "registered"
        return "collective" if body.name in self._collectives else "unregistered"

    def _list(self, directive: Directive, task: Task, stands: Standing) -> None:
        """What lapsed last comes first: nobody tells what has been done, and what is long past mostly has."""
        rows, day = self._lists.get(stands.status), stands.day
        if rows is None or day is None:
            return
        order = -day.toordinal() if stands.status == "overdue" else day.toordinal()
        rows.add(order, lambda: _item(directive, task, day, stands))

    def _area(self, area: Area) -> AreaLoad:
        statuses = _statuses({status: self._statuses[area, status] for status in STATUSES})
        return AreaLoad(area, sum(statuses.values()), statuses)

    def _trust(self, loads: list[Load]) -> Trust:
        def of_kind(kind: BodyKind) -> tuple[Load, ...]:
            return tuple(
                sorted((load for load in loads if load.kind == kind), key=lambda load: (-load.parts, load.name))
            )

        return Trust(
            doubtful=self._doubtful,
            without_lead=sum(load.lead for load in loads if load.kind == "nobody"),
            waiting=self._waiting,
            unsettled=of_kind("unsettled"),
            unregistered=of_kind("unregistered"),
            warned=self._warned,
        )


def _statuses(counts: dict[Status, int]) -> dict[Status, int]:
    return {status: counts.get(status, 0) for status in STATUSES}


def _load(sums: _Body) -> Load:
    body = sums.body
    return Load(
        name=body.name,
        named=body.named,
        id=body.id,
        province=body.province,
        kind=sums.kind,
        lead=sums.statuses.total(),
        support=sums.support,
        statuses=_statuses(dict(sums.statuses)),
        areas={area: sums.areas[area] for area in AREAS if sums.areas[area]},
    )


def _urgency(load: Load) -> tuple[bool, int, int, int, int, str]:
    """Nobody named last; then most overdue, most due soon, most to lead, as ``by_agency`` has it."""
    statuses = load.statuses
    late, soon = statuses["overdue"], statuses["due_soon"]
    return load.kind == "nobody", -late, -soon, -load.lead, -load.support, load.name.casefold()


def _item(directive: Directive, task: Task, day: date, stands: Standing) -> Item:
    return Item(
        bodies=tuple(body.name for body in responsible(directive, task)),
        task=task.text,
        day=day,
        hour=stands.hour,
        left=stands.working_days_left or 0,
        limits=tuple(limit_words(task)),
        doubtful=is_doubtful(task),
        where=place_of(directive, task.id, where(task.section, task.span.page)),
    )


def place_of(directive: Directive, item: str, place: str) -> Place:
    """Where an item of the directive stands."""
    number = directive.directive.number
    return Place(document_name(directive), number.text if number else None, place, directive.source.name, item)
