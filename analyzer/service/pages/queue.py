"""The first page: files to be dropped, those that are being read, and the documents that came last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from analyzer.archive import Archive
from analyzer.archive.tables import document, entry
from analyzer.errors import AnalyzerError
from analyzer.review import clock
from analyzer.service.access.guard import Editor, Person, Reader
from analyzer.service.api.library import keys_of, listed
from analyzer.service.api.models.directives import Card
from analyzer.service.jobs import Job
from analyzer.service.pages.asking import Asking, clean, pages
from analyzer.service.pages.templating import render
from analyzer.service.problems import problem
from analyzer.service.state import Service, ServiceDep

router = APIRouter(default_response_class=HTMLResponse)

_SHOWN = 15  # documents on a page
_JOBS = 50
_KEPT = timedelta(hours=24)  # how long jobs that are over are shown
_FILES = 20  # of one form
_WAIT = 8.0  # seconds that the page of a job waits for its end
#: What reading once more cannot mend.
_HOPELESS = frozenset(
    {
        "active_content",
        "damaged_file",
        "empty_document",
        "encrypted_file",
        "file_gone",
        "input_too_large",
        "secret_document",
        "unsafe_file",
        "unsupported_format",
    }
)

#: What to do about an error whose own words do not say.
_ADVICE: Mapping[str, str] = {
    "damaged_file": "Hãy xin lại tệp từ nơi gửi, hoặc mở bằng phần mềm tạo ra nó rồi lưu lại.",
    "empty_document": "Hãy kiểm tra tệp có đúng là văn bản cần đọc không.",
    "no_text_layer": "Hãy quét lại rõ hơn (từ 200 dpi, trang thẳng), hoặc xin bản điện tử.",
    "reader_died": "Hãy thử lại; nếu vẫn lỗi, lưu tệp thành PDF rồi tải lên.",
    "unsafe_file": "Hãy mở tệp trên máy an toàn và lưu lại thành PDF hoặc DOCX.",
    "unsupported_format": "Hãy lưu văn bản thành PDF hoặc DOCX rồi tải lên.",
    "worker_died": "Hãy thử lại; nếu vẫn lỗi, tách tệp thành các phần nhỏ hơn.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as the queue shows it: ``key`` of its document once it is read, ``owner`` where it is of somebody else."""

    job: Job
    key: str | None
    owner: str | None

    @property
    def is_active(self) -> bool:
        """Whether something will still come of it."""
        return self.job.state in ("queued", "running")

    @property
    def may_go_again(self) -> bool:
        """Whether it makes sense to try once more."""
        failed = self.job.state == "failed" and (self.job.error or {}).get("code") not in _HOPELESS
        return failed or self.job.state == "cancelled"

    @property
    def reason(self) -> str | None:
        """Why it failed and what to do about it."""
        return told(self.job.error["code"], self.job.error["message_vi"]) if self.job.error else None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    reason: str


def told(code: str, message: str) -> str:
    """The words of an error, with what to do where they do not say.

    >>> told("damaged_file", "Tệp PDF bị hỏng.")
    'Tệp PDF bị hỏng. Hãy xin lại tệp từ nơi gửi, hoặc mở bằng phần mềm tạo ra nó rồi lưu lại.'
    """
    return message if "hãy" in message.lower() or code not in _ADVICE else f"{message} {_ADVICE[code]}"


@router.get("/")
def first_page(request: Request, service: ServiceDep, person: Reader) -> HTMLResponse:
    """Where files are dropped, with the queue and the documents that came last."""
    return _page(request, service, person)


@router.post("/")
async def upload(request: Request, service: ServiceDep, person: Editor) -> Response:
    """Take files: one from a script, which is answered with the job, or several from the form."""
    by_script = _by_script(request)
    taken: list[Job] = []
    refused: list[Refused] = []
    async with request.form(max_files=_FILES, max_fields=8) as form:
        files = [given for given in form.getlist("tep") if isinstance(given, UploadFile) and given.filename]
        for file in files:
            try:
                data = await file.read()
                job = await run_in_threadpool(service.jobs.submit, data, name=file.filename, owner=person.name)
                taken.append(job)
            except AnalyzerError as error:
                if by_script:
                    raise
                refused.append(Refused(clean(file.filename or ""), told(error.code, error.message_vi)))
    if not files:
        raise problem(422, "no_file", "The form has no file.", "Chưa chọn tệp nào. Hãy chọn tệp rồi bấm nút tải lên.")
    if by_script:
        return JSONResponse({"id": taken[-1].id}, status_code=202)
    if refused:
        return await run_in_threadpool(_page, request, service, person, refused, 422)
    return RedirectResponse(f"/hang-doi/{taken[0].id}" if len(taken) == 1 else "/", status_code=303)


@router.get("/hang-doi")
def queue(request: Request, service: ServiceDep, person: Reader) -> HTMLResponse:
    """The list of jobs alone, for the page that shows it."""
    return render(request, "queue_jobs.html", person=person, jobs=_jobs(service, person))


@router.get("/hang-doi/{job_id}")
async def one(request: Request, job_id: str, service: ServiceDep, person: Reader) -> Response:
    """Wait for a file to be read and go to its document: for browsers without scripts."""
    job = await run_in_threadpool(_own, service, person, job_id)
    if not job.is_finished:
        job = await service.jobs.wait(job.id, _WAIT)
    if not job.is_finished:
        shown = Shown(job, None, None)
        waiting = await run_in_threadpool(render, request, "queue_waiting.html", person=person, shown=shown)
        waiting.headers["Refresh"] = "1"
        return waiting
    keys = await run_in_threadpool(keys_of, service.archive, [job.document])
    key = keys.get(job.document) if job.document is not None else None
    return RedirectResponse(f"/van-ban/{key}" if key else "/", status_code=303)


@router.post("/hang-doi/{job_id}/huy")
def cancel(request: Request, job_id: str, service: ServiceDep, person: Editor) -> Response:
    """Call a job off."""
    if not (job := _own(service, person, job_id)).is_finished:
        service.jobs.cancel(job.id)
    return _done(request, job, "/")


@router.post("/hang-doi/{job_id}/lai")
def again(request: Request, job_id: str, service: ServiceDep, person: Editor) -> Response:
    """Try a job once more that failed or was called off."""
    job = service.jobs.again(_own(service, person, job_id).id)
    return _done(request, job, f"/hang-doi/{job.id}")


def _done(request: Request, job: Job, to: str) -> Response:
    """The answer to what changes a job: scripts stay where they are."""
    return JSONResponse({"id": job.id}) if _by_script(request) else RedirectResponse(to, status_code=303)


def _by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _page(
    request: Request, service: Service, person: Person, refused: Iterable[Refused] = (), status: int = 200
) -> HTMLResponse:
    asking = Asking("/", request.query_params)
    total, cards = listed(service.archive, offset=(asking.page - 1) * _SHOWN, limit=_SHOWN)
    return render(
        request,
        "queue.html",
        person=person,
        status=status,
        refused=list(refused),
        jobs=_jobs(service, person),
        cards=cards,
        tasks=_tasks(service.archive, cards),
        total=total,
        page=asking.page,
        pages=pages(total, _SHOWN),
        link=asking.at,
        largest=service.settings.max_bytes,
    )


def _jobs(service: Service, person: Person) -> list[Shown]:
    """The jobs that are under way, and those that were over a short while ago; administrators see those of all."""
    since = clock.now() - _KEPT
    found = service.jobs.listed(None if person.may("admin") else person.name, _JOBS)
    recent = [job for job in found if not job.is_finished or (job.finished_at or job.created_at) >= since]
    keys = keys_of(service.archive, [job.document for job in recent])
    return [
        Shown(job, keys.get(job.document) if job.document else None, job.owner if job.owner != person.name else None)
        for job in recent
    ]


def _own(service: Service, person: Person, job_id: str) -> Job:
    """A job of one's own, of anybody for administrators. Raises Problem 404."""
    job = service.jobs.get(clean(job_id))
    if job is None or (job.owner != person.name and not person.may("admin")):
        raise problem(404, "no_such_job", "You have no such job.", "Không (còn) có lượt xử lý này.")
    return job


def _tasks(archive: Archive, cards: Iterable[Card]) -> dict[str, int]:
    """How many tasks documents have, by their keys."""
    wanted = [card.key for card in cards]
    counted: Any = (
        select(document.c.key, func.count().label("tasks"))
        .join(entry, entry.c.document == document.c.id)
        .where(document.c.key.in_(wanted), entry.c.what == "task")
        .group_by(document.c.key)
    )
    with archive.reading() as connection:
        return {row.key: row.tasks for row in connection.execute(counted)}
