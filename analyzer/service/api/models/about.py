"""What the service is and how it is."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from analyzer.service.api.models.base import Answer


class Workers(Answer):
    """The processes that read documents."""

    alive: int
    busy: int


class Health(Answer):
    """How the service is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "ok", "database": True, "workers": {"alive": 2, "busy": 1}}]}
    )

    status: Literal["ok", "failing"]
    database: bool = Field(description="Whether it answers.")
    workers: Workers


class Version(Answer):
    """Which version it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"version": "0.1.0", "engine": "analyzer 0.1.0 1f2e3d4c", "schema_version": "1.0"}]
        }
    )

    version: str
    engine: str = Field(description="The analyzer with eight digits for its models, as archived readings name it.")
    schema_version: str = Field(description="Of the JSON that directives come in.")
