"""An office over a small archive: people with each role, documents that a service did not have to read."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from analyzer import analyze
from analyzer.archive import Incoming, open_archive
from analyzer.service.access.accounts import Accounts
from analyzer.service.app import create_app
from analyzer.service.settings import Settings
from analyzer.service.state import Service
from tests.archive.searching import put, small_documents

ADDRESS = "http://127.0.0.1:8000"
TEXT = """ỦY BAN NHÂN DÂN TỈNH LAM SƠN
Số: 17/CT-UBND
Lam Sơn, ngày 04 tháng 3 năm 2024
CHỈ THỊ
Về việc chấn chỉnh việc tiếp nhận hồ sơ tại bộ phận một cửa
I. NHIỆM VỤ
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát biên chế bộ phận một cửa, báo cáo trước ngày 30/6/2024.
2. Sở Thông tin và Truyền thông công khai thủ tục hành chính trước ngày 15/9/2024.
3. Các sở, ngành không được yêu cầu người dân nộp thêm giấy tờ ngoài quy định.
"""


@dataclass
class Caller:
    """Somebody who calls the service with a token, or with none."""

    client: TestClient
    token: str | None

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.request(method, path, **{**more, "headers": {**own, **(more.get("headers") or {})}})

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self("POST", path, **more)


@dataclass
class Office:
    """A running service; ``key`` is that of the document of :data:`TEXT`."""

    service: Service
    key: str
    reader: Caller
    editor: Caller
    other: Caller
    admin: Caller
    nobody: Caller


@contextmanager
def started(place: Path | str, **settings: Any) -> Iterator[Office]:
    """An office over an archive of a few documents, in a directory or at an address."""
    address = place if isinstance(place, str) else os.fspath(place / "kho.db")
    with open_archive(address, create=True) as archive:
        put(archive, *small_documents())
        added = next(iter(archive.add([Incoming.of(analyze(TEXT, name="17.txt"), "analyzer test")])))
        key = archive.card(added.document).key
        accounts = Accounts(archive)
        tokens = {
            name: accounts.add(name, role)[1]
            for name, role in (("Đọc", "reader"), ("Sửa", "editor"), ("Sửa nữa", "editor"), ("Quản trị", "admin"))
        }
    given = {"workers": 0, "sign_in": True, "requests_per_minute": 1_000_000, "uploads_per_minute": 1_000_000}
    app = create_app(Settings(**{"database": address, **given, **settings}))
    with TestClient(app, base_url=ADDRESS, client=("127.0.0.1", 50000), follow_redirects=False) as client:
        callers = [Caller(client, token) for token in tokens.values()]
        yield Office(app.state.service, key, *callers, Caller(client, None))


@contextmanager
def on_a_port(office: Office) -> Iterator[str]:
    """The same office over a real connection; its address."""
    config = uvicorn.Config(office.nobody.client.app, port=0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose archive no test changes."""
    with started(tmp_path_factory.mktemp("library")) as office:
        yield office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of a test's own."""
    with started(tmp_path) as office:
        yield office
