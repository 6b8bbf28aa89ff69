"""Invented pictures of numbers, for training and measuring the reading of numerals.

Digits of one hand are set side by side, apart or touching, leaning together, with specks and with slivers of letters
at the edges, as they stand between the printed words of a document. The picture says which digit each pixel is of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, sin

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from analyzer.learning.penmanship import Grey, drawn, handwritten, printed
from analyzer.reading.ocr.cuts import Ink, Piece

#: Gives a picture of a digit in a hand.
Hand = Callable[[int], Grey]
_LETTERS = "abcdeghiklmnopqrstuvxyàáảãạăắằâấầđéèẹêếềíìịóòọôốồơớờúùụưứừýABCDĐEGHKLMNPQRSTUVXY"
#: Letters that can be taken for digits even by people; nothing is learned from them.
ALIKE = frozenset("oOólISsZzBbgqDQGiíìịóòọôơ")
_AFTER = ("/", "/K", "/C", "/Q", "/U", "th", "t", "-")
_BEFORE = (":", "y", "ày", ".", "Số:", "ố:")


@dataclass(frozen=True, slots=True)
class Made:
    """A made picture: its digits, its ink, and for each pixel of ink 1 + the place of its digit, 0 for other ink."""

    digits: str
    ink: Ink
    owner: NDArray[np.int16]

    def digit_of(self, group: Piece) -> int | None:
        """The digit a group of pieces is, 10 where it is none, None where that is open."""
        place = (slice(group.top, group.bottom), slice(group.left, group.right))
        counts = np.bincount(self.owner[place][group.ink], minlength=len(self.digits) + 1)
        if not self.digits or not counts[1:].any():
            return 10
        own = np.bincount(self.owner.ravel(), minlength=len(counts))
        held = counts[1:] / np.maximum(own[1:], 1)
        most = int(counts[1:].argmax()) + 1
        if (np.delete(held, most - 1) > 0.5).any():
            return 10  # a thin digit is little ink beside a fat one, and yet another digit
        alike = counts[most] / (int(group.ink.sum()) + own[most] - counts[most])
        if alike >= 0.86:
            return int(self.digits[most - 1])
        return 10 if alike < 0.7 else None


class Writer:
    """Makes pictures from the samples and fonts it is given, in turn; the same seed gives the same pictures."""

    def __init__(self, samples: Sequence[int], fonts: Sequence[str], seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._fonts = tuple(fonts)
        images, digits, _ = handwritten()
        self._samples: dict[int, list[Grey]] = {digit: [] for digit in range(10)}
        for index in samples:
            self._samples[digits[index]].append(images[index])

    def sampled(self) -> Hand:
        """A hand that takes people's handwritten digits at random."""
        return lambda digit: self._samples[digit][int(self._random.integers(len(self._samples[digit])))]

    def pen(self) -> Hand:
        """A hand that draws digits along our own lines with one pen."""
        radius = self._random.uniform(1.2, 6.0)
        return lambda digit: drawn(digit, self._random, radius * self._random.uniform(0.9, 1.1))

    def stamp(self) -> Hand:
        """A hand that prints in one of the fonts."""
        font = self._fonts[int(self._random.integers(len(self._fonts)))]
        return lambda digit: printed(font, str(digit))

    def number(self, digits: str, hand: Hand, joined: bool | None = None) -> Made:
        """A picture of the digits: joined, apart, or either."""
        random = self._random
        height = random.uniform(26, 66)
        joined = random.random() < 0.35 if joined is None else joined
        gap = random.uniform(-0.06, 0.0) if joined else random.uniform(0.05, 0.4)
        lean, weight = random.uniform(-0.15, 0.45), random.uniform(0.45 if joined else 0.3, 0.7)
        wide = random.uniform(0.75, 1.35)
        pictures = [self._turned(hand(int(d)), height * random.uniform(0.86, 1.1), wide, lean, weight) for d in digits]
        return self._set(digits, pictures, gap, height)

    def word(self) -> Made:
        """A picture of printed letters, without any digit and without letters that look like digits."""
        random = self._random
        letters = [c for c in _LETTERS if c not in ALIKE]
        text = "".join(letters[int(i)] for i in random.integers(len(letters), size=int(random.integers(1, 5))))
        font = self._fonts[int(random.integers(len(self._fonts)))]
        size = random.uniform(30, 60)
        picture = self._turned(printed(font, text), size, 1.0, 0.0, random.uniform(0.35, 0.6))
        ink = np.pad(picture, int(random.integers(0, 6)))
        return Made("", ink, np.zeros(ink.shape, dtype=np.int16))

    def noise(self) -> Made:
        """A picture of specks and of bits of strokes, as seals leave."""
        random = self._random
        shape = (int(random.integers(30, 80)), int(random.integers(30, 160)))
        rough = ndimage.gaussian_filter(random.normal(size=shape), random.uniform(0.8, 4))
        ink = rough > np.quantile(rough, random.uniform(0.75, 0.97))
        return Made("", ink, np.zeros(shape, dtype=np.int16))

    def _turned(self, grey: Grey, height: float, wide: float, lean: float, weight: float) -> Ink:
        """The ink of a picture brought to a height, a little turned and leaning."""
        random = self._random
        on = grey > 0.3
        rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
        grey = np.pad(grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 3)
        factor = len(rows) / height
        turn, lean = random.normal(0, 0.05), lean + random.normal(0, 0.05)
        across = factor / (wide * random.uniform(0.88, 1.14))
        matrix: NDArray[np.float64] = np.array(
            [[cos(turn) * factor, -sin(turn) * factor], [(sin(turn) + lean) * across, cos(turn) * across]]
        )
        high = round(height * 1.25) + 8
        width = round(grey.shape[1] / across + height * 0.9) + 8
        centre = (np.array([high, width]) - 1) / 2
        offset = (np.array(grey.shape) - 1) / 2 - matrix @ centre
        pixels = np.indices((high, width)).reshape(2, -1)
        bend = self._bend((high, width), factor * height * random.uniform(0, 0.06))
        places = matrix @ pixels + offset[:, None] + bend
        turned = ndimage.map_coordinates(grey, places, order=1).reshape(high, width)
        ink = turned > min(weight, 0.9 * float(turned.max()))
        return _tight(ink)

    def _bend(self, shape: tuple[int, int], far: float) -> NDArray[np.float32]:
        """How far each pixel is displaced, so that a form is bent as no straight transformation does."""
        coarse = self._random.normal(0, far, (2, 4, 4))
        high, wide = (np.arange(size) * 3 / (size - 1) for size in shape)
        places = np.stack(np.meshgrid(high, wide, indexing="ij")).reshape(2, -1)
        return np.stack([ndimage.map_coordinates(c, places, order=2, mode="nearest") for c in coarse]).astype(
            np.float32
        )

    def _set(self, digits: str, pictures: Sequence[Ink], gap: float, height: float) -> Made:
        """The digits side by side, so near that ``gap`` is the distance of their ink at its nearest."""
        random = self._random
        margin = int(height)
        canvas = np.zeros(
            (int(height * 2.4), sum(p.shape[1] for p in pictures) + int(3 * height) + 200), dtype=np.int16
        )
        at = margin
        for place, picture in enumerate(pictures, 1):
            top = round((canvas.shape[0] - picture.shape[0]) / 2 + random.normal(0, 0.05) * height)
            if place > 1:
                at = _nearest(canvas, picture, top, at) + round(gap * height + random.normal(0, 0.02) * height)
                at = max(at, margin)
            view = canvas[top : top + picture.shape[0], at : at + picture.shape[1]]
            view[picture[:, : view.shape[1]] & (view == 0)] = place
            at += picture.shape[1]
        rows, columns = np.flatnonzero(canvas.any(axis=1)), np.flatnonzero(canvas.any(axis=0))
        other = np.zeros(canvas.shape, dtype=bool)
        left, right = columns[0] - int(random.integers(1, 14)), columns[-1] + 1 + int(random.integers(1, 14))
        if random.random() < 0.3:
            self._letters(other, _BEFORE, int(rows[-1]), left, height, before=True)
        if random.random() < 0.4:
            self._letters(other, _AFTER, int(rows[-1]), right, height, before=False)
        if random.random() < 0.4:
            self._specks(other, height)
        first, last = max(0, rows[0] - int(random.integers(0, 12))), rows[-1] + int(random.integers(1, 12))
        left, right = left - int(random.integers(0, 8)), right + int(random.integers(0, 8))
        canvas, other = canvas[first:last, left:right], other[first:last, left:right]
        return Made(digits, (canvas > 0) | other, canvas)

    def _letters(self, ink: Ink, of: Sequence[str], base: int, at: int, height: float, before: bool) -> None:
        """Printed letters beside the number; the picture's edge will cut them."""
        random = self._random
        font = self._fonts[int(random.integers(len(self._fonts)))]
        text = of[int(random.integers(len(of)))]
        size = height * (0.25 if text in ".-" else 0.6 if text == ":" else 1.0) * random.uniform(0.7, 1.1)
        picture = self._turned(printed(font, text), max(5.0, size), 1.0, 0.0, 0.5)
        left = at - picture.shape[1] + int(random.integers(0, 4)) if before else at
        top = base - picture.shape[0]
        top, left = max(0, top), max(0, left)
        view = ink[top : top + picture.shape[0], left : left + picture.shape[1]]
        view |= picture[: view.shape[0], : view.shape[1]]

    def _specks(self, ink: Ink, height: float) -> None:
        random = self._random
        for _ in range(int(random.integers(1, 9))):
            size = int(random.integers(1, max(2, int(height * 0.1))))
            y, x = int(random.integers(ink.shape[0])), int(random.integers(ink.shape[1]))
            ink[y : y + size, x : x + size] = True


def _tight(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _nearest(canvas: NDArray[np.int16], picture: Ink, top: int, end: int) -> int:
    """How far left the picture can stand so that its ink just meets the ink before it."""
    rows = canvas[top : top + picture.shape[0]] > 0
    last = np.where(rows.any(axis=1), rows.shape[1] - 1 - rows[:, ::-1].argmax(axis=1), -10_000)
    first = np.where(picture.any(axis=1), picture.argmax(axis=1), 10_000)
    # Ink a few rows away counts as well: strokes are not to slip under one another.
    return max(int((ndimage.maximum_filter1d(last, 5) - first).max()) + 1, end - int(picture.shape[1]))
