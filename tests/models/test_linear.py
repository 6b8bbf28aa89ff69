"""Linear models: sums of weights, and probabilities that are some."""

from __future__ import annotations

import os
import subprocess
import sys
from math import exp, isfinite
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.models.linear import Linear, sigmoid, softmax

NAMES = st.sampled_from(["a", "b", "c", "d", "open=giao <a>", "ở"])
WEIGHTS = st.floats(-50, 50)


@st.composite
def models(draw: st.DrawFn) -> Linear:
    """Models of two labels (one weight a feature) and of more (one for each)."""
    count = draw(st.integers(2, 5))
    row = st.tuples(*[WEIGHTS] * (1 if count == 2 else count))
    return Linear(tuple(f"label {i}" for i in range(count)), draw(st.dictionaries(NAMES, row)), draw(row))


@given(models(), st.lists(NAMES, unique=True))
def test_probabilities_are_shares_of_one(model: Linear, features: list[str]) -> None:
    sure = model.probabilities(features)
    assert tuple(sure) == model.labels
    assert all(0 <= p <= 1 for p in sure.values())
    assert sum(sure.values()) == pytest.approx(1)


@given(models(), st.lists(NAMES, unique=True), st.lists(st.text(min_size=8), max_size=5))
def test_unknown_features_change_nothing(model: Linear, features: list[str], unknown: list[str]) -> None:
    assert model.probabilities([*features, *unknown]) == model.probabilities(features)
    assert model.scores([*unknown, *features]) == model.scores(features)


@given(models(), st.lists(NAMES, unique=True))
def test_scores_are_sums_of_weights(model: Linear, features: list[str]) -> None:
    known = [model.weights[name] for name in features if name in model.weights]
    wanted = [sum(column) for column in zip(model.intercept, *known, strict=True)]
    assert model.scores(features) == pytest.approx(wanted, abs=1e-9)


@given(models(), st.lists(NAMES, unique=True))
def test_of_two_labels_the_second_is_asked_for(model: Linear, features: list[str]) -> None:
    if len(model.labels) == 2:
        sure = model.probabilities(features)
        assert model.probability(features) == sure[model.labels[1]]


def test_weight_speaks_for_its_label() -> None:
    model = Linear(("no", "yes"), {"x": (2.0,), "y": (-2.0,)}, (0.0,))
    assert model.probability(["y"]) < model.probability([]) == 0.5 < model.probability(["x"])
    three = Linear(("a", "b", "c"), {"x": (0.0, 3.0, 0.0)}, (1.0, 0.0, 0.0))
    assert max(three.probabilities([]).items(), key=lambda item: item[1])[0] == "a"
    assert max(three.probabilities(["x"]).items(), key=lambda item: item[1])[0] == "b"


@given(st.floats(allow_nan=False))
def test_sigmoid_never_overflows(score: float) -> None:
    assert 0 <= sigmoid(score) <= 1
    if abs(score) < 500:
        assert sigmoid(score) == pytest.approx(1 / (1 + exp(-score)))
        assert sigmoid(score) + sigmoid(-score) == pytest.approx(1)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=8))
def test_softmax_never_overflows(scores: list[float]) -> None:
    shares = softmax(scores)
    assert all(isfinite(share) for share in shares)
    assert sum(shares) == pytest.approx(1)
    assert shares.index(max(shares)) == scores.index(max(scores)) or max(shares) == pytest.approx(
        shares[scores.index(max(scores))]
    )


def test_probabilities_are_the_same_in_every_process() -> None:
    """Words are looked up in sets, whose order differs from process to process; their sum does not."""
    program = """
import random
from analyzer.models.linear import Linear, Worded
chance = random.Random(0)
words = [f"word{i}" for i in range(400)]
weights = {f"word={word}": (chance.gauss(0, 1),) for word in words}
weights |= {f"pair={a} {b}": (chance.gauss(0, 1),) for a, b in zip(words, words[1:])}
model = Worded.of(Linear(("no", "yes"), weights, (0.1,)))
print([model.probability([], chance.sample(words, 30)) for _ in range(30)])
print([model.probability([], words[i : i + 30]) for i in range(30)])
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
