"""A worker process and its parent's side: an item goes in, an outcome comes out, whatever happens to the process."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict

from analyzer.batch.errors import WorkersFailed
from analyzer.batch.work import Item, Options, Outcome, failed
from analyzer.errors import AnalyzerError
from analyzer.processes.child import Child, ChildDied
from analyzer.processes.serving import Header
from analyzer.reading.isolation.process import out_of_memory, too_slow

_MODULE = "analyzer.batch.worker"
#: Reading is stopped by the worker itself when its time is up; analysing what was read, by its parent so much later.
_GRACE = 10.0
_STARTS = 3


class Reader:
    """A worker process, replaced when it has died. It is asked from one thread; any thread may close it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._late = False
        self._closed = False

    def close(self) -> None:
        """End the process at once, whatever it does; what it was reading is not told."""
        with self._lock:
            self._closed = True
            child = self._child
        if child is not None:
            child.kill()

    def end(self) -> None:
        """Let go of what is left of the process; for the thread that asked it, in the end."""
        self.close()
        if self._child is not None:
            self._child.close()

    def start(self) -> None:
        """See that there is a process, with the models loaded. Raises WorkersFailed, or what it said."""
        self._ready()

    def read(self, item: Item, options: Options) -> Outcome | Item:
        """What became of an item; the item itself where its worker died. Raises AnalyzerError."""
        child = self._ready()
        started = time.monotonic()
        self._late = False
        timer = threading.Timer(options.limits.seconds + _GRACE, self._too_late, (child,))
        timer.daemon = True
        timer.start()
        try:
            answer, line = child.ask({"item": asdict(item), "options": options.to_json()}, b"", lambda heard: None)
        except ChildDied:
            if self._late:
                return failed(item, too_slow(options.limits), seconds=time.monotonic() - started)
            return item
        finally:
            timer.cancel()
        return _outcome(item, answer, line, options)

    def _too_late(self, child: Child) -> None:
        self._late = True
        child.kill()

    def _ready(self) -> Child:
        if self._child is not None:
            if self._child.is_alive:
                return self._child
            self._child.close()
        reason = "stopped"
        for _ in range(_STARTS):
            try:
                with self._lock:
                    if self._closed:
                        break
                    self._child = child = Child(_MODULE, lambda: None)
                said = child.first()
            except ChildDied as error:
                reason = str(error)
                continue
            if said.get("kind") == "ready":
                return child
            child.kill()
            raise _error(said)
        raise WorkersFailed(
            f"Worker processes cannot be started ({reason}). See that there is memory for them; give fewer --workers.",
            f"Không khởi động được tiến trình đọc ({reason}). Hãy kiểm tra bộ nhớ còn trống, hoặc giảm --workers.",
        )


def died(item: Item) -> Outcome:
    """The outcome of an item whose worker has died twice."""
    return Outcome(
        item.id,
        "failed",
        code="worker_died",
        message="The process that read the document died twice, the second time while it read nothing else.",
        message_vi="Tiến trình đọc tài liệu này bị dừng đột ngột hai lần, lần sau khi chỉ đọc riêng tài liệu này.",
    )


def _outcome(item: Item, answer: Header, line: bytes, options: Options) -> Outcome | Item:
    kind = answer.get("kind")
    if kind == "outcome" and answer.get("item") == item.id:
        done = answer["state"] == "done"
        return Outcome(
            item.id, "done" if done else "failed", line if done else None, answer["code"], answer["message"],
            answer["message_vi"], float(answer["seconds"]), answer["sha256"],
        )  # fmt: skip
    if kind == "out_of_memory":
        return failed(item, out_of_memory(options.limits))
    if kind == "error":
        return failed(item, _error(answer))
    return item


def _error(answer: Header) -> AnalyzerError:
    """The error that a worker told of, as it was."""
    made = AnalyzerError(str(answer.get("message")), str(answer.get("message_vi")))
    made.code = str(answer.get("code"))
    return made
