"""The child's side of a process that answers requests over pipes, and ends when nobody can ask any more."""

from __future__ import annotations

import faulthandler
import os
import queue
import shutil
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

from analyzer.errors import AnalyzerError
from analyzer.reading.isolation import frames

Header = dict[str, Any]
Send = Callable[[Header], None]
#: Makes the answer to a request, and may send messages before it.
Answer = Callable[[Header, bytes, Send], tuple[Header, bytes]]


def serve(answer: Answer, warm: Callable[[], None], *, memory: int, grown: int) -> None:
    """Warm up, say that this is done, and answer until the pipe ends.

    ``memory`` bounds the address space; a process that holds more than ``grown`` bytes afterwards says so, and is
    replaced. Errors that are typed are answers, others, too: with the place in the code, never with the message, which
    might have words of a document in it.
    """
    requests, answers = _own_pipes()
    faulthandler.enable(all_threads=False)
    _bound(memory)
    waiting: queue.SimpleQueue[tuple[Header, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, waiting), daemon=True).start()

    def send(header: Header) -> None:
        frames.send(answers, header)

    try:
        warm()
    except AnalyzerError as error:
        send(_told(error))
        return
    send({"kind": "ready"})
    while True:
        header, payload = waiting.get()
        try:
            made, data = answer(header, payload, send)
        except AnalyzerError as error:
            made, data = _told(error), b""
        except MemoryError:
            made, data = {"kind": "out_of_memory", "retire": True}, b""
        except Exception as error:
            made, data = {"kind": "failed", "reason": _place(error), "retire": True}, b""
        del payload
        made["retire"] = made.get("retire", False) or _held() > grown
        frames.send(answers, made, data)
        del data


def _told(error: AnalyzerError) -> Header:
    return {"kind": "error", "code": error.code, "message": error.message, "message_vi": error.message_vi}


def _place(error: Exception) -> str:
    """The kind of an error and where in the code it came up."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {os.path.basename(frame.filename)}:{frame.lineno}"


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of reach of libraries that print."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _receive(requests: BinaryIO, waiting: queue.SimpleQueue[tuple[Header, bytes]]) -> None:
    while True:
        try:
            waiting.put(frames.receive(requests))
        except (EOFError, OSError, ValueError):
            _end()


def _end() -> NoReturn:
    """End at once: the parent has gone. What was started from here has a pipe of its own, which ends with this."""
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os._exit(0)


if sys.platform == "win32":

    def _bound(memory: int) -> None:
        """Windows has no such limits."""

    def _held() -> int:
        return 0

else:
    import resource

    def _bound(memory: int) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))

    def _held() -> int:
        try:
            with open("/proc/self/statm", "rb") as file:
                return int(file.read().split()[1]) * resource.getpagesize()
        except OSError:
            # Not Linux: the peak has to do.
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
