"""Header rows: one or two, column numbers, headers said again."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analyzer.layout.outline import build_outline
from analyzer.layout.table_header import find_header, is_column_numbers
from analyzer.reading import read

CASES = tomllib.loads((Path(__file__).parent / "data/table_headers.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_headers(case: dict[str, Any]) -> None:
    outline = build_outline(read(case["text"]))
    rows = [n for n in outline.nodes if n.style == "row"]
    header = find_header(outline.text, rows, 0)
    assert (header.roles if header else None) == case.get("roles")
    if header:
        assert header.rows == case["rows"]
        assert find_header(outline.text, rows, header.rows) is None


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ("(1) | (2) | (3)", True),
        ("1 | 2 | 3 | 4 | 5", True),
        ("A | B | 1 | 2 | 3=1+2", True),
        ("(1) | (2) | (3) | (4) = (2)+(3)", True),
        ("1 | 2", False),
        ("1 | 12 | 13", False),
        ("1 | Rà soát | 2", False),
        ("5 | 6 | 7", False),
        ("A | B | C", False),
    ],
)
def test_rows_of_column_numbers(row: str, counts: bool) -> None:
    manuscript = read(f"TT | Nhiệm vụ | Cơ quan chủ trì\n{row}")
    assert is_column_numbers(manuscript.text, manuscript.blocks[1]) is counts
