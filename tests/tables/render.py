"""The renderers in one place."""

from __future__ import annotations

from tests.tables.to_pdf import render_pdf
from tests.tables.typeset import typeset

__all__ = ["render_pdf", "text_to_pdf"]


def text_to_pdf(text: str, name: str = "directive") -> bytes:
    """A directive's plain text, such as a document of ``corpora/directives``, as a PDF set like an official document.

    >>> text_to_pdf("KẾ HOẠCH\\nRà soát thủ tục hành chính.")[:5]
    b'%PDF-'
    """
    return render_pdf(typeset(text, name))
