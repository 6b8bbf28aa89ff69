"""Documents built for the reading tests: Word files with python-docx, PDFs with reportlab, all wording invented."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
REGULAR, BOLD = "Serif", "Serif-Bold"

LEFT_HEAD = ["ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"]
RIGHT_HEAD = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
RECIPIENTS = ["Nơi nhận:", "- Như Điều 3;", "- Thường trực Tỉnh ủy;", "- Lưu: VT, KSTT."]
SIGNER = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Mẫu"]
LONG = (
    "Các sở, ban, ngành và Ủy ban nhân dân các xã, phường rà soát toàn bộ thủ tục hành chính thuộc thẩm quyền, đề xuất "
    "cắt giảm thời gian giải quyết, công khai kết quả trên Cổng thông tin điện tử của tỉnh và báo cáo kết quả về Văn "
    "phòng Ủy ban nhân dân tỉnh trước ngày 20 tháng cuối quý để tổng hợp, trình Chủ tịch xem xét, quyết định"
)


@cache
def font(style: str = "DejaVuSerif") -> Path:
    """A font file that holds Vietnamese. CI installs the package; a missing font is a failure, not a skip."""
    for folder in FONT_FOLDERS:
        found = sorted(Path(folder).rglob(f"{style}.ttf")) if Path(folder).is_dir() else []
        if found:
            return found[0]
    raise FileNotFoundError(f"{style}.ttf not found: apt-get install fonts-dejavu-core")


@cache
def register_fonts() -> None:
    pdfmetrics.registerFont(TTFont(REGULAR, str(font("DejaVuSerif"))))
    pdfmetrics.registerFont(TTFont(BOLD, str(font("DejaVuSerif-Bold"))))


def body_style(**changes: Any) -> ParagraphStyle:
    register_fonts()
    settings = {
        "fontName": REGULAR, "fontSize": 11, "leading": 15, "alignment": TA_JUSTIFY, "firstLineIndent": 28,
        "spaceAfter": 4,
    }  # fmt: skip
    return ParagraphStyle("body", **{**settings, **changes})


def title_style() -> ParagraphStyle:
    return body_style(fontName=BOLD, alignment=TA_CENTER, firstLineIndent=0)


def columns(left: list[str], right: list[str], widths: tuple[float, float] = (180, 270)) -> Table:
    """Two columns without rulings, as a letterhead or signature block is set."""
    register_fonts()
    height = max(len(left), len(right))
    cells = [[(left + [""] * height)[i], (right + [""] * height)[i]] for i in range(height)]
    style = [("FONT", (0, 0), (-1, -1), REGULAR, 10), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
             ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
             ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]  # fmt: skip
    return Table(cells, colWidths=widths, style=TableStyle(style))


def signature() -> Table:
    table = columns(RECIPIENTS, SIGNER, (230, 220))
    table.setStyle(TableStyle([("ALIGN", (0, 0), (0, -1), "LEFT")]))
    return table


def letterhead(number: str = "Số: 15/KH-UBND", place_date: str = "Sơn Hải, ngày 03 tháng 02 năm 2024") -> Table:
    return columns([*LEFT_HEAD, number], [*RIGHT_HEAD, place_date])


def ruled(rows: list[list[str]], widths: list[float], **options: Any) -> Table:
    """A table with rulings, its cells wrapped."""
    style = body_style(fontSize=9, leading=11, firstLineIndent=0, alignment=0, spaceAfter=0)
    cells = [[Paragraph(text, style) for text in row] for row in rows]
    return Table(cells, colWidths=widths, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]), **options)


def pdf(story: list[Flowable], decorate: Callable[[Canvas, Any], None] | None = None, **options: Any) -> bytes:
    """A PDF of the flowables; ``decorate`` draws on each page."""
    buffer = io.BytesIO()
    settings = {"pagesize": A4, "leftMargin": 72, "rightMargin": 56, "topMargin": 60, "bottomMargin": 60}
    template = SimpleDocTemplate(buffer, **{**settings, **options})
    draw = decorate or (lambda canvas, document: None)
    template.build(story, onFirstPage=draw, onLaterPages=draw)
    return buffer.getvalue()


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: Any) -> bytes:
    """A PDF drawn page by page."""
    register_fonts()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, **options)
    for page in pages:
        canvas.setFont(REGULAR, 11)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class Sheet:
    """A table to draw line by line: ``xs`` and ``ys`` are where its rulings stand, from the page's top left.

    ``cells`` are texts by column, row, columns spanned and rows spanned; lines in them are parted by "\\n".
    """

    def __init__(self, xs: list[float], ys: list[float], cells: dict[tuple[int, int, int, int], str]) -> None:
        self.xs, self.ys, self.cells = xs, ys, cells

    def write(self, canvas: Canvas) -> None:
        for (column, row, _, _), text in self.cells.items():
            for i, line in enumerate(text.split("\n")):
                canvas.drawString(self.xs[column] + 4, A4[1] - self.ys[row] - 12 - 13 * i, line)

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, top, right and bottom of the cells."""
        return [(self.xs[c], self.ys[r], self.xs[c + width], self.ys[r + height]) for c, r, width, height in self.cells]

    def sides(self) -> list[tuple[float, float, float, float]]:
        """The sides of all cells as lines, each once."""
        found: dict[tuple[float, float, float, float], None] = {}
        for c, r, width, height in self.cells:
            for row in (r, r + height):
                found.update(
                    dict.fromkeys((self.xs[k], self.ys[row], self.xs[k + 1], self.ys[row]) for k in range(c, c + width))
                )
            for column in (c, c + width):
                found.update(
                    dict.fromkeys(
                        (self.xs[column], self.ys[k], self.xs[column], self.ys[k + 1]) for k in range(r, r + height)
                    )
                )
        return list(found)


def page_number(canvas: Canvas, document: Any) -> None:
    if document.page > 1:
        canvas.setFont(REGULAR, 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 35, str(document.page))


def picture() -> ImageReader:
    """A small grey picture that stands for a scan."""
    from PIL import Image

    return ImageReader(Image.new("L", (60, 80), 200))


def plan() -> list[Flowable]:
    """A plan of two pages with letterhead, title, items, a table and a signature block."""
    body = body_style()
    items = [f"{n}. Nhiệm vụ thứ {word}: {LONG}." for n, word in enumerate(("nhất", "hai", "ba", "tư", "năm"), 1)]
    return [
        letterhead(),
        Spacer(1, 14),
        Paragraph("KẾ HOẠCH", title_style()),
        Paragraph("Rà soát, đơn giản hóa thủ tục hành chính năm 2024", title_style()),
        Paragraph(f"Thực hiện Nghị quyết số 99/NQ-HĐND, {LONG}.", body),
        *(Paragraph(item, body) for item in items),
        *(Paragraph(f"- Nội dung bổ sung {n}: {LONG};", body) for n in ("một", "hai", "ba")),
        ruled(
            [["TT", "Nội dung", "Cơ quan chủ trì"], ["1", "Rà soát quy trình nội bộ", "Sở Nội vụ"],
             ["2", "Cập nhật cơ sở dữ liệu về thủ tục hành chính trên hệ thống", "Sở Tư pháp"]],
            [40, 270, 120],
        ),
        Spacer(1, 10),
        signature(),
    ]  # fmt: skip


def word(build: Callable[[Any], None]) -> bytes:
    """A Word file that ``build`` fills."""
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def xml(text: str) -> Any:
    """An element of the word processing namespace."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", text))


def add_numbering(document: Any, levels: list[str], overrides: str = "", abstract: int | None = None) -> int:
    """Add a numbering with the given ``w:lvl`` contents; returns its numId. ``abstract`` reuses an abstractNum."""
    root = document.part.numbering_part.element
    number = 900 + len(root)
    if abstract is None:
        abstract = number
        inner = "".join(f'<w:lvl w:ilvl="{i}">{level}</w:lvl>' for i, level in enumerate(levels))
        root.insert(0, xml(f'<w:abstractNum w:abstractNumId="{abstract}">{inner}</w:abstractNum>'))
    root.append(xml(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'))
    return number


def level(style: str, text: str, extra: str = "", start: int = 1) -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/>'


def numbered(document: Any, text: str, num_id: int, ilvl: int = 0) -> Any:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(xml(f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>'))
    return paragraph


def page_break() -> PageBreak:
    return PageBreak()
