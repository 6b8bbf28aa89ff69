"""Jobs: documents that wait to be read, the processes that read them, and the files they are in.

The database is the queue, so that nothing is lost when processes or the service end, however they do; several services
may share one. What a job has read gets into the archive in the same transaction that says the job is done.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from analyzer.archive import Archive
from analyzer.archive.errors import ArchiveError
from analyzer.archive.layouts import Layout, Word
from analyzer.errors import EmptyDocument
from analyzer.reading.limits import Limits
from analyzer.reading.sniff import sniff
from analyzer.service.jobs.errors import no_such_job
from analyzer.service.jobs.files import Files
from analyzer.service.jobs.instances import ended, new_instance
from analyzer.service.jobs.lanes import Bell, Care, Lane
from analyzer.service.jobs.models import USUAL, Job, Options, StoredFile, plain_name
from analyzer.service.jobs.pictures import Pictures
from analyzer.service.jobs.queue import Queue
from analyzer.service.jobs.types import media_type_of
from analyzer.service.settings import Settings

__all__ = ["Job", "Jobs", "Layout", "Options", "StoredFile", "Word"]

log = logging.getLogger("analyzer.service.jobs")

_LOOK_EVERY = 2.0
_BEAT_EVERY = 5.0
_SWEEP_EVERY = 3_600.0
_GLANCE = 1.0
_PATIENCE = 10.0


class Jobs:
    """The jobs of an archive, as one service sees and does them.

    Every call is safe in any thread. Without :meth:`start`, or with no workers, jobs wait for another service.
    """

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._settings = settings
        self._instance = new_instance()
        self._queue = Queue(archive, self._instance)
        self._files = Files(archive)
        self._limits = Limits(bytes=settings.max_bytes, seconds=settings.seconds)
        self._pictures = Pictures(self._files.stored, self._files.media_type, self._limits)
        self._bell = Bell()
        self._lanes: list[Lane] = []
        self._ending = threading.Event()
        self._keeper: threading.Thread | None = None
        self._watched: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._watching = threading.Lock()

    def start(self) -> None:
        """Start the workers, and take over what services that have died left behind."""
        care = Care(self._limits, self._settings.allow_secret)
        count = self._settings.workers
        for number in range(count):
            self._lanes.append(Lane(self._queue, care, self._bell, self._tell, quick=number == 0 and count > 1))
        for lane in self._lanes:
            lane.start()
        self._keeper = threading.Thread(target=self._keep, name="jobs-keeper", daemon=True)
        self._keeper.start()

    def stop(self, grace: float = 10) -> None:
        """Stop the workers: what runs gets ``grace`` seconds, then it waits again, to be read by the next service."""
        self._ending.set()
        until = time.monotonic() + grace
        for lane in self._lanes:
            lane.ask_to_stop()
            if lane.run is None:
                lane.end("stop")
        for lane in self._lanes:
            if not lane.join(until - time.monotonic()):
                lane.end("stop")
        for lane in self._lanes:
            lane.join(_PATIENCE)
        if self._keeper is not None:
            self._keeper.join(_PATIENCE)
        self._pictures.close()
        ended(self._instance)

    @property
    def workers(self) -> tuple[int, int]:
        """How many workers are there, and how many of them are reading."""
        return sum(lane.is_ready for lane in self._lanes), sum(lane.run is not None for lane in self._lanes)

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return self._queue.counts().get("queued", 0)

    def submit(self, data: bytes, *, name: str | None, owner: str, options: Options = USUAL) -> Job:
        """A new job for a file's bytes, or with ``options.text`` for text in UTF-8; in the database when this returns.

        Raises QueueFull, and what is wrong with the file as far as its head tells: EmptyDocument, InputTooLarge,
        UnsupportedFormat, EncryptedFile, DamagedFile, UnsafeFile.
        """
        self._limits.check(bytes=len(data))
        if options.text and not data.strip():
            raise EmptyDocument("The text is empty.", "Không có nội dung văn bản.")
        media_type = media_type_of("text" if options.text else sniff(data, self._limits), data)
        job = self._queue.put(
            data, media_type, name=plain_name(name), owner=owner, options=options, most=self._settings.queue
        )
        self._bell.ring()
        return job

    def get(self, id: str) -> Job | None:
        """The job, if there is one."""
        return self._queue.get(id)

    def listed(self, owner: str | None, limit: int = 50) -> list[Job]:
        """The latest jobs first, of one owner or of all."""
        return self._queue.listed(owner, limit)

    def cancel(self, id: str) -> Job:
        """Cancel a job; its process is ended. One that is over stays as it is. Raises NoSuchJob."""
        job = self._queue.cancel(id)
        if job.state == "cancelled":
            for lane in self._lanes:
                lane.end("lost", id)
            self._tell(id)
        return job

    def again(self, id: str) -> Job:
        """Try a job again that failed or was cancelled; others stay as they are. Raises NoSuchJob, FileGone."""
        job = self._queue.again(id)
        self._bell.ring()
        return job

    async def wait(self, id: str, seconds: float) -> Job:
        """The job when it is over, or as it is when the time is up. Raises NoSuchJob."""
        until = time.monotonic() + seconds
        with self._watch(id) as told:
            while True:
                told.clear()
                job = await asyncio.to_thread(self.get, id)
                if job is None:
                    raise no_such_job(id)
                left = until - time.monotonic()
                if job.is_finished or left <= 0:
                    return job
                try:
                    # Another service may be the one that reads it: that is looked for.
                    await asyncio.wait_for(told.wait(), min(left, _GLANCE))
                except TimeoutError:
                    continue

    def picture(self, sha256: str, page: int, width: int) -> bytes:
        """The PNG of a page of a PDF or picture file, ``width`` dots wide within limits.

        Raises NoSuchFile, NoSuchPage, NoPages, NoPicture.
        """
        return self._pictures.picture(sha256, page, width)

    def layout(self, sha256: str) -> Layout | None:
        """Where the words of a file stand; None where it has no pages or is not kept. Raises DamagedReading."""
        return self._files.layout(sha256)

    def original(self, sha256: str) -> StoredFile | None:
        """A file as it was uploaded, if it is kept."""
        return self._files.stored(sha256)

    @contextmanager
    def _watch(self, id: str) -> Iterator[asyncio.Event]:
        """An event that is set in this loop when the job is over."""
        watcher = asyncio.get_running_loop(), asyncio.Event()
        with self._watching:
            self._watched.setdefault(id, set()).add(watcher)
        try:
            yield watcher[1]
        finally:
            with self._watching:
                self._watched[id].discard(watcher)
                if not self._watched[id]:
                    del self._watched[id]

    def _tell(self, id: str) -> None:
        with self._watching:
            watchers = list(self._watched.get(id, ()))
        for loop, event in watchers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def _keep(self) -> None:
        """Give signs of life, look for what other services left or put in, let go of what nobody needs."""
        beat = sweep = -_SWEEP_EVERY
        while True:
            now = time.monotonic()
            try:
                if now - beat >= _BEAT_EVERY:
                    beat = now
                    self._beat()
                if now - sweep >= _SWEEP_EVERY:
                    sweep = now
                    self._files.sweep()
                self._queue.take_back()
                if self._lanes:
                    self._pictures.warm()
                    if self.waiting:
                        self._bell.ring()
            except ArchiveError as error:
                log.error("the archive cannot be used: %s", error.message)
            except Exception:
                log.exception("a fault in the service")
            if self._ending.wait(_LOOK_EVERY):
                return

    def _beat(self) -> None:
        runs = [run for lane in self._lanes if (run := lane.run) is not None]
        if not runs:
            return
        ours = self._queue.beat(runs)
        for run in runs:
            if run.job not in ours:
                for lane in self._lanes:
                    lane.end("lost", run.job)
