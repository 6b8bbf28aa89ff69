"""A graph as JSON, the same for the same archive.

``asked`` is the node asked for. A node has ``id`` (d and the document's id; c: or a: and what its citations tell for
one that is merely cited), ``held``, ``document`` (its id in the archive or null), ``name``, ``number``, ``kind``,
``kind_name``, ``issued_on``, ``issuer``, ``title``, ``level`` (national, government, ministry, province, department,
district, commune, unknown), ``line`` (state or party), ``candidates`` (the documents that the citation may mean, where
it may mean several) and ``effects`` (``relation`` and ``by``: what replaced, repealed or amended it). An edge runs
``from`` the citing document ``to`` the one cited with ``relation`` (replaces, repeals, amends, implements, basis,
mentions), ``also`` (weaker relations between the same two), ``words`` of the citation, and ``sure`` (false where date
or issuer were not told). ``chain`` holds ids from the highest issuer down. ``left_out`` counts the documents not
taken in: what ``node`` cites (up) or what cites it (down), by relation.
"""

from __future__ import annotations

import json
from typing import Any

from analyzer.archive.graph.model import Edge, Effect, Graph, LeftOut, Named, Node


def as_json(graph: Graph) -> dict[str, Any]:
    """The graph as plain values.

    >>> graph = Graph.of("d1", [Node("d1", "Kế hoạch 5/KH-SYT", "5/KH-SYT", 1, level="department")], [])
    >>> found = as_json(graph)
    >>> found["asked"], found["nodes"][0]["level"], found["edges"]
    ('d1', 'department', [])
    """
    return {
        "asked": graph.asked,
        "direction": graph.direction,
        "nodes": [_node(node) for node in graph.nodes.values()],
        "edges": [_edge(edge) for edge in graph.edges],
        "chain": list(graph.chain),
        "left_out": [_left_out(left) for left in graph.left_out],
    }


def json_text(graph: Graph) -> str:
    """The graph as a JSON text that ends with a line end."""
    return json.dumps(as_json(graph), ensure_ascii=False, indent=2) + "\n"


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "held": node.held,
        "document": node.document,
        "name": node.name,
        "number": node.number,
        "kind": node.kind,
        "kind_name": node.kind_name,
        "issued_on": node.issued_on.isoformat() if node.issued_on else None,
        "issuer": node.issuer,
        "title": node.title,
        "level": node.level,
        "line": "party" if node.party else "state",
        "candidates": [_named(named) for named in node.candidates],
        "effects": [_effect(effect) for effect in node.effects],
    }


def _named(named: Named) -> dict[str, Any]:
    return {
        "document": named.document,
        "name": named.name,
        "issuer": named.issuer,
        "issued_on": named.issued_on.isoformat() if named.issued_on else None,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {"relation": effect.relation, "by": _named(effect.by)}


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "from": edge.source,
        "to": edge.target,
        "relation": edge.relation,
        "also": list(edge.also),
        "words": edge.words,
        "sure": edge.sure,
    }


def _left_out(left: LeftOut) -> dict[str, Any]:
    return {"node": left.node, "direction": left.direction, "relation": left.relation, "count": left.count}
