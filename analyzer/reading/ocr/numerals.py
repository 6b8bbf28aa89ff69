"""Reading a number written or stamped by hand: the ink of a document's number or day to digits.

Tesseract knows print. The number and the day of a document are written in by hand or stamped, often slanted and
joined, and it makes letters of them. Here the ink is cut into more pieces than there are digits (:mod:`.cuts`); groups
of neighbouring pieces are told apart as one of the ten digits or none by a small network (``models/numerals.json``,
trained by :mod:`analyzer.learning.numerals`); and the way through the pieces that is most probable is the number.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzer.models import read_model
from analyzer.reading.ocr.cuts import Ink, Piece, Pieces, cut, join

Floats = NDArray[np.float32]

#: Grows when a model of before can no longer be read.
FORMAT = 1
#: What a group of pieces may be: a digit, or nothing that is one.
LABELS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")
#: Numbers less sure than this are not given at all.
LEAST = 0.1
_NONE = 10
_GROUP = 5  # pieces a digit is made of at most
_WIDEST = 1.3  # a digit's width at most, as a share of the digits' height
_LOWEST = 0.5  # a digit's height at least, as such a share
_KEPT = 24  # partial readings kept
_DIGITS_TRIED = 4  # digits that are tried for one group
_HOPELESS = 9.0  # a digit that costs so much is not tried
_SMALL = 0.3  # what is smaller than this share of the digits' height may stand between digits
_ONE_THREAD = 250_000  # OpenBLAS multiplies in one thread up to 4 × 65,536 products
_SIDE, _INSIDE = 24, 20  # a group's picture, and the square in it that the group fills


@dataclass(frozen=True, slots=True)
class Number:
    """Digits read, how probable it is that all of them are right, and where they stand in the picture in pixels."""

    digits: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int


def read_number(ink: Ink, most: int = 5, accept: Callable[[str], bool] | None = None) -> Number | None:
    """The number in a picture of ink (True is ink), upright, of about 300 dots an inch; None where there is none.

    Specks, and slivers of letters at the left and right edge, are passed over. ``accept`` says which digits can be
    (a day is 1 to 31): the most probable of those is given, with its own, lower confidence where it was not the first.

    >>> picture = np.zeros((60, 90), dtype=bool)
    >>> read_number(picture) is None
    True
    """
    return number_in(ink, most, accept, _model())


def number_in(ink: Ink, most: int, accept: Callable[[str], bool] | None, net: Network) -> Number | None:
    """What :func:`read_number` gives, by a given network."""
    if ink.ndim != 2 or not ink.size or most < 1:
        return None
    pieces = cut(ink)
    if not pieces.pieces:
        return None
    found = readings(pieces, most, net)
    if accept is not None:
        found = [r for r in found if accept(r.digits)]
    if not found:
        return None
    best = max(found, key=lambda r: r.score)
    # However sure the network is of the digits, a reading is no more probable than its share among all readings.
    confidence = min(net.calibrated(*evidence(best, found)), exp(-_doubt(best, found)))
    if confidence < LEAST:
        return None
    scale = pieces.scale
    box = join(best.pieces)
    return Number(
        best.digits, round(confidence, 3), box.left * scale, box.top * scale, box.right * scale, box.bottom * scale
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A way through the pieces, or its beginning: its digits and their pieces, and what they cost.

    ``digits_cost`` and ``passing_cost`` are logarithms of improbability: of the digits and of what was passed over.
    """

    digits: str = ""
    digits_cost: float = 0.0
    passing_cost: float = 0.0
    pieces: tuple[Piece, ...] = ()
    ended: bool = False

    @property
    def score(self) -> float:
        """The logarithm of the reading's probability, but for a constant."""
        return -self.digits_cost - self.passing_cost


def evidence(best: Reading, found: Sequence[Reading]) -> tuple[float, ...]:
    """What the confidence is made of: the reading's costs, doubt between readings, the share of digits cut apart."""
    cut_apart = sum(p.was_cut for p in best.pieces) / len(best.pieces)
    return min(best.digits_cost, 15.0), min(best.passing_cost, 15.0), _doubt(best, found), cut_apart


def _doubt(best: Reading, found: Sequence[Reading]) -> float:
    """The logarithm of how many times as probable all readings are together as the best."""
    return log(sum(exp(r.score - best.score) for r in found))


def readings(pieces: Pieces, most: int, net: Network) -> list[Reading]:
    """The likeliest readings of the pieces, each with other digits."""
    groups = groups_of(pieces)
    scores = net.scores([group for _, _, group in groups], pieces.height)
    at: list[dict[tuple[str, bool], Reading]] = [{} for _ in range(len(pieces.pieces) + 1)]
    at[0][("", False)] = Reading()
    starting: dict[int, list[int]] = {}
    for index, (start, _, _) in enumerate(groups):
        starting.setdefault(start, []).append(index)
    for start, piece in enumerate(pieces.pieces):
        row = next((scores[i] for i in starting.get(start, []) if groups[i][1] == start + 1), None)
        for reading in sorted(at[start].values(), key=lambda r: -r.score)[:_KEPT]:
            _keep(at[start + 1], _passing(reading, piece, pieces.height, row))
            if reading.ended or len(reading.digits) >= most:
                continue
            for index in starting.get(start, []):
                for longer in _longer(reading, groups[index][2], scores[index]):
                    _keep(at[groups[index][1]], longer)
    best: dict[str, Reading] = {}
    for reading in at[-1].values():
        if reading.digits and (reading.digits not in best or reading.score > best[reading.digits].score):
            best[reading.digits] = reading
    return list(best.values())


def _keep(readings: dict[tuple[str, bool], Reading], reading: Reading) -> None:
    key = (reading.digits, reading.ended)
    if key not in readings or reading.score > readings[key].score:
        readings[key] = reading


def _longer(reading: Reading, group: Piece, row: Floats) -> Iterator[Reading]:
    """The reading with the group as one more digit, as each of those it may well be."""
    for digit in np.argsort(row[:_NONE])[::-1][:_DIGITS_TRIED]:
        cost = -float(row[digit])
        if cost < _HOPELESS:
            digits, pieces = reading.digits + LABELS[digit], (*reading.pieces, group)
            yield Reading(digits, reading.digits_cost + cost, reading.passing_cost, pieces)


def _passing(reading: Reading, piece: Piece, height: int, row: Floats | None) -> Reading:
    """The reading with the piece passed over as no part of the number; ``row`` holds its scores as a digit.

    What is small goes cheaply, between digits too. Anything else ends the number; it costs what the network says for
    its being a digit, little more where it is a sliver at the edge, and much where a seam parted it from its neighbour.
    """
    if max(piece.ink.shape) < _SMALL * height:
        cost = 0.05 + 8.0 * int(piece.ink.sum()) / height**2
        return replace(reading, passing_cost=reading.passing_cost + cost)
    cost = 0.3 if piece.at_edge else 2.5 if piece.was_cut else 1.5
    if row is not None:
        cost -= max(float(row[_NONE]), -6.0)
    return replace(reading, passing_cost=reading.passing_cost + cost, ended=bool(reading.digits))


def groups_of(pieces: Pieces) -> list[tuple[int, int, Piece]]:
    """Neighbouring pieces that may be a digit by their size: the first piece, the piece after the last, and the ink."""
    found = []
    for start in range(len(pieces.pieces)):
        for end in range(start + 1, min(start + _GROUP, len(pieces.pieces)) + 1):
            group = join(pieces.pieces[start:end])
            if group.ink.shape[1] > _WIDEST * pieces.height:
                break
            if group.ink.shape[0] >= _LOWEST * pieces.height:
                found.append((start, end, group))
    return found


def describe(inks: Sequence[Ink], height: int) -> Floats:
    """What the network sees of each ink, one row each: directions of edges over a 5 × 5 grid, the ink over 8 × 8, and
    its proportions. ``height`` is that of the number's digits."""
    pictures = np.zeros((len(inks), _SIDE, _SIDE), dtype=np.float32)
    shape = np.zeros((len(inks), 2), dtype=np.float32)
    for index, ink in enumerate(inks):
        high, wide = ink.shape
        factor = _INSIDE / max(high, wide)
        rows, columns = max(1, round(high * factor)), max(1, round(wide * factor))
        y, x = (_SIDE - rows) // 2, (_SIDE - columns) // 2
        pictures[index, y : y + rows, x : x + columns] = (
            _shares(high, rows) @ ink.astype(np.float32) @ _shares(wide, columns).T
        )
        shape[index] = wide / (high + wide), min(1.0, high / height)
    pictures = (_BLUR @ pictures @ _BLUR.T).astype(np.float32, copy=False)
    along = pictures @ _SLOPE.T
    down = _SLOPE @ pictures
    strength = np.sqrt(along**2 + down**2)
    cells = []
    for step in range(8):
        angle = step * np.pi / 4
        facing = np.maximum(np.cos(angle) * along + np.sin(angle) * down - np.cos(np.pi / 4) * strength, 0.0)
        cells.append((_WINDOWS @ facing.astype(np.float32) @ _WINDOWS.T).reshape(len(inks), -1))
    edges = np.sqrt(np.concatenate(cells, axis=1))
    edges /= np.linalg.norm(edges, axis=1, keepdims=True) + 1e-6
    coarse = pictures.reshape(len(inks), 8, 3, 8, 3).mean(axis=(2, 4)).reshape(len(inks), -1)
    return np.concatenate([4 * edges, coarse, 2 * shape], axis=1).astype(np.float32)


@lru_cache(maxsize=1024)
def _shares(size: int, wanted: int) -> Floats:
    """The matrix that brings ``size`` pixels to ``wanted``, each the mean of those it covers."""
    edges = np.arange(wanted + 1) * (size / wanted)
    pixels = np.arange(size)
    covered = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    shares: Floats = (np.clip(covered, 0, None) * (wanted / size)).astype(np.float32)
    return shares


def _bells(centres: NDArray[Any], width: float) -> Floats:
    bells = np.exp(-(((np.arange(_SIDE) - centres[:, None]) / width) ** 2) / 2)
    even: Floats = (bells / bells.sum(axis=1, keepdims=True)).astype(np.float32)
    return even


_BLUR = _bells(np.arange(_SIDE), 0.8)
_WINDOWS = _bells(2.0 + 4.875 * np.arange(5), 2.4)
_SLOPE = ((np.eye(_SIDE, k=1) - np.eye(_SIDE, k=-1)) / 2).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Network:
    """Weights and biases of one hidden layer, the temperature its scores are divided by, what makes the confidence."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    temperature: float
    confidence: tuple[float, ...]

    def scores(self, inks: Sequence[Piece], height: int) -> Floats:
        """The logarithm of the probability of each label for each group."""
        if not inks:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        return self.log_probabilities(describe([p.ink for p in inks], height))

    def log_probabilities(self, rows: Floats) -> Floats:
        """The logarithm of the probability of each label for each row of :func:`describe`."""
        raised = self.raw(rows) / self.temperature
        raised -= raised.max(axis=1, keepdims=True)
        result: Floats = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
        return result

    def raw(self, rows: Floats) -> Floats:
        """The network's scores before they are made probabilities."""
        return _product(np.maximum(_product(rows, self.hidden) + self.hidden_bias, 0), self.out) + self.out_bias

    def calibrated(self, *evidence: float) -> float:
        """The probability that a whole number is right, from :func:`evidence`."""
        bias, *weights = self.confidence
        total = bias + sum(w * e for w, e in zip(weights, evidence, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _product(left: Floats, right: Floats) -> Floats:
    """The product of two matrices, in blocks so small that the library does not start threads for them.

    For a few dozen rows threads cost more than they save, the more so where other processes use all cores.
    """
    step = max(1, _ONE_THREAD // right.size)
    blocks = [left[i : i + step] @ right for i in range(0, len(left), step)]
    return np.concatenate(blocks).astype(np.float32, copy=False)


def network(model: dict[str, Any]) -> Network:
    """The network of a model file. Raises ValueError where it was trained for another version of the code."""
    if model.get("format") != FORMAT or model.get("labels") != list(LABELS):
        raise ValueError("models/numerals.json was trained for another version of the code")
    return Network(
        _unpacked(model["hidden"]),
        _unpacked(model["hidden_bias"])[0],
        _unpacked(model["out"]),
        _unpacked(model["out_bias"])[0],
        float(model["temperature"]),
        tuple(model["confidence"]),
    )


def _unpacked(packed: dict[str, Any]) -> Floats:
    """A matrix from bytes in base 64 and the size of one step in each column."""
    steps = np.array(packed["steps"], dtype=np.float32)
    return np.frombuffer(b64decode(packed["bytes"]), dtype=np.int8).reshape(-1, len(steps)).astype(np.float32) * steps


@cache
def _model() -> Network:
    return network(read_model("numerals"))
