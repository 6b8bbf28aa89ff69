"""What the model of work sees of a unit: the rules' verdict, its place, and its words.

Names, times and numbers are put into one form first ("<a>", "<t>", "0"), so that what is learned holds for others.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.layout.outline import Node
from analyzer.pipes.tasks.finding import Situation, Verdict
from analyzer.pipes.tasks.tokens import TOKEN, normal_tokens
from analyzer.pipes.tasks.view import View
from analyzer.spans import HasSpan

#: Version of the features; a model of another version cannot be read with this code.
FORMAT = 1
_OPENING = 240  # letters of a unit whose words are looked at
_WORDS = 32
_LENGTHS = (20, 40, 80, 140, 220, 350, 550)
_HEADING_WORDS = 3
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
            found += [f"behind={' '.join(behind[:n])}" for n in (1, 2, 3) if len(behind) >= n]
    words = _words(view, start, end)
    found += [f"open={' '.join(words[:n])}" for n in (1, 2, 3, 4) if len(words) >= n]
    found += _above(view, node)
    return tuple(found), words


def _words(view: View, start: int, end: int) -> list[str]:
    """The first words of a unit."""
    stop = min(end, start + _OPENING)
    mentions: list[HasSpan] = [*view.agencies(start, stop), *view.times(start, stop)]
    return normal_tokens(view.lowered, start, stop, sorted(mentions, key=lambda m: m.start))[:_WORDS]


def _above(view: View, node: Node) -> Iterator[str]:
    """What stands above a unit: the opening words of its heading, and whether a colon introduces it."""
    parent = node.parent
    if parent is None:
        yield "above=-"
        return
    yield f"above={parent.style}"
    if view.lowered[parent.start : parent.end].rstrip().endswith(":"):
        yield "above=:"
    depth = 0
    while parent is not None and depth < 3:
        words = TOKEN.findall(view.lowered, parent.start, min(parent.end, parent.start + 60))
        yield f"heading{depth}={' '.join(words[:_HEADING_WORDS])}"
        if depth == 0:
            for word in words[:8]:
                yield f"heading={word}"
        parent, depth = parent.parent, depth + 1
