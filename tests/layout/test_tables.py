"""Tables: headers, columns, rows and the group rows above them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analyzer.layout.columns import column_role, header_roles
from analyzer.layout.outline import build_outline
from analyzer.layout.tables import Row, read_tables
from analyzer.reading import read

CASES = tomllib.loads((Path(__file__).parent / "data/tables.toml").read_text("utf-8"))["case"]
ROLES = ("content", "metric", "index", "lead", "support", "monitor", "approver", "time", "product", "unit")


def _cells(text: str, row: Row) -> list[str]:
    own = ("content", "metric", "index")
    spans = {role: row.cells.get(role, ()) if role in own else row.cell(role) for role in ROLES}
    spans["value"] = tuple(cell for _, cell in row.values)
    words = {role: " + ".join(text[s.start : s.end].strip() for s in cells) for role, cells in spans.items()}
    return sorted(f"{role} = {w}" for role, w in words.items() if w)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(strict=True, reason="known gap")] if case.get("known_gap") else [],
        )
        for case in CASES
    ],
)
def test_tables(case: dict[str, Any]) -> None:
    outline = build_outline(read(case["text"]))
    tables = read_tables(outline)
    found = [{"kind": t.kind, "rows": [_cells(outline.text, row) for row in t.rows]} for t in tables]
    assert found == case["tables"]
    if "groups" in case:
        groups = [outline.words(node) for table in tables for node in table.groups]
        assert [g.strip(" |") for g in groups] == case["groups"]
    for table in tables:
        assert not {row.node.index for row in table.rows} & {node.index for node in (*table.groups, *table.heads)}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("STT", "index"),
        ("TT", "index"),
        ("Số TT", "index"),
        ("Nhiệm vụ", "content"),
        ("NỘI DUNG CÔNG VIỆC", "content"),
        ("Nhiệm vụ, giải pháp", "content"),
        ("Cơ quan chủ trì", "lead"),
        ("Đơn vị thực hiện", "lead"),
        ("Cơ quan, đơn vị chủ trì", "lead"),
        ("Trách nhiệm", "lead"),
        ("Cơ quan phối hợp", "support"),
        ("Đơn vị phối hợp thực hiện", "support"),
        ("Cơ quan theo dõi", "monitor"),
        ("Thời gian hoàn thành", "time"),
        ("Thời hạn", "time"),
        ("Tiến độ", "time"),
        ("Sản phẩm", "product"),
        ("Kết quả đầu ra", "product"),
        ("Chỉ tiêu", "metric"),
        ("Đơn vị tính", "unit"),
        ("ĐVT", "unit"),
        ("Ghi chú", "note"),
        ("Cơ quan chủ trì/phối hợp", "lead"),
        ("Cơ quan soạn thảo", "lead"),
        ("Lãnh đạo phụ trách", "monitor"),
        ("Nhiệm vụ được giao", "content"),
        ("Văn bản giao nhiệm vụ", "note"),
        ("Thời gian bắt đầu", "begin"),
        ("Thời gian kết thúc", "time"),
        ("Dự kiến hoàn thành", "time"),
        ("Sản phẩm dự kiến hoàn thành", "product"),
        ("Đầu việc", "content"),
        ("Họ và tên", None),
        ("Điện thoại", None),
        ("", None),
        ("x" * 200, None),
    ],
)
def test_columns(header: str, role: str | None) -> None:
    assert column_role(header) == role


@pytest.mark.parametrize(
    ("cells", "heads"),
    [
        (["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"], True),
        (["Nội dung", "Đơn vị thực hiện", "Thời hạn"], True),
        (["STT", "Chỉ tiêu", "ĐVT", "2024", "2025"], True),
        (["1", "Rà soát nhiệm vụ được giao", "Sở Nội vụ", "Quý II"], False),
        (["TT", "Họ và tên", "Chức vụ"], False),
        (["Nhiệm vụ", "Cơ quan chủ trì"], False),
        (["TT", "Nhiệm vụ"], False),
        ([], False),
    ],
)
def test_headers(cells: list[str], heads: bool) -> None:
    assert (header_roles(cells) is not None) is heads
