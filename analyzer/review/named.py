"""What the analysis found in some words: who is named with which part, limits, targets, references."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.assembly.models import Assignee, Directive, Span, Task
from analyzer.knowledge.folding import fold
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.roles import Roles, read_roles
from analyzer.review.limits import Limits
from analyzer.review.places import Places


def inside(place: Span, span: Span) -> bool:
    """Whether words stand in others."""
    return span.start <= place.start and place.end <= span.end


def same_place(place: Span, span: Span) -> bool:
    """Whether two spans are the same words."""
    return (place.start, place.end) == (span.start, span.end)


@dataclass(frozen=True, slots=True)
class Named:
    """What one directive names where."""

    directive: Directive
    places: Places

    def within(self, span: Span, *, first_leads: bool = False) -> Task:
        """A task, not yet told, of all that was found in the words.

        Roles are read from the words by the rules of the analysis; with ``first_leads`` the first body named leads
        where these tell no one in charge.
        """
        limits = Limits(self.directive)
        times = [t.span for t in self.directive.times if inside(t.span, span)]
        parts = list(self.roles(span).assigned)
        mentions = self._mentions(span)
        if first_leads and mentions and all(role != "lead" for _, role in parts):
            given = {m.start for m, _ in parts}
            head = next((m for m in mentions if m.start not in given), None)
            parts = [(head, "lead"), *parts] if head else parts
        return Task(
            id="t0",
            text=self.places.text[span.start : span.end],
            span=span,
            assignees=[self._assignee(mention, role) for mention, role in parts],
            deadlines=[limits.of_words(t.start, t.end, self.places) for t in times],
            targets=[g.id for g in self.directive.targets if inside(g.span, span)],
            references=[r.id for r in self.directive.references if inside(r.span, span)],
        )

    def roles(self, span: Span) -> Roles:
        """Who has which part by the words, as the rules of the analysis read them."""
        text, issuer = self.places.text, self.directive.directive.issuer
        name = fold(issuer.name) if issuer else ""
        return read_roles(text, fold(text), span.start, span.end, self._mentions(span), issuer=name)

    def _mentions(self, span: Span) -> list[AgencyMention]:
        """The bodies named in the words, in their order."""
        named = {
            (m.span.start, m.span.end): AgencyMention(
                m.span.start, m.span.end, agency.name, agency.form or "registered", agency.id
            )
            for agency in self.directive.agencies
            for m in agency.mentions
            if inside(m.span, span)
        }
        return [named[place] for place in sorted(named)]

    def _assignee(self, mention: AgencyMention, role: str) -> Assignee:
        place = mention.start, mention.end
        agency, span = next(
            (agency, m.span)
            for agency in self.directive.agencies
            for m in agency.mentions
            if (m.span.start, m.span.end) == place and agency.name == mention.name
        )
        return Assignee.model_validate(
            {
                "name": agency.name,
                "id": agency.id,
                "province": agency.province.id if agency.province else None,
                "answers": agency.answers,
                "refers_to": agency.refers_to,
                "role": role,
                "text": self.places.text[span.start : span.end],
                "span": span,
            }
        )
