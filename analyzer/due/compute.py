"""The due day of a time limit: what the words mean in the calendar of those who must keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from analyzer.due.settings import DueSettings, KnownDays
from analyzer.pipes.mentions import Bound, TimeMention


@dataclass(frozen=True, slots=True)
class Formula:
    """How a limit is counted from a day; ``counted_from`` is None until that day is known."""

    event: str | None
    offset: str | None
    working_days: bool = False
    direction: Literal["after", "before", "on"] = "after"
    counted_from: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What a tracker needs of a time limit."""

    bound: Bound | None = None
    hour: str | None = None
    due: date | None = None
    safe_due: date | None = None
    next_due: tuple[date, ...] = ()
    formula: Formula | None = None
    basis: tuple[str, ...] = ()


def compute(words: str, time: TimeMention, days: KnownDays, settings: DueSettings, as_of: date) -> Due:
    """The due day of a mention, ``words`` being its own text. Explicit days only, as yet."""
    due = None if time.bound == "from" else time.value.end
    if due is not None and time.bound == "before" and settings.policy == "strict" and time.value.start is None:
        due = date.fromordinal(due.toordinal() - 1)
    return Due(time.bound, due=due, safe_due=settings.calendar.previous_working(due) if due else None)
