"""Page furniture of a PDF: page numbers, running heads, stamps, footnotes."""

from __future__ import annotations

import re
from collections import Counter

from analyzer.reading.furniture import is_incoming_mark, is_stamp, page_number, stamp_lines
from analyzer.reading.letterhead import STATE_NAME
from analyzer.reading.pdf.lines import Line, select
from analyzer.reading.pdf.page import Page

_EDGE = 0.12
_HEAD_EDGE = 0.08
_REPEATS = 3
_DIGITS = re.compile(r"\d+")
_FOOTNOTE = re.compile(r"(?:\(?\d{1,2}\)?|[⁰¹²³⁴-⁹]{1,2}|\*{1,2})\s?[^\W\d]")
_STAMP_SIZE = 0.85


def set_aside(pages: list[Page], lines: dict[int, list[Line]], body_size: float) -> dict[int, list[Line]]:
    """Take the furniture out of each page's lines; returns what was taken, stamps first."""
    repeated = _running_heads(pages, lines)
    taken: dict[int, list[Line]] = {}
    for page in pages:
        here = lines[page.number]
        stamped = _stamps(here, body_size)
        height = page.frame.reading_size[1]
        edges = {id(s) for s in _edge_rows(here)}
        numbers = {
            id(s)
            for s in here
            if id(s) in edges
            and all(_key(o) in repeated for o in here if o is not s and abs(o.base - s.base) < 0.4 * s.size)
            and page_number(s.text) is not None
            and (s.base < height * _EDGE or s.base > height * (1 - _EDGE))
        }
        heads = {id(s) for s in here if id(s) in edges and (_key(s)) in repeated}
        away = stamped | numbers | heads
        left = [s for s in here if id(s) not in away]
        notes = {id(s) for s in _footnotes(left, height, body_size)}
        taken[page.number], lines[page.number] = select(here, lambda s, a=away | notes: id(s) in a)  # type: ignore[misc]
        taken[page.number].sort(key=lambda s, st=stamped: id(s) not in st)  # type: ignore[misc]
    return taken


def _edge_rows(lines: list[Line]) -> list[Line]:
    """The first two and last two printed lines of a page, with what stands beside them."""
    bases = sorted({round(s.base) for s in lines})
    edge = {*bases[:2], *bases[-2:]}
    return [s for s in lines if round(s.base) in edge]


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.base / 12)


def _running_heads(pages: list[Page], lines: dict[int, list[Line]]) -> set[tuple[str, int]]:
    """Lines that stand at the same place at the edge of at least three pages, numbers aside."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        height = page.frame.reading_size[1]
        heads = [s for s in _edge_rows(lines[page.number]) if min(s.base, height - s.base) < height * _HEAD_EDGE]
        counts.update({_key(s) for s in heads if len(s.text) > 3})
    return {key for key, count in counts.items() if count >= max(_REPEATS, 0.3 * len(pages))}


def _stamps(lines: list[Line], body_size: float) -> set[int]:
    """Ids of lines in stamps: the cue's column is followed as far as it reads as a stamp or is set in small print."""
    found: set[int] = set()
    for cue in lines:
        if id(cue) in found or not (is_stamp(cue.text) or is_incoming_mark(cue.text)):
            continue
        column = sorted((s for s in lines if s.x0 < cue.x1 and s.x1 > cue.x0), key=lambda s: s.base)
        inside = stamp_lines([s.text for s in column])
        found |= {id(column[i]) for i in inside}
        for i in sorted(inside):
            # A stamp's long entries wrap: small lines right below, up to the next entry.
            j = i + 1
            while j < len(column) and j not in inside and _runs_on(column[j - 1], column[j], body_size):
                found.add(id(column[j]))
                j += 1
    return found


def _runs_on(before: Line, line: Line, body_size: float) -> bool:
    small = line.size <= _STAMP_SIZE * body_size and abs(line.size - before.size) < 0.5
    return small and line.base - before.base < 1.6 * line.size and not STATE_NAME.search(line.text)


def _footnotes(lines: list[Line], height: float, body_size: float) -> list[Line]:
    """Small print at the foot of a page that opens with a note's number."""
    ordered = sorted(lines, key=lambda s: s.base)
    start = len(ordered)
    while start and ordered[start - 1].size < 0.88 * body_size and ordered[start - 1].base > height * 0.5:
        start -= 1
    while start < len(ordered) and not _FOOTNOTE.match(ordered[start].text):
        start += 1
    block = ordered[start:]
    return [] if any(s.text.startswith("Nơi nhận") for s in ordered[max(0, start - 40) :]) else block
