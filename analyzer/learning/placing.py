"""Where gold stands in its text: places in the squashed text, which quotes are looked up in, as ranges of the text.

Ranges count the code points of ``GoldDocument.text``: the text without byte order mark, a line break counted as one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analyzer.learning.corpus import GoldDocument
from analyzer.learning.matching import squash
from analyzer.spans import HasSpan, Span


class Offsets:
    """A text with its NFC form (``composed``) and its squashed form (``flat``), and the ways between their places.

    A letter and its combining marks are one: no range begins or ends between them.

    >>> offsets = Offsets("Giao  So\\u031b\\u0309 Y te\\u0302\\u0301.")
    >>> offsets.flat, offsets.composed
    ('giaosởytế.', 'Giao  Sở Y tế.')
    >>> offsets.from_flat(Span(4, 9)), offsets.to_flat(Span(6, 17))
    (Span(start=6, end=17), Span(start=4, end=9))
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = squash(text)
        parts = _parts(text)
        self._parts = [start for start, _ in parts] + [len(text)]
        self.composed = "".join(composed for _, composed in parts)
        # the number of characters before each part, in the composed and in the squashed text
        self._composed, self._flat = [0], [0]
        for _, composed in parts:
            self._composed.append(self._composed[-1] + len(composed))
            self._flat.append(self._flat[-1] + _length(composed))

    def from_flat(self, place: HasSpan) -> Span:
        """The range of the text that a range of the squashed text, not empty, comes from."""
        return self._back(self._flat, place)

    def from_composed(self, place: HasSpan) -> Span:
        """The range of the text that a range of the NFC text, not empty, comes from."""
        return self._back(self._composed, place)

    def to_flat(self, place: HasSpan) -> Span:
        """The range of the squashed text that holds a range of the text; empty where that holds only blanks."""
        first = bisect_right(self._parts, place.start) - 1
        last = bisect_left(self._parts, place.end)
        return Span(self._flat[first], self._flat[max(first, last)])

    def before(self, at: int) -> int:
        """How much of the squashed text lies before a place of the text."""
        return self._flat[bisect_left(self._parts, min(max(at, 0), len(self.text)))]

    def line(self, at: int) -> int:
        """The number of the line, from 1, on which a character of the text stands."""
        return self.text.count("\n", 0, at) + 1

    def _back(self, counts: list[int], place: HasSpan) -> Span:
        first = bisect_right(counts, place.start) - 1
        last = bisect_left(counts, place.end)
        return Span(self._parts[first], self._parts[last])


@lru_cache(maxsize=4096)
def _length(composed: str) -> int:
    """How long a letter is when it is squashed; texts are made of few."""
    return len(squash(composed))


def _parts(text: str) -> list[tuple[int, str]]:
    """The text in pieces that compose for themselves, mostly a letter with its marks: their starts and NFC forms."""
    whole = unicodedata.normalize("NFC", text)
    if whole == text:
        return list(enumerate(text))
    for starts in (
        [i for i, c in enumerate(text) if not unicodedata.combining(c)],
        [i for i, c in enumerate(text) if c < "\x80"],  # ASCII goes together with nothing before it
    ):
        bounds = [0, *(i for i in starts if i), len(text)]
        found = [(start, unicodedata.normalize("NFC", text[start:end])) for start, end in pairwise(bounds)]
        if "".join(composed for _, composed in found) == whole:
            break
    return found


@dataclass(frozen=True)
class Places:
    """The ranges of a document's gold in its text, in the order of the annotation."""

    offsets: Offsets
    references: tuple[Span, ...]
    times: tuple[Span, ...]
    targets: tuple[Span, ...]
    tasks: tuple[Span, ...]


def find_places(document: GoldDocument) -> Places:
    """Where everything of an annotation stands. Raises CorpusError where a quote is not in the text."""
    offsets, gold = Offsets(document.text), document.gold
    flat = offsets.flat
    references, times, targets = (
        tuple(offsets.from_flat(document.find_quote(entry.quote, entry.n, flat)) for entry in entries)
        for entries in (gold.references, gold.times, gold.targets)
    )
    tasks = tuple(offsets.from_flat(document.find_task(task, flat)) for task in gold.tasks)
    return Places(offsets, references, times, targets, tasks)
