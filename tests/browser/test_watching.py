"""The tools of the browser tests see the faults that they are to see."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PHONE, Watch, check_accessible, check_fits, program
from tests.browser.dropping import drop

pytestmark = pytest.mark.slow

GOOD = """<!doctype html><html lang="vi"><head><title>Trang</title><meta name="viewport" content="width=device-width">
</head><body><main><h1>Trang</h1><p>Nội dung</p></main></body></html>"""
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src *"
PAGES = {
    "/good": GOOD,
    "/inline": GOOD.replace("<p>", "<script>document.title = 'x'</script><p>"),
    "/style": GOOD.replace("<p>", '<p style="color: red">'),
    "/elsewhere": GOOD.replace("<p>", '<img alt="" src="http://127.0.0.1:9/x.png"><p>'),
    "/thrown": GOOD.replace("<p>", '<script src="/thrown.js"></script><p>'),
    "/thrown.js": "throw new Error('hỏng')",
    "/fault": GOOD.replace("<p>", '<img alt="" src="/500"><p>'),
    "/missing": GOOD.replace("<p>", '<img alt="" src="/404.png"><p>'),
    "/nameless": GOOD.replace("<p>", "<input><p>"),
    "/wide": GOOD.replace("<p>", "<p class=wide>" + "rộng" * 200),
    "/dropped": GOOD.replace("<p>", '<script src="/dropped.js"></script><p>'),
    "/dropped.js": """
        addEventListener('dragover', event => event.preventDefault());
        addEventListener('drop', async event => {
            const [file] = event.dataTransfer.files;
            document.title = `${file.name} ${file.type} ${await file.text()}`;
        });
    """,
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path in PAGES or self.path == "/favicon.ico"
        self.send_response(200 if known else 500 if self.path == "/500" else 404)
        self.send_header("Content-Type", f"text/{'javascript' if self.path.endswith('.js') else 'html'}; charset=utf-8")
        self.send_header(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src *"
        )
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, "").encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: pytest shows what tests say."""


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def watched(browser: Browser, home: str) -> Iterator[tuple[Page, Watch]]:
    watch = Watch(home)
    context = browser.new_context(base_url=home, viewport=PHONE)
    watch.over(context)
    yield context.new_page(), watch
    context.close()


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/good", None),
        ("/inline", "console: Executing inline script violates"),
        ("/style", "console: Applying inline style violates"),
        ("/elsewhere", "fetched elsewhere: http://127.0.0.1:9/x.png"),
        ("/thrown", "thrown: hỏng"),
        ("/fault", "500: GET"),
        ("/missing", "404: GET"),
    ],
)
def test_watch(watched: tuple[Page, Watch], path: str, fault: str | None):
    page, watch = watched
    page.goto(path)
    page.evaluate("1")  # what happened before has been told when this is answered
    if fault is None:
        assert not watch.faults
    else:
        assert any(each.startswith(fault) for each in watch.faults), watch.faults


@pytest.mark.parametrize(("path", "check"), [("/nameless", check_accessible), ("/wide", check_fits)])
def test_checks_of_a_page(watched: tuple[Page, Watch], path: str, check):
    page, _ = watched
    page.goto("/good")
    check(page)
    page.goto(path)
    with pytest.raises(AssertionError):
        check(page)


def test_what_is_dropped_arrives(watched: tuple[Page, Watch]):
    page, _ = watched
    page.goto("/dropped")
    drop(page, page.locator("body"), "nội dung".encode(), "tệp.pdf")
    expect(page).to_have_title("tệp.pdf application/pdf nội dung")


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FileNotFoundError, match="apt-get install chromium"):
        program()
