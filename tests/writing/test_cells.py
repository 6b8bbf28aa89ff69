"""Cells: nothing starts a formula, nothing breaks the file, nothing is longer than a cell."""

import csv
import io

import pytest
from openpyxl import load_workbook

from analyzer.assembly.models import Directive
from analyzer.writing import WRITERS
from analyzer.writing.cells import CELL_LIMIT, clean, defused, fit, starts_formula

FORMULAS = (
    "=1+1",
    "+84 909",
    "-Rà soát",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =cmd|' /C calc'!A0",
    "\u00a0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
)
HARMLESS = ("Rà soát = kiểm tra", "1. Sở Nội vụ", "“Đề án” - +", "'trích", "", "30/6/2024")


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_starts_are_told(text: str) -> None:
    assert starts_formula(text)
    assert defused(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_alone(text: str) -> None:
    assert not starts_formula(text)
    assert defused(text) == text


def _with_texts(directive: Directive, texts: tuple[str, ...]) -> Directive:
    """The directive with one task a text, which stands in the fields that come from the document."""
    base = directive.tasks[0]
    tasks = [
        base.model_copy(
            update={
                "text": text,
                "deliverables": [text],
                "section": [text],
                "assignees": [a.model_copy(update={"name": text}) for a in base.assignees],
                "deadlines": [d.model_copy(update={"text": text}) for d in base.deadlines],
            }
        )
        for text in texts
    ]
    return directive.model_copy(update={"tasks": tasks})


def test_csv_holds_no_formula(directive: Directive) -> None:
    file = io.BytesIO()
    WRITERS["csv"].write([_with_texts(directive, FORMULAS)], file)
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    assert len(rows) == len(FORMULAS) + 1
    assert not [cell for row in rows for cell in row if starts_formula(cell)]


def test_xlsx_holds_no_formula(directive: Directive) -> None:
    file = io.BytesIO()
    WRITERS["xlsx"].write([_with_texts(directive, FORMULAS + HARMLESS)], file)
    book = load_workbook(io.BytesIO(file.getvalue()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}  # "f" would be a formula
    # A cell's text that would become a formula when somebody edits it carries the quote mark.
    risky = [c for c in cells if isinstance(c.value, str) and starts_formula(c.value)]
    assert len(risky) > len(FORMULAS)
    assert all(cell.quotePrefix for cell in risky)


def test_clean_drops_what_xml_cannot_hold() -> None:
    assert clean("a\x00\x1b[31mb\ud800\uffff\r\nc\td") == "a[31mb\nc\td"


@pytest.mark.parametrize("text", ["á" * (CELL_LIMIT + 1), "𠀀" * CELL_LIMIT, "😀a" * CELL_LIMIT])
def test_long_text_is_cut_to_the_cell_and_says_so(text: str) -> None:
    cut = fit(text)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cut.endswith("(cắt bớt, xem tệp JSON)")
    assert text.startswith(cut[:30_000][:10_000])


def test_text_that_just_fits_is_kept() -> None:
    assert fit("á" * CELL_LIMIT) == "á" * CELL_LIMIT


def test_xlsx_holds_very_long_and_broken_text(directive: Directive) -> None:
    file = io.BytesIO()
    WRITERS["xlsx"].write([_with_texts(directive, ("x" * 100_000, "a\x00b", "http://" + "x" * 3000))], file)
    sheet = load_workbook(io.BytesIO(file.getvalue()))["Nhiệm vụ"]
    assert len(sheet["B2"].value) <= CELL_LIMIT
    assert sheet["B3"].value == "ab"
    assert sheet["B4"].value.startswith("http://x")
    assert sheet["B4"].hyperlink is None
