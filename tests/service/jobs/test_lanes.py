"""What becomes of a job whatever its worker says, or however it ends: workers that are played, on a real queue."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer import analyze
from analyzer.archive import Archive, Incoming, open_archive
from analyzer.archive.errors import ArchiveError
from analyzer.processes.child import ChildDied
from analyzer.processes.serving import Header
from analyzer.reading.isolation.process import out_of_memory
from analyzer.reading.limits import Limits
from analyzer.service.jobs import lanes
from analyzer.service.jobs.errors import job_failed
from analyzer.service.jobs.instances import new_instance
from analyzer.service.jobs.lanes import Bell, Care, Lane
from analyzer.service.jobs.models import USUAL, Job
from analyzer.service.jobs.queue import ATTEMPTS, Queue
from tests.service.jobs.conftest import text, until

Heard = Callable[[Header], None]
Answer = tuple[Header, bytes]
AWAY = ArchiveError("The archive is away.", "Kho đang ngừng.")


def result(number: int = 1) -> Answer:
    """What a worker answers that has read a plan."""
    incoming = Incoming.of(analyze(text(number)), "a reader")
    return {"kind": "read", "line": len(incoming.line), "engine": "a reader"}, incoming.line


class Played:
    """A worker that says what it is told to, as ``Child`` would pass it on."""

    pid = 1
    is_warm = True

    def __init__(self, answer: Callable[[Heard], Answer], first: Header | None = None, prepares: bool = True) -> None:
        self._answer, self._first, self._prepares = answer, first or {"kind": "ready"}, prepares
        self.is_alive, self.kills = False, 0

    def first(self) -> Header:
        self.is_alive = True
        return self._first

    def ask(self, header: Header, payload: bytes, heard: Heard) -> Answer:
        if header["kind"] == "prepare":
            if not self._prepares:
                raise ChildDied("ended with status 1")
            return {"kind": "prepared"}, b""
        try:
            answer = self._answer(heard)
        except BaseException:
            self.kill()
            raise
        if not self.is_alive:
            raise ChildDied("died of SIGKILL")
        return answer

    def kill(self) -> None:
        self.is_alive = False
        self.kills += 1

    def close(self) -> None:
        self.is_alive = False


class Stage:
    """A queue, and lanes over it whose workers are played one after the other, the last one for good."""

    def __init__(self, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
        self.queue = Queue(archive, new_instance())
        self.bell = Bell()
        self.children: list[Played | ChildDied] = []
        self.lanes: list[Lane] = []
        self.told: list[str] = []
        monkeypatch.setattr(lanes, "Child", self._child)
        monkeypatch.setattr(lanes, "_RETRIES", (0.0, 0.0))
        monkeypatch.setattr(lanes, "_TOLD_EVERY", 0.0)

    def _child(self, module: str, gone: Callable[[], None]) -> Played:
        child = self.children.pop(0) if len(self.children) > 1 else self.children[0]
        if isinstance(child, ChildDied):
            raise child
        return child

    def put(self, number: int = 1) -> Job:
        return self.queue.put(text(number), "text/plain", name="1.txt", owner="An", options=USUAL, most=9)

    def at(self, job: Job) -> Job:
        found = self.queue.get(job.id)
        assert found is not None
        return found

    def play(self, *children: Played | ChildDied, quick: bool = False) -> Lane:
        self.children = list(children)
        lane = Lane(self.queue, Care(Limits(), allow_secret=False), self.bell, self.told.append, quick)
        self.lanes.append(lane)
        lane.start()
        return lane

    def over(self, job: Job) -> Job:
        """The job when it is over; idle lanes are not left to sleep."""

        def is_over() -> bool:
            self.bell.ring()
            return self.at(job).is_finished

        until(is_over)
        return self.at(job)

    def end(self) -> None:
        for lane in self.lanes:
            lane.ask_to_stop()
            assert lane.join(30)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with open_archive(os.fspath(tmp_path / "kho.db"), create=True) as archive:
        made = Stage(archive, monkeypatch)
        yield made
        made.end()


def faulty(error: Exception) -> Callable[[Heard], Answer]:
    def answer(heard: Heard) -> Answer:
        raise error

    return answer


def failing(times: int, error: Exception, done: Callable[..., Any]) -> Callable[..., Any]:
    """``done``, that fails the first few times."""
    left = [error] * times

    def do(*given: Any, **named: Any) -> Any:
        if left:
            raise left.pop()
        return done(*given, **named)

    return do


SPOKEN: dict[str, tuple[Answer, str, str]] = {
    "error": (
        ({"kind": "error", "code": "damaged_file", "message": "Broken.", "message_vi": "Tệp hỏng."}, b""),
        "damaged_file",
        "Tệp hỏng.",
    ),
    "out of memory": (
        ({"kind": "out_of_memory"}, b""),
        out_of_memory(Limits()).code,
        out_of_memory(Limits()).message_vi,
    ),
    "fault": (({"kind": "fault", "reason": "KeyError"}, b""), "job_failed", job_failed("KeyError").message_vi),
    "no result": (
        ({"kind": "read", "line": 4, "engine": ""}, b"what"),
        "job_failed",
        job_failed("BadResult").message_vi,
    ),
    "another file": (result(2), "job_failed", job_failed("another file's result").message_vi),
}


@pytest.mark.parametrize("said", SPOKEN)
def test_what_a_worker_says_fails_the_job_with_these_words(stage: Stage, said: str) -> None:
    answer, code, message = SPOKEN[said]
    job = stage.put()
    stage.play(Played(lambda heard: answer))
    failed = stage.over(job)
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert failed.error is not None
    assert (failed.error["code"], failed.error["message_vi"]) == (code, message)
    until(lambda: stage.told == [job.id])


def test_a_fault_of_the_service_fails_one_job_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    answers = iter([faulty(ZeroDivisionError("secret words")), lambda heard: result(2)])
    first, second = stage.put(1), stage.put(2)
    stage.play(Played(lambda heard: next(answers)(heard)))
    error = stage.over(first).error
    assert error is not None
    assert error["code"] == "job_failed"
    assert "ZeroDivisionError" in error["message"]
    assert "secret words" not in error["message"]
    assert stage.over(second).state == "done"
    assert "a fault in the service" in caplog.text


def test_a_job_that_kills_its_workers_is_tried_a_few_times(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    job = stage.put()
    stage.play(*(Played(faulty(ChildDied("died of SIGSEGV"))) for _ in range(ATTEMPTS + 1)))
    failed = stage.over(job)
    assert failed.error is not None
    assert (failed.error["code"], failed.attempts) == ("worker_died", ATTEMPTS)
    assert caplog.text.count("died of SIGSEGV") == ATTEMPTS


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (ChildDied("could not be started: no room"), "a worker could not be started: no room while it started"),
        (Played(faulty(AssertionError()), first={"kind": "failed", "message": "no models"}), "cannot start: no models"),
    ],
    ids=["dies", "cannot"],
)
def test_a_worker_that_does_not_start_takes_no_job(
    stage: Stage, bad: Played | ChildDied, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    job = stage.put()
    lane = stage.play(bad)
    until(lambda: told in caplog.text)
    until(lambda: lane._failures > 0)
    assert not lane.is_ready
    assert (stage.at(job).state, stage.at(job).attempts) == ("queued", 0)
    stage.children.append(Played(lambda heard: result()))
    done = stage.over(job)
    assert (done.state, done.attempts) == ("done", 1)
    assert lane._rest() is None


def test_the_longer_it_does_not_start_the_longer_the_rest(stage: Stage) -> None:
    lane = Lane(stage.queue, Care(Limits(), allow_secret=False), stage.bell, stage.told.append)
    rests = []
    for lane._failures in (0, 1, 2, 5, 2000):
        rests.append(lane._rest())
    assert rests == [None, 2.0, 4.0, 30.0, 30.0]


@pytest.mark.parametrize("error", [AWAY, ZeroDivisionError()], ids=["away", "fault"])
def test_an_archive_that_is_away_ends_no_lane(
    stage: Stage, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stage.queue, "claim", failing(2, error, stage.queue.claim))
    job = stage.put()
    stage.play(Played(lambda heard: result()))
    assert stage.over(job).state == "done"
    assert ("cannot be used" if error is AWAY else "a fault in the service") in caplog.text


def test_a_result_is_written_with_patience(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.queue, "finish", failing(2, AWAY, stage.queue.finish))
    job = stage.put()
    stage.play(Played(lambda heard: result()))
    assert (stage.over(job).state, stage.at(job).attempts) == ("done", 1)


def test_patience_has_an_end_and_the_job_another_try(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stage.queue, "finish", failing(3, AWAY, stage.queue.finish))
    job = stage.put()
    stage.play(Played(lambda heard: result()))
    assert (stage.over(job).state, stage.at(job).attempts) == ("done", 2)
    assert f"job {job.id}: the archive cannot be used" in caplog.text


def test_a_scan_is_left_to_other_lanes_and_no_try_is_counted(stage: Stage) -> None:
    job = stage.put()
    scan = Played(lambda heard: heard({"kind": "progress", "stage": "ocr", "done": 0, "total": 9}) or result())
    short = Played(lambda heard: heard({"kind": "progress", "stage": "ocr", "done": 0, "total": 2}) or result(2))
    stage.play(scan, short, quick=True)
    until(lambda: stage.told == [job.id])
    assert (stage.at(job).state, stage.at(job).stage, stage.at(job).attempts) == ("queued", "ocr", 0)
    assert scan.kills == 1
    assert stage.over(stage.put(2)).state == "done"
    assert stage.at(job).state == "queued"
    stage.play(Played(lambda heard: result()))
    assert (stage.over(job).state, stage.at(job).attempts) == ("done", 1)


def test_a_cancelled_job_is_left_at_the_next_sign_of_progress(stage: Stage) -> None:
    job = stage.put()

    def cancelled(heard: Heard) -> Answer:
        stage.queue.cancel(job.id)
        heard({"kind": "progress", "stage": "read", "done": 1, "total": 2})
        return result()

    worker = Played(cancelled)
    stage.play(worker)
    until(lambda: stage.told == [job.id])
    assert worker.kills == 1
    assert (stage.at(job).state, stage.at(job).error) == ("cancelled", None)


def test_progress_that_cannot_be_told_stops_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stage.queue, "reached", failing(1, AWAY, stage.queue.reached))
    job = stage.put()
    stage.play(Played(lambda heard: heard({"kind": "progress", "stage": "read", "done": 1, "total": 2}) or result()))
    assert stage.over(job).state == "done"
    assert [r.levelno for r in caplog.records if AWAY.message in r.getMessage()] == [logging.WARNING]


def test_a_worker_that_ends_between_jobs_harms_none(stage: Stage) -> None:
    answers = iter([result(1), result(2)])
    jobs = [stage.put(1), stage.put(2)]
    stage.play(Played(lambda heard: next(answers), prepares=False))
    assert [(stage.over(job).state, stage.at(job).attempts) for job in jobs] == [("done", 1), ("done", 1)]


def test_the_time_that_is_up_fails_the_job(stage: Stage) -> None:
    job = stage.put()
    lane: list[Lane] = []

    def slow(heard: Heard) -> Answer:
        lane[0].end("time", "another job's")
        assert worker.kills == 0
        lane[0].end("time", job.id)
        return result()

    worker = Played(slow)
    stage.bell.ring()
    made = Lane(stage.queue, Care(Limits(), allow_secret=False), stage.bell, stage.told.append)
    lane.append(made)
    stage.lanes.append(made)
    stage.children = [worker]
    made.start()
    failed = stage.over(job)
    assert failed.error is not None
    assert (failed.error["code"], failed.attempts) == ("reading_timeout", 1)
