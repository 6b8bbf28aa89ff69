"""What people send is checked before it touches anything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.review.edits import EDIT, items_of, parse_edit
from analyzer.review.errors import BadEdit
from analyzer.review.rules import is_rule
from analyzer.review.values import plain

GOOD: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"action": "set", "task": "t1", "field": "pace", "value": None}, ("task:t1",)),
    ({"action": "set", "task": "t12", "field": "deliverables", "value": ["Đề án"]}, ("task:t12",)),
    ({"action": "extent", "task": "t2", "start": 0, "end": 9}, ("task:t2",)),
    ({"action": "assignees", "task": "t2", "value": []}, ("task:t2",)),
    ({"action": "deadlines", "task": "t2", "value": [{"to": "2026-05-30"}]}, ("task:t2",)),
    ({"action": "deadlines", "task": "t2", "value": [{"from": "2026-05-01", "to": "2026-05-01"}]}, ("task:t2",)),
    ({"action": "split", "task": "t2", "at": 5}, ("task:t2",)),
    ({"action": "merge", "tasks": ["t2", "t3"]}, ("task:t2", "task:t3")),
    ({"action": "add", "start": 0, "end": 3}, ()),
    ({"action": "strike", "task": "t2"}, ("task:t2",)),
    ({"action": "header", "field": "issued_on", "value": "2026-01-31"}, ("header",)),
    ({"action": "target", "target": "g3", "field": "due", "value": {"end": "2026-12-31"}}, ("target:g3",)),
]
BAD: list[dict[str, Any]] = [
    {},
    {"action": "drop"},
    {"action": "strike"},
    {"action": "strike", "task": "t0"},
    {"action": "strike", "task": "t1", "more": 1},
    {"action": "strike", "task": "t1'; DROP TABLE change"},
    {"action": "set", "task": "t1", "field": "modality", "value": "maybe"},
    {"action": "set", "task": "t1", "field": "id", "value": "t2"},
    {"action": "set", "task": "t1", "field": "text", "value": "khác"},
    {"action": "set", "task": "t1", "field": "action", "value": ""},
    {"action": "set", "task": "t1", "field": "action", "value": "a\x00b"},
    {"action": "set", "task": "t1", "field": "action", "value": "a" * 4001},
    {"action": "set", "task": "t1", "field": "action"},
    {"action": "extent", "task": "t1", "start": -1, "end": 3},
    {"action": "extent", "task": "t1", "start": 1.5, "end": 3},
    {"action": "assignees", "task": "t1", "value": [{"name": "Sở Y tế"}]},
    {"action": "assignees", "task": "t1", "value": [{"name": "Sở Y tế", "role": "boss"}]},
    {"action": "assignees", "task": "t1", "value": [{"name": "Sở Y tế", "role": "lead", "start": 3}]},
    {"action": "assignees", "task": "t1", "value": [{"name": "Sở Y tế", "role": "lead", "start": 3, "end": 3}]},
    {"action": "deadlines", "task": "t1", "value": [{}]},
    {"action": "deadlines", "task": "t1", "value": [{"to": "30/6/2026"}]},
    {"action": "deadlines", "task": "t1", "value": [{"to": "0026-06-30"}]},
    {"action": "deadlines", "task": "t1", "value": [{"from": "2026-06-30", "to": "2026-06-01"}]},
    {"action": "deadlines", "task": "t1", "value": [{"rrule": "FREQ=SOMETIMES"}]},
    {"action": "deadlines", "task": "t1", "value": [{"rrule": "FREQ=MONTHLY", "duration": "P5D"}]},
    {"action": "deadlines", "task": "t1", "value": [{"duration": "5 ngày"}]},
    {"action": "merge", "tasks": ["t1"]},
    {"action": "header", "field": "issued_on", "value": "hôm qua"},
    {"action": "header", "field": "signer", "value": "Ai đó"},
    {"action": "target", "target": "g1", "field": "value", "value": float("nan")},
    {"action": "target", "target": "t1", "field": "value", "value": 1},
]


@pytest.mark.parametrize(("said", "items"), GOOD, ids=lambda one: str(one)[:60])
def test_edits_say_what_they_touch(said: dict[str, Any], items: tuple[str, ...]) -> None:
    edit = parse_edit(said)
    assert items_of(edit) == items
    assert parse_edit(edit.model_dump(mode="json", by_alias=True)) == edit


@pytest.mark.parametrize("said", BAD, ids=lambda one: str(one)[:60])
def test_what_cannot_be_used_is_told_in_both_languages(said: dict[str, Any]) -> None:
    with pytest.raises(BadEdit) as told:
        parse_edit(said)
    assert told.value.message
    assert told.value.message_vi
    assert told.value.code == "bad_edit"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_anything_else_is_a_bad_edit(said: Any) -> None:
    with pytest.raises(BadEdit):
        parse_edit(said)


def test_the_schema_of_edits_can_be_published() -> None:
    schema = EDIT.json_schema()
    assert schema["discriminator"]["propertyName"] == "action"
    assert len(schema["oneOf"]) == 10


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", True),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", True),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", True),
        ("FREQ=HOURLY;INTERVAL=3", True),
        ("FREQ=MONTHLY;BYMONTHDAY=32", False),
        ("FREQ=MONTHLY;BYMONTHDAY=0", False),
        ("FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31", False),
        ("FREQ=MONTHLY;FREQ=DAILY", False),
        ("FREQ=DAILY;INTERVAL=0", False),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", False),
        ("FREQ=DAILY;UNTIL=20261231", False),
        ("FREQ=WEEKLY;BYDAY=1MO", False),
        ("FREQ=MONTHLY;BYMONTHDAY=١", False),
        ("FREQ=MONTHLY;BYMONTH=", False),
        ("", False),
    ],
)
def test_rules(rule: str, fits: bool) -> None:
    assert is_rule(rule) is fits


@given(st.text())
def test_plain_words_stay_as_they_are(text: str) -> None:
    try:
        once = plain(text)
    except ValueError:
        return
    assert plain(once) == once
    assert "\n" not in once
