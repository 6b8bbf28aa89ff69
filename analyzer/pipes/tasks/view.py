"""What the task pipe knows of a document: its text, its mentions by place, who issued it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from analyzer.knowledge.folding import lower_same_length, old_tones
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.context import Index
from analyzer.pipes.tasks.deadlines import limits
from analyzer.pipes.tasks.roles import Roles, read_roles
from analyzer.spans import HasSpan, Span

_BRACKETS = re.compile(r"\([^()]{0,300}\)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the header tells: day of issue, issuer, whether a preamble comes first (an article has none).

    ``addressees`` are the agencies of "Kính gửi:" or "điện:", who act where nothing nearer names anybody;
    ``commitments`` are the offsets of numeric targets.
    """

    issued_on: date | None = None
    issuer: str | None = None
    has_preamble: bool = True
    addressees: Sequence[AgencyMention] = ()
    commitments: Sequence[int] = ()


class View:
    """The text with look-ups: mentions within a range, their roles, their limits."""

    def __init__(
        self, text: str, agencies: Sequence[AgencyMention], times: Sequence[TimeMention], facts: Facts
    ) -> None:
        self.text = text
        self.lowered = old_tones(lower_same_length(text))
        self.facts = facts
        self.issuer = (facts.issuer or "").lower()
        self._roles: dict[tuple[int, int, bool], Roles] = {}
        #: What models see of the headings above a part, by the part's node; worked out once.
        self.above: dict[int, list[str]] = {}
        self._agencies = Index(agencies)
        self._times = Index(times)

    def agencies(self, start: int, end: int) -> list[AgencyMention]:
        """Agencies named within ``[start, end)``."""
        return cast("list[AgencyMention]", self._agencies.between(start, end))

    def times(self, start: int, end: int) -> list[TimeMention]:
        """Time expressions within ``[start, end)``."""
        return cast("list[TimeMention]", self._times.between(start, end))

    def limits(self, start: int, end: int) -> list[TimeMention]:
        """The time expressions of a sentence that limit its work."""
        return [t for t in self.times(start, end) if limits(self.lowered, start, end, t, self.facts.issued_on)]

    def roles(self, start: int, end: int, *, heading: bool = False) -> Roles:
        """Who does what in a sentence or heading; read once."""
        key = (start, end, heading)
        if key not in self._roles:
            self._roles[key] = read_roles(
                self.text, self.lowered, start, end, self.agencies(start, end), heading=heading, issuer=self.issuer
            )
        return self._roles[key]

    def without(self, start: int, end: int, mentions: Sequence[HasSpan]) -> str:
        """The lower-cased words of a range with mentions and remarks in brackets taken out."""
        pieces, at = [], start
        for mention in mentions:
            pieces.append(self.lowered[at : mention.start])
            at = max(at, mention.end)
        pieces.append(self.lowered[at:end])
        return _BRACKETS.sub(" ", " ".join(pieces))

    def trim(self, span: Span) -> Span:
        """A cell's range without bullets and blanks round its words."""
        start, end = span
        while start < end and self.text[start] in " -–+*":
            start += 1
        return Span(start, self.rstrip(end))

    def rstrip(self, end: int) -> int:
        """``end`` moved left over blanks."""
        while end and self.text[end - 1].isspace():
            end -= 1
        return end
