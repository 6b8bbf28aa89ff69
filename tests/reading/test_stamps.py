"""Number and date that are stamped as pictures over the blanks of a digital page, or written on a scanned one."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyzer import analyze
from analyzer.assembly.models import Directive
from analyzer.reading import Manuscript, read
from tests.reading.builders import BOLD, REGULAR, drawn, font, register_fonts
from tests.reading.scanning import pages, saved, scanned

BODY = (
    "Thực hiện chương trình công tác năm, Ủy ban nhân dân tỉnh yêu cầu các sở, ban,",
    "ngành và Ủy ban nhân dân các xã, phường thực hiện các nhiệm vụ sau đây:",
    "1. Sở Tài chính cân đối kinh phí, báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng",
    "8 năm 2031.",
    "2. Sở Nội vụ tổng hợp kết quả thực hiện của các cơ quan, đơn vị.",
)
# Where the blanks are: left, baseline from the top, digits.
SERIAL, DAY, MONTH = (118, 112, "247"), (396, 132, "19"), (450, 132, "6")


def page(canvas: Canvas) -> None:
    """A plan whose number, day and month are blank."""
    register_fonts()
    height = A4[1]
    for x, y, text, name in (
        (90, 72, "ỦY BAN NHÂN DÂN", BOLD),
        (90, 88, "TỈNH SƠN HẢI", BOLD),
        (92, 112, "Số:", REGULAR),
        (160, 112, "/KH-UBND", REGULAR),
        (290, 72, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD),
        (330, 88, "Độc lập - Tự do - Hạnh phúc", BOLD),
        (310, 132, "Sơn Hải, ngày", REGULAR),
        (420, 132, "tháng", REGULAR),
        (470, 132, "năm 2031", REGULAR),
        (260, 180, "KẾ HOẠCH", BOLD),
        *((90, 230 + 20 * i, line, REGULAR) for i, line in enumerate(BODY)),
    ):
        canvas.setFont(name, 11)
        canvas.drawString(x, height - y, text)


def digits(text: str, slant: float = 0.0) -> Image.Image:
    """Digits as a small picture on white, at 300 dots an inch."""
    picture = Image.new("L", (40 + 34 * len(text), 70), 255)
    ImageDraw.Draw(picture).text((10, 5), text, fill=20, font=ImageFont.truetype(str(font("DejaVuSerif")), 46))
    return picture.transform(picture.size, Image.Transform.AFFINE, (1, slant, -slant * 30, 0, 1, 0), fillcolor=255)


def placed(place: tuple[int, int, str]) -> tuple[Image.Image, list[float]]:
    """The picture of a place and its box on the page, from the bottom left."""
    x, base, text = place
    picture = digits(text)
    width, height = picture.width * 72 / 300, picture.height * 72 / 300
    return picture, [x, A4[1] - base - 4, x + width, A4[1] - base - 4 + height]


def stamped_with_images(*places: tuple[int, int, str]) -> bytes:
    def both(canvas: Canvas) -> None:
        page(canvas)
        for place in places:
            picture, (x0, y0, x1, y1) = placed(place)
            canvas.drawImage(ImageReader(picture), x0, y0, x1 - x0, y1 - y0, mask=[250, 255])

    return drawn(both)


def stamped_with_fields(*places: tuple[int, int, str]) -> bytes:
    """The pictures as the appearances of signature fields."""
    with pikepdf.open(io.BytesIO(drawn(page))) as pdf:
        fields = []
        for place in places:
            picture, box = placed(place)
            image = pdf.make_stream(picture.tobytes())
            image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            image.Width, image.Height = picture.size
            image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
            width, height = box[2] - box[0], box[3] - box[1]
            form = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode())
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox = [0, 0, width, height]
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
            field = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, Rect=box, F=132,
                T=f"field{len(fields)}", AP=pikepdf.Dictionary(N=form),
            )  # fmt: skip
            fields.append(pdf.make_indirect(field))
        pdf.pages[0].Annots = pikepdf.Array(fields)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields), SigFlags=3)
        file = io.BytesIO()
        pdf.save(file)
        return file.getvalue()


def codes(manuscript: Manuscript) -> set[str]:
    return {note.code for note in manuscript.notes}


@pytest.mark.parametrize("stamped", [stamped_with_images, stamped_with_fields])
def test_stamped_number_and_date_complete_the_head(stamped: Any) -> None:
    data = stamped(SERIAL, DAY, MONTH)
    directive: Directive = analyze(data, isolated=False)
    assert directive.directive.number is not None
    assert directive.directive.number.text.replace(" ", "") == "247/KH-UBND"
    assert directive.directive.issued_on is not None
    assert directive.directive.issued_on.isoformat() == "2031-06-19"
    (note,) = [w for w in directive.source.warnings if w.code == "header_read_from_picture"]
    assert "247" in note.message
    assert "247" in note.message_vi
    assert directive.source.reader == "pdf"


def test_blanks_without_a_stamp_stay_blank() -> None:
    directive = analyze(drawn(page), isolated=False)
    assert directive.directive.issued_on is None
    assert directive.directive.number is None or not directive.directive.number.serial
    assert not {"header_read_from_picture", "header_not_read"} & {w.code for w in directive.source.warnings}


def test_a_large_page_with_blanks_is_read() -> None:
    def at_the_top(canvas: Canvas) -> None:
        canvas.translate(0, height - A4[1])
        page(canvas)

    width, height = 2384, 3370  # A0: at 300 dots an inch more than a page may have
    assert "Số: /KH-UBND" in read(drawn(at_the_top, size=(width, height))).text


def test_printed_numbers_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(canvas: Canvas) -> None:
        page(canvas)
        for x, y, text in (SERIAL, DAY, MONTH):
            canvas.setFont(REGULAR, 11)
            canvas.drawString(x, A4[1] - y, text)

    data = drawn(full)
    monkeypatch.setattr(pypdfium2.PdfPage, "render", None)  # drawing the page would fail
    assert "Số: 247" in read(data).text


def test_a_stamp_that_is_no_number_is_told() -> None:
    x, base, _ = SERIAL

    def scribbled(canvas: Canvas) -> None:
        page(canvas)
        canvas.setLineWidth(2)
        for i in range(6):
            canvas.line(x + 2 + 5 * i, A4[1] - base - 3, x + 8 + 5 * (i % 3), A4[1] - base + 9)

    manuscript = read(drawn(scribbled))
    assert "header_read_from_picture" not in codes(manuscript)


@pytest.mark.slow
def test_digits_written_on_a_scan() -> None:
    picture = next(pages(stamped_with_images(SERIAL, DAY, MONTH)))
    directive = analyze(saved([scanned(picture)], "PDF"), isolated=False)
    assert directive.directive.number is not None
    assert directive.directive.number.text.replace(" ", "") == "247/KH-UBND"
    assert directive.directive.issued_on is not None
    assert directive.directive.issued_on.isoformat() == "2031-06-19"
    recognised = [task.span.recognised for task in directive.tasks]
    assert recognised
    assert all(sure is not None and 0.5 < sure <= 1 for sure in recognised)
