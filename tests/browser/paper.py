"""What the browser tests drop on the page: an invented plan of ten pages, set as an office sets one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer, TableStyle

from tests.reading.builders import body_style, columns, letterhead, page_number, pdf, ruled, title_style

PLAN: dict[str, Any] = tomllib.loads((Path(__file__).parent / "plan.toml").read_text(encoding="utf-8"))
PAGES = 10


@cache
def ten_pages(number: str = PLAN["number"]) -> bytes:
    """The plan as a digital PDF: letterhead, items on two levels, a signature block, a ruled table.

    Under another ``number`` it is another document, so that tests do not meet each other's changes.
    """
    return _printed(number, [(part["heading"], part["items"]) for part in PLAN["part"]])


@cache
def three_pages(number: str) -> bytes:
    """The first tasks of the plan and its table, for tests to which its length is nothing."""
    (tasks,) = (part for part in PLAN["part"] if part["heading"].startswith("IV."))
    return _printed(number, [(tasks["heading"], tasks["items"][:6])])


def _printed(number: str, parts: list[tuple[str, list[str]]]) -> bytes:
    body = body_style(fontSize=14, leading=26, spaceAfter=10)
    heading = body_style(fontName=title_style().fontName, fontSize=13, leading=21, spaceBefore=6, keepWithNext=1)
    closing = PLAN["closing"]
    story: list[Flowable] = [
        letterhead(number, PLAN["place_date"]),
        Spacer(1, 16),
        Paragraph(PLAN["kind"], title_style()),
        Paragraph(PLAN["title"], title_style()),
        Spacer(1, 8),
        *(Paragraph(text, body) for text in PLAN["opening"]),
    ]
    for title, items in parts:
        story += [Paragraph(title, heading), *(Paragraph(item, body) for item in items)]
    signature = columns(closing["recipients"], closing["signer"], (230, 220))
    signature.setStyle(TableStyle([("ALIGN", (0, 0), (0, -1), "LEFT")]))
    story += [
        Paragraph(closing["text"], body),
        Spacer(1, 12),
        signature,
        PageBreak(),
        Paragraph(PLAN["table"]["heading"], title_style()),
        Spacer(1, 8),
        ruled(PLAN["table"]["rows"], [30, 175, 95, 85, 75]),
    ]
    return pdf(story, page_number)
