"""What the service is and how it is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import text
from starlette.responses import JSONResponse, Response

from analyzer import __version__
from analyzer.archive.errors import ArchiveError
from analyzer.archive.packing import engine_name
from analyzer.assembly.models import SCHEMA_VERSION, json_schema
from analyzer.service.api.models.about import Health, Version, Workers
from analyzer.service.api.parameters import STRICT
from analyzer.service.api.problems import problems
from analyzer.service.state import ServiceDep

router = APIRouter(tags=["About"], dependencies=STRICT)
_SCHEMA: dict[str, Any] = {"application/schema+json": {"schema": {"type": "object"}}}


@router.get(
    "/v1/schema",
    response_class=Response,
    summary="The contract as JSON Schema",
    responses={**problems(), 200: {"description": "JSON Schema 2020-12 of a directive.", "content": _SCHEMA}},
)
def get_schema() -> Response:
    """What a directive in JSON is made of. Open to anyone."""
    return JSONResponse(json_schema(), media_type="application/schema+json")


@router.get(
    "/healthz",
    response_model=Health,
    summary="Whether it works",
    responses={
        **problems(),
        503: {
            "description": "Something does not work.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}},
        },
    },
)
def get_health(service: ServiceDep) -> Response:
    """Whether the database answers and workers run. Open to anyone; for monitors."""
    try:
        with service.archive.reading() as connection:
            connection.execute(text("SELECT 1")).scalar_one()
        answers = True
    except ArchiveError:
        answers = False
    alive, busy = service.jobs.workers
    works = answers and (alive > 0 or not service.settings.workers)
    health = Health(status="ok" if works else "failing", database=answers, workers=Workers(alive=alive, busy=busy))
    status = 200 if health.status == "ok" else 503
    return JSONResponse(health.model_dump(mode="json"), status, {"Cache-Control": "no-store"})


@router.get("/version", response_model=Version, responses=problems(), summary="Which version it is")
def get_version() -> Version:
    """The version of the analyzer, of its models and of the contract. Open to anyone."""
    return Version(version=__version__, engine=engine_name(), schema_version=SCHEMA_VERSION)
