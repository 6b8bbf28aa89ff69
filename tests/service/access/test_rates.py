"""How often one may ask."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from analyzer.service.access import rates
from analyzer.service.access.guard import SIGN_IN
from analyzer.service.access.rates import Rate
from tests.service.access.conftest import Call, bearer


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.integers(1, 30), st.lists(st.floats(0, 20), max_size=120))
def test_never_more_than_twice_the_rate_in_a_minute_and_never_a_stop(most: int, pauses: list[float]) -> None:
    clock = Clock()
    rate = Rate(most, clock)
    let: list[float] = []
    for pause in pauses:
        clock.now += pause
        wait = rate.wait("An")
        if wait == 0:
            let.append(clock.now)
        assert sum(at > clock.now - 60 for at in let) <= 2 * most
        assert wait <= 60 / most + 1
        if wait:
            clock.now += wait
            assert not rate.is_spent("An")


def test_one_does_not_count_for_another() -> None:
    rate = Rate(1, Clock())
    assert [rate.wait("An"), rate.wait("Bình")] == [0, 0]
    assert rate.wait("An") == 60


def test_looking_takes_none() -> None:
    rate = Rate(1, Clock())
    assert [rate.is_spent("An"), rate.is_spent("An"), rate.wait("An"), rate.is_spent("An")] == [False, False, 0, True]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST_KEYS", 10)
    rate = Rate(1, Clock())
    for number in range(100):
        rate.wait(str(number))
    assert len(rate._free_at) == 10


def refused(client: TestClient, *args: object, **how: object) -> int:
    """After how many requests one is refused; the refusal says for how long."""
    for number in range(100):
        answer = client.request(*args, **how)  # type: ignore[arg-type]
        if answer.status_code == 429:
            assert answer.json()["code"] == "too_many_requests"
            assert 1 <= int(answer.headers["Retry-After"]) <= 60
            assert answer.headers["Retry-After"] in answer.json()["detail_vi"]
            return number
    raise AssertionError("never refused")


def office(call: Call, client: str = "198.51.100.7", **settings: int) -> TestClient:
    return call("https://vanban.example.vn", client=client, sign_in=True, hosts=("vanban.example.vn",), **settings)


def test_of_a_person(call: Call, tokens: dict[str, str]) -> None:
    client = office(call, requests_per_minute=5)
    assert refused(client, "GET", "/", headers=bearer(tokens["reader"])) == 5
    assert client.get("/", headers=bearer(tokens["admin"])).status_code == 200


def test_of_a_person_wherever_they_are(call: Call, tokens: dict[str, str]) -> None:
    client = office(call, requests_per_minute=5)
    client.post(SIGN_IN, data={"token": tokens["reader"]})
    for _ in range(3):
        assert client.get("/").status_code == 200
    assert refused(client, "GET", "/", headers=bearer(tokens["reader"])) == 2


def test_of_an_address_before_signing_in(call: Call) -> None:
    assert refused(office(call, requests_per_minute=5), "GET", SIGN_IN) == 5


def test_of_uploads(call: Call, tokens: dict[str, str]) -> None:
    client = office(call, uploads_per_minute=3)
    assert refused(client, "POST", "/v1/directives", headers=bearer(tokens["editor"])) == 3
    assert client.post("/v1/sua/x", headers=bearer(tokens["editor"])).status_code == 200


def test_alone_too(call: Call) -> None:
    assert refused(call(requests_per_minute=5), "GET", "/") == 5


def test_one_alone_may_upload_a_folder(call: Call) -> None:
    client = call(uploads_per_minute=3)
    assert 429 not in {client.post("/v1/directives").status_code for _ in range(20)}


def test_of_wrong_tokens(call: Call, tokens: dict[str, str]) -> None:
    client = office(call)
    assert refused(client, "GET", "/", headers=bearer("anl_wrong")) == 20
    assert client.get("/", headers=bearer(tokens["reader"])).status_code == 200  # who has a good one is not shut out


def test_of_wrong_attempts_to_sign_in(call: Call, tokens: dict[str, str]) -> None:
    client = office(call)
    for _ in range(30):
        assert client.post(SIGN_IN, data={"token": tokens["reader"]}).status_code == 303  # these are no guesses
    client.cookies.clear()
    assert refused(client, "POST", SIGN_IN, data={"token": "anl_wrong"}) == 20
    assert client.get(SIGN_IN).status_code == 200
