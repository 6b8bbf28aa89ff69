"""Composing a manuscript: readers hand over paragraphs and rows, the composer cleans them and keeps the offsets."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzer.errors import EmptyDocument
from analyzer.reading.characters import clean, repair_mojibake
from analyzer.reading.edges import align
from analyzer.reading.grid import Reach
from analyzer.reading.legacy import Encoding, convert_blocks
from analyzer.reading.limits import DEFAULT_LIMITS, Limits
from analyzer.reading.manuscript import CELL_SEPARATOR, Block, LineBox, Manuscript, ReadingNote, Source
from analyzer.reading.repair import repair
from analyzer.spans import Span

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: raw text and, where it was printed, its page and box.

    ``glue`` stands between the piece before and this one. ``edges`` say where on the page each character of ``text``
    begins along the line and where the line ends (see :mod:`analyzer.reading.edges`); ``turn`` counts the quarter
    turns, counter-clockwise, by which the line is rotated on the displayed page; ``slope`` is that of a crooked scan.
    ``confidence`` goes along with ``edges`` where the text was recognised.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    glue: str = " "
    edges: array[float] | None = None
    turn: int = 0
    slope: float = 0.0
    confidence: array[float] | None = None


class Composer:
    """Collects the blocks of one document and makes the manuscript of them.

    >>> composer = Composer()
    >>> composer.paragraph("KẾ HOẠCH", bold=True)
    >>> composer.row(["1", "", "Sở Nội vụ"], table=0)
    >>> manuscript = composer.finish(Source(None, "text/plain", "", "text"))
    >>> manuscript.text
    'KẾ HOẠCH\\n1 | Sở Nội vụ'
    >>> [manuscript.text[c.start:c.end] for c in manuscript.blocks[1].cells]
    ['1', '', 'Sở Nội vụ']
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._covers: tuple[int, list[Span | None]] = (-1, [])
        self._lines: list[LineBox] = []
        self._furniture: list[str] = []
        self._notes: list[ReadingNote] = []
        self._legacy: dict[Encoding, None] = {}
        self._legacy_in_part = False
        self._repaired = False
        self._characters_repaired = 0
        self.metadata: dict[str, str] = {}

    def paragraph(
        self,
        text: str | Sequence[Piece],
        *,
        page: int | None = None,
        bold: bool | None = None,
        centred: bool | None = None,
        indent: float | None = None,
    ) -> None:
        """Add a paragraph; one without visible characters is left out."""
        start = self._length + 1 if self._parts else 0
        body, lines = self._join([Piece(text)] if isinstance(text, str) else text, start)
        if not body:
            return
        self._append(body, lines)
        self._blocks.append(
            Block("paragraph", start, start + len(body), page, bold=bold, centred=centred, indent=indent)
        )

    def row(
        self,
        cells: Sequence[str | Sequence[Piece]],
        *,
        table: int,
        reach: Sequence[Reach] = (),
        page: int | None = None,
        bold: bool | None = None,
    ) -> None:
        """Add a table row; an empty cell leaves an empty range and no trace in the text, empty rows are left out.

        ``reach`` says for each column whose cell stands there, where cells are merged; a column without text of its own
        takes that of the cell to its left or above. Give the empty rows too: merged cells may reach through them.

        >>> composer = Composer()
        >>> composer.row(["1", "Rà soát", "Sở Nội vụ"], table=0)
        >>> composer.row(["2", "Báo cáo", ""], table=0, reach=["own", "own", "above"])
        >>> manuscript = composer.finish(Source(None, "text/plain", "", "text"))
        >>> [span and manuscript.text[span.start : span.end] for span in manuscript.blocks[1].merged]
        [None, None, 'Sở Nội vụ']
        """
        start = end = self._length + 1 if self._parts else 0
        parts: list[str] = []
        spans: list[Span] = []
        lines: list[LineBox] = []
        for cell in cells:
            offset = end + len(CELL_SEPARATOR) if parts else end
            body, boxes = self._join([Piece(cell)] if isinstance(cell, str) else cell, offset)
            if body:
                parts.append(body)
                lines += boxes
                end = offset + len(body)
                spans.append(Span(offset, end))
            else:
                spans.append(Span(end, end))
        # A row that is left out has no cells that others could be merged with.
        own: Sequence[Span | None] = spans if parts else [None] * len(spans)
        merged = self._merged(own, reach, table)
        if parts:
            self._append(CELL_SEPARATOR.join(parts), lines)
            reaching = tuple(merged) if any(merged) else ()
            self._blocks.append(
                Block("row", start, end, page, table=table, cells=tuple(spans), merged=reaching, bold=bold)
            )

    def _merged(self, own: Sequence[Span | None], reach: Sequence[Reach], table: int) -> list[Span | None]:
        """For each column the range of the cell that reaches into it, None where the row has one of its own."""
        above = self._covers[1] if self._covers[0] == table else []
        merged: list[Span | None] = [None] * len(own)
        covers = list(own)
        for column, (cell, whose) in enumerate(zip(own, reach, strict=False)):
            if whose == "own" or (cell is not None and cell.start < cell.end):
                continue
            if whose == "left":
                merged[column] = covers[column - 1] if column else None
            else:
                merged[column] = above[column] if column < len(above) else None
            covers[column] = merged[column]
        self._covers = table, covers
        return merged

    def furniture(self, text: str) -> None:
        """Set aside a line that is no part of the document's text."""
        if body := clean(text):
            self._furniture.append(body)

    def in_unicode(self, texts: Sequence[str]) -> list[str]:
        """All the text of the document, a paragraph, cell or line each, converted where it is in an old encoding.

        A reader calls this before anything looks at the words: the whole document tells which encoding short lines are
        in. What was converted is noted.

        >>> Composer().in_unicode(["Së Néi vô", "chñ tr×, phèi hîp víi c¸c ®¬n vÞ"])
        ['Sở Nội vụ', 'chủ trì, phối hợp với các đơn vị']
        """
        conversion = convert_blocks(texts)
        if conversion is None:
            return list(texts)
        self.converted(conversion.found, in_part=conversion.is_partial)
        return conversion.texts

    def converted(self, encodings: Iterable[Encoding], *, in_part: bool) -> None:
        """Record that text was in an old encoding; ``in_part`` where other text of the document was not."""
        self._legacy.update(dict.fromkeys(encodings))
        self._legacy_in_part |= in_part

    def note(self, code: str, message: str, message_vi: str, page: int | None = None) -> None:
        """Record that something could not be read or was repaired."""
        note = ReadingNote(code, message, message_vi, page)
        if note not in self._notes:
            self._notes.append(note)

    @property
    def is_empty(self) -> bool:
        return not self._blocks

    @property
    def length(self) -> int:
        """Code points composed so far."""
        return self._length

    def finish(self, source: Source) -> Manuscript:
        """The manuscript; EmptyDocument if nothing was added."""
        if not self._blocks:
            raise EmptyDocument("The document holds no text.", "Tài liệu không có nội dung văn bản.")
        if self._legacy:
            self._note_legacy()
        if self._repaired:
            self.note(
                "mojibake_repaired",
                "Text that had been decoded with the wrong encoding was repaired.",
                "Đã sửa phần văn bản bị giải mã sai bảng mã.",
            )
        if count := self._characters_repaired:
            self.note(
                "characters_repaired",
                f"{count} characters were repaired: letters of other scripts that look Latin, hyphens lost in numbers.",
                f"Đã sửa {count} ký tự: chữ của bảng chữ khác trông giống chữ Latinh, dấu gạch nối bị mất trong số.",
            )
        return Manuscript(
            text="\n".join(self._parts),
            blocks=tuple(self._blocks),
            source=source,
            lines=tuple(self._lines),
            furniture=tuple(self._furniture),
            notes=tuple(self._notes),
            metadata=self.metadata,
        )

    def _join(self, pieces: Iterable[Piece], start: int) -> tuple[str, list[LineBox]]:
        parts: list[str] = []
        lines: list[LineBox] = []
        at = start
        for piece in pieces:
            body = self._clean(piece.text)
            if not body:
                continue
            if parts:
                parts.append(piece.glue)
                at += len(piece.glue)
            if piece.box is not None and piece.page is not None:
                edges = align(piece.text, piece.edges, body) if piece.edges is not None else None
                sure = align(piece.text, piece.confidence, body) if piece.confidence is not None else None
                lines.append(LineBox(at, at + len(body), piece.page, piece.box, edges, piece.turn, piece.slope, sure))
            parts.append(body)
            at += len(body)
        return "".join(parts), lines

    def _clean(self, text: str) -> str:
        if text.isascii():
            return self._repair(clean(text))
        if repaired := repair_mojibake(text):
            text, self._repaired = repaired, True
        return self._repair(clean(text))

    def _repair(self, text: str) -> str:
        text, count = repair(text)
        self._characters_repaired += count
        return text

    def _append(self, body: str, lines: list[LineBox]) -> None:
        self._length += len(body) + (1 if self._parts else 0)
        self._limits.check(characters=self._length)
        self._parts.append(body)
        self._lines += lines

    def _note_legacy(self) -> None:
        names = ", ".join(self._legacy)
        what, what_vi = ("Part of the text", "Một phần văn bản") if self._legacy_in_part else ("The text", "Văn bản")
        self.note(
            "legacy_encoding_converted",
            f"{what} was in the old encoding {names} and has been converted to Unicode.",
            f"{what_vi} dùng bảng mã cũ {names}, đã được chuyển sang Unicode.",
        )
