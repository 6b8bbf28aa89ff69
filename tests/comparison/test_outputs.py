"""What the commands write: tables, JSON, workbooks."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from typer.testing import CliRunner, Result

from analyzer.api import analyze
from analyzer.assembly.models import Directive
from analyzer.cli.app import create_app
from analyzer.comparison import compare, coverage
from analyzer.comparison.change_sheets import write_comparison
from analyzer.comparison.coverage_sheets import write_coverage
from analyzer.comparison.telling import named
from tests.comparison.papers import AMENDMENT, CHILD, DIRECTIVE, PLAN, SECOND


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANALYZER_MEANING", "no")
    papers = {"plan": PLAN, "second": SECOND, "amendment": AMENDMENT, "directive": DIRECTIVE, "child": CHILD}
    for name, text in papers.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: object, language: str = "en") -> Result:
    return CliRunner().invoke(create_app(language), [str(a) for a in arguments])


def book(write: object, *made: object) -> Workbook:
    buffer = io.BytesIO()
    write(*made, buffer)  # type: ignore[operator]
    return openpyxl.load_workbook(io.BytesIO(buffer.getvalue()), rich_text=True)


def test_json_of_versions(files: Path) -> None:
    result = run("compare", files / "plan.txt", files / "second.txt", "-f", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["counts"] == {"changed": 2, "added": 1, "dropped": 1, "kept": 3}
    (deadline,) = [c for c in found["changes"] if any(f["field"] == "deadline" for f in c["fields"])]
    assert ["out", "7"] in deadline["ops"]
    assert ["in", "8"] in deadline["ops"]


def test_json_of_coverage(files: Path) -> None:
    result = run("coverage", files / "directive.txt", files / "child.txt", "-f", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["counts"] == {"full": 1, "partial": 1, "none": 1, "outside": 1}
    first = found["tasks"][0]["answers"][0]
    assert first["later"]
    assert first["gaps"] == ["Hạn muộn hơn: 30/06/2024 → 31/07/2024"]
    assert "thủ tục hành chính" in first["reason"]


def test_tables_show_what_was_taken_out_and_put_in(files: Path) -> None:
    target = files / "out.txt"
    assert run("compare", files / "plan.txt", files / "amendment.txt", "-o", target, language="vi").exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert "[-7-]" in text or "[-31/7-]" in text
    assert "1 sửa đổi, 1 bổ sung, 2 bỏ, 3 giữ nguyên." in text


def test_a_table_of_coverage(files: Path) -> None:
    result = run("coverage", files / "directive.txt", files / "child.txt", "-f", "table")
    assert result.exit_code == 0, result.output
    assert "In all: 1 full, 1 partial, 1 not answered, 1 nobody's business here." in result.stdout


def test_it_is_told_once_that_the_sentence_model_is_missing(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("coverage", files / "directive.txt", files / "child.txt", "-f", "json")
    assert "analyzer[meaning]" not in run(*arguments).stderr  # it was left out on purpose
    monkeypatch.delenv("ANALYZER_MEANING")
    monkeypatch.setattr("analyzer.comparison.meaning.find_spec", lambda name: None)
    for language in ("vi", "en"):
        result = run(*arguments, language=language)
        assert result.exit_code == 0, result.output
        assert result.stderr.count("pip install 'analyzer[meaning]'") == 1
        assert json.loads(result.stdout)["way"] == "words"


def test_results_may_be_compared(files: Path) -> None:
    kept = files / "plan.json"
    kept.write_text(analyze(PLAN).model_dump_json(), encoding="utf-8")
    result = run("compare", kept, files / "plan.txt", "-f", "json")
    assert json.loads(result.stdout)["counts"]["kept"] == 6


def test_a_file_that_is_not_there_is_told(files: Path) -> None:
    result = run("compare", files / "plan.txt", files / "nothing.txt", "-f", "json")
    assert result.exit_code == 1
    assert "no such file" in result.output


@pytest.mark.parametrize("arguments", [["compare", "a.txt"], ["compare", "a.txt", "b.txt", "-o", "c.pdf"]])
def test_wrong_arguments(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_documents_of_an_archive(files: Path) -> None:
    db = files / "kho.db"
    assert run("archive", "add", files / "plan.txt", files / "amendment.txt", "--db", db).exit_code == 0
    result = run("compare", "87/KH-UBND", "1245/QĐ-UBND", "--db", db, "-f", "json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["amendment"]
    assert run("compare", "99/KH-UBND", "1245/QĐ-UBND", "--db", db, "-f", "json").exit_code == 1
    assert run("compare", "87/KH-UBND", "--history", "--db", db).exit_code == 1  # it was read only once


def test_the_workbook_of_a_coverage(files: Path) -> None:
    made = book(write_coverage, coverage(analyze(DIRECTIVE), [analyze(CHILD)]))
    sheets = named("sheets")
    assert made[sheets["about"]]["A2"].value == named("about")["words"]
    assert made.sheetnames == [sheets[s] for s in ("summary", "matrix", "targets", "unanswered", "extra", "about")]
    matrix = made[sheets["matrix"]]
    assert [row[5].value for row in matrix.iter_rows(min_row=2)] == ["Đủ", "Một phần", "Chưa có", "Không thuộc phạm vi"]
    targets = made[sheets["targets"]]
    lower = next(row for row in targets.iter_rows(min_row=2) if row[8].value == "Thấp hơn")
    assert lower[8].fill.fgColor.rgb == "FFF8CBAD"
    assert [row[2].value for row in made[sheets["unanswered"]].iter_rows(min_row=2)] == [
        "Sắp xếp lại các bến xe khách trong nội thành trước ngày 30/11/2024."
    ]


def test_the_workbook_of_versions_marks_words() -> None:
    made = book(write_comparison, compare(analyze(PLAN), analyze(SECOND)))
    (cell,) = [row[4] for row in made.worksheets[0].iter_rows(min_row=2) if "định mức chi" in str(row[4].value)]
    struck = [part.text for part in cell.value if getattr(getattr(part, "font", None), "strike", None)]
    assert struck == ["7"] or struck == ["31/7"]


EVIL = PLAN.replace("1. Sở Nội vụ rà soát", '1. =HYPERLINK("http://x.vn") Sở Nội vụ rà soát').replace(
    "87/KH", "=8+7/KH"
)


def test_workbooks_hold_no_formula() -> None:
    one, other = analyze(EVIL), analyze(PLAN)
    for made in (book(write_comparison, compare(one, other)), book(write_coverage, coverage(one, [other, one]))):
        cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert all(cell.hyperlink is None for cell in cells)


def test_empty_documents_make_workbooks() -> None:
    nothing: Directive = analyze("a")
    book(write_comparison, compare(nothing, nothing))
    book(write_coverage, coverage(nothing, [nothing]))
