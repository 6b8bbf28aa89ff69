"""The part of an entry's text that is shown, and which of it the query is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.knowledge.folding import nfc

_CUT = "…"
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text with the ranges of it that are to be highlighted, in code points, the end exclusive."""

    text: str
    highlights: tuple[Range, ...] = ()

    def parts(self) -> list[tuple[str, bool]]:
        """The text in pieces, each highlighted or not.

        >>> Snippet("Đẩy mạnh số hóa", ((9, 15),)).parts()
        [('Đẩy mạnh ', False), ('số hóa', True)]
        """
        found, at = [], 0
        for start, end in self.highlights:
            found += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        found.append((self.text[at:], False))
        return [(text, lit) for text, lit in found if text]


def snippet(text: str, marks: Sequence[Range], most: int = 240) -> Snippet:
    """The text, cut at words to the ``most`` characters that have the most of the marks.

    >>> snippet("Giao Sở Nội vụ đẩy mạnh cải cách hành chính trong năm 2025", ((24, 43),), 30)
    Snippet(text='…mạnh cải cách hành chính…', highlights=((6, 25),))
    """
    text = " ".join(nfc(text).split("\n")) if "\n" in text else nfc(text)
    if len(text) <= most:
        return Snippet(text, tuple(marks))
    start, end = _window(text, marks, most)
    head, tail = _CUT if start else "", _CUT if end < len(text) else ""
    shift = len(head) - start
    lit = tuple((a + shift, b + shift) for a, b in marks if start <= a and b <= end)
    return Snippet(head + text[start:end] + tail, lit)


def _window(text: str, marks: Sequence[Range], most: int) -> Range:
    """The stretch with the most marked characters, the first of several; some words before its first mark."""
    room = most - 2 * len(_CUT)
    before = room // 4
    best, chosen = -1, 0
    for first, _ in marks:
        start = max(0, min(first - before, len(text) - room))
        covered = sum(b - a for a, b in marks if start <= a and b <= start + room)
        if covered > best:
            best, chosen = covered, start
    end = min(len(text), chosen + room)
    start = _word_start(text, chosen)
    return start, _word_end(text, end, start)


def _word_start(text: str, at: int) -> int:
    """The beginning of the first whole word from a place on."""
    if at == 0:
        return 0
    space = text.find(" ", at - 1, at + 40)
    return at if space < 0 else space + 1


def _word_end(text: str, at: int, start: int) -> int:
    """The end of the last whole word before a place."""
    if at == len(text):
        return at
    space = text.rfind(" ", max(start, at - 40), at + 1)
    return at if space <= start else space
