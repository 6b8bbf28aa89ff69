"""Whatever people do, the reviewed directive holds together, and taking all back gives the machine's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.assembly.models import Directive
from analyzer.review.errors import Conflict, ReviewError
from analyzer.review.log import Log
from analyzer.review.replay import replay
from analyzer.tracking.results import read_line
from analyzer.writing.json import dump
from tests.review.making import Desk, plan
from tests.samples import full_directive

NAMES = ("Sở Nội vụ", "so y te", "Sở Tài chính", "UBND tỉnh", "Tổ công tác 06", "Bộ Nội vụ", "Ban Chỉ đạo")
ROLES = ("lead", "support", "monitor", "recipient")
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 1, 1)).map(date.isoformat)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "action": st.sampled_from([None, "rà soát hồ sơ", "  báo   cáo "]),
    "modality": st.sampled_from(["obligation", "prohibition", "recommendation"]),
    "area": st.sampled_from(["other", "procedures", "direction"]),
    "pace": st.sampled_from([None, "immediate"]),
    "deliverables": st.lists(st.sampled_from(["Đề án", "báo cáo"]), max_size=2),
    "references": st.just([]),
}


@st.composite
def assignees(draw: st.DrawFn, directive: Directive, length: int) -> list[dict[str, Any]]:
    """A list of parts, with or without words of the text."""
    made = []
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=4)):
        part: dict[str, Any] = {"name": name, "role": draw(st.sampled_from(ROLES))}
        if draw(st.booleans()):
            start = draw(st.integers(0, length - 2))
            part |= {"start": start, "end": draw(st.integers(start + 1, min(length, start + 40)))}
        made.append(part)
    return made


@st.composite
def deadlines(draw: st.DrawFn, directive: Directive, length: int) -> list[dict[str, Any]]:
    """A list of limits: words, days, rhythms, lengths."""
    made: list[dict[str, Any]] = []
    for kind in draw(st.lists(st.sampled_from(["words", "day", "rhythm", "length", "known"]), max_size=3)):
        if kind == "words":
            at = draw(st.integers(0, length - 2))
            made.append({"start": at, "end_at": draw(st.integers(at + 1, min(length, at + 60)))})
        elif kind == "known" and directive.times:
            time = draw(st.sampled_from(directive.times))
            made.append({"text": time.text, "to": draw(DAYS)})
        elif kind == "rhythm":
            made.append({"rrule": draw(st.sampled_from(["FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=FR", "FREQ=YEARLY"]))})
        elif kind == "length":
            made.append({"duration": "P5D", "working_days": draw(st.booleans())})
        else:
            made.append({"to": draw(DAYS)})
    return made


@st.composite
def edits(draw: st.DrawFn, directive: Directive) -> dict[str, Any]:
    """An edit that mostly fits the directive."""
    length = len(directive.text or "")
    task = draw(st.sampled_from([t.id for t in directive.tasks] or ["t1"]))
    place = st.integers(0, length)
    action = draw(
        st.sampled_from(
            ["set", "extent", "assignees", "deadlines", "split", "merge", "add", "strike", "header", "target"]
        )
    )
    edit: dict[str, Any] = {"action": action}
    if action not in ("merge", "add", "header", "target"):
        edit["task"] = task
    if action == "set":
        field = draw(st.sampled_from(sorted(FIELDS)))
        edit |= {"field": field, "value": draw(FIELDS[field])}
    elif action in ("extent", "add"):
        start: int = draw(place)
        edit |= {"start": start, "end": start + draw(st.integers(1, 150))}
    elif action == "assignees":
        edit["value"] = draw(assignees(directive, length))
    elif action == "deadlines":
        edit["value"] = draw(deadlines(directive, length))
    elif action == "split":
        whole = next((t.span for t in directive.tasks if t.id == task), None)
        edit["at"] = draw(st.integers(whole.start, whole.end) if whole else place)
    elif action == "merge":
        ids = [t.id for t in directive.tasks]
        at = draw(st.integers(0, max(0, len(ids) - 2)))
        edit["tasks"] = ids[at : at + draw(st.integers(2, 3))]
    elif action == "header":
        field, values = draw(
            st.sampled_from(
                [
                    ("issued_on", DAYS),
                    ("effective_on", DAYS | st.none()),
                    ("kind", st.sampled_from(["KH", "qđ", None])),
                    ("number", st.sampled_from(["9/KH-UBND", None])),
                    ("issuer", st.sampled_from(["Sở Y tế", "UBND tỉnh Lam Sơn", None])),
                    ("title", st.just("Tên khác")),
                ]
            )
        )
        edit |= {"field": field, "value": draw(values)}
    elif action == "target":
        edit |= {"target": "g1", "field": "value", "value": draw(st.floats(0, 1000))}
    return edit


def quotes(directive: Directive) -> Iterator[tuple[str, Any]]:
    """The words that items give, with where they are said to stand."""
    for task in directive.tasks:
        yield task.text, task.span
        yield from ((part.text, part.span) for part in task.assignees)
        yield from ((part.text, part.span) for part in task.deadlines)
        yield from ((part.text, part.span) for part in task.triggers)
    yield from ((item.text, item.span) for item in directive.references)
    yield from ((item.text, item.span) for item in directive.targets)
    for agency in directive.agencies:
        yield from ((mention.text, mention.span) for mention in agency.mentions)


def look_at(directive: Directive) -> None:
    """Whatever must hold of a directive."""
    text = directive.text or ""
    for words, span in quotes(directive):
        assert text[span.start : span.end] == words
    ids = [task.id for task in directive.tasks]
    assert len(set(ids)) == len(ids)
    assert len({(t.span.start, t.span.end) for t in directive.tasks}) == len(ids)
    places = [(task.span.start, task.span.end) for task in directive.tasks]
    assert places == sorted(places)
    assert read_line(dump(directive)) == directive


@pytest.mark.parametrize("machine", [plan, full_directive], ids=["read", "by hand"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_edits_hold_together_and_can_all_be_taken_back(machine: Any, data: st.DataObject) -> None:
    said = machine()
    before = dump(said)
    desk = Desk(said)
    given_ids: set[str] = {task.id for task in said.tasks}
    for _ in range(data.draw(st.integers(1, 6), label="steps")):
        held = [change.id for change in desk.log.changes]
        if held and data.draw(st.integers(0, 3), label="undo?") == 0:
            try:
                desk.undo(data.draw(st.sampled_from(held)))
            except ReviewError:
                continue
        else:
            known = {task.id for task in desk.directive.tasks}
            try:
                desk.edit(data.draw(edits(desk.directive), label="edit"))
            except ReviewError:
                continue
            fresh = {task.id for task in desk.directive.tasks} - known
            assert not fresh & given_ids
            given_ids |= fresh
        look_at(desk.directive)
        stored = [json.loads(json.dumps(dict(change.after))) for change in desk.log.changes]
        assert stored == [dict(change.after) for change in desk.log.changes]
        assert dump(replay(said, Log(desk.log.changes))) == dump(desk.directive)
    while desk.log.held:
        desk.undo(desk.log.held[-1].id)
        look_at(desk.directive)
    assert dump(desk.directive) == before
    assert dump(said) == before


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_an_undo_leaves_what_was_there_before_the_change(data: st.DataObject) -> None:
    desk = Desk(plan())
    states = {0: dump(desk.directive)}
    for _ in range(data.draw(st.integers(1, 4))):
        try:
            desk.edit(data.draw(edits(desk.directive)))
        except ReviewError:
            continue
        states[len(desk.log.held)] = dump(desk.directive)
    for _ in range(data.draw(st.integers(0, len(desk.log.held)))):
        desk.undo(desk.log.held[-1].id)
        assert dump(desk.directive) == states[len(desk.log.held)]
    for change in reversed([c for c in desk.log.changes if c.undoes is not None]):
        try:
            desk.undo(change.id)
        except Conflict:
            pytest.fail("what was undone last can be done again first")
        assert dump(desk.directive) == states[len(desk.log.held)]
