"""Pictures of pages as a scanner makes them, for tests: crooked, grainy, unevenly lit, with specks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter


def pages(pdf: bytes, dpi: int = 200) -> Iterator[Image.Image]:
    """The pages of a PDF as grey pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            picture = document[number].render(scale=dpi / 72, grayscale=True).to_pil()
            picture.info["dpi"] = (dpi, dpi)
            yield picture
    finally:
        document.close()


def scanned(picture: Image.Image, *, skew: float = 0.7, seed: int = 7) -> Image.Image:
    """The picture as a cheap scanner gives it; the same for the same seed."""
    chance = np.random.default_rng(seed)
    dpi = picture.info.get("dpi")
    crooked = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    dots = np.asarray(crooked.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    height, width = dots.shape
    light = np.linspace(0.93, 1.0, width, dtype=np.float32)[None, :] * np.linspace(1.0, 0.95, height)[:, None]
    dots = dots * light + chance.normal(0, 7, dots.shape)
    specks = chance.random(dots.shape) < 0.0002
    dots[specks] = chance.integers(0, 120, int(specks.sum()))
    result = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
    if dpi:
        result.info["dpi"] = dpi
    return result


def saved(pictures: Sequence[Image.Image], kind: str, dpi: int = 200) -> bytes:
    """A file of the pictures: ``PNG``, ``JPEG`` (the first page), ``TIFF`` or ``PDF`` (all)."""
    file = io.BytesIO()
    first, *rest = pictures
    if kind == "PDF":
        first.save(file, "PDF", save_all=True, append_images=rest, resolution=dpi)
    elif kind == "TIFF":
        first.save(file, "TIFF", save_all=True, append_images=rest, dpi=(dpi, dpi), compression="tiff_deflate")
    else:
        first.save(file, kind, dpi=(dpi, dpi))
    return file.getvalue()
