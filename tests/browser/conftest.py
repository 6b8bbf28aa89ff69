"""What the browser tests share: a service, a browser, contexts that are watched, pictures that are kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import DESK, Pictures, Watch, chromium, plain
from tests.browser.serving import Serving, serving

PATIENCE = 20_000  # milliseconds; other tests may have the machine's processors at the same time
expect.set_options(timeout=PATIENCE)
REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Keep the outcome where the fixtures find it: a page that fails a test is pictured."""
    report: Any = yield
    item.stash.setdefault(REPORTS, {})[report.when] = report
    return report


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    """``ANALYZER_ARTEFACTS`` names the folder that pictures are kept in, else they are among pytest's own files."""
    named = os.environ.get("ANALYZER_ARTEFACTS")
    folder = Path(named) / "browser" if named else tmp_path_factory.mktemp("browser")
    folder.mkdir(parents=True, exist_ok=True)
    return Pictures(folder)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The service of one person at their own machine, without accounts."""
    with serving(tmp_path_factory.mktemp("service"), "--workers", "1") as started:
        yield started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for these tests, gone before others begin: while Playwright runs, they could not use asyncio."""
    with chromium() as started:
        yield started


@pytest.fixture
def visit(
    browser: Browser, service: Serving, pictures: Pictures, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens a browser window of its own at the service: no cookies or storage in common with others."""
    yield from opener(browser, service, pictures, request)


def opener(
    browser: Browser, service: Serving, pictures: Pictures, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """What opens windows at a service.

    When the test is over, nothing may have been refused by the content policy, fetched from elsewhere, thrown in a
    script or answered with a fault of the server.
    """
    contexts: list[BrowserContext] = []
    watch = Watch(service.url)

    def opened(path: str = "/", **options: Any) -> Page:
        settings = {"viewport": DESK, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "base_url": service.url}
        context = browser.new_context(**{**settings, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    report = request.node.stash.get(REPORTS, {}).get("call")
    if report is not None and report.failed:
        for number, page in enumerate((page for context in contexts for page in context.pages), 1):
            pictures.take(page, f"failed-{plain(request.node.name)}-{number}")
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)
