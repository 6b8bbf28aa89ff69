"""Which document it is, and how it was read."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from analyzer.assembly.models.agencies import Place
from analyzer.assembly.models.base import Model, Warning
from analyzer.assembly.models.packet import Packet


class Source(Model):
    """The input and how it was read."""

    name: str | None = Field(default=None, description="File name; null for text handed over in memory.")
    media_type: str = Field(description="Told by the content, such as 'application/pdf'.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Checksum of the input's bytes.")
    pages: int | None = Field(default=None, ge=0, description="Number of pages, where the format has pages.")
    reader: str = Field(description="Which reader took it: text, html, docx, pdf …")
    packet: Packet | None = Field(
        default=None, description="Header of the packet (edXML) that the document came in; null for other files."
    )
    warnings: list[Warning] = Field(default_factory=list, description="What could not be read or was repaired.")


class Number(Model):
    """A document number and its parts (Decree 30/2020/NĐ-CP, annex I)."""

    text: str = Field(description="As written, without 'Số:' and without spaces: '08/CT-UBND'.")
    serial: str | None = Field(default=None, description="The serial number as written: '08'.")
    year: int | None = Field(
        default=None, description="The year inside a legal document's number: 2021 in '107/2021/NĐ-CP'."
    )
    kind_code: str | None = Field(
        default=None, description="Abbreviation of the kind: 'CT'; null for official letters."
    )
    issuer_code: str | None = Field(default=None, description="Abbreviation of issuing body and drafting unit: 'UBND'.")


class Issuer(Model):
    """The body that issued the document."""

    name: str = Field(description="Full name, abbreviations written out.")
    id: str | None = Field(default=None, description="Identifier in the register of agencies.")
    province: Place | None = Field(default=None, description="Of which province it is, where the document tells.")
    area: str | None = Field(default=None, description="The area below the province: 'huyện Bố Trạch'.")


class Signer(Model):
    """Who signed."""

    name: str = Field(description="Name of the person.")
    position: str | None = Field(default=None, description="Position of the person, such as 'Chủ tịch'.")
    capacity: str | None = Field(default=None, description="On whose behalf: 'TM.', 'KT.', 'TL.', 'TUQ.', 'Q.'.")


class DirectiveHeader(Model):
    """Which document it is."""

    kind: str | None = Field(default=None, description="Abbreviation of the kind: CT, QĐ, KH, CV, CĐ, NQ, KL, TB …")
    kind_name: str | None = Field(default=None, description="The kind in full, such as 'Chỉ thị'.")
    number: Number | None = Field(default=None, description="Null where the document bears none.")
    issued_on: date | None = Field(default=None, description="Date of issue.")
    place: str | None = Field(default=None, description="Place named in the date line.")
    issuer: Issuer | None = None
    title: str | None = Field(default=None, description="Trích yếu, without the leading 'Về việc' or 'V/v'.")
    signer: Signer | None = None
    recipients: list[str] = Field(default_factory=list, description="The lines of 'Nơi nhận'.")
    effective_on: date | None = Field(
        default=None, description="The first day it holds, where its closing words say or the user told."
    )
    due_on: date | None = Field(
        default=None, description="The limit for the whole document that its packet names; null where none does."
    )
    urgency: str | None = Field(default=None, description="Mark of urgency: 'Khẩn', 'Thượng khẩn', 'Hỏa tốc'.")
    secrecy: str | None = Field(default=None, description="Mark of secrecy.")
