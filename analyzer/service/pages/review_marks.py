"""Where the words of tasks and of their parts stand: for the highlights on the pages and in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from analyzer.assembly.models import Box, Directive, Span, Task

Part = Literal["agency", "deadline", "target", "reference"]


def parts(directive: Directive, task: Task) -> Iterator[tuple[Part, Span]]:
    """What belongs to a task, wherever it stands: a heading names bodies and limits for all below it."""
    yield from (("agency", a.span) for a in task.assignees if not by_hand(task, a.span))
    yield from (("deadline", d.span) for d in task.deadlines if not by_hand(task, d.span))
    yield from (("target", t.span) for t in directive.targets if t.id in task.targets)
    yield from (("reference", r.span) for r in directive.references if r.id in task.references)


def by_hand(task: Task, span: Span) -> bool:
    """Whether a part of a task has no words of its own: a person set it, and it lies on the whole task."""
    return span.start <= task.span.start and task.span.end <= span.end


def marks(directive: Directive) -> list[dict[str, Any]]:
    """The marks as the script of the page wants them: each task's range and boxes by page, and those of its parts."""
    return [_mark(directive, task) for task in directive.tasks]


def _mark(directive: Directive, task: Task) -> dict[str, Any]:
    found = {(kind, span.start, span.end): span for kind, span in parts(directive, task)}
    return {
        "id": task.id,
        **_place(task.span),
        "parts": [{"kind": kind, **_place(span)} for (kind, _, _), span in found.items()],
    }


def _place(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "pages": boxes(span)}


def boxes(span: Span) -> dict[int, list[Box]]:
    """The boxes of a span by page; empty where the source has no pages."""
    if span.page is None or not span.boxes:
        return {}
    return {span.page: span.boxes, **{more.page: more.boxes for more in span.continued or []}}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line that belong to the same tasks and parts."""

    start: int
    text: str
    tasks: str
    kinds: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the canonical text."""

    start: int
    pieces: list[Piece]


def lines(directive: Directive) -> Iterator[Line]:
    """The canonical text in lines, cut wherever words begin or end to belong to a task or part.

    >>> from analyzer import analyze
    >>> [line] = lines(analyze("Giao Sở Y tế báo cáo trước ngày 30/6/2024."))
    >>> [(piece.text, piece.kinds) for piece in line.pieces if piece.kinds]
    [('Sở Y tế', 'agency'), ('trước ngày 30/6/2024', 'deadline')]
    """
    text = directive.text or ""
    ranges = [("", task.id, task.span.start, task.span.end) for task in directive.tasks]
    ranges += [
        (kind, task.id, span.start, span.end) for task in directive.tasks for kind, span in parts(directive, task)
    ]
    ranges.sort(key=lambda found: found[2])
    begun, start, waiting = 0, 0, list[tuple[str, str, int, int]]()
    for words in text.split("\n"):
        end = start + len(words)
        while begun < len(ranges) and ranges[begun][2] < end:
            waiting.append(ranges[begun])
            begun += 1
        waiting = [found for found in waiting if found[3] > start]
        yield Line(start, list(_pieces(text, start, end, waiting)))
        start = end + 1


def _pieces(text: str, start: int, end: int, ranges: list[tuple[str, str, int, int]]) -> Iterator[Piece]:
    cuts = {start, end}
    for _, _, first, last in ranges:
        cuts.update(at for at in (first, last) if start < at < end)
    for first, last in pairwise(sorted(cuts)):
        here = [found for found in ranges if found[2] <= first and last <= found[3]]
        tasks = dict.fromkeys(task for kind, task, _, _ in here if not kind)
        kinds = dict.fromkeys(kind for kind, _, _, _ in here if kind)
        yield Piece(first, text[first:last], " ".join(tasks), " ".join(kinds))
