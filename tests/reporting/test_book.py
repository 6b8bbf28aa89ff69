"""The workbook, read back: the figures of the report, native charts, no text that is a formula."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from analyzer.knowledge.data import read_toml
from analyzer.reporting import Report, book, gather
from tests.reporting.hostile import hostile
from tests.reporting.samples import AS_OF, DIRECTIVES

SHEETS = read_toml("report.toml")["sheets"]


def written(report: Report) -> bytes:
    file = BytesIO()
    book.write(report, file)
    return file.getvalue()


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return load_workbook(BytesIO(written(gather(DIRECTIVES, AS_OF))))


def rows(workbook: Workbook, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in workbook[SHEETS[sheet]].iter_rows()]


def test_sheets(workbook: Workbook) -> None:
    assert set(workbook.sheetnames) == set(SHEETS.values())
    assert workbook.sheetnames[0] == SHEETS["cover"]


def test_figures(workbook: Workbook) -> None:
    assert rows(workbook, "agencies")[1:] == [
        [1, "Sở Gió", "ngoài danh mục", 3, 2, 1, None, None, None, None],
        [2, "Sở Muối", "ngoài danh mục", 4, None, 1, 1, 1, 1, 1],
        [3, "Chưa rõ cơ quan chủ trì", None, 1, None, None, None, 1, None, None],
    ]
    assert [row[0] for row in rows(workbook, "overdue")[1:]] == [1, 2]
    assert [row[2:4] for row in rows(workbook, "heat")[1:]] == [[None, None], [None, 1], [None, None]]


def test_totals_agree(workbook: Workbook) -> None:
    def sums(sheet: str, column: int) -> int:
        return sum(int(str(row[column] or 0)) for row in rows(workbook, sheet)[1:])

    assert sums("months", 5) == sums("areas", 2) == 7
    assert sums("agencies", 3) == sums("heat", 10) == 8
    cover = {row[1]: row[2] for row in rows(workbook, "cover")}
    assert (cover["Nhiệm vụ"], cover["Quá hạn"]) == (7, 2)


def test_targets(workbook: Workbook) -> None:
    """Years are numbers and so are values, shown with their comparators."""
    found = rows(workbook, "years")
    assert found[0][4:] == [2024, 2025, 2026]
    assert found[1][1:] == ["Tỷ lệ hồ sơ nộp trực tuyến", "%", "Ủy ban nhân dân tỉnh Vịnh Xanh", 70, 80, 75]
    assert len(found) == 2  # what has no year stands on the next sheet alone
    assert workbook[SHEETS["years"]].cell(2, 5).number_format == '"≥ "General'
    aims = [row[4:10] for row in rows(workbook, "aims")[1:]]
    assert [(row[0], row[2], row[5]) for row in aims] == [
        (2024, 70, None),
        (2025, 80, "▲ cao hơn năm 2024"),
        (2026, 75, "▼ thấp hơn năm 2025 (đặt nhẹ hơn)"),
        (None, 60, None),
    ]


@pytest.mark.parametrize("made", ["plain", "hostile"])
def test_no_text_is_a_formula_or_link(made: str) -> None:
    data = written(hostile() if made == "hostile" else gather(DIRECTIVES, AS_OF))
    found = load_workbook(BytesIO(data))
    for sheet in found:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    sheets = set(SHEETS.values())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == 4
        for name in charts:
            formulas = re.findall(r"<c:f>([^<]*)</c:f>", archive.read(name).decode())
            assert formulas
            for formula in formulas:
                reference = re.fullmatch(r"'([^']+)'!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?", formula)
                assert reference
                assert reference.group(1) in sheets


def test_charts_read_the_rows_they_are_about() -> None:
    data = written(gather(DIRECTIVES, AS_OF))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        charts = [archive.read(f"xl/charts/chart{n}.xml").decode() for n in range(1, 5)]
    formulas = [set(re.findall(r"<c:f>([^<]*)</c:f>", chart)) for chart in charts]
    assert f"'{SHEETS['agencies']}'!$E$2:$E$4" in formulas[0]
    assert f"'{SHEETS['months']}'!$C$2:$C$26" in formulas[1]
    assert f"'{SHEETS['areas']}'!$D$2:$D$9" in formulas[2]
    assert {f"'{SHEETS['years']}'!$E$1:$G$1", f"'{SHEETS['years']}'!$E$2:$G$2"} <= formulas[3]


def test_nothing_to_report() -> None:
    found = load_workbook(BytesIO(written(gather([], AS_OF))))
    assert [row[0] for row in rows(found, "agencies")] == ["TT"]
