"""What the model of work sees of a unit: the rules' verdict, its place, and its words.

Names, times and numbers are put into one form first ("<a>", "<t>", "0"), so that what is learned holds for others.
"""

from __future__ import annotations

from analyzer.layout.outline import Node
from analyzer.pipes.tasks.finding import Situation, Verdict
from analyzer.pipes.tasks.tokens import TOKEN, normal_tokens, opening
from analyzer.pipes.tasks.view import View
from analyzer.spans import HasSpan

#: Version of the features; a model of another version cannot be read with this code.
FORMAT = 1
_OPENING = 180  # letters of a unit whose words are looked at
_WORDS = 24
_LENGTHS = (20, 40, 80, 140, 220, 350, 550)
_HEADING_WORDS = 3
_DEPTH = 3  # headings above a unit that are looked at
_FLAGS = ("item", "inherits", "closing", "in_article", "preamble", "follows", "described", "commits")


def work_features(
    view: View, start: int, end: int, node: Node, kind: str, verdict: Verdict, situation: Situation | None, before: str
) -> tuple[tuple[str, ...], list[str]]:
    """The features present in a unit, and its words; ``before`` is the verdict on the unit before it in its part."""
    if end <= start:
        return (), []
    why, zone = verdict.why, node.zone or "-"
    found = [
        f"kind={kind}",
        f"why={why}",
        f"why={why}|zone={zone}",
        f"kind={kind}|zone={zone}",
        f"style={node.style}",
        f"why={why}|style={node.style}",
        f"why={why}|before={before}",
        f"length={sum(end - start > n for n in _LENGTHS)}",
        f"end={view.text[end - 1]}" if not view.text[end - 1].isalnum() else "end=word",
    ]
    if situation is not None:
        flags = [name for name in _FLAGS if getattr(situation, name)]
        found += [f"is={name}" for name in flags]
        found += [f"why={why}|is={name}" for name in flags]
        roles = situation.roles
        found += [f"role={role}" for role in roles.known]
        if roles.orderer:
            found.append("role=orderer")
        if leads := roles.by("lead"):
            behind = TOKEN.findall(view.lowered, leads[-1].end, min(end, leads[-1].end + 40))
            found += opening("behind", behind, 3)
    words = _words(view, start, end)
    found += opening("open", words, 4)
    found += _above(view, node)
    return tuple(found), words


def _words(view: View, start: int, end: int) -> list[str]:
    """The first words of a unit."""
    stop = min(end, start + _OPENING)
    mentions: list[HasSpan] = [*view.agencies(start, stop), *view.times(start, stop)]
    return normal_tokens(view.lowered, start, stop, sorted(mentions, key=lambda m: m.start))[:_WORDS]


def _above(view: View, node: Node) -> list[str]:
    """What stands above a unit: the opening words of its headings, and whether a colon introduces it."""
    parent = node.parent
    if parent is None:
        return ["above=-"]
    known = view.above.get(parent.index)
    if known is None:
        known = view.above[parent.index] = _headings(view, parent)
    return known


def _headings(view: View, parent: Node) -> list[str]:
    found = [f"above={parent.style}"]
    if view.lowered[parent.start : parent.end].rstrip().endswith(":"):
        found.append("above=:")
    above: Node | None = parent
    for depth in range(_DEPTH):
        if above is None:
            break
        words = TOKEN.findall(view.lowered, above.start, min(above.end, above.start + 60))
        found.append(f"heading{depth}={' '.join(words[:_HEADING_WORDS])}")
        if depth == 0:
            found += [f"heading={word}" for word in words[:8]]
        above = above.parent
    return found
