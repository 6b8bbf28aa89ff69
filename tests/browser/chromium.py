"""Chromium as the tests use it: started, watched for what a browser refuses or fetches, checked by axe, pictured."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

#: The headless shell before the browser with its windows, which takes four times the processor's time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
#: What Chromium says of answers such as 409, which a page may have asked for in good order and handles.
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of (401|403|404|409|413|415|422)")


def program() -> str:
    """Where Chromium is. A machine without it fails the tests; it does not skip them."""
    for name in PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError("chromium not found: apt-get install chromium-headless-shell")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, closed in the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What went wrong in a browser while a test drove it: refused by the policy, fetched elsewhere, thrown."""

    home: str
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"thrown: {error.error}"))
        context.on("request", self._request)
        context.on("requestfinished", self._finished)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not ANSWERED.match(message.text):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        here = urlsplit(self.home)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != here.netloc:
            self.faults.append(f"fetched elsewhere: {request.url}")

    def _finished(self, request: Request) -> None:
        response = request.response()
        if response is None:
            return
        lost = response.status >= 400 and request.resource_type in ("script", "stylesheet", "image", "font")
        if response.status >= 500 or lost:
            self.faults.append(f"{response.status}: {request.method} {request.url}")


@dataclass(frozen=True)
class Pictures:
    """Where pictures of pages are kept."""

    folder: Path

    def take(self, page: Page, name: str, *, full: bool = False) -> Path:
        """A picture of what is on screen (or of the whole page), named after the page and the width."""
        width = (page.viewport_size or DESK)["width"]
        path = self.folder / f"{plain(name)}-{width}.png"
        page.screenshot(path=path, full_page=full, animations="disabled")
        return path

    def at_both_widths(self, page: Page, name: str) -> None:
        """Pictures at the width of a desk and of a phone; the page has its width again afterwards."""
        before = page.viewport_size
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            self.take(page, name)
        if before is not None:
            page.set_viewport_size(before)


def plain(name: str) -> str:
    """A name of a test as the name of a file."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9.-]+", "-", bare).strip("-")[:100]


def check_accessible(page: Page) -> None:
    """Run axe with all its rules on the page as it stands, dialogs included."""
    found = Axe().run(page)
    violations: list[dict[str, Any]] = found.response["violations"]
    assert not violations, "\n".join(
        f"{each['id']} ({each['impact']}): {each['help']}\n"
        + "\n".join(
            f"    {node['target']}  {node['html'][:160]}\n      {node['failureSummary']}" for node in each["nodes"]
        )
        for each in violations
    )


def check_fits(page: Page) -> None:
    """The page does not scroll sideways: nothing on it is wider than the screen, but what scrolls in its own box."""
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            const width = document.documentElement.scrollWidth;
            if (width <= limit) return [];
            return [`${width} > ${limit}`, ...[...document.body.querySelectorAll('*')]
                .filter(e => Math.max(e.getBoundingClientRect().right, e.scrollWidth) > limit + 1)
                .slice(0, 8)
                .map(e => `${e.tagName}.${e.getAttribute('class')} ${Math.round(e.getBoundingClientRect().right)}`)];
        }"""
    )
    assert not wide, wide
