"""Two documents compared, as a workbook that can be sent as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from analyzer.comparison.books import Cells, day_or_words, write
from analyzer.comparison.changes import KINDS, Change, Comparison
from analyzer.comparison.telling import fields, leads, limits, named, notes, place, short_name
from analyzer.writing.limits import due_date
from analyzer.writing.sheets import Column, Marked

_CHANGES = (
    Column("order", 5, "centre"),
    Column("change", 11, "centre"),
    Column("before_place", 8, "centre"),
    Column("after_place", 8, "centre"),
    Column("difference", 64),
    Column("fields", 40),
    Column("lead", 22),
    Column("due", 12, "date"),
    Column("notes", 28),
)
_COUNTS = (Column("change", 20), Column("count", 12, "centre"))


def write_comparison(comparison: Comparison, file: BinaryIO) -> None:
    """Write the workbook of two documents compared."""
    title = named("print")["compare"].format(before=short_name(comparison.before), after=short_name(comparison.after))
    sheets = (
        ("changes", _CHANGES, _change_rows(comparison), "change"),
        ("summary", _COUNTS, _count_rows(comparison), None),
    )
    write(file, title, sheets)


def _change_rows(comparison: Comparison) -> Iterator[Cells]:
    for order, change in enumerate(comparison.changes, start=1):
        task = change.after or change.before
        assert task is not None
        yield Cells(
            {
                "order": order,
                "change": named("change")[change.kind],
                "before_place": place(change.before) if change.before else "",
                "after_place": place(change.after) if change.after else "",
                "difference": _difference(change),
                "fields": fields(change),
                "lead": leads(task),
                "due": day_or_words(due_date(task), limits(task)),
                "notes": notes(change, comparison.amendment),
            },
            change.kind,
        )


def _difference(change: Change) -> Marked | str:
    if change.kind == "changed" and change.after is not None:
        return Marked(tuple((op.kind, op.text) for op in change.ops()))
    task = change.after or change.before
    return task.text if task else ""


def _count_rows(comparison: Comparison) -> Iterator[Cells]:
    counts = comparison.counts
    yield from (Cells({"change": named("change")[kind], "count": counts[kind]}, kind) for kind in KINDS)
