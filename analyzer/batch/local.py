"""A batch read by worker processes of this machine. A document that ends its process, or takes too long, ends alone."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from queue import Empty, SimpleQueue

from analyzer.batch.reader import Reader, died
from analyzer.batch.work import Item, Options, Outcome, failed
from analyzer.errors import AnalyzerError

_POLL = 0.2
#: Seconds for the documents that are being read when the run is stopped.
_LAST = 5.0

#: What a lane tells: an outcome, an item that its worker died of, or an error that no document is to blame for.
_Told = Outcome | Item | AnalyzerError


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Local:
    """The engine of a batch on one machine: ``workers`` processes, one a core if not said.

    A document whose process dies is read a second time when all others are done, by itself; if its process dies again,
    it has failed with ``worker_died``.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or cores()
        self._stops = 0

    def stop(self) -> None:
        """Take no further items and end within seconds; at once when it is called again."""
        self._stops += 1

    def outcomes(self, items: Iterable[Item], options: Options) -> Iterator[Outcome]:
        """The outcomes of items, as they come. Raises WorkersFailed, ModelError."""
        told: SimpleQueue[_Told] = SimpleQueue()
        alone: deque[Item] = deque()
        lanes = [_Lane(told, options) for _ in range(self.workers)]
        try:
            yield from self._read(iter(items), lanes, told, alone)
            for lane in lanes[1:]:
                lane.close()
            while alone and not self._stops:
                item = alone.popleft()
                again: deque[Item] = deque()
                yield from self._read(iter([item]), lanes[:1], told, again)
                if again:
                    yield died(item)
        finally:
            for lane in lanes:
                lane.close()
            for lane in lanes:
                lane.join()

    def _read(
        self, items: Iterator[Item], lanes: list[_Lane], told: SimpleQueue[_Told], died: deque[Item]
    ) -> Iterator[Outcome]:
        """Outcomes of items; those whose workers died are put into ``died``."""
        waiting: SimpleQueue[Item] = SimpleQueue()
        under_way, more, end = 0, True, float("inf")
        for lane in lanes:
            lane.take(waiting)
        while True:
            # One item beside that which is being read, so that no worker waits for the next.
            while more and not self._stops and under_way < 2 * len(lanes):
                item = next(items, None)
                if item is None:
                    more = False
                else:
                    waiting.put(item)
                    under_way += 1
            if not under_way:
                return
            if self._stops:
                under_way -= _emptied(waiting)
                end = min(end, time.monotonic() + (_LAST if self._stops == 1 else 0.0))
                if not under_way or time.monotonic() >= end or self._stops > 1:
                    return
            try:
                said = told.get(timeout=_POLL)
            except Empty:
                continue
            under_way -= 1
            if isinstance(said, AnalyzerError):
                raise said
            if isinstance(said, Item):
                died.append(said)
            else:
                yield said


class _Lane:
    """A thread with a worker process."""

    def __init__(self, told: SimpleQueue[_Told], options: Options) -> None:
        self._told = told
        self._options = options
        self._waiting: SimpleQueue[Item] = SimpleQueue()
        self._reader = Reader()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="batch", daemon=True)

    def take(self, waiting: SimpleQueue[Item]) -> None:
        """Take items from a queue, from now on."""
        self._waiting = waiting
        if not self._thread.is_alive():
            self._thread.start()

    def close(self) -> None:
        """End the process at once, whatever it does; what it was reading is not told."""
        self._closed = True
        self._reader.close()

    def join(self) -> None:
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._closed:
            try:
                item = self._waiting.get(timeout=_POLL)
            except Empty:
                continue
            try:
                said: _Told = self._reader.read(item, self._options)
            except AnalyzerError as error:
                said = error
            except Exception as error:  # a fault here must not leave the run waiting for ever
                said = failed(item, error)
            if not self._closed:
                self._told.put(said)
        self._reader.end()


def _emptied(waiting: SimpleQueue[Item]) -> int:
    """Take all that waits out of a queue; how many that were."""
    count = 0
    while True:
        try:
            waiting.get_nowait()
        except Empty:
            return count
        count += 1
