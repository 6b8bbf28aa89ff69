"""What holds for every table, whatever its cells say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.layout.outline import build_outline
from analyzer.layout.tables import read_tables
from analyzer.reading import read
from tests.linear import assert_linear

WORDS = [
    "STT", "TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Chỉ tiêu", "ĐVT", "Năm 2026", "2027", "Sản phẩm", "1",
    "1.1", "I", "A", "a)", "-", "nt", "x", "", "Sở Nội vụ", "Quý I/2026", "Rà soát thủ tục hành chính", "%", "95",
    "(1)", "(2)", "(3)", "Báo cáo", "PHẦN MỘT",
]  # fmt: skip
ROWS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=12)


@given(ROWS)
@settings(max_examples=200)
def test_rows_groups_and_heads_are_apart_and_cells_stand_in_the_table(rows: list[list[str]]) -> None:
    text = "KẾ HOẠCH\n" + "\n".join(" | ".join(row) for row in rows) + "\nHết."
    outline = build_outline(read(text))
    seen: set[int] = set()
    for table in read_tables(outline):
        nodes = [*(r.node for r in table.rows), *table.groups, *table.heads]
        numbers = [n.index for n in nodes]
        assert len(set(numbers)) == len(numbers)
        assert not seen & set(numbers)
        seen |= set(numbers)
        first, last = min(n.block.start for n in nodes), max(n.end for n in nodes)
        main = "content" if table.kind == "tasks" else "metric"
        for row in table.rows:
            assert row.cells[main]
            cells = [cell for cells in row.cells.values() for cell in cells] + [cell for _, cell in row.values]
            assert all(first <= cell.start < cell.end <= last for cell in cells)
            assert all(group.node.index < row.node.index for group in row.groups)


def test_reading_tables_takes_time_in_step_with_their_length() -> None:
    outlines: dict[str, int] = {}

    def run(text: str) -> None:
        outlines[text[:20]] = len(read_tables(build_outline(read(f"TT | Nhiệm vụ | Chủ trì | Thời hạn\n{text}"))))

    assert_linear(run, "1 | Rà soát thủ tục | Sở Nội vụ | Quý I/2026\n1.1 | Thống kê | |\n")
    assert_linear(run, "Rà soát thủ tục | Sở Nội vụ\n")
