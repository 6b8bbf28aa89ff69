"""The tasks found so far, and the run-in attribute lines that speak of them.

An attribute line belongs to the work above it: the item it stands under, or the group of items before it that have
none of their own. Where no work stands before it, it holds for what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from analyzer.knowledge.patterns import pattern
from analyzer.layout.attributes import Attribute
from analyzer.layout.labels import BULLETS
from analyzer.layout.outline import Node
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.context import Contexts
from analyzer.pipes.tasks.mentions import Assignee, Deadline, TaskMention
from analyzer.pipes.tasks.roles import Role
from analyzer.pipes.tasks.sentences import split_sentences
from analyzer.pipes.tasks.shape import Shapes
from analyzer.pipes.tasks.view import View
from analyzer.spans import Span

_OF_GROUP = pattern("task.ledger.of_group")
_SUPPORTS = pattern("task.rows.supports")


class Ledger:
    """Tasks by the part of the outline they lie in, open for attributes until one has closed the part."""

    def __init__(self, view: View, shapes: Shapes, contexts: Contexts) -> None:
        self._view = view
        self._shapes = shapes
        self._contexts = contexts
        self.tasks: list[TaskMention] = []
        self._open: dict[int | None, list[TaskMention]] = {}
        self._closed: set[int | None] = set()
        self._attributed: set[tuple[int, str]] = set()
        self._groups: dict[int, list[TaskMention]] = {}

    def register(self, node: Node, task: TaskMention) -> None:
        """Note the task as open for attributes, with its node and all the parts it lies in."""
        current: Node | None = node
        while True:
            key = current.index if current else None
            if key in self._closed:
                self._closed.discard(key)
                self._open[key] = []
            self._open.setdefault(key, []).append(task)
            if current is None:
                break
            current = current.parent
        self.tasks.append(task)

    def attach(self, node: Node, attributes: Sequence[Attribute]) -> None:
        """Give a run-in attribute line to the work it speaks of, or to what follows where no work stands before it."""
        owner = node.parent
        if node.style == "paragraph" and owner is not None and (self._is_leaf(owner) or self._is_of_group(node)):
            owner = owner.parent  # a line of its own after a group of items holds for the group
        work = self._open.get(owner.index if owner else None, [])
        if node.style in BULLETS and owner is not None and work:
            work = [*self._bare_siblings(owner), *work]
        while not work and owner is not None and self._shapes.only_attributes(owner):
            owner = owner.parent
            work = self._open.get(owner.index if owner else None, [])
        if work and (owner is not None or node.parent is None):
            self.apply(attributes, work)
            self._closed.add(owner.index if owner else None)
            self._closed.add(node.parent.index if node.parent else None)
        else:
            self._hold(node, attributes)

    def limit_list(self, node: Node, limit: Attribute) -> None:
        """Give a time limit to all the work of the list that stands right above ``node``."""
        owner = node.parent
        if owner is not None and not any(c.index in self._open for c in owner.children if c is not node):
            owner = owner.parent  # the line hangs on the last item of the list
        self.apply([limit], self._open.get(owner.index if owner else None, []))

    def _bare_siblings(self, item: Node) -> list[TaskMention]:
        """Tasks of the items right before ``item`` in its list that have no attribute lines and name nobody."""
        if item.index in self._groups:
            return self._groups[item.index]
        found = self._groups[item.index] = []
        if item.style in ("number", "roman", "upper", "article") or item.parent is None:
            return found
        siblings = item.parent.children
        for sibling in reversed(siblings[: siblings.index(item)]):
            own = self._open.get(sibling.index, [])
            if sibling.style != item.style or not own or sibling.children:
                break
            if any(
                (id(t), "lead") in self._attributed or (t.has("lead") and not t.assignees[0].inherited) for t in own
            ):
                break
            found.extend(own)
        return found

    def _is_leaf(self, node: Node) -> bool:
        """An item that holds nothing but attribute lines."""
        return node.label is not None and node.index in self._open and self._shapes.only_attributes(node)

    def _is_of_group(self, node: Node) -> bool:
        """A line that says of what it speaks, "Các nội dung tại mục này …", and stands under the last item."""
        item = node.parent
        if item is None or item.label is None or any(c.label for c in item.children):
            return False
        return _OF_GROUP.match(self._view.lowered, node.start, node.end) is not None

    def apply(self, attributes: Sequence[Attribute], work: Sequence[TaskMention]) -> None:
        explicit = set(self._attributed)
        explicit |= {
            (id(t), kind)
            for t in work
            for kind, present in (
                ("lead", any(a.role == "lead" and not a.inherited for a in t.assignees)),
                ("support", any(a.role == "support" and not a.inherited for a in t.assignees)),
                ("time", any(not d.inherited for d in t.deadlines)),
            )
            if present
        }
        for attribute in attributes:
            for task in work:
                if attribute.kind == "time" and (id(task), "time") not in explicit:
                    task.answers.append(Span(attribute.start, attribute.end))
                    if found := self._stated(attribute):
                        task.deadlines = [Deadline(t, inherited=True) for t in found]
                        self._attributed.add((id(task), "time"))
                elif (
                    attribute.kind in ("lead", "support", "monitor")
                    and (id(task), attribute.kind) not in self._attributed
                ):
                    if self._assign(task, attribute):
                        self._attributed.add((id(task), attribute.kind))
                elif attribute.kind == "product" and attribute.end > attribute.start:
                    task.deliverables.append(Span(attribute.start, attribute.end))

    def _stated(self, attribute: Attribute) -> list[TimeMention]:
        """The times of the first sentence of a value that has any: the next tells of something else."""
        sentences = split_sentences(self._view.text, attribute.start, attribute.end)
        return next((found for s in sentences if (found := self._view.times(s.start, s.end))), [])

    def _assign(self, task: TaskMention, attribute: Attribute) -> bool:
        found = self.value_roles(attribute.start, attribute.end, cast(Role, attribute.kind))
        if not found:
            return False
        roles = {r for _, r in found}
        kept = [a for a in task.assignees if not (a.inherited and a.role in roles)]
        task.assignees = kept + [Assignee(m, r, inherited=True) for m, r in found]
        return True

    def value_roles(self, start: int, end: int, default: Role) -> list[tuple[AgencyMention, Role]]:
        """The agencies of an attribute's value: the attribute's role, unless the words give another."""
        mentions = self._view.agencies(start, end)
        roles = self._view.roles(start, end, heading=True)
        given = {id(m): r for m, r in roles.assigned}
        found: list[tuple[AgencyMention, Role]] = []
        for m in mentions:
            role = given.get(id(m))
            found.append((m, role if role == "support" else default))
        return _told_behind(self._view, found)

    def assign_value(self, attribute_node: Node, start: int, end: int, role: Role) -> None:
        work = self._open.get(attribute_node.parent.index if attribute_node.parent else None, [])
        self.apply([Attribute(role, start, start, end)], work)

    def _hold(self, node: Node, attributes: Sequence[Attribute]) -> None:
        """An attribute with no work before it holds for what follows; in a part without work, for the document."""
        owner = node.parent
        while owner is not None and owner.zone in ("scope", "purpose"):
            owner = owner.parent
        context = self._contexts.own(owner)
        for attribute in attributes:
            values = [attribute]
            spans = [(a.start, a.end) for a in values if a.end > a.start]
            if not spans and node.children:
                spans = [(c.start, c.end) for c in node.children]
            for start, end in spans:
                if attribute.kind == "time":
                    found = self._stated(Attribute("time", start, start, end))
                    context.limits = found or context.limits
                elif attribute.kind in ("lead", "support"):
                    context.assignees = [*context.assignees, *self.value_roles(start, end, cast(Role, attribute.kind))]


def _told_behind(view: View, named: Sequence[tuple[AgencyMention, Role]]) -> list[tuple[AgencyMention, Role]]:
    """The roles, where words behind a name give another: "Sở A chủ trì; Sở B, Sở C phối hợp"."""
    told: list[tuple[AgencyMention, Role]] = []
    supporting: int | None = None  # where the run of names begins whose last one is said to support
    for mention, role in reversed(named):
        joined = supporting is not None and view.lowered[mention.end : supporting].strip() in (",", "và")
        if joined or _SUPPORTS.match(view.lowered, mention.end):
            role, supporting = "support", mention.start
        told.append((mention, role))
    return told[::-1]
