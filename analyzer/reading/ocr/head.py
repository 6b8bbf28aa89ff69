"""The number and date of a document where they are written by hand or stamped: "Số: 275/…", "ngày 16 tháng 12".

Printed around them, in a letterhead, stand the words that say what they are; between those words the picture of the
page is read for digits alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analyzer.reading.ocr.numerals import Number, read_number
from analyzer.reading.pdf.blanks import Blank, blanks
from analyzer.reading.pdf.page import Glyph, Page

_SURE = 0.85
_LEAST = 0.45
_YEARS = range(1945, 2101)
_ABOVE, _BELOW = 1.15, 0.35  # how far writing reaches over and under the baseline, in heights of the printed word

_ACCEPTS: dict[str, tuple[int, Callable[[str], bool]]] = {
    "serial": (5, lambda digits: digits.strip("0") != ""),
    "day": (2, lambda digits: 1 <= int(digits) <= 31),
    "month": (2, lambda digits: 1 <= int(digits) <= 12),
    "year": (4, lambda digits: int(digits) in _YEARS),
}
_KINDS = {
    "serial": ("number", "số"),
    "day": ("day", "ngày"),
    "month": ("month", "tháng"),
    "year": ("year", "năm"),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was read in a blank: the digits, None where they could not be read, and how sure the reader is."""

    kind: str
    digits: str | None
    confidence: float

    @property
    def names(self) -> tuple[str, str]:
        """What it is, in English and Vietnamese."""
        return _KINDS[self.kind]


def complete(page: Page, picture: Image.Image, scale: float, *, only_empty: bool = False) -> list[Filled]:
    """Read the blanks of a page in its picture (grey, upright; ``scale`` points a pixel) and put the digits into it.

    Digits that were read with confidence are left as they are, with ``only_empty`` all that is there. Glyphs that make
    no number are taken off. Returns what was read, or could not be.
    """
    result: list[Filled] = []
    for blank in blanks(page):
        if only_empty and blank.inner:
            continue
        read = "".join(g.text for g in blank.inner)
        accepted = read.isascii() and read.isdigit() and _ACCEPTS[blank.kind][1](read)
        sure = min((page.confidence.get(g.index, 1.0) for g in blank.inner), default=0.0)
        if accepted and sure >= _SURE:
            continue
        ink = _ink(blank, picture, scale)
        most, accept = _ACCEPTS[blank.kind]
        number = read_number(ink, most, accept) if ink is not None else None
        if accepted and (number is None or number.digits == read or number.confidence < max(_LEAST, sure)):
            result.append(Filled(blank.kind, read, max(sure, number.confidence if number else 0.0)))
        elif ink is not None and number is not None and number.confidence >= _LEAST:
            _put(page, blank, number, ink, scale)
            result.append(Filled(blank.kind, number.digits, number.confidence))
        elif blank.inner or ink is not None:
            _take(page, blank)
            result.append(Filled(blank.kind, None, 0.0))
    return result


def _region(blank: Blank) -> tuple[float, float, float, float]:
    """The box, in points, in which the digits stand."""
    size = blank.before.size
    x0 = blank.before.x1
    if blank.after is not None:
        x1 = blank.after.x0
    else:
        x1 = max([x0 + 3.2 * size, *(g.x1 + 0.1 * size for g in blank.inner)])
    rise = max(0.4 * size, blank.before.base - blank.before.top)
    return x0, blank.before.base - _ABOVE * rise, max(x1, x0), blank.before.base + _BELOW * rise


def _ink(blank: Blank, picture: Image.Image, scale: float) -> NDArray[np.bool_] | None:
    """The ink of a blank, None where it is empty."""
    x0, top, x1, bottom = (int(v / scale) for v in _region(blank))
    box = max(0, x0), max(0, top), min(picture.width, x1 + 1), min(picture.height, bottom + 1)
    if box[2] - box[0] < 6 or box[3] - box[1] < 6:
        return None
    grey = np.asarray(picture.crop(box))
    dark, light = float(np.percentile(grey, 1)), float(np.percentile(grey, 90))
    if light - dark < 60:
        return None
    return grey < (dark + light) / 2


def _put(page: Page, blank: Blank, number: Number, ink: NDArray[np.bool_], scale: float) -> None:
    """Put the digits into the page in place of the glyphs that were read there, spread over the ink."""
    _take(page, blank)
    before = blank.before
    columns = np.nonzero(ink.any(axis=0))[0]
    start = before.x1 + float(columns[0]) * scale
    step = max(0.5, float(columns[-1] + 1 - columns[0]) * scale / len(number.digits))
    index = 1 + max(g.index for g in page.glyphs)
    at = page.glyphs.index(before) + 1
    for i, digit in enumerate(number.digits):
        left = start + i * step
        glyph = Glyph(
            digit,
            left,
            left + step,
            before.base - 0.7 * before.size,
            before.base,
            before.base,
            before.size,
            i == 0,
            index,
        )
        page.glyphs.insert(at + i, glyph)
        page.confidence[index] = number.confidence
        index += 1
    if blank.after is not None:
        blank.after.space = blank.kind != "serial"


def _take(page: Page, blank: Blank) -> None:
    inner = {g.index for g in blank.inner}
    page.glyphs = [g for g in page.glyphs if g.index not in inner]
