"""Carrying what was found in one reading of a document over to another reading of it, so that both can be scored.

Gold places its items by their words. Where a word was misread the words of an item are not found in the gold text; so
the two texts are aligned word by word, and each item quotes the gold text where its own words were found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from typing import Any

_WORD = re.compile(r"\S+")
_ITEMS = ("references", "times", "targets", "tasks")


def carried(result: dict[str, Any], text: str, to: str) -> dict[str, Any]:
    """The result of reading ``text``, with the quotes and spans of the text ``to``; values stay as they were read.

    >>> found = {"tasks": [{"text": "rà soat hồ sơ", "span": {"start": 5, "end": 18}}]}
    >>> carried(found, "Giao rà soat hồ sơ", "Nay giao rà soát hồ sơ")["tasks"][0]["text"]
    'rà soát hồ sơ'
    """
    place = _Alignment(text, to)
    moved = dict(result)
    for kind in _ITEMS:
        moved[kind] = [_moved(item, place, to) for item in result.get(kind) or []]
    return moved


def _moved(item: dict[str, Any], place: _Alignment, to: str) -> dict[str, Any]:
    start, end = place.range(item["span"]["start"], item["span"]["end"])
    return {**item, "text": to[start:end], "span": {"start": start, "end": end}}


class _Alignment:
    """Word-wise: the words of one text at the words of the other."""

    def __init__(self, text: str, to: str) -> None:
        self._from, self._to = list(_WORD.finditer(text)), list(_WORD.finditer(to))
        self._starts = [m.start() for m in self._from]
        matcher = SequenceMatcher(None, [m[0] for m in self._from], [m[0] for m in self._to], autojunk=False)
        self._at: list[int] = []
        for _, i0, i1, j0, j1 in matcher.get_opcodes():
            self._at += [j0 + (i - i0) * max(1, j1 - j0) // max(1, i1 - i0) for i in range(i0, i1)]

    def range(self, start: int, end: int) -> tuple[int, int]:
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first, bisect_right(self._starts, end - 1) - 1)
        if not self._at or not self._to:
            return 0, 0
        low, high = (self._to[min(self._at[i], len(self._to) - 1)] for i in (first, last))
        # A whole word at either end stays whole; a part of a word keeps its distance from the word's end.
        begin = low.start() + min(start - self._from[first].start(), len(low[0]))
        stop = high.end() - min(self._from[last].end() - end, len(high[0]))
        return begin, max(begin, stop)
