"""The highlighted copy: everything found is marked where it is printed, nothing is covered."""

from __future__ import annotations

import io
import re
import unicodedata

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from analyzer.assembly.models import Box, Span
from analyzer.writing.show import KINDS, highlighted
from analyzer.writing.show.annotations import LOOKS
from analyzer.writing.show.geometry import overlap, without
from analyzer.writing.show.legend import legend
from analyzer.writing.show.marks import marks
from analyzer.writing.words import ranges
from tests.reading.builders import drawn, pdf
from tests.reading.pages import (
    SETTINGS,
    Setting,
    landscape_story,
    letters,
    over_pages,
    place,
    story,
)
from tests.samples import full_directive
from tests.writing.showing import (
    Shown,
    annotations,
    check_every_item_is_marked,
    check_labels,
    displayed,
    items,
    rendered,
    show,
    shown_number,
)


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_every_item_is_marked_where_it_is_printed(story_pdf: bytes, setting: Setting) -> None:
    made = show(place(story_pdf, setting))
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


@pytest.mark.parametrize("setting", [Setting(), Setting(90), Setting(90, upright=False), Setting(crop=17)], ids=str)
def test_words_stay_readable_on_their_colour(story_pdf: bytes, setting: Setting) -> None:
    """In each box there is the colour of its kind, and what was black before is black after."""
    made = show(place(story_pdf, setting))
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


def test_doubtful_tasks_bear_a_question_mark_and_a_dashed_line(story_pdf: bytes) -> None:
    made = show(story_pdf)
    for task in made.directive.tasks:
        task.confidence = 0.97
    made.directive.tasks[1].confidence = 0.41
    copy = highlighted(story_pdf, made.manuscript, made.directive)
    dashed = [a for a in annotations(copy, "Highlight") if b"[3 2] 0 d" in a.drawing]
    assert [a.note[:46] for a in dashed] == ["Nhiệm vụ 2 · cần kiểm tra (độ tin cậy 41%) · c"]
    assert [shown_number(a) for a in annotations(copy, "Stamp") if "cần kiểm tra" in a.note] == ["2?"]
    with pypdfium2.PdfDocument(copy) as document:
        told = document[len(document) - 1].get_textpage().get_text_range()
    assert "gạch chân nét đứt (1)" in told


def test_only_the_kinds_asked_for(story_pdf: bytes) -> None:
    made = show(story_pdf, ("deadlines",))
    notes = [a.note for a in annotations(made.copy, "Highlight")]
    assert notes
    assert all(note.startswith("Thời hạn của nhiệm vụ") for note in notes)
    with pikepdf.open(io.BytesIO(made.copy)) as document, document.open_outline() as outline:
        assert list(outline.root) == []


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
