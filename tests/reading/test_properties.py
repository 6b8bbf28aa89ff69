"""What must hold for any input: only typed errors, NFC text, blocks that tile it, cells in their block, linear time."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import UnreadableInput
from analyzer.reading import Manuscript, read
from analyzer.spans import Span
from tests.effort import effort
from tests.linear import assert_linear
from tests.reading.builders import LONG, word

RELAXED = settings(max_examples=effort(60, 150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    cells: set[tuple[int | None, Span]] = set()
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
            cells.add((block.table, cell))
        assert len(block.merged) in (0, len(block.cells))
        for reaching, cell in zip(block.merged, block.cells, strict=False):
            if reaching is not None:
                assert (block.table, reaching) in cells
                assert cell.start == cell.end
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


# a piece to repeat, or what makes a text of so many pieces
MONSTERS: dict[str, str | Callable[[int], str]] = {
    "one letter": "a",
    "one space": lambda n: "x" + " " * n + "x",
    "one control": lambda n: "x" + "\x01" * n + "x",
    "numbers": "1.",
    "lines of numbers": "1.\n",
    "page numbers": lambda n: "\n".join(map(str, range(n))),
    "bars": " | ",
    "rows": "a | b\n",
    "marks": lambda n: "a" + "\u0301\u0323" * n,
    "decomposed": unicodedata.normalize("NFD", LONG),
    "dashes": "-",
    "hyphen lines": "-\n",
    "stamps": "Ký bởi: A\nEmail: b\n",
    "incoming": "ĐẾN\nSố: 1\n",
    "letter-spaced": "Q U Y Ế T ",
    "mojibake": "á»§",
    "open tags": lambda n: "<html>" + "<div>" * n + "chữ",
    "inline tags": lambda n: "<html><body>" + "<b>" * n + "chữ",
    "list items": lambda n: "<html><ul>" + "<li>chữ" * n,
    "nested tables": lambda n: "<html>" + "<table><tr><td>" * n + "chữ",
    "wide table": lambda n: "<html><table><tr>" + "<td>a</td>" * n + "</tr></table>",
    "long table": lambda n: "<html><table>" + "<tr><td>a</td><td>b</td></tr>" * n + "</table>",
    "attributes": lambda n: "<html><body><p " + "a=b " * n + ">chữ</p>",
    "unclosed comment": "<!--",
    "xml heads": "<?xml ",
}


def _read(text: str) -> Manuscript | None:
    try:
        return read(text)
    except UnreadableInput:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("piece", MONSTERS.values(), ids=MONSTERS.keys())
def test_monsters_take_linear_time(piece: str | Callable[[int], str]) -> None:
    assert_linear(_read, piece, 400_000)
    manuscript = _read(piece(20_000) if callable(piece) else piece * 20_000)
    if manuscript is not None:
        check(manuscript)
