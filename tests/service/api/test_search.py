"""Searching over HTTP, lists of tasks, what falls due."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.api.conftest import Office


def found(library: Office, path: str, **query: Any) -> dict[str, Any]:
    answer = library.reader.get(path, params=query)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def test_words_without_accents(library: Office) -> None:
    result = found(library, "/v1/search", q="bien che")
    assert result["total"] == 1
    hit = result["hits"][0]
    assert (hit["document"], hit["item"], hit["what"]) == (library.key, "t1", "task")
    assert [hit["snippet"][a:b] for a, b in hit["highlights"]] == ["biên chế"]
    assert hit["due"] == ["2024-06-30"]
    assert {"role": "lead", "name": "Sở Nội vụ", "id": "so-noi-vu-truoc-2025", "province": None} in hit["bodies"]
    task = next(
        task for task in found(library, f"/v1/directives/{hit['document']}")["tasks"] if task["id"] == hit["item"]
    )
    assert task["text"] == hit["text"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": '"bộ phận một cửa"'}, 2),
        ({"q": '"bộ phận một cửa"', "in": "title"}, 1),
        ({"agency": "so noi vu", "in": "task", "until": "2024-03-04", "q": "biên chế"}, 1),
        ({"q": "biên chế", "role": "support", "agency": "sở tài chính"}, 1),
        ({"q": "biên chế", "role": "monitor", "agency": "sở tài chính"}, 0),
        ({"q": "biên chế", "due_after": "2024-06-30", "due_before": "2024-06-30"}, 1),
        ({"q": "biên chế", "due_after": "2024-07-01"}, 0),
        ({"q": "biên chế", "kind": "Chỉ thị"}, 1),
        ({"q": "biên chế", "kind": ["KH", "CT"]}, 1),
        ({"q": "biên chế", "kind": "KH"}, 0),
        ({"q": "biên chế", "issuer": "uy ban nhan dan tinh lam son"}, 1),
        ({"q": "biên chế", "modality": "prohibition"}, 0),
        ({"q": "biên chế", "area": ["procedures", "organisation"]}, 1),
    ],
)
def test_filters(library: Office, query: dict[str, Any], count: int) -> None:
    assert found(library, "/v1/search", **query)["total"] == count


def test_names_are_told(library: Office) -> None:
    result = found(library, "/v1/search", agency=["snv", "Hội Nuôi Rùa"])
    assert [one["typed"] for one in result["understood"]] == ["snv", "Hội Nuôi Rùa"]
    assert "Sở Nội vụ" in result["understood"][0]["names"]
    assert [one["known"] for one in result["understood"]] == [True, False]


def test_facets_and_pages(library: Office) -> None:
    whole = found(library, "/v1/search", facets=True, limit=200)
    assert {facet["name"] for facet in whole["facets"]} == {"agency", "area", "month", "kind", "issuer"}
    kinds = next(facet for facet in whole["facets"] if facet["name"] == "kind")
    assert kinds["values"] == [{"value": "CT", "label": "Chỉ thị", "count": whole["total"]}]
    first, second = (found(library, "/v1/search", limit=5, offset=offset) for offset in (0, 5))
    assert [*first["hits"], *second["hits"]] == whole["hits"][:10]
    assert first["facets"] == []
    assert found(library, "/v1/search", offset=1_000_000)["hits"] == []


def test_tasks_without_words(library: Office) -> None:
    result = found(library, "/v1/tasks", sort="due", limit=200)
    assert {task["what"] for task in result["tasks"]} == {"task"}
    days = [task["due"][0] for task in result["tasks"] if task["due"]]
    assert days == sorted(days)
    assert result["total"] == len(result["tasks"])
    mine = found(library, "/v1/tasks", agency="sở nội vụ", role="lead")
    assert [task["item"] for task in mine["tasks"] if task["document"] == library.key] == ["t1"]


def test_due(library: Office) -> None:
    result = found(library, "/v1/due", as_of="2024-06-27", period="week")
    assert [
        (task["document"], task["task"], task["day"]) for task in result["tasks"] if task["document"] == library.key
    ] == [(library.key, "t1", "2024-06-30")]
    assert result["total"] == result["counts"]["week"]
    assert result["counts"]["all"] == sum(n for period, n in result["counts"].items() if period != "all")
    late = found(library, "/v1/due", as_of="2024-07-01", agency="sở nội vụ")
    assert (library.key, "t1") in {(task["document"], task["task"]) for task in late["tasks"]}
    assert late["understood"][0]["names"]
    assert found(library, "/v1/due", as_of="2024-07-01", agency="Hội Nuôi Rùa")["total"] == 0


REFUSED = [
    "q=%00",
    "q=" + "a" * 501,
    "q=a&q=b",
    "Q=a",
    "q=a&%00=1",
    "limit=0",
    "limit=201",
    "limit=-1",
    "limit=99999999999999999999999",
    "limit=1e3",
    "limit=NaN",
    "offset=-1",
    "offset=9223372036854775808",
    "since=2024-02-30",
    "since=20240230",
    "since=1700000000",
    "since=0001-01-01",
    "until=9999-12-31",
    "until=2024-03-04T00:00:00",
    "due_before=",
    "due_after=31/3/2026",
    "role=boss",
    "area=Other",
    "kind=zzz",
    "agency=",
    "agency=" + "a" * 301,
    "&".join(["agency=a"] * 21),
    "agency=a%1bb",
    "sort=name",
    "in=tasks",
    "facets=maybe",
    "snippet=1001",
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_not_understood_is_refused(library: Office, query: str) -> None:
    answer = library.reader.get("/v1/search?" + query)
    assert answer.status_code == 422, answer.text
    told = answer.json()
    assert told["code"] == "bad_values"
    assert told["errors"]
    assert all(error["where"].startswith("query.") for error in told["errors"])


@pytest.mark.parametrize(
    "query", ["q=%ED%A0%80", "q=%FF%FE", "q=%22%22%22((((", "q=" + "(" * 400, "q=%F0%9F%90%A2", "q=-", "q=a%7C%7C%7C*"]
)
def test_anything_typed_is_searched(library: Office, query: str) -> None:
    assert library.reader.get("/v1/search?" + query).status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1/tasks?q=a", "/v1/due?period=today", "/v1/due?status=late", "/v1/schema?x=1", "/healthz?x=1"]
)
def test_unknown_parameters_everywhere(library: Office, path: str) -> None:
    assert library.reader.get(path).status_code == 422
