"""What is written where review was asked for: a column of fields to check, a sheet of what to look at."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from analyzer.assembly.models import Confidences, Directive, ReviewUnit, Span
from analyzer.writing import WRITERS
from analyzer.writing.labels import labels, reason
from analyzer.writing.notes import DOUBTFUL_BELOW
from analyzer.writing.rows import review_rows, task_rows

SURE = {"task": 0.97, "assignees": 0.95, "deadlines": 0.96, "modality": 0.98, "area": 0.94}
CHECK, SHEET = labels("columns")["check"], labels("sheets")["review"]

UNITS = [
    ("Căn cứ Nghị quyết số 215/NQ-CP", Span(start=0, end=30), 0.03, "zone", []),
    ("Sở Nội vụ:", Span(start=40, end=50, page=1), 0.421, "heading", ["I", "1"]),
    ("trình Ủy ban nhân dân tỉnh", Span(start=60, end=86, page=2), 0.004, "weak_must", ["I", "1", "a)"]),
]


@pytest.fixture
def reviewed(directive: Directive) -> Directive:
    """The sample with confidences and three units to look at."""
    said = [{}, {"assignees": 0.62, "area": 0.31}, {"task": 0.42, "deadlines": 0.7}, {"modality": 0.8}]
    tasks = [
        task.model_copy(update={"confidences": Confidences(**{**SURE, **low})})
        for task, low in zip(directive.tasks, said, strict=True)
    ]
    units = [
        ReviewUnit(id=f"u{i}", text=words, span=place, probability=sure, reason=why, section=section)
        for i, (words, place, sure, why, section) in enumerate(UNITS, 1)
    ]
    return directive.model_copy(update={"tasks": tasks, "review": units})


def workbook(*directives: Directive) -> Workbook:
    file = io.BytesIO()
    WRITERS["xlsx"].write(directives, file)
    return load_workbook(file)


def table(book: Workbook, sheet: str) -> list[dict[str, object]]:
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_fields_that_are_not_sure_are_to_be_checked_the_least_sure_first(reviewed: Directive) -> None:
    assert [row.check for row in task_rows([reviewed])] == [
        "",
        "Kiểm tra lĩnh vực (tin cậy 31%)\nKiểm tra cơ quan thực hiện (tin cậy 62%)",
        "Kiểm tra có phải nhiệm vụ (tin cậy 42%)\nKiểm tra thời hạn (tin cậy 70%)",
        "",
    ]


def test_of_what_no_model_was_asked_nothing_is_to_be_checked(directive: Directive) -> None:
    assert {row.check for row in task_rows([directive])} == {""}


def test_rows_of_what_to_look_at(reviewed: Directive, bare: Directive) -> None:
    rows = list(review_rows([bare, reviewed, reviewed]))
    assert [row.order for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.percent for row in rows[:3]] == [3, 42, 1], "never no chance at all"
    assert [row.place for row in rows[:3]] == ["", "I › 1, trang 1", "I › 1 › a, trang 2"]
    assert [row.reason for row in rows[:3]] == [reason("zone"), reason("heading"), reason("weak")]
    assert {row.document for row in rows} == {"Chỉ thị 17/CT-UBND ngày 04/03/2024"}


def test_the_workbook_has_a_column_and_a_sheet(reviewed: Directive) -> None:
    book = workbook(reviewed)
    assert book.sheetnames[:2] == [labels("sheets")["tasks"], SHEET]
    assert len(book.sheetnames) == 6
    assert [row[CHECK] for row in table(book, book.sheetnames[0])] == [
        row.check or None for row in task_rows([reviewed])
    ]
    columns = labels("columns")
    rows = table(book, SHEET)
    assert list(rows[0]) == [columns[c] for c in ("order", "passage", "percent", "reason", "place", "document")]
    assert reviewed.review is not None
    assert [row[columns["passage"]] for row in rows] == [unit.text for unit in reviewed.review]
    assert [row[columns["percent"]] for row in rows] == [3, 42, 1]
    assert book[SHEET].freeze_panes == "C2"


def test_without_review_there_is_neither(directive: Directive, bare: Directive) -> None:
    book = workbook(directive, bare)
    assert SHEET not in book.sheetnames
    assert len(book.sheetnames) == 5
    assert CHECK not in table(book, book.sheetnames[0])[0]


def test_one_document_with_review_is_enough(reviewed: Directive, bare: Directive) -> None:
    book = workbook(bare, reviewed)
    assert len(table(book, SHEET)) == 3
    assert table(book, book.sheetnames[0])[0][CHECK] is None


def test_nothing_to_look_at_is_an_empty_sheet(reviewed: Directive) -> None:
    book = workbook(reviewed.model_copy(update={"review": []}))
    assert table(book, SHEET) == []


def test_formulas_are_text_here_too(reviewed: Directive) -> None:
    assert reviewed.review is not None
    unit = reviewed.review[0].model_copy(update={"text": "=1+1"})
    cell = workbook(reviewed.model_copy(update={"review": [unit]}))[SHEET]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.quotePrefix


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_has_the_key(name: str, reviewed: Directive, directive: Directive) -> None:
    def written(one: Directive) -> dict[str, object]:
        file = io.BytesIO()
        WRITERS[name].write([one], file)
        found: dict[str, object] = json.loads(file.getvalue())
        return found

    assert reviewed.review is not None
    assert written(reviewed)["review"] == [unit.model_dump(mode="json") for unit in reviewed.review]
    assert written(directive)["review"] is None
    assert Directive.model_validate(written(reviewed)) == reviewed


def test_doubt_about_the_task_colours_its_row(reviewed: Directive) -> None:
    assert [row.doubtful for row in task_rows([reviewed])] == [t.confidence < DOUBTFUL_BELOW for t in reviewed.tasks]
