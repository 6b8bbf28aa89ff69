"""A batch read by the workers of a Dask cluster: of this machine, or of many behind a scheduler.

The run is the same as with worker processes of one machine: the ledger and the parts stay with whoever has started it,
workers fetch documents from their places and send back outcomes. An outcome counts once it has arrived; what a worker
that is lost was reading is read by another one. A worker reads in a process below it, so that a document which ends
that leaves the worker; one that takes the worker with it all the same is read alone, and then given up.

Needs the extra ``cluster``; nothing imports this module before a scheduler is named.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any

from analyzer import __version__
from analyzer.batch.errors import WorkersFailed, missing_extra
from analyzer.batch.local import cores
from analyzer.batch.reader import Reader, died
from analyzer.batch.storage import is_url, local_path
from analyzer.batch.work import Item, Options, Outcome

try:
    from distributed import Client, KilledWorker, LocalCluster, Worker, WorkerPlugin
    from distributed.comm.core import CommClosedError
except ImportError as error:
    raise missing_extra("distributed", "cluster") from error

# Not typed by their makers.
_CLIENT: Any = Client
_LOCAL_CLUSTER: Any = LocalCluster
#: The scheduler that stands for a cluster of this machine's cores.
LOCAL = "local"
#: Items that go to a worker together: about so many seconds of work, so that the cluster's own work is little.
_SECONDS = 1.0
_MOST = 64
_FIRST = 4
#: Batches under way for each thread of the workers.
_AHEAD = 3
_POLL = 0.5
_TRIES = 5


#: The processes that read for a worker, by the thread that asks, and those that wait for a thread. They outlive runs.
_readers: dict[int, Reader] = {}
_waiting: SimpleQueue[Reader] = SimpleQueue()


class Models(WorkerPlugin):
    """Has each worker start the processes that read for it and load the models, once, before a document comes."""

    name = "analyzer-models"

    def __init__(self, version: str) -> None:
        self.version = version

    def setup(self, worker: Worker) -> None:
        """Called in a worker when it joins, and when a run begins. Raises RuntimeError."""
        if __version__ != self.version:
            raise RuntimeError(
                f"the worker {worker.address} has analyzer {__version__}, the batch is of {self.version}"
            )
        for _ in range(worker.state.nthreads - len(_readers) - _waiting.qsize()):
            reader = Reader()
            reader.start()
            _waiting.put(reader)


def read_items(items: list[Item], options: Options) -> list[Outcome]:
    """Read documents in a worker of the cluster, each in its process, which may die of it."""
    reader = _readers.get(threading.get_ident())
    if reader is None:
        try:
            reader = _waiting.get_nowait()
        except Empty:
            reader = Reader()
        _readers[threading.get_ident()] = reader
    return [_read(reader, item, options) for item in items]


def _read(reader: Reader, item: Item, options: Options) -> Outcome:
    for _ in range(2):
        said = reader.read(item, options)
        if isinstance(said, Outcome):
            return said
    return died(item)


def sees(path: str) -> bool:
    """Whether a worker has a file of the machine that started the batch."""
    return os.path.exists(path)


class Cluster:
    """The engine of a batch whose documents the workers of a Dask scheduler read.

    ``scheduler`` is its address (``tcp://host:8786``, ``tls://…``), or ``local`` for ``workers`` processes of this
    machine, one a core if not said. ``patience``: seconds without any worker after which the run is given up.
    """

    def __init__(self, scheduler: str, *, workers: int | None = None, patience: float = 60.0) -> None:
        self.scheduler = scheduler
        self.workers = workers
        self.patience = patience
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Take no further items and end soon."""
        self._stopped.set()

    def outcomes(self, items: Iterable[Item], options: Options) -> Iterator[Outcome]:
        """The outcomes of items, as they come. Raises WorkersFailed."""
        with ExitStack() as stack:
            client = self._connected(stack)
            run = _Run(self, client, iter(items), options)
            stack.callback(run.cancel)
            yield from run.outcomes(self._stopped)

    def _connected(self, stack: ExitStack) -> Any:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        address: Any = self.scheduler
        try:
            if self.scheduler == LOCAL:
                address = stack.enter_context(
                    _LOCAL_CLUSTER(
                        n_workers=self.workers or cores(),
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address="127.0.0.1:0",
                        scheduler_kwargs={"dashboard": False},
                        silence_logs=logging.CRITICAL,
                    )
                )
            client = stack.enter_context(_CLIENT(address, timeout=self.patience, set_as_default=False))
            client.wait_for_workers(1, timeout=self.patience)
            client.register_plugin(Models(__version__))
        except (OSError, TimeoutError, ValueError, RuntimeError, ImportError) as error:
            raise _failed(self.scheduler, str(error) or type(error).__name__) from error
        return client


@dataclass(slots=True)
class _Sent:
    """Items that a worker has been given."""

    items: list[Item]
    tries: int = 1
    alone: bool = False


class _Run:
    def __init__(self, cluster: Cluster, client: Any, items: Iterator[Item], options: Options) -> None:
        self._cluster = cluster
        self._client = client
        self._items = items
        self._options = options
        self._under_way: dict[Any, _Sent] = {}
        self._again: deque[_Sent] = deque()
        self._alone: deque[_Sent] = deque()
        self._ended: SimpleQueue[Any] = SimpleQueue()
        self._room = 0
        self._size = _FIRST
        self._mean = _SECONDS / _FIRST
        self._checked = False
        self._lonely = 0.0

    def outcomes(self, stopped: threading.Event) -> Iterator[Outcome]:
        self._look_around()
        while not stopped.is_set():
            self._send()
            if not self._under_way:
                return
            try:
                future = self._ended.get(timeout=_POLL)
            except Empty:
                self._look_around()
                continue
            yield from self._taken(future)

    def cancel(self) -> None:
        """Let the workers forget what nobody waits for any more."""
        with suppress(OSError, TimeoutError, CommClosedError, CancelledError, RuntimeError):
            self._client.cancel(list(self._under_way), force=True)
        self._under_way.clear()

    def _look_around(self) -> None:
        """Count the workers, which come and go. Raises WorkersFailed where there have been none for too long."""
        scheduler = self._cluster.scheduler
        if self._client.status not in ("running", "connecting"):
            raise _failed(scheduler, "the connection is closed")
        try:
            threads = sum(self._client.nthreads().values())
        except (OSError, TimeoutError, CommClosedError, CancelledError) as error:
            raise _failed(scheduler, str(error) or type(error).__name__) from error
        self._lonely = 0.0 if threads else self._lonely + _POLL
        if self._lonely > self._cluster.patience:
            raise _failed(scheduler, f"it has had no workers for {self._cluster.patience:.0f} seconds")
        self._room = max(1, threads) * _AHEAD

    def _send(self) -> None:
        while len(self._under_way) < self._room:
            if self._alone:
                # Whatever waits at a worker that is lost counts as lost with it: nothing else is sent meanwhile.
                if self._under_way:
                    return
                sent = self._alone.popleft()
            elif self._again:
                sent = self._again.popleft()
            elif items := list(islice(self._items, self._size)):
                self._check_shared(items)
                sent = _Sent(items)
            else:
                return
            future: Any = self._client.submit(read_items, sent.items, self._options, pure=False)
            self._under_way[future] = sent
            future.add_done_callback(self._ended.put)

    def _check_shared(self, items: list[Item]) -> None:
        """Raise WorkersFailed where workers do not see the files of this machine, before each is a failure."""
        first = next((item.place for item in items if not is_url(item.place)), None)
        if self._checked or first is None or not os.path.exists(path := local_path(first)):
            return
        self._checked = True
        blind = sorted(worker for worker, seen in self._client.run(sees, path).items() if not seen)
        if blind:
            raise WorkersFailed(
                f"The worker {blind[0]} does not see {path}. Give a place that all workers see: a shared directory "
                "mounted at the same path, or a URL such as s3://…",
                f"Tiến trình {blind[0]} không thấy tệp {path}. Hãy dùng nơi mọi máy đều truy cập được: thư mục dùng "
                "chung gắn cùng đường dẫn, hoặc địa chỉ như s3://…",
            )

    def _taken(self, future: Any) -> Iterator[Outcome]:
        """The outcomes that have arrived; what was lost on the way is sent again."""
        sent = self._under_way.pop(future)
        try:
            outcomes = future.result()
        except KilledWorker:
            yield from self._apart(sent)
        except (CancelledError, CommClosedError, OSError, TimeoutError) as error:
            if self._client.status != "running" or sent.tries >= _TRIES:
                raise _failed(self._cluster.scheduler, str(error) or type(error).__name__) from error
            (self._alone if sent.alone else self._again).append(_Sent(sent.items, sent.tries + 1, sent.alone))
        except Exception as error:  # of a worker, not of a document: reading never raises
            raise _failed(self._cluster.scheduler, f"{type(error).__name__}: {error}") from error
        else:
            for outcome in outcomes:
                self._mean += (max(outcome.seconds, 0.001) - self._mean) / 20
                yield outcome
            self._size = max(1, min(_MOST, round(_SECONDS / self._mean)))

    def _apart(self, sent: _Sent) -> Iterator[Outcome]:
        """What was lost with several workers is read item by item, alone; an item lost then, too, is given up."""
        if sent.alone:
            yield died(sent.items[0])
        else:
            self._alone.extend(_Sent([item], alone=True) for item in sent.items)


def _failed(scheduler: str, reason: str) -> WorkersFailed:
    return WorkersFailed(
        f"The cluster at {scheduler} does not read: {reason[:500]}. See that its scheduler and workers (dask worker) "
        "run and have the same analyzer, then run the command again: it goes on where it was.",
        f"Cụm máy tại {scheduler} không đọc được: {reason[:500]}. Hãy kiểm tra bộ điều phối và các tiến trình (dask "
        "worker) đang chạy với cùng phiên bản analyzer, rồi chạy lại lệnh: việc sẽ tiếp tục từ chỗ dừng.",
    )
