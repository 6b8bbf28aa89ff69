"""Digits as pictures, from three hands: people's, the printer's and ours.

People's are the 1,797 handwritten digits that scikit-learn ships (:func:`sklearn.datasets.load_digits`), 8 × 8 pixels
each. The printer's are glyphs of the fonts in :data:`PACKAGES`. Ours are strokes of a pen along the lines below, bent
and shaken: they bring forms that are usual in Vietnamese writing and rare elsewhere, such as a 1 with a long upstroke,
a crossed 7, an open 4 and a 5 whose bar stands apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

Grey = NDArray[np.float32]
Line = Sequence[tuple[float, float]]

#: Debian's packages the fonts come from; training needs them, reading does not.
PACKAGES = ("fonts-dejavu-core", "fonts-liberation2")
_FONTS = Path("/usr/share/fonts/truetype")
#: Fonts for training, and fonts that are held out.
TRAINING_FONTS = (
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSerif-Bold.ttf",
    "liberation2/LiberationSans-Bold.ttf",
    "liberation2/LiberationSans-Italic.ttf",
    "liberation2/LiberationSerif-Regular.ttf",
    "liberation2/LiberationSerif-BoldItalic.ttf",
    "liberation2/LiberationMono-Regular.ttf",
)
HELD_OUT_FONTS = (
    "dejavu/DejaVuSansMono-Bold.ttf",
    "dejavu/DejaVuSerif.ttf",
    "liberation2/LiberationSans-Regular.ttf",
    "liberation2/LiberationSerif-Italic.ttf",
)
_SIZE = 96

# fmt: off
# Lines through points in a frame 0.6 wide and 1 high, y downwards; a point given twice is a corner.
_OVAL: Line = (
    (0.3, 0),
    (0.08, 0.2),
    (0.05, 0.55),
    (0.2, 0.95),
    (0.35, 1),
    (0.52, 0.75),
    (0.55, 0.4),
    (0.45, 0.1),
    (0.3, 0),
)
_BELLY: Line = ((0.1, 0.45), (0.1, 0.45), (0.35, 0.4), (0.55, 0.62), (0.45, 0.92), (0.2, 1), (0.02, 0.9))
_EYE: Line = ((0.5, 0.25), (0.3, 0), (0.08, 0.2), (0.15, 0.48), (0.4, 0.45), (0.5, 0.2), (0.5, 0.2))
STROKES: dict[int, tuple[tuple[Line, ...], ...]] = {
    0: ((_OVAL,),),
    1: (
        (((0.05, 0.35), (0.3, 0), (0.3, 0), (0.3, 1)),),
        (((0.0, 0.6), (0.35, 0), (0.35, 0), (0.3, 1)),),
        (((0.3, 0), (0.3, 1)),),
        (((0.12, 0.2), (0.3, 0), (0.3, 0), (0.3, 1)),),
        (((0.1, 0.25), (0.3, 0), (0.3, 0), (0.3, 1)), ((0.1, 1), (0.5, 1))),
        (((0.08, 0.2), (0.34, 0), (0.34, 0), (0.3, 1)), ((0.02, 1), (0.58, 0.97))),
    ),
    2: (
        (((0.08, 0.25), (0.15, 0.05), (0.35, 0), (0.5, 0.15), (0.45, 0.4), (0.05, 1), (0.05, 1), (0.58, 1)),),
        (((0.1, 0.2), (0.3, 0), (0.5, 0.2), (0.35, 0.6), (0.1, 0.95), (0.05, 0.85), (0.2, 0.85), (0.35, 1),
          (0.6, 0.9)),),
        (((0.08, 0.25), (0.2, 0.03), (0.45, 0.05), (0.48, 0.3), (0.2, 0.75), (0.02, 1), (0.02, 1), (0.2, 0.9),
          (0.4, 1), (0.6, 0.92)),),
        (
            ((0.24, 0.28), (0.1, 0.27), (0.1, 0.1), (0.3, 0), (0.5, 0.15), (0.42, 0.45), (0.04, 0.96), (0.04, 0.96),
             (0.2, 0.88), (0.4, 1), (0.6, 0.88)),
        ),
        (
            ((0.2, 0.25), (0.08, 0.2), (0.2, 0.02), (0.46, 0.05), (0.46, 0.35), (0.12, 0.9), (0.02, 0.98), (0.06, 0.84),
             (0.25, 0.9), (0.42, 1), (0.62, 0.86)),
        ),
    ),
    3: (
        (((0.1, 0.12), (0.3, 0), (0.5, 0.15), (0.45, 0.38), (0.25, 0.46), (0.25, 0.46), (0.5, 0.58),
          (0.55, 0.8), (0.35, 1), (0.05, 0.9)),),
        (((0.08, 0), (0.08, 0), (0.52, 0), (0.52, 0), (0.25, 0.4), (0.25, 0.4), (0.5, 0.55), (0.55, 0.8),
          (0.3, 1), (0.05, 0.88)),),
    ),
    4: (
        (((0.3, 0), (0.02, 0.62), (0.02, 0.62), (0.58, 0.62)), ((0.4, 0.35), (0.38, 1))),
        (((0.42, 1), (0.42, 0), (0.42, 0), (0.02, 0.68), (0.02, 0.68), (0.58, 0.68)),),
        (((0.08, 0), (0.05, 0.5), (0.05, 0.5), (0.5, 0.5)), ((0.5, 0), (0.48, 1))),
    ),
    5: (
        (((0.5, 0.02), (0.12, 0.02), (0.12, 0.02), *_BELLY),),
        (((0.14, 0.08), *_BELLY), ((0.14, 0.05), (0.6, 0))),
        (((0.16, 0.1), *_BELLY), ((0.22, 0.02), (0.75, -0.03))),
    ),
    6: (
        (((0.48, 0.05), (0.2, 0.3), (0.05, 0.7), (0.2, 0.98), (0.42, 0.95), (0.52, 0.72), (0.35, 0.52),
          (0.1, 0.68)),),
        (((0.4, 0), (0.1, 0.35), (0.03, 0.75), (0.25, 1), (0.5, 0.8), (0.4, 0.55), (0.2, 0.55), (0.05, 0.75)),),
    ),
    7: (
        (((0.03, 0.02), (0.03, 0.02), (0.55, 0.02), (0.55, 0.02), (0.2, 1)),),
        (((0.03, 0.05), (0.55, 0.02), (0.55, 0.02), (0.25, 1)), ((0.1, 0.5), (0.5, 0.48))),
        (((0.02, 0.18), (0.05, 0.02), (0.3, 0.06), (0.58, 0), (0.58, 0), (0.3, 0.5), (0.22, 1)),
          ((0.08, 0.52), (0.52, 0.46))),
        (
            ((0.05, 0.12), (0.12, 0), (0.3, 0.05), (0.56, 0), (0.56, 0), (0.42, 0.4), (0.3, 1)),
            ((0.14, 0.55), (0.6, 0.42)),
        ),
        (((0, 0.04), (0.6, 0.04), (0.6, 0.04), (0.36, 0.5), (0.3, 1)), ((0.1, 0.46), (0.6, 0.46))),
    ),
    8: (
        (((0.5, 0.15), (0.3, 0), (0.1, 0.15), (0.2, 0.4), (0.45, 0.6), (0.52, 0.82), (0.3, 1), (0.06, 0.82),
          (0.15, 0.6), (0.42, 0.38), (0.5, 0.15)),),
        (((0.54, 0.06), (0.3, 0), (0.1, 0.2), (0.3, 0.45), (0.5, 0.75), (0.3, 1), (0.08, 0.8), (0.25, 0.52),
          (0.45, 0.28), (0.5, 0.12)),),
    ),
    9: (
        ((*_EYE, (0.48, 0.65), (0.35, 1)),),
        ((*_EYE, (0.5, 0.75), (0.35, 0.98), (0.08, 0.92)),),
        ((*_EYE[:-2], (0.5, 0), (0.5, 0), (0.5, 1)),),
    ),
}
# fmt: on


def strokes_digest() -> str:
    """A digest of the lines our own digits are drawn along."""
    return sha256(repr(STROKES).encode()).hexdigest()


@cache
def handwritten() -> tuple[tuple[Grey, ...], tuple[int, ...], str]:
    """The handwritten digits, smoothly enlarged, the digit each is, and a digest of them as shipped."""
    from sklearn.datasets import load_digits

    shipped = load_digits()
    images = shipped.images.astype(np.float32) / 16
    enlarged = (np.clip(ndimage.zoom(np.pad(image, 1), 8, order=3), 0, 1) for image in images)
    digest = sha256(shipped.images.astype(np.uint8).tobytes() + shipped.target.astype(np.uint8).tobytes())
    return tuple(enlarged), tuple(map(int, shipped.target)), digest.hexdigest()


@cache
def printed(font: str, text: str) -> Grey:
    """A letter, digit or word in a font, softened so that a threshold makes it fatter or leaner.

    Raises OSError, naming the packages, where the font is not installed.
    """
    try:
        face = ImageFont.truetype(str(_FONTS / font), 72)
    except OSError as error:
        raise OSError(f"{_FONTS / font} is not there: install {' and '.join(PACKAGES)}") from error
    box = face.getbbox(text)
    image = Image.new("L", (int(box[2] - box[0]) + 16, int(box[3] - box[1]) + 16))
    ImageDraw.Draw(image).text((8 - box[0], 8 - box[1]), text, font=face, fill=255)
    softened: Grey = ndimage.gaussian_filter(np.asarray(image, dtype=np.float32) / 255, 1.2)
    return softened


def drawn(digit: int, random: np.random.Generator, radius: float) -> Grey:
    """A digit 64 pixels high drawn along shaken lines with a pen of a radius."""
    forms = STROKES[digit]
    lines = forms[int(random.integers(len(forms)))]
    picture = np.ones((_SIZE, _SIZE), dtype=bool)
    for line in lines:
        points = np.array(line, dtype=np.float64)
        bend = random.normal(0, 0.028, points.shape)
        doubled = np.flatnonzero((points[1:] == points[:-1]).all(axis=1))
        bend[doubled + 1] = bend[doubled]
        curve = _smooth(points + bend + random.normal(0, 0.02, 2))
        pixels = np.round(curve * 64 + 18).astype(int).clip(0, _SIZE - 1)
        picture[pixels[:, 1], pixels[:, 0]] = False
    distance = ndimage.distance_transform_edt(picture)
    grey: Grey = np.clip(0.5 + (radius - distance) / 3, 0, 1).astype(np.float32)
    return grey


def _smooth(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Catmull-Rom's curve through the points."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, 48)[:, None]
    pieces = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        if (p1 == p2).all():
            continue
        pieces.append(
            0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        )
    return np.concatenate(pieces)
