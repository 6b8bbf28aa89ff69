"""Rows of target tables."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from analyzer.pipes.mentions import TimeMention, TimeValue
from analyzer.pipes.targets import find, is_target_header, parse_target_row

DATA = Path(__file__).parent / "data/targets_rows.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", ROWS, ids=[f"{i}:{c['row'][1]}" for i, c in enumerate(ROWS)])
def test_rows(case: dict[str, list[str]]) -> None:
    text = " | ".join(case["row"])
    offsets, at = [], 0
    for cell in case["row"]:
        offsets.append(at)
        at += len(cell) + 3
    found = parse_target_row(case["row"], case["header"], offsets)
    assert [[text[t.start : t.end], t.value, t.upper, t.unit, t.comparator] for t in found] == case["targets"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["TT", "Chỉ tiêu", "Đơn vị", "Kết quả"], True),
        (["STT", "Tên chỉ tiêu", "Kế hoạch năm 2026"], True),
        (["STT", "Mục tiêu", "ĐVT", "Năm 2025", "Năm 2030"], True),
        (["STT", "Nội dung", "Đơn vị tính", "Chỉ tiêu giao"], True),
        (["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"], False),
        (["TT", "Nội dung", "Mục tiêu", "Cơ quan phối hợp", "Thời gian"], False),
        (["TT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"], False),
        (["TT", "Họ và tên", "Chức vụ"], False),
        ([], False),
    ],
)
def test_headers(header: list[str], expected: bool) -> None:
    assert is_target_header(header) is expected


TABLE = """Phụ lục
TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan
I | Đến năm 2027 | | |
1 | Hộ dân từ 3 người trở lên có nước sạch | % | ≥ 80 | Sở A
II | Đến năm 2030 | | |
2 | Hình thành làng nghề | Làng nghề | 6 - 8 | Sở B
3 | Môi trường | Thứ bậc | Có tối thiểu 02 loại hình được công nhận | Sở C
Hết bảng.
4 | Không thuộc bảng | % | 90 | Sở D"""


def test_tables_in_text() -> None:
    times = [
        TimeMention(TABLE.index(words), TABLE.index(words) + len(words), TimeValue(end=date(int(words[-4:]), 12, 31)))
        for words in ("Đến năm 2027", "Đến năm 2030")
    ]
    found = find(TABLE, times=times)
    assert [(TABLE[t.start : t.end], t.unit, t.comparator, t.upper, t.due and t.due.end) for t in found] == [
        ("≥ 80", "%", ">=", None, date(2027, 12, 31)),
        ("6 - 8", "Làng nghề", ">=", 8, date(2030, 12, 31)),
        ("tối thiểu 02 loại hình", "loại hình", ">=", None, None),
    ]
    assert found[0].metric == "Hộ dân từ 3 người trở lên có nước sạch"


def test_columns_that_name_a_period_give_the_due_time() -> None:
    header = ["STT", "Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"]
    dues = [None, None, None, TimeValue(end=date(2025, 12, 31)), TimeValue(end=date(2030, 12, 31))]
    row = ["1", "Tỷ lệ che phủ rừng", "%", "45", "47"]
    found = parse_target_row(row, header, [0, 4, 25, 29, 34], dues=dues)
    assert [(t.value, t.due and t.due.end) for t in found] == [(45.0, date(2025, 12, 31)), (47.0, date(2030, 12, 31))]


def test_equal_cells_keep_their_places() -> None:
    header = ["STT", "Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"]
    cell = "100"
    found = parse_target_row(["1", "Tỷ lệ xã có điện", "%", cell, cell], header, [0, 4, 23, 27, 33])
    assert [t.start for t in found] == [27, 33]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("4 | Thu gom rác thải | 98,5% | Sở A", []),
        ("4 | Thu gom rác thải | 100% hộ dân được thu gom rác | Sở A", [100.0]),
        ("4 | Che phủ vật liệu. - Tưới nước tại 100% công trình lớn. | Sở A", [100.0]),
        ("4 | Tiền lương | 12.500 triệu đồng | 70%", []),
    ],
)
def test_rows_of_other_tables_are_read_as_prose(row: str, expected: list[float]) -> None:
    text = f"VI. KINH PHÍ\nDo ngân sách bảo đảm.\n{row}"
    assert [t.value for t in find(text)] == expected
