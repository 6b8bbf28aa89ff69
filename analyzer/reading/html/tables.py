"""Tables of an HTML page as rows of cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.reading.grid import GridRow, without_idle_columns
from analyzer.reading.letterhead import MOTTO, STATE_NAME, is_addressees_cell

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SKIPPED_TAGS = (
    "script style noscript template iframe svg math object embed audio video canvas map head select option textarea "
    "button input datalist dialog progress meter"
)
SKIPPED = frozenset(_SKIPPED_TAGS.split())
_BLOCK_TAGS = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_TAGS.split())
WHITE = re.compile(r"[ \t\n\r\f]+")
MAX_DEPTH = 200
_MAX_CELL = 3_000
_MAX_COLUMNS = 64
# Tables with so many others within them, or rows of their own, lay out the page.
_MAX_INNER = 20
_LEAST_OUTER_ROWS = 3

Row = GridRow[str]


def integer(value: str | None, default: int) -> int:
    """An attribute as a small number, or the default."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else default


def data_rows(table: LexborNode) -> list[Row] | None:
    """The rows of a table of data, or None for one that only lays out the page.

    A cell that spans columns or rows stands once, at its first place; the other places are empty. A table within a cell
    is text of that cell where the outer one is of data.
    """
    inner = len(table.css("table")) - 1
    sections = _sections(table)
    if inner and (inner > _MAX_INNER or sum(map(len, sections)) < _LEAST_OUTER_ROWS):
        return None
    rows: list[Row] = []
    for section in sections:
        if (found := _section_rows(section)) is None:
            return None
        rows += found
    filled = [[c for c in row.cells if c] for row in rows]
    if max(map(len, filled), default=0) < 2 or sum(map(bool, filled)) < 2:
        return None
    if inner and not _holds_data(table, filled):
        return None
    head = " ".join(" ".join(row.cells) for row in rows[:4])
    layout = STATE_NAME.search(head) or MOTTO.search(head)
    if layout or any(c.startswith("Nơi nhận") or is_addressees_cell(c) for row in filled for c in row):
        return None
    return without_idle_columns(rows)


def _sections(table: LexborNode) -> list[list[LexborNode]]:
    """The rows of a table's head, bodies and foot, as they are shown; those of tables within it left out."""
    heads: list[list[LexborNode]] = []
    bodies: list[list[LexborNode]] = []
    feet: list[list[LexborNode]] = []
    for part in _elements(table):
        if part.tag in ("thead", "tbody", "tfoot"):
            place = {"thead": heads, "tfoot": feet}.get(part.tag, bodies)
            place.append([tr for tr in _elements(part) if tr.tag == "tr"])
    return [*heads, *bodies, *feet]


def _section_rows(section: list[LexborNode]) -> list[Row] | None:
    """The rows of one section; cells do not reach out of it. None for cells that no table of data has."""
    rows: list[Row] = []
    pending: dict[int, int] = {}
    for index, tr in enumerate(section):
        row: Row = GridRow([], [])
        for cell in (c for c in _elements(tr) if c.tag in ("td", "th")):
            _reach_down(row, pending)
            text = cell_text(cell)
            if len(text) > _MAX_CELL:
                return None
            width = min(max(1, integer(cell.attributes.get("colspan"), 1)), _MAX_COLUMNS)
            # A cell may span no rows by name: it reaches to the end of its section.
            height = integer(cell.attributes.get("rowspan"), 1) or len(section)
            for column in range(len(row.cells), len(row.cells) + width):
                pending[column] = min(height, len(section) - index) - 1
            row.cells += [text] + [""] * (width - 1)
            row.reach.append("own")
            row.reach += ["left"] * (width - 1)
            if len(row.cells) > _MAX_COLUMNS:
                return None
        _reach_down(row, pending)
        rows.append(row)
    return rows


def _reach_down(row: Row, pending: dict[int, int]) -> None:
    """Add the places where a cell of a row above reaches down."""
    while pending.get(column := len(row.cells), 0):
        pending[column] -= 1
        row.cells.append("")
        row.reach.append("above")


def _holds_data(table: LexborNode, filled: list[list[str]]) -> bool:
    """Whether a table with tables in its cells is itself of data: rows of several cells, the text mostly its own."""
    wide = sum(len(row) > 1 for row in filled)
    own = sum(len(cell) for row in filled for cell in row)
    return wide * 3 >= len(filled) * 2 and sum(len(cell_text(t)) for t in table.css("table table")) * 2 < own


def _elements(node: LexborNode) -> list[LexborNode]:
    found = []
    child = node.child
    while child is not None:
        if child.tag and not child.tag.startswith("-"):
            found.append(child)
        child = child.next
    return found


def cell_text(cell: LexborNode) -> str:
    """The text of a cell in one line, its paragraphs and lines a space apart."""
    parts: list[str] = []

    def gather(node: LexborNode, depth: int) -> None:
        child = node.child
        while child is not None:
            if child.tag == "-text":
                parts.append(child.text_content or "")
            elif child.tag and child.tag not in SKIPPED and not child.tag.startswith("-") and depth < MAX_DEPTH:
                boundary = child.tag in BLOCKS or child.tag == "br"
                parts.append(" " if boundary else "")
                gather(child, depth + 1)
                parts.append(" " if boundary else "")
            child = child.next

    gather(cell, 0)
    return WHITE.sub(" ", "".join(parts)).strip()
