"""Where the documents of a graph stand in the picture: rows by level of issuer, arrows between the boxes.

A layered drawing after Sugiyama: the issuers' levels are bands from top to bottom; within a band what is cited stands
above what cites it. Rows that are too wide are broken into lines. An arrow that passes a line has a place of its own
among its boxes. Orders are improved by the places of neighbours, then each line is set as near to its neighbours as
the widths allow. Everything is deterministic.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, sqrt
from typing import Final

from analyzer.archive.graph.model import LEVELS, Edge, Graph, Level

BOX_WIDTH: Final = 212.0
BETWEEN: Final = 26.0  # boxes of a line
PASSING: Final = 16.0  # the room of an arrow that passes a line
LINES_APART: Final = 58.0
BANDS_APART: Final = 20.0  # more, from one level to the next
_SWEEPS: Final = 10
_FEWEST_COLUMNS, _MOST_COLUMNS = 4, 7


@dataclass(slots=True)
class Place:
    """A box of the picture, or the place where an arrow passes a line (``node`` is None)."""

    node: str | None
    line: int
    width: float
    x: float = 0.0  # of its middle
    party: bool = False
    above: list[Place] = field(default_factory=list)
    below: list[Place] = field(default_factory=list)
    order: int = 0
    seat: float = 0.5  # where in its row, before orders are improved
    among: int = 1


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an arrow: the places it runs over from the citing document to the one cited."""

    edge: Edge
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The lines of a level, from ``first`` to before ``end``."""

    level: Level
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines from the top, each with its places from the left; the arrows; the bands; the y of each line's top."""

    lines: tuple[tuple[Place, ...], ...]
    routes: tuple[Route, ...]
    bands: tuple[Band, ...]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    width: float
    height: float

    def boxes(self) -> list[tuple[str, float, float, float, float]]:
        """Each document with left, top, right and bottom of its box; a box is as high as its line."""
        return [
            (p.node, p.x - p.width / 2, self.tops[p.line], p.x + p.width / 2, self.tops[p.line] + self.heights[p.line])
            for line in self.lines
            for p in line
            if p.node is not None
        ]


def lay_out(graph: Graph, heights: Mapping[str, float], edges: Sequence[Edge] | None = None) -> Layout:
    """The layout of a graph whose boxes have these heights, with arrows for ``edges``, for all where None."""
    edges = graph.edges if edges is None else edges
    columns = min(_MOST_COLUMNS, max(_FEWEST_COLUMNS, ceil(sqrt(1.6 * len(graph.nodes)))))
    rows, bands = _rows(graph, columns, edges)
    places = {
        seat.node: Place(seat.node, line, BOX_WIDTH, party=graph.nodes[seat.node].party, seat=seat.at, among=seat.among)
        for line, row in enumerate(rows)
        for seat in row
    }
    lines: list[list[Place]] = [[places[seat.node] for seat in row] for row in rows]
    routes = tuple(_route(edge, places, lines) for edge in edges)
    for line in lines:
        line.sort(key=lambda place: (place.party, place.seat))
        _number(line)
    best = _ordered(lines)
    _set(best)
    left = min((p.x - p.width / 2 for line in best for p in line), default=0.0)
    for line in best:
        for place in line:
            place.x -= left
    right = max((p.x + p.width / 2 for line in best for p in line), default=0.0)
    high = [max((heights[p.node] for p in line if p.node is not None), default=0.0) for line in best]
    tops, y = [], 0.0
    starts = {band.first for band in bands}
    for at, height in enumerate(high):
        if at:
            crowd = max(sum(len(p.above) for p in best[at]) - 8, 0)
            y += LINES_APART + (BANDS_APART if at in starts else 0.0) + min(40.0, 2.0 * crowd)
        tops.append(y)
        y += height
    return Layout(tuple(map(tuple, best)), routes, tuple(bands), tuple(tops), tuple(high), right, y)


# --------------------------------------------------------------------------------------------------------------- lines


def _rows(graph: Graph, columns: int, edges: Sequence[Edge]) -> tuple[list[list[_Seat]], list[Band]]:
    """The documents line by line, and which lines each level has.

    A row follows the order of what its documents cite in the rows above. Where it is too wide it is filled column by
    column, so that documents that cite the same stand below one another, their arrows in the gap beside them.
    """
    rows: list[list[_Seat]] = []
    bands: list[Band] = []
    cited: dict[str, list[str]] = {}
    for edge in edges:
        cited.setdefault(edge.source, []).append(edge.target)
    seats: dict[str, _Seat] = {}
    for level in LEVELS:
        nodes = [node.id for node in graph.nodes.values() if node.level == level]
        if not nodes:
            continue
        first = len(rows)
        depths = _depths(nodes, edges)
        for depth in sorted(set(depths.values())):
            row = [node for node in nodes if depths[node] == depth]
            wanted = {node: _mean([seats[to].at for to in cited.get(node, ()) if to in seats]) for node in row}
            row.sort(key=lambda node: (graph.nodes[node].party, wanted[node]))  # the Party's line beside the State's
            for at, node in enumerate(row):
                seats[node] = _Seat(node, (at + 0.5) / len(row), len(row))
            count = ceil(len(row) / columns)
            rows += [[seats[node] for node in row[line::count]] for line in range(count)]
        bands.append(Band(level, first, len(rows)))
    return rows, bands


@dataclass(frozen=True, slots=True)
class _Seat:
    """A document's place in a row of ``among``, from 0 at the left to 1 at the right."""

    node: str
    at: float
    among: int


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.5


def _depths(nodes: Sequence[str], edges: Iterable[Edge]) -> dict[str, int]:
    """How far below the top of its band each document stands: below all that it cites in the band, cycles cut."""
    inside = set(nodes)
    cited: dict[str, list[str]] = {node: [] for node in nodes}
    for edge in edges:
        if edge.source in inside and edge.target in inside and edge.source != edge.target:
            cited[edge.source].append(edge.target)
    depths: dict[str, int] = {}
    open_: set[str] = set()
    for start in nodes:
        stack = [(start, iter(cited[start]))]
        if start in depths:
            continue
        open_.add(start)
        depth = {start: 0}
        while stack:
            node, targets = stack[-1]
            for target in targets:
                if target in open_:
                    continue  # a cycle: the edge that closes it counts for nothing
                if target not in depths:
                    open_.add(target)
                    depth[target] = 0
                    stack.append((target, iter(cited[target])))
                    break
                depth[node] = max(depth[node], depths[target] + 1)
            else:
                stack.pop()
                open_.discard(node)
                depths[node] = depth[node]
                if stack:
                    above = stack[-1][0]
                    depth[above] = max(depth[above], depth[node] + 1)
    return depths


def _route(edge: Edge, places: Mapping[str, Place], lines: list[list[Place]]) -> Route:
    """The arrow's way, with a place in each line that it passes."""
    source, target = places[edge.source], places[edge.target]
    step = 1 if target.line > source.line else -1
    way = [source]
    end = source if source.among >= target.among else target  # the gap is beside the one that has more beside it
    for line in range(source.line + step, target.line, step):
        passing = Place(None, line, PASSING, party=source.party and target.party, seat=end.seat)
        lines[line].append(passing)
        way.append(passing)
    way.append(target)
    for one, next_ in pairwise(way):
        high, low = (one, next_) if one.line < next_.line else (next_, one)
        high.below.append(low)
        low.above.append(high)
    return Route(edge, tuple(way))


# -------------------------------------------------------------------------------------------------------------- orders


def _ordered(lines: list[list[Place]]) -> list[list[Place]]:
    """The lines in the order with the fewest crossings that the sweeps find."""
    best, fewest = [list(line) for line in lines], _crossings(lines)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for line in lines[1:] if down else reversed(lines[:-1]):
            keys = {}
            for place in line:
                near = place.above if down else place.below
                keys[id(place)] = sum(p.order for p in near) / len(near) if near else float(place.order)
            line.sort(key=lambda place: (place.party, keys[id(place)], place.order))
            _number(line)
        found = _crossings(lines)
        if found < fewest:
            best, fewest = [list(line) for line in lines], found
    for line in best:
        _number(line)
    return best


def _number(line: Iterable[Place]) -> None:
    for at, place in enumerate(line):
        place.order = at


def _crossings(lines: Sequence[Sequence[Place]]) -> int:
    """How many arrows cross between neighbouring lines, counted by inversions."""
    count = 0
    for line in lines[1:]:
        ends = [p.order for place in line for p in sorted(place.above, key=lambda p: p.order)]
        seen: list[int] = []
        for end in ends:
            at = bisect_right(seen, end)
            count += len(seen) - at
            seen.insert(at, end)
    return count


# --------------------------------------------------------------------------------------------------------------- places


def _set(lines: Sequence[Sequence[Place]]) -> None:
    """The middles: first side by side, then as near to their neighbours as the order and the widest line allow."""
    widest = max((_offsets(line)[-1] + (line[0].width + line[-1].width) / 2 for line in lines), default=0.0)
    for line in lines:
        offsets = _offsets(line)
        for place, offset in zip(line, offsets, strict=True):
            place.x = offset - offsets[-1] / 2
    for sweep in range(2 * _SWEEPS):
        down = sweep % 2 == 0
        for line in lines if down else reversed(lines):
            wanted, weights = [], []
            for place in line:
                near = (place.above if down else place.below) or place.above or place.below
                wanted.append(sum(p.x for p in near) / len(near) if near else place.x)
                weights.append(6.0 if place.node is None else 1.0 + 0.2 * len(near))
            for place, x in zip(line, _spread(line, wanted, weights, widest), strict=True):
                place.x = x


def _gap(place: Place) -> float:
    return BETWEEN if place.node is not None else PASSING / 2


def _offsets(line: Sequence[Place]) -> list[float]:
    """How far each place's middle is from the first one's, side by side."""
    offsets = [0.0]
    for one, next_ in pairwise(line):
        offsets.append(offsets[-1] + (one.width + next_.width) / 2 + max(_gap(one), _gap(next_)))
    return offsets


def _spread(line: Sequence[Place], wanted: Sequence[float], weights: Sequence[float], widest: float) -> list[float]:
    """The middles nearest to those wanted, in order, without overlap, within the widest line: isotonic regression of
    what is left when the widths are taken off, cut at both ends."""
    offsets = _offsets(line)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, how many
    for want, offset, weight in zip(wanted, offsets, weights, strict=True):
        blocks.append((want - offset, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (m, w, n), (m2, w2, n2) = blocks[-2], blocks[-1]
            blocks[-2:] = [((m * w + m2 * w2) / (w + w2), w + w2, n + n2)]
    means = [mean for mean, _, count in blocks for _ in range(count)]
    low = (line[0].width - widest) / 2
    high = (widest - line[-1].width) / 2 - offsets[-1]
    return [min(max(mean, low), high) + offset for mean, offset in zip(means, offsets, strict=True)]
