"""Plain text: blocks, rows, wrapped lines, furniture, merged letterheads."""

from __future__ import annotations

import pytest

from analyzer.errors import EmptyDocument, InputTooLarge
from analyzer.reading import Limits, Manuscript, read
from analyzer.reading.wrapping import glue, is_list_item, is_torn_range
from tests.reading.builders import LONG


def lines(manuscript: Manuscript) -> list[str]:
    return [manuscript.text[b.start : b.end] for b in manuscript.blocks]


def test_a_line_is_a_block_and_blank_lines_are_none() -> None:
    manuscript = read("KẾ HOẠCH\n\n\n  Rà soát  thủ tục  \nI.\nMục đích")
    assert lines(manuscript) == ["KẾ HOẠCH", "Rà soát thủ tục", "I.", "Mục đích"]
    assert {b.kind for b in manuscript.blocks} == {"paragraph"}


def test_rows_have_cells_and_consecutive_rows_are_one_table() -> None:
    manuscript = read("Phụ lục\nTT | Việc | Hạn\n1 | Rà soát | | \nGhi chú\n| A | B |\n|---|---|\n| 1 | 2 |")
    rows = [b for b in manuscript.blocks if b.kind == "row"]
    cells = [[manuscript.text[c.start : c.end] for c in b.cells] for b in rows]
    assert cells == [["TT", "Việc", "Hạn"], ["1", "Rà soát", "", ""], ["A", "B"], ["1", "2"]]
    assert [b.table for b in rows] == [0, 0, 1, 1]
    assert lines(manuscript)[2] == "1 | Rà soát"


def test_hard_wrapped_text_is_joined() -> None:
    paragraphs = ["CHỈ THỊ", f"Thời gian qua, {LONG}.", f"1. {LONG}:", f"- {LONG};", f"- {LONG}.", f"2. {LONG}."]
    assert lines(read("\n".join(map(wrapped, paragraphs)))) == paragraphs


def wrapped(paragraph: str, width: int = 72) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(paragraph, width, break_on_hyphens=False))


def test_lines_of_unwrapped_text_stay_apart() -> None:
    text = "\n".join(
        ["ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI", f"Thực hiện {LONG}", "theo quy định", LONG + ".", "1. Sở A", "2. Sở B"]
    )
    assert lines(read(text)) == text.split("\n")


TORN = [
    ("Kế hoạch giai đoạn 2031\n- 2035 của tỉnh", ["Kế hoạch giai đoạn 2031 - 2035 của tỉnh"]),
    ("nhiệm kỳ 2031-\n2036 của Hội đồng", ["nhiệm kỳ 2031-2036 của Hội đồng"]),
    ("Kết quả năm 2031\n- 2035 hồ sơ đúng hạn", ["Kết quả năm 2031", "- 2035 hồ sơ đúng hạn"]),
    ("giai đoạn 2031\n- Rà soát", ["giai đoạn 2031", "- Rà soát"]),
    ("giai đoạn 2035\n- 2031 hộ", ["giai đoạn 2035", "- 2031 hộ"]),
]


@pytest.mark.parametrize(("text", "expected"), TORN)
def test_year_ranges_over_two_lines(text: str, expected: list[str]) -> None:
    assert lines(read(text)) == expected


def test_bare_page_numbers_go_if_they_count_up_a_page_apart() -> None:
    pages = [f"{n}. {LONG}.\n" * 3 for n in range(1, 5)]
    text = pages[0] + "2\n" + pages[1] + "3\n" + pages[2] + "4\n" + pages[3]
    manuscript = read(text)
    assert manuscript.furniture == ("2", "3", "4")
    assert len(manuscript.blocks) == 12


def test_numbers_of_a_broken_table_stay() -> None:
    manuscript = read("Xã A | 1\n2\nXã B\n3\nXã C\n1")
    assert manuscript.furniture == ()


@pytest.mark.parametrize("line", ["Trang 3", "- 4 -", "2/7", "Trang 2/7", "-----------", "______", "*", "* * *"])
def test_furniture_by_its_form(line: str) -> None:
    manuscript = read(f"Một dòng\n{line}\nhai dòng")
    assert manuscript.furniture == (line,)


@pytest.mark.parametrize("line", ["1.", "12", "I.", "2024", "- 5 hồ sơ", "Trang phục", "3/4 đơn vị"])
def test_lines_that_only_look_like_furniture(line: str) -> None:
    assert read(f"Một dòng\n{line}\nhai dòng").furniture == ()


def test_a_sentence_around_a_page_number_is_one() -> None:
    half = " ".join([LONG] * 3)
    manuscript = read(f"1. {half} và\n2\ntiếp tục thực hiện.\n2. Khác")
    assert lines(manuscript)[0] == f"1. {half} và tiếp tục thực hiện."


def test_a_stamp_is_set_aside_and_its_time_kept() -> None:
    manuscript = read(
        "Người ký: Ủy ban nhân dân tỉnh Sơn Hải\nEmail: vp@sonhai.example\nThời gian ký: 12.03.2024 10:22:31 +07:00\n"
        "ĐẾN\nSố: 123\nNgày: 13/3/2024\nCHỈ THỊ\nEmail: gửi về Sở"
    )
    assert lines(manuscript) == ["CHỈ THỊ", "Email: gửi về Sở"]
    assert manuscript.metadata == {"signed_at": "2024-03-12T10:22:31+07:00"}


LETTERHEADS = [
    "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH SƠN HẢI Độc lập - Tự do - Hạnh phúc\n"
    "Số: 15/KH-UBND Sơn Hải, ngày 03 tháng 02 năm 2024\nKẾ HOẠCH",
    "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n  TỈNH SƠN HẢI            Độc lập - Tự do - Hạnh phúc\n"
    "Số: 15/KH-UBND          Sơn Hải, ngày 03 tháng 02 năm 2024\nKẾ HOẠCH",
    "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH SƠN HẢI\tĐộc lập - Tự do - Hạnh phúc\n\n"
    "Số: 15/KH-UBND\tSơn Hải, ngày 03 tháng 02 năm 2024\nKẾ HOẠCH",
]


@pytest.mark.parametrize("text", LETTERHEADS, ids=["merged", "spaces", "tabs"])
def test_merged_letterheads_are_read_column_by_column(text: str) -> None:
    assert lines(read(text)) == [
        "ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI", "Số: 15/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Sơn Hải, ngày 03 tháng 02 năm 2024", "KẾ HOẠCH",
    ]  # fmt: skip


def test_a_letterhead_line_by_line_is_left_alone() -> None:
    text = "ỦY BAN NHÂN DÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 1/CT-UBND"
    assert lines(read(text)) == text.split("\n")


def test_letter_spaced_titles_are_put_together() -> None:
    assert lines(read("Q U Y Ế T  Đ Ị N H\nA B C D\n1 2 3 4 5 6 7")) == ["QUYẾT ĐỊNH", "A B C D", "1 2 3 4 5 6 7"]


@pytest.mark.parametrize("text", ["", "  \n \t\n", "\ufeff", "\u200b\n\u200b", "-----\n____"])
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyDocument):
        read(text)


def test_limits() -> None:
    with pytest.raises(InputTooLarge):
        read("x" * 101, limits=Limits(characters=100))
    with pytest.raises(InputTooLarge):
        read(b"x" * 101, limits=Limits(bytes=100))
    assert read("x" * 100, limits=Limits(characters=100)).text == "x" * 100


GLUED = [
    ("Quyết định số 12/QĐ-", "UBND ngày", ""),
    ("Nghị định số 12/2020/", "NĐ-CP", ""),
    ("Nghị định số 12/2020/NĐ", "-CP ngày", ""),
    ("giai đoạn 2021-", "2025", ""),
    ("giai đoạn 2021 -", "2025", " "),
    ("Nghị định số 109/2", "022/NĐ-CP", ""),
    ("ngày 12/2", "022 hồ sơ", " "),
    ("văn hóa -", "xã hội", " "),
    ("Quý IV/2025-", "Quý II/2026", " "),
    ("khoảng 1.", "250 hồ sơ", ""),
    ("10.367.7", "00", ""),
    ("lớp 1.", "25 học sinh", " "),
    ("kinh tế-", "xã hội", " "),
    ("và/hoặc/", "hoặc", " "),
    ("các sở", "ban ngành", " "),
]


@pytest.mark.parametrize(("line", "following", "expected"), GLUED)
def test_what_stands_between_joined_lines(line: str, following: str, expected: str) -> None:
    assert glue(line, following) == expected


def test_torn_ranges_and_items_are_told_apart() -> None:
    assert is_torn_range("giai đoạn 2031", "- 2035")
    assert not is_torn_range("giai đoạn 2031 -", "- 2035")
    assert is_list_item("- 2035 hồ sơ")


def test_running_heads_go_with_their_page_numbers_and_the_sentence_around_them_is_one() -> None:
    pages = [f"{n}. {LONG}.\n" * 7 for n in range(1, 4)]
    head = "UBND tỉnh Lam Sơn            Kế hoạch năm 2024"
    text = (
        f"{pages[0]}5. Các sở tổng hợp kết quả, báo cáo\n{head}\n1\ntrước ngày 15/12/2024.\n{pages[1]}{head}\n2\n"
        f"{pages[2]}Kế hoạch năm 2024\n3\nHết"
    )
    manuscript = read(text)
    assert manuscript.furniture == (
        "UBND tỉnh Lam Sơn Kế hoạch năm 2024", "1",
        "UBND tỉnh Lam Sơn Kế hoạch năm 2024", "2",
        "Kế hoạch năm 2024", "3",
    )  # fmt: skip
    assert "5. Các sở tổng hợp kết quả, báo cáo trước ngày 15/12/2024." in lines(manuscript)


def test_a_column_of_numbers_counts_rows_and_no_pages() -> None:
    text = "".join(f"{n}\n{(LONG + ' ') * 6}{n}\nSở Y tế\nQuý II\n" for n in range(1, 6))
    assert read(text).furniture == ()


def test_lines_torn_at_uneven_widths_are_joined() -> None:
    torn = "\n".join(
        [
            "KẾ HOẠCH",
            "a) Kiểm tra công tác văn thư tại tối thiểu một phần ba số đơn vị cấp tỉnh và",
            "20% số xã; báo cáo Chủ tịch những nơi còn để xảy",
            "ra chậm trễ khi giải quyết hồ sơ của người dân, doanh nghiệp trên địa bàn",
            "b) Tổ chức cuộc thi tìm hiểu trên mạng cho cán bộ, công chức",
            ", thu hút từ 500 lượt dự thi trở lên.",
            "Sở Nội vụ theo dõi việc thực hiện của các đơn vị, tổng hợp những vướng mắc phát",
            "sinh trong quá trình thực hiện, đề xuất với Chủ tịch biện pháp tháo",
            "gỡ kịp thời, không để ảnh hưởng tới tiến độ chung của cả",
            "tỉnh trong năm nay",
            "Văn phòng chuẩn bị nội dung họp",
            "c) Các huyện bố trí đủ người làm việc ở bộ phận một cửa trong giờ hành",
            "chính, niêm yết số điện thoại đường dây nóng",
        ]
    )
    assert lines(read(torn)) == [
        "KẾ HOẠCH",
        "a) Kiểm tra công tác văn thư tại tối thiểu một phần ba số đơn vị cấp tỉnh và 20% số xã; báo cáo Chủ tịch"
        " những nơi còn để xảy ra chậm trễ khi giải quyết hồ sơ của người dân, doanh nghiệp trên địa bàn",
        "b) Tổ chức cuộc thi tìm hiểu trên mạng cho cán bộ, công chức , thu hút từ 500 lượt dự thi trở lên.",
        "Sở Nội vụ theo dõi việc thực hiện của các đơn vị, tổng hợp những vướng mắc phát sinh trong quá trình thực hiện"
        ", đề xuất với Chủ tịch biện pháp tháo gỡ kịp thời, không để ảnh hưởng tới tiến độ chung của cả tỉnh trong năm"
        " nay",
        "Văn phòng chuẩn bị nội dung họp",
        "c) Các huyện bố trí đủ người làm việc ở bộ phận một cửa trong giờ hành chính, niêm yết số điện thoại đường dây"
        " nóng",
    ]
