"""Linear models over named features, as the analyzer uses them: a sum of weights, no library loaded.

They are trained with scikit-learn (:mod:`analyzer.learning`) and kept in skops files (:mod:`analyzer.models.store`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, fsum


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
        if len(self.intercept) == 1:
            flat = self._flat
            return [self.intercept[0] + sum([flat[name] for name in features if name in flat])]
        weights = self.weights
        rows = [weights[name] for name in features if name in weights]
        return list(map(sum, zip(self.intercept, *rows, strict=True)))

    @cached_property
    def _flat(self) -> dict[str, float]:
        """The weights of a model of two classes."""
        return {name: weights[0] for name, weights in self.weights.items()}

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


@dataclass(frozen=True)
class Worded:
    """A logistic model of two classes over features and over words and pairs of neighbouring words.

    It is a :class:`Linear` whose features "word=…" and "pair=… …" are kept apart, so that no names need be made for
    the many words of a text and set operations find those that count.
    """

    rest: Linear
    words: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]

    @classmethod
    def of(cls, linear: Linear) -> Worded:
        """The same model.

        >>> model = Worded.of(Linear(("no", "yes"), {"word=rà": (1.0,), "pair=rà soát": (0.5,)}, (0.0,)))
        >>> model.words, model.pairs
        ({'rà': 1.0}, {('rà', 'soát'): 0.5})
        """
        words, pairs, rest = {}, {}, {}
        for name, weights in linear.weights.items():
            kind, _, value = name.partition("=")
            if kind == "word":
                words[value] = weights[0]
            elif kind == "pair":
                first, _, second = value.partition(" ")
                pairs[first, second] = weights[0]
            else:
                rest[name] = weights
        return cls(Linear(linear.labels, rest, linear.intercept), words, pairs)

    def probability(self, features: Iterable[str], tokens: Sequence[str]) -> float:
        """The probability of the second class for features and the words of a text, each counted once."""
        known = [self.words[word] for word in self.words.keys() & set(tokens)]
        known += [self.pairs[pair] for pair in self.pairs.keys() & set(pairwise(tokens))]
        return sigmoid(self.rest.scores(features)[0] + fsum(known))  # exact: the same in whatever order sets give


def word_names(tokens: Sequence[str]) -> list[str]:
    """The features of :class:`Worded` that words stand for, by name.

    >>> word_names(["rà", "soát", "rà"])
    ['word=rà', 'word=soát', 'pair=rà soát', 'pair=soát rà']
    """
    pairs = dict.fromkeys(pairwise(tokens))
    return [f"word={token}" for token in dict.fromkeys(tokens)] + [f"pair={a} {b}" for a, b in pairs]


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
