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
        self._lists: dict[tuple[int | None, str], tuple[bool, bool]] = {}

    def is_theme(self, node: Node, start: int, end: int, named: Sequence[AgencyMention]) -> bool:
        """Whether a heading that holds the names speaks of them and not to them."""
        if not named or not all(self._is_class(mention) for mention in named):
            return False
        lowered = self._view.lowered
        if _MARKED.match(lowered, start, end) or self._in_shared_duties(node):
            return False
        if _SUBJECT.search(lowered, start, end):
            return True
        if self._view.text[start:end].rstrip().endswith(":"):
            return False
        several, bodies = self._beside(node)
        return several and not bodies

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

    def _beside(self, node: Node) -> tuple[bool, bool]:
        """Whether the list of the heading has other items, and whether one opens with a body that is spoken to."""
        key = (node.parent.index if node.parent else None, node.style)
        if key not in self._lists:
            items = [item for item in (node.parent.children if node.parent else self._top) if item.style == node.style]
            self._lists[key] = len(items) > 1, any(self._opens_with_body(item) for item in items)
        return self._lists[key]

    def _opens_with_body(self, item: Node) -> bool:
        mentions = self._view.agencies(item.start, min(item.end, item.start + _OPENING))
        if not mentions or self._is_class(mentions[0]):
            return False
        marked = _MARKED.match(self._view.lowered, item.start, item.end)
        opens = marked.end() if marked else item.start
        return not self._view.lowered[min(opens, mentions[0].start) : mentions[0].start].strip()
