"""A reading with all that is worked out of it before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.archive.entries import BodyKey, Entry, entries_of, issuer_body
from analyzer.archive.identity import Identity, identity_of, number_key, reading_digest
from analyzer.archive.packing import Incoming
from analyzer.assembly.models import Directive
from analyzer.writing.rows import document_name


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading with all that is computed before the transaction begins."""

    incoming: Incoming
    digest: str
    identity: Identity | None
    entries: Sequence[Entry]

    @property
    def directive(self) -> Directive:
        return self.incoming.directive

    @property
    def bodies(self) -> set[BodyKey]:
        """The bodies of its entries and its issuer."""
        issuer = issuer_of(self)
        return {part for e in self.entries for _, part in e.parts} | ({issuer} if issuer else set())


def prepare(incoming: Incoming) -> Prepared:
    """Work out keys and entries of a reading."""
    digest = reading_digest(incoming.directive)
    return Prepared(incoming, digest, identity_of(incoming.directive.directive), entries_of(incoming.directive, digest))


def told(one: Prepared) -> dict[str, Any]:
    """What a document's row says of it by the reading, its issuer aside."""
    header = one.directive.directive
    return {
        "number": header.number.text if header.number else None,
        "number_key": (number_key(header.number.text) or None) if header.number else None,
        "kind": header.kind,
        "kind_name": header.kind_name,
        "issued_on": header.issued_on,
        "issuer_key": one.identity.issuer if one.identity else None,
        "title": header.title,
        "name": document_name(one.directive),
    }


def issuer_of(one: Prepared) -> BodyKey | None:
    """The body that issued the document."""
    issuer = one.directive.directive.issuer
    return issuer_body(issuer) if issuer else None
