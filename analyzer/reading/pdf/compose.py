"""Pages that have been taken apart to the blocks of the manuscript."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from analyzer.reading.composer import Composer
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
from analyzer.reading.pdf.tables import Row, Table
from analyzer.reading.wrapping import ends_sentence, starts_lower


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
        self._table: Table | None = None
        self._tables = -1
        self._head: list[str] = []
        self._row: Row = []

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
        self._write_row(self._row)
        self._paragraph, self._row, self._table = [], [], None

    def _add_line(self, line: Line) -> None:
        measures = self._measures[line.page]
        if self._paragraph and goes_on(self._paragraph, line, measures, indented=self._indented):
            self._paragraph.append(line)
            return
        self._close()
        self._paragraph = [line]

    def _add_table(self, table: Table) -> None:
        before = self._table
        rows = table.rows
        if before is not None and before.page != table.page and before.columns == table.columns:
            if table.row_text(0) == self._head:
                self._composer.furniture(" | ".join(text for text in self._head if text))
                rows = rows[1:]
            if rows and _is_torn(self._row, rows[0]):
                self._row = [head + tail for head, tail in zip(self._row, rows[0], strict=True)]
                rows = rows[1:]
        else:
            self._close()
            self._tables += 1
            self._head = table.row_text(0)
        for row in rows:
            self._write_row(self._row)
            self._row = row
        self._table = table

    def _write_row(self, row: Row) -> None:
        printed = [line for cell in row for line in cell]
        if printed:
            cells = [pieces(cell, self._pages) for cell in row]
            page = min(line.page for line in printed)
            self._composer.row(cells, table=self._tables, page=page, bold=all(line.bold for line in printed))

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


def _is_torn(row: Row, following: Row) -> bool:
    """Whether a row on a new page is the rest of the last row before: it adds to cells that were not finished."""
    if len(row) != len(following) or following[0]:
        return False
    added = [(head, tail) for head, tail in zip(row, following, strict=True) if tail]
    if not added or not all(head for head, _ in added):
        return False
    return any(not ends_sentence(head[-1].text) and starts_lower(tail[0].text) for head, tail in added)


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
