"""Directives as PDF files, set as Decree 30/2020/NĐ-CP wants them: two-column letterhead, page numbers at the top."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import Paragraph as Words

from tests.reading.builders import BOLD, REGULAR, register_fonts
from tests.tables.model import Addressees, Closing, Document, Grid, Letterhead, NewPage, Paragraph

_LEFT, _RIGHT, _TOP, _BOTTOM = 28 * mm, 16 * mm, 20 * mm, 18 * mm
_ALL = ((0, 0), (-1, -1))
_BARE = [("LEFTPADDING", *_ALL, 2), ("RIGHTPADDING", *_ALL, 2), ("TOPPADDING", *_ALL, 0), ("BOTTOMPADDING", *_ALL, 2),
         ("VALIGN", *_ALL, "TOP"), ("ALIGN", *_ALL, "CENTER")]  # fmt: skip


def render_pdf(document: Document) -> bytes:
    """The document as a PDF with a text layer.

    >>> render_pdf(Document("x", None, ("KẾ HOẠCH",), (Paragraph("Rà soát thủ tục hành chính."),)))[:5]
    b'%PDF-'
    """
    register_fonts()
    buffer = io.BytesIO()
    template = BaseDocTemplate(buffer, pagesize=A4, title=document.name, invariant=1)
    template.addPageTemplates([_page("upright", A4), _page("landscape", landscape(A4))])
    template.build(list(_story(document)))
    return buffer.getvalue()


def _page(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(_LEFT, _BOTTOM, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM, 0, 0, 0, 0)

    def number(canvas: Canvas, template: Any) -> None:
        if template.page > 1:
            canvas.setFont(REGULAR, 12)
            canvas.drawCentredString(width / 2, height - 12 * mm, str(template.page))

    return PageTemplate(name, [frame], onPage=number, pagesize=size)


def _story(document: Document) -> Iterator[Flowable]:
    width = A4[0] - _LEFT - _RIGHT
    if document.letterhead:
        yield _letterhead(document.letterhead, width)
        yield Spacer(1, 14)
    for i, line in enumerate(document.title):
        yield _words(line, size=13 if i == 0 else 12, bold=True, align=TA_CENTER, after=2)
    if document.title:
        yield HRFlowable(width="25%", thickness=0.6, color="black", spaceBefore=2, spaceAfter=10)
    for part in document.parts:
        match part:
            case Paragraph():
                yield _paragraph(part)
            case Grid():
                yield Spacer(1, 4)
                yield _grid(part, width)
                yield Spacer(1, 8)
            case Addressees():
                yield _addressees(part, width)
            case Closing():
                yield Spacer(1, 8)
                yield _closing(part, width)
            case NewPage():
                size = landscape(A4) if part.landscape else A4
                width = size[0] - _LEFT - _RIGHT
                yield NextPageTemplate("landscape" if part.landscape else "upright")
                yield PageBreak()


def _words(
    text: str,
    *,
    size: float = 13,
    bold: bool = False,
    italic: bool = False,
    align: int = TA_CENTER,
    indent: float = 0,
    after: float = 0,
) -> Words:
    # the package of fonts has no slanted serif; what would be italic is set upright and smaller
    size = size - 0.5 if italic else size
    style = ParagraphStyle(
        "words", fontName=BOLD if bold else REGULAR, fontSize=size, leading=size * 1.35, alignment=align,
        firstLineIndent=indent, spaceAfter=after, splitLongWords=0,
    )  # fmt: skip
    return Words(escape(text, quote=False), style)


def _paragraph(part: Paragraph) -> Words:
    match part.style:
        case "heading":
            return _words(part.text, bold=True, align=TA_JUSTIFY, indent=10 * mm, after=6)
        case "centred":
            return _words(part.text, bold=True, after=3)
        case "note":
            return _words(part.text, italic=True, after=8)
        case _:
            return _words(part.text, align=TA_JUSTIFY, indent=10 * mm, after=6)


def _rule(share: str) -> HRFlowable:
    return HRFlowable(width=share, thickness=0.6, color="black", spaceBefore=1, spaceAfter=4)


def _letterhead(head: Letterhead, width: float) -> Table:
    *above, name = head.issuer
    left: list[Flowable] = [*(_words(line, size=10.5) for line in above), _words(name, size=10.5, bold=True)]
    right: list[Flowable] = [_words(line, size=10.5, bold=True) for line in head.motto]
    left.append(_words("*", size=10.5) if head.of_party else _rule("30%"))
    right.append(_rule("62%"))
    below = [_words(head.number, size=11)] if head.number else []
    if head.about:
        below.append(_words(head.about, size=10.5))
    date = [_words(head.place_date, size=11, italic=True)] if head.place_date else []
    return Table([[left, right], [below, date]], colWidths=[width * 0.42, width * 0.58], style=TableStyle(_BARE))


def _addressees(part: Addressees, width: float) -> Table:
    right = [_words(n, align=TA_LEFT) for n in part.names]
    table = Table(
        [[_words("Kính gửi:", align=TA_LEFT), right]], colWidths=[width * 0.2, width * 0.6], style=TableStyle(_BARE)
    )
    table.spaceAfter = 8
    return table


def _closing(part: Closing, width: float) -> Table:
    left = [_words("Nơi nhận:", size=11, bold=True, align=TA_LEFT)] if part.recipients else []
    left += [_words(r, size=10.5, align=TA_LEFT) for r in part.recipients]
    *offices, name = part.signature or ("",)
    right: list[Flowable] = [_words(line, size=12, bold=True) for line in offices]
    right += [Spacer(1, 46), _words(name, size=12.5, bold=True)]
    return Table([[left, right]], colWidths=[width * 0.48, width * 0.52], style=TableStyle(_BARE))


def _grid(grid: Grid, width: float) -> Table:
    size = 10.5 if len(grid.widths) < 7 else 9.5
    cells: list[list[Any]] = []
    style: list[Any] = [("BOX", *_ALL, 0.6, "black"), ("LINEAFTER", *_ALL, 0.6, "black"), ("VALIGN", *_ALL, "MIDDLE"),
                        ("LEFTPADDING", *_ALL, 3), ("RIGHTPADDING", *_ALL, 3)]  # fmt: skip
    for row in grid.rows():
        cells.append([""] * len(row))
        for cell in row:
            if cell is None:
                continue
            head = cell.row < grid.header_rows
            centred = head or len(cell.text) <= 12
            cells[-1][cell.column] = [
                _words(t, size=size, bold=head or cell.text.isupper(), align=TA_CENTER if centred else TA_LEFT)
                for t in cell.paragraphs
                if t
            ]
            last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            style.append(("LINEBELOW", (cell.column, last[1]), last, 0.6, "black"))
            if head or cell.rows == 1:
                style.append(("SPAN", (cell.column, cell.row), last))
            else:
                # no SPAN: as in Word, the cell is parted where the page ends, and its words stand at its top
                style += [("VALIGN", (cell.column, cell.row), last, "TOP")]
    return Table(
        cells, colWidths=[w * width for w in grid.widths], repeatRows=grid.header_rows, style=TableStyle(style)
    )
