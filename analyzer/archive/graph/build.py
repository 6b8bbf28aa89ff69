"""Building the graph around a document: up to what it rests on, all the way, and down to what rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from analyzer.archive.graph.chain import chain_to_top
from analyzer.archive.graph.loose import Loose, LooseDocuments
from analyzer.archive.graph.model import (
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
from analyzer.archive.graph.resolving import Held
from analyzer.archive.graph.walking import Library, Link, Walk
from analyzer.archive.identity import number_key

DEPTH: Final = 2  # levels down
LIMIT: Final = 12  # documents of one relation at the document asked for; half of it a level further on
_MOST: Final = 160  # nodes of a graph
_ALL_THE_WAY: Final = 30  # levels up, where no depth is given


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
    walk = Walk(library, asked)
    if direction != "down" and isinstance(asked, Held):
        walk.go_up(_ALL_THE_WAY if up is None else up)
    if direction != "up":
        walk.go_down(down, limit)
    return _Gathered(walk).graph(direction, limit)


class _Gathered:
    """What a walk found, put together: the nodes by id, and the edges up and down."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        unheld = (link for link in (*walk.up, *walk.down) if not link.meant.held)
        self._loose = LooseDocuments((link.citation, link.office) for link in unheld)
        self._nodes: dict[str, Node] = {}
        self._asked = self._put(walk.asked)
        self._upward = self._edges(walk.up)
        self._downward = self._edges(walk.down)

    def graph(self, direction: Direction, limit: int) -> Graph:
        """The nodes and edges that are shown."""
        chain = chain_to_top(self._asked, self._nodes, self._upward)
        shown, left_out = _choose_up(self._asked, self._nodes, self._upward, chain, limit)
        left_out += self._show_down(shown)
        order = {node: at for at, node in enumerate(shown)}
        edges = _among(shown, self._upward, self._downward, self._asked)
        edges.sort(key=lambda e: (order[e.source], strength(e.relation), order[e.target]))
        nodes = self._with_effects([self._nodes[node] for node in shown])
        return Graph.of(self._asked, nodes, edges, chain, left_out, direction)

    def _show_down(self, shown: dict[str, None]) -> list[LeftOut]:
        """Add the documents below that there is room for; how many are left out where."""
        left = Counter({(node_id(t), relation): n for (t, relation), n in self._walk.left_down.items()})
        for edge in self._downward:
            if edge.source not in shown and edge.target in shown:
                if len(shown) < _MOST:
                    shown[edge.source] = None
                else:
                    left[edge.target, edge.relation] += 1
        return [LeftOut(node, "down", relation, n) for (node, relation), n in left.items() if node in shown]

    def _put(self, document: Held | Loose) -> str:
        found = node_of(document) if isinstance(document, Held) else document.node()
        self._nodes.setdefault(found.id, found)
        return found.id

    def _edges(self, links: Iterable[Link]) -> list[Edge]:
        """One edge for all that a document does with another; the nodes at its ends are put to the others."""
        found: dict[tuple[str, str], list[Link]] = {}
        for link in links:
            target = self._target(link)
            if target is not None:
                source = self._put(link.source)
                if source != target:
                    found.setdefault((source, target), []).append(link)
        return [_edge(source, target, together) for (source, target), together in found.items()]

    def _target(self, link: Link) -> str | None:
        if link.meant.held is not None:
            return self._put(link.meant.held)
        if link.meant.candidates:
            node = _ambiguous(link)
            self._nodes.setdefault(node.id, node)
            return node.id
        found = self._loose.of(link.citation, link.office)
        return self._put(found) if found else None

    def _with_effects(self, nodes: Sequence[Node]) -> list[Node]:
        """The nodes with what became of them, by documents in the graph or not."""
        keys = {number_key(node.number) for node in nodes if node.number} - {""}
        effects: dict[str, dict[tuple[Relation, int], Effect]] = {}
        for link in self._walk.changes(keys):
            if link.meant.held is not None:
                at: str | None = node_id(link.meant.held.id) if link.meant.sure else None
            else:
                found = self._loose.of(link.citation, link.office)
                at = found.id if found else None
            if at is not None:
                effect = Effect(link.relation, named(link.source))
                effects.setdefault(at, {})[link.relation, link.source.id] = effect
        return [
            replace(node, effects=tuple(sorted(effects.get(node.id, {}).values(), key=_by_strength))) for node in nodes
        ]


def node_of(held: Held) -> Node:
    """A document of the archive as a node."""
    office = held.office
    return Node(
        node_id(held.id),
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


def _ambiguous(link: Link) -> Node:
    """The node of a citation that may mean several documents of the archive."""
    citation = link.citation
    alone = Loose(citation.number_key or "", citation, link.office, citation.issued_on, citation.law)
    ids = "-".join(str(held.id) for held in link.meant.candidates)
    several = tuple(named(held) for held in link.meant.candidates)
    return replace(alone.node(), id=f"a:{alone.group}:{ids}", candidates=several)


def node_id(document: int | str) -> str:
    """The id of a node: of a document of the archive that of its row behind a letter."""
    return document if isinstance(document, str) else f"d{document}"


def _edge(source: str, target: str, links: Sequence[Link]) -> Edge:
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


def _by_strength(effect: Effect) -> tuple[object, ...]:
    return (strength(effect.relation), effect.by.issued_on or date.max, effect.by.name, effect.by.document or 0)
