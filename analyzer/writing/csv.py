"""CSV of the tasks, for spreadsheets: UTF-8 with a byte order mark, dates dd/mm/yyyy, no cell that starts a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from analyzer.assembly.models import Directive
from analyzer.writing.cells import clean, defused, vietnamese_date
from analyzer.writing.labels import labels
from analyzer.writing.rows import task_rows

COLUMNS = (
    "order",
    "task",
    "lead",
    "support",
    "current",
    "due",
    "safe_due",
    "next_due",
    "due_words",
    "deliverables",
    "area",
    "place",
    "document",
    "notes",
)


def write(directives: Iterable[Directive], file: BinaryIO) -> None:
    """Write one row a task, all documents in one table, each row as soon as it is there."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    table = csv.writer(text)
    try:
        table.writerow([labels("columns")[name] for name in COLUMNS])
        for row in task_rows(directives):
            table.writerow([_cell(getattr(row, name)) for name in COLUMNS])
    finally:
        text.detach()


def _cell(value: object) -> str:
    if value is None or isinstance(value, date):
        return vietnamese_date(value)
    return defused(clean(str(value)))
