"""What the header of a packet says about the document it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Purpose = Literal["new", "recall", "update", "replace"]


@dataclass(frozen=True, slots=True)
class Organ:
    """A sender or recipient: its code on the axis ("000.00.19.H26"), its name and the body it belongs to."""

    id: str | None = None
    name: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class PacketSigner:
    """Who signed, as typed by the sender's registry; ``capacity`` is "KT.", "TL." or the like."""

    name: str | None = None
    position: str | None = None
    capacity: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseFor:
    """A document that this one answers."""

    number: str | None = None
    issued_on: date | None = None
    organ_id: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class PacketMetadata:
    """The header of a packet. What it leaves out, or fills with a stand-in such as "N/A", is None.

    ``priority`` runs from 0 (ordinary) over 1 (khẩn), 2 (thượng khẩn), 3 (hỏa tốc) to 4 (hỏa tốc hẹn giờ); ``steering``
    is the code of SteeringType. ``purpose`` is why it was sent, with the sender's ``reason`` and the identifiers of
    the documents it ``concerns`` (those recalled, updated or replaced). ``attachments`` are the names of all files, in
    order, ``document`` that of the one that was read.
    """

    document_id: str | None = None
    number: str | None = None
    issued_on: date | None = None
    place: str | None = None
    kind: str | None = None
    subject: str | None = None
    content: str | None = None
    signer: PacketSigner | None = None
    sender: Organ | None = None
    recipients: tuple[Organ, ...] = ()
    to_places: tuple[str, ...] = ()
    due_on: date | None = None
    priority: int | None = None
    response_for: tuple[ResponseFor, ...] = ()
    steering: int | None = None
    purpose: Purpose | None = None
    reason: str | None = None
    concerns: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    document: str | None = None
