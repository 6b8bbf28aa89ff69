"""Glyphs of a PDF in an old encoding, made Unicode before lines are built of them.

A PDF set in .VnTime or VNI fonts gives the Western characters that its codes are in other fonts. Its printed lines
together tell the encoding; what its fonts are called is asked only then, for the fonts of capitals.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from analyzer.reading.composer import Composer
from analyzer.reading.legacy import Encoding, convert_blocks, font_encoding, may_hold_legacy, replacements
from analyzer.reading.pdf.lines import is_parted
from analyzer.reading.pdf.page import Glyph, Page


def make_unicode(document: Any, pages: list[Page], composer: Composer) -> None:
    """Convert the glyphs of the pages that are in TCVN3 or VNI, and note it. ``document`` is open in pdfium."""
    if not any(may_hold_legacy("".join([g.text for g in page.glyphs])) for page in pages):
        return
    lines = [(page, line) for page in pages for line in _lines(page.glyphs)]
    texts = [_text(line) for _, line in lines]
    conversion = convert_blocks([text for text, _ in texts])
    if conversion is None:
        return
    dropped: dict[int, set[int]] = {}
    found: list[Encoding] = []
    for (page, line), (text, places), new, encoding in zip(
        lines, texts, conversion.texts, conversion.encodings, strict=True
    ):
        if encoding in ("TCVN3", "VNI"):
            found.append(encoding)
            dropped.setdefault(page.number, set()).update(_put(line, text, places, new, encoding))
    for page in pages:
        if page.number in dropped:
            page.glyphs = [g for g in page.glyphs if g.index not in dropped[page.number]]
            if "TCVN3" in found:
                _set_capitals(document, page)
    if found:
        composer.converted(found, in_part=conversion.is_partial)


def _lines(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs in content order, cut where the baseline changes."""
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and abs(line[-1].base - glyph.base) > 0.5 * glyph.size:
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _text(line: list[Glyph]) -> tuple[str, list[int]]:
    """The text of a line, and for each of its characters the glyph it is; -1 for a space between."""
    parts: list[str] = []
    places: list[int] = []
    for i, glyph in enumerate(line):
        if i and is_parted(line[i - 1], glyph):
            parts.append(" ")
            places.append(-1)
        parts.append(glyph.text)
        places += [i] * len(glyph.text)
    return "".join(parts), places


def _put(line: list[Glyph], text: str, places: list[int], new: str, encoding: Encoding) -> Iterator[int]:
    """Put the new text into the glyphs; yields the index of each glyph that is part of the letter before it."""
    if encoding == "TCVN3":
        for place, old, char in zip(places, text, new, strict=True):
            if old != char:
                line[place].text = char
        return
    at = shift = 0
    for start, end, letter in replacements(text, "VNI"):
        at = start - shift
        if new[at : at + 1] != letter or text[start:end] == letter:
            continue
        first = line[places[start]]
        first.text = letter
        for k in range(start + 1, end):
            mark = line[places[k]]
            first.x1 = max(first.x1, mark.x1)
            shift += 1
            yield mark.index


def _set_capitals(document: Any, page: Page) -> None:
    """The letters set in fonts that show small letters as capitals."""
    import pypdfium2.raw as pdfium

    handle = document[page.number - 1]
    textpage = handle.get_textpage()
    name = ctypes.create_string_buffer(96)
    flags = ctypes.c_int()
    try:
        for glyph in page.glyphs:
            if glyph.text.isalpha():
                length = pdfium.FPDFText_GetFontInfo(textpage.raw, glyph.index, name, len(name), flags)
                bare = name.raw[: max(0, min(length, len(name)) - 1)].decode("latin-1")
                if font_encoding(bare) == ("TCVN3", True):
                    glyph.text = glyph.text.upper()
    finally:
        textpage.close()
        handle.close()
