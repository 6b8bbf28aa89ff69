"""What a node of the outline is to the task pipe: a heading, a line that introduces a list, work, or an attribute."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.knowledge.patterns import pattern
from analyzer.layout.attributes import Attribute, read_attributes
from analyzer.layout.outline import Node, Outline
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.sentences import split_sentences
from analyzer.pipes.tasks.view import View

SILENT_ZONES = frozenset({"purpose", "scope", "basis", "results", "product", "effect", "target"})
_NAMES_DOCUMENT = pattern("task.shape.names_document")


class Shapes:
    """Shapes of the nodes of one outline.

    ``attributes`` are the run-in attributes by node; ``tasks`` the headings that are themselves the task, because only
    attribute lines follow them.
    """

    def __init__(self, view: View, outline: Outline) -> None:
        self._view = view
        self.tasks: set[int] = set()
        self.attributes: dict[int, list[Attribute]] = {
            n.index: read_attributes(outline.words(n), n.start) for n in outline.nodes if n.style != "row"
        }

    def shape(self, node: Node) -> str:
        """What a node is to its children: "heading", "intro" (its last sentence introduces a list) or "item"."""
        words = self._view.text[node.start : node.end].rstrip()
        if not words:
            return "heading"
        children = [c for c in node.children if c.style != "row" and not self.is_attribute(c)]
        described = any(
            self.is_attribute(c) and self.attributes[c.index][0].kind in ("lead", "support", "time")
            for c in node.children
        )
        if described and self._is_work(node):
            children = [c for c in children if not self._describes(c)]
            if not children:
                self.tasks.add(node.index)
                return "item"
        rows = any(c.style == "row" for c in node.children)
        if node.style in ("annex", "caps", "part", "chapter", "section") or words.isupper():
            return "heading"
        if words.endswith(":"):
            return "intro"
        ended = words[-1] in '.;!”"…' or words.endswith("./.")
        if not children:
            if rows and not ended:
                return "heading"
            return "item"
        labelled = [c for c in _before_next_list(self._view.text, children) if c.style != "paragraph"]
        if not ended:
            return "heading"
        if labelled and len(split_sentences(self._view.text, node.start, node.end)) == 1 and len(words) < 260:
            named = self._view.roles(node.start, node.end)
            return (
                "item"
                if named.by("lead") and cues().verb_at(self._view.lowered, named.by("lead")[-1].end + 1)
                else "heading"
            )
        return "item"

    def is_attribute(self, node: Node) -> bool:
        attributes = self.attributes.get(node.index)
        return bool(attributes) and attributes is not None and attributes[0].kind != "content"

    def only_attributes(self, node: Node) -> bool:
        """Whether nothing but attribute lines stands under the node."""
        return all(self.is_attribute(c) for c in node.children)

    def awaits_lead(self, node: Node) -> bool:
        """An attribute line such as "Cơ quan thực hiện:" whose value stands on the lines under it."""
        attributes = self.attributes.get(node.index) or []
        return bool(attributes) and attributes[0].kind == "lead" and attributes[0].end <= attributes[0].start

    def _describes(self, node: Node) -> bool:
        """A "Nội dung: …" line under a task, or prose that orders nothing; "Nhiệm vụ: …" names work of its own."""
        if not self.attributes.get(node.index):
            return node.style == "paragraph" and cues().verb_at(self._view.lowered, node.start) is None
        return not self._view.lowered.startswith(("nhiệm vụ", "công việc"), node.start)

    def _is_work(self, node: Node) -> bool:
        """Whether a heading that attribute lines follow names work, or a document to be made."""
        if node.zone in SILENT_ZONES or node.style in ("annex", "caps", "part", "chapter", "section", "upper"):
            return False
        return (
            bool(_NAMES_DOCUMENT.match(self._view.lowered, node.start))
            or cues().verb_at(self._view.lowered, node.start) is not None
            or self._wholly_described(node)
        )

    def _wholly_described(self, node: Node) -> bool:
        """Whether a labelled line has nothing under it but who leads and more: "1. Hội thi tìm hiểu pháp luật"."""
        if node.label is None or node.style == "roman" or len(node.children) < 2 or not self.only_attributes(node):
            return False
        kinds = {self.attributes[child.index][0].kind for child in node.children}
        words = self._view.text[node.start : node.end].rstrip(" .:")
        return "lead" in kinds and not read_attributes(words + ":")


def _before_next_list(text: str, children: Sequence[Node]) -> list[Node]:
    """The children up to a line of its own that opens a list: what follows it is that line's."""
    for position, child in enumerate(children):
        if child.style == "paragraph" and text[child.start : child.end].rstrip().endswith(":"):
            return list(children[:position])
    return list(children)
