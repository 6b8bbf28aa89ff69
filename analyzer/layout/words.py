"""Word lists of letterheads, title lines and signature blocks, folded for comparison (data: ``letterhead.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.doc_kinds import by_abbr, kind_names
from analyzer.knowledge.folding import fold


class Kind(NamedTuple):
    """A kind of document: its title line in folded letters, its abbreviation and its name."""

    words: str
    code: str
    name: str


def alternation(words: Iterable[str]) -> str:
    """The words as a regular expression, the longest first, any run of blanks between them."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(r"\s{1,3}".join(map(re.escape, word.split())) for word in ordered)


@dataclass(frozen=True)
class Words:
    """Folded word lists and the patterns made of them; all patterns run on folded text."""

    kinds: tuple[Kind, ...]
    kind_line: re.Pattern[str]
    head: re.Pattern[str]
    open_heads: frozenset[str]
    connectors: frozenset[str]
    open_ends: frozenset[str]
    unit: re.Pattern[str]
    region: re.Pattern[str]
    authority: re.Pattern[str]
    opener: re.Pattern[str]
    strong_opener: re.Pattern[str]
    inner_opener: re.Pattern[str]
    position: re.Pattern[str]
    positions: dict[str, str]
    surnames: dict[str, int]

    def kind_of(self, title: str) -> Kind | None:
        """The kind a folded title line names, if it is nothing but a kind."""
        return next((kind for kind in self.kinds if kind.words == title), None)


@cache
def words() -> Words:
    """The word lists, read once."""
    data = read_toml("letterhead.toml")
    names = {name: kind for name, kind in kind_names().items() if len(name) > 3 and kind.families != ("other",)}
    kinds = [Kind(name, kind.abbr, kind.name) for name, kind in names.items()]
    kinds += [
        Kind(fold(line), code, kind.name if (kind := by_abbr(code)) else line.capitalize())
        for line, code in data["kinds"].items()
        if fold(line) not in names
    ]

    def pattern(section: str, name: str) -> re.Pattern[str]:
        return re.compile(rf"(?:{alternation(map(fold, data[section][name]))})(?!\w)")

    return Words(
        kinds=tuple(sorted(kinds, key=lambda k: -len(k.words))),
        kind_line=re.compile(rf"(?:{alternation(k.words for k in kinds)})(?!\w)"),
        head=pattern("organisations", "heads"),
        open_heads=frozenset(map(fold, data["organisations"]["open_heads"])),
        connectors=frozenset(map(fold, data["organisations"]["connectors"])),
        open_ends=frozenset(map(fold, data["organisations"]["connectors"] + data["organisations"]["open_ends"])),
        unit=pattern("organisations", "units"),
        region=pattern("organisations", "regions"),
        authority=pattern("title", "authorities"),
        opener=pattern("title", "openers"),
        strong_opener=pattern("title", "strong_openers"),
        inner_opener=re.compile(rf"(?<=\s)(?:{alternation(data['title']['inner_openers'])}|Ngày(?=\s\d))(?!\w)"),
        position=pattern("closing", "positions"),
        positions={fold(post): post for post in data["closing"]["positions"]},
        surnames={name: rank for rank, name in reversed(list(enumerate(data["closing"]["surnames"])))},
    )


def is_capital(text: str) -> bool:
    """Whether the letters of the text are capitals (one small letter in twelve is let through: "TTg", "UBND tp").

    >>> is_capital("ỦY BAN NHÂN DÂN TỈNH A"), is_capital("Về việc A")
    (True, False)
    """
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.islower, text)) * 12 <= letters


def squeeze(text: str) -> str:
    """The text on one line, runs of blanks as one."""
    return " ".join(text.split())
