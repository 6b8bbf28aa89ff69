"""Documents that are sent are read: with a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzer.archive.layouts import text_digest
from tests.service.api.conftest import Office, started

pytestmark = pytest.mark.slow

SENTENCE = "Giao Sở Y tế báo cáo kết quả trước ngày 30/6/2026."


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with started(tmp_path_factory.mktemp("working"), workers=1, wait=60) as office:
        yield office


def test_text_is_read_at_once(working: Office) -> None:
    body = {"text": SENTENCE, "as_of": "2026-01-02", "policy": "strict"}
    first = working.editor.post("/v1/directives", json=body)
    assert first.status_code == 201, first.text
    directive = first.json()
    assert directive["tasks"][0]["assignees"][0]["name"] == "Sở Y tế"
    assert (directive["as_of"], directive["policy"]) == ("2026-01-02", "strict")
    assert working.reader.get(first.headers["location"]).json() == directive
    assert working.reader.get(first.headers["location"]).headers["etag"] == first.headers["etag"]
    again = working.editor.post("/v1/directives", json=body, headers={"Accept": "text/csv"})
    assert again.status_code == 200
    assert again.headers["location"] == first.headers["location"]
    assert "Sở Y tế" in again.text


def test_pdf(working: Office, story_pdf: bytes) -> None:
    sent = working.editor.post("/v1/directives", files={"file": ("chuyện.pdf", story_pdf)})
    assert sent.status_code == 201, sent.text
    path = sent.headers["location"]
    original = working.reader.get(path + "/original")
    assert original.content == story_pdf
    assert original.headers["content-type"] == "application/pdf"
    assert original.headers["content-disposition"].startswith("attachment; filename=chuyen.pdf;")
    assert (
        working.reader.get(path + "/original", headers={"If-None-Match": original.headers["etag"]}).status_code == 304
    )
    layout = working.reader.get(path + "/layout").json()
    text = sent.json()["text"]
    assert layout["text_digest"] == text_digest(text)
    words = [text[word["start"] : word["end"]] for word in layout["words"]]
    assert " ".join(" ".join(words).split()[:3]) == " ".join(text.split()[:3])
    assert len(layout["pages"]) == sent.json()["source"]["pages"]
    page = working.reader.get(path + "/pages/1.png?width=300")
    assert page.headers["content-type"] == "image/png"
    assert page.content.startswith(b"\x89PNG")
    assert page.content[16:20] == (300).to_bytes(4, "big")
    tag = page.headers["etag"]
    assert working.reader.get(path + "/pages/1.png?width=300", headers={"If-None-Match": tag}).status_code == 304
    for number in ("0", "x", "1.5", str(10**30)):
        assert working.reader.get(f"{path}/pages/{number}.png").status_code == 422, number
    assert working.reader.get(f"{path}/pages/{len(layout['pages']) + 1}.png").status_code == 404
    assert working.reader.get(path + "/pages/1.png?width=1000000").status_code == 422
    assert working.admin("DELETE", path).status_code == 204
    assert working.service.jobs.original(sent.json()["source"]["sha256"]) is None


def test_job_to_wait_for(working: Office) -> None:
    sent = working.editor.post(
        "/v1/directives", json={"text": SENTENCE + " Giao Sở Nội vụ phối hợp."}, headers={"Prefer": "respond-async"}
    )
    assert sent.status_code == 202
    job = working.editor.get(sent.headers["location"], params={"wait": 30}).json()
    assert (job["state"], job["outcome"], job["error"]) == ("done", "new", None)
    directive = working.reader.get(f"/v1/directives/{job['document']}").json()
    assert [a["name"] for a in directive["tasks"][0]["assignees"]] == ["Sở Y tế"]


def test_failure_is_told(working: Office) -> None:
    answer = working.editor.post(
        "/v1/directives",
        content=b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>",
        headers={"Content-Type": "application/pdf"},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "damaged_file"
    assert answer.json()["detail_vi"]


def test_secrets_are_refused(working: Office) -> None:
    text = "ỦY BAN NHÂN DÂN TỈNH LAM SƠN\nTỐI MẬT\nSố: 3/CT-UBND\nCHỈ THỊ\n" + SENTENCE
    answer = working.editor.post("/v1/directives", json={"text": text})
    assert (answer.status_code, answer.json()["code"]) == (422, "secret_document")
    assert working.service.jobs.original(working.service.jobs.listed(None)[0].sha256) is None


def test_it_is_healthy(working: Office) -> None:
    answer = working.nobody.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "workers": {"alive": 1, "busy": 0}}
