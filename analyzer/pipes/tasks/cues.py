"""The word lists of the task pipe, as matchers over lower-cased text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.verbs import split_phrases, work_verbs

_SYLLABLE = re.compile(r"[^\W\d_]+")
_MAX_SYLLABLES = 5


class Phrases:
    """A closed list of phrases that is asked what stands at a place of a text.

    >>> Phrases(["rà soát", "rà"]).at("rà soát thủ tục", 0)
    'rà soát'
    >>> Phrases(["rà soát"]).at("ràng buộc", 0) is None
    True
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_head: dict[str, list[str]] = {}
        for phrase in phrases:
            head = _SYLLABLE.match(phrase)
            self._by_head.setdefault(head[0] if head else phrase[0], []).append(phrase)
        for entries in self._by_head.values():
            entries.sort(key=len, reverse=True)

    def at(self, lowered: str, offset: int) -> str | None:
        """The longest phrase that stands at ``offset`` and ends at a word boundary."""
        head = _SYLLABLE.match(lowered, offset)
        if not head:
            return None
        for phrase in self._by_head.get(head[0], ()):
            end = offset + len(phrase)
            if lowered.startswith(phrase, offset) and not lowered[end : end + 1].isalpha():
                return phrase
        return None


class Cues:
    """The lists of ``task_cues.toml``."""

    def __init__(self) -> None:
        data = read_toml("task_cues.toml")
        self.verbs = Phrases(work_verbs())
        self.adverbs = Phrases(split_phrases(data["adverbs"]))
        self.not_task = Phrases(split_phrases(data["not_task"]))
        self.item_verbs = Phrases(split_phrases(data["item_verbs"]))
        self.item_nouns = Phrases(split_phrases(data["item_nouns"]))
        self.item_openers = Phrases(split_phrases(data["item_openers"]))
        self.prohibitions = Phrases(split_phrases(data["prohibitions"]))
        orders = split_phrases(data["orders"])
        self._order_end = re.compile(
            r"(?<!theo )(?<!được )(?<!có )\b(?:"
            + "|".join(sorted(map(re.escape, orders), key=len, reverse=True))
            + r")"
            r"(?:\s{1,4}(?:cho|đối với|đồng chí|các đồng chí))?"
            r"(?:\s{1,4}(?:đồng chí|ông|bà)(?:\s{1,4}[^\s,–-]{1,8}){2,5}(?:,|\s[-–]))?\s{0,4}(?::\s{0,4})?$"
        )
        self._order_ends = (*{order.split()[-1] for order in orders}, "cho", "với", "chí", ",", "-", "–")
        self.outside = re.compile("|".join(map(re.escape, split_phrases(data["outside"]))))

    def order_before(self, text: str) -> re.Match[str] | None:
        """The words of order that a text ends in, "giao cho đồng chí" too.

        >>> cues().order_before("thủ tướng giao cho ")[0], cues().order_before("sở y tế giao lưu ")
        ('giao cho ', None)
        """
        # Most texts end in no word that an order ends in, which is told sooner than searched for.
        return self._order_end.search(text) if text.rstrip().rstrip(":").rstrip().endswith(self._order_ends) else None

    def verb_at(self, lowered: str, offset: int) -> int | None:
        """End of the verb that stands at ``offset``, adverbs before it skipped; None where there is none."""
        at = offset
        if lowered.startswith("không ", at):
            at += 6
        for _ in range(6):
            while at < len(lowered) and lowered[at] in ' ,“"':
                at += 1
            adverb = self.adverbs.at(lowered, at)
            verb = self.verbs.at(lowered, at)
            if verb and (not adverb or len(verb) >= len(adverb)):
                return at + len(verb)
            if not adverb:
                return None
            at += len(adverb)
        return None


@cache
def cues() -> Cues:
    """The word lists, read once."""
    return Cues()
