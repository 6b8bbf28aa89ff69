"""The old encodings as tables, and what a text in one of them stands for.

TCVN3 gives every letter a Western character of its own. VNI writes marks behind their letters, so that the longest
match comes first. VIQR is in ``viqr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from analyzer.knowledge.data import read_toml
from analyzer.reading.syllables import is_syllable

Encoding = Literal["TCVN3", "VNI", "VIQR"]
WORD = re.compile("[A-Za-z\xa1-\xff]+")
_HYPHENATED = re.compile(
    "(?<![0-9A-Za-z\xa1-\xff-])([A-Za-z\xa1-\xff]{0,5})-([A-Za-z\xa1-\xff]{1,5})(?![0-9A-Za-z\xa1-\xff-])"
)
_SIGN = re.compile("[\xa1-\xbf\xd7\xf7]")
_CAPITALS_RUN = re.compile(r"[^\W\d_]+(?:[^\w\n]{1,3}[^\W\d_]+)*")


def data() -> dict[str, dict[str, object]]:
    """The data file, read once."""
    return _data()


@cache
def _data() -> dict[str, dict[str, object]]:
    return read_toml("legacy_encodings.toml")


def _pairs(encoding: str) -> dict[str, str]:
    words = str(data()[encoding]["pairs"]).split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def tcvn3_table() -> dict[int, str]:
    """TCVN3 for ``str.translate``."""
    return str.maketrans(_pairs("tcvn3"))


@cache
def vni_table() -> dict[str, str]:
    """VNI: letter and mark, in small and capital letters and with the mark in the other case."""
    table: dict[str, str] = {}
    for source, letter in _pairs("vni").items():
        capital = letter.upper()
        for written, meant in ((source, letter), (source.upper(), capital)):
            table[written] = meant
        if len(source) == 2:
            table[source[0].upper() + source[1]] = capital
            table[source[0] + source[1].upper()] = letter
    return table


@cache
def vni_pattern() -> re.Pattern[str]:
    """Matches one letter of VNI that differs from Unicode, pairs before single characters."""
    pairs = sorted(vni_table(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, pairs)))


@cache
def _lone_words() -> frozenset[str]:
    return frozenset(str(data()["tcvn3"]["words"]).split())


def replacements(text: str, encoding: Encoding, *, sure: bool = False) -> Iterator[tuple[int, int, str]]:
    """The stretches of a TCVN3 or VNI text to replace, each with what it stands for, in order.

    ``sure`` is for text whose font is known: every sign is a letter there, one that stands alone, too.

    >>> list(replacements("Sôû", "VNI")), list(replacements("Së", "TCVN3"))
    ([(1, 3, 'ở')], [(1, 2, 'ở')])
    """
    if encoding == "VNI":
        for match in vni_pattern().finditer(text):
            yield match.start(), match.end(), vni_table()[match[0]]
        return
    table = tcvn3_table()
    quotes = _CLOSING_QUOTE.search(text) is not None
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        if word.isascii() or (len(word) == 1 and not sure and not _is_lone_letter(text, start, quotes)):
            continue
        for i, char in enumerate(word):
            if (letter := table.get(ord(char))) is not None:
                yield start + i, start + i + 1, letter


# no syllable ends in "ằ", which has the same code
_CLOSING_QUOTE = re.compile(r"»(?![^\W\d_])")


def _is_lone_letter(text: str, at: int, quotes: bool) -> bool:
    """Whether a character that is no part of a longer word is a letter: "đ)" and "ở", not "3 × 4" or "§ 5"."""
    char, following = text[at], text[at + 1 : at + 3]
    if char in "®§":
        before = text[at - 1] if at else " "
        return before in "0123456789" if char == "®" and before not in " (" else following[:1] in tuple(").,/")
    if char == "«":
        return not quotes and following[1:].isalpha()
    if char == "¤":
        return following[:1] == " " and len(WORD.findall(text, at + 1, at + 12)) > 0 and not following[1:].isdigit()
    return char in _lone_words() or not _SIGN.match(char)


def from_tcvn3(text: str, *, sure: bool = False, capitals: bool = False) -> str:
    """TCVN3 as Unicode; ``sure`` where its font is known, ``capitals`` for a font that shows small letters as capitals.

    Without a font, capitals with tones are told from their neighbours: "NéI Vô" is all capitals, "Bé TC" is not.

    >>> from_tcvn3("Bé NéI Vô giao UBND ph\\xadêng T©n An"), from_tcvn3("céng hoµ", sure=True, capitals=True)
    ('BỘ NỘI VỤ giao UBND phường Tân An', 'CỘNG HOÀ')
    """
    if not sure:
        text = _HYPHENATED.sub(_hyphen_as_letter, text)
    parts: list[str] = []
    at = 0
    for start, end, letter in replacements(text, "TCVN3", sure=sure):
        parts += text[at:start], letter
        at = end
    converted = "".join(parts) + text[at:]
    if capitals:
        return converted.upper()
    return converted if sure else _with_capitals(converted)


def _hyphen_as_letter(match: re.Match[str]) -> str:
    """U+00AD is drawn as a hyphen, and comes out of a PDF or the clipboard as one: "n-íc" is "nước"."""
    table = tcvn3_table()
    head, tail = match[1].translate(table), match[2].translate(table)
    if match[0].isascii() and (tail != "u" if not head else is_syllable(head) or not match[0].islower()):
        return match[0]
    words = head != "" and is_syllable(tail) and is_syllable(head)
    return match[0] if words or not is_syllable(f"{head}ư{tail}") else f"{match[1]}\xad{match[2]}"


def _with_capitals(text: str) -> str:
    return _CAPITALS_RUN.sub(_capital_run, text) if any(map(str.isupper, text)) else text


def _capital_run(match: re.Match[str]) -> str:
    """The words of a run, those in capitals made capitals throughout."""
    parts = re.split(r"([^\W\d_]+)", match[0])
    words = parts[1::2]
    certain = [_is_torn_capitals(w) for w in words]
    if any(certain):
        # What stands beside a certain word is in capitals, too, where its letters allow it.
        for step in (1, -1):
            near = False
            for i in range(len(words))[::step]:
                near = certain[i] or (near and _may_be_capitals(words, i))
                certain[i] = near
        parts[1::2] = [w.upper() if c else w for w, c in zip(words, certain, strict=True)]
    return "".join(parts)


def _is_torn_capitals(word: str) -> bool:
    """Whether a word has two ASCII capitals or more, no small ASCII letter, and small letters with marks: "NộI"."""
    plain = [c for c in word if c.isascii()]
    return len(plain) > 1 and all(map(str.isupper, plain)) and any(c.islower() for c in word)


def _may_be_capitals(words: list[str], i: int) -> bool:
    plain = [c for c in words[i] if c.isascii()]
    if plain:
        return all(map(str.isupper, plain))
    return 0 < i < len(words) - 1 and all(words[k][0].isupper() for k in (i - 1, i + 1))


def from_vni(text: str) -> str:
    """VNI as Unicode.

    >>> from_vni("UÛY BAN NHAÂN DAÂN tænh ñeà nghò caùc sôû")
    'ỦY BAN NHÂN DÂN tỉnh đề nghị các sở'
    """
    table = vni_table()
    return vni_pattern().sub(lambda m: table[m[0]], text)
