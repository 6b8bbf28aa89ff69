"""From reading position to a page's own coordinates, and what is done with boxes.

Labels and highlights are laid out in reading position: points from the top left of the page as its text is read. That
is the displayed page, turned where the text on it is turned (landscape tables on upright pages).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.assembly.models import Box
from analyzer.reading.pdf.frame import Frame

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its frame, and the left and right edge of its text in reading position."""

    frame: Frame
    left: float
    right: float

    @property
    def size(self) -> Point:
        """Width and height in reading position."""
        return self.frame.reading_size

    def to_user(self, x: float, y: float) -> Point:
        """A point in reading position in the page's own coordinates.

        >>> Sheet(Frame((10, 20, 210, 320), 0), 0, 0).to_user(5, 5)
        (15, 315)
        >>> Sheet(Frame((10, 20, 210, 320), 90), 0, 0).to_user(5, 5)
        (15, 25)
        """
        width, height = self.frame.size
        x, y = ((x, y), (y, height - x), (width - x, height - y), (width - y, x))[self.frame.turn]
        left, bottom, right, top = self.frame.crop
        return {
            0: (left + x, top - y), 90: (left + y, bottom + x), 180: (right - x, bottom + y), 270: (right - y, top - x)
        }[self.frame.rotation % 360]  # fmt: skip

    def box_to_user(self, box: Box) -> Box:
        """A box in reading position as left, bottom, right, top in the page's own coordinates."""
        (xa, ya), (xb, yb) = self.to_user(box[0], box[1]), self.to_user(box[2], box[3])
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def quad(self, box: Box) -> list[float]:
        """The corners of a box as a highlight wants them: upper left, upper right, lower left, lower right as read."""
        x0, y0, x1, y1 = box
        return [value for corner in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)) for value in self.to_user(*corner)]

    def upright(self, box: Box) -> Matrix:
        """The matrix for drawing upright, as read, in a box: its lower left is the origin."""
        (ox, oy), (rx, ry), (ux, uy) = (
            self.to_user(box[0] + dx, box[3] - dy) for dx, dy in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
        )
        return rx - ox, ry - oy, ux - ox, uy - oy, ox, oy


def around(boxes: Iterable[Box], margin: float = 0.0) -> Box:
    """The smallest box around all, with a margin.

    >>> around([(1, 1, 2, 2), (4, 0, 5, 1)], 1)
    (0, -1, 6, 3)
    """
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0) - margin, min(y0) - margin, max(x1) + margin, max(y1) + margin


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share an area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def without(box: Box, holes: Iterable[Box]) -> list[Box]:
    """What is left of a box where others are cut out of it.

    >>> without((0, 0, 10, 2), [(4, 0, 6, 2)])
    [(0, 0, 4, 2), (6, 0, 10, 2)]
    """
    left = [box]
    for hole in holes:
        left = [part for piece in left for part in (_cut(piece, hole) if overlap(piece, hole) else [piece])]
    return left


def _cut(box: Box, hole: Box) -> list[Box]:
    x0, y0, x1, y1 = box
    top, bottom = max(y0, hole[1]), min(y1, hole[3])
    parts = [(x0, y0, x1, top), (x0, top, hole[0], bottom), (hole[2], top, x1, bottom), (x0, bottom, x1, y1)]
    return [part for part in parts if part[0] < part[2] and part[1] < part[3]]
