"""Starting, the connections, and an orderly end; over real sockets, with a small application."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from analyzer.archive import open_archive
from analyzer.archive.errors import ArchiveUnreachable, NotAnArchive
from analyzer.errors import AnalyzerError, ModelError
from analyzer.service import app as app_module
from analyzer.service import running
from analyzer.service.access.accounts import Accounts
from analyzer.service.running import (
    CannotListen,
    Connection,
    NoAccounts,
    Server,
    StartError,
    address,
    listen,
    run,
    with_people,
)
from analyzer.service.settings import Settings


@dataclass
class Running:
    """A server under test, what it was seen to do, and where it listens."""

    server: Server
    port: int
    seen: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, data: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(data)
        await writer.drain()
        return reader, writer


def served(test: Callable[[Running], Awaitable[None]]) -> list[str]:
    """Run a test against a server; what was seen. The test ends the server itself."""

    async def whole() -> list[str]:
        listener = listen("127.0.0.1", 0)
        port = listener.getsockname()[1]

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                await receive()
                await send({"type": "lifespan.startup.complete"})
                await receive()
                it.seen.append("stopped in order")
                await send({"type": "lifespan.shutdown.complete"})
                return
            if scope["path"] == "/wait":
                it.seen.append("asked")
                await it.gate.wait()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"ok"})

        config = uvicorn.Config(
            application, http=Connection, ws="none", lifespan="on", log_config=None, timeout_graceful_shutdown=5
        )
        server = Server(config, lambda: it.seen.append("started"), lambda: it.seen.append("stopped at once"))
        it = Running(server, port)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.01)
        await asyncio.wait_for(test(it), 20)
        await asyncio.wait_for(serving, 20)
        return it.seen

    return asyncio.run(whole())


GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
WAIT = b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_answers_finish_and_takes_no_more(kind: signal.Signals) -> None:
    async def test(it: Running) -> None:
        reader, _ = await it.ask(WAIT)
        await until(lambda: "asked" in it.seen)
        signal.raise_signal(kind)
        await until(lambda: not any(server.is_serving() for server in it.server.servers))
        with pytest.raises(ConnectionError):
            await it.ask(GET)
        assert it.seen == ["started", "asked"]
        it.gate.set()
        assert (await reader.read()).endswith(b"ok")

    assert served(test) == ["started", "asked", "stopped in order"]


def test_a_second_signal_ends_it_at_once_and_jobs_go_back() -> None:
    async def test(it: Running) -> None:
        connection = await it.ask(WAIT)
        await until(lambda: "asked" in it.seen)
        signal.raise_signal(signal.SIGTERM)
        await asyncio.sleep(0.3)
        signal.raise_signal(signal.SIGTERM)
        await until(lambda: "stopped at once" in it.seen)
        it.gate.set()
        connection[1].close()

    assert served(test) == ["started", "asked", "stopped at once"]


def test_signals_have_their_old_meaning_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    async def test(it: Running) -> None:
        signal.raise_signal(signal.SIGTERM)

    served(test)
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_HEADER_SECONDS", 0.4)


@pytest.mark.usefixtures("impatient")
class TestSlow:
    """Connections that would be held open for nothing."""

    def closes(self, first: bytes, drop: bytes) -> None:
        async def test(it: Running) -> None:
            reader, writer = await it.ask(first)
            began = asyncio.get_running_loop().time()

            async def drip() -> None:
                with suppress(ConnectionError):
                    while drop:
                        await asyncio.sleep(0.05)
                        writer.write(drop)
                        await writer.drain()

            dripping = asyncio.create_task(drip())
            with suppress(ConnectionError):
                await asyncio.wait_for(reader.read(), 3)
            assert 0.2 < asyncio.get_running_loop().time() - began < 2
            dripping.cancel()
            signal.raise_signal(signal.SIGTERM)

        served(test)

    def test_no_request_at_all(self) -> None:
        self.closes(b"", b"")

    def test_headers_that_come_drop_by_drop(self) -> None:
        self.closes(b"GET / HTTP/1.1\r\n", b"X: a\r\n")

    def test_headers_of_a_second_request(self) -> None:
        self.closes(GET + b"GET / HTTP/1.1\r\n", b"X: a\r\n")

    def test_a_body_that_goes_on_after_the_answer(self) -> None:
        self.closes(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", b"a")

    def test_a_connection_that_is_kept_for_the_next_request_is_none_of_them(self) -> None:
        async def test(it: Running) -> None:
            reader, writer = await it.ask(GET[:10])
            await asyncio.sleep(0.05)
            for rest in (GET[10:], GET):
                writer.write(rest)
                assert (await reader.readuntil(b"ok")).endswith(b"ok")
                await asyncio.sleep(0.8)
            signal.raise_signal(signal.SIGTERM)

        served(test)

    def test_an_answer_that_takes_long_is_none_of_them(self) -> None:
        async def test(it: Running) -> None:
            reader, writer = await it.ask(WAIT)
            await asyncio.sleep(0.8)
            it.gate.set()
            assert (await reader.readuntil(b"ok")).endswith(b"ok")
            writer.write(GET)  # on the same connection
            assert (await reader.readuntil(b"ok")).endswith(b"ok")
            signal.raise_signal(signal.SIGTERM)

        served(test)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 600_000,
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n X: folded\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",  # HTTPS where HTTP is spoken
    ],
)
def test_what_is_no_request_is_refused(request_bytes: bytes) -> None:
    async def test(it: Running) -> None:
        reader, _ = await it.ask(request_bytes)
        with suppress(ConnectionResetError):  # more was sent than was read
            answer = await asyncio.wait_for(reader.read(), 5)
            assert answer.startswith(b"HTTP/1.1 4")
        signal.raise_signal(signal.SIGTERM)

    served(test)


def test_a_port_in_use() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(CannotListen) as caught:
            listen("127.0.0.1", port)
    assert str(port) in caught.value.message_vi
    assert "--port" in caught.value.message
    assert "--port" in caught.value.message_vi
    listen("127.0.0.1", port).close()  # it is free again at once


@pytest.mark.parametrize(("host", "advice"), [("192.0.2.1", "--host"), ("khong-co.invalid", "not known")])
def test_an_address_that_is_not_here(host: str, advice: str) -> None:
    with pytest.raises(CannotListen, match=advice):
        listen(host, 0)


@pytest.mark.parametrize(
    ("settings", "port", "shown"),
    [
        (Settings(""), 8000, "http://127.0.0.1:8000"),
        (Settings("", host="::1"), 81, "http://[::1]:81"),
        (Settings("", host="0.0.0.0", hosts=("vb.example",)), 80, "http://vb.example:80"),
        (Settings("", host="0.0.0.0"), 80, f"http://{socket.gethostname()}:80"),
        (Settings("", hosts=("vb.example", "b.example"), proxied=True), 80, "https://vb.example"),
    ],
)
def test_the_address_to_open(settings: Settings, port: int, shown: str) -> None:
    class Listener:
        def getsockname(self) -> tuple[str, int]:
            return "", port

    assert address(settings, Listener()) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("accounts", "how", "sign_in"),
    [
        (False, {}, False),
        (True, {}, True),  # once there are accounts, nobody comes in without one, from this machine either
        (True, {"host": "0.0.0.0"}, True),
        (True, {"proxied": True}, True),
        (False, {"host": "0.0.0.0"}, None),
        (False, {"host": "192.0.2.1"}, None),
        (False, {"host": "vanban.example.vn"}, None),
        (False, {"proxied": True}, None),
        (False, {"sign_in": True}, None),
    ],
)
def test_who_may_use_it(tmp_path: Path, accounts: bool, how: dict[str, Any], sign_in: bool | None) -> None:
    path = os.fspath(tmp_path / "kho.db")
    if accounts:
        with open_archive(path, create=True) as archive:
            Accounts(archive).add("An", "reader")
    settings = Settings(path, **how)
    if sign_in is None:
        with pytest.raises(NoAccounts, match="analyzer accounts add"):
            with_people(settings)
    else:
        assert with_people(settings).sign_in is sign_in


def test_an_archive_is_made_where_there_is_none(tmp_path: Path) -> None:
    with_people(Settings(os.fspath(tmp_path / "moi" / "kho.db")))
    assert (tmp_path / "moi" / "kho.db").is_file()


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "configure", lambda **_: None)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("error", "kind"), [(ModelError("No model.", "Thiếu mô hình."), ModelError), (KeyError("x"), StartError)]
)
def test_what_goes_wrong_at_the_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[AnalyzerError]
) -> None:
    class Broken:
        async def __aenter__(self) -> None:
            raise error

        async def __aexit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(app_module, "create_app", lambda settings: Starlette(lifespan=lambda app: Broken()))
    told: list[str] = []
    with pytest.raises(kind) as caught:
        run(Settings(os.fspath(tmp_path / "kho.db"), port=0), lambda url, settings: told.append(url))
    assert told == []
    assert caught.value.message_vi


@pytest.mark.usefixtures("quiet")
def test_a_bad_archive_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("Giao Sở Y tế báo cáo." * 100, encoding="utf-8")
    (tmp_path / "b").write_text("", encoding="utf-8")
    for path, kind in ((tmp_path / "a.db", NotAnArchive), (tmp_path / "b" / "c.db", ArchiveUnreachable)):
        with pytest.raises(kind):
            run(Settings(os.fspath(path), port=0), lambda url, settings: None)
