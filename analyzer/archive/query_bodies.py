"""Bodies of the register named in a query: under which other names, former or present, they are to be found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from analyzer.archive.bodies import family
from analyzer.archive.query_tree import Named, Node, Renamed, Word
from analyzer.archive.words import is_accented, plain, words
from analyzer.knowledge.agencies import Register

_MOST = 8  # other names of a body


class _Body(NamedTuple):
    """A name of the register, and the other names of those that were, or became, the body."""

    name: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]


def with_other_names(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes, those that name a body of the register put together with its former and present names.

    >>> nodes = [Word("sở"), Word("giao"), Word("thông"), Word("vận"), Word("tải"), Word("báo")]
    >>> [type(node).__name__ for node in with_other_names(nodes)]
    ['Renamed', 'Word']
    """
    at = 0
    tokens = [_tokens(node) for node in nodes]
    while at < len(nodes):
        found = _body(tokens, at)
        if found is None:
            yield nodes[at]
            at += 1
        else:
            end, body = found
            name = tuple(token for some in tokens[at:end] for token in some)
            yield Renamed(tuple(nodes[at:end]), name, body.others)
            at = end


def _tokens(node: Node) -> tuple[str, ...]:
    """The tokens that a node stands for, none for what is no part of a name."""
    match node:
        case Word(token, False):
            return (token,)
        case Named(full):
            return full
    return ()


def _body(tokens: Sequence[tuple[str, ...]], at: int) -> tuple[int, _Body] | None:
    """The longest name that begins at a node, and the node behind it."""
    if not tokens[at]:
        return None
    for body in _bodies().get(plain(tokens[at][0]), ()):
        end, left = at, list(body.name)
        while left and end < len(tokens) and tokens[end] and _are(tokens[end], left[: len(tokens[end])]):
            left = left[len(tokens[end]) :]
            end += 1
        if not left:
            return end, body
    return None


def _are(typed: Sequence[str], name: Sequence[str]) -> bool:
    return len(typed) == len(name) and all(
        t == n or (not is_accented(t) and t == plain(n)) for t, n in zip(typed, name, strict=True)
    )


@cache
def _bodies() -> dict[str, list[_Body]]:
    """By the first plain token, the longest first; without bodies that were never others."""
    others: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    register = Register.load()
    for agency in register.agencies:
        name = tuple(words(agency.name))
        if len(name) < 3:
            continue
        related = (register.get(i) for i in sorted(family(agency, wholly=True)))
        names = (tuple(words(a.name)) for a in related if a is not None and a.area == agency.area)
        others.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name and len(other) > 2))
    found: dict[str, list[_Body]] = {}
    for name, known in sorted(others.items(), key=lambda item: (-len(item[0]), item[0])):
        if known:
            found.setdefault(plain(name[0]), []).append(_Body(name, tuple(known)[:_MOST]))
    return found
