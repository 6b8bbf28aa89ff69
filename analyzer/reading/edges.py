"""Where the characters of a printed line begin along it, kept through the cleaning of the line's text.

A line of ``n`` characters has ``n + 1`` edges: that at ``i`` is where character ``i`` begins, the last one where the
line ends. A space begins where the word before it ends.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

_WORD = re.compile(r"\S+")


def align(raw: str, edges: Sequence[float], text: str) -> array[float]:
    """The edges of ``text``, which is ``raw`` cleaned, from those of ``raw``.

    Words are matched in order, and letters within a word by their share of it; where cleaning has joined or parted
    words, by their share of the line. ``text`` has single spaces and none at its ends.

    >>> list(align("Sơ\\u0309  A", [0, 5, 9, 10, 11, 12, 20], "Sở A"))
    [0.0, 7.0, 10.0, 12.0, 20.0]
    """
    if text == raw:
        return array("f", edges)
    before = [m.span() for m in _WORD.finditer(raw)]
    after = [m.span() for m in _WORD.finditer(text)]
    if len(before) != len(after):
        before, after = [(0, len(raw))], [(0, len(text))]
    found = array("f")
    for (b0, b1), (a0, a1) in zip(before, after, strict=True):
        found.extend(_between(edges, b0 + (b1 - b0) * i / (a1 - a0)) for i in range(a1 - a0))
        found.append(edges[b1])
    return found


def _between(edges: Sequence[float], at: float) -> float:
    whole = int(at)
    part = at - whole
    return edges[whole] if not part else edges[whole] * (1 - part) + edges[whole + 1] * part
