"""Documents that are merely cited: which citations mean the same one.

Two citations mean one document where number, kind, date and issuer agree as far as both tell them. A citation that
tells less joins the only one it fits; where it fits several it stays apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from analyzer.archive.graph.model import Node
from analyzer.archive.graph.offices import Office, agree, same_province
from analyzer.archive.graph.resolving import Citation, LawName, number_kind
from analyzer.archive.graph.words import document_name, kind_name
from analyzer.knowledge.folding import slug
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import note


@dataclass(frozen=True, slots=True)
class Loose:
    """A document that is merely cited, as far as its citations tell."""

    group: str
    citation: Citation
    office: Office
    issued_on: date | None
    law: LawName | None = None

    @property
    def id(self) -> str:
        """An identifier that is the same in every archive that cites the document alike."""
        day = self.issued_on.isoformat() if self.issued_on else str(self.law.year) if self.law and self.law.year else ""
        place = "" if self.office.central else self._place()
        return ":".join(filter(None, ("c", self.group, day, place)))

    def _place(self) -> str:
        office = self.office
        province = slug(office.province.short) if office.province else ""
        return "-".join(filter(None, (province, office.level if office.told else "", slug(office.area))))

    def node(self) -> Node:
        """It as a node of the graph."""
        citation = self.citation
        if citation.number and not (citation.law and citation.kind != "NQ"):
            name, short = document_name(citation.kind, citation.number, self.issued_on), citation.number
        else:
            short = self.law.words if self.law else " ".join(citation.text.split())
            name = f"{short} số {citation.number}" if citation.number else short
            if self.law and self.issued_on:
                name = note("dated", name=name, date=vietnamese_date(self.issued_on))
            elif self.law and self.law.year and not citation.number:
                name = short = f"{short} năm {self.law.year}"
        return Node(
            self.id,
            name,
            short,
            kind=citation.kind,
            kind_name=kind_name(citation.kind, citation.number),
            number=citation.number,
            issued_on=self.issued_on,
            issuer=self.office.name,
            level=self.office.level,
            party=self.office.party,
        )


class LooseDocuments:
    """The documents that citations mean that are not in the archive; for all citations of a graph at once."""

    def __init__(self, citations: Iterable[tuple[Citation, Office]]) -> None:
        self._groups: dict[str, list[Loose]] = {}
        self._laws: dict[str, set[str]] = {}  # the groups in which a law's name stands
        told = sorted(citations, key=lambda pair: _order(*pair))
        for citation, office in told:
            if citation.number_key:
                self._add(citation, office)
        for citation, office in told:
            if not citation.number_key and self.of(citation, office) is None:
                self._add(citation, office)

    def of(self, citation: Citation, office: Office) -> Loose | None:
        """The document that a citation means, None where none of these is."""
        if not citation.number_key and citation.law is not None:
            return self._law(citation, citation.law)
        return self._match(self._groups.get(_group(citation), ()), citation, office)

    def _add(self, citation: Citation, office: Office) -> None:
        group, named = _group(citation), citation.law
        found = self._groups.setdefault(group, [])
        if named is not None:
            self._laws.setdefault(named.name, set()).add(group)
        known = self._match(found, citation, office)
        if known is None:
            found.append(Loose(group, citation, office, citation.issued_on, citation.law))
            return
        at = found.index(known)
        law = known.law or citation.law
        found[at] = replace(known, issued_on=known.issued_on or citation.issued_on, law=law)
        if agree(office, known.office) is not False and _told(office) > _told(known.office):
            found[at] = replace(found[at], office=office, citation=citation)

    def _match(self, among: Iterable[Loose], citation: Citation, office: Office) -> Loose | None:
        fitting = [loose for loose in among if _fits(citation, office, loose)]
        same = [f for f in fitting if f.issued_on == citation.issued_on and f.office == office]
        found = same or fitting
        return found[0] if len(found) == 1 else None

    def _law(self, citation: Citation, law: LawName) -> Loose | None:
        groups = sorted(self._laws.get(law.name, ()))
        found = [x for g in groups for x in self._groups[g] if _same_year(law, x) and _same_day(citation, x)]
        exact = [x for x in found if x.issued_on and x.issued_on == citation.issued_on]
        found = exact or found
        return found[0] if len(found) == 1 else None


def _same_day(citation: Citation, loose: Loose) -> bool:
    return citation.issued_on is None or loose.issued_on is None or citation.issued_on == loose.issued_on


def _same_year(law: LawName, loose: Loose) -> bool:
    other = loose.issued_on.year if loose.issued_on else loose.law.year if loose.law else None
    return law.year is None or other is None or law.year == other


def _group(citation: Citation) -> str:
    """What must be the same: number and kind, or the law's name, or kind and issuer."""
    if citation.number_key:
        kind = citation.kind if citation.bare else number_kind(citation.number)
        return f"{slug(kind)}-{citation.number_key}" if kind and citation.bare else citation.number_key
    if citation.law:
        return citation.law.name
    return slug(citation.text)[:120] or "-"


def _fits(citation: Citation, office: Office, loose: Loose) -> bool:
    if not _same_day(citation, loose) or (citation.law is not None and not _same_year(citation.law, loose)):
        return False
    kinds = {number_kind(n) for n in (citation.number, loose.citation.number) if n} - {None}
    agrees = agree(office, loose.office)
    if agrees is False or len(kinds) > 1:
        return False
    one, other = office.province, loose.office.province
    dated = citation.issued_on is not None and citation.issued_on == loose.issued_on
    return bool(agrees) or dated or (one is None and other is None) or same_province(one, other) is True


def _order(citation: Citation, office: Office) -> tuple[object, ...]:
    """Those that tell most first, then in an order that is the same however they came."""
    day = citation.issued_on or date.min
    place = office.province.id if office.province else ""
    return (citation.issued_on is None, -_told(office), day, place, office.area, citation.number or "", citation.text)


def _told(office: Office) -> int:
    return (office.level != "unknown") + office.told + (office.agency is not None) + (office.province is not None)
