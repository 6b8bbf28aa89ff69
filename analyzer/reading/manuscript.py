"""The Manuscript: what a reader makes of the bytes of a document.

A manuscript is NFC text in blocks, one block a line of the canonical text. A block is a paragraph or a table row;
a row's cells are joined by " | ", empty ones left out. Page furniture (running heads, page numbers, signature stamps)
is set aside and is no part of the text. ``lines`` map stretches of the text back to boxes on pages, where the source
has pages.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from analyzer.reading.edxml.metadata import PacketMetadata
from analyzer.spans import Span

CELL_SEPARATOR = " | "
Reader = Literal["text", "html", "docx", "pdf", "ocr", "doc", "rtf", "edxml"]


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Something that could not be read or was repaired on the way in."""

    code: str
    message: str
    message_vi: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class LineBox:
    """A printed line or a part of one: its range in the canonical text and its box, in PDF points from the displayed
    page's top left.

    ``turn`` counts the quarter turns, counter-clockwise, by which the line is rotated on the displayed page. ``edges``
    say where along the line each character begins, and where the line ends: positions across the page, or down the page
    where the line is turned upright. They are None where only the box is known. ``slope`` is by how much a line of a
    crooked scan moves across its direction along the way, to the bottom or the right of the page; ``box`` is then as
    long as the line and as high as its middle. ``confidence`` is, for each character, that of its word where the line
    was recognised from a picture (0 to 1, and once more for the last), None where it was not.
    """

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]
    edges: array[float] | None = field(default=None, compare=False, repr=False)
    turn: int = 0
    slope: float = 0.0
    confidence: array[float] | None = field(default=None, compare=False, repr=False)

    def cut(self, start: int, end: int) -> LineBox:
        """The part of the line that holds ``[start, end)``; the whole box where the edges are not known.

        >>> line = LineBox(10, 14, 1, (50, 80, 90, 92), array("f", [50, 60, 70, 80, 90]))
        >>> line.cut(11, 13)
        LineBox(start=11, end=13, page=1, box=(60.0, 80.0, 80.0, 92.0), turn=0, slope=0.0)
        """
        start, end = max(start, self.start), min(end, self.end)
        if self.edges is None:
            return replace(self, start=start, end=end)
        low, high = sorted((self.edges[start - self.start], self.edges[end - self.start]))
        x0, y0, x1, y1 = self.box
        upright = self.turn % 2 == 1
        shift = self.slope * (low + high - (y0 + y1 if upright else x0 + x1)) / 2
        box = (x0 + shift, low, x1 + shift, high) if upright else (low, y0 + shift, high, y1 + shift)
        a, b, c, d = (round(value, 1) for value in box)
        return LineBox(start, end, self.page, (a, b, c, d), None, self.turn, self.slope)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or table row: ``text[start:end]`` of the manuscript, without the line break.

    ``cells`` are the ranges of a row's cells, in order, empty cells included as empty ranges; ``table`` counts the
    tables of the document from 0. ``merged`` gives for each column the range of the cell that reaches into it from
    above or from the left, None where the row has a cell of its own there; it is empty where no cell is merged.
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
    """Where the text came from; ``packet`` is what the header of the packet said that the document came in."""

    name: str | None
    media_type: str
    sha256: str
    reader: Reader
    pages: int | None = None
    packet: PacketMetadata | None = None


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
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def confidence(self, start: int, end: int) -> float | None:
        """The mean confidence with which the letters of ``[start, end)`` were recognised; None where none were."""
        i = max(0, bisect_right(self._line_starts, start) - 1)
        total, count = 0.0, 0
        while i < len(self.lines) and self.lines[i].start < end:
            line = self.lines[i]
            if line.confidence is not None:
                part = line.confidence[max(start, line.start) - line.start : max(0, min(end, line.end) - line.start)]
                total, count = total + sum(part), count + len(part)
            i += 1
        return total / count if count else None

    def boxes(self, start: int, end: int) -> list[LineBox]:
        """The parts of printed lines that hold ``[start, end)``, in reading order, blanks at their ends left off.

        Empty where there are no pages.
        """
        i = max(0, bisect_right(self._line_starts, start) - 1)
        found = []
        while i < len(self.lines) and self.lines[i].start < end:
            line = self.lines[i]
            begin, stop = max(start, line.start), min(end, line.end)
            words = self.text[begin:stop]
            begin += len(words) - len(words.lstrip())
            if begin < (stop := begin + len(words.strip())):
                found.append(line.cut(begin, stop))
            i += 1
        return found
