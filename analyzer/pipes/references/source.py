"""The text in the forms in which it is searched, and the citation as the readers hand it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analyzer.knowledge.folding import fold
from analyzer.pipes.references.number import characters
from analyzer.pipes.references.words import KindHit, Words, scan


@dataclass(frozen=True, slots=True)
class Source:
    """One text: as given, with look-alikes made one kind (``plain``), and folded. Offsets hold in all three."""

    text: str
    plain: str
    folded: str
    words: Words
    kind_ends: list[int]

    @classmethod
    def of(cls, text: str) -> Source:
        plain = characters(text)
        folded = fold(plain)
        words = scan(folded)
        return cls(text, plain, folded, words, [k.end for k in words.kinds])

    @property
    def kinds(self) -> list[KindHit]:
        return self.words.kinds


class Citation(NamedTuple):
    """A citation before its relation is known; ``issuer`` is a range of the text."""

    start: int
    end: int
    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: tuple[int, int] | None
