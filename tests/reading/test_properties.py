"""What must hold for any input: only typed errors, NFC text, blocks that tile it, cells in their block, linear time."""

from __future__ import annotations

import contextlib
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import UnreadableInput
from analyzer.reading import Manuscript, read
from tests.reading.builders import LONG, word

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FRAGMENTS = st.sampled_from(
    ["1. ", "a) ", "- ", " | ", "|", "\n", "\r\n", "\u0301", "\u0302", "\xad", "\x00", "\u200b", "Trang 2", "7",
     "-----", "ĐẾN", "Số: 5", "Ký bởi: ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "giai đoạn 2031", "<p>", "</p>",
     "<table><tr><td>", "Tin liên quan", "á»§", "®¬n vÞ", LONG, "Q U Y Ế T  Đ Ị N H",
     "ngày 3 tháng 2 năm 2024", "\ud800", "đ", "Đ", " ", "\t\t"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(FRAGMENTS, st.text(max_size=5)), max_size=40).map("".join))


def check(manuscript: Manuscript) -> None:
    text = manuscript.text
    assert unicodedata.is_normalized("NFC", text)
    assert text == "\n".join(text[b.start : b.end] for b in manuscript.blocks)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c != "\n")
    at = 0
    for block in manuscript.blocks:
        assert block.start == at
        assert block.end > block.start
        assert "\n" not in text[block.start : block.end]
        assert text[block.start : block.end].strip(" ") == text[block.start : block.end]
        at = block.end + 1
        assert bool(block.cells) == (block.kind == "row")
        assert (block.table is not None) == (block.kind == "row")
        edge = block.start
        for cell in block.cells:
            assert edge <= cell.start <= cell.end <= block.end
            edge = cell.end
        assert manuscript.block_at(block.start) == block
        assert manuscript.block_at(block.end) == block
    for line in manuscript.lines:
        assert 0 <= line.start < line.end <= len(text)
    assert all(a.end <= b.start for a, b in zip(manuscript.lines, manuscript.lines[1:], strict=False))


@RELAXED
@given(TEXTS)
def test_any_text(text: str) -> None:
    try:
        check(read(text))
    except UnreadableInput:
        return


@RELAXED
@given(
    st.one_of(
        st.binary(max_size=400),
        TEXTS.map(lambda t: t.encode("utf-8", "replace")),
        TEXTS.map(lambda t: t.encode("utf-16-le", "replace")),
    )
)
def test_any_bytes(data: bytes) -> None:
    try:
        check(read(data))
    except UnreadableInput:
        return


@RELAXED
@given(
    st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\xff\xfe"]),
    st.binary(max_size=300),
)
def test_any_bytes_behind_a_known_head(head: bytes, tail: bytes) -> None:
    try:
        check(read(head + tail))
    except UnreadableInput:
        return


@RELAXED
@given(TEXTS)
def test_any_page(text: str) -> None:
    try:
        check(read(f"<!DOCTYPE html><html><body><div>{text}</div><p>{LONG}</p></body></html>"))
    except UnreadableInput:
        return


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), min_size=1, max_size=6))
def test_any_word_text(paragraphs: list[str]) -> None:
    def build(document: Any) -> None:
        for text in paragraphs:
            document.add_paragraph(text)

    try:
        data = word(build)
    except ValueError:
        return  # not a character of XML
    with contextlib.suppress(UnreadableInput):
        check(read(data))


@RELAXED
@given(TEXTS)
def test_reading_again_changes_nothing_but_furniture(text: str) -> None:
    try:
        first = read(text)
    except UnreadableInput:
        return
    if first.source.reader != "text" or first.notes:
        return
    letters = [c for c in first.text if c.isalnum()]
    try:
        second = read("\n\n".join(first.text[b.start : b.end] for b in first.blocks))
    except UnreadableInput:
        return
    if second.source.reader == "text" and not (second.furniture or second.notes) and "CỘNG HÒA" not in text:
        assert [c for c in second.text if c.isalnum()] == letters


MILLION = 1_000_000
MONSTERS = {
    "one letter": "a" * MILLION,
    "one space": "x" + " " * MILLION + "x",
    "one control": "x" + "\x01" * MILLION + "x",
    "numbers": "1." * (MILLION // 2),
    "lines of numbers": "1.\n" * (MILLION // 4),
    "page numbers": "\n".join(map(str, range(60_000))),
    "bars": " | " * (MILLION // 3),
    "rows": "a | b\n" * (MILLION // 8),
    "marks": "a" + "\u0301\u0323" * (MILLION // 4),
    "decomposed": unicodedata.normalize("NFD", LONG) * 1500,
    "dashes": "-" * MILLION,
    "hyphen lines": "-\n" * (MILLION // 4),
    "stamps": "Ký bởi: A\nEmail: b\n" * 20_000,
    "incoming": "ĐẾN\nSố: 1\n" * 30_000,
    "letter-spaced": "Q U Y Ế T " * (MILLION // 20),
    "mojibake": "á»§" * (MILLION // 4),
    "open tags": "<html>" + "<div>" * 60_000 + "chữ",
    "inline tags": "<html><body>" + "<b>" * 60_000 + "chữ",
    "list items": "<html><ul>" + "<li>chữ" * 40_000,
    "nested tables": "<html>" + "<table><tr><td>" * 3_000 + "chữ",
    "wide table": "<html><table><tr>" + "<td>a</td>" * 60_000 + "</tr></table>",
    "long table": "<html><table>" + "<tr><td>a</td><td>b</td></tr>" * 20_000 + "</table>",
    "attributes": "<html><body><p " + "a=b " * 100_000 + ">chữ</p>",
    "unclosed comment": "<!--" * 100_000,
    "xml heads": "<?xml " * 100_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS.keys())
def test_monsters_take_linear_time(text: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(UnreadableInput):
        check(read(text))
    assert time.perf_counter() - start < 12, "quadratic behaviour takes minutes"
