"""Pages as a browser without scripts gets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response
from selectolax.lexbor import LexborHTMLParser, LexborNode

from analyzer.archive import Archive
from analyzer.service.state import Service
from tests.service.conftest import ADDRESS

HTML = {"Accept": "text/html"}
#: What browsers add to forms that a page of the service itself sends.
OWN = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Visit:
    """A browser at a service."""

    client: TestClient

    @property
    def service(self) -> Service:
        found: Service = self.client.app.state.service  # type: ignore[attr-defined]
        return found

    @property
    def archive(self) -> Archive:
        return self.service.archive

    def page(self, path: str, status: int = 200) -> LexborHTMLParser:
        """The page at an address."""
        answer = self.client.get(path, headers=HTML)
        assert answer.status_code == status, answer.text
        return LexborHTMLParser(answer.text)

    def submit(self, form: LexborNode, **values: Any) -> Response:
        """Send a form as it is on its page, with other values for some fields; None takes a field away."""
        said: dict[str, Any] = {}
        for field in form.css("input, select, textarea"):
            name, kind = field.attributes.get("name"), field.attributes.get("type")
            ticked = kind not in ("radio", "checkbox") or "checked" in field.attributes
            if name and ticked and kind != "file":
                said[name] = _value(field)
        said |= values
        sent = {name: value for name, value in said.items() if value is not None}
        return self.client.post(form.attributes["action"] or "", data=sent, headers={**HTML, **OWN})


def _value(field: LexborNode) -> str:
    if field.tag == "select":
        chosen = field.css_first("option[selected]") or field.css_first("option")
        return (chosen.attributes.get("value") or "") if chosen else ""
    return field.text() if field.tag == "textarea" else field.attributes.get("value") or ""


def texts(page: LexborHTMLParser | LexborNode, selector: str) -> list[str]:
    """The words of all elements that a selector finds, single spaces."""
    return [" ".join(node.text().split()) for node in page.css(selector)]


def targets(page: LexborHTMLParser | LexborNode, selector: str) -> list[str]:
    """Where links lead."""
    return [node.attributes.get("href") or "" for node in page.css(selector)]
