"""What a text is about, as weighted terms: its words by underthesea, with words that mean the same drawn together.

Data: ``knowledge/data/alike.toml``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from analyzer.knowledge.agency_names import spell_out
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold, nfc

#: How much a term counts, by what it is.
THING, DOING, WORD, PAIR, FAINT = 1.0, 0.6, 1.0, 0.5, 0.2
_TOKEN = re.compile(r"\w+")
_LONGEST = 9  # syllables of a phrase in the data


def terms(text: str) -> Mapping[str, float]:
    """The terms of a text with their weights, counted once each.

    A term is a group of words that mean the same ("=công khai"), a word, or two syllables side by side ("hồ_sơ") so
    that words which were divided otherwise still meet.

    >>> both = terms("Niêm yết TTHC").keys() & terms("công khai thủ tục hành chính").keys()
    >>> sorted(both)
    ['=công khai', '=thủ tục hành chính']
    """
    return _terms(" ".join(nfc(text).split()))


@lru_cache(maxsize=32768)
def _terms(text: str) -> Mapping[str, float]:
    from analyzer.language.words import tagged_words  # loads spaCy and a model

    text = spell_out(text)
    low = fold(text)
    found: dict[str, float] = {}
    taken = [False] * len(low)
    for start, end, group, weight in _phrases(low):
        taken[start:end] = [True] * (end - start)
        weight *= 1.0 if weight == FAINT else math.sqrt(max(2, low.count(" ", start, end) + 1) / 2)
        found[group] = max(found.get(group, 0.0), weight)
    for start, end, tag in tagged_words(text):
        if any(taken[start:end]) or tag == "CH":
            continue
        word = low[start:end]
        if _is_word(word):
            found[word] = FAINT if word in _faint() else WORD
    for first, second in _pairs(low, taken):
        pair = f"{first}_{second}"
        if f"{first} {second}" not in _faint():
            found[pair] = FAINT if first in _faint() or second in _faint() else PAIR
    return found


def _is_word(word: str) -> bool:
    return any(c.isalpha() for c in word)


def _pairs(low: str, taken: list[bool]) -> Iterator[tuple[str, str]]:
    """Syllables that stand side by side, outside the phrases of the data, with nothing but a blank between."""
    before = None
    for match in _TOKEN.finditer(low):
        if taken[match.start()] or not _is_word(match[0]):
            before = None
            continue
        if before is not None and match.start() - before.end() == 1 and low[before.end()] == " ":
            yield before[0], match[0]
        before = match


def _phrases(low: str) -> Iterator[tuple[int, int, str, float]]:
    """The phrases of the data in a text, the longest first at each place, with their group and weight."""
    tokens = list(_TOKEN.finditer(low))
    at = 0
    while at < len(tokens):
        for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
            group = _groups().get(tuple(t[0] for t in tokens[at : at + size]))
            if group is not None:
                yield tokens[at].start(), tokens[at + size - 1].end(), *group
                at += size
                break
        else:
            at += 1


@cache
def data() -> dict[str, Any]:
    """The words that are alike, as written."""
    return read_toml("alike.toml")


def split(words: str) -> list[str]:
    """The phrases of one line of the data."""
    return [phrase for part in words.split("|") if (phrase := part.strip())]


@cache
def _groups() -> dict[tuple[str, ...], tuple[str, float]]:
    """The group and weight of each phrase, by its syllables; what stands in two groups is of the first."""
    found: dict[tuple[str, ...], tuple[str, float]] = {}
    for table, weight in (("things", THING), ("doing", DOING)):
        for line in data()[table].splitlines():
            phrases = split(line)
            for phrase in phrases:
                found.setdefault(tuple(_TOKEN.findall(phrase)), (f"={phrases[0]}", weight))
    for phrase in _faint():
        syllables = tuple(_TOKEN.findall(phrase))
        if len(syllables) > 1:
            found.setdefault(syllables, (phrase, FAINT))
    return found


@cache
def _faint() -> frozenset[str]:
    return frozenset(split(data()["faint"]))
