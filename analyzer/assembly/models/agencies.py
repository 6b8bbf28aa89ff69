"""Organisations: who is named, who answers for it now."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from analyzer.assembly.models.base import Model, Span

AgencyForm = Literal["registered", "collective", "grammar"]
Role = Literal["lead", "support", "monitor", "recipient"]


class Mention(Model):
    """Words that name an agency."""

    text: str
    span: Span


class Place(Model):
    """A province or centrally-run city as it stood on the document's date."""

    id: str = Field(description="Identifier in the register of provinces.")
    name: str = Field(description="With its unit: 'tỉnh Quảng Ngãi'.")


class Body(Model):
    """A body of the register at a time; ``province`` where there is one of the kind in every province."""

    id: str
    name: str = Field(description="Full name, the province included where it is known.")
    province: Place | None = None


class Step(Model):
    """One reorganisation on the way from the body named to those that answer for it now."""

    on: date | None = Field(default=None, description="First day of the heirs; null where the day is not known.")
    of: str = Field(description="Identifier of the body that ended or passed duties on.")
    to: list[str] = Field(default_factory=list, description="Identifiers of its heirs.")
    basis: str | None = Field(default=None, description="The decision it rests on: 'Nghị quyết 202/2025/QH15'.")
    note: str | None = Field(default=None, description="In Vietnamese: which duties went where.")


class Agency(Model):
    """An organisation or a collective of organisations, with all its mentions."""

    id: str | None = Field(
        default=None, description="Identifier in the register; null for collectives and names not in it."
    )
    name: str = Field(description="Full name, shared heads written out.")
    form: AgencyForm | None = Field(default=None, description="How the name was recognised.")
    current: list[str] = Field(default_factory=list, description="Identifiers of the body or its successors today.")
    level: str | None = Field(default=None, description="central, provincial, district, commune, party_central …")
    kind: str | None = Field(default=None, description="ministry, department, committee, mass_org …")
    province: Place | None = Field(default=None, description="Of which province it is, where the document tells.")
    area: str | None = Field(default=None, description="The area below the province, as written: 'huyện Bố Trạch'.")
    ambiguous: list[str] = Field(
        default_factory=list, description="Identifiers of the bodies the name may mean; 'id' is null then."
    )
    existed: bool | None = Field(
        default=None, description="Whether the body existed on the document's date; null where that is not known."
    )
    answers: list[Body] = Field(
        default_factory=list, description="The bodies of 'current' with name and province, as of 'as_of'."
    )
    steps: list[Step] = Field(default_factory=list, description="How they came to answer for it, in order.")
    note: str | None = Field(
        default=None, description="In Vietnamese: duties divided among several, heirs to be settled by a person."
    )
    refers_to: list[str] = Field(default_factory=list, description="What 'các cơ quan nêu trên' stands for.")
    mentions: list[Mention] = Field(default_factory=list)


class Assignee(Model):
    """An organisation's part in a task."""

    name: str
    id: str | None = None
    province: str | None = Field(default=None, description="Identifier of the province it is of, where known.")
    answers: list[Body] = Field(default_factory=list, description="Who answers for it as of 'as_of'.")
    refers_to: list[str] = Field(default_factory=list, description="What 'các cơ quan nêu trên' stands for.")
    role: Role = Field(description="lead: is to do it; support: helps; monitor: watches; recipient: gets the report.")
    text: str
    span: Span
    inherited: bool = Field(
        default=False, description="Named in a heading or introducing line, not in the task itself."
    )
