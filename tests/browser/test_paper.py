"""The plan that the browser tests drop is what they take it for."""

from __future__ import annotations

from analyzer import analyze
from tests.browser.paper import PAGES, ten_pages, three_pages


def test_the_plan_has_ten_pages_and_some_forty_tasks():
    directive = analyze(ten_pages(), isolated=False)
    assert directive.source.pages == PAGES
    assert (directive.source.reader, directive.directive.kind) == ("pdf", "KH")
    assert 40 <= len(directive.tasks) <= 50
    assert all(task.assignees for task in directive.tasks)
    assert sum(task.deadlines != [] for task in directive.tasks) > 30


def test_under_another_number_it_is_another_document():
    assert ten_pages("Số: 187/KH-UBND") != ten_pages()
    assert ten_pages() is ten_pages()


def test_the_short_plan_begins_as_the_long_one():
    directive = analyze(three_pages("Số: 9/KH-UBND"), isolated=False)
    assert directive.source.pages == 3
    assert len(directive.tasks) == 12
    assert directive.tasks[2].text.startswith("Tổ chức tập huấn kỹ năng giao tiếp")
