"""Which rows a person is asked to check."""

from __future__ import annotations

import pytest

from analyzer import analyze
from analyzer.assembly.models import Directive
from analyzer.writing.notes import is_doubtful
from analyzer.writing.rows import task_rows

ORDERS = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 17/CT-UBND
Lam Sơn, ngày 12 tháng 3 năm 2031
CHỈ THỊ
Về việc tăng cường kỷ luật, kỷ cương hành chính
Ủy ban nhân dân tỉnh yêu cầu:
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát thủ tục hành chính nội bộ, báo cáo trước ngày 30/6/2031.
2. Văn phòng Ủy ban nhân dân tỉnh:
a) Công khai kết quả giải quyết hồ sơ của từng cơ quan trên Cổng thông tin điện tử tỉnh.
b) Kiểm tra đột xuất việc chấp hành giờ làm việc tại các cơ quan, đơn vị.
3. Ủy ban nhân dân các xã, phường bố trí công chức tiếp nhận hồ sơ vào sáng thứ Bảy hằng tuần.
4. Giao Sở Nội vụ theo dõi, đôn đốc, tổng hợp kết quả thực hiện, báo cáo trước ngày 15/12/2031.
"""


@pytest.fixture
def orders() -> Directive:
    return analyze(ORDERS)


def test_clear_orders_are_not_doubtful(orders: Directive) -> None:
    assert [row.doubtful for row in task_rows([orders])] == [False] * 5


@pytest.mark.parametrize("where", ["task", "assignee", "deadline"])
def test_words_that_were_hard_to_recognise_make_a_task_doubtful(orders: Directive, where: str) -> None:
    task = orders.tasks[0]
    span = {"task": task.span, "assignee": task.assignees[0].span, "deadline": task.deadlines[0].span}[where]
    span.recognised = 0.9
    assert not is_doubtful(task)
    span.recognised = 0.6
    assert is_doubtful(task)
    row = next(task_rows([orders]))
    assert row.doubtful
    assert "đối chiếu với bản gốc" in row.notes
