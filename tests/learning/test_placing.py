"""Places between a text, its NFC form and its squashed form; and where names and deadlines of tasks stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.learning.attaching import Attachments, Nearness
from analyzer.learning.corpus import GoldTimeValue
from analyzer.learning.matching import squash
from analyzer.learning.placing import Offsets, find_places
from analyzer.spans import Span
from tests.learning.gold import GOLD, document
from tests.linear import assert_linear

LETTERS = "aăáấ  \n\t\u00a0\u200b.,-–“Đđ\u0301\u0302\u0323\u0327Å\u1100\u1161\u11a8\ufb01😀ÐIi"
TEXTS = st.text(alphabet=LETTERS, max_size=30) | st.text(max_size=12)


@given(TEXTS)
def test_every_place_leads_back_to_the_same_letters(text: str) -> None:
    offsets = Offsets(text)
    assert (offsets.flat, offsets.composed) == (squash(text), unicodedata.normalize("NFC", text))
    for start in range(len(offsets.flat)):
        for end in {start + 1, len(offsets.flat)}:
            span = offsets.from_flat(Span(start, end))
            held = offsets.to_flat(span)
            assert held.start <= start < end <= held.end
            assert squash(text[span.start : span.end]).lower() == offsets.flat[held.start : held.end].lower()
    for start in range(len(offsets.composed)):
        span = offsets.from_composed(Span(start, start + 1))
        assert offsets.composed[start] in unicodedata.normalize("NFC", text[span.start : span.end])


@given(TEXTS)
def test_whole_letters_are_told_apart(text: str) -> None:
    """Places of a composed text are exact: a character for a character."""
    text = unicodedata.normalize("NFC", text)
    offsets = Offsets(text)
    shown = [i for i, c in enumerate(text) if squash(c)]
    if len(shown) == len(offsets.flat):
        assert [offsets.from_flat(Span(i, i + 1)) for i in range(len(shown))] == [Span(i, i + 1) for i in shown]


def test_letters_are_not_cut() -> None:
    offsets = Offsets("a\u0323\u0302b")
    assert [offsets.to_flat(Span(0, 1)), offsets.to_flat(Span(1, 3)), offsets.to_flat(Span(2, 4))] == [
        Span(0, 1),
        Span(0, 1),
        Span(0, 2),
    ]


def test_what_composes_without_marks_is_kept_together_alone() -> None:
    offsets = Offsets("ab \u1100\u1161\u11a8 cd")
    assert [offsets.from_flat(Span(i, i + 1)) for i in range(5)] == [
        Span(0, 1),
        Span(1, 2),
        Span(2, 6),  # from one ASCII character to the next
        Span(7, 8),
        Span(8, 9),
    ]


def test_blanks_hold_nothing() -> None:
    offsets = Offsets("a  b")
    assert offsets.to_flat(Span(1, 3)) == Span(1, 1)
    assert offsets.from_flat(Span(0, 2)) == Span(0, 4)


def test_lines_are_counted_from_one() -> None:
    offsets = Offsets("a\n\nb")
    assert [offsets.line(at) for at in (0, 1, 2, 3)] == [1, 1, 2, 3]


def test_offsets_take_time_in_proportion_to_the_text() -> None:
    assert_linear(Offsets, "Sở Y tế, ")
    assert_linear(Offsets, unicodedata.normalize("NFD", "Sở Y tế, "))


# ---------------------------------------------------------------- what belongs to a task

TEXT = """Kính gửi: Sở Công Thương, UBND các huyện
1. Sở Nội vụ
a) Rà soát quy trình. Báo cáo kết quả trước ngày 30/6/2024.
b) Thanh tra Sở Y tế phối hợp với cơ sở y tế kiểm tra.
Cơ quan chủ trì: Sở Tư pháp. Thời gian: trước ngày 15/5/2024.
c) Tổng hợp kết quả.
- Cơ quan chủ trì: Sở Tài
chính.
Sở Xây dựng lưu ý.
"""


def attached(*tasks: tuple[str, str]) -> tuple[Attachments, str]:
    gold = {
        "id": "x",
        "directive": {"issued_on": "2024-03-01"},
        "times": [
            {"quote": "trước ngày 30/6/2024", "end": "2024-06-30"},
            {"quote": "trước ngày 15/5/2024", "end": "2024-05-15"},
        ],
        "tasks": [{**GOLD["tasks"][0], "from": first, "to": last} for first, last in tasks],
    }
    made = document(gold, TEXT, "x")
    return Attachments(made, find_places(made)), TEXT


TASKS = (("Rà soát", "quy trình."), ("Báo cáo", "30/6/2024."), ("Thanh tra", "kiểm tra."), ("Tổng hợp", "kết quả."))


@pytest.mark.parametrize(
    ("task", "name", "words", "nearness"),
    [
        (0, "Sở Nội vụ", "Sở Nội vụ", Nearness.HEADING),
        (2, "Thanh tra Sở Y tế", "Thanh tra Sở Y tế", Nearness.TASK),
        (2, "Sở Tư pháp", "Sở Tư pháp", Nearness.ATTRIBUTE),
        (3, "Sở Tư pháp", "Sở Tư pháp", Nearness.HEADING),
        (3, "Sở Tài chính", "Sở Tài\nchính", Nearness.ATTRIBUTE),
        (0, "Sở Tư pháp", "Sở Tư pháp", Nearness.BELOW),
        (3, "Sở Xây dựng", "Sở Xây dựng", Nearness.BELOW),
        (0, "Ủy ban nhân dân các huyện", "UBND các huyện", Nearness.HEADING),
        (3, "Thanh tra Sở Y tế", "Thanh tra Sở Y tế", Nearness.EARLIER_TASK),
        (1, "quy trình", "quy trình", Nearness.LINE),
    ],
)
def test_an_assignee_is_found_where_it_is_said(task: int, name: str, words: str, nearness: Nearness) -> None:
    attachments, text = attached(*TASKS)
    place = attachments.assignee(task, name)
    assert place is not None
    assert (text[place.span.start : place.span.end], place.nearness) == (words, nearness)


def test_small_letters_name_no_agency() -> None:
    attachments, text = attached(("Rà soát", "quy trình."))
    assert attachments.assignee(0, "Cơ sở Y tế") is None
    assert [text[s.start : s.end] for s in attachments.named("Sở Y tế")] == [
        "Sở Y tế"
    ]  # within the inspectorate's name
    assert attachments.assignee(0, "Sở Ngoại vụ") is None
    assert attachments.assignee(0, " ") is None


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Giám đốc Sở Y tế rà soát.", "Sở Y tế", "Sở Y tế"),
        ("Thủ tướng yêu cầu rà soát.", "Thủ tướng Chính phủ", "Thủ tướng"),
        ("Chủ tịch UBND các xã rà soát.", "Ủy ban nhân dân các xã", "UBND các xã"),
        ("Các tổ Một cửa rà soát.", "các tổ Một cửa", "Các tổ Một cửa"),
        ("Sở NN&PTNT rà soát.", "Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT"),
    ],
)
def test_known_spellings(text: str, name: str, words: str) -> None:
    task = {**GOLD["tasks"][0], "from": "rà soát", "to": "rà soát.", "assignees": [], "deadlines": []}
    made = document({"id": "x", "directive": {"issued_on": "2024-03-01"}, "tasks": [task]}, text, "x")
    place = Attachments(made, find_places(made)).assignee(0, name)
    assert place is not None
    assert text[place.span.start : place.span.end] == words


def test_a_name_within_another_counts_only_where_it_stands_nowhere_else() -> None:
    text = "Thanh tra Sở Y tế, Sở Y tế rà soát."
    task = {**GOLD["tasks"][0], "from": "rà soát", "to": "rà soát.", "assignees": [], "deadlines": []}
    made = document({"id": "x", "tasks": [task]}, text, "x")
    assert Attachments(made, find_places(made)).named("Sở Y tế") == [Span(19, 26)]


def test_bodies_of_which_there_are_many_are_told_apart_by_name() -> None:
    text = "UBND huyện An Biên, UBND huyện Hòn Đất rà soát."
    task = {**GOLD["tasks"][0], "from": "rà soát", "to": "rà soát.", "assignees": [], "deadlines": []}
    made = document({"id": "x", "directive": {"issued_on": "2024-03-01"}, "tasks": [task]}, text, "x")
    found = Attachments(made, find_places(made)).named("Ủy ban nhân dân huyện An Biên")
    assert [text[s.start : s.end] for s in found] == ["UBND huyện An Biên"]


def test_a_deadline_is_the_nearest_time_of_its_value() -> None:
    attachments, _ = attached(*TASKS)
    assert attachments.deadline(2, GoldTimeValue.model_validate({"end": "2024-05-15"})) == 1
    assert attachments.deadline(2, GoldTimeValue.model_validate({"start": "2024-01-01", "end": "2024-06-30"})) == 0
    assert attachments.deadline(2, GoldTimeValue.model_validate({"end": "2024-05-16"})) is None
