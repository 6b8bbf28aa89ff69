"""Putting recognised words right, from closed vocabularies only: names of agencies and kinds of document, posts, the
state name and motto, the codes of document numbers, the Roman numbers of headings. Digits are never touched.

A name is put right where the letters agree and only marks differ ("Bộ Công Thuơng"); a code also where one letter of
it was misread ("QĐ-TTe") and no other code is as near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.doc_kinds import doc_kinds
from analyzer.knowledge.folding import fold, plain_characters, without_accents
from analyzer.knowledge.issuer_codes import known_issuer_codes
from analyzer.knowledge.provinces import provinces
from analyzer.reading.ocr.hocr import Line, Word
from analyzer.reading.syllables import is_syllable

# The head of every document: Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.1.
_FIXED = ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc")
_OF_PROVINCES = ("tỉnh", "thành phố", "Tỉnh ủy", "Thành ủy", "Ủy ban nhân dân tỉnh", "Hội đồng nhân dân tỉnh")
_LETTERS = re.compile(r"[^\W\d_]+")
_SYMBOL = re.compile(
    r"(?P<head>(?:\d{1,5}[a-zđ]?|\S{1,6})/(?:\d{4}/)?|\d{1,5}[a-zđ]?[-–])(?P<codes>[^\W\d_]{1,8}(?:[-/–][^\W\d_]{1,8}){1,3})(?P<tail>\W{0,3})"
)
_STROKES = re.compile(r"(?P<strokes>[IHlL|]{1,3})(?P<stop>[.)])")
_SURE = 0.9
_LONG = 5
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Correction:
    """What was read and what it was put right to."""

    read: str
    written: str


def correct(lines: Sequence[Line]) -> list[Correction]:
    """Put the words of the lines right, in place; returns what was changed.

    >>> line = Line([Word(w, (0, 0, 9, 9), 0.8) for w in "Giao Bộ Công Thuơng tại 12/QÐ-TTe ngày l6".split()], 9, 9)
    >>> correct([line])
    [Correction(read='Bộ Công Thuơng', written='Bộ Công Thương'), Correction(read='12/QÐ-TTe', written='12/QĐ-TTg')]
    >>> line.text
    'Giao Bộ Công Thương tại 12/QĐ-TTg ngày l6'
    """
    found: list[Correction] = []
    for line in lines:
        found += _label(line.words)
        found += _names(line.words)
        found += _codes(line.words)
    return found


def _label(words: Sequence[Word]) -> Iterator[Correction]:
    """The Roman number of a heading in capitals: two strokes are read as an H, a small l or a one."""
    if len(words) < 3 or not all(w.text.upper() == w.text for w in words[1:]):
        return
    match = _STROKES.fullmatch(words[0].text)
    if match is None or match["strokes"] in ("I", "II", "III"):
        return
    count = len(match["strokes"].replace("H", "II"))
    if 2 <= count <= 3 and any(c.isalpha() for w in words[1:] for c in w.text):
        read, words[0].text = words[0].text, "I" * count + match["stop"]
        yield Correction(read, words[0].text)


def _names(words: Sequence[Word]) -> Iterator[Correction]:
    names = _vocabulary()
    # Dashes between words are no part of a name's key ("Lao động - Thương binh và Xã hội").
    lettered = [(word, bare) for word in words if (bare := _bare(word.text))]
    at = 0
    while at < len(lettered):
        step = 1
        for length in range(min(_LONGEST, len(lettered) - at), 1, -1):
            group = [word for word, _ in lettered[at : at + length]]
            name = names.get(" ".join(bare for _, bare in lettered[at : at + length]))
            if name is None or any(w.text[-1:] in ".;:" for w in group[:-1]):
                continue
            step = length
            alone = length == len(lettered) and all(w.text.isupper() for w in group)
            if (correction := _written(group, name, alone=alone)) is not None:
                yield correction
            break
        at += step


def _bare(text: str) -> str:
    return without_accents("".join(_LETTERS.findall(plain_characters(text)))).lower()


def _written(words: Sequence[Word], name: tuple[str, ...], *, alone: bool) -> Correction | None:
    """Write the name over the words, where a mark differs; None where none does or the reading may be right.

    ``alone``: the words are a line of their own in capitals, as titles, posts and the names of issuers are.
    """
    changes = []
    for word, written in zip(words, name, strict=True):
        if (match := _LETTERS.search(word.text)) is not None and fold(match[0]) != fold(written):
            changes.append((word, match, written))
    # Other marks may make other words ("hồ sơ địa chính"): a reader that is sure of them is believed, but for long
    # names; and names are written with a capital.
    doubtful = alone or len(name) >= _LONG or any(w.confidence < _SURE or not is_syllable(m[0]) for w, m, _ in changes)
    if not changes or not doubtful or not words[0].text[:1].isupper():
        return None
    read = " ".join(w.text for w in words)
    for word, match, written in changes:
        word.text = word.text[: match.start()] + _cased(written, match[0]) + word.text[match.end() :]
    return Correction(read, " ".join(w.text for w in words))


def _cased(written: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return written.upper()
    return written.capitalize() if like[:1].isupper() else written.lower()


@cache
def _vocabulary() -> dict[str, tuple[str, ...]]:
    """Names by their letters without marks; names that differ in nothing but marks are left out."""
    names: dict[str, set[tuple[str, ...]]] = {}
    register = Register.load()
    written = [name for agency in register.agencies for name in (agency.name, *agency.aliases)]
    written += [f"{body} {province.short}" for province in provinces() for body in _OF_PROVINCES]
    written += [kind.name for kind in doc_kinds()]
    written += read_toml("letterhead.toml")["closing"]["positions"]
    for name in (*_FIXED, *written):
        words = tuple(_LETTERS.findall(name))
        if len(words) > 1 and all(is_syllable(w) for w in words):
            bare = " ".join(without_accents(w).lower() for w in words)
            names.setdefault(bare, set()).add(tuple(fold(w) for w in words))
    return {bare: next(iter(forms)) for bare, forms in names.items() if len(forms) == 1}


def _codes(words: Sequence[Word]) -> Iterator[Correction]:
    for word in words:
        match = _SYMBOL.fullmatch(word.text)
        if match is None:
            continue
        parts = re.split(r"([-/–])", match["codes"])
        doubtful = word.confidence < _SURE
        parts[0] = _code(parts[0], _kind_codes() | known_issuer_codes(), doubtful=doubtful)
        if parts[0] in _kind_codes():
            # Behind the kind stands the issuer; behind an issuer the code of any of its divisions.
            parts[2] = _code(parts[2], known_issuer_codes(), doubtful=doubtful)
        written = match["head"] + "".join(parts) + match["tail"]
        if written != word.text:
            yield Correction(word.text, written)
            word.text = written


def _code(read: str, known: frozenset[str], *, doubtful: bool) -> str:
    """The code that was read, put right where exactly one known code has its letters or, in doubt, all but one."""
    plain = plain_characters(read)
    if plain in known:
        return plain
    same = {c for c in known if without_accents(c).upper() == without_accents(plain).upper()}
    if not same and doubtful and len(plain) >= 3:
        same = {c for c in known if len(c) == len(plain) and sum(a != b for a, b in zip(c, plain, strict=True)) == 1}
    return same.pop() if len(same) == 1 else read


@cache
def _kind_codes() -> frozenset[str]:
    return frozenset(code for kind in doc_kinds() for code in (kind.abbr, *kind.codes))
