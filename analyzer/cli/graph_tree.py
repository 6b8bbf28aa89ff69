"""The graph of a document on the terminal: a tree up to what it rests on, and one down to what rests on it."""

from __future__ import annotations

from typing import BinaryIO, Literal

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from analyzer.archive.graph.model import RELATIONS, Edge, Graph, LeftOut, Node, Relation
from analyzer.archive.graph.words import effect_words, level_name, relation_name, short_issuer
from analyzer.cli.consoles import printed
from analyzer.cli.messages import Messages
from analyzer.writing.cells import clean
from analyzer.writing.words import shortened

_Way = Literal["up", "down"]
_STYLES: dict[Relation, str] = {
    "replaces": "red",
    "repeals": "red",
    "amends": "magenta",
    "implements": "green",
    "basis": "blue",
    "mentions": "dim",
}
_FILE_WIDTH = 120  # columns of a tree that goes to a file
_LONGEST_NAME = 90  # characters of a document without number, which is called by its title
_MOST_EFFECTS = 3  # of a document that are listed


def show(graph: Graph, say: Messages, file: BinaryIO | None = None) -> None:
    """Print the graph, to the terminal or into a file."""
    printed(lambda console: _Trees(graph, say, console).show(), file, _FILE_WIDTH)


class _Trees:
    def __init__(self, graph: Graph, say: Messages, console: Console) -> None:
        self._graph, self._say, self._console = graph, say, console
        self._left: dict[tuple[str, str], list[LeftOut]] = {}
        for left in graph.left_out:
            self._left.setdefault((left.node, left.direction), []).append(left)

    def show(self) -> None:
        """Print the document, the chain to the top, what it rests on, what rests on it."""
        graph, say, print_ = self._graph, self._say, self._console.print
        asked = graph.nodes[graph.asked]
        print_(Text(clean(asked.name), style="bold"))
        details = [f"{clean(short_issuer(asked.issuer))}" if asked.issuer else "", clean(asked.title or "")]
        for detail in filter(None, details):
            print_(Text(shortened(detail, 2 * self._console.width)))
        if not asked.held:
            print_(Text(say("graph_only_cited"), style="yellow"))
        for line in _effects(asked):
            print_(line)
        if len(graph.chain) > 1:
            print_(self._chain())
        shown = []
        if graph.direction != "down" and asked.held:
            shown.append(self._tree("up"))
        if graph.direction != "up":
            shown.append(self._tree("down"))
        for tree in shown:
            print_()
            print_(tree)
        print_()
        print_(Text(say("graph_marks"), style="dim"))

    def _chain(self) -> Tree:
        tree = Tree(Text(f"\n{self._say('graph_chain')}", style="bold"), guide_style="dim")
        branch = tree
        for at in self._graph.chain:
            node = self._graph.nodes[at]
            line = Text.assemble(f"{_mark(node)} ", (clean(node.name), "bold" if at == self._graph.asked else ""))
            line.append(
                f" · {clean(short_issuer(node.issuer)) if node.issuer else level_name(node.level)}", style="dim"
            )
            branch = branch.add(line)
        return tree

    def _tree(self, way: _Way) -> Tree:
        graph = self._graph
        depths = _depths(graph, way)
        tree = Tree(Text(self._say(f"graph_{way}"), style="bold"), guide_style="dim")
        left = {x.relation: x.count for x in self._left.get((graph.asked, way), ())}
        groups: dict[Relation, list[Edge]] = {}
        for edge in _edges(graph, graph.asked, way):
            groups.setdefault(edge.relation, []).append(edge)
        for relation in RELATIONS:
            edges = groups.get(relation, [])
            if not edges and relation not in left:
                continue
            name, count = relation_name(relation, way), len(edges) + left.get(relation, 0)
            branch = tree.add(Text(f"{name} ({count})", style=_STYLES[relation]))
            for edge in edges:
                self._add(branch, edge, way, depths, {graph.asked}, named=False)
            self._tell_left(branch, left.get(relation, 0))
        if not tree.children:
            tree.add(Text(self._say(f"graph_nothing_{way}"), style="dim"))
        return tree

    def _add(self, branch: Tree, edge: Edge, way: _Way, depths: dict[str, int], above: set[str], named: bool) -> None:
        at = edge.target if way == "up" else edge.source
        node, depth = self._graph.nodes[at], len(above)
        again = depths.get(at) != depth
        line = Text(overflow="fold")
        if named:
            line.append(f"{relation_name(edge.relation, way).lower()}: ", style=_STYLES[edge.relation])
        line.append(f"{_mark(node)} {shortened(clean(node.name), _LONGEST_NAME)}", style="dim" if again else "")
        if not edge.sure:
            line.append(" (?)", style="yellow")
        if node.issuer:
            line.append(f" · {clean(short_issuer(node.issuer))}", style="dim")
        if again:
            line.append(f" {self._say('graph_again')}", style="dim")
            branch.add(line)
            return
        room = max(30, self._console.width - 4 * depth - 6)
        if node.title and node.title not in node.name:
            line.append(f"\n  {shortened(clean(node.title), room)}", style="dim italic")
        for effect in _effects(node):
            line.append("\n  ").append(effect)
        if node.candidates:
            line.append(f"\n  {self._say('graph_ambiguous')}", style="yellow")
            for named_one in node.candidates:
                told = f"#{named_one.document} {named_one.name}"
                told += f" · {short_issuer(named_one.issuer)}" if named_one.issuer else ""
                line.append(f"\n    {clean(told)}", style="yellow")
        below = branch.add(line)
        depths[at] = -1  # shown in full once
        for next_ in _edges(self._graph, at, way):
            if next_.relation != "mentions" and (next_.target if way == "up" else next_.source) not in above:
                self._add(below, next_, way, depths, above | {at}, named=True)
        self._tell_left(below, sum(left.count for left in self._left.get((at, way), ())))

    def _tell_left(self, branch: Tree, count: int) -> None:
        if count:
            branch.add(Text(self._say("graph_more", count=count), style="dim"))


def _edges(graph: Graph, at: str, way: _Way) -> tuple[Edge, ...]:
    return graph.cited(at) if way == "up" else graph.citing(at)


def _depths(graph: Graph, way: _Way) -> dict[str, int]:
    """How many steps each document is from the one asked for: there it is shown in full."""
    depths = {graph.asked: 0}
    frontier = [graph.asked]
    while frontier:
        following = []
        for at in frontier:
            for edge in _edges(graph, at, way):
                to = edge.target if way == "up" else edge.source
                if to not in depths and (at == graph.asked or edge.relation != "mentions"):
                    depths[to] = depths[at] + 1
                    following.append(to)
        frontier = following
    return depths


def _mark(node: Node) -> str:
    return "?" if node.candidates else "●" if node.held else "○"


def _effects(node: Node) -> list[Text]:
    """What became of a document, a line each."""
    lines = []
    for effect in node.effects[:_MOST_EFFECTS]:
        style = "magenta" if effect.relation == "amends" else "red"
        lines.append(Text(f"⚠ {clean(effect_words(effect))}", style=style))
    if len(node.effects) > _MOST_EFFECTS:
        lines.append(Text(f"⚠ … +{len(node.effects) - _MOST_EFFECTS}", style="magenta"))
    return lines
