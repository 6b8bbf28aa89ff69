"""Links between the pages lead somewhere, down to the heading."""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, prose

_LINK = re.compile(r"(?<!!)\[[^\[\]\n]{1,300}\]\(([^()\s]{1,300})\)")


def _from_elsewhere() -> dict[str, str]:
    """Pages of the site whose source stands outside of docs/, as docs/site/pages.py has them (it imports mkdocs)."""
    for node in ast.parse((ROOT / "docs" / "site" / "pages.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES":
            return {page: source for source, page in ast.literal_eval(node.value).items()}
    raise LookupError("docs/site/pages.py has no PAGES")


FROM_ELSEWHERE = _from_elsewhere()


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in addresses, as the usual renderers make it."""
    named = set()
    for heading in re.findall(r"^#{1,6} +(.{1,200}?) *$", prose(page), re.MULTILINE):
        letters = unicodedata.normalize("NFC", heading).lower()
        named.add("-".join(re.sub(r"[^\w\- ]", "", letters).split()))
    return named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if there.parent == ROOT / "docs" and there.name in FROM_ELSEWHERE:
            there = ROOT / FROM_ELSEWHERE[there.name]
        assert there.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(there), f"{page.name}: {target}"


def test_every_heading_that_is_linked_can_be_told() -> None:
    assert {"limits-and-isolation", "what-is-read"} & anchors(ROOT / "docs" / "reading.md")
    assert "no-such-heading" not in anchors(ROOT / "docs" / "reading.md")


def test_every_page_is_in_the_navigation_of_the_site() -> None:
    named = set(re.findall(r"([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE))
    pages = {str(page.relative_to(ROOT / "docs")) for page in PAGES if page.is_relative_to(ROOT / "docs")}
    assert pages <= named
    assert set(FROM_ELSEWHERE) <= named
