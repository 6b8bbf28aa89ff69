"""The queue in the database, on both engines, with nobody to read: every step one by one."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from analyzer import analyze
from analyzer.archive import Archive, Incoming
from analyzer.archive.office import file, job
from analyzer.errors import DamagedFile
from analyzer.service.jobs.errors import FileGone, NoSuchJob, QueueFull, secret_document
from analyzer.service.jobs.files import KEPT, Files
from analyzer.service.jobs.instances import ended, new_instance
from analyzer.service.jobs.models import USUAL, Job, Options
from analyzer.service.jobs.queue import ATTEMPTS, SILENT, Queue, Run
from tests.service.jobs.conftest import text

BROKEN = DamagedFile("Broken.", "Tệp hỏng.")


@pytest.fixture
def queue(archive: Archive) -> Queue:
    return Queue(archive, new_instance())


def put(queue: Queue, number: int = 1, owner: str = "An", kind: str = "text/plain", most: int = 100) -> Job:
    return queue.put(text(number), kind, name=f"{number}.txt", owner=owner, options=USUAL, most=most)


def claimed(queue: Queue) -> Run:
    run = queue.claim()
    assert run is not None
    return run


def at(queue: Queue, job_id: str) -> Job:
    found = queue.get(job_id)
    assert found is not None
    return found


def read(run: Run) -> Incoming:
    number = next(n for n in range(1000) if f"{n}.txt" == run.name)
    return Incoming.of(analyze(text(number)), "analyzer test")


def age(archive: Archive, **values: object) -> None:
    with archive.writing() as connection:
        connection.execute(update(job).values(values))


def is_kept(archive: Archive, digest: str) -> bool:
    return Files(archive).stored(digest) is not None


def test_from_waiting_to_done(queue: Queue, archive: Archive) -> None:
    waiting = put(queue)
    assert (waiting.state, waiting.attempts, waiting.size, len(waiting.id)) == ("queued", 0, len(text(1)), 22)
    assert waiting.created_at.utcoffset() == timedelta(0)
    run = claimed(queue)
    assert (run.job, run.attempt, run.options) == (waiting.id, 1, USUAL)
    assert queue.claim() is None
    assert queue.reached(run, "ocr", 3, 8)
    running = at(queue, waiting.id)
    assert (running.state, running.stage, running.done, running.total) == ("running", "ocr", 3, 8)
    added = queue.finish(run, read(run), None)
    assert added is not None
    done = at(queue, waiting.id)
    assert (done.state, done.outcome, done.document, done.stage) == ("done", "new", added.document, None)
    assert archive.directive(added.document).directive.number is not None
    assert archive.history(added.document)[0].engine == "analyzer test"
    assert queue.finish(run, read(run), None) is None, "it is no longer to be done"


def test_the_options_of_a_job_are_kept(queue: Queue) -> None:
    options = Options(as_of=datetime(2026, 8, 1).date(), policy="strict", text=True)
    queue.put(text(), "text/plain", name=None, owner="An", options=options, most=9)
    assert claimed(queue).options == options


def test_a_full_queue_takes_nothing(queue: Queue, archive: Archive) -> None:
    put(queue, 1, most=2)
    put(queue, 2, most=2)
    with pytest.raises(QueueFull):
        put(queue, 3, most=2)
    assert len(queue.listed(None, 10)) == 2
    with archive.reading() as connection:
        assert len(connection.execute(select(file.c.sha256)).all()) == 2


def test_lists_are_of_one_owner_or_of_all(queue: Queue) -> None:
    mine = [put(queue, n).id for n in range(3)]
    theirs = put(queue, 7, owner="Bình").id
    assert [found.id for found in queue.listed("An", 10)] == mine[::-1]
    assert [found.id for found in queue.listed(None, 2)] == [theirs, mine[2]]
    assert queue.get("x" * 22) is None


def test_who_has_most_running_waits(queue: Queue) -> None:
    many = [put(queue, n).id for n in range(4)]
    one = put(queue, 9, owner="Bình").id
    assert [claimed(queue).job for _ in range(5)] == [many[0], one, *many[1:]]


def test_the_quick_leave_pictures_and_scans(queue: Queue) -> None:
    put(queue, 1, kind="image/png")
    scan, digital = put(queue, 2, kind="application/pdf"), put(queue, 3, kind="application/pdf")
    run = queue.claim(quick=True)
    assert run is not None
    assert run.job == scan.id
    queue.give_back(run, counted=False, scan=True)
    assert at(queue, scan.id).attempts == 0
    second = queue.claim(quick=True)
    assert second is not None
    assert second.job == digital.id
    assert queue.claim(quick=True) is None
    assert {claimed(queue).media_type for _ in range(2)} == {"image/png", "application/pdf"}


def test_each_job_is_taken_once(archive: Archive) -> None:
    """Ten threads of two services ask at once."""
    queues = [Queue(archive, new_instance()) for _ in range(2)]
    wanted = {put(queues[0], n).id for n in range(30)}
    taken: list[str] = []

    def take(queue: Queue) -> None:
        while len(taken) < len(wanted):
            run = queue.claim()
            if run is not None:
                taken.append(run.job)

    threads = [threading.Thread(target=take, args=(queues[n % 2],)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(taken) == sorted(wanted)


def test_failures_are_told_and_can_be_tried_again(queue: Queue) -> None:
    put(queue)
    run = claimed(queue)
    assert queue.fail(run, BROKEN)
    failed = at(queue, run.job)
    assert failed.state == "failed"
    assert failed.error == {"code": "damaged_file", "message": "Broken.", "message_vi": "Tệp hỏng."}
    again = queue.again(run.job)
    assert (again.state, again.attempts, again.error, again.finished_at) == ("queued", 0, None, None)
    assert queue.again(run.job).state == "queued"
    with pytest.raises(NoSuchJob):
        queue.again("x" * 22)


def test_a_worker_that_dies_three_times(queue: Queue) -> None:
    put(queue)
    for attempt in range(1, ATTEMPTS + 1):
        run = claimed(queue)
        assert run.attempt == attempt
        queue.give_back(run, counted=True)
    failed = at(queue, run.job)
    assert (failed.state, failed.error and failed.error["code"]) == ("failed", "worker_died")
    assert queue.claim() is None


def test_tries_that_a_stop_broke_off_do_not_count(queue: Queue) -> None:
    put(queue)
    for _ in range(ATTEMPTS + 2):
        queue.give_back(claimed(queue), counted=False)
    assert claimed(queue).attempt == 1


def test_cancelled_jobs_stay_cancelled(queue: Queue, archive: Archive) -> None:
    waiting = put(queue)
    assert queue.cancel(waiting.id).state == "cancelled"
    assert queue.claim() is None
    running = put(queue, 2)
    run = claimed(queue)
    assert queue.cancel(running.id).state == "cancelled"
    assert not queue.reached(run, "ocr", 1, 2)
    assert queue.beat([run]) == set()
    assert not queue.give_back(run, counted=False)
    assert not queue.fail(run, BROKEN)
    assert queue.finish(run, read(run), None) is None
    assert (at(queue, running.id).state, archive.size().documents) == ("cancelled", 0)
    with pytest.raises(NoSuchJob):
        queue.cancel("x" * 22)
    put(queue, 3)
    done = claimed(queue)
    queue.finish(done, read(done), None)
    assert queue.cancel(done.job).state == "done"


def test_jobs_of_a_service_that_died_here_come_back_at_once(archive: Archive) -> None:
    dead, alive = Queue(archive, new_instance()), Queue(archive, new_instance())
    put(dead, 1)
    run = claimed(dead)
    assert alive.take_back() == 0, "it lives"
    ended(dead.instance)
    assert alive.take_back() == 1
    assert claimed(alive).attempt == 2
    assert dead.finish(run, read(run), None) is None, "whoever was taken for dead writes nothing"
    assert archive.size().documents == 0


def test_jobs_of_a_service_elsewhere_come_back_when_it_is_silent(archive: Archive, queue: Queue) -> None:
    elsewhere = Queue(archive, "elsewhere:1|17|x")
    put(elsewhere)
    run = claimed(elsewhere)
    age(archive, beat=datetime.now(UTC) - timedelta(seconds=SILENT - 5))
    assert queue.take_back() == 0
    assert elsewhere.beat([run]) == {run.job}
    age(archive, beat=datetime.now(UTC) - timedelta(seconds=SILENT + 1))
    assert queue.take_back() == 1
    assert at(queue, run.job).state == "queued"
    age(archive, state="running", instance=elsewhere.instance, attempts=ATTEMPTS, beat=datetime(2026, 1, 1, tzinfo=UTC))
    assert queue.take_back() == 1
    assert at(queue, run.job).state == "failed"


def test_a_result_is_kept_with_its_job_or_not_at_all(
    queue: Queue, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails after the archive was written to takes that back."""
    put(queue)
    run = claimed(queue)
    good = read(run)
    with monkeypatch.context() as patched:
        patched.setattr("analyzer.service.jobs.queue.Writer", _Failing)
        with pytest.raises(ZeroDivisionError):
            queue.finish(run, good, b"")
    assert (at(queue, run.job).state, archive.size().documents) == ("running", 0)
    assert queue.finish(run, good, None) is not None


class _Failing:
    def __init__(self, *_: object) -> None:
        pass

    def add(self, *_: object) -> None:
        raise ZeroDivisionError


def test_the_same_twice_changes_nothing(queue: Queue, archive: Archive) -> None:
    for _ in range(2):
        put(queue)
        run = claimed(queue)
        added = queue.finish(run, read(run), None)
    assert added is not None
    assert (added.outcome, archive.size().documents, archive.size().readings) == ("unchanged", 1, 1)
    assert queue.known(run, "analyzer test", needs_layout=False) == added.document
    assert queue.known(run, "analyzer test", needs_layout=True) is None
    assert queue.known(run, "another analyzer", needs_layout=False) is None


def test_bytes_of_secret_documents_go_at_once(queue: Queue, archive: Archive) -> None:
    first, second = put(queue, 1), put(queue, 1)
    assert first.sha256 == second.sha256
    assert queue.fail(claimed(queue), secret_document("MẬT"), secret=True)
    assert is_kept(archive, first.sha256), "the second job is to fail for the same reason"
    assert queue.fail(claimed(queue), secret_document("MẬT"), secret=True)
    assert not is_kept(archive, first.sha256)
    with pytest.raises(FileGone):
        queue.again(first.id)
    assert at(queue, first.id).state == "failed"


def test_what_is_swept(queue: Queue, archive: Archive) -> None:
    failed, done, waiting = (put(queue, n) for n in (1, 2, 3))
    queue.fail(claimed(queue), BROKEN)
    run = claimed(queue)
    added = queue.finish(run, read(run), None)
    assert added is not None
    files = Files(archive)
    age(archive, finished_at=datetime.now(UTC))
    with archive.writing() as connection:
        connection.execute(update(file).values(added_at=datetime.now(UTC) - 2 * KEPT))
    assert files.sweep() == 0
    age(archive, finished_at=datetime.now(UTC) - KEPT)
    assert files.sweep() == 1
    assert [is_kept(archive, one.sha256) for one in (failed, done, waiting)] == [False, True, True]
    archive.remove(added.document)
    assert files.sweep() == 1
    assert [is_kept(archive, one.sha256) for one in (failed, done, waiting)] == [False, False, True]
    assert at(queue, done.id).document is None


def test_errors_are_kept_as_json(queue: Queue, archive: Archive) -> None:
    put(queue)
    run = claimed(queue)
    queue.fail(run, secret_document("TỐI MẬT"))
    with archive.reading() as connection:
        stored = connection.execute(select(job.c.error)).scalar_one()
    assert json.loads(stored)["code"] == "secret_document"
