"""What is asked of pdfium in bulk is what it answers character by character."""

from __future__ import annotations

import ctypes
import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw as pdfium

from analyzer.errors import InputTooLarge
from analyzer.reading import read
from analyzer.reading.limits import Limits
from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.page import read_page
from analyzer.reading.pdf.textpage import GUESSED, SPACE, Characters
from tests.reading.pages import SETTINGS, Setting, place

WHITE = (9, 10, 13, 32, 160)
# A letter outside the first plane, a character without a code, a ligature.
ODD_CODES = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <00> <FF> endcodespacerange
3 beginbfchar <41> <D83DDE00> <42> <0000> <43> <00660069> endbfchar endcmap end end"""


def written(content: str, to_unicode: bytes | None = None) -> bytes:
    """A page with this content; /F is Helvetica, /B its bold."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        fonts = {
            key: pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(name))
            for key, name in (("F", "/Helvetica"), ("B", "/Helvetica-Bold"))
        }
        if to_unicode:
            fonts["F"].ToUnicode = document.make_stream(to_unicode)
        page = document.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(**fonts))
        page.Contents = document.make_stream(content.encode("latin-1"))
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


@contextmanager
def textpages(data: bytes) -> Iterator[list[Any]]:
    with pypdfium2.PdfDocument(data) as document:
        pages = [document[i] for i in range(len(document))]
        yield [page.get_textpage() for page in pages]


def one_by_one(textpage: Any) -> list[tuple[Any, ...]]:
    """Index, code, place, box, style and white space before of each printed character."""
    found: list[tuple[Any, ...]] = []
    x, y, box, name = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), ctypes.create_string_buffer(99)
    white = 0
    for i in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if code in WHITE:
            white |= GUESSED if pdfium.FPDFText_IsGenerated(textpage, i) == 1 else SPACE
        elif code:
            assert pdfium.FPDFText_GetCharOrigin(textpage, i, x, y)
            assert pdfium.FPDFText_GetLooseCharBox(textpage, i, box)
            pdfium.FPDFText_GetFontInfo(textpage, i, name, len(name), None)
            bold = pdfium.FPDFText_GetFontWeight(textpage, i) >= 600 or b"bold" in name.value.lower()
            style = pdfium.FPDFText_GetFontSize(textpage, i), pdfium.FPDFText_GetCharAngle(textpage, i), bold
            found.append((i, code, x.value, y.value, box.left, box.bottom, box.right, box.top, style, white))
            white = 0
    return found


def in_bulk(textpage: Any) -> list[tuple[Any, ...]]:
    characters = Characters(textpage, lambda count: None)
    styles = characters.styles()
    return [
        (
            index, code, x, y, left, bottom, right, top,
            (styles[o].size, styles[o].angle, styles[o].bold), characters.before.get(index, 0),
        )
        for index, code, x, y, left, bottom, right, top, o in zip(
            characters.indices, characters.codes, characters.xs, characters.ys,
            characters.lefts, characters.bottoms, characters.rights, characters.tops, characters.objects,
            strict=True,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_pages_in_every_position(story_pdf: bytes, setting: Setting) -> None:
    with textpages(place(story_pdf, setting)) as pages:
        for page in pages:
            assert in_bulk(page) == one_by_one(page)
            assert len(in_bulk(page)) > 200


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("BT /F 12 Tf 90 700 Td (one-) Tj 0 -14 Td (two) Tj ET", "6f 6e 65 2 74 77 6f"),
        ("BT /F 12 Tf 90 700 Td (xAy B zC) Tj ET", "78 d83d de00 79 7a 66 69"),
        ("BT /F 12 Tf 90 700 Td (B) Tj ET", ""),
        ("0 0 m 9 9 l S", ""),
    ],
    ids=["a hyphen at the end of a line", "no sign of its own", "nothing with a code", "no text"],
)
def test_codes_that_are_no_single_sign_of_the_text(content: str, codes: str) -> None:
    with textpages(written(content, ODD_CODES)) as (page,):
        assert [f"{code:x}" for _, code, *_ in in_bulk(page)] == codes.split()
        assert in_bulk(page) == one_by_one(page)


def test_white_space_on_both_sides_of_what_is_left_out_counts_once() -> None:
    with textpages(written("BT /F 12 Tf 90 700 Td (x B y) Tj ET", ODD_CODES)) as (page,):
        assert [(code, white) for _, code, *_, white in in_bulk(page)] == [(0x78, 0), (0x79, SPACE)]


def test_letters_of_two_halves_are_put_together() -> None:
    with pypdfium2.PdfDocument(written("BT /F 12 Tf 90 700 Td (x A B y) Tj ET", ODD_CODES)) as document:
        glyphs = read_page(document[0], 1).glyphs
    assert [(g.text, g.space) for g in glyphs] == [("x", False), ("😀", True), ("y", True)]


SHOWN = st.text(st.sampled_from("abcdeEF -.0189"), min_size=1, max_size=12)
OBJECTS = st.lists(
    st.tuples(
        SHOWN,
        st.sampled_from(["F", "B"]),
        st.integers(6, 20),
        st.sampled_from(["1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0.9 0.4 -0.4 0.9", "1 0 0.3 1", "2 0 0 1"]),
        st.integers(50, 500),
        st.integers(50, 780),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(OBJECTS)
def test_whatever_is_printed(objects: list[tuple[str, str, int, str, int, int]]) -> None:
    content = " ".join(
        f"BT /{font} {size} Tf {matrix} {x} {y} Tm ({text}) Tj ET" for text, font, size, matrix, x, y in objects
    )
    with textpages(written(content)) as (page,):
        assert in_bulk(page) == one_by_one(page)


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.integers(0, 3),
    st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), max_size=5),
)
def test_points_of_user_space_are_turned_as_those_of_the_page(
    rotation: int, turn: int, points: list[tuple[float, float]]
) -> None:
    frame = Frame((-20.5, 10.25, 575.0, 852.0), rotation, turn)
    xs, ys = frame.to_reading([x for x, _ in points], [y for _, y in points])
    shown = [frame.to_page(x, y) for x, y in points]
    assert list(zip(xs, ys, strict=True)) == [frame.box_in_reading((*point, *point))[:2] for point in shown]


def test_the_garbage_collector_is_left_as_it_was(story_pdf: bytes) -> None:
    enabled, kept = gc.isenabled(), gc.get_freeze_count()
    gc.unfreeze()
    try:
        for state in (gc.enable, gc.disable):
            state()
            read(story_pdf)
            assert gc.isenabled() == (state is gc.enable)
        gc.enable()
        with pytest.raises(InputTooLarge):
            read(story_pdf, limits=Limits(characters=10))
        assert gc.isenabled()
        assert gc.get_freeze_count() == 0
        gc.freeze()
        frozen = gc.get_freeze_count()
        read(story_pdf)
        assert 0 < gc.get_freeze_count() <= frozen
    finally:
        gc.unfreeze()
        if kept:
            gc.freeze()
        (gc.enable if enabled else gc.disable)()
