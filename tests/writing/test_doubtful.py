"""Which rows a person is asked to check."""

from __future__ import annotations

import pytest

from analyzer import analyze
from analyzer.writing.rows import is_doubtful, task_rows


def test_a_clear_order_is_not_doubtful() -> None:
    directive = analyze("Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo trước ngày 30/6/2031.")
    assert [row.doubtful for row in task_rows([directive])] == [False]


@pytest.mark.parametrize("where", ["task", "assignee", "deadline"])
def test_words_that_were_hard_to_recognise_make_a_task_doubtful(where: str) -> None:
    directive = analyze("Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo trước ngày 30/6/2031.")
    (task,) = directive.tasks
    span = {"task": task.span, "assignee": task.assignees[0].span, "deadline": task.deadlines[0].span}[where]
    span.recognised = 0.9
    assert not is_doubtful(task)
    span.recognised = 0.6
    assert is_doubtful(task)
    (row,) = task_rows([directive])
    assert row.doubtful
    assert "đối chiếu với bản gốc" in row.notes
