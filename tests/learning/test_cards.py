"""The cards of corpus and models give the figures of the files beside them.

Where they do not: `python -m analyzer.learning.cards corpora models`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analyzer.learning.cards import corpus_tables, fill, model_tables, write_cards
from analyzer.learning.run import FIGURES
from analyzer.models import models_directory
from analyzer.models.store import MANIFEST
from tests.learning.gold import SHIPPED
from tests.learning.samples import COUNT, HEALTH, TEXT

CORPORA, MODELS = SHIPPED.parent, models_directory()
AGAIN = "write the cards anew: python -m analyzer.learning.cards corpora models"


def test_the_card_of_the_corpus_has_its_counts() -> None:
    card = (CORPORA / "README.md").read_text(encoding="utf-8")
    assert fill(card, corpus_tables(SHIPPED)) == card, AGAIN


def test_the_card_of_the_models_has_their_figures() -> None:
    card = (MODELS / "README.md").read_text(encoding="utf-8")
    figures, manifest = (json.loads((MODELS / name).read_text(encoding="utf-8")) for name in (FIGURES, MANIFEST))
    assert fill(card, model_tables(figures, manifest)) == card, AGAIN


def small(root: Path) -> Path:
    """A corpus of two documents."""
    directory = root / "directives"
    directory.mkdir()
    for name, tasks in (("a", [HEALTH, COUNT]), ("b", [HEALTH])):
        gold = {"id": name, "directive": {"kind": "CT"}, "tasks": tasks}
        (directory / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
        (directory / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (root / "splits.toml").write_text('[splits]\ntrain = ["a"]\ntest = ["b"]\n', encoding="utf-8")
    return directory


def test_counts_of_a_corpus(tmp_path: Path) -> None:
    tables = corpus_tables(small(tmp_path))
    length = f"{len(TEXT):,}"
    assert tables["documents"].splitlines()[2:] == [
        f"| `a` (train) | {length} | 2 | 3 | 1 | 0 | 0 | 0 |",
        f"| `b` (test) | {length} | 1 | 2 | 1 | 0 | 0 | 0 |",
    ]
    assert tables["splits"].splitlines()[-1] == f"| **all** | 2 | {2 * len(TEXT):,} | 3 | 5 | 2 | 0 | 0 | 0 |"
    assert tables["kinds"].splitlines()[2:] == [f"| CT | 2 | {2 * len(TEXT):,} | 3 | 5 | 2 | 0 | 0 | 0 |"]
    assert "| role | lead 3, support 2 |" in tables["labels"].splitlines()


def test_the_cards_are_written_between_their_markers(tmp_path: Path) -> None:
    small(tmp_path)
    models = tmp_path / "models"
    models.mkdir()
    for name in (FIGURES, MANIFEST):
        shutil.copy(MODELS / name, models / name)
    for card, names in (
        (tmp_path / "README.md", ("splits", "kinds", "labels", "documents")),
        (models / "README.md", ("accuracy", "confidence", "review", "ablation", "files", "data")),
    ):
        card.write_text("".join(f"Lời {n}.\n<!-- {n}:begin -->cũ<!-- {n}:end -->\n" for n in names), encoding="utf-8")
    write_cards(tmp_path, models)
    for card in (tmp_path / "README.md", models / "README.md"):
        written = card.read_text(encoding="utf-8")
        assert "cũ" not in written
        assert written.count("Lời ") == written.count(":end -->") == written.count("|\n<!-- ")
    before = (models / "README.md").read_bytes()
    write_cards(tmp_path, models)
    assert (models / "README.md").read_bytes() == before


def test_documents_that_were_added_are_told_beside_those_of_the_corpus() -> None:
    figures, manifest = (json.loads((MODELS / name).read_text(encoding="utf-8")) for name in (FIGURES, MANIFEST))
    before = model_tables(figures, manifest)["data"].splitlines()
    assert len(before) == 6
    manifest["training"]["added"] = {
        "documents": {"train": 1, "calibration": 0},
        "tasks": {"train": 9, "calibration": 0},
    }
    after = model_tables(figures, manifest)["data"].splitlines()
    assert after == [*before, "| train added | 1 | 9 |", "| calibration added | 0 | 0 |"]


def test_a_card_without_a_place_for_a_table_is_told() -> None:
    with pytest.raises(ValueError, match="splits:begin"):
        fill("# Card\n", {"splits": "| a |"})


def test_a_table_is_put_in_as_it_is() -> None:
    r"""Also one with a backslash, which means something in patterns."""
    assert (
        fill("<!-- n:begin --><!-- n:end -->", {"n": r"| \1 \n |"}) == "<!-- n:begin -->\n| \\1 \\n |\n<!-- n:end -->"
    )
