"""Sheets in the look of all workbooks: one font, wrapped cells with borders, a frozen head with filters, A4 landscape.

A sheet is a table of :class:`Column`; its rows are objects with an attribute for each column's field. Text is written
as text, never as a formula, link or number; dates are date cells.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analyzer.errors import AnalyzerError
from analyzer.writing.cells import clean, fit, starts_formula, vietnamese_date
from analyzer.writing.labels import labels
from analyzer.writing.words import wrapped_lines

MAX_ROWS = 1_048_576
FONT = {"font_name": "Times New Roman", "font_size": 11}
HEAD_COLOUR = "#D9E2F3"
DOUBTFUL_COLOUR = "#FFF2CC"
_A4 = 9
_LINE_HEIGHT = 15.0  # points, for the font above
_MAX_HEIGHT = 409.0  # Excel's limit
_LETTERS_PER_WIDTH = 1.3  # a column's width counts digits of Excel's own font; letters of this one are narrower
_NUMBERS = {"date": "dd/mm/yyyy", "percent": "0%"}

Kind = Literal["text", "centre", "date", "percent"]
Mark = Literal["same", "out", "in"]
_MARKS: dict[Mark, dict[str, Any]] = {
    "same": {},
    "out": {"font_color": "#C00000", "font_strikeout": True},
    "in": {"font_color": "#00602B", "bold": True},
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in pieces, some of them marked as taken out or put in."""

    pieces: tuple[tuple[Mark, str], ...]

    def __str__(self) -> str:
        return "".join(text for _, text in self.pieces)


class WorkbookFull(AnalyzerError):
    """A sheet has no room for all rows."""

    code = "workbook_full"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: the row's field, its width in characters and how its cells are set.

    An ``optional`` one is hidden where no row has anything in it, so that the others stay readable on paper.
    """

    field: str
    width: float
    kind: Kind = "text"
    optional: bool = False


class Formats:
    """The cell formats of one workbook, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str | bool | None, ...], Format] = {}
        head = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
        self.head = book.add_format({**FONT, **head, "bg_color": HEAD_COLOUR})
        self.marks = {mark: book.add_format({**FONT, **look}) for mark, look in _MARKS.items()}

    def cell(
        self,
        kind: str,
        colour: str | None = None,
        quoted: bool = False,
        number: str | None = None,
        ink: str | None = None,
    ) -> Format:
        """``quoted`` sets the apostrophe mark, so that editing the cell does not make it a formula either.

        ``colour`` is the background, ``number`` a number format of the cell's own, ``ink`` the colour of its letters.
        """
        key = (kind, colour, quoted, number, ink)
        if key not in self._made:
            look: dict[str, Any] = {**FONT, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#A6A6A6"}
            if kind != "text":
                look["align"] = "center"
            if shown := number or _NUMBERS.get(kind):
                look["num_format"] = shown
            if colour:
                look["bg_color"] = colour
            if ink:
                look["font_color"] = ink
            if quoted:
                look["quote_prefix"] = True
            self._made[key] = self._book.add_format(look)
        return self._made[key]


@contextmanager
def workbook(file: BinaryIO, title: str) -> Iterator[Workbook]:
    """A workbook that is written to ``file`` in one piece when all went well."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title})
        yield book
    file.write(buffer.getvalue())


def doubtful_colour(row: object, column: Column) -> str | None:
    """The colour of rows that a person should check."""
    return DOUBTFUL_COLOUR if getattr(row, "doubtful", False) else None


def no_colour(row: object, column: Column) -> str | None:
    """No colour at all."""
    return None


def fill(
    sheet: Worksheet,
    formats: Formats,
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    title: str,
    heads: Mapping[str, str] | None = None,
    colour: Callable[[Any, Column], str | None] = doubtful_colour,
    ink: Callable[[Any, Column], str | None] = no_colour,
) -> None:
    """Write the table with its head and set it up for printing under ``title``.

    ``heads`` names the columns (else the labels do); ``colour`` gives a cell's background, ``ink`` the colour of its
    letters. Raises :class:`WorkbookFull` beyond Excel's row limit.
    """
    heads = labels("columns") if heads is None else heads
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, heads[column.field], formats.head)
    sheet.set_row(0, _head_height(columns, heads))
    empty = {at: column for at, column in enumerate(columns) if column.optional}
    last = 0
    for last, row in enumerate(rows, start=1):
        if last >= MAX_ROWS:
            raise WorkbookFull(
                f"A sheet holds {MAX_ROWS:,} rows at most; use csv or jsonl.",
                f"Một bảng tính chứa tối đa {MAX_ROWS:,} dòng; hãy dùng định dạng csv hoặc jsonl.",
            )
        sheet.set_row(last, _height(columns, row))
        for at, column in enumerate(columns):
            value = getattr(row, column.field)
            if value:
                empty.pop(at, None)
            put(sheet, formats, last, at, value, column.kind, colour(row, column), ink(row, column))
    for at, column in empty.items():
        sheet.set_column(at, at, column.width, None, {"hidden": True})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    print_setup(sheet, title)


def put(
    sheet: Worksheet,
    formats: Formats,
    row: int,
    at: int,
    value: object,
    kind: str,
    colour: str | None = None,
    ink: str | None = None,
) -> None:
    """Write one cell: a day as a date, a number as a number, anything else as text."""
    if isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, at, value, formats.cell(kind, colour, ink=ink))
    elif isinstance(value, (int, float)):
        sheet.write_number(row, at, value, formats.cell(kind, colour, ink=ink))
    elif isinstance(value, Marked) and _put_marked(sheet, formats, row, at, value, kind, colour):
        return
    else:
        text = vietnamese_date(value) if isinstance(value, date) else fit(clean(str(value or "")))
        if text:
            quoted = starts_formula(text)
            sheet.write_string(row, at, text, formats.cell(kind, colour, quoted, ink=ink))
        else:
            sheet.write_blank(row, at, None, formats.cell(kind, colour))


def _put_marked(
    sheet: Worksheet, formats: Formats, row: int, at: int, value: Marked, kind: str, colour: str | None
) -> bool:
    """Write a text of several pieces; False where it is one, or too long to be cut between the pieces."""
    pieces = [(mark, text) for mark, piece in value.pieces if (text := clean(piece))]
    whole = "".join(text for _, text in pieces)
    if len(pieces) < 2 or fit(whole) != whole:
        return False
    parts = [part for mark, text in pieces for part in (formats.marks[mark], text)]
    return bool(sheet.write_rich_string(row, at, *parts, formats.cell(kind, colour, starts_formula(whole))) == 0)


def print_setup(sheet: Worksheet, title: str) -> None:
    """A4 landscape, one page wide, the head on every page; the title and from the second sheet on the sheet's name."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(
        f'&C&"Times New Roman,Bold"&13{title} – &A' if sheet.index else f'&C&"Times New Roman,Bold"&13{title}'
    )
    sheet.set_footer(f'&C&"Times New Roman,Regular"&10{labels("print")["page"]}')


def _head_height(columns: Sequence[Column], heads: Mapping[str, str]) -> float:
    texts = ((heads[column.field], column.width) for column in columns)
    return _LINE_HEIGHT * max(wrapped_lines(text, width) for text, width in texts) + 3


def _height(columns: Sequence[Column], row: Any) -> float:
    """The row's height in points. Not every program fits rows to wrapped text on opening, so it is estimated here."""
    texts = ((str(getattr(row, column.field) or ""), column.width) for column in columns if column.kind == "text")
    lines = max((wrapped_lines(text, width * _LETTERS_PER_WIDTH) for text, width in texts), default=1)
    return min(_MAX_HEIGHT, _LINE_HEIGHT * lines + 3)
