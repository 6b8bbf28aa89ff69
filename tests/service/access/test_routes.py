"""Every endpoint of the service by role: one that is not named here is a fault, and so is a role that changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from analyzer.archive import open_archive
from analyzer.service.access.accounts import Accounts
from analyzer.service.app import create_app
from analyzer.service.settings import Settings
from tests.service.access.conftest import bearer

HOST = "https://vanban.example.vn"
ROLES = ("nobody", "reader", "editor", "admin")

#: Who may at least, method, path.
ENDPOINTS = """
nobody GET    /healthz
nobody GET    /version
nobody GET    /v1/schema
nobody GET    /dang-nhap
nobody POST   /dang-nhap
reader POST   /dang-xuat

reader GET    /v1/agencies
reader GET    /v1/agencies/{id}
reader GET    /v1/due
reader GET    /v1/search
reader GET    /v1/tasks
reader GET    /v1/directives
editor POST   /v1/directives
reader GET    /v1/directives/{key}
admin  DELETE /v1/directives/{key}
reader GET    /v1/directives/{key}/original
reader GET    /v1/directives/{key}/pages/{page}.png
reader GET    /v1/directives/{key}/layout
reader GET    /v1/directives/{key}/review
editor POST   /v1/directives/{key}/edits
editor POST   /v1/directives/{key}/undo
reader GET    /v1/directives/{key}/history
editor POST   /v1/directives/{key}/finish
editor POST   /v1/directives/{key}/reopen
reader GET    /v1/directives/{key}/standings
reader GET    /v1/directives/{key}/standings/{task}
editor PUT    /v1/directives/{key}/standings/{task}
reader GET    /v1/jobs
reader GET    /v1/jobs/{id}
editor DELETE /v1/jobs/{id}
editor POST   /v1/jobs/{id}/retry

reader GET    /
editor POST   /
reader GET    /hang-doi
reader GET    /hang-doi/{job_id}
editor POST   /hang-doi/{job_id}/huy
editor POST   /hang-doi/{job_id}/lai
reader GET    /van-ban/{key}
reader GET    /van-ban/{key}/bang
reader GET    /van-ban/{key}/nhiem-vu/{task}
reader GET    /van-ban/{key}/thong-tin
reader GET    /van-ban/{key}/lich-su
reader GET    /van-ban/{key}/chu
reader GET    /van-ban/{key}/chu.txt
reader GET    /van-ban/{key}/trang/{number}
reader GET    /tim-kiem
reader GET    /tim-kiem.{form}
reader GET    /han
editor GET    /han/{key}/{task}
editor POST   /han/{key}/{task}
reader GET    /co-quan
reader GET    /co-quan/{agency_id}
"""
TABLE = {(method, path): role for role, method, path in map(str.split, filter(None, ENDPOINTS.split("\n")))}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """The whole service of an office without workers, and a token of each role."""
    path: Path = tmp_path_factory.mktemp("routes") / "kho.db"
    with open_archive(os.fspath(path), create=True) as archive:
        tokens = {role: Accounts(archive).add(role, role)[1] for role in ROLES[1:]}
    app = create_app(
        Settings(
            os.fspath(path), workers=0, wait=0, sign_in=True, hosts=("vanban.example.vn",), requests_per_minute=10**6
        )
    )
    with TestClient(app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client, tokens


def test_the_table_has_every_endpoint() -> None:
    found = set()
    for package in ("api", "pages"):
        root = import_module(f"analyzer.service.{package}")
        for module in iter_modules(root.__path__):
            router = getattr(import_module(f"{root.__name__}.{module.name}"), "router", None)
            for route in router.routes if router else ():
                assert isinstance(route, APIRoute)
                found |= {(method, route.path) for method in route.methods}
    assert found == set(TABLE)


@pytest.mark.parametrize(("method", "path"), TABLE)
def test_who_may(service: tuple[TestClient, dict[str, str]], method: str, path: str) -> None:
    client, tokens = service
    filled = re.sub(r"\{\w+\}", "1", path)
    for role in ROLES:
        client.cookies.clear()
        status = client.request(method, filled, headers=bearer(tokens[role]) if role != "nobody" else {}).status_code
        wanted = TABLE[method, path]
        if ROLES.index(role) < ROLES.index(wanted):
            assert status == (401 if role == "nobody" else 403), role
        elif (method, path) == ("POST", "/dang-nhap"):
            assert status in (401, 403)  # no token was given
        else:
            assert status not in (401, 403), role
            assert status < 500


@pytest.mark.parametrize(("method", "path"), [row for row in TABLE if row[0] != "GET" and row[1] != "/dang-nhap"])
def test_a_session_alone_changes_nothing(service: tuple[TestClient, dict[str, str]], method: str, path: str) -> None:
    """Each endpoint that changes something wants the word against foreign pages, and refuses foreign pages with it."""
    client, tokens = service
    client.cookies.clear()
    assert client.post("/dang-nhap", data={"token": tokens["admin"]}).status_code == 303
    filled = re.sub(r"\{\w+\}", "1", path)
    refused = client.request(method, filled)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    foreign = client.request(method, filled, headers={"Origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "cross_site")


def test_a_browser_is_sent_to_sign_in_and_back(service: tuple[TestClient, dict[str, str]]) -> None:
    client, tokens = service
    client.cookies.clear()
    page = {"Accept": "text/html"}
    sent = client.get("/tim-kiem?q=m%E1%BA%ADt&trang=2", headers=page)
    assert sent.status_code == 303
    asked = client.get(sent.headers["location"], headers=page)
    assert asked.status_code == 200
    back = client.post("/dang-nhap", data={"token": tokens["reader"], "tiep": "/tim-kiem?q=m%E1%BA%ADt&trang=2"})
    assert back.headers["location"] == "/tim-kiem?q=m%E1%BA%ADt&trang=2"
    assert client.get(back.headers["location"], headers=page).status_code == 200


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"])
def test_signing_in_leads_nowhere_else(service: tuple[TestClient, dict[str, str]], onward: str) -> None:
    client, tokens = service
    client.cookies.clear()
    answer = client.post("/dang-nhap", data={"token": tokens["reader"], "tiep": onward})
    assert answer.headers["location"] == "/"


def test_static_files_are_there_before_signing_in_and_lead_nowhere(
    service: tuple[TestClient, dict[str, str]],
) -> None:
    client, _ = service
    client.cookies.clear()
    style = client.get("/tinh/base.css")
    assert style.status_code == 200
    assert style.headers["content-type"].startswith("text/css")
    for path in ("/tinh/../app.py", "/tinh/%2e%2e/templating.py", "/tinh/..%5ctemplating.py", "/tinh//etc/passwd"):
        assert client.get(path).status_code in (401, 404)
