"""Fitting linear models on examples, and asking them about documents they were not fitted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.errors import CorpusError
from analyzer.learning.examples import Example
from analyzer.models.linear import Linear

FOLDS = 5
_ITERATIONS = 3_000


@dataclass(frozen=True)
class Recipe:
    """How a model is fitted: ``penalty`` is the inverse strength (C) of the L2 penalty, ``documents`` in how many a
    feature must occur to be kept."""

    penalty: float
    documents: int


@dataclass(frozen=True)
class Fitted:
    """A fitted scikit-learn estimator and the names of its features, in order."""

    features: tuple[str, ...]
    estimator: Any

    def linear(self) -> Linear:
        """The model as the analyzer uses it."""
        columns = self.estimator.coef_.T.tolist()
        return Linear(
            tuple(map(str, self.estimator.classes_.tolist())),
            {name: tuple(weights) for name, weights in zip(self.features, columns, strict=True)},
            tuple(self.estimator.intercept_.tolist()),
        )


def fit(examples: Sequence[Example], recipe: Recipe, seed: int = 0) -> Fitted:
    """Fit logistic regression. The same examples, recipe and seed give the same weights.

    Raises CorpusError where the examples are too few or too much alike to learn from.

    >>> made = [Example(d, ("warm",) if y else ("cold",), "yes" if y else "no") for d in "ab" for y in (0, 1)]
    >>> fit(made, Recipe(1.0, 2)).linear().probability(["warm"]) > 0.5
    True
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    names = kept_features(examples, recipe.documents)
    if not names or len({e.label for e in examples}) < 2:
        raise too_little()
    column = {name: i for i, name in enumerate(names)}
    rows, columns = [], []
    for row, example in enumerate(examples):
        for name in dict.fromkeys(example.features):
            if name in column:
                rows.append(row)
                columns.append(column[name])
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(examples), len(names)))
    estimator = LogisticRegression(C=recipe.penalty, max_iter=_ITERATIONS, random_state=seed)
    return Fitted(names, estimator.fit(matrix, np.array([e.label for e in examples])))


def too_little() -> CorpusError:
    """The error of a corpus from which nothing can be learned."""
    return CorpusError(
        "The corpus has too few documents to learn from, or documents too much alike. Annotate more of them.",
        "Kho ngữ liệu có quá ít văn bản để huấn luyện, hoặc các văn bản quá giống nhau. Hãy gán nhãn thêm văn bản.",
    )


def kept_features(examples: Sequence[Example], documents: int) -> tuple[str, ...]:
    """The features that occur in at least so many documents, sorted."""
    seen: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for name in example.features:
            seen[name].add(example.document)
    return tuple(sorted(name for name, where in seen.items() if len(where) >= documents))


def folds(documents: Sequence[str], count: int = FOLDS) -> list[set[str]]:
    """The documents dealt out into folds, by name: the same names give the same folds, none of them empty.

    >>> [sorted(fold) for fold in folds(["d", "a", "c", "b"], 2)]
    [['a', 'c'], ['b', 'd']]
    """
    names = sorted(set(documents))
    return [set(names[i::count]) for i in range(min(count, len(names)))]
