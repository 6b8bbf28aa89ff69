"""The pages of the documentation and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("models/*.md"), *(ROOT / "corpora").rglob("*.md")]
)
_FENCE = re.compile(r"^([ ]{0,8})```([a-z]{0,20})\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


class Code(NamedTuple):
    """A piece of code in a page, without the indent of the list it may stand in."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def code(*languages: str) -> list[Code]:
    """All code in the given languages."""
    return [piece for page in PAGES for piece in _pieces(page) if piece.language in languages]


def _pieces(page: Path) -> Iterator[Code]:
    text = page.read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        indent, language, inside = fence.groups()
        lines = [line.removeprefix(indent) for line in inside.splitlines(keepends=True)]
        yield Code(page, text.count("\n", 0, fence.start()) + 1, language, "".join(lines))


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))
