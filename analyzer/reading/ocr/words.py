"""Recognised lines to a page of glyphs, as a page with a text layer has them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from analyzer.reading.ocr.hocr import Line
from analyzer.reading.ocr.rulings import Ruling
from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.page import Glyph, Page

_POINTS = 72.0
# What tesseract measures as the size of letters varies with the letters of the line; sizes this near are one.
_SAME_SIZE = (0.72, 1.35)


def page_of(number: int, frame: Frame, lines: Sequence[Line], rulings: Sequence[Ruling], dpi: float) -> Page:
    """The page of the recognised lines: glyphs and rulings in points, in reading position.

    ``Page.confidence`` has the confidence of each glyph's word.
    """
    scale = _POINTS / dpi
    page = Page(number, frame, has_image=True, recognised=True)
    usual = median([line.size for line in lines for _ in line.words]) if lines else 0.0
    index = 0
    for line in lines:
        size = usual if _SAME_SIZE[0] <= line.size / usual <= _SAME_SIZE[1] else line.size
        for word in line.words:
            top, bottom = word.box[1] * scale, word.box[3] * scale
            for i, (letter, (x0, x1)) in enumerate(zip(word.text, word.places(), strict=True)):
                glyph = Glyph(
                    letter, x0 * scale, x1 * scale, top, bottom, line.base * scale, size * scale, i == 0, index
                )
                page.glyphs.append(glyph)
                page.confidence[index] = word.confidence
                index += 1
    page.rulings = [(r.x0 * scale, r.y0 * scale, r.x1 * scale, r.y1 * scale) for r in rulings]
    page.has_rulings = sum(r.is_level for r in rulings) >= 2 and sum(not r.is_level for r in rulings) >= 2
    return page
