"""Ruled lines to the grids of tables: which places of a grid belong to one cell.

The lines may come from the paths of a PDF page or be seen in a picture of it. They are drawn in many ways: cell by
cell, doubled, as thin rectangles, with gaps, open at a page break. So nothing here asks for closed cells: the places
between all lines of a grid are taken, and two neighbours are one cell unless most of the side between them is ruled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from analyzer.reading.pdf.frame import Box

# In points. Lines closer than this are one line drawn double, ends closer than this touch.
_NEAR = 3.0
# No text fits in less than this: such a gap is a flaw of the line, and lines that stand out more are an open side.
_LEAST_SIDE = 8.0
# How high a row is at most that nothing but its upper and lower ruling shows, in a table open at its sides.
_MOST_HEIGHT = 60.0
# The part of a side that must be ruled to part two places, and of a cell's outline where the table has no border.
_RULED = 0.6
# How far the edges of columns may stand apart on two pages, in points and as a part of the table's width.
_APART, _APART_SHARE = 4.0, 0.02
_MAX_CROSSINGS = 250_000
OUTSIDE = -1


class TooManyRulings(ValueError):
    """A drawing or hatching, no table."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line in reading position: at ``at`` points from the left (upright) or the top, from start to end."""

    upright: bool
    at: float
    start: float
    end: float

    @classmethod
    def of_box(cls, box: Box) -> Ruling | None:
        """The line that a thin box is; None for boxes that are no straight line along or across the page.

        >>> Ruling.of_box((100, 50, 400, 51))
        Ruling(upright=False, at=50.5, start=100, end=400)
        """
        x0, y0, x1, y1 = box
        if min(x1 - x0, y1 - y0) > _NEAR or max(x1 - x0, y1 - y0) < _NEAR:
            return None
        if y1 - y0 > x1 - x0:
            return cls(True, (x0 + x1) / 2, y0, y1)
        return cls(False, (y0 + y1) / 2, x0, x1)

    def crosses(self, other: Ruling) -> bool:
        """Whether two lines of different direction meet."""
        return (
            self.start - _NEAR <= other.at <= self.end + _NEAR and other.start - _NEAR <= self.at <= other.end + _NEAR
        )


# The lines of one table, across and upright.
_Lines = tuple[list[Ruling], list[Ruling]]


@dataclass(slots=True)
class Grid:
    """The lines of one table and, row by row, the number of the cell at each place between them.

    ``xs`` and ``ys`` are where the lines stand, in order; ``places[j][i]`` lies right of ``xs[i]`` and below ``ys[j]``
    and is OUTSIDE where the table has no cell. ``open_top`` and ``open_bottom`` say that the table has no ruling there.
    """

    xs: list[float]
    ys: list[float]
    open_top: bool = False
    open_bottom: bool = False
    places: list[list[int]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def widths(self) -> dict[int, float]:
        """The width of each cell."""
        left: dict[int, float] = {}
        right: dict[int, float] = {}
        for places in self.places:
            for i, number in enumerate(places):
                left[number] = min(self.xs[i], left.get(number, self.xs[i]))
                right[number] = max(self.xs[i + 1], right.get(number, self.xs[i + 1]))
        return {number: right[number] - x for number, x in left.items() if number != OUTSIDE}

    def place(self, x: float, y: float) -> int:
        """The cell at a point; a point just outside counts to the cell at the edge, one further off is OUTSIDE."""
        x0, y0, x1, y1 = self.box
        if not (x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1):
            return OUTSIDE
        return self.places[_between(self.ys, y)][_between(self.xs, x)]


def _between(lines: list[float], value: float) -> int:
    return min(max(0, bisect_right(lines, value) - 1), len(lines) - 2)


def find_grids(rulings: Iterable[Ruling]) -> list[Grid]:
    """The grids that the lines make, from top to bottom, those around others before these.

    >>> across = [Ruling(False, y, 50, 350) for y in (100, 120, 140)]
    >>> down = [Ruling(True, x, 100, 140) for x in (50, 350)] + [Ruling(True, 200, 120, 140)]
    >>> find_grids(across + down)[0].places
    [[0, 0], [1, 2]]
    """
    across, down = _joined(r for r in rulings if not r.upright), _joined(r for r in rulings if r.upright)
    if len(across) * len(down) > _MAX_CROSSINGS:
        raise TooManyRulings
    grids = [grid for lines in _stacked(_connected(across, down)) if (grid := _grid(*lines)) is not None]
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0], -g.ys[-1]))


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Lines of one direction, those on one line put together: each position once, pieces that touch in one."""
    ordered = sorted(rulings, key=lambda r: r.at)
    found: list[Ruling] = []
    group: list[Ruling] = []
    for ruling in ordered:
        if group and ruling.at - group[0].at > _NEAR:
            found += _on_one_line(group)
            group = []
        group.append(ruling)
    return found + _on_one_line(group)


def _on_one_line(group: list[Ruling]) -> list[Ruling]:
    found: list[Ruling] = []
    at = sum(r.at for r in group) / max(1, len(group))
    for ruling in sorted(group, key=lambda r: r.start):
        if found and ruling.start <= found[-1].end + _LEAST_SIDE:
            found[-1] = Ruling(ruling.upright, at, found[-1].start, max(found[-1].end, ruling.end))
        else:
            found.append(Ruling(ruling.upright, at, ruling.start, ruling.end))
    return found


def _connected(across: list[Ruling], down: list[Ruling]) -> Iterator[_Lines]:
    """The lines in groups that hang together; upright lines between no others, of one height, are a group too."""
    meeting: dict[Ruling, list[Ruling]] = {r: [] for r in (*across, *down)}
    for upright in down:
        for level in across:
            if upright.crosses(level):
                meeting[upright].append(level)
                meeting[level].append(upright)
    seen: set[Ruling] = set()
    for first in across:
        if first in seen or not meeting[first]:
            continue
        seen.add(first)
        group = [first]
        for ruling in group:
            fresh = [r for r in meeting[ruling] if r not in seen]
            seen.update(fresh)
            group += fresh
        yield [r for r in group if not r.upright], [r for r in group if r.upright]
    alone = [r for r in down if r not in seen]
    while alone:
        # The middle of a row that is torn at two page breaks.
        group = [r for r in alone if abs(r.start - alone[0].start) <= _NEAR and abs(r.end - alone[0].end) <= _NEAR]
        yield [], group
        alone = [r for r in alone if r not in group]


def _stacked(groups: Iterable[_Lines]) -> list[_Lines]:
    """The groups, those of a table without sides put together that a row of one cell, from edge to edge, parts."""
    found: list[_Lines] = []
    for across, down in sorted(groups, key=_top):
        above = found[-1] if found else ([], [])
        edges, before = _open_sides(across, down), _open_sides(*above)
        if edges and before and abs(edges[0] - before[0]) <= _NEAR and abs(edges[1] - before[1]) <= _NEAR:
            height = min(r.at for r in across) - max(r.at for r in above[0])
            if height <= _MOST_HEIGHT:
                above[0].extend(across)
                above[1].extend(down)
                continue
        found.append((across, down))
    return found


def _top(lines: _Lines) -> float:
    across, down = lines
    return min(r.at for r in across) if across else down[0].start


def _open_sides(across: list[Ruling], down: list[Ruling]) -> tuple[float, float] | None:
    """Where lines across end at both sides, well beyond the upright ones; None where they do not."""
    if not across or not down:
        return None
    low, high = min(r.start for r in across), max(r.end for r in across)
    beyond = min(r.at for r in down) - low > _LEAST_SIDE and high - max(r.at for r in down) > _LEAST_SIDE
    return (low, high) if beyond else None


def _grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """The grid of lines that hang together, its open sides closed; None where they enclose nothing."""
    top, bottom = _open_ends(down, across)
    across += [r for r in (top, bottom) if r]
    down += [r for r in _open_ends(across, down) if r]
    xs, ys = sorted({r.at for r in down}), sorted({r.at for r in across})
    if len(xs) < 2 or len(ys) < 2:
        return None
    grid = Grid(xs, ys, top is not None, bottom is not None)
    _Places(grid, across, down).number()
    return grid


def _open_ends(lines: list[Ruling], crossing: list[Ruling]) -> tuple[Ruling | None, Ruling | None]:
    """Rulings to add where two lines or more end together, well before the first or behind the last across them."""
    if len(lines) < 2:
        return None, None
    low, high = min(r.start for r in lines), max(r.end for r in lines)
    first, last = [r for r in lines if r.start - low <= _NEAR], [r for r in lines if high - r.end <= _NEAR]
    at = [r.at for r in crossing]
    upright = not lines[0].upright
    before = len(first) > 1 and (not at or min(at) - low > _LEAST_SIDE)
    behind = len(last) > 1 and (not at or high - max(at) > _LEAST_SIDE)
    return (
        Ruling(upright, low, min(r.at for r in first), max(r.at for r in first)) if before else None,
        Ruling(upright, high, min(r.at for r in last), max(r.at for r in last)) if behind else None,
    )


def shared_edges(one: list[float], other: list[float]) -> list[float] | None:
    """The edges of the columns of both, from the left edge of the table; None where they do not fit together.

    One may lack edges of the other: a page may hold nothing but merged cells in some columns.

    >>> shared_edges([50, 90, 300, 400], [60, 310, 410])
    [0, 40, 250, 350]
    >>> shared_edges([50, 90, 300, 400], [50, 200, 400]) is None
    True
    """
    wide, narrow = sorted((one, other), key=len, reverse=True)
    first, second = [x - wide[0] for x in wide], [x - narrow[0] for x in narrow]
    apart = max(_APART, _APART_SHARE * first[-1])
    if abs(first[-1] - second[-1]) > apart:
        return None
    return first if all(min(abs(x - y) for y in first) <= apart for x in second) else None


class _Places:
    """Puts the places of a grid together to cells."""

    def __init__(self, grid: Grid, across: list[Ruling], down: list[Ruling]) -> None:
        self._grid = grid
        self._columns, self._rows = len(grid.xs) - 1, len(grid.ys) - 1
        self._across = self._walls(across, grid.ys, grid.xs)
        self._down = self._walls(down, grid.xs, grid.ys)

    def _walls(self, rulings: list[Ruling], at: list[float], marks: list[float]) -> list[list[bool]]:
        """For each line position whether it is ruled between one mark and the next."""
        places = {value: k for k, value in enumerate(at)}
        ruled = [[0.0] * (len(marks) - 1) for _ in at]
        for ruling in rulings:
            line = ruled[places[ruling.at]]
            for k in range(_between(marks, ruling.start), _between(marks, ruling.end) + 1):
                line[k] += max(0.0, min(ruling.end, marks[k + 1]) - max(ruling.start, marks[k]))
        return [
            [ruled[j][k] >= _RULED * (marks[k + 1] - marks[k]) for k in range(len(marks) - 1)] for j in range(len(at))
        ]

    def number(self) -> None:
        places = [[OUTSIDE] * self._columns for _ in range(self._rows)]
        count = 0
        self._grid.places = places
        taken = [[False] * self._columns for _ in range(self._rows)]
        for j in range(self._rows):
            for i in range(self._columns):
                if taken[j][i]:
                    continue
                cell, ruled = self._cell(i, j, taken)
                if ruled:
                    for column, row in cell:
                        places[row][column] = count
                    count += 1

    def _cell(self, i: int, j: int, taken: list[list[bool]]) -> tuple[list[tuple[int, int]], bool]:
        """The places that are one with a place, and whether enough of their outline is ruled."""
        taken[j][i] = True
        cell = [(i, j)]
        ruled = outline = 0.0
        for column, row in cell:
            width = self._grid.xs[column + 1] - self._grid.xs[column]
            height = self._grid.ys[row + 1] - self._grid.ys[row]
            for wall, side, x, y in (
                (self._down[column][row], height, column - 1, row),
                (self._down[column + 1][row], height, column + 1, row),
                (self._across[row][column], width, column, row - 1),
                (self._across[row + 1][column], width, column, row + 1),
            ):
                inside = 0 <= x < self._columns and 0 <= y < self._rows
                if wall or not inside:
                    outline += side
                    ruled += side if wall else 0.0
                elif not taken[y][x]:
                    taken[y][x] = True
                    cell.append((x, y))
        return cell, ruled >= _RULED * outline
