"""Tables of Word documents: merged cells, columns left out, tables within tables, changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analyzer.reading import read
from tests.reading.builders import add_numbering, level, word, xml
from tests.reading.cells import rows

HEADER = ["TT", "Nhiệm vụ", "Cơ quan", "Hạn"]


def table(document: Any, texts: list[list[str]]) -> Any:
    found = document.add_table(len(texts), len(texts[0]), style="Table Grid")
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            if text:
                found.cell(i, j).text = text
    return found


def merged_down(document: Any) -> None:
    t = table(
        document, [HEADER, ["1", "Rà soát", "Sở A", "Quý I"], ["2", "Báo cáo", "", "Quý II"], ["3", "Họp", "", ""]]
    )
    t.cell(1, 2).merge(t.cell(3, 2))


def merged_across(document: Any) -> None:
    t = table(document, [HEADER, ["I. Nhóm việc", "", "", ""], ["1", "Rà soát", "", "Quý I"]])
    t.cell(1, 0).merge(t.cell(1, 3))
    t.cell(2, 1).merge(t.cell(2, 2))


def merged_both_ways(document: Any) -> None:
    t = table(document, [HEADER, ["1", "Rà soát", "", "Quý I"], ["2", "", "", "Quý II"]])
    t.cell(1, 1).merge(t.cell(2, 2))


def header_of_two_rows(document: Any) -> None:
    t = table(
        document, [["TT", "Nhiệm vụ", "Thực hiện", ""], ["", "", "Cơ quan", "Hạn"], ["1", "Rà soát", "Sở A", "Quý I"]]
    )
    t.cell(0, 0).merge(t.cell(1, 0))
    t.cell(0, 1).merge(t.cell(1, 1))
    t.cell(0, 2).merge(t.cell(0, 3))


def continued_without_a_start(document: Any) -> None:
    """Rows before the first are gone; the cell is shown."""
    t = table(document, [["TT", "Việc"], ["1", "Rà soát"]])
    t.cell(0, 1)._tc.get_or_add_tcPr().append(xml("<w:vMerge/>"))


def text_under_a_merged_cell(document: Any) -> None:
    """Word does not show what the covered cell holds."""
    t = table(document, [["Sở A", "Rà soát"], ["Sở Z", "Báo cáo"]])
    t.cell(0, 0)._tc.get_or_add_tcPr().append(xml('<w:vMerge w:val="restart"/>'))
    t.cell(1, 0)._tc.get_or_add_tcPr().append(xml("<w:vMerge/>"))


def columns_left_out(document: Any) -> None:
    t = table(document, [["TT", "Việc", "Nơi"], ["", "Rà soát", "Sở A"], ["2", "Báo cáo", ""]])
    for i, cell, side in ((1, 0, "gridBefore"), (2, 2, "gridAfter")):
        tr = t.rows[i]._tr
        tr.remove(tr.tc_lst[cell])
        tr.get_or_add_trPr().append(xml(f'<w:{side} w:val="1"/>'))


def columns_in_which_nothing_begins(document: Any) -> None:
    t = table(document, [["TT", "", "Việc"], ["1", "", "Rà soát"]])
    for i in range(2):
        t.cell(i, 0).merge(t.cell(i, 1))


def table_in_a_cell(document: Any) -> None:
    t = table(document, [["TT", "Việc"], ["1", "Rà soát"]])
    inner = t.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Sở A", "Sở B"


def paragraphs_in_a_cell(document: Any) -> None:
    t = table(document, [["1", "Rà soát quy trình;"], ["2", "Họp"]])
    number = add_numbering(document, [level("bullet", "-")])
    for text in ("báo cáo kết quả;", "công khai."):
        paragraph = t.cell(0, 1).add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(xml(f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))


def deleted_row_in_a_merged_cell(document: Any) -> None:
    t = table(document, [["1", "Sở A"], ["2", ""], ["3", ""]])
    t.cell(0, 1).merge(t.cell(2, 1))
    t.rows[1]._tr.get_or_add_trPr().append(xml('<w:del w:id="1" w:author="x"/>'))


def start_of_a_merged_cell_without_text(document: Any) -> None:
    t = table(document, [["TT", "Việc"], ["", ""], ["2", ""], ["3", "Họp"]])
    t.cell(1, 1).merge(t.cell(2, 1))


CASES: list[tuple[Callable[[Any], None], list[list[str]]]] = [
    (merged_down, [HEADER, ["1", "Rà soát", "Sở A", "Quý I"], ["2", "Báo cáo", "{Sở A}", "Quý II"],
                   ["3", "Họp", "{Sở A}", ""]]),
    (merged_across, [HEADER, ["I. Nhóm việc", *["{I. Nhóm việc}"] * 3], ["1", "Rà soát", "{Rà soát}", "Quý I"]]),
    (merged_both_ways, [HEADER, ["1", "Rà soát", "{Rà soát}", "Quý I"], ["2", "{Rà soát}", "{Rà soát}", "Quý II"]]),
    (header_of_two_rows, [["TT", "Nhiệm vụ", "Thực hiện", "{Thực hiện}"], ["{TT}", "{Nhiệm vụ}", "Cơ quan", "Hạn"],
                          ["1", "Rà soát", "Sở A", "Quý I"]]),
    (continued_without_a_start, [["TT", "Việc"], ["1", "Rà soát"]]),
    (text_under_a_merged_cell, [["Sở A", "Rà soát"], ["{Sở A}", "Báo cáo"]]),
    (columns_left_out, [["TT", "Việc", "Nơi"], ["", "Rà soát", "Sở A"], ["2", "Báo cáo", ""]]),
    (columns_in_which_nothing_begins, [["TT", "Việc"], ["1", "Rà soát"]]),
    (table_in_a_cell, [["TT", "Việc"], ["1", "Rà soát Sở A Sở B"]]),
    (paragraphs_in_a_cell, [["1", "Rà soát quy trình; - báo cáo kết quả; - công khai."], ["2", "Họp"]]),
    (deleted_row_in_a_merged_cell, [["1", "Sở A"], ["3", "{Sở A}"]]),
    (start_of_a_merged_cell_without_text, [["TT", "Việc"], ["2", ""], ["3", "Họp"]]),
]  # fmt: skip


@pytest.mark.parametrize(("build", "expected"), CASES, ids=[build.__name__ for build, _ in CASES])
def test_rows(build: Callable[[Any], None], expected: list[list[str]]) -> None:
    assert rows(read(word(build))) == expected


def test_rows_without_merged_cells_say_so() -> None:
    manuscript = read(word(merged_down))
    assert [bool(block.merged) for block in manuscript.blocks] == [False, False, True, True]


def test_addressees_set_in_columns_are_no_table() -> None:
    def build(document: Any) -> None:
        table(document, [["Kính gửi:", "- Các sở, ban, ngành;"], ["", "- Ủy ban nhân dân các xã."]])

    assert {block.kind for block in read(word(build)).blocks} == {"paragraph"}
