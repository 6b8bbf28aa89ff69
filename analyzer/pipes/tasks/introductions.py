"""Headings and introducing lines: the agencies and limits they hand down to what stands under them."""

from __future__ import annotations

from analyzer.knowledge.patterns import pattern
from analyzer.layout.outline import Node
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.addressees import duty_holder, members_in_brackets, names_addressee, unlisted_body
from analyzer.pipes.tasks.context import Contexts
from analyzer.pipes.tasks.roles import Role, Roles, issues
from analyzer.pipes.tasks.shape import SILENT_ZONES
from analyzer.pipes.tasks.themes import Themes
from analyzer.pipes.tasks.view import View

_ASKED = pattern("task.walk.asked")
_ORDERED = pattern("task.walk.ordered")
_ORDERS = pattern("task.walk.orders")
_SPEAKS = pattern("task.walk.speaks")
_ANNOUNCES = pattern("task.walk.announces")
_WORK_DUE = pattern("task.walk.work_due")


class Introductions:
    """Reads headings and introducing lines into ``contexts``; with the node ``work_begins`` the preamble ends."""

    def __init__(self, view: View, contexts: Contexts, themes: Themes, work_begins: int) -> None:
        self._view = view
        self._themes = themes
        self._contexts = contexts
        self._work_begins = work_begins

    def open_heading(self, node: Node, start: int, end: int) -> None:
        """A heading: the agencies it addresses and the limit it states hold for what stands under it."""
        if node.zone in SILENT_ZONES and node.zone_here:
            return
        roles = self._view.roles(start, end, heading=True)
        context = self._contexts.own(node)
        members = members_in_brackets(self._view, end, roles)
        if members:
            context.assignees = [(m, "lead") for m in members]
            return
        named = self._speaks_to(node, start, end, roles)
        body = None if named else unlisted_body(self._view, node, start, end)
        if body is not None and not self._themes.is_theme(node, start, end, [body]):
            context.assignees = [(body, "lead")]
        elif named:
            context.assignees = _taking_part(roles)
            context.asked = roles.asked or bool(_ASKED.match(self._view.lowered, start, end))
        found = self._view.limits(start, end)
        if found and node.style not in ("annex", "caps") and not self._view.text[start:end].isupper():
            context.limits = found

    def _speaks_to(self, node: Node, start: int, end: int, roles: Roles) -> bool:
        """Whether a heading addresses those it names."""
        leads = roles.by("lead")
        return (
            bool(leads)
            and names_addressee(self._view, start, end, roles)
            and not self._themes.is_theme(node, start, end, leads)
        )

    def introduce(self, node: Node, start: int, end: int, roles: Roles) -> None:
        """A line that opens a list: its agencies and limits hold for what it introduces."""
        if node.zone in SILENT_ZONES:
            return
        if node.index < self._work_begins and not _ORDERS.search(self._view.lowered, start, end):
            return  # the issuer says what it issues
        found, asked = self._introduced(node, start, end, roles)
        told = end if node.index < self._work_begins else start
        ordered = max((m.end() for m in _ORDERS.finditer(self._view.lowered, start, end)), default=told)
        if _WORK_DUE.match(self._view.lowered, start, end):
            ordered = start
        limits = [t for t in self._view.limits(start, end) if t.start >= ordered]
        for target in (node, node.parent) if node.style == "paragraph" else (node,):
            context = self._contexts.own(target)
            if any(r == "lead" for _, r in found):
                context.assignees, context.asked = found, asked
            if limits:
                context.limits = limits

    def _introduced(
        self, node: Node, start: int, end: int, roles: Roles
    ) -> tuple[list[tuple[AgencyMention, Role]], bool]:
        """The agencies an introducing line gives work to, and whether it asks rather than orders."""
        found = _taking_part(roles)
        heading = self._view.roles(start, end, heading=True)
        members = members_in_brackets(self._view, end, heading)
        if members:
            found = [(m, "lead") for m in members]
        elif not roles.by("lead") and self._speaks_to(node, start, end, heading):
            found, roles = _taking_part(heading), heading
        if self._view.text[end - 1] == ":":
            found = [(m, r) for m, r in found if not _SPEAKS.match(self._view.lowered, m.end, end)]
            if _ANNOUNCES.search(self._view.lowered, start, end):
                found = [(m, r) for m, r in found if not issues(m, self._view.issuer)]
        if node.index < self._work_begins:  # a preamble also tells who reported and who spoke
            found = [(m, r) for m, r in found if self._is_ordered(start, m)]
        if not any(r == "lead" for _, r in found):
            body = duty_holder(self._view, start, end)
            found = [(body, "lead"), *found] if body else found
        return found, roles.asked

    def _is_ordered(self, start: int, mention: AgencyMention) -> bool:
        """Whether an order word stands before the name, and the name is not the issuer's own."""
        ordered = bool(_ORDERED.search(self._view.lowered, start, mention.start))
        return ordered and not issues(mention, self._view.issuer)


def _taking_part(roles: Roles) -> list[tuple[AgencyMention, Role]]:
    """Who leads and who supports: what a heading or an introducing line hands down."""
    return [(m, r) for m, r in roles.assigned if r in ("lead", "support")]
