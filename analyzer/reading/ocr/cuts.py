"""Cutting the ink of a number into pieces, each no more than one digit.

Pieces of ink that hang together are taken first. Those too wide for a digit are cut along *seams*: paths from top to
bottom that cross little ink and may lean and bend. There are more seams than joins between digits; which pieces make
up a digit together is for the reader of digits to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Ink = NDArray[np.bool_]

#: Pictures are brought down to this size: digits are 25 to 70 pixels high and numbers a few digits long.
TALLEST, WIDEST = 192, 1024
_EIGHT = np.ones((3, 3), dtype=bool)
_MOST_PIECES = 32
_SPECK = 0.14  # what is smaller than this share of the digits' height, both ways, is no part of a digit
_NARROW = 0.45  # ink narrower than this share of the height is not cut
_CROSSED = 0.4  # a seam crosses at most this share of the height in ink
_LEAN = 0.3  # the price of a sideways step of a seam, in pixels of ink
_APART = 0.065  # seams are so far apart, as a share of the height
_PER_HEIGHT = 6  # seams kept in ink as wide as it is high


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of ink: its place in the picture, its pixels, and how it hangs together with what is beside it.

    ``at_edge``: it runs into the picture's left or right edge; ``was_cut``: a seam parted it from its neighbour.
    """

    top: int
    left: int
    ink: Ink
    at_edge: bool = False
    was_cut: bool = False

    @property
    def bottom(self) -> int:
        return self.top + len(self.ink)

    @property
    def right(self) -> int:
        return self.left + int(self.ink.shape[1])

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a picture from left to right, the height of its digits, and by how much it was brought down."""

    pieces: tuple[Piece, ...]
    height: int
    scale: int = 1


def cut(ink: Ink) -> Pieces:
    """The pieces of a picture of ink.

    >>> picture = np.zeros((40, 60), dtype=bool)
    >>> picture[5:35, 10:14] = picture[5:35, 30:34] = picture[2, 50] = True
    >>> [(p.left, p.top, p.ink.shape) for p in cut(picture).pieces]
    [(10, 5, (30, 4)), (30, 5, (30, 4))]
    """
    ink, scale = _brought_down(ink)
    labels, count = ndimage.label(ink, structure=_EIGHT)
    if not count:
        return Pieces((), 0, scale)
    areas = np.bincount(labels.ravel())
    found = []
    for number, place in enumerate(ndimage.find_objects(labels), 1):
        if place is not None and areas[number] > 2:
            found.append((number, place))
    found.sort(key=lambda f: -int(areas[f[0]]))
    whole = [_piece(labels[place] == number, place, ink.shape[1]) for number, place in found[:_MOST_PIECES]]
    if not whole:
        return Pieces((), 0, scale)
    height = max(p.ink.shape[0] for p in [p for p in whole if not p.at_edge] or whole)
    kept = [p for p in whole if max(p.ink.shape) >= _SPECK * height]
    pieces = [part for piece in kept for part in _parts(piece, height, ink.shape[1])]
    pieces = sorted(pieces, key=lambda p: -int(p.ink.sum()))[:_MOST_PIECES]
    return Pieces(tuple(sorted(pieces, key=lambda p: (p.middle, p.top))), height, scale)


def join(pieces: tuple[Piece, ...]) -> Piece:
    """Pieces as one."""
    if len(pieces) == 1:
        return pieces[0]
    top, left = min(p.top for p in pieces), min(p.left for p in pieces)
    ink = np.zeros((max(p.bottom for p in pieces) - top, max(p.right for p in pieces) - left), dtype=bool)
    for p in pieces:
        ink[p.top - top : p.bottom - top, p.left - left : p.right - left] |= p.ink
    return Piece(top, left, ink, any(p.at_edge for p in pieces), any(p.was_cut for p in pieces))


def _brought_down(ink: Ink) -> tuple[Ink, int]:
    height, width = ink.shape
    scale = max(1, -(-height // TALLEST), -(-width // WIDEST))
    if scale == 1:
        return ink, 1
    padded = np.pad(ink, ((0, -height % scale), (0, -width % scale)))
    blocks = padded.reshape(padded.shape[0] // scale, scale, padded.shape[1] // scale, scale)
    return blocks.mean(axis=(1, 3), dtype=np.float32) > 1 / 3, scale


def _piece(ink: Ink, place: tuple[slice, slice], width: int) -> Piece:
    return Piece(place[0].start, place[1].start, ink, place[1].start == 0 or place[1].stop == width)


def _parts(piece: Piece, height: int, width: int) -> Iterator[Piece]:
    """The parts of a piece between its seams; pieces no wider than a narrow digit are left whole."""
    if piece.ink.shape[1] <= _NARROW * height:
        yield piece
        return
    columns = np.arange(piece.ink.shape[1])
    rows = piece.ink.shape[0]
    seams = _seams(piece.ink, height)
    bounds = [np.full((rows, 1), -1), *seams, np.full((rows, 1), width)]
    for before, after in pairwise(bounds):
        part = piece.ink & (columns > before) & (columns <= after)
        y, x = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        if len(y):
            left, right = piece.left + int(x[0]), piece.left + int(x[-1]) + 1
            ink = part[y[0] : y[-1] + 1, x[0] : x[-1] + 1]
            yield Piece(piece.top + int(y[0]), left, ink, left == 0 or right == width, bool(seams))


def _seams(ink: Ink, height: int) -> list[NDArray[np.intp]]:
    """Seams from left to right: for each row the last column on their left side."""
    rows, width = ink.shape
    middle = rows // 2
    # The seam through each column of the middle row is the cheapest way up joined to the cheapest way down.
    up, up_steps = _cheapest(ink[middle::-1])
    down, down_steps = _cheapest(ink[middle + 1 :])
    price = up + down
    lowest = (price <= ndimage.minimum_filter1d(price, 2 * max(1, round(_APART * height)) + 1)) & (
        price <= max(3.0, _CROSSED * height)
    )
    runs, count = ndimage.label(lowest)
    centres = [int(np.flatnonzero(runs == run).mean()) for run in range(1, count + 1)]
    centres = [c for c in centres if 0.08 * height <= c <= width - 1 - 0.08 * height]
    most = max(2, round(_PER_HEIGHT * width / height))
    chosen = sorted(sorted(centres, key=lambda c: float(price[c]))[:most])
    return [
        np.concatenate([_walk(c, up_steps)[::-1], _walk(c, down_steps)[: len(ink) - middle - 1]])[:rows, None]
        for c in chosen
    ]


def _cheapest(ink: Ink) -> tuple[NDArray[np.float32], list[NDArray[np.int8]]]:
    """The least ink on a way from each column of the first row to the last row, and the step to take in each row."""
    width = ink.shape[1]
    price = np.zeros(width, dtype=np.float32)
    steps: list[NDArray[np.int8]] = []
    far = np.float32(1e6)
    for row in ink[::-1]:
        left, right = np.concatenate([[far], price[:-1]]) + _LEAN, np.concatenate([price[1:], [far]]) + _LEAN
        step = np.where(left < price, -1, 0).astype(np.int8)
        best = np.minimum(left, price)
        step[right < best] = 1
        price = (np.minimum(best, right) + row).astype(np.float32)
        steps.append(step)
    return price, steps[::-1]


def _walk(column: int, steps: list[NDArray[np.int8]]) -> NDArray[np.intp]:
    columns = []
    for step in steps:
        columns.append(column)
        column += int(step[column])
    return np.array(columns, dtype=np.intp)
