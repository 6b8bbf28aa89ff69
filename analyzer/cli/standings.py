"""Tracked tasks on the terminal: a table for each body, then how many stand where."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyzer.cli.consoles import printed
from analyzer.cli.messages import Messages
from analyzer.tracking.report import Report
from analyzer.tracking.status import STATUSES, Group, Status, Tracked, totals
from analyzer.writing.cells import clean, vietnamese_date
from analyzer.writing.labels import label
from analyzer.writing.limits import limit_words, work
from analyzer.writing.notes import is_doubtful
from analyzer.writing.rows import document_name
from analyzer.writing.words import shortened

_STYLES: dict[Status, str] = {"overdue": "red", "due_soon": "yellow", "recurring": "cyan", "without_limit": "dim"}
_OTHERS = 68  # characters that the columns beside the task take
_LINES, _FEW_LINES = 3, 2  # of a task; of one without limit
_SHORTEST, _LONGEST = 24, 90  # characters of the task's column
_WORDS = 60  # characters that are shown of a limit
_WIDE = 90  # a terminal of fewer columns has no room for the words of limits, and days left go below the day
_DOCUMENT, _NARROW = 24, 16  # characters in a line of the document's column
_FILE_WIDTH = 160  # columns of a table that goes to a file


def show(report: Report, say: Messages, file: BinaryIO | None = None) -> None:
    """Print the report, to the terminal or into a file."""
    printed(lambda console: _Standings(report, say, console).show(), file, _FILE_WIDTH)


class _Standings:
    def __init__(self, report: Report, say: Messages, console: Console) -> None:
        self._report = report
        self._say = say
        self._console = console
        self._wide = console.width >= _WIDE
        self._width = min(_LONGEST, max(_SHORTEST, console.width - _OTHERS))
        self._names = short_names(report)

    def show(self) -> None:
        """Print the head, a table for each body, the totals."""
        report, say = self._report, self._say
        head = say("due_head", date=vietnamese_date(report.as_of), within=report.within)
        self._console.print(Text(head, style="bold"), end="\n\n")
        if not report.groups:
            self._console.print(Text(say("due_nothing")))
        for group in report.groups:
            self._show_group(group)
        if len(report.groups) > 1:
            self._console.print(self._totals())

    def _show_group(self, group: Group) -> None:
        say, counts = self._say, group.counts
        told = ", ".join(
            say("due_count", count=counts[s], status=say(f"status_{s}").lower()) for s in STATUSES if counts.get(s)
        )
        named = {row.body.named for row in group.rows}
        same = named.pop() if len(named) == 1 else None
        head = clean(group.body.name) + (" " + say("due_named", name=clean(same)) if same else "")
        self._console.print(Text.assemble((head, "bold"), f": {told}"))
        table = Table(box=SIMPLE_HEAD, header_style="bold", expand=True, pad_edge=False, padding=(0, 1, 0, 0))
        for name in ("status", "day", "left") if self._wide else ("status", "day"):
            table.add_column(say(f"due_column_{name}"), no_wrap=True, vertical="top")
        table.add_column(say("due_column_task"), ratio=4, overflow="fold", min_width=_SHORTEST // 2)
        if self._wide:
            table.add_column(say("due_column_limit"), ratio=2, overflow="fold", max_width=_WORDS // 2)
        table.add_column(say("due_column_document"), max_width=_DOCUMENT if self._wide else _NARROW, overflow="fold")
        for row in group.rows:
            table.add_row(*self._cells(row, tell_name=not same), style=_STYLES.get(row.status))
        self._console.print(table)

    def _cells(self, row: Tracked, *, tell_name: bool) -> list[Text]:
        say, stands, task = self._say, row.standing, row.task
        lines = _FEW_LINES if row.status == "without_limit" else _LINES
        words = shortened(clean(work(task)), self._width * lines)
        if row.body.named and tell_name:
            words += " " + say("due_named", name=row.body.named)
        number = task.id.removeprefix("t") + ("?" if is_doubtful(task) else "")
        limits = limit_words(task) or ([label("pace", task.pace)] if task.pace else [])
        day, left = "\n".join(filter(None, (vietnamese_date(stands.day), stands.hour))), self._left(row)
        words = words[:1].upper() + words[1:]
        limit = "\n".join(shortened(clean(w), _WORDS) for w in limits)
        place = say("due_place", document=self._names[id(row.directive)], number=number)
        status = say(f"status_{row.status}")
        if self._wide:
            cells = [status, day, left, words, limit, place]
        else:
            cells = [status, "\n".join(filter(None, (day, left))), words, place]
        return [Text(clean(cell)) for cell in cells]

    def _left(self, row: Tracked) -> str:
        left = row.standing.working_days_left
        if left is None:
            return ""
        if row.status == "overdue":
            return self._say("due_late", count=-left)
        return self._say("due_left", count=left) if left else self._say("due_today")

    def _totals(self) -> Table:
        """How many tasks of each body stand in each status."""
        say, whole = self._say, totals(self._report.rows)
        table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, show_footer=True)
        table.add_column(say("due_column_agency"), overflow="fold", footer=say("due_all"))
        for status in STATUSES:
            footer = Text(str(whole[status]), style=_STYLES.get(status) or "")
            table.add_column(say(f"status_{status}"), justify="right", footer=footer)
        for group in self._report.groups:
            counts = (group.counts.get(status, 0) for status in STATUSES)
            table.add_row(Text(clean(group.body.name)), *(str(count) if count else "" for count in counts))
        return table


def short_names(report: Report) -> dict[int, str]:
    """A name for each document, by identity: its number where no other has the same, else what staff call it."""
    documents = {id(row.directive): row.directive for row in report.rows}
    numbers = {key: d.directive.number.text for key, d in documents.items() if d.directive.number}
    shared = {number for number, count in Counter(numbers.values()).items() if count > 1}
    return {
        key: numbers[key] if key in numbers and numbers[key] not in shared else document_name(directive)
        for key, directive in documents.items()
    }
