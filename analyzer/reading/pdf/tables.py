"""Ruled tables of a PDF page: pdfplumber finds the cells, pdfium's glyphs fill them."""

from __future__ import annotations

import io
import logging
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from analyzer.reading.letterhead import MOTTO, STATE_NAME, is_signature_cell
from analyzer.reading.pdf.lines import Line, build_lines
from analyzer.reading.pdf.page import Box, Glyph, Page

_SLACK = 1.0
_NEAR = 3.0
_MIN_SIDE = 8.0


# A cell is the list of its lines.
Row = list[list[Line]]


@dataclass(slots=True)
class Table:
    """A table on a page: its box in reading position, and rows of cells, a cell a list of lines."""

    page: int
    box: Box
    rows: list[Row]

    @property
    def columns(self) -> int:
        return max(map(len, self.rows))

    def row_text(self, index: int) -> list[str]:
        return [" ".join(line.text for line in cell) for cell in self.rows[index]]


class TableFinder:
    """Finds tables; opens the file with pdfplumber when the first page with rulings asks for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def find(self, page: Page) -> list[Table]:
        """The tables of a page, whose glyphs are taken off it. Raises what pdfplumber raises on broken pages."""
        if not page.glyphs:
            return []
        if self._pdf is None:
            import pdfplumber

            # pdfminer warns of every oddity of a font; what matters here ends in an exception.
            logging.getLogger("pdfminer").addHandler(logging.NullHandler())
            self._pdf = pdfplumber.open(io.BytesIO(self._data))
        plumber = self._pdf.pages[page.number - 1]
        try:
            left, top = plumber.bbox[0], plumber.bbox[1]
            tables = []
            for found in plumber.find_tables(_settings(plumber.edges, sideways=page.frame.turn % 2 == 1)):
                boxes = [page.frame.box_in_reading(_moved(cell, left, top)) for cell in found.cells]
                if (table := _fill(_grid(boxes), page)) is not None:
                    tables.append(table)
        finally:
            plumber.close()
        return tables


def _settings(edges: list[dict[str, Any]], *, sideways: bool) -> dict[str, list[float]]:
    """Rulings to add where a table is open: a row that is torn at a page break may have none at its edge."""
    along, across = ("h", "v") if sideways else ("v", "h")
    low, high = ("x0", "x1") if sideways else ("top", "bottom")
    sides = [e for e in edges if e["orientation"] == along and e[high] - e[low] > _MIN_SIDE]
    rules = [e[low] for e in edges if e["orientation"] == across]
    if not sides:
        return {}
    added = []
    for key, end in ((low, min(e[low] for e in sides)), (high, max(e[high] for e in sides))):
        reaching = {round(e["top" if sideways else "x0"]) for e in sides if abs(e[key] - end) < _SLACK}
        if len(reaching) > 1 and all(abs(rule - end) > _NEAR for rule in rules):
            added.append(float(end))
    return {f"explicit_{'vertical' if sideways else 'horizontal'}_lines": added} if added else {}


def _moved(box: Any, left: float, top: float) -> Box:
    return float(box[0] - left), float(box[1] - top), float(box[2] - left), float(box[3] - top)


def _grid(boxes: list[Box]) -> list[list[Box | None]]:
    """Cells in rows and columns by their upper left corners; None where a cell reaches in from the left or above."""
    lefts = _distinct([b[0] for b in boxes])
    rows: dict[int, list[Box | None]] = {}
    tops = _distinct([b[1] for b in boxes])
    for box in boxes:
        row = rows.setdefault(_nearest(tops, box[1]), [None] * len(lefts))
        row[_nearest(lefts, box[0])] = box
    return [rows[i] for i in sorted(rows)]


def _distinct(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SLACK:
            found.append(value)
    return found


def _nearest(places: list[float], value: float) -> int:
    return max(0, bisect_right(places, value + _SLACK / 10) - 1)


def _fill(grid: list[list[Box | None]], page: Page) -> Table | None:
    """A table with the glyphs of its cells, or None for a frame that is no table of data."""
    if len(grid[0]) < 2:
        return None
    cells_of = [cell for row in grid for cell in row if cell]
    left, top, right, bottom = zip(*cells_of, strict=True)
    box = min(left), min(top), max(right), max(bottom)
    inside = [g for g in page.glyphs if _holds(box, g)]
    taken: set[int] = set()
    rows: list[Row] = []
    for cells in grid:
        row: Row = []
        for cell in cells:
            held = [g for g in inside if cell is not None and g.index not in taken and _holds(cell, g)]
            taken.update(g.index for g in held)
            row.append(build_lines(held, page, split=False) if held else [])
        rows.append(row)
    filled = [[" ".join(s.text for s in cell) for cell in row if cell] for row in rows]
    if max(map(len, filled)) < 2:
        return None
    if any(STATE_NAME.search(t) or MOTTO.search(t) or is_signature_cell(t) for row in filled for t in row):
        return None
    page.glyphs = [g for g in page.glyphs if g.index not in taken]
    return Table(page.number, box, [row for row in rows if any(row)])


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] - _SLACK <= x <= box[2] + _SLACK and box[1] - _SLACK <= y <= box[3] + _SLACK
