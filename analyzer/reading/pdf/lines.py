"""Glyphs to printed lines: characters on one baseline, in reading order, with the spaces that the gaps stand for."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from analyzer.reading.characters import clean
from analyzer.reading.edges import align
from analyzer.reading.pdf.frame import Box
from analyzer.reading.pdf.page import Glyph, Page, superscript

_WORD_GAP = 0.28
_COLUMN_GAP = 2.0
_RAISED = 0.18
_x0, _x1, _top, _bottom = map(attrgetter, ("x0", "x1", "top", "bottom"))
_base, _size = map(attrgetter, ("base", "size"))


@dataclass(slots=True)
class Line:
    """A printed line or the part of one that stands apart: its glyphs in order and what layout asks of them."""

    text: str
    glyphs: list[Glyph]
    page: int
    size: float
    bold: bool
    gaps: list[int]  # before which glyphs a space stands

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(self.glyphs[-1].x1, self.glyphs[0].x1)

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def box(self) -> Box:
        """The box in reading position."""
        return self.x0, min(map(_top, self.glyphs)), self.x1, max(map(_bottom, self.glyphs))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def edges(self) -> array[float]:
        """Where in reading position each character of the text begins along the line, and where the line ends."""
        glyphs = self.glyphs
        edges = [g.x0 for g in glyphs]
        for gap in reversed(self.gaps):
            edges.insert(gap, glyphs[gap - 1].x1)
        edges.append(self.x1)
        raw = _joined([g.text for g in glyphs], self.gaps)
        if len(raw) != len(edges) - 1:
            edges = self._edges_of_ligatures()
        return align(raw, array("f", edges), self.text)

    def _edges_of_ligatures(self) -> list[float]:
        """The edges where a glyph may be more than one character."""
        edges: list[float] = []
        gaps = set(self.gaps)
        for i, glyph in enumerate(self.glyphs):
            if i in gaps:
                edges.append(self.glyphs[i - 1].x1)
            count = len(glyph.text)
            edges += [glyph.x0 + (glyph.x1 - glyph.x0) * k / count for k in range(count)]
        return [*edges, self.x1]

    def confidences(self, known: dict[int, float]) -> array[float]:
        """For each character of the text the confidence of its glyph, and once more that of the last."""
        raw: list[str] = []
        found = array("f")
        for i, glyph in enumerate(self.glyphs):
            sure = known.get(glyph.index, 1.0)
            if i and is_parted(self.glyphs[i - 1], glyph):
                raw.append(" ")
                found.append(sure)
            raw.append(glyph.text)
            found.extend([sure] * len(glyph.text))
        found.append(found[-1])
        return align("".join(raw), found, self.text)

    def first_word_width(self) -> float:
        return self.glyphs[(self.gaps[0] if self.gaps else 0) - 1].x1 - self.x0


def make_line(glyphs: list[Glyph], page: Page, gaps: list[int] | None = None) -> Line:
    """A line from glyphs in order; ``gaps`` as ``spaces`` gives them."""
    if gaps is None:
        gaps = spaces(glyphs)
    sizes = list(map(_size, glyphs))
    size = median(sizes)
    texts = [g.text for g in glyphs]
    if min(sizes) < size * 0.8:
        base = median(map(_base, glyphs))
        for i, glyph in enumerate(glyphs):
            raised = glyph.size < size * 0.8 and base - glyph.base > size * _RAISED and glyph.text.isdigit()
            # "m2" keeps its digit: it is a unit, not the mark of a footnote.
            if raised and not (i and glyphs[i - 1].text == "m"):
                texts[i] = superscript(glyph.text)
    text = clean(_joined(texts, gaps))
    return Line(text, glyphs, page.number, size, page.is_bold(glyphs), gaps)


def _joined(texts: list[str], gaps: list[int]) -> str:
    for gap in reversed(gaps):
        texts.insert(gap, " ")
    return "".join(texts)


def spaces(glyphs: list[Glyph]) -> list[int]:
    """The places in a line of glyphs before which a space stands, see ``is_parted``."""
    return [
        i
        for i, (before, glyph) in enumerate(pairwise(glyphs), 1)
        if glyph.space or glyph.x0 - before.x1 > _WORD_GAP * (before.size if before.size > glyph.size else glyph.size)
    ]


def is_parted(before: Glyph, glyph: Glyph) -> bool:
    """Whether a space stands between two glyphs of a line: one of the file, or a gap as wide as one."""
    return glyph.space or glyph.x0 - before.x1 > _WORD_GAP * max(before.size, glyph.size)


def build_lines(glyphs: list[Glyph], page: Page, *, split: bool = True) -> list[Line]:
    """The printed lines from top to bottom; with ``split`` a line is cut at gaps as wide as between columns."""
    lines: list[Line] = []
    for row in _rows(glyphs):
        row.sort(key=_x0)
        gaps = spaces(row)
        cuts = [0, len(row)]
        if split:
            cuts[1:1] = [i for i in gaps if row[i].x0 - row[i - 1].x1 > _COLUMN_GAP * max(row[i].size, row[i - 1].size)]
        for start, end in pairwise(cuts):
            line = make_line(row[start:end], page, [i - start for i in gaps if start < i < end])
            if line.text:
                lines.append(line)
    return lines


def whole_rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each printed row of the page, over all its columns, from left to right."""
    rows = _rows(glyphs)
    for row in rows:
        row.sort(key=_x0)
    return rows


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped by line: runs of the content stream on one baseline, put together where they overlap."""
    cuts = [
        i
        for i, (last, glyph) in enumerate(pairwise(glyphs), 1)
        if not (last.base is glyph.base or abs(last.base - glyph.base) < 0.1 * glyph.size)
        or not -0.5 < (glyph.x0 - last.x0) / glyph.size < 3
    ]
    runs = [glyphs[start:end] for start, end in pairwise([0, *cuts, len(glyphs)])] if glyphs else []
    runs.sort(key=lambda r: r[0].base)
    rows: list[list[Glyph]] = []
    bases: list[float] = []
    sizes: list[float] = []
    for run in runs:
        base, size = run[0].base, max(map(_size, run))
        # Only the last few rows can be near enough: runs come from top to bottom.
        for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            distance = base - bases[i]
            same = distance < 0.3 * min(size, sizes[i]) or (
                distance < 0.45 * max(size, sizes[i]) and _raised(run, rows[i])
            )
            if same:
                rows[i] += run
                if size > sizes[i]:
                    bases[i], sizes[i] = base, size
                break
        else:
            rows.append(run)
            bases.append(base)
            sizes.append(size)
    return rows


def _raised(run: list[Glyph], row: list[Glyph]) -> bool:
    """Whether one of two runs is a raised sign beside the other: small, short, at its edge."""
    small, large = (run, row) if run[0].size < row[0].size else (row, run)
    if len(small) > 4 or small[0].size > 0.8 * large[0].size:
        return False
    edges = sorted(map(_x1, large))
    i = bisect_left(edges, small[0].x0 + 0.3)
    return i > 0 and small[0].x0 - edges[i - 1] < 1.5


def split_at(line: Line, gutter: float, page: Page) -> tuple[Line | None, Line | None]:
    """The parts of a line left and right of a vertical gutter."""
    left = [g for g in line.glyphs if (g.x0 + g.x1) / 2 < gutter]
    right = [g for g in line.glyphs if (g.x0 + g.x1) / 2 >= gutter]
    return make_line(left, page) if left else None, make_line(right, page) if right else None


def gutters(lines: list[Line], low: float, high: float, least: float) -> list[tuple[float, float]]:
    """The vertical strips between ``low`` and ``high``, at least ``least`` wide, that no word of the lines crosses."""
    spans = sorted((w0, w1) for line in lines for w0, w1 in _words(line))
    strips: list[tuple[float, float]] = []
    edge = low
    for x0, x1 in spans:
        if x0 - edge >= least and edge > low and x0 <= high:
            strips.append((edge, x0))
        edge = max(edge, x1)
    return strips


def _words(line: Line) -> list[tuple[float, float]]:
    """The x ranges of a line's parts between gaps; ordinary spaces do not part."""
    found: list[tuple[float, float]] = []
    for glyph in line.glyphs:
        if found and glyph.x0 - found[-1][1] < 0.7 * glyph.size:
            found[-1] = (found[-1][0], max(found[-1][1], glyph.x1))
        else:
            found.append((glyph.x0, glyph.x1))
    return found


def select(lines: list[Line], wanted: Callable[[Line], bool]) -> tuple[list[Line], list[Line]]:
    """The lines that are wanted and the others, each in order."""
    chosen: list[Line] = []
    others: list[Line] = []
    for line in lines:
        (chosen if wanted(line) else others).append(line)
    return chosen, others
