"""Files dropped on a page as a hand drops them: the events of a drag, with the file in what they carry."""

from __future__ import annotations

from base64 import b64encode

from playwright.sync_api import Locator, Page

_CARRY = """([content, name, type]) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type }));
    return carried;
}"""


def drop(page: Page, place: Locator, data: bytes, name: str, media_type: str = "application/pdf") -> None:
    """Drag a file over a place of the page and let go."""
    carried = page.evaluate_handle(_CARRY, [b64encode(data).decode("ascii"), name, media_type])
    for event in ("dragenter", "dragover", "drop"):
        place.dispatch_event(event, {"dataTransfer": carried})
    carried.dispose()
