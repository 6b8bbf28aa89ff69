"""The highlighted copy: everything found is marked where it is printed, nothing is covered, nothing else is changed."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from reportlab.pdfgen.canvas import Canvas

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.models import Box, Directive, Span
from analyzer.errors import DamagedFile
from analyzer.reading import Manuscript, read
from analyzer.reading.limits import DEFAULT_LIMITS
from analyzer.reading.ocr.pictures import open_pages
from analyzer.writing.show import KINDS, Kind, NoPages, highlighted
from analyzer.writing.show.annotations import LOOKS, MENTIONED
from analyzer.writing.show.geometry import overlap, without
from analyzer.writing.show.legend import legend
from analyzer.writing.show.marks import headline, marks, ranges
from analyzer.writing.show.pictures import pages_of_pictures
from tests.reading.builders import drawn, pdf, word
from tests.reading.pages import (
    SETTINGS,
    Setting,
    boxes_of,
    landscape_story,
    letters,
    over_pages,
    place,
    story,
    to_user,
)
from tests.reading.scanning import pages, saved, scanned
from tests.samples import full_directive


@dataclass
class Shown:
    """A document, what was found in it, and its copy."""

    data: bytes
    manuscript: Manuscript
    directive: Directive
    copy: bytes


def show(data: bytes, kinds: tuple[Kind, ...] = KINDS) -> Shown:
    manuscript = read(data)
    directive = assemble(analyse(manuscript))
    return Shown(data, manuscript, directive, highlighted(data, manuscript, directive, kinds))


@pytest.fixture(scope="module")
def directive_pdf() -> bytes:
    return pdf(story())


@pytest.fixture(scope="module")
def shown(directive_pdf: bytes) -> Shown:
    return show(directive_pdf)


def items(directive: Directive) -> Iterator[tuple[Kind, str, Span]]:
    """What must be highlighted."""
    for task in directive.tasks:
        yield "tasks", task.text, task.span
        for assignee in task.assignees:
            yield "agencies", assignee.text, assignee.span
        for deadline in task.deadlines:
            yield "deadlines", deadline.text, deadline.span
    for agency in directive.agencies:
        for mention in agency.mentions:
            yield "agencies", mention.text, mention.span
    for target in directive.targets:
        yield "targets", target.text, target.span


@dataclass
class Annotation:
    """What a viewer is told of an annotation; ``quads`` are boxes in the page's own coordinates."""

    page: int
    area: Box
    drawn_area: Box
    quads: list[Box]
    colour: tuple[float, ...]
    note: str
    drawing: bytes


def annotations(copy: bytes, subtype: str) -> list[Annotation]:
    with pikepdf.open(io.BytesIO(copy)) as document:
        return [
            Annotation(
                number,
                box(a.Rect),
                box(a.AP.N.BBox) if "/AP" in a else (0, 0, 0, 0),
                quads(a.get("/QuadPoints", [])),
                tuple(float(value) for value in a.get("/C", [])),
                str(a.Contents),
                a.AP.N.read_bytes() if "/AP" in a else b"",
            )
            for number, page in enumerate(document.pages, 1)
            if isinstance(listed := page.obj.get("/Annots", []), (pikepdf.Array, list))
            for a in listed
            if a.Subtype == f"/{subtype}"
        ]


def box(array: Any) -> Box:
    x0, y0, x1, y1 = map(float, array)
    return x0, y0, x1, y1


def quads(array: Any) -> list[Box]:
    values = [float(value) for value in array]
    corners = [(values[i : i + 8 : 2], values[i + 1 : i + 8 : 2]) for i in range(0, len(values), 8)]
    return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in corners]


def colours(kind: Kind) -> list[tuple[float, ...]]:
    return [LOOKS[kind].fill, *([MENTIONED.fill] if kind == "agencies" else [])]


def check_every_item_is_marked(made: Shown) -> None:
    """One highlight has just the item's boxes on each of its pages, in its colour, with an appearance and a note."""
    found = annotations(made.copy, "Highlight")
    with pypdfium2.PdfDocument(made.data) as document:
        sheets = [document[i] for i in range(len(document))]
        wanted = list(items(made.directive))
        assert len(wanted) >= 20
        for kind, text, span in wanted:
            for number in {number for number, _ in boxes_of(span)}:
                boxes = [box for page, box in boxes_of(span) if page == number]
                expected = [in_user_space(sheets[number - 1], box) for box in boxes]
                fitting = [
                    a for a in found if a.page == number and a.colour in colours(kind) and near(a.quads, expected)
                ]
                assert len(fitting) == 1, (kind, text)
                (made_of_it,) = fitting
                assert made_of_it.note
                assert made_of_it.drawing
                area = made_of_it.area
                assert all(
                    area[0] <= b[0] and area[1] <= b[1] and b[2] <= area[2] and b[3] <= area[3] for b in expected
                )
                assert near([area], [around(expected)], 2.2)
                assert made_of_it.drawn_area == area
        for page in sheets:
            page.close()


def in_user_space(page: pypdfium2.PdfPage, box: Box) -> Box:
    (xa, ya), (xb, yb) = to_user(page, box[0], box[1]), to_user(page, box[2], box[3])
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def around(boxes: list[Box]) -> Box:
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    )  # fmt: skip


def near(found: list[Box], expected: list[Box], tolerance: float = 0.05) -> bool:
    return len(found) == len(expected) and all(
        math.isclose(a, b, abs_tol=tolerance)
        for f, e in zip(found, expected, strict=True)
        for a, b in zip(f, e, strict=True)
    )


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_every_item_is_marked_where_it_is_printed(directive_pdf: bytes, setting: Setting) -> None:
    made = show(place(directive_pdf, setting))
    check_every_item_is_marked(made)
    check_labels(made)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    size=st.floats(9, 14),
    rotate=st.sampled_from([0, 90, 180, 270]),
    upright=st.booleans(),
    crop=st.floats(0, 19),
    origin=st.tuples(st.floats(-300, 300), st.floats(-300, 300)),
)
def test_no_item_is_lost_whatever_the_page(
    size: float, rotate: int, upright: bool, crop: float, origin: tuple[float, float]
) -> None:
    setting = Setting(rotate, upright, round(crop, 2), (round(origin[0], 2), round(origin[1], 2)))
    made = show(place(pdf(story(size=round(size, 1))), setting))
    check_every_item_is_marked(made)
    check_labels(made)


def test_landscape_pages() -> None:
    made = show(landscape_story())
    check_every_item_is_marked(made)
    check_labels(made)


def rendered(data: bytes, index: int, *, annotated: bool) -> tuple[Image.Image, pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(data)
    page = document[index]
    return page.render(scale=2, may_draw_forms=False, draw_annots=annotated).to_pil().convert("RGB"), page


def displayed(page: pypdfium2.PdfPage, area: Box) -> tuple[int, int, int, int]:
    """A rectangle of the page's own coordinates as pixels of its picture at scale 2."""
    from ctypes import c_int

    from pypdfium2 import raw as pdfium

    width, height = (round(side * 2) for side in page.get_size())
    corners = []
    for x, y in ((area[0], area[1]), (area[2], area[3])):
        found = c_int(), c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, *found)
        corners.append((found[0].value, found[1].value))
    (xa, ya), (xb, yb) = corners
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def check_labels(made: Shown) -> None:
    """Each task has one label, on its first page; labels cover no print and no other label, and lie on the page."""
    labels = annotations(made.copy, "Stamp")
    first_pages = [task.span.page for task in made.directive.tasks]
    heads = [label for label in labels if re.match(r"Nhiệm vụ \d+", label.note)]
    assert sorted(label.page for label in heads) == sorted(p for p in first_pages if p)
    assert len({label.note.split(" ·")[0] for label in heads}) == len(heads)
    for number in sorted({label.page for label in labels}):
        picture, page = rendered(made.data, number - 1, annotated=False)
        areas = [label.area for label in labels if label.page == number]
        for area in areas:
            spot = displayed(page, area)
            assert 0 <= spot[0] < spot[2] <= picture.width
            assert 0 <= spot[1] < spot[3] <= picture.height
            assert picture.crop(spot).convert("L").getextrema()[0] > 200, (number, area)
        assert not any(overlap(a, b) for i, a in enumerate(areas) for b in areas[:i])


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


def test_the_legend_has_all_vietnamese_letters() -> None:
    marked = (plain + mark for plain in "aăâeêioôơuưy" for mark in "\u0300\u0301\u0303\u0309\u0323")
    letters_of_all = "".join(unicodedata.normalize("NFC", letter) for letter in marked) + "ăâđêôơư"
    directive = full_directive()
    directive.directive.number = None
    directive.directive.title = f"{letters_of_all[:33]} {letters_of_all[33:]}"
    directive.directive.title += f" {directive.directive.title.upper()} – “”…"
    made = legend(directive, [], KINDS)
    assert len(made) < 50_000, "only what is used of the font is embedded"
    with pypdfium2.PdfDocument(made) as document:
        printed = document[0].get_textpage().get_text_range()
    assert all(word in printed.split() for word in directive.directive.title.split())


def test_the_copy_reads_as_the_document_does(shown: Shown) -> None:
    again = read(shown.copy)
    assert again.text.startswith(shown.manuscript.text)


@pytest.mark.parametrize("setting", [Setting(), Setting(90), Setting(90, upright=False), Setting(crop=17)], ids=str)
def test_words_stay_readable_on_their_colour(directive_pdf: bytes, setting: Setting) -> None:
    """In each box there is the colour of its kind, and what was black before is black after."""
    made = show(place(directive_pdf, setting))
    plain, _ = rendered(made.data, 0, annotated=False)
    marked, page = rendered(made.copy, 0, annotated=True)
    assert marked.size == plain.size
    found = [a for a in annotations(made.copy, "Highlight") if a.page == 1]
    seen = set()
    for annotation in found:
        first = annotation.quads[0]
        others = [q for a in found if a is not annotation and a.colour != LOOKS["tasks"].fill for q in a.quads]
        if annotation.colour != LOOKS["tasks"].fill and any(overlap(first, other) for other in others):
            continue  # where two kinds share words their colours are mixed
        fill = tuple(round(255 * value) for value in annotation.colour)
        shades = {shade for _, shade in marked.crop(displayed(page, first)).getcolors(1 << 20) or []}
        assert any(max(abs(a - b) for a, b in zip(fill, shade, strict=True)) <= 2 for shade in shades), annotation.note
        seen.add(fill)
    assert len(seen) == 5
    dark = [
        (x, y) for x in range(0, plain.width, 3) for y in range(0, plain.height, 3) if max(plain.getpixel((x, y))) < 40
    ]  # type: ignore[type-var]
    assert len(dark) > 300
    assert all(max(marked.getpixel(spot)) <= 40 for spot in dark)  # type: ignore[type-var]


def test_a_task_over_two_pages_is_marked_on_both() -> None:
    made = show(over_pages())
    number = len(made.directive.tasks)
    found = [a for a in annotations(made.copy, "Highlight") if a.note.startswith(f"Nhiệm vụ {number} ")]
    assert [a.page for a in found] == [1, 2]
    assert [a.drawing.count(b" l S") for a in found] == [1, 1], "begins on one page, ends on the other"
    labels = [label.page for label in annotations(made.copy, "Stamp") if label.note == found[0].note]
    assert labels == [1]


def test_notes_say_who_and_when(shown: Shown) -> None:
    notes = [a.note for a in annotations(shown.copy, "Highlight")]
    assert notes[0] == (
        "Nhiệm vụ 1 · chủ trì: Sở Nội vụ · phối hợp: Sở Tài chính · nhận báo cáo, trình: Ủy ban nhân dân tỉnh "
        "· hạn: 30/06/2024 (trước ngày 30/6/2024)"
    )
    assert "Sở Thông tin và Truyền thông · chủ trì nhiệm vụ 3, 4" in notes
    assert "Thời hạn của nhiệm vụ 3 · 15/09/2024 (trước ngày 15 tháng 9 năm 2024)" in notes
    assert any(note.startswith("Chỉ tiêu của nhiệm vụ 3 · ") and note.endswith("từ 70% trở lên") for note in notes)
    assert any(note.endswith("được nhắc đến, không gắn với nhiệm vụ") for note in notes)


def test_numbers_are_those_of_the_task_list(shown: Shown) -> None:
    drawn_numbers = [shown_number(label) for label in annotations(shown.copy, "Stamp")]
    for number, task in enumerate(shown.directive.tasks, 1):
        assert task.id == f"t{number}"
        assert str(number) in drawn_numbers
    assert "3, 4" in drawn_numbers


def shown_number(label: Annotation) -> str:
    found = re.search(rb"\((.*)\) Tj", label.drawing)
    assert found
    return found[1].decode("cp1252")


def test_doubtful_tasks_bear_a_question_mark_and_a_dashed_line(directive_pdf: bytes) -> None:
    made = show(directive_pdf)
    made.directive.tasks[1].confidence = 0.41
    copy = highlighted(directive_pdf, made.manuscript, made.directive)
    dashed = [a for a in annotations(copy, "Highlight") if b"[3 2] 0 d" in a.drawing]
    assert [a.note[:46] for a in dashed] == ["Nhiệm vụ 2 · cần kiểm tra (độ tin cậy 41%) · c"]
    assert [shown_number(a) for a in annotations(copy, "Stamp") if "cần kiểm tra" in a.note] == ["2?"]
    with pypdfium2.PdfDocument(copy) as document:
        told = document[len(document) - 1].get_textpage().get_text_range()
    assert "gạch chân nét đứt (1)" in told


def test_only_the_kinds_asked_for(directive_pdf: bytes) -> None:
    made = show(directive_pdf, ("deadlines",))
    notes = [a.note for a in annotations(made.copy, "Highlight")]
    assert notes
    assert all(note.startswith("Thời hạn của nhiệm vụ") for note in notes)
    with pikepdf.open(io.BytesIO(made.copy)) as document, document.open_outline() as outline:
        assert list(outline.root) == []


def test_bookmarks_lead_to_the_tasks_behind_those_of_the_file(directive_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(directive_pdf)) as document:
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
def test_broken_bookmarks_are_replaced(directive_pdf: bytes, broken: Any) -> None:
    with pikepdf.open(io.BytesIO(directive_pdf)) as document:
        document.Root.Outlines = broken
        buffer = io.BytesIO()
        document.save(buffer)
    with pikepdf.open(io.BytesIO(show(buffer.getvalue()).copy)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Nhiệm vụ"]


def test_bookmarks_that_run_in_a_circle_end(directive_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(directive_pdf)) as document:
        item = document.make_indirect(pikepdf.Dictionary(Title="x"))
        item.Next = item.First = item
        document.Root.Outlines = pikepdf.Dictionary(Type=pikepdf.Name.Outlines, First=item, Last=item, Count=1)
        buffer = io.BytesIO()
        document.save(buffer)
    check_every_item_is_marked(show(buffer.getvalue()))


def test_the_same_document_gives_the_same_bytes(shown: Shown) -> None:
    assert show(shown.data).copy == shown.copy


def test_annotations_of_the_file_are_kept(directive_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(directive_pdf)) as document:
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


def test_a_file_that_only_its_owner_may_change_can_be_shown(directive_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(directive_pdf)) as document:
        buffer = io.BytesIO()
        document.save(buffer, encryption=pikepdf.Encryption(owner="owner", user="", R=6))
    check_every_item_is_marked(show(buffer.getvalue()))


def test_a_file_whose_index_is_wrong_can_be_shown(directive_pdf: bytes) -> None:
    damaged = re.sub(rb"startxref\n\d+", b"startxref\n77", directive_pdf)
    assert damaged != directive_pdf
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
def test_a_scan_is_shown_on_its_own_picture(directive_pdf: bytes, kind: str) -> None:
    picture = scanned(next(pages(directive_pdf)), skew=0.8)
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


def test_labels_keep_to_their_side_where_the_head_of_the_page_is_wide() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(
            8, 780, "Phiếu chuyển kèm theo hồ sơ lưu tại bộ phận văn thư của cơ quan, mẫu số 02, tờ số 01."
        )
        canvas.drawString(80, 700, "1. Giao Sở Nội vụ rà soát quy trình nội bộ, báo cáo trước ngày 30/6/2024.")

    made = show(drawn(page))
    (head,) = [label for label in annotations(made.copy, "Stamp") if label.note.startswith("Nhiệm vụ ")]
    assert head.area[2] < 80
    others = [label for label in annotations(made.copy, "Stamp") if label is not head and label.note != head.note]
    assert others
    assert all(label.area[0] > 480 for label in others)


def test_a_page_without_margins_keeps_its_labels_apart() -> None:
    text = (
        "Giao Sở Nội vụ chủ trì rà soát quy trình, báo cáo trước ngày 30/6/2024 và giao Sở Tài chính bố trí kinh phí."
    )
    data = drawn(lambda c: [c.drawString(2, 150 - 14 * i, text) for i in range(9)], size=(560, 170))
    made = show(data)
    labels = [a.area for a in annotations(made.copy, "Stamp")]
    assert len(labels) >= len(made.directive.tasks) > 0
    assert not any(overlap(a, b) for i, a in enumerate(labels) for b in labels[:i])


def test_a_document_without_tasks_says_so() -> None:
    made = show(pdf(story()[:3]))
    with pypdfium2.PdfDocument(made.copy) as document:
        assert "Không tìm thấy nhiệm vụ nào" in document[len(document) - 1].get_textpage().get_text_range()


def test_marks_of_a_directive_with_everything() -> None:
    """One mark a place: an agency named once for several tasks has their numbers; places without pages give none."""
    found = marks(full_directive())
    by_kind = {kind: [mark for mark in found if mark.kind == kind] for kind in KINDS}
    assert [mark.label for mark in by_kind["tasks"]] == ["1", "2", "3?", "4"]
    assert [mark.label for mark in by_kind["targets"]] == ["2"]
    assert by_kind["agencies"][0].note == "Sở Nội vụ · chủ trì nhiệm vụ 1, 2"
    spans = {(s.start, s.end) for k, _, s in items(full_directive()) if k == "agencies"}
    assert len(by_kind["agencies"]) == len(spans)
    bare = full_directive()
    for task in bare.tasks:
        task.span = Span(start=0, end=3)
    assert marks(bare, ["tasks"]) == []


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_ranges_name_each_number_once(given_numbers: list[int]) -> None:
    found: list[int] = []
    for part in ranges(given_numbers).split(", "):
        first, _, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    assert found == sorted(set(given_numbers))


BOXES = st.builds(
    lambda x, y, w, h: (x, y, x + w, y + h), *(st.integers(0, 8),) * 2, *(st.integers(1, 6),) * 2
)  # fmt: skip


@given(BOXES, st.lists(BOXES, max_size=4))
def test_what_is_cut_out_is_gone_and_the_rest_is_whole(box: Box, holes: list[Box]) -> None:
    def cells(b: Box) -> set[tuple[int, int]]:
        return {(x, y) for x in range(int(b[0]), int(b[2])) for y in range(int(b[1]), int(b[3]))}

    parts = without(box, holes)
    assert sum(len(cells(part)) for part in parts) == len(set().union(*map(cells, parts)))
    assert set().union(*map(cells, parts)) == cells(box) - set().union(*map(cells, holes))


def test_letters_of_every_mark_are_in_its_quads(shown: Shown) -> None:
    """By pdfium, on the copy: what a reader of the annotation selects is what the note is about."""
    with pypdfium2.PdfDocument(shown.copy) as document:
        for annotation in annotations(shown.copy, "Highlight"):
            if annotation.note.startswith("Thời hạn"):
                page = document[annotation.page - 1].get_textpage()
                words = ""
                for x0, y0, x1, y1 in annotation.quads:
                    middle = (y0 + y1) / 2
                    words += page.get_text_bounded(x0 + 0.4, middle - 0.8, x1 - 0.4, middle + 0.8)
                told = re.sub(r"^.* · (?:[\d/]+ \((.*)\)|(.*))$", r"\1\2", annotation.note)
                assert letters(words) == letters(told)
