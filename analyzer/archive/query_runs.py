"""Words typed one after another: which of them are a document's number, an abbreviation or what one stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from analyzer.archive.query_tree import Named, Node, Number, Phrase, Word
from analyzer.archive.words import is_accented, plain, words
from analyzer.knowledge import doc_kinds
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.data import read_tsv
from analyzer.knowledge.issuer_codes import known_issuer_codes

_SERIAL = re.compile(r"\d+[a-z]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOINED = re.compile(r"\d[^\W_]?[/-]")
_NUMBER = frozenset({"số", "so"})
_COUNTED = frozenset(["nam", "thang", "tuan", "ngay", "quy", "gio"])
# Of what is written like this in lower case one cannot tell that it is an abbreviation ("TƯ" is, "tư" is a word).
_SYLLABLE = re.compile(r"(?:[bcdghklmnpqrstvx]|[cgknpt]h|ngh?|gi|tr|qu)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """What was typed without a space: its exact tokens, the characters, and whether an asterisk follows."""

    tokens: tuple[str, ...]
    typed: str
    prefix: bool = False

    @property
    def word(self) -> str | None:
        """The token where there is one and no asterisk."""
        return self.tokens[0] if len(self.tokens) == 1 and not self.prefix else None


class _Expansion(NamedTuple):
    """Words and the abbreviations that stand for them."""

    full: tuple[str, ...]
    shorts: tuple[tuple[str, ...], ...]


def read(pieces: Sequence[Piece]) -> list[Node]:
    """The nodes of a run of pieces.

    >>> read([Piece(("tthc",), "TTHC")])
    [Named(full=('thủ', 'tục', 'hành', 'chính'), shorts=(('tthc',),), inner=())]
    >>> read([Piece((t,), t) for t in ("chi", "thi", "8")])
    [Number(parts=('8',), kind='CT', cited=(('chi', 'thi', '8'), ('chi', 'thi', 'so', '8')))]
    """
    return list(_nodes(pieces, len(pieces) + 1))


def _nodes(pieces: Sequence[Piece], most: int) -> Iterator[Node]:
    """``most`` is one more than the words that an abbreviation may stand for."""
    at = 0
    while at < len(pieces):
        node, end = _number(pieces, at) or _full(pieces, at, most) or (_piece(pieces[at]), at + 1)
        yield node
        at = end


def _piece(piece: Piece) -> Node:
    tokens = tuple(map(plain, piece.tokens))
    shows = any(c.isupper() for c in piece.typed) or len(tokens) > 1
    if not piece.prefix and (shows or not _SYLLABLE.fullmatch(tokens[0])) and tokens in _shorts():
        found = _shorts()[tokens]
        return Named(found.full, found.shorts)
    return Phrase(piece.tokens, piece.prefix) if len(tokens) > 1 else Word(piece.tokens[0], piece.prefix)


def _full(pieces: Sequence[Piece], at: int, most: int) -> tuple[Node, int] | None:
    """Words for which abbreviations are used, the longest that fit."""
    first = pieces[at].word
    if first is None:
        return None
    for full, shorts in _fulls().get(plain(first), ()):
        end = at + len(full)
        if len(full) < most and end <= len(pieces):
            typed = [piece.word for piece in pieces[at:end]]
            if all(t is not None and _is(t, f) for t, f in zip(typed, full, strict=True)):
                inner = tuple(_nodes(pieces[at:end], len(full)))
                return Named(tuple(t for t in typed if t), shorts, inner), end
    return None


def _is(typed: str, token: str) -> bool:
    """Whether a token may be meant: typed without accents it may be any with these letters."""
    return typed == token or (not is_accented(typed) and typed == plain(token))


# ---------------------------------------------------------------- numbers


def _number(pieces: Sequence[Piece], at: int) -> tuple[Node, int] | None:
    """A number, with the kind before it: "08/CT-UBND", "08 ct ubnd", "chỉ thị số 08"."""
    kind, start = _kind(pieces, at)
    if start < len(pieces) and pieces[start].word in _NUMBER:
        start += 1
    if start >= len(pieces) or pieces[start].prefix or not _SERIAL.fullmatch(plain(pieces[start].tokens[0])):
        return None
    named = start > at
    tokens, end = _codes(pieces, start, named)
    if len(tokens) > 1 and any(not token.isdecimal() for token in tokens[1:]):
        return Number(tokens, None, (tokens,)), end
    if kind is None or len(pieces[start].tokens) > 2 or _counts(pieces, start):
        return None
    parts = tuple(map(plain, pieces[start].tokens))
    if len(parts) == 2 and not _YEAR.fullmatch(parts[1]):
        return None
    name = tuple(plain(token) for piece in pieces[at:start] for token in piece.tokens if token not in _NUMBER)
    cited = ((*name, *parts), (*name, "so", *parts))
    issuers, end = _issuer_codes(pieces, start + 1)
    if issuers:
        return Number((*parts, plain(kind.lower()), *issuers), None, cited), end
    return Number(parts, kind, cited), start + 1


def _codes(pieces: Sequence[Piece], start: int, named: bool) -> tuple[tuple[str, ...], int]:
    """The plain tokens of a number that begins at a piece, and where it ends."""
    piece = pieces[start]
    tokens = list(map(plain, piece.tokens))
    at = start + 1
    if len(tokens) > 1:
        return (tuple(tokens) if _JOINED.search(piece.typed) else ()), at
    if at < len(pieces) and _YEAR.fullmatch(pieces[at].tokens[0]) and _code_at(pieces, at + 1):
        tokens.append(pieces[at].tokens[0])
        at += 1
    elif _YEAR.fullmatch(tokens[0]) and not named:
        return (), at  # "năm 2025 KH": a year
    if not _code_at(pieces, at):
        return (), at
    tokens += map(plain, pieces[at].tokens)
    issuers, end = _issuer_codes(pieces, at + 1)
    return (*tokens, *issuers), end


def _issuer_codes(pieces: Sequence[Piece], at: int) -> tuple[tuple[str, ...], int]:
    """The codes of issuing bodies from a piece on, and where they end."""
    found: list[str] = []
    while at < len(pieces) and not pieces[at].prefix:
        tokens = pieces[at].tokens
        if not all(plain(token) in _issuers() and not _toned(token) for token in tokens):
            break
        found += map(plain, tokens)
        at += 1
    return tuple(found), at


def _counts(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a number counts what follows: "kế hoạch 5 năm", "báo cáo 6 tháng"."""
    return at + 1 < len(pieces) and plain(pieces[at + 1].tokens[0]) in _COUNTED


def _code_at(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece is, or begins with, the code of a kind of document."""
    if at >= len(pieces) or pieces[at].prefix:
        return False
    piece = pieces[at]
    code = plain(piece.tokens[0])
    told = any(c.isupper() for c in piece.typed) or not _SYLLABLE.fullmatch(code)
    return len(code) > 1 and told and code in _kind_codes() and not _toned(piece.tokens[0])


def _toned(token: str) -> bool:
    """Whether a token has accents that a code has not."""
    return is_accented(token.replace("đ", "d"))


def _kind(pieces: Sequence[Piece], at: int) -> tuple[str | None, int]:
    """The kind of document named at a place, and where the words behind it begin."""
    for name, abbr in _kind_names():
        end = at + len(name)
        typed = [piece.word for piece in pieces[at:end]]
        if len(typed) == len(name) and all(t is not None and _is(t, n) for t, n in zip(typed, name, strict=True)):
            return abbr, end
    return None, at


@cache
def _kind_names() -> tuple[tuple[tuple[str, ...], str], ...]:
    named = {tuple(words(name)): kind.abbr for kind in reversed(doc_kinds.doc_kinds()) for name in kind.names}
    return tuple(sorted(named.items(), key=lambda item: (-len(item[0]), item[0])))


@cache
def _kind_codes() -> frozenset[str]:
    return frozenset(plain(code.lower()) for kind in doc_kinds.doc_kinds() for code in (*kind.codes, *kind.slips))


@cache
def _issuers() -> frozenset[str]:
    return frozenset(plain(token) for code in known_issuer_codes() for token in words(code))


# ---------------------------------------------------------------- abbreviations


@cache
def _table() -> tuple[_Expansion, ...]:
    """The register's abbreviations, put together by what they stand for, the longest first."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for short, full in (*_of_words(), *_of_bodies()):
        if len(full) > 1 and short not in found.setdefault(full, []):
            found[full].append(short)
    return tuple(_Expansion(full, tuple(shorts)) for full, shorts in sorted(found.items(), key=lambda i: -len(i[0])))


@cache
def _of_words() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((tuple(words(row["short"])), tuple(words(row["full"]))) for row in read_tsv("abbreviations.tsv"))


def _of_bodies() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Abbreviations of bodies' names that stand for one name alone: "BTTTT", "SGDĐT"."""
    taken = {short for short, _ in _of_words()}
    meant: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for agency in Register.load().agencies:
        for abbreviation in agency.abbreviations:
            meant.setdefault(tuple(words(abbreviation)), set()).add(tuple(words(agency.name)))
    for short, names in meant.items():
        name = next(iter(names))
        if len(names) == 1 and len(short) == 1 and len(name) > 2 and short not in taken:
            yield short, name


@cache
def _fulls() -> dict[str, list[_Expansion]]:
    """By the first word. What looks like a word ("tư" for Trung ương) is not looked for."""
    found: dict[str, list[_Expansion]] = {}
    for full, shorts in _table():
        clear = tuple(s for s in shorts if len(s) > 1 or not _SYLLABLE.fullmatch(plain(s[0])))
        if clear:
            found.setdefault(plain(full[0]), []).append(_Expansion(full, clear))
    return found


@cache
def _shorts() -> dict[tuple[str, ...], _Expansion]:
    """By the plain tokens of the abbreviation."""
    found: dict[tuple[str, ...], _Expansion] = {}
    for full, shorts in _table():
        clear = tuple(s for s in shorts if len(s) > 1 or not _SYLLABLE.fullmatch(plain(s[0])))
        for short in shorts:
            found.setdefault(tuple(map(plain, short)), _Expansion(full, clear))
    return found
