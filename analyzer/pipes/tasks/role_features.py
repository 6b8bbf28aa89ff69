"""What the model of roles sees of an agency named in a sentence: the rules' answer, and the words round the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.pipes.agencies import group
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.tokens import TOKEN, closing, normal_tokens, opening

#: The answer for an agency that takes no part.
NONE = "none"
_LEFT, _RIGHT = 70, 60
_CLAUSE = re.compile(r"[;:.(]")


def role_features(
    lowered: str, start: int, end: int, mentions: Sequence[AgencyMention], answers: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """The features of each agency of a sentence ``[start, end)``; ``answers`` are the rules' roles for them."""
    for i, (mention, (begin, stop)) in enumerate(zip(mentions, _list_ends(lowered, mentions), strict=True)):
        rule, first, last = answers[i], mentions[begin], mentions[stop]
        left = normal_tokens(lowered, max(start, first.start - _LEFT), first.start, mentions[:begin])
        right = normal_tokens(lowered, last.end, min(end, last.end + _RIGHT), mentions[stop + 1 :])
        head = TOKEN.findall(lowered, mention.start, mention.end)[:2]
        clause = [m.start() for m in _CLAUSE.finditer(lowered, start, first.start)]
        found = [
            f"rule={rule}",
            f"rule={rule}|form={mention.form}",
            f"rule={rule}|head={head[0] if head else '-'}",
            f"head={' '.join(head)}",
            f"before={answers[begin - 1] if begin else '-'}|rule={rule}",
            f"after={answers[stop + 1] if stop + 1 < len(mentions) else '-'}|rule={rule}",
            f"place={min(i - begin, 2)}|rule={rule}",
            f"alone={begin == stop}|rule={rule}",
            f"led={'lead' in answers[:begin]}|rule={rule}",
            f"opens={first.start - start < 4}|rule={rule}",
            f"clause={lowered[clause[-1]] if clause else '-'}|{len(left) if len(left) < 4 else 4}",
        ]
        told = f"|rule={rule}"
        found += closing("left", left, 3) + closing("left", left, 2, told)
        found += opening("right", right, 3) + opening("right", right, 2, told)
        found += [f"near={token}" for token in dict.fromkeys(left[-8:])]
        yield tuple(found)


def _list_ends(text: str, mentions: Sequence[AgencyMention]) -> list[tuple[int, int]]:
    """The first and the last of the list each agency stands in."""
    ends: list[tuple[int, int]] = []
    for members in group(mentions, text):
        ends += [(len(ends), len(ends) + len(members) - 1)] * len(members)
    return ends
