"""Digits that are put on a digital page as a picture: number and date of a document, stamped when it is signed.

The signing software of an office lays small pictures (signature fields with an appearance, or images) over the blanks
"Số:      /KH-UBND" and "ngày      tháng      năm". The page is drawn with them, its own text is painted over, and what
is left in the blanks is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.reading.composer import Composer
from analyzer.reading.limits import Limits
from analyzer.reading.pdf.blanks import blanks
from analyzer.reading.pdf.page import Page

if TYPE_CHECKING:
    from PIL.Image import Image

    from analyzer.reading.ocr.head import Filled

_FRINGE = 1  # pixels by which drawn letters reach out of their boxes


def read_stamps(data: bytes, page: Page, composer: Composer, limits: Limits) -> None:
    """Put stamped digits into the blanks of the head of a page with a text layer, and note what was read so.

    Pages whose number and date are printed are not drawn.
    """
    if not page.glyphs or page.frame.turn or page.recognised:
        return
    if all(blank.inner for blank in blanks(page)):
        return
    from analyzer.reading.ocr import resolution
    from analyzer.reading.ocr.head import complete

    dpi = resolution(page.frame.size)
    picture = _drawn(data, page, dpi, limits)
    note_filled(complete(page, picture, 72 / dpi, only_empty=True), composer, page.number)


def _drawn(data: bytes, page: Page, dpi: float, limits: Limits) -> Image:
    """The page in grey with its form fields, without its text."""
    import pypdfium2
    from PIL import ImageDraw

    width, height = page.frame.size
    scale = dpi / 72
    limits.check(pixels=int(width * height * scale**2))
    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()
        picture: Image = document[page.number - 1].render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()
    brush = ImageDraw.Draw(picture)
    for glyph in page.glyphs:
        box = [glyph.x0 * scale - _FRINGE, glyph.top * scale, glyph.x1 * scale + _FRINGE, glyph.bottom * scale]
        brush.rectangle(box, fill=255)
    return picture


def note_filled(filled: list[Filled], composer: Composer, page: int) -> None:
    """Note digits of number and date that were read in the picture of the page, and those that could not be."""
    read = [f for f in filled if f.digits is not None]
    if read:
        what = ", ".join(f"{f.names[0]} {f.digits} ({f.confidence:.0%})" for f in read)
        what_vi = ", ".join(f"{f.names[1]} {f.digits} ({f.confidence:.0%})" for f in read)
        composer.note(
            "header_read_from_picture",
            f"Handwritten or stamped digits of the head were read from the picture: {what}. Check them.",
            f"Số, ngày viết tay hoặc đóng dấu được đọc từ ảnh: {what_vi}. Hãy đối chiếu với bản gốc.",
            page=page,
        )
    if lost := [f for f in filled if f.digits is None]:
        composer.note(
            "header_not_read",
            f"Handwritten or stamped digits of the head could not be read: {', '.join(f.names[0] for f in lost)}.",
            f"Không đọc được phần viết tay hoặc đóng dấu: {', '.join(f.names[1] for f in lost)}.",
            page=page,
        )
