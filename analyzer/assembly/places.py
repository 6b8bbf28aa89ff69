"""Where items stand: offsets of the canonical text, and pages with boxes where the source has them."""

from __future__ import annotations

from analyzer.assembly import models
from analyzer.reading.manuscript import Manuscript
from analyzer.spans import HasSpan


class Places:
    """Quotes and spans of one manuscript's items."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._text = manuscript.text

    def quote(self, item: HasSpan) -> str:
        """The words of an item, letter for letter."""
        return self._text[item.start : item.end]

    def span(self, item: HasSpan) -> models.Span:
        """The item's offsets, page and boxes."""
        if not self._manuscript.lines:
            return models.Span(start=item.start, end=item.end)
        pages: dict[int, list[models.Box]] = {}
        for line in self._manuscript.boxes(item.start, item.end):
            pages.setdefault(line.page, []).append(line.box)
        if not pages:
            return models.Span(start=item.start, end=item.end)
        (page, boxes), *others = pages.items()
        sure = self._manuscript.confidence(item.start, item.end)
        return models.Span(
            start=item.start,
            end=item.end,
            page=page,
            boxes=boxes,
            continued=[models.PageBoxes(page=page, boxes=boxes) for page, boxes in others] or None,
            recognised=None if sure is None else round(min(1.0, max(0.0, sure)), 2),
        )
