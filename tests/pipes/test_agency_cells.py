"""Agency columns of tables of work: each entry is a name."""

from __future__ import annotations

import pytest

from analyzer.layout.outline import build_outline
from analyzer.layout.tables import read_tables
from analyzer.pipes import agencies
from analyzer.reading import read
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Nội vụ", ["Sở Nội vụ"]),
        ("Phòng Khảo thí và Quản lý chất lượng", ["Phòng Khảo thí và Quản lý chất lượng"]),
        ("Vụ Phát triển thị trường nước ngoài", ["Vụ Phát triển thị trường nước ngoài"]),
        ("Trường Cao đẳng nghề Đông Phong; Sở Nội vụ", ["Trường Cao đẳng nghề Đông Phong", "Sở Nội vụ"]),
        ("- Sở Xây dựng; - Các thôn.", ["Sở Xây dựng", "Các thôn"]),
        ("Chủ trì: Sở Xây dựng; phối hợp: Công an tỉnh", ["Sở Xây dựng", "Công an tỉnh"]),
        ("Phòng Khảo thí và Quản lý chất lượng (đầu mối)", ["Phòng Khảo thí và Quản lý chất lượng"]),
        ("Sở Nội vụ chủ trì", ["Sở Nội vụ"]),
        ("Sở Tư pháp và Sở Nội vụ", ["Sở Tư pháp", "Sở Nội vụ"]),
        ("Không", []),
        ("-", []),
        ("Theo phân công", []),
    ],
)
def test_entries(cell: str, names: list[str]) -> None:
    outline = build_outline(read(f"TT | Nhiệm vụ | Chủ trì | Thời hạn\n1 | Rà soát thủ tục | {cell} | Quý I/2025"))
    found = agencies.complete(outline.text, read_tables(outline), agencies.find(outline.text))
    assert [m.name for m in found] == names
    assert all(outline.text[m.start : m.end] for m in found)


def test_other_columns_and_tables_of_measures_stay_as_they_are() -> None:
    text = "TT | Chỉ tiêu | ĐVT | Năm 2025 | Cơ quan theo dõi\n1 | Số trạm | trạm | 4 | Phòng Mẫu và Khác lạ"
    outline = build_outline(read(text))
    tables = read_tables(outline)
    assert [t.kind for t in tables] == ["targets"]
    assert agencies.complete(outline.text, tables, []) == []


def test_takes_time_in_step_with_the_table() -> None:
    def run(text: str) -> None:
        outline = build_outline(read(f"TT | Nhiệm vụ | Chủ trì | Thời hạn\n{text}"))
        agencies.complete(outline.text, read_tables(outline), agencies.find(outline.text))

    assert_linear(run, "1 | Rà soát thủ tục | Phòng Mẫu và Khác lạ; Sở Nội vụ | Quý I/2025\n", length=40_000)
