"""The words that models see: names and times in one form ("<a>", "<t>"), numbers as "0"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analyzer.pipes.mentions import TimeMention
from analyzer.spans import HasSpan

TOKEN = re.compile(r"<[at]>|[^\W\d_]+|\d[\d.,/]*|[,:;.%“(]")


def normal_tokens(lowered: str, start: int, end: int, mentions: Iterable[HasSpan]) -> list[str]:
    """The words of ``lowered[start:end]`` with the mentions, given in order, replaced.

    >>> from analyzer.spans import Span
    >>> normal_tokens("giao sở y tế 02 việc", 0, 20, [Span(5, 12)])
    ['giao', '<a>', '0', 'việc']
    """
    pieces, at = [], start
    for mention in mentions:
        if mention.start >= end:
            break
        if mention.start >= at:
            pieces += [lowered[at : mention.start], "<t>" if isinstance(mention, TimeMention) else "<a>"]
            at = mention.end
    pieces.append(lowered[at:end])
    return ["0" if token[0].isdecimal() else token for token in TOKEN.findall(" ".join(pieces))]


def opening(name: str, tokens: Sequence[str], most: int, behind: str = "") -> list[str]:
    """The first one, two … ``most`` words as features.

    >>> opening("right", ["chủ", "trì"], 3)
    ['right=chủ', 'right=chủ trì']
    """
    return [f"{name}={' '.join(tokens[:n])}{behind}" for n in range(1, min(most, len(tokens)) + 1)]


def closing(name: str, tokens: Sequence[str], most: int, behind: str = "") -> list[str]:
    """The last one, two … ``most`` words as features.

    >>> closing("left", ["phối", "hợp", "với"], 2)
    ['left=với', 'left=hợp với']
    """
    return [f"{name}={' '.join(tokens[-n:])}{behind}" for n in range(1, min(most, len(tokens)) + 1)]
