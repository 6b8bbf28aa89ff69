"""What is made of recognised words before they are laid out: corrections, noise, hOCR."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from analyzer.errors import DamagedFile
from analyzer.reading.ocr.cells import read_page
from analyzer.reading.ocr.correction import correct
from analyzer.reading.ocr.hocr import Line, Word, parse
from analyzer.reading.ocr.noise import without_noise
from analyzer.reading.ocr.picture import grey
from analyzer.reading.ocr.rulings import Ruling, take_off
from analyzer.reading.ocr.words import page_of
from analyzer.reading.pdf.columns import letterhead
from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.lines import build_lines

_DATA = tomllib.loads((Path(__file__).parent / "data" / "ocr_corrections.toml").read_text(encoding="utf-8"))


def line_of(text: str, confidence: float = 0.95, *, left: float = 100.0, base: float = 50.0) -> Line:
    """A line of words, twenty pixels a letter and a space."""
    words, at = [], left
    for word in text.split():
        words.append(Word(word, (at, base - 40, at + 20 * len(word), base), confidence))
        at += 20 * len(word) + 20
    return Line(words, base, 54)


@pytest.mark.parametrize("case", _DATA["corrected"], ids=lambda c: str(c["line"]))
def test_corrected(case: dict[str, Any]) -> None:
    line = line_of(case["line"], case.get("confidence", 0.95))
    corrections = correct([line])
    assert line.text == case["becomes"]
    (correction,) = corrections
    assert set(correction.read.split()) <= set(case["line"].split())
    assert set(correction.written.split()) <= set(case["becomes"].split())


@pytest.mark.parametrize("case", _DATA["unchanged"], ids=lambda c: str(c["line"]))
def test_unchanged(case: dict[str, Any]) -> None:
    line = line_of(case["line"], case.get("confidence", 0.95))
    assert correct([line]) == []
    assert line.text == case["line"]


@given(
    st.lists(st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12), max_size=12), st.floats(0, 1)
)
def test_digits_are_never_corrected(words: list[str], confidence: float) -> None:
    line = line_of(" ".join(words), confidence)
    before = line.text
    correct([line])
    assert [c for c in line.text if c.isdigit()] == [c for c in before if c.isdigit()]
    assert [len(word.places()) for word in line.words] == [len(word.text) for word in line.words]


def test_specks_and_fragments_are_taken_off() -> None:
    line = line_of("` Căn cứ _ Luật Y |")
    inner = Word("ứ", (line.words[2].box[0] + 5, 10, line.words[2].box[0] + 20, 50), 0.9)
    line.words.insert(2, inner)
    kept, _ = without_noise([line], [], 300)
    assert [k.text for k in kept] == ["Căn cứ Luật Y"]


def test_bullets_and_quotes_stay() -> None:
    texts = ["- Rà soát thủ tục", "+ Báo cáo kết quả", "“Một cửa” điện tử", "“Tổ chức", "2. Sở Y tế"]
    kept, taken = without_noise([line_of(t, base=50 + 60 * i) for i, t in enumerate(texts)], [], 300)
    assert [k.text for k in kept] == texts
    assert taken == []


def test_lines_of_rubbish_are_set_aside() -> None:
    rubbish = line_of("x wN k~", 0.2)
    doubtful = line_of("thực hiện nghiêm quy định", 0.5, base=120)
    numbered = line_of("Số: 2T§ /STTTT-CNTT", 0.3, base=180)
    numbered.words += line_of("Phú Xuân, ngày tháng 12 năm 2031", 0.95, left=900, base=180).words
    kept, taken = without_noise([rubbish, doubtful, numbered], [], 300)
    assert [k.text for k in kept] == [doubtful.text, numbered.text]
    assert taken == ["x wN k~"]


def test_halves_of_numbers_and_syllables_are_joined() -> None:
    line = line_of("số 1")
    end = line.words[-1].box[2]
    line.words.append(Word("93/2031/NĐ-CP", (end + 3, 10, end + 240, 50), 0.8))
    kept, _ = without_noise([line], [], 300)
    assert kept[0].text == "số 193/2031/NĐ-CP"


def frame(x0: float, y0: float, x1: float, y1: float) -> list[Ruling]:
    return [Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1)]


def test_the_stamp_of_arrival_is_set_aside() -> None:
    head = line_of("SỞ Y TẾ", base=100)
    stamp = line_of("VĂN PHÒNG", 0.9, left=920, base=160), line_of("ĐẾN Giờ: Ngày:", 0.8, left=920, base=220)
    kept, taken = without_noise([head, *stamp], frame(900, 100, 1400, 300), 300)
    assert [k.text for k in kept] == ["SỞ Y TẾ"]
    assert taken == ["VĂN PHÒNG", "ĐẾN Giờ: Ngày:"]


def test_a_cell_of_a_table_is_no_stamp() -> None:
    lines = [line_of("Ngày hoàn thành", left=920, base=160), line_of("30/6/2031", left=920, base=220)]
    kept, taken = without_noise(lines, frame(900, 100, 1400, 300), 300)
    assert [k.text for k in kept] == ["Ngày hoàn thành", "30/6/2031"]
    assert taken == []


def test_damaged_markup() -> None:
    with pytest.raises(DamagedFile):
        parse("<html><body>")


def test_letters_keep_their_places() -> None:
    letters = "".join(
        f"<span class='ocrx_cinfo' title='x_bboxes {x} 0 {x + 8} 9; x_conf 99'>{c}</span>\n"
        for c, x in (("s", 10), ("ố", 18))
    )
    word = f"<span class='ocrx_word' title='bbox 10 0 30 9; x_wconf 90'>{letters}</span>"
    markup = f"<html><span class='ocr_line' title='bbox 10 0 30 9; baseline 0 0; x_size 9'>{word}</span></html>"
    (line,) = parse(markup)
    assert line.text == "số"
    assert line.words[0].places() == [(10.0, 18.0), (18.0, 30.0)]


def test_the_side_of_a_low_cell_is_a_ruling_and_the_stem_of_a_letter_is_none() -> None:
    page = Image.new("L", (1200, 600), 255)
    for y in (100, 160):
        page.paste(0, (100, y, 1100, y + 3))
    for x in (100, 500, 1097):
        page.paste(0, (x, 100, x + 3, 163))
    page.paste(0, (700, 300, 706, 360))  # a stem
    clean, rulings = take_off(page, 300)
    assert sorted((round(r.x0, -1), r.is_level) for r in rulings) == [
        (100, False), (100, True), (100, True), (500, False), (1100, False),
    ]  # fmt: skip
    assert clean.crop((0, 0, 1200, 250)).getextrema() == (255, 255)
    assert clean.crop((690, 290, 720, 370)).getextrema() == (0, 255)


def test_lines_of_a_bent_page_are_rulings() -> None:
    page = Image.new("L", (1200, 900), 255)
    brush = ImageDraw.Draw(page)
    for y in (100, 800):
        brush.line((100, y, 1100, y), fill=0, width=3)
    brush.line((600, 100, 614, 800), fill=0, width=3)
    _, rulings = take_off(page, 300)
    assert [r for r in rulings if not r.is_level and 598 <= r.x0 <= 616 and r.y1 - r.y0 > 680]


def test_a_red_seal_is_as_light_as_paper() -> None:
    seal, ink = Image.new("RGB", (2, 2), (225, 30, 40)), Image.new("RGB", (2, 2), (30, 40, 150))
    assert grey(seal).getpixel((0, 0)) > 200
    assert grey(ink).getpixel((0, 0)) < 60


class _Recorder:
    """Stands for tesseract: keeps what it is given to read."""

    def __init__(self) -> None:
        self.read: list[tuple[int, tuple[int, int]]] = []

    def lines(self, picture: Image.Image, dpi: int, *, mode: int = 3) -> list[Line]:
        self.read.append((mode, picture.size))
        return [Line([Word("ô", (30, 30, 50, 50), 0.9)], 50, 40)] if mode == 6 else []


def test_a_ruled_table_is_read_column_by_column() -> None:
    page = Image.new("L", (1200, 900), 255)
    page.paste(0, (130, 130, 180, 150))
    page.paste(0, (730, 130, 780, 150))
    rulings = [Ruling(100, y, 1100, y) for y in (100, 300, 500)] + [Ruling(x, 100, x, 500) for x in (100, 700, 1100)]
    program: Any = _Recorder()
    found = read_page(program, page, rulings, 300)
    assert [mode for mode, _ in program.read] == [6, 6, 3]
    assert [round(line.words[0].box[0], -2) for line in found] == [100, 700]
    program.read.clear()
    read_page(program, page, [], 300)
    assert [mode for mode, _ in program.read] == [3]


def test_signs_behind_the_issuer_are_left_of_the_rule_below() -> None:
    left = line_of("SỞ Y TẾ:", base=100)
    right = line_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", base=100, left=900)
    motto = line_of("Độc lập - Tự do - Hạnh phúc", base=160, left=950)
    page = page_of(1, Frame((0.0, 0.0, 595.0, 842.0), 0), [left, right, motto], [], 300)
    found = letterhead(build_lines(page.glyphs, page), page)
    assert found is not None
    assert [line.text for paragraph in found[0].left for line in paragraph] == ["SỞ Y TẾ"]
