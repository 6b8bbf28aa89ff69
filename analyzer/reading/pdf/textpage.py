"""The characters of a page, asked of pdfium in bulk.

pdfium answers for one character at a time. The questions are few, so that each is asked of all characters in one go,
with plain addresses for the answers: that takes a tenth of the time that a call by call loop takes.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, repeat
from typing import Any

#: White space before a character: of the file; guessed by pdfium, between text objects, also where they touch.
SPACE, GUESSED = 1, 2
_WHITE = frozenset([9, 10, 13, 32, 160])
_BOLD_WEIGHT = 600
_SURROGATES = 0xD800
_indices: list[int] = []


@dataclass(frozen=True, slots=True)
class Style:
    """What the characters of a text object share; the angle is in radians, clockwise."""

    size: float
    angle: float
    bold: bool


class Characters:
    """The printed characters of a page in content order, as lists of the same length; positions are in user space.

    ``before`` tells by a character's index what white space stands before it. Characters without a code or place are
    left out.
    """

    def __init__(self, textpage: Any, check: Callable[[int], None]) -> None:
        """``textpage`` is pdfium's, which must stay open; ``check`` is asked before so many are read."""
        pdfium = _pdfium()
        self._handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        count = max(0, pdfium.count(self._handle))
        check(count)
        # The same number objects for every page: they are held with the glyphs.
        _indices.extend(range(len(_indices), count))
        codes = self._all_codes(count)
        white = [i for i, code in zip(_indices, codes, strict=False) if code in _WHITE]
        printed = [i for i, code in zip(_indices, codes, strict=False) if code not in _WHITE]
        self.indices: Sequence[int] = printed
        self.codes: Sequence[int] = [code for code in codes if code not in _WHITE]
        handles = repeat(self._handle)
        objects = list(map(pdfium.text_object, handles, printed))
        #: The text object of each; a character that has none is one by itself.
        self.objects: Sequence[int] = [-1 - i if o is None else o for i, o in enumerate(objects)]
        origins = array("d", bytes(16 * len(printed)))
        boxes = array("f", bytes(16 * len(printed)))
        at, end = origins.buffer_info()[0], origins.buffer_info()[0] + 16 * len(printed)
        placed = list(map(pdfium.origin, handles, printed, range(at, end, 16), range(at + 8, end + 8, 16)))
        at, end = boxes.buffer_info()[0], boxes.buffer_info()[0] + 16 * len(printed)
        boxed = list(map(pdfium.loose_box, handles, printed, range(at, end, 16)))
        points, sides = origins.tolist(), boxes.tolist()
        self.xs: Sequence[float] = points[0::2]
        self.ys: Sequence[float] = points[1::2]
        # pdfium's rectangles are left, top, right, bottom.
        self.lefts: Sequence[float] = sides[0::4]
        self.tops: Sequence[float] = sides[1::4]
        self.rights: Sequence[float] = sides[2::4]
        self.bottoms: Sequence[float] = sides[3::4]
        dropped: set[int] = set()
        if 0 in self.codes or 0 in placed or 0 in boxed or not math.isfinite(sum(points) + sum(sides)):
            dropped = self._drop([bool(a and b) for a, b in zip(placed, boxed, strict=True)])
        self.before = self._white_space(white, dropped)

    def styles(self) -> dict[int, Style]:
        """The style of each text object, in the order of their first characters."""
        # Backwards, so that the first character of an object is what stays.
        firsts = dict(zip(reversed(self.objects), reversed(self.indices), strict=True))
        return {text_object: self._style(firsts[text_object]) for text_object in dict.fromkeys(self.objects)}

    def _style(self, index: int) -> Style:
        pdfium, handle = _pdfium(), self._handle
        bold = pdfium.weight(handle, index) >= _BOLD_WEIGHT
        if not bold:
            name = ctypes.create_string_buffer(96)
            length = pdfium.font(handle, index, ctypes.addressof(name), len(name), None)
            bold = b"bold" in name.raw[: max(0, min(length, len(name)))].lower()
        return Style(pdfium.size(handle, index), max(0.0, pdfium.angle(handle, index)), bold)

    def _all_codes(self, count: int) -> Sequence[int]:
        """The code of each character; from the page's text in one piece, where each is one sign of it."""
        text = array("H", bytes(2 * count + 2))
        if _pdfium().text(self._handle, 0, count, text.buffer_info()[0]) == count + 1:
            text.pop()
            if max(text, default=0) < _SURROGATES:
                return text
        return list(map(_pdfium().code, repeat(self._handle), range(count)))

    def _drop(self, is_placed: Sequence[bool]) -> set[int]:
        """Leave out what has no code or place; returns the indices."""
        numbers = self.xs, self.ys, self.lefts, self.tops, self.rights, self.bottoms
        finite = [all(map(math.isfinite, values)) for values in zip(*numbers, strict=True)]
        kept = [code != 0 and a and b for code, a, b in zip(self.codes, is_placed, finite, strict=True)]
        dropped = {i for i, keep in zip(self.indices, kept, strict=True) if not keep}
        for name in ("indices", "codes", "objects", "xs", "ys", "lefts", "tops", "rights", "bottoms"):
            setattr(self, name, list(compress(getattr(self, name), kept)))
        return dropped

    def _white_space(self, white: list[int], dropped: set[int]) -> dict[int, int]:
        pdfium = _pdfium()
        guessed = map(pdfium.is_generated, repeat(self._handle), white)
        kinds = {i: GUESSED if made == 1 else SPACE for i, made in zip(white, guessed, strict=False)}
        found: dict[int, int] = {}
        for i in sorted(dropped.union(white)) if dropped else white:
            kind = found.pop(i, 0) | kinds.get(i, 0)
            if kind:
                found[i + 1] = kind
        return found


class _Pdfium:
    """The functions of pdfium for characters, each with plain addresses for what it takes and gives."""

    def __init__(self) -> None:
        page, index, address = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
        done, number = ctypes.c_int, ctypes.c_int
        self.count = _function("FPDFText_CountChars", number, page)
        self.text = _function("FPDFText_GetText", number, page, index, number, address)
        self.code = _function("FPDFText_GetUnicode", ctypes.c_uint, page, index)
        self.text_object = _function("FPDFText_GetTextObject", ctypes.c_void_p, page, index)
        self.origin = _function("FPDFText_GetCharOrigin", done, page, index, address, address)
        self.loose_box = _function("FPDFText_GetLooseCharBox", done, page, index, address)
        self.is_generated = _function("FPDFText_IsGenerated", number, page, index)
        self.weight = _function("FPDFText_GetFontWeight", number, page, index)
        self.size = _function("FPDFText_GetFontSize", ctypes.c_double, page, index)
        self.angle = _function("FPDFText_GetCharAngle", ctypes.c_float, page, index)
        self.font = _function(
            "FPDFText_GetFontInfo", ctypes.c_ulong, page, index, address, ctypes.c_ulong, ctypes.c_void_p
        )


@cache
def _pdfium() -> _Pdfium:
    return _Pdfium()


def _function(name: str, result: Any, *arguments: Any) -> Any:
    import pypdfium2.raw

    # The calls take less than a microsecond and call nothing back: they keep the interpreter's lock.
    address = ctypes.cast(getattr(pypdfium2.raw, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)
