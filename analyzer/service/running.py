"""Running the service: one port, an orderly end, and plain words where it cannot start.

At SIGTERM or SIGINT no new connections are taken, answers are finished, and jobs that are being read are finished too
or go back to the queue, which the archive keeps. A second signal makes it end at once; the queue is kept all the same.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from analyzer.archive import open_archive
from analyzer.errors import AnalyzerError
from analyzer.service.access.accounts import Accounts
from analyzer.service.access.logs import configure, tell
from analyzer.service.settings import Settings

_HEADER_SECONDS = 15.0  # for the headers of a request
_ANSWER_SECONDS = 10  # for answers to be finished at the end
_CONNECTIONS = 1_000


class StartError(AnalyzerError):
    """The service cannot start."""

    code = "cannot_start"


class CannotListen(StartError):
    """The address or port cannot be used."""

    code = "cannot_listen"


class NoAccounts(StartError):
    """Others could use the service, and nobody has an account."""

    code = "no_accounts"


def run(settings: Settings, started: Callable[[str, Settings], None], level: int = logging.INFO) -> None:
    """Serve until a signal ends it. ``started`` is told the address once it answers.

    Raises AnalyzerError where it cannot start.
    """
    configure(level=level)
    settings = with_people(settings)
    listener = listen(settings.host, settings.port)
    try:
        from analyzer.service.app import create_app

        app = create_app(settings)
        watched = _Watched(app)
        config = uvicorn.Config(
            watched,
            http=Connection,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=settings.proxied,  # of the proxies that FORWARDED_ALLOW_IPS names, else of this machine
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_ANSWER_SECONDS,
        )
        server = Server(
            config,
            started=lambda: started(address(settings, listener), settings),
            stop_now=lambda: app.state.service.stop(0),
        )
        try:
            asyncio.run(server.serve(sockets=[listener]))
        except SystemExit as error:  # uvicorn's way to say that the application did not start
            raise _not_started(watched.error) from error
        tell("stopped")
    finally:
        listener.close()


def with_people(settings: Settings) -> Settings:
    """The settings, with signing in where there are accounts. Raises NoAccounts, ArchiveError.

    The archive is made where there is none.
    """
    with open_archive(settings.database, create=True) as archive:
        exist = Accounts(archive).exist()
    if exist:
        return replace(settings, sign_in=True)
    if settings.sign_in or settings.proxied or not settings.is_local:
        raise NoAccounts(
            "Without accounts the service is for one person at this machine alone (--host 127.0.0.1, no proxy). "
            "Make an account first: analyzer accounts add NAME --role admin",
            "Chưa có tài khoản nào: dịch vụ chỉ chạy cho một người ngay trên máy này (--host 127.0.0.1, không qua máy "
            "chủ trung gian). Hãy tạo tài khoản trước: analyzer accounts add TÊN --role admin",
        )
    return settings


def listen(host: str, port: int) -> socket.socket:
    """A socket at an address. Raises CannotListen."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, place = min(found, key=lambda one: one[0] != socket.AF_INET)
        listener = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # elsewhere it would let two services take one port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen(2048)
        except BaseException:
            listener.close()
            raise
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    return listener


def address(settings: Settings, listener: socket.socket) -> str:
    """Where a browser on this machine finds the service."""
    port = listener.getsockname()[1]
    if settings.hosts and settings.proxied:
        return f"https://{settings.hosts[0]}"
    host = settings.host
    if host in ("", "0.0.0.0", "::"):
        host = settings.hosts[0] if settings.hosts else socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """Says when it answers, and ends by itself after a signal instead of dying of it."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None], stop_now: Callable[[], None]) -> None:
        super().__init__(config)
        self._told, self._stop_now = started, stop_now

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self._told()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let requests and jobs end, or after a second signal give the jobs back to the queue at once."""
        await super().shutdown(sockets)
        if self.force_exit:
            await asyncio.to_thread(self._stop_now)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Have signals end the service in order for as long as the block lasts."""
        kinds = (signal.SIGINT, signal.SIGTERM)
        before = {kind: signal.signal(kind, self.handle_exit) for kind in kinds}
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal ends the service when all is done, a second one at once."""
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True


class Connection(H11Protocol):
    """A connection that is closed when a request's headers, or what comes after an answer, take too long."""

    late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        """Take bytes; each piece of the headers makes the time for them no longer."""
        super().data_received(data)
        if self._is_answering():
            self._stop_waiting()
        else:
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _await_headers(self) -> None:
        if self.late is None and not self.transport.is_closing():
            self.late = self.loop.call_later(_HEADER_SECONDS, self._end)

    def _stop_waiting(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None

    def _end(self) -> None:
        self.late = None
        if not self._is_answering():
            self.transport.abort()


class _Watched:
    """The application, with what went wrong when it started."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.error: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            if scope["type"] == "lifespan":
                self.error = error
            raise


def _not_started(error: Exception | None) -> AnalyzerError:
    if isinstance(error, AnalyzerError):
        return error
    kind = type(error).__name__ if error is not None else "?"
    return StartError(
        f"The service did not start ({kind}); the log above says where. `analyzer doctor` checks the installation.",
        f"Dịch vụ không khởi động được ({kind}); xem nhật ký phía trên. Lệnh `analyzer doctor` kiểm tra máy.",
    )


def _cannot_listen(host: str, port: int, error: OSError) -> CannotListen:
    reasons: dict[Any, tuple[str, str]] = {
        errno.EADDRINUSE: (
            "another program uses it. Stop that one, or choose another port with --port",
            "chương trình khác đang dùng. Hãy dừng chương trình đó hoặc chọn cổng khác bằng --port",
        ),
        errno.EACCES: (
            "ports below 1024 take rights of the system. Choose another with --port",
            "cổng dưới 1024 cần quyền hệ thống. Hãy chọn cổng khác bằng --port",
        ),
        errno.EADDRNOTAVAIL: (
            "this machine does not have the address. Name one of its own with --host",
            "máy này không có địa chỉ đó. Hãy ghi địa chỉ của máy bằng --host",
        ),
    }
    if isinstance(error, socket.gaierror):
        english, vietnamese = "the name is not known", "không tìm thấy tên máy"
    else:
        reason = error.strerror or str(error)
        english, vietnamese = reasons.get(error.errno, (reason, reason))
    return CannotListen(
        f"The service cannot listen at {host}, port {port}: {english}.",
        f"Dịch vụ không mở được địa chỉ {host}, cổng {port}: {vietnamese}.",
    )
