"""Whatever the cells of a table span, Word, HTML and PDF give the same rows."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from analyzer.reading import read
from tests.reading.builders import LONG, REGULAR, Sheet, drawn, word
from tests.reading.cells import braced, rows
from tests.reading.test_properties import check

Cells = dict[tuple[int, int, int, int], str]
WORDS = st.sampled_from(["", "1", "2.1", "Rà soát", "Sở Y tế", "Quý I/2024", "báo cáo;", "- họp", "80%", "Xã A, xã B"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, Cells]:
    """Columns, rows, and cells (column, row, columns spanned, rows spanned) that tile them."""
    columns, height = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    cells: Cells = {}
    for row in range(height):
        for column in range(columns):
            if (column, row) in taken:
                continue
            free = next((k for k in range(column, columns) if (k, row) in taken), columns) - column
            wide, high = draw(st.integers(1, min(free, 3))), draw(st.sampled_from([1, 1, 1, 2, 3]))
            high = min(high, height - row)
            taken.update((c, r) for c in range(column, column + wide) for r in range(row, row + high))
            cells[column, row, wide, high] = draw(WORDS)
    return columns, height, cells


def expected(columns: int, height: int, cells: Cells) -> list[list[str]]:
    """The rows as they are read: columns and rows in which no cell begins are left out, and rows without text."""
    covering = {
        (c, r): (column, row, text)
        for (column, row, wide, high), text in cells.items()
        for c in range(column, column + wide)
        for r in range(row, row + high)
    }
    used = [c for c in range(columns) if any(column == c for column, *_ in cells)]
    shown = {r for r in range(height) if any(row == r and text for (_, row, *_), text in cells.items())}
    found = []
    for r in sorted(shown):
        line = []
        for c in used:
            column, row, text = covering[c, r]
            own = (column, row) == (c, r)
            # Where the cell begins in a row that is left out there is nothing to reach in.
            line.append(text if own else braced(text) if row in shown else "")
        found.append(line)
    return found


def sheet_of(columns: int, height: int, cells: Cells) -> Sheet:
    return Sheet([60.0 + 90 * c for c in range(columns + 1)], [100.0 + 20 * r for r in range(height + 1)], cells)


def is_data(columns: int, height: int, cells: Cells) -> bool:
    """Whether a table shows texts side by side, in two rows or more."""
    lines = [[cell for cell in row if cell and not cell.startswith("{")] for row in expected(columns, height, cells)]
    return len(lines) > 1 and max(map(len, lines), default=0) > 1


QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(QUICK, max_examples=20)
@given(tables())
def test_word(table: tuple[int, int, Cells]) -> None:
    columns, height, cells = table

    def build(document: Any) -> None:
        found = document.add_table(height, columns)
        for (column, row, wide, high), text in cells.items():
            cell = found.cell(row, column).merge(found.cell(row + high - 1, column + wide - 1))
            cell.text = text
        document.add_paragraph(LONG)

    assume(is_data(*table))
    manuscript = read(word(build))
    check(manuscript)
    assert rows(manuscript) == expected(*table)


@QUICK
@given(tables())
def test_html(table: tuple[int, int, Cells]) -> None:
    _, height, cells = table
    lines = [
        "".join(
            f"<td colspan={wide} rowspan={high}>{text}</td>" for (_, r, wide, high), text in cells.items() if r == row
        )
        for row in range(height)
    ]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    assume(is_data(*table))
    manuscript = read(f"<html><body><p>{LONG}</p><table>{body}</table><p>{LONG}</p></body></html>")
    check(manuscript)
    assert rows(manuscript) == expected(*table)


@settings(QUICK, max_examples=15)
@given(tables(), st.booleans())
def test_pdf(table: tuple[int, int, Cells], outlined: bool) -> None:
    sheet = sheet_of(*table)

    def page(canvas: Canvas) -> None:
        canvas.setFont(REGULAR, 9)
        sheet.write(canvas)
        for x0, y0, x1, y1 in sheet.boxes() if outlined else sheet.sides():
            if outlined:
                canvas.rect(x0, A4[1] - y1, x1 - x0, y1 - y0)
            else:
                canvas.line(x0, A4[1] - y0, x1, A4[1] - y1)
        for i, part in enumerate(LONG.split(", ")):
            canvas.drawString(60, A4[1] - 400 - 15 * i, part)

    assume(is_data(*table))
    manuscript = read(drawn(page))
    check(manuscript)
    assert rows(manuscript) == expected(*table)
