"""Sending documents: forms, text, files; what is refused; jobs. Nothing is read here: there are no workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.api.conftest import Office, started

SENTENCE = "Giao Sở Y tế báo cáo kết quả trước ngày 30/6/2026."


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that only takes documents in, of 20 000 bytes at most."""
    with started(tmp_path_factory.mktemp("queue"), wait=0.01, max_bytes=20_000) as office:
        yield office


def test_text(queue: Office) -> None:
    answer = queue.editor.post("/v1/directives", json={"text": SENTENCE, "name": "việc.txt", "policy": "strict"})
    assert answer.status_code == 202
    job = answer.json()
    assert answer.headers["location"] == f"/v1/jobs/{job['id']}"
    assert (job["state"], job["name"], job["media_type"]) == ("queued", "việc.txt", "text/plain")
    assert job["size"] == len(SENTENCE.encode())


def test_form(queue: Office) -> None:
    sent = {"file": ("công văn.txt", SENTENCE.encode(), "application/x-whatever")}
    answer = queue.editor.post("/v1/directives", files=sent, data={"as_of": "2026-01-02", "received_on": ""})
    assert answer.status_code == 202, answer.text
    assert answer.json()["name"] == "công văn.txt"


def test_file_alone(queue: Office) -> None:
    answer = queue.editor.post(
        "/v1/directives?as_of=2026-01-02",
        content=SENTENCE.encode(),
        headers={
            "Content-Type": "text/plain",
            "Content-Disposition": "attachment; filename*=UTF-8''C%C3%B4ng%20v%C4%83n.txt",
        },
    )
    assert answer.status_code == 202
    assert answer.json()["name"] == "Công văn.txt"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\công văn.pdf", "công văn.pdf"),
        ("a\u202eb\u200b.txt", "ab.txt"),
        ("..", None),
    ],
)
def test_names_lead_nowhere(queue: Office, given: str, kept: str | None) -> None:
    answer = queue.editor.post("/v1/directives", files={"file": (given, SENTENCE.encode())})
    assert answer.status_code == 202, answer.text
    assert answer.json()["name"] == kept


def test_asked_not_to_wait(queue: Office) -> None:
    for preferred in ("respond-async", "wait=5, respond-async", 'Respond-Async; foo="x"'):
        answer = queue.editor.post("/v1/directives", json={"text": SENTENCE}, headers={"Prefer": preferred})
        assert answer.status_code == 202
        assert answer.headers["preference-applied"] == "respond-async"


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "empty text": ({"json": {"text": ""}}, 422, "bad_values"),
    "blank text": ({"json": {"text": " \n "}}, 422, "empty_document"),
    "no text": ({"json": {"name": "x"}}, 422, "bad_values"),
    "unknown key": ({"json": {"text": SENTENCE, "url": "http://x.example"}}, 422, "bad_values"),
    "bad day": ({"json": {"text": SENTENCE, "as_of": "31/3/2026"}}, 422, "bad_values"),
    "day of no calendar": ({"json": {"text": SENTENCE, "as_of": "2026-02-30"}}, 422, "bad_values"),
    "day far off": ({"json": {"text": SENTENCE, "as_of": "9999-12-31"}}, 422, "bad_values"),
    "moment for a day": ({"json": {"text": SENTENCE, "as_of": 1_700_000_000}}, 422, "bad_values"),
    "no policy": ({"json": {"text": SENTENCE, "policy": "kind"}}, 422, "bad_values"),
    "name with a NUL": ({"json": {"text": SENTENCE, "name": "a\x00b"}}, 422, "bad_values"),
    "long name": ({"json": {"text": SENTENCE, "name": "a" * 400}}, 422, "bad_values"),
    "a list": ({"json": [SENTENCE]}, 422, "bad_values"),
    "half a pair": (
        {"content": b'{"text": "\\ud800"}', "headers": {"Content-Type": "application/json"}},
        422,
        "bad_values",
    ),
    "broken JSON": ({"content": b'{"text": ', "headers": {"Content-Type": "application/json"}}, 422, "bad_values"),
    "deep JSON": ({"content": b"[" * 9_000, "headers": {"Content-Type": "application/json"}}, 422, "bad_values"),
    "not UTF-8": (
        {"content": b'{"text": "\xff\xfe"}', "headers": {"Content-Type": "application/json"}},
        422,
        "bad_values",
    ),
    "too large": ({"json": {"text": "a" * 20_001}}, 413, "input_too_large"),
    "file too large": ({"files": {"file": ("a.txt", b"a" * 20_001)}}, 413, "input_too_large"),
    "bytes too large": (
        {"content": b"a" * 20_001, "headers": {"Content-Type": "text/plain"}},
        413,
        "input_too_large",
    ),
    "no body": ({}, 415, "unsupported_media_type"),
    "no type": ({"content": SENTENCE.encode()}, 415, "unsupported_media_type"),
    "web form": ({"data": {"text": SENTENCE}}, 415, "unsupported_media_type"),
    "compressed": (
        {"content": b"x", "headers": {"Content-Type": "text/plain", "Content-Encoding": "gzip"}},
        415,
        "unsupported_encoding",
    ),
    "no boundary": ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "bad_form"),
    "broken form": (
        {"content": b"--b\r\nx", "headers": {"Content-Type": "multipart/form-data; boundary=a"}},
        400,
        "bad_form",
    ),
    "form cut off": (
        {
            "content": b'--a\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx',
            "headers": {"Content-Type": "multipart/form-data; boundary=a"},
        },
        422,
        "bad_values",
    ),
    "odd charset": (
        {
            "content": b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n\xff\r\n--a--\r\n',
            "headers": {"Content-Type": "multipart/form-data; boundary=a; charset=klingon"},
        },
        422,
        "bad_values",
    ),
    "no file in the form": ({"files": {"tep": ("a.txt", b"a")}}, 422, "bad_values"),
    "text for a file": (
        {
            "content": b'--a\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--a--\r\n',
            "headers": {"Content-Type": "multipart/form-data; boundary=a"},
        },
        422,
        "bad_values",
    ),
    "two files": ({"files": [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]}, 400, "bad_form"),
    "unknown field": ({"files": {"file": ("a.txt", b"a")}, "data": {"url": "x"}}, 422, "bad_values"),
    "bad day in the form": ({"files": {"file": ("a.txt", b"a")}, "data": {"as_of": "x"}}, 422, "bad_values"),
    "empty file": ({"files": {"file": ("a.txt", b"")}}, 422, "empty_document"),
    "program": (
        {"content": b"MZ\x90\x00" + b"\x00" * 500, "headers": {"Content-Type": "application/pdf"}},
        415,
        "unsupported_format",
    ),
    "bad day in the query": (
        {"json": {"text": SENTENCE}, "params": {"effective_on": "2026-1-1"}},
        422,
        "bad_values",
    ),
    "unknown parameter": ({"json": {"text": SENTENCE}, "params": {"url": "x"}}, 422, "bad_values"),
    "no such form": ({"json": {"text": SENTENCE}, "headers": {"Accept": "image/png"}}, 406, "not_acceptable"),
}


@pytest.mark.parametrize(("sent", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(queue: Office, sent: dict[str, Any], status: int, code: str) -> None:
    answer = queue.editor.post("/v1/directives", **sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail_vi"]


def test_readers_send_nothing(queue: Office) -> None:
    assert queue.reader.post("/v1/directives", json={"text": SENTENCE}).status_code == 403


def test_jobs_are_ones_own(office: Office) -> None:
    sent = office.editor.post("/v1/directives", json={"text": SENTENCE}, headers={"Prefer": "respond-async"})
    path = sent.headers["location"]
    assert office.editor.get(path).json()["state"] == "queued"
    assert office.admin.get(path).json() == office.editor.get(path).json()
    for somebody in (office.other, office.reader):
        assert somebody.get(path).status_code == 404
        assert somebody.get("/v1/jobs").json() == {"jobs": []}
    assert [job["id"] for job in office.editor.get("/v1/jobs").json()["jobs"]] == [path.rpartition("/")[2]]
    assert len(office.admin.get("/v1/jobs").json()["jobs"]) == 1
    assert office.other("DELETE", path).status_code == 404
    assert office.editor.get(path).json()["state"] == "queued"
    cancelled = office.editor("DELETE", path)
    assert cancelled.json()["state"] == "cancelled"
    assert office.editor("DELETE", path).json() == cancelled.json()
    assert office.editor.post(path + "/retry").json()["state"] == "queued"
    assert office.admin("DELETE", path).json()["state"] == "cancelled"


def test_waiting_for_a_job_ends(office: Office) -> None:
    sent = office.editor.post("/v1/directives", json={"text": SENTENCE}, headers={"Prefer": "respond-async"})
    assert office.editor.get(sent.headers["location"], params={"wait": 0.2}).json()["state"] == "queued"
    for bad in ("-1", "31", "nan", "inf", "x"):
        assert office.editor.get(sent.headers["location"], params={"wait": bad}).status_code == 422, bad


def test_no_such_job(queue: Office) -> None:
    for name in ("Qm8RrO4xT2uV9bY1cZ5dWw", "1", "%00" * 22, "é" * 22):
        answer = queue.editor.get(f"/v1/jobs/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_job")


def test_full_queue(tmp_path: Path) -> None:
    with started(tmp_path, wait=0.01, queue=1) as office:
        assert office.editor.post("/v1/directives", json={"text": SENTENCE}).status_code == 202
        answer = office.editor.post("/v1/directives", json={"text": SENTENCE + " "})
        assert (answer.status_code, answer.json()["code"]) == (503, "queue_full")
