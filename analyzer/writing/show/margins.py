"""Room for the labels: a spot in the margin beside a line where nothing is printed.

What is printed is seen on the rendered page, so that scans, rulings, stamps and signatures count as well as text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain
from typing import Any, Literal

from PIL.Image import Image, Resampling, Transpose

from analyzer.assembly.models import Box
from analyzer.writing.show.geometry import Sheet, around, overlap

_SCALE = 2.0
_MOST_PIXELS = 4_000_000
_CONTRAST = 60  # how much darker than paper ink is, of 255
_SPECKLES = 0.01  # the share of a spot that noise may darken
_CLEAR = 1.2
_GAP = 5.0
_EDGE = 3.0
_FRAME = 0.03  # the share of the page's width at its edges where scans have shadows
_COLUMN = 30  # how dark, of 255, a column of dots in a line is where something is printed
_APART = 1.0
_STEP = 2.0
_SHIFTS = (0.0, 3.0, -3.0, 6.0, -6.0, 9.0, -9.0)

Side = Literal["left", "right"]


class Ink:
    """Where a page is printed, in reading position."""

    def __init__(self, page: Any, sheet: Sheet) -> None:
        width, height = page.get_size()
        self._scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        picture = page.render(scale=self._scale, grayscale=True).to_pil().convert("L")
        self._dark = _dark(_turned(picture, sheet.frame.turn))

    def share(self, box: Box) -> float:
        """How much of a box is dark, from 0 to 1."""
        x0, y0, x1, y1 = (value * self._scale for value in box)
        area = self._dark.crop((math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1)))
        dark: int = area.histogram()[255]
        return dark / max(1, area.width * area.height)

    def extent(self, top: float, bottom: float) -> tuple[float, float] | None:
        """From where to where a line is printed, rulings included; None where it is empty."""
        width = self._dark.width
        area = self._dark.crop((0, math.floor(top * self._scale), width, math.ceil(bottom * self._scale)))
        shadow = math.ceil(_FRAME * width)
        row = area.resize((width, 1), Resampling.BOX).crop((shadow, 0, width - shadow, 1))
        printed = row.point([255 if value > _COLUMN else 0 for value in range(256)]).getbbox()
        return ((printed[0] + shadow) / self._scale, (printed[2] + shadow) / self._scale) if printed else None


def _turned(picture: Image, turn: int) -> Image:
    turns = {1: Transpose.ROTATE_270, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_90}
    return picture.transpose(turns[turn]) if turn else picture


def _dark(picture: Image) -> Image:
    """White where the picture is clearly darker than its paper, which is most of it."""
    counts = picture.histogram()
    paper, seen = 255, 0
    for value in range(255, -1, -1):
        seen += counts[value]
        if seen * 2 >= picture.width * picture.height:
            paper = value
            break
    return picture.point([255 if value < paper - _CONTRAST else 0 for value in range(256)])


class Margins:
    """Finds spots for the labels of one page, none on another and none on what is printed."""

    def __init__(self, ink: Ink, sheet: Sheet) -> None:
        self._ink = ink
        self._sheet = sheet
        self._taken: list[Box] = []

    def place(self, width: float, height: float, line: Box, side: Side) -> Box:
        """A spot beside a line: in the margin on its side, else the other one, else where least is covered."""
        best: tuple[float, Box] | None = None
        for x, y in self._spots(width, height, line, side):
            box = x, y, x + width, y + height
            if any(overlap(box, taken) for taken in self._taken):
                continue
            covered = self._ink.share((box[0] - _CLEAR, box[1] - _CLEAR / 2, box[2] + _CLEAR, box[3] + _CLEAR / 2))
            if best is None or covered < best[0]:
                best = covered, box
            if covered <= _SPECKLES:
                break
        found = best[1] if best else (line[0], line[1], line[0] + width, line[1] + height)
        self._taken.append(around([found], _APART))
        return found

    def _spots(self, width: float, height: float, line: Box, side: Side) -> Iterator[tuple[float, float]]:
        page_width, page_height = self._sheet.size
        # The frame of a table stands outside its text.
        printed = self._ink.extent(line[1], line[3]) or (line[0], line[2])
        left_edges = dict.fromkeys((min(self._sheet.left, printed[0]), printed[0]))
        right_edges = dict.fromkeys((max(self._sheet.right, printed[1]), printed[1]))
        for shift in _SHIFTS:
            y = (line[1] + line[3] - height) / 2 + shift
            if not 0 <= y <= page_height - height:
                continue
            # Beside the page's text if there is room, so that labels stand in a column, else beside the line's.
            left = [_steps(edge - _GAP - width, _EDGE, -_STEP) for edge in left_edges]
            right = [_steps(edge + _GAP, page_width - _EDGE - width, _STEP) for edge in right_edges]
            for x in chain(*left, *right) if side == "left" else chain(*right, *left):
                yield x, y
        # No margin: beside the line, among what else is printed there.
        for x in _steps(line[0] - width - _CLEAR, _EDGE, -_STEP):
            yield x, (line[1] + line[3] - height) / 2


def _steps(first: float, last: float, step: float) -> Iterator[float]:
    """Positions from the first towards the last; none where the first lies beyond it.

    >>> list(_steps(5, 0, -2)), list(_steps(5, 6, -2))
    ([5, 3, 1], [])
    """
    count = math.floor((last - first) / step)
    return (first + step * i for i in range(count + 1))
