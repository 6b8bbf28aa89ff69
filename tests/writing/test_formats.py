"""Every format against its golden file; ``pytest --regenerate`` writes them anew."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from analyzer.assembly.models import Directive
from analyzer.writing import WRITERS, writer_for
from analyzer.writing.rows import task_rows
from tests.writing.dated import dated_directive

Golden = Callable[[str, str], None]


def written(name: str, *directives: Directive) -> bytes:
    file = io.BytesIO()
    WRITERS[name].write(directives, file)
    return file.getvalue()


def workbook(*directives: Directive) -> Workbook:
    return load_workbook(io.BytesIO(written("xlsx", *directives)))


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "md", "brief", "ics"])
def test_text_formats(name: str, directive: Directive, bare: Directive, golden: Golden) -> None:
    golden(f"two.{name}", written(name, directive, bare).decode("utf-8"))


@pytest.mark.parametrize("name", ["csv", "md", "brief", "ics"])
def test_text_formats_of_every_kind_of_limit(name: str, golden: Golden) -> None:
    golden(f"dated.{name}", written(name, dated_directive()).decode("utf-8"))


def test_xlsx_content(directive: Directive, bare: Directive, golden: Golden) -> None:
    golden("two.xlsx.txt", content(workbook(directive, bare)))
    golden("dated.xlsx.txt", content(workbook(dated_directive())))


def content(book: Workbook) -> str:
    lines = []
    for sheet in book:
        lines.append(f"# {sheet.title}")
        for row in sheet.iter_rows():
            lines.append(json.dumps([c.value for c in row], ensure_ascii=False, default=lambda d: f"{d:%d/%m/%Y}"))
    return "\n".join(lines) + "\n"


def test_xlsx_can_be_worked_with(directive: Directive) -> None:
    sheet = workbook(directive, directive)["Nhiệm vụ"]
    assert [c.value for c in sheet[1]] == [
        "TT",
        "Nội dung nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Cơ quan hiện nay",
        "Thời hạn",
        "Nên xong chậm nhất",
        "Kỳ tới",
        "Thời hạn (nguyên văn)",
        "Sản phẩm",
        "Lĩnh vực",
        "Căn cứ/vị trí",
        "Văn bản",
        "Ghi chú",
    ]
    assert [sheet[cell].value for cell in ("F2", "G2", "H2")] == [datetime(2024, 6, 30), datetime(2024, 6, 28), None]
    assert sheet["H3"].value == datetime(2024, 3, 31)
    assert {sheet[cell].number_format for cell in ("F2", "G2", "H3")} == {"dd/mm/yyyy"}
    assert sheet["I2"].value == "trước ngày 30/6/2024"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:N9"
    assert sheet["B2"].alignment.wrap_text
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_xlsx_hides_what_is_empty_in_every_row(directive: Directive, bare: Directive) -> None:
    def hidden(*made: Directive) -> set[str]:
        sheet = workbook(*made)["Nhiệm vụ"]
        sizes = [size for size in sheet.column_dimensions.values() if size.hidden]
        return {sheet.cell(1, at).value for size in sizes for at in range(size.min, size.max + 1)}

    assert hidden(dated_directive(), bare) == set()
    assert hidden(directive) == {"Cơ quan hiện nay"}
    assert hidden(bare) == {"Cơ quan hiện nay", "Nên xong chậm nhất", "Kỳ tới"}


def test_xlsx_prints_on_a4_across(directive: Directive) -> None:
    for sheet in workbook(directive):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert "&P" in sheet.oddFooter.center.text


def test_xlsx_colours_doubtful_rows(directive: Directive) -> None:
    sheet = workbook(directive)["Nhiệm vụ"]
    colours = [sheet.cell(row, 2).fill.fgColor.rgb for row in range(2, 6)]
    assert len({colours[0], colours[1], colours[3]}) == 1
    assert colours[2] != colours[0]
    assert sheet["N4"].value.startswith("CẦN KIỂM TRA (độ tin cậy 42%)")


def test_xlsx_without_rows_still_opens(bare: Directive) -> None:
    book = workbook(bare.model_copy(update={"tasks": []}))
    assert [sheet.max_row for sheet in book] == [1, 1, 1, 1, 1]


def test_csv_opens_in_a_spreadsheet(directive: Directive) -> None:
    data = written("csv", directive)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["Thời hạn"] for row in rows] == ["30/06/2024", "31/12/2024", "", ""]
    assert rows[3]["Nội dung nhiệm vụ"].startswith("'= Đề nghị")


def test_dates_before_excels_calendar_stay_readable(directive: Directive) -> None:
    task = directive.tasks[0]
    old = task.model_copy(update={"deadlines": [task.deadlines[0].model_copy(update={"due": date(1890, 5, 7)})]})
    sheet = workbook(directive.model_copy(update={"tasks": [old]}))["Nhiệm vụ"]
    assert sheet["F2"].value == "07/05/1890"


def test_markdown_holds_no_markup_of_the_document(directive: Directive) -> None:
    text = "<script>alert(1)</script> a|b *c* [d](javascript:e)\nf"
    task = directive.tasks[0].model_copy(update={"text": text})
    row = written("md", directive.model_copy(update={"tasks": [task]})).decode().split("\n")
    line = next(line for line in row if "script" in line)
    assert "<script" not in line
    assert line.count(" | ") == row[row.index(line) - 2].count(" | ")
    assert r"\[d\](javascript:e)<br>f" in line


def test_json_leaves_the_text_out_where_there_is_none(directive: Directive) -> None:
    with_text = json.loads(written("json", directive))
    without = json.loads(written("json", directive.model_copy(update={"text": None})))
    assert with_text.pop("text") == directive.text
    assert without == with_text


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("a.xlsx", "xlsx"),
        ("A.B.CSV", "csv"),
        ("a.ICS", "ics"),
        ("a.md", "md"),
        ("a.brief.md", "brief"),
        ("a.doc", None),
        ("json", None),
        ("brief.md", "md"),
    ],
)
def test_the_suffix_names_the_format(file_name: str, name: str | None) -> None:
    found = writer_for(file_name)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("section", "place"),
    [
        (["II.", "1.", "a)"], "II › 1 › a"),
        (["Điều 3", "2", "đ"], "Điều 3 › 2 › đ"),
        (["5", "(1)"], "5 › (1)"),
        (["I", "-", "+"], "I"),
        ([], ""),
    ],
)
def test_place_of_a_task(directive: Directive, section: list[str], place: str) -> None:
    base = directive.tasks[1]
    task = base.model_copy(update={"section": section, "span": base.span.model_copy(update={"page": None})})
    (row,) = task_rows([directive.model_copy(update={"tasks": [task]})])
    assert row.place == place
