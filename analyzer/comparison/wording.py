"""Two texts compared word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from analyzer.knowledge.folding import nfc

Kind = Literal["same", "out", "in"]
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 4000  # tokens compared one by one; the work grows with their product


@dataclass(frozen=True, slots=True)
class Op:
    """A stretch of words: kept, taken out or put in."""

    kind: Kind
    text: str


def difference(before: str, after: str) -> list[Op]:
    """What was taken out and put in, whole words at a time.

    >>> [(op.kind, op.text) for op in difference("trước ngày 30/6/2024", "trước ngày 31/7/2024")]
    [('same', 'trước ngày '), ('out', '30/6'), ('in', '31/7'), ('same', '/2024')]
    """
    old, new = _TOKEN.findall(_plain(before)), _TOKEN.findall(_plain(after))
    if max(len(old), len(new)) > _LONGEST:
        return [Op("out", "".join(old)), Op("in", "".join(new))]
    found: list[Op] = []
    for kind, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Op("same", "".join(old[i:k])))
            continue
        if i < k:
            found.append(Op("out", "".join(old[i:k])))
        if j < m:
            found.append(Op("in", "".join(new[j:m])))
    return _joined(found)


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())


def _joined(ops: list[Op]) -> list[Op]:
    """Changes that only a blank or mark parts, drawn together: two words replaced are one change."""
    found: list[Op] = []
    at = 0
    while at < len(ops):
        out = put = ""
        start = at
        while at < len(ops):
            op = ops[at]
            between = op.kind == "same" and start < at < len(ops) - 1 and not any(c.isalpha() for c in op.text)
            if op.kind == "same" and not (between and len(op.text) <= 2):
                break
            out += op.text if op.kind != "in" else ""
            put += op.text if op.kind != "out" else ""
            at += 1
        found += [Op("out", out)] if out else []
        found += [Op("in", put)] if put else []
        if at < len(ops):
            found.append(ops[at])
            at += 1
    return found
