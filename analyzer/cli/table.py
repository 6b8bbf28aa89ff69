"""The task list as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyzer.assembly.models import Directive
from analyzer.cli.messages import Messages
from analyzer.writing.cells import clean, vietnamese_date
from analyzer.writing.labels import labels, note
from analyzer.writing.md import header_lines
from analyzer.writing.rows import TaskRow, document_name, task_rows


def show(directives: Iterable[Directive], say: Messages, console: Console | None = None) -> None:
    """Print each document: what it is, its tasks, and what else was found."""
    console = console or Console(highlight=False, emoji=False)
    for directive in directives:
        _show_one(directive, say, console)


def _show_one(directive: Directive, say: Messages, console: Console) -> None:
    console.print(Text(clean(document_name(directive)), style="bold"))
    for name, value in header_lines(directive):
        console.print(Text.assemble((f"  {name}: ", "dim"), " ".join(clean(value).split())))
    rows = list(task_rows([directive]))
    if rows:
        console.print(_table(rows))
    else:
        console.print("  " + say("no_tasks"), markup=False)
    counts = say(
        "counts",
        tasks=len(rows),
        targets=len(directive.targets),
        references=len(directive.references),
        warnings=len(directive.warnings) + len(directive.source.warnings),
    )
    doubtful = sum(row.doubtful for row in rows)
    if doubtful:
        counts += " " + say("and_doubtful", count=doubtful)
    console.print(Text(counts))
    for warning in [*directive.source.warnings, *directive.warnings]:
        told = warning.message_vi if say.language == "vi" else warning.message
        console.print(Text(f"! {clean(told)}", style="yellow"))
    console.print()


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _now(row: TaskRow) -> str:
    """Who answers now, under the names of the document."""
    return note("now", now=row.current) if row.current else ""


def _limits(row: TaskRow) -> Iterator[str]:
    """The due day, the working day before a day off, the next day of what recurs, and the words."""
    yield vietnamese_date(row.due)
    if row.safe_due and row.safe_due != row.due:
        yield note("safe_due", date=vietnamese_date(row.safe_due))
    if row.next_due:
        yield note("next_due", date=vietnamese_date(row.next_due))
    yield row.due_words
    yield row.pace


def _table(rows: Iterable[TaskRow]) -> Table:
    columns = labels("columns")
    table = Table(show_lines=True, header_style="bold", expand=True)
    table.add_column(columns["order"], justify="right", no_wrap=True)
    table.add_column(columns["task"], ratio=5, overflow="fold")
    table.add_column(columns["lead"], ratio=2, overflow="fold")
    table.add_column(columns["support"], ratio=2, overflow="fold")
    table.add_column(columns["due"], ratio=2, overflow="fold")
    for row in rows:
        cells = (row.task, _lines(row.lead, _now(row)), row.support, _lines(*_limits(row)))
        mark = "?" if row.doubtful else ""
        table.add_row(f"{row.order}{mark}", *(Text(clean(cell)) for cell in cells), style="yellow" if mark else None)
    return table
