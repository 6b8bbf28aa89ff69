"""Linear models over named features, as the analyzer uses them: a sum of weights, no library loaded.

They are trained with scikit-learn (:mod:`analyzer.learning`) and kept in skops files (:mod:`analyzer.models.store`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True)
class Linear:
    """A logistic model: a weight per feature and class.

    ``labels`` are the classes in the order of the weights. With two classes there is one weight a feature, for the
    second class against the first.

    >>> coin = Linear(("no", "yes"), {"heads": (2.0,)}, (-1.0,))
    >>> round(coin.probabilities(["heads"])["yes"], 3), round(coin.probabilities([])["yes"], 3)
    (0.731, 0.269)
    """

    labels: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]
    intercept: tuple[float, ...]

    def scores(self, features: Iterable[str]) -> list[float]:
        """The sum of the intercepts and of the weights of the features present."""
        weights = self.weights
        if len(self.intercept) == 1:
            total = self.intercept[0]
            for name in features:
                if name in weights:
                    total += weights[name][0]
            return [total]
        rows = [self.intercept, *(weights[name] for name in features if name in weights)]
        return [sum(column) for column in zip(*rows, strict=True)]

    def scores_of(self, values: Mapping[str, float]) -> list[float]:
        """The scores of features that have values."""
        totals = list(self.intercept)
        for name, value in values.items():
            if (row := self.weights.get(name)) is not None:
                for i, weight in enumerate(row):
                    totals[i] += weight * value
        return totals

    def probability(self, features: Iterable[str]) -> float:
        """The probability of the second of two classes."""
        return sigmoid(self.scores(features)[0])

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of every class."""
        scores = self.scores(features)
        if len(scores) == 1:
            sure = sigmoid(scores[0])
            return {self.labels[0]: 1 - sure, self.labels[1]: sure}
        return dict(zip(self.labels, softmax(scores), strict=True))


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as shares of one.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def sigmoid(score: float) -> float:
    """The logistic function, without overflow.

    >>> sigmoid(0.0), sigmoid(-1000.0), sigmoid(1000.0)
    (0.5, 0.0, 1.0)
    """
    if score < 0:
        power = exp(max(score, -700.0))
        return power / (1 + power) if score > -700 else 0.0
    return 1 / (1 + exp(-min(score, 700.0)))
