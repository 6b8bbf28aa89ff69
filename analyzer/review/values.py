"""The values that people put in place of the machine's, checked as they come in."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from analyzer.assembly.models import Area, Comparator, Modality, Period, Role
from analyzer.due.counting import Length
from analyzer.review.rules import is_rule

#: Characters of a value; sentences are shorter.
LONGEST = 4000
#: Entries of a list.
MOST = 300
#: The first and the last year that a date may have: what lies outside is a slip of the keyboard.
YEARS = (1900, 2200)


def plain(text: str) -> str:
    """Words on one line in Unicode's composed form. Raises ValueError for characters that are none of a text.

    >>> plain("  Sở  Nội vụ ")
    'Sở Nội vụ'
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in line):
        raise ValueError("the text has characters that cannot be shown")
    return line


def _said(text: str) -> str:
    line = plain(text)
    if not line:
        raise ValueError("the text is empty")
    return line


def _sensible(day: date) -> date:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(f"the year must lie between {YEARS[0]} and {YEARS[1]}")
    return day


def _rule(rrule: str) -> str:
    if not is_rule(rrule):
        raise ValueError("the recurrence is no rule of RFC 5545 without DTSTART, such as 'FREQ=MONTHLY;INTERVAL=3'")
    return rrule


def _length(duration: str) -> str:
    if Length.parse(duration) is None:
        raise ValueError("the duration is not of one unit by ISO 8601, such as 'P5D'")
    return duration


Line = Annotated[str, Field(max_length=LONGEST), AfterValidator(_said)]
Day = Annotated[date, AfterValidator(_sensible)]
Offset = Annotated[int, Field(ge=0, le=100_000_000)]
TaskId = Annotated[str, Field(pattern=r"^t[1-9][0-9]{0,8}$")]
ReferenceId = Annotated[str, Field(pattern=r"^r[1-9][0-9]{0,8}$")]
TargetId = Annotated[str, Field(pattern=r"^g[1-9][0-9]{0,8}$")]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Lines = Annotated[list[Line], Field(max_length=MOST)]


class Strict(BaseModel):
    """Base of what people send: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Ranged(Strict):
    """Something that may stand in the text."""

    def _check_range(self, start: int | None, end: int | None) -> None:
        if (start is None) != (end is None):
            raise ValueError("give both ends of the words in the text, or neither")
        if start is not None and end is not None and start >= end:
            raise ValueError("the words in the text must end behind their beginning")


class AssigneeValue(Ranged):
    """A body's part in a task. ``id`` is looked up by the name where it is null; ``start`` and ``end`` are where the
    text names it, null where it does not."""

    name: Line
    id: Annotated[str, Field(max_length=200)] | None = None
    role: Role
    start: Offset | None = None
    end: Offset | None = None

    @model_validator(mode="after")
    def _whole(self) -> AssigneeValue:
        self._check_range(self.start, self.end)
        return self


class DeadlineValue(Ranged):
    """A time limit: days set by hand beside the wording, a recurrence, or a length of time.

    ``start`` and ``end_at`` are where its words stand in the text; the day that it is due follows from the values.
    """

    text: Line | None = None
    start: Offset | None = None
    end_at: Offset | None = None
    since: Day | None = Field(default=None, alias="from", description="First day.")
    until: Day | None = Field(default=None, alias="to", description="Last day, on which it is still in time.")
    rrule: Annotated[str, Field(max_length=300), AfterValidator(_rule)] | None = None
    duration: Annotated[str, Field(max_length=20), AfterValidator(_length)] | None = None
    working_days: bool = False

    @model_validator(mode="after")
    def _meaning(self) -> DeadlineValue:
        self._check_range(self.start, self.end_at)
        if self.rrule and self.duration:
            raise ValueError("a limit is a recurrence or a length of time, not both")
        if self.since and self.until and self.since > self.until:
            raise ValueError("the first day lies behind the last")
        if self.start is None and not (self.text or self.since or self.until or self.rrule or self.duration):
            raise ValueError("the limit says nothing")
        return self


def _checker(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


#: What each field of a task that is set by itself may be.
TASK_FIELDS: dict[str, TypeAdapter[Any]] = {
    "action": _checker(Line | None),
    "modality": _checker(Modality),
    "area": _checker(Area),
    "pace": _checker(Literal["immediate", "continuous"] | None),
    "deliverables": _checker(Lines),
    "references": _checker(
        Annotated[list[Annotated[str, Field(pattern=r"^r[1-9][0-9]{0,8}$")]], Field(max_length=MOST)]
    ),
    "targets": _checker(Annotated[list[TargetId], Field(max_length=MOST)]),
}
HEADER_FIELDS: dict[str, TypeAdapter[Any]] = {
    "kind": _checker(Annotated[str, Field(max_length=20), AfterValidator(_said)] | None),
    "number": _checker(Annotated[str, Field(max_length=200), AfterValidator(_said)] | None),
    "issued_on": _checker(Day | None),
    "issuer": _checker(Line | None),
    "title": _checker(Line | None),
    "effective_on": _checker(Day | None),
}
TARGET_FIELDS: dict[str, TypeAdapter[Any]] = {
    "metric": _checker(Line | None),
    "comparator": _checker(Comparator),
    "value": _checker(Number),
    "upper": _checker(Number | None),
    "unit": _checker(Line | None),
    "baseline": _checker(Line | None),
    "scope": _checker(Line | None),
    "exclusions": _checker(Line | None),
    "due": _checker(Period | None),
}
