"""What a report says, as plain values: figures first, lists cut to a length that is told, nothing of how it looks.

A *task* is counted once wherever tasks are counted; a *part* is a task with one of the bodies that lead it, so that a
task with two leads makes two parts. Tables by body count parts, all others tasks, and
all totals of a kind agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analyzer.assembly.models import Area, Comparator
from analyzer.tracking import Status

#: What is known of a body: it is in the register; a name for many ("các sở, ban, ngành"); a name in no register; one
#: that ended and whose heir a person must settle; or nobody is named.
BodyKind = Literal["registered", "collective", "unregistered", "unsettled", "nobody"]
#: How a value stands to the value of the year before in the same row.
Change = Literal["higher", "lower", "same"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the report covers. ``filters`` are the words that narrowed it, by the name of the option."""

    as_of: date
    within: int
    policy: str
    documents: int
    undated: int
    first_issued: date | None
    last_issued: date | None
    kinds: tuple[tuple[str, int], ...]
    tasks: int
    targets: int
    statuses: Mapping[Status, int]
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """What a body has to do today: tasks it leads by status and area, and tasks it supports.

    ``named`` is what a document calls it, where that is another name.
    """

    name: str
    named: str | None
    id: str | None
    province: str | None
    kind: BodyKind
    lead: int
    support: int
    statuses: Mapping[Status, int]
    areas: Mapping[Area, int]

    @property
    def parts(self) -> int:
        """Its tasks in either role."""
        return self.lead + self.support


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """The tasks of one area of reform, by status."""

    area: Area
    tasks: int
    statuses: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class Month:
    """The tasks whose day lies in the month; of what recurs the next day counts."""

    first: date
    overdue: int
    coming: int
    recurring: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.overdue + self.coming + self.recurring


@dataclass(frozen=True, slots=True)
class Months:
    """Tasks by the month of their day: the twelve months past, the present one, the twelve to come."""

    months: tuple[Month, ...]
    before: int
    after: int
    undated: int

    @property
    def total(self) -> int:
        """All tasks."""
        return self.before + sum(month.total for month in self.months) + self.after + self.undated


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the document as staff call it, and the place in it."""

    document: str
    number: str | None
    place: str
    source: str | None
    item: str


@dataclass(frozen=True, slots=True)
class Item:
    """A task in a list. ``left`` counts working days to ``day``, negative when it has passed."""

    bodies: tuple[str, ...]
    task: str
    day: date
    hour: str | None
    left: int
    limits: tuple[str, ...]
    doubtful: bool
    where: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """The first ``items`` of ``total`` tasks."""

    total: int
    items: tuple[Item, ...]

    @property
    def rest(self) -> int:
        """How many are not in the list."""
        return self.total - len(self.items)


@dataclass(frozen=True, slots=True)
class Aim:
    """A value that a document sets. ``change`` and ``eased`` compare it with the year before in the same row.

    ``eased`` says that less is asked than before: a minimum that is lower, a maximum that is higher.
    """

    year: int | None
    comparator: Comparator
    value: float
    upper: float | None
    text: str
    metric: str
    by: date | None
    issued_on: date | None
    where: Place
    change: Change | None = None
    eased: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """What one body set for a metric, by year and day of issue; values without a year come last."""

    setter: str | None
    aims: tuple[Aim, ...]

    def of(self, year: int | None) -> tuple[Aim, ...]:
        """The values for one year, the latest document last."""
        return tuple(aim for aim in self.aims if aim.year == year)

    @property
    def points(self) -> tuple[tuple[int, float], ...]:
        """For each year the value of the latest document, of values that can stand on one scale."""
        last = {aim.year: aim.value for aim in self.aims if aim.year is not None and aim.comparator not in "+-"}
        return tuple(last.items())


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that is measured, over documents and years."""

    name: str
    unit: str | None
    series: tuple[Series, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years for which there are values."""
        return tuple(sorted({aim.year for row in self.series for aim in row.aims if aim.year is not None}))

    @property
    def aims(self) -> int:
        """How many values there are."""
        return sum(len(row.aims) for row in self.series)

    @property
    def undated(self) -> bool:
        """Whether there are values without a year."""
        return any(aim.year is None for row in self.series for aim in row.aims)


@dataclass(frozen=True, slots=True)
class Trust:
    """What was doubtful, so that the reader knows how far to rely on the figures."""

    doubtful: int
    without_lead: int
    waiting: int
    unsettled: tuple[Load, ...]
    unregistered: tuple[Load, ...]
    warned: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report."""

    cover: Cover
    agencies: tuple[Load, ...]
    months: Months
    areas: tuple[AreaLoad, ...]
    overdue: Listing
    due_soon: Listing
    recurring: Listing
    metrics: tuple[Metric, ...]
    metrics_rest: int
    trust: Trust

    @property
    def parts(self) -> int:
        """Tasks with each of the bodies that lead them."""
        return sum(load.lead for load in self.agencies)
