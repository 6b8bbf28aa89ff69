"""Directives as Word files: the letterhead a table without borders, merged cells as gridSpan and vMerge."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from tests.reading.builders import xml
from tests.tables.model import Addressees, Closing, Document, Grid, Letterhead, NewPage, Paragraph

_CENTRE, _LEFT, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_SHORT, _LONG = Mm(210), Mm(297)
_TEXT_WIDTH = 166  # mm, of an upright page


def render_docx(document: Document) -> bytes:
    """The document as a Word file.

    >>> render_docx(Document("x", None, ("KẾ HOẠCH",), (Paragraph("Rà soát thủ tục hành chính."),)))[:2]
    b'PK'
    """
    word = docx.Document()
    word.styles["Normal"].font.name = "Times New Roman"
    word.styles["Normal"].font.size = Pt(14)
    section = word.sections[0]
    section.page_width, section.page_height = _SHORT, _LONG
    section.left_margin, section.right_margin = Mm(28), Mm(16)
    width = _TEXT_WIDTH
    if document.letterhead:
        _letterhead(word, document.letterhead)
    for line in document.title:
        _write(word.add_paragraph(), line, bold=True, align=_CENTRE)
    for part in document.parts:
        match part:
            case Paragraph():
                _paragraph(word, part)
            case Grid():
                _grid(word, part, width)
            case Addressees():
                _bare_table(word, [["Kính gửi:"]], [list(part.names)], (35, 120))
            case Closing():
                *offices, name = part.signature or ("",)
                left = [["Nơi nhận:", *part.recipients]] if part.recipients else [[""]]
                _bare_table(word, left, [[*offices, "", "", name]], (80, 86))
            case NewPage():
                width = _new_page(word, landscape=part.landscape)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _write(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, align: Any = _JUSTIFY) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    paragraph.alignment = align


def _paragraph(word: Any, part: Paragraph) -> None:
    paragraph = word.add_paragraph()
    match part.style:
        case "centred":
            _write(paragraph, part.text, bold=True, align=_CENTRE)
        case "note":
            _write(paragraph, part.text, italic=True, align=_CENTRE)
        case _:
            paragraph.paragraph_format.first_line_indent = Mm(10)
            _write(paragraph, part.text, bold=part.style == "heading")


def _new_page(word: Any, *, landscape: bool) -> int:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    return 253 if landscape else _TEXT_WIDTH


def _letterhead(word: Any, head: Letterhead) -> None:
    rule = "*" if head.of_party else "-------"
    below = [head.number, *([head.about] if head.about else [])]
    _bare_table(
        word, [[*head.issuer, rule], below], [[*head.motto, "---------------"], [head.place_date]], (70, 96), _CENTRE
    )


def _bare_table(
    word: Any, left: list[list[str]], right: list[list[str]], widths: tuple[int, int], align: Any = _LEFT
) -> None:
    """Two columns without borders; each entry holds the lines of a cell."""
    table = word.add_table(rows=len(left), cols=2)
    for r, pair in enumerate(zip(left, right, strict=True)):
        for c, lines in enumerate(pair):
            cell = table.cell(r, c)
            cell.width = Mm(widths[c])
            for i, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(0)
                _write(paragraph, line, bold=line.isupper(), align=_CENTRE if c else align)


def _grid(word: Any, grid: Grid, width: int) -> None:
    table = word.add_table(rows=grid.height, cols=len(grid.widths))
    table.style = "Table Grid"
    for row in table.rows[: grid.header_rows]:
        row._tr.get_or_add_trPr().append(xml("<w:tblHeader/>"))
    cells = [row.cells for row in table.rows]  # table.cell() walks the whole table at each call
    for item in grid.cells:
        cell = cells[item.row][item.column]
        if item.rows > 1 or item.columns > 1:
            cell = cell.merge(cells[item.row + item.rows - 1][item.column + item.columns - 1])
        cell.width = Mm(width * sum(grid.widths[item.column : item.column + item.columns]))
        head = item.row < grid.header_rows
        for i, text in enumerate(item.paragraphs):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            _write(paragraph, text, bold=head or text.isupper(), align=_CENTRE if head else _LEFT)
