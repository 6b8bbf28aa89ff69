"""Ruled tables of a PDF page: pdfplumber gives the drawn lines, pdfium's glyphs fill the cells between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.reading.letterhead import MOTTO, STATE_NAME, is_addressees_cell, is_signature_cell
from analyzer.reading.pdf.frame import Box
from analyzer.reading.pdf.lines import Line, build_lines
from analyzer.reading.pdf.page import Glyph, Page
from analyzer.reading.pdf.rulings import OUTSIDE, Grid, Ruling, find_grids, shared_edges

if TYPE_CHECKING:
    from analyzer.reading.pdf.drawing import Drawings

_LAYOUT_ROWS = 8
_WORD_GAP = 0.2


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its width and its printed lines. It stands at every place of the table that it covers."""

    width: float
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


Row = list[Cell]


@dataclass(slots=True)
class Table:
    """A table on a page: its box and the edges of its columns in reading position, and its rows.

    ``open_top`` and ``open_bottom`` say that no ruling closes the table there: the page ends in the middle of a row.
    """

    page: int
    box: Box
    edges: list[float]
    rows: list[Row]
    open_top: bool = False
    open_bottom: bool = False


class TableFinder:
    """Finds tables; opens the file with pdfplumber when the first page with rulings asks for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._drawings: Drawings | None = None

    def find(self, page: Page, before: Table | None = None) -> list[Table]:
        """The tables of a page, whose glyphs are taken off it. Raises what pdfplumber raises on broken pages.

        ``before`` is the last table on the page before.
        """
        if not page.glyphs:
            return []
        if self._drawings is None:
            # Most documents have no table: they do without pdfplumber.
            from analyzer.reading.pdf.drawing import Drawings

            self._drawings = Drawings(self._data)
        return ruled_tables(self._drawings.rulings(page), page, before)


def ruled_tables(rulings: Iterable[Ruling], page: Page, before: Table | None = None) -> list[Table]:
    """The tables that ruled lines make on a page, from top to bottom; their glyphs are taken off the page.

    The lines are those of a PDF or those seen in a picture of the page. A table within a cell of another is the text of
    that cell. ``before`` is the last table on the page before: its rest may be a single cell. Raises TooManyRulings for
    drawings.
    """
    tables: list[Table] = []
    for grid in find_grids(rulings):
        if (table := _fill(grid, page, None if tables else before)) is not None:
            tables.append(table)
    return tables


def _fill(grid: Grid, page: Page, before: Table | None) -> Table | None:
    """A table with the glyphs of its cells, or None for a frame that is no table of data."""
    held: dict[int, list[Glyph]] = {}
    rest: list[Glyph] = []
    for word in _words(page.glyphs):
        place = _place(word[0], grid)
        if place != _place(word[-1], grid):
            place = Counter(_place(g, grid) for g in word).most_common(1)[0][0]
        (rest if place == OUTSIDE else held.setdefault(place, [])).extend(word)
    if not held:
        return None
    rows, columns = _used(grid)
    if len(columns) < 2:
        return None
    widths = grid.widths()
    cells = {
        number: Cell(width, build_lines(held.get(number, []), page, split=False)) for number, width in widths.items()
    }
    table = Table(
        page.number,
        grid.box,
        [*(grid.xs[i] for i in columns), grid.xs[-1]],
        [[cells.get(grid.places[j][i]) or Cell(0.0) for i in columns] for j in rows],
        grid.open_top,
        grid.open_bottom,
    )
    goes_on = before is not None and shared_edges(before.edges, table.edges) is not None
    if not goes_on and _is_layout(table):
        return None
    page.glyphs = rest
    return table


def _place(glyph: Glyph, grid: Grid) -> int:
    return grid.place((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)


def _words(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that touch on one baseline: a number that runs over the edge of its cell is kept together."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word:
            before = word[-1]
            gap = (glyph.x0 - before.x1) / glyph.size
            if glyph.space or not -_WORD_GAP < gap < _WORD_GAP or abs(glyph.base - before.base) > 0.1 * glyph.size:
                yield word
                word = []
        word.append(glyph)
    if word:
        yield word


def _used(grid: Grid) -> tuple[list[int], list[int]]:
    """The rows and columns of a grid in which a cell begins; lines that part nothing leave others."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    for j, places in enumerate(grid.places):
        for i, number in enumerate(places):
            if number != OUTSIDE:
                rows.setdefault(number, j)
                columns[number] = min(i, columns.get(number, i))
    return sorted(set(rows.values())), sorted(set(columns.values()))


def _is_layout(table: Table) -> bool:
    """Whether a grid is no table of data: never two texts side by side, or a letterhead or signature block."""
    rows = [[cell.text for cell in dict.fromkeys(row) if cell.lines] for row in table.rows]
    if max(map(len, rows)) < 2:
        return True
    return len(rows) <= _LAYOUT_ROWS and any(
        STATE_NAME.search(t) or MOTTO.search(t) or is_signature_cell(t) or is_addressees_cell(t)
        for row in rows
        for t in row
    )
