"""The workbook that staff open: tasks, agencies, targets, references and warnings of any number of documents.

Text is written as text, never as a formula, link or number; dates are date cells; rows to be checked are coloured.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analyzer.assembly.models import Directive
from analyzer.errors import AnalyzerError
from analyzer.writing.cells import clean, fit, starts_formula, vietnamese_date
from analyzer.writing.labels import labels
from analyzer.writing.rows import agency_rows, reference_rows, review_rows, target_rows, task_rows, warning_rows
from analyzer.writing.words import wrapped_lines

MAX_ROWS = 1_048_576
_A4 = 9
_FONT = {"font_name": "Times New Roman", "font_size": 11}
_LINE_HEIGHT = 15.0  # points, for the font above
_MAX_HEIGHT = 409.0  # Excel's limit
_LETTERS_PER_WIDTH = 1.3  # a column's width counts digits of Excel's own font; letters of this one are narrower
_HEAD_COLOUR = "#D9E2F3"
_DOUBTFUL_COLOUR = "#FFF2CC"


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
    kind: Literal["text", "centre", "date"] = "text"
    optional: bool = False


_SHEETS: dict[str, tuple[Column, ...]] = {
    "tasks": (
        Column("order", 5, "centre"),
        Column("task", 44),
        Column("lead", 16),
        Column("support", 16),
        Column("current", 16, optional=True),
        Column("due", 11, "date"),
        Column("safe_due", 11, "date", optional=True),
        Column("next_due", 11, "date", optional=True),
        Column("due_words", 14),
        Column("deliverables", 13),
        Column("area", 12),
        Column("place", 12),
        Column("document", 13),
        Column("notes", 22),
    ),
    "agencies": (
        Column("order", 5, "centre"),
        Column("agency", 32),
        Column("agency_id", 18),
        Column("province", 15),
        Column("current", 32),
        Column("steps", 26),
        Column("note", 34),
        Column("mentions", 9, "centre"),
        Column("leads", 9, "centre"),
        Column("supports", 9, "centre"),
        Column("document", 22),
    ),
    "targets": (
        Column("order", 5, "centre"),
        Column("metric", 40),
        Column("value_words", 18),
        Column("comparator", 14, "centre"),
        Column("value", 10, "centre"),
        Column("upper", 9, "centre"),
        Column("unit", 12, "centre"),
        Column("baseline", 16),
        Column("scope", 18),
        Column("exclusions", 18),
        Column("start", 12, "date"),
        Column("end", 12, "date"),
        Column("page", 7, "centre"),
        Column("document", 20),
    ),
    "references": (
        Column("order", 5, "centre"),
        Column("cited", 60),
        Column("kind", 8, "centre"),
        Column("number", 20),
        Column("issued_on", 13, "date"),
        Column("issuer", 26),
        Column("relation", 20),
        Column("page", 7, "centre"),
        Column("document", 24),
    ),
    "warnings": (
        Column("order", 5, "centre"),
        Column("message", 80),
        Column("page", 7, "centre"),
        Column("code", 24),
        Column("document", 36),
    ),
}
_ROWS = {
    "tasks": task_rows,
    "review": review_rows,
    "agencies": agency_rows,
    "targets": target_rows,
    "references": reference_rows,
    "warnings": warning_rows,
}
#: What is added where review was asked for: a column of the tasks, and a sheet behind them.
_CHECK = Column("check", 22)
_REVIEW = (
    Column("order", 5, "centre"),
    Column("passage", 80),
    Column("percent", 12, "centre"),
    Column("reason", 30),
    Column("place", 16),
    Column("document", 22),
)


def write(directives: Iterable[Directive], file: BinaryIO) -> None:
    """Write one workbook over all documents. Raises :class:`WorkbookFull` beyond Excel's row limit."""
    documents = list(directives)
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": labels("print")["tasks"]})
        formats = _Formats(book)
        for name, columns in _sheets(documents).items():
            sheet = book.add_worksheet(labels("sheets")[name])
            _fill(sheet, formats, columns, _ROWS[name](documents))
    file.write(buffer.getvalue())


def _sheets(documents: Iterable[Directive]) -> dict[str, tuple[Column, ...]]:
    """The sheets with their columns; those of review only where a document has it."""
    if all(document.review is None for document in documents):
        return _SHEETS
    tasks = {"tasks": (*_SHEETS["tasks"], _CHECK), "review": _REVIEW}
    return {**tasks, **{name: columns for name, columns in _SHEETS.items() if name != "tasks"}}


class _Formats:
    """Cell formats, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}
        head = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
        self.head = book.add_format({**_FONT, **head, "bg_color": _HEAD_COLOUR})

    def cell(self, kind: str, doubtful: bool, quoted: bool = False) -> Format:
        """``quoted`` sets the apostrophe mark, so that editing the cell does not make it a formula either."""
        key = (kind, doubtful, quoted)
        if key not in self._made:
            look: dict[str, Any] = {**_FONT, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#A6A6A6"}
            if kind != "text":
                look["align"] = "center"
            if kind == "date":
                look["num_format"] = "dd/mm/yyyy"
            if doubtful:
                look["bg_color"] = _DOUBTFUL_COLOUR
            if quoted:
                look["quote_prefix"] = True
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _fill(sheet: Worksheet, formats: _Formats, columns: Sequence[Column], rows: Iterator[Any]) -> None:
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, labels("columns")[column.field], formats.head)
    sheet.set_row(0, _head_height(columns))
    empty = {at: column for at, column in enumerate(columns) if column.optional}
    last = 0
    for last, row in enumerate(rows, start=1):
        if last >= MAX_ROWS:
            raise WorkbookFull(
                f"A sheet holds {MAX_ROWS:,} rows at most; use csv or jsonl.",
                f"Một bảng tính chứa tối đa {MAX_ROWS:,} dòng; hãy dùng định dạng csv hoặc jsonl.",
            )
        doubtful = getattr(row, "doubtful", False)
        sheet.set_row(last, _height(columns, row))
        for at, column in enumerate(columns):
            value = getattr(row, column.field)
            if value:
                empty.pop(at, None)
            _put(sheet, formats, last, at, value, column.kind, doubtful)
    for at, column in empty.items():
        sheet.set_column(at, at, column.width, None, {"hidden": True})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    _print_setup(sheet)


def _head_height(columns: Sequence[Column]) -> float:
    heads = ((labels("columns")[column.field], column.width) for column in columns)
    return _LINE_HEIGHT * max(wrapped_lines(text, width) for text, width in heads) + 3


def _height(columns: Sequence[Column], row: Any) -> float:
    """The row's height in points. Not every program fits rows to wrapped text on opening, so it is estimated here."""
    texts = ((str(getattr(row, column.field) or ""), column.width) for column in columns if column.kind == "text")
    return min(
        _MAX_HEIGHT, _LINE_HEIGHT * max(wrapped_lines(text, width * _LETTERS_PER_WIDTH) for text, width in texts) + 3
    )


def _put(sheet: Worksheet, formats: _Formats, row: int, at: int, value: object, kind: str, doubtful: bool) -> None:
    if isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, at, value, formats.cell(kind, doubtful))
    elif isinstance(value, (int, float)):
        sheet.write_number(row, at, value, formats.cell(kind, doubtful))
    else:
        text = vietnamese_date(value) if isinstance(value, date) else fit(clean(str(value or "")))
        if text:
            sheet.write_string(row, at, text, formats.cell(kind, doubtful, quoted=starts_formula(text)))
        else:
            sheet.write_blank(row, at, None, formats.cell(kind, doubtful))


def _print_setup(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    title = labels("print")["tasks"]
    sheet.set_header(
        f'&C&"Times New Roman,Bold"&13{title} – &A' if sheet.index else f'&C&"Times New Roman,Bold"&13{title}'
    )
    sheet.set_footer(f'&C&"Times New Roman,Regular"&10{labels("print")["page"]}')
