"""The clause around a value: sentence or semicolon part, quoted names and brackets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from analyzer.pipes.targets.values import Value

_BREAK = re.compile(r"[.!?…;|\n](?:(?<=[;|\n])|(?<=[.!?…])[\"”)]?\s)")
_QUOTES = re.compile(r"“[^”\n]{0,250}”")
_BRACKETS = re.compile(r"\([^()\n]{0,200}\)")
_BULLET = re.compile(r"^\s{0,8}(?:[-+*•–●▪]\s{1,2}|\(\d{1,2}\)\s)")
_MARKER = re.compile(
    r"^\s{0,8}(?:[-+*•–][ \t]{0,2}|[IVX]{1,5}[.)] |\d{1,2}(?:\.\d{1,2}){0,4}[.)]? |[a-zđ]\) ?|[Cc]hỉ tiêu \d{1,2}: ?)"
)
_ITEM = re.compile(r"\s{0,8}[-+*•–●▪]")
_REACH = 320  # how many characters before a value its sentence is read


@dataclass(frozen=True)
class Clause:
    """The sentence or semicolon part that holds a value. ``left`` and ``right`` are the words beside it, bounded."""

    text: str
    start: int
    end: int
    value: Value
    line_start: int

    @cached_property
    def left(self) -> str:
        left = self.text[max(self.start, self.value.core - _REACH) : self.value.start]
        if self.value.core - self.start > _REACH:
            return left.lstrip()
        left = _BULLET.sub("", left, count=1)
        if self.start == self.line_start:
            for _ in range(3):
                left = _MARKER.sub("", left, count=1)
        return left.lstrip()

    @cached_property
    def in_row(self) -> bool:
        """Whether the clause is (part of) a cell of a table row."""
        return "|" in self.text[self.end : self.end + 2] or (
            self.text.find("|", max(self.line_start, self.value.core - 2000), self.value.core) >= 0
        )

    @cached_property
    def itemised(self) -> bool:
        """Whether the line is an item of a list."""
        return _ITEM.match(self.text, self.line_start) is not None

    @cached_property
    def right(self) -> str:
        return self.text[self.value.end : min(self.end, self.value.end + 240)]


class Breaks:
    """Sentence and semicolon breaks of a text, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = [m.end() for m in _BREAK.finditer(text)]
        self._quoted = [m.span() for m in _QUOTES.finditer(text)]
        self._quote_starts = [s for s, _ in self._quoted]
        self._bracketed = [m.span() for m in _BRACKETS.finditer(text)]
        self._bracket_starts = [s for s, _ in self._bracketed]

    def clause(self, value: Value) -> Clause:
        """The clause around a value."""
        i = bisect_right(self._ends, value.core)
        start = self._ends[i - 1] if i else 0
        end = self._ends[i] - 1 if i < len(self._ends) else len(self.text)
        line = self.text.rfind("\n", max(0, value.core - 4000), value.core) + 1
        return Clause(self.text, start, max(end, value.end), value, line)

    def parted(self, start: int, end: int) -> bool:
        """Whether a sentence or a line ends between two places (a semicolon does not part)."""
        i, j = bisect_right(self._ends, start), bisect_right(self._ends, end)
        return any(self.text[e - 1] != ";" for e in self._ends[i : min(j, i + 20)])

    def quoted(self, at: int) -> bool:
        """Whether the place is inside a quoted name."""
        i = bisect_right(self._quote_starts, at) - 1
        return i >= 0 and at < self._quoted[i][1]

    def bracket(self, at: int) -> tuple[int, int] | None:
        """The innermost pair of brackets around the place."""
        i = bisect_right(self._bracket_starts, at) - 1
        return self._bracketed[i] if i >= 0 and at < self._bracketed[i][1] else None
