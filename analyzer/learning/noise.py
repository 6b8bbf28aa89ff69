"""Noise over annotated texts: what scans, old editors and hasty typing do to a text, with the gold moved along.

A change is a function of the text and a source of chance; it replaces stretches of the text and never removes a word.
Places move with the text: quotes are copied anew from it. Values stay: what was meant is still meant.

>>> change = missing_accents(1.0)
>>> apply("Sở Y tế", change, Random(1)).text
'So Y te'
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from random import Random
from typing import TypeVar

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import without_accents
from analyzer.learning.corpus import GoldDocument, GoldReference, GoldTarget, GoldTask, GoldTime
from analyzer.learning.matching import occurrences, squash
from analyzer.learning.placing import Offsets
from analyzer.spans import Span

Edit = tuple[int, int, str]
Quoted = TypeVar("Quoted", GoldReference, GoldTime, GoldTarget)

_BREAK = re.compile(r"\n\s*(?=\S)")
_INNER_SPACE = re.compile(r"(?<=[\w,;]) (?=\w)")
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_WORD = re.compile(r"[^\W\d_](?:(?![\d_])[\w\u0300-\u036f])*")
_LONGEST_SHAPE = 2


@dataclass(frozen=True)
class Change:
    """A kind of noise: its name, and the stretches of a text it replaces, in order."""

    name: str
    edits: Callable[[str, Random], Iterable[Edit]]


@dataclass(frozen=True)
class Changed:
    """A text after a change, and the way from places in the old text to places in the new one."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    shifts: Sequence[int]  # by how much what lies behind so many edits has moved

    def moved(self, place: Span) -> Span:
        """Where a range stands now; a stretch that was replaced is not cut."""
        first = bisect_right(self.ends, place.start)
        start = min(place.start, self.starts[first]) if first < len(self.starts) else place.start
        last = bisect_left(self.starts, place.end)
        end = max(place.end, self.ends[last - 1]) if last else place.end
        return Span(start + self.shifts[first], end + self.shifts[last])


def apply(text: str, change: Change, chance: Random) -> Changed:
    """The text after a change."""
    edits = list(change.edits(text, chance))
    pieces, at = [], 0
    for start, end, written in edits:
        pieces += [text[at:start], written]
        at = end
    pieces.append(text[at:])
    shifts = accumulate((len(written) - (end - start) for start, end, written in edits), initial=0)
    return Changed("".join(pieces), [e[0] for e in edits], [e[1] for e in edits], list(shifts))


def noisy(document: GoldDocument, *changes: Change, seed: int = 0) -> GoldDocument:
    """A document after the changes, one after the other.

    The same seed, changes and document give the same noise, whatever other documents are changed. Raises CorpusError
    where a quote is not in the text.
    """
    offsets, gold = Offsets(document.text), document.gold
    flat = offsets.flat
    quoted = {id(e): document.find_quote(e.quote, e.n, flat) for e in (*gold.references, *gold.times, *gold.targets)}
    heads = [document.find_quote(task.first, task.n, flat) for task in gold.tasks]
    ends = [document.find_task(task, flat).end for task in gold.tasks]
    tails = [Span(end - len(squash(task.last)), end) for task, end in zip(gold.tasks, ends, strict=True)]
    spans = [offsets.from_flat(span) for span in (*quoted.values(), *heads, *tails)]
    text = document.text
    for i, change in enumerate(changes):
        changed = apply(text, change, Random(f"{seed} {document.id} {i} {change.name}"))
        text, spans = changed.text, [changed.moved(span) for span in spans]
    now = _Quotes(text)
    places = iter(spans)
    where = {key: next(places) for key in quoted}
    heads, tails = [next(places) for _ in heads], [next(places) for _ in tails]
    moved = gold.model_copy(
        update={
            "references": [now.quoted(entry, where[id(entry)]) for entry in gold.references],
            "times": [now.quoted(entry, where[id(entry)]) for entry in gold.times],
            "targets": [now.quoted(entry, where[id(entry)]) for entry in gold.targets],
            "tasks": [now.task(*parts) for parts in zip(gold.tasks, heads, tails, strict=True)],
        }
    )
    return replace(document, text=text, gold=moved)


class _Quotes:
    """Quotes of a text that are found again where they were taken from."""

    def __init__(self, text: str) -> None:
        self._offsets = Offsets(text)

    def quoted(self, entry: Quoted, span: Span) -> Quoted:
        return entry.model_copy(update=dict(zip(("quote", "n"), self._quote(span), strict=True)))

    def task(self, task: GoldTask, head: Span, tail: Span) -> GoldTask:
        first, n = self._quote(head)
        last = self._last(self._offsets.to_flat(head), self._offsets.to_flat(tail), tail.start)
        return task.model_copy(update={"first": first, "n": n, "last": last})

    def _quote(self, span: Span) -> tuple[str, int]:
        flat = self._offsets.flat
        place = self._offsets.to_flat(span)
        return self._words(place), occurrences(flat[place.start : place.end], flat).index(place.start) + 1

    def _last(self, head: Span, tail: Span, start: int) -> str:
        """The last words, with so many before them that they end nowhere earlier in the task."""
        flat, text = self._offsets.flat, self._offsets.text
        while True:
            needle = flat[tail.start : tail.end]
            found = flat.find(needle, max(head.start, head.end - len(needle)))
            if found == tail.start or tail.start <= head.start:
                return self._words(tail)
            while start > 0 and text[start - 1].isspace():
                start -= 1
            while start > 0 and not text[start - 1].isspace():
                start -= 1
            tail = Span(max(head.start, self._offsets.to_flat(Span(start, start + 1)).start), tail.end)

    def _words(self, place: Span) -> str:
        span = self._offsets.from_flat(place)
        return " ".join(self._offsets.text[span.start : span.end].split())


# ------------------------------------------------------------------ kinds of noise


def ocr_confusions(rate: float) -> Change:
    """Letters taken for others as in recognised scans, with this chance for every letter that can be."""

    def edits(text: str, chance: Random) -> Iterator[Edit]:
        table, at = _confusions(), 0
        while at < len(text):
            for length in range(_LONGEST_SHAPE, 0, -1):
                taken_for = table.get(text[at : at + length])
                if taken_for and chance.random() < rate:
                    yield at, at + length, taken_for(chance)
                    at += length
                    break
            else:
                at += 1

    return Change("ocr", edits)


def missing_accents(share: float) -> Change:
    """This share of the words typed without accents."""
    return Change("accents", _words_replaced(_WORD, share, lambda word, _: without_accents(word)))


def lost_line_breaks(share: float) -> Change:
    """This share of the line breaks lost: what follows goes on in the same line."""
    return Change("joined", _words_replaced(_BREAK, share, lambda *_: " "))


def broken_lines(rate: float) -> Change:
    """Lines broken at this share of the spaces between words, except in rows of tables."""

    def edits(text: str, chance: Random) -> Iterator[Edit]:
        at = 0
        for line in text.splitlines(keepends=True):
            if " | " not in line:
                spaces = (match.start() + at for match in _INNER_SPACE.finditer(line))
                yield from ((space, space + 1, "\n") for space in spaces if chance.random() < rate)
            at += len(line)

    return Change("broken", edits)


def double_spaces(rate: float) -> Change:
    """Two or three spaces for this share of the single ones."""
    return Change("spaces", _words_replaced(_SPACE, rate, lambda _, chance: " " * chance.randint(2, 3)))


def decomposed(share: float = 1.0) -> Change:
    """This share of the accented letters written as letter and combining marks (NFD)."""

    def edits(text: str, chance: Random) -> Iterator[Edit]:
        for i, letter in enumerate(text):
            loose = unicodedata.normalize("NFD", letter)
            if loose != letter and chance.random() < share:
                yield i, i + 1, loose

    return Change("nfd", edits)


#: The kinds of noise by name, and how much of it there is where nothing else is said.
KINDS: Mapping[str, tuple[Callable[[float], Change], float]] = {
    "ocr": (ocr_confusions, 0.02),
    "accents": (missing_accents, 0.2),
    "joined": (lost_line_breaks, 0.2),
    "broken": (broken_lines, 0.05),
    "spaces": (double_spaces, 0.1),
    "nfd": (decomposed, 1.0),
}


def change(setting: str) -> Change:
    """The change that ``KIND`` or ``KIND=SHARE`` names. Raises ValueError.

    >>> change("ocr=0.05").name
    'ocr'
    """
    name, given, share = setting.partition("=")
    make, usual = KINDS.get(name, (None, 0.0))
    amount = float(share) if given else usual
    if make is None or not 0.0 <= amount <= 1.0:
        raise ValueError(setting)
    return make(amount)


def _words_replaced(
    pattern: re.Pattern[str], share: float, written: Callable[[str, Random], str]
) -> Callable[[str, Random], Iterator[Edit]]:
    def edits(text: str, chance: Random) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            if chance.random() < share and (new := written(match[0], chance)) != match[0]:
                yield match.start(), match.end(), new

    return edits


@cache
def _confusions() -> dict[str, Callable[[Random], str]]:
    """What each letter, or two, may be taken for."""
    data = read_toml("noise.toml")["ocr"]
    plain: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    groups = [*data["tones"], *data["marks"]]
    for letters in (*groups, *map(str.upper, groups)):
        for letter in letters:
            if not letter.isascii():  # accents are lost and changed, not made up
                plain.setdefault(letter, []).extend(letters[0] if letter != letters[0] else "")
                others.setdefault(letter, []).extend(c for c in letters[1:] if c != letter)
    for shape, alike in data["shapes"].items():
        others.setdefault(shape, []).extend(alike)
    return {
        unit: _taker(plain.get(unit, []), others.get(unit, []), data["dropped"])
        for unit in plain.keys() | others.keys()
    }


def _taker(plain: Sequence[str], others: Sequence[str], dropped: float) -> Callable[[Random], str]:
    def taken_for(chance: Random) -> str:
        return chance.choice(plain if plain and (not others or chance.random() < dropped) else others)

    return taken_for
