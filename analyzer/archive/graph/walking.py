"""Walking an archive from a document: up over what documents carry out and rest on, down to what rests on them.

Each level takes three queries, however many documents it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from analyzer.archive.graph.loose import Loose, LooseDocuments
from analyzer.archive.graph.model import CHANGES, RESTS, Relation, strength
from analyzer.archive.graph.offices import Office
from analyzer.archive.graph.resolving import Citation, Held, Meant, Shelf, change_holds, completed, meant

_EXPLORED: Final = 1000  # documents whose citations are read on the way up


class Library(Protocol):
    """Where documents and citations come from: one query for each call."""

    def documents(self, ids: Iterable[int]) -> list[Held]:
        """The documents with these ids."""

    def candidates(self, citations: Iterable[Citation]) -> list[Held]:
        """The documents that citations may mean: those with their numbers, or issued on their days."""

    def cited(self, ids: Iterable[int]) -> list[Citation]:
        """The citations that stand in the documents."""

    def citing(
        self, keys: Iterable[str], laws: Iterable[date] = (), relations: Iterable[Relation] = ()
    ) -> list[Citation]:
        """The citations of numbers, and of laws without number of these days; of some relations or of all."""


@dataclass(frozen=True, slots=True)
class Link:
    """A citation, the document it stands in, and what it means."""

    source: Held
    citation: Citation
    meant: Meant

    @property
    def office(self) -> Office:
        """Who issued the document cited."""
        return self.citation.office(self.source.citing)

    @property
    def relation(self) -> Relation:
        """What the document does with the one cited, where the issuers' levels allow it."""
        relation = self.citation.relation
        if relation in CHANGES and not change_holds(self.source, self.citation):
            return "mentions"
        return relation


class Walk:
    """The links found from one document, ``up`` and ``down``, in the order of the levels."""

    def __init__(self, library: Library, asked: Held | Loose) -> None:
        self.library = library
        self.asked = asked
        self.shelf = Shelf()
        self.up: list[Link] = []
        self.down: list[Link] = []
        self.left_down: dict[tuple[int | str, Relation], int] = {}

    # ------------------------------------------------------------------------------------------------------ walking

    def go_up(self, levels: int) -> None:
        """Read what documents cite, level by level."""
        assert isinstance(self.asked, Held)
        frontier, seen = [self.asked], {self.asked.id}
        for _ in range(levels):
            links = self._cited(frontier)
            self.up += links
            found = {link.meant.held.id: link.meant.held for link in links if link.meant.held and _rests(link)}
            frontier = [held for held in found.values() if held.id not in seen]
            frontier = frontier[: max(0, _EXPLORED - len(seen))]
            seen |= {held.id for held in frontier}
            if not frontier:
                break

    def _cited(self, sources: Sequence[Held]) -> list[Link]:
        by_document: dict[int, list[Citation]] = {}
        for citation in self.library.cited([held.id for held in sources]):
            by_document.setdefault(citation.document, []).append(citation)
        told = {document: completed(found) for document, found in by_document.items()}
        self.shelf.add(self.library.candidates(c for found in told.values() for c in found))
        links = [self.link(held, c) for held in sources for c in told.get(held.id, ())]
        return [link for link in links if not link.meant.itself]

    def go_down(self, levels: int, limit: int) -> None:
        """Find what cites the documents of a level, and take the first of each relation to the next."""
        frontier: list[Held | Loose] = [self.asked]
        seen: set[int | str] = {self.asked.id}
        shown = limit
        for level in range(levels):
            chosen = self._choose_down(self._citing(frontier), shown)
            self.down += chosen
            found = {link.source.id: link.source for link in chosen if link.relation != "mentions"}
            frontier = [held for held in found.values() if held.id not in seen]
            seen |= {held.id for held in frontier}
            shown = max(2, limit >> (level + 1))
            if not frontier:
                break

    def _citing(self, targets: Sequence[Held | Loose]) -> list[tuple[int | str, Link]]:
        """The links to the targets, each with the target's id."""
        keys, laws = keys_of(targets)
        citations = self.library.citing(keys, laws)
        sources = {h.id: h for h in self.library.documents({c.document for c in citations})}
        by_document: dict[int, list[Citation]] = {}
        for citation in citations:
            by_document.setdefault(citation.document, []).append(citation)
        told = [(sources[d], c) for d, found in by_document.items() if d in sources for c in completed(found)]
        self.shelf.add(self.library.candidates(c for _, c in told))
        wanted = {target.id for target in targets}
        loose = LooseDocuments((c, c.office(source.citing)) for source, c in told if isinstance(self.asked, Loose))
        links: list[tuple[int | str, Link]] = []
        for source, citation in told:
            link = self.link(source, citation)
            if link.meant.held is not None:
                at: int | str | None = link.meant.held.id
            elif link.meant.candidates or link.meant.itself:
                continue
            else:
                found = loose.of(citation, citation.office(source.citing))
                at = found.id if found else None
            if at is not None and at in wanted:
                links.append((at, link))
        return links

    def link(self, source: Held, citation: Citation) -> Link:
        """A citation with what it means among the documents on the shelf."""
        return Link(source, citation, meant(citation, source, self.shelf))

    def changes(self, keys: Iterable[str]) -> list[Link]:
        """The links by which documents with these numbers are replaced, repealed or amended."""
        citations = self.library.citing(keys, (), CHANGES)
        sources = {h.id: h for h in self.library.documents({c.document for c in citations})}
        told = [(sources[c.document], c) for c in citations if c.document in sources]
        self.shelf.add(self.library.candidates(c for _, c in told))
        links = (self.link(source, c) for source, c in told)
        return [x for x in links if x.relation in CHANGES and not x.meant.itself and not x.meant.candidates]

    def _choose_down(self, links: Sequence[tuple[int | str, Link]], limit: int) -> list[Link]:
        """The first of each relation to each target, a document counted under its strongest; the rest are counted."""
        strongest: dict[tuple[int | str, int], Link] = {}
        for target, link in links:
            known = strongest.get((target, link.source.id))
            if known is None or strength(link.relation) < strength(known.relation):
                strongest[target, link.source.id] = link
        groups: dict[tuple[int | str, Relation], list[Link]] = {}
        for (target, _), link in strongest.items():
            groups.setdefault((target, link.relation), []).append(link)
        kept: set[tuple[int | str, int]] = set()
        for (target, relation), found in groups.items():
            found.sort(key=lambda link: _newest(link.source))
            kept |= {(target, link.source.id) for link in found[:limit]}
            if len(found) > limit:
                self.left_down[target, relation] = len(found) - limit
        chosen = [(target, link) for target, link in links if (target, link.source.id) in kept]
        chosen.sort(
            key=lambda pair: (strength(strongest[pair[0], pair[1].source.id].relation), _newest(pair[1].source))
        )
        return [link for _, link in chosen]


def _rests(link: Link) -> bool:
    return link.citation.relation in RESTS


def keys_of(targets: Iterable[Held | Loose]) -> tuple[set[str], set[date]]:
    """The number keys of documents, and the days of the laws among them, which are cited without number."""
    keys, laws = set(), set()
    for target in targets:
        key = target.number_key if isinstance(target, Held) else target.citation.number_key
        kind = target.kind if isinstance(target, Held) else target.citation.kind
        if key:
            keys.add(key)
        if target.issued_on and kind in ("L", "PL", "HP"):
            laws.add(target.issued_on)
    return keys, laws


def _newest(held: Held) -> tuple[object, ...]:
    """Orders what cites a document: the newest first."""
    return (-(held.issued_on or date.min).toordinal(), held.issuer or "", held.name, held.id)
