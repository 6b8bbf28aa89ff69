"""Tasks of table rows."""

from __future__ import annotations

from datetime import date

from analyzer.knowledge.patterns import pattern
from analyzer.layout.columns import is_bare_year
from analyzer.layout.tables import Row
from analyzer.pipes.mentions import AgencyMention, TimeMention, TimeValue
from analyzer.pipes.tasks.ledger import Ledger
from analyzer.pipes.tasks.mentions import Assignee, Deadline, TaskMention
from analyzer.pipes.tasks.roles import Role
from analyzer.pipes.tasks.view import View
from analyzer.spans import Span

_SHORTEST = 5  # characters of a cell that says what is to be done
_REPORTED_TO = pattern("task.rows.reported_to")
_BY_COLUMN: dict[str, Role] = {"lead": "lead", "support": "support", "monitor": "monitor", "approver": "recipient"}


def read_row(view: View, ledger: Ledger, row: Row) -> TaskMention | None:
    """The task of a row: its content cell, with agencies, limits and products from its other cells; None if empty."""
    content = row.cells["content"]
    start, end = view.trim(Span(content[0].start, content[-1].end))
    if end - start < _SHORTEST:
        return None
    place = tuple(r.index for r in (*row.groups, row) if r.index)
    task = TaskMention(start, end, row.node, cue="row", place=place)
    for column, role in _BY_COLUMN.items():
        for cell in row.cell(column):
            named = ledger.value_roles(cell.start, cell.end, role)
            task.assignees += [Assignee(m, r, inherited=True) for m, r in named if not _is_remark(view, m)]
    roles = view.roles(start, end)
    if not task.has("lead"):
        task.assignees = [Assignee(m, r) for m, r in roles.assigned] + task.assignees
    elif not task.has("recipient"):
        told = [m for m in roles.by("recipient") if _REPORTED_TO.search(view.lowered[start : m.start])]
        task.assignees += [Assignee(m, "recipient") for m in told]
    task.answers = list(row.cell("time"))
    found = [t for cell in task.answers for t in _times(view, cell)]
    if found:
        task.deadlines = [Deadline(t, inherited=True) for t in found]
    else:
        task.deadlines = [Deadline(t) for t in view.limits(start, end)]
    task.deliverables += [view.trim(cell) for cell in row.cells.get("product", ())]
    return task


def _is_remark(view: View, mention: AgencyMention) -> bool:
    """Whether the words only say what the body before them is: "Sở Nội vụ (cơ quan thường trực)"."""
    return mention.form == "collective" and view.text[mention.start - 1 : mention.start] == "("


def _times(view: View, cell: Span) -> list[TimeMention]:
    """The times of a time cell, in which a bare year is one too."""
    found = view.times(cell.start, cell.end)
    if not found and is_bare_year(view.text[cell.start : cell.end]):
        start, end = view.trim(cell)
        year = int(view.text[start:end])
        return [TimeMention(start, end, TimeValue(date(year, 1, 1), date(year, 12, 31)))]
    return found
