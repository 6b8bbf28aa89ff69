"""Fitting: what is learned, from which features, and how documents are dealt out."""

from __future__ import annotations

import random
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import CorpusError
from analyzer.learning.examples import Example
from analyzer.learning.fitting import FOLDS, Recipe, fit, folds, kept_features
from tests.models.making import fitted

COLOURS = {"red": "stop", "green": "go", "amber": "wait"}


def lights(documents: int = 8) -> list[Example]:
    """Three labels, each told by a feature, and one feature that tells nothing."""
    return [
        Example(f"d{d}", (colour, "lamp", f"only d{d}"), label)
        for d in range(documents)
        for colour, label in COLOURS.items()
    ]


def test_what_tells_a_label_is_learned() -> None:
    model = fit(lights(), Recipe(10.0, 2)).linear()
    assert model.labels == tuple(sorted(COLOURS.values()))
    for colour, label in COLOURS.items():
        sure = model.probabilities([colour, "lamp"])
        assert max(sure, key=lambda name: sure[name]) == label
        assert sure[label] > 0.8
    assert model.probabilities(["lamp"]) == pytest.approx(dict.fromkeys(model.labels, 1 / 3), abs=0.01)


def test_a_stronger_penalty_makes_less_sure() -> None:
    loose, tight = (fit(lights(), Recipe(c, 2)).linear().probabilities(["red", "lamp"])["stop"] for c in (10.0, 0.01))
    assert 1 / 3 < tight < loose


def test_features_of_few_documents_are_left_out() -> None:
    model = fit(lights(), Recipe(1.0, 2))
    assert model.features == ("amber", "green", "lamp", "red")
    assert set(model.linear().weights) == set(model.features)
    examples = [Example("a", ("x", "y"), "1"), Example("a", ("x",), "2"), Example("b", ("y",), "1")]
    assert kept_features(examples, 1) == ("x", "y")
    assert kept_features(examples, 2) == ("y",), "documents count, not examples"
    assert kept_features(examples, 3) == ()


def test_a_feature_counts_once() -> None:
    once = fit(lights(), Recipe(1.0, 2)).linear()
    twice = fit([Example(e.document, e.features * 2, e.label) for e in lights()], Recipe(1.0, 2)).linear()
    assert once == twice


def test_the_same_examples_give_the_same_weights() -> None:
    assert fitted(seed=4).linear() == fitted(seed=4).linear()
    assert fitted(seed=4).linear() != fitted(seed=5).linear()


@pytest.mark.parametrize(
    "examples",
    [
        pytest.param([], id="none"),
        pytest.param([e for e in lights() if e.label == "go"], id="one label"),
        pytest.param(lights(1), id="one document"),
        pytest.param([Example(e.document, (), e.label) for e in lights()], id="no features"),
    ],
)
def test_too_little_to_learn_from_is_told(examples: list[Example]) -> None:
    with pytest.raises(CorpusError, match="too few documents") as caught:
        fit(examples, Recipe(1.0, 2))
    assert "quá ít văn bản" in caught.value.message_vi


@given(st.lists(st.text(max_size=6), max_size=40), st.integers(1, 8))
def test_every_document_is_in_one_fold(names: list[str], count: int) -> None:
    dealt = folds(names, count)
    assert sorted(chain.from_iterable(dealt)) == sorted(set(names))
    sizes = [len(fold) for fold in dealt]
    assert len(dealt) == min(count, len(set(names)))
    assert not sizes or max(sizes) - min(sizes) <= 1
    random.Random(0).shuffle(names)
    assert folds(names, count) == dealt, "whatever the order"


def test_five_folds_unless_told() -> None:
    assert len(folds([str(i) for i in range(FOLDS + 1)])) == FOLDS
