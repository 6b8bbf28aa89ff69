"""Training of the reader of numerals (``models/numerals.json``).

``python -m analyzer.learning.numerals models/numerals.json`` trains, writes the model and prints figures.

The network learns from what it will see: groups of pieces as :mod:`analyzer.reading.ocr.cuts` makes them of whole
numbers, joined and leaning, among them halves of digits, two digits at once, and letters. Handwritten samples and fonts
are held out; whole numbers of a third part of the samples make the confidence even with how often it is right.
"""

from __future__ import annotations

import json
import sys
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzer.learning.handwriting import Made, Writer
from analyzer.learning.penmanship import (
    HELD_OUT_FONTS,
    PACKAGES,
    TRAINING_FONTS,
    handwritten,
    strokes_digest,
)
from analyzer.reading.ocr.cuts import Ink, cut
from analyzer.reading.ocr.numerals import (
    FORMAT,
    LABELS,
    Network,
    Number,
    describe,
    evidence,
    groups_of,
    network,
    number_in,
    readings,
)

Floats = NDArray[np.float32]
_NETWORKS, _HIDDEN = 3, 96
_PENALTY = 3e-3
_NONE_KEPT = 0.3  # share of the groups of numbers that are no digit
# Pictures are cut to where a number stands, so less is no digit there than among the examples (natural logarithm).
_NONE_LESS = 1.2
_NONE = len(LABELS) - 1
#: Numbers surer than this are counted as taken in the figures.
SURE = 0.8


@dataclass(frozen=True)
class Amounts:
    """How many pictures are made (``numbers`` for each kind of hand), and how often training goes over them."""

    numbers: int = 9000
    without: int = 3000
    confidence: int = 2400
    figures: int = 800
    rounds: int = 18


@dataclass(frozen=True)
class Parts:
    """The handwritten samples, parted once for all: for training, for the confidence, and held out for figures."""

    training: tuple[int, ...]
    confidence: tuple[int, ...]
    held_out: tuple[int, ...]


def parts() -> Parts:
    """A shuffled 1,300, 200 and 297 of the 1,797 samples."""
    order = [int(i) for i in np.random.default_rng(1).permutation(len(handwritten()[0]))]
    return Parts(tuple(order[:1300]), tuple(order[1300:1500]), tuple(order[1500:]))


def train_numerals(out: Path, amounts: Amounts = Amounts()) -> dict[str, Any]:
    """Train, write the model to ``out`` and return it. Raises OSError where a font is not installed."""
    part = parts()
    rows, labels = examples(Writer(part.training, TRAINING_FONTS, 1), amounts.numbers, amounts.without)
    model: dict[str, Any] = {
        "name": "numerals",
        "format": FORMAT,
        "labels": list(LABELS),
        "training": {
            "handwritten": len(part.training),
            "fonts": list(TRAINING_FONTS),
            "packages": list(PACKAGES),
            "numbers": 3 * amounts.numbers,
            "groups": len(rows),
            "samples_sha256": handwritten()[2],
            "strokes_sha256": strokes_digest(),
        },
        "temperature": 1.0,
        "confidence": [0.0, -1.0, -1.0, 0.0, 0.0],
        **learned(rows, labels, amounts.rounds),
    }
    confidence = Writer(part.confidence, TRAINING_FONTS, 2)
    model["temperature"] = round(temperature(network(model), *examples(confidence, amounts.confidence // 3, 100)), 3)
    model["confidence"] = [round(w, 4) for w in even(network(model), mixed(confidence, amounts.confidence))]
    model["metrics"] = figures(network(model), Writer(part.held_out, HELD_OUT_FONTS, 3), amounts.figures)
    out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    return model


def random_digits(random: np.random.Generator, longest: int = 4) -> str:
    """One to ``longest`` digits."""
    return "".join(str(d) for d in random.integers(10, size=int(random.integers(1, longest + 1))))


def mixed(writer: Writer, count: int) -> Iterator[Made]:
    """Numbers of all three hands in turn, and every fifth time a picture without a number."""
    random = np.random.default_rng(5)
    for index in range(count):
        if index % 5 == 4:
            yield writer.word() if index % 2 else writer.noise()
        else:
            hand = (writer.sampled, writer.pen, writer.stamp)[index % 3]()
            yield writer.number(random_digits(random), hand)


def examples(writer: Writer, numbers: int, without: int) -> tuple[Floats, NDArray[np.int64]]:
    """Groups of pieces of made pictures as the network sees them, and the label of each."""
    random = np.random.default_rng(4)

    def pictures() -> Iterator[Made]:
        for _ in range(numbers):
            for hand in (writer.sampled(), writer.pen(), writer.stamp()):
                yield writer.number(random_digits(random), hand)
        for index in range(without):
            yield writer.word() if index % 3 else writer.noise()

    rows, labels = [], []
    for made in pictures():
        pieces = cut(made.ink)
        groups = [(g, made.digit_of(g)) for _, _, g in groups_of(pieces)]
        # Parts of numbers that are no digit are many more than digits: some of them are enough.
        kept = [
            (g, d)
            for g, d in groups
            if d is not None and (d != _NONE or not made.digits or random.random() < _NONE_KEPT)
        ]
        if kept:
            rows.append(describe([g.ink for g, _ in kept], pieces.height))
            labels += [d for _, d in kept]
    return np.concatenate(rows), np.array(labels)


def learned(rows: Floats, labels: NDArray[np.int64], rounds: int) -> dict[str, Any]:
    """The packed weights of some networks with one hidden layer, side by side as one: it gives their mean scores."""
    from sklearn.neural_network import MLPClassifier

    networks = []
    for seed in range(_NETWORKS):
        classifier = MLPClassifier(
            (_HIDDEN,),
            alpha=_PENALTY,
            batch_size=256,
            max_iter=rounds,
            tol=0.0,
            n_iter_no_change=rounds,
            random_state=seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says that it stopped after the rounds it was given
            classifier.fit(rows, labels)
        networks.append((*classifier.coefs_, *classifier.intercepts_))
    hidden, out, hidden_bias, out_bias = zip(*networks, strict=True)
    bias = np.mean(out_bias, axis=0)
    bias[_NONE] -= _NONE_LESS
    return {
        "hidden": packed(np.concatenate(hidden, axis=1)),
        "hidden_bias": packed(np.concatenate(hidden_bias)[None]),
        "out": packed(np.concatenate(out) / _NETWORKS),
        "out_bias": packed(bias[None]),
    }


def packed(matrix: NDArray[np.float64]) -> dict[str, Any]:
    """A matrix as one byte a number, with the size of a step for each column."""
    steps = np.maximum(np.abs(matrix).max(axis=0) / 127, 1e-9)
    steps = np.array([float(f"{s:.4g}") for s in steps])
    whole = np.clip(np.round(matrix / steps), -127, 127).astype(np.int8)
    return {"steps": steps.tolist(), "bytes": b64encode(whole.tobytes()).decode()}


def temperature(net: Network, rows: Floats, labels: NDArray[np.int64]) -> float:
    """The temperature at which the labels are most probable."""
    candidates = np.linspace(0.6, 4.0, 69)

    def loss(value: float) -> float:
        probable = replace(net, temperature=value).log_probabilities(rows)
        return -float(probable[np.arange(len(labels)), labels].mean())

    return float(min(candidates, key=loss))


def even(net: Network, pictures: Iterator[Made]) -> list[float]:
    """Bias and weights by which what speaks for a reading becomes the probability that it is right."""
    from sklearn.linear_model import LogisticRegression

    seen, right = [], []
    for made in pictures:
        found = readings(cut(made.ink), 5, net)
        if found:
            best = max(found, key=lambda r: r.score)
            seen.append(evidence(best, found))
            right.append(best.digits == made.digits)
    regression = LogisticRegression(C=10.0).fit(seen, right)
    return [float(regression.intercept_[0]), *map(float, regression.coef_[0])]


def figures(net: Network, writer: Writer, count: int) -> dict[str, Any]:
    """What is read right of held-out samples and fonts, one digit and whole numbers, and what is taken for a number."""

    def numbers(hand: Callable[[], Any], longest: int, joined: bool | None) -> dict[str, float]:
        random = np.random.default_rng(6)
        made = [
            writer.number(
                "".join(
                    str(d) for d in random.integers(10, size=int(random.integers(2 if longest > 1 else 1, longest + 1)))
                ),
                hand(),
                joined,
            )
            for _ in range(count)
        ]
        return tally(net, made)

    return {
        "handwritten_digit": numbers(writer.sampled, 1, False),
        "stamped_digit": numbers(writer.stamp, 1, False),
        "handwritten_apart": numbers(writer.sampled, 4, False),
        "handwritten_joined": numbers(writer.sampled, 4, True),
        "pen_joined": numbers(writer.pen, 4, True),
        "stamped_apart": numbers(writer.stamp, 4, False),
        "words": refused(net, [writer.word().ink for _ in range(count)]),
        "noise": refused(net, [writer.noise().ink for _ in range(count)]),
    }


def tally(net: Network, pictures: Sequence[Made]) -> dict[str, float]:
    """The share of numbers read right, the share that is sure, and the share right of those."""
    found = [(made.digits, number_in(made.ink, 5, None, net)) for made in pictures]
    sure = [(digits, n) for digits, n in found if n is not None and n.confidence >= SURE]
    return {
        "right": _share(sum(n is not None and n.digits == digits for digits, n in found), len(found)),
        "sure": _share(len(sure), len(found)),
        "right_of_sure": _share(sum(n.digits == digits for digits, n in sure), len(sure)),
    }


def refused(net: Network, pictures: Sequence[Ink]) -> dict[str, float]:
    """The share of pictures without a number in which none is found, and in which none is found that is sure."""
    found: list[Number | None] = [number_in(ink, 5, None, net) for ink in pictures]
    return {
        "refused": _share(sum(n is None for n in found), len(found)),
        "not_sure": _share(sum(n is None or n.confidence < SURE for n in found), len(found)),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


if __name__ == "__main__":
    trained = train_numerals(Path(sys.argv[1]))
    print(json.dumps({k: trained[k] for k in ("training", "temperature", "confidence", "metrics")}, indent=1))
