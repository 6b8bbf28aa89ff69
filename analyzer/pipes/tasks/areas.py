"""The area of reform a task belongs to, by weighted words of the task, its headings and the document's title.

The areas are the six contents of Resolution 76/NQ-CP of 15/7/2021 and "direction"; work outside them is "other".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import ahocorasick

from analyzer.knowledge.data import read_toml

_HEADING_SHARE = 0.35
_TITLE_SHARE = 0.45


@cache
def _matcher() -> tuple[ahocorasick.Automaton, float]:
    data = read_toml("areas.toml")
    automaton = ahocorasick.Automaton()
    for area, words in data.items():
        if area == "threshold":
            continue
        for word, weight in words.items():
            automaton.add_word(word, (area, float(weight), len(word)))
    automaton.make_automaton()
    return automaton, float(data["threshold"])


def _scores(lowered: str) -> dict[str, float]:
    automaton, _ = _matcher()
    best: dict[tuple[str, int], float] = {}
    for last, (area, weight, length) in automaton.iter(lowered):
        before, after = lowered[last - length : last - length + 1], lowered[last + 1 : last + 2]
        if (last - length >= 0 and before.isalnum()) or after.isalnum():
            continue
        key = (area, length)
        best[key] = max(best.get(key, 0.0), weight)
    scores: dict[str, float] = {}
    for (area, _), weight in best.items():
        scores[area] = scores.get(area, 0.0) + weight
    return scores


class AreaReader:
    """Reads areas within one document, whose title counts a little for every task.

    >>> AreaReader("cải cách hành chính năm 2024").read("rà soát, đơn giản hóa thủ tục hành chính", [])
    'procedures'
    >>> AreaReader("phòng, chống thiên tai").read("sơ tán người dân vùng ngập", [])
    'other'
    """

    def __init__(self, title: str | None) -> None:
        self._title = _scores((title or "").lower())
        self._headings: dict[str, dict[str, float]] = {}

    def read(self, words: str, headings: Sequence[str]) -> str:
        """The area of a task from its lower-cased words and the words of the headings above it."""
        _, threshold = _matcher()
        scores = _scores(words)
        for heading in headings:
            cached = self._headings.get(heading)
            if cached is None:
                cached = self._headings[heading] = _scores(heading.lower())
            for area, score in cached.items():
                scores[area] = scores.get(area, 0.0) + score * _HEADING_SHARE
        for area, score in self._title.items():
            scores[area] = scores.get(area, 0.0) + score * _TITLE_SHARE
        if not scores:
            return "other"
        area, score = max(scores.items(), key=lambda s: (s[1], s[0]))
        return area if score >= threshold else "other"
