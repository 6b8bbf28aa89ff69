"""The set itself: as large and as varied as it is meant to be, and its expectations speak of its tables."""

from __future__ import annotations

import pytest

from tests.tables.cases import Case, cases
from tests.tables.model import Closing, Grid, NewPage, parse_grid
from tests.tables.render import render_pdf
from tests.tables.typeset import typeset

ROWS, DOCUMENTS = 250, 12


def test_size() -> None:
    assert len(cases()) >= DOCUMENTS
    assert sum(case.table_rows for case in cases()) >= ROWS
    assert sum(len(case.tasks) + len(case.targets) for case in cases()) >= ROWS


def test_variety() -> None:
    grids = [part for case in cases() for part in case.document.parts if isinstance(part, Grid)]
    assert {grid.header_rows for grid in grids} == {0, 1, 2}
    assert any(cell.rows > 1 and cell.row >= grid.header_rows for grid in grids for cell in grid.cells)
    assert any(cell.columns == len(grid.widths) for grid in grids for cell in grid.cells)
    assert any(isinstance(p, NewPage) and p.landscape for case in cases() for p in case.document.parts)
    assert all(any(isinstance(p, Closing) for p in case.document.parts) for case in cases())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.document.name)
def test_expectations_speak_of_the_tables(case: Case) -> None:
    words = {cell.text for part in case.document.parts if isinstance(part, Grid) for cell in part.cells}
    assert {row.content for row in case.tasks} <= words
    assert {row.metric for row in case.targets} <= words


def test_a_ragged_grid_is_refused() -> None:
    with pytest.raises(ValueError, match="not 3 cells"):
        parse_grid("TT | Nhiệm vụ | Chủ trì", "1 | Rà soát")


TEXT = """ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH MẪU                    Độc lập - Tự do - Hạnh phúc
Số: 19/KH-UBND                Mẫu Sơn, ngày 17 tháng 10 năm 2024
KẾ HOẠCH
Rà soát thủ tục
Căn cứ Luật Mẫu, Ủy ban nhân dân tỉnh ban hành Kế hoạch.
Nơi nhận: - Như trên; - Lưu: VT. | TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn Mẫu
PHỤ LỤC
TT | Nhiệm vụ | Cơ quan chủ trì
1 | Rà soát | Sở Nội vụ
"""


def test_typesetting_a_text() -> None:
    document = typeset(TEXT)
    head = document.letterhead
    assert head is not None
    assert (head.issuer, len(head.motto)) == (("ỦY BAN NHÂN DÂN", "TỈNH MẪU"), 2)
    assert (head.number, head.place_date) == ("Số: 19/KH-UBND", "Mẫu Sơn, ngày 17 tháng 10 năm 2024")
    assert document.title == ("KẾ HOẠCH", "Rà soát thủ tục")
    closing = next(p for p in document.parts if isinstance(p, Closing))
    assert closing.recipients == ("- Như trên;", "- Lưu: VT.")
    assert closing.signature == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Mẫu")
    assert isinstance(document.parts[-1], Grid)
    assert render_pdf(document).startswith(b"%PDF-")
