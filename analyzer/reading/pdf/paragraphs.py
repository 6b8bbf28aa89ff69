"""Printed lines of running text to paragraphs, by margins, indents and what the lines say."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from analyzer.reading.composer import Piece
from analyzer.reading.pdf.lines import Line
from analyzer.reading.pdf.page import Page
from analyzer.reading.wrapping import (
    ends_sentence,
    glue,
    is_authority,
    is_capitals,
    is_list_item,
    is_standalone,
    is_torn_range,
    starts_lower,
)

_INDENT = 8.0
_CENTRE = 12.0
_TITLE_SHARE = 0.5
_RAGGED = 0.12
_JUSTIFIED = 4.0


@dataclass(frozen=True, slots=True)
class Measures:
    """The text area of a page in reading position: left and right margin, distance of baselines in a paragraph.

    ``indent`` is how far the first lines of the document's paragraphs usually stand in, None where that varies.
    """

    left: float
    right: float
    pitch: float
    indent: float | None = None

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)


def measure_page(rows: list[Line], page: Page, default: Measures | None) -> Measures:
    """Margins from the page's long lines; the default where it has too few."""
    long = [s for s in rows if s.width > 0.5 * page.frame.reading_size[0]]
    if len(long) < 4 and default is not None:
        return default
    if not long:
        width = page.frame.reading_size[0]
        return Measures(0.14 * width, 0.93 * width, 18.0)
    edges = Counter(round(s.x0) for s in long)
    common = [x for x, count in edges.items() if count >= max(2, 0.15 * len(long))]
    left = min(common) if common else min(s.x0 for s in long)
    gaps = [b.base - a.base for a, b in pairwise(rows) if 0 < b.base - a.base < 3 * a.size]
    return Measures(float(left), _right_margin([s.x1 for s in long]), median(gaps) if gaps else 18.0)


def _right_margin(ends: list[float]) -> float:
    """Where full lines end: the place that most lines of a justified text share, else near the furthest.

    >>> _right_margin([500, 501, 500, 499, 540, 545])
    501
    """
    ordered = sorted(ends)
    most = max(range(len(ordered)), key=lambda i: bisect_right(ordered, ordered[i] + _JUSTIFIED) - i)
    shared = ordered[most : bisect_right(ordered, ordered[most] + _JUSTIFIED)]
    return shared[-1] if len(shared) >= 0.4 * len(ordered) else ordered[int(0.9 * (len(ordered) - 1))]


def usual_indent(rows: list[tuple[Line, Measures]]) -> float | None:
    """The indent that at least five lines, and one in ten, share."""
    counts = Counter(round(line.x0 - m.left) for line, m in rows if line.x0 - m.left > _INDENT)
    indent, count = max(counts.items(), key=lambda c: c[1], default=(0, 0))
    return float(indent) if count >= max(5, 0.1 * len(rows)) else None


def first_lines_are_indented(rows: list[tuple[Line, Measures]]) -> bool:
    """Whether paragraphs open with an indent: most lines after a line that stops short stand in from the margin."""
    indented = flush = 0
    for (before, _), (line, measures) in pairwise(rows):
        if before.x1 < measures.right - 0.15 * measures.width and line.x1 > measures.right - 0.1 * measures.width:
            if line.x0 > measures.left + _INDENT:
                indented += 1
            else:
                flush += 1
    return indented > flush


def is_centred(line: Line, measures: Measures) -> bool:
    """Whether a line stands in the middle, clear of both margins."""
    if measures.indent is not None and abs(line.x0 - measures.left - measures.indent) < 1.5:
        return False
    clear = min(line.x0 - measures.left, measures.right - line.x1) > 2 * _INDENT
    return clear and _in_middle(line, measures)


def _in_middle(line: Line, measures: Measures) -> bool:
    return abs((line.x0 + line.x1) / 2 - (measures.left + measures.right) / 2) < _CENTRE


def goes_on(paragraph: list[Line], line: Line, measures: Measures, *, indented: bool) -> bool:
    """Whether a line continues the paragraph. ``indented``: the document's paragraphs open with an indent."""
    before = paragraph[-1]
    text, following = before.text, line.text
    if is_torn_range(text, following):
        return True
    if abs(before.size - line.size) > 1.2:
        return False
    new_page = before.page != line.page
    if not new_page and line.base - before.base > 2.2 * max(measures.pitch, before.size):
        return False
    if is_centred(before, measures) or is_centred(line, measures):
        # The first line of a long title reaches from margin to margin.
        both = _in_middle(before, measures) and _in_middle(line, measures)
        return both and _title_goes_on(before, line, measures)
    ended = ends_sentence(text)
    reach = before.x1 + 0.25 * before.size + line.first_word_width() - measures.right
    mid_sentence = not ended and starts_lower(following)
    forced = reach > -1.0
    if not forced and not (mid_sentence and reach > -_RAGGED * measures.width and not is_list_item(following)):
        return False
    flush = line.x0 <= measures.left + _INDENT
    if is_list_item(following) or (is_standalone(following) and not mid_sentence):
        # At the margin of a text whose items are indented, "2030. Các …" and "- Hà Nội" are the middle of a sentence.
        return flush and indented and not ended and forced
    if is_capitals(text) and is_capitals(following):
        return forced
    if flush:
        return not (ended and not indented and _gap_is_wide(before, line, measures, new_page))
    # Where paragraphs open with an indent, a line at the same indent opens the next one.
    hanging = line.x0 > paragraph[0].x0 + (3 if indented else -2) and (
        abs(line.x0 - before.x0) < 2
        if len(paragraph) > 1
        else is_list_item(paragraph[0].text) and line.x0 < before.x0 + 60
    )
    return mid_sentence or (hanging and not (ended and indented))


def _gap_is_wide(before: Line, line: Line, measures: Measures, new_page: bool) -> bool:
    return not new_page and line.base - before.base > 1.15 * measures.pitch


def _title_goes_on(before: Line, line: Line, measures: Measures) -> bool:
    if ends_sentence(before.text) or is_list_item(line.text):
        return False
    if before.text.count("(") > before.text.count(")") or before.text.count("“") > before.text.count("”"):
        return True
    if line.text.startswith("(") or is_standalone(line.text) or is_capitals(before.text) != is_capitals(line.text):
        return False
    if starts_lower(line.text):
        return True
    if is_list_item(before.text) or is_authority(line.text):
        return before.x1 - before.x0 + line.first_word_width() > 0.9 * measures.width
    return before.bold == line.bold and before.width > _TITLE_SHARE * measures.width


def pieces(lines: list[Line], pages: dict[int, Page]) -> list[Piece]:
    """The lines of one paragraph with their boxes and what stands between them."""
    found: list[Piece] = []
    for i, line in enumerate(lines):
        frame = pages[line.page].frame
        between = glue(lines[i - 1].text, line.text) if i else " "
        box = frame.box_on_page(line.box)
        edges = frame.along_page(line.edges(), box)
        sure = line.confidences(known) if (known := pages[line.page].confidence) else None
        found.append(Piece(line.text, line.page, box, between, edges, frame.turn, frame.slope, sure))
    return found
