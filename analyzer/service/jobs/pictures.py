"""Pictures of pages: drawn in processes of their own, and the last ones kept in memory."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict

from analyzer.errors import AnalyzerError
from analyzer.processes.child import Child, ChildDied
from analyzer.processes.serving import Header
from analyzer.reading.limits import Limits
from analyzer.service.jobs.errors import NoPicture, no_such_file
from analyzer.service.jobs.models import StoredFile
from analyzer.service.processes.sheets import NoSuchPage
from analyzer.writing.show import check_pages

log = logging.getLogger("analyzer.service.jobs")

NARROWEST, WIDEST = 100, 3_000
_MODULE = "analyzer.service.processes.painter"
_PAINTERS = 2
_SECONDS = 20.0
_KEPT_BYTES = 48_000_000

Key = tuple[str, int, int]


class Pictures:
    """Draws pages of files that ``stored`` gives; ``media_type`` tells a file's type without its bytes."""

    def __init__(
        self, stored: Callable[[str], StoredFile | None], media_type: Callable[[str], str | None], limits: Limits
    ) -> None:
        self._stored = stored
        self._media_type = media_type
        self._limits = limits
        self._kept = _Kept(_KEPT_BYTES)
        self._painters = [_Painter() for _ in range(_PAINTERS)]

    def picture(self, digest: str, page: int, width: int) -> bytes:
        """The PNG of a page, as wide as asked for within limits.

        Raises NoSuchFile, NoSuchPage, NoPages for a file without pages, NoPicture, and what reading the file raises.
        """
        key = digest, page, min(max(width, NARROWEST), WIDEST)
        media_type = self._media_type(digest)
        if media_type is None:
            raise no_such_file()
        if (kept := self._kept.get(key)) is not None:
            return kept
        check_pages(media_type)
        # Pages of a file go to the same process, which has it open.
        painter = self._painters[int(digest[:8], 16) % _PAINTERS]
        if not painter.lock.acquire(timeout=_SECONDS):
            raise _no_picture("the processes that draw are busy", "hệ thống đang bận vẽ các trang khác")
        try:
            if (kept := self._kept.get(key)) is not None:
                return kept
            made = self._drawn(painter, key, media_type)
        finally:
            painter.lock.release()
        self._kept.put(key, made)
        return made

    def _drawn(self, painter: _Painter, key: Key, media_type: str) -> bytes:
        digest, page, width = key
        request: Header = {
            "sha256": digest, "page": page, "width": width, "media_type": media_type, "limits": asdict(self._limits)
        }  # fmt: skip
        answer, data = painter.ask(request, b"")
        if answer.get("kind") == "wanted":
            file = self._stored(digest)
            if file is None:
                raise no_such_file()
            answer, data = painter.ask(request, file.content)
        if answer.get("kind") == "picture" and data.startswith(b"\x89PNG\r\n\x1a\n"):
            return data
        if answer.get("kind") == "error":
            error = NoSuchPage if answer.get("code") == NoSuchPage.code else NoPicture
            raise error(str(answer.get("message")), str(answer.get("message_vi")))
        reason = str(answer.get("reason", answer.get("kind")))
        raise _no_picture(f"drawing failed ({reason})", f"lỗi khi vẽ trang ({reason})")

    def warm(self) -> None:
        """See that the processes are there, so that the first page does not wait for them."""
        for painter in self._painters:
            painter.warm()

    def close(self) -> None:
        """End the processes."""
        for painter in self._painters:
            painter.close()


class _Painter:
    """A process that draws, started when it is wanted. ``lock`` is held by the thread that asks."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._child: Child | None = None
        self._closed = threading.Event()

    def ask(self, header: Header, data: bytes) -> tuple[Header, bytes]:
        """The answer to a request; a process that died between requests is replaced. Raises NoPicture."""
        try:
            child = self._ready()
            timer = threading.Timer(_SECONDS, child.kill)
            timer.start()
            try:
                return child.ask(header, data, lambda heard: None)
            finally:
                timer.cancel()
        except ChildDied as error:
            raise _no_picture(f"the process that draws {error}", "tiến trình vẽ trang dừng bất thường") from error

    def _ready(self) -> Child:
        if self._child is not None and self._child.is_alive:
            return self._child
        if self._closed.is_set():
            raise ChildDied("has been stopped")
        self._end()
        self._child = Child(_MODULE, lambda: None)
        if self._closed.is_set():  # meanwhile
            self._child.kill()
        self._child.first()
        return self._child

    def warm(self) -> None:
        if (self._child is None or not self._child.is_alive) and self.lock.acquire(blocking=False):
            try:
                self._ready()
            except ChildDied as error:
                log.error("a process that draws %s while it started", error)
            finally:
                self.lock.release()

    def close(self) -> None:
        self._closed.set()
        if self._child is not None:
            self._child.kill()

    def _end(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None


class _Kept:
    """The values last used, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: Key) -> bytes | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Key, value: bytes) -> None:
        with self._lock:
            self._size += len(value) - len(self._values.pop(key, b""))
            self._values[key] = value
            while self._size > self._most:
                self._size -= len(self._values.popitem(last=False)[1])


def _no_picture(why: str, why_vi: str) -> AnalyzerError:
    return NoPicture(f"The page cannot be shown: {why}.", f"Không hiển thị được trang: {why_vi}.")
