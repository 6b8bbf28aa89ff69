"""Ruled lines in the picture of a page: found, and taken off before its words are read.

A ruling is a long thin run of ink along a row or column. Found rulings tell tables from text; left in the picture they
are read as bars and dashes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_LEAST_INCHES = 0.3
_MOST_INCHES_THICK = 0.035
_FILLED = 0.94
_INK = 150


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
    """The picture without its ruled lines, and the lines.

    >>> page = Image.new("L", (900, 600), 255)
    >>> page.paste(0, (100, 200, 800, 203))
    >>> clean, rulings = take_off(page, 300)
    >>> [(r.is_level, round(r.x0, -1), round(r.x1, -1), round(r.y0, -1)) for r in rulings], clean.getextrema()
    ([(True, 100.0, 800.0, 200.0)], (255, 255))
    """
    page = np.asarray(picture)
    # Two by two pixels are dark if one is: breaks of a single pixel are bridged.
    height, width = (page.shape[0] // 2) * 2, (page.shape[1] // 2) * 2
    dark = page[:height, :width].reshape(height // 2, 2, width // 2, 2).min(axis=(1, 3)) < _INK
    least, thick = int(_LEAST_INCHES * dpi / 2), max(2, int(_MOST_INCHES_THICK * dpi / 2))
    rulings: list[Ruling] = []
    erased = page.copy()
    for level in (True, False):
        marked = _runs(dark if level else dark.T, least)
        for rows, columns in _objects(marked):
            if rows.stop - rows.start > thick or columns.stop - columns.start < least:
                continue
            across = (rows.start + rows.stop) * 1.0
            low, high = columns.start * 2.0, columns.stop * 2.0
            rulings.append(Ruling(low, across, high, across) if level else Ruling(across, low, across, high))
            along = slice(max(0, columns.start * 2 - 2), columns.stop * 2 + 2)
            beside = slice(max(0, rows.start * 2 - 2), rows.stop * 2 + 2)
            if level:
                erased[beside, along] = 255
            else:
                erased[along, beside] = 255
    return (Image.fromarray(erased), rulings) if rulings else (picture, [])


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


def _objects(marked: NDArray[np.bool_]) -> list[tuple[slice, slice]]:
    from scipy import ndimage

    if not marked.any():
        return []
    # Dots that lie in one row belong together over a short break; across rows they must touch.
    labels, _ = ndimage.label(marked, structure=np.ones((3, 3)))
    return [(rows, columns) for rows, columns in ndimage.find_objects(labels)]
