"""Coordination: which mentions share a role because nothing but "," ";" "và" or "/" stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.pipes.mentions import AgencyMention

_BETWEEN = re.compile(
    r"\s{0,4}(?:[,;/&+-]|và|hoặc|hay|cùng với|cùng)?\s{0,4}(?:và|hoặc|cùng với|cùng)?\s{0,4}(?:với )?", re.IGNORECASE
)
LONGEST_GAP = 24


def group(mentions: Sequence[AgencyMention], text: str) -> list[list[AgencyMention]]:
    """Mentions in text order, cut into runs that are coordinated.

    >>> from analyzer.pipes.agencies.finder import find
    >>> text = "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, Sở Y tế và các đơn vị liên quan."
    >>> [[m.name for m in run] for run in group(find(text), text)]
    [['Sở Nội vụ'], ['Sở Tài chính', 'Sở Y tế', 'các đơn vị liên quan']]
    """
    runs: list[list[AgencyMention]] = []
    for mention in mentions:
        if runs and _coordinated(text, runs[-1][-1], mention):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _coordinated(text: str, before: AgencyMention, after: AgencyMention) -> bool:
    gap = after.start - before.end
    if gap < 0:
        return True  # two names over the same words
    if gap > LONGEST_GAP or gap == 0:
        return False
    between = text[before.end : after.start]
    return "\n" not in between and between.strip() != "" and _BETWEEN.fullmatch(between) is not None
