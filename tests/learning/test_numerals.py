"""Training the reader of numerals, and the trained model's agreement with its code, its data and its card."""

import json
from pathlib import Path

import numpy as np
import pytest

from analyzer.learning import penmanship
from analyzer.learning.handwriting import Writer
from analyzer.learning.numerals import (
    Amounts,
    examples,
    packed,
    parts,
    random_digits,
    temperature,
    train_numerals,
)
from analyzer.models import models_directory, read_model
from analyzer.reading.ocr.numerals import FORMAT, LABELS, Network, network

FEW = Amounts(numbers=20, without=12, confidence=40, figures=4, rounds=2)


@pytest.mark.slow
def test_training_is_reproducible(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    model = train_numerals(first, FEW)
    train_numerals(second, FEW)
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8")) == model
    assert model["training"]["numbers"] == 60
    assert model["labels"] == list(LABELS)


def test_parts_of_the_samples_do_not_overlap() -> None:
    part = parts()
    together = part.training + part.confidence + part.held_out
    assert sorted(together) == list(range(1797))
    assert not set(penmanship.TRAINING_FONTS) & set(penmanship.HELD_OUT_FONTS)


def test_a_missing_font_says_what_to_install() -> None:
    with pytest.raises(OSError, match="install fonts-dejavu-core and fonts-liberation2"):
        penmanship.printed("dejavu/NoSuchFont.ttf", "1")


def test_packed_weights_are_near_the_weights() -> None:
    matrix = np.random.default_rng(1).normal(size=(30, 7)) * np.arange(1, 8)
    weights = {name: packed(matrix) for name in ("hidden", "hidden_bias", "out", "out_bias")}
    head = {"format": FORMAT, "labels": list(LABELS), "temperature": 1.0, "confidence": [0.0]}
    again = network({**head, **weights}).hidden
    assert np.abs(again - matrix).max(axis=0) == pytest.approx(np.zeros(7), abs=7 * 4.5 / 127)
    assert packed(np.zeros((2, 2)))["steps"] == [1e-9, 1e-9]


def test_the_temperature_evens_out_boasting() -> None:
    rows = np.eye(11, dtype=np.float32).repeat(20, axis=0)
    labels = np.arange(11).repeat(20)
    labels[::4] = (labels[::4] + 1) % 11  # one in four is another than the network says
    eye, none = np.eye(11, dtype=np.float32), np.zeros(11, dtype=np.float32)
    net = Network(12 * eye, none, eye, none, temperature=1.0, confidence=(0.0,))
    assert temperature(net, rows, labels) > 2


def test_pictures_know_their_digits() -> None:
    writer = Writer(parts().training, penmanship.TRAINING_FONTS, 1)
    _, labels = examples(writer, 20, 6)
    assert set(labels) <= set(range(11))
    assert (labels == 10).any()
    assert len(set(labels)) > 8
    made = writer.number("305", writer.pen(), joined=False)
    assert set(np.unique(made.owner)) == {0, 1, 2, 3}
    assert not ((made.owner > 0) & ~made.ink).any()


def test_digits_are_all_drawn() -> None:
    random = np.random.default_rng(1)
    assert set(penmanship.STROKES) == set(range(10))
    for digit, forms in penmanship.STROKES.items():
        for _ in forms:
            picture = penmanship.drawn(digit, random, 3.0)
            assert (picture > 0.5).sum() > 100
            assert not (picture[[0, -1]] > 0.5).any()
    assert {len(random_digits(random)) for _ in range(60)} == {1, 2, 3, 4}


class TestShippedModel:
    def test_it_is_of_this_code_and_this_data(self) -> None:
        model = read_model("numerals")
        assert (model["format"], model["labels"]) == (FORMAT, list(LABELS))
        assert model["training"]["samples_sha256"] == penmanship.handwritten()[2], "scikit-learn ships other digits"
        assert model["training"]["strokes_sha256"] == penmanship.strokes_digest(), "strokes changed: train again"
        assert model["training"]["fonts"] == list(penmanship.TRAINING_FONTS), "fonts changed: train again"

    def test_it_is_small(self) -> None:
        assert (models_directory() / "numerals.json").stat().st_size < 150_000

    def test_a_model_of_other_code_is_refused(self) -> None:
        with pytest.raises(ValueError, match="another version"):
            network({**read_model("numerals"), "format": FORMAT + 1})

    def test_the_card_gives_its_figures(self) -> None:
        card, model = (models_directory() / "README.md").read_text(encoding="utf-8"), read_model("numerals")
        for row, figures in model["metrics"].items():
            line = next((line for line in card.splitlines() if line.startswith(f"| {row} |")), "")
            cells = [cell.strip() for cell in line.split("|")[2:]]
            assert cells[: len(figures)] == [f"{value:.3f}" for value in figures.values()], row
        assert f"{model['training']['groups']:,} groups" in card
        assert f"{model['training']['numbers']:,} numbers" in card
        for package in penmanship.PACKAGES:
            assert package in card
