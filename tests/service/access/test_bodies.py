"""How much may be sent, how slowly, by how many at once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from analyzer.service.access import bodies
from analyzer.service.access.bodies import Bodies, Crowd
from analyzer.service.settings import MEGABYTE, Settings
from tests.service.access.conftest import Call

MOST = 3 * MEGABYTE  # of an upload, with the form around it


class Exchange:
    """One request, piece by piece, without a network. ``late`` waits for ever before the piece of that number."""

    def __init__(self, app: Any, pieces: list[bytes], *, path: str = "/v1/directives", late: int | None = None) -> None:
        self._app, self._pieces, self._late = app, pieces, late
        self.taken = 0
        self.sent: list[Message] = []
        self.scope: Scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "headers": [(b"transfer-encoding", b"chunked")],
        }

    async def receive(self) -> Message:
        if self.taken == self._late:
            await asyncio.Event().wait()
        self.taken += 1
        if self.taken > len(self._pieces):
            raise AssertionError("asked for more than there is")
        return {
            "type": "http.request",
            "body": self._pieces[self.taken - 1],
            "more_body": self.taken < len(self._pieces),
        }

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    def run(self, **headers: str) -> Exchange:
        if headers:
            self.scope["headers"] = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]

        async def whole() -> None:
            asked = asyncio.create_task(self._app(self.scope, self.receive, self.send))
            await asyncio.wait((asked,), timeout=10)
            assert asked.done(), "the application waits for ever"
            await asked

        asyncio.run(whole())
        return self

    @property
    def status(self) -> int:
        starts = [message["status"] for message in self.sent if message["type"] == "http.response.start"]
        assert len(starts) == 1
        return int(starts[0])

    @property
    def code(self) -> str:
        return str(json.loads(b"".join(message.get("body", b"") for message in self.sent))["code"])

    @property
    def closes(self) -> bool:
        return (b"connection", b"close") in [(n.lower(), v) for n, v in self.sent[0]["headers"]]


async def reads_all(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with how much came; a client that goes away is an error, as it is for a framework."""
    size = 0
    while (message := await receive())["type"] == "http.request":
        size += len(message["body"])
        if not message["more_body"]:
            break
    else:
        raise ConnectionError
    await answers(str(size).encode(), send)


async def reads_nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await answers(b"0", send)


async def answers(body: bytes, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def bounded(app: Any = reads_all) -> Bodies:
    return Bodies(app, Settings("", max_bytes=2 * MEGABYTE, request_seconds=60))


def test_what_is_allowed_comes_through() -> None:
    done = Exchange(bounded(), [b"a" * MEGABYTE] * 3).run()
    assert done.status == 200
    assert done.sent[1]["body"] == str(MOST).encode()
    assert not done.closes


def test_bytes_are_counted_as_they_come() -> None:
    done = Exchange(bounded(), [b"a" * MEGABYTE] * 3 + [b"a"]).run()
    assert (done.status, done.code) == (413, "input_too_large")


@pytest.mark.parametrize("length", ["1", "0", "-1", "x", "١٢"])
def test_what_a_header_says_of_the_length_makes_no_more_of_it(length: str) -> None:
    done = Exchange(bounded(), [b"a" * MEGABYTE] * 4).run(transfer_encoding="chunked", content_length=length)
    assert done.status == 413


def test_what_is_too_much_by_its_header_is_not_begun() -> None:
    begun: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        begun.append(scope)

    done = Exchange(bounded(app), [b"a" * MEGABYTE] * 4).run(content_length=str(4 * MEGABYTE))
    assert done.status == 413
    assert begun == []


def test_what_is_far_too_much_is_not_even_taken() -> None:
    done = Exchange(bounded(), [b"a"] * 10).run(content_length=str(10**12))
    assert (done.status, done.taken, done.closes) == (413, 0, True)


def test_the_rest_is_taken_so_that_the_client_sees_the_answer() -> None:
    done = Exchange(bounded(), [b"a" * MEGABYTE] * 5).run()
    assert (done.status, done.taken, done.closes) == (413, 5, False)


def test_the_rest_is_not_taken_without_end() -> None:
    done = Exchange(bounded(), [b"a" * MEGABYTE] * 1000).run()
    assert (done.status, done.closes) == (413, True)
    assert done.taken < 10


def test_who_waits_for_leave_to_send_is_not_given_it_in_vain() -> None:
    done = Exchange(bounded(reads_nothing), [b"a"] * 5).run(content_length="5", expect="100-continue")
    assert (done.taken, done.closes) == (0, True)


def test_what_the_application_did_not_read_is_taken_first() -> None:
    done = Exchange(bounded(reads_nothing), [b"a"] * 5).run(content_length="5")
    assert (done.status, done.taken, done.closes) == (200, 5, False)


def test_requests_that_are_no_uploads_are_small() -> None:
    assert Exchange(bounded(), [b"a" * MEGABYTE] * 3, path="/v1/directives/x/edits").run().status == 413
    assert Exchange(bounded(), [b"a" * MEGABYTE] * 2, path="/v1/directives/x/edits").run().status == 200


def test_a_body_that_stops_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_PIECE_SECONDS", 0.05)
    monkeypatch.setattr(bodies, "_REST_SECONDS", 0.05)
    done = Exchange(bounded(), [b"a", b"b"], late=1).run()
    assert (done.status, done.code, done.closes) == (408, "too_slow", True)


def test_a_body_that_comes_drop_by_drop(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 5  # each piece takes as long
        return now

    monkeypatch.setattr(bodies, "monotonic", clock)
    drops = Exchange(bounded(), [b"a"] * 100).run()
    assert (drops.status, drops.code) == (408, "too_slow")
    now = 0
    assert Exchange(bounded(), [b"a" * 200_000] * 15).run().status == 200  # slow, not too slow


def test_an_answer_nobody_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_TAKING_SECONDS", 0.05)
    exchange = Exchange(bounded(reads_nothing), [b""])

    async def stuck(message: Message) -> None:
        await asyncio.Event().wait()

    exchange.send = stuck  # type: ignore[method-assign]
    with pytest.raises(TimeoutError):
        exchange.run(content_length="0")


def test_an_error_of_the_application_is_not_hidden() -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Exchange(bounded(fails), [b"a"]).run()


def test_after_the_body_the_application_waits_for_the_client_to_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_PIECE_SECONDS", 0.01)

    async def waits(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        with pytest.raises(TimeoutError):  # of the test: the wait for a body is over
            await asyncio.wait_for(receive(), 0.1)
        await answers(b"", send)

    assert Exchange(bounded(waits), [b"a"], late=1).run().status == 200


def test_what_a_request_passes_and_in_which_order(call: Call) -> None:
    app: Any = call(origins=("https://cong.example.vn",), proxied=True).app
    assert [passed.cls.__name__ for passed in app.user_middleware] == [
        "Encrypted",
        "SecurityHeaders",  # on refusals of all that follow too
        "Requests",  # which are in the log
        "Crowd",
        "Origins",
        "Bodies",  # before a person is looked for: what is left of a body is taken when they are not known
        "CORSMiddleware",
        "Identify",
    ]


@pytest.mark.parametrize("declared", [True, False])
def test_through_the_whole_application(call: Call, declared: bool) -> None:
    client: TestClient = call(max_bytes=MEGABYTE)
    word = client.get("/").json()["csrf"]
    data = b"a" * (2 * MEGABYTE + 1)

    def pieces() -> Any:
        yield data

    content: Any = data if declared else pieces()
    answer = client.post("/v1/directives", content=content, headers={"X-CSRF-Token": word})
    assert (answer.status_code, answer.json()["code"]) == (413, "input_too_large")
    assert answer.headers["Content-Security-Policy"]
    assert client.post("/v1/directives", content=data[:-1], headers={"X-CSRF-Token": word}).json() == len(data) - 1


def test_too_many_at_once() -> None:
    async def run() -> list[int]:
        leave = asyncio.Event()

        async def waits(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] != "/healthz":
                await leave.wait()
            await answers(b"", send)

        crowd = Crowd(waits, at_once=2)
        asked = [Exchange(crowd, [b""]) for _ in range(3)]
        health = Exchange(crowd, [b""], path="/healthz")
        waiting = [asyncio.create_task(crowd(one.scope, one.receive, one.send)) for one in asked]
        await asyncio.wait(waiting, timeout=0.05)
        await crowd(health.scope, health.receive, health.send)
        assert [one.status for one in (asked[2], health)] == [503, 200]
        assert asked[2].code == "busy"
        assert dict(asked[2].sent[0]["headers"])[b"retry-after"] == b"2"
        leave.set()
        await asyncio.gather(*waiting)
        again = Exchange(crowd, [b""])
        await crowd(again.scope, again.receive, again.send)
        return [one.status for one in (*asked, again)]

    assert asyncio.run(run()) == [200, 200, 503, 200]


def test_one_that_fails_leaves_its_place() -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    crowd = Crowd(fails, at_once=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            Exchange(crowd, [b""]).run()
