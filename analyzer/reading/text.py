"""Plain text: lines to blocks.

A non-blank line is a paragraph. Lines with " | " between cells are table rows. Lines of a hard-wrapped text are joined
to paragraphs again; where the text is not wrapped throughout, only a year range torn over two lines and the two halves
of a sentence around a page number are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from analyzer.reading.characters import clean, compose, letter_spaced, split_lines
from analyzer.reading.composer import Composer, Piece
from analyzer.reading.furniture import (
    is_named_page_number,
    is_rule,
    page_number,
    running_heads,
    signing_time,
    stamp_lines,
)
from analyzer.reading.letterhead import split_columns
from analyzer.reading.syllables import split_syllables
from analyzer.reading.wrapping import (
    ends_sentence,
    glue,
    is_capitals,
    is_list_item,
    is_standalone,
    is_tail,
    is_torn,
    is_torn_pair,
    is_torn_range,
    opens_with_mark,
    starts_lower,
)  # fmt: skip

_CELL_BREAK = re.compile(r"(?<= )\|(?= )")
_RULE_CELL = re.compile(r":?-{2,}:?")
_MIN_WRAPPED_LINES = 12
_MAX_WRAPPED_WIDTH = 120
_PAGE_CHARACTERS = 600


@dataclass(slots=True)
class _Line:
    text: str
    blank_before: bool
    page_break: bool = False


def read_text(text: str, composer: Composer) -> None:
    """Put the blocks of a plain text into the composer."""
    lines = _lines(compose(text), composer)
    texts = [line.text for line in lines]
    width, torn = wrap_width(texts), is_torn(texts)
    table = -1
    in_table = False
    paragraph: list[_Line] = []
    for line in lines:
        cells = split_cells(line.text)
        if cells is None:
            if paragraph and _continues(paragraph[-1], line, width, torn):
                paragraph.append(line)
                continue
            _flush(paragraph, composer)
            paragraph, in_table = [line], False
            continue
        _flush(paragraph, composer)
        paragraph = []
        if all(_RULE_CELL.fullmatch(c) for c in cells if c):
            composer.furniture(line.text)
            continue
        if not in_table or line.blank_before:
            table += 1
        in_table = True
        composer.row(cells, table=table)
    _flush(paragraph, composer)


def split_cells(line: str) -> list[str] | None:
    """The cells of a table row, or None for a line that is none.

    >>> split_cells("1 | Rà soát | | Sở X"), split_cells("| a | b |"), split_cells("một dòng")
    (['1', 'Rà soát', '', 'Sở X'], ['a', 'b'], None)
    >>> split_cells("1\\tRà soát\\tSở X"), split_cells("UBND TỈNH\\t\\tCỘNG HÒA")
    (['1', 'Rà soát', 'Sở X'], None)
    """
    if len(line) > 2 and line[0] == "|" == line[-1]:
        cells = [c.strip() for c in line[1:-1].split("|")]
    elif "| " in line or " |" in line:
        cells = [c.strip() for c in _CELL_BREAK.split(f" {line} ")]
    elif line.count("\t") > 1:
        cells = [c.strip() for c in line.strip().split("\t")]
        return cells if sum(map(bool, cells)) > 2 else None
    else:
        return None
    return cells if len(cells) > 1 else None


def wrap_width(lines: list[str]) -> int | None:
    """The width a text is hard-wrapped at, in characters, or None if its lines are paragraphs."""
    lengths = sorted(len(line) for line in lines if "|" not in line)
    if len(lengths) < _MIN_WRAPPED_LINES:
        return None
    width = lengths[int(len(lengths) * 0.95)]
    if width > _MAX_WRAPPED_WIDTH or width < 40 or lengths[-1] > width * 1.3:
        return None
    full = sum(length >= width * 0.8 for length in lengths)
    return width if full >= len(lengths) * 0.35 else None


def _lines(text: str, composer: Composer) -> list[_Line]:
    """The lines that are not furniture, their spaces still as typed."""
    lines: list[_Line] = []
    blank = False
    for raw in split_columns(composer.in_unicode(split_lines(text))):
        stripped = raw.strip()
        if not stripped:
            blank = True
            continue
        if is_rule(stripped):
            composer.furniture(stripped)
            continue
        lines.append(_Line(join_letter_spaced(stripped), blank))
        blank = False
    texts = [line.text for line in lines]
    dropped = stamp_lines(texts)
    heads = running_heads(texts)
    if dropped and (signed_at := signing_time([texts[i] for i in sorted(dropped)])):
        composer.metadata["signed_at"] = signed_at
    furniture = heads | _page_numbers(texts, heads)
    kept: list[_Line] = []
    for i, line in enumerate(lines):
        if i in dropped or i in furniture:
            composer.furniture(line.text)
            continue
        line.page_break = i - 1 in furniture
        kept.append(line)
    return kept


def _page_numbers(lines: list[str], heads: set[int]) -> set[int]:
    """Lines that are page numbers: "Trang 3" by their form, bare numbers if they count up a page's length apart.

    A number beside one of the running ``heads`` is one; the next of a column of numbers counts rows.
    """
    found: set[int] = set()
    offset = last_offset = 0
    last = 1
    row: int | None = None
    for i, line in enumerate(lines):
        if len(line) <= 16 and (number := page_number(line)) is not None:
            beside_row = any(" | " in s for s in lines[max(0, i - 1) : i + 2])
            in_step = (
                not beside_row
                and last < number <= last + 5
                and offset - last_offset >= _PAGE_CHARACTERS * (number - last)
                and row != number - 1
            )
            if in_step or i in heads:
                found.add(i)
                last, last_offset = number, offset
            elif is_named_page_number(line) and not line.isdigit():
                found.add(i)
            else:
                row = number
        offset += len(line) + 1
    return found


def join_letter_spaced(line: str) -> str:
    """A letter-spaced title with its letters put together.

    >>> join_letter_spaced("Q U Y Ế T   Đ Ị N H"), join_letter_spaced("A B C")
    ('QUYẾT ĐỊNH', 'A B C')
    """
    if len(line) > 120 or not letter_spaced(line):
        return line
    composed = clean(line)
    if (words := split_syllables(composed.replace(" ", ""))) is None or composed.isascii():
        return line
    return " ".join(words)


def _continues(line: _Line, following: _Line, width: int | None, torn: bool) -> bool:
    before, after = line.text, following.text
    if (
        is_torn_range(before, after)
        or is_torn_pair(before, after)
        or (opens_with_mark(after) and not following.blank_before)
    ):
        return True
    if following.blank_before and not following.page_break:
        return False
    if following.page_break and not ends_sentence(before) and starts_lower(after) and not is_list_item(after):
        return True
    if torn and is_tail(before, after):
        return True
    if width is None or ends_sentence(before) or is_list_item(after) or is_standalone(after):
        return False
    if is_capitals(before) or is_capitals(after):
        return False
    first_word = after.split(" ", 1)[0]
    return len(before) + 1 + len(first_word) > width * 0.9


def _flush(paragraph: list[_Line], composer: Composer) -> None:
    if not paragraph:
        return
    pieces = [Piece(paragraph[0].text)]
    for before, line in pairwise(paragraph):
        pieces.append(Piece(line.text, glue=glue(before.text, line.text)))
    composer.paragraph(pieces)
