"""Picture files (PNG, JPEG, TIFF with any number of pages) as pages to be recognised."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from analyzer.errors import DamagedFile, InputTooLarge
from analyzer.reading.composer import Composer
from analyzer.reading.limits import Limits
from analyzer.reading.manuscript import Manuscript, Source
from analyzer.reading.ocr import Job, recognise, resolution
from analyzer.reading.pdf.compose import compose
from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.leaves import take_apart
from analyzer.reading.pdf.scans import no_text, note_pages, note_recognised
from analyzer.reading.progress import Report

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff"}
_A4_INCHES = 11.69
_BELIEVABLE_INCHES = (5.0, 24.0)


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page of a picture file: its number, its size in points, its picture as it is to be looked at."""

    number: int
    size_points: tuple[float, float]
    picture: Image.Image


def open_pages(data: bytes, limits: Limits) -> Iterator[PicturePage]:
    """The pages of a picture file, one after the other.

    The size is that of the file's own resolution where it makes a sheet of paper, else that of an A4 sheet. Raises
    DamagedFile, and InputTooLarge before a picture with too many dots is unpacked.
    """
    total = 0
    with _opened(data, limits) as file:
        for number in range(1, _count(file) + 1):
            with _typed_errors(limits):
                file.seek(number - 1)
                total += file.width * file.height
                limits.check(pixels=file.width * file.height, total_pixels=total)
                size = _size_points(file)
                picture = ImageOps.exif_transpose(file.copy())
                if (picture.width > picture.height) != (file.width > file.height):
                    size = size[1], size[0]
            yield PicturePage(number, size, picture)


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[Image.Image]:
    with _typed_errors(limits):
        file = Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES))
        limits.check(pages=_count(file))
    with file:
        yield file


@contextmanager
def _typed_errors(limits: Limits) -> Iterator[None]:
    with warnings.catch_warnings():
        # Pillow warns of large and of odd pictures; limits are checked here, broken files end in an error.
        warnings.simplefilter("ignore")
        try:
            yield
        except Image.DecompressionBombError as error:
            raise InputTooLarge(
                f"The picture has too many pixels; the limit is {limits.pixels}. ({error})",
                f"Ảnh có quá nhiều điểm ảnh, vượt giới hạn {limits.pixels}.",
            ) from error
        except (
            UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError,
            OverflowError, ZeroDivisionError, struct.error, AttributeError,
        ) as error:  # fmt: skip
            # Pillow leaves broken files to whichever reader fails first.
            raise DamagedFile(
                f"The picture is damaged or cut off: {type(error).__name__}: {error}.", "Ảnh bị hỏng hoặc bị cụt."
            ) from error


def _count(file: Image.Image) -> int:
    return int(getattr(file, "n_frames", 1))


def _size_points(picture: Image.Image) -> tuple[float, float]:
    across, down = picture.info.get("dpi", (0, 0))[:2]
    width, height = picture.size
    low, high = _BELIEVABLE_INCHES
    if across > 0 and down > 0 and low <= max(width / across, height / down) <= high:
        return float(width / across * 72), float(height / down * 72)
    scale = _A4_INCHES * 72 / max(width, height)
    return width * scale, height * scale


def read_pictures(data: bytes, name: str | None, digest: str, limits: Limits, report: Report) -> Manuscript:
    """The manuscript of a picture file, recognised; MissingTool where tesseract is not installed."""
    composer = Composer(limits)
    with _opened(data, limits) as file:
        media_type, total = MEDIA_TYPES[str(file.format)], _count(file)
    pages = []
    for found in recognise(_jobs(data, limits), total, report):
        pages.append(found.page)
        note_recognised(found, composer)
    note_pages([page.number for page in pages if page.glyphs], total, composer)
    compose(take_apart(pages, lambda page, before: [], composer), composer)
    if composer.is_empty:
        raise no_text()
    return composer.finish(Source(name, media_type, digest, "ocr", pages=total))


def _jobs(data: bytes, limits: Limits) -> Iterator[Job]:
    for page in open_pages(data, limits):
        dpi = resolution(page.size_points)

        def draw(dpi: float, page: PicturePage = page) -> Image.Image:
            width, height = (round(points * dpi / 72) for points in page.size_points)
            limits.check(pixels=width * height)
            picture = page.picture
            if picture.mode in ("1", "P", "I;16"):
                picture = picture.convert("RGB" if picture.mode == "P" else "L")
            if picture.size == (width, height):
                return picture
            return picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=3.0)

        yield Job(page.number, Frame((0.0, 0.0, *page.size_points), 0), dpi, draw)
