"""A service for several people: each signs in with their token and may do what their role says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from analyzer.archive import open_archive
from analyzer.service.access.accounts import Accounts
from analyzer.service.access.people import Role
from tests.browser.chromium import Pictures, check_accessible, check_fits
from tests.browser.conftest import opener
from tests.browser.reviewing import Review, Visit, file_document, new_plan
from tests.browser.serving import Serving, serving

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

ROLES: dict[str, Role] = {"Nguyễn Thị Xem": "reader", "Trần Văn Sửa": "editor", "Lê Quản Trị": "admin"}


@dataclass(frozen=True)
class Office:
    """A service with three accounts, and their tokens by role."""

    service: Serving
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    database = f"sqlite:///{folder / 'archive.sqlite'}"
    with open_archive(database, create=True) as archive:
        tokens = {role: Accounts(archive).add(name, role)[1] for name, role in ROLES.items()}
    with serving(folder, "--workers", "1", database=database) as service:
        yield Office(service, tokens)


@pytest.fixture
def visit(browser: Browser, office: Office, pictures: Pictures, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Windows at this service."""
    yield from opener(browser, office.service, pictures, request)


def sign_in(page: Page, token: str) -> None:
    page.get_by_label("Mã truy cập").fill(token)
    page.get_by_role("button", name="Đăng nhập").click()


def test_whoever_comes_is_asked_first_and_brought_back(visit: Visit, office: Office, pictures: Pictures):
    page = visit("/han?ky=tuan")
    expect(page).to_have_url(f"{office.service.url}/dang-nhap?tiep=/han%3Fky%3Dtuan")
    check_accessible(page)
    pictures.at_both_widths(page, "sign-in")
    sign_in(page, "anl_khong-phai-ma")
    expect(page.get_by_role("alert")).to_contain_text("Mã truy cập không đúng")
    check_accessible(page)
    sign_in(page, office.tokens["editor"])
    expect(page).to_have_url(f"{office.service.url}/han?ky=tuan")
    expect(page.get_by_role("banner")).to_contain_text("Trần Văn Sửa")
    cookies = page.context.cookies()
    assert cookies
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in cookies)
    assert page.evaluate("document.cookie") == ""

    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/")
    expect(page).to_have_url(f"{office.service.url}/dang-nhap?tiep=/")


def test_an_editor_corrects_and_a_reader_looks(visit: Visit, office: Office):
    page = visit("/")
    sign_in(page, office.tokens["editor"])
    expect(page.get_by_label("Thả văn bản vào đây")).to_be_attached()
    _, plan = new_plan(short=True)
    review = Review(page, file_document(page, plan, "ke-hoach.pdf"))
    with review.saved():
        review.open_editor("t3").get_by_label("Lĩnh vực").select_option(label="Khác")
    review.page.get_by_role("button", name="Lịch sử", exact=True).first.click()
    expect(page.get_by_role("dialog", name="Lịch sử sửa")).to_contain_text("Trần Văn Sửa")

    page = visit("/")
    sign_in(page, office.tokens["reader"])
    expect(page.get_by_role("heading", name="Văn bản", exact=True)).to_be_visible()
    expect(page.get_by_label("Thả văn bản vào đây")).to_have_count(0)
    looking = Review(page, review.key)
    for name in ("Hoàn tác", "Thêm nhiệm vụ", "Sửa thông tin", "Đã rà soát xong"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(looking.row("t3")).to_contain_text("Khác")
    editor = looking.open_editor("t3")
    expect(editor.get_by_label("Lĩnh vực")).to_be_disabled()
    for name in ("Bỏ nhiệm vụ", "Tách tại con trỏ", "Gộp với nhiệm vụ sau"):
        expect(editor.get_by_role("button", name=name)).to_have_count(0)
    page.keyboard.press("Escape")
    looking.row("t3").press("Delete")
    expect(looking.row("t3")).to_be_visible()
    check_accessible(page)


def test_what_a_readers_browser_sends_is_refused(visit: Visit, office: Office):
    page = visit("/")
    sign_in(page, office.tokens["reader"])
    expect(page.get_by_role("banner")).to_contain_text("Nguyễn Thị Xem")
    status = page.evaluate(
        """async () => {
            const word = document.querySelector('meta[name="csrf"]').content;
            const answer = await fetch('/v1/directives', {
                method: 'POST', headers: { 'X-CSRF-Token': word, 'Content-Type': 'application/json' },
                body: JSON.stringify({ text: 'Giao Sở Y tế báo cáo.' }),
            });
            return answer.status;
        }"""
    )
    assert status == 403


def test_the_page_for_signing_in_fits_a_phone(visit: Visit):
    page = visit("/dang-nhap", viewport={"width": 390, "height": 844})
    check_fits(page)
