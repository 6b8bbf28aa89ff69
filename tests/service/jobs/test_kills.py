"""kill -9 of workers and of whole services: no job is lost, nothing is done twice, nothing is left running."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.archive.checking import check
from analyzer.service.jobs import Jobs
from analyzer.service.settings import Settings
from tests.browser.paper import three_pages
from tests.effort import effort
from tests.service.jobs.conftest import AS_TEXT, text, until

_SERVICE = """
import sys, threading
from analyzer.archive import open_archive
from analyzer.service.jobs import Jobs
from analyzer.service.settings import Settings
address, workers = sys.argv[1:]
archive = open_archive(address)
Jobs(archive, Settings(address, workers=int(workers))).start()
threading.Event().wait()
"""


#: Enough that much is left to do after every kill, and that each job is done before the next kill by somebody.
TEXTS, FILES = 9, 4
JOBS = TEXTS + FILES


@contextmanager
def service(address: str, workers: int = 2) -> Iterator[subprocess.Popen[bytes]]:
    """A service in a process of its own, which may be killed meanwhile."""
    process = subprocess.Popen([sys.executable, "-c", _SERVICE, address, str(workers)])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def family(process: int) -> set[int]:
    """A process and all below it."""
    found: set[int] = set()
    waiting = [process]
    while waiting:
        current = waiting.pop()
        found.add(current)
        for tasks in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                waiting += map(int, tasks.read_text().split())
            except OSError:
                continue
    return found


def are_gone(processes: set[int]) -> bool:
    def runs(process: int) -> bool:
        try:
            return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            return False

    return not any(runs(process) for process in processes)


def submitted(archive: Archive, address: str) -> Jobs:
    """A service without workers with texts and files that wait, one of these twice."""
    front = Jobs(archive, Settings(address, workers=0))
    for number in range(TEXTS):
        front.submit(text(number), name=None, owner=f"person {number % 3}", options=AS_TEXT)
    for number in (*range(100, 99 + FILES), 98 + FILES):
        front.submit(three_pages(f"Số: {number}/KH-UBND"), name="a.pdf", owner="An")
    return front


def done(front: Jobs) -> int:
    return sum(job.state == "done" for job in front.listed(None, 100))


def check_all_done(front: Jobs, archive: Archive) -> None:
    found = front.listed(None, 100)
    assert [job.state for job in found] == ["done"] * JOBS, [(job.state, job.error) for job in found]
    assert archive.size().documents == archive.size().readings == JOBS - 1, "nothing twice"
    assert {job.document for job in found} == {card.id for card in archive.cards()}
    assert sorted(job.outcome or "" for job in found) == ["new"] * (JOBS - 1) + ["unchanged"]
    assert list(check(archive)) == []
    for job in found:
        assert front.original(job.sha256) is not None
        assert (front.layout(job.sha256) is not None) == (job.media_type == "application/pdf")


@pytest.mark.slow
def test_services_that_are_killed(archive: Archive, archive_url: str) -> None:
    """Each is killed with its workers at work; the next one goes on at once."""
    chance = random.Random("services")
    front = submitted(archive, archive_url)
    for kill in range(effort(2, 4)):
        with service(archive_url) as running:
            wanted = min(JOBS, done(front) + 3)
            until(lambda wanted=wanted: done(front) >= wanted, 60)
            time.sleep(chance.uniform(0, 0.4))
            processes = family(running.pid)
            assert len(processes) > 4 or kill, "workers and readers"
            running.send_signal(signal.SIGKILL)
            running.wait()
            until(lambda processes=processes: are_gone(processes), 15)
    with service(archive_url):
        until(lambda: done(front) == JOBS, 90)
    check_all_done(front, archive)


@pytest.mark.slow
def test_workers_that_are_killed(archive: Archive, archive_url: str) -> None:
    chance = random.Random("workers")
    front = submitted(archive, archive_url)
    with service(archive_url) as running:
        until(lambda: done(front) > 0, 60)
        for _ in range(effort(3, 5)):
            before = done(front)
            workers = [pid for pid in family(running.pid) if _is_worker(pid)]
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
            until(lambda before=before: done(front) in (*range(before + 2, JOBS), JOBS), 60)
            time.sleep(chance.uniform(0, 0.3))
        until(lambda: done(front) == JOBS, 90)
        assert running.poll() is None, "the service lives"
        processes = family(running.pid)
    until(lambda: are_gone(processes), 15)
    check_all_done(front, archive)


def _is_worker(process: int) -> bool:
    try:
        return b"analyzer.service.jobs.worker" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.slow
def test_two_services_share_the_work(archive: Archive, archive_url: str) -> None:
    front = submitted(archive, archive_url)
    with service(archive_url, workers=1), service(archive_url, workers=1):
        until(lambda: done(front) == JOBS, 90)
    check_all_done(front, archive)


def test_an_idle_service_rests(archive: Archive, archive_url: str) -> None:
    """Waiting takes next to no time of the processor, in the service and in its workers."""
    front = Jobs(archive, Settings(archive_url, workers=0))
    with service(archive_url, workers=1) as running:
        job = front.submit(text(), name=None, owner="An", options=AS_TEXT)
        until(lambda: (front.get(job.id) or job).is_finished, 60)
        time.sleep(1.5)
        processes = family(running.pid)
        before = _processor_seconds(processes)
        time.sleep(4)
        assert _processor_seconds(processes) - before < 0.3


def _processor_seconds(processes: set[int]) -> float:
    total = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")
