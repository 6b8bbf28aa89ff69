"""Word files in the fonts of TCVN3 and VNI."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml import OxmlElement

from analyzer.reading import Manuscript, read
from tests.reading.builders import word
from tests.reading.old_encodings import to_tcvn3, to_vni

HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
TASK = "Giao Sở Nội vụ chủ trì, phối hợp với các đơn vị liên quan rà soát trước tháng năm; Ủy viên Ân, ô tô."


def run(paragraph: Any, text: str, font: str | None = None) -> None:
    added = paragraph.add_run(text)
    if font:
        added.font.name = font


def manuscript(*runs: tuple[str, str | None]) -> Manuscript:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        for text, font in runs:
            run(paragraph, text, font)

    return read(word(build))


ENCODED = {
    "TCVN3": [(to_tcvn3(HEAD, capitals=True), ".VnTimeH"), ("\n", None), (to_tcvn3(TASK.replace("Ủ", "ủ")), ".VnTime")],
    "VNI": [(to_vni(f"{HEAD}\n{TASK}"), "VNI-Times")],
    "VNI torn between runs": [(c, "VNI-Times") for c in to_vni(f"{HEAD}\n{TASK}")],
}


@pytest.mark.parametrize("runs", ENCODED.values(), ids=ENCODED.keys())
def test_fonts_say_what_runs_are_in(runs: list[tuple[str, str | None]]) -> None:
    found = manuscript(*runs)
    assert found.text in (f"{HEAD}\n{TASK}", f"{HEAD}\n{TASK.replace('Ủ', 'ủ')}")
    (note,) = found.notes
    assert note.code == "legacy_encoding_converted"
    assert note.message.startswith("The text")


def test_runs_in_different_encodings_in_one_line() -> None:
    found = manuscript(
        ("Điều 2. ", "Times New Roman"), (to_tcvn3("Sở Nội vụ"), ".VnTime"), (" và Sở Tài chính, ", None),
        (to_vni("Sở Xây dựng"), "VNI-Times"),
        (to_tcvn3("đ"), ".VnArial"), (to_tcvn3("ề án", capitals=True), ".VnTimeH"),
    )  # fmt: skip
    assert found.text == "Điều 2. Sở Nội vụ và Sở Tài chính, Sở Xây dựngđỀ ÁN"
    (note,) = found.notes
    assert "TCVN3, VNI" in note.message


def test_the_font_of_the_style_and_of_the_document() -> None:
    def build(document: Any) -> None:
        document.styles["Normal"].font.name = ".VnTime"
        document.add_paragraph(to_tcvn3("Báo cáo"))
        document.add_paragraph(to_tcvn3("vụ"))
        run(document.add_paragraph(), "Rà soát", "Times New Roman")

    assert read(word(build)).text == "Báo cáo\nvụ\nRà soát"


def test_unicode_in_an_old_font_is_unicode() -> None:
    assert manuscript(("Rà soát toàn xã, báo cáo", ".VnTime")).text == "Rà soát toàn xã, báo cáo"
    assert manuscript(("Sở Nội vụ", ".VnTimeH")).text == "Sở Nội vụ"


def test_soft_hyphens_that_are_letters() -> None:
    def build(document: Any) -> None:
        for text, font in ((to_tcvn3("được nước"), ".VnTime"), ("nhiệm\xad vụ", None)):
            added = document.add_paragraph().add_run()
            added.font.name = font
            for i, part in enumerate(text.split("\xad")):
                if i:
                    added._r.append(OxmlElement("w:softHyphen"))
                element = OxmlElement("w:t")
                element.text = part
                added._r.append(element)

    assert read(word(build)).text == "được nước\nnhiệm vụ"


def test_without_a_font_the_words_say_it() -> None:
    def build(document: Any) -> None:
        for line in (TASK.replace("Ủ", "ủ"), "Sở Nội vụ"):
            document.add_paragraph(to_tcvn3(line))

    assert read(word(build)).text == TASK.replace("Ủ", "ủ") + "\nSở Nội vụ"


def test_tables_and_letterheads_in_old_fonts() -> None:
    def build(document: Any) -> None:
        document.styles["Normal"].font.name = "VNI-Times"
        head = document.add_table(1, 2)
        head.cell(0, 0).text = to_vni("ỦY BAN NHÂN DÂN")
        head.cell(0, 1).text = to_vni(HEAD)
        table = document.add_table(2, 2)
        for i, text in enumerate(("Nhiệm vụ", "Chủ trì", "Rà soát", "Sở Nội vụ")):
            table.cell(i // 2, i % 2).text = to_vni(text)
        document.sections[0].header.paragraphs[0].text = to_vni("Phụ lục kèm theo")

    found = read(word(build))
    assert found.text == f"ỦY BAN NHÂN DÂN\n{HEAD}\nNhiệm vụ | Chủ trì\nRà soát | Sở Nội vụ"
    assert found.furniture == ("Phụ lục kèm theo",)
