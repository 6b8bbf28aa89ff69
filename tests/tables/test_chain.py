"""The whole chain over the set: every row of every table, from the bytes of a Word file, PDF, web page or text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tables.cases import cases
from tests.tables.measure import Score, measure
from tests.tables.render import RENDERERS

FIGURES = Path(__file__).parent / "figures.json"
FOUND, RIGHT = 0.98, 0.95
RIGHT_IN_TEXT = 0.9  # plain text knows no merged cells: what holds for several rows stands in one of them
SURPLUS = 0.02


@pytest.mark.parametrize(
    "suffix", [pytest.param("docx", marks=pytest.mark.slow), pytest.param("pdf", marks=pytest.mark.slow), "html", "txt"]
)
def test_rows(suffix: str, request: pytest.FixtureRequest) -> None:
    score = Score()
    for case in cases():
        score += measure(case, RENDERERS[suffix](case.document), suffix)
    print("\n".join(score.misses))
    figures = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    if request.config.getoption("--regenerate"):
        figures[suffix] = score.figures()
        FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert score.found >= FOUND * score.expected
    assert score.right >= (RIGHT_IN_TEXT if suffix == "txt" else RIGHT) * score.expected
    assert score.surplus <= SURPLUS * score.expected
    assert figures.get(suffix) == score.figures(), "the figures have changed: look at the misses, then --regenerate"


def test_a_wrong_cell_is_a_miss() -> None:
    """The measure itself: a document whose cells are exchanged has no row right."""
    case = next(c for c in cases() if c.document.name.startswith("cv-04"))
    text = RENDERERS["txt"](case.document).decode()
    swapped = text.replace("Cơ quan chủ trì", "Cơ quan ?").replace("Cơ quan phối hợp", "Cơ quan chủ trì")
    score = measure(case, swapped.replace("Cơ quan ?", "Cơ quan phối hợp").encode(), "txt")
    assert (score.found, score.right) == (len(case.tasks), 0)
    assert measure(case, b"KE HOACH\nKhong co bang nao.\n", "txt").found == 0
