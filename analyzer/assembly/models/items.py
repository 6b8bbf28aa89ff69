"""What a document mentions: other documents, times, numeric targets."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from analyzer.assembly.models.base import Model, Quantity, Span

Relation = Literal["basis", "implements", "amends", "replaces", "repeals", "mentions"]
Comparator = Literal[">=", ">", "<=", "<", "=", "+", "-"]
Bound = Literal["before", "by", "within", "from", "on"]


class Reference(Model):
    """A mention of another document."""

    id: str
    text: str = Field(description="From the type word through number, date and issuer.")
    span: Span
    kind: str | None = Field(default=None, description="Abbreviation of the kind: NĐ, QĐ, NQ, L …")
    number: str | None = Field(
        default=None, description="Normalised: '76/NQ-CP'; null for a law cited by name and date."
    )
    issued_on: date | None = None
    issuer: str | None = Field(default=None, description="Issuing body as written out.")
    relation: Relation = Field(default="mentions", description="What the directive does with the document.")


class TimeValue(Model):
    """What a time expression means: an interval, a recurrence or a duration."""

    start: date | None = Field(default=None, description="First day; null where open.")
    end: date | None = Field(default=None, description="Last day, inclusive; null where open.")
    rrule: str | None = Field(
        default=None, description="Recurrence, RFC 5545 without DTSTART: 'FREQ=MONTHLY;INTERVAL=3'."
    )
    duration: str | None = Field(default=None, description="Time limit, ISO 8601: 'P5D'.")
    working_days: bool = Field(default=False, description="The duration counts working days.")
    anchor: str | None = Field(default=None, description="What a duration counts from, as written: 'kể từ ngày ký'.")
    year_inferred: bool = Field(default=False, description="The words name no year; it follows from the context.")
    bound: Bound | None = Field(
        default=None, description="How the words limit: before, by (at the latest), within, from, on; null where bare."
    )


class Time(TimeValue):
    """A time expression with the words that bound it."""

    id: str
    text: str
    span: Span


class Period(Model):
    """An interval of days, both ends inclusive, null where open."""

    start: date | None = None
    end: date | None = None


class Target(Model):
    """A numeric commitment that is to be met."""

    id: str
    text: str = Field(description="The value phrase with its comparator words.")
    span: Span
    metric: str | None = Field(default=None, description="What is measured.")
    comparator: Comparator = Field(description="'+' and '-' say more or less than the baseline.")
    value: Quantity
    upper: Quantity | None = Field(default=None, description="Upper end of a range.")
    unit: str | None = Field(default=None, description="'%' or the counted noun as written.")
    baseline: str | None = Field(default=None, description="What the value is compared with.")
    scope: str | None = Field(default=None, description="Whom or what it holds for.")
    exclusions: str | None = Field(default=None, description="What is excepted.")
    due: Period | None = Field(default=None, description="When it is to be met.")
