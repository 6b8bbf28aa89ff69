"""Documents over HTTP: lists, formats, files, taking one out."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from icalendar import Calendar

from analyzer.assembly.models import Directive
from analyzer.service.api.representations import FORMS
from analyzer.writing import WRITERS
from tests.service.api.conftest import Office

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_every_format_is_offered() -> None:
    assert list(FORMS) == list(WRITERS)


def test_json_is_the_contract(library: Office) -> None:
    answer = library.reader.get(f"/v1/directives/{library.key}")
    assert answer.headers["content-type"] == "application/json"
    assert "content-disposition" not in answer.headers
    directive = Directive.model_validate_json(answer.content)
    assert [task.assignees[0].name for task in directive.tasks][:2] == ["Sở Nội vụ", "Sở Thông tin và Truyền thông"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.2, text/markdown;q=0.9", "text/markdown; charset=utf-8"),
        ("text/markdown;profile=brief", "text/markdown; profile=brief; charset=utf-8"),
        (
            'text/markdown; profile="brief"; q=0.5, application/json;q=0.4',
            "text/markdown; profile=brief; charset=utf-8",
        ),
        ("application/x-ndjson", "application/jsonl"),
        (XLSX, XLSX),
        ("text/calendar, */*;q=0", "text/calendar; charset=utf-8"),
        ("application/json;q=0, */*", "application/jsonl"),
        ("nonsense, text/csv", "text/csv; charset=utf-8"),
    ],
)
def test_accept(library: Office, accept: str | None, media_type: str) -> None:
    answer = library.reader.get(f"/v1/directives/{library.key}", headers={"Accept": accept or ""})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "Accept"


def test_formats_hold_the_tasks(library: Office) -> None:
    path = f"/v1/directives/{library.key}?format="
    words = "rà soát biên chế"
    sheet = openpyxl.load_workbook(io.BytesIO(library.reader.get(path + "xlsx").content)).worksheets[0]
    assert any(words in str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "Sở Nội vụ" in library.reader.get(path + "csv").text
    assert "# Chỉ thị 17/CT-UBND" in library.reader.get(path + "md").text
    assert "# Chỉ thị 17/CT-UBND" in library.reader.get(path + "brief").text
    assert len(Calendar.from_ical(library.reader.get(path + "ics").content).walk("VTODO")) == 2
    line = library.reader.get(path + "jsonl").text
    assert line.count("\n") == 1
    assert json.loads(line) == library.reader.get(path + "json").json()


def test_names_of_files_are_safe_and_vietnamese(library: Office) -> None:
    answer = library.reader.get(f"/v1/directives/{library.key}?format=xlsx")
    assert answer.headers["content-disposition"] == (
        "attachment; filename=Chi-thi-17-CT-UBND-ngay-04-03-2024.xlsx; "
        "filename*=UTF-8''Ch%E1%BB%89-th%E1%BB%8B-17-CT-UBND-ng%C3%A0y-04-03-2024.xlsx"
    )


def test_what_is_not_offered(library: Office) -> None:
    answer = library.reader.get(f"/v1/directives/{library.key}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["code"] == "not_acceptable"
    assert [form["format"] for form in told["available"]] == list(WRITERS)
    assert library.reader.get(f"/v1/directives/{library.key}?format=docx").status_code == 422


def test_tags(library: Office) -> None:
    path = f"/v1/directives/{library.key}"
    first = library.reader.get(path)
    tag = first.headers["etag"]
    again = library.reader.get(path, headers={"If-None-Match": f'"x", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert library.reader.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    assert library.reader.get(path + "?format=csv", headers={"If-None-Match": tag}).status_code == 200


def test_no_such_document(library: Office) -> None:
    for key in ("nQ3vY0m2Xr7tKc1LwB8sZg", "1", "..%2f..", "a" * 500, "%00" * 22):
        answer = library.reader.get(f"/v1/directives/{key}")
        assert answer.status_code == 404, key
        assert answer.headers["content-type"] == "application/problem+json"


def test_list(library: Office) -> None:
    found = library.reader.get("/v1/directives").json()
    assert found["total"] == 4
    assert found["directives"][0]["key"] == library.key
    assert found["directives"][0]["number"] == "17/CT-UBND"
    assert found["directives"][0]["review"] == "untouched"
    page = library.reader.get("/v1/directives", params={"limit": 2, "offset": 3}).json()
    assert [card["key"] for card in page["directives"]] == [found["directives"][3]["key"]]
    assert library.reader.get("/v1/directives", params={"offset": 99}).json()["directives"] == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"number": "17 ct ubnd"}, 1),
        ({"number": "99/CT-UBND"}, 0),
        ({"issuer": "lam son"}, 3),
        ({"issuer": "lam_son"}, 3),
        ({"issuer": "%"}, 0),
        ({"kind": "CT"}, 4),
        ({"kind": "KH"}, 0),
        ({"since": "2024-03-04", "until": "2024-03-04", "number": "17/CT-UBND"}, 1),
        ({"until": "2000-01-01"}, 0),
    ],
)
def test_list_narrowed(library: Office, query: dict[str, str], count: int) -> None:
    assert library.reader.get("/v1/directives", params=query).json()["total"] == count


def test_text_has_no_file(library: Office) -> None:
    for path in ("original", "layout", "pages/1.png"):
        answer = library.reader.get(f"/v1/directives/{library.key}/{path}")
        assert answer.status_code == 404
        assert answer.json()["code"] in ("no_original", "no_such_file")


def test_removing(office: Office) -> None:
    path = f"/v1/directives/{office.key}"
    assert office.editor("DELETE", path).status_code == 403
    assert office.admin("DELETE", path).status_code == 204
    assert office.reader.get(path).status_code == 404
    assert office.admin("DELETE", path).status_code == 404
    assert office.reader.get("/v1/directives").json()["total"] == 3


def test_nobody_gets_nothing(library: Office) -> None:
    for path in ("/v1/directives", f"/v1/directives/{library.key}", "/v1/search", "/v1/jobs", "/v1/agencies?q=so"):
        answer = library.nobody.get(path)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")
