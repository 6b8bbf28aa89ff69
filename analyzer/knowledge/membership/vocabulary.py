"""The words of the data file, made ready for comparing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold, nfc

_WORD = re.compile(r"\w+")
SILENT = frozenset(("và", "các", "hoặc"))  # what joins names counts for nothing


@cache
def table() -> dict[str, Any]:
    """The data file."""
    return read_toml("collective_members.toml")


def written_out(word: str) -> str:
    """A word with its abbreviation written out: "UBND" is "ủy ban nhân dân"."""
    spelled: dict[str, str] = table()["words"]
    return spelled.get(fold(word), word)


def words_of(text: str) -> tuple[str, ...]:
    """The words that count, folded, abbreviations written out.

    >>> words_of("các Sở/Ban và UBND")
    ('sở', 'ban', 'ủy', 'ban', 'nhân', 'dân')
    """
    found = []
    for m in _WORD.finditer(fold(nfc(text))):
        if m.group() not in SILENT:
            found += written_out(m.group()).split()
    return tuple(fold(w) for w in found)


def _folded(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(p) for p in phrases)


@cache
def phrases() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Phrase to the ids of its classes."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in table()["class"]:
        for phrase in row["phrases"]:
            words = words_of(phrase)
            found[words] = (*found.get(words, ()), row["id"])
    return found


@cache
def reading() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """The words around classes, by what they mean."""
    return {name: _folded(phrases) for name, phrases in table()["reading"].items()}


@cache
def cues() -> frozenset[tuple[str, ...]]:
    """What does not belong to the class before it."""
    return reading()["except"] | reading()["besides"] | reading()["skipped"]


@cache
def open_classes() -> frozenset[str]:
    """Ids of the classes that cannot be listed."""
    return frozenset(row["id"] for row in table()["class"] if "open" in row)


@cache
def units() -> Mapping[tuple[str, ...], str]:
    """Units of area to their level; "city" is of a province or within one."""
    return {words_of(unit): level for level, units in table()["units"].items() for unit in units}
