"""Whatever is sent, by the OpenAPI document or against it: no failure of the service, and all answers as described."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.effort import effort
from tests.service.api.conftest import Office, on_a_port, started

pytestmark = pytest.mark.slow

EXAMPLES = effort(10, 25)  # requests to each address by its description, and as many against it
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
#: What there is, so that not all answers are that there is nothing.
REAL: dict[str, Any] = {"task": "t1", "page": 1}
OPERATIONS = [
    ("GET", "/v1/schema"),
    ("GET", "/healthz"),
    ("GET", "/version"),
    ("GET", "/v1/agencies"),
    ("GET", "/v1/agencies/{id}"),
    ("GET", "/v1/directives"),
    ("POST", "/v1/directives"),
    ("GET", "/v1/directives/{key}"),
    ("DELETE", "/v1/directives/{key}"),
    ("GET", "/v1/directives/{key}/original"),
    ("GET", "/v1/directives/{key}/pages/{page}.png"),
    ("GET", "/v1/directives/{key}/layout"),
    ("GET", "/v1/directives/{key}/review"),
    ("POST", "/v1/directives/{key}/edits"),
    ("POST", "/v1/directives/{key}/undo"),
    ("GET", "/v1/directives/{key}/history"),
    ("POST", "/v1/directives/{key}/finish"),
    ("POST", "/v1/directives/{key}/reopen"),
    ("GET", "/v1/directives/{key}/standings"),
    ("GET", "/v1/directives/{key}/standings/{task}"),
    ("PUT", "/v1/directives/{key}/standings/{task}"),
    ("GET", "/v1/due"),
    ("GET", "/v1/jobs"),
    ("GET", "/v1/jobs/{id}"),
    ("DELETE", "/v1/jobs/{id}"),
    ("POST", "/v1/jobs/{id}/retry"),
    ("GET", "/v1/search"),
    ("GET", "/v1/tasks"),
]


@dataclass
class Target:
    """A service on a port of its own."""

    office: Office
    schema: schemathesis.BaseSchema
    address: str


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    directory = tmp_path_factory.mktemp("target")
    with started(directory, wait=0, queue=1_000_000) as office, on_a_port(office) as address:
        yield Target(office, _without_tokens(office), address)


def _without_tokens(office: Office) -> schemathesis.BaseSchema:
    """The description without what tells who asks: each request brings a token."""
    document = copy.deepcopy(office.nobody.get("/v1/openapi.json").json())
    del document["components"]["securitySchemes"]
    for operations in document["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return schemathesis.openapi.from_dict(document)


def test_no_address_is_left_out(target: Target) -> None:
    found = {(op.ok().method.upper(), op.ok().path) for op in target.schema.get_all_operations()}
    assert found == set(OPERATIONS)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: str(part))
def test_answers_are_as_described(target: Target, method: str, path: str, mode: GenerationMode) -> None:
    operation = target.schema[path][method]
    if mode is GenerationMode.NEGATIVE and not (list(operation.iter_parameters()) or operation.body):
        return  # nothing can be wrong with it
    real = {**REAL, "key": target.office.key}
    wrong = mode is GenerationMode.NEGATIVE

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.sampled_from((True, True, False)))
    def ask(case: schemathesis.Case, known: bool) -> None:
        known = known and method != "DELETE"
        if known:
            case.path_parameters |= {name: real[name] for name in case.path_parameters if name in real}
        response = case.call(target.address, headers={"Authorization": f"Bearer {target.office.admin.token}"})
        rejects = [negative_data_rejection] if wrong and not known else []
        case.validate_response(response, checks=[*CHECKS, *rejects])

    ask()
