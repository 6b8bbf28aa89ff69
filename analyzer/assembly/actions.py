"""What is to be done and what comes of it: a task's words without addressee, partners and time limit."""

from __future__ import annotations

import re

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.tasks.mentions import TaskMention
from analyzer.spans import Span

_GOES_ON = pattern("action.actions.goes_on")
_LEAD_IN = pattern("action.actions.lead_in")
_BRACKET = re.compile(r"\s*\([^()]{1,200}\)\s*")
_TAIL = pattern("action.actions.tail")
_DELIVERABLE = pattern("action.actions.deliverable")
_STOP = pattern("action.actions.stop")


def action_span(text: str, task: TaskMention) -> Span | None:
    """The range of the action within the task; None where nothing is left.

    It begins behind the agencies that open the sentence and ends before a time limit that closes it.
    """
    start, end = task.start, task.end
    heads = sorted(
        (
            a.mention
            for a in task.assignees
            if not a.inherited and a.role in ("lead", "support") and task.start <= a.mention.start < end
        ),
        key=lambda m: m.start,
    )
    supports = {a.mention.start for a in task.assignees if a.role == "support"}
    alone = start  # where the action begins if it is to take part in another's
    for mention in heads:
        between = text[start : mention.start]
        if len(between) > 60 or "." in between or (";" in between and mention.start not in supports):
            break
        if "(" in between and ")" not in between and start > task.start:
            break  # partners named in a remark behind the action
        start = max(start, mention.end)
        alone = alone if mention.start in supports else start
    bracket = _BRACKET.match(text, start, end) if start > task.start else None
    if bracket:
        start = bracket.end()
    lead_in = _LEAD_IN.match(text, start, end)
    if lead_in:
        start = lead_in.end()
    if _GOES_ON.match(text, start, end):
        start = alone + len(text[alone:end]) - len(text[alone:end].lstrip(" ,;:"))
    while end > start and text[end - 1] in " .;/…":
        end -= 1
    for deadline in sorted((d.mention for d in task.deadlines if not d.inherited), key=lambda m: -m.end):
        if end - 3 <= deadline.end <= end and deadline.start > start:
            end = deadline.start
            tail = _TAIL.search(text, max(start, end - 40), end)
            if tail:
                end = max(start, tail.start())
    return Span(start, end) if end - start > 3 else None


def deliverable_spans(text: str, task: TaskMention) -> list[Span]:
    """The documents that the task is to bring forth, as written."""
    found = list(task.deliverables)
    if found:
        return found
    limits = [d.mention.start for d in task.deadlines if not d.inherited]
    for match in _DELIVERABLE.finditer(text, task.start, task.end):
        start, end = match.span(1)
        end = min([end, *(at for at in limits if at > start)])
        stop = _STOP.search(text, start, end)
        if stop:
            end = stop.start()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start > 6:
            found.append(Span(start, end))
    return found
