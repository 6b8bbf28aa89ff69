"""Headings that name a theme in the words of a class: "Doanh nghiệp số" between "Dữ liệu số" and "Nhân lực số".

A class that only may be meant as somebody who acts ("doanh nghiệp", "các ngành") heads a part of its own about as often
as it is spoken to. Who is spoken to is told by the words ("Đối với …", "Trách nhiệm của …"), by the part (one that
shares out duties), or by the headings beside it: a list of addressees names other bodies, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.knowledge.patterns import pattern
from analyzer.layout.outline import Node, Outline
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.view import View

_MARKED = pattern("task.themes.marked")
_SHARES_OUT = pattern("task.themes.shares_out")
_CLASS_HEAD = pattern("task.themes.class_head")
_SUBJECT = pattern("task.themes.subject")
_OPENING = 200  # characters of an item in which the body it opens with stands


class Themes:
    """Tells headings on a theme from headings that speak to somebody."""

    def __init__(self, view: View, outline: Outline) -> None:
        self._view = view
        self._top = [node for node in outline.nodes if node.parent is None]
        self._bodies: dict[tuple[int | None, str], bool] = {}

    def is_theme(self, node: Node, start: int, end: int, named: Sequence[AgencyMention]) -> bool:
        """Whether a heading that holds the names speaks of them and not to them."""
        if not named or not all(self._is_class(mention) for mention in named):
            return False
        lowered = self._view.lowered
        if _MARKED.match(lowered, start, end) or self._in_shared_duties(node):
            return False
        if _SUBJECT.search(lowered, start, end):
            return True
        if self._view.text[start:end].rstrip().endswith(":") or self._names_bodies(node):
            return False
        return len(self._beside(node)) > 1

    def _is_class(self, mention: AgencyMention) -> bool:
        """A class that may be meant without being spoken to; not one of the administration such as "các sở, ngành"."""
        return mention.generic or _CLASS_HEAD.match(self._view.lowered, mention.start) is not None

    def _in_shared_duties(self, node: Node) -> bool:
        """Whether a part above shares out duties ("Tổ chức thực hiện", "Trách nhiệm của các cơ quan")."""
        current = node.parent
        while current is not None:
            if _SHARES_OUT.match(self._view.lowered, current.start, current.end):
                return True
            current = current.parent
        return False

    def _beside(self, node: Node) -> list[Node]:
        siblings = node.parent.children if node.parent else self._top
        return [sibling for sibling in siblings if sibling.style == node.style]

    def _names_bodies(self, node: Node) -> bool:
        """Whether one of the items of the list opens with a body that can only be spoken to."""
        key = (node.parent.index if node.parent else None, node.style)
        if key not in self._bodies:
            self._bodies[key] = any(self._opens_with_body(item) for item in self._beside(node))
        return self._bodies[key]

    def _opens_with_body(self, item: Node) -> bool:
        mentions = self._view.agencies(item.start, min(item.end, item.start + _OPENING))
        if not mentions or self._is_class(mentions[0]):
            return False
        marked = _MARKED.match(self._view.lowered, item.start, item.end)
        opens = marked.end() if marked else item.start
        return not self._view.lowered[min(opens, mentions[0].start) : mentions[0].start].strip()
