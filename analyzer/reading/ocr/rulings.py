"""Ruled lines and specks in the picture of a page: found, and taken off before its words are read.

A ruling is a long thin run of ink along a row or column. Found rulings tell tables from text; left in the picture they
are read as bars and dashes, and specks as full stops and marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analyzer.reading.ocr.picture import Grey

_LEAST_INCHES = 0.3
_LEAST_UPRIGHT_INCHES = 0.15
_TOUCH = 8.0
_MOST_INCHES_THICK = 0.035
_MOST_SLOPE = 0.025  # lines of a page that lay crooked or bent are not all level once it is straight
_FILLED = 0.94
_INK_SHARE = 0.62  # of the lightness of the paper
_SPECK = 3  # dots of half the resolution, in a window of five by five


@dataclass(frozen=True, slots=True)
class Ruling:
    """A level or upright line in pixels of the picture: its ends and the middle of its thickness."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


def take_off(picture: Image.Image, dpi: int) -> tuple[Image.Image, list[Ruling]]:
    """The picture without its specks and ruled lines, and the lines.

    >>> page = Image.new("L", (900, 600), 255)
    >>> page.paste(0, (100, 200, 800, 203))
    >>> clean, rulings = take_off(page, 300)
    >>> [(r.is_level, round(r.x0, -1), round(r.x1, -1), round(r.y0, -1)) for r in rulings], clean.getextrema()
    ([(True, 100.0, 800.0, 200.0)], (255, 255))
    """
    page = np.asarray(picture)
    # Two by two pixels are dark if one is: breaks of a single pixel are bridged.
    height, width = (page.shape[0] // 2) * 2, (page.shape[1] // 2) * 2
    ink = float(np.percentile(page[::8, ::8], 80)) * _INK_SHARE
    halves = np.minimum(page[:height:2, :width], page[1:height:2, :width])
    dark = np.minimum(halves[:, ::2], halves[:, 1::2]) < ink
    thick = max(2, int(_MOST_INCHES_THICK * dpi / 2))
    rulings: list[Ruling] = []
    erased = page.copy()
    rows, columns = np.nonzero(_specks(dark))
    for down in (0, 1):
        for right in (0, 1):
            erased[rows * 2 + down, columns * 2 + right] = 255
    for level in (True, False):
        least = int((_LEAST_INCHES if level else _LEAST_UPRIGHT_INCHES) * dpi / 2)
        for beside, along, dots in _objects(_runs(dark if level else dark.T, least)):
            length, drift = along.stop - along.start, beside.stop - beside.start
            if length < least or int(dots.sum()) > thick * length or drift > thick + _MOST_SLOPE * length:
                continue
            across = (beside.start + beside.stop) * 1.0
            low, high = along.start * 2.0, along.stop * 2.0
            ruling = Ruling(low, across, high, across) if level else Ruling(across, low, across, high)
            # The stem of a large letter is as long as the side of a cell of one line, but joins no rules.
            if not level and high - low < _LEAST_INCHES * dpi and not _is_side(ruling, rulings):
                continue
            rulings.append(ruling)
            _erase(erased if level else erased.T, beside, along, dots)
    return Image.fromarray(erased), rulings


def _erase(page: Grey, beside: slice, along: slice, dots: NDArray[np.bool_]) -> None:
    """Make the dots of a line white, and those around them, on a page of twice the resolution."""
    wide = np.zeros((dots.shape[0] + 2, dots.shape[1] + 2), dtype=np.bool_)
    for down in range(3):
        for right in range(3):
            wide[down : down + dots.shape[0], right : right + dots.shape[1]] |= dots
    wide = wide.repeat(2, axis=0).repeat(2, axis=1)
    top, left = beside.start * 2 - 2, along.start * 2 - 2
    wide = wide[max(0, -top) :, max(0, -left) :]
    part = page[max(0, top) : beside.stop * 2 + 2, max(0, left) : along.stop * 2 + 2]
    part[wide[: part.shape[0], : part.shape[1]]] = 255


def _is_side(upright: Ruling, level: list[Ruling]) -> bool:
    """Whether an upright line reaches from one level line to another."""
    ends = [False, False]
    for ruling in level:
        if ruling.is_level and ruling.x0 - _TOUCH <= upright.x0 <= ruling.x1 + _TOUCH:
            ends[0] |= abs(ruling.y0 - upright.y0) < _TOUCH
            ends[1] |= abs(ruling.y0 - upright.y1) < _TOUCH
    return all(ends)


def _specks(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Dark dots with next to none around them; the dot of an "i" or a full stop is larger."""
    from scipy import ndimage

    # The filter keeps the type of its input: counts up to 25 fit.
    around = ndimage.correlate1d(ndimage.correlate1d(dark.view(np.uint8), [1] * 5, axis=0), [1] * 5, axis=1)
    found: NDArray[np.bool_] = dark & (around <= _SPECK)
    return found


def _runs(dark: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Where a stretch of ``least`` dots along the rows is dark nearly throughout."""
    rows, columns = dark.shape
    if columns <= least:
        return np.zeros_like(dark)
    sums = np.zeros((rows, columns + 1), dtype=np.int32)
    np.cumsum(dark, axis=1, out=sums[:, 1:])
    full = sums[:, least:] - sums[:, :-least] >= _FILLED * least
    marked = np.zeros_like(dark)
    # A full window marks all its dots: a running count of the windows that cover a dot.
    edges = np.zeros((rows, columns + 1), dtype=np.int32)
    edges[:, : full.shape[1]] += full
    edges[:, least:] -= full
    np.greater(np.cumsum(edges[:, :-1], axis=1), 0, out=marked)
    return marked & dark


def _objects(marked: NDArray[np.bool_]) -> Iterator[tuple[slice, slice, NDArray[np.bool_]]]:
    """Dots that touch: their rows, their columns, and which they are there."""
    from scipy import ndimage

    labels, _ = ndimage.label(marked, structure=np.ones((3, 3)))
    for number, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
        yield rows, columns, labels[rows, columns] == number
