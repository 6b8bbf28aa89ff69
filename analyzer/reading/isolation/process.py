"""The parent's side of a worker: starting it, asking it, watching its time, telling how it died."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any, BinaryIO, cast

from analyzer.errors import OutOfMemory, ReaderDied, ReadingTimeout, UnreadableInput
from analyzer.reading.isolation import frames
from analyzer.reading.isolation.codec import decode, decode_as
from analyzer.reading.limits import Limits
from analyzer.reading.manuscript import Manuscript
from analyzer.reading.progress import Progress, Report

# The child finds the package where the parent has found it, and nothing in the directory it happens to start in.
_START = "import sys; sys.path[:] = sys.argv[1:]; from analyzer.reading.isolation.worker import main; main()"
# Address space that is reserved for each core would be counted as memory.
_THRIFTY = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}
_KEPT_LINES = 20
_SHOWN = 2_000
_PATIENCE = 5.0
_GLANCE = 0.05
# C code that gets no memory aborts, so that a worker which died this near its limit died of that.
_NEARLY = 0.75


class Worker:
    """A child process that reads one document after the other. Not for several threads at once."""

    def __init__(self) -> None:
        path = [os.path.abspath(entry) for entry in sys.path if isinstance(entry, str)]
        # What a killed reader leaves behind goes with its directory.
        self._folder = tempfile.mkdtemp(prefix="analyzer-")
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, *path],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                # A group of its own: it ends with all it has started, and Ctrl-C on the terminal is for the parent.
                start_new_session=True, env={**os.environ, **_THRIFTY, **places},
            )  # fmt: skip
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise ReaderDied(
                f"The reading process could not be started: {error}.",
                f"Không khởi động được tiến trình đọc tài liệu: {error}.",
            ) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests: BinaryIO = cast(BinaryIO, self._process.stdin)
        self._answers = io.BufferedReader(cast(io.RawIOBase, self._process.stdout))
        self._errors: deque[bytes] = deque(maxlen=_KEPT_LINES)
        self._killing = threading.Lock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.usable = True

    def read(self, data: bytes, name: str | None, limits: Limits, report: Report) -> Manuscript:
        """The manuscript of the document; the typed error where there is none. The worker may be used up after it."""
        self._errors.clear()
        watch = _Watch(self._process.pid, limits.seconds, self._kill)
        watch.start()
        try:
            answer, payload = self._ask(data, name, limits, report)
        except (EOFError, OSError, ValueError) as error:
            self._kill()
            if watch.overrun:
                raise too_slow(limits) from error
            if watch.peak > _NEARLY * limits.memory and not isinstance(error, ValueError):
                raise out_of_memory(limits) from error
            raise self._death(error) from error
        except BaseException:
            # Ctrl-C, or a report that failed: nobody waits for the answer.
            self._kill()
            raise
        finally:
            watch.stop()
        self.usable = answer.get("retire") is False and not watch.overrun
        if answer.get("kind") == "out_of_memory":
            raise out_of_memory(limits)
        return self._judge(answer, payload)

    def _ask(self, data: bytes, name: str | None, limits: Limits, report: Report) -> tuple[dict[str, Any], bytes]:
        frames.send(self._requests, {"name": name, "limits": asdict(limits)}, data)
        while True:
            answer, payload = frames.receive(self._answers)
            if answer.get("kind") != "progress":
                return answer, payload
            report(decode_as(Progress, [answer.get("stage"), answer.get("done"), answer.get("total")]))

    def _judge(self, answer: dict[str, Any], payload: bytes) -> Manuscript:
        try:
            if answer.get("kind") == "manuscript":
                return decode(payload)
            if answer.get("kind") == "error":
                values = [answer.get("code"), answer.get("message"), answer.get("message_vi")]
                code, message, message_vi = decode_as(tuple[str, str, str], values)
                raise _errors_by_code().get(code, UnreadableInput)(message, message_vi)
            reason = decode_as(str, answer.get("reason"))
        except ValueError as error:
            self._kill()
            raise self._death(error) from error
        self.close()
        raise ReaderDied(
            f"The reader failed on the document ({reason}). The document may be damaged.",
            f"Bộ đọc gặp lỗi với tài liệu này ({reason}). Tài liệu có thể bị hỏng.",
            self._told(),
        )

    def _death(self, error: Exception) -> ReaderDied:
        """The error for a worker that has been killed and waited for, or sent what is no answer."""
        code = self._process.poll()
        how, how_vi = f"ended with status {code}", f"kết thúc với mã {code}"
        if isinstance(error, ValueError):
            how, how_vi = f"sent no proper answer: {error}", f"trả lời không hợp lệ: {error}"
        elif code is not None and code < 0:
            how, how_vi = f"died of {_signal_name(-code)}", f"bị ngắt bởi {_signal_name(-code)}"
        return ReaderDied(
            f"The process that read the document {how}. The document may be damaged or take too much memory.",
            f"Tiến trình đọc tài liệu dừng bất thường ({how_vi}). Tài liệu có thể bị hỏng hoặc cần nhiều bộ nhớ hơn.",
            self._told(),
        )

    def _told(self) -> str:
        """The last lines of the worker's standard error."""
        self._listener.join(_PATIENCE)
        return b"\n".join(self._errors).decode("utf-8", "replace")[-_SHOWN:].strip()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        rest = b""
        while chunk := self._process.stderr.read(4096):
            *lines, rest = (rest + chunk).split(b"\n")
            self._errors.extend(lines)
            rest = rest[-_SHOWN:]
        self._errors.append(rest)

    def _kill(self) -> None:
        """End the worker and all it has started."""
        self.usable = False
        with self._killing:
            if self._process.returncode is None:
                # Not waited for yet, so that the id is still its own.
                if hasattr(os, "killpg"):
                    with suppress(ProcessLookupError, PermissionError):
                        os.killpg(self._process.pid, signal.SIGKILL)
                self._process.kill()
                self._process.wait()
            shutil.rmtree(self._folder, ignore_errors=True)

    def is_alive(self) -> bool:
        return self.usable and self._process.poll() is None

    def close(self) -> None:
        """Let the worker end; it does when nothing can come in any more."""
        self.usable = False
        with suppress(OSError):
            self._requests.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        self._kill()
        self._answers.close()


class _Watch(threading.Thread):
    """Watches a worker while it reads: ``overrun`` once it was stopped for its time, ``peak`` its address space."""

    def __init__(self, process: int, seconds: float, kill: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._end = time.monotonic() + seconds
        self._kill = kill
        self._done = threading.Event()
        self.overrun = False
        self.peak = 0

    def run(self) -> None:
        while not self._done.wait(max(0.0, min(_GLANCE, self._end - time.monotonic()))):
            if time.monotonic() >= self._end:
                self.overrun = True
                self._kill()
                return
            self.peak = max(self.peak, _address_space(self._process))

    def stop(self) -> None:
        """Watch no longer."""
        self._done.set()
        self.join()


def _address_space(process: int) -> int:
    """The bytes of address space of a process; 0 where the system does not tell."""
    try:
        with open(f"/proc/{process}/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def too_slow(limits: Limits) -> ReadingTimeout:
    """The error for a document that takes longer than it may."""
    return ReadingTimeout(
        f"Reading took more than {limits.seconds:g} seconds and was stopped. Split the document, or allow more time "
        "(limit seconds).",
        f"Đọc tài liệu quá {limits.seconds:g} giây nên đã dừng. Hãy tách tài liệu, hoặc nới giới hạn seconds.",
    )


def out_of_memory(limits: Limits) -> OutOfMemory:
    """The error for a document that takes more memory than it may."""
    return OutOfMemory(
        f"Reading took more than {limits.memory} bytes of memory and was stopped. Split the document, or allow more "
        "(limit memory).",
        f"Đọc tài liệu cần quá {limits.memory} byte bộ nhớ nên đã dừng. Hãy tách tài liệu, hoặc nới giới hạn memory.",
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _errors_by_code() -> dict[str, type[UnreadableInput]]:
    found: dict[str, type[UnreadableInput]] = {}
    waiting = [UnreadableInput]
    while waiting:
        cls = waiting.pop()
        found[cls.code] = cls
        waiting += cls.__subclasses__()
    return found
