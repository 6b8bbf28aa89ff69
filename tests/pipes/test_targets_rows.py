"""Rows of target tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from analyzer.layout.columns import measures
from analyzer.layout.outline import Outline, build_outline
from analyzer.layout.tables import read_tables
from analyzer.pipes.mentions import Target, TimeMention, TimeValue
from analyzer.pipes.targets import find
from analyzer.reading import read

DATA = Path(__file__).parent / "data/targets_rows.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


def _find(text: str, times: Sequence[TimeMention] = ()) -> tuple[Outline, list[Target]]:
    """The targets of a text by way of its tables."""
    outline = build_outline(read(text))
    return outline, find(outline.text, times=times, tables=read_tables(outline))


@pytest.mark.parametrize("case", ROWS, ids=[f"{i}:{c['row'][1]}" for i, c in enumerate(ROWS)])
def test_rows(case: dict[str, list[str]]) -> None:
    outline, found = _find(f"{' | '.join(case['header'])}\n{' | '.join(case['row'])}")
    quoted = [[outline.text[t.start : t.end], t.value, t.upper, t.unit, t.comparator] for t in found]
    assert quoted == case["targets"]


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
    assert (measures([[cell] for cell in header]) is not None) is expected


TABLE = """Phụ lục
TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan
I | Đến năm 2027 | | |
1 | Hộ dân từ 3 người trở lên có nước sạch | % | ≥ 80 | Sở A
II | Đến năm 2030 | | |
2 | Hình thành làng nghề | Làng nghề | 6 - 8 | Sở B
3 | Môi trường | Thứ bậc | Có tối thiểu 02 loại hình được công nhận | Sở C
Hết bảng.
9 | Không thuộc bảng | % | 90 | Sở D"""


def test_tables_in_text() -> None:
    text = read(TABLE).text
    times = [
        TimeMention(text.index(words), text.index(words) + len(words), TimeValue(end=date(int(words[-4:]), 12, 31)))
        for words in ("Đến năm 2027", "Đến năm 2030")
    ]
    _, found = _find(TABLE, times)
    assert [(text[t.start : t.end], t.unit, t.comparator, t.upper, t.due and t.due.end) for t in found] == [
        ("≥ 80", "%", ">=", None, date(2027, 12, 31)),
        ("6 - 8", "Làng nghề", ">=", 8, date(2030, 12, 31)),
        ("tối thiểu 02 loại hình", "loại hình", ">=", None, None),
    ]
    assert found[0].metric == "Hộ dân từ 3 người trở lên có nước sạch"


def test_columns_that_name_a_period_give_the_due_time() -> None:
    text = "STT | Chỉ tiêu | ĐVT | Năm 2025 | 2030\n1 | Tỷ lệ che phủ rừng | % | 45 | 47"
    at = text.index("Năm 2025")
    _, found = _find(text, [TimeMention(at, at + 8, TimeValue(date(2025, 1, 1), date(2025, 12, 31)))])
    assert [(t.value, t.due and t.due.end) for t in found] == [(45.0, date(2025, 12, 31)), (47.0, date(2030, 12, 31))]


def test_equal_cells_keep_their_places() -> None:
    outline, found = _find("STT | Chỉ tiêu | ĐVT | Năm 2025 | Năm 2030\n1 | Tỷ lệ xã có điện | % | 100 | 100")
    assert [t.start for t in found] == [outline.text.index("100"), outline.text.rindex("100")]


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
    assert [t.value for t in _find(text)[1]] == expected
