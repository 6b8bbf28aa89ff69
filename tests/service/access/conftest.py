"""A small application behind the real middleware and guard, over real accounts: no documents, no workers."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Form, Request
from fastapi.testclient import TestClient
from starlette.responses import JSONResponse, RedirectResponse, Response

from analyzer.archive import Archive, open_archive
from analyzer.service.access import install
from analyzer.service.access.accounts import Accounts
from analyzer.service.access.cookies import clear_cookie, set_cookie
from analyzer.service.access.csrf import csrf_token
from analyzer.service.access.guard import SIGN_IN, Admin, Editor, Reader, person_of
from analyzer.service.access.logs import configure
from analyzer.service.access.sessions import Sessions
from analyzer.service.problems import Problem
from analyzer.service.settings import Settings

HOME = "http://127.0.0.1:8000"
SECURE = "https://vanban.example.vn"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive with nothing in it: making one takes longer than these tests do."""
    path = tmp_path_factory.mktemp("empty") / "kho.db"
    open_archive(os.fspath(path), create=True).close()
    return path.read_bytes()


@pytest.fixture
def archive(tmp_path: Path, empty: bytes) -> Iterator[Archive]:
    (tmp_path / "kho.db").write_bytes(empty)
    with open_archive(os.fspath(tmp_path / "kho.db")) as made:
        yield made


@pytest.fixture
def accounts(archive: Archive) -> Accounts:
    return Accounts(archive)


@pytest.fixture
def tokens(accounts: Accounts) -> dict[str, str]:
    """A token of each role."""
    return {role: accounts.add(f"Người {role}", role)[1] for role in ("reader", "editor", "admin")}


Call = Callable[..., TestClient]


@pytest.fixture
def call(archive: Archive) -> Iterator[Call]:
    """Starts the small application with settings and gives a client for it."""
    with ExitStack() as stack:

        def start(address: str = HOME, *, client: str = "127.0.0.1", **given: Any) -> TestClient:
            settings = Settings(database="", **given)
            made = TestClient(
                small_app(archive, settings),
                base_url=address,
                follow_redirects=False,
                client=(client, 50000),
                raise_server_exceptions=False,
            )
            return stack.enter_context(made)

        yield start


@pytest.fixture
def office(call: Call, tokens: dict[str, str]) -> TestClient:
    """The application of an office, by HTTPS under its own name."""
    return call(SECURE, client="198.51.100.7", sign_in=True, hosts=("vanban.example.vn",))


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the log says."""
    stream, root = StringIO(), logging.getLogger()
    before, level, warn = list(root.handlers), root.level, warnings.showwarning
    configure(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().split("\n") if line]
    root.handlers[:] = before
    root.setLevel(level)
    warnings.showwarning = warn


def small_app(archive: Archive, settings: Settings) -> FastAPI:
    """Endpoints of each kind: for anyone, for each role, that read a body, that fail."""
    app = FastAPI()
    app.state.service = SimpleNamespace(
        settings=settings, accounts=Accounts(archive), sessions=Sessions(archive, settings)
    )

    @app.exception_handler(Problem)
    def on_problem(request: Request, error: Problem) -> Response:
        return JSONResponse(error.document(), error.status, error.headers)

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    @app.get("/")
    def home(request: Request, person: Reader) -> dict[str, str]:
        return {"person": person.name, "csrf": csrf_token(request)}

    @app.get("/van-ban/{key}")
    def look(key: str, person: Reader) -> str:
        return key

    @app.post("/v1/sua/{key}")
    async def change(key: str, request: Request, person: Editor) -> dict[str, Any]:
        return {"person": person.name, "size": len(await request.body())}

    @app.post("/v1/bieu-mau")
    def form(person: Editor, chu: Annotated[str, Form()] = "") -> str:
        return chu

    @app.post("/v1/directives")
    async def upload(request: Request, person: Editor) -> int:
        return sum([len(piece) async for piece in request.stream()])

    @app.delete("/v1/tat-ca")
    def administer(person: Admin) -> str:
        return person.name

    @app.get("/v1/hong")
    def fail(person: Reader) -> None:
        raise ValueError("Giao Sở Y tế anl_secret")

    @app.get(SIGN_IN)
    def ask(request: Request) -> str:
        return csrf_token(request)

    @app.post(SIGN_IN)
    def enter(request: Request, token: Annotated[str, Form()] = "") -> Response:
        begun = app.state.service.sessions.begin(token)
        if begun is None:
            return Response(status_code=401)
        response = RedirectResponse("/", 303)
        set_cookie(request, response, begun[1])
        return response

    @app.post("/dang-xuat")
    def leave(request: Request, person: Reader) -> Response:
        app.state.service.sessions.end(request.state.session)
        response = Response()
        clear_cookie(request, response)
        return response

    @app.get("/ai")
    def who(request: Request) -> str | None:
        person = person_of(request)
        return person.name if person else None

    install(app, settings)
    return app


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def sign_in(client: TestClient, token: str) -> str:
    """Sign in with a browser's form; the word against foreign pages."""
    answer = client.post(SIGN_IN, data={"token": token})
    assert answer.status_code == 303, answer.text
    word: str = client.get("/").json()["csrf"]
    return word
