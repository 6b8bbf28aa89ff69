"""What a graph of documents is made of: documents as nodes, what one does with another as edges.

An edge runs from the document that cites to the one that is cited. A node is a document of the archive, or one that
is merely cited; where the archive holds several that the citation may mean, the node says so and links to none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Relation = Literal["replaces", "repeals", "amends", "implements", "basis", "mentions"]
Direction = Literal["up", "down", "both"]
Level = Literal["national", "government", "ministry", "province", "department", "district", "commune", "unknown"]

#: What one document does with another, the strongest first.
RELATIONS: Final[tuple[Relation, ...]] = ("replaces", "repeals", "amends", "implements", "basis", "mentions")
#: On these a document rests.
RESTS: Final[frozenset[Relation]] = frozenset({"implements", "basis"})
#: These change what holds.
CHANGES: Final[frozenset[Relation]] = frozenset({"replaces", "repeals", "amends"})
#: The issuers' levels from the top: Quốc hội and the Party's centre, Chính phủ, bộ, tỉnh, sở, huyện, xã.
LEVELS: Final[tuple[Level, ...]] = (
    "national", "government", "ministry", "province", "department", "district", "commune", "unknown",
)  # fmt: skip

_STRENGTH: Final = {relation: strength for strength, relation in enumerate(RELATIONS)}
_RUNGS: Final = {level: rung for rung, level in enumerate(LEVELS)}


def strength(relation: Relation) -> int:
    """The place of a relation among the others, 0 for the strongest."""
    return _STRENGTH[relation]


def rung(level: Level) -> int:
    """How far below the top a level is, 0 for the top."""
    return _RUNGS[level]


@dataclass(frozen=True, slots=True)
class Named:
    """A document by what it is called, for lists: a document that a citation may mean, or one that changed another."""

    name: str
    document: int | None = None
    issuer: str | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of a document: it was replaced, repealed or amended, by which."""

    relation: Relation
    by: Named


@dataclass(frozen=True, slots=True)
class Node:
    """A document. ``document`` is its id in the archive, None where it is merely cited.

    ``candidates`` are the documents of the archive that the citation may mean, where it may mean several.
    ``shown_as`` is a short name: the number, or a law's name; ``name`` is kind, number and date in full.
    """

    id: str
    name: str
    shown_as: str
    document: int | None = None
    kind: str | None = None
    kind_name: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    title: str | None = None
    level: Level = "unknown"
    party: bool = False
    candidates: tuple[Named, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def held(self) -> bool:
        """Whether the archive holds it."""
        return self.document is not None


@dataclass(frozen=True, slots=True)
class Edge:
    """What ``source`` does with ``target``.

    ``relation`` is the strongest, ``also`` the others that the same document states; ``words`` are those of the
    citation, ``place`` where it stands among those of its document. ``sure`` is False where the number agrees and
    nothing contradicts, but the date or the issuer is not told.
    """

    source: str
    target: str
    relation: Relation
    words: str = ""
    also: tuple[Relation, ...] = ()
    sure: bool = True
    place: int = 0

    @property
    def relations(self) -> tuple[Relation, ...]:
        """All that the source does with the target, the strongest first."""
        return (self.relation, *self.also)

    @property
    def rests(self) -> bool:
        """Whether the source rests on the target."""
        return any(relation in RESTS for relation in self.relations)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Documents that were not taken into the graph: ``count`` that the node cites (up), or that cite it (down)."""

    node: str
    direction: Literal["up", "down"]
    relation: Relation
    count: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The documents around one, with the chain from the highest issuer down to it.

    >>> nodes = [Node("d1", "Kế hoạch số 5/KH-SYT", "5/KH-SYT", 1), Node("c:1", "Nghị quyết số 1/NQ-CP", "1/NQ-CP")]
    >>> graph = Graph.of("d1", nodes, [Edge("d1", "c:1", "implements")])
    >>> [edge.target for edge in graph.cited("d1")], [edge.source for edge in graph.citing("c:1")]
    (['c:1'], ['d1'])
    """

    asked: str
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...] = ()
    chain: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    direction: Direction = "both"
    _cited: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict, repr=False, compare=False)
    _citing: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        asked: str,
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        chain: Iterable[str] = (),
        left_out: Iterable[LeftOut] = (),
        direction: Direction = "both",
    ) -> Graph:
        """A graph of these nodes and edges. Raises ValueError where an edge's end is no node."""
        by_id = {node.id: node for node in nodes}
        found = tuple(edges)
        cited: dict[str, list[Edge]] = {}
        citing: dict[str, list[Edge]] = {}
        for edge in found:
            if edge.source not in by_id or edge.target not in by_id:
                raise ValueError(f"an edge between {edge.source} and {edge.target}, not both of which are nodes")
            cited.setdefault(edge.source, []).append(edge)
            citing.setdefault(edge.target, []).append(edge)
        if asked not in by_id:
            raise ValueError(f"{asked} is no node")
        return cls(
            asked,
            by_id,
            found,
            tuple(chain),
            tuple(left_out),
            direction,
            {node: tuple(edges) for node, edges in cited.items()},
            {node: tuple(edges) for node, edges in citing.items()},
        )

    def cited(self, node: str) -> tuple[Edge, ...]:
        """The edges to what a document cites."""
        return self._cited.get(node, ())

    def citing(self, node: str) -> tuple[Edge, ...]:
        """The edges from the documents that cite one."""
        return self._citing.get(node, ())
