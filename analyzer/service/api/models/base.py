"""What the API's answers are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema


def utc(moment: datetime) -> str:
    """A moment in UTC, to the second; databases without time zones keep UTC.

    >>> utc(datetime(2026, 11, 20, 7, 5))
    '2026-11-20T07:05:00Z'
    """
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ")


Moment = Annotated[
    datetime,
    PlainSerializer(utc, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "In UTC."}),
]


class Answer(BaseModel):
    """Base of what is answered: every key is always there, more may be added within version 1."""

    model_config = ConfigDict(from_attributes=True)


class Asked(BaseModel):
    """Base of what is asked: a key that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Slip(Answer):
    """One thing that is wrong with a request."""

    where: str = Field(description="'query.limit', 'body.edit.value'.")
    kind: str = Field(description="Stable name for programs.")
    message: str = Field(description="For developers, in English.")


class Problem(Answer):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="urn:analyzer:problem: and the code.")
    title: str = Field(description="The kind of problem, for developers, in English.")
    title_vi: str = Field(description="The kind of problem, for staff, in Vietnamese.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong and what to do about it, in English.")
    detail_vi: str = Field(description="The same in Vietnamese.")
    code: str = Field(description="Stable name for programs, such as 'no_such_document'.")
    instance: str | None = Field(description="Names the request, as the header X-Request-ID and the log do.")
    errors: list[Slip] | None = Field(default=None, description="What is wrong with which values, under status 422.")
