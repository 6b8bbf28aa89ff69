"""The order of what was found, worked out here so that it is the same on every database.

A query becomes *units* (words one behind the other, phrases, numbers), an entry a list of tokens; abbreviations that
the query knows are written out in both. What counts, in this order: how much of the query is there; whether words typed
with accents are there with them; how close the words stand, how much of the entry is about them, what kind of entry it
is; then the date, the place in the document, and ``tie``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from analyzer.archive.index import numbers
from analyzer.archive.query import Query
from analyzer.archive.query_runs import expansions_in
from analyzer.archive.query_tree import Either, Named, Node, Number, Phrase, Together, Word
from analyzer.archive.words import GAP, Placed, is_accented, placed, plain
from analyzer.knowledge.folding import nfc

_NEAR = 4  # words apart at most to count as near
_DOUBT = 0.4  # what a task loses that is hardly sure to be one


class Candidate(NamedTuple):
    """What of an entry its rank depends on."""

    slot: int
    what: str
    text: str
    extra: str | None
    number: str | None
    kind: str | None
    issued_on: date | None
    place: int
    tie: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its rank; ``marks`` are the ranges of its text that the query is about."""

    candidate: Candidate
    score: float
    exact: bool
    whole: bool
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of the query; those with one ``run`` were typed one behind the other.

    It is ``bound`` to the one before in a phrase; ``told`` by an abbreviation, so that no accents of it were typed.
    """

    token: str
    run: int
    bound: bool = False
    prefix: bool = False
    told: bool = False

    @property
    def plain(self) -> str:
        return plain(self.token)


@dataclass(slots=True)
class _Wanted:
    """One side of a query: its words, numbers, groups of which one is enough."""

    units: list[_Unit] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    groups: list[list[_Wanted]] = field(default_factory=list)


class _Found(NamedTuple):
    """How well a side of the query fits an entry."""

    share: float  # of what was asked for
    exact: float  # of the words with accents
    score: float
    at: frozenset[int]  # the tokens that count


class Ranking:
    """Ranks the candidates of one query.

    >>> from analyzer.archive.query import parse
    >>> ranking = Ranking(parse("chuyển đổi số"))
    >>> task = Candidate(1, "task", "Đẩy mạnh CĐS.", None, None, None, None, 1, 1)
    >>> [(r.whole, [r.candidate.text[a:b] for a, b in r.marks]) for r in ranking.ranked([task])]
    [(True, ['CĐS'])]
    """

    def __init__(self, query: Query) -> None:
        self._sides = [_wanted(side.of) for side in query.alternatives]
        self._expansions = _expansions(query)

    def ranked(self, candidates: Iterable[Candidate]) -> list[Ranked]:
        """The candidates from the best on."""
        found = [(self._rank(candidate), candidate) for candidate in candidates]
        found.sort(key=lambda pair: pair[0][0])
        return [ranked for (_, ranked), _ in found]

    def _rank(self, candidate: Candidate) -> tuple[tuple[float, ...], Ranked]:
        entry = _Entry(candidate, self._expansions)
        best = max((_fit(side, entry) for side in self._sides), key=lambda f: (f.share, f.exact, f.score))
        day = candidate.issued_on.toordinal() if candidate.issued_on else 0
        score = round(best.score - _DOUBT * (1 - (1.0 if candidate.confidence is None else candidate.confidence)), 6)
        key = (-best.share, -best.exact, -score, -day, candidate.place, candidate.tie, candidate.slot)
        ranked = Ranked(candidate, score, best.exact >= 1, best.share >= 1, entry.ranges(best.at))
        return key, ranked


class _Entry:
    """The tokens of a candidate, abbreviations written out, and where each stands."""

    def __init__(
        self, candidate: Candidate, expansions: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]
    ) -> None:
        self.what = candidate.what
        text = nfc(candidate.text)
        tokens = placed(text)
        self.own = len(tokens)
        self.tokens: list[str] = []
        self.origin: list[tuple[int, int]] = []  # the range in the text that a token came from, (0, 0) outside it
        for token, where in _written_out(tokens, expansions):
            self.tokens.append(token)
            self.origin.append(where)
        self.inside = len(self.tokens)
        if candidate.extra:
            self.tokens += [GAP, *(token for token, _ in _written_out(placed(nfc(candidate.extra)), expansions))]
        self.plain = [plain(token) for token in self.tokens]
        self.places: dict[str, list[int]] = {}
        for at, token in enumerate(self.plain):
            self.places.setdefault(token, []).append(at)
        self.numbers = frozenset(numbers.tokens(candidate.number, candidate.kind))

    def find(self, unit: _Unit) -> list[int]:
        """Where a word stands."""
        if not unit.prefix:
            return self.places.get(unit.plain, [])
        return sorted(at for token, places in self.places.items() if token.startswith(unit.plain) for at in places)

    def is_exact(self, unit: _Unit, at: int) -> bool:
        """Whether the word at a place has the accents that were typed."""
        token = self.tokens[at]
        return token.startswith(unit.token) if unit.prefix else token == unit.token

    def ranges(self, at: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """The ranges of the text that tokens came from, those side by side as one."""
        found: list[tuple[int, int]] = []
        last = -2
        for index in sorted(at):
            if index >= self.inside:
                continue
            start, end = self.origin[index]
            if found and (index == last + 1 or start <= found[-1][1]):
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
            last = index
        return tuple(found)


def _written_out(
    tokens: Sequence[Placed], expansions: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]
) -> Iterator[tuple[str, tuple[int, int]]]:
    at = 0
    while at < len(tokens):
        for short, full in expansions.get(plain(tokens[at].token), ()):
            there = tuple(plain(t.token) for t in tokens[at : at + len(short)])
            if there == short:
                where = (tokens[at].start, tokens[at + len(short) - 1].end)
                yield from ((token, where) for token in full)
                at += len(short)
                break
        else:
            yield tokens[at].token, (tokens[at].start, tokens[at].end)
            at += 1


def _expansions(query: Query) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The abbreviations that stand for words of the query, by their first token, the longest first."""
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for side in query.alternatives:
        for name in expansions_in(_inner(side.of)):
            for short in name.shorts:
                folded = tuple(map(plain, short))
                found.setdefault(folded[0], {}).setdefault(folded, name.full)
    return {first: sorted(forms.items(), key=lambda i: (-len(i[0]), i[0])) for first, forms in found.items()}


def _inner(nodes: Iterable[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, (Together, Either)):
            found += _inner(node.of)
        else:
            found.append(node)
    return found


def _wanted(nodes: Iterable[Node]) -> _Wanted:
    wanted, run = _Wanted(), 0
    for node in nodes:
        match node:
            case Word(token, prefix):
                wanted.units.append(_Unit(token, run, prefix=prefix))
            case Named(full, _, inner):
                wanted.units += [_Unit(token, run, bound=at > 0, told=not inner) for at, token in enumerate(full)]
            case Phrase(tokens, prefix):
                run += 1
                last = len(tokens) - 1
                wanted.units += [
                    _Unit(token, run, bound=at > 0, prefix=prefix and at == last) for at, token in enumerate(tokens)
                ]
                run += 1
            case Number():
                wanted.numbers.append(node)
                run += 1
            case Together(of):
                inner_side = _wanted(of)
                wanted.groups.append([inner_side])
                run += 1
            case Either(of):
                wanted.groups.append([_wanted(side.of) for side in of])
                run += 1
    return wanted


def _fit(wanted: _Wanted, entry: _Entry) -> _Found:
    """How well a side of the query fits."""
    parts: list[tuple[float, _Found]] = []
    if wanted.units:
        parts.append((len(wanted.units), _fit_words(wanted.units, entry)))
    parts += [(2.0, _fit_number(number, entry)) for number in wanted.numbers]
    for group in wanted.groups:
        found = [(side, _fit(side, entry)) for side in group]
        side, best = max(found, key=lambda pair: (pair[1].share, pair[1].exact, pair[1].score))
        parts.append((max(1, len(side.units)), best))
    if not parts:
        return _Found(1.0, 1.0, 0.0, frozenset())
    whole = sum(weight for weight, _ in parts)
    return _Found(
        sum(weight * part.share for weight, part in parts) / whole,
        sum(weight * part.exact for weight, part in parts) / whole,
        sum(weight * part.score for weight, part in parts) / whole,
        frozenset().union(*(part.at for _, part in parts)),
    )


def _fit_number(number: Number, entry: _Entry) -> _Found:
    """A document's own number counts for more than one that is cited."""
    parts = number.parts
    token = numbers.kind_token(number.kind, GAP.join(parts)) if number.kind else numbers.token(parts)
    cited = [_Unit(t, 0, bound=at > 0) for at, t in enumerate(number.typed)]
    words = _fit_words(cited, entry)
    if token in entry.numbers:
        return _Found(1.0, 1.0, 5.0 + (entry.what == "title"), words.at if words.share == 1 else frozenset())
    return words._replace(exact=1.0)


def _fit_words(units: Sequence[_Unit], entry: _Entry) -> _Found:
    places = [entry.find(unit) for unit in units]
    if not any(places):
        return _Found(0.0, 0.0, 0.0, frozenset())
    chosen, joined, near = _chosen(units, places, entry)
    present = sum(map(bool, chosen))
    accented = [at for at, unit in enumerate(units) if is_accented(unit.token) and not unit.told]
    exact = sum(any(entry.is_exact(units[at], p) for p in chosen[at]) for at in accented)
    count, length = len(units), max(1, entry.inside)
    links = max(1, sum(a.run == b.run for a, b in pairwise(units)))
    close = (joined + 0.4 * near) / links if count > 1 else 1.0
    inside = {p for some in chosen for p in some if p < entry.inside}
    own = sum(any(p < entry.inside for p in some) for some in chosen) / count
    about = min(1.0, len(inside) / length)
    first = min(inside, default=length) / length
    span = _span(chosen) if count > 1 else 1
    often = min(len(some) for some in chosen if some) if present == count else 0
    score = 3.0 * close
    score += 0.8 * min(1.0, present / span)
    score += 1.6 * math.sqrt(about)
    score += 0.3 * (1 - first)
    score += 0.25 * (1 - 1 / max(1, often)) * close
    score += {"title": 1.0, "target": -0.1}.get(entry.what, 0.0) * close * own
    at = frozenset(p for some in chosen for p in some)
    return _Found(present / count, exact / len(accented) if accented else 1.0, score, at)


def _chosen(units: Sequence[_Unit], places: Sequence[list[int]], entry: _Entry) -> tuple[list[list[int]], float, float]:
    """Of each word the places that count, and how many words stand right behind the one typed before, or near to it.

    Those count that stand in the longest stretches of the query; exact ones before others.
    """
    count = len(units)
    length: list[dict[int, int]] = [{} for _ in units]  # of the stretch that a word's place is in
    for at, unit in enumerate(units):
        before = length[at - 1] if at and units[at - 1].run == unit.run else {}
        length[at] = {p: before.get(p - 1, 0) + 1 for p in places[at]}
    for at in range(count - 1, 0, -1):
        for p in places[at]:
            if p - 1 in length[at - 1] and length[at][p] > 1:
                length[at - 1][p - 1] = max(length[at - 1][p - 1], length[at][p])
    chosen = []
    for at, unit in enumerate(units):
        rank = {p: (length[at][p], unit.told or entry.is_exact(unit, p)) for p in places[at]}
        best = max(rank.values(), default=None)
        chosen.append([p for p in places[at] if rank[p] == best])
    joined = near = 0.0
    for at in range(1, count):
        if units[at].run != units[at - 1].run:
            continue
        behind = set(chosen[at])
        gaps = [q - p for p in chosen[at - 1] for q in behind if 0 < q - p <= _NEAR]
        if 1 in gaps:
            joined += 1
        elif gaps:
            near += 1 / min(gaps)
    return chosen, joined, near


def _span(chosen: Sequence[Sequence[int]]) -> int:
    """How many tokens the shortest stretch has that holds every word that is there."""
    events = sorted((p, at) for at, some in enumerate(chosen) for p in some)
    wanted = sum(map(bool, chosen))
    held: dict[int, int] = {}
    best, left = math.inf, 0
    for p, at in events:
        held[at] = held.get(at, 0) + 1
        while len(held) == wanted:
            start, first = events[left]
            best = min(best, p - start + 1)
            held[first] -= 1
            if not held[first]:
                del held[first]
            left += 1
    return int(best)
