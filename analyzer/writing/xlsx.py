"""The workbook that staff open: tasks, agencies, targets, references and warnings of any number of documents.

Rows to be checked are coloured; the look is that of :mod:`analyzer.writing.sheets`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from analyzer.assembly.models import Directive
from analyzer.writing.labels import labels
from analyzer.writing.rows import agency_rows, reference_rows, review_rows, target_rows, task_rows, warning_rows
from analyzer.writing.sheets import Column, Formats, WorkbookFull, fill, workbook

__all__ = ["WorkbookFull", "write"]

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
    title = labels("print")["tasks"]
    with workbook(file, title) as book:
        formats = Formats(book)
        for name, columns in _sheets(documents).items():
            sheet = book.add_worksheet(labels("sheets")[name])
            fill(sheet, formats, columns, _ROWS[name](documents), title=title)


def _sheets(documents: Iterable[Directive]) -> dict[str, tuple[Column, ...]]:
    """The sheets with their columns; those of review only where a document has it."""
    if all(document.review is None for document in documents):
        return _SHEETS
    tasks = {"tasks": (*_SHEETS["tasks"], _CHECK), "review": _REVIEW}
    return {**tasks, **{name: columns for name, columns in _SHEETS.items() if name != "tasks"}}
