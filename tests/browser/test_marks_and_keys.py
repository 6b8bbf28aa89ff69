"""Rows and words mark each other, doubtful fields are found with a key, and everything goes without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import Pictures
from tests.browser.reviewing import Review, Visit, filed

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_row_shows_its_words_on_the_page_and_words_choose_the_row(visit: Visit, pictures: Pictures):
    review = filed(visit, short=False)
    page = review.page
    review.select("t25")  # 8. Sở Y tế …, on a later page
    chosen = page.locator("svg.marks rect.task.chosen")
    expect(chosen.first).to_be_in_viewport()
    sheet = chosen.first.locator("xpath=ancestor::figure")
    expect(sheet.locator(".words span").filter(has_text="bệnh").first).to_be_attached()
    assert words_under(review, "rect.task.chosen").startswith("Sở Y tế chủ trì")
    assert "Bảo hiểm xã hội tỉnh" in words_under(review, "rect.agency")
    assert "30 tháng 9 năm 2026" in words_under(review, "rect.deadline")
    pictures.take(page, "review-marked")

    other = sheet.locator("svg.marks rect.task:not(.chosen)").first
    other.scroll_into_view_if_needed()
    task = other.get_attribute("data-task")
    assert task
    box = other.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(review.row(task)).to_have_attribute("aria-current", "true")
    expect(review.row(task)).to_be_in_viewport()
    expect(review.selected).to_have_count(1)


def test_the_text_view_marks_both_ways(visit: Visit):
    review = filed(visit, short=False, text=True)
    review.select("t20")
    marked = review.page.locator(".text-sheet span.chosen")
    expect(marked.first).to_be_in_viewport()
    assert "".join(marked.all_inner_texts()).startswith("Cắt giảm ít nhất 30%")
    review.page.locator('.text-sheet span[data-tasks="t24"]').first.click()
    expect(review.row("t24")).to_have_attribute("aria-current", "true")
    expect(review.row("t24")).to_be_in_viewport()


def test_one_key_goes_from_doubt_to_doubt_and_one_confirms(visit: Visit, pictures: Pictures):
    review = filed(visit)
    page = review.page
    doubts = page.locator("tr.task-row [data-doubt]")
    before = doubts.count()
    assert before > 2
    tasks = [row.get_attribute("id") for row in review.rows.filter(has=page.locator("[data-doubt]")).all()]
    page.keyboard.press("n")
    expect(review.selected).to_have_id(str(tasks[0]))
    expect(page.locator("td.at-doubt")).to_have_count(1)
    expect(page.locator("td.at-doubt")).to_be_in_viewport()
    pictures.take(page, "review-doubt")
    with review.saved():
        page.keyboard.press("c")
    expect(doubts).to_have_count(before - 1)
    page.keyboard.press("n")
    expect(page.locator("td.at-doubt")).to_have_count(1)
    page.keyboard.press("p")
    expect(page.locator("td.at-doubt")).to_have_count(1)


def test_a_whole_correction_without_a_mouse(visit: Visit):
    review = filed(visit)
    page, keys = review.page, review.page.keyboard
    focus_by_tab(review, "tr.task-row")
    keys.press("j")
    keys.press("ArrowDown")
    expect(review.selected).to_have_id("t3")
    keys.press("Enter")
    expect(page.get_by_role("group", name="Sửa nhiệm vụ 3")).to_be_visible()
    focus_by_tab(review, "input.agency")
    keys.press("Control+a")
    keys.type("so y te", delay=10)
    expect(page.get_by_role("option", name="Sở Y tế", exact=True)).to_be_visible()
    with review.saved():
        for _ in range(8):
            keys.press("ArrowDown")
            if page.locator('[role="option"][aria-selected="true"]').inner_text() == "Sở Y tế":
                break
        keys.press("Enter")
    expect(review.row("t3").locator(".c-lead")).to_contain_text("Sở Y tế")
    keys.press("Escape")
    expect(page.locator(".editor")).to_have_count(0)
    expect(review.row("t3")).to_be_focused()
    with review.saved("/undo"):
        keys.press("Control+z")
    expect(review.row("t3").locator(".c-lead")).to_contain_text("Sở Nội vụ")

    with review.saved():
        keys.press("Delete")
    expect(review.row("t3")).to_have_count(0)
    expect(review.row("t4")).to_be_focused()  # the hand is where the eye is
    with review.saved("/undo"):
        keys.press("Control+z")
    expect(review.row("t3")).to_be_visible()


def test_words_are_chosen_for_a_task_without_a_mouse(visit: Visit):
    review = filed(visit)
    page, keys = review.page, review.page.keyboard
    focus_by_tab(review, '[data-do="pick"]')
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Chọn chữ trong văn bản")
    text = dialog.get_by_role("textbox")
    expect(text).to_be_focused()
    keys.press("Control+Home")
    at = text.input_value().index("Chương trình cải cách hành chính giai đoạn")
    for _ in range(400):
        caret = text.evaluate("field => field.selectionStart")
        if caret >= at:
            break
        keys.press("ArrowDown")
    else:
        pytest.fail("the caret did not come to the words")
    keys.press("Home")
    keys.press("Shift+End")
    expect(dialog.locator("#da-chon")).to_contain_text("Đang chọn")
    keys.type("x")  # nothing can be typed into the document
    with review.saved():
        dialog.get_by_role("button", name="Dùng đoạn này").press("Enter")
    expect(review.rows).to_have_count(13)


def test_the_keys_are_listed(visit: Visit, pictures: Pictures):
    review = filed(visit)
    review.page.keyboard.press("?")
    dialog = review.page.get_by_role("dialog", name="Phím tắt")
    expect(dialog).to_be_visible()
    pictures.take(review.page, "review-keys")
    review.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def words_under(review: Review, rectangles: str) -> str:
    """The words of the document that lie under highlights, in the order of the text."""
    found = review.page.evaluate(
        """selector => {
            const boxes = [...document.querySelectorAll(`svg.marks ${selector}`)].map(e => e.getBoundingClientRect());
            const inside = (box, x, y) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
            return [...document.querySelectorAll('.words span')].filter(span => {
                const box = span.getBoundingClientRect();
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                return boxes.some(one => inside(one, x, y));
            }).map(span => span.textContent).join('');
        }""",
        rectangles,
    )
    return re.sub(r"\s+", " ", str(found)).strip()


def focus_by_tab(review: Review, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is on what the selector names."""
    for _ in range(most):
        if review.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        review.page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}")
