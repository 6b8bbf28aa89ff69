"""PDF: characters with boxes from pdfium or from recognised pictures, put together to lines, columns, paragraphs and
tables."""

from __future__ import annotations

from analyzer.reading.composer import Composer
from analyzer.reading.limits import Limits
from analyzer.reading.manuscript import Manuscript, Reader, Source
from analyzer.reading.pdf.compose import compose
from analyzer.reading.pdf.document import opened, read_metadata, read_pages
from analyzer.reading.pdf.encodings import make_unicode
from analyzer.reading.pdf.leaves import take_apart
from analyzer.reading.pdf.scans import no_text, note_pages, recognise_pages, unreadable
from analyzer.reading.pdf.stamps import read_stamps
from analyzer.reading.pdf.tables import TableFinder
from analyzer.reading.progress import Report, silent


def read_pdf(data: bytes, name: str | None, digest: str, limits: Limits, report: Report = silent) -> Manuscript:
    """The manuscript of a PDF; scanned pages and such whose text layer does not read as Vietnamese are recognised.

    Raises MissingTool where that takes tesseract and it is not installed, NoTextLayer where no page shows any text.
    """
    composer = Composer(limits)
    with opened(data, limits) as document:
        read_metadata(document, composer)
        pages = read_pages(document, composer, limits)
        make_unicode(document, pages, composer)
        if numbers := unreadable(pages):
            pages = recognise_pages(document, pages, numbers, composer, limits, report)
    read_stamps(data, pages[0], composer, limits)
    recognised = [page.number for page in pages if page.recognised and page.glyphs]
    note_pages(recognised, len(pages), composer)
    compose(take_apart(pages, TableFinder(data).find, composer), composer)
    if composer.is_empty:
        raise no_text()
    reader: Reader = "ocr" if len(recognised) * 2 > len(pages) else "pdf"
    return composer.finish(Source(name, "application/pdf", digest, reader, pages=len(pages)))
