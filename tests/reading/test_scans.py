"""Scans through the whole of reading: picture files, PDFs of pictures, mixed and garbled PDFs, missing programs."""

from __future__ import annotations

import io
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from analyzer.errors import DamagedFile, InputTooLarge, MissingTool
from analyzer.reading import Limits, Progress, read
from analyzer.reading.ocr import tesseract
from tests.reading.builders import drawn
from tests.reading.scanning import pages, saved, scanned
from tests.reading.test_pdf import write
from tests.tables.render import text_to_pdf

TEXT = """\
ỦY BAN NHÂN DÂN
TỈNH SƠN HẢI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 58/CT-UBND
Sơn Hải, ngày 14 tháng 5 năm 2031
CHỈ THỊ
Về việc rút ngắn thời gian giải quyết hồ sơ đất đai
Thời gian qua, nhiều hồ sơ đất đai của người dân còn bị giải quyết chậm so với giấy hẹn. Ủy ban nhân dân tỉnh yêu cầu:
1. Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Nội vụ rà soát quy trình nội bộ, báo cáo kết quả trước ngày \
30 tháng 6 năm 2031.
2. Ủy ban nhân dân các xã, phường công khai danh sách hồ sơ quá hạn tại trụ sở; hoàn thành trong tháng 7 năm 2031.
3. Giao Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện Chỉ thị này./.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""


@cache
def directive() -> bytes:
    return text_to_pdf(TEXT)


@cache
def sheet() -> Image.Image:
    return next(pages(directive()))


@cache
def sheet_as_scanned() -> Image.Image:
    return scanned(sheet())


def squashed(text: str) -> str:
    return " ".join(text.split())


EXPECTED = (
    "Số: 58/CT-UBND",
    "Sơn Hải, ngày 14 tháng 5 năm 2031",
    "Về việc rút ngắn thời gian giải quyết hồ sơ đất đai",
    "báo cáo kết quả trước ngày 30 tháng 6 năm 2031",
    "3. Giao Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện Chỉ thị này",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("TIFF", "image/tiff"), ("PDF", "application/pdf")],
)
def test_a_scan_reads_as_its_text(kind: str, media_type: str) -> None:
    manuscript = read(saved([sheet_as_scanned()], kind))
    assert manuscript.source.reader == "ocr"
    assert manuscript.source.media_type == media_type
    assert manuscript.source.pages == 1
    assert [line for line in EXPECTED if line not in manuscript.text] == []
    assert "ocr" in {note.code for note in manuscript.notes}


@pytest.mark.slow
def test_boxes_stand_on_the_words() -> None:
    """The words' boxes on the crooked scan are where the words are: recognising what they hold gives the words."""
    picture = scanned(sheet(), skew=1.5)
    manuscript = read(saved([picture], "PDF"))
    for words in ("Sở Nội vụ", "30 tháng 6 năm 2031", "Văn phòng Ủy ban nhân dân tỉnh"):
        start = manuscript.text.index(words)
        boxes = manuscript.boxes(start, start + len(words))
        assert boxes
        scale = 200 / 72
        found = []
        for line in boxes:
            x0, y0, x1, y1 = (v * scale for v in line.box)
            cut = picture.crop((int(x0) - 12, int(y0) - 10, int(x1) + 12, int(y1) + 10))
            found += tesseract.find().lines(cut, 200, mode=7)
        assert words in squashed(" ".join(line.text for line in found))


@pytest.mark.slow
def test_a_tiff_of_several_pages_reports_its_progress() -> None:
    told: list[Progress] = []
    manuscript = read(saved([sheet_as_scanned(), sheet()], "TIFF"), report=told.append)
    assert manuscript.source.pages == 2
    assert [(p.done, p.total) for p in told] == [(0, 2), (1, 2), (2, 2)]
    assert {line.page for line in manuscript.lines} == {1, 2}


@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_scanned_the_wrong_way_round(turn: int) -> None:
    manuscript = read(saved([sheet().rotate(turn, expand=True)], "PDF"))
    assert [line for line in EXPECTED if line not in manuscript.text] == []


@pytest.mark.slow
def test_pages_are_decided_one_by_one() -> None:
    document = pypdfium2.PdfDocument(directive())
    document.import_pages(pypdfium2.PdfDocument(saved([sheet_as_scanned()], "PDF")))
    file = io.BytesIO()
    document.save(file)
    manuscript = read(file.getvalue())
    assert manuscript.source.pages == 2
    assert manuscript.source.reader == "pdf"
    assert manuscript.text.count("Giao Văn phòng Ủy ban nhân dân tỉnh theo dõi") == 2


@pytest.mark.slow
def test_a_garbled_text_layer_is_not_taken() -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader

    garbage = [
        "UY BAN NHAN DAN TiNH",
        "Thirc hien Nghi quyet cua Chinh phu v~ cai each",
        "cac so, nganh phoi hQ'p t6 chirc",
    ]

    def page(canvas: Any) -> None:
        canvas.drawImage(ImageReader(sheet()), 0, 0, *A4)
        canvas.setFillAlpha(0.0)
        write(canvas, [(72, 100 + 20 * i, s) for i, s in enumerate(garbage * 6)])

    manuscript = read(drawn(page))
    assert manuscript.source.reader == "ocr"
    assert "Thirc hien" not in manuscript.text
    assert EXPECTED[0] in manuscript.text


def test_without_tesseract_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tesseract.find.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda program: None)
    try:
        for file in (saved([sheet()], "PDF"), saved([sheet()], "PNG")):
            with pytest.raises(MissingTool, match="apt-get install tesseract-ocr tesseract-ocr-vie") as caught:
                read(file)
            assert "apt-get install tesseract-ocr tesseract-ocr-vie" in caught.value.message_vi
    finally:
        tesseract.find.cache_clear()


def test_without_tesseract_digital_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    tesseract.find.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda program: None)
    document = pypdfium2.PdfDocument(directive())
    document.import_pages(pypdfium2.PdfDocument(saved([sheet()], "PDF")))
    file = io.BytesIO()
    document.save(file)
    try:
        manuscript = read(file.getvalue())
    finally:
        tesseract.find.cache_clear()
    assert [(n.code, n.page) for n in manuscript.notes] == [("page_not_recognised", 2)]
    assert "apt-get install" in manuscript.notes[0].message_vi


def test_without_vietnamese_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nprintf 'List of available languages (1):\\neng\\n'\n")
    program.chmod(0o755)
    tesseract.find.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    try:
        with pytest.raises(MissingTool, match="not its Vietnamese"):
            read(saved([sheet()], "PNG"))
    finally:
        tesseract.find.cache_clear()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_truncated_picture_is_damaged(kind: str) -> None:
    data = saved([sheet()], kind)
    with pytest.raises(DamagedFile):
        read(data[: len(data) // 2])


def test_a_picture_with_too_many_dots_is_not_unpacked() -> None:
    # Compresses to nothing, so that only its dots are many.
    data = saved([Image.new("1", (30_000, 30_000))], "PNG")
    with pytest.raises(InputTooLarge, match="pixels"):
        read(data)
    with pytest.raises(InputTooLarge, match="pages"):
        read(saved([sheet(), sheet()], "TIFF"), limits=Limits(pages=1))


@pytest.mark.slow
def test_a_page_in_another_language_keeps_its_text_and_is_noted() -> None:
    english = (
        "The department shall submit its report on the results of the programme before the end of the third quarter."
    )
    manuscript = read(drawn(lambda canvas: write(canvas, [(60, 100 + 20 * i, english[:90]) for i in range(8)], size=9)))
    assert "The department shall submit its report" in manuscript.text
    assert manuscript.source.reader == "pdf"
    assert [(note.code, note.page) for note in manuscript.notes] == [("page_unreadable", 1)]
