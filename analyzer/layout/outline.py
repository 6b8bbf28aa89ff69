"""The Outline: the body of a document as a tree of labelled parts, items and paragraphs.

The tree is the path on which agencies and time limits are inherited. Every non-blank line of the manuscript that is
neither letterhead, signature nor Nơi nhận becomes a node; a label alone on its line takes the next line as its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from analyzer.knowledge.patterns import pattern
from analyzer.knowledge.verbs import work_verbs
from analyzer.layout.attributes import read_attributes
from analyzer.layout.body_blocks import unfold_rows, visible
from analyzer.layout.labels import BULLETS, RANKS, Label, read_label
from analyzer.layout.sections import zone_of
from analyzer.reading.manuscript import Block, Manuscript
from analyzer.spans import HasSpan

_MAX_DEPTH = 24
_HEADING_LENGTH = 320
_ANNOUNCES = pattern("layout.outline.announces")
_ORDERING_KINDS = frozenset({"TB", "KL", "CĐ", "CT", "CV", "PB"})
_REQUIREMENTS = pattern("layout.outline.requirements")
_FORWARD = pattern("layout.outline.forward")
_ACCOUNT = pattern("layout.outline.account")
_REPORTING_KINDS = frozenset({"BC"})
_HEAD_STYLES = {"điều": "article", "chương": "chapter", "phần": "part", "mục": "section"}
_BARE_HEAD = pattern("layout.outline.bare_head")
_BODIES = pattern("layout.outline.bodies")
_ATTACHED = pattern("layout.outline.attached")


@dataclass(slots=True)
class Node:
    """A part of the body: ``text[start:end]`` is its wording without the label, ``label_start`` where the label stands.

    ``style`` is a key of ``labels.RANKS``, or "paragraph" or "row". ``zone`` is what the part holds (see ``sections``),
    inherited from the headings above. ``parent`` is None at the top of the body.
    """

    index: int
    style: str
    label: str | None
    label_start: int
    start: int
    end: int
    block: Block
    parent: Node | None = None
    zone: str | None = None
    zone_here: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """Steps to the top of the body."""
        depth, node = 0, self.parent
        while node is not None:
            depth, node = depth + 1, node.parent
        return depth

    def path(self) -> list[str]:
        """The labels on the way from the root to this node, annex and part headings included.

        Headings without a label and bullets do not count.
        """
        labels: list[str] = []
        node: Node | None = self
        while node is not None:
            if node.label and node.style not in BULLETS:
                labels.append(node.label)
            node = node.parent
        return labels[::-1]


@dataclass(frozen=True)
class Outline:
    """The nodes of the body in text order, and the text they lie in."""

    text: str
    nodes: tuple[Node, ...]

    def words(self, node: Node) -> str:
        """The wording of a node."""
        return self.text[node.start : node.end]


def build_outline(
    manuscript: Manuscript,
    *,
    start: int = 0,
    end: int | None = None,
    skip: Iterable[HasSpan] = (),
    kind: str | None = None,
) -> Outline:
    """Build the tree of the body that begins at ``start``; what lies behind ``end`` or in ``skip`` is left out.

    ``kind`` is the document's (TB, KH …): under "Yêu cầu" a plan states principles, a conclusion gives orders.
    """
    text = manuscript.text
    hidden = sorted([(0, start), *((r.start, r.end) for r in skip)])
    if end is not None:
        hidden.append((end, len(text)))
    blocks = [
        piece
        for part in unfold_rows(text, [b for b in manuscript.blocks if b.end > start])
        for piece in visible(part, hidden)
        if text[piece.start : piece.end].strip(" |")
    ]
    nodes = list(_read_nodes(manuscript.text, blocks))
    _link(manuscript.text, nodes, orders=kind in _ORDERING_KINDS, reports=kind in _REPORTING_KINDS)
    return Outline(manuscript.text, tuple(nodes))


_REMARK = re.compile(r"\s{0,4}\([^()]{0,500}\)?\s{0,4}$")  # "(Kèm theo Kế hoạch …)" behind the title of an annex


def _read_nodes(text: str, blocks: Sequence[Block]) -> Iterable[Node]:
    index = 0
    i = 0
    while i < len(blocks):
        block = blocks[i]
        line = text[block.start : block.end]
        offset = len(line) - len(line.lstrip())
        line = line[offset:]
        label_start = block.start + offset
        if block.kind == "row":
            yield Node(index, "row", None, label_start, label_start, block.end, block)
        else:
            label = read_label(line)
            if label is None and _BARE_HEAD.fullmatch(line) and i + 1 < len(blocks):
                # "Điều" alone, its number on the next line
                i += 1
                follower = blocks[i]
                number = read_label(text[follower.start : follower.end])
                at = follower.start + (number.end if number else 0)
                style = _HEAD_STYLES[line.strip().lower()]
                words = f"{line.strip()} {number.text}" if number else line.strip()
                yield Node(index, style, words, label_start, at, follower.end, follower)
            elif (
                label
                and label.end >= len(line)
                and i + 1 < len(blocks)
                and _takes_next_line(text, label, blocks[i + 1])
            ):
                i += 1
                follower = blocks[i]
                lead = text[follower.start : follower.end]
                begin = follower.start + len(lead) - len(lead.lstrip())
                yield Node(index, label.style, label.text, label_start, begin, follower.end, follower)
            elif label:
                yield Node(index, label.style, label.text, label_start, label_start + label.end, block.end, block)
            elif _ATTACHED.match(line) and _REMARK.sub("", line).isupper() and len(line) < _HEADING_LENGTH:
                label_text = " ".join(line.split()[:3]) if line.startswith("PHỤ LỤC") else None
                yield Node(index, "annex", label_text, label_start, label_start, block.end, block)
            elif (line.isupper() and 8 < len(line) < _HEADING_LENGTH) or _is_bare_heading(line):
                yield Node(index, "caps", None, label_start, label_start, block.end, block)
            else:
                yield Node(index, "paragraph", None, label_start, label_start, block.end, block)
        index += 1
        i += 1


def _is_bare_heading(line: str) -> bool:
    """A short line without a label whose words open a zone ("Các chỉ tiêu cụ thể:")."""
    words = line.rstrip(" :")
    if len(words) > 80 or words[-1:] in ".;," or not words[:1].isupper() or read_attributes(line):
        return False
    return zone_of(words) is not None


def _takes_next_line(text: str, label: Label, follower: Block) -> bool:
    """A label alone on its line: its text stands on the next one, unless that has a label of its own."""
    if label.style in BULLETS or follower.kind == "row":
        return False
    return read_label(text[follower.start : follower.end].lstrip()) is None


def _link(text: str, nodes: Sequence[Node], *, orders: bool, reports: bool) -> None:
    """Give every node its parent and zone, by a stack of open labels."""
    stack: list[Node] = []
    previous: Node | None = None
    bodies: set[int] = set()  # lines that name whom the lines after them are for
    opened: set[int | None] = set()  # parts in which a line has announced work: what follows there is work
    for node in nodes:
        titled = _titled_annex(stack, node, previous)
        addressed = titled is None and _addresses(text, node, stack, followed=node is not nodes[-1])
        if addressed:
            bodies.add(node.index)
            while stack and stack[-1].style in (*BULLETS, "paragraph"):
                stack.pop()
        if titled is not None:
            node.parent = titled
        elif node.style in ("paragraph", "row"):
            node.parent = stack[-1] if stack and stack[-1].index in bodies else _paragraph_parent(text, stack, previous)
        else:
            _close(stack, node)
            node.parent = stack[-1] if stack else None
            if len(stack) < _MAX_DEPTH:
                stack.append(node)
        own = _own_zone(text, node)
        if own == "purpose" and orders and _REQUIREMENTS.match(text, node.start, node.end):
            own = "tasks"
        if own == "tasks" and (node.parent.zone == "results" if node.parent else reports) and not _turns(text, node):
            own = None  # what the results are of
        scope = node.parent.index if node.parent is not None else None
        if own:
            node.zone, node.zone_here = own, True
            if titled is not None:
                titled.zone = own
        elif scope in opened:
            node.zone = "tasks"
        elif node.parent is not None:
            node.zone = node.parent.zone
        elif reports:
            node.zone = "results"
        if node.zone in (None, "tasks") and not own and _gives_account(text, node):
            node.zone = "results"
        if node.style == "paragraph" and not reports and _opens_work(text, node):
            opened.add(scope)
            node.zone = "tasks"
        if node.parent is not None:
            node.parent.children.append(node)
        if addressed and len(stack) < _MAX_DEPTH:
            stack.append(node)  # what follows is for this body
        elif node.style == "paragraph" and text[node.end - 1 : node.end] == ":" and len(stack) < _MAX_DEPTH:
            while stack and stack[-1].style in (*BULLETS, "paragraph"):
                stack.pop()
            stack.append(node)  # the bullets that follow are what it introduces
        previous = node


def _titled_annex(stack: Sequence[Node], node: Node, previous: Node | None) -> Node | None:
    """The annex whose title the line is: it stands right under "PHỤ LỤC I", and what follows belongs to the annex."""
    if node.label is not None or node.style not in ("annex", "caps") or not stack:
        return None
    above = stack[-1]
    if above.style != "annex" or above.label is None or previous is None:
        return None
    return above if previous is above or (previous.parent is above and previous.style in ("annex", "caps")) else None


def _close(stack: list[Node], node: Node) -> None:
    """Pop what the label of ``node`` ends."""
    if node.style not in BULLETS:
        stack[:] = [n for n in stack if n.style != "paragraph"]
    styles = [n.style for n in stack]
    if node.style in styles:
        del stack[styles.index(node.style) :]
        return
    rank = RANKS[node.style]
    structural = rank <= RANKS["article"]
    opens_list = node.label is not None and Label(node.style, node.label, 0).first
    while stack:
        top = stack[-1]
        ends = structural or top.style in BULLETS or not opens_list or top.style == "caps"
        if not ends or not (RANKS[top.style] > rank or (top.style == "caps" and node.style == "caps")):
            break
        stack.pop()


def _paragraph_parent(text: str, stack: list[Node], previous: Node | None) -> Node | None:
    """A line without a label belongs to the heading above it; after a bullet, to what the bullet belongs to."""
    if not stack:
        return None
    top = stack[-1]
    if top.style == "paragraph" or (top.style in BULLETS and not text[top.start : top.end].rstrip().endswith(":")):
        for node in reversed(stack):
            if node.style not in BULLETS and node.style != "paragraph":
                return node
        return None
    return top


def _addresses(text: str, node: Node, stack: Sequence[Node], *, followed: bool) -> bool:
    """Whether a line without a label names nothing but bodies that what follows is for: a list lost its numbers."""
    above = next((n for n in reversed(stack) if n.style not in (*BULLETS, "paragraph")), None)
    if node.style != "paragraph" or not followed or above is None or above.zone != "tasks":
        return False
    if not _BODIES.fullmatch(text, node.start, node.end):
        return False
    # a verb of work in small letters tells a sentence from names such as "Sở Xây dựng"
    padded = f" {text[node.start : node.end]} ".replace(",", " ,")
    return not any(f" {verb} " in padded for verb in _verbs())


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(verb for verb in work_verbs() if " " in verb)


def _opens_work(text: str, node: Node) -> bool:
    """A line such as "… yêu cầu … thực hiện các nhiệm vụ sau:" ends the background before it."""
    tail = text[max(node.start, node.end - 160) : node.end].rstrip().lower()
    return tail.endswith(":") and bool(_ANNOUNCES.search(tail))


def _turns(text: str, node: Node) -> bool:
    """Whether a heading turns to the work ahead."""
    return _FORWARD.match(text, node.start, node.end) is not None


def _gives_account(text: str, node: Node) -> bool:
    """Whether a line tells results: a question, or an account of what was done with no list to follow.

    An account above the first heading is the preamble.
    """
    words = text[node.start : node.end].rstrip()
    if words.endswith("?"):
        return True
    in_preamble = node.zone is None and node.style in ("paragraph", "caps")
    return not in_preamble and not words.endswith(":") and _ACCOUNT.match(words) is not None


def _own_zone(text: str, node: Node) -> str | None:
    if node.style in ("row", "dash", "plus", "star"):
        return None
    words = text[node.start : node.end]
    head, colon, rest = words[:200].partition(":")
    if node.style == "paragraph" and not (colon and len(head) < 60):
        # a heading without a label: short, no sentence
        if len(words) > 80 or words.rstrip()[-1:] in ".;,":
            return None
        return zone_of(words)
    if colon and len(head) < 120:
        return zone_of(head, slack=16 if len(rest) > 60 else None)
    if len(words) > _HEADING_LENGTH or (words.rstrip()[-1:] in (".", ";") and len(words) > 60):
        return None
    return zone_of(words)
