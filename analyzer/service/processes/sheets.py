"""The pages of a file: how large they are, and pictures of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageChops

from analyzer.errors import AnalyzerError
from analyzer.reading.limits import Limits
from analyzer.reading.pdf.document import opened
from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.page import crop_box

if TYPE_CHECKING:
    from analyzer.reading.ocr.pictures import PicturePage

PDF = "application/pdf"
_COMPRESSION = 3
#: Dots of a picture and its height, however long a page is.
_MOST_DOTS = 16_000_000
_HIGHEST = 20_000
#: By how much red, green and blue differ in the grey that compression leaves behind.
_GREY = 12


class NoSuchPage(AnalyzerError):
    """The file has no page of the number."""

    code = "no_such_page"


def page_sizes(data: bytes, media_type: str, limits: Limits) -> list[tuple[float, float]]:
    """Width and height of the pages as displayed, in points, as the reader saw them."""
    if media_type != PDF:
        return [_rounded(page.size_points) for page in _picture_pages(data, limits)]
    with opened(data, limits) as document:
        sizes = []
        for page in document:
            sizes.append(_rounded(_size(page)))
            page.close()
        return sizes


def _picture_pages(data: bytes, limits: Limits) -> Iterator[PicturePage]:
    from analyzer.reading.ocr.pictures import open_pages  # with all that recognises text: not before it is wanted

    return open_pages(data, limits)


def _size(page: Any) -> tuple[float, float]:
    return Frame(crop_box(page), page.get_rotation() % 360).size


def _rounded(size: tuple[float, float]) -> tuple[float, float]:
    return round(size[0], 1), round(size[1], 1)


def draw_pdf(document: Any, number: int, width: int) -> bytes:
    """The PNG of a page of a pdfium document."""
    if not 1 <= number <= len(document):
        raise no_such_page(number, len(document))
    page = document[number - 1]
    try:
        points = page.get_size()
        width, _ = _fitting(width, points)
        # A hair less, for pdfium rounds up.
        picture = page.render(scale=(width - 0.01) / max(points[0], 1.0), may_draw_forms=True).to_pil()
    finally:
        page.close()
    return _png(picture)


def draw_picture(data: bytes, number: int, width: int, limits: Limits) -> bytes:
    """The PNG of a page of a picture file."""
    page = next(islice(_picture_pages(data, limits), max(0, number - 1), None), None)
    if page is None or number < 1:
        raise no_such_page(number)
    picture = page.picture
    if picture.mode in ("1", "P", "PA", "LA", "RGBA", "CMYK"):
        picture = _on_white(picture)
    elif picture.mode.startswith(("I", "F")):
        picture = picture.convert("L")
    size = _fitting(width, page.size_points)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _png(picture)


def no_such_page(number: int, pages: int | None = None) -> NoSuchPage:
    """The error for a page that the file has not."""
    has = "" if pages is None else f" It has {pages}."
    has_vi = "" if pages is None else f" Tệp có {pages} trang."
    return NoSuchPage(f"The file has no page {number}.{has}", f"Tệp không có trang {number}.{has_vi}")


def _fitting(width: int, points: tuple[float, float]) -> tuple[int, int]:
    """Width and height in dots; less than asked for where the page is so long that these were too many.

    >>> _fitting(1000, (595, 842)), _fitting(1000, (10, 14400))
    ((1000, 1415), (13, 18720))
    """
    ratio = max(points[1], 1.0) / max(points[0], 1.0)
    width = max(1, min(width, int((_MOST_DOTS / ratio) ** 0.5), int(_HIGHEST / ratio)))
    return width, max(1, round(width * ratio))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode == "CMYK" or not picture.has_transparency_data:
        return picture.convert("RGB")
    seen_through = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), seen_through).convert("RGB")


def _png(picture: Image.Image) -> bytes:
    if picture.mode == "RGB" and _is_grey(picture):
        picture = picture.convert("L")
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=_COMPRESSION)
    return file.getvalue()


def _is_grey(picture: Image.Image) -> bool:
    """Whether a page has no colour, which halves its picture; seen on a smaller one."""
    small = picture.reduce(2) if min(picture.size) > 1 else picture
    red, green, blue = small.split()
    differences = (np.asarray(ImageChops.difference(a, b)) for a, b in ((red, green), (green, blue)))
    return all(int(difference.max()) <= _GREY for difference in differences)
