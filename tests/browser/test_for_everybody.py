"""Pages for everybody: readable by programs that read aloud, at the width of a phone, on paper."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE, Pictures, check_accessible, check_fits
from tests.browser.reviewing import Review, Visit, file_document, filed, new_plan

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAGES = {
    "queue": "/",
    "search": "/tim-kiem?q=so+hoa",
    "due": "/han",
    "agencies": "/co-quan",
    "agency": "/co-quan/so-y-te",
}


def test_the_review_page_and_its_dialogs(visit: Visit):
    review = filed(visit)
    page = review.page
    check_accessible(page)
    review.open_editor("t3")
    check_accessible(page)
    page.keyboard.press("Escape")
    for opener, dialog in (
        ("Lịch sử", "Lịch sử sửa"),
        ("Sửa thông tin", "Thông tin văn bản"),
        ("Thêm nhiệm vụ", "Chọn chữ trong văn bản"),
    ):
        page.get_by_role("button", name=opener).first.click()
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        check_accessible(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name=dialog)).to_be_hidden()
    page.goto(f"/van-ban/{review.key}?xem=chu")
    expect(review.rows.first).to_be_visible()
    check_accessible(page)


@pytest.fixture
def phone(visit: Visit) -> Page:
    return visit("/", viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


def test_the_pages_fit_a_phone(phone: Page, pictures: Pictures):
    file_document(phone, new_plan(short=True)[1], "ke-hoach.pdf")
    for name, path in PAGES.items():
        phone.goto(path)
        check_fits(phone)
        check_accessible(phone)
        pictures.take(phone, f"phone-{name}")


def test_the_review_goes_on_a_phone(phone: Page, pictures: Pictures):
    review = Review(phone, file_document(phone, new_plan(short=True)[1], "ke-hoach.pdf"))
    check_fits(phone)
    check_accessible(phone)
    pictures.take(phone, "phone-review")
    paper, table = phone.get_by_role("tab", name="Văn bản"), phone.get_by_role("tab", name="Nhiệm vụ")
    expect(table).to_have_attribute("aria-selected", "true")
    expect(phone.locator("#khung-van-ban")).to_be_hidden()
    review.row("t2").locator(".task-text").tap()
    paper.tap()
    expect(review.rows.first).to_be_hidden()
    expect(phone.locator("rect.task.chosen").first).to_be_in_viewport()
    check_fits(phone)
    pictures.take(phone, "phone-review-paper")
    phone.locator('rect.task[data-task="t3"]').first.scroll_into_view_if_needed()
    phone.locator('rect.task[data-task="t3"]').first.tap(force=True)
    expect(table).to_have_attribute("aria-selected", "true")  # the row of the words that were touched
    expect(review.row("t3")).to_be_in_viewport()
    review.row("t3").get_by_role("button", name="Sửa nhiệm vụ 3").tap()
    editor = phone.get_by_role("group", name="Sửa nhiệm vụ 3")
    with review.saved():
        editor.get_by_label("Lĩnh vực").select_option(label="Khác")
    check_fits(phone)
    check_accessible(phone)
    pictures.take(phone, "phone-review-editor")


def test_the_task_table_on_paper(visit: Visit, pictures: Pictures):
    review = filed(visit, short=False)
    texts = print_pages(review.page, pictures, "review", landscape=True)
    assert 4 <= len(texts) <= 16
    whole = "\n".join(texts)
    assert "KH-UBND" in texts[0]
    assert all("Nhiệm vụ" in text and "Thời hạn" in text for text in texts[:-1])  # the table's head on each page
    assert "Tổ chức tập huấn" in whole
    assert "Bưu điện tỉnh" in whole  # the last rows, too
    for button in ("Hoàn tác", "Đã rà soát xong", "Xuất", "Tìm kiếm", "Trang gốc"):
        assert button not in whole


def test_the_due_list_on_paper(visit: Visit, pictures: Pictures):
    filed(visit, short=False)
    page = visit("/han?muc=qua-han&cq=Thanh tra tỉnh")
    text = " ".join(" ".join(print_pages(page, pictures, "due", landscape=False)).split())
    assert "tính đến" in text
    assert "hành chính vào kế hoạch" in text
    assert "Lọc" not in text


def print_pages(page: Page, pictures: Pictures, name: str, *, landscape: bool) -> list[str]:
    """Print what is open to a file that is kept, and give the text of its sheets."""
    printed = page.pdf(format="A4", landscape=landscape)
    (pictures.folder / f"printed-{name}.pdf").write_bytes(printed)
    with pdfplumber.open(io.BytesIO(printed)) as document:
        return [sheet.extract_text() for sheet in document.pages]
