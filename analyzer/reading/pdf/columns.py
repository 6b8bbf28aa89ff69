"""The two places where an administrative document has columns: the letterhead and the signature block.

Nghị định 30/2020/NĐ-CP, phụ lục I: ô số 1 to 5b share the head of page one, ô số 7 and 9b the end of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.reading.letterhead import MOTTO, PLACE_DATE, STATE_NAME
from analyzer.reading.pdf.lines import Line, gutters, make_line, select, split_at
from analyzer.reading.pdf.page import Page
from analyzer.reading.wrapping import is_capitals

_CUE = re.compile(r"CỘNGH[OÒ][AÀ]XÃHỘI|ĐẢNGCỘNGSẢN")
_RECIPIENTS = re.compile(r"Nơi nhận\s?:?")
_SUBJECT = re.compile(r"(?:V/v|Về việc)\b", re.IGNORECASE)
_MAX_ROWS = 9
_HEAD_SHARE = 0.45
_REACH = 0.05
_SPECKS = frozenset(".:,;'’“”\"")


@dataclass(slots=True)
class Columns:
    """Two columns that are read one after the other: each a list of paragraphs, a paragraph a list of lines."""

    left: list[list[Line]]
    right: list[list[Line]]
    top: float


def rows_of(lines: list[Line]) -> list[list[Line]]:
    """Lines that stand side by side, row by row from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda s: s.base):
        if rows and line.base - rows[-1][0].base < 0.45 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda s: s.x0)
    return rows


def _merged(lines: list[Line], page: Page) -> list[Line]:
    """The lines of one column, parts of a row put together."""
    return [row[0] if len(row) == 1 else make_line([g for s in row for g in s.glyphs], page) for row in rows_of(lines)]


def letterhead(lines: list[Line], page: Page) -> tuple[Columns, list[Line]] | None:
    """The letterhead of a page and the lines that are not in it; None where the page has none in two columns."""
    limit = page.frame.reading_size[1] * _HEAD_SHARE
    cue = next((s for s in lines if STATE_NAME.search(s.text) and s.base < limit), None)
    if cue is None:
        return None
    start = _cue_start(cue)
    near, others = select(lines, lambda s: cue.base - 2.2 * cue.size < s.base < limit)
    rows = rows_of(near)
    end = _head_end(rows, cue)
    region = [s for row in rows[:end] for s in row]
    if (gutter := _head_gutter(region, cue, start)) is None:
        return None
    left: list[Line] = []
    right: list[Line] = []
    for line in region:
        one, two = split_at(line, gutter, page)
        left += [one] if one else []
        right += [two] if two else []
    if not left:
        return None
    left.sort(key=lambda s: s.base)
    # The abstract of a công văn ("V/v …") runs on below the place and date.
    if page.recognised:
        left = [_without_specks(line, page) for line in left]
    reach = gutter + _REACH * page.frame.reading_size[0]
    while end < len(rows) and _goes_on_left(rows[end], left, reach):
        left += rows[end]
        end += 1
    rest = others + [s for row in rows[end:] for s in row]
    return Columns(_subject_joined(_merged(left, page)), [[s] for s in _merged(right, page)], cue.base - cue.size), rest


def _head_gutter(region: list[Line], cue: Line, start: float) -> float | None:
    """Where the left column of a letterhead ends: a strip left of the state name that no word crosses."""
    strips = gutters(region, min(s.x0 for s in region), start + 1, 2.0)
    if strips:
        low, high = max(strips, key=lambda s: s[1] - s[0])
        return (low + high) / 2
    before = [g.x1 for g in cue.glyphs if g.x1 <= start + 0.5]
    if not before:
        return None
    gutter = (max(before) + start) / 2
    crossed = any(g.x0 < gutter < g.x1 for s in region for g in s.glyphs)
    return None if crossed else gutter


def _cue_start(cue: Line) -> float:
    bare = "".join(g.text[:1] for g in cue.glyphs)
    match = _CUE.search(bare)
    return cue.glyphs[match.start()].x0 if match else cue.x0


def _head_end(rows: list[list[Line]], cue: Line) -> int:
    """How many rows the letterhead has: to the place and date, or to the motto where no date is found."""
    after = [i for i, row in enumerate(rows) if row[0].base >= cue.base - 0.5 * cue.size][:_MAX_ROWS]
    for i in after:
        # Blanks for a day and month that are filled in by hand or stamped part the line.
        if PLACE_DATE.search(" ".join(s.text for s in rows[i])):
            return i + 1
    for i in reversed(after):
        if any(MOTTO.search(s.text) for s in rows[i]):
            return i + 1
    return (after[0] if after else 0) + 1


def _without_specks(line: Line, page: Page) -> Line:
    """A recognised line in capitals without the signs behind it, which are what is left of the rule below the name."""
    end = len(line.glyphs)
    while end > 1 and line.glyphs[end - 1].text in _SPECKS:
        end -= 1
    return make_line(line.glyphs[:end], page) if end < len(line.glyphs) and is_capitals(line.text) else line


def _goes_on_left(row: list[Line], left: list[Line], reach: float) -> bool:
    """Whether a row below the place and date is more of the left column; its lines may be somewhat wider than those
    beside the right column."""
    if any(s.x1 > reach for s in row) or row[0].base - left[-1].base > 2.4 * row[0].size:
        return False
    text = row[0].text
    if text.startswith(("Kính gửi", "KÍNH GỬI")):
        return False
    return _SUBJECT.match(text) is not None or text.startswith("Số") or any(_SUBJECT.match(s.text) for s in left)


def _subject_joined(left: list[Line]) -> list[list[Line]]:
    first = next((i for i, s in enumerate(left) if _SUBJECT.match(s.text)), len(left))
    head = [[s] for s in left[:first]]
    return [*head, left[first:]] if first < len(left) else head


def signature_block(lines: list[Line], page: Page) -> tuple[Columns, list[Line]] | None:
    """The block of recipients and signer, from "Nơi nhận" down, and the lines that are not in it; None without one."""
    anchor = next((s for s in lines if _RECIPIENTS.match(s.text) and len(s.text) < 40), None)
    if anchor is None:
        return None
    below, above = select(lines, lambda s: s.base > anchor.base - 0.45 * anchor.size)
    rows = rows_of(below)
    taken: list[Line] = []
    gutter: float | None = None
    width = page.frame.reading_size[0]
    end = 0
    for row in rows:
        trial = taken + row
        strips = gutters(trial, anchor.x0, width, 8.0)
        if strips:
            low, high = max(strips, key=lambda s: s[1] - s[0])
            gutter = (low + high) / 2
        elif gutter is not None or max(s.x1 for s in row) > anchor.x0 + 0.62 * width:
            break
        taken, end = trial, end + 1
    if gutter is None:
        return None
    edge = gutter
    left, right = select(taken, lambda s: s.x1 <= edge)
    above, lifted = _lift(above, gutter, anchor)
    right = lifted + right
    if not any(is_capitals(s.text) for s in right):
        return None
    rest = above + [s for row in rows[end:] for s in row]
    lines_left, lines_right = _merged(left, page), _merged(right, page)
    return Columns(_recipients(lines_left), [[s] for s in lines_right], anchor.base - anchor.size), rest


def _lift(above: list[Line], gutter: float, anchor: Line) -> tuple[list[Line], list[Line]]:
    """Lines of the signer's column that start higher than "Nơi nhận": right of the gutter, in capitals, close above."""
    kept = sorted(above, key=lambda s: s.base)
    lifted: list[Line] = []
    floor = anchor.base
    while kept and kept[-1].x0 > gutter and is_capitals(kept[-1].text) and floor - kept[-1].base < 2.5 * kept[-1].size:
        floor = kept[-1].base
        lifted.insert(0, kept.pop())
    return kept, lifted


def _recipients(lines: list[Line]) -> list[list[Line]]:
    """The list of recipients: a line without a dash runs on from the one before."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        starts = not paragraphs or line.text[:1] in "-–+•*" or len(paragraphs) == 1
        if starts:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs
