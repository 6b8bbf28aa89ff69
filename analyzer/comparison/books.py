"""What the workbooks of comparisons share: rows of cells, colours, sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from analyzer.comparison.telling import named
from analyzer.writing.sheets import Column, Formats, fill, workbook

GREEN, YELLOW, RED, GREY = "#E2EFDA", "#FFF2CC", "#F8CBAD", "#EDEDED"
_REPEATED = "#8C8C8C"  # letters of what the row above says too
_JUDGED = {"full": GREEN, "partial": YELLOW, "none": RED, "outside": GREY}
_CHANGED = {"changed": YELLOW, "added": GREEN, "dropped": RED, "kept": None}
_TITLE = 120  # characters of a page's head


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a sheet: its values by field, and the codes that colour it."""

    values: dict[str, object]
    code: str = ""
    repeated: frozenset[str] = frozenset()

    def __getattr__(self, field: str) -> object:
        try:
            return self.values[field]
        except KeyError:
            raise AttributeError(field) from None


def write(
    file: BinaryIO, title: str, sheets: Iterable[tuple[str, tuple[Column, ...], Iterable[Cells], str | None]]
) -> None:
    """Write sheets: the name of each, its columns, its rows, and the column that is coloured by what a row tells."""
    with workbook(file, title) as book:
        formats = Formats(book)
        for name, columns, rows, coloured in sheets:
            fill(
                book.add_worksheet(named("sheets")[name]),
                formats,
                columns,
                rows,
                title=title[:_TITLE].replace("&", "&&"),
                heads=named("columns"),
                colour=lambda row, column, coloured=coloured: _colour(row, column, coloured),  # type: ignore[misc]
                ink=lambda row, column: _REPEATED if column.field in row.repeated else None,
            )


def _colour(row: Cells, column: Column, coloured: str | None) -> str | None:
    """The colour of the cell that tells the outcome."""
    if column.field != coloured and not (row.code == "short" and column.field == "answer_demand"):
        return None
    codes = {**_JUDGED, **_CHANGED, "short": RED, "missing": YELLOW, "good": GREEN}
    return codes.get(row.code)


def day_or_words(day: date | None, words: str) -> object:
    """A limit as a cell: the day where there is one."""
    return day or words
