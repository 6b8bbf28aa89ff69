"""An entry as ranking sees it: its tokens, with what the query knows by other names written as the query has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from analyzer.archive.index import numbers
from analyzer.archive.words import GAP, placed, plain, words
from analyzer.knowledge.folding import nfc

Tokens = tuple[str, ...]


class Candidate(NamedTuple):
    """What of an entry its rank depends on."""

    slot: int
    what: str
    text: str
    extra: str | None = None
    number: str | None = None
    kind: str | None = None
    issued_on: date | None = None
    place: int = 0
    tie: int = 0
    confidence: float | None = None


@dataclass(slots=True)
class Synonyms:
    """What is written for what, by the plain tokens: first abbreviations, then former and present names.

    Each list is found by its first token, the longest come first.
    """

    shorts: dict[str, list[tuple[Tokens, Tokens]]] = field(default_factory=dict)
    names: dict[str, list[tuple[Tokens, Tokens]]] = field(default_factory=dict)

    @staticmethod
    def of(shorts: Mapping[Tokens, Tokens], names: Mapping[Tokens, Tokens]) -> Synonyms:
        """From what is to be replaced and by what."""
        return Synonyms(_by_first(shorts), _by_first(names))


def _by_first(forms: Mapping[Tokens, Tokens]) -> dict[str, list[tuple[Tokens, Tokens]]]:
    found: dict[str, list[tuple[Tokens, Tokens]]] = {}
    for form, full in sorted(forms.items(), key=lambda item: (-len(item[0]), item[0])):
        found.setdefault(form[0], []).append((form, full))
    return found


class Passage:
    """The tokens of a candidate, those of its text before those it is also found by.

    >>> passage = Passage(Candidate(1, "task", "Công khai TTHC"), Synonyms.of({("tthc",): ("thủ", "tục")}, {}))
    >>> passage.tokens, passage.places["tuc"], passage.ranges([2, 3])
    (['công', 'khai', 'thủ', 'tục'], [3], ((10, 14),))
    """

    def __init__(self, candidate: Candidate, synonyms: Synonyms) -> None:
        self.what = candidate.what
        self._candidate = candidate
        own = words(candidate.text)
        self._own = len(own)
        tokens = [*own, GAP, *words(candidate.extra)] if candidate.extra else own
        origin: Sequence[tuple[int, int]] = [(at, at + 1) for at in range(len(tokens))]
        folded = [plain(token) for token in tokens]
        if synonyms.shorts:
            tokens, folded, origin, _ = _written(tokens, folded, origin, synonyms.shorts)
        self.renamed: frozenset[int] = frozenset()
        if synonyms.names:
            tokens, folded, origin, self.renamed = _written(tokens, folded, origin, synonyms.names)
        self.tokens, self._origin = tokens, origin
        self.inside = sum(start < self._own for start, _ in origin)
        self.places: dict[str, list[int]] = {}
        for at, token in enumerate(folded):
            self.places.setdefault(token, []).append(at)

    @property
    def numbers(self) -> list[str]:
        """The tokens of the document's number."""
        return numbers.tokens(self._candidate.number, self._candidate.kind)

    def find(self, token: str, prefix: bool) -> list[int]:
        """Where a plain token stands, or those that begin so."""
        if not prefix:
            return self.places.get(token, [])
        return sorted(at for found, places in self.places.items() if found.startswith(token) for at in places)

    def ranges(self, at: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """The ranges of the text that tokens came from, those side by side as one."""
        wanted = sorted(index for index in at if index < self.inside)
        if not wanted:
            return ()
        letters = placed(nfc(self._candidate.text))
        found: list[tuple[int, int]] = []
        last = -1
        for index in wanted:
            first, end = self._origin[index]
            start, stop = letters[first].start, letters[min(end, self._own) - 1].end
            if found and first <= last:
                found[-1] = (found[-1][0], max(stop, found[-1][1]))
            else:
                found.append((start, stop))
            last = end
        return tuple(found)


def _written(
    tokens: Sequence[str],
    folded: Sequence[str],
    origin: Sequence[tuple[int, int]],
    forms: Mapping[str, list[tuple[Tokens, Tokens]]],
) -> tuple[list[str], list[str], list[tuple[int, int]], frozenset[int]]:
    """The tokens with some replaced, and the places of the new ones."""
    made: list[str] = []
    plains: list[str] = []
    places: list[tuple[int, int]] = []
    new: set[int] = set()
    at = 0
    while at < len(tokens):
        for form, full in forms.get(folded[at], ()):
            end = at + len(form)
            if tuple(folded[at:end]) == form:
                new.update(range(len(made), len(made) + len(full)))
                made += full
                plains += map(plain, full)
                places += [(origin[at][0], origin[end - 1][1])] * len(full)
                at = end
                break
        else:
            made.append(tokens[at])
            plains.append(folded[at])
            places.append(origin[at])
            at += 1
    return made, plains, places, frozenset(new)
