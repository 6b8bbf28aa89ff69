"""Finding quoted words again in a text, and pairing what stands in the same place.

Places are compared in the squashed text: no white space, one kind of dash and quotation mark, lower case. So a reader
that reflows lines loses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from analyzer.spans import HasSpan, Span

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\ufeff]+")
_ONE_FORM = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "Ð": "Đ"})
NOWHERE = Span(-1, -1)


def squash(text: str) -> str:
    """The text as places are compared in.

    >>> squash("Giao  Sở\\nNội vụ – “khẩn”")
    'giaosởnộivụ-"khẩn"'
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_ONE_FORM).lower()


def occurrences(needle: str, text: str) -> list[int]:
    """Where the needle starts, overlapping occurrences included.

    >>> occurrences("aa", "aaa")
    [0, 1]
    """
    found, at = [], text.find(needle)
    while at >= 0:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def place(quotes: Sequence[tuple[str, float | None]], text: str) -> list[Span]:
    """Places in the squashed text of quotes, each given with a hint: how far into the text it starts, from 0 to 1.

    Among equal quotes the nearest to the hint is meant; without hints they take the occurrences in order. A quote that
    is not there is looked for by its first half; one that is not found even so is nowhere.
    """
    places: list[Span] = []
    used: dict[Span, int] = {}
    for quote, hint in quotes:
        needle = squash(quote)
        found = occurrences(needle, text) if needle else []
        if needle and not found:
            found = occurrences(needle[: max(12, len(needle) // 2)], text)
        if not found:
            places.append(NOWHERE)
            continue
        at = found[0] if hint is None else min(found, key=lambda start: abs(start - hint * len(text)))
        first = Span(at, at + len(needle))
        turn = used.get(first, 0)
        if hint or not turn:
            used[first] = 1
        elif turn < len(found):
            used[first] = turn + 1
            first = Span(found[turn], found[turn] + len(needle))
        places.append(first)
    return places


def overlap_ratio(a: HasSpan, b: HasSpan) -> float:
    """Intersection over union of two ranges.

    >>> overlap_ratio(Span(0, 4), Span(2, 6))
    0.3333333333333333
    """
    both = min(a.end, b.end) - max(a.start, b.start)
    return both / (max(a.end, b.end) - min(a.start, b.start)) if both > 0 else 0.0


def pair(gold: Sequence[HasSpan], found: Sequence[HasSpan], at_least: float = 0.0) -> dict[int, int]:
    """One-to-one pairs (index of gold to index of found) of overlapping ranges, the closest first."""
    candidates = [
        (-ratio, i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if f.start >= 0 and (ratio := overlap_ratio(g, f)) > 0 and ratio >= at_least
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def covered(ranges: Iterable[HasSpan]) -> list[Span]:
    """The union of the ranges as disjoint ranges in order, what is nowhere left out.

    >>> covered([Span(5, 9), Span(0, 3), Span(2, 6)])
    [Span(start=0, end=9)]
    """
    merged: list[Span] = []
    for start, end in sorted((r.start, r.end) for r in ranges if r.start >= 0):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged


def shared_length(a: Sequence[HasSpan], b: Sequence[HasSpan]) -> int:
    """How much two lists of disjoint ranges in order have in common."""
    total = i = j = 0
    while i < len(a) and j < len(b):
        total += max(0, min(a[i].end, b[j].end) - max(a[i].start, b[j].start))
        if a[i].end <= b[j].end:
            i += 1
        else:
            j += 1
    return total
