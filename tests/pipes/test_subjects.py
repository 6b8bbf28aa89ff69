"""Subjects no register knows and verbs of items: what holds for any text, and that the reading is linear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.pipes.tasks.listed import opens_with_act, states_figures
from analyzer.pipes.tasks.subjects import acting_subject
from analyzer.pipes.tasks.view import Facts, View
from tests.linear import assert_linear

WORDS = [
    "tổ",
    "kiểm tra",
    "các thôn",
    ",",
    "và",
    "không được",
    "lập",
    "phụ trách",
    "là",
    "cán bộ",
    "của",
    "-",
    "(",
    "12%",
]


def view(text: str) -> View:
    return View(text, (), (), Facts())


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_a_subject_is_words_of_the_sentence_before_others(text: str) -> None:
    for subject in acting_subject(view(text), 0, len(text)):
        assert text[subject.start : subject.end] == subject.name
        assert text[subject.end :].strip()


@pytest.mark.parametrize("piece", ["các thôn và ", "tổ kiểm tra, ", "cán bộ phụ trách ", "đạt 80%; ", "dựng "])
def test_reading_is_linear(piece: str) -> None:
    assert_linear(lambda text: acting_subject(view(text), 0, len(text)), piece)
    assert_linear(opens_with_act, piece)
    assert_linear(states_figures, piece)
