"""Tasks of table rows."""

from __future__ import annotations

from analyzer.layout.tables import Row
from analyzer.pipes.tasks.ledger import Ledger
from analyzer.pipes.tasks.mentions import Assignee, Deadline, TaskMention
from analyzer.pipes.tasks.roles import Role
from analyzer.pipes.tasks.view import View


def read_row(view: View, ledger: Ledger, row: Row) -> TaskMention | None:
    """The task of a row: its content cell, with agencies, limits and products from its other cells; None if empty."""
    content = row.cells["content"]
    start, end = view.trim(content)
    if end - start < 5:
        return None
    place = tuple(r.index for r in (*row.groups, row) if r.index)
    task = TaskMention(start, end, row.node, cue="row", place=place)
    roles_by_column: tuple[Role, ...] = ("lead", "support", "monitor")
    for role in roles_by_column:
        cell = row.cell(role)
        if cell:
            task.assignees += [
                Assignee(m, r, inherited=True) for m, r in ledger.value_roles(cell.start, cell.end, role)
            ]
    if not task.has("lead"):
        roles = view.roles(start, end)
        task.assignees = [Assignee(m, r) for m, r in roles.assigned] + task.assignees
    cell = row.cell("time")
    found = view.times(cell.start, cell.end) if cell else []
    if not found:
        task.deadlines = [Deadline(t) for t in view.limits(start, end)]
    else:
        task.deadlines = [Deadline(t, inherited=True) for t in found]
    product = row.cells.get("product")
    if product:
        task.deliverables.append(view.trim(product))
    return task
