"""The frame of a page: user space, reading position, and the page as it is displayed."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns user space into reading position and reading position into the displayed page.

    ``turn`` counts the quarter turns that the text of the page is rotated against the displayed page (landscape tables
    are often printed along the long side of an upright page). ``skew`` is by how many degrees, counter-clockwise, a
    scanned page had to be turned about its middle to lie straight.
    """

    crop: Box
    rotation: int
    turn: int = 0
    skew: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the displayed page."""
        width, height = self.crop[2] - self.crop[0], self.crop[3] - self.crop[1]
        return (height, width) if self.rotation % 180 else (width, height)

    @property
    def reading_size(self) -> tuple[float, float]:
        width, height = self.size
        return (height, width) if self.turn % 2 else (width, height)

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """User space to the displayed page, from its top left."""
        left, bottom, right, top = self.crop
        return {
            0: (x - left, top - y), 90: (y - bottom, x - left), 180: (right - x, y - bottom), 270: (top - y, right - x)
        }[self.rotation % 360]  # fmt: skip

    def to_reading(self, xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
        """Points of user space in reading position, all that a page has at once.

        >>> Frame((0, 0, 200, 300), 90, turn=1).to_reading([10, 30], [50, 60])
        ([190, 170], [50, 60])
        """
        left, bottom, right, top = self.crop
        rotation = self.rotation % 360
        if rotation in (90, 270):
            xs, ys = ys, xs
            left, bottom, right, top = bottom, left, top, right
        across = [x - left for x in xs] if rotation in (0, 90) else [right - x for x in xs]
        down = [y - bottom for y in ys] if rotation in (90, 180) else [top - y for y in ys]
        width, height = self.size
        if self.turn == 1:
            return [height - y for y in down], across
        if self.turn == 2:
            return [width - x for x in across], [height - y for y in down]
        if self.turn == 3:
            return down, [width - x for x in across]
        return across, down

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.size
        return ((x, y), (height - y, x), (width - x, height - y), (y, width - x))[self.turn]

    def box_in_reading(self, box: Box) -> Box:
        """A box on the displayed page as a box in reading position."""
        (xa, ya), (xb, yb) = self._turned(box[0], box[1]), self._turned(box[2], box[3])
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def box_on_page(self, box: Box) -> Box:
        """A box in reading position as a box on the displayed page, rounded to a tenth of a point."""
        width, height = self.size
        if self.skew:
            box = self._slanted(box)

        def back(x: float, y: float) -> tuple[float, float]:
            return ((x, y), (y, height - x), (width - x, height - y), (width - y, x))[self.turn]

        (xa, ya), (xb, yb) = back(box[0], box[1]), back(box[2], box[3])
        return round(min(xa, xb), 1), round(min(ya, yb), 1), round(max(xa, xb), 1), round(max(ya, yb), 1)

    def along_page(self, edges: array[float], box: Box) -> array[float]:
        """Positions along a line in reading position as positions on the displayed page, where the line has this box:
        across the page, or down it where the text is turned upright.

        >>> Frame((0, 0, 200, 300), 0, turn=1).along_page(array("f", [10, 30]), (50, 270, 62, 290))
        array('f', [290.0, 270.0])
        """
        if self.turn in (1, 2):
            width, height = self.size
            far = height if self.turn == 1 else width
            edges = array("f", (far - x for x in edges))
        if self.skew:
            low, high = (box[1], box[3]) if self.turn % 2 else (box[0], box[2])
            shift = (low + high - edges[0] - edges[-1]) / 2
            edges = array("f", (x + shift for x in edges))
        return edges

    @property
    def slope(self) -> float:
        """By how much a line of the displayed page sinks along its way, or moves right where it runs down the page."""
        return math.tan(math.radians(-self.skew if self.turn % 2 else self.skew))

    def _slanted(self, box: Box) -> Box:
        """A box of the straightened page where it stood before: its middle is turned back, its sides are kept."""
        width, height = self.reading_size
        angle = math.radians(self.skew)
        dx, dy = (box[0] + box[2] - width) / 2, (box[1] + box[3] - height) / 2
        x = width / 2 + dx * math.cos(angle) - dy * math.sin(angle)
        y = height / 2 + dx * math.sin(angle) + dy * math.cos(angle)
        half = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        return x - half[0], y - half[1], x + half[0], y + half[1]
