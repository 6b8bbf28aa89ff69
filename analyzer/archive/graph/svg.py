"""The graph as a picture (SVG): boxes in rows by level of issuer, arrows from what cites to what is cited.

The file stands alone: no fonts, styles or pictures from elsewhere, every text escaped, a title and descriptions for
screen readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from analyzer.archive.graph.boxes import COLOURS, INK, LEADING, PADDING, SOFT, TEXT, Line, box_height, box_lines
from analyzer.archive.graph.fitting import width, wrapped
from analyzer.archive.graph.layout import Layout, Place, Route, lay_out
from analyzer.archive.graph.model import RELATIONS, Edge, Graph, LeftOut, Node, Relation
from analyzer.archive.graph.thinning import drawn_edges
from analyzer.archive.graph.words import effect_words, level_name, picture_words, relation_name, short_issuer
from analyzer.writing.cells import clean

_FONTS: Final = "'Segoe UI','Noto Sans',Roboto,'Helvetica Neue',Arial,'Liberation Sans','DejaVu Sans',sans-serif"
_MARGIN: Final = 28.0
_LABELS: Final = 132.0  # the column that names the levels
_BAND: Final = 18.0  # around the lines of a level
_HEAD_SIZE: Final = 18.0
_LEGEND_STEP: Final = 22.0

_DASHES: Final[dict[Relation, str]] = {"repeals": "7 4", "mentions": "2 4"}
_LEVEL_FILLS: Final = ("#f7f9fb", "#eef2f6")


def svg_text(graph: Graph) -> str:
    """The picture as the text of an SVG file.

    >>> picture = svg_text(Graph.of("d1", [Node("d1", "Kế hoạch 5/KH-SYT", "5/KH-SYT", 1, level="department")], []))
    >>> picture.startswith("<svg "), "5/KH-SYT" in picture, picture.endswith("</svg>\\n")
    (True, True, True)
    """
    return "\n".join(_Picture(graph).parts()) + "\n"


class _Picture:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._left: dict[str, list[LeftOut]] = {}
        for left in graph.left_out:
            self._left.setdefault(left.node, []).append(left)
        self._texts = {node.id: list(box_lines(node, self._left.get(node.id, ()))) for node in graph.nodes.values()}
        edges = drawn_edges(graph)
        self._hidden = len(graph.edges) - len(edges)
        self._layout = lay_out(graph, {node: box_height(lines) for node, lines in self._texts.items()}, edges)
        self._head = list(self._header())
        self._legend = list(self._legend_items())
        wide = max(self._layout.width, 640.0)
        self._left_edge = _MARGIN + _LABELS
        self._shift = self._left_edge + (wide - self._layout.width) / 2
        self._width = self._left_edge + wide + _MARGIN + _BAND
        self._top = _MARGIN + sum(line.size * LEADING for line in self._head) + 26.0 + _BAND
        legend = self._legend_rows()
        self._legend_top = self._top + self._layout.height + _BAND + 34.0
        self._height = self._legend_top + _LEGEND_STEP * len(legend) + 6.0 + _MARGIN

    def parts(self) -> Iterator[str]:
        """The lines of the file."""
        graph, words = self._graph, picture_words()
        asked = graph.nodes[graph.asked]
        title = words["title"].format(name=asked.name)
        told = words["description"].format(count=len(graph.nodes), arrows=len(graph.edges))
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self._width:.0f}" height="{self._height:.0f}" '
            f'viewBox="0 0 {self._width:.0f} {self._height:.0f}" role="img" aria-labelledby="graph-title graph-told" '
            f'lang="vi" font-family="{_FONTS}">'
        )
        yield f'<title id="graph-title">{_text(title)}</title>'
        yield f'<desc id="graph-told">{_text(told)}</desc>'
        yield from self._markers()
        yield f'<rect width="{self._width:.0f}" height="{self._height:.0f}" fill="#ffffff"/>'
        yield from self._titles()
        yield from self._bands()
        chain = set(pairwise(reversed(graph.chain)))
        routes = sorted(self._layout.routes, key=lambda r: -RELATIONS.index(r.edge.relation))
        routes.sort(key=lambda r: (r.edge.source, r.edge.target) in chain)  # the chain is drawn on top
        yield "<g>"
        ports = _ports(self._layout)
        for route in routes:
            yield self._arrow(route, ports, (route.edge.source, route.edge.target) in chain)
        yield "</g>"
        yield "<g>"
        for node, left, top, right, bottom in self._layout.boxes():
            yield from self._box(graph.nodes[node], left, top, right, bottom)
        yield "</g>"
        yield from self._legend_parts()
        yield "</svg>"

    # ------------------------------------------------------------------------------------------------------- the head

    def _header(self) -> Iterator[Line]:
        asked, words = self._graph.nodes[self._graph.asked], picture_words()
        yield Line(words["title"].format(name=asked.name), _HEAD_SIZE, INK, bold=True)
        details = [short_issuer(asked.issuer) if asked.issuer else "", asked.title or ""]
        if any(details):
            yield Line(" – ".join(filter(None, details)), 12.5, SOFT)
        if self._graph.chain:
            names = " → ".join(self._graph.nodes[node].shown_as for node in self._graph.chain)
            yield Line(words["chain"].format(names=names), 12.5, SOFT)

    def _titles(self) -> Iterator[str]:
        y, room = _MARGIN, self._width - 2 * _MARGIN
        for line in self._head:
            y += line.size * LEADING
            shown = wrapped(clean(line.text), room, line.size, 1, line.bold)
            yield _label(_MARGIN, y - line.size * 0.3, shown[0] if shown else "", line)

    def _bands(self) -> Iterator[str]:
        layout = self._layout
        for at, band in enumerate(layout.bands):
            last = band.end - 1
            top = self._top + layout.tops[band.first] - _BAND
            bottom = self._top + layout.tops[last] + layout.heights[last] + _BAND
            wide = self._width - 2 * _MARGIN
            yield (
                f'<rect x="{_MARGIN:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{bottom - top:.1f}" rx="8" '
                f'fill="{_LEVEL_FILLS[at % 2]}"/>'
            )
            lines = wrapped(level_name(band.level), _LABELS - 24, TEXT, 4, bold=True)
            y = top + 22
            for text in lines:
                yield _label(_MARGIN + 12, y, text, Line(text, TEXT, SOFT, bold=True))
                y += TEXT * LEADING

    # ---------------------------------------------------------------------------------------------------------- boxes

    def _box(self, node: Node, left: float, top: float, right: float, bottom: float) -> Iterator[str]:
        x, y = left + self._shift, top + self._top
        asked = node.id == self._graph.asked
        on_chain = node.id in self._graph.chain
        fill = "#fff4cc" if asked else "#ffffff" if node.held else "#fbfcfd"
        stroke = "#b7791f" if asked else "#c05621" if node.candidates else INK if on_chain else "#9fb3c8"
        wide = 2.6 if asked else 1.6 if on_chain else 1.1
        dashed = "" if node.held else ' stroke-dasharray="5 3"'
        told = " – ".join(filter(None, (node.name, node.issuer, node.title, *map(effect_words, node.effects))))
        if node.candidates:
            told += ": " + "; ".join(named.name for named in node.candidates)
        yield f'<g role="group" aria-label={quoteattr(clean(told))}><title>{_text(told)}</title>'
        yield (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="6" '
            f'fill="{fill}" stroke="{stroke}" stroke-width="{wide}"{dashed}/>'
        )
        if node.party:
            yield f'<rect x="{x + 1:.1f}" y="{y + 7:.1f}" width="3.5" height="{bottom - top - 14:.1f}" fill="#d64545"/>'
        at = y + PADDING * 0.7
        for line in self._texts[node.id]:
            at += line.size * LEADING
            yield _label(x + PADDING, at - line.size * 0.22, line.text, line)
        yield "</g>"

    # --------------------------------------------------------------------------------------------------------- arrows

    def _markers(self) -> Iterator[str]:
        yield "<defs>"
        for relation in RELATIONS:
            yield (
                f'<marker id="graph-{relation}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
                f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1 10 5 0 9z" fill="{COLOURS[relation]}"/>'
                "</marker>"
            )
        yield "</defs>"

    def _arrow(self, route: Route, ports: dict[tuple[int, int], float], on_chain: bool) -> str:
        edge, layout = route.edge, self._layout
        points: list[str] = []
        for at, (one, next_) in enumerate(pairwise(route.places)):
            up = next_.line < one.line
            x0, x1 = ports[id(one), id(next_)], ports[id(next_), id(one)]
            y0 = layout.tops[one.line] + (0.0 if up else layout.heights[one.line])
            y1 = layout.tops[next_.line] + (layout.heights[next_.line] if up else 0.0)
            x0, x1, y0, y1 = x0 + self._shift, x1 + self._shift, y0 + self._top, y1 + self._top
            if at == 0:
                points.append(f"M{x0:.1f} {y0:.1f}")
            else:
                points.append(f"L{x0:.1f} {y0:.1f}")
            bend = (y1 - y0) * 0.5
            points.append(f"C{x0:.1f} {y0 + bend:.1f} {x1:.1f} {y1 - bend:.1f} {x1:.1f} {y1:.1f}")
        colour = COLOURS[edge.relation]
        dashes = _DASHES.get(edge.relation, "") or ("" if edge.sure else "4 3")
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        wide = 3.0 if on_chain else 1.0 if edge.relation == "mentions" else 1.4
        shine = "1" if on_chain or self._graph.asked in (edge.source, edge.target) else "0.6"
        return (
            f'<path d="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="{wide}" stroke-opacity="{shine}"'
            f'{dashed} marker-end="url(#graph-{edge.relation})"><title>{_text(self._told(edge))}</title></path>'
        )

    def _told(self, edge: Edge) -> str:
        names = self._graph.nodes[edge.source].name, self._graph.nodes[edge.target].name
        relations = ", ".join(map(relation_name, edge.relations)).lower()
        doubt = "" if edge.sure else f" ({picture_words()['doubtful']})"
        return f"{names[0]} → {relations}{doubt} → {names[1]}" + (f": “{edge.words}”" if edge.words else "")

    # --------------------------------------------------------------------------------------------------------- legend

    def _legend_items(self) -> Iterator[tuple[str, str]]:
        """What the legend explains: a drawing of 34 by 14 and the words."""
        graph, words = self._graph, picture_words()
        used = {edge.relation for edge in graph.edges}
        for relation in RELATIONS:
            if relation in used:
                dashes = f' stroke-dasharray="{_DASHES[relation]}"' if relation in _DASHES else ""
                yield (
                    f'<path d="M1 7H32" stroke="{COLOURS[relation]}" stroke-width="1.8" fill="none"{dashes} '
                    f'marker-end="url(#graph-{relation})"/>',
                    relation_name(relation),
                )
        if len(graph.chain) > 1:
            yield f'<path d="M1 7H32" stroke="{SOFT}" stroke-width="3.4" fill="none"/>', words["legend_chain"]
        if any(not edge.sure for edge in graph.edges):
            yield f'<path d="M1 7H32" stroke="{SOFT}" stroke-width="1.6" stroke-dasharray="4 3"/>', words["doubtful"]
        box = '<rect x="4" y="1" width="26" height="12" rx="3" {look}/>'
        yield box.format(look='fill="#fff4cc" stroke="#b7791f" stroke-width="2"'), words["legend_asked"]
        if any(node.held for node in graph.nodes.values() if node.id != graph.asked):
            yield box.format(look='fill="#ffffff" stroke="#9fb3c8" stroke-width="1.2"'), words["legend_held"]
        if any(node.candidates for node in graph.nodes.values()):
            look = 'fill="#fbfcfd" stroke="#c05621" stroke-width="1.2" stroke-dasharray="4 2"'
            yield box.format(look=look), words["legend_ambiguous"]
        if any(not node.held and not node.candidates for node in graph.nodes.values()):
            look = 'fill="#fbfcfd" stroke="#9fb3c8" stroke-width="1.2" stroke-dasharray="4 2"'
            yield box.format(look=look), words["legend_cited"]
        if any(node.party for node in graph.nodes.values()):
            look = 'fill="#ffffff" stroke="#9fb3c8" stroke-width="1.2"'
            yield (
                box.format(look=look) + '<rect x="5" y="3" width="3" height="8" fill="#d64545"/>',
                words["legend_party"],
            )

    def _legend_rows(self) -> list[list[tuple[float, str, str]]]:
        """The legend's items in rows that fit the width, each with its left edge."""
        rows: list[list[tuple[float, str, str]]] = [[]]
        x, room = 0.0, self._width - 2 * _MARGIN
        for drawing, words in self._legend:
            wide = 42.0 + width(words, TEXT) + 22.0
            if rows[-1] and x + wide > room:
                rows.append([])
                x = 0.0
            rows[-1].append((x, drawing, words))
            x += wide
        return rows

    def _legend_parts(self) -> Iterator[str]:
        y = self._legend_top
        words = picture_words()
        told = words["legend"] + (" " + words["hidden"].format(count=self._hidden) if self._hidden else "")
        yield _label(_MARGIN, y - 14, told, Line(told, TEXT, SOFT))
        for row in self._legend_rows():
            for x, drawing, text in row:
                yield f'<g transform="translate({_MARGIN + x:.1f} {y:.1f})">{drawing}</g>'
                yield _label(_MARGIN + x + 42, y + 11, text, Line(text, TEXT, INK))
            y += _LEGEND_STEP


def _ports(layout: Layout) -> dict[tuple[int, int], float]:
    """Where along a box's upper and lower edge each arrow touches it, by place and neighbour: side by side in the
    order of the neighbours, so that arrows of one box do not cross."""
    ports: dict[tuple[int, int], float] = {}
    for line in layout.lines:
        for place in line:
            for near in (place.above, place.below):
                _spread(place, near, ports)
    return ports


def _spread(place: Place, near: list[Place], ports: dict[tuple[int, int], float]) -> None:
    step = min(18.0, (place.width - 24.0) / max(1, len(near)))
    first = place.x - step * (len(near) - 1) / 2
    for at, neighbour in enumerate(sorted(near, key=lambda p: p.x)):
        ports[id(place), id(neighbour)] = place.x if place.node is None else first + step * at


def _text(text: str) -> str:
    return escape(clean(text))


def _label(x: float, y: float, text: str, line: Line) -> str:
    weight = ' font-weight="600"' if line.bold else ""
    style = ' font-style="italic"' if line.italic else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{line.size}" fill="{line.fill}"{weight}{style}>{_text(text)}</text>'
    )
