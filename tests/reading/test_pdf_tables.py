"""Tables of PDFs: however their lines are drawn, with merged cells, and over pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, Spacer, Table, TableStyle

from analyzer.reading import read
from analyzer.reading.pdf.rulings import OUTSIDE, Ruling, TooManyRulings, find_grids
from tests.reading.builders import (
    LONG,
    REGULAR,
    Sheet,
    body_style,
    drawn,
    page_number,
    pdf,
    ruled,
    title_style,
)
from tests.reading.cells import braced, rows

Line = tuple[float, float, float, float]


SHEET = Sheet(
    [60, 100, 320, 430, 540],
    [100, 140, 180, 200, 260, 290],
    {
        (0, 0, 1, 2): "TT", (1, 0, 1, 2): "Nhiệm vụ", (2, 0, 2, 1): "Cơ quan thực hiện",
        (2, 1, 1, 1): "Chủ trì", (3, 1, 1, 1): "Phối hợp",
        (0, 2, 4, 1): "I. Nhóm việc chung",
        (0, 3, 1, 1): "1", (1, 3, 1, 1): "Rà soát quy trình nội\nbộ của các phòng\nvà đơn vị;",
        (2, 3, 1, 2): "Sở Nội vụ", (3, 3, 1, 1): "Sở Y tế",
        (0, 4, 1, 1): "2", (1, 4, 1, 1): "Công khai kết quả", (3, 4, 1, 1): "",
    },
)  # fmt: skip
EXPECTED = [
    ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "{Cơ quan thực hiện}"],
    ["{TT}", "{Nhiệm vụ}", "Chủ trì", "Phối hợp"],
    ["I. Nhóm việc chung", *["{I. Nhóm việc chung}"] * 3],
    ["1", "Rà soát quy trình nội bộ của các phòng và đơn vị;", "Sở Nội vụ", "Sở Y tế"],
    ["2", "Công khai kết quả", "{Sở Nội vụ}", ""],
]


def line(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.line(x0, A4[1] - y0, x1, A4[1] - y1)


def as_lines(canvas: Canvas, sides: list[Line]) -> None:
    for side in sides:
        line(canvas, *side)


def as_cell_outlines(canvas: Canvas, sides: list[Line]) -> None:
    for x0, y0, x1, y1 in SHEET.boxes():
        canvas.rect(x0, A4[1] - y1, x1 - x0, y1 - y0, stroke=1, fill=0)


def as_thin_rectangles(canvas: Canvas, sides: list[Line]) -> None:
    for x0, y0, x1, y1 in sides:
        canvas.rect(x0 - 0.3, A4[1] - y1 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)


def as_double_lines(canvas: Canvas, sides: list[Line]) -> None:
    for x0, y0, x1, y1 in sides:
        for d in (-0.8, 0.8):
            dx, dy = (d, 0) if x0 == x1 else (0, d)
            line(canvas, x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def with_gaps(canvas: Canvas, sides: list[Line]) -> None:
    """Upright lines are broken in the middle of each row."""
    for x0, y0, x1, y1 in sides:
        if x0 == x1:
            middle = (y0 + y1) / 2
            line(canvas, x0, y0, x0, middle - 3)
            line(canvas, x0, middle + 3, x0, y1)
        else:
            line(canvas, x0, y0, x1, y1)


def with_filled_header(canvas: Canvas, sides: list[Line]) -> None:
    """The header has a grey ground and no lines; a white ground lies under one cell."""
    canvas.setFillGray(0.8)
    for x0, y0, x1, y1 in SHEET.boxes()[:5]:
        canvas.rect(x0 + 0.5, A4[1] - y1 + 0.5, x1 - x0 - 1, y1 - y0 - 1, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.rect(110, A4[1] - 250, 100, 30, stroke=0, fill=1)
    canvas.setFillGray(0)
    as_lines(canvas, [s for s in sides if max(s[1], s[3]) > 180])


def without_outer_lines(canvas: Canvas, sides: list[Line]) -> None:
    as_lines(canvas, [s for s in sides if not (s[0] == s[2] and s[0] in (SHEET.xs[0], SHEET.xs[-1]))])


def with_overhang(canvas: Canvas, sides: list[Line]) -> None:
    """Lines that reach a little over the corners."""
    for x0, y0, x1, y1 in sides:
        line(canvas, *((x0, y0 - 2, x1, y1 + 2) if x0 == x1 else (x0 - 2, y0, x1 + 2, y1)))


def in_a_frame(canvas: Canvas, sides: list[Line]) -> None:
    as_lines(canvas, sides)
    canvas.rect(30, 30, A4[0] - 60, A4[1] - 60, stroke=1, fill=0)
    # A frame around words in a cell.
    canvas.rect(SHEET.xs[1] + 6, A4[1] - 245, 150, 35, stroke=1, fill=0)


@pytest.mark.parametrize(
    "draw",
    [as_lines, as_cell_outlines, as_thin_rectangles, as_double_lines, with_gaps, with_filled_header,
     without_outer_lines, with_overhang, in_a_frame],
)  # fmt: skip
def test_cells_are_found_however_lines_are_drawn(draw: Callable[[Canvas, list[Line]], None]) -> None:
    def page(canvas: Canvas) -> None:
        draw(canvas, SHEET.sides())
        canvas.setFont(REGULAR, 9)
        SHEET.write(canvas)
        canvas.drawString(60, A4[1] - 340, "Các cơ quan, đơn vị tổ chức thực hiện kế hoạch này.")

    manuscript = read(drawn(page))
    assert rows(manuscript) == EXPECTED
    assert manuscript.text.endswith("Các cơ quan, đơn vị tổ chức thực hiện kế hoạch này.")


def test_text_beside_a_table_stays_text() -> None:
    words = ["Ghi chú bên lề:", "số liệu được lấy từ", "báo cáo của các xã", "trong năm trước."]

    def page(canvas: Canvas) -> None:
        canvas.setFont(REGULAR, 9)
        sheet = Sheet([60, 90, 250, 330], [100, 130, 160, 190], {
            (c, r, 1, 1): f"{('TT', 'Việc', 'Nơi')[c]} {r}" for c in range(3) for r in range(3)
        })  # fmt: skip
        as_lines(canvas, sheet.sides())
        sheet.write(canvas)
        for i, text in enumerate(words):
            canvas.drawString(360, A4[1] - 112 - 14 * i, text)

    manuscript = read(drawn(page))
    assert rows(manuscript) == [[f"TT {r}", f"Việc {r}", f"Nơi {r}"] for r in range(3)]
    rest = [manuscript.text[b.start : b.end] for b in manuscript.blocks if b.kind == "paragraph"]
    assert " ".join(rest) == " ".join(words)


def test_frames_and_boxes_that_are_no_tables() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(50, A4[1] - 200, 400, 100)
        canvas.line(50, A4[1] - 150, 450, A4[1] - 150)
        canvas.drawString(60, A4[1] - 120, "Lưu ý: tài liệu phục vụ họp nội bộ.")
        canvas.drawString(60, A4[1] - 170, "Đề nghị không sao chụp dưới mọi hình thức.")

    assert {b.kind for b in read(drawn(page)).blocks} == {"paragraph"}


HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
WIDTHS = [30.0, 240.0, 110.0, 80.0]


def body(count: int, agency: str = "Sở Nội vụ") -> list[list[str]]:
    return [
        [str(n), f"Xây dựng phương án số {n} và tổ chức thực hiện.", agency, f"Quý {n % 4 + 1}"]
        for n in range(1, count + 1)
    ]


def spanned(table: Table, *spans: tuple[tuple[int, int], tuple[int, int]]) -> Table:
    table.setStyle(TableStyle([("SPAN", *span) for span in spans]))
    return table


def test_a_header_of_two_rows_is_set_aside_on_the_pages_after_the_first() -> None:
    head = [["TT", "Nhiệm vụ", "Thực hiện", ""], ["", "", "Chủ trì", "Thời hạn"], ["(1)", "(2)", "(3)", "(4)"]]
    table = ruled([*head, *body(60)], WIDTHS, repeatRows=3)
    manuscript = read(pdf([spanned(table, ((0, 0), (0, 1)), ((1, 0), (1, 1)), ((2, 0), (3, 0)))], page_number))
    assert rows(manuscript) == [
        ["TT", "Nhiệm vụ", "Thực hiện", "{Thực hiện}"],
        ["{TT}", "{Nhiệm vụ}", "Chủ trì", "Thời hạn"],
        head[2],
        *body(60),
    ]
    assert manuscript.furniture.count("TT | Nhiệm vụ | Thực hiện") == (manuscript.source.pages or 0) - 1


def on_pages(*tables: Table) -> bytes:
    story: list[Any] = [Paragraph("PHỤ LỤC", title_style())]
    for i, table in enumerate(tables):
        story += [PageBreak(), table] if i else [table]
    return pdf(story, page_number)


def test_a_repeated_header_with_other_line_breaks() -> None:
    again = ["TT", "Nhiệm vụ", "Cơ quan<br/>chủ trì", "Thời<br/>hạn"]
    manuscript = read(on_pages(ruled([HEAD, *body(3)], WIDTHS), ruled([again, *body(5)[3:]], WIDTHS)))
    assert rows(manuscript) == [HEAD, *body(5)]


def test_only_the_column_numbers_are_repeated() -> None:
    numbers = ["(1)", "(2)", "(3)", "(4)"]
    title = ["Danh mục việc", "", "", ""]
    first = spanned(ruled([title, HEAD, numbers, *body(3)], WIDTHS), ((0, 0), (3, 0)))
    manuscript = read(on_pages(first, ruled([numbers, *body(5)[3:]], WIDTHS), ruled([HEAD, *body(7)[5:]], WIDTHS)))
    assert rows(manuscript)[1:] == [HEAD, numbers, *body(7)]
    assert manuscript.furniture.count("(1) | (2) | (3) | (4)") == 1


# the last row of a page, the first one on the next, and what they are
TORN: list[tuple[str, list[str], list[str], list[list[str]]]] = [
    ("one cell goes on", ["4", "Rà soát các quy trình và", "Sở Y tế", "Quý I"],
     ["", "báo cáo kết quả.", "", ""], [["4", "Rà soát các quy trình và báo cáo kết quả.", "Sở Y tế", "Quý I"]]),
    ("cells go on", ["4", "Rà soát các quy trình và", "Sở Y tế, Sở", "Trước"],
     ["", "báo cáo kết quả.", "Tài chính", "30/6"],
     [["4", "Rà soát các quy trình và báo cáo kết quả.", "Sở Y tế, Sở Tài chính", "Trước 30/6"]]),
    ("between two paragraphs", ["4", "Rà soát các quy trình.", "Sở Y tế", "Quý I"],
     ["", "Báo cáo kết quả với cơ quan cấp trên.", "", ""],
     [["4", "Rà soát các quy trình. Báo cáo kết quả với cơ quan cấp trên.", "Sở Y tế", "Quý I"]]),
    ("the number is on the second page", ["", "Rà soát quy trình và", "", "Quý I"], ["4", "báo cáo.", "Sở Y tế", ""],
     [["4", "Rà soát quy trình và báo cáo.", "Sở Y tế", "Quý I"]]),
    ("two rows", ["4", "Rà soát các quy trình", "Sở Y tế", "Quý I"], ["5", "báo cáo kết quả.", "", ""],
     [["4", "Rà soát các quy trình", "Sở Y tế", "Quý I"], ["5", "báo cáo kết quả.", "", ""]]),
    ("a total", ["4", "Rà soát các quy trình.", "Sở Y tế", "Quý I"], ["", "Tổng số việc: 4", "", ""],
     [["4", "Rà soát các quy trình.", "Sở Y tế", "Quý I"], ["", "Tổng số việc: 4", "", ""]]),
    ("a group", ["4", "Rà soát các quy trình", "Sở Y tế", "Quý I"], ["II", "Nhóm việc riêng", "", ""],
     [["4", "Rà soát các quy trình", "Sở Y tế", "Quý I"], ["II", "Nhóm việc riêng", "", ""]]),
]  # fmt: skip


@pytest.mark.parametrize(("last", "first", "expected"), [t[1:] for t in TORN], ids=[t[0] for t in TORN])
def test_rows_at_a_page_break(last: list[str], first: list[str], expected: list[list[str]]) -> None:
    rest = [["6", "Công khai kết quả.", "Sở Nội vụ", "Quý III"], ["7", "Tổng kết.", "Sở Nội vụ", "Quý IV"]]
    for repeated in ([], [HEAD]):
        manuscript = read(on_pages(ruled([HEAD, *body(3), last], WIDTHS), ruled([*repeated, first, *rest], WIDTHS)))
        assert rows(manuscript) == [HEAD, *body(3), *expected, *rest]


def test_boxes_of_a_torn_row_are_on_both_pages() -> None:
    last, first = ["4", "Rà soát các quy trình và", "Sở Y tế", ""], ["", "báo cáo kết quả.", "", ""]
    manuscript = read(on_pages(ruled([HEAD, *body(3), last], WIDTHS), ruled([first, *body(2)], WIDTHS)))
    start = manuscript.text.index("quy trình và báo cáo")
    assert [box.page for box in manuscript.boxes(start, start + 20)] == [1, 2]


def test_a_row_over_three_pages_and_a_rest_of_one_cell() -> None:
    part = [["5", "Rà soát các quy trình,", "Sở Y tế", "Quý I"], ["", "thủ tục và", "", ""], ["", "biểu mẫu.", "", ""]]
    tables = (ruled([HEAD, *body(4), part[0]], WIDTHS), ruled([part[1]], WIDTHS), ruled([part[2]], WIDTHS))
    manuscript = read(on_pages(*tables))
    assert rows(manuscript) == [
        HEAD,
        *body(4),
        ["5", "Rà soát các quy trình, thủ tục và biểu mẫu.", "Sở Y tế", "Quý I"],
    ]


MERGED = [  # rows merged at the foot of the page and at the head of the next, texts there, and what holds for all
    (2, 2, ("Sở Y tế", ""), "Sở Y tế"),
    (1, 2, ("Sở Y tế", ""), "Sở Y tế"),
    (3, 1, ("Sở Y tế", ""), "Sở Y tế"),
    (2, 2, ("Sở Y tế, Sở", "Tài chính và"), None),
    (2, 3, ("Sở Y tế, các", "địa phương"), "Sở Y tế, các địa phương"),
    (2, 2, ("", "Sở Y tế"), "Sở Y tế"),
]


@pytest.mark.parametrize(("foot", "top", "texts", "whole"), MERGED)
def test_merged_cells_at_a_page_break(foot: int, top: int, texts: tuple[str, str], whole: str | None) -> None:
    before, after = body(8)[:4], body(8)[4:]
    for row in (*before[-foot:], *after[:top]):
        row[2] = ""
    before[-foot][2], after[0][2] = texts
    first = ruled([HEAD, *before], WIDTHS)
    second = ruled([HEAD, *after], WIDTHS)
    if foot > 1:
        spanned(first, ((2, 5 - foot), (2, 4)))
    if top > 1:
        spanned(second, ((2, 1), (2, top)))
    found = rows(read(on_pages(first, second)))
    assert [row[0] for row in found] == ["TT", *map(str, range(1, 9))]
    column = [row[2] for row in found[5 - foot : 5 + top]]
    if whole is None:
        assert column == [texts[0], braced(texts[0]), texts[1], braced(texts[1])]
    else:
        assert column == [whole, *[braced(whole)] * (foot + top - 1)]


def test_tables_of_other_columns_do_not_go_on() -> None:
    first, second = ruled([HEAD, *body(3)], WIDTHS), ruled([["Mã", "Tên đơn vị"], ["01", "Xã A"]], [200, 200])
    manuscript = read(on_pages(first, second))
    assert [b.table for b in manuscript.blocks if b.kind == "row"] == [0, 0, 0, 0, 1, 1]


def test_a_page_with_nothing_but_merged_columns_goes_on() -> None:
    wide = ruled([["II. Nhóm việc riêng", "Các địa phương"], ["III. Nhóm khác", "Các sở"]], [270, 190])
    manuscript = read(on_pages(ruled([HEAD, *body(3)], WIDTHS), wide))
    assert rows(manuscript)[4:] == [
        ["II. Nhóm việc riêng", "{II. Nhóm việc riêng}", "Các địa phương", "{Các địa phương}"],
        ["III. Nhóm khác", "{III. Nhóm khác}", "Các sở", "{Các sở}"],
    ]
    assert {b.table for b in manuscript.blocks if b.kind == "row"} == {0}


def test_landscape_tables_and_spacing() -> None:
    table = ruled([HEAD, *body(30)], [30, 420, 160, 100], repeatRows=1)
    manuscript = read(pdf([Paragraph(LONG, body_style()), Spacer(1, 20), table], page_number, pagesize=landscape(A4)))
    assert rows(manuscript) == [HEAD, *body(30)]


BROKEN = [
    ("Trước\n30/9/202\n4", "Trước 30/9/2024"),
    ("1.740.00\n0.000", "1.740.000.000"),
    ("1.740.000\n.000", "1.740.000.000"),
    ("TRƯỜN\nG CHUNG", "TRƯỜNG CHUNG"),
    ("NGHIỆP\n, Y TẾ", "NGHIỆP, Y TẾ"),
    ("Sở 1\n2 xã", "Sở 1 2 xã"),
    ("10\n20", "10 20"),
    ("xã\nt) họp", "xã t) họp"),
]


@pytest.mark.parametrize(("lines", "text"), BROKEN)
def test_words_broken_in_a_narrow_column(lines: str, text: str) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(REGULAR, 11)
        cells = {(0, 0, 1, 1): "Việc", (1, 0, 1, 1): "Hạn", (0, 1, 1, 1): "Rà soát", (1, 1, 1, 1): lines}
        sheet = Sheet([60, 200, 258], [100, 150, 200], cells)
        as_lines(canvas, sheet.sides())
        sheet.write(canvas)

    assert rows(read(drawn(page))) == [["Việc", "Hạn"], ["Rà soát", text]]


def across(*heights: float, start: float = 0, end: float = 300) -> list[Ruling]:
    return [Ruling(False, y, start, end) for y in heights]


def down(*places: float, start: float = 0, end: float = 100) -> list[Ruling]:
    return [Ruling(True, x, start, end) for x in places]


def test_open_sides_are_closed_where_lines_end_together() -> None:
    grid = find_grids(across(40, 60) + down(0, 100, 300))[0]
    assert (grid.xs, grid.ys, grid.open_top, grid.open_bottom) == ([0, 100, 300], [0, 40, 60, 100], True, True)
    assert find_grids(down(0, 100, 300))[0].ys == [0, 100]


def test_a_table_that_leaves_out_a_corner() -> None:
    rulings = across(0, start=100) + across(40, 80) + down(0, start=40, end=80) + down(100, 300, end=80)
    assert find_grids(rulings)[0].places == [[OUTSIDE, 0], [1, 2]]


def test_lines_that_meet_nothing_make_no_grid() -> None:
    assert find_grids(across(10, 20, 30)) == []
    assert find_grids(across(10) + down(150, start=50)) == []


def test_hatching_is_no_table() -> None:
    with pytest.raises(TooManyRulings):
        find_grids(across(*range(0, 4000, 4)) + down(*range(0, 4000, 4), end=4000))


def test_pages_without_rulings_do_without_pdfplumber() -> None:
    plain = pdf([Paragraph(LONG, body_style()) for _ in range(5)], page_number)
    code = """
import sys
from analyzer.reading import read
read(sys.stdin.buffer.read())
print("pdfplumber" in sys.modules)
"""
    for data, opened in ((plain, b"False"), (on_pages(ruled([HEAD, *body(3)], WIDTHS)), b"True")):
        done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
        assert done.stdout.strip() == opened


def test_tables_far_apart_are_read_page_by_page() -> None:
    """Pages without rulings between those with tables; the second table is none of the first."""
    plain = [Paragraph(LONG, body_style()) for _ in range(12)]
    first, second = ruled([HEAD, *body(3)], WIDTHS), ruled([HEAD, *body(2)], WIDTHS)
    manuscript = read(pdf([first, PageBreak(), *plain, PageBreak(), second], page_number))
    assert rows(manuscript) == [HEAD, *body(3), HEAD, *body(2)]
    assert [b.table for b in manuscript.blocks if b.kind == "row"] == [0] * 4 + [1] * 3
    assert {b.page for b in manuscript.blocks if b.table == 1} == {manuscript.source.pages}
