"""What cells look like, to which column the cells of a ragged row belong, tables without a header."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.layout.cell_shapes import align, infer_roles, shape_of
from tests.linear import assert_linear

ROLES = ["index", "content", "lead", "support", "time", "product", "note"]


@pytest.mark.parametrize(
    ("cell", "shape"),
    [
        ("1", "index"), ("1.2.3", "index"), ("IV", "index"), ("7.12", "index"), ("a)", "index"), ("A.", "index"),
        ("Sở Nội vụ", "agency"), ("- Sở Nội vụ; Sở Tư pháp.", "agency"), ("UBND các xã, phường", "agency"),
        ("Các sở, ban, ngành", "agency"), ("Công an tỉnh", "agency"), ("Chủ trì: Sở A; phối hợp: Sở B", "agency"),
        ("Phòng Kinh tế", "agency"), ("Báo Công Thương", "agency"),
        ("Báo và Phát thanh, Truyền hình Mẫu", "agency"), ("Các đơn vị liên quan", "agency"),
        ("Báo cáo kết quả", "words"), ("Ban hành kế hoạch", "words"), ("Bộ tiêu chí", "words"), ("Hội nghị", "words"),
        ("Phòng, chống dịch", "words"), ("Quỹ đất sạch", "words"),
        ("Quý II/2025", "time"), ("Trước ngày 30/6/2025", "time"), ("Thường xuyên", "time"), ("Hằng năm", "time"),
        ("6 tháng/lần", "time"), ("Tháng 5", "time"), ("12/2025", "time"), ("Giai đoạn 2025 - 2027", "time"),
        ("2025", "year"), ("2025 - 2027", "year"),
        ("%", "unit"), ("triệu đồng", "unit"), ("≥ 95", "number"), ("12.500", "number"), ("từ 96 trở lên", "number"),
        ("", "empty"), (" - ", "empty"),
        ("Rà soát toàn bộ thủ tục hành chính thuộc thẩm quyền giải quyết của tỉnh", "long"),
    ],
)  # fmt: skip
def test_shapes(cell: str, shape: str) -> None:
    assert shape_of(cell) == shape


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (["1", "Rà soát thủ tục", "Sở Nội vụ", "Sở Tư pháp", "Quý I/2025"], [0, 1, 2, 3, 4]),
        (["1", "Rà soát thủ tục", "Sở Nội vụ", "Quý I/2025"], [0, 1, 2, 4]),
        (["Rà soát thủ tục", "Sở Nội vụ", "Quý I/2025"], [1, 2, 4]),
        (["1", "Rà soát thủ tục", "Quý I/2025", "Báo cáo"], [0, 1, 4, 5]),
        (["1", "Rà soát thủ tục", "Sở Nội vụ", "Báo cáo"], [0, 1, 2, 5]),
        (["I", "CẢI CÁCH THỂ CHẾ"], [0, 1]),
        (["CẢI CÁCH THỂ CHẾ"], [1]),
    ],
)
def test_alignment(cells: list[str], places: list[int]) -> None:
    assert align(cells, ROLES) == places


CELLS = st.sampled_from(["1", "Sở Nội vụ", "Quý I/2025", "Rà soát thủ tục", "Báo cáo", "", "%", "95", "x" * 80])


@given(st.lists(CELLS, max_size=7))
def test_alignment_keeps_the_order(cells: list[str]) -> None:
    places = align(cells, ROLES)
    assert len(places) == len(cells)
    assert all(a < b for a, b in pairwise(places))
    assert all(0 <= p < len(ROLES) for p in places)


WORK = ["1", "Kiểm tra việc thực hiện kế hoạch", "Sở Nội vụ", "Các sở, ngành", "Quý II/2025", "Báo cáo"]
MEASURE = ["1", "Tỷ lệ hồ sơ trực tuyến", "%", "80", "Sở Nội vụ"]


@pytest.mark.parametrize(
    ("row", "roles"),
    [
        (WORK, ["index", "content", "lead", "support", "time", "product"]),
        (WORK[1:5], ["content", "lead", "support", "time"]),
        ([WORK[4], WORK[1], WORK[2]], ["time", "content", "lead"]),
        (MEASURE, ["index", "metric", "unit", "value", None]),
        (["1", "Tỷ lệ hồ sơ", "%", "70", "80"], None),
        (["1", "Trần Văn Mẫu", "Chuyên viên", "0900 000 000"], None),
        (["1", "Xã Mẫu Sơn", "1.250", "3.400"], None),
        (["1", "Đã rà soát xong", "Sở Nội vụ", "Quý I/2024"], None),
        (["1", "Rà soát thủ tục", "Sở Nội vụ", "Quý I/2024", "Đã xong"], None),
        (["1", "Đề án làng nghề", "Sở Nội vụ", "Quý I/2025"], ["index", "content", "lead", "time"]),
    ],
)
def test_tables_without_a_header(row: list[str], roles: list[str | None] | None) -> None:
    assert infer_roles([row] * 4) == roles


def test_the_columns_of_numbers_alone_tell_nothing() -> None:
    assert infer_roles([["1", "2", "3"]] * 4) is None
    assert infer_roles([["a", "b"]] * 4) is None


@pytest.mark.parametrize("piece", ["trước ", "từ 1 - ", "các sở, ", "1.1.", "năm học ", "phòng ", " -"])
def test_shapes_take_time_in_step_with_length(piece: str) -> None:
    assert_linear(lambda text: shape_of(text), piece)
