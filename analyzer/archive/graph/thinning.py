"""Which arrows a crowded picture can do without: what a document rests on by way of another one that it rests on."""

from __future__ import annotations

from typing import Final

from analyzer.archive.graph.model import Edge, Graph

_CROWDED: Final = 22  # documents


def drawn_edges(graph: Graph) -> tuple[Edge, ...]:
    """The edges that are drawn: all of a small graph; of a crowded one without those that only shorten a way.

    A plan that carries out the province's plan and names as a basis the resolution which that one carries out loses
    the arrow to the resolution. What changes a document and what the chain runs over always stays.

    >>> from analyzer.archive.graph.model import Node
    >>> nodes = [Node(str(at), str(at), str(at)) for at in range(30)]
    >>> edges = [Edge("1", "2", "implements"), Edge("2", "3", "implements"), Edge("1", "3", "basis")]
    >>> [edge.target for edge in drawn_edges(Graph.of("1", nodes, edges))]
    ['2', '3']
    """
    if len(graph.nodes) <= _CROWDED:
        return graph.edges
    above: dict[str, list[str]] = {}
    for edge in graph.edges:
        if edge.rests:
            above.setdefault(edge.source, []).append(edge.target)
    chain = set(zip(graph.chain[1:], graph.chain, strict=False))
    return tuple(
        edge
        for edge in graph.edges
        if edge.relation not in ("basis", "mentions", "implements")
        or (edge.source, edge.target) in chain
        or not _by_another(edge, above)
    )


def _by_another(edge: Edge, above: dict[str, list[str]]) -> bool:
    """Whether a way of two or more steps leads from the source to the target, and none back (a cycle keeps all)."""
    first = [node for node in above.get(edge.source, ()) if node != edge.target]
    return _leads(first, edge.target, above, edge.source) and not _leads([edge.target], edge.source, above, None)


def _leads(starts: list[str], end: str, above: dict[str, list[str]], barred: str | None) -> bool:
    seen, waiting = set(starts), list(starts)
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        for target in above.get(node, ()):
            if target not in seen and target != barred:
                seen.add(target)
                waiting.append(target)
    return False
