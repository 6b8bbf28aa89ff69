"""What is inherited: the agencies and time limits that hold for a part of the outline."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.layout.outline import Node
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.roles import Role
from analyzer.spans import HasSpan


@dataclass(slots=True)
class Context:
    """Assignees and limits that hold for what stands under a heading or after an introducing line."""

    assignees: list[tuple[AgencyMention, Role]] = field(default_factory=list)
    limits: list[TimeMention] = field(default_factory=list)
    asked: bool = False


class Contexts:
    """Contexts by node; the context of None is the whole document's."""

    def __init__(self) -> None:
        self._by_node: dict[int | None, Context] = {None: Context()}

    def at(self, node: Node | None) -> Context:
        """Who and when hold at a node: the nearest agencies and the nearest limits on the way up."""
        found = Context()
        seen_limits = False
        current = node
        while True:
            own = self._by_node.get(current.index if current else None)
            if own:
                if own.assignees and not found.assignees:
                    found.assignees, found.asked = own.assignees, own.asked
                if own.limits and not seen_limits:
                    found.limits, seen_limits = own.limits, True
            if current is None:
                return found
            current = current.parent

    def own(self, node: Node | None) -> Context:
        """The context that is the node's own, made when it has none."""
        return self._by_node.setdefault(node.index if node else None, Context())


class Index:
    """Mentions by place."""

    def __init__(self, items: Sequence[HasSpan]) -> None:
        self._items = items
        self._starts = [i.start for i in items]

    def between(self, start: int, end: int) -> list[HasSpan]:
        """The mentions that lie within ``[start, end)``."""
        found = []
        for i in range(bisect_left(self._starts, start), len(self._items)):
            item = self._items[i]
            if item.start >= end:
                break
            if item.end <= end:
                found.append(item)
        return found
