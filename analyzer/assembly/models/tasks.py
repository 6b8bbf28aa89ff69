"""The work that is asked for: rows of a tracking sheet."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from analyzer.assembly.models.agencies import Assignee
from analyzer.assembly.models.base import Model, Probability, Span
from analyzer.assembly.models.items import TimeValue

Modality = Literal["obligation", "prohibition", "recommendation"]
Area = Literal[
    "direction",
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
    "other",
]


class Formula(Model):
    """How a limit is counted from a day: offset 'P5D' after 'ngày ký'."""

    event: str | None = Field(description="What it counts from, as written without 'kể từ'; null where unsaid.")
    offset: str | None = Field(default=None, description="ISO 8601 duration; null where it is the event itself.")
    working_days: bool = False
    direction: Literal["after", "before", "on"] = "after"
    counted_from: date | None = Field(default=None, description="The day of the event; null until it is known.")


class Deadline(TimeValue):
    """A time limit of a task."""

    text: str
    span: Span
    inherited: bool = Field(default=False, description="Stated for a whole heading, or in another sentence.")
    hour: str | None = Field(
        default=None, pattern=r"^([01]\d|2[0-4]):[0-5]\d$", description="Where one is named: '17:00'."
    )
    due: date | None = Field(
        default=None,
        description="It is late after this day (see 'policy'); null where the day is not known or none is.",
    )
    safe_due: date | None = Field(default=None, description="The last working day on which it is surely in time.")
    next_due: list[date] = Field(
        default_factory=list, description="Of a recurrence: the next days from 'as_of', three at most."
    )
    formula: Formula | None = Field(default=None, description="Of a limit that is counted from a day.")
    basis: list[str] = Field(default_factory=list, description="The rules the day was counted by.")


class Trigger(Model):
    """An event that opens, ends or calls for a task and has no day yet: 'sau khi có hướng dẫn của Bộ Nội vụ'."""

    text: str
    span: Span
    event: str = Field(description="The event alone: 'có hướng dẫn của Bộ Nội vụ'.")
    relation: Literal["after", "before", "when"] = "after"
    on: date | None = Field(default=None, description="Its day, to be filled in.")


class Confidences(Model):
    """How likely the parts of a task are right, calibrated; of the fields, given that it is a task."""

    task: Probability = Field(description="It is a task, of this extent.")
    assignees: Probability = Field(description="Those who lead and support are the right ones.")
    deadlines: Probability = Field(description="Its time limits are the right ones.")
    modality: Probability
    area: Probability


class Task(Model):
    """One piece of work that the directive asks of somebody: one row of a tracking sheet."""

    id: str
    text: str = Field(description="The sentence or item, its bullet left out.")
    span: Span
    action: str | None = Field(
        default=None, description="What is to be done, without addressee, partners and time limit."
    )
    modality: Modality = "obligation"
    area: Area = Field(default="other", description="Area of administrative reform.")
    assignees: list[Assignee] = Field(default_factory=list)
    deadlines: list[Deadline] = Field(default_factory=list)
    triggers: list[Trigger] = Field(default_factory=list, description="Events it waits for or is tied to.")
    pace: Literal["immediate", "continuous"] | None = Field(
        default=None, description="immediate: ngay, khẩn trương; continuous: thường xuyên. A pace is no limit."
    )
    targets: list[str] = Field(default_factory=list, description="Identifiers of entries in 'targets'.")
    references: list[str] = Field(default_factory=list, description="Identifiers of entries in 'references'.")
    deliverables: list[str] = Field(default_factory=list, description="What is to be handed in or issued.")
    section: list[str] = Field(default_factory=list, description="Labels on the way from the root of the outline.")
    confidence: Probability = Field(default=1.0, description="How likely this is a task of this extent.")
    confidences: Confidences | None = Field(
        default=None, description="The same of its fields; null where the models were not asked."
    )


class ReviewUnit(Model):
    """A sentence or line that is in no list of tasks and may set work all the same."""

    id: str
    text: str
    span: Span
    probability: Probability = Field(description="How likely it shows a task that the list lacks.")
    reason: str = Field(description="Why it was taken for no task: 'zone', 'past', 'heading', 'nothing' …")
    section: list[str] = Field(default_factory=list, description="Labels on the way from the root of the outline.")
