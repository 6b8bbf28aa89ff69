"""Boxes: every item of the output stands, by its boxes, on its own words and on no others."""

from __future__ import annotations

import math
import pickle
from array import array

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4

from analyzer import analyze
from analyzer.assembly.models import Box, Directive
from analyzer.reading import read
from analyzer.reading.edges import align
from analyzer.reading.manuscript import LineBox
from analyzer.reading.pdf.frame import Frame
from tests.reading.builders import LONG, drawn, pdf, plan
from tests.reading.pages import (
    RUNNING_ON,
    SETTINGS,
    Setting,
    boxes_of,
    landscape_story,
    letters,
    over_pages,
    place,
    spans,
    story,
    words_in,
)
from tests.reading.scanning import pages as scans
from tests.reading.scanning import saved, scanned


def check(data: bytes, *, sideways: bool = False, at_least: int = 20) -> None:
    """Every item's boxes hold its letters, in order, and lie on the page."""
    directive = analyze(data)
    found = list(spans(directive))
    assert len(found) >= at_least
    with pypdfium2.PdfDocument(data) as document:
        for text, span in found:
            read_back = []
            for number, box in boxes_of(span):
                page = document[number - 1]
                width, height = page.get_size()
                assert 0 <= box[0] < box[2] <= width
                assert 0 <= box[1] < box[3] <= height
                read_back.append(words_in(page, box, sideways=sideways))
                page.close()
            assert "".join(read_back) == letters(text), (text, span)


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_boxes_hold_the_words(story_pdf: bytes, setting: Setting) -> None:
    check(place(story_pdf, setting), sideways=not setting.upright and setting.rotate % 180 != 0)


def test_landscape_pages() -> None:
    check(landscape_story())


def test_boxes_hold_the_words_of_columns_and_tables() -> None:
    check(pdf(plan()), at_least=10)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    size=st.floats(9, 15),
    spacing=st.floats(1.15, 2),
    rotate=st.sampled_from([0, 90, 180, 270]),
    upright=st.booleans(),
    crop=st.floats(0, 19),
    origin=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
)
def test_boxes_hold_the_words_whatever_the_page(
    size: float, spacing: float, rotate: int, upright: bool, crop: float, origin: tuple[float, float]
) -> None:
    setting = Setting(rotate, upright, round(crop, 2), (round(origin[0], 2), round(origin[1], 2)))
    data = place(pdf(story(size=round(size, 1), spacing=spacing)), setting)
    check(data, sideways=not upright and rotate % 180 != 0)


def test_an_item_over_a_page_break_has_boxes_on_both_pages() -> None:
    data = over_pages()
    check(data)
    task = analyze(data).tasks[-1]
    assert RUNNING_ON.endswith(task.text)
    assert task.span.page == 1
    assert task.span.continued is not None
    assert [more.page for more in task.span.continued] == [2]
    (deadline,) = task.deadlines
    assert (deadline.span.page, deadline.span.continued) == (2, None)


@pytest.mark.slow
@pytest.mark.parametrize("skew", [0.9, -1.3])
def test_boxes_of_a_crooked_scan_are_right_to_within_a_line(story_pdf: bytes, skew: float) -> None:
    """Where the words of the digital document stand when its pages are turned as the scan is."""
    scan = saved([scanned(page, skew=skew) for page in scans(story_pdf)], "TIFF")
    printed, recognised = _places(analyze(story_pdf)), _places(analyze(scan))
    width, height = A4
    angle = math.radians(-skew)
    found = 0
    for words, boxes in printed.items():
        for (page, box), (other_page, other) in zip(boxes, recognised.get(words, []), strict=False):
            dx, dy = (box[0] + box[2] - width) / 2, (box[1] + box[3] - height) / 2
            x = width / 2 + dx * math.cos(angle) - dy * math.sin(angle)
            y = height / 2 + dx * math.sin(angle) + dy * math.cos(angle)
            assert page == other_page
            assert (other[0] + other[2]) / 2 == pytest.approx(x, abs=8), words
            assert (other[1] + other[3]) / 2 == pytest.approx(y, abs=3), words
            found += 1
    assert found >= 40


def _places(directive: Directive) -> dict[str, list[tuple[int, Box]]]:
    """The boxes of each distinct quotation, by its letters."""
    found: dict[str, list[tuple[int, Box]]] = {}
    for text, span in {(text, span.start): (text, span) for text, span in spans(directive)}.values():
        found.setdefault(letters(text), []).extend(boxes_of(span))
    return found


def test_text_without_pages_has_neither_page_nor_boxes() -> None:
    for _, span in spans(analyze("Giao Sở Nội vụ báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2024.")):
        assert (span.page, span.boxes, span.continued) == (None, None, None)


def test_a_line_is_cut_to_the_words_and_not_to_the_blanks_beside_them() -> None:
    manuscript = read(drawn(lambda c: c.drawString(100, 700, f"Giao Sở Nội vụ {LONG[:40]}")))
    start = manuscript.text.index(" Sở Nội vụ ")
    (box,) = manuscript.boxes(start, start + len(" Sở Nội vụ "))
    assert manuscript.text[box.start : box.end] == "Sở Nội vụ"
    assert manuscript.boxes(start, start + 1) == []
    (line,) = manuscript.lines
    assert line.box[0] < box.box[0] < box.box[2] < line.box[2]


def test_a_line_without_edges_is_kept_whole() -> None:
    line = LineBox(0, 10, 1, (1, 2, 3, 4))
    assert line.cut(2, 5) == LineBox(2, 5, 1, (1, 2, 3, 4))


@given(
    turn=st.sampled_from([0, 1, 2, 3]),
    skew=st.floats(-3, 3),
    x=st.floats(0, 200),
    y=st.floats(0, 580),
    width=st.floats(5, 150),
)
def test_words_of_a_crooked_scan_are_boxed_where_they_slant_to(
    turn: int, skew: float, x: float, y: float, width: float
) -> None:
    """The box cut out of the line is the one that the word, turned back by itself, has."""
    frame = Frame((0, 0, 600, 600), 0, turn, skew)
    whole = frame.box_on_page((0, y, 600, y + 12))
    edges = frame.along_page(array("f", [0, x, x + width, 600]), whole)
    line = LineBox(0, 3, 1, whole, edges, turn, frame.slope)
    assert line.cut(1, 2).box == pytest.approx(frame.box_on_page((x, y, x + width, y + 12)), abs=0.8)


def test_manuscripts_go_from_process_to_process(story_pdf: bytes) -> None:
    manuscript = read(story_pdf)
    again = pickle.loads(pickle.dumps(manuscript))
    assert again == manuscript
    assert again.boxes(0, len(again.text)) == manuscript.boxes(0, len(again.text))


WORDS = st.lists(st.text("aáàAbcdđ1.,-/", min_size=1, max_size=8), min_size=1, max_size=8)


@given(WORDS, st.data())
def test_aligned_edges_never_go_back_and_keep_word_ends(words: list[str], data: st.DataObject) -> None:
    raw = " ".join(words)
    text = " ".join(data.draw(st.text("xyz", min_size=1, max_size=9)) for _ in words)
    edges = align(raw, array("f", range(len(raw) + 1)), text)
    assert len(edges) == len(text) + 1
    assert list(edges) == sorted(edges)
    assert (edges[0], edges[-1]) == (0, len(raw))
    starts = [i + 1 for i, c in enumerate(raw) if c == " "]
    assert [edges[i + 1] for i, c in enumerate(text) if c == " "] == starts


@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_align_gives_an_edge_a_character_whatever_cleaning_did(raw: str, text: str) -> None:
    text = " ".join(text.split())
    if text and raw.strip():
        edges = align(raw, array("f", range(len(raw) + 1)), text)
        assert len(edges) == len(text) + 1
        assert list(edges) == sorted(edges)
