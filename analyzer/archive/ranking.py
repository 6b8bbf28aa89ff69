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
from itertools import pairwise
from typing import NamedTuple

from analyzer.archive.index import numbers
from analyzer.archive.passages import Candidate, Passage, Synonyms, Tokens
from analyzer.archive.query import Query
from analyzer.archive.query_runs import Piece, read
from analyzer.archive.query_tree import Either, Named, Node, Number, Phrase, Renamed, Together, Word
from analyzer.archive.words import GAP, is_accented, plain

_NEAR = 4  # words apart at most to count as near
_DOUBT = 0.4  # what a task loses that is hardly sure to be one


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its rank: whether all words are there, and with the accents that were typed."""

    candidate: Candidate
    score: float
    exact: bool
    whole: bool
    _passage: Passage
    _at: frozenset[int]

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """The ranges of its text that the query is about."""
        return self._passage.ranges(self._at)


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
    """One side of a query: its words with their weights, numbers, groups of which one is enough."""

    units: list[_Unit] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
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
    >>> task = Candidate(1, "task", "Đẩy mạnh CĐS.")
    >>> [(r.whole, [r.candidate.text[a:b] for a, b in r.marks]) for r in ranking.ranked([task])]
    [(True, ['CĐS'])]
    """

    def __init__(self, query: Query) -> None:
        self._sides = [_wanted(side.of) for side in query.alternatives]
        self._synonyms = _synonyms(query)

    def ranked(self, candidates: Iterable[Candidate]) -> list[Ranked]:
        """The candidates from the best on."""
        passages = [(candidate, Passage(candidate, self._synonyms)) for candidate in candidates]
        for side in self._sides:
            _weigh(side, [passage for _, passage in passages])
        found = [self._rank(candidate, passage) for candidate, passage in passages]
        found.sort(key=lambda pair: pair[0])
        return [ranked for _, ranked in found]

    def _rank(self, candidate: Candidate, entry: Passage) -> tuple[tuple[float, ...], Ranked]:
        best = max((_fit(side, entry) for side in self._sides), key=lambda f: (f.share, f.exact, f.score))
        day = candidate.issued_on.toordinal() if candidate.issued_on else 0
        score = round(best.score - _DOUBT * (1 - (1.0 if candidate.confidence is None else candidate.confidence)), 6)
        key = (-best.share, -best.exact, -score, -day, candidate.place, candidate.tie, candidate.slot)
        ranked = Ranked(candidate, score, best.exact >= 1, best.share >= 1, entry, best.at)
        return key, ranked


def _synonyms(query: Query) -> Synonyms:
    """The abbreviations and other names of what the query names."""
    shorts: dict[Tokens, Tokens] = {}
    names: dict[Tokens, Tokens] = {}
    for node in (node for side in query.alternatives for node in _all(side.of)):
        if isinstance(node, Named):
            shorts |= {tuple(map(plain, short)): node.full for short in node.shorts}
        elif isinstance(node, Renamed):
            for other in node.others:
                names[tuple(map(plain, other))] = node.name
                for named in _all(read([Piece((token,), token) for token in other])):
                    if isinstance(named, Named):
                        shorts |= {tuple(map(plain, short)): named.full for short in named.shorts}
    return Synonyms.of(shorts, names)


def _all(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes with those within them."""
    for node in nodes:
        yield node
        if isinstance(node, Named):
            yield from _all(node.inner)
        elif isinstance(node, (Together, Either, Renamed)):
            yield from _all(node.of)


def _wanted(nodes: Iterable[Node]) -> _Wanted:
    wanted, run = _Wanted(), 0
    for node in nodes:
        match node:
            case Word(token, prefix):
                wanted.units.append(_Unit(token, run, prefix=prefix))
            case Named(full, _, inner):
                wanted.units += [_Unit(token, run, bound=at > 0, told=not inner) for at, token in enumerate(full)]
            case Renamed(_, name, _):
                wanted.units += [_Unit(token, run) for token in name]
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


def _weigh(wanted: _Wanted, passages: Sequence[Passage]) -> None:
    """Let words weigh the more the fewer of the candidates have them: it tells more that these are there."""
    count = len(passages)
    having = [sum(bool(passage.find(unit.plain, unit.prefix)) for passage in passages) for unit in wanted.units]
    wanted.weights = [round(math.log2(2 + (count - n) / (n + 1)), 6) for n in having]
    for group in wanted.groups:
        for side in group:
            _weigh(side, passages)


def _fit(wanted: _Wanted, entry: Passage) -> _Found:
    """How well a side of the query fits."""
    parts: list[tuple[float, _Found]] = []
    if wanted.units:
        parts.append((len(wanted.units), _fit_words(wanted.units, wanted.weights, entry)))
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


def _fit_number(number: Number, entry: Passage) -> _Found:
    """A document's own number counts for more than one that is cited."""
    parts = number.parts
    token = numbers.kind_token(number.kind, GAP.join(parts)) if number.kind else numbers.token(parts)
    forms = ([_Unit(t, 0, bound=at > 0) for at, t in enumerate(form)] for form in number.cited)
    words = max((_fit_words(form, [1.0] * len(form), entry) for form in forms), key=lambda found: found[:3])
    if token in entry.numbers:
        return _Found(1.0, 1.0, 5.0 + (entry.what == "title"), words.at if words.share == 1 else frozenset())
    return words._replace(exact=1.0)


def _fit_words(units: Sequence[_Unit], weights: Sequence[float], entry: Passage) -> _Found:
    places = [entry.find(unit.plain, unit.prefix) for unit in units]
    if not any(places):
        return _Found(0.0, 0.0, 0.0, frozenset())
    chosen, joined, near = _chosen(units, places, entry)
    present, broken = sum(map(bool, chosen)), _broken(units, places)
    typed = [at for at, unit in enumerate(units) if _tells(unit, chosen[at], entry)]
    exact = sum(any(_is_exact(units[at], p, entry) for p in chosen[at]) for at in typed)
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
    missing = sum(weight for weight, some in zip(weights, chosen, strict=True) if not some)
    share = (1 - missing / sum(weights)) * (1 - broken / count)
    return _Found(share, exact / len(typed) if typed else 1.0, score, at)


def _tells(unit: _Unit, chosen: Sequence[int], entry: Passage) -> bool:
    """Whether a word says how it is to be found: it has accents, or is part of a name that now is another."""
    return (is_accented(unit.token) and not unit.told) or bool(chosen and entry.renamed.issuperset(chosen))


def _is_exact(unit: _Unit, at: int, entry: Passage) -> bool:
    """Whether the word at a place is the one typed, with its accents if it has any, and not another name's."""
    token = entry.tokens[at]
    if at in entry.renamed:
        return False
    if not is_accented(unit.token):
        return True
    return token.startswith(unit.token) if unit.prefix else token == unit.token


def _broken(units: Sequence[_Unit], places: Sequence[list[int]]) -> int:
    """How many phrases are not there, although all their words are."""
    broken, first = 0, 0
    while first < len(units):
        end = first + 1
        while end < len(units) and units[end].bound:
            end += 1
        if end - first > 1 and all(places[first:end]):
            later = [set(some) for some in places[first + 1 : end]]
            broken += not any(all(p + n in some for n, some in enumerate(later, 1)) for p in places[first])
        first = end
    return broken


def _chosen(
    units: Sequence[_Unit], places: Sequence[list[int]], entry: Passage
) -> tuple[list[list[int]], float, float]:
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
        rank = {p: (length[at][p], unit.told or _is_exact(unit, p, entry)) for p in places[at]}
        best = max(rank.values(), default=None)
        chosen.append([p for p in places[at] if rank[p] == best])
    joined = near = 0.0
    for at in range(1, count):
        if units[at].run != units[at - 1].run:
            continue
        behind = set(chosen[at])
        gap = next((gap for gap in range(1, _NEAR + 1) if any(p + gap in behind for p in chosen[at - 1])), None)
        if gap == 1:
            joined += 1
        elif gap is not None:
            near += 1 / gap
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
