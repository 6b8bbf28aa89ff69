"""What the packet (edXML) said that a document came in over the national document axis."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from analyzer.assembly.models.base import Model


class Organ(Model):
    """A sender or recipient on the axis."""

    id: str | None = Field(default=None, description="Its code on the axis, such as '000.00.19.H26'.")
    name: str | None = Field(default=None, description="As the packet spells it.")
    parent: str | None = Field(default=None, description="The body or territory it belongs to (OrganizationInCharge).")


class Answered(Model):
    """A document that this one answers (ResponseFor)."""

    number: str | None = None
    issued_on: date | None = None
    organ_id: str | None = Field(default=None, description="Who issued it: a code on the axis.")
    document_id: str | None = None


class Packet(Model):
    """The header of a packet of QCVN 102:2016/BTTTT; what it leaves out or fills with a stand-in is null."""

    document_id: str | None = Field(
        default=None, description="Identifier on the axis: sender's code, day and number, joined by commas."
    )
    number: str | None = Field(default=None, description="CodeNumber and CodeNotation put together.")
    issued_on: date | None = None
    subject: str | None = None
    sender: Organ | None = None
    recipients: list[Organ] = Field(default_factory=list)
    to_places: list[str] = Field(default_factory=list, description="Further places it goes to, as written.")
    due_on: date | None = Field(
        default=None, description="DueDate, where it is later than the day of issue or the document is urgent."
    )
    priority: int | None = Field(
        default=None, ge=0, le=4, description="0 ordinary, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ."
    )
    steering: int | None = Field(default=None, description="SteeringType: the code of the packet.")
    response_for: list[Answered] = Field(default_factory=list)
    purpose: Literal["new", "recall", "update", "replace"] | None = Field(
        default=None, description="Why it was sent; null where the packet does not say."
    )
    reason: str | None = Field(default=None, description="The sender's words about a purpose other than 'new'.")
    concerns: list[str] = Field(
        default_factory=list, description="Identifiers of the documents recalled, updated or replaced."
    )
    attachments: list[str] = Field(default_factory=list, description="Names of the files, in order.")
    document: str | None = Field(default=None, description="The one that was read; null where none was attached.")
