"""Text fitted to a width without knowing the font: widths of a common sans-serif face, with room for wider ones."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from analyzer.knowledge.folding import without_accents

# Advance widths of Helvetica in thousandths of the size (Adobe's metrics), by character.
_WIDTHS: Final = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys("!,./:;I[]\\ ft", 278),
    **dict.fromkeys("()-r`{}", 333),
    **dict.fromkeys("*\"", 380),
    **dict.fromkeys("Jcksvxyz", 500),
    **dict.fromkeys("#$0123456789?Labdeghnopqu_", 556),
    **dict.fromkeys("+<=>~", 584),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("%W", 930),
    "@": 1015,
}  # fmt: skip
_OTHER: Final = 600
_FULL: Final = 1000  # characters of scripts that are as wide as high
_ROOM: Final = 1.12  # of wider faces: Verdana, DejaVu Sans
_BOLD: Final = 1.07


@lru_cache(maxsize=65536)
def width(text: str, size: float, bold: bool = False) -> float:
    """How wide the text is, rather too wide than too narrow.

    >>> width("Sở", 10) < width("Sở Nội vụ", 10) < width("Sở Nội vụ", 10, bold=True)
    True
    """
    units = sum(_WIDTHS.get(c, _FULL if c > "\u2e80" else _OTHER) for c in without_accents(text))
    return units * size / 1000 * _ROOM * (_BOLD if bold else 1.0)


def wrapped(text: str, room: float, size: float, most: int, bold: bool = False) -> list[str]:
    """The text in at most ``most`` lines that fit the room, cut with an ellipsis.

    >>> wrapped("Kế hoạch cải cách hành chính của tỉnh", 90, 11, 2)
    ['Kế hoạch cải', 'cách hành…']
    """
    lines: list[str] = []
    line = ""
    words = text.split()
    for at, word in enumerate(words):
        for piece in _pieces(word, room, size, bold):
            longer = f"{line} {piece}" if line else piece
            if not line or width(longer, size, bold) <= room:
                line = longer
                continue
            lines.append(line)
            line = piece
            if len(lines) == most:
                return [*lines[:-1], _cut(lines[-1], room, size, bold)]
        if len(lines) == most - 1 and at + 1 < len(words):
            following = f"{line} {words[at + 1]}"
            if width(following, size, bold) > room:
                return [*lines, _cut(line, room, size, bold)]
    return [*lines, line] if line else lines


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word that is wider than the room, broken."""
    if width(word, size, bold) <= room:
        return [word]
    pieces, piece = [], ""
    for character in word:
        if piece and width(piece + character, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def _cut(line: str, room: float, size: float, bold: bool) -> str:
    """The line with an ellipsis, words taken off until it fits."""
    line = line.rstrip(" ,;:.–-")
    while line and width(line + "…", size, bold) > room:
        head, _, _ = line.rpartition(" ")
        line = (head or line[:-1]).rstrip(" ,;:.–-")
    return line + "…"
