"""Spans of the canonical text: half-open code point ranges, and what is done with sets of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of Unicode code points in the canonical text.

    >>> Span(3, 7).within(Span(0, 7))
    True
    """

    start: int
    end: int

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
