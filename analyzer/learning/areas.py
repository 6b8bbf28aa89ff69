"""Training of the area model on annotated documents.

Documents each keep to one topic, so a plain classifier learns its documents. Against that, what "the task names this
area" is worth is learned once for all areas (the cue weights are *tied*); how far a single area departs from it, and
all words, are scaled down, which makes their penalty stronger. Tied weights come out of an ordinary logistic regression
when it is trained on differences: the features of the right area of a task minus those of a wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.assembly.confidence import headings_above
from analyzer.learning.examples import Studied
from analyzer.learning.fitting import Fitted, too_little
from analyzer.pipes.tasks.areas import AREAS, cue_features, nearest, normal, read_cues, read_title, word_features

Features = dict[str, float]

#: Places whose weight is tied over the areas: naming an area there speaks for that area.
TIED = ("task", "first", "heading", "heading_if_quiet", "title")
_OWN = 0.2  # scale of the weights an area has for itself
_PENALTY = 1.0  # the inverse strength (C) of the L2 penalty on tied weights
_DOCUMENTS = 6  # a word is kept when it occurs in the tasks of so many documents
_INTERCEPT = "(intercept)"
_SMALLEST = 0.005


@dataclass(frozen=True)
class AreaExample:
    """A task for training: its document, its features, its area as annotated and as trained on."""

    document: str
    cues: Features
    words: Features
    annotated: str
    area: str


def area_examples(studied: Studied) -> Iterator[AreaExample]:
    """The annotated tasks of a document that the analyzer finds, with the features it gives them.

    The guidelines call "direction" the steering of reform alone; that a task annotated so stands in a document whose
    title is about other work is a slip, and it is trained as "other".
    """
    analysis = studied.analysis
    title = read_title(analysis.header.title)
    for i, task in sorted(studied.task_of.items()):
        unit, annotated = studied.units[i], studied.gold[task].area
        if annotated is None:
            continue
        text = normal(analysis.text[unit.start : unit.end])
        heading = nearest([read_cues(normal(h)) for h in headings_above(analysis.text, unit.node)])
        outside = annotated == "direction" and title.about == "other"
        yield AreaExample(
            studied.document.id,
            cue_features(read_cues(text), heading, title),
            word_features(text),
            annotated,
            "other" if outside else annotated,
        )


def fit_areas(examples: Sequence[AreaExample], *, words: bool = True, seed: int = 0) -> Fitted:
    """Learn by logistic regression on differences between the right area and each wrong one.

    The estimator is a multinomial logistic regression with the weights that this gives, its classes sorted. Without
    ``words`` it has the cue phrases alone. Raises CorpusError where there are no examples.
    """
    if not examples:
        raise too_little()
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    kept = _kept(examples)
    rows = [
        {_INTERCEPT: 1.0, **{n: v for n, v in {**e.cues, **(e.words if words else {})}.items() if n in kept}}
        for e in examples
    ]
    # Every other difference is turned round: the regression wants two classes, and without an intercept it is the same.
    differences: list[Features] = []
    for row, example in zip(rows, examples, strict=True):
        for wrong in AREAS:
            if wrong != example.area:
                differences.append(_difference(row, example.area, wrong, -1.0 if len(differences) % 2 else 1.0))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(differences)
    regression = LogisticRegression(C=_PENALTY, fit_intercept=False, max_iter=2000, tol=1e-6, random_state=seed)
    regression.fit(matrix, [1 - i % 2 for i in range(len(differences))])
    learned = dict(zip(vectorizer.feature_names_, map(float, regression.coef_[0]), strict=True))
    labels = sorted(AREAS)
    weights = {
        name: [_OWN * learned.get(f"{area}|{name}", 0.0) + learned.get(_tied(name, area) or "", 0.0) for area in labels]
        for name in sorted({name for row in rows for name in row})
    }
    intercept = weights.pop(_INTERCEPT)
    weights = {n: v for n, v in weights.items() if not n.startswith("word:") or max(map(abs, v)) >= _SMALLEST}
    estimator = LogisticRegression()
    estimator.classes_ = np.array(labels)
    estimator.coef_ = np.array(list(weights.values())).T
    estimator.intercept_ = np.array(intercept)
    estimator.n_features_in_ = len(weights)
    return Fitted(tuple(weights), estimator)


def _difference(row: Features, right: str, wrong: str, sign: float) -> Features:
    cells: Features = defaultdict(float)
    for area, side in ((right, sign), (wrong, -sign)):
        for name, value in row.items():
            cells[f"{area}|{name}"] += side * value * _OWN
            if place := _tied(name, area):
                cells[place] += side * value
    return dict(cells)


def _tied(name: str, area: str) -> str | None:
    """The name of the tied weight a feature has for an area, if it names that area."""
    place, _, group = name.partition(":")
    return f"tied|{place}" if place in TIED and group == area else None


def _kept(examples: Sequence[AreaExample]) -> set[str]:
    documents: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for word in example.words:
            documents[word].add(example.document)
    kept = {word for word, where in documents.items() if len(where) >= _DOCUMENTS}
    return kept.union(*(example.cues for example in examples))
