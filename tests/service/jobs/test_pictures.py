"""Pictures of pages: sizes, colours, limits, and processes that die."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Iterator

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from analyzer.errors import AnalyzerError
from analyzer.reading.limits import Limits
from analyzer.service.jobs.models import StoredFile, in_utc
from analyzer.service.jobs.pictures import NARROWEST, WIDEST, Pictures
from analyzer.service.processes.sheets import page_sizes
from tests.browser.paper import ten_pages
from tests.reading.builders import drawn
from tests.service.jobs.conftest import until

PDF = "application/pdf"


class Shelf:
    """Files by a number; counts how often their bytes were wanted."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.fetched = 0

    def put(self, media_type: str, data: bytes) -> str:
        digest = f"{len(self.files):064x}"
        self.files[digest] = media_type, data
        return digest

    def media_type(self, digest: str) -> str | None:
        return self.files[digest][0] if digest in self.files else None

    def stored(self, digest: str) -> StoredFile | None:
        self.fetched += 1
        media_type, data = self.files[digest]
        return StoredFile(digest, media_type, len(data), data, in_utc(None))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def pictures(shelf: Shelf) -> Iterator[Pictures]:
    made = Pictures(shelf.stored, shelf.media_type, Limits())
    made.warm()
    yield made
    made.close()


def seen(pictures: Pictures, digest: str, page: int = 1, width: int = 500) -> Image.Image:
    picture = Image.open(io.BytesIO(pictures.picture(digest, page, width)))
    assert picture.format == "PNG"
    return picture


def page_of(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def red(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.8, 0, 0)
    canvas.rect(100, 100, 200, 200, fill=1)


def refusal(pictures: Pictures, digest: str, page: int = 1, width: int = 500) -> str:
    with pytest.raises(AnalyzerError) as refused:
        pictures.picture(digest, page, width)
    assert refused.value.message_vi
    return refused.value.code


def test_pages_of_a_pdf(pictures: Pictures, shelf: Shelf) -> None:
    digest = shelf.put(PDF, ten_pages())
    first = seen(pictures, digest, 1, 595)
    assert (first.size, first.mode) == ((595, 842), "L"), "black on white takes half the bytes"
    assert first.getextrema() == (0, 255)
    assert seen(pictures, digest, 10, 300).size == (300, 425)
    fetched = shelf.fetched
    pictures.picture(digest, 5, 300)
    assert shelf.fetched == fetched, "the process has the file open"


def test_the_width_is_kept_within_limits(pictures: Pictures, shelf: Shelf) -> None:
    digest = shelf.put(PDF, ten_pages())
    assert seen(pictures, digest, width=1).width == NARROWEST
    assert seen(pictures, digest, width=10**9).width == WIDEST
    assert seen(pictures, digest, width=-5).width == NARROWEST


def test_colour_and_turned_pages(pictures: Pictures, shelf: Shelf) -> None:
    picture = seen(pictures, shelf.put(PDF, drawn(red, size=(400, 600))), width=400)
    assert (picture.size, picture.mode) == ((400, 600), "RGB")
    assert picture.getpixel((200, 400)) == (204, 0, 0)
    from pikepdf import Pdf

    with Pdf.open(io.BytesIO(drawn(red, size=(400, 600)))) as pdf:
        pdf.pages[0].rotate(90, relative=True)
        file = io.BytesIO()
        pdf.save(file)
    turned = seen(pictures, shelf.put(PDF, file.getvalue()), width=600)
    assert turned.size == (600, 400)
    assert page_sizes(file.getvalue(), PDF, Limits()) == [(600.0, 400.0)]
    assert turned.getpixel((200, 200)) == (204, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "I;16", "LA"])
def test_picture_files_of_all_kinds(pictures: Pictures, shelf: Shelf, mode: str) -> None:
    picture = Image.new(mode, (800, 1100), 0)
    made = seen(pictures, shelf.put("image/png", page_of(picture)), width=400)
    assert made.size == (400, 550)
    assert made.convert("L").getpixel((200, 200)) == (255 if mode in ("RGBA", "LA") else 0), "what is clear is white"


def test_pages_of_a_fax_have_the_shape_of_paper(pictures: Pictures, shelf: Shelf) -> None:
    """Its dots are twice as high as wide."""
    sheets = [Image.new("1", (1728, 1169), n % 2) for n in range(3)]
    data = page_of(sheets[0], "TIFF", save_all=True, append_images=sheets[1:], dpi=(204, 98), compression="group4")
    digest = shelf.put("image/tiff", data)
    (width, height), *_ = sizes = page_sizes(data, "image/tiff", Limits())
    assert len(sizes) == 3
    made = seen(pictures, digest, 2, 500)
    assert made.height == round(500 * height / width)
    assert made.getpixel((10, 10)) == 255
    assert refusal(pictures, digest, 4) == "no_such_page"


def test_very_long_pages_stay_small(pictures: Pictures, shelf: Shelf) -> None:
    made = seen(pictures, shelf.put(PDF, drawn(red, size=(10, 14_000))), width=2000)
    assert made.width * made.height <= 16_000_000
    assert made.height <= 20_100


@pytest.mark.parametrize("page", [0, -1, 11, 10**9])
def test_pages_that_are_not_there(pictures: Pictures, shelf: Shelf, page: int) -> None:
    assert refusal(pictures, shelf.put(PDF, ten_pages()), page) == "no_such_page"


def test_files_that_have_no_pages_or_are_not_there(pictures: Pictures, shelf: Shelf) -> None:
    assert refusal(pictures, "f" * 64) == "no_such_file"
    assert refusal(pictures, shelf.put("text/plain", b"Giao")) == "no_pages"


@pytest.mark.parametrize("media_type", [PDF, "image/png", "image/jpeg"])
def test_damaged_files(pictures: Pictures, shelf: Shelf, media_type: str) -> None:
    assert refusal(pictures, shelf.put(media_type, b"%PDF-1.7 and nothing more")) == "no_picture"


def test_pictures_too_large_to_unpack(pictures: Pictures, shelf: Shelf) -> None:
    data = page_of(Image.new("1", (20_000, 20_000)))
    assert refusal(pictures, shelf.put("image/png", data)) == "no_picture"


def test_a_process_that_dies_is_replaced(pictures: Pictures, shelf: Shelf) -> None:
    digest = shelf.put(PDF, ten_pages())
    pictures.picture(digest, 1, 400)
    pids = [painter._child.pid for painter in pictures._painters if painter._child is not None]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(painter._child and painter._child.is_alive for painter in pictures._painters), 5)
    assert seen(pictures, digest, 2, 400).width == 400


def test_a_page_that_takes_too_long(pictures: Pictures, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.service.jobs.pictures._SECONDS", 0.01)
    digest = shelf.put(PDF, ten_pages())
    for painter in pictures._painters:
        painter.warm()
    begun = time.monotonic()
    assert refusal(pictures, digest, 3, 2900) == "no_picture"
    assert time.monotonic() - begun < 5
    monkeypatch.undo()
    assert seen(pictures, digest, 3, 400).width == 400


def test_the_same_page_again_is_not_drawn_again(pictures: Pictures, shelf: Shelf) -> None:
    digest = shelf.put(PDF, ten_pages())
    first = pictures.picture(digest, 1, 444)
    for painter in pictures._painters:
        painter.close()
    try:
        assert pictures.picture(digest, 1, 444) is first
    finally:
        for painter in pictures._painters:
            painter._closed.clear()


def test_no_more_is_kept_than_may_be(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.service.jobs.pictures._KEPT_BYTES", 60_000)
    few = Pictures(shelf.stored, shelf.media_type, Limits())
    try:
        digest = shelf.put(PDF, ten_pages())
        for page in range(1, 8):
            few.picture(digest, page, 400)
        kept = few._kept
        assert 0 < sum(map(len, kept._values.values())) == kept._size <= 60_000
    finally:
        few.close()
