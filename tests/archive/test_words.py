"""Tokens are the same however a word was typed; folding agrees with itself."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.archive.words import GAP, LETTERS, MOST, indexed, pairs, placed, plain, words
from analyzer.knowledge.folding import nfc

TYPED = [
    ("Uỷ ban Hoà Bình", ["ủy", "ban", "hòa", "bình"]),
    ("QÐ-TTg", ["qđ", "ttg"]),  # the Icelandic letter that old keyboards gave
    ("08/CT-UBND", ["8", "ct", "ubnd"]),
    ("ngày 05/6/2024", ["ngày", "5", "6", "2024"]),
    ("1.050.000 đồng", ["1", "50", "0", "đồng"]),
    ("GD&ĐT", ["gd", "đt"]),
    ("dữ liệu_số", ["dữ", "liệu", "số"]),
    ("Müller", ["mufcller"]),
    ("中文", ["u4e2du6587"]),
    ("x" * 70, ["x" * 64]),
    ("000", ["0"]),
    ("– … ' -", []),
]


@pytest.mark.parametrize(("text", "expected"), TYPED)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=200))
def test_tokens_hold_nothing_that_a_database_could_split(text: str) -> None:
    for token in words(text):
        assert re.fullmatch(f"[0-9a-z{''.join(LETTERS)}]{{1,64}}", token)
        assert re.fullmatch("[0-9a-z]{1,64}", plain(token))


@given(st.text(alphabet=[*"abcdeghiklmnopqrstuvxy 019-/.", *LETTERS, *(c.upper() for c in LETTERS)], max_size=80))
def test_tokens_do_not_depend_on_how_letters_are_composed(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(text)
    assert words(" ".join(words(text))) == words(text)


@given(st.text(max_size=200))
def test_places_are_those_of_the_tokens(text: str) -> None:
    composed = nfc(text)
    found = placed(composed)
    assert [one.token for one in found] == words(text)
    assert all(words(composed[one.start : one.end]) == [one.token] for one in found)


def test_every_letter_of_vietnamese_has_a_plain_one() -> None:
    assert len(LETTERS) == 67
    assert {plain(letter) for letter in LETTERS} == set("aeiouyd")


def test_pairs_do_not_run_over_gaps() -> None:
    assert pairs(["số", GAP, "chỉ", "thị"]) == ["πchiνthi"]


def test_a_text_without_end_is_indexed_to_a_bound() -> None:
    assert len(indexed("từ " * 20_000, "thêm")) == MOST + 3
