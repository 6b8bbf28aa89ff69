"""What counts as a word of the archive, on either database: the tokens that are indexed, asked for and highlighted.

Databases get tokens made here, so that they have nothing to decide. A token is *exact* (lower case, one tone placement)
or *plain* (without accents).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from analyzer.knowledge.folding import fold, nfc, without_accents

#: No token of a text: stands between passages, so that no phrase runs over the gap, and in every entry.
GAP = "ν"
#: Begins a pair of tokens kept as one, so that no prefix of a word finds pairs.
PAIR = "π"
#: Of one entry so many words are indexed and no more: databases number positions up to 16,383.
MOST = 5000
_LONGEST = 64
_RUN = re.compile(r"[^\W_]+")
_VOWELS = "aăâeêioôơuưy"
_MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
#: The letters of Vietnamese beside those of ASCII, lower case.
LETTERS = frozenset(nfc(vowel + mark) for vowel in _VOWELS for mark in _MARKS) - frozenset("aeiouy") | {"đ"}
_OTHER = re.compile(f"[^0-9a-z{''.join(sorted(LETTERS))}]")


class Placed(NamedTuple):
    """A token and the place in the text of the letters it was made of."""

    token: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """The exact tokens of a text.

    Digits lose leading zeros; a letter that is not Vietnamese is written as a number; long tokens are cut.

    >>> words("Uỷ ban nhân dân tỉnh: Chỉ thị số 08/CT-UBND")
    ['ủy', 'ban', 'nhân', 'dân', 'tỉnh', 'chỉ', 'thị', 'số', '8', 'ct', 'ubnd']
    >>> words("mục 中"), words("e\\u0302\\u0301")
    (['mục', 'u4e2d'], ['ế'])
    """
    return [_token(run) for run in _RUN.findall(fold(nfc(text)))]


def placed(text: str) -> list[Placed]:
    """The exact tokens of a text in normal form C, with their places.

    >>> placed("Sở  Nội vụ")[1]
    Placed(token='nội', start=4, end=7)
    """
    return [Placed(_token(m.group()), m.start(), m.end()) for m in _RUN.finditer(fold(text))]


@lru_cache(maxsize=65536)
def plain(token: str) -> str:
    """The token without accents, đ as d.

    >>> plain("được"), plain("ủy")
    ('duoc', 'uy')
    """
    return token if token.isascii() else without_accents(token)


def is_accented(token: str) -> bool:
    """Whether the token tells more than its plain form.

    >>> is_accented("số"), is_accented("so")
    (True, False)
    """
    return not token.isascii()


def indexed(text: str, extra: str | None = None) -> list[str]:
    """The exact tokens of an entry in the order of the index: of its text, and behind a gap those of ``extra``.

    >>> indexed("Chuyển đổi số", "Chỉ thị")
    ['chuyển', 'đổi', 'số', 'ν', 'chỉ', 'thị', 'ν']
    """
    found = words(text)[:MOST]
    if extra:
        found += [GAP, *words(extra)[:MOST]]
    found.append(GAP)
    return found


def pairs(tokens: Sequence[str]) -> list[str]:
    """Plain tokens that stand side by side, each pair as one token, for databases that are slow at phrases.

    >>> pairs(["chuyển", "đổi", "số"])
    ['πchuyenνdoi', 'πdoiνso']
    """
    folded = [plain(token) for token in tokens]
    return [f"{PAIR}{a}{GAP}{b}" for a, b in pairwise(folded) if GAP not in (a, b)]


@lru_cache(maxsize=65536)
def _token(run: str) -> str:
    if run.isdecimal() and run.isascii():
        return run[:_LONGEST].lstrip("0") or "0"
    if _OTHER.search(run):
        run = _OTHER.sub(lambda m: f"u{ord(m.group()):x}", run)
    return run[:_LONGEST]
