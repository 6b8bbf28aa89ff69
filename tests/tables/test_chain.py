"""The whole chain over the set: every row of every table, from the bytes of a Word file, PDF, web page or text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tables.cases import cases
from tests.tables.measure import Score, measure
from tests.tables.model import Document, Grid
from tests.tables.render import RENDERERS, render_html, render_text

FIGURES = Path(__file__).parent / "figures.json"
SURPLUS = 0.02


def without_headers(document: Document) -> bytes:
    """As a web page whose tables have lost their header rows."""
    parts = [part.without_header() if isinstance(part, Grid) else part for part in document.parts]
    return render_html(replace(document, parts=tuple(parts)))


def without_empty_cells(document: Document) -> bytes:
    """As text of which an export dropped the empty cells, merged ones among them."""
    lines = render_text(document).decode().splitlines()
    return "\n".join(" | ".join(c.strip() for c in line.split("|") if c.strip()) for line in lines).encode()


# What is rendered how, and the shares of rows that must be found and be right. Plain text knows no merged cells: what
# holds for several rows stands in one of them. Without a header nobody knows which years columns of numbers mean.
WAYS: dict[str, tuple[Callable[[Document], bytes], str, float, float]] = {
    "docx": (RENDERERS["docx"], "docx", 0.98, 0.95),
    "pdf": (RENDERERS["pdf"], "pdf", 0.98, 0.95),
    "html": (RENDERERS["html"], "html", 0.98, 0.95),
    "text": (RENDERERS["txt"], "txt", 0.98, 0.9),
    "text without empty cells": (without_empty_cells, "txt", 0.98, 0.75),
    "html without headers": (without_headers, "html", 0.75, 0.6),
}


@pytest.mark.parametrize(
    "way", [pytest.param(w, marks=[pytest.mark.slow] if w in ("docx", "pdf") else []) for w in WAYS]
)
def test_rows(way: str, request: pytest.FixtureRequest) -> None:
    render, suffix, found, right = WAYS[way]
    score = Score()
    for case in cases():
        score += measure(case, render(case.document), suffix)
    print("\n".join(score.misses))
    figures = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    if request.config.getoption("--regenerate"):
        figures[way] = score.figures()
        FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert score.found >= found * score.expected
    assert score.right >= right * score.expected
    assert score.surplus <= SURPLUS * score.expected
    assert figures.get(way) == score.figures(), "the figures have changed: look at the misses, then --regenerate"


def test_a_wrong_cell_is_a_miss() -> None:
    """The measure itself: a document whose cells are exchanged has no row right."""
    case = next(c for c in cases() if c.document.name.startswith("cv-04"))
    text = RENDERERS["txt"](case.document).decode()
    swapped = text.replace("Cơ quan chủ trì", "Cơ quan ?").replace("Cơ quan phối hợp", "Cơ quan chủ trì")
    score = measure(case, swapped.replace("Cơ quan ?", "Cơ quan phối hợp").encode(), "txt")
    assert (score.found, score.right) == (len(case.tasks), 0)
    assert measure(case, b"KE HOACH\nKhong co bang nao.\n", "txt").found == 0
