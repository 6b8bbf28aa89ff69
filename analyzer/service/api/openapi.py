"""The OpenAPI document: what FastAPI finds in the endpoints, the contract of directives, and the problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from analyzer.assembly.models import json_schema
from analyzer.service.api.models.about import Health
from analyzer.service.api.models.base import Answer, Asked, Problem
from analyzer.service.api.models.directives import TextIn
from analyzer.service.api.models.jobs import Job

_REF = "#/components/schemas/{model}"
_DESCRIPTION = """Reads Vietnamese administrative documents (chỉ thị, công điện, kế hoạch, quyết định, công văn …) and
keeps who is to do what by when: send a document, get its tasks, search all of them, see what falls due, correct what
was read.

Errors are problem documents (RFC 9457) in English and Vietnamese. Days are written YYYY-MM-DD; moments are in UTC.
Within version 1 keys keep their names and meaning, and more may be added."""
_TAGS = (
    ("Directives", "Documents with what was found in them."),
    ("Originals", "The files they came in."),
    ("Jobs", "Files that are being read."),
    ("Review", "What people correct, and how far tasks are."),
    ("Search", "All documents at once."),
    ("Due", "What is late, and what comes next."),
    ("Agencies", "The register of bodies, former and present."),
    ("About", "The service itself; open to anyone."),
)
_OPEN = ("/v1/schema", "/healthz", "/version")


def describe(app: FastAPI) -> None:
    """Have an application tell its OpenAPI document as :func:`document` makes it."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(document(app))
        return made

    app.openapi = openapi  # type: ignore[method-assign]


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=_DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": told} for name, told in _TAGS],
    )
    components = found.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    for name, schema in _own_schemas().items():
        schemas.setdefault(name, schema)
    for name, schema in _contract().items():  # what the API answers is the contract, whatever else bears the name
        schemas[name] = schema
    for model in _models(Answer, Asked):  # FastAPI leaves null out of them
        extra = model.model_config.get("json_schema_extra")
        if isinstance(extra, dict) and "examples" in extra and model.__name__ in schemas:
            schemas[model.__name__]["examples"] = extra["examples"]
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of `analyzer accounts add`. A service for one person on their own machine "
            "wants none.",
        }
    }
    for path, operations in found["paths"].items():
        for operation in operations.values():
            if path not in _OPEN:
                operation["security"] = [{"token": []}]
            _tidy(operation)
    return found


def _models(*bases: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models that come from some."""
    for base in bases:
        for model in base.__subclasses__():
            yield model
            yield from _models(model)


def _own_schemas() -> dict[str, Any]:
    """The schemas that responses name without FastAPI's knowing."""
    _, made = models_json_schema(
        [(TextIn, "validation"), (Problem, "serialization"), (Job, "serialization"), (Health, "serialization")],
        ref_template=_REF,
    )
    found: dict[str, Any] = made["$defs"]
    return found


def _contract() -> dict[str, Any]:
    """The contract of a directive as components, with the names of its parts as they are."""
    schema = json_schema()
    parts: dict[str, Any] = schema.pop("$defs")
    schema.pop("$schema")
    schema.pop("$id")
    found = _renamed({**parts, "Directive": schema})
    return dict(found)


def _renamed(value: Any) -> Any:
    """References within the contract as those of components."""
    if isinstance(value, dict):
        return {
            key: child.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _renamed(child)
            for key, child in value.items()
        }
    return [_renamed(child) for child in value] if isinstance(value, list) else value


def _tidy(operation: dict[str, Any]) -> None:
    """Parameters named once, in the order of the declaration."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for parameter in operation.get("parameters", []):
        seen.setdefault((parameter["in"], parameter["name"]), parameter)
    if seen:
        operation["parameters"] = list(seen.values())
