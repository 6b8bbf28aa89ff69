"""The register over HTTP."""

from __future__ import annotations

import pytest

from tests.service.api.conftest import Office


def test_completion(library: Office) -> None:
    answer = library.reader.get("/v1/agencies", params={"q": "so noi vu gia lai", "as_of": "2026-01-01"}).json()
    first = answer["agencies"][0]
    assert (first["id"], first["name"], first["score"]) == ("so-noi-vu", "Sở Nội vụ tỉnh Gia Lai", 1.0)
    assert first["province"]["name"] == "tỉnh Gia Lai"
    assert first["standing"] is True
    assert library.reader.get("/v1/agencies?q=zzzzzz").json()["agencies"] == []
    one = library.reader.get("/v1/agencies", params={"q": "so noi vu", "province": "gia lai", "limit": 1}).json()
    assert [hit["name"] for hit in one["agencies"]] == ["Sở Nội vụ tỉnh Gia Lai"]


def test_heirs_stand_behind_former_bodies(library: Office) -> None:
    answer = library.reader.get("/v1/agencies", params={"q": "bo ldtbxh", "as_of": "2025-06-01"}).json()
    former, heir = answer["agencies"][:2]
    assert former["standing"] is False
    assert (heir["name"], heir["heir_of"]) == ("Bộ Nội vụ", former["name"])


def test_a_body(library: Office) -> None:
    former = library.reader.get("/v1/agencies/bo-ke-hoach-va-dau-tu?as_of=2026-01-01").json()
    assert [heir["name"] for heir in former["current"]] == ["Bộ Tài chính"]
    assert former["after"][0]["of"]["name"] == "Bộ Kế hoạch và Đầu tư"
    heir = library.reader.get("/v1/agencies/bo-tai-chinh?as_of=2026-01-01").json()
    assert "bo-ke-hoach-va-dau-tu" in [step["of"]["id"] for step in heir["before"]]
    placed = library.reader.get("/v1/agencies/ubnd-tinh-gia-lai?as_of=2026-01-01").json()
    assert placed["name"] == "Ủy ban nhân dân tỉnh Gia Lai"


@pytest.mark.parametrize("name", ["khong-co", "ubnd-", "ubnd-tinh-atlantis", "..", "a%00b", "%ED%A0%80", "thanh-uy-"])
def test_no_such_body(library: Office, name: str) -> None:
    answer = library.reader.get(f"/v1/agencies/{name}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["", "q=", "q=" + "a" * 301, "q=a&limit=51", "q=a&province=atlantis", "q=a&as_of=x"])
def test_refused(library: Office, query: str) -> None:
    assert library.reader.get("/v1/agencies?" + query).status_code == 422


def test_a_province_that_is_none_has_neighbours(library: Office) -> None:
    told = library.reader.get("/v1/agencies", params={"q": "sở y tế", "province": "gia lay"}).json()
    assert "Gia Lai" in told["errors"][0]["message"]


@pytest.mark.parametrize("day", ["1900-01-01", "1945-09-02", "2199-12-31"])
def test_far_days(library: Office, day: str) -> None:
    for path in ("/v1/agencies?q=ubnd+tinh", "/v1/agencies/so-noi-vu?province=gia+lai", "/v1/due?period=all"):
        joined = "&" if "?" in path else "?"
        assert library.reader.get(f"{path}{joined}as_of={day}").status_code == 200, path
