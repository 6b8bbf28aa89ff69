"""One page of a PDF as glyphs in reading position: what pdfium gives, in points from the page's top left."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analyzer.reading.pdf.frame import Box, Frame
from analyzer.reading.pdf.textpage import GUESSED, SPACE, Characters, Style

# Letters that the ToUnicode table of widespread Vietnamese fonts gets wrong.
_FONT_SLIPS = {"ǜ": "ũ", "Ǜ": "Ũ", "Ƕ": "ỳ", "\ufb01": "fi", "\ufb02": "fl"}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HYPHEN_MARKS = frozenset("\x02\ufffe\xad")
_LEAST_GAP = 0.1
_MIN_RULING = 6.0
_MAX_RULING_WIDTH = 2.5
_MAX_PATHS = 4_000


@dataclass(slots=True)
class Glyph:
    """A printed character: text, box in reading position, baseline, font size; ``space`` if white space precedes it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    space: bool
    index: int


@dataclass(slots=True)
class Page:
    """What is on a page. ``number`` counts from 1; ``slanted`` is text across the reading direction (watermarks).

    A ``recognised`` page was read from a picture: it has the boxes of the picture's ruled lines in reading position.
    ``confidence`` is that of the words of recognised glyphs, by the glyph's index.
    """

    number: int
    frame: Frame
    glyphs: list[Glyph] = field(default_factory=list)
    slanted: str = ""
    has_image: bool = False
    has_rulings: bool = False
    is_crowded: bool = False
    recognised: bool = False
    confidence: dict[int, float] = field(default_factory=dict)
    rulings: list[Box] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The glyphs in their order, with the spaces before them, without layout."""
        return "".join(f" {g.text}" if g.space else g.text for g in self.glyphs)

    def is_bold(self, glyphs: list[Glyph]) -> bool:
        """Whether the glyphs are set in a bold font, by the first, middle and last."""
        probes = {glyphs[0].index, glyphs[len(glyphs) // 2].index, glyphs[-1].index}
        return probes <= self.bold


def read_page(page: Any, number: int, check: Callable[[int], None] = lambda count: None) -> Page:
    """Read the glyphs of a pdfium page; the caller closes it. ``check`` is asked before so many are read."""
    rotation = page.get_rotation() % 360
    crop = crop_box(page)
    textpage = page.get_textpage()
    try:
        characters = Characters(textpage, check)
        styles = characters.styles()
        result = Page(number, Frame(crop, rotation, _turn(characters, styles, rotation)))
        _read_glyphs(characters, styles, result)
    finally:
        textpage.close()
    result.has_image, result.has_rulings, result.is_crowded = _graphics(page)
    return result


def crop_box(page: Any) -> Box:
    """What is displayed of a pdfium page, in its own coordinates; A4 where that cannot be."""
    box = tuple(float(v) for v in page.get_bbox())
    left, bottom, right, top = box
    if not all(map(math.isfinite, box)) or right - left < 1 or top - bottom < 1:
        return 0.0, 0.0, 595.0, 842.0
    return left, bottom, right, top


def _turn(characters: Characters, styles: dict[int, Style], rotation: int) -> int:
    """The quarter turns of most characters, counter-clockwise as displayed."""
    turns: Counter[int | None] = Counter()
    for text_object, count in Counter(characters.objects).items():
        turns[_quarters(styles[text_object].angle, rotation)] += count
    turns.pop(None, None)
    best = turns.most_common(1)
    return best[0][0] or 0 if best else 0


def _quarters(angle: float, rotation: int) -> int | None:
    # pdfium's angle and the page's rotation both turn clockwise.
    degrees = (-math.degrees(angle) - rotation) % 360
    nearest = round(degrees / 90)
    return nearest % 4 if abs(degrees - nearest * 90) < 5 else None


def _read_glyphs(characters: Characters, styles: dict[int, Style], page: Page) -> None:
    """Put the characters on the page as glyphs; what is written across its reading direction goes to ``slanted``.

    This runs once for each printed character of a document and makes no call that can be spared.
    """
    frame, glyphs = page.frame, page.glyphs
    straight = {o for o, style in styles.items() if _quarters(style.angle, frame.rotation) == frame.turn}
    slanted: list[str] = []
    letters: dict[int, str] = {}
    x0s, y0s = frame.to_reading(characters.lefts, characters.bottoms)
    x1s, y1s = frame.to_reading(characters.rights, characters.tops)
    _, bases = frame.to_reading(characters.xs, characters.ys)
    before = characters.before
    white = high_surrogate = 0
    last: Glyph | None = None
    for code, text_object, x0, x1, y0, y1, base, index in zip(
        characters.codes, characters.objects, x0s, x1s, y0s, y1s, bases, characters.indices, strict=True
    ):
        if index in before:
            white |= before[index]
        if code in letters:
            text = letters[code]
        elif 0xD800 <= code < 0xDC00:
            high_surrogate = code
            continue
        elif 0xDC00 <= code < 0xE000:
            text = _letter(0x10000 + ((high_surrogate - 0xD800) << 10) + code - 0xDC00 if high_surrogate else 0xFFFD)
            high_surrogate = 0
        else:
            text = letters[code] = _letter(code)
        if text_object not in straight:
            slanted.append(" " + text if white else text)
            white = 0
            continue
        if x1 < x0:
            x0, x1 = x1, x0
        if y1 < y0:
            y0, y1 = y1, y0
        style = styles[text_object]
        size, height = style.size, y1 - y0
        if height != 0 and not 0.5 * height <= size <= 2.5 * height:
            size = height
        if size < 0.1:
            size = 0.1
        if style.bold:
            page.bold.add(index)
        space = white & SPACE != 0
        if last is not None:
            if text == last.text and abs(last.x0 - x0) < size * 0.08 and abs(last.base - base) < size * 0.08:
                # Printed twice to look bold.
                white = 0
                continue
            if white & GUESSED and not -0.3 <= (x0 - last.x1) / size < _LEAST_GAP:
                space = True
            # The glyphs of all pages are held together: letters are interned, and a line's numbers the same objects.
            if x0 == last.x1:
                x0 = last.x1
            if y0 == last.top:
                y0 = last.top
            if y1 == last.bottom:
                y1 = last.bottom
            if base == last.base:
                base = last.base
            if size == last.size:
                size = last.size
        last = Glyph(text, x0, x1, y0, y1, base, size, space, index)
        glyphs.append(last)
        white = 0
    page.slanted = "".join(slanted).strip()


def _letter(code: int) -> str:
    text = sys.intern(chr(code)) if code < 0x110000 else "\ufffd"
    return "-" if text in _HYPHEN_MARKS else _FONT_SLIPS.get(text, text)


def _graphics(page: Any) -> tuple[bool, bool, bool]:
    """Whether the page has a picture, whether it has the ruled lines of a table, and too many to look for one."""
    import pypdfium2.raw as pdfium

    image = False
    across: list[float] = []
    down: list[float] = []
    paths = 0
    for item in page.get_objects(max_depth=4):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            image = True
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if paths > _MAX_PATHS:
                break
            left, bottom, right, top = item.get_bounds()
            width, height = right - left, top - bottom
            if width >= _MIN_RULING and height >= _MIN_RULING:
                across += [bottom, top]
                down += [left, right]
            elif width >= _MIN_RULING and height <= _MAX_RULING_WIDTH:
                across.append(bottom)
            elif height >= _MIN_RULING and width <= _MAX_RULING_WIDTH:
                down.append(left)
    rows, columns = _places(across), _places(down)
    return image, min(rows, columns) >= 1 and rows + columns >= 4, paths > _MAX_PATHS


def _places(values: list[float]) -> int:
    """How many places at least three points apart the values take."""
    count, last = 0, -math.inf
    for value in sorted(values):
        if value - last > 3:
            count, last = count + 1, value
    return count


def superscript(text: str) -> str:
    """A raised digit as the superscript character, so that it does not run into the number before it.

    >>> superscript("2")
    '²'
    """
    return text.translate(_SUPERSCRIPTS)
