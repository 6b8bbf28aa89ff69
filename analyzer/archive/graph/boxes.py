"""What stands in the boxes of the picture: number, kind, day, issuer, title, what became of it, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from analyzer.archive.graph.fitting import wrapped
from analyzer.archive.graph.layout import BOX_WIDTH
from analyzer.archive.graph.model import LeftOut, Node, Relation
from analyzer.archive.graph.words import effect_words, picture_words, short_issuer
from analyzer.writing.cells import clean, vietnamese_date

PADDING: Final = 10.0  # within a box
TITLE, TEXT, SMALL = 12.5, 11.0, 10.0  # sizes of type
LEADING: Final = 1.32
INK, SOFT, FAINT = "#1f2933", "#52606d", "#7b8794"
COLOURS: Final[dict[Relation, str]] = {
    "replaces": "#c0392b",
    "repeals": "#c0392b",
    "amends": "#8e44ad",
    "implements": "#1e8449",
    "basis": "#2e6db4",
    "mentions": "#9aa5b1",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a box."""

    text: str
    size: float
    fill: str
    bold: bool = False
    italic: bool = False


def box_lines(node: Node, left_out: Iterable[LeftOut] = ()) -> Iterator[Line]:
    """What stands in a box, fitted to it."""
    left = list(left_out)
    words, room = picture_words(), BOX_WIDTH - 2 * PADDING
    for text in wrapped(clean(node.shown_as), room, TITLE, 3, bold=True):
        yield Line(text, TITLE, INK, bold=True)
    name = node.kind_name if node.number and node.kind_name and node.kind_name not in node.shown_as else ""
    dated = " · ".join(filter(None, (name, vietnamese_date(node.issued_on))))
    if dated:
        yield Line(dated, TEXT, SOFT)
    if node.issuer:
        for text in wrapped(clean(short_issuer(node.issuer)), room, TEXT, 2):
            yield Line(text, TEXT, SOFT)
    if node.title and node.title not in node.shown_as:
        for text in wrapped(clean(node.title), room, SMALL, 3):
            yield Line(text, SMALL, FAINT, italic=True)
    if node.candidates:
        told = words["ambiguous"].format(count=len(node.candidates))
        for text in wrapped(told, room, SMALL, 2, bold=True):
            yield Line(text, SMALL, "#b35900", bold=True)
    for effect in node.effects[:2]:
        colour = COLOURS["amends"] if effect.relation == "amends" else COLOURS["replaces"]
        for text in wrapped(clean(effect_words(effect)), room, SMALL, 2, bold=True):
            yield Line(text, SMALL, colour, bold=True)
    if len(node.effects) > 2:
        yield Line(words["effects"].format(count=len(node.effects) - 2), SMALL, COLOURS["amends"], bold=True)
    for way in ("up", "down"):
        count = sum(one.count for one in left if one.direction == way)
        if count:
            yield Line(words[f"left_{way}"].format(count=count), SMALL, SOFT, bold=True)


def box_height(lines: Iterable[Line]) -> float:
    """How high a box with these lines is."""
    return sum(line.size * LEADING for line in lines) + 2 * PADDING * 0.8
