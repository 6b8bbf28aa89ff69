"""What every answer bears, and what no answer can be made to bear."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import Response

from analyzer.service.access.guard import SIGN_IN, local_path, sign_in_page
from analyzer.service.access.headers import HEADERS
from tests.service.access.conftest import SECURE, Call, bearer

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/khong-co", 404),
    ("POST", "/", 405),
    ("POST", "/v1/sua/x", 403),
    ("GET", "/v1/hong", 500),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_has_the_headers_of_safety(call: Call, method: str, path: str, status: int) -> None:
    answer = call().request(method, path, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["X-Request-ID"])


def test_refusals_have_them_too(office: TestClient) -> None:
    for answer in (office.get("/"), office.get("/", headers={"Host": "evil.example"}), office.get(SIGN_IN)):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_the_policy_lets_nothing_from_elsewhere_and_nothing_inline(call: Call) -> None:
    policy = dict(part.strip().split(" ", 1) for part in call().get("/").headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in " ".join(policy.values())


@pytest.mark.parametrize("given", ["0af7651916cd43dd8448eb211c80319c", "A1b2C3d4", "req.2026-11-20_01", "a" * 64])
def test_a_well_formed_request_id_is_kept(call: Call, given: str) -> None:
    assert call().get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "-leading-dash", "a b c d e f g", "abcdefgh\x0bi", "abcdefgh\xe9", "<script>alert"]
)
def test_another_request_id_is_made(call: Call, given: str) -> None:
    answer = call().get("/", headers={"X-Request-ID": given.encode("latin-1")})
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["X-Request-ID"])


def test_each_request_has_another_id(call: Call) -> None:
    client = call()
    assert len({client.get("/").headers["X-Request-ID"] for _ in range(5)}) == 5


INJECTED = [
    "/x\r\nSet-Cookie: a=b",
    "/%0d%0aSet-Cookie:a=b",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
]


@pytest.mark.parametrize(
    "wanted", [*INJECTED, "javascript:alert(1)", "/\tevil.example", "\\\\evil.example", "", "/\x00"]
)
def test_where_signing_in_leads_is_this_service(wanted: str) -> None:
    path = local_path(wanted)
    assert path.startswith("/")
    assert path[1:2] not in ("/", "\\")
    assert path.isprintable()


@pytest.mark.parametrize(
    ("path", "query", "onward"),
    [
        ("/tim-kiem", "q=m%E1%BA%ADt&trang=2", "/tim-kiem?q=m%E1%BA%ADt&trang=2"),
        ("/van-ban/x\r\nSet-Cookie: a=b", "", "/"),
        ("/ai", "q=%0d%0aSet-Cookie:a=b", "/ai?q=%0d%0aSet-Cookie:a=b"),
        ("//evil.example/", "", "/"),
        ("/\\evil.example/", "x=1", "/"),
    ],
)
def test_a_browser_comes_back_to_where_it_was_and_nowhere_else(path: str, query: str, onward: str) -> None:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    location = sign_in_page(Request(scope)).headers["location"]
    assert location.isprintable()
    assert location.isascii()
    parts = urlsplit(location)
    assert (parts.netloc, parts.path, parse_qs(parts.query)) == ("", SIGN_IN, {"tiep": [onward]})


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_who_follows_a_link_of_another_site_is_asked_for_the_cookie_once_more(site: str) -> None:
    headers = [(b"sec-fetch-site", site.encode())]
    scope = {"type": "http", "method": "GET", "path": "/van-ban/ạ b", "query_string": b"a=%26&b=;1", "headers": headers}
    answer = sign_in_page(Request(scope))
    assert answer.status_code == 200
    assert answer.headers["Refresh"] == "0; url=/van-ban/%E1%BA%A1%20b?a=%26&b=%3B1"
    scope["path"] = "/x\r\nSet-Cookie: a=b"
    assert sign_in_page(Request(scope)).headers["Refresh"] == "0; url=/"


def test_behind_a_proxy_all_is_encrypted(call: Call, tokens: dict[str, str]) -> None:
    client = call("http://vanban.example.vn", sign_in=True, hosts=("vanban.example.vn",), proxied=True)
    answer = client.post(SIGN_IN, data={"token": tokens["reader"]}, headers={"Origin": SECURE})
    assert answer.status_code == 303
    assert "__Host-analyzer=" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_an_endpoint_may_say_how_long_its_answer_is_kept(call: Call, tokens: dict[str, str]) -> None:
    client = call(SECURE, sign_in=True, hosts=("vanban.example.vn",))
    client.app.get("/v1/lau")(lambda: Response(headers={"Cache-Control": "private, max-age=60"}))  # type: ignore[attr-defined]
    answer = client.get("/v1/lau", headers=bearer(tokens["reader"]))
    assert answer.headers["Cache-Control"] == "private, max-age=60"
