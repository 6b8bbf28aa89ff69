"""What an index is asked for a query: all that fits, what fits best, and what fits nearly.

Candidates come in stages. The first are those with the words as typed, side by side; each further stage asks for less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from analyzer.archive.index import numbers
from analyzer.archive.index.terms import But, Condition, Pair, Term, all_of, any_of
from analyzer.archive.index.terms import Sequence as Row
from analyzer.archive.query import Query
from analyzer.archive.query_runs import Piece, read
from analyzer.archive.query_tree import Either, Named, Node, Number, Phrase, Renamed, Together, Word
from analyzer.archive.words import GAP, is_accented, plain

#: Holds for every entry.
EVERYTHING = Term("exact", GAP)
_GAPS = 2  # places at which words may stand apart before it no longer counts that others stand together
_MOST = 40  # combinations that are asked for at once


def fitting(query: Query) -> Condition:
    """What fits: all words, without regard to accents.

    >>> from analyzer.archive.query import parse
    >>> fitting(parse("nội vụ -sở"))  # doctest: +NORMALIZE_WHITESPACE
    But(what=All(of=(Term(form='plain', token='noi', prefix=False), Term(form='plain', token='vu', prefix=False))),
        without=Term(form='exact', token='sở', prefix=False))
    """
    return any_of(_side(side, exact=False) for side in query.alternatives)


def stages(query: Query) -> list[Condition]:
    """The conditions under which candidates are taken, the narrowest first, that of all that fits last."""
    found = []
    for gaps in range(_GAPS + 1):
        near = [_near(side, gaps) for side in query.alternatives]
        if all(condition is not None for condition in near):
            found.append(any_of(condition for condition in near if condition is not None))
    found.append(any_of(_side(side, exact=True) for side in query.alternatives))
    found.append(fitting(query))
    return list(dict.fromkeys(found))


def nearly(query: Query, *, half: bool = False) -> Iterator[list[Condition]]:
    """What to ask where little or nothing fits, in stages: all words but one, all but two … down to any of them.

    With ``half`` only down to half of the words, and two.
    """
    longest = max(len(side.of) if len(side.of) > 1 else len(_units(side)) for side in query.alternatives)
    asked: set[Condition] = set()
    for fewer in range(1, longest):
        found = [c for side in query.alternatives if (c := _fewer(side, fewer, half)) is not None]
        if found:
            stages = [any_of(close for close, _ in found), any_of(loose for _, loose in found)]
            if stages[-1] not in asked:
                asked.add(stages[-1])
                yield list(dict.fromkeys(stages))


def _units(side: Together) -> list[Node]:
    """What counts as one thing where not all is to be found: a word, a name with abbreviations, a phrase."""
    if len(side.of) == 1 and isinstance(side.of[0], Named) and side.of[0].inner:
        return list(side.of[0].inner)
    return list(side.of)


def _fewer(side: Together, fewer: int, half: bool) -> tuple[Condition, Condition] | None:
    """Some words fewer: those left that were typed side by side standing so, and standing anywhere."""
    units = _units(side)
    kept = len(units) - fewer
    if kept < (max(2, len(units) / 2) if half else 1):
        return None
    chosen = list(combinations(range(len(units)), kept))
    if len(chosen) > _MOST and kept > 1:
        return None
    close, loose = [], []
    for some in chosen:
        words = [_node(units[at], exact=True) for at in some]  # too little is left to let accents differ as well
        loose.append(all_of(words))
        close.append(all_of([*words, *_links_within(units, some)]))
    return _without(side, any_of(close)), _without(side, any_of(loose))


def _links_within(units: Sequence[Node], some: Sequence[int]) -> Iterator[Condition]:
    """The links of the units at some places, where none between them was left out."""
    start = 0
    for end in range(1, len(some) + 1):
        if end == len(some) or some[end] != some[end - 1] + 1:
            yield from _links([units[at] for at in some[start:end]])
            start = end


def _side(side: Together, exact: bool) -> Condition:
    return _without(side, all_of(_node(node, exact) for node in side.of) if side.of else EVERYTHING)


def _without(side: Together, what: Condition) -> Condition:
    return But(what, any_of(map(_excluded, side.without))) if side.without else what


def _near(side: Together, gaps: int) -> Condition | None:
    """As typed, with the words side by side but for some gaps; None where that is no more than :func:`_side` asks."""
    links = _links(side.of)
    if len(links) <= gaps:
        return _side(side, exact=True) if not links else None
    chosen = list(combinations(links, len(links) - gaps))
    if len(chosen) > _MOST:
        return None
    words = (_node(node, exact=True) for node in side.of)
    return _without(side, all_of([*words, any_of(map(all_of, chosen))]))


def _node(node: Node, exact: bool) -> Condition:
    match node:
        case Word(token, prefix):
            return Term("exact", token, prefix) if exact and is_accented(token) else Term("plain", plain(token), prefix)
        case Phrase(tokens, prefix):
            accented = [Term("exact", t) for t in (tokens[:-1] if prefix else tokens) if exact and is_accented(t)]
            return all_of([*accented, *_pairs(tokens, prefix)])
        case Number(parts, kind, cited):
            token = numbers.kind_token(kind, GAP.join(parts)) if kind else numbers.token(parts)
            return any_of([Term("number", token), *(all_of(_pairs(form)) for form in cited)])
        case Named(full, shorts, inner):
            # one term, whose words stand side by side: "chuyển đổi số" is not found in "chuyển đổi hồ sơ … số 5"
            term = all_of([*(_node(n, exact) for n in inner), *_links(inner)]) if inner else _written_out(full)
            return any_of([term, *map(_short, shorts)])
        case Renamed(of, _, others):
            own = all_of(_node(n, exact) for n in of)
            return own if exact else any_of([own, *map(_other_name, others)])
        case Together():
            return _side(node, exact)
        case Either(of):
            return any_of(_side(side, exact) for side in of)


def _written_out(full: Sequence[str]) -> Condition:
    """What an abbreviation stands for, word by word side by side; parts of it may be abbreviated in turn."""
    parts = read([Piece((token,), token) for token in full])
    inner = parts[0].inner if len(parts) == 1 and isinstance(parts[0], Named) else tuple(parts)
    return all_of([*(_node(part, exact=False) for part in inner), *_links(inner)])


def _other_name(name: Sequence[str]) -> Condition:
    """Another name of a body, or abbreviations of it."""
    parts = read([Piece((token,), token) for token in name])
    return all_of([*(_node(part, exact=False) for part in parts), *_links(parts)])


def _short(tokens: Sequence[str]) -> Condition:
    return Term("plain", plain(tokens[0])) if len(tokens) == 1 else all_of(_pairs(tokens))


def _pairs(tokens: Sequence[str], prefix: bool = False) -> list[Condition]:
    folded = [plain(token) for token in tokens]
    last = len(folded) - 2
    return [Pair(folded[at], folded[at + 1], prefix and at == last) for at in range(len(folded) - 1)]


def _excluded(node: Node) -> Condition:
    """What is to be left out: typed with accents the exact form alone, else any."""
    match node:
        case Word(token, prefix):
            return Term("exact" if is_accented(token) else "plain", token, prefix)
        case Phrase(tokens, prefix) if any(map(is_accented, tokens)):
            return Row(tokens, prefix)
        case Named(full, shorts, inner):
            told = all_of(map(_excluded, inner)) if inner else Row(full)
            return any_of([told, *map(_short, shorts)])
        case Renamed(of):
            return all_of(map(_excluded, of))
        case Together(of, without) if of and not without:
            return all_of(map(_excluded, of))
        case _:
            return _node(node, exact=False)


# ---------------------------------------------------------------- words that stand side by side


def _links(nodes: Iterable[Node]) -> list[Condition]:
    """One condition for each two words typed one behind the other: they stand so in the text."""
    found: list[Condition] = []
    before: list[str] = []
    for node in nodes:
        first, last = _ends(node)
        if before and first:
            prefix = isinstance(node, Word) and node.prefix
            found.append(any_of(Pair(a, b, prefix) for a in before for b in first))
        if isinstance(node, Renamed):
            found += _links(node.of)
        if isinstance(node, Named) and node.inner:
            found.append(any_of([all_of(_pairs(node.full)), *map(_short, node.shorts)]))
        before = last
    return found


def _ends(node: Node) -> tuple[list[str], list[str]]:
    """The plain tokens that a node may begin and end with."""
    match node:
        case Word(token, prefix):
            return [plain(token)], [] if prefix else [plain(token)]
        case Renamed(of):
            return _ends(of[0])[0], _ends(of[-1])[1]
        case Named(full, shorts):
            forms = [full, *shorts]
            return [plain(f[0]) for f in forms], [plain(f[-1]) for f in forms]
        case Phrase(tokens, prefix):
            return [plain(tokens[0])], [] if prefix else [plain(tokens[-1])]
    return [], []
