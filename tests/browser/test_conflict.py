"""Two people at the same task: the second is told, decides, and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chromium import Pictures, check_accessible
from tests.browser.reviewing import Review, Visit, filed

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def two(visit: Visit) -> tuple[Review, Review]:
    """The same plan in two browsers that have nothing in common."""
    first = filed(visit, text=True)
    return first, Review(visit("/tim-kiem"), first.key, text=True)


@pytest.mark.parametrize("mine", [True, False], ids=["mine", "theirs"])
def test_the_second_decides(two: tuple[Review, Review], pictures: Pictures, mine: bool):
    first, second = two
    theirs_editor, mine_editor = first.open_editor("t5"), second.open_editor("t5")
    with first.saved():
        theirs_editor.get_by_label("Việc phải làm").fill("Kiểm tra kỷ luật tại 20 xã")
        theirs_editor.get_by_label("Việc phải làm").press("Tab")

    with second.saved(status=409):
        mine_editor.get_by_label("Việc phải làm").fill("Kiểm tra kỷ cương tại 25 phường")
        mine_editor.get_by_label("Việc phải làm").press("Tab")
    dialog = second.page.get_by_role("dialog", name="Có người vừa sửa mục này")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("region", name="Đang có")).to_contain_text("Kiểm tra kỷ luật tại 20 xã")
    expect(dialog.get_by_role("region", name="Bạn muốn ghi")).to_contain_text("Kiểm tra kỷ cương tại 25 phường")
    if mine:
        pictures.at_both_widths(second.page, "conflict")
        check_accessible(second.page)
        with second.saved():
            dialog.get_by_role("button", name="Ghi nội dung của tôi").click()
    else:
        dialog.get_by_role("button", name="Giữ nội dung đang có").click()
    expect(dialog).to_be_hidden()

    kept = "Kiểm tra kỷ cương tại 25 phường" if mine else "Kiểm tra kỷ luật tại 20 xã"
    expect(second.row("t5")).to_contain_text(kept)
    first.page.reload()
    expect(first.row("t5")).to_contain_text(kept)
    history = changes(first)
    expect(history).to_have_count(2 if mine else 1)
    expect(history.last).to_contain_text("Kiểm tra kỷ luật tại 20 xã")


def test_other_fields_of_the_task_stay_as_they_were_set(two: tuple[Review, Review]):
    first, second = two
    theirs, mine = first.open_editor("t5"), second.open_editor("t5")
    with first.saved():
        theirs.get_by_label("Lĩnh vực").select_option(label="Khác")
    with second.saved(status=409):
        mine.get_by_label("Tính chất").select_option("recommendation")
    with second.saved():
        second.page.get_by_role("button", name="Ghi nội dung của tôi").click()
    expect(second.row("t5")).to_contain_text("Khác")
    expect(mine.get_by_label("Tính chất")).to_have_value("recommendation")
    expect(mine.get_by_label("Lĩnh vực")).to_have_value("other")


def test_different_tasks_do_not_meet(two: tuple[Review, Review]):
    first, second = two
    with first.saved():
        first.open_editor("t5").get_by_label("Lĩnh vực").select_option(label="Khác")
    with second.saved():
        second.open_editor("t3").get_by_label("Lĩnh vực").select_option(label="Khác")
    expect(second.row("t5")).to_contain_text("Khác")  # what the other did meanwhile is shown with one's own


def test_a_task_that_somebody_took_off_is_told(two: tuple[Review, Review]):
    first, second = two
    editor = second.open_editor("t6")
    first.select("t6")
    with first.saved():
        first.row("t6").press("Delete")
    with second.saved(status=409):
        editor.get_by_label("Tính chất").select_option("prohibition")
    dialog = second.page.get_by_role("dialog", name="Có người vừa sửa mục này")
    dialog.get_by_role("button", name="Giữ nội dung đang có").click()
    expect(second.row("t6")).to_have_count(0)
    expect(second.rows).to_have_count(11)


def changes(review: Review) -> Locator:
    """The history of the whole document."""
    review.page.get_by_role("button", name="Lịch sử", exact=True).first.click()
    return review.page.get_by_role("dialog", name="Lịch sử sửa").get_by_role("listitem")
