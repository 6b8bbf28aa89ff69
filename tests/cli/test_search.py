"""``analyzer search``: forms, options and messages."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from analyzer.archive import Incoming, open_archive
from tests.archive.making import directive
from tests.cli.conftest import Run


@pytest.fixture
def filled(run: Run) -> Run:
    documents = [
        directive("17/CT-UBND", "Công khai TTHC tại trụ sở.", "=Báo cáo kết quả số hóa."),
        directive("18/CT-UBND", "Số hóa sổ hộ tịch.", file="18.txt", title="Số hóa hộ tịch"),
    ]
    with open_archive("kho.db", create=True) as archive:
        list(archive.add(map(Incoming.of, documents)))
    return run


def found(run: Run, *arguments: str) -> list[str]:
    result = run("search", *arguments, "--db", "kho.db", "-f", "jsonl")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line)["text"] for line in result.stdout.splitlines()]


def test_lines_into_a_pipe(filled: Run) -> None:
    result = filled("search", "so hoa", "--db", "kho.db")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["text"] for row in rows] == ["Số hóa hộ tịch", "Số hóa sổ hộ tịch.", "=Báo cáo kết quả số hóa."]
    assert rows[1]["bodies"] == [{"role": "lead", "name": "Sở Nội vụ", "id": "so-noi-vu", "province": None}]
    assert [rows[1]["snippet"][a:b] for a, b in rows[1]["highlights"]] == ["Số hóa"]
    assert "ố" in result.stdout  # not escaped


def test_json_has_facets_and_what_names_were_taken_for(filled: Run) -> None:
    result = filled("search", "--agency", "SNV", "--facets", "-f", "json", "--db", "kho.db")
    made = json.loads(result.stdout)
    assert (made["total"], made["sort"], made["nearest"]) == (3, "date", False)
    assert made["bodies"] == {"SNV": ["Sở Nội vụ", "Sở Ngoại vụ"]}
    assert made["facets"]["agency"]["values"] == [{"value": "so-noi-vu", "label": "Sở Nội vụ", "count": 3}]


def test_a_table_highlights_and_tells_what_more_there_is(filled: Run) -> None:
    result = filled("search", "số hóa", "--limit", "2", "--facets", "-f", "table", "--db", "kho.db")
    assert "3 kết quả, xếp theo độ khớp." in result.stdout
    assert "«Số hóa» hộ tịch" in result.stdout
    assert "Kết quả 1–2/3. Xem tiếp: thêm --offset 2." in result.stdout
    assert "Cơ quan ban hành" in result.stdout


def test_a_table_into_a_file(filled: Run) -> None:
    result = filled("search", "số hóa", "-o", "kq.txt", "--db", "kho.db", "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "Wrote 3 results to kq.txt.\n")
    assert "3 results by relevance." in Path("kq.txt").read_text(encoding="utf-8")


def test_a_workbook(filled: Run) -> None:
    result = filled("search", "so hoa", "--facets", "-o", "kq.xlsx", "--db", "kho.db")
    assert result.exit_code == 0, result.stderr
    book = openpyxl.load_workbook(io.BytesIO(Path("kq.xlsx").read_bytes()), rich_text=True)
    assert book.sheetnames == ["Kết quả", "Phân bố"]
    sheet = book["Kết quả"]
    assert [str(row[1].value) for row in sheet.iter_rows(min_row=2)] == [
        "Số hóa hộ tịch",
        "Số hóa sổ hộ tịch.",
        "=Báo cáo kết quả số hóa.",
    ]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert book["Phân bố"]["A2"].value == "Cơ quan"


def test_filters_and_pages(filled: Run) -> None:
    assert found(filled, "số", "hóa", "--in", "title") == ["Số hóa hộ tịch"]
    assert found(filled, "số hóa", "--kind", "chỉ thị", "--due-before", "3/4/2024", "--in", "task,target") == [
        "Số hóa sổ hộ tịch."
    ]
    assert found(filled, "số hóa", "--page", "2", "--limit", "1") == ["Số hóa sổ hộ tịch."]
    assert found(filled, "18 ct ubnd", "--in", "task", "--role", "lead", "--area", "procedures") == [
        "Số hóa sổ hộ tịch."
    ]
    assert found(filled, "--since", "2025-01-01") == []


def test_nothing_found(filled: Run) -> None:
    result = filled("search", "qwerty", "-f", "table", "--db", "kho.db")
    assert (result.exit_code, result.stdout.strip()) == (0, "Không tìm thấy.")


def test_a_body_that_nobody_named_is_told(filled: Run) -> None:
    result = filled("search", "--agency", "Sở Y tế", "--db", "kho.db")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Trong kho không có cơ quan nào khớp với “Sở Y tế”." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--kind", "XX"], "XX"),
        (["--role", "chief"], "lead, support, monitor, recipient"),
        (["--area", "sea"], "digital_government"),
        (["--in", "text"], "title, task, target"),
        (["--since", "31/2/2024"], "31/2/2024"),
        (["--page", "2", "--offset", "3"], "--page"),
        (["-o", "kq.pdf"], ".xlsx"),
        (["-o", "."], "thư mục"),
        (["--sort", "size"], "relevance"),
    ],
)
def test_wrong_use(filled: Run, arguments: list[str], told: str) -> None:
    result = filled("search", "số", *arguments, "--db", "kho.db")
    assert result.exit_code == 2
    assert told in result.stderr


def test_no_archive(run: Run) -> None:
    result = run("search", "số", "--db", "kho.db")
    assert result.exit_code == 1
    assert "kho.db" in result.stderr
    assert not Path("kho.db").exists()


def test_a_file_that_cannot_be_written(filled: Run) -> None:
    Path("tep").write_text("x")
    result = filled("search", "số", "-o", "tep/kq.json", "--db", "kho.db")
    assert result.exit_code == 1
    assert "tep" in result.stderr
