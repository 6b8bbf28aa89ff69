"""Gold that is added to the corpus for training: reviewed documents of an office, beside the shipped ones.

What is added is trained and calibrated with; the shipped splits stay as they are, and the test split is never added to,
so that figures before and after can be compared. A document whose text is in the corpus already is left out: in the
test split it would be measured on what it was trained with, elsewhere it would count twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.matching import squash

#: How many of a hundred added documents go to calibration, the others to training.
CALIBRATION_SHARE = 20
#: Where so much of the shorter text is in the other, in runs of words, the two are one document. What an office adds
#: may repeat itself from year to year; of the shipped documents nothing comes near to it by chance.
_SAME = 0.5
_SAME_ADDED = 0.9
_RUN = 8  # words


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that is not added, as its text is in ``where``: a split, or "added" for another one of these."""

    path: Path
    where: str
    same_as: str


@dataclass(frozen=True)
class Additions:
    """Documents to train and to calibrate with, and those left out."""

    train: list[GoldDocument] = field(default_factory=list)
    calibration: list[GoldDocument] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def documents(self) -> list[GoldDocument]:
        """All that are added."""
        return [*self.train, *self.calibration]


def additions(directories: Sequence[Path], splits: Mapping[str, Iterable[GoldDocument]]) -> Additions:
    """The documents of some directories that may be added to a corpus with such splits.

    Each is named after its content, so that what comes out does not depend on names and places of files. Raises
    CorpusError, and OSError where a file cannot be read.
    """
    known = [(split, document.id, _runs(document)) for split, documents in splits.items() for document in documents]
    found = Additions()
    given = chain.from_iterable(map(read_corpus, directories))
    # of one text that is given twice the first counts: sorting keeps its place
    for document in sorted(map(_named, given), key=lambda one: one.id):
        runs = _runs(document)
        same = next(((where, name) for where, name, other in known if _is_same(runs, other, where)), None)
        if same:
            found.left_out.append(LeftOut(document.path, *same))
            continue
        known.append(("added", document.path.stem, runs))
        (found.calibration if for_calibration(document) else found.train).append(document)
    return found


def for_calibration(document: GoldDocument) -> bool:
    """Whether an added document is calibrated with. Its text alone decides, so that it never changes sides."""
    return int(_digest(document)[:8], 16) % 100 < CALIBRATION_SHARE


def _named(document: GoldDocument) -> GoldDocument:
    # the shipped documents are named after kinds and issuers: none is named so
    return replace(document, id=f"added-{_digest(document)[:16]}")


def _digest(document: GoldDocument) -> str:
    return sha256(squash(document.text).encode()).hexdigest()


def _runs(document: GoldDocument) -> frozenset[tuple[str, ...]]:
    words = [word for word in (squash(word) for word in document.text.split()) if word]
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def _is_same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]], where: str) -> bool:
    share = _SAME_ADDED if where == "added" else _SAME
    return len(one & other) >= share * min(len(one), len(other))
