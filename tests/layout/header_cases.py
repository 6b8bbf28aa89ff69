"""Manuscripts made of plain text lines, for the tests of the header reader."""

from __future__ import annotations

from analyzer.reading.manuscript import CELL_SEPARATOR, Block, Manuscript, Source
from analyzer.spans import Span

SOURCE = Source(None, "text/plain", "0" * 64, "text")


def manuscript(text: str) -> Manuscript:
    """One block a line; a line with bars is a row."""
    blocks: list[Block] = []
    at = 0
    for line in text.split("\n"):
        cells: list[Span] = []
        if CELL_SEPARATOR in line:
            start = at
            for cell in line.split(CELL_SEPARATOR):
                cells.append(Span(start, start + len(cell)))
                start += len(cell) + len(CELL_SEPARATOR)
        if line.strip():
            blocks.append(Block("row" if cells else "paragraph", at, at + len(line), cells=tuple(cells)))
        at += len(line) + 1
    return Manuscript(text, tuple(blocks), SOURCE)
