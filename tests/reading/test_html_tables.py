"""Tables of portal pages: spans, sections, tables within tables and tables that lay out the page."""

from __future__ import annotations

import pytest

from analyzer.reading import read
from tests.reading.cells import rows

PROSE = (
    "<p>Ủy ban nhân dân tỉnh giao các sở, ban, ngành và địa phương tổ chức thực hiện các nhiệm vụ trong bảng sau đây, "
    "báo cáo kết quả định kỳ hằng quý.</p>"
)


def tables(inner: str) -> list[list[str]]:
    return rows(read(f"<html><body>{PROSE}{inner}{PROSE}</body></html>"))


HEAD = "<tr><th>TT</th><th>Nhiệm vụ</th><th>Cơ quan</th></tr>"
HEADER = ["TT", "Nhiệm vụ", "Cơ quan"]

# what the table says, its rows; what reaches in from a merged cell stands in braces
CASES: dict[str, tuple[str, list[list[str]]]] = {
    "cells that span rows": (
        f"{HEAD}<tr><td>1</td><td>Rà soát</td><td rowspan=2>Sở Y tế</td></tr><tr><td>2</td><td>Báo cáo</td></tr>",
        [HEADER, ["1", "Rà soát", "Sở Y tế"], ["2", "Báo cáo", "{Sở Y tế}"]],
    ),
    "cells that span columns": (
        f"{HEAD}<tr><td colspan=3>I. Nhóm việc</td></tr><tr><td>1</td><td colspan=2>Rà soát</td></tr>",
        [HEADER, ["I. Nhóm việc", "{I. Nhóm việc}", "{I. Nhóm việc}"], ["1", "Rà soát", "{Rà soát}"]],
    ),
    "cells that span both": (
        f"{HEAD}<tr><td>1</td><td colspan=2 rowspan=2>Rà soát</td></tr><tr><td>2</td></tr>",
        [HEADER, ["1", "Rà soát", "{Rà soát}"], ["2", "{Rà soát}", "{Rà soát}"]],
    ),
    "a header of two rows": (
        "<thead><tr><th rowspan=2>TT</th><th rowspan=2>Nhiệm vụ</th><th colspan=2>Thực hiện</th></tr>"
        "<tr><th>Chủ trì</th><th>Phối hợp</th></tr></thead>"
        "<tbody><tr><td>1</td><td>Rà soát</td><td>Sở A</td><td>Sở B</td></tr></tbody>",
        [["TT", "Nhiệm vụ", "Thực hiện", "{Thực hiện}"], ["{TT}", "{Nhiệm vụ}", "Chủ trì", "Phối hợp"],
         ["1", "Rà soát", "Sở A", "Sở B"]],
    ),
    "cells do not reach out of their section": (
        "<thead><tr><th rowspan=3>TT</th><th>Việc</th></tr></thead><tbody><tr><td>1</td><td>Rà soát</td></tr></tbody>",
        [["TT", "Việc"], ["1", "Rà soát"]],
    ),
    "a cell that reaches to the end of its section": (
        "<tbody><tr><td rowspan=0>Sở A</td><td>Rà soát</td></tr><tr><td>Báo cáo</td></tr></tbody>"
        "<tbody><tr><td>Sở B</td><td>Công khai</td></tr></tbody>",
        [["Sở A", "Rà soát"], ["{Sở A}", "Báo cáo"], ["Sở B", "Công khai"]],
    ),
    "the foot is written before the body": (
        "<tfoot><tr><td>Tổng</td><td>2</td></tr></tfoot><tbody><tr><td>Xã A</td><td>1</td></tr>"
        "<tr><td>Xã B</td><td>1</td></tr></tbody>",
        [["Xã A", "1"], ["Xã B", "1"], ["Tổng", "2"]],
    ),
    "a column that no cell begins in": (
        "<tr><td colspan=2>TT</td><td>Việc</td></tr><tr><td colspan=2>1</td><td>Rà soát</td></tr>",
        [["TT", "Việc"], ["1", "Rà soát"]],
    ),
    "a merged cell over a row without text": (
        "<tr><td>1</td><td rowspan=3>Sở A</td></tr><tr><td></td></tr><tr><td>2</td></tr>",
        [["1", "Sở A"], ["2", "{Sở A}"]],
    ),
    "paragraphs, lists and lines in a cell": (
        "<tr><td>1</td><td><p>Rà soát</p><ul><li>quy trình;</li><li>biểu mẫu</li></ul>hằng<br>năm</td></tr>"
        "<tr><td>2</td><td>Báo cáo</td></tr>",
        [["1", "Rà soát quy trình; biểu mẫu hằng năm"], ["2", "Báo cáo"]],
    ),
    "a table in a cell": (
        f"{HEAD}<tr><td>1</td><td>Rà soát các quy trình nội bộ của đơn vị</td>"
        "<td><table><tr><td>Sở A</td><td>Sở B</td></tr></table></td></tr>"
        "<tr><td>2</td><td>Báo cáo kết quả với cơ quan cấp trên</td><td>Sở C</td></tr>",
        [HEADER, ["1", "Rà soát các quy trình nội bộ của đơn vị", "Sở A Sở B"],
         ["2", "Báo cáo kết quả với cơ quan cấp trên", "Sở C"]],
    ),
    "tables that lay out the page": (
        f"<tr><td>Trang chủ</td><td><table>{HEAD}<tr><td>1</td><td>Rà soát</td><td>Sở A</td></tr></table></td></tr>",
        [HEADER, ["1", "Rà soát", "Sở A"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "expected"), CASES.values(), ids=CASES.keys())
def test_rows(inner: str, expected: list[list[str]]) -> None:
    assert tables(f"<table>{inner}</table>") == expected


def test_every_table_is_counted() -> None:
    table = f"<table>{HEAD}<tr><td>1</td><td>Rà soát</td><td>Sở A</td></tr></table>"
    manuscript = read(f"<html><body>{PROSE}{table}{PROSE}{table}</body></html>")
    assert [b.table for b in manuscript.blocks if b.kind == "row"] == [0, 0, 1, 1]
