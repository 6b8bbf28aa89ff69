"""One invented directive on pages of every kind: rotated, cropped, off the origin, with text turned upright."""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from pypdfium2 import raw as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer

from analyzer.assembly.models import Box, Directive, Span
from tests.reading.builders import body_style, letterhead, page_number, pdf, ruled, signature, title_style

ITEMS = [
    "1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát quy trình tiếp nhận hồ sơ tại bộ phận một cửa các "
    "cấp, đề xuất cắt giảm tối thiểu 25% thời gian giải quyết; báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2024. Yêu "
    "cầu Thanh tra tỉnh kiểm tra việc thực hiện tại ít nhất 12 xã, phường trong quý III/2024.",
    "2. Sở Thông tin và Truyền thông:",
    "a) Chủ trì nâng cấp Cổng dịch vụ công của tỉnh, bảo đảm tỷ lệ hồ sơ nộp trực tuyến đạt từ 70% trở lên, hoàn thành "
    "trước ngày 15 tháng 9 năm 2024.",
    "b) Hằng quý tổng hợp kết quả, gửi Văn phòng Ủy ban nhân dân tỉnh.",
    "3. Công an tỉnh phối hợp với Sở Tư pháp làm sạch dữ liệu dân cư theo Quyết định số 412/QĐ-UBND ngày 05/02/2024 "
    "của Ủy ban nhân dân tỉnh; tiến độ: xong trong tháng 10/2024.",
]
ROWS = [
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"],
    ["1", "Xây dựng quy chế phối hợp giải quyết thủ tục hành chính liên thông", "Sở Tư pháp", "Sở Nội vụ",
     "Trước ngày 31/5/2024"],
    ["2", "Tập huấn kỹ năng số cho 100% công chức cấp xã", "Sở Nội vụ", "Sở Tài chính", "Quý IV/2024"],
]  # fmt: skip
RUNNING_ON = (
    "4. Sở Giáo dục và Đào tạo chủ trì, phối hợp với Ủy ban nhân dân các huyện, thị xã, thành phố số hóa hồ sơ học "
    "sinh "
    + ", ".join(["bảo đảm dữ liệu đúng, đủ, sạch, sống và được cập nhật thường xuyên"] * 6)
    + ", hoàn thành trước ngày 20/11/2024."
)


def story(*, size: float = 11, spacing: float = 1.35, width: float = 440) -> list[Flowable]:
    """Letterhead, items, a ruled table on a second page, a signature block."""
    body = body_style(fontSize=size, leading=size * spacing)
    return [
        letterhead("Số: 21/CT-UBND"),
        Spacer(1, 12),
        Paragraph("CHỈ THỊ", title_style()),
        Paragraph("Về việc đẩy mạnh chuyển đổi số trong giải quyết thủ tục hành chính", title_style()),
        *(Paragraph(item, body) for item in ITEMS),
        PageBreak(),
        ruled(ROWS, [0.07 * width, 0.38 * width, 0.19 * width, 0.19 * width, 0.17 * width]),
        Spacer(1, 10),
        signature(),
    ]


def over_pages() -> bytes:
    """A directive whose last task begins at the foot of a page and ends on the next one."""
    filler = [Paragraph(item.replace("1. ", "5. "), body_style()) for item in ITEMS] * 2
    head = [letterhead(), Paragraph("CHỈ THỊ", title_style())]
    for gap in range(0, 600, 20):
        made = pdf([*head, *filler, Spacer(1, gap), Paragraph(RUNNING_ON, body_style(allowSplitting=1))], page_number)
        if _first_page_ends_in(made, "bảo đảm"):
            return made
    raise AssertionError("no layout tears the paragraph")


def _first_page_ends_in(data: bytes, words: str) -> bool:
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return "4. Sở Giáo dục" in texts[0] and words in texts[0] and "20/11/2024" in texts[-1] and len(texts) == 2


@dataclass(frozen=True)
class Setting:
    """How pages are to stand in their file.

    ``rotate`` is the page's /Rotate. With ``upright`` its content is turned so that the page shows upright all the
    same; without, the text shows turned. ``crop`` is what a crop box cuts off all round, ``origin`` where the media box
    begins.
    """

    rotate: int = 0
    upright: bool = True
    crop: float = 0
    origin: tuple[float, float] = (0, 0)


SETTINGS = [
    Setting(),
    *(Setting(rotate=angle) for angle in (90, 180, 270)),
    *(Setting(rotate=angle, upright=False) for angle in (90, 270)),
    Setting(crop=17),
    Setting(origin=(-200, 310)),
    Setting(rotate=90, crop=11, origin=(55, -40)),
    Setting(rotate=270, upright=False, crop=13, origin=(120, 70)),
]


def place(data: bytes, setting: Setting) -> bytes:
    """The PDF with its pages set so."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            _, _, width, height = map(float, page.mediabox)
            turned = setting.upright and setting.rotate % 180
            wide, high = (height, width) if turned else (width, height)
            x, y = setting.origin
            turn = {
                0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height),
                270: (0, -1, 1, 0, 0, width),
            }[setting.rotate if setting.upright else 0]  # fmt: skip
            matrix = (*turn[:4], turn[4] + x, turn[5] + y)
            before = f"q {' '.join(map(str, matrix))} cm".encode()
            page.contents_add(document.make_stream(before), prepend=True)
            page.contents_add(document.make_stream(b"Q"))
            page.mediabox = [x, y, x + wide, y + high]
            if setting.crop:
                c = setting.crop
                page.cropbox = [x + c, y + 2 * c, x + wide - 1.5 * c, y + high - c]
            if setting.rotate:
                page.Rotate = setting.rotate
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def landscape_story(size: float = 11) -> bytes:
    return pdf(story(size=size, width=650), pagesize=(A4[1], A4[0]))


def spans(directive: Directive) -> Iterator[tuple[str, Span]]:
    """Everything in the output that quotes the document, with its place."""
    for reference in directive.references:
        yield reference.text, reference.span
    for time in directive.times:
        yield time.text, time.span
    for target in directive.targets:
        yield target.text, target.span
    for agency in directive.agencies:
        for mention in agency.mentions:
            yield mention.text, mention.span
    for task in directive.tasks:
        yield task.text, task.span
        for assignee in task.assignees:
            yield assignee.text, assignee.span
        for deadline in task.deadlines:
            yield deadline.text, deadline.span


def boxes_of(span: Span) -> Iterator[tuple[int, Box]]:
    assert span.page is not None
    assert span.boxes is not None
    for box in span.boxes:
        yield span.page, box
    for more in span.continued or []:
        for box in more.boxes:
            yield more.page, box


def words_in(page: pypdfium2.PdfPage, box: Box, *, sideways: bool = False) -> str:
    """The letters and digits that pdfium finds in the middle of a box on the displayed page.

    Along the line that is all but a sliver; across it a strip, which the lines above and below do not reach into.
    """
    x0, y0, x1, y1 = box
    if sideways:
        x0, x1, y0, y1 = *_strip(x0, x1), y0 + _SLIVER, y1 - _SLIVER
    else:
        x0, x1, y0, y1 = x0 + _SLIVER, x1 - _SLIVER, *_strip(y0, y1)
    (xa, ya), (xb, yb) = to_user(page, x0, y0), to_user(page, x1, y1)
    textpage = page.get_textpage()
    found = textpage.get_text_bounded(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
    textpage.close()
    return letters(found)


_SLIVER = 0.4


def _strip(low: float, high: float) -> tuple[float, float]:
    middle = (low + high) / 2
    return middle - 0.07 * (high - low), middle + 0.07 * (high - low)


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())


def to_user(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the displayed page in the page's own coordinates, by pdfium."""
    scale = 100
    width, height = (round(side * scale) for side in page.get_size())
    found = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDF_DeviceToPage(page, 0, 0, width, height, 0, round(x * scale), round(y * scale), *found)
    return found[0].value, found[1].value
