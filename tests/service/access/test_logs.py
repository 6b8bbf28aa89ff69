"""The log tells what happened and nothing of what documents say or people search for."""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from analyzer.service.access.guard import SIGN_IN
from analyzer.service.access.logs import line, tell
from tests.service.access.conftest import Call, bearer

Log = Callable[[], list[dict[str, Any]]]


def test_a_line_of_a_request(office: TestClient, tokens: dict[str, str], lines: Log) -> None:
    answer = office.get("/van-ban/bi-mat-1", headers=bearer(tokens["reader"]))
    (said,) = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", said.pop("time"))
    assert said.pop("ms") >= 0
    assert said == {
        "level": "info",
        "logger": "analyzer.service",
        "message": "request",
        "request": answer.headers["X-Request-ID"],
        "method": "GET",
        "route": "/van-ban/{key}",
        "status": 200,
        "person": "Người reader",
    }


SECRETS = ("chuyen-mat", "từ tìm kiếm", "to-trinh-mat.pdf", "anl_", "Sở Y tế", "evil")


def test_nothing_that_anybody_wrote_is_in_the_log(
    office: TestClient, tokens: dict[str, str], lines: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = bearer(tokens["editor"])
    office.get("/van-ban/chuyen-mat?q=từ tìm kiếm", headers=by)
    office.get("/chuyen-mat/khong-co?q=từ tìm kiếm", headers=by)
    office.get("/", headers=bearer("anl_wrong"))
    office.get("/", headers={"Host": "evil.example"})
    office.request("EVIL-METHOD", "/chuyen-mat", headers=by)
    office.post(SIGN_IN, data={"token": tokens["reader"]})
    office.post("/v1/directives", headers=by, files={"file": ("to-trinh-mat.pdf", "Giao Sở Y tế")})
    office.post(
        "/v1/bieu-mau",
        headers=by,
        content=b"chuyen-mat",
    )
    office.get("/v1/hong", headers=by)
    said = lines()
    assert len(said) == 9
    told = json.dumps(said, ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in told]
    assert [one.get("status") for one in said][-1] == 500


def test_of_static_files_the_folder_is_told(call: Call, lines: Log) -> None:
    call().get("/tinh/chuyen-mat.css")
    assert lines()[0]["route"] == "/tinh/"


def test_an_error_is_told_by_its_kind_and_place(call: Call, lines: Log) -> None:
    answer = call().get("/v1/hong")
    (said,) = lines()
    assert said["level"] == "error"
    assert said["error"] == "ValueError"
    assert said["at"][-1].endswith(" fail")
    assert "conftest.py:" in said["at"][-1]
    assert answer.json()["code"] == "internal"
    assert said["request"] in answer.json()["detail_vi"]
    assert "Sở Y tế" not in answer.text


def test_what_an_error_came_from_is_told(lines: Log) -> None:
    try:
        try:
            raise KeyError("bí mật")
        except KeyError as error:
            raise RuntimeError("bí mật") from error
    except RuntimeError as error:
        tell("failed", level=logging.ERROR, error=error)
    assert lines()[0]["error"] == "RuntimeError < KeyError"
    assert "bí mật" not in json.dumps(lines(), ensure_ascii=False)


def test_other_libraries_are_told_by_place_alone(lines: Log) -> None:
    logging.getLogger("pdfminer.cmap").warning("cannot map %s", "Giao Sở Y tế")
    logging.getLogger("sqlalchemy.engine").error("INSERT ... 'Giao Sở Y tế'")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("Giao Sở Y tế", stacklevel=1)
    said = lines()
    assert [one["logger"] for one in said[:3]] == ["pdfminer.cmap", "sqlalchemy.engine", "uvicorn.error"]
    assert [one.get("message") for one in said[:3]] == [None, None, "Invalid HTTP request received."]
    assert said[3]["kind"] == "UserWarning"
    assert said[3]["at"].startswith("access/test_logs.py:")
    assert "Sở Y tế" not in json.dumps(said, ensure_ascii=False)


def test_a_record_of_several_lines_is_one(lines: Log) -> None:
    logging.getLogger("uvicorn.error").error("Traceback (most recent call last):\nValueError: Giao Sở Y tế")
    assert [one["message"] for one in lines()] == ["Traceback (most recent call last):"]


def test_a_record_that_cannot_be_written_is_not_printed(lines: Log, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("analyzer.service").warning("%d", "Giao Sở Y tế")
    assert "Sở Y tế" not in "".join(capsys.readouterr())


@given(st.dictionaries(st.text(min_size=1), st.one_of(st.text(), st.integers(), st.none()), max_size=4))
def test_a_line_is_one_line_of_what_can_be_seen(said: dict[str, Any]) -> None:
    written = line(said)
    assert len(written.splitlines()) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", written)
    assert json.loads(written) == {name: value for name, value in said.items() if value is not None}


@pytest.mark.parametrize("bad", ["a\nb", "a\r\n{}", "\x1b[2J", "\x9b2J", "a\u2028b", "\u202etxt.exe", "\ud800"])
def test_signs_that_do_something_are_written_as_codes(bad: str) -> None:
    written = line({"person": bad})
    assert bad not in written
    assert written.isprintable()
    assert "\\" in written


def test_methods_are_told_where_they_are_words(call: Call, lines: Log) -> None:
    call().request("GET'--", "/")
    assert lines()[0]["method"] == "?"


def test_the_job_of_a_request_is_told(call: Call, lines: Log) -> None:
    client, job = call(), "4Wf9bKq0T7mXcRz2LhYpVa"
    client.app.get("/v1/jobs/{id}")(lambda id: id)  # type: ignore[attr-defined]
    client.app.get("/v1/made")(lambda: Response(headers={"Location": f"/v1/jobs/{job}"}))  # type: ignore[attr-defined]
    for path in (f"/v1/jobs/{job}", "/v1/jobs/Giao-So-Y-te", "/v1/made"):
        client.get(path)
    assert [one.get("job") for one in lines()] == [job, None, job]


def test_quiet_tells_failures_alone(call: Call, lines: Log) -> None:
    logging.getLogger("analyzer.service").setLevel(logging.WARNING)
    client = call()
    client.get("/")
    client.get("/v1/hong")
    assert [one["status"] for one in lines()] == [500]
