"""Where words stand that a person pointed at: offsets, pages and boxes."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.archive.layouts import Layout
from analyzer.assembly.models import Box, Directive, PageBoxes, Span, Task
from analyzer.review.errors import BadEdit


def text_of(directive: Directive) -> str:
    """The text of a directive. Raises BadEdit where it was kept without."""
    if directive.text is None:
        raise BadEdit(
            "The directive was kept without its text: its extents cannot be changed.",
            "Văn bản được lưu không kèm toàn văn nên không sửa được phạm vi câu chữ.",
        )
    return directive.text


class Places:
    """Spans in the text of one directive.

    Boxes come from the layout where there is one that fits the text, else from what is known of the words that a span
    shares with others.
    """

    def __init__(self, directive: Directive, layout: Layout | None = None) -> None:
        self.text = text_of(directive)
        self._directive = directive
        self._layout = layout if layout is not None and layout.fits(self.text) else None

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A range without the blanks at its ends. Raises BadEdit where it lies outside the text or is empty."""
        if not 0 <= start < end <= len(self.text):
            raise BadEdit(
                f"The text has {len(self.text)} characters; {start} to {end} is no part of it.",
                f"Đoạn từ {start} đến {end} không nằm trong văn bản ({len(self.text)} ký tự).",
            )
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start >= end:
            raise BadEdit("There are no words between these places.", "Đoạn được chọn không có chữ nào.")
        return start, end

    def find(self, words: str, start: int, end: int) -> tuple[int, int] | None:
        """Where words stand in a part of the text, case aside; None where they do not."""
        low, wanted = _folded(self.text[start:end]), _folded(words)
        at = low.find(wanted) if wanted else -1
        return None if at < 0 else (start + at, start + at + len(wanted))

    def span(self, start: int, end: int) -> Span:
        """The span of a range, with its page and boxes as far as they are known."""
        if self._layout is not None:
            return _span(start, end, self._layout.boxes(start, end), self._recognised(start, end))
        known = [span for span in _spans(self._directive) if span.page is not None]
        around = [span for span in known if span.start <= start and end <= span.end]
        if around:
            nearest = min(around, key=lambda span: span.end - span.start)
            return nearest.model_copy(update={"start": start, "end": end})
        inside = [span for span in known if start <= span.start and span.end <= end]
        boxes: dict[int, list[Box]] = {}
        for span in _outermost(inside):
            for page, some in _by_page(span):
                boxes.setdefault(page, []).extend(box for box in some if box not in boxes.get(page, ()))
        if boxes:
            return _span(start, end, boxes, self._recognised(start, end))
        return Span(start=start, end=end, page=_page_between(known, start, end))

    def _recognised(self, start: int, end: int) -> float | None:
        """How surely the words were recognised: as the least sure of what shares them."""
        sure = [
            span.recognised
            for span in _spans(self._directive)
            if span.recognised is not None and span.start < end and start < span.end
        ]
        return min(sure, default=None)


def _folded(text: str) -> str:
    """Lower case, each character by itself, so that places stay."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _span(start: int, end: int, boxes: dict[int, list[Box]], recognised: float | None) -> Span:
    if not boxes:
        return Span(start=start, end=end, recognised=recognised)
    (page, first), *others = boxes.items()
    continued = [PageBoxes(page=page, boxes=some) for page, some in others] or None
    return Span(start=start, end=end, page=page, boxes=first or None, continued=continued, recognised=recognised)


def _spans(directive: Directive) -> Iterator[Span]:
    for task in directive.tasks:
        yield from task_spans(task)
    yield from (reference.span for reference in directive.references)
    yield from (time.span for time in directive.times)
    yield from (target.span for target in directive.targets)
    yield from (unit.span for unit in directive.review or ())
    for agency in directive.agencies:
        yield from (mention.span for mention in agency.mentions)


def task_spans(task: Task) -> Iterator[Span]:
    """The spans of a task and of its parts."""
    yield task.span
    yield from (assignee.span for assignee in task.assignees)
    yield from (limit.span for limit in task.deadlines)
    yield from (trigger.span for trigger in task.triggers)


def _outermost(spans: list[Span]) -> list[Span]:
    """The spans that no other one holds, in the order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _by_page(span: Span) -> Iterator[tuple[int, list[Box]]]:
    if span.page is not None and span.boxes:
        yield span.page, span.boxes
    for more in span.continued or ():
        yield more.page, more.boxes


def _page_between(known: list[Span], start: int, end: int) -> int | None:
    """The page of words between others that are on one page."""
    before = max((span for span in known if span.end <= start), key=lambda span: span.end, default=None)
    behind = min((span for span in known if span.start >= end), key=lambda span: span.start, default=None)
    if before is None or behind is None:
        return None
    last = before.continued[-1].page if before.continued else before.page
    return last if last == behind.page else None
