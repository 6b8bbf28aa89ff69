"""The picture of a page made ready for recognition: grey, upright, ruled lines known and taken off."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]

_SKEW_LIMIT = 6.0
_SKEW_LEAST = 0.12
_SAMPLE_WIDTH = 900
_INK = 128


@dataclass(frozen=True, slots=True)
class Upright:
    """A grey picture set straight: the picture and the degrees, counter-clockwise, by which it was turned."""

    picture: Image.Image
    skew: float


def grey(picture: Image.Image) -> Image.Image:
    """The picture in grey, without the red of seals and stamps where it is in colour.

    Ink of a red seal is as light as paper in the red channel, black and blue writing stays dark.
    """
    if picture.mode in ("1", "L", "I;16"):
        return picture.convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        picture = paper
    return picture.convert("RGB").getchannel("R")


def upright(picture: Image.Image) -> Upright:
    """The picture with its lines of writing level.

    >>> page = Image.new("L", (600, 800), 255)
    >>> for y in range(100, 700, 40):
    ...     page.paste(0, (60, y, 540, y + 8))
    >>> round(upright(page.rotate(-2, fillcolor=255)).skew)
    2
    """
    angle = skew(np.asarray(picture))
    if abs(angle) < _SKEW_LEAST:
        return Upright(picture, 0.0)
    turned = picture.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255)
    return Upright(turned, angle)


def skew(page: Grey) -> float:
    """The degrees, counter-clockwise, by which the page has to be turned for its lines to be level; at most 6.

    The sum over the rows of the squared number of dark pixels is greatest when the lines of writing lie in the rows.
    """
    step = max(1, page.shape[1] // _SAMPLE_WIDTH)
    sample = page[::step, ::step]
    ys, xs = np.nonzero(sample < _INK)
    if len(xs) < 200:
        return 0.0
    if len(xs) > 10_000:
        # Dense pages (dark edges, photographs) tell no more than a part of their dots does.
        chosen = np.linspace(0, len(xs) - 1, 10_000).astype(np.intp)
        ys, xs = ys[chosen], xs[chosen]
    across = xs.astype(np.float32) - sample.shape[1] / 2

    def sharpness(degrees: float) -> float:
        rows = (ys - across * math.tan(math.radians(degrees))).astype(np.int32)
        counts = np.bincount(rows - rows.min())
        return float(np.square(counts, dtype=np.float64).sum())

    best = _best(sharpness, 0.0, _SKEW_LIMIT, 0.5)
    best = _best(sharpness, best, 0.5, 0.1)
    level = sharpness(0.0)
    return best if sharpness(best) > 1.02 * level else 0.0


def _best(measure: Callable[[float], float], centre: float, reach: float, step: float) -> float:
    count = round(reach / step)
    return float(max((centre + i * step for i in range(-count, count + 1)), key=lambda a: (measure(a), -abs(a))))
