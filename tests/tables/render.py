"""The renderers in one place."""

from __future__ import annotations

from tests.tables.to_html import render_html
from tests.tables.to_pdf import render_pdf
from tests.tables.to_text import render_text
from tests.tables.to_word import render_docx
from tests.tables.typeset import typeset

__all__ = ["RENDERERS", "render_docx", "render_html", "render_pdf", "render_text", "text_to_pdf"]

RENDERERS = {"docx": render_docx, "pdf": render_pdf, "html": render_html, "txt": render_text}


def text_to_pdf(text: str, name: str = "directive") -> bytes:
    """A directive's plain text, such as a document of ``corpora/directives``, as a PDF set like an official document.

    >>> text_to_pdf("KẾ HOẠCH\\nRà soát thủ tục hành chính.")[:5]
    b'%PDF-'
    """
    return render_pdf(typeset(text, name))
