"""Spans of the canonical text: half-open code point ranges, and what is done with sets of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of Unicode code points in the canonical text.

    >>> Span(3, 7).overlaps(Span(6, 9)), Span(3, 7).within(Span(0, 7))
    (True, True)
    """

    start: int
    end: int

    def overlaps(self, other: HasSpan) -> bool:
        return self.start < other.end and other.start < self.end

    def within(self, other: HasSpan) -> bool:
        return other.start <= self.start and self.end <= other.end


class HasSpan(Protocol):
    """Anything with a start and an end in the canonical text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Mask:
    """A set of ranges that later rules must stay out of (citations hide their dates from the time rules).

    >>> mask = Mask([Span(5, 10), Span(20, 25)])
    >>> mask.covers(9, 12), mask.covers(10, 20)
    (True, False)
    """

    def __init__(self, ranges: Iterable[HasSpan] = ()) -> None:
        merged: list[list[int]] = []
        for start, end in sorted((r.start, r.end) for r in ranges):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._starts = [m[0] for m in merged]
        self._ends = [m[1] for m in merged]

    def covers(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` touches any range of the mask."""
        i = bisect_right(self._starts, end - 1) - 1
        return i >= 0 and self._ends[i] > start


T = TypeVar("T", bound=HasSpan)


def drop_overlaps(items: Sequence[T]) -> list[T]:
    """Keep the longest of overlapping items (the earlier one of equals), in text order.

    >>> drop_overlaps([Span(0, 4), Span(2, 9), Span(9, 12)])
    [Span(start=2, end=9), Span(start=9, end=12)]
    """
    kept: list[T] = []
    taken = _Taken()
    for item in sorted(items, key=lambda i: (i.start - i.end, i.start)):
        if taken.add(item.start, item.end):
            kept.append(item)
    return sorted(kept, key=lambda i: i.start)


class _Taken:
    """Disjoint ranges with logarithmic look-up."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        i = bisect_right(self._starts, start)
        if (i and self._ends[i - 1] > start) or (i < len(self._starts) and self._starts[i] < end):
            return False
        self._starts.insert(i, start)
        self._ends.insert(i, end)
        return True
