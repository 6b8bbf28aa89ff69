"""Layouts as they are kept."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.archive.errors import DamagedReading
from analyzer.archive.layouts import Layout, Word

LINES = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=8), max_size=6)


def made(lines: list[list[int]]) -> Layout:
    """Words of these lengths, line by line, ten points a letter and twenty a line."""
    words, at = [], 0
    for number, line in enumerate(lines):
        x = 0
        for length in line:
            words.append(Word(at, at + length, 1, x, 20 * number, x + 10 * length, 20 * number + 12))
            at += length + 1
            x += 10 * length + 10
    return Layout("", ((595, 842),), tuple(words))


@given(LINES, st.integers(0, 100), st.integers(0, 100))
def test_words_between_are_those_that_share_a_letter(lines: list[list[int]], start: int, length: int) -> None:
    layout = made(lines)
    end = start + length
    wanted = [word for word in layout.words if max(word.start, start) < min(word.end, end)]
    assert list(layout.between(start, end)) == wanted
    boxes = layout.boxes(start, end).get(1, [])
    assert len(boxes) == len({word.y0 for word in wanted})
    assert all(any(b[0] <= w.x0 and w.x1 <= b[2] and b[1] == w.y0 for b in boxes) for w in wanted)
    assert Layout.unpacked(layout.packed()) == layout


@pytest.mark.parametrize(
    "stored", [b"", b"x", zlib.compress(b"{}"), zlib.compress(b"[1]"), zlib.compress(b'{"pages":3}')]
)
def test_damaged_layouts(stored: bytes) -> None:
    with pytest.raises(DamagedReading):
        Layout.unpacked(stored)
