"""Word documents: order, numbering, tables, changes, hidden text, letterheads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analyzer.errors import EmptyDocument
from analyzer.reading import Manuscript, read
from analyzer.reading.docx.numbering import format_number
from tests.reading.builders import (
    LEFT_HEAD,
    LONG,
    RECIPIENTS,
    RIGHT_HEAD,
    SIGNER,
    add_numbering,
    level,
    numbered,
    word,
    xml,
)  # fmt: skip


def lines(manuscript: Manuscript) -> list[str]:
    return [manuscript.text[b.start : b.end] for b in manuscript.blocks]


def built(build: Callable[[Any], Any]) -> Manuscript:
    return read(word(build))


def fill(table: Any, rows: list[list[str]]) -> None:
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text


def test_a_whole_document() -> None:
    def build(d: Any) -> None:
        head = d.add_table(2, 2)
        fill(
            head, [["\n".join(LEFT_HEAD), "\n".join(RIGHT_HEAD)], ["Số: 4/CT-UBND", "Sơn Hải, ngày 5 tháng 6 năm 2023"]]
        )
        title = d.add_paragraph()
        title.alignment = 1
        title.add_run("CHỈ THỊ").bold = True
        d.add_paragraph(LONG)
        table = d.add_table(2, 3, style="Table Grid")
        fill(table, [["TT", "Việc", "Cơ quan"], ["1", "Rà soát", "Sở A"]])
        d.add_paragraph("Chỉ thị có hiệu lực từ ngày ký.")
        foot = d.add_table(1, 2)
        fill(foot, [["\n".join(RECIPIENTS), "\n".join([*SIGNER[:2], "", SIGNER[2]])]])
        d.sections[0].header.paragraphs[0].text = "Đầu trang"

    manuscript = built(build)
    assert lines(manuscript) == [
        *LEFT_HEAD, *RIGHT_HEAD, "Số: 4/CT-UBND", "Sơn Hải, ngày 5 tháng 6 năm 2023", "CHỈ THỊ", LONG,
        "TT | Việc | Cơ quan", "1 | Rà soát | Sở A", "Chỉ thị có hiệu lực từ ngày ký.", *RECIPIENTS, *SIGNER,
    ]  # fmt: skip
    assert manuscript.furniture == ("Đầu trang",)
    title = manuscript.blocks[6]
    assert (title.bold, title.centred) == (True, True)
    assert manuscript.source.reader == "docx"
    assert [b.table for b in manuscript.blocks if b.kind == "row"] == [0, 0]


LEVELS = [
    level("upperRoman", "%1."), level("decimal", "%2."), level("decimal", "%2.%3."), level("lowerLetter", "%4)"),
    level("bullet", "-"),
]  # fmt: skip


def test_multilevel_numbering() -> None:
    def build(d: Any) -> None:
        n = add_numbering(d, LEVELS)
        for text, ilvl in (
            ("A", 0),
            ("B", 1),
            ("C", 2),
            ("D", 2),
            ("E", 3),
            ("F", 3),
            ("G", 4),
            ("H", 1),
            ("I", 2),
            ("K", 0),
            ("L", 1),
        ):
            numbered(d, text, n, ilvl)

    assert lines(built(build)) == [
        "I. A", "1. B", "1.1. C", "1.2. D", "a) E", "b) F", "- G", "2. H", "2.1. I", "II. K", "1. L",
    ]  # fmt: skip


NUMBERINGS = {
    "start": ([level("decimal", "%1.", start=5)], [0, 0], ["5. ", "6. "]),
    "words in the label": ([level("decimal", "Điều %1.")], [0, 0], ["Điều 1. ", "Điều 2. "]),
    "no suffix": ([level("decimal", "%1/", '<w:suff w:val="nothing"/>')], [0], ["1/"]),
    "leading zero": ([level("decimalZero", "%1.")], [0], ["01. "]),
    "legal": ([level("upperRoman", "%1."), level("decimal", "%1.%2", "<w:isLgl/>")], [0, 1], ["I. ", "1.1 "]),
    "symbol bullet": ([level("bullet", "\uf0b7")], [0], ["• "]),
    "wingdings bullet": ([level("bullet", "§", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')], [0], ["▪ "]),
    "hollow bullet": ([level("bullet", "o", '<w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr>')], [0], ["○ "]),
    "none": ([level("none", "")], [0], [""]),
    "level that is missing above": ([level("decimal", "%1."), level("decimal", "%1.%2.")], [1, 1], ["1.1. ", "1.2. "]),
    "never restarts": (
        [level("upperRoman", "%1."), level("decimal", "%2.", '<w:lvlRestart w:val="0"/>')],
        [0, 1, 0, 1], ["I. ", "1. ", "II. ", "2. "],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("levels", "used", "labels"), NUMBERINGS.values(), ids=NUMBERINGS.keys())
def test_labels(levels: list[str], used: list[int], labels: list[str]) -> None:
    def build(d: Any) -> None:
        n = add_numbering(d, levels)
        for ilvl in used:
            numbered(d, "việc", n, ilvl)

    assert lines(built(build)) == [label + "việc" for label in labels]


def test_instances_count_on_unless_an_override_restarts_them() -> None:
    def build(d: Any) -> None:
        first = add_numbering(d, [level("decimal", "%1.")])
        same = add_numbering(d, [], abstract=first)
        anew = add_numbering(d, [], '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>', first)
        for n in (first, same, anew, anew):
            numbered(d, "việc", n)

    assert lines(built(build)) == ["1. việc", "2. việc", "1. việc", "2. việc"]


def test_an_override_may_replace_the_level() -> None:
    def build(d: Any) -> None:
        first = add_numbering(d, [level("decimal", "%1.")])
        other = add_numbering(
            d,
            [],
            f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{level("lowerLetter", "%1)")}</w:lvl></w:lvlOverride>',
            first,
        )
        numbered(d, "một", first)
        numbered(d, "hai", other)

    assert lines(built(build)) == ["1. một", "b) hai"]


def test_numbering_from_a_style_and_its_removal() -> None:
    def build(d: Any) -> None:
        d.add_paragraph("một", style="List Number")
        plain = d.add_paragraph("không số", style="List Number")
        plain._p.get_or_add_pPr().append(xml('<w:numPr><w:numId w:val="0"/></w:numPr>'))
        d.add_paragraph("hai", style="List Number")

    assert lines(built(build)) == ["1. một", "không số", "2. hai"]


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        (1949, "upperRoman", "MCMXLIX"),
        (0, "upperRoman", "0"),
        (27, "lowerLetter", "aa"),
        (4, "upperLetter", "D"),
        (3, "cardinalText", "3"),
        (9, "none", ""),
    ],
)
def test_number_formats(value: int, style: str, expected: str) -> None:
    assert format_number(value, style) == expected


def test_changes_hidden_text_and_fields() -> None:
    def build(d: Any) -> None:
        p = d.add_paragraph("Giao Sở A")
        p._p.append(xml('<w:del w:id="1" w:author="x"><w:r><w:delText> đã xóa</w:delText></w:r></w:del>'))
        p._p.append(xml('<w:ins w:id="2" w:author="x"><w:r><w:t xml:space="preserve"> chủ trì</w:t></w:r></w:ins>'))
        p._p.append(xml('<w:moveFrom w:id="3" w:author="x"><w:r><w:t>chỗ cũ</w:t></w:r></w:moveFrom>'))
        p.add_run(" bí ẩn").font.hidden = True
        p._p.append(
            xml(
                '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText>'
                '<w:fldChar w:fldCharType="end"/></w:r>'
            )
        )
        p._p.append(xml("<w:sdt><w:sdtContent><w:r><w:t>, phối hợp</w:t></w:r></w:sdtContent></w:sdt>"))
        p._p.append(xml("<w:hyperlink><w:r><w:t>, đường dẫn</w:t></w:r></w:hyperlink>"))
        p._p.append(
            xml(
                "<w:r><w:t>QĐ</w:t><w:noBreakHyphen/><w:t>UB</w:t><w:softHyphen/><w:t>ND</w:t><w:tab/><w:t>x</w:t></w:r>"
            )
        )

    assert lines(built(build)) == ["Giao Sở A chủ trì, phối hợp, đường dẫnQĐ-UBND x"]


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    def build(d: Any) -> None:
        p = d.add_paragraph("Nửa đầu ")
        p._p.get_or_add_pPr().append(xml('<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'))
        d.add_paragraph("nửa sau")

    assert lines(built(build)) == ["Nửa đầu nửa sau"]


def test_soft_line_breaks_are_blocks() -> None:
    assert lines(built(lambda d: d.add_paragraph("một\nhai\n\nba"))) == ["một", "hai", "ba"]


BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_text_boxes_are_read_once() -> None:
    def build(d: Any) -> None:
        p = d.add_paragraph("Đoạn văn")
        p._p.append(xml(BOX.format("<w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p>")))
        table = d.add_table(1, 2, style="Table Grid")
        fill(table, [["ô một", "ô hai"]])
        table.cell(0, 1).paragraphs[0]._p.append(xml(BOX.format("<w:p><w:r><w:t>trong hộp</w:t></w:r></w:p>")))

    assert lines(built(build)) == ["HỎA TỐC", "Đoạn văn", "ô một | trong hộp ô hai"]


def cells(manuscript: Manuscript) -> list[list[str]]:
    return [[manuscript.text[c.start : c.end] for c in b.cells] for b in manuscript.blocks if b.kind == "row"]


def test_merged_cells_stand_once() -> None:
    def build(d: Any) -> None:
        table = d.add_table(4, 3, style="Table Grid")
        fill(table, [["I. Nhóm", "", ""], ["1", "Rà soát", "Sở A"], ["2", "Công khai", ""], ["3", "Báo cáo", "Sở B"]])
        table.cell(0, 0).merge(table.cell(0, 2))
        table.cell(1, 2).merge(table.cell(2, 2))

    manuscript = built(build)
    assert cells(manuscript) == [
        ["I. Nhóm", "", ""],
        ["1", "Rà soát", "Sở A"],
        ["2", "Công khai", ""],
        ["3", "Báo cáo", "Sở B"],
    ]
    assert lines(manuscript)[2] == "2 | Công khai"


def test_running_numbers_in_cells_without_text_are_kept() -> None:
    def build(d: Any) -> None:
        n = add_numbering(d, [level("decimal", "%1")])
        table = d.add_table(2, 2, style="Table Grid")
        fill(table, [["", "Rà soát"], ["", "Báo cáo"]])
        for i in range(2):
            table.cell(i, 0).paragraphs[0]._p.get_or_add_pPr().append(xml(f'<w:numPr><w:numId w:val="{n}"/></w:numPr>'))

    assert cells(built(build)) == [["1", "Rà soát"], ["2", "Báo cáo"]]


def test_nested_tables_frames_and_deleted_rows() -> None:
    def build(d: Any) -> None:
        outer = d.add_table(1, 2, style="Table Grid")
        outer.cell(0, 0).text = "ngoài"
        inner = outer.cell(0, 1).add_table(1, 2)
        fill(inner, [["trong 1", "trong 2"]])
        frame = d.add_table(1, 1, style="Table Grid")
        frame.cell(0, 0).text = "Đoạn trong khung"
        gone = d.add_table(2, 2, style="Table Grid")
        fill(gone, [["a", "b"], ["c", "d"]])
        gone.rows[1]._tr.get_or_add_trPr().append(xml('<w:del w:id="1" w:author="x"/>'))

    manuscript = built(build)
    assert lines(manuscript) == ["ngoài | trong 1 trong 2", "Đoạn trong khung", "a | b"]
    assert [b.table for b in manuscript.blocks] == [0, None, 1]


def test_a_letterhead_set_with_tabs() -> None:
    def build(d: Any) -> None:
        for left, right in zip(
            [*LEFT_HEAD, "Số: 4/CT-UBND"], [*RIGHT_HEAD, "Sơn Hải, ngày 5 tháng 6 năm 2023"], strict=True
        ):
            d.add_paragraph(f"{left}\t{right}")
        d.add_paragraph("CHỈ THỊ")

    assert lines(built(build)) == [
        *LEFT_HEAD, "Số: 4/CT-UBND", *RIGHT_HEAD, "Sơn Hải, ngày 5 tháng 6 năm 2023", "CHỈ THỊ",
    ]  # fmt: skip


def test_indents_rules_and_contents_lists() -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    def build(d: Any) -> None:
        p = d.add_paragraph("Thụt đầu dòng")
        p.paragraph_format.left_indent = Pt(18)
        p.paragraph_format.first_line_indent = Pt(10)
        d.add_paragraph("----------")
        d.add_paragraph("I. MỤC TIÊU\t3", style=d.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH))

    manuscript = built(build)
    assert lines(manuscript) == ["Thụt đầu dòng"]
    assert manuscript.blocks[0].indent == 28
    assert manuscript.furniture == ("----------", "I. MỤC TIÊU 3")


def test_text_in_an_old_encoding_is_converted_and_noted() -> None:
    def build(d: Any) -> None:
        d.add_paragraph(LONG)
        d.add_paragraph("Giao Së Néi vô chñ tr×, phèi hîp víi c¸c ®¬n vÞ liªn quan thùc hiÖn nhiÖm vô ®\xadîc giao")

    manuscript = built(build)
    assert [n.code for n in manuscript.notes] == ["legacy_encoding_converted"]
    assert manuscript.text.endswith(
        "Giao Sở Nội vụ chủ trì, phối hợp với các đơn vị liên quan thực hiện nhiệm vụ được giao"
    )


def test_an_empty_document() -> None:
    with pytest.raises(EmptyDocument):
        built(lambda d: d.add_paragraph("  "))
