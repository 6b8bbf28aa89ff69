"""Reading in a child process that can die alone.

A file with a bad PDF, picture or markup in it can crash the C code that reads it, run for ever or fill the memory. The
child is bound in time and memory and ends with all the programs it has started; the parent gets a manuscript or a
typed error. A child reads many documents and is replaced when it has died.
"""

from __future__ import annotations

import atexit
import os
import threading
from pathlib import Path
from types import TracebackType

from analyzer.reading import read
from analyzer.reading.edxml.markup import is_packet
from analyzer.reading.isolation.process import Worker
from analyzer.reading.limits import DEFAULT_LIMITS, Limits
from analyzer.reading.manuscript import Manuscript
from analyzer.reading.progress import Report, silent
from analyzer.reading.sniff import sniff

__all__ = ["IsolatedReader", "read_isolated"]

_HEAD = 65_536


class IsolatedReader:
    """Reads documents in child processes, as many at a time as threads ask, ``workers`` at most.

    >>> with IsolatedReader(workers=1) as reader:
    ...     reader.read("<p>Giao Sở Y tế.</p>".encode()).text
    'Giao Sở Y tế.'
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._start_afresh()

    def read(
        self,
        source: bytes | Path,
        name: str | None = None,
        *,
        limits: Limits = DEFAULT_LIMITS,
        report: Report = silent,
    ) -> Manuscript:
        """What :func:`analyzer.reading.read` returns and raises; also ReadingTimeout, OutOfMemory and ReaderDied."""
        if isinstance(source, Path):
            limits.check(bytes=source.stat().st_size)
            name = source.name if name is None else name
            source = source.read_bytes()
        limits.check(bytes=len(source))
        if self._pid != os.getpid():
            # After a fork: the workers and their pipes are the parent's.
            self._start_afresh()
        with self._slots:
            worker = self._borrow()
            try:
                return worker.read(source, name, limits, report)
            finally:
                self._give_back(worker)

    def close(self) -> None:
        """End the workers; a later ``read`` starts new ones."""
        with self._lock:
            idle = list(self._idle)
            self._idle.clear()
        for worker in idle:
            worker.close()

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _start_afresh(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(self._workers)
        self._idle: list[Worker] = []

    def _borrow(self) -> Worker:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return Worker()
            if worker.is_alive():
                return worker
            worker.close()

    def _give_back(self, worker: Worker) -> None:
        if not worker.is_alive():
            worker.close()
            return
        with self._lock:
            self._idle.append(worker)


_shared = IsolatedReader()


@atexit.register
def _end_shared() -> None:
    if _shared._pid == os.getpid():
        _shared.close()


def read_isolated(
    source: bytes | Path | str,
    name: str | None = None,
    *,
    limits: Limits = DEFAULT_LIMITS,
    report: Report = silent,
) -> Manuscript:
    """:func:`analyzer.reading.read` with everything but text kept out of this process.

    Text that is decoded already (``str``) and plain text are read here, by code of our own that takes linear time.
    PDF, Word, pictures and markup go to a child process, which the calls of a program share.

    >>> read_isolated("Giao Sở Y tế.".encode()).text
    'Giao Sở Y tế.'
    """
    if isinstance(source, Path):
        limits.check(bytes=source.stat().st_size)
        name = source.name if name is None else name
        source = source.read_bytes()
    if isinstance(source, str) and is_packet(source[:_HEAD].encode("utf-8", "surrogatepass")):
        # The files in a packet are as hostile as others.
        source = source.encode("utf-8", "surrogatepass")
    if isinstance(source, str) or _is_plain(source, limits):
        return read(source, name, limits=limits, report=report)
    return _shared.read(source, name, limits=limits, report=report)


def _is_plain(data: bytes, limits: Limits) -> bool:
    """Whether the bytes are text without markup, in any encoding; the typed error for what is refused by its head."""
    limits.check(bytes=len(data))
    return sniff(data, limits) == "text" and b"<" not in data[:50_000].lstrip()
