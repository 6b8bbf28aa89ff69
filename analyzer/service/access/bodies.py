"""How much may be sent, how slowly it may come, how many may ask at once.

Bytes are counted as they come; what a header says of them is believed only where it is too much already.
"""

from __future__ import annotations

import asyncio
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analyzer.service.access.answers import refuse
from analyzer.service.access.identify import UPLOADS
from analyzer.service.problems import Problem, problem
from analyzer.service.settings import MEGABYTE, Settings

_FORM = MEGABYTE  # what a form may add to a file
_SMALL = 2 * MEGABYTE  # of requests that are no uploads
_PIECE_SECONDS = 20.0  # between two pieces of a body
_SLOWEST = 32_000  # bytes a second, on average, beyond the time that every request has
_TAKING_SECONDS = 60.0  # for the client to take a piece of the answer
_REST_SECONDS = 5.0  # for the rest of a body that nobody wants
_AT_ONCE = 200


class Bodies:
    """Bounds the bodies of requests, in bytes and in time, and the time to take an answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._upload = settings.max_bytes + _FORM
        self._seconds = settings.request_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._upload if scope["method"] == "POST" and scope["path"] in UPLOADS else _SMALL
        body = _Body(scope, receive, send, most, self._seconds)
        if body.declared > most:
            body.refused = too_large(most)
        else:
            try:
                await self._app(scope, body.receive, body.send)
            except Exception:
                if body.refused is None or body.begun:
                    raise
        if body.refused is not None and not body.begun:
            refused, body.refused = body.refused, None
            await refuse(refused, scope, receive, body.send)


class _Body:
    """A request's body on its way in, and the answer on its way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, most: int, seconds: float) -> None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        self.declared = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
        self._receive, self._send = receive, send
        self._most, self._seconds = most, seconds
        self._since = monotonic()
        self._size = 0
        self._asked = False
        self._waits_for_leave = "expect" in headers
        self._incomplete = bool(length and length != "0") or "transfer-encoding" in headers
        self.refused: Problem | None = None
        self.begun = False  # the answer

    async def receive(self) -> Message:
        """The next piece. To a body that is refused the application sees no end: the client is gone."""
        if self.refused is not None:
            return {"type": "http.disconnect"}
        if not self._incomplete:
            return await self._receive()
        self._asked = True
        left = self._since + self._seconds + self._size / _SLOWEST - monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, min(left, _PIECE_SECONDS)))
        except TimeoutError:
            self.refused = _too_slow()
            return {"type": "http.disconnect"}
        self._take(message)
        if self._size > self._most:
            self.refused = too_large(self._most)
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        """Answer; that of the application is dropped where the body is refused."""
        if self.refused is not None and not self.begun:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            if self._incomplete:
                await self._let_run_out()
            if self._incomplete:  # the connection cannot be used for another request
                MutableHeaders(scope=message)["Connection"] = "close"
        await asyncio.wait_for(self._send(message), _TAKING_SECONDS)

    async def _let_run_out(self) -> None:
        """Take what still comes and forget it: clients look for the answer when all is sent.

        Not of one that waits for leave to send, nor more than twice what would be allowed.
        """
        if (self._waits_for_leave and not self._asked) or self.declared > 2 * self._most:
            return
        until = monotonic() + _REST_SECONDS
        try:
            while self._incomplete and self._size <= 2 * self._most:
                self._take(await asyncio.wait_for(self._receive(), max(0.0, until - monotonic())))
        except TimeoutError:
            return

    def _take(self, message: Message) -> None:
        self._size += len(message.get("body", b""))
        self._incomplete = message["type"] == "http.request" and bool(message.get("more_body"))


class Crowd:
    """Sends away what would be too many requests at once; whether the service runs can be asked all the same."""

    def __init__(self, app: ASGIApp, at_once: int = _AT_ONCE) -> None:
        self._app = app
        self._at_once = at_once
        self._here = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/healthz":
            await self._app(scope, receive, send)
            return
        if self._here >= self._at_once:
            await refuse(_too_many(), scope, receive, send)
            return
        self._here += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._here -= 1


def too_large(most: int) -> Problem:
    """The problem of a body of more than so many bytes."""
    return problem(
        413,
        "input_too_large",
        f"More was sent than the service takes, which is {most} bytes.",
        f"Nội dung gửi lên vượt giới hạn {most / MEGABYTE:.0f} MB.",
    )


def _too_slow() -> Problem:
    return problem(
        408,
        "too_slow",
        "The request took too long to arrive. Try again over a better connection.",
        "Gửi lên quá chậm nên đã bị dừng. Hãy thử lại khi đường truyền tốt hơn.",
    )


def _too_many() -> Problem:
    return problem(
        503,
        "busy",
        "Too many requests at once. Try again in two seconds.",
        "Quá nhiều người truy cập cùng lúc. Hãy thử lại sau hai giây.",
        headers={"Retry-After": "2"},
    )
