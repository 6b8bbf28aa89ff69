"""The Manuscript: what a reader makes of the bytes of a document.

A manuscript is NFC text in blocks, one block a line of the canonical text. A block is a paragraph or a table row;
a row's cells are joined by " | ", empty ones left out. Page furniture (running heads, page numbers, signature stamps)
is set aside and is no part of the text. ``lines`` map stretches of the text back to boxes on pages, where the source
has pages.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from analyzer.spans import Span

CELL_SEPARATOR = " | "
Reader = Literal["text", "html", "docx", "pdf", "ocr", "doc", "rtf"]


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Something that could not be read or was repaired on the way in."""

    code: str
    message: str
    message_vi: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class LineBox:
    """A printed line: its range in the canonical text and its box, in PDF points from the page's top left."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or table row: ``text[start:end]`` of the manuscript, without the line break.

    ``cells`` are the ranges of a row's cells, in order, empty cells included as empty ranges; ``table`` counts the
    tables of the document from 0. ``merged`` gives for each column the range of the cell that reaches into it from above
    or from the left, None where the row has a cell of its own there; it is empty where no cell of the row is merged.
    ``bold``, ``centred`` and ``indent`` (points) are None where the source does not say.
    """

    kind: Literal["paragraph", "row"]
    start: int
    end: int
    page: int | None = None
    table: int | None = None
    cells: tuple[Span, ...] = ()
    merged: tuple[Span | None, ...] = ()
    bold: bool | None = None
    centred: bool | None = None
    indent: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text came from."""

    name: str | None
    media_type: str
    sha256: str
    reader: Reader
    pages: int | None = None


@dataclass(frozen=True)
class Manuscript:
    """NFC text with its blocks, boxes, furniture and notes."""

    text: str
    blocks: tuple[Block, ...]
    source: Source
    lines: tuple[LineBox, ...] = ()
    furniture: tuple[str, ...] = ()
    notes: tuple[ReadingNote, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _block_starts(self) -> list[int]:
        return [b.start for b in self.blocks]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the offset."""
        i = bisect_right(self._block_starts, offset) - 1
        return self.blocks[i] if i >= 0 and offset <= self.blocks[i].end else None

    def boxes(self, start: int, end: int) -> list[LineBox]:
        """The printed lines that ``[start, end)`` touches, in reading order; empty where there are no pages."""
        i = max(0, bisect_right(self._line_starts, start) - 1)
        found = []
        while i < len(self.lines) and self.lines[i].start < end:
            if self.lines[i].end > start:
                found.append(self.lines[i])
            i += 1
        return found
