"""The models that are shipped: whole, small, of this corpus and this code, and as good as is said of them.

Where one of these fails after a change to the corpus, the rules or the features: `analyzer train corpora/directives`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.figures import OF_TASKS, PARTS, figures
from analyzer.learning.run import FIGURES, corpus_digest, cues_digest, summary
from analyzer.learning.splits import SPLITS, read_splits
from analyzer.models import models_directory
from analyzer.models.store import read_manifest, review_threshold
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.judges import FIELDS, FORMATS
from tests.learning.gold import SHIPPED

DIRECTORY = models_directory()
MANIFEST = read_manifest(DIRECTORY)
AGAIN = "train the models again: analyzer train corpora/directives -o models"
ROUNDED = 2e-4  # figures are kept with four digits


@pytest.fixture(scope="module")
def corpus() -> list[GoldDocument]:
    return list(read_corpus(SHIPPED))


def said() -> dict[str, Any]:
    """The figures beside the models."""
    found: dict[str, Any] = json.loads((DIRECTORY / FIGURES).read_text(encoding="utf-8"))
    return found


# ---------------------------------------------------------------- whole, small, of this code


def test_every_model_has_a_file_and_no_file_is_left_over() -> None:
    assert {path.stem for path in DIRECTORY.glob("*.skops")} == set(FORMATS)
    assert set(MANIFEST["models"]) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_manifest_has_the_digest_and_the_version_of_each(name: str) -> None:
    entry = MANIFEST["models"][name]
    assert entry["sha256"] == sha256((DIRECTORY / f"{name}.skops").read_bytes()).hexdigest()
    assert entry["format"] == FORMATS[name], AGAIN


def test_all_can_be_loaded() -> None:
    judges = Judges.load(DIRECTORY)
    assert None not in (judges.work, judges.modality, judges.areas, judges.sure)
    assert Judges.shipped() is Judges.shipped(), "read once"
    assert judges == Judges.shipped()


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in DIRECTORY.iterdir()) < 3_000_000


# ---------------------------------------------------------------- of this corpus


def test_they_were_trained_on_this_corpus(corpus: list[GoldDocument]) -> None:
    training = MANIFEST["training"]
    assert training["corpus_sha256"] == corpus_digest(corpus), AGAIN
    assert training["cues_sha256"] == cues_digest(), AGAIN
    splits = read_splits(SHIPPED)
    for split in SPLITS:
        documents = [d for d in corpus if splits[d.id] == split]
        assert training["documents"][split] == len(documents)
        assert training["tasks"][split] == sum(len(d.gold.tasks) for d in documents)


def test_the_corpus_is_as_large_as_was_wanted(corpus: list[GoldDocument]) -> None:
    assert len(corpus) >= 120
    assert sum(len(d.gold.tasks) for d in corpus) >= 3_000


# ---------------------------------------------------------------- as good as is said


@pytest.fixture(scope="module")
def measured(corpus: list[GoldDocument]) -> dict[str, Any]:
    """The figures of the shipped models on the test split, now."""
    splits = read_splits(SHIPPED)
    test = [document for document in corpus if splits[document.id] == "test"]
    return figures(test, Judges.shipped(), review_threshold())


def numbers(value: object, where: str = "") -> Iterator[tuple[str, float]]:
    """Every number in nested figures, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from numbers(inner, f"{where}/{i}")
    elif isinstance(value, (int, float)):
        yield where, value


@pytest.mark.slow
def test_the_figures_are_those_of_the_models(measured: dict[str, Any]) -> None:
    kept, now = dict(numbers(said()["test"])), dict(numbers(measured))
    assert kept.keys() == now.keys(), AGAIN
    assert {where: (kept[where], now[where]) for where in kept if abs(kept[where] - now[where]) > ROUNDED} == {}, AGAIN


@pytest.mark.slow
@pytest.mark.parametrize("field", FIELDS)
def test_confidence_means_what_it_says(measured: dict[str, Any], field: str) -> None:
    """Of 29 documents the error is 0.03 to 0.06 by chance alone for what is right in four cases of five."""
    assert measured["confidence"][field]["calibration_error"] <= 0.065


@pytest.mark.slow
def test_review_misses_hardly_any_task(measured: dict[str, Any]) -> None:
    review = measured["review"]
    assert review["threshold"] == pytest.approx(MANIFEST["training"]["review_threshold"], abs=ROUNDED)
    assert review["listed_or_shown"] >= 0.985
    assert review["listed"] < review["listed_or_shown"]
    assert review["share"] < 0.5, "a person looks at fewer than half"


@pytest.mark.slow
def test_intervals_hold_their_figures(measured: dict[str, Any]) -> None:
    for name, figure in measured["accuracy"].items():
        if name != "headline":
            low, high = figure["interval"]
            assert 0 <= low <= figure["f1"] <= high <= 1, name


def test_the_ablation_shows_that_the_models_help() -> None:
    """Each part that is shipped is worth it on the figure that it is for."""
    ablation = said()["ablation"]
    assert {"rules", "all", *(f"all - {part}" for part in PARTS)} <= set(ablation)
    whole = ablation["all"]
    assert whole["headline"] > ablation["rules"]["headline"]
    for part, figure in (("work", "tasks.found"), ("modality", "tasks.modality"), ("areas", "tasks.area")):
        assert whole[figure] > ablation[f"all - {part}"][figure], part
    assert set(OF_TASKS) <= set(whole)
    assert any(line.startswith("rules") for line in summary(said()))
