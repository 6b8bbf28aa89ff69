"""Directives as plain text: a line a paragraph, cells divided by " | ", merged cells once."""

from __future__ import annotations

from collections.abc import Iterator

from tests.tables.model import Addressees, Closing, Document, Grid, NewPage, Paragraph


def render_text(document: Document) -> bytes:
    """The document as UTF-8 text.

    >>> render_text(Document("x", None, ("KẾ HOẠCH",), (Paragraph("Rà soát."),))).decode()
    'KẾ HOẠCH\\nRà soát.\\n'
    """
    return "".join(f"{line}\n" for line in _lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    head = document.letterhead
    if head:
        yield from head.issuer
        yield from head.motto
        yield head.number
        if head.about:
            yield head.about
        yield head.place_date
    yield from document.title
    for part in document.parts:
        match part:
            case Paragraph(text):
                yield text
            case Grid():
                for row in part.rows():
                    yield " | ".join(" ".join(cell.paragraphs) if cell else "" for cell in row)
            case Addressees(names):
                yield f"Kính gửi: {' '.join(names)}"
            case Closing(recipients, signature):
                yield from ("Nơi nhận:", *recipients) if recipients else ()
                yield from signature
            case NewPage():
                pass
