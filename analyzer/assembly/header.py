"""What the letterhead and the signature tell, as the contract's object."""

from __future__ import annotations

from datetime import date

from analyzer.assembly import models
from analyzer.layout.header import Header
from analyzer.pipes.agencies.resolving import Setting, resolve
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.references import parse_number


def directive_header(
    header: Header, setting: Setting, as_of: date, *, effective_on: date | None = None, due_on: date | None = None
) -> models.DirectiveHeader:
    """The header of the output."""
    signer = header.signer
    return models.DirectiveHeader(
        kind=header.kind,
        kind_name=header.kind_name,
        number=_number(header.number) if header.number else None,
        issued_on=header.issued_on,
        place=header.place,
        issuer=_issuer(header.issuer, setting, as_of) if header.issuer else None,
        title=header.title,
        signer=models.Signer(name=signer.name, position=signer.position, capacity=signer.capacity)
        if signer and signer.name
        else None,
        recipients=header.recipients,
        effective_on=effective_on,
        due_on=due_on,
        urgency=header.urgency,
        secrecy=header.secrecy,
    )


def _number(text: str) -> models.Number:
    parts = parse_number(text)
    if parts is None:
        return models.Number(text=text)
    return models.Number(
        text=text,
        serial=parts.serial or None,
        year=parts.year,
        kind_code=parts.kind_code or None,
        issuer_code=parts.issuer_code or None,
    )


def _issuer(name: str, setting: Setting, as_of: date) -> models.Issuer:
    """The issuer, with the register's id where the name means one body on that day."""
    found = resolve(AgencyMention(0, len(name), name, "registered"), setting, as_of)
    return models.Issuer(
        name=name,
        id=found.id,
        province=models.Place(id=found.province.id, name=found.province.name) if found.province else None,
        area=found.area,
    )
