"""Names the service answers to, and pages of other sites."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.service.access.conftest import HOME, SECURE, Call, bearer, sign_in

LOCAL = ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "localhost.", "[::1]:8000", "127.9.9.9"]
FOREIGN = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "192.168.1.5",  # another machine's, when the service is for this one
    "[2001:db8::1]",
    "127.0.0.1@evil.example",
    "127.0.0.1:80:80",
    "127.0.0.1/",
    "127.0.0.1 evil",
    "evil.example#127.0.0.1",
    "",
    "[::1",
    "2130706433",
    "0x7f.1",
    "x" * 300,
]


@pytest.mark.parametrize("host", LOCAL)
def test_names_of_this_machine(call: Call, host: str) -> None:
    assert call().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_names_that_were_pointed_here(call: Call, host: str) -> None:
    answer = call().get("/", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "host")
    assert "evil" not in answer.text


def test_two_hosts_are_none(call: Call) -> None:
    answer = call().get("/", headers=[("Host", "127.0.0.1"), ("Host", "localhost")])
    assert answer.status_code == 421


@pytest.mark.parametrize(("host", "status"), [("vanban.example.vn", 200), ("VanBan.Example.VN.:443", 200)])
def test_the_name_of_an_office(office: TestClient, tokens: dict[str, str], host: str, status: int) -> None:
    assert office.get("/", headers={"Host": host, **bearer(tokens["reader"])}).status_code == status


@pytest.mark.parametrize(
    "host", ["evil.example", "example.vn", "x.vanban.example.vn", "vanban.example.vn.evil.example"]
)
def test_an_office_has_no_other_names(office: TestClient, tokens: dict[str, str], host: str) -> None:
    assert office.get("/", headers={"Host": host, **bearer(tokens["reader"])}).status_code == 421
    assert office.get("/healthz", headers={"Host": host}).status_code == 421


def test_an_office_may_be_called_by_number(office: TestClient, tokens: dict[str, str]) -> None:
    assert office.get("/", headers={"Host": "192.0.2.7:8000", **bearer(tokens["reader"])}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"])
def test_alone_nobody_comes_through_a_proxy(call: Call, header: str) -> None:
    answer = call().get("/", headers={header: "127.0.0.1"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_local")


@pytest.mark.parametrize(("client", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.168.1.9", 403)])
def test_alone_nobody_comes_from_another_machine(call: Call, client: str, status: int) -> None:
    assert call(client=client).get("/").status_code == status


ORIGINS = [
    "http://evil.example",
    "null",
    "",
    "http://127.0.0.1:9000",  # another program of the same machine
    "https://127.0.0.1:8000",
    "http://127.0.0.1:8000.evil.example",
    "http://localhost:8000",
    "http://127.0.0.1:99999999",
    "http://[::1",
]


@pytest.mark.parametrize("origin", ORIGINS)
def test_alone_what_a_foreign_page_sends_is_refused_even_with_the_word(call: Call, origin: str) -> None:
    client = call()
    word = client.get("/").json()["csrf"]
    for method, path in (("POST", "/v1/sua/x"), ("DELETE", "/v1/tat-ca")):
        answer = client.request(method, path, headers={"Origin": origin, "X-CSRF-Token": word})
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none of these"])
def test_alone_what_the_browser_says_is_foreign_is_refused(call: Call, site: str) -> None:
    client = call()
    headers = {"X-CSRF-Token": client.get("/").json()["csrf"], "Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
    assert client.post("/v1/sua/x", headers=headers).status_code == 403


def test_its_own_pages_may(call: Call) -> None:
    client = call()
    word = client.get("/").json()["csrf"]
    for own in ({"Origin": HOME}, {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}):
        assert client.post("/v1/sua/x", headers={"X-CSRF-Token": word, **own}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "http://vanban.example.vn", "null"])
def test_foreign_pages_are_refused_with_a_session_and_with_a_token(
    office: TestClient, tokens: dict[str, str], origin: str
) -> None:
    word = sign_in(office, tokens["editor"])
    for by in ({"X-CSRF-Token": word}, bearer(tokens["editor"])):
        assert office.post("/v1/sua/x", headers={"Origin": origin, **by}).status_code == 403
        assert office.post("/v1/sua/x", headers={"Origin": SECURE, **by}).status_code == 200


def test_nobody_signs_somebody_in_from_another_page(office: TestClient, tokens: dict[str, str]) -> None:
    answer = office.post("/dang-nhap", data={"token": tokens["editor"]}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("mode", "dest", "status"),
    [
        ("navigate", "document", 200),  # a link in a letter
        ("navigate", "iframe", 403),
        ("navigate", "object", 403),
        ("no-cors", "image", 403),
        ("no-cors", "script", 403),
        ("cors", "empty", 403),
    ],
)
def test_foreign_pages_may_link_and_not_embed(call: Call, mode: str, dest: str, status: int) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    assert call().get("/", headers=headers).status_code == status


PORTAL = "https://cong.example.vn"


def test_no_other_site_may_call_by_default(call: Call) -> None:
    client = call()
    asked = client.options(
        "/v1/directives",
        headers={"Origin": PORTAL, "Access-Control-Request-Method": "POST", "Sec-Fetch-Site": "cross-site"},
    )
    assert asked.status_code == 403
    answer = client.get("/", headers={"Origin": PORTAL})
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.fixture
def portal(call: Call, tokens: dict[str, str]) -> TestClient:
    return call(SECURE, sign_in=True, hosts=("vanban.example.vn",), origins=(PORTAL,))


def test_a_site_that_is_named_may_call_the_api_with_a_token(portal: TestClient, tokens: dict[str, str]) -> None:
    asked = portal.options(
        "/v1/sua/x",
        headers={
            "Origin": PORTAL,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
            "Sec-Fetch-Site": "cross-site",
        },
    )
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == PORTAL
    assert "access-control-allow-credentials" not in asked.headers
    headers = {"Origin": PORTAL, "Sec-Fetch-Site": "cross-site", **bearer(tokens["editor"])}
    answer = portal.post("/v1/sua/x", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == PORTAL


def test_a_site_that_is_named_has_no_use_of_a_session(portal: TestClient, tokens: dict[str, str]) -> None:
    word = sign_in(portal, tokens["editor"])
    assert portal.post("/v1/sua/x", headers={"Origin": PORTAL, "X-CSRF-Token": word}).status_code == 401
    assert portal.post("/v1/sua/x", headers={"Origin": SECURE, "X-CSRF-Token": word}).status_code == 200


def test_a_site_that_is_named_gets_the_api_alone(portal: TestClient, tokens: dict[str, str]) -> None:
    answer = portal.post("/dang-nhap", data={"token": tokens["editor"]}, headers={"Origin": PORTAL})
    assert answer.status_code == 403


def test_other_sites_stay_out(portal: TestClient, tokens: dict[str, str]) -> None:
    for origin in ("https://evil.example", "http://cong.example.vn", PORTAL + ".evil.example"):
        answer = portal.post("/v1/sua/x", headers={"Origin": origin, **bearer(tokens["editor"])})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
