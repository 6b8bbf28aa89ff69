"""Small models made by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable

from analyzer.learning.examples import Example
from analyzer.learning.fitting import Fitted, Recipe, fit
from analyzer.models.linear import Linear

FEATURES = ("open=giao <a>", "why=verb|zone=-", "word=ở", 'pair="a" "b"', "end=.", "kind=row", "ß", "€")


def fitted(labels: Iterable[str] = ("no", "yes"), seed: int = 0) -> Fitted:
    """A model fitted on chance: 60 examples of 12 documents."""
    chance = random.Random(seed)
    names = tuple(labels)
    made = [
        Example(f"d{i % 12}", tuple(f for f in FEATURES if chance.random() < 0.4), names[i % len(names)])
        for i in range(60)
    ]
    return fit(made, Recipe(1.0, 2))


def sure(answer: str, labels: tuple[str, ...] = ("no", "yes"), score: float = 9.0) -> Linear:
    """A model that gives one answer whatever it sees; with a small ``score`` it is not sure of it."""
    if len(labels) == 2:
        return Linear(labels, {}, (score if answer == labels[1] else -score,))
    return Linear(labels, {}, tuple(score * (label == answer) for label in labels))
