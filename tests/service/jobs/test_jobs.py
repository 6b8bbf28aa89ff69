"""Jobs from submission to the archive, with real worker processes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from reportlab.platypus import Flowable, PageBreak, Paragraph

from analyzer.archive import open_archive
from analyzer.errors import AnalyzerError
from analyzer.service.jobs import Job, Jobs
from analyzer.service.jobs.errors import NoSuchJob
from analyzer.service.settings import Settings
from tests.browser.paper import ten_pages
from tests.reading.builders import body_style, letterhead, pdf, plan, word
from tests.reading.scanning import pages, saved, scanned
from tests.service.jobs.conftest import AS_TEXT, over, text, until


@cache
def scan(count: int) -> bytes:
    """A scan of so many pages, which takes seconds to read."""
    return saved(
        [scanned(page) for page, _ in zip(pages(ten_pages(), dpi=150), range(count), strict=False)], "TIFF", 150
    )


@cache
def notes(count: int) -> bytes:
    """A scan of so many pages with a few lines on each."""
    story: list[Flowable] = [Paragraph(line, body_style()) for line in text().decode().splitlines()]
    sheets = pages(pdf([*story, *(each for _ in range(count - 1) for each in (PageBreak(), *story))]), dpi=150)
    return saved([scanned(page) for page in sheets], "TIFF", 150)


def children(process: int) -> set[int]:
    """The processes below a process, with theirs."""
    below: set[int] = set()
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    pairs = list(zip(map(int, found[::2]), map(int, found[1::2]), strict=True))
    waiting = {process}
    while waiting:
        waiting = {pid for pid, parent in pairs if parent in waiting} - below
        below |= waiting
    return below


def is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def workers_of(jobs: Jobs) -> list[int]:
    return [lane._child.pid for lane in jobs._lanes if lane._child is not None]


def failed(jobs: Jobs, job: Job) -> str | None:
    """The code of the error that the job ends with."""
    found = over(jobs, job)
    return found.error["code"] if found.state == "failed" and found.error else None


def test_a_digital_document(jobs: Jobs) -> None:
    job = jobs.submit(ten_pages(), name="ke hoach.pdf", owner="An")
    assert (job.state, job.media_type, job.name) == ("queued", "application/pdf", "ke hoach.pdf")
    done = over(jobs, job)
    assert (done.state, done.outcome, done.error) == ("done", "new", None)
    assert done.document is not None
    archive = jobs._queue.archive
    directive = archive.directive(done.document)
    assert directive.source.name == "ke hoach.pdf"
    assert len(directive.tasks) > 5
    original = jobs.original(job.sha256)
    assert original is not None
    assert original.content == ten_pages()
    layout = jobs.layout(job.sha256)
    assert layout is not None
    assert layout.fits(directive.text)
    assert [(round(width), round(height)) for width, height in layout.pages] == [(595, 842)] * 10
    task = directive.tasks[3]
    boxes = layout.boxes(task.span.start, task.span.end)
    assert task.span.page in boxes
    assert task.span.boxes is not None
    top, line = boxes[task.span.page][0], task.span.boxes[0]
    assert abs(top[1] - line[1]) < 2
    assert abs(top[3] - line[3]) < 2


def test_the_same_file_again_is_not_read_again(jobs: Jobs) -> None:
    first = over(jobs, jobs.submit(ten_pages(), name="a.pdf", owner="An"))
    begun = time.monotonic()
    again = over(jobs, jobs.submit(ten_pages(), name="b.pdf", owner="Bình"))
    assert (again.state, again.outcome, again.document) == ("done", "unchanged", first.document)
    assert time.monotonic() - begun < 0.3


def test_word_and_text_have_no_layout(jobs: Jobs) -> None:
    document = word(lambda made: [made.add_paragraph(line) for line in text(21).decode().splitlines()])
    for data, options in ((document, {}), (text(22), {"options": AS_TEXT})):
        done = over(jobs, jobs.submit(data, name=None, owner="An", **options))  # type: ignore[arg-type]
        assert done.state == "done"
        assert jobs.layout(done.sha256) is None
        with pytest.raises(AnalyzerError) as refused:
            jobs.picture(done.sha256, 1, 800)
        assert refused.value.code == "no_pages"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty_document"), (b"GIF89a....", "unsupported_format"), (b"MZ\x90\0....", "unsupported_format"),
     (b"x" * 50_000_001, "input_too_large"), (b"PK\x03\x04....", "damaged_file")],
    ids=["nothing", "picture", "program", "large", "zip"],
)  # fmt: skip
def test_what_is_refused_at_once(jobs: Jobs, data: bytes, code: str) -> None:
    before = len(jobs.listed(None))
    with pytest.raises(AnalyzerError) as refused:
        jobs.submit(data, name="a", owner="An")
    assert refused.value.code == code
    assert len(jobs.listed(None)) == before


def test_what_is_found_out_while_reading(jobs: Jobs) -> None:
    assert failed(jobs, jobs.submit(ten_pages()[:3000], name="a.pdf", owner="An")) == "damaged_file"
    assert failed(jobs, jobs.submit(b"\xff\xd8\xff\xe0" + b"x" * 100, name="a.jpg", owner="An")) == "damaged_file"


def test_empty_text_is_refused_at_once(jobs: Jobs) -> None:
    with pytest.raises(AnalyzerError) as refused:
        jobs.submit(b" \n", name=None, owner="An", options=AS_TEXT)
    assert refused.value.code == "empty_document"


def test_secret_documents_are_refused_and_deleted(start: Callable[..., Jobs], tmp_path: Path) -> None:
    jobs = start()
    data = text(31).replace(b"S\xe1\xbb\x91: 31", "TỐI MẬT\nSố: 31".encode())
    paper = pdf([letterhead(), Paragraph("M Ậ T", body_style()), *plan()])
    for secret in (data, paper):
        job = jobs.submit(secret, name="a", owner="An")
        assert failed(jobs, job) == "secret_document"
        assert jobs.original(job.sha256) is None
    assert jobs._queue.archive.size().documents == 0

    def is_overwritten() -> bool:
        """In SQLite's log, too."""
        stored = b"".join(path.read_bytes() for path in tmp_path.glob("kho.db*"))
        return "TỐI MẬT\nSố: 31".encode() not in stored and paper[-2000:] not in stored

    until(is_overwritten, 5)


def test_secret_documents_can_be_allowed(start: Callable[..., Jobs]) -> None:
    jobs = start(allow_secret=True)
    data = text(31).replace(b"S\xe1\xbb\x91: 31", "TỐI MẬT\nSố: 31".encode())
    assert over(jobs, jobs.submit(data, name="a", owner="An")).state == "done"


@pytest.mark.slow
def test_a_killed_worker_is_replaced_and_its_job_done(jobs: Jobs) -> None:
    job = jobs.submit(notes(2), name="a.tiff", owner="An")
    until(lambda: (jobs.get(job.id) or job).state == "running")
    (worker,) = workers_of(jobs)
    until(lambda: len(children(worker)) > 1)  # tesseract is at work
    below = children(worker)
    os.kill(worker, signal.SIGKILL)
    until(lambda: not any(is_there(pid) for pid in below), 5)
    done = over(jobs, job)
    assert (done.state, done.attempts) == ("done", 2)


def test_an_idle_worker_that_dies_is_replaced_before_it_is_wanted(jobs: Jobs) -> None:
    until(lambda: jobs.workers == (1, 0))
    (worker,) = workers_of(jobs)
    os.kill(worker, signal.SIGKILL)
    until(lambda: jobs.workers == (1, 0) and workers_of(jobs) != [worker])
    assert over(jobs, jobs.submit(text(41), name=None, owner="An")).attempts == 1


@pytest.mark.slow
def test_cancelling_ends_the_process(jobs: Jobs) -> None:
    job = jobs.submit(scan(6), name="a.tiff", owner="An")
    until(lambda: (jobs.get(job.id) or job).stage == "ocr")
    (worker,) = workers_of(jobs)
    until(lambda: len(children(worker)) > 1)  # tesseract is at work
    below = children(worker)
    assert jobs.cancel(job.id).state == "cancelled"
    until(lambda: not any(is_there(pid) for pid in below | {worker}), 5)
    assert over(jobs, jobs.submit(text(42), name=None, owner="An")).state == "done"
    assert over(jobs, job).state == "cancelled"
    with pytest.raises(NoSuchJob):
        jobs.cancel("x" * 22)


@pytest.mark.slow
def test_the_progress_of_a_scan_is_seen(jobs: Jobs) -> None:
    job = jobs.submit(notes(4), name="a.tiff", owner="An")
    seen = set()

    def is_over() -> bool:
        found = jobs.get(job.id)
        assert found is not None
        seen.add((found.stage, found.done, found.total))
        return found.is_finished

    until(is_over, 120)
    assert {(stage, total) for stage, _, total in seen if stage == "ocr"} == {("ocr", 4)}
    assert len(seen) > 3


@pytest.mark.slow
def test_the_time_limit(start: Callable[..., Jobs]) -> None:
    jobs = start(seconds=1.5)
    until(lambda: jobs.workers == (1, 0))
    begun = time.monotonic()
    job = jobs.submit(scan(6), name="a.tiff", owner="An")
    assert failed(jobs, job) == "reading_timeout"
    assert time.monotonic() - begun < 12
    assert over(jobs, jobs.submit(text(), name=None, owner="An")).state == "done"


def test_waiting_ends_at_once_when_the_job_does(jobs: Jobs) -> None:
    until(lambda: jobs.workers == (1, 0))

    async def run() -> tuple[Job, float]:
        job = await asyncio.to_thread(jobs.submit, text(51), name=None, owner="An")
        begun = time.monotonic()
        return await jobs.wait(job.id, 20), time.monotonic() - begun

    done, took = asyncio.run(run())
    assert done.state == "done"
    assert took < 0.9
    with pytest.raises(NoSuchJob):
        asyncio.run(jobs.wait("x" * 22, 1))


def test_waiting_ends_when_the_time_is_up(start: Callable[..., Jobs]) -> None:
    jobs = start(workers=0)
    job = jobs.submit(text(), name=None, owner="An")
    begun = time.monotonic()
    assert asyncio.run(jobs.wait(job.id, 0.3)).state == "queued"
    assert 0.2 < time.monotonic() - begun < 1


def test_one_service_does_what_another_took_in(start: Callable[..., Jobs]) -> None:
    front = start(workers=0)
    job = front.submit(text(), name=None, owner="An")
    start(workers=1)
    assert asyncio.run(front.wait(job.id, 20)).state == "done"


@pytest.mark.slow
def test_one_service_cancels_what_another_reads(start: Callable[..., Jobs]) -> None:
    front, back = start(workers=0), start(workers=1)
    job = front.submit(scan(6), name=None, owner="An")
    until(lambda: (front.get(job.id) or job).stage == "ocr")
    (worker,) = workers_of(back)
    front.cancel(job.id)
    until(lambda: not is_there(worker), 10)
    until(lambda: back.workers == (1, 0))


@pytest.mark.slow
def test_scans_leave_a_worker_for_short_documents(start: Callable[..., Jobs]) -> None:
    """Even those that do not look like scans before they are read."""
    jobs = start(workers=2)
    until(lambda: jobs.workers == (2, 0))
    hidden = saved([scanned(page) for page, _ in zip(pages(ten_pages(), 150), range(6), strict=False)], "PDF", 150)
    slow = [jobs.submit(data, name=None, owner="An") for data in (hidden, scan(6))]
    until(lambda: any((jobs.get(one.id) or one).stage == "ocr" for one in slow))
    quick = over(jobs, jobs.submit(text(), name=None, owner="An"))
    assert quick.state == "done"
    assert not any((jobs.get(one.id) or one).is_finished for one in slow)
    for one in slow:
        jobs.cancel(one.id)


@pytest.mark.slow
def test_stopping_gives_jobs_back(tmp_path: Path) -> None:
    path = os.fspath(tmp_path / "kho.db")
    with open_archive(path, create=True) as archive:
        first = Jobs(archive, Settings(path, workers=1))
        first.start()
        running = first.submit(scan(6), name="a.tiff", owner="An")
        waiting = first.submit(text(61), name=None, owner="An")
        until(lambda: (first.get(running.id) or running).stage == "ocr")
        (worker,) = workers_of(first)
        below = children(worker) | {worker}
        begun = time.monotonic()
        first.stop(grace=0.5)
        assert time.monotonic() - begun < 4
        until(lambda: not any(is_there(pid) for pid in below), 3)
        for job in (running, waiting):
            found = first.get(job.id)
            assert found is not None
            assert (found.state, found.attempts) == ("queued", 0)


@pytest.mark.slow
def test_stopping_waits_for_what_runs(tmp_path: Path) -> None:
    path = os.fspath(tmp_path / "kho.db")
    with open_archive(path, create=True) as archive:
        jobs = Jobs(archive, Settings(path, workers=1))
        jobs.start()
        job = jobs.submit(notes(1), name="a.tiff", owner="An")
        until(lambda: (jobs.get(job.id) or job).state == "running")
        jobs.stop(grace=30)
        found = jobs.get(job.id)
        assert found is not None
        assert found.state == "done"


def test_logs_hold_no_text_of_documents(
    jobs: Jobs, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("analyzer.service.jobs")
    monkeypatch.setattr(logger, "disabled", False)  # whatever other tests did to logging
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    with caplog.at_level(logging.DEBUG, "analyzer.service.jobs"):
        over(jobs, jobs.submit(text(71), name="bí danh.txt", owner="An"))
        failed(jobs, jobs.submit(ten_pages()[:2000], name="bí danh.pdf", owner="An"))
    assert caplog.text
    assert "bí danh" not in caplog.text
    assert "Sở" not in caplog.text


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Each test leaves only the worker that the module shares, with nothing below it but its reader."""
    before = children(os.getpid())
    yield
    until(lambda: len(children(os.getpid()) - before) <= 6, 10)
