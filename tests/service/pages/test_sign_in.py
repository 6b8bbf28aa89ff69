"""Signing in and out with a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tests.service.pages.visiting import HTML, Visit, texts

Serve = Callable[..., TestClient]


@pytest.fixture
def office(serve: Serve) -> tuple[Visit, str]:
    """A service with accounts, and the token of a reader."""
    visit = Visit(serve(sign_in=True))
    _, token = visit.service.accounts.add("Nguyễn Thị An", "reader")
    return visit, token


def test_pages_send_to_the_form_and_back(office: tuple[Visit, str]):
    visit, token = office
    sent = visit.client.get("/han?muc=tuan", headers=HTML)
    assert (sent.status_code, sent.headers["location"]) == (303, "/dang-nhap?tiep=/han%3Fmuc%3Dtuan")
    form = visit.page(sent.headers["location"]).css_first("form")
    assert form is not None
    entered = visit.submit(form, token=f" {token} ")
    assert (entered.status_code, entered.headers["location"]) == (303, "/han?muc=tuan")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert token not in cookie
    assert texts(visit.page("/han"), ".who span") == ["Nguyễn Thị An"]
    assert visit.client.get("/dang-nhap?tiep=/han", headers=HTML).headers["location"] == "/han"


def test_signing_out(office: tuple[Visit, str]):
    visit, token = office
    visit.client.post("/dang-nhap", data={"token": token}, headers=HTML)
    form = visit.page("/").css_first(".who form")
    assert form is not None
    assert visit.submit(form, csrf="").status_code == 403
    assert visit.submit(form).headers["location"] == "/dang-nhap"
    assert visit.client.get("/", headers=HTML).status_code == 303


@pytest.mark.parametrize("token", ["", "anl_" + "x" * 43, "a" * 5_000, "mật khẩu"])
def test_a_token_that_is_not_good(office: tuple[Visit, str], token: str):
    visit, _ = office
    form = visit.page("/dang-nhap?tiep=/co-quan").css_first("form")
    assert form is not None
    answer = visit.submit(form, token=token)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "Mã truy cập không đúng" in answer.text
    assert 'name="tiep" value="/co-quan"' in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(office: tuple[Visit, str], elsewhere: str):
    visit, token = office
    answer = visit.client.post("/dang-nhap", data={"token": token, "tiep": elsewhere}, headers=HTML)
    assert answer.headers["location"] == "/"
