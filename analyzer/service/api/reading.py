"""Sending documents to be read."""

from __future__ import annotations

import re
import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from analyzer.service.access.guard import Editor
from analyzer.service.api.jobs import job_out, job_problem
from analyzer.service.api.library import keys_of
from analyzer.service.api.models.directives import ReadingOptions
from analyzer.service.api.parameters import STRICT, Day
from analyzer.service.api.problems import problems
from analyzer.service.api.representations import FORMS, chosen_form, represented
from analyzer.service.api.uploads import received
from analyzer.service.jobs import Job, Options
from analyzer.service.problems import problem
from analyzer.service.state import Service, ServiceDep

router = APIRouter(prefix="/v1", tags=["Directives"], dependencies=STRICT)

_SLICE = 0.5  # seconds between looks at how far a job is
_SLOW = ("ocr",)  # stages of scans
_DIRECTIVE = {"application/json": {"schema": {"$ref": "#/components/schemas/Directive"}}}
_JOB = {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}
_LOCATION = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
_BODY: dict[str, Any] = {
    "required": True,
    "description": "A form with a file, JSON with text, or the file itself under any other media type. What the "
    "document is, its content tells.",
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "The document."},
                    **{
                        name: {"type": "string", "description": field.description}
                        | ({"enum": ["lenient", "strict"]} if name == "policy" else {"format": "date"})
                        for name, field in ReadingOptions.model_fields.items()
                    },
                },
            }
        },
        "application/json": {"schema": {"$ref": "#/components/schemas/TextIn"}},
        "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}


@router.post(
    "/directives",
    summary="Read a document",
    response_class=Response,
    status_code=201,
    responses={
        **problems(400, 406, 408, 409, 413, 415, 500, 501),
        200: {"description": "The archive had it already, read the same way.", "content": _DIRECTIVE},
        201: {"description": "Read and kept. In the form that Accept asks for.", "content": _DIRECTIVE},
        202: {"description": "It takes longer: a job to ask after.", "content": _JOB, "headers": _LOCATION},
    },
    openapi_extra={
        "requestBody": _BODY,
        "parameters": [
            {
                "name": "Prefer",
                "in": "header",
                "description": "respond-async: answer with a job at once; wait=5: after as many seconds (RFC 7240).",
                "schema": {"type": "string"},
                "examples": {"at once": {"value": "respond-async"}},
            }
        ],
    },
)
async def read_document(
    request: Request,
    service: ServiceDep,
    person: Editor,
    as_of: Annotated[Day | None, Query(description=ReadingOptions.model_fields["as_of"].description)] = None,
    policy: Annotated[
        Literal["lenient", "strict"] | None, Query(description=ReadingOptions.model_fields["policy"].description)
    ] = None,
    received_on: Annotated[
        Day | None, Query(description=ReadingOptions.model_fields["received_on"].description)
    ] = None,
    effective_on: Annotated[
        Day | None, Query(description=ReadingOptions.model_fields["effective_on"].description)
    ] = None,
) -> Response:
    """Read a document and keep it. A small one is answered at once; a large one, or a scan, becomes a job.

    What the body says of the reading (as_of …) goes before the query.
    """
    form = chosen_form(request, None)
    at_once, patience = _preferred(request)
    asked = ReadingOptions(as_of=as_of, policy=policy, received_on=received_on, effective_on=effective_on)
    upload = await received(request, asked, service.settings.max_bytes)
    said = {name: value for name, value in upload.options if value is not None}
    options = Options(**said, text=upload.is_text)
    job = await run_in_threadpool(
        service.jobs.submit, upload.data, name=upload.name, owner=person.name, options=options
    )
    if not at_once and not _is_large(job, service):
        job = await _waited(service, job, service.settings.wait if patience is None else patience)
    return await run_in_threadpool(_answer, request, service, job, form.name, at_once)


def _answer(request: Request, service: Service, job: Job, form: str, at_once: bool) -> Response:
    root = request.scope.get("root_path", "")
    if job.state == "failed":
        raise job_problem(job)
    if job.state == "cancelled":
        raise problem(409, "job_cancelled", "Reading it was cancelled.", "Việc đọc văn bản đã bị hủy.")
    if job.state == "done" and job.document is not None and not at_once:
        key = keys_of(service.archive, [job.document]).get(job.document)
        if key is not None:
            status = 200 if job.outcome == "unchanged" else 201
            where = {"Location": f"{root}/v1/directives/{key}"}
            directive = service.archive.directive(job.document)
            return represented(request, directive, FORMS[form], status=status, headers=where)
    headers = {"Location": f"{root}/v1/jobs/{job.id}"} | ({"Preference-Applied": "respond-async"} if at_once else {})
    told = job_out(job, keys_of(service.archive, [job.document])).model_dump(mode="json")
    return JSONResponse(told, 202, headers)


def _is_large(job: Job, service: Service) -> bool:
    return job.size > service.settings.small_bytes or job.media_type.startswith("image/")


async def _waited(service: Service, job: Job, seconds: float) -> Job:
    """The job when it is over, or the time is, or it turns out to be a scan."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not job.is_finished and job.stage not in _SLOW:
        job = await service.jobs.wait(job.id, min(_SLICE, left))
    return job


def _preferred(request: Request) -> tuple[bool, float | None]:
    """Whether the client wants a job at once, and how long it would wait otherwise."""
    said = ",".join(request.headers.getlist("prefer")).lower()
    names = [part.partition(";")[0].strip() for part in said.split(",")[:20]]
    wait = next((m for name in names if (m := re.fullmatch(r"wait\s{0,5}=\s{0,5}\"?(\d{1,4})\"?", name))), None)
    return "respond-async" in names, min(float(wait[1]), 60.0) if wait else None
