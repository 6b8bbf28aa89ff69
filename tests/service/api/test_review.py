"""Corrections over HTTP: edits, conflicts, undo, history, closing, how far tasks are."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.service.api.conftest import Caller, Office


def area(value: str, task: str = "t1") -> dict[str, Any]:
    return {"action": "set", "task": task, "field": "area", "value": value}


def edit(caller: Caller, key: str, change: dict[str, Any], **seen: int) -> httpx.Response:
    named = {item.replace("_", ":"): revision for item, revision in seen.items()}
    return caller.post(f"/v1/directives/{key}/edits", json={"edit": change, "seen": named})


def test_a_correction_is_what_everybody_sees(office: Office) -> None:
    path = f"/v1/directives/{office.key}"
    before = office.reader.get(path)
    answer = edit(office.editor, office.key, area("public_finance"), task_t1=0)
    assert answer.status_code == 200, answer.text
    review = answer.json()
    assert (review["state"], review["changes"], review["corrected"]) == ("open", 1, {"t1": ["area"]})
    assert review["revisions"] == {"task:t1": review["last"]["id"]}
    after = office.reader.get(path)
    assert after.headers["etag"] != before.headers["etag"]
    assert after.json()["tasks"][0]["area"] == "public_finance"
    assert office.reader.get(path, params={"machine": True}).json() == before.json()
    found = office.reader.get("/v1/search", params={"q": "biên chế", "area": "public_finance"}).json()
    assert [hit["document"] for hit in found["hits"]] == [office.key]
    assert office.reader.get("/v1/directives").json()["directives"][0]["review"] == "open"
    assert office.reader.get(path + "/review").json() == review


def test_two_who_change_the_same(office: Office) -> None:
    first = edit(office.editor, office.key, area("public_finance"), task_t1=0).json()
    answer = edit(office.other, office.key, area("other"), task_t1=0)
    assert answer.status_code == 409
    told = answer.json()
    assert told["code"] == "conflict"
    assert (told["item"], told["revision"], told["who"]) == ("task:t1", first["revisions"]["task:t1"], "Sửa")
    assert told["value"]["area"] == "public_finance"
    assert told["when"].endswith("Z")
    again = edit(office.other, office.key, area("other"), task_t1=told["revision"])
    assert again.status_code == 200
    assert edit(office.editor, office.key, area("other", "t2"), task_t2=0).status_code == 200


def test_undo_and_history(office: Office) -> None:
    path = f"/v1/directives/{office.key}"
    before = office.reader.get(path).json()
    change = edit(office.editor, office.key, area("public_finance")).json()["last"]
    changed = {"item": "task:t1", "field": "area", "old": before["tasks"][0]["area"], "new": "public_finance"}
    assert changed in change["fields"]
    assert changed["old"] != changed["new"]
    undone = office.editor.post(path + "/undo")
    assert undone.status_code == 200, undone.text
    assert undone.json()["changes"] == 0
    assert office.reader.get(path).json() == before
    assert office.other.post(path + "/undo", json={}).json()["code"] == "nothing_to_undo"
    changes = office.reader.get(path + "/history").json()["changes"]
    assert [(c["action"], c["who"], c["undoes"], c["undone_by"], c["holds"]) for c in changes] == [
        ("set", "Sửa", None, changes[1]["id"], False),
        ("undo", "Sửa", change["id"], None, True),
    ]
    assert len(office.reader.get(path + "/history", params={"item": "task:t1"}).json()["changes"]) == 2
    assert office.reader.get(path + "/history", params={"item": "task:t2"}).json()["changes"] == []
    edit(office.editor, office.key, area("public_finance"), task_t1=changes[1]["id"])
    last = office.reader.get(path + "/review").json()["last"]["id"]
    assert office.other.post(path + "/undo", json={"change": last}).status_code == 200


def test_splitting_striking_and_adding(office: Office) -> None:
    path = f"/v1/directives/{office.key}"
    tasks = office.reader.get(path).json()["tasks"]
    start, end = tasks[0]["span"]["start"], tasks[0]["span"]["end"]
    text = office.reader.get(path).json()["text"]
    at = text.index("báo cáo", start, end)
    assert edit(office.editor, office.key, {"action": "split", "task": "t1", "at": at}).status_code == 200
    assert edit(office.editor, office.key, {"action": "strike", "task": "t2"}).status_code == 200
    review = office.reader.get(path + "/review").json()
    assert [struck["task"] for struck in review["struck"]] == ["t2"]
    assert "t2" not in [task["id"] for task in office.reader.get(path).json()["tasks"]]
    assert office.editor.post(path + "/undo", json={"change": review["struck"][0]["change"]}).status_code == 200
    now = office.reader.get(path).json()["tasks"]
    assert [task["id"] for task in now][:3] == ["t1", f"t{len(tasks) + 1}", "t2"]


def test_a_closed_review_takes_no_changes(office: Office) -> None:
    path = f"/v1/directives/{office.key}"
    assert office.editor.post(path + "/finish").json()["state"] == "done"
    refused = edit(office.editor, office.key, area("public_finance"))
    assert (refused.status_code, refused.json()["code"]) == (409, "review_done")
    assert office.reader.post(path + "/reopen").status_code == 403
    assert office.editor.post(path + "/reopen").json()["state"] == "untouched"
    assert edit(office.editor, office.key, area("public_finance")).json()["state"] == "open"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"edit": area("nonsense")}, 422, "bad_values"),
        ({"edit": area("public_finance", "t99")}, 404, "no_such_item"),
        ({"edit": area("public_finance", "t0")}, 422, "bad_values"),
        ({"edit": {"action": "explode", "task": "t1"}}, 422, "bad_values"),
        ({"edit": {"action": "strike", "task": "t1", "why": "x"}}, 422, "bad_values"),
        ({"edit": {"action": "add", "start": 0, "end": 99_999_999}}, 422, "bad_edit"),
        ({"edit": {"action": "split", "task": "t1", "at": 10**30}}, 422, "bad_values"),
        ({"edit": {**area("x"), "field": "action", "value": "a\x00b"}}, 422, "bad_values"),
        ({"edit": area("public_finance"), "seen": {"task:t1": -1}}, 422, "bad_values"),
        ({"edit": area("public_finance"), "seen": {"password": 1}}, 422, "bad_values"),
        ({"edit": area("public_finance"), "seen": {"task:t1": 2**70}}, 422, "bad_values"),
        ({}, 422, "bad_values"),
        ([], 422, "bad_values"),
        (None, 422, "bad_values"),
    ],
)
def test_edits_that_are_none(library: Office, sent: Any, status: int, code: str) -> None:
    answer = library.editor.post(f"/v1/directives/{library.key}/edits", json=sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"edit": "\\ud800"}', b"[" * 100_000, b'{"edit": NaN}', b'{"a": 1e999}']
)
def test_bodies_that_are_none(library: Office, body: bytes) -> None:
    answer = library.editor.post(
        f"/v1/directives/{library.key}/edits", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_lone_surrogates_do_no_harm(library: Office) -> None:
    for field, value in (("action", '"\\udc80"'), ("deliverables", '["\\ud83d"]')):
        body = f'{{"edit": {{"action": "set", "task": "t1", "field": "{field}", "value": {value}}}}}'
        answer = library.editor.post(
            f"/v1/directives/{library.key}/edits", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 422, answer.text


def test_readers_change_nothing(library: Office) -> None:
    for path in ("edits", "undo", "finish", "reopen"):
        assert library.reader.post(f"/v1/directives/{library.key}/{path}", json={}).status_code in (403, 422)
    assert (
        library.reader("PUT", f"/v1/directives/{library.key}/standings/t1", json={"status": "done"}).status_code == 403
    )


def test_standings(office: Office) -> None:
    path = f"/v1/directives/{office.key}/standings"
    assert office.reader.get(path).json() == {"standings": []}
    assert office.reader.get(path + "/t1").json()["status"] == "todo"
    done = {"status": "done", "done_on": "2024-06-12", "done_document": "85/BC-SNV", "seen": 0}
    first = office.editor("PUT", path + "/t1", json=done)
    assert first.status_code == 200, first.text
    assert (first.json()["done_on"], first.json()["changed_by"]) == ("2024-06-12", "Sửa")
    assert office.reader.get(path + "/t1").json() == first.json()
    assert office.reader.get(path).json() == {"standings": [first.json()]}
    late = office.other("PUT", path + "/t1", json={"status": "doing", "seen": 0})
    assert (late.status_code, late.json()["item"], late.json()["value"]["status"]) == (409, "standing:t1", "done")
    later = {"status": "doing", "extended_to": "2024-09-30", "seen": first.json()["revision"]}
    assert office.other("PUT", path + "/t1", json=later).status_code == 200
    due = office.reader.get("/v1/due", params={"as_of": "2024-07-01", "period": "all", "agency": "sở nội vụ"}).json()
    mine = next(task for task in due["tasks"] if (task["document"], task["task"]) == (office.key, "t1"))
    assert (mine["day"], mine["said"], mine["extended"], mine["status"]) == ("2024-09-30", "2024-06-30", True, "doing")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"status": "late"}, 422),
        ({"status": "todo", "done_on": "2024-06-12"}, 422),
        ({"status": "done", "done_on": "12/6/2024"}, 422),
        ({"status": "done", "note": "a\x00"}, 422),
        ({"status": "done", "note": "a" * 5_000}, 422),
        ({"status": "done", "who": "me"}, 422),
        ({}, 422),
    ],
)
def test_standings_that_are_none(library: Office, sent: dict[str, Any], status: int) -> None:
    assert library.editor("PUT", f"/v1/directives/{library.key}/standings/t1", json=sent).status_code == status


def test_standings_of_no_task(library: Office) -> None:
    for task, status in (("t99", 404), ("x", 422), ("t" + "9" * 30, 422)):
        path = f"/v1/directives/{library.key}/standings/{task}"
        assert library.reader.get(path).status_code == status
        assert library.editor("PUT", path, json={"status": "done"}).status_code == status
