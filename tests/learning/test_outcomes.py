"""What became of a document: fields that are right, tasks that were missed, and the units that show them."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.assembly.confidence import field_features, judge_tasks
from analyzer.learning.outcomes import Outcome, outcome
from analyzer.models.linear import Worded
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.judges import FIELDS, RULES, UNIT
from tests.learning.samples import COUNT, HEALTH, PRICES, REPORT, UNITS, VISITS, annotated, task
from tests.models.making import sure

ALL = (HEALTH, PRICES, COUNT, REPORT)  # as many as the rules find


def of(*tasks: dict[str, Any], judges: Judges = RULES) -> Outcome:
    return outcome(annotated(*tasks), judges)


def right(found: Outcome, field: str) -> list[str]:
    return [example.label for example in found.examples[field]]


def changed(**said: Any) -> Outcome:
    """The outcome with one task annotated otherwise."""
    return of({**HEALTH, **said}, *ALL[1:])


def test_everything_as_the_gold_says() -> None:
    found = of(*ALL)
    assert right(found, "task") == ["yes"] * 4
    assert right(found, "assignees") == right(found, "modality") == ["yes"] * 4
    assert right(found, "deadlines") == ["yes", "yes", "no", "yes"], "the years of the count were taken for a limit"
    assert found.shown_by == []
    assert right(found, UNIT) == ["no"] * 3
    assert (found.document, found.gold, found.units) == ("a", 4, len(UNITS))
    assert set(found.examples) == {*FIELDS, UNIT}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"assignees": [{"name": "Sở Y tế", "role": "lead"}]}, "assignees"),
        ({"assignees": [{"name": "Sở Y tế", "role": "lead"}, {"name": "Sở Tư pháp", "role": "support"}]}, "assignees"),
        ({"deadlines": []}, "deadlines"),
        ({"deadlines": [{"end": "2024-06-29"}]}, "deadlines"),
        ({"modality": "prohibition"}, "modality"),
        ({"area": "procedures"}, "area"),
    ],
)
def test_a_field_is_wrong(said: dict[str, Any], field: str) -> None:
    before, found = of(*ALL), changed(**said)
    assert right(before, field)[0] == "yes"
    assert right(found, field) == ["no", *right(before, field)[1:]]
    for other in set(FIELDS) - {field}:
        assert right(found, other) == right(before, other)


def test_who_is_told_does_not_count_among_those_who_act() -> None:
    told = [*HEALTH["assignees"], {"name": "Ủy ban nhân dân tỉnh", "role": "recipient"}]
    assert right(changed(assignees=told), "assignees")[0] == "yes"


def test_what_is_no_task_has_no_fields() -> None:
    found = of(HEALTH, COUNT)
    assert right(found, "task") == ["yes", "no", "yes", "no"]
    for field in ("assignees", "deadlines", "modality", "area"):
        assert len(found.examples[field]) == 2


def test_a_missed_task_is_shown_by_its_unit() -> None:
    found = of(*ALL, VISITS)
    assert found.shown_by == [[1]], "the second of the units that are no tasks"
    assert right(found, UNIT) == ["no", "yes", "no"]
    assert found.gold == 5


def test_a_missed_task_may_be_shown_by_several_units_or_by_none() -> None:
    both = of(*ALL, task("Hiện nay", "sức khỏe."))
    assert both.shown_by == [[0, 1]]
    assert right(both, UNIT) == ["yes", "yes", "no"]
    title = of(*ALL, task("Về việc phòng", "dịch bệnh"))
    assert title.shown_by == [[]]
    assert right(title, UNIT) == ["no"] * 3


def test_a_task_within_what_is_listed_is_not_missed() -> None:
    """A person who reads the list sees it, though its extent is another."""
    found = of(*ALL[1:], task("Sở Y tế chủ trì", "Tài chính"))
    assert found.shown_by == []
    assert right(found, "task")[0] == "no"


def test_what_a_model_drops_is_missed_and_shown() -> None:
    found = of(*ALL, judges=Judges(work=Worded.of(sure("no"))))
    assert found.examples["task"] == []
    assert found.shown_by == [[0], [1], [5], [6]]
    assert right(found, UNIT) == ["yes", "yes", "no", "no", "no", "yes", "yes"]


def test_examples_are_what_confidence_sees() -> None:
    found = of(*ALL)
    judged = judge_tasks(found.analysis)
    for field in FIELDS:
        assert [e.features for e in found.examples[field]] == [tuple(field_features(j, field)) for j in judged]
