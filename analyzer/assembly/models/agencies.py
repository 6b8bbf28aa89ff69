"""Organisations: who is named, who answers for it now."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analyzer.assembly.models.base import Model, Span

AgencyForm = Literal["registered", "collective", "grammar"]
Role = Literal["lead", "support", "monitor", "recipient"]


class Mention(Model):
    """Words that name an agency."""

    text: str
    span: Span


class Agency(Model):
    """An organisation or a collective of organisations, with all its mentions."""

    id: str | None = Field(
        default=None, description="Identifier in the register; null for collectives and names not in it."
    )
    name: str = Field(description="Full name, shared heads written out.")
    form: AgencyForm | None = Field(default=None, description="How the name was recognised.")
    current: list[str] = Field(default_factory=list, description="Identifiers of the body or its successors today.")
    mentions: list[Mention] = Field(default_factory=list)


class Assignee(Model):
    """An organisation's part in a task."""

    name: str
    id: str | None = None
    role: Role = Field(description="lead: is to do it; support: helps; monitor: watches; recipient: gets the report.")
    text: str
    span: Span
    inherited: bool = Field(
        default=False, description="Named in a heading or introducing line, not in the task itself."
    )
