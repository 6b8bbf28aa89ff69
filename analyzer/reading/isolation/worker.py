"""The child: reads documents that come in over standard input until it ends.

Heavy libraries are imported when a document asks for them, so that a worker starts quickly.
"""

from __future__ import annotations

import errno
import faulthandler
import os
import queue
import shutil
import signal
import sys
import threading
import traceback
from typing import Any, BinaryIO, NoReturn

from analyzer.errors import UnreadableInput
from analyzer.reading import read
from analyzer.reading.isolation import frames
from analyzer.reading.isolation.codec import encode
from analyzer.reading.limits import Limits
from analyzer.reading.progress import Progress

Request = tuple[dict[str, Any], bytes]
#: A worker that has grown to this many bytes is replaced: Python gives little memory back.
_GROWN = 150_000_000
#: The parent stops a reader in time; where the parent is gone, too, the system does so this many seconds later.
_GRACE = 15


def main() -> None:
    """Answer requests until standard input ends."""
    requests, answers = _own_pipes()
    faulthandler.enable(all_threads=False)
    _allow_no_core()
    waiting: queue.SimpleQueue[Request] = queue.SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=_receive, args=(requests, waiting, busy), daemon=True).start()
    while True:
        header, data = waiting.get()
        busy.set()
        answer, payload = _answer(header, data, answers)
        del data
        answer["retire"] = answer.get("retire", False) or _has_grown()
        busy.clear()
        frames.send(answers, answer, payload)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of reach of programs started here and of libraries that print."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _receive(requests: BinaryIO, waiting: queue.SimpleQueue[Request], busy: threading.Event) -> None:
    """Pass on what comes in; when the parent goes away, end at once, with the programs that were started."""
    while True:
        try:
            waiting.put(frames.receive(requests))
        except (EOFError, OSError, ValueError):
            _end(busy)


def _end(busy: threading.Event) -> NoReturn:
    # The directory that the parent made for this process, and would have removed.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    if busy.is_set() and hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _answer(header: dict[str, Any], data: bytes, answers: BinaryIO) -> Request:
    """Read one document: the header and payload of the answer."""
    limits = Limits(**header["limits"])

    def report(progress: Progress) -> None:
        told = {"kind": "progress", "stage": progress.stage, "done": progress.done, "total": progress.total}
        frames.send(answers, told)

    _bound(limits)
    try:
        return {"kind": "manuscript"}, encode(read(data, header["name"], limits=limits, report=report))
    except UnreadableInput as error:
        return _told(error), b""
    except Exception as error:
        _unbound()
        if _is_out_of_memory(error):
            return {"kind": "out_of_memory", "retire": True}, b""
        traceback.print_exc()
        return {"kind": "failed", "reason": f"{type(error).__name__}: {error}"[:1000], "retire": True}, b""
    finally:
        _unbound()


def _told(error: UnreadableInput) -> dict[str, Any]:
    return {"kind": "error", "code": error.code, "message": error.message, "message_vi": error.message_vi}


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Whether memory was short: said by Python, by the system, or by the loader of a library."""
    while error is not None:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        if isinstance(error, ImportError) and "failed to map" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


if sys.platform == "win32":

    def _allow_no_core() -> None:
        """Windows writes none."""

    def _bound(limits: Limits) -> None:
        """Windows has no such limits; the parent watches the time."""

    def _unbound() -> None:
        """See above."""

    def _has_grown() -> bool:
        return False

else:
    import resource

    def _allow_no_core() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def _bound(limits: Limits) -> None:
        """Set the limits of the system for one document; programs started for it inherit the memory's."""
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        memory = limits.memory if hard == resource.RLIM_INFINITY else min(limits.memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
        signal.setitimer(signal.ITIMER_REAL, min(limits.seconds, 10**8) + _GRACE)

    def _unbound() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))

    def _has_grown() -> bool:
        try:
            with open("/proc/self/statm", "rb") as file:
                return int(file.read().split()[1]) * resource.getpagesize() > _GROWN
        except OSError:
            # Not Linux: the peak has to do.
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _GROWN


if __name__ == "__main__":
    main()
