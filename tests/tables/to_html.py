"""Directives as pages of a document portal, tables with rowspan and colspan."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tests.tables.model import Addressees, Closing, Document, Grid, Letterhead, NewPage, Paragraph


def render_html(document: Document) -> bytes:
    """The document as a web page.

    >>> b"<p>R\\xc3\\xa0" in render_html(Document("x", None, ("KẾ HOẠCH",), (Paragraph("Rà soát thủ tục."),)))
    True
    """
    lines = [
        "<!DOCTYPE html>",
        '<html lang="vi"><head><meta charset="utf-8">',
        f"<title>{escape(document.name)}</title>",
    ]
    lines += ["</head><body>"]
    if document.letterhead:
        lines += _letterhead(document.letterhead)
    lines += [f'<p style="text-align:center"><strong>{escape(line)}</strong></p>' for line in document.title]
    for part in document.parts:
        match part:
            case Paragraph(text, style):
                centre = ' style="text-align:center"' if style in ("centred", "note") else ""
                lines.append(f"<p{centre}>{escape(text)}</p>")
            case Grid():
                lines += _grid(part)
            case Addressees(names):
                lines += _pair(["Kính gửi:"], list(names))
            case Closing(recipients, signature):
                lines += _pair(["Nơi nhận:", *recipients] if recipients else [], list(signature))
            case NewPage():
                lines.append("<hr>")
    lines.append("</body></html>")
    return "\n".join(lines).encode()


def _letterhead(head: Letterhead) -> Iterator[str]:
    below = [head.number, *([head.about] if head.about else [])]
    yield "<table>"
    for left, right in ((head.issuer, head.motto), (below, [head.place_date])):
        yield f"<tr><td>{_lines(left)}</td><td>{_lines(right)}</td></tr>"
    yield "</table>"


def _lines(lines: tuple[str, ...] | list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _pair(left: list[str], right: list[str]) -> list[str]:
    return [f"<table><tr><td>{_lines(left)}</td><td>{_lines(right)}</td></tr></table>"]


def _grid(grid: Grid) -> Iterator[str]:
    yield '<table border="1">'
    for r, row in enumerate(grid.rows()):
        tag = "th" if r < grid.header_rows else "td"
        yield "<tr>"
        for cell in row:
            if cell is not None:
                spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
                yield f"<{tag}{spans}>{'<br>'.join(map(escape, cell.paragraphs))}</{tag}>"
        yield "</tr>"
    yield "</table>"
