"""The threads that see to the workers: each takes a job, has its process read it, and brings the result home."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

from analyzer.archive import Incoming
from analyzer.archive.errors import ArchiveError
from analyzer.archive.packing import engine_name
from analyzer.errors import AnalyzerError
from analyzer.processes.child import Child, ChildDied
from analyzer.processes.serving import Header
from analyzer.reading.isolation.process import out_of_memory, too_slow
from analyzer.reading.limits import Limits
from analyzer.service.jobs.errors import SecretDocument, file_gone, job_failed
from analyzer.service.jobs.files import Files
from analyzer.service.jobs.models import has_pages
from analyzer.service.jobs.queue import Queue, Run
from analyzer.tracking.results import BadResult

log = logging.getLogger("analyzer.service.jobs")

_MODULE = "analyzer.service.jobs.worker"
_TOLD_EVERY = 0.5
_FEW_PAGES = 2
_RETRIES = (0.2, 0.5, 1.0, 2.0, 4.0)
_LONGEST_REST = 30.0

T = TypeVar("T")
#: Why a process is ended: the time is up, the service stops, the job is cancelled or another service's, it is a scan.
Why = Literal["time", "stop", "lost", "scan"]


@dataclass(frozen=True, slots=True)
class Care:
    """How documents are read: within which limits, and whether marked secrets are."""

    limits: Limits
    allow_secret: bool


class Bell:
    """What idle threads wait at until something has happened."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    def ring(self) -> None:
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def heard(self) -> int:
        """How often it has rung."""
        with self._condition:
            return self._count

    def wait(self, since: int, seconds: float | None = None) -> None:
        """Wait until it has rung again after ``since``, or the time is up."""
        with self._condition:
            self._condition.wait_for(lambda: self._count != since, seconds)


class Lane:
    """A thread with a worker process. ``told`` is called with the job when one is over.

    A ``quick`` one leaves scans to others, so that nobody's short document waits behind long ones.
    """

    def __init__(self, queue: Queue, care: Care, bell: Bell, told: Callable[[str], None], quick: bool = False) -> None:
        self._queue = queue
        self._files = Files(queue.archive)
        self._care = care
        self._bell = bell
        self._told = told
        self._quick = quick
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._stopping = False
        self._failures = 0
        self._why: Why | None = None
        self.run: Run | None = None
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_ready(self) -> bool:
        """Whether its process can read."""
        child = self._child
        return child is not None and child.is_warm and child.is_alive

    def ask_to_stop(self) -> None:
        """Take no further job."""
        self._stopping = True
        self._bell.ring()

    def join(self, seconds: float) -> bool:
        """Wait for the end of the thread; whether it has come."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def end(self, why: Why, job_id: str | None = None) -> None:
        """End what runs, by ending its process: any job, or the one named if it is still that."""
        with self._lock:
            if job_id is not None and (self.run is None or self.run.job != job_id):
                return
            self._why = self._why or why
            child = self._child
        if child is not None:
            child.kill()

    def _work(self) -> None:
        while not self._stopping:
            heard = self._bell.heard()
            try:
                child = self._ready_child()
                run = None if child is None or self._stopping else self._queue.claim(self._quick)
                if child is None or run is None:
                    self._bell.wait(heard, self._rest())
                else:
                    self._carry_out(child, run)
            except ArchiveError as error:
                log.error("the archive cannot be used: %s", error.message)
                self._bell.wait(self._bell.heard(), 2.0)
            except Exception:
                log.exception("a fault in the service")
                self._bell.wait(self._bell.heard(), 2.0)
        if self._child is not None:
            self._child.close()

    def _rest(self) -> float | None:
        """How long to wait before a process is started again that would not start."""
        return min(_LONGEST_REST, 2.0 ** min(self._failures, 9)) if self._failures else None

    def _ready_child(self) -> Child | None:
        """A warm process; None where none can be started now. A job is taken when there is somebody to read it."""
        if self._child is not None and self._child.is_alive:
            return self._child
        if self._child is not None:
            self._child.close()
        started = time.monotonic()
        try:
            with self._lock:
                if self._stopping:
                    return None
                self._child = child = Child(_MODULE, self._bell.ring)
            said = child.first()
        except ChildDied as error:
            if not self._stopping:
                self._failures += 1
                log.error("a worker %s while it started", error)
            return None
        if said.get("kind") != "ready":
            self._failures += 1
            log.error("a worker cannot start: %s", said.get("message"))
            child.kill()
            return None
        self._failures = 0
        log.info("worker %d ready after %.1f s", child.pid, time.monotonic() - started)
        return child

    def _carry_out(self, child: Child, run: Run) -> None:
        with self._lock:
            self._why = None
            self.run = run
        timer = threading.Timer(self._care.limits.seconds, self.end, ("time", run.job))
        timer.daemon = True
        timer.start()
        try:
            self._settle(child, run)
        finally:
            timer.cancel()
            with self._lock:
                self.run = None
            self._told(run.job)
        if child.is_alive and not self._stopping:
            with suppress(ChildDied):  # noticed on the next round
                child.ask({"kind": "prepare"}, b"", lambda heard: None)

    def _settle(self, child: Child, run: Run) -> None:
        """Bring a run to its end, whatever that is."""
        try:
            read = self._read(child, run)
            if read is not None:
                self._kept(run, *read)
        except ChildDied as error:
            self._mourn(run, error)
        except ArchiveError as error:
            log.error("job %s: the archive cannot be used: %s", run.job, error.message)
            self._persistently(lambda: self._queue.give_back(run, counted=True))
        except AnalyzerError as error:
            failure = error
            log.info("job %s failed: %s", run.job, failure.code)
            secret = failure.code == SecretDocument.code
            self._persistently(lambda: self._queue.fail(run, failure, secret=secret))
        except Exception as error:
            log.exception("job %s: a fault in the service", run.job)
            fault = job_failed(type(error).__name__)
            self._persistently(lambda: self._queue.fail(run, fault))

    def _mourn(self, run: Run, error: ChildDied) -> None:
        """What becomes of a job whose process has ended, depending on why."""
        why = self._why or ("stop" if self._stopping else None)
        if why == "lost":
            return  # cancelled, or another service's
        if why == "time":
            self._persistently(lambda: self._queue.fail(run, too_slow(self._care.limits)))
        elif why in ("stop", "scan"):
            self._persistently(lambda: self._queue.give_back(run, counted=False, scan=why == "scan"))
            self._bell.ring()
        else:
            log.warning("job %s, attempt %d: the worker %s", run.job, run.attempt, error)
            self._persistently(lambda: self._queue.give_back(run, counted=True))

    def _read(self, child: Child, run: Run) -> tuple[Incoming, bytes | None] | None:
        """What the process makes of the file; None where the job is over without it. Raises AnalyzerError."""
        engine = engine_name()
        at = self._queue.known(run, engine, has_pages(run.media_type)) if run.options.are_usual else None
        if at is not None and self._queue.finish_known(run, at):
            return None
        file = self._files.stored(run.sha256)
        if file is None:
            raise file_gone()
        header: Header = {
            "kind": "read", "name": run.name, "options": run.options.to_json(),
            "limits": asdict(self._care.limits), "allow_secret": self._care.allow_secret,
        }  # fmt: skip
        answer, data = child.ask(header, file.content, _Progress(self._queue, run, self.end, self._quick))
        if answer.get("kind") == "out_of_memory":
            raise out_of_memory(self._care.limits)
        if answer.get("kind") == "error":
            raise _error(answer)
        if answer.get("kind") != "read":
            raise job_failed(str(answer.get("reason")))
        length = int(answer["line"])
        try:
            incoming = Incoming.from_line(data[:length])
        except BadResult as error:
            raise job_failed("BadResult") from error
        if incoming.directive.source.sha256 != run.sha256:
            raise job_failed("another file's result")
        return Incoming(incoming.directive, incoming.line, str(answer["engine"])), data[length:] or None

    def _kept(self, run: Run, incoming: Incoming, layout: bytes | None) -> None:
        added = self._persistently(lambda: self._queue.finish(run, incoming, layout))
        if added is not None:
            log.info("job %s done: document %d %s", run.job, added.document, added.outcome)

    def _persistently(self, write: Callable[[], T]) -> T:
        """Write, with patience for a database that is away for a moment. Raises ArchiveError in the end.

        What could not be told is found out by the next service: the job shows no sign of life any more.
        """
        for pause in _RETRIES:
            try:
                return write()
            except ArchiveError:
                time.sleep(pause)
        return write()


class _Progress:
    """Tells the database how far a run is, not too often; ends it where it is no longer ours, or not for ``quick``."""

    def __init__(self, queue: Queue, run: Run, end: Callable[[Why, str], None], quick: bool) -> None:
        self._queue, self._run, self._end, self._quick = queue, run, end, quick
        self._next = time.monotonic() + _TOLD_EVERY

    def __call__(self, heard: Header) -> None:
        if self._quick and heard["stage"] == "ocr" and int(heard["total"]) > _FEW_PAGES:
            self._end("scan", self._run.job)
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _TOLD_EVERY
        try:
            ours = self._queue.reached(self._run, str(heard["stage"]), int(heard["done"]), int(heard["total"]))
        except ArchiveError as error:
            log.warning("job %s: %s", self._run.job, error.message)
            return
        if not ours:
            self._end("lost", self._run.job)


def _error(answer: Header) -> AnalyzerError:
    """The error that a process told of, as it was: of its code, with its words."""
    made = AnalyzerError(str(answer.get("message")), str(answer.get("message_vi")))
    made.code = str(answer.get("code"))
    return made
