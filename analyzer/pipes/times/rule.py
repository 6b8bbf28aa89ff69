"""The form of a rule: what it reads, and examples that the tests run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from analyzer.pipes.times.periods import Period
from analyzer.pipes.times.sequences import Core, read_sequence
from analyzer.spans import Span

Reader = Callable[[str, int], Core | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of time expression.

    ``heads`` are the kinds of words (``triggers.TRIGGER``) it can begin with; ``read`` takes the folded text and the
    place of the trigger. ``reads`` are texts with the expression in square brackets, and the values in the notation of
    ``tests/pipes/test_times.py``, as of 12 March 2024; ``ignores`` are look-alikes in which nothing may be found.
    """

    name: str
    heads: tuple[str, ...]
    read: Reader
    reads: tuple[tuple[str, str], ...]
    ignores: tuple[str, ...]


def follows(low: str, pos: int, words: frozenset[str]) -> bool:
    """Whether one of the words stands right before."""
    return bool(words) and low[max(0, pos - 16) : pos].rstrip(" \n").rpartition(" ")[2].strip("(\n") in words


def matched(
    pattern: str, build: Callable[[re.Match[str]], Core | None], *, not_after: frozenset[str] = frozenset()
) -> Reader:
    """A reader that matches a pattern at the trigger and builds its core from the match.

    ``not_after`` are words that, standing right before, make another word of the trigger ("ngân hàng | năm 2024").
    """
    compiled = re.compile(pattern)

    def read(low: str, pos: int) -> Core | None:
        match = compiled.match(low, pos)
        return build(match) if match and not follows(low, pos, not_after) else None

    return read


def one(match: re.Match[str], period: Period, *, weak: bool = False) -> Core:
    """The core of a match that reads a single period."""
    span = Span(match.start(), match.end())
    return Core(span.start, span.end, periods=(period,), spans=(span,), weak=weak)


def listed(unit: str, *, not_after: frozenset[str] = frozenset()) -> Reader:
    """A reader of lists and ranges of a unit that begin with its head word."""

    def read(low: str, pos: int) -> Core | None:
        return None if follows(low, pos, not_after) else read_sequence(low, pos, unit, headed=True)

    return read
