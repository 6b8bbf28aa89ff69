"""What the models are trained on: units, agencies and times with what the gold says of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from analyzer.learning.corpus import GoldDocument
from analyzer.learning.examples import (
    Flat,
    gold_roles,
    limit_examples,
    modality_examples,
    role_examples,
    study,
    work_examples,
)
from analyzer.learning.facts import TaskItem
from analyzer.learning.matching import squash
from tests.learning.gold import documents
from tests.learning.samples import COUNT, HEALTH, PRICES, REPORT, UNITS, VISITS, annotated, task


def labels(*tasks: dict[str, Any]) -> list[str]:
    """The answers that the gold gives for the units."""
    return [example.label for example in work_examples(study(annotated(*tasks)))]


def test_units_are_what_the_rules_see() -> None:
    studied = study(annotated())
    text = studied.analysis.text
    found = [(text[unit.start : unit.end], unit.verdict.why) for unit in studied.units]
    assert [why for _, why in found] == [why for _, why in UNITS]
    assert all(words.startswith(opening) for (words, _), (opening, _) in zip(found, UNITS, strict=True))


@pytest.mark.parametrize(
    ("tasks", "wanted"),
    [
        pytest.param([], "no no no no no no no", id="none"),
        pytest.param([HEALTH, PRICES, COUNT, REPORT], "yes yes no no no yes yes", id="as the rules"),
        pytest.param([VISITS], "no no no yes no no no", id="one that the rules miss"),
        pytest.param([task("Sở Y tế chủ trì", "giá thuốc.")], "yes no no no no no", id="a piece is left out"),
        pytest.param([task("Thống kê", "nhân dân tỉnh.")], "no no no no no yes", id="the larger half is the task"),
        pytest.param([task("Sở Tài chính rà soát", "giá thuốc.")], "no no no no no", id="most of it inside"),
        pytest.param([task("trước ngày 30/6", "giá thuốc.")], "no yes no no no no no", id="little of it inside"),
    ],
)
def test_units_that_are_tasks(tasks: list[dict[str, Any]], wanted: str) -> None:
    assert labels(*tasks) == wanted.split()


def test_roles_of_the_names_in_tasks() -> None:
    found = role_examples(study(annotated(HEALTH, PRICES, REPORT)))
    assert [example.label for example in found] == ["lead", "support", "lead", "recipient"]
    assert [example.features[0] for example in found] == ["rule=lead", "rule=support", "rule=lead", "rule=recipient"]
    other = {**HEALTH, "assignees": [{"name": "Sở Y tế", "role": "monitor"}]}
    assert [example.label for example in role_examples(study(annotated(other)))] == ["monitor", "none"]
    assert role_examples(study(annotated())) == [], "nobody knows who acts where there is no task"


def test_limits_of_tasks() -> None:
    found = limit_examples(study(annotated(HEALTH, COUNT)))
    assert [(example.label, example.features[0]) for example in found] == [("yes", "rule=True"), ("no", "rule=True")]
    later = {**HEALTH, "deadlines": [{"end": "2025-06-30"}]}
    assert [example.label for example in limit_examples(study(annotated(later)))] == ["no"]
    open_start = {**HEALTH, "deadlines": [{"start": "2024-01-01", "end": "2024-06-30"}]}
    assert [example.label for example in limit_examples(study(annotated(open_start)))] == ["yes"], "its end counts"


def test_modality_of_tasks() -> None:
    found = modality_examples(study(annotated({**HEALTH, "modality": "recommendation"}, PRICES)))
    assert [example.label for example in found] == ["recommendation", "obligation"]
    assert all("rule=obligation" in example.features for example in found)


def test_examples_bear_their_document() -> None:
    studied = study(annotated(HEALTH, name="b"))
    for examples in (work_examples, role_examples, limit_examples, modality_examples):
        assert {example.document for example in examples(studied)} == {"b"}


# ---------------------------------------------------------------- names


def item(*assignees: tuple[str, str]) -> TaskItem:
    return TaskItem(0, 10, "", None, None, assignees, ())


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Sở Y tế", "lead"),
        ("sở y tế", "lead"),
        ("UBND tỉnh", "recipient"),
        ("UBND các huyện, thị xã", "support"),  # shorter than in the gold
        ("UBND tỉnh Lam Sơn", "recipient"),  # longer
        ("Sở Xây dựng", "none"),
        ("", "none"),
    ],
)
def test_a_name_has_the_role_of_the_most_alike_in_the_gold(name: str, wanted: str) -> None:
    gold = item(
        ("lead", "Sở Y tế"), ("support", "UBND các huyện, thị xã, thành phố"), ("recipient", "Ủy ban nhân dân tỉnh")
    )
    assert gold_roles([name], ["none"], gold) == [wanted]


def test_of_two_roles_the_rules_tell_which_place_has_which() -> None:
    gold = item(("lead", "Sở Y tế"), ("recipient", "Sở Y tế"))
    assert gold_roles(["Sở Y tế", "Sở Y tế"], ["recipient", "lead"], gold) == ["recipient", "lead"]
    assert gold_roles(["Sở Y tế"], ["support"], gold) == ["lead"], "the first where the rules say another"


# ---------------------------------------------------------------- places


@given(documents())
def test_places_in_the_squashed_text(given_: GoldDocument) -> None:
    text = given_.text
    flat, whole = Flat(text), squash(text)
    for start in range(0, len(text), 5):
        for end in (start, start + 1, start + 7, len(text)):
            span = flat.span(start, end)
            assert whole[span.start : span.end] == squash(text[start:end])
