"""The OpenAPI document: valid, whole, with examples that fit their schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from fastapi.routing import APIRoute

from analyzer.assembly.models import Directive
from tests.samples import full_directive
from tests.service.api.conftest import Office

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@pytest.fixture(scope="module")
def described(library: Office) -> dict[str, Any]:
    answer = library.nobody.get("/v1/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


def fits(described: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    whole = {"$schema": DIALECT, "components": described["components"], **schema}
    jsonschema.validate(value, whole, jsonschema.Draft202012Validator, format_checker=jsonschema.FormatChecker())


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for child in value.values():
            yield from references(child)
    elif isinstance(value, list):
        for child in value:
            yield from references(child)


def test_it_is_whole(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    named = set(references(described))
    assert named == {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    for schema in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_pages_are_not_in_it(described: dict[str, Any]) -> None:
    assert all(path.startswith("/v1/") or path in ("/healthz", "/version") for path in described["paths"])


def test_everything_is_told(described: dict[str, Any]) -> None:
    for path, method, operation in operations(described):
        place = f"{method} {path}"
        assert operation["summary"], place
        assert operation["description"], place
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (place, parameter["name"])
        assert len({p["name"] for p in operation.get("parameters", [])}) == len(operation.get("parameters", []))
        assert {"401", "403", "422", "429", "503"} <= set(operation["responses"]), place
        assert any(status.startswith("2") for status in operation["responses"]), place


def test_problems_are_problem_documents(described: dict[str, Any]) -> None:
    for path, method, operation in operations(described):
        for status, response in operation["responses"].items():
            if int(status) < 400 or (path, status) == ("/healthz", "503"):
                continue
            told = response["content"]["application/problem+json"]
            fits(described, told["schema"], told["example"])
            assert told["example"]["status"] == int(status), (path, method)


def test_examples_fit_their_schemas(described: dict[str, Any]) -> None:
    count = 0
    for name, schema in described["components"]["schemas"].items():
        for example in schema.get("examples", []):
            fits(described, {"$ref": f"#/components/schemas/{name}"}, example)
            count += 1
    for _path, _method, operation in operations(described):
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            for example in [*schema.get("examples", []), *([parameter["example"]] if "example" in parameter else [])]:
                fits(described, schema, example)
                count += 1
    assert count > 30


def test_answers_have_examples(described: dict[str, Any]) -> None:
    """Whatever is answered or sent in JSON, but for the contract, which is long."""
    for path, method, operation in operations(described):
        contents = [response.get("content", {}) for status, response in operation["responses"].items() if status < "3"]
        contents.append(operation.get("requestBody", {}).get("content", {}))
        for content in contents:
            schema = content.get("application/json", {}).get("schema", {})
            for reference in references({"$ref": schema.get("$ref")} if "$ref" in schema else schema):
                name = reference.rpartition("/")[2]
                if name != "Directive":
                    assert described["components"]["schemas"][name].get("examples"), (path, method, name)


def test_examples_of_tasks_are_read(library: Office, described: dict[str, Any]) -> None:
    for example in described["components"]["schemas"]["TextIn"]["examples"]:
        answer = library.editor.post("/v1/directives", json=example, headers={"Prefer": "respond-async"})
        assert answer.status_code == 202


def test_a_directive_of_all_parts_fits(described: dict[str, Any]) -> None:
    value = full_directive().model_dump(mode="json")
    fits(described, {"$ref": "#/components/schemas/Directive"}, value)
    assert Directive.model_validate(value)


def test_every_route_of_the_api_wants_known_parameters(library: Office) -> None:
    for route in library.nobody.client.app.routes:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute) and route.path.startswith("/v1/"):
            assert any(d.call.__name__ == "known_only" for d in route.dependant.dependencies if d.call), route.path


def test_identifiers_are_as_described(library: Office, described: dict[str, Any]) -> None:
    parameter = next(p for p in described["paths"]["/v1/directives/{key}"]["get"]["parameters"] if p["name"] == "key")
    assert re.fullmatch(parameter["schema"]["pattern"], library.key)
