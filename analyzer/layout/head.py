"""The Header: what the head and the end of a document say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analyzer.layout.closing import Closing
from analyzer.layout.marks import Secrecy, Urgency
from analyzer.layout.signature import Signer
from analyzer.reading.manuscript import ReadingNote
from analyzer.spans import Span

NOTES = {
    "number_blank": ("The number line has no number.", "Dòng số, ký hiệu chưa có số."),
    "number_unknown": ("No number was found.", "Không tìm thấy số, ký hiệu văn bản."),
    "date_unknown": ("The date of issue is not written out.", "Không xác định được ngày ban hành."),
    "issuer_unknown": ("The issuing body was not found.", "Không xác định được cơ quan ban hành."),
    "kind_unknown": ("The kind of document was not found.", "Không xác định được loại văn bản."),
    "title_unknown": ("The abstract (trích yếu) was not found.", "Không xác định được trích yếu."),
    "kind_conflict": ("Title line and number name different kinds.", "Tên loại và ký hiệu văn bản không khớp."),
    "issuer_inferred": ("The issuing body follows from the number.", "Cơ quan ban hành suy ra từ ký hiệu."),
    "number_from_overlay": (
        "Number and date were printed over the blanks of the letterhead.",
        "Số và ngày lấy từ lớp chữ in đè lên chỗ trống.",
    ),
    "secret": ("The document bears a state-secret mark.", "Văn bản có dấu độ mật."),
}


@dataclass(slots=True)
class Header:
    """What the head and the end of a document say about it.

    Spans are ranges of the canonical text. ``kind`` is the abbreviation ("CT"), ``number`` is as written without "Số:"
    and blanks, None where it is blank; ``symbol`` is what follows the serial, also of a blank number. ``issuer`` is the
    full name with its place. ``title`` is the trích yếu in the letters of the text, without "Về việc". The body runs
    from ``body_start`` to ``body_end``; ``closings`` are the signature blocks, the document's own first.
    """

    source_kind: Literal["document", "article"] = "document"
    kind: str | None = None
    kind_name: str | None = None
    kind_span: Span | None = None
    number: str | None = None
    number_span: Span | None = None
    symbol: str | None = None
    issued_on: date | None = None
    year: int | None = None
    date_span: Span | None = None
    place: str | None = None
    issuer: str | None = None
    issuer_span: Span | None = None
    parent: str | None = None
    title: str | None = None
    title_span: Span | None = None
    addressees: list[Span] = field(default_factory=list)
    signer: Signer | None = None
    recipients: list[str] = field(default_factory=list)
    urgency: Urgency | None = None
    secrecy: Secrecy | None = None
    body_start: int = 0
    body_end: int = 0
    closings: list[Closing] = field(default_factory=list)
    article_date: date | None = None
    warnings: list[ReadingNote] = field(default_factory=list)

    def warn(self, code: str) -> None:
        """Add a warning of the known codes, once."""
        if all(note.code != code for note in self.warnings):
            self.warnings.append(ReadingNote(code, *NOTES[code]))
