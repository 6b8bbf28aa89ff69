"""The places in the head of a document where its number and date are filled in by hand or stamped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.reading.pdf.lines import whole_rows
from analyzer.reading.pdf.page import Glyph, Page

_HEAD_SHARE = 0.45

# Rows without their spaces; marks may be misread.
_BLANKS = (
    (
        "serial",
        re.compile(r"(?:^|[^\w])S[ốôóòõộỗồoơờ][:.;]?(?P<inner>[^/:]{0,7}?)(?=/(?:\d{4}/)?[A-ZĐÐ]{2}|-[A-ZĐÐ]{2})"),
    ),
    ("day", re.compile(r"[,.]?ng[àaáảâă]y(?P<inner>.{0,5}?)(?=th[áaàảâă]ng)")),
    ("month", re.compile(r"ng[àaáảâă]y.{0,5}?th[áaàảâă]ng(?P<inner>.{0,4}?)(?=n[ăaâáà]m)")),
    ("year", re.compile(r"th[áaàảâă]ng.{0,4}?n[ăaâáà]m(?P<inner>.{0,6})$")),
)


@dataclass(frozen=True, slots=True)
class Blank:
    """A place of the letterhead where digits stand: between which glyphs, and the glyphs read there so far."""

    kind: str
    before: Glyph
    inner: tuple[Glyph, ...]
    after: Glyph | None


def blanks(page: Page) -> list[Blank]:
    """The places of number, day, month and year in the head of the page, in reading order."""
    limit = page.frame.reading_size[1] * _HEAD_SHARE
    found: list[Blank] = []
    seen: set[str] = set()
    for row in whole_rows([g for g in page.glyphs if g.base < limit]):
        bare = "".join(g.text[:1] for g in row)
        for kind, pattern in _BLANKS:
            if kind in seen or (match := pattern.search(bare)) is None:
                continue
            start, end = match.span("inner")
            seen.add(kind)
            found.append(Blank(kind, row[start - 1], tuple(row[start:end]), row[end] if end < len(row) else None))
    return found
