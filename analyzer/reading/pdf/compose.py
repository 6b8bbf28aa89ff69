"""Pages that have been taken apart to the blocks of the manuscript."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analyzer.reading.composer import Composer, Piece
from analyzer.reading.grid import Reach
from analyzer.reading.pdf.columns import Columns
from analyzer.reading.pdf.lines import Line
from analyzer.reading.pdf.page import Page
from analyzer.reading.pdf.paragraphs import (
    Measures,
    first_lines_are_indented,
    goes_on,
    is_centred,
    measure_page,
    pieces,
    usual_indent,
)
from analyzer.reading.pdf.table_joining import goes_on as table_goes_on
from analyzer.reading.pdf.table_joining import join
from analyzer.reading.pdf.tables import Cell, Row, Table

# The width of a letter as a part of the font size, and what table cells keep clear on both sides together, in points.
_LETTER_WIDTH = 0.5
_PADDING = 12.0
# What no line begins with but one that has been broken within a word.
_PUNCTUATION = re.compile(r"[,;:)](?!\))")
_NUMBER_END = re.compile(r"[.,]?\d")
_SYLLABLE_END = re.compile(r"(?:n|g|h|ng|nh|c|ch|t|m|p)(?![^\W_])(?![).])", re.IGNORECASE)


@dataclass(slots=True)
class Leaf:
    """A page taken apart: columns and tables with their place, and the rows of running text between them."""

    page: Page
    parts: list[tuple[float, Columns | Table | Line]] = field(default_factory=list)

    @property
    def rows(self) -> list[Line]:
        return [p for _, p in self.parts if isinstance(p, Line)]


def compose(leaves: list[Leaf], composer: Composer) -> None:
    """Put the parts of all pages into the composer; paragraphs, tables and table rows run on over pages."""
    _Compositor(leaves, composer).run(leaves)


class _Compositor:
    def __init__(self, leaves: list[Leaf], composer: Composer) -> None:
        self._composer = composer
        self._pages = {leaf.page.number: leaf.page for leaf in leaves}
        self._measures = _measures(leaves)
        self._indented = first_lines_are_indented(
            [(line, self._measures[leaf.page.number]) for leaf in leaves for line in leaf.rows]
        )
        self._paragraph: list[Line] = []
        self._table: list[Table] = []
        self._tables = 0

    def run(self, leaves: list[Leaf]) -> None:
        for leaf in leaves:
            for _, part in leaf.parts:
                if isinstance(part, Line):
                    self._add_line(part)
                elif isinstance(part, Table):
                    self._add_table(part)
                else:
                    self._close()
                    for lines in (*part.left, *part.right):
                        self._write_paragraph(lines)
        self._close()

    def _close(self) -> None:
        """Write what is held back because the next part may continue it."""
        self._write_paragraph(self._paragraph)
        if self._table:
            self._write_table(self._table)
        self._paragraph, self._table = [], []

    def _add_line(self, line: Line) -> None:
        measures = self._measures[line.page]
        if self._paragraph and goes_on(self._paragraph, line, measures, indented=self._indented):
            self._paragraph.append(line)
            return
        self._close()
        self._paragraph = [line]

    def _add_table(self, table: Table) -> None:
        if not (self._table and table_goes_on(self._table[-1], table)):
            self._close()
        self._table.append(table)

    def _write_table(self, tables: list[Table]) -> None:
        table = join(tables)
        for text in table.furniture:
            self._composer.furniture(text)
        above: Row = []
        written: set[Cell] = set()
        for row in table.rows:
            self._write_row(row, above, written)
            above = row
        self._tables += 1

    def _write_row(self, row: Row, above: Row, written: set[Cell]) -> None:
        reach = _reach(row, above)
        own: list[Cell | None] = []
        for cell in row:
            own.append(None if cell in written else cell)
            written.add(cell)
        printed = [line for cell in own if cell for line in cell.lines]
        self._composer.row(
            [_cell_pieces(cell, self._pages) if cell else "" for cell in own],
            table=self._tables,
            reach=reach,
            page=min((line.page for line in printed), default=None),
            bold=all(line.bold for line in printed),
        )

    def _write_paragraph(self, lines: list[Line]) -> None:
        if not lines:
            return
        first = lines[0]
        measures = self._measures[first.page]
        self._composer.paragraph(
            pieces(lines, self._pages),
            page=first.page,
            bold=all(line.bold for line in lines),
            centred=all(is_centred(line, measures) for line in lines),
            indent=round(first.x0 - measures.left, 1),
        )


def _cell_pieces(cell: Cell, pages: dict[int, Page]) -> list[Piece]:
    """The lines of a cell; words that are too long for their column are put together again."""
    found = pieces(cell.lines, pages)
    for i, (before, line) in enumerate(pairwise(cell.lines), 1):
        if _breaks_word(before, line, cell.width):
            found[i] = replace(found[i], glue="")
    return found


def _breaks_word(line: Line, following: Line, width: float) -> bool:
    """Whether a line ends within a number or syllable, for want of room in a cell of the given width."""
    if _PUNCTUATION.match(following.text):
        return True
    if " " in line.text or line.width + _LETTER_WIDTH * line.size < width - _PADDING:
        return False
    return _SYLLABLE_END.match(following.text) is not None or (
        line.text[-1].isdigit() and _NUMBER_END.match(following.text) is not None
    )


def _reach(row: Row, above: Row) -> list[Reach]:
    """For each column whose cell stands there."""
    reach: list[Reach] = []
    for column, cell in enumerate(row):
        if column and row[column - 1] is cell:
            reach.append("left")
        else:
            reach.append("above" if column < len(above) and above[column] is cell else "own")
    return reach


def _measures(leaves: list[Leaf]) -> dict[int, Measures]:
    """Each page's text area; pages with few long lines take that of the fullest page with the same width."""
    found: dict[int, Measures] = {}
    fullest: dict[float, Measures] = {}
    for leaf in sorted(leaves, key=lambda f: -sum(len(line.text) > 60 for line in f.rows)):
        width = round(leaf.page.frame.reading_size[0])
        found[leaf.page.number] = measure_page(leaf.rows, leaf.page, fullest.get(width))
        fullest.setdefault(width, found[leaf.page.number])
    indent = usual_indent([(line, found[leaf.page.number]) for leaf in leaves for line in leaf.rows])
    return {number: replace(measures, indent=indent) for number, measures in found.items()}
