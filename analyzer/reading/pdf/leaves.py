"""Pages taken apart: furniture set aside, tables, columns and running text told from each other."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from analyzer.errors import UnreadableInput
from analyzer.reading.composer import Composer
from analyzer.reading.furniture import signing_time
from analyzer.reading.pdf.columns import letterhead, rows_of, signature_block
from analyzer.reading.pdf.compose import Leaf
from analyzer.reading.pdf.furniture import set_aside
from analyzer.reading.pdf.lines import Line, build_lines, make_line
from analyzer.reading.pdf.page import Page
from analyzer.reading.pdf.rulings import Ruling
from analyzer.reading.pdf.tables import Table, ruled_tables

# The tables of a page, given the last one on the page before, which may go on.
FindTables = Callable[[Page, Table | None], list[Table]]


def take_apart(pages: list[Page], find_tables: FindTables, composer: Composer) -> list[Leaf]:
    """The leaves of all pages. ``find_tables`` gives the tables of a page with a text layer; on recognised pages they
    are told from the rulings of the picture."""
    tables: dict[int, list[Table]] = {}
    for page in pages:
        if page.has_rulings:
            before = tables.get(page.number - 1, [])[-1:]
            tables[page.number] = _tables(page, before[0] if before else None, find_tables, composer)
    lines = {p.number: build_lines(p.glyphs, p) for p in pages}
    sizes = [s.size for found in lines.values() for s in found for _ in range(1 + len(s.text) // 20)]
    furniture = set_aside(pages, lines, median(sizes) if sizes else 12.0)
    aside: list[str] = []
    for page in pages:
        aside += [s.text for s in furniture[page.number]]
        if page.slanted:
            aside.append(page.slanted)
    if signed_at := signing_time([s for s in aside if len(s) < 200]):
        composer.metadata["signed_at"] = signed_at
    for text in aside:
        composer.furniture(text)
    return [_leaf(p, lines[p.number], tables.get(p.number, [])) for p in pages]


def _tables(page: Page, before: Table | None, find_tables: FindTables, composer: Composer) -> list[Table]:
    reason = "too many drawn lines"
    try:
        if page.recognised:
            return ruled_tables([r for box in page.rulings if (r := Ruling.of_box(box)) is not None], page, before)
        if not page.is_crowded:
            return find_tables(page, before)
    except (MemoryError, UnreadableInput):
        raise
    except Exception as error:
        # pdfminer fails in many ways on pages that pdfium reads; such a page is read as lines.
        reason = type(error).__name__
    composer.note(
        "tables_not_read",
        f"The tables of the page could not be told from its text ({reason}).",
        "Không tách được bảng trên trang khỏi văn bản.",
        page=page.number,
    )
    return []


def _leaf(page: Page, lines: list[Line], tables: list[Table]) -> Leaf:
    leaf = Leaf(page, [(t.box[1], t) for t in tables])
    for find in (letterhead, signature_block):
        if (found := find(lines, page)) is not None:
            columns, lines = found
            leaf.parts.append((columns.top, columns))
    for row in rows_of(lines):
        line = row[0] if len(row) == 1 else make_line([g for s in row for g in s.glyphs], page)
        leaf.parts.append((line.base, line))
    leaf.parts.sort(key=lambda p: p[0])
    return leaf
