"""Tables of a Word document as rows on a grid, ECMA-376 part 1, 17.4.

Word writes a row as cells that span grid columns (``gridSpan``); rows may leave out columns at either end
(``gridBefore``, ``gridAfter``), and a cell that is merged with the one above is there, marked to continue it
(``vMerge``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.reading.docx.styles import W, integer
from analyzer.reading.grid import GridRow, Reach, without_idle_columns
from analyzer.reading.letterhead import MOTTO, STATE_NAME, is_addressees_cell, is_signature_cell

# Elements that are looked through: content controls, custom XML, what revisions put in.
PASSED = frozenset(f"{W}{t}" for t in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_LAYOUT_ROWS = 8
_MAX_SPAN = 64
_MAX_COLUMNS = 128

# A place of the grid holds the w:tc element that begins there, None where none does.
Row = GridRow[Any | None]


def read_rows(table: Any) -> list[Row]:
    """The rows of a ``w:tbl`` element, deleted ones left out."""
    rows: list[Row] = []
    for element in _row_elements(table):
        above = rows[-1].reach if rows else []
        row: Row = GridRow([], [])
        row.cells += [None] * _left_out(element, "gridBefore")
        row.reach += ["own"] * len(row.cells)
        for cell, span, continued in _cells(element):
            if len(row.cells) + span > _MAX_COLUMNS:
                break
            merged = continued and len(row.cells) < len(above)
            row.cells += [None if merged else cell, *[None] * (span - 1)]
            row.reach.append("above" if merged else "own")
            row.reach += ["left"] * (span - 1)
        after = min(_left_out(element, "gridAfter"), _MAX_COLUMNS - len(row.cells))
        row.cells += [None] * after
        row.reach += ["own"] * after
        rows.append(row)
    return without_idle_columns(rows)


def _row_elements(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == f"{W}tr":
            if element.find(f"{W}trPr/{W}del") is None:
                yield element
        elif element.tag in PASSED:
            yield from _row_elements(element)


def _left_out(row: Any, side: str) -> int:
    """How many grid columns a row leaves out before its first cell or after its last."""
    element = row.find(f"{W}trPr/{W}{side}")
    count = integer(element.get(f"{W}val"), 0) if element is not None else 0
    return count if count and 0 < count <= _MAX_SPAN else 0


def _cells(row: Any) -> Iterator[tuple[Any, int, bool]]:
    """The cells of a row: element, columns spanned, continued from above."""
    stack = [iter(row)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == f"{W}tc":
            span = element.find(f"{W}tcPr/{W}gridSpan")
            width = integer(span.get(f"{W}val"), 1) if span is not None else 1
            merge = element.find(f"{W}tcPr/{W}vMerge")
            continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            yield element, min(max(1, width or 1), _MAX_SPAN), continued
        elif element.tag in PASSED:
            stack.append(iter(element))


def _places(row: Row) -> Iterator[tuple[Any | None, Reach]]:
    return zip(row.cells, row.reach, strict=True)


def is_layout(rows: list[Row]) -> bool:
    """Whether a table only sets columns: letterhead, addressees, signature block, a box around text."""
    if all(sum(cell is not None or whose == "above" for cell, whose in _places(row)) <= 1 for row in rows):
        return True
    if len(rows) > _LAYOUT_ROWS:
        return False
    for row in rows:
        for cell in row.cells:
            text = "" if cell is None else "".join(t.text or "" for t in cell.iter(f"{W}t"))[:400]
            if STATE_NAME.search(text) or MOTTO.search(text) or is_signature_cell(text) or is_addressees_cell(text):
                return True
    return False
