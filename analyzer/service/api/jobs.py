"""Files that are being read: how far they are, and calling them off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool

from analyzer.errors import AnalyzerError
from analyzer.service.access.guard import Editor, Person, Reader
from analyzer.service.api.library import KEY, keys_of
from analyzer.service.api.models.jobs import Job as JobOut
from analyzer.service.api.models.jobs import JobError, JobList
from analyzer.service.api.parameters import STRICT, Limit
from analyzer.service.api.problems import problems
from analyzer.service.jobs import Job
from analyzer.service.problems import Problem, problem, problem_of
from analyzer.service.state import Service, ServiceDep

router = APIRouter(prefix="/v1", tags=["Jobs"], dependencies=STRICT)

JobId = Annotated[
    str,
    Path(
        alias="id",
        description="The job's identifier.",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]{22}$"},
        examples=["Qm8RrO4xT2uV9bY1cZ5dWw"],
    ),
]


def job_out(job: Job, keys: Mapping[int, str]) -> JobOut:
    """A job as the API shows it."""
    return JobOut(
        id=job.id,
        state=job.state,
        name=job.name,
        media_type=job.media_type,
        size=job.size,
        stage=job.stage,
        done=job.done,
        total=job.total,
        attempts=job.attempts,
        document=keys.get(job.document) if job.document is not None else None,
        outcome=job.outcome,
        error=JobError.model_validate(job.error) if job.error else None,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )


def job_problem(job: Job) -> Problem:
    """Why a job failed, as a problem."""
    said = job.error or {}
    error = AnalyzerError(str(said.get("message", "")), str(said.get("message_vi", "")))
    error.code = str(said.get("code", "error"))
    found = problem_of(error)
    found.more["job"] = job.id
    return found


@router.get("/jobs", response_model=JobList, responses=problems(), summary="List jobs")
def list_jobs(service: ServiceDep, person: Reader, limit: Limit = 50) -> JobList:
    """One's own jobs, the latest first; administrators see those of all."""
    found = service.jobs.listed(None if person.may("admin") else person.name, limit)
    keys = keys_of(service.archive, (job.document for job in found))
    return JobList(jobs=[job_out(job, keys) for job in found])


@router.get("/jobs/{id}", response_model=JobOut, responses=problems(404), summary="How far a job is")
async def get_job(
    service: ServiceDep,
    person: Reader,
    id_: JobId,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to wait for its end before answering.")] = 0,
) -> JobOut:
    """How far a job is. With 'wait' the answer comes when it is over, or after so many seconds."""
    job = await run_in_threadpool(_own, service, person, id_)
    if wait and job.state in ("queued", "running"):
        job = await service.jobs.wait(id_, wait)
    return job_out(job, await run_in_threadpool(keys_of, service.archive, [job.document]))


@router.delete("/jobs/{id}", response_model=JobOut, responses=problems(404), summary="Call a job off")
def cancel_job(service: ServiceDep, person: Editor, id_: JobId) -> JobOut:
    """Call a job off. One that is over stays as it is."""
    job = _own(service, person, id_)
    if job.state in ("queued", "running"):
        job = service.jobs.cancel(id_)
    return job_out(job, keys_of(service.archive, [job.document]))


@router.post(
    "/jobs/{id}/retry", response_model=JobOut, status_code=202, responses=problems(404, 410), summary="Try a job again"
)
def retry_job(service: ServiceDep, person: Editor, id_: JobId) -> JobOut:
    """Try again what failed or was called off, so long as its file is kept. Any other stays as it is."""
    _own(service, person, id_)
    job = service.jobs.again(id_)
    return job_out(job, keys_of(service.archive, [job.document]))


def _own(service: Service, person: Person, id_: str) -> Job:
    """A job of one's own. Those of others are told as if there were none. Raises Problem 404."""
    job = service.jobs.get(id_) if KEY.fullmatch(id_) else None
    if job is None or (job.owner != person.name and not person.may("admin")):
        raise problem(404, "no_such_job", "You have no such job.", "Bạn không có lượt xử lý này.")
    return job
