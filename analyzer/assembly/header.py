"""What the letterhead and the signature tell, as the contract's object."""

from __future__ import annotations

from datetime import date

from analyzer.assembly import models
from analyzer.knowledge.agencies import Register
from analyzer.layout.header import Header
from analyzer.pipes.references import parse_number


def directive_header(header: Header) -> models.DirectiveHeader:
    """The header of the output."""
    signer = header.signer
    return models.DirectiveHeader(
        kind=header.kind,
        kind_name=header.kind_name,
        number=_number(header.number) if header.number else None,
        issued_on=header.issued_on,
        place=header.place,
        issuer=_issuer(header.issuer, header.issued_on) if header.issuer else None,
        title=header.title,
        signer=models.Signer(name=signer.name, position=signer.position, capacity=signer.capacity)
        if signer and signer.name
        else None,
        recipients=header.recipients,
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


def _issuer(name: str, issued_on: date | None) -> models.Issuer:
    """The issuer, with the register's id where the name means one body on that day."""
    found = Register.load().resolve(name, issued_on)
    return models.Issuer(name=name, id=found[0].id if len(found) == 1 else None)
