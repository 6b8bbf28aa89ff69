"""PDF: lines, paragraphs, columns, furniture, tables, boxes, scans and damage."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Spacer

from analyzer.errors import DamagedFile, EncryptedFile, InputTooLarge, NoTextLayer
from analyzer.reading import Limits, Manuscript, read
from tests.reading import builders
from tests.reading.builders import (
    BOLD,
    LEFT_HEAD,
    LONG,
    RECIPIENTS,
    REGULAR,
    RIGHT_HEAD,
    SIGNER,
    body_style,
    drawn,
    letterhead,
    page_break,
    page_number,
    pdf,
    picture,
    plan,
    ruled,
    signature,
    title_style,
)  # fmt: skip


def lines(manuscript: Manuscript) -> list[str]:
    return [manuscript.text[b.start : b.end] for b in manuscript.blocks]


@pytest.fixture(scope="module")
def plan_pdf() -> bytes:
    return pdf(plan(), page_number)


@pytest.fixture(scope="module")
def manuscript(plan_pdf: bytes) -> Manuscript:
    return read(plan_pdf, "plan.pdf")


def test_the_whole_plan(manuscript: Manuscript) -> None:
    words = ("nhất", "hai", "ba", "tư", "năm")
    assert lines(manuscript) == [
        *LEFT_HEAD, "Số: 15/KH-UBND", *RIGHT_HEAD, "Sơn Hải, ngày 03 tháng 02 năm 2024",
        "KẾ HOẠCH", "Rà soát, đơn giản hóa thủ tục hành chính năm 2024",
        f"Thực hiện Nghị quyết số 99/NQ-HĐND, {LONG}.",
        *(f"{n}. Nhiệm vụ thứ {word}: {LONG}." for n, word in enumerate(words, 1)),
        *(f"- Nội dung bổ sung {n}: {LONG};" for n in ("một", "hai", "ba")),
        "TT | Nội dung | Cơ quan chủ trì", "1 | Rà soát quy trình nội bộ | Sở Nội vụ",
        "2 | Cập nhật cơ sở dữ liệu về thủ tục hành chính trên hệ thống | Sở Tư pháp",
        *RECIPIENTS, *SIGNER,
    ]  # fmt: skip
    assert manuscript.furniture == ("2",)
    assert manuscript.source.pages == 2
    assert manuscript.source.reader == "pdf"
    assert manuscript.notes == ()


def test_style_of_blocks(manuscript: Manuscript) -> None:
    by_text = {manuscript.text[b.start : b.end][:12]: b for b in manuscript.blocks}
    assert by_text["KẾ HOẠCH"].centred
    assert by_text["KẾ HOẠCH"].bold
    item = by_text["1. Nhiệm vụ "]
    assert not item.centred
    assert not item.bold
    assert item.indent == pytest.approx(28, abs=1)
    assert item.page == 1


def test_boxes_lie_where_the_words_are_printed(plan_pdf: bytes, manuscript: Manuscript) -> None:
    import pdfplumber

    quote = "Nội dung bổ sung ba: Các sở"
    start = manuscript.text.index(quote)
    boxes = manuscript.boxes(start, start + len(quote))
    assert len(boxes) == 1
    with pdfplumber.open(io.BytesIO(plan_pdf)) as document:
        page = document.pages[boxes[0].page - 1]
        x0, top, x1, bottom = boxes[0].box
        cropped = page.crop((x0 - 1, top - 1, x1 + 1, bottom + 1)).extract_text()
    assert quote in cropped
    line = manuscript.text[boxes[0].start : boxes[0].end]
    assert line in cropped


def test_a_paragraph_over_lines_has_a_box_a_line(manuscript: Manuscript) -> None:
    block = next(b for b in manuscript.blocks if manuscript.text[b.start : b.end].startswith("2. Nhiệm vụ"))
    boxes = manuscript.boxes(block.start, block.end)
    assert len(boxes) >= 4
    covered = "".join(manuscript.text[b.start : b.end] for b in boxes).replace(" ", "")
    assert covered == manuscript.text[block.start : block.end].replace(" ", "")
    assert all(a.box[1] < b.box[1] or a.page < b.page for a, b in itertools.pairwise(boxes))


def test_a_paragraph_over_pages_is_one_and_its_boxes_are_on_both() -> None:
    story = [*(Paragraph(f"{n}. {LONG}.", body_style()) for n in range(1, 9)), Spacer(1, 10)]
    long = Paragraph("9. " + ", ".join([LONG] * 6) + ".", body_style())
    result = read(pdf([*story, long], page_number))
    assert lines(result)[-1] == "9. " + ", ".join([LONG] * 6) + "."
    assert {b.page for b in result.boxes(result.blocks[-1].start, result.blocks[-1].end)} == {1, 2}


def write(canvas: Canvas, rows: list[tuple[float, float, str]], font: str = REGULAR, size: float = 11) -> None:
    canvas.setFont(font, size)
    for x, y, text in rows:
        canvas.drawString(x, A4[1] - y, text)


FILL = [(100, 200 + 16 * i, "Các cơ quan, đơn vị nghiêm túc thực hiện các nhiệm vụ được giao") for i in range(6)]


def test_numbers_torn_over_lines_are_joined_without_a_space() -> None:
    rows = [
        (100, 100, "- Tiếp tục thực hiện các nội dung nêu tại Quyết định số 4321/QĐ-"),
        (72, 116, "UBND của Ủy ban nhân dân tỉnh và Chương trình của giai đoạn 2021-"),
        (72, 132, "2025 theo đúng tiến độ, chất lượng, gửi báo cáo về cơ quan chủ trì"),
        (72, 148, "để tổng hợp."),
        (100, 170, "- Bố trí kinh phí để thực hiện các nội dung về văn hóa, thể thao -"),
        (72, 186, "du lịch theo quy định."),
    ]
    result = read(drawn(lambda c: write(c, rows)))
    assert lines(result) == [
        "- Tiếp tục thực hiện các nội dung nêu tại Quyết định số 4321/QĐ-UBND của Ủy ban nhân dân tỉnh và Chương trình "
        "của giai đoạn 2021-2025 theo đúng tiến độ, chất lượng, gửi báo cáo về cơ quan chủ trì để tổng hợp.",
        "- Bố trí kinh phí để thực hiện các nội dung về văn hóa, thể thao - du lịch theo quy định.",
    ]


def test_running_heads_numbers_and_watermarks_are_set_aside() -> None:
    def decorate(canvas: Canvas, document: Any) -> None:
        write(
            canvas,
            [(72, 30, f"CÔNG BÁO TỈNH/Số 7/Ngày {document.page}-3"), (300, 820, f"Trang {document.page}/4")],
            size=9,
        )
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        write(canvas, [(0, A4[1], "BẢN SAO")], size=40)
        canvas.restoreState()

    words = LONG.replace(",", "").split()
    items = [f"{n}. Việc {words[n]} {words[n + 1]} {words[n + 2]}: {LONG}." for n in range(1, 31)]
    result = read(pdf([Paragraph(item, body_style()) for item in items], decorate))
    assert lines(result) == items
    assert "CÔNG BÁO TỈNH/Số 7/Ngày 1-3" in result.furniture
    assert "Trang 1/4" in result.furniture
    assert "BẢN SAO" in result.furniture


def test_signature_stamp_gives_the_time_and_is_no_text() -> None:
    def decorate(canvas: Canvas, document: Any) -> None:
        if document.page == 1:
            stamp = ["Người ký: ỦY BAN NHÂN DÂN TỈNH", "SƠN HẢI", "Email: vp@sonhai.example", "Cơ quan: Tỉnh Sơn Hải"]
            write(canvas, [(380, 14 + 8 * i, s) for i, s in enumerate(stamp)], size=7)
            write(canvas, [(380, 46, "Thời gian ký: 04.02.2024 16:05:09 +07:00")], size=7)

    result = read(pdf(plan(), decorate))
    assert result.text.startswith("ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\nSố: 15/KH-UBND")
    assert result.metadata["signed_at"] == "2024-02-04T16:05:09+07:00"
    assert "Người ký: ỦY BAN NHÂN DÂN TỈNH" in result.furniture
    assert "SƠN HẢI" in result.furniture


def test_incoming_stamp_is_no_text() -> None:
    def decorate(canvas: Canvas, document: Any) -> None:
        write(canvas, [(80, 130, "ĐẾN"), (80, 142, "Số: 777"), (80, 154, "Ngày: 05/02/2024")], size=8)

    story = [letterhead(), Spacer(1, 60), *plan()[2:6]]
    result = read(pdf(story, decorate))
    assert result.furniture[:3] == ("ĐẾN", "Số: 777", "Ngày: 05/02/2024")
    assert "777" not in result.text


def test_an_official_letter_has_its_subject_on_the_left() -> None:
    rows_left = [
        (80, 80, "VĂN PHÒNG TỈNH"),
        (80, 100, "Số: 8/VP-TH"),
        (80, 122, "V/v báo cáo kết quả rà"),
        (80, 136, "soát thủ tục hành chính"),
    ]
    rows_right = [(290, 80, RIGHT_HEAD[0]), (330, 96, RIGHT_HEAD[1]), (330, 112, "Sơn Hải, ngày 5 tháng 6 năm 2023")]
    rest = [(200, 170, "Kính gửi: Các sở, ban, ngành"), *FILL]
    result = read(drawn(lambda c: write(c, rows_left + rows_right + rest, size=10)))
    assert lines(result)[:7] == [
        "VĂN PHÒNG TỈNH", "Số: 8/VP-TH", "V/v báo cáo kết quả rà soát thủ tục hành chính", *RIGHT_HEAD,
        "Sơn Hải, ngày 5 tháng 6 năm 2023", "Kính gửi: Các sở, ban, ngành",
    ]  # fmt: skip


def test_content_order_does_not_matter() -> None:
    def shuffled(canvas: Canvas) -> None:
        rows = [
            (72, 300 + 16 * i, f"{i + 1}. Giao đơn vị thứ {w} thực hiện nhiệm vụ theo quy định.")
            for i, w in enumerate("abcdef")
        ]
        write(canvas, rows[3:] + rows[:3])

    assert [s[:2] for s in lines(read(drawn(shuffled)))] == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    rows = [(100, 100, "KẾ HOẠCH TUYÊN TRUYỀN"), (100.3, 100, "KẾ HOẠCH TUYÊN TRUYỀN"), *FILL]
    assert read(drawn(lambda c: write(c, rows))).text.count("KẾ HOẠCH") == 1


def test_footnotes_are_set_aside_and_their_marks_raised() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, FILL)
        write(canvas, [(100, 320, "Diện tích là 25 m")])
        write(canvas, [(100 + canvas.stringWidth("Diện tích là 25 m", REGULAR, 11), 316, "2")], size=6.5)
        write(canvas, [(100, 340, "Theo kết quả khảo sát")])
        write(canvas, [(100 + canvas.stringWidth("Theo kết quả khảo sát", REGULAR, 11), 336, "1")], size=6.5)
        write(canvas, [(100, 780, "1 Số liệu do cơ quan thống kê cung cấp.")], size=8)

    result = read(drawn(page))
    assert "Theo kết quả khảo sát¹" in result.text
    assert "25 m2" in result.text
    assert "1 Số liệu do cơ quan thống kê cung cấp." in result.furniture


ROWS = [
    [str(n), f"Xây dựng kế hoạch số {n} và tổ chức thực hiện trên địa bàn tỉnh", f"Phòng {n}"] for n in range(1, 61)
]


def test_a_table_over_pages_is_one_and_its_head_is_read_once() -> None:
    table = ruled([["TT", "Nhiệm vụ", "Đơn vị"], *ROWS], [40, 280, 100], repeatRows=1)
    result = read(pdf([Paragraph("Phụ lục I", title_style()), table], page_number))
    rows = [b for b in result.blocks if b.kind == "row"]
    assert {b.table for b in rows} == {0}
    cells = [[result.text[c.start : c.end] for c in b.cells] for b in rows]
    assert cells == [["TT", "Nhiệm vụ", "Đơn vị"], *ROWS]
    assert "TT | Nhiệm vụ | Đơn vị" in result.furniture
    assert {b.page for b in rows} == {1, 2, 3}
    assert result.boxes(rows[0].start, rows[0].end)[0].page == 1


@pytest.mark.parametrize("items", [6, 7], ids=["between two rows", "in a row"])
def test_a_table_torn_at_a_page_break_without_rulings_is_whole(items: int) -> None:
    rows = [*ROWS[:3], ["4", f"{LONG}; {LONG[0].lower()}{LONG[1:]}.", "Sở A"], ["5", "Báo cáo.", "Sở B"]]
    filler = [Paragraph(f"{n}. {LONG}.", body_style()) for n in range(1, items + 1)]
    story = [*filler, ruled(rows, [40, 280, 100], splitInRow=1)]
    result = read(pdf(story, page_number))
    table = [b for b in result.blocks if b.kind == "row"]
    assert [[result.text[c.start : c.end] for c in b.cells] for b in table] == rows
    assert {b.table for b in table} == {0}
    assert {box.page for box in result.boxes(table[0].start, table[4].end)} == {1, 2}


def test_merged_cells_stand_once() -> None:
    table = ruled([["A. Nhóm việc chung", "", ""], ["1", "Rà soát", "Sở Y tế"], ["2", "Công khai", ""]], [40, 200, 120])
    from reportlab.platypus import TableStyle

    table.setStyle(TableStyle([("SPAN", (0, 0), (2, 0)), ("SPAN", (2, 1), (2, 2))]))
    result = read(pdf([Paragraph(LONG, body_style()), table, Paragraph(LONG, body_style())]))
    cells = [[result.text[c.start : c.end] for c in b.cells] for b in result.blocks if b.kind == "row"]
    assert cells == [["A. Nhóm việc chung", "", ""], ["1", "Rà soát", "Sở Y tế"], ["2", "Công khai", ""]]
    assert [b.kind for b in result.blocks] == ["paragraph", "row", "row", "row", "paragraph"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_pages_are_read_upright(rotation: int) -> None:
    story = [ruled(ROWS[:5], [40, 280, 100]), Paragraph(LONG, body_style())]
    view = landscape(A4) if rotation % 180 else A4

    def turn(canvas: Canvas, document: Any) -> None:
        # The content is turned one way and the page the other, as landscape annexes are printed.
        canvas.setPageSize(A4)
        canvas.translate(*{90: (A4[0], 0), 180: A4, 270: (0, A4[1])}[rotation])
        canvas.rotate(rotation)

    upright = read(pdf(story, pagesize=view))
    turned = pdf([ruled(ROWS[:5], [40, 280, 100]), Paragraph(LONG, body_style())], turn, pagesize=view)
    assert read(turned).text == upright.text, "text printed along the long side"
    document = pypdfium2.PdfDocument(turned)
    document[0].set_rotation(rotation)
    buffer = io.BytesIO()
    document.save(buffer)
    result = read(buffer.getvalue())
    assert result.text == upright.text
    assert [b.box for b in result.lines] == [pytest.approx(b.box, abs=0.3) for b in upright.lines]


def test_text_along_the_long_side_is_read_and_boxed_on_the_page() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        canvas.setFont(REGULAR, 11)
        for i in range(8):
            canvas.drawString(
                90, 500 - 16 * i, f"{i + 1}. Đơn vị thứ {i + 1} báo cáo kết quả thực hiện nhiệm vụ được giao."
            )

    result = read(drawn(page))
    assert lines(result)[0] == "1. Đơn vị thứ 1 báo cáo kết quả thực hiện nhiệm vụ được giao."
    assert len(result.blocks) == 8
    x0, top, x1, bottom = result.lines[0].box
    assert bottom - top > 200 > x1 - x0
    assert 0 <= x0 < x1 <= A4[0]
    assert 0 <= top < bottom <= A4[1]


def scan(canvas: Canvas) -> None:
    canvas.drawImage(picture(), 0, 0, *A4)


def test_pictures_without_writing() -> None:
    with pytest.raises(NoTextLayer, match="No text") as caught:
        read(drawn(scan, scan))
    assert "Không tìm thấy chữ" in caught.value.message_vi


def test_a_picture_without_writing_among_pages_adds_nothing() -> None:
    result = read(drawn(lambda c: write(c, FILL), scan, lambda c: None))
    assert result.text == read(drawn(lambda c: write(c, FILL))).text
    assert result.notes == ()
    assert result.source.pages == 3


def test_password() -> None:
    data = drawn(lambda c: write(c, FILL), encrypt="bí mật")
    with pytest.raises(EncryptedFile):
        read(data)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_a_truncated_file_is_damaged(plan_pdf: bytes, share: float) -> None:
    with pytest.raises(DamagedFile):
        read(plan_pdf[: int(len(plan_pdf) * share)])


def test_limits(plan_pdf: bytes) -> None:
    with pytest.raises(InputTooLarge, match="2 pages"):
        read(plan_pdf, limits=Limits(pages=1))
    with pytest.raises(InputTooLarge):
        read(plan_pdf, limits=Limits(characters=500))


def test_a_path_gives_its_name(tmp_path: Path, plan_pdf: bytes, manuscript: Manuscript) -> None:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(plan_pdf)
    result = read(path)
    assert result.source.name == "ke-hoach.docx"
    assert result.source.media_type == "application/pdf"
    assert result.text == manuscript.text


def test_the_signature_block_alone() -> None:
    result = read(pdf([Paragraph(LONG + "./.", body_style()), Spacer(1, 10), signature()]))
    assert lines(result)[1:] == [*RECIPIENTS, *SIGNER]


def test_bold_is_read_from_the_font() -> None:
    result = read(drawn(lambda c: (write(c, FILL), write(c, [(72, 400, "II. NHIỆM VỤ")], BOLD))))  # type: ignore[func-returns-value]
    assert [b.bold for b in result.blocks][-1] is True
    assert not result.blocks[0].bold


def test_builders_use_fonts_that_hold_vietnamese() -> None:
    from reportlab.pdfbase import pdfmetrics

    builders.register_fonts()
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    assert all(
        ord(c) in glyphs
        for c in "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹĂăĐđƠơƯư"
    )


def test_page_breaks_between_parts() -> None:
    story = [*plan()[:5], page_break(), Paragraph("Phụ lục", title_style()), Paragraph(LONG, body_style())]
    assert lines(read(pdf(story, page_number)))[-2:] == ["Phụ lục", LONG]


def test_text_objects_that_touch_are_one_word() -> None:
    result = read(
        pdf([Paragraph(f"Chi cho nghiên cứu và phát triển (R&amp;D) của Sở NN<b>&amp;MT</b>, {LONG}", body_style())])
    )
    assert result.text.startswith("Chi cho nghiên cứu và phát triển (R&D) của Sở NN&MT, Các sở")


def test_a_subject_that_grows_wider_below_the_date_stays_one() -> None:
    rows = [
        (60.0, 80.0, "VĂN PHÒNG TỈNH"), (270.0, 80.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (300.0, 96.0, "Độc lập - Tự do - Hạnh phúc"), (60.0, 112.0, "Số: 9/VP-NC"),
        (60.0, 128.0, "V/v xử lý phản ánh về hồ sơ"), (300.0, 128.0, "Mẫu Sơn, ngày 5 tháng 6 năm 2031"),
        (60.0, 142.0, "đất đai chậm giải quyết tại các xã,"), (60.0, 156.0, "phường"),
        (100.0, 180.0, "Kính gửi: Sở Tư pháp"),
    ]  # fmt: skip
    found = lines(read(drawn(lambda canvas: write(canvas, rows))))
    assert "V/v xử lý phản ánh về hồ sơ đất đai chậm giải quyết tại các xã, phường" in found
    assert "Kính gửi: Sở Tư pháp" in found
