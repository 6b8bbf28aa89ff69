"""A day of the staff: a plan is dropped, checked, corrected and sent on. What is sent holds what was corrected."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import vobject
from playwright.sync_api import Page, expect

from tests.browser.chromium import Pictures, check_accessible
from tests.browser.dropping import drop
from tests.browser.reviewing import Review, Visit, filed, new_plan

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_from_dropping_a_plan_to_the_sheet_that_is_sent_on(visit: Visit, pictures: Pictures):
    page = visit("/")
    number, plan = new_plan()
    drop(page, page.get_by_role("main"), plan, "kế hoạch một cửa.pdf")
    page.wait_for_url("**/van-ban/*")
    review = Review(page, page.url.rsplit("/", 1)[1])
    expect(page.get_by_text(number).first).to_be_visible()
    expect(review.rows).to_have_count(46)
    pictures.take(page, "review")

    editor = review.open_editor("t3")  # c) Tổ chức tập huấn kỹ năng … trước ngày 30/6/2026
    agency = editor.get_by_role("combobox", name="Tên cơ quan").first
    agency.press("Control+a")
    agency.press_sequentially("so tai chinh")
    with review.saved():
        page.get_by_role("option", name="Sở Tài chính", exact=True).click()
    expect(review.row("t3")).to_contain_text("Sở Tài chính")
    with review.saved():
        day = editor.get_by_label("Đến hết ngày").first
        day.fill("2026-07-15")
        day.press("Tab")
    expect(review.row("t3")).to_contain_text("15/07/2026")
    expect(editor).to_contain_text("Máy đọc: Chủ trì: Sở Nội vụ")  # what the machine said is never lost
    expect(editor).to_contain_text("Máy đọc: “trước ngày 30/6/2026” = đến 30/06/2026")
    pictures.take(page, "review-editor")
    editor.get_by_role("button", name="Đóng").click()

    editor = review.open_editor("t7")  # b) Theo dõi, đôn đốc …; hằng tháng thông báo …
    whole = editor.get_by_label("Nguyên văn")
    review.put_caret(whole, "hằng tháng thông báo")
    with review.saved():
        editor.get_by_role("button", name="Tách tại con trỏ").click()
    expect(review.rows).to_have_count(47)
    expect(review.row("t47")).to_contain_text("hằng tháng thông báo danh sách")
    expect(review.row("t47")).to_contain_text("Văn phòng Ủy ban nhân dân tỉnh")  # who leads the first part leads both

    review.select("t40")  # nobody's task: where to turn to in case of difficulties
    strike(review, "t40")
    expect(review.rows).to_have_count(46)
    with review.saved("/undo"):
        page.get_by_role("button", name="Hoàn tác").first.click()
    expect(review.rows).to_have_count(47)
    expect(review.row("t40")).to_be_visible()

    rows = sheet_rows(download(page, "Bảng tính (XLSX)"))
    [training] = [row for row in rows if any("tập huấn kỹ năng giao tiếp" in str(cell) for cell in row)]
    assert any("Sở Tài chính" in str(cell) for cell in training), training
    assert next(cell.date() for cell in training if isinstance(cell, datetime)) == date(2026, 7, 15), training
    assert sum("hằng tháng thông báo danh sách" in str(cell) for row in rows for cell in row[:4]) >= 1

    calendar = vobject.readOne(download(page, "Lịch (ICS)").decode("utf-8"))
    entries = [*calendar.contents.get("vtodo", []), *calendar.contents.get("vevent", [])]
    assert any("tập huấn" in entry.summary.value and "20260715" in entry.serialize() for entry in entries)

    found = json.loads(download(page, "Dữ liệu (JSON)"))
    tasks = {task["id"]: task for task in found["tasks"]}
    assert len(tasks) == 47
    assert [a["name"] for a in tasks["t3"]["assignees"] if a["role"] == "lead"] == ["Sở Tài chính"]
    assert tasks["t3"]["deadlines"][0]["due"] == "2026-07-15"
    assert all(found["text"][t["span"]["start"] : t["span"]["end"]] == t["text"] for t in tasks.values())


def test_neighbours_are_merged_and_parted_again(visit: Visit):
    review = filed(visit, text=True)
    editor = review.open_editor("t2")
    with review.saved():
        editor.get_by_role("button", name="Gộp với nhiệm vụ sau").click()
    expect(review.rows).to_have_count(11)
    merged = editor.get_by_label("Nguyên văn")
    expect(merged).to_have_value(re.compile("^Xây dựng quy chế.*kỹ năng giao tiếp", re.DOTALL))
    with review.saved("/undo"):
        review.page.get_by_role("button", name="Hoàn tác").first.click()
    expect(review.rows).to_have_count(12)
    expect(review.row("t3")).to_contain_text("kỹ năng giao tiếp")


def test_words_chosen_in_the_text_become_a_task(visit: Visit):
    review = filed(visit, short=False, text=True)
    words = "không để người dân phải đi lại nhiều lần vì một hồ sơ"
    review.choose_in_text(words, "một hồ sơ")
    bar = review.page.get_by_role("toolbar", name="Đoạn chữ đang chọn")
    expect(bar).to_contain_text(words[:20])
    with review.saved():
        bar.get_by_role("button", name="Thêm thành nhiệm vụ").click()
    expect(review.rows).to_have_count(47)
    expect(review.row("t47")).to_contain_text(words)
    expect(review.rows.first).to_have_attribute("id", "t47")  # it stands before the others in the plan


def test_words_chosen_on_a_page_become_a_task(visit: Visit):
    review = filed(visit, short=False)
    page = review.page
    sheet = page.locator("figure.sheet").nth(1)
    sheet.scroll_into_view_if_needed()
    layer = sheet.locator(".words")
    first = layer.get_by_text("Việc", exact=True)
    expect(first).to_be_attached()
    review.choose_on_page(first, layer.get_by_text("đo;", exact=True))
    bar = page.get_by_role("toolbar", name="Đoạn chữ đang chọn")
    with review.saved():
        bar.get_by_role("button", name="Thêm thành nhiệm vụ").click()
    expect(review.row("t47")).to_contain_text("Việc tiếp nhận và trả kết quả")
    task = json.loads(download(page, "Dữ liệu (JSON)"))["tasks"][0]
    assert task["id"] == "t47"
    assert task["text"].split()[0] == "Việc"
    assert task["text"].split()[-1].rstrip(";") == "đo"
    assert task["span"]["page"] == 2
    assert task["span"]["boxes"]


def test_history_says_who_made_what_of_what_and_takes_back_one_change_of_several(visit: Visit, pictures: Pictures):
    review = filed(visit, text=True)
    page = review.page
    with review.saved():
        review.open_editor("t1").get_by_label("Lĩnh vực").select_option(label="Khác")
    with review.saved():
        review.open_editor("t2").get_by_label("Tính chất").select_option("prohibition")
    page.locator(".document-tools").get_by_role("button", name="Lịch sử").click()
    dialog = page.get_by_role("dialog", name="Lịch sử sửa")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    expect(dialog).to_contain_text("Người dùng")
    expect(dialog).to_contain_text("Lĩnh vực")
    pictures.at_both_widths(page, "review-history")
    check_accessible(page)
    with review.saved("/undo"):
        dialog.get_by_role("listitem").last.get_by_role("button", name="Hoàn tác thay đổi này").click()
    expect(review.row("t1").locator(".c-area")).not_to_contain_text("Khác")
    first, second, *_ = json.loads(download(page, "Dữ liệu (JSON)"))["tasks"]
    assert first["area"] != "other"
    assert second["modality"] == "prohibition"


def test_the_header_is_corrected(visit: Visit):
    review = filed(visit, text=True)
    page = review.page
    page.get_by_role("button", name="Sửa thông tin").click()
    dialog = page.get_by_role("dialog", name="Thông tin văn bản")
    with review.saved():
        dialog.get_by_label("Ngày ban hành").fill("2026-01-13")
        dialog.get_by_label("Ngày ban hành").press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".document-head")).to_contain_text("13/01/2026")


def test_what_was_struck_is_listed_and_put_back(visit: Visit):
    review = filed(visit, text=True)
    review.select("t6")
    strike(review, "t6")
    struck = review.page.locator("details.struck")
    struck.get_by_text("Đã bỏ 1 nhiệm vụ").click()
    expect(struck).to_contain_text("Người dùng")
    with review.saved("/undo"):
        struck.get_by_role("button", name="Khôi phục").click()
    expect(review.row("t6")).to_be_visible()
    expect(struck).to_have_count(0)


def test_a_review_is_closed_and_opened_again(visit: Visit):
    review = filed(visit, text=True)
    page = review.page
    page.get_by_role("button", name="Đã rà soát xong").click()
    question = page.get_by_role("dialog", name="Xác nhận")
    expect(question).to_contain_text("chỗ chưa chắc")
    with review.when_loaded_again(), review.saved("/finish"):
        question.get_by_role("button", name="Đồng ý").click()
    expect(page.get_by_role("button", name="Mở lại để sửa")).to_be_visible()
    expect(review.open_editor("t3").get_by_label("Lĩnh vực")).to_be_disabled()
    page.keyboard.press("Escape")
    with review.when_loaded_again(), review.saved("/reopen"):
        page.get_by_role("button", name="Mở lại để sửa").click()
    expect(page.get_by_role("button", name="Đã rà soát xong")).to_be_visible()
    expect(review.open_editor("t3").get_by_label("Lĩnh vực")).to_be_enabled()


def test_how_far_a_task_is_can_be_set_beside_it(visit: Visit):
    review = filed(visit, text=True)
    form = review.open_editor("t3").get_by_role("group", name="Tình trạng thực hiện")
    form.get_by_role("radio", name="Hoàn thành").check()
    form.get_by_label("Ngày hoàn thành").fill("2026-06-25")
    form.get_by_label("Văn bản hoàn thành").fill("77/BC-SNV")
    with review.saved("/standings/t3"):
        form.get_by_role("button", name="Lưu tình trạng").click()
    status = review.row("t3").locator(".c-status")
    expect(status).to_contain_text("Hoàn thành")
    expect(status).to_contain_text("25/06/2026")
    expect(status).to_contain_text("77/BC-SNV")


def strike(review: Review, task: str) -> None:
    """Take a selected task off the list with the keyboard."""
    with review.saved():
        review.row(task).press("Delete")


def download(page: Page, link: str) -> bytes:
    """What the export menu gives."""
    menu = page.locator("details.menu")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    path = waiting.value.path()
    return path.read_bytes()


def sheet_rows(workbook: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [row for row in book.worksheets[0].iter_rows(values_only=True) if any(cell is not None for cell in row)]
