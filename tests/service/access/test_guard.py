"""Who gets in where: roles, tokens, sessions and their cookies, the word against foreign pages."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from fastapi.testclient import TestClient

from analyzer.service.access.accounts import Accounts
from analyzer.service.access.guard import SIGN_IN
from tests.service.access.conftest import HOME, SECURE, Call, bearer, sign_in

ASKED = [
    ("GET", "/", "reader"),
    ("GET", "/van-ban/x", "reader"),
    ("POST", "/v1/sua/x", "editor"),
    ("POST", "/v1/bieu-mau", "editor"),
    ("POST", "/v1/directives", "editor"),
    ("DELETE", "/v1/tat-ca", "admin"),
]
ROLES = ("reader", "editor", "admin")


@pytest.mark.parametrize(("method", "path", "needs"), ASKED)
@pytest.mark.parametrize("role", [None, *ROLES])
def test_endpoints_by_role(
    office: TestClient, tokens: dict[str, str], method: str, path: str, needs: str, role: str | None
) -> None:
    answer = office.request(method, path, headers=bearer(tokens[role]) if role else {})
    if role is None:
        assert answer.status_code == 401
        assert answer.json()["code"] == "sign_in"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    elif ROLES.index(role) < ROLES.index(needs):
        assert answer.status_code == 403
        assert answer.json()["code"] == "forbidden"
        assert needs in answer.json()["detail"]
    else:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "authorization",
    ["Bearer", "Bearer ", "Bearer anl_x", "Basic YTpi", "anl_x", "Bearer anl_x anl_y", "Bearer \xe2", "Bearer null"],
)
def test_a_bad_token_is_nobody_even_with_a_good_session(
    office: TestClient, tokens: dict[str, str], authorization: str
) -> None:
    sign_in(office, tokens["admin"])
    answer = office.get("/", headers={"Authorization": authorization.encode("latin-1")})
    assert answer.status_code == 401


def test_the_scheme_is_read_as_it_is_written_anyhow(office: TestClient, tokens: dict[str, str]) -> None:
    assert office.get("/", headers={"Authorization": f"bearer  {tokens['reader']}"}).status_code == 200


def test_what_no_endpoint_guards_is_closed_all_the_same(office: TestClient, tokens: dict[str, str]) -> None:
    assert office.get("/ai").status_code == 401
    assert office.get("/khong-co").status_code == 401
    assert office.get("/ai", headers=bearer(tokens["reader"])).json() == "Người reader"
    assert office.get("/khong-co", headers=bearer(tokens["reader"])).status_code == 404
    assert office.get("/healthz").status_code == 200
    assert office.get(SIGN_IN).status_code == 200


def test_alone_there_is_one_person_who_may_do_all(call: Call) -> None:
    client = call()
    word = client.get("/").json()
    assert word["person"] == "Người dùng"
    assert client.delete("/v1/tat-ca", headers={"X-CSRF-Token": word["csrf"]}).json() == "Người dùng"


def test_a_token_that_was_renewed_ends_at_once(office: TestClient, tokens: dict[str, str], accounts: Accounts) -> None:
    word = sign_in(office, tokens["editor"])
    accounts.renew("Người editor")
    assert office.get("/", headers=bearer(tokens["editor"])).status_code == 401
    assert office.post("/v1/sua/x", headers={"X-CSRF-Token": word}).status_code == 401


def cookie_of(answer: Any) -> Any:
    (morsel,) = SimpleCookie(answer.headers["set-cookie"]).values()
    return morsel


def test_the_cookie_over_https(office: TestClient, tokens: dict[str, str]) -> None:
    answer = office.post(SIGN_IN, data={"token": tokens["reader"]})
    cookie = cookie_of(answer)
    assert cookie.key == "__Host-analyzer"
    assert cookie["httponly"] is True
    assert cookie["secure"] is True
    assert cookie["samesite"] == "strict"
    assert cookie["path"] == "/"
    assert cookie["domain"] == cookie["max-age"] == cookie["expires"] == ""  # the browser forgets it when it is closed
    assert len(cookie.value) >= 43
    assert tokens["reader"] not in answer.headers["set-cookie"]
    assert office.get("/").status_code == 200


def test_the_cookie_over_http(call: Call, tokens: dict[str, str]) -> None:
    client = call(HOME, sign_in=True)
    cookie = cookie_of(client.post(SIGN_IN, data={"token": tokens["reader"]}))
    assert cookie.key == "analyzer"
    assert cookie["httponly"] is True
    assert cookie["secure"] == ""
    assert cookie["samesite"] == "strict"


def test_over_https_a_cookie_of_the_domain_is_not_taken(office: TestClient, tokens: dict[str, str]) -> None:
    sign_in(office, tokens["reader"])
    value = office.cookies["__Host-analyzer"]
    office.cookies.clear()
    assert office.get("/", headers={"Cookie": f"analyzer={value}"}).status_code == 401
    assert office.get("/", headers={"Cookie": f"__Host-analyzer={value}"}).status_code == 200


def test_each_signing_in_has_another_cookie(office: TestClient, tokens: dict[str, str]) -> None:
    given = {cookie_of(office.post(SIGN_IN, data={"token": tokens["reader"]})).value for _ in range(3)}
    assert len(given) == 3


def test_signing_out_ends_the_session_itself(office: TestClient, tokens: dict[str, str]) -> None:
    word = sign_in(office, tokens["reader"])
    value = office.cookies["__Host-analyzer"]
    answer = office.post("/dang-xuat", data={"csrf": word})
    assert answer.status_code == 200
    assert cookie_of(answer)["max-age"] == "0"
    assert office.get("/", headers={"Cookie": f"__Host-analyzer={value}"}).status_code == 401


@pytest.mark.parametrize("alone", [True, False])
class TestWord:
    """The word that comes with what changes something, for one person alone and with a session."""

    @pytest.fixture
    def client(self, call: Call, tokens: dict[str, str], alone: bool) -> TestClient:
        if alone:
            client = call()
        else:
            client = call(SECURE, sign_in=True, hosts=("vanban.example.vn",))
            sign_in(client, tokens["editor"])
        client.headers["Sec-Fetch-Site"] = "same-origin"  # as browsers do
        return client

    def test_as_a_header(self, client: TestClient) -> None:
        word = client.get("/").json()["csrf"]
        assert client.post("/v1/sua/x", content=b"{}", headers={"X-CSRF-Token": word}).json()["size"] == 2

    @pytest.mark.parametrize("files", [None, {"tep": b"x"}])
    def test_as_a_field(self, client: TestClient, files: Any) -> None:
        word = client.get("/").json()["csrf"]
        answer = client.post("/v1/bieu-mau", data={"csrf": word, "chu": "một"}, files=files)
        assert answer.json() == "một"

    @pytest.mark.parametrize("given", [None, "", "0" * 64, "â", "WORD"])
    def test_not_or_another(self, client: TestClient, given: str | None) -> None:
        word = client.get("/").json()["csrf"]
        given = word.upper() if given == "WORD" else given
        headers = {} if given is None else {"X-CSRF-Token": given.encode()}
        for how in ({"headers": headers}, {"data": {} if given is None else {"csrf": given}}):
            answer = client.post("/v1/bieu-mau", **how)
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf")

    @pytest.mark.parametrize("said", ["origin", "referer", "sec-fetch-site", "cookie", None])
    def test_programs_of_the_one_person_need_none(self, client: TestClient, alone: bool, said: str | None) -> None:
        del client.headers["Sec-Fetch-Site"]
        own = {"origin": str(client.base_url), "sec-fetch-site": "same-origin", "cookie": "a=b"}
        headers = {} if said is None else {said: own.get(said, str(client.base_url))}
        answer = client.post("/v1/bieu-mau", data={"chu": "một"}, headers=headers)
        assert answer.status_code in ((200,) if alone and said is None else (401, 403))

    def test_as_a_file_it_does_not_count(self, client: TestClient) -> None:
        word = client.get("/").json()["csrf"]
        assert client.post("/v1/bieu-mau", files={"csrf": word.encode()}).status_code == 403

    def test_in_the_address_it_does_not_count(self, client: TestClient) -> None:
        word = client.get("/").json()["csrf"]
        assert client.post(f"/v1/bieu-mau?csrf={word}").status_code == 403

    def test_a_wrong_header_is_not_made_good_by_a_field(self, client: TestClient) -> None:
        word = client.get("/").json()["csrf"]
        answer = client.post("/v1/bieu-mau", data={"csrf": word}, headers={"X-CSRF-Token": "0"})
        assert answer.status_code == 403

    @pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
    def test_a_broken_form_is_no_failure_of_the_service(self, client: TestClient, kind: str) -> None:
        answer = client.post("/v1/sua/x", content=b"--x\r\nbroken", headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500


def test_the_word_of_another_session_is_not_taken(office: TestClient, tokens: dict[str, str]) -> None:
    foreign = sign_in(office, tokens["admin"])
    office.cookies.clear()
    own = sign_in(office, tokens["editor"])
    assert own != foreign
    assert office.post("/v1/sua/x", headers={"X-CSRF-Token": foreign}).status_code == 403
    assert office.post("/v1/sua/x", headers={"X-CSRF-Token": own}).status_code == 200


def test_the_word_does_not_tell_the_cookie(office: TestClient, tokens: dict[str, str]) -> None:
    word = sign_in(office, tokens["editor"])
    assert office.cookies["__Host-analyzer"] not in word
    assert office.get("/", headers={"Cookie": f"__Host-analyzer={word}"}).status_code == 401


def test_before_signing_in_there_is_no_word(office: TestClient) -> None:
    assert office.get(SIGN_IN).json() == ""


def test_alone_each_start_has_another_word(call: Call) -> None:
    assert call().get("/").json()["csrf"] != call().get("/").json()["csrf"]


def test_a_call_with_a_token_needs_no_word_and_gets_none(office: TestClient, tokens: dict[str, str]) -> None:
    sign_in(office, tokens["editor"])  # a cookie that comes with it counts for nothing
    answer = office.post("/v1/sua/x", headers=bearer(tokens["editor"]))
    assert answer.json()["person"] == "Người editor"
    assert office.get("/", headers=bearer(tokens["editor"])).json()["csrf"] == ""
