"""The query language: words, "phrases", prefixes*, -exclusions, a | b, (groups), document numbers, abbreviations.

Nothing that can be typed is an error: what does not fit is read as words.

>>> parse('chuyển đổi số -"họp trực tuyến"').root
Together(of=(Named(full=('chuyển', 'đổi', 'số'), shorts=(('cđs',),), inner=(Word(token='chuyển', prefix=False), \
Word(token='đổi', prefix=False), Word(token='số', prefix=False))),), \
without=(Phrase(tokens=('họp', 'trực', 'tuyến'), prefix=False),))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analyzer.archive import query_runs
from analyzer.archive.query_bodies import with_other_names
from analyzer.archive.query_runs import Piece
from analyzer.archive.query_tree import Either, Named, Node, Number, Phrase, Renamed, Together, Word
from analyzer.archive.words import words
from analyzer.knowledge.folding import nfc, plain_characters

__all__ = ["Either", "Named", "Node", "Number", "Phrase", "Query", "Renamed", "Together", "Word", "parse"]

_MOST = 64  # words of a query; more are left out
_DEEPEST = 12  # groups within each other; parentheses of more say nothing
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "”", "«": "»"}
_LEX = re.compile(
    r'\s*(?:(?P<mark>[()|])|(?P<minus>-(?=[^\s|)-]))?(?:(?P<quote>["“”„«])|(?P<open>\()|(?P<chunk>[^\s()|"“”„«]+)))'
)
_SPLIT = re.compile(r"[^\w/.&'*-]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, and how it is understood."""

    text: str
    root: Together | Either

    @property
    def alternatives(self) -> tuple[Together, ...]:
        """The sides of "|"; one where there is none."""
        return self.root.of if isinstance(self.root, Either) else (self.root,)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, so that everything fits."""
        return all(not side.of and not side.without for side in self.alternatives)


def parse(text: str) -> Query:
    """Read what was typed.

    >>> parse("nội vụ | tài chính").alternatives[1].of
    (Word(token='tài', prefix=False), Word(token='chính', prefix=False))
    >>> parse("08 ct ubnd").root.of
    (Number(parts=('8', 'ct', 'ubnd'), kind=None, cited=(('8', 'ct', 'ubnd'),)),)
    """
    marks = list(_marks(plain_characters(nfc(text))))
    sides = _Parser(marks).sides()
    return Query(text, sides[0] if len(sides) == 1 else Either(tuple(sides)))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A piece of what was typed: one of "(", ")", "|", "words" or "phrase", excluded or not."""

    kind: str
    text: str = ""
    minus: bool = False


def _marks(text: str) -> Iterator[_Mark]:
    at, left, depth = 0, _MOST, 0
    while left > 0 and (m := _LEX.match(text, at)):
        at = m.end()
        minus = bool(m["minus"])
        if m["mark"] in ("(", ")") or m["open"]:
            opens = m["mark"] != ")"
            if (depth if opens else depth - 1) < _DEEPEST:
                yield _Mark("(" if opens else ")", minus=minus)
            depth = max(0, depth + (1 if opens else -1))
        elif m["mark"]:
            yield _Mark(m["mark"])
        elif m["quote"]:
            end = text.find(_QUOTES[m["quote"]], at)
            end = text.find('"', at) if end < 0 else end
            inside = text[at:] if end < 0 else text[at:end]
            at = len(text) if end < 0 else end + 1
            star = text[at : at + 1] == "*"
            at += star
            left -= len(words(inside))
            yield _Mark("phrase", inside + "*" * star, minus)
        else:
            left -= len(words(m["chunk"]))
            yield _Mark("words", m["chunk"], minus)


class _Parser:
    """Reads marks by recursive descent."""

    def __init__(self, marks: list[_Mark]) -> None:
        self._marks = marks
        self._at = 0

    def sides(self) -> list[Together]:
        """The sides of "|" up to the end."""
        found = self._either()
        while self._at < len(self._marks):  # a ")" too many: what follows belongs to it all the same
            self._at += 1
            more = self._either()
            found[-1] = _joined(found[-1], more[0])
            found += more[1:]
        return [side for side in found if side.of or side.without] or [Together()]

    def _either(self) -> list[Together]:
        sides = [self._together()]
        while self._at < len(self._marks) and self._marks[self._at].kind == "|":
            self._at += 1
            sides.append(self._together())
        return sides

    def _together(self) -> Together:
        of: list[Node] = []
        without: list[Node] = []
        run: list[Piece] = []
        while self._at < len(self._marks) and self._marks[self._at].kind not in ("|", ")"):
            mark = self._marks[self._at]
            self._at += 1
            if mark.kind == "words" and not mark.minus:
                run += _pieces(mark.text)
                continue
            of += with_other_names(query_runs.read(run))
            run = []
            (without if mark.minus else of).extend(self._nodes(mark))
        of += with_other_names(query_runs.read(run))
        return Together(tuple(of), tuple(without))

    def _nodes(self, mark: _Mark) -> Iterable[Node]:
        if mark.kind == "words":
            return _one(query_runs.read(list(_pieces(mark.text))))
        if mark.kind == "phrase":
            tokens = tuple(words(mark.text))
            return [_phrase(tokens, mark.text.endswith("*"))] if tokens else []
        sides = [side for side in self._either() if side.of or side.without]
        if self._at < len(self._marks):
            self._at += 1  # the ")"
        if len(sides) == 1 and not sides[0].without and not mark.minus:
            return sides[0].of
        return [sides[0] if len(sides) == 1 else Either(tuple(sides))] if sides else []


def _one(nodes: list[Node]) -> list[Node]:
    """What is excluded as one, where it was typed in one piece."""
    return nodes if len(nodes) < 2 else [Together(tuple(nodes))]


def _joined(one: Together, other: Together) -> Together:
    return Together(one.of + other.of, one.without + other.without)


def _phrase(tokens: tuple[str, ...], prefix: bool) -> Node:
    return Word(tokens[0], prefix) if len(tokens) == 1 else Phrase(tokens, prefix)


def _pieces(chunk: str) -> Iterator[Piece]:
    """The parts of what was typed without a space; those that only "/", "-", "." and "&" join stay together."""
    for part in _SPLIT.split(chunk):
        tokens = tuple(words(part))
        if tokens:
            yield Piece(tokens, part.strip("*"), part.endswith("*"))
