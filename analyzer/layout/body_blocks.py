"""The blocks of a body before they become nodes: rows that only lay out prose, and what lies in hidden ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from analyzer.knowledge.patterns import pattern
from analyzer.layout.columns import header_roles
from analyzer.layout.labels import read_label
from analyzer.reading.manuscript import Block
from analyzer.spans import Span

_OWN_INDEX = re.compile(r"\(?[\dIVXa-zđ]{1,4}(?:\.\d{1,2}){0,3}[.)]{0,2}")
_RUN_IN_ITEM = re.compile(r"[.;:](?:/\.)?\s{1,3}(?=(?:[-–+•]|\d{1,2}[.)]|[a-zđ]\)|\(\d{1,2}\))\s{1,2}[^\W\d_])")
_HEADER_INDEX = pattern("layout.outline.header_index")


def unfold_rows(text: str, blocks: Sequence[Block]) -> Iterable[Block]:
    """Rows that lay out prose (a letter's body beside its addressees) become paragraphs, one a cell.

    Rows under a header of work or measures stay rows, and so do rows that start with a number of their own.
    """
    in_table = 0
    for block in blocks:
        if block.kind != "row":
            in_table = max(0, in_table - 1)  # a group heading may stand between two rows
            yield block
            continue
        words = [text[c.start : c.end] for c in block.cells]
        header = next((i for i, w in enumerate(words) if _HEADER_INDEX.fullmatch(w.strip())), 0)
        if header_roles(words[header:]):
            before = block.cells[:header]
            if in_table and len(before) > 2:  # the last row of the table above, run into the title of this one
                yield replace(block, end=before[-2].end, cells=before[:-1], merged=())
                before = before[-1:]
            for cell in before:
                yield from _as_paragraphs(text, block, cell)
            yield replace(
                block, start=block.cells[header].start, cells=block.cells[header:], merged=block.merged[header:]
            )
            in_table = 2
        elif in_table or not _is_prose(words):
            yield block
            in_table = 2 if in_table else 0
        else:
            for cell in block.cells:
                yield from _as_paragraphs(text, block, cell)


def visible(block: Block, hidden: Sequence[tuple[int, int]]) -> list[Block]:
    """What is left of a block outside the hidden ranges: a letter's body and its Nơi nhận may share a line."""
    parts = [(block.start, block.end)]
    for low, high in hidden:
        if low < block.end and high > block.start:
            parts = [piece for a, b in parts for piece in ((a, min(b, low)), (max(a, high), b)) if piece[0] < piece[1]]
    if parts == [(block.start, block.end)]:
        return [block]
    return [
        replace(block, start=a, end=b, cells=tuple(c for c in block.cells if a <= c.start and c.end <= b), merged=())
        for a, b in parts
    ]


def _as_paragraphs(text: str, block: Block, cell: Span) -> list[Block]:
    """A cell of prose, cut before the items of a list that the export ran together."""
    cuts = [cell.start, *(m.end() for m in _RUN_IN_ITEM.finditer(text, cell.start, cell.end)), cell.end]
    if len(cuts) < 4:
        cuts = [cell.start, cell.end]
    return [replace(block, kind="paragraph", start=a, end=b, cells=(), table=None) for a, b in pairwise(cuts)]


def _is_prose(cells: Sequence[str]) -> bool:
    """Whether the cells of a row are sentences and list items rather than entries of a table."""
    if cells and cells[0].lower().startswith(("kính gửi", "nơi nhận")):
        return True
    if cells and _OWN_INDEX.fullmatch(cells[0].strip()):
        return False
    return any(_is_sentence(c.strip()) for c in cells)


def _is_sentence(words: str) -> bool:
    label = read_label(words)
    if label is not None and len(words) - label.end > 25:
        return True
    return len(words) >= 80 and (words[-1] in ".;:" or ". " in words or "; " in words)
