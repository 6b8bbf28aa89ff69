"""Words of ruled tables in a picture: read column by column.

Read as a page, the short lines of neighbouring cells run into one another. A column is a block of writing; a cell that
covers several columns is read by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from analyzer.reading.ocr.hocr import Line, Word
from analyzer.reading.ocr.rulings import Ruling
from analyzer.reading.ocr.tesseract import Tesseract
from analyzer.reading.pdf.rulings import OUTSIDE, Grid, TooManyRulings, find_grids
from analyzer.reading.pdf.rulings import Ruling as PageRuling

_POINTS = 72.0
_BLOCK = 6  # tesseract's mode for a uniform block of writing
_MARGIN = 24  # white pixels around a block: writing at the very edge is lost
_INSET = 3  # pixels: what is left of the rulings
_LEAST_INK = 40

PixelBox = tuple[int, int, int, int]


def read_page(program: Tesseract, picture: Image.Image, rulings: Sequence[Ruling], dpi: int) -> list[Line]:
    """The lines of a page whose ruled lines were taken off: what stands outside of tables, then the tables' columns."""
    grids = _grids(rulings, dpi)
    if not grids:
        return program.lines(picture, dpi)
    outside = picture.copy()
    brush = ImageDraw.Draw(outside)
    lines: list[Line] = []
    for grid in grids:
        brush.rectangle(_pixels(grid.box, dpi), fill=255)
        for box, hidden in _blocks(grid, dpi):
            lines += _block(program, picture, box, hidden, dpi)
    return [*program.lines(outside, dpi), *lines]


def _grids(rulings: Sequence[Ruling], dpi: int) -> list[Grid]:
    """The tables of at least two columns; frames and drawings are none."""
    scale = _POINTS / dpi
    boxes = ((r.x0 * scale, r.y0 * scale, r.x1 * scale, r.y1 * scale) for r in rulings)
    try:
        grids = find_grids([r for box in boxes if (r := PageRuling.of_box(box)) is not None])
    except TooManyRulings:
        return []
    return [grid for grid in grids if len(grid.xs) > 2 and len(grid.ys) > 2]


def _blocks(grid: Grid, dpi: int) -> Iterable[tuple[PixelBox, list[PixelBox]]]:
    """Each column with the boxes of the wide cells that cross it, then the wide cells."""
    wide = _wide_cells(grid)
    for i in range(len(grid.xs) - 1):
        box = grid.xs[i], grid.ys[0], grid.xs[i + 1], grid.ys[-1]
        yield _pixels(box, dpi), [_pixels(w, dpi) for w in wide if w[0] < box[2] and w[2] > box[0]]
    for cell in wide:
        yield _pixels(cell, dpi), []


def _wide_cells(grid: Grid) -> list[tuple[float, float, float, float]]:
    extents: dict[int, tuple[int, int, int, int]] = {}
    for j, row in enumerate(grid.places):
        for i, number in enumerate(row):
            if number != OUTSIDE:
                left, top, right, bottom = extents.get(number, (i, j, i, j))
                extents[number] = min(left, i), min(top, j), max(right, i), max(bottom, j)
    return [
        (grid.xs[left], grid.ys[top], grid.xs[right + 1], grid.ys[bottom + 1])
        for left, top, right, bottom in extents.values()
        if right > left
    ]


def _block(program: Tesseract, picture: Image.Image, box: PixelBox, hidden: Sequence[PixelBox], dpi: int) -> list[Line]:
    """The lines of one block, boxes in pixels of the whole picture."""
    x0, y0, x1, y1 = box[0] + _INSET, box[1] + _INSET, box[2] - _INSET, box[3] - _INSET
    if x1 - x0 < 10 or y1 - y0 < 10:
        return []
    cut = Image.new("L", (x1 - x0 + 2 * _MARGIN, y1 - y0 + 2 * _MARGIN), 255)
    cut.paste(picture.crop((x0, y0, x1, y1)), (_MARGIN, _MARGIN))
    left, top = x0 - _MARGIN, y0 - _MARGIN
    brush = ImageDraw.Draw(cut)
    for other in hidden:
        brush.rectangle((other[0] - left, other[1] - top, other[2] - left, other[3] - top), fill=255)
    if int(np.count_nonzero(np.asarray(cut) < 128)) < _LEAST_INK:
        return []
    return [_moved(line, left, top) for line in program.lines(cut, dpi, mode=_BLOCK)]


def _moved(line: Line, left: int, top: int) -> Line:
    words = [
        Word(
            w.text,
            (w.box[0] + left, w.box[1] + top, w.box[2] + left, w.box[3] + top),
            w.confidence,
            tuple(x + left for x in w.edges),
        )
        for w in line.words
    ]
    return Line(words, line.base + top, line.size)


def _pixels(box: Sequence[float], dpi: int) -> PixelBox:
    x0, y0, x1, y1 = (round(v * dpi / _POINTS) for v in box)
    return x0, y0, x1, y1
