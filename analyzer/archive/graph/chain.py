"""The chain from the highest issuer down to a document: Chính phủ → UBND tỉnh → sở."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from typing import Final

from analyzer.archive.graph.model import Edge, Node, rung

_SKIPPED: Final = 12  # a level between the two is passed over
_SAME: Final = 3  # both are of one level
_BASIS: Final = 10  # named as a basis, not as what is carried out
_LAW: Final = 4  # a law that many rest on says less than what is carried out
_DOUBTFUL: Final = 4
_OTHER_LINE: Final = 1  # from the State to the Party or back
_DOWN: Final = 50  # nobody rests on a lower body's document but by way of exception
_PLACES: Final = 100  # a unit of cost; less is decided by the place of the citation
_ENOUGH: Final = rung("government")
_MINISTRY: Final = rung("ministry")


def chain_to_top(asked: str, nodes: Mapping[str, Node], edges: Iterable[Edge]) -> tuple[str, ...]:
    """The way from the highest issuer to ``asked`` over what each document carries out or rests on.

    Of the ways up to Chính phủ or above the one that passes over the fewest levels, carries out rather than rests,
    and runs over documents that the archive holds; it goes on from there to the highest level that it reaches. Where
    no way leads so far, the one to the highest issuer there is. Empty where the document rests on none above it.

    >>> nodes = {n.id: n for n in (Node("a", "", "", level="department"), Node("b", "", "", level="province"),
    ...     Node("c", "", "", level="government"))}
    >>> chain_to_top("a", nodes, [Edge("a", "c", "basis"), Edge("a", "b", "implements"), Edge("b", "c", "implements")])
    ('c', 'b', 'a')
    """
    up: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.rests and nodes[edge.target].level != "unknown":
            up.setdefault(edge.source, []).append(edge)
    way = _way(asked, nodes, up)
    while way and rung(nodes[way[-1]].level) > 0:  # from the Government on to the law or the Party's resolution
        further = _way(way[-1], nodes, up, frozenset(way))
        if not further:
            break
        way += further[1:]
    return tuple(reversed(way))


def _way(
    start: str, nodes: Mapping[str, Node], up: Mapping[str, list[Edge]], barred: frozenset[str] = frozenset()
) -> list[str]:
    """The best way from a document to a higher one, both ends included; empty where there is none."""
    costs: dict[str, int] = {start: 0}
    before: dict[str, str] = {}
    waiting: list[tuple[int, str, str]] = [(0, _order(nodes[start]), start)]
    done: set[str] = set()
    while waiting:
        cost, _, at = heapq.heappop(waiting)
        if at in done:
            continue
        done.add(at)
        for edge in up.get(at, ()):
            to = edge.target
            further = cost + _cost(edge, nodes[at], nodes[to])
            known = costs.get(to)
            better = known is None or further < known
            tied = known == further and to not in done and _order(nodes[at]) < _order(nodes[before[to]])
            if to not in barred and to != start and (better or tied):
                costs[to], before[to] = further, at
                heapq.heappush(waiting, (further, _order(nodes[to]), to))
    tops = [node for node in costs if rung(nodes[node].level) < rung(nodes[start].level)]
    if not tops:
        return []
    best = min(tops, key=lambda n: (max(_ENOUGH, rung(nodes[n].level)), costs[n], _order(nodes[n])))
    way = [best]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def _cost(edge: Edge, source: Node, target: Node) -> int:
    below, above = rung(source.level), rung(target.level)
    place = min(edge.place, _PLACES - 1)  # what a document cites first it carries out above all
    if above > below and source.level != "unknown":
        return _DOWN * _PLACES + place
    cost = _SAME if above == below else _SKIPPED * _between(above, below, target.party)
    if source.party != target.party:
        cost += _OTHER_LINE
    if edge.relation != "implements":
        cost += _BASIS
    if target.kind in ("L", "PL", "HP"):
        cost += _LAW
    cost += (0 if edge.sure else _DOUBTFUL) + (0 if target.held else 1)
    return cost * _PLACES + place


def _between(above: int, below: int, party: bool) -> int:
    """How many levels lie between two; a province answers to the Government, not to a ministry, and carries out what
    the Party's centre resolves."""
    levels = set(range(above + 1, below))
    if below > _MINISTRY:
        levels.discard(_MINISTRY)
    if party:
        levels.discard(_ENOUGH)
    return len(levels)


def _order(node: Node) -> str:
    """Orders documents that are equally good: held ones first, then by name."""
    return f"{not node.held:d} {node.issued_on.isoformat() if node.issued_on else '9'} {node.name} {node.id}"
