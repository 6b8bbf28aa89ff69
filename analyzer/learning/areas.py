"""Training of the area model (``models/areas.json``) on an annotated corpus.

``python -m analyzer.learning.areas corpora/directives models/areas.json`` trains, writes the model and prints figures.

The corpus is small and its documents each keep to one topic, so a plain classifier learns its documents. Two things
hold against that. What "the task names this area" is worth is learned once for all areas (the cue weights are *tied*);
how far a single area departs from it, and all words, are scaled down, which makes their penalty stronger. And figures
are taken by cross-validation grouped by document. Tied weights come out of an ordinary logistic regression when it is
trained on differences: the features of the right area of a task minus those of a wrong one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from analyzer.assembly.analysis import Analysis, analyse
from analyzer.knowledge.data import read_text
from analyzer.layout.outline import Node
from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.matching import squash
from analyzer.pipes.tasks.areas import (
    AREAS,
    FORMAT,
    cue_features,
    nearest,
    normal,
    read_cues,
    read_title,
    word_features,
)
from analyzer.reading import read

Features = dict[str, float]

#: Places whose weight is tied over the areas: naming an area there speaks for that area.
TIED = ("task", "first", "heading", "heading_if_quiet", "title")
_OWN = 0.2  # scale of the weights an area has for itself
_PENALTY = 1.0  # the inverse strength (C) of the L2 penalty on tied weights
_DOCUMENTS = 6  # a word is kept when it occurs in the tasks of so many documents
_FOLDS = 5
_DIGITS = 4
_INTERCEPT = "(intercept)"
_SMALLEST = 0.005
# the model without learning: cues summed with these weights, "other" where they stay below the threshold
_BY_HAND = {"task": 1.0, "heading": 0.35, "title": 0.45}
_BY_HAND_LEAST = 0.3


@dataclass(frozen=True)
class Example:
    """A task for training: its document, its features, its area as annotated and as trained on."""

    document: str
    cues: Features
    words: Features
    annotated: str
    area: str


@dataclass(frozen=True)
class Linear:
    """Weights per feature and area, and an intercept per area."""

    weights: dict[str, list[float]]
    intercept: list[float]

    def predict(self, features: Features) -> str:
        """The area with the highest score, the first of equals."""
        scores = list(self.intercept)
        for name, value in features.items():
            for i, weight in enumerate(self.weights.get(name, ())):
                scores[i] += weight * value
        return AREAS[max(range(len(AREAS)), key=lambda i: (scores[i], -i))]


def train_areas(corpus_dir: Path, out: Path) -> dict[str, Any]:
    """Train on the annotated documents of a directory, write the model to ``out`` and return it.

    The same corpus and code give the same file. Raises CorpusError where an annotation does not fit its text,
    ValueError where there are fewer documents than folds.
    """
    documents = list(read_corpus(corpus_dir))
    examples = [example for document in documents for example in examples_of(document)]
    if len({e.document for e in examples}) < _FOLDS:
        raise ValueError(f"{corpus_dir}: at least {_FOLDS} documents with tasks are wanted")
    linear = _rounded(fit(examples, _all))
    model: dict[str, Any] = {
        "name": "areas",
        "format": FORMAT,
        "labels": list(AREAS),
        "training": {
            "documents": len(documents),
            "tasks": len(examples),
            "per_area": dict(Counter(e.annotated for e in examples).most_common()),
            "read_as_other": sum(e.area != e.annotated for e in examples),
            "corpus_sha256": corpus_digest(documents),
            "cues_sha256": sha256(read_text("areas.toml").encode()).hexdigest(),
        },
        "metrics": cross_validate(examples),
        "intercept": linear.intercept,
        "weights": linear.weights,
    }
    out.write_text(_dumped(model), encoding="utf-8")
    return model


def examples_of(document: GoldDocument) -> Iterator[Example]:
    """The annotated tasks of a document with the features the analyzer gives them.

    The guidelines call "direction" the steering of reform alone; that a task annotated so stands in a document whose
    title is about other work is a slip, and it is trained as "other".
    """
    analysis = analyse(read(document.text_path))
    flat, places = _squashed(analysis.text)
    title = read_title(analysis.header.title)
    for task in document.gold.tasks:
        span = document.find_task(task, flat)
        start, end = places[span.start], places[span.end - 1] + 1
        text = normal(analysis.text[start:end])
        heading = nearest([read_cues(normal(h)) for h in _headings(analysis, start)])
        outside = task.area == "direction" and title.about == "other"
        yield Example(
            document.id,
            cue_features(read_cues(text), heading, title),
            word_features(text),
            task.area,
            "other" if outside else task.area,
        )


def _headings(analysis: Analysis, start: int) -> list[str]:
    """The headings above a place, the nearest first, as the assembly gives them for a task found there."""
    found = [t.node for t in analysis.tasks if t.start <= start < t.end]
    node: Node | None = found[-1] if found else None
    if node is None:
        node = next((n for n in reversed(analysis.outline.nodes) if n.start <= start), None)
    headings = []
    while node is not None and (node := node.parent) is not None:
        headings.append(analysis.text[node.start : min(node.end, node.start + 400)])
    return headings


def _squashed(text: str) -> tuple[str, list[int]]:
    """The squashed text and where each of its characters stands in the text."""
    pieces = [(squash(character), i) for i, character in enumerate(text)]
    return "".join(piece for piece, _ in pieces), [i for piece, i in pieces for _ in piece]


def _all(example: Example) -> Features:
    return {**example.cues, **example.words}


def _cues_only(example: Example) -> Features:
    return example.cues


def fit(examples: Sequence[Example], features: Callable[[Example], Features]) -> Linear:
    """Learn a linear model by logistic regression on differences between the right area and each wrong one."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    kept = _kept(examples)
    rows = [{_INTERCEPT: 1.0, **{n: v for n, v in features(e).items() if n in kept}} for e in examples]
    # Every other difference is turned round: the regression wants two classes, and without an intercept it is the same.
    differences: list[dict[str, float]] = []
    for row, example in zip(rows, examples, strict=True):
        for wrong in AREAS:
            if wrong != example.area:
                differences.append(_difference(row, example.area, wrong, -1.0 if len(differences) % 2 else 1.0))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(differences)
    regression = LogisticRegression(C=_PENALTY, fit_intercept=False, max_iter=2000, tol=1e-6, random_state=0)
    regression.fit(matrix, [1 - i % 2 for i in range(len(differences))])
    learned = dict(zip(vectorizer.feature_names_, map(float, regression.coef_[0]), strict=True))
    weights = {
        name: [_OWN * learned.get(f"{area}|{name}", 0.0) + learned.get(_tied(name, area) or "", 0.0) for area in AREAS]
        for name in sorted({name for row in rows for name in row})
    }
    return Linear(weights, weights.pop(_INTERCEPT))


def _difference(row: Features, right: str, wrong: str, sign: float) -> dict[str, float]:
    cells: dict[str, float] = defaultdict(float)
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


def _kept(examples: Sequence[Example]) -> set[str]:
    documents: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for word in example.words:
            documents[word].add(example.document)
    kept = {word for word, where in documents.items() if len(where) >= _DOCUMENTS}
    return kept.union(*(example.cues for example in examples))


def by_hand(features: Features) -> str:
    """The area by the cue phrases' own weights, without anything learned: what the model must beat."""
    scores: dict[str, float] = defaultdict(float)
    for name, value in features.items():
        place, _, group = name.partition(":")
        scores["direction" if group == "steering" else group] += _BY_HAND.get(place, 0.0) * value
    area, score = max(scores.items(), key=lambda s: (s[1], s[0]), default=("other", 0.0))
    return area if score >= _BY_HAND_LEAST else "other"


def cross_validate(examples: Sequence[Example]) -> dict[str, Any]:
    """Accuracy of the cues alone, of learned cues and of the whole model on documents they were not trained on."""
    from sklearn.model_selection import GroupKFold

    predicted: dict[str, list[str]] = {name: [""] * len(examples) for name in ("by_hand", "cues", "all")}
    groups = [e.document for e in examples]
    for train, test in GroupKFold(_FOLDS).split(examples, groups=groups):
        seen = [examples[i] for i in train]
        learned = {"cues": (fit(seen, _cues_only), _cues_only), "all": (fit(seen, _all), _all)}
        for i in test:
            predicted["by_hand"][i] = by_hand(examples[i].cues)
            for name, (linear, features) in learned.items():
                predicted[name][i] = linear.predict(features(examples[i]))
    right: Counter[str] = Counter(e.area for e, p in zip(examples, predicted["all"], strict=True) if e.area == p)
    gold, found = Counter(e.area for e in examples), Counter(predicted["all"])
    as_annotated = sum(e.annotated == area for e, area in zip(examples, predicted["all"], strict=True))
    accuracy = {
        name: _share(sum(e.area == area for e, area in zip(examples, areas, strict=True)), len(examples))
        for name, areas in predicted.items()
    }
    return {
        "folds": _FOLDS,
        "accuracy": accuracy,
        "accuracy_as_annotated": _share(as_annotated, len(examples)),
        "per_area": {
            area: {"precision": _share(right[area], found[area]), "recall": _share(right[area], gold[area])}
            for area in AREAS
        },
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _rounded(linear: Linear) -> Linear:
    weights = {name: [round(w, _DIGITS) + 0.0 for w in values] for name, values in sorted(linear.weights.items())}
    kept = {n: v for n, v in weights.items() if not n.startswith("word:") or max(map(abs, v)) >= _SMALLEST}
    return Linear(kept, [round(w, _DIGITS) + 0.0 for w in linear.intercept])


def corpus_digest(documents: Sequence[GoldDocument]) -> str:
    """One digest of all texts and annotations, by name."""
    digest = sha256()
    for document in documents:
        for path in (document.path, document.text_path):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _dumped(model: dict[str, Any]) -> str:
    """JSON with one line a feature, so that differences between models can be read."""
    head = json.dumps({k: v for k, v in model.items() if k != "weights"}, ensure_ascii=False, indent=1)
    lines = [f"  {json.dumps(n, ensure_ascii=False)}: {json.dumps(w)}" for n, w in model["weights"].items()]
    return head.removesuffix("\n}") + ',\n "weights": {\n' + ",\n".join(lines) + "\n }\n}\n"


if __name__ == "__main__":
    trained = train_areas(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({k: trained[k] for k in ("training", "metrics")}, ensure_ascii=False, indent=1))
