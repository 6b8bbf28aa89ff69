"""Picture files as a PDF: each picture a page, as large as the reader took it for."""

from __future__ import annotations

import io

from pikepdf import Pdf
from PIL import Image

from analyzer.reading.limits import Limits
from analyzer.reading.ocr.pictures import open_pages

_AS_THEY_ARE = ("1", "L", "RGB", "CMYK")
_QUALITY = 90


def pages_of_pictures(data: bytes, limits: Limits) -> bytes:
    """A PDF of the pictures in a PNG, JPEG or TIFF file. Raises DamagedFile and InputTooLarge as the reader does."""
    with Pdf.new() as pdf:
        for page in open_pages(data, limits):
            picture = _plain(page.picture)
            width, height = page.size_points
            buffer = io.BytesIO()
            dots = picture.width * 72 / width, picture.height * 72 / height
            jpeg = {} if picture.mode == "1" else {"quality": _QUALITY}
            picture.save(buffer, "PDF", dpi=dots, **jpeg)
            with Pdf.open(buffer) as single:
                pdf.pages.extend(single.pages)
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in a form that a PDF holds, what is transparent on white."""
    if picture.mode in _AS_THEY_ARE:
        return picture
    if picture.mode.startswith(("I", "F")):
        return picture.convert("L")  # as the reader does
    if picture.has_transparency_data:
        seen_through = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), seen_through).convert("RGB")
    return picture.convert("RGB")
