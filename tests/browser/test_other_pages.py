"""The pages beside the review: the queue, search, what falls due, bodies."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from analyzer.review import clock
from tests.browser.chromium import Pictures, check_accessible
from tests.browser.dropping import drop
from tests.browser.letter import BODY, LATER, OVERDUE, TODAY, letter
from tests.browser.reviewing import Visit, new_plan
from tests.browser.serving import Serving

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def filed_letter(service: Serving) -> str:
    """The key of a directive with limits around today."""
    return service.send(letter(clock.today()), "chi-thi-le-hoi.txt")


def test_several_files_wait_in_the_queue_and_what_cannot_be_read_is_told(visit: Visit, pictures: Pictures):
    page = visit("/")
    number, plan = new_plan()
    chooser = page.get_by_label("Thả văn bản vào đây, hoặc chọn tệp")
    chooser.set_input_files(
        [
            {"name": "kế hoạch.pdf", "mimeType": "application/pdf", "buffer": plan},
            {
                "name": "hỏng.pdf",
                "mimeType": "application/pdf",
                "buffer": b"%PDF-1.7\nkh\xc3\xb4ng ph\xe1\xba\xa3i PDF",
            },
            {"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    queue = page.get_by_role("region", name="Đang xử lý và vừa xong")
    done = queue.locator("li[data-job]").filter(has_text="kế hoạch.pdf")
    expect(done).to_contain_text("Đã đọc xong")
    broken = queue.locator("li[data-job]").filter(has_text="hỏng.pdf")
    expect(broken).to_contain_text("Không đọc được")
    expect(queue.get_by_role("listitem").filter(has_text="<img src=x onerror=alert(1)>.txt")).to_contain_text("rỗng")
    expect(page).to_have_url(re.compile("/$"))  # several files are not opened by themselves
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("46")
    check_accessible(page)
    pictures.at_both_widths(page, "queue")
    row.get_by_role("link").click()
    page.wait_for_url("**/van-ban/*")
    expect(page.locator("tr.task-row")).to_have_count(46)


def test_a_document_that_bears_a_mark_of_secrecy_is_refused_with_the_reason(visit: Visit):
    page = visit("/")
    text = letter(clock.today(), "42/CT-UBND").replace("CHỈ THỊ", "TỐI MẬT\nCHỈ THỊ", 1)
    drop(page, page.get_by_role("main"), text.encode(), "chi-thi-mat.txt", "text/plain")
    refused = page.locator("li[data-job]").filter(has_text="chi-thi-mat.txt")
    expect(refused).to_contain_text("TỐI MẬT")
    expect(refused).to_contain_text("Không xử lý")
    expect(page).to_have_url(re.compile("/$"))


def test_words_without_accents_and_facets_find_a_task(visit: Visit, pictures: Pictures, filed_letter: str):
    page = visit("/tim-kiem")
    page.get_by_role("searchbox", name="Nội dung cần tìm").fill("le hoi hoa gao")
    page.keyboard.press("Enter")
    hits = page.locator("ol.hits > li")
    expect(hits.first).to_be_visible()
    expect(page.locator("mark").first).to_have_text(re.compile("lễ|hội|hoa|gạo", re.IGNORECASE))
    before = hits.count()
    assert before >= 3
    check_accessible(page)
    pictures.at_both_widths(page, "search")

    page.get_by_role("link", name=re.compile("^Sở Y tế")).click()
    expect(page.get_by_role("list", name="Đang lọc theo")).to_contain_text("Sở Y tế")
    expect(hits).to_have_count(1)
    expect(hits.first).to_contain_text(OVERDUE)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes())).worksheets[0]
    assert any(OVERDUE in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    page.get_by_role("list", name="Đang lọc theo").get_by_role("link").first.click()
    expect(hits).to_have_count(before)
    page.get_by_role("link").filter(has_text=TODAY).first.click()
    page.wait_for_url(f"**/van-ban/{filed_letter}#t2")
    expect(page.locator("tr#t2")).to_have_attribute("aria-current", "true")


def due_page(visit: Visit, period: str) -> Page:
    return visit(f"/han?muc={period}&cq={BODY}")


def test_a_task_is_set_done_with_day_and_document(visit: Visit, pictures: Pictures, filed_letter: str):
    page = due_page(visit, "qua-han")
    row = page.get_by_role("row").filter(has_text=OVERDUE)
    expect(row).to_contain_text("quá 12 ngày")
    check_accessible(page)
    pictures.at_both_widths(page, "due")
    row.get_by_role("combobox").select_option(label="Hoàn thành")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Hoàn thành")).to_be_checked()
    pictures.at_both_widths(page, "due-done")
    check_accessible(page)
    day = clock.today() - timedelta(days=3)
    dialog.get_by_label("Ngày hoàn thành").fill(day.isoformat())
    dialog.get_by_label("Văn bản báo cáo, nếu có").fill("215/BC-SNgV")
    dialog.get_by_role("button", name="Lưu", exact=True).click()
    expect(row).to_have_count(0)
    page.get_by_role("link", name="Đã xong").click()
    done = page.get_by_role("row").filter(has_text=OVERDUE)
    expect(done).to_contain_text(f"{day:%d/%m/%Y}")
    expect(done).to_contain_text("215/BC-SNgV")
    page.goto(f"/van-ban/{filed_letter}")
    expect(page.locator("tr#t1 .c-status")).to_contain_text("Hoàn thành")


def test_a_task_gets_more_time_by_a_document(visit: Visit, filed_letter: str):
    page = due_page(visit, "tuan")
    row = page.get_by_role("row").filter(has_text=TODAY)
    expect(row).to_contain_text("hôm nay")
    row.get_by_role("combobox").select_option(label="Gia hạn…")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", name="Được gia hạn")).to_be_checked()
    day = clock.today() + timedelta(days=60)
    dialog.get_by_label("Hạn mới").fill(day.isoformat())
    dialog.get_by_label("Văn bản cho gia hạn").fill("98/UBND-VX")
    dialog.get_by_role("button", name="Lưu", exact=True).click()
    expect(row).to_have_count(0)
    page.get_by_role("link", name="Sau đó").click()
    later = page.get_by_role("row").filter(has_text=TODAY)
    expect(later).to_contain_text(f"{day:%d/%m/%Y}")
    expect(later).to_contain_text("98/UBND-VX")


def test_two_people_at_the_standing_of_a_task(visit: Visit, pictures: Pictures, filed_letter: str):
    first, second = due_page(visit, "sau"), due_page(visit, "sau")
    second.get_by_role("row").filter(has_text=LATER).get_by_role("combobox").select_option(label="Hoàn thành")
    dialog = second.get_by_role("dialog", name="Tình trạng nhiệm vụ")
    expect(dialog).to_be_visible()
    theirs = first.get_by_role("row").filter(has_text=LATER).get_by_role("combobox")
    with first.expect_response(lambda answer: answer.request.method == "POST"):
        theirs.select_option(label="Đang thực hiện")
    dialog.get_by_role("button", name="Lưu", exact=True).click()
    dialog = second.get_by_role("dialog", name="Có người vừa sửa nhiệm vụ này")
    expect(dialog).to_contain_text("Đang thực hiện")
    expect(dialog).to_contain_text("Hoàn thành")
    check_accessible(second)
    pictures.at_both_widths(second, "due-conflict")
    dialog.get_by_role("link", name="Giữ giá trị đang có").click()
    expect(dialog).to_be_hidden()
    kept = second.get_by_role("row").filter(has_text=LATER).get_by_role("combobox")
    expect(kept).to_have_value("doing")


def test_a_body_is_found_by_what_people_type_and_tells_its_tasks(visit: Visit, pictures: Pictures, filed_letter: str):
    page = visit("/co-quan")
    page.get_by_role("searchbox", name="Tên cơ quan").fill("so ngoai vu")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{BODY}")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(BODY)
    expect(page.get_by_role("region", name="Việc trong kho")).to_contain_text(LATER)
    check_accessible(page)
    pictures.at_both_widths(page, "agency")
    page.get_by_role("region", name="Việc trong kho").get_by_role("row", name="Chủ trì").get_by_role("link").click()
    expect(page.locator("ol.hits > li").first).to_be_visible()


def test_a_body_that_is_no_more_names_its_heirs(visit: Visit):
    page = visit("/co-quan?q=so+thong+tin+va+truyen+thong")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Sở Thông tin và Truyền thông")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Không còn")
    expect(page.get_by_role("main")).to_contain_text("Sở Khoa học và Công nghệ")


def test_an_address_that_leads_nowhere_is_told_in_vietnamese(visit: Visit, pictures: Pictures):
    page = visit("/")
    response = page.goto("/khong-co-trang-nay")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_accessible(page)
    pictures.at_both_widths(page, "error")
