"""The contract: its JSON Schema and its models agree, and outputs hold to both."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from analyzer.assembly.models import Directive, Span, Target, json_schema
from analyzer.writing.json import dump

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_outputs_validate(directive: Directive, bare: Directive) -> None:
    for made in (directive, bare, directive.model_copy(update={"text": None})):
        VALIDATOR.validate(json.loads(dump(made)))


def test_outputs_read_back(directive: Directive) -> None:
    assert Directive.model_validate_json(dump(directive)) == directive


def test_later_minor_versions_may_add_keys(directive: Directive) -> None:
    plain = json.loads(dump(directive))
    plain["tasks"][0]["added_later"] = 1
    VALIDATOR.validate(plain)
    with pytest.raises(ValidationError):
        Directive.model_validate(plain)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "2.0"),
        (("directive", "issued_on"), "04/03/2024"),
        (("tasks", 0, "modality"), "order"),
        (("tasks", 0, "area"), "health"),
        (("tasks", 0, "confidence"), 1.5),
        (("tasks", 0, "assignees", 0, "role"), "boss"),
        (("targets", 0, "comparator"), "≥"),
        (("references", 0, "relation"), "cites"),
        (("tasks", 0, "span", "start"), -1),
        (("tasks", 0, "span", "page"), 0),
        (("source", "sha256"), "xyz"),
    ],
)
def test_wrong_values_are_refused_by_schema_and_models(
    directive: Directive, path: tuple[Any, ...], value: object
) -> None:
    plain = json.loads(dump(directive))
    part = plain
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    assert not VALIDATOR.is_valid(plain)
    with pytest.raises(ValidationError):
        Directive.model_validate_json(json.dumps(plain))


def _objects(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Directive", schema
    yield from schema["$defs"].items()


def test_every_object_is_described() -> None:
    assert not [name for name, part in _objects(SCHEMA) if not part.get("description")]


@pytest.mark.parametrize(("value", "written"), [(98.0, "98"), (98.5, "98.5"), (1e15, "1000000000000000")])
def test_whole_numbers_are_written_whole(value: float, written: str) -> None:
    target = Target(id="g1", text="x", span=Span(start=0, end=1), comparator="=", value=value)
    assert f'"value":{written},' in target.model_dump_json()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_no_value(value: float) -> None:
    with pytest.raises(ValidationError):
        Target(id="g1", text="x", span=Span(start=0, end=1), comparator="=", value=value)


def test_spans_of_the_sample_quote_its_text(directive: Directive) -> None:
    assert directive.text is not None
    for item in (*directive.tasks, *directive.references, *directive.times, *directive.targets):
        assert directive.text[item.span.start : item.span.end] == item.text
