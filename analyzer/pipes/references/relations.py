"""What a cited document is to the directive: basis, implemented, amended, replaced or repealed by it, or mentioned."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from analyzer.pipes.mentions import Relation

_SENTENCE: Final = 400
_BASIS: Final = 2000
_AFTER: Final = 220
_NEAR: Final = 180
_CHANGES: Final = frozenset({"amends", "replaces", "repeals"})
_NAMES: Final[dict[str, Relation]] = {
    "basis": "basis", "implements": "implements", "amends": "amends", "replaces": "replaces", "repeals": "repeals",
    "mentions": "mentions",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say what the document cited after them (or before them: ``after``) is to the directive."""

    relation: Relation
    words: tuple[str, ...]
    after: bool
    yes: str
    no: str


class CueHit(NamedTuple):
    """A cue found in the text."""

    start: int
    end: int
    relation: Relation
    after: bool


@cache
def cues() -> tuple[Cue, ...]:
    """The cues of ``relations.toml``."""
    table = tomllib.loads((files("analyzer.pipes.references") / "relations.toml").read_text(encoding="utf-8"))
    return tuple(
        Cue(_NAMES[c["relation"]], tuple(c["words"]), c.get("where") == "after", c["yes"], c["no"])
        for c in table["cue"]
    )


class Relations:
    """The relations of the references of one text, from the cues found in it, in text order."""

    def __init__(self, text: str, hits: Sequence[CueHit]) -> None:
        self._text = text
        self._hits = [h for h in hits if h.relation != "basis"]
        self._starts = [h.start for h in self._hits]
        self._bases = [h.start for h in hits if h.relation == "basis" and self._opens_clause(h.start)]

    def of(self, start: int, end: int) -> Relation:
        """The relation of the reference at ``[start, end)``."""
        if self._in_basis(start):
            return "basis"
        text = self._text
        left = max(text.rfind(sign, max(0, start - _SENTENCE), start) for sign in ("\n", ";", ". ", " | "))
        i = bisect_right(self._starts, start - 1) - 1
        found: Relation = "mentions"
        while i >= 0 and self._starts[i] > left and self._starts[i] >= start - _SENTENCE:
            if not self._hits[i].after and (self._hits[i].relation not in _CHANGES or start - self._starts[i] <= _NEAR):
                found = self._hits[i].relation
                break
            i -= 1
        if found in _CHANGES:
            return found
        rights = [r for sign in ("\n", ";", ". ") if (r := text.find(sign, end, end + _AFTER)) >= 0]
        right = min(rights, default=end + _AFTER)
        i = bisect_right(self._starts, end - 1)
        while i < len(self._starts) and self._starts[i] < right:
            if self._hits[i].after:
                return self._hits[i].relation
            i += 1
        return found

    def _opens_clause(self, at: int) -> bool:
        """Whether "Căn cứ" begins a line, cell or clause: only there does it give the legal bases."""
        before = self._text[max(0, at - 6) : at].rstrip(" \t\u00a0-–+*•")
        return self._text[at] == "C" and (before == "" or before[-1] in "\n|;.:,")

    def _in_basis(self, start: int) -> bool:
        i = bisect_right(self._bases, start) - 1
        if i < 0 or start - self._bases[i] > _BASIS:
            return False
        return not any(self._text.find(sign, self._bases[i], start) >= 0 for sign in ("\n", ". ", ".\n", " | "))
