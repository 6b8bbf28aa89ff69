"""Vietnamese numbers in figures and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.knowledge.numbers import read_figure, read_number, read_words


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("5", 5), ("05", 5), ("1.234", 1234), ("1.234,5", 1234.5), ("12,75", 12.75), ("87.61", 87.61), ("0,7", 0.7),
        ("0.125", 0.125), ("1.234.567", 1_234_567), ("1,234,567", 1_234_567), ("1,234,567.8", 1_234_567.8),
        ("1.2.3", None), ("1.23.456", None), ("12/5", None), ("", None), ("1.", None),
    ],
)  # fmt: skip
def test_figures(figure: str, value: float | None) -> None:
    assert read_figure(figure) == value


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("hai", 2, "hai"), ("mười", 10, "mười"), ("mười lăm hộ", 15, "mười lăm"), ("hai mươi", 20, "hai mươi"),
        ("Hai mươi mốt lớp", 21, "Hai mươi mốt"), ("ba mươi tư", 34, "ba mươi tư"), ("một trăm", 100, "một trăm"),
        ("một trăm linh năm xã", 105, "một trăm linh năm"), ("hai trăm mười hai", 212, "hai trăm mười hai"),
        ("ba nghìn hai trăm", 3200, "ba nghìn hai trăm"), ("năm triệu đồng", 5e6, "năm triệu"),
        ("hai nghìn tỷ đồng", 2e12, "hai nghìn tỷ"), ("một nửa số hộ", 0.5, "một nửa"), ("nửa số hộ", 0.5, "nửa"),
        ("một hai", 1, "một"),
    ],
)  # fmt: skip
def test_words(text: str, value: float, words: str) -> None:
    found = read_words(text)
    assert found is not None
    assert (found.value, text[found.start : found.end]) == (value, words)


@pytest.mark.parametrize("text", ["năm 2024", "không có", "mươi", "linh", "tỷ lệ", "triệu tập", "đơn vị", "", "12"])
def test_not_words(text: str) -> None:
    assert read_words(text) is None


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("12.345,6 tỷ đồng", 12_345.6e9, 11), ("5 nghìn tỷ", 5e12, 10), ("1,5 triệu lượt", 1.5e6, 9), ("30 lớp", 30, 2),
        ("3 tr đồng", 3e6, 4), ("2 vạn dân", 2e4, 5), ("mười hai lớp", 12, 8),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float, end: int) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.value, found.end) == (pytest.approx(value), end)


def test_number_inside_a_text() -> None:
    found = read_number("đạt 4,5 triệu tấn", 4)
    assert found is not None
    assert (found.start, found.end, found.value) == (4, 13, 4.5e6)


@given(st.integers(0, 10**12))
def test_grouped_integers_come_back(number: int) -> None:
    assert read_figure(f"{number:,}".replace(",", ".")) == number


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_number(text)
    assert found is None or (0 <= found.start < found.end <= len(text) and found.value >= 0)
