"""The review page as the tests use it: its parts by what they are called, as staff and screen readers find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.paper import ten_pages, three_pages

#: Opens a browser window of its own (the fixture of that name).
Visit = Callable[..., Page]

_NUMBERS = count(600)
#: Where the first letter of some words and the last letter of others stand on the screen.
_ENDS_OF_WORDS = """([first, last]) => {
    const walker = document.createTreeWalker(document.querySelector('.text-sheet'), NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const text = nodes.map(node => node.data).join('');
    const begin = text.indexOf(first);
    const end = text.indexOf(last, begin) + last.length - 1;
    const letter = at => {
        let node = 0;
        while (at >= nodes[node].length) at -= nodes[node++].length;
        const range = document.createRange();
        range.setStart(nodes[node], at);
        range.setEnd(nodes[node], at + 1);
        return range;
    };
    letter(begin).startContainer.parentElement.scrollIntoView({ block: 'center' });
    const [from, to] = [begin, end].map(at => letter(at).getBoundingClientRect());
    return [from.left + 1, from.top + from.height / 2, to.right - 1, to.top + to.height / 2];
}"""


def new_plan(*, short: bool = False) -> tuple[str, bytes]:
    """A plan that the archive does not hold yet, with its number: ten pages with 46 tasks, or three with twelve."""
    number = f"{next(_NUMBERS)}/KH-UBND"
    return number, (three_pages if short else ten_pages)(f"Số: {number}")


def csrf(page: Page) -> str:
    """The word against foreign pages, from the page that is open."""
    return page.locator('meta[name="csrf"]').get_attribute("content") or ""


def file_document(page: Page, data: bytes, name: str, media_type: str = "application/pdf") -> str:
    """Send a document to the service by the API, in the name of whoever the page is open for; gives its key."""
    answer = page.request.post(
        "/v1/directives",
        headers={"X-CSRF-Token": csrf(page), "Accept": "application/json"},
        multipart={"file": {"name": name, "mimeType": media_type, "buffer": data}},
        timeout=60_000,
    )
    assert answer.status in (200, 201), answer.text()
    return answer.headers["location"].rsplit("/", 1)[1]


class Review:
    """The review page of a document, open in a browser."""

    def __init__(self, page: Page, key: str, *, view: str = "", text: bool = False) -> None:
        self.page, self.key = page, key
        page.goto(f"/van-ban/{key}{'?xem=chu' if text else ''}{view}")
        expect(self.rows.first).to_be_visible()
        expect(page.locator("#van-ban svg.marks rect, #van-ban span[data-tasks]").first).to_be_attached()

    @property
    def rows(self) -> Locator:
        return self.page.locator("tr.task-row")

    @property
    def selected(self) -> Locator:
        return self.page.locator("tr.task-row[aria-current]")

    def row(self, task: str) -> Locator:
        return self.page.locator(f"tr#{task}")

    def row_with(self, words: str) -> Locator:
        return self.rows.filter(has_text=words)

    def when_loaded_again(self) -> AbstractContextManager[Any]:
        """What is done inside has the page loaded anew; afterwards its scripts are there."""
        return self.page.expect_navigation(wait_until="load")

    def select(self, task: str) -> Locator:
        """Click on the row's first words."""
        self.row(task).locator(".task-text").click()
        expect(self.row(task)).to_have_attribute("aria-current", "true")
        return self.row(task)

    def open_editor(self, task: str) -> Locator:
        """Choose the row and press Enter; gives the editor."""
        self.select(task)
        self.page.keyboard.press("Enter")
        editor = self.page.get_by_role("group", name="Sửa nhiệm vụ")
        expect(editor).to_be_visible()
        return editor

    @contextmanager
    def saved(self, ending: str = "/edits", status: int = 200) -> Iterator[None]:
        """What is done inside sends a change, and it is taken."""
        with self.page.expect_response(lambda r: r.request.method != "GET" and r.url.endswith(ending)) as waiting:
            yield
        answer = waiting.value
        assert answer.status == status, answer.text()

    def put_caret(self, area: Locator, words: str, *, behind: bool = False) -> None:
        """Set the caret of a text field before (or behind) the words."""
        at = area.input_value().index(words) + (len(words) if behind else 0)
        area.evaluate("(field, at) => { field.focus(); field.setSelectionRange(at, at); }", at)

    def choose_in_text(self, first: str, last: str) -> None:
        """Choose words of the text view with the mouse: from the beginning of ``first`` to the end of ``last``."""
        x0, y0, x1, y1 = self.page.evaluate(_ENDS_OF_WORDS, [first, last])
        self._drag((x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2), (x1, y1))

    def choose_on_page(self, first: Locator, last: Locator) -> None:
        """Choose words of a page of the original with the mouse, from one word to another."""
        first.scroll_into_view_if_needed()
        start, end = first.bounding_box(), last.bounding_box()
        assert start is not None
        assert end is not None
        x, y = end["x"] + end["width"], end["y"] + end["height"] / 2
        self._drag((start["x"] + 1, start["y"] + start["height"] / 2), (x - end["width"] / 2, y), (x - 1, y))

    def _drag(self, *points: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*points[0])
        mouse.down()
        for point in points[1:]:
            mouse.move(*point)
        mouse.up()


def filed(visit: Visit, *, short: bool = True, **view: Any) -> Review:
    """The review page of a plan that nobody has seen yet."""
    page = visit("/tim-kiem")
    _, plan = new_plan(short=short)
    return Review(page, file_document(page, plan, "ke-hoach.pdf"), **view)
