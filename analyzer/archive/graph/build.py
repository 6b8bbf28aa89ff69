"""Building the graph around a document: up to what it rests on, all the way, and down to what rests on it.

Each level takes three queries, however many documents it has. Up, every way is followed over documents of the archive
along what they carry out and rest on; down, those that rest on a document of the level before, or change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from analyzer.archive.graph.chain import chain_to_top
from analyzer.archive.graph.loose import Loose, LooseDocuments
from analyzer.archive.graph.model import (
    CHANGES,
    LEVELS,
    RESTS,
    Direction,
    Edge,
    Effect,
    Graph,
    LeftOut,
    Named,
    Node,
    Relation,
    rung,
    strength,
)
from analyzer.archive.graph.resolving import Citation, Held, Meant, Shelf, change_holds, completed, meant
from analyzer.archive.identity import number_key

DEPTH: Final = 2  # levels down
LIMIT: Final = 12  # documents of one relation at the document asked for; half of it a level further on
_MOST: Final = 160  # nodes of a graph
_EXPLORED: Final = 1000  # documents whose citations are read on the way up
_ALL_THE_WAY: Final = 30  # levels up, where no depth is given


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
class _Link:
    """A citation, the document it stands in, and what it means."""

    source: Held
    citation: Citation
    meant: Meant

    @property
    def relation(self) -> Relation:
        """What the document does with the one cited, where the issuers' levels allow it."""
        relation = self.citation.relation
        if relation in CHANGES and not change_holds(self.source, self.citation):
            return "mentions"
        return relation


def build(
    library: Library,
    asked: Held | Loose,
    *,
    direction: Direction = "both",
    up: int | None = None,
    down: int = DEPTH,
    limit: int = LIMIT,
) -> Graph:
    """The graph around a document, held or merely cited: ``up`` levels of what it rests on (all where None), ``down``
    levels of what rests on it, at most ``limit`` documents of each relation at it and half as many a level further on.

    What is left out is counted. The nodes of the chain to the top are always there.
    """
    walk = _Walk(library, asked)
    if direction != "down" and isinstance(asked, Held):
        walk.go_up(_ALL_THE_WAY if up is None else up)
    if direction != "up":
        walk.go_down(down, limit)
    return walk.graph(direction, limit)


class _Walk:
    def __init__(self, library: Library, asked: Held | Loose) -> None:
        self._library = library
        self._asked = asked
        self._shelf = Shelf()
        self._up: list[_Link] = []
        self._down: list[_Link] = []
        self._left_down: dict[tuple[object, Relation], int] = {}
        self._held: dict[int, Held] = {asked.id: asked} if isinstance(asked, Held) else {}

    # ------------------------------------------------------------------------------------------------------ walking

    def go_up(self, levels: int) -> None:
        """Read what documents cite, level by level."""
        assert isinstance(self._asked, Held)
        frontier, seen = [self._asked], {self._asked.id}
        for _ in range(levels):
            links = self._cited(frontier)
            self._up += links
            found = {link.meant.held.id: link.meant.held for link in links if link.meant.held and _rests(link)}
            frontier = [held for held in found.values() if held.id not in seen]
            frontier = frontier[: max(0, _EXPLORED - len(seen))]
            seen |= {held.id for held in frontier}
            if not frontier:
                break

    def _cited(self, sources: Sequence[Held]) -> list[_Link]:
        by_document: dict[int, list[Citation]] = {}
        for citation in self._library.cited([held.id for held in sources]):
            by_document.setdefault(citation.document, []).append(citation)
        told = {document: completed(found) for document, found in by_document.items()}
        self._shelf.add(self._library.candidates(c for found in told.values() for c in found))
        links = [self._link(held, c) for held in sources for c in told.get(held.id, ())]
        return [link for link in links if not link.meant.itself]

    def go_down(self, levels: int, limit: int) -> None:
        """Find what cites the documents of a level, and take the first of each relation to the next."""
        frontier: list[Held | Loose] = [self._asked]
        seen: set[object] = {self._asked.id}
        shown = limit
        for level in range(levels):
            links = self._citing(frontier)
            chosen = self._choose_down(links, shown)
            self._down += chosen
            found = {link.source.id: link.source for link in chosen if link.relation != "mentions"}
            frontier = [held for held in found.values() if held.id not in seen]
            seen |= {held.id for held in frontier}
            shown = max(2, limit >> (level + 1))
            if not frontier:
                break

    def _citing(self, targets: Sequence[Held | Loose]) -> list[tuple[object, _Link]]:
        """The links to the targets, each with the target's id."""
        keys, laws = _keys(targets)
        citations = self._library.citing(keys, laws)
        sources = {h.id: h for h in self._library.documents({c.document for c in citations})}
        by_document: dict[int, list[Citation]] = {}
        for citation in citations:
            by_document.setdefault(citation.document, []).append(citation)
        told = [(sources[d], c) for d, found in by_document.items() if d in sources for c in completed(found)]
        self._shelf.add(self._library.candidates(c for _, c in told))
        wanted = {target.id for target in targets}
        loose = LooseDocuments((c, c.office(source.citing)) for source, c in told if isinstance(self._asked, Loose))
        links: list[tuple[object, _Link]] = []
        for source, citation in told:
            link = self._link(source, citation)
            if link.meant.held is not None:
                at: object = link.meant.held.id
            elif link.meant.candidates or link.meant.itself:
                continue
            else:
                found = loose.of(citation, citation.office(source.citing))
                at = found.id if found else None
            if at in wanted:
                links.append((at, link))
        return links

    def _link(self, source: Held, citation: Citation) -> _Link:
        found = meant(citation, source, self._shelf)
        for held in (source, *([found.held] if found.held else [])):
            self._held.setdefault(held.id, held)
        return _Link(source, citation, found)

    def _choose_down(self, links: Sequence[tuple[object, _Link]], limit: int) -> list[_Link]:
        """The first of each relation to each target, a document counted under its strongest; the rest are counted."""
        strongest: dict[tuple[object, int], _Link] = {}
        for target, link in links:
            known = strongest.get((target, link.source.id))
            if known is None or strength(link.relation) < strength(known.relation):
                strongest[target, link.source.id] = link
        groups: dict[tuple[object, Relation], list[_Link]] = {}
        for (target, _), link in strongest.items():
            groups.setdefault((target, link.relation), []).append(link)
        kept: set[tuple[object, int]] = set()
        for (target, relation), found in groups.items():
            found.sort(key=lambda link: _newest(link.source))
            kept |= {(target, link.source.id) for link in found[:limit]}
            if len(found) > limit:
                self._left_down[target, relation] = len(found) - limit
        chosen = [(target, link) for target, link in links if (target, link.source.id) in kept]
        chosen.sort(
            key=lambda pair: (strength(strongest[pair[0], pair[1].source.id].relation), _newest(pair[1].source))
        )
        return [link for _, link in chosen]

    # ----------------------------------------------------------------------------------------------- putting together

    def graph(self, direction: Direction, limit: int) -> Graph:
        """The nodes and edges that are shown."""
        links = self._up + self._down
        loose = LooseDocuments((x.citation, x.citation.office(x.source.citing)) for x in links if not x.meant.held)
        nodes: dict[str, Node] = {}
        asked = self._put(nodes, self._asked)
        upward = self._edges(self._up, loose, nodes)
        downward = self._edges(self._down, loose, nodes)
        chain = chain_to_top(asked, nodes, upward)
        shown, left_out = _choose_up(asked, nodes, upward, chain, limit)
        for edge in sorted(downward, key=lambda e: strength(e.relation)):
            if edge.target in shown and edge.source not in shown and len(shown) < _MOST:
                shown[edge.source] = None
        left_out += [
            LeftOut(_id(target), "down", relation, count)
            for (target, relation), count in self._left_down.items()
            if _id(target) in shown
        ]
        edges = _among(shown, upward, downward, asked)
        kept = {node: nodes[node] for node in shown}
        kept = self._with_effects(kept, loose)
        order = {node: at for at, node in enumerate(kept)}
        edges.sort(key=lambda e: (order[e.source], strength(e.relation), order[e.target]))
        return Graph.of(asked, kept.values(), edges, chain, left_out, direction)

    def _put(self, nodes: dict[str, Node], document: Held | Loose) -> str:
        found = node_of(document) if isinstance(document, Held) else document.node()
        nodes.setdefault(found.id, found)
        return found.id

    def _edges(self, links: Iterable[_Link], loose: LooseDocuments, nodes: dict[str, Node]) -> list[Edge]:
        """One edge for all that a document does with another; the nodes at its ends are put to the others."""
        found: dict[tuple[str, str], list[_Link]] = {}
        for link in links:
            target = self._target(link, loose, nodes)
            if target is not None:
                source = self._put(nodes, link.source)
                if source != target:
                    found.setdefault((source, target), []).append(link)
        return [_edge(source, target, together) for (source, target), together in found.items()]

    def _target(self, link: _Link, loose: LooseDocuments, nodes: dict[str, Node]) -> str | None:
        if link.meant.held is not None:
            return self._put(nodes, link.meant.held)
        office = link.citation.office(link.source.citing)
        if link.meant.candidates:
            node = _ambiguous(link, _alone(link))
            nodes.setdefault(node.id, node)
            return node.id
        found = loose.of(link.citation, office)
        return self._put(nodes, found) if found else None

    def _with_effects(self, nodes: dict[str, Node], loose: LooseDocuments) -> dict[str, Node]:
        """The nodes with what became of them, by documents in the graph or not."""
        held = [self._held[n.document] for n in nodes.values() if n.document is not None]
        cited = [n for n in nodes.values() if n.document is None and n.number]
        keys, _ = _keys(held)
        keys |= {number_key(n.number) for n in cited if n.number} - {""}
        citations = self._library.citing(keys, (), CHANGES)
        sources = {h.id: h for h in self._library.documents({c.document for c in citations})}
        told = [c for c in citations if c.document in sources]
        self._shelf.add(self._library.candidates(told))
        effects: dict[str, dict[tuple[Relation, int], Effect]] = {}
        for citation in told:
            link = self._link(sources[citation.document], citation)
            if link.relation not in CHANGES or link.meant.itself or link.meant.candidates:
                continue
            if link.meant.held is not None:
                at: str | None = _id(link.meant.held.id)
            else:
                found = loose.of(citation, citation.office(link.source.citing))
                at = found.id if found else None
            if at is not None and at in nodes:
                effect = Effect(link.relation, named(link.source))
                effects.setdefault(at, {})[link.relation, link.source.id] = effect
        return {
            key: replace(node, effects=tuple(sorted(effects[key].values(), key=_by_strength)))
            if key in effects
            else node
            for key, node in nodes.items()
        }


def _alone(link: _Link) -> Loose:
    """The document of a citation by itself, whatever others say of it."""
    citation = link.citation
    return Loose(
        citation.number_key or "", citation, citation.office(link.source.citing), citation.issued_on, citation.law
    )


def node_of(held: Held) -> Node:
    """A document of the archive as a node."""
    office = held.office
    return Node(
        _id(held.id),
        held.name,
        held.number or held.name,
        held.id,
        held.kind,
        held.kind_name,
        held.number,
        held.issued_on,
        held.issuer,
        held.title,
        office.level,
        office.party,
    )


def named(held: Held) -> Named:
    """A document of the archive by what it is called."""
    return Named(held.name, held.id, held.issuer, held.issued_on)


def _ambiguous(link: _Link, loose: Loose) -> Node:
    """The node of a citation that may mean several documents of the archive."""
    ids = "-".join(str(held.id) for held in link.meant.candidates)
    several = tuple(named(held) for held in link.meant.candidates)
    return replace(loose.node(), id=f"a:{loose.group}:{ids}", candidates=several)


def _id(document: object) -> str:
    return document if isinstance(document, str) else f"d{document}"


def _rests(link: _Link) -> bool:
    return link.citation.relation in RESTS


def _keys(targets: Iterable[Held | Loose]) -> tuple[set[str], set[date]]:
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


def _edge(source: str, target: str, links: Sequence[_Link]) -> Edge:
    """One edge of several links between the same two; a mention beside another relation says nothing more."""
    order = sorted(links, key=lambda link: (strength(link.relation), link.citation.place))
    relations = tuple(dict.fromkeys(link.relation for link in order))
    also = tuple(r for r in relations[1:] if r != "mentions")
    words = " ".join(order[0].citation.text.split())
    return Edge(
        source, target, relations[0], words, also, any(link.meant.sure for link in links), order[0].citation.place
    )


def _choose_up(
    asked: str, nodes: dict[str, Node], edges: Sequence[Edge], chain: Sequence[str], limit: int
) -> tuple[dict[str, None], list[LeftOut]]:
    """The documents above to show, in the order of the levels walked, and how many are left out where."""
    cited: dict[str, list[Edge]] = {}
    for edge in edges:
        cited.setdefault(edge.source, []).append(edge)
    shown: dict[str, None] = {asked: None}
    left_out: list[LeftOut] = []
    always = set(chain)
    frontier, level = [asked], 0
    while frontier:
        shown_here = max(2, limit >> level)
        following: list[str] = []
        for node in frontier:
            groups: dict[Relation, list[Edge]] = {}
            for edge in cited.get(node, ()):
                if node == asked or edge.rests:
                    groups.setdefault(edge.relation, []).append(edge)
            for relation in sorted(groups, key=strength):
                found = sorted(groups[relation], key=lambda e: (e.target not in always, _weight(nodes[e.target])))
                missing = 0
                for at, edge in enumerate(found):
                    if edge.target in shown:
                        continue
                    if edge.target in always or (at < shown_here and len(shown) < _MOST):
                        shown[edge.target] = None
                        if edge.rests:
                            following.append(edge.target)
                    else:
                        missing += 1
                if missing:
                    left_out.append(LeftOut(node, "up", relation, missing))
        frontier, level = following, level + 1
    return shown, left_out


def _among(shown: dict[str, None], upward: Iterable[Edge], downward: Iterable[Edge], asked: str) -> list[Edge]:
    """The edges among the documents shown; mentions only where the document asked for is one of the two."""
    found: dict[tuple[str, str], Edge] = {}
    for edge in (*upward, *downward):
        near = asked in (edge.source, edge.target)
        if edge.source in shown and edge.target in shown and (near or edge.relation != "mentions"):
            known = found.get((edge.source, edge.target))
            if known is None or strength(edge.relation) < strength(known.relation):
                found[edge.source, edge.target] = edge
    return list(found.values())


def _weight(node: Node) -> tuple[object, ...]:
    """Orders what a document cites: held documents first, from the top down, the newest first."""
    return (not node.held, rung(node.level), -(node.issued_on or date.min).toordinal(), node.name, node.id)


def _newest(held: Held) -> tuple[object, ...]:
    """Orders what cites a document: the newest first."""
    return (-(held.issued_on or date.min).toordinal(), LEVELS.index(held.office.level), held.name, held.id)


def _by_strength(effect: Effect) -> tuple[object, ...]:
    return (strength(effect.relation), effect.by.issued_on or date.max, effect.by.name, effect.by.document or 0)
