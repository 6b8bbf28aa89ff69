"""The head of a document or article: number, date, kind, issuer, trích yếu, addressees, signature, body range."""

from __future__ import annotations

from analyzer.knowledge.folding import fold
from analyzer.layout.article import read_article
from analyzer.layout.closing import read_closings
from analyzer.layout.head import Header
from analyzer.layout.inference import read_speech
from analyzer.layout.letterhead import first_anchor, read_document
from analyzer.layout.pieces import cut
from analyzer.layout.words import squeeze
from analyzer.reading.manuscript import Manuscript

__all__ = ["Header", "read_header"]

_ZONE = 14_000  # characters in which the head of a document is looked for


def read_header(manuscript: Manuscript) -> Header:
    """Read the head of a document or article. Never raises; what the text does not say is None, with a warning.

    >>> from analyzer.reading.manuscript import Manuscript, Source
    >>> text = "UBND TỈNH A\\nSỞ NỘI VỤ\\nSố: 12/KH-SNV\\nA, ngày 05 tháng 3 năm 2024\\n"
    >>> text += "KẾ HOẠCH\\nKiểm tra công vụ năm 2024\\n"
    >>> header = read_header(Manuscript(text, (), Source(None, "text/plain", "", "text")))
    >>> header.kind, header.number, header.issued_on.isoformat(), header.issuer, header.title
    ('KH', '12/KH-SNV', '2024-03-05', 'Sở Nội vụ tỉnh A', 'Kiểm tra công vụ năm 2024')
    """
    text = manuscript.text
    low = fold(text)
    pieces = cut(text, low, min(len(text), _ZONE))
    header = Header(body_end=len(text))
    first = first_anchor(text, low, pieces)
    if first is None:
        _read_article(text, low, header)
    else:
        read_document(text, low, pieces, first, header)
    read_speech(text, low, header)
    _conclude(header)
    return header


def _read_article(text: str, low: str, header: Header) -> None:
    article = read_article(text, low)
    header.source_kind = "article"
    if article.kind is not None:
        header.kind, header.kind_name = article.kind.code, article.kind.name
    header.number, header.number_span = article.number, article.number_span
    header.issued_on, header.date_span = article.issued_on, article.date_span
    header.year = (
        article.issued_on.year if article.issued_on else article.article_date.year if article.article_date else None
    )
    header.issuer, header.issuer_span = article.issuer, article.issuer_span
    header.title, header.title_span = article.title, article.title_span
    header.article_date = article.article_date
    header.body_start, header.body_end = article.body_start, article.body_end
    closings = read_closings(text, low, article.body_start)
    if closings:
        header.closings = closings
        header.body_end = min(header.body_end, max(closings[0].start, header.body_start))
        header.signer = closings[0].signer
        header.recipients = [squeeze(text[s.start : s.end]) for s in closings[0].recipients]


def _conclude(header: Header) -> None:
    header.year = header.issued_on.year if header.issued_on else header.year
    if header.number is None and header.number_span is None:
        header.warn("number_unknown")
    for value, code in (
        (header.issued_on, "date_unknown"), (header.issuer, "issuer_unknown"),
        (header.kind, "kind_unknown"), (header.title, "title_unknown"),
    ):  # fmt: skip
        if value is None:
            header.warn(code)
    if header.secrecy is not None:
        header.warn("secret")
    header.body_end = max(header.body_end, header.body_start)
