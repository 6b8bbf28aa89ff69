"""One probability from what speaks for a link and against it, by weights that were fitted on pairs of documents.

Data: ``knowledge/data/answering.toml``, written by ``benchmarks/fit_coverage.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from analyzer.knowledge.data import read_toml

Matrix = np.ndarray[Any, np.dtype[np.float64]]
Way = Literal["words", "meaning"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model over the features, and from what probability on a task answers another."""

    constant: float
    features: Mapping[str, float]
    least: float

    def probabilities(self, found: Mapping[str, Matrix]) -> Matrix:
        """How likely each pair is a link.

        >>> Weights(0.0, {"words": 1.0}, 0.5).probabilities({"words": np.array([[0.0]])}).tolist()
        [[0.5]]
        """
        total = self.constant + sum(weight * found[name] for name, weight in self.features.items())
        made: Matrix = 1.0 / (1.0 + np.exp(-np.asarray(total)))
        return made


@cache
def fitted(way: Way) -> Weights:
    """The weights for words alone, or for words and the sentence model."""
    found = read_toml("answering.toml")[way]
    return Weights(found["constant"], found["features"], found["least"])
