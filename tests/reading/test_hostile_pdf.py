"""PDFs and pictures that are built to harm: each ends in a typed error, or is read without harm."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from analyzer.errors import DamagedFile, EncryptedFile, InputTooLarge, NoTextLayer, OutOfMemory, UnreadableInput
from analyzer.reading import Limits, read
from analyzer.reading.isolation import IsolatedReader
from tests.reading.builders import REGULAR, drawn
from tests.reading.hostile import LATIN, SHOWN, TEXT, png, raw_pdf, tiff

HARMLESS_PDF: dict[str, bytes] = {
    "as it should be": raw_pdf(),
    "pages in a circle beside one": raw_pdf(
        b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>", more=(b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",)
    ),
    "a parent of its own": raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>"),
    "a negative count": raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count -5>>"),
    "no count": raw_pdf(b"<</Type/Pages/Kids[3 0 R]>>"),
    "arrays in arrays": raw_pdf(catalog=b"/X " + b"[" * 100_000 + b"]" * 100_000),
    "a length that is its stream": raw_pdf().replace(b"/Length %d" % len(SHOWN), b"/Length 4 0 R"),
    "a page without end": raw_pdf(box=b"0 0 99999999999 99999999999"),
    "a box that is no number": raw_pdf(box=b"0 0 1e999 nan"),
    "scripts": raw_pdf(
        catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(/bin/true)>>>>",
        page=b"/AA<</O<</S/Launch/F(/bin/true)>>>>",
    ),
    "files inside": raw_pdf(
        catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe) 6 0 R]>>>>",
        more=(b"<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>", b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream"),
    ),
}


@pytest.mark.parametrize("data", HARMLESS_PDF.values(), ids=HARMLESS_PDF.keys())
def test_pdf_files_that_are_read(data: bytes) -> None:
    assert LATIN in read(data).text


HOSTILE_PDF: dict[str, tuple[type[UnreadableInput], bytes]] = {
    "pages in a circle": (DamagedFile, raw_pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
    "pages that are not there": (DamagedFile, raw_pdf(b"<</Type/Pages/Kids[8 0 R 9 0 R]/Count 2>>")),
    "a million pages": (InputTooLarge, raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>")),
    "contents in a circle": (NoTextLayer, raw_pdf().replace(b"/Contents 4 0 R", b"/Contents 6 0 R").replace(
        b"xref", b"6 0 obj [6 0 R 6 0 R] endobj xref", 1)),
    "the head of a PDF": (DamagedFile, b"%PDF-1.7\n"),
    "half a PDF": (DamagedFile, raw_pdf()[:60]),
}  # fmt: skip


@pytest.mark.parametrize(("error", "data"), HOSTILE_PDF.values(), ids=HOSTILE_PDF.keys())
def test_pdf_files_that_are_refused(error: type[UnreadableInput], data: bytes) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert type(caught.value) is error


def test_pages_that_are_counted_and_not_there_are_noted() -> None:
    found = read(raw_pdf(b"<</Type/Pages/Kids[3 0 R]/Count 4>>"))
    assert [(n.code, n.page) for n in found.notes] == [("damaged_page", 2), ("damaged_page", 3), ("damaged_page", 4)]


def test_passwords_of_pdf_files() -> None:
    def page(canvas: Any) -> None:
        canvas.setFont(REGULAR, 12)
        canvas.drawString(72, 700, TEXT)

    with pytest.raises(EncryptedFile):
        read(drawn(page, encrypt=StandardEncryption("user", "owner")))
    # A password for changes only: anybody may read.
    assert read(drawn(page, encrypt=StandardEncryption("", "owner", canPrint=0, canCopy=0))).text == TEXT


# A form that draws itself twice, and so on.
FORM = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>/Length 12>>stream\n"
    b"/X Do /X Do \nendstream"
)


@pytest.mark.slow
def test_bombs_of_memory_end_the_child_only() -> None:
    line = b"BT /F1 1 Tf 9 9 Td " + (b"(" + b"a" * 100 + b") Tj ") * 60_000 + b"ET"
    text = raw_pdf(contents=zlib.compress(line), filters=b"/Filter/FlateDecode")
    forms = raw_pdf(contents=SHOWN + b" /X Do", resources=b"/XObject<</X 6 0 R>>", more=(FORM,))
    with IsolatedReader(workers=1) as reader:
        for bomb in (text, forms):
            with pytest.raises((OutOfMemory, InputTooLarge)):
                reader.read(bomb, limits=Limits(memory=400_000_000, characters=2_000_000))
            assert reader.read(raw_pdf()).text == LATIN


@pytest.mark.parametrize(
    ("error", "data"),
    [
        (InputTooLarge, png(50_000, 50_000)),
        (InputTooLarge, png(11_000, 10_000)),
        (DamagedFile, png(100, 100)),
        (DamagedFile, png(0, 0)),
        (NoTextLayer, tiff(8)),
        (DamagedFile, tiff(99_999)),
        (DamagedFile, tiff(8)[:150]),
    ],
    ids=["a bomb", "above the limit", "dots missing", "no dots", "directories in a circle", "no directory", "half"],
)
def test_pictures(error: type[UnreadableInput], data: bytes) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert type(caught.value) is error
