"""The parent's side of a process that answers requests over pipes: starting, asking, ending it."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, cast

from analyzer.processes.serving import Header
from analyzer.reading.isolation import frames

# The child finds the package where the parent has found it, and nothing in the directory it happens to start in.
_START = (
    "import sys; sys.path[:] = sys.argv[2:]; from importlib import import_module; import_module(sys.argv[1]).main()"
)
# One job a process: what reserves memory or starts threads for each core would get in the way of the others.
_THRIFTY = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_PATIENCE = 5.0


class ChildDied(Exception):
    """The process ended, or said what is no answer."""


class Child:
    """A process running ``main`` of a module. It is asked from one thread; any thread may kill it.

    ``gone`` is called once it has ended, from a thread of its own.
    """

    def __init__(self, module: str, gone: Callable[[], None]) -> None:
        path = [os.path.abspath(entry) for entry in sys.path if isinstance(entry, str)]
        # What a killed process leaves behind goes with its directory.
        self._folder = tempfile.mkdtemp(prefix="analyzer-")
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, module, *path],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                # A group of its own: it ends with all it has started, and Ctrl-C on the terminal is for the parent.
                start_new_session=True, env={**os.environ, **_THRIFTY, **places},
            )  # fmt: skip
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise ChildDied(f"could not be started: {error}") from error
        self._requests: BinaryIO = cast(BinaryIO, self._process.stdin)
        self._answers = io.BufferedReader(cast(io.RawIOBase, self._process.stdout))
        self._killing = threading.Lock()
        self._gone = gone
        self._usable = True
        self.is_warm = False
        threading.Thread(target=self._watch, daemon=True, name=f"watch-{self.pid}").start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._usable and self._process.poll() is None

    def ask(self, header: Header, payload: bytes, heard: Callable[[Header], None]) -> tuple[Header, bytes]:
        """The answer to a request; ``heard`` is told of the messages before it. Raises ChildDied."""
        try:
            frames.send(self._requests, header, payload)
            del payload
            while True:
                answer, data = frames.receive(self._answers)
                if answer.get("kind") != "progress":
                    break
                heard(answer)
        except (EOFError, OSError, ValueError) as error:
            self.kill()
            raise ChildDied(self._how(error)) from error
        except BaseException:
            self.kill()  # nobody waits for the answer
            raise
        if answer.get("retire") is not False:
            self._usable = False
        return answer, data

    def first(self) -> Header:
        """What it says when it has warmed up. Raises ChildDied."""
        try:
            said = frames.receive(self._answers)[0]
        except (EOFError, OSError, ValueError) as error:
            self.kill()
            raise ChildDied(self._how(error)) from error
        self.is_warm = True
        return said

    def kill(self) -> None:
        """End it at once, with all it has started."""
        self._usable = False
        with self._killing:
            if self._process.returncode is None:
                # Not waited for yet, so that the id is still its own.
                if hasattr(os, "killpg"):
                    with suppress(ProcessLookupError, PermissionError):
                        os.killpg(self._process.pid, signal.SIGKILL)
                self._process.kill()
                self._process.wait()
            shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let it end, which it does when nothing can come in any more."""
        self._usable = False
        with suppress(OSError):
            self._requests.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        self.kill()
        self._answers.close()

    def _watch(self) -> None:
        """Keep its standard error from filling, until it ends: then nobody holds the pipe."""
        errors: Any = self._process.stderr
        with errors:
            while errors.read(4096):
                pass
        # Pipes close a moment before the process has ended: whoever is told must not find it alive.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        self._gone()

    def _how(self, error: Exception) -> str:
        code = self._process.poll()
        if isinstance(error, ValueError):
            return f"no proper answer: {error}"
        if code is not None and code < 0:
            with suppress(ValueError):
                return f"died of {signal.Signals(-code).name}"
        return f"ended with status {code}"
