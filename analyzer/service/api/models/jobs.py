"""Files that are being read."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from analyzer.service.api.models.base import Answer, Moment

JobState = Literal["queued", "running", "done", "failed", "cancelled"]


_JOB: JsonDict = {
    "id": "Qm8RrO4xT2uV9bY1cZ5dWw",
    "state": "running",
    "name": "cong-dien.pdf",
    "media_type": "application/pdf",
    "size": 482113,
    "stage": "ocr",
    "done": 3,
    "total": 12,
    "attempts": 1,
    "document": None,
    "outcome": None,
    "error": None,
    "created_at": "2026-11-20T07:05:00Z",
    "started_at": "2026-11-20T07:05:00Z",
    "finished_at": None,
}


class JobError(Answer):
    """Why a job failed."""

    code: str = Field(description="Stable name for programs, such as 'encrypted_file'.")
    message: str = Field(description="For developers, in English.")
    message_vi: str = Field(description="For staff, in Vietnamese.")


class Job(Answer):
    """A file on its way into the archive."""

    model_config = ConfigDict(json_schema_extra={"examples": [_JOB]})

    id: str = Field(description="22 characters that cannot be guessed.")
    state: JobState
    name: str | None = Field(description="The file's name as it was sent.")
    media_type: str = Field(description="Told by the content.")
    size: int = Field(description="Bytes.")
    stage: Literal["read", "ocr", "analyse", "save"] | None = Field(
        description="The file is read, its pages are recognised, tasks are looked for, they are put in the archive."
    )
    done: int = Field(description="Pages behind it, where they are counted.")
    total: int = Field(description="Pages in all; 0 where they are not counted.")
    attempts: int = Field(description="How often it was begun; three times at most.")
    document: str | None = Field(description="The document's identifier, once it is in the archive.")
    outcome: str | None = Field(
        description="new, replaced (read better than before), kept (went into the history) or unchanged."
    )
    error: JobError | None = Field(description="Of a failed job.")
    created_at: Moment
    started_at: Moment | None
    finished_at: Moment | None


class JobList(Answer):
    """Jobs, the latest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"jobs": [_JOB]}]})

    jobs: list[Job]
