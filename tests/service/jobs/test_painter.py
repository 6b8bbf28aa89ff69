"""What draws pages, asked in this process: which files it keeps open, and every kind of picture."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
from PIL import Image
from reportlab.platypus import PageBreak, Paragraph

from analyzer.reading.limits import Limits
from analyzer.service.processes import painter
from analyzer.service.processes.sheets import PDF, NoSuchPage, draw_picture, page_sizes
from tests.reading.builders import body_style, pdf

LIMITS = Limits()


def document(pages: int = 2) -> bytes:
    """A PDF file of so many pages with a line each."""
    lines = [Paragraph(f"Trang {n}", body_style()) for n in range(1, pages + 1)]
    return pdf([part for line in lines for part in (line, PageBreak())])


def saved(picture: Image.Image, form: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, form)
    return file.getvalue()


def drawn(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def put(files: painter._Files, data: bytes, media_type: str = PDF) -> str:
    digest = sha256(data).hexdigest()
    files.put(digest, data, media_type, LIMITS)
    return digest


def test_pages_of_a_file_are_drawn_as_wide_as_asked() -> None:
    files = painter._Files()
    digest = put(files, document())
    first, second = (drawn(files.draw(digest, page, 300, LIMITS)) for page in (1, 2))
    assert first.width == second.width == 300
    ((width, height), *others) = page_sizes(document(), PDF, LIMITS)
    assert first.height == pytest.approx(300 * height / width, abs=1)
    assert len(others) == 1
    assert first.tobytes() != second.tobytes()
    assert first.mode == "L"  # no colour on it
    for page in (0, 3):
        with pytest.raises(NoSuchPage, match="It has 2"):
            files.draw(digest, page, 300, LIMITS)


def test_the_files_longest_unused_go() -> None:
    files = painter._Files()
    digests = [put(files, document(pages)) for pages in range(1, painter._OPEN + 1)]
    files.draw(digests[0], 1, 50, LIMITS)
    digests.append(put(files, document(9)))
    assert [digest in files for digest in digests] == [True, False, True, True, True]
    assert drawn(files.draw(digests[-1], 9, 50, LIMITS)).width == 50


def test_large_files_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = saved(Image.new("L", (40, 40)), "PNG"), saved(Image.effect_noise((300, 300), 99), "PNG")
    monkeypatch.setattr(painter, "_OPEN_BYTES", len(large) + len(small))
    files = painter._Files()
    first, second = put(files, document(1)), put(files, small, "image/png")
    third = put(files, large, "image/png")
    assert [digest in files for digest in (first, second, third)] == [False, True, True]
    assert put(files, large, "image/png") in files  # the same again takes its own place
    assert second in files


@pytest.mark.parametrize(
    ("mode", "form", "colour", "grey"),
    [
        ("1", "PNG", 1, True),
        ("L", "PNG", 200, True),
        ("P", "PNG", 0, True),
        ("LA", "PNG", (0, 0), True),  # seen through: the paper is white
        ("RGBA", "PNG", (255, 0, 0, 0), True),
        ("RGB", "JPEG", (120, 122, 119), True),  # the grey that compression leaves
        ("RGB", "PNG", (200, 30, 30), False),
        ("CMYK", "JPEG", (0, 200, 200, 0), False),
        ("I;16", "TIFF", 65535, True),
    ],
)
def test_every_kind_of_picture(mode: str, form: str, colour: object, grey: bool) -> None:
    data = saved(Image.new(mode, (80, 40), colour), form)  # type: ignore[arg-type]
    picture = drawn(draw_picture(data, 1, 160, LIMITS))
    assert picture.size == (160, 80)
    assert picture.mode == ("L" if grey else "RGB")
    if mode in ("LA", "RGBA"):
        assert picture.getextrema() == (255, 255)
    for page in (0, 2):
        with pytest.raises(NoSuchPage):
            draw_picture(data, page, 160, LIMITS)
