"""The highlighted copy as a file: nothing else is changed, and what cannot be shown is told."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from analyzer.errors import DamagedFile
from analyzer.reading import read
from analyzer.reading.limits import DEFAULT_LIMITS
from analyzer.reading.ocr.pictures import open_pages
from analyzer.writing.show import NoPages, highlighted
from analyzer.writing.show.marks import headline, marks
from analyzer.writing.show.pictures import pages_of_pictures
from tests.reading.builders import word
from tests.reading.scanning import pages, saved, scanned
from tests.writing.showing import (
    Shown,
    annotations,
    check_every_item_is_marked,
    show,
)


def test_the_copy_has_the_same_pages_and_a_legend(shown: Shown) -> None:
    with pypdfium2.PdfDocument(shown.data) as before, pypdfium2.PdfDocument(shown.copy) as after:
        assert len(after) == len(before) + 1
        for i in range(len(before)):
            assert after[i].get_size() == before[i].get_size()
            assert after[i].get_textpage().get_text_range() == before[i].get_textpage().get_text_range()
        told = after[len(before)].get_textpage().get_text_range()
    assert "Chú giải" in told
    assert "Chỉ thị 21/CT-UBND ngày 03/02/2024" in told
    assert f"trong bảng nhiệm vụ ({len(shown.directive.tasks)})" in told


def test_the_copy_reads_as_the_document_does(shown: Shown) -> None:
    again = read(shown.copy)
    assert again.text.startswith(shown.manuscript.text)


def test_bookmarks_lead_to_the_tasks_behind_those_of_the_file(story_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(story_pdf)) as document:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Phần một", 1))
        buffer = io.BytesIO()
        document.save(buffer)
    made = show(buffer.getvalue())
    with pikepdf.open(io.BytesIO(made.copy)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Phần một", "Nhiệm vụ"]
        leaves = outline.root[1].children
        assert [leaf.title for leaf in leaves] == [headline(i, t) for i, t in enumerate(made.directive.tasks, 1)]
        pages = [document.pages.index(pikepdf.Page(leaf.destination[0])) + 1 for leaf in leaves]
        assert pages == [task.span.page for task in made.directive.tasks]
        tops = [float(leaf.destination[3]) for leaf in leaves if leaf.destination[0] == document.pages[0].obj]
        assert tops == sorted(tops, reverse=True)


@pytest.mark.parametrize("broken", [pikepdf.Name.X, pikepdf.Dictionary(Type=pikepdf.Name.Outlines, First=3, Last=3)])
def test_broken_bookmarks_are_replaced(story_pdf: bytes, broken: Any) -> None:
    with pikepdf.open(io.BytesIO(story_pdf)) as document:
        document.Root.Outlines = broken
        buffer = io.BytesIO()
        document.save(buffer)
    with pikepdf.open(io.BytesIO(show(buffer.getvalue()).copy)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Nhiệm vụ"]


def test_bookmarks_that_run_in_a_circle_end(story_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(story_pdf)) as document:
        item = document.make_indirect(pikepdf.Dictionary(Title="x"))
        item.Next = item.First = item
        document.Root.Outlines = pikepdf.Dictionary(Type=pikepdf.Name.Outlines, First=item, Last=item, Count=1)
        buffer = io.BytesIO()
        document.save(buffer)
    check_every_item_is_marked(show(buffer.getvalue()))


def test_the_same_document_gives_the_same_bytes(shown: Shown) -> None:
    assert show(shown.data).copy == shown.copy


def test_annotations_of_the_file_are_kept(story_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(story_pdf)) as document:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents="x"
        )
        document.pages[0].obj.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))
        document.pages[1].obj.Annots = pikepdf.Name.Broken
        buffer = io.BytesIO()
        document.save(buffer)
    made = show(buffer.getvalue())
    assert [a.note for a in annotations(made.copy, "Text")] == ["x"]
    check_every_item_is_marked(made)


def test_a_file_that_only_its_owner_may_change_can_be_shown(story_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(story_pdf)) as document:
        buffer = io.BytesIO()
        document.save(buffer, encryption=pikepdf.Encryption(owner="owner", user="", R=6))
    check_every_item_is_marked(show(buffer.getvalue()))


def test_a_file_whose_index_is_wrong_can_be_shown(story_pdf: bytes) -> None:
    damaged = re.sub(rb"startxref\n\d+", b"startxref\n77", story_pdf)
    assert damaged != story_pdf
    check_every_item_is_marked(show(damaged))


def test_pages_that_cannot_be_copied_are_told(shown: Shown) -> None:
    with pytest.raises(DamagedFile, match="cannot be copied"):
        highlighted(shown.data[:200], shown.manuscript, shown.directive)


@pytest.mark.parametrize(
    "data", [word(lambda d: d.add_paragraph("Giao Sở Nội vụ báo cáo.")), "Giao Sở Nội vụ báo cáo.".encode()]
)
def test_formats_without_pages_are_refused(data: bytes) -> None:
    with pytest.raises(NoPages, match="print the document to PDF first") as caught:
        show(data)
    assert "lưu) văn bản ra PDF" in caught.value.message_vi


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_a_scan_is_shown_on_its_own_picture(story_pdf: bytes, kind: str) -> None:
    picture = scanned(next(pages(story_pdf)), skew=0.8)
    made = show(saved([picture], kind))
    assert made.manuscript.source.reader == "ocr"
    with pypdfium2.PdfDocument(made.copy) as document:
        assert len(document) == 2
        assert document[0].get_size() == pytest.approx((595.3, 841.9), abs=1)
        page = document[0].render(scale=1, grayscale=True, draw_annots=False).to_pil()
    assert likeness(page, picture) < 4
    found = annotations(made.copy, "Highlight")
    assert len(found) == len(marks(made.directive))
    for annotation in found:
        for x0, y0, x1, y1 in annotation.quads:
            words = page.crop((round(x0), round(page.height - y1), round(x1), round(page.height - y0)))
            assert words.convert("L").getextrema()[0] < 140, annotation.note
    heads = [label for label in annotations(made.copy, "Stamp") if label.note.startswith("Nhiệm vụ ")]
    assert len(heads) == len(made.directive.tasks) >= 4


def likeness(a: Image.Image, b: Image.Image) -> float:
    """The mean difference of two pictures, of 255."""
    size = (150, 210)
    return ImageStat.Stat(ImageChops.difference(*(i.convert("L").resize(size, reducing_gap=3) for i in (a, b)))).mean[0]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "CMYK"])
def test_pictures_become_pages_of_the_size_the_reader_takes_them_for(mode: str) -> None:
    page = Image.new("L", (850, 1100), 255)
    page.paste(0, (100, 100, 400, 160))
    picture = Image.new("RGBA", page.size, (0, 0, 0, 0)) if mode == "RGBA" else page.convert(mode)
    if mode == "RGBA":
        picture.paste((0, 0, 0, 255), (100, 100, 400, 160))
    if mode == "I;16":
        picture = Image.frombytes("I;16", page.size, b"".join(bytes([0, v]) for v in page.tobytes()))
    file = io.BytesIO()
    picture.save(file, "TIFF", save_all=True, append_images=[picture], dpi=(100, 100))
    made = pages_of_pictures(file.getvalue(), DEFAULT_LIMITS)
    sizes = [found.size_points for found in open_pages(file.getvalue(), DEFAULT_LIMITS)]
    with pypdfium2.PdfDocument(made) as document:
        assert [document[i].get_size() for i in range(len(document))] == [pytest.approx(size) for size in sizes]
        assert likeness(document[1].render(scale=1).to_pil(), page) < 3


def test_a_damaged_picture_is_told() -> None:
    with pytest.raises(DamagedFile):
        pages_of_pictures(b"\x89PNG\r\n\x1a\n broken", DEFAULT_LIMITS)
