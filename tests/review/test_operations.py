"""What each edit makes of a directive."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analyzer import analyze
from analyzer.archive.layouts import Layout, Word, text_digest
from analyzer.assembly.models import Directive, Task
from analyzer.due.settings import DueSettings
from analyzer.review.edits import parse_edit
from analyzer.review.errors import BadEdit
from analyzer.review.operations import apply
from analyzer.tracking import refreshed
from analyzer.writing.json import dump
from tests.review.making import TEXT, Desk, plan, task
from tests.samples import full_directive


def made(*edits: dict[str, Any], machine: Directive | None = None) -> Directive:
    desk = Desk(machine or plan())
    for edit in edits:
        desk.edit(edit)
    return desk.directive


def one(directive: Directive, task_id: str) -> Task:
    return next(t for t in directive.tasks if t.id == task_id)


def parts(found: Task) -> list[tuple[str, str | None, str, bool]]:
    return [(a.name, a.id, a.role, a.inherited) for a in found.assignees]


def at(words: str) -> int:
    """Where words stand in the plan's text."""
    return (plan().text or "").index(words)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "rà soát lại"),
        ("action", None),
        ("modality", "recommendation"),
        ("area", "public_finance"),
        ("pace", "continuous"),
        ("deliverables", ["Đề án", "Tờ trình"]),
        ("references", ["r1"]),
    ],
)
def test_a_field_is_set_and_nothing_else(field: str, value: object) -> None:
    before, after = plan(), made({"action": "set", "task": "t1", "field": field, "value": value})
    changed = one(after, "t1")
    assert getattr(changed, field) == value
    others = {field, "confidences"}
    assert changed.model_dump(exclude=others) == one(before, "t1").model_dump(exclude=others)
    assert after.tasks[1:] == before.tasks[1:]
    sure = changed.confidences
    assert sure is not None
    if field in ("modality", "area"):
        assert getattr(sure, field) == 1.0


def test_an_assignee_that_stays_keeps_its_words_and_a_new_one_is_known() -> None:
    value = [
        {"name": "Sở Nội vụ", "role": "lead"},
        {"name": "so y te", "role": "support"},
        {"name": "Sở Tài chính", "role": "monitor"},
        {"name": "Tổ công tác một cửa", "role": "support"},
    ]
    found = one(made({"action": "assignees", "task": "t1", "value": value}), "t1")
    before = one(plan(), "t1")
    assert parts(found) == [
        ("Sở Nội vụ", "so-noi-vu", "lead", True),
        ("Sở Y tế", "so-y-te", "support", True),
        ("Sở Tài chính", "so-tai-chinh", "monitor", False),
        ("Tổ công tác một cửa", None, "support", True),
    ]
    assert found.assignees[0] == before.assignees[0]
    assert found.assignees[2].span == before.assignees[1].span
    assert found.assignees[1].text == found.text
    assert [body.id for body in found.assignees[1].answers] == ["so-y-te"]
    assert found.confidences is not None
    assert found.confidences.assignees == 1.0


def test_a_body_of_the_register_can_be_chosen_and_pointed_at() -> None:
    start = at("bộ phận một cửa, trình")
    part = {"name": "Sở Công Thương", "id": "so-cong-thuong", "role": "lead", "start": start, "end": start + 15}
    directive = made({"action": "assignees", "task": "t1", "value": [part]})
    (found,) = one(directive, "t1").assignees
    assert (found.id, found.text, found.inherited) == ("so-cong-thuong", "bộ phận một cửa", False)
    (listed,) = [a for a in directive.agencies if a.name == "Sở Công Thương"]
    assert (listed.id, [m.text for m in listed.mentions]) == ("so-cong-thuong", ["bộ phận một cửa"])
    assert directive.agencies[: len(plan().agencies)] == plan().agencies


def test_who_leads_now_is_no_longer_asked_for() -> None:
    assert [w.items for w in plan().warnings if w.code == "task_without_lead"] == [["t6"]]
    directive = made({"action": "assignees", "task": "t6", "value": [{"name": "Sở Nội vụ", "role": "lead"}]})
    assert "task_without_lead" not in {w.code for w in directive.warnings}


@pytest.mark.parametrize(
    ("value", "due", "bound", "words"),
    [
        ({"text": "trước ngày 30/6/2026"}, date(2026, 6, 30), "before", "trước ngày 30/6/2026"),
        ({"text": "trước ngày 30/6/2026", "to": "2026-07-15"}, date(2026, 7, 15), "by", "trước ngày 30/6/2026"),
        ({"to": "2026-07-04"}, date(2026, 7, 4), "by", None),
        ({"from": "2026-07-01", "to": "2026-07-04"}, date(2026, 7, 4), "within", None),
        ({"from": "2026-07-01"}, None, "from", None),
        ({"duration": "P10D", "working_days": True}, date(2026, 3, 26), "within", None),
        ({"duration": "P1M"}, date(2026, 4, 13), "within", None),
    ],
)
def test_limits(value: dict[str, Any], due: date | None, bound: str, words: str | None) -> None:
    found = one(made({"action": "deadlines", "task": "t1", "value": [value]}), "t1")
    (limit,) = found.deadlines
    assert (limit.due, limit.bound) == (due, bound)
    assert limit.text == (words or found.text)
    assert limit.inherited is (words is None)
    assert found.confidences is not None
    assert found.confidences.deadlines == 1.0


def test_a_day_set_by_hand_is_safe_on_a_working_day_and_stays_when_days_are_counted_anew() -> None:
    directive = made(
        {"action": "deadlines", "task": "t5", "value": [{"text": "trong tháng 9 năm 2026", "to": "2026-09-06"}]}
    )
    (limit,) = one(directive, "t5").deadlines
    assert (limit.due, limit.safe_due, limit.basis) == (date(2026, 9, 6), date(2026, 9, 4), ["Người rà soát ấn định"])
    again = one(refreshed(directive, date(2026, 8, 1), DueSettings(policy="strict")), "t5").deadlines[0]
    assert again == limit


def test_a_rhythm_set_by_hand_means_its_days_whatever_the_words_say() -> None:
    words = "1. Sở Y tế báo cáo vào đầu mỗi tháng về tình hình dịch bệnh.\n2. Sở Tài chính bố trí kinh phí.\n"
    machine = analyze(words, as_of=date(2026, 3, 10))
    edit = {"action": "deadlines", "task": "t1", "value": [{"rrule": "FREQ=MONTHLY"}]}
    (limit,) = made(edit, machine=machine).tasks[0].deadlines
    assert limit.next_due == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_a_task_is_split_and_each_part_has_its_own() -> None:
    place = at("trình Ủy ban nhân dân tỉnh trước")
    directive = made({"action": "split", "task": "t1", "at": place})
    first, second = directive.tasks[:2]
    assert (first.id, second.id) == ("t1", "t9")
    assert first.text == "Chủ trì, phối hợp với Sở Tài chính rà soát biên chế bộ phận một cửa,"
    assert second.text == "trình Ủy ban nhân dân tỉnh trước ngày 30/6/2026."
    assert [part[:3:2] for part in parts(first)] == [("Sở Nội vụ", "lead"), ("Sở Tài chính", "support")]
    assert [part[:3:2] for part in parts(second)] == [("Sở Nội vụ", "lead"), ("Ủy ban nhân dân tỉnh", "recipient")]
    assert (first.deadlines, [d.due for d in second.deadlines]) == ([], [date(2026, 6, 30)])
    assert first.action == "rà soát biên chế bộ phận một cửa"
    assert second.action == "trình Ủy ban nhân dân tỉnh"
    assert (first.confidence, second.confidence, second.section) == (1.0, 1.0, first.section)


def test_the_lead_of_the_first_part_leads_the_second_too() -> None:
    directive = made({"action": "split", "task": "t8", "at": at("đôn đốc việc thực hiện Chỉ thị")})
    first, second = directive.tasks[-2:]
    assert parts(first) == [("Sở Nội vụ", "so-noi-vu", "lead", False)]
    assert parts(second) == [("Sở Nội vụ", "so-noi-vu", "lead", True)]


def test_neighbours_are_merged() -> None:
    directive = made({"action": "merge", "tasks": ["t5", "t4"]})
    found = one(directive, "t4")
    first, last = one(plan(), "t4"), one(plan(), "t5")
    assert found.text == (plan().text or "")[first.span.start : last.span.end]
    assert [part[0] for part in parts(found)] == ["Sở Khoa học và Công nghệ", "Văn phòng Ủy ban nhân dân tỉnh"]
    assert found.deadlines == last.deadlines
    assert "t5" not in {t.id for t in directive.tasks}
    assert found.confidences is not None
    assert found.confidences.task == 1.0


def test_what_is_split_and_merged_again_is_as_it_was() -> None:
    place = at("trình Ủy ban nhân dân tỉnh trước")
    again = made({"action": "split", "task": "t1", "at": place}, {"action": "merge", "tasks": ["t1", "t9"]}).tasks[0]
    before = plan().tasks[0]
    left_out = {"confidence", "confidences", "assignees", "deliverables"}
    assert again.model_dump(exclude=left_out) == before.model_dump(exclude=left_out)
    assert {a.name: a for a in again.assignees} == {a.name: a for a in before.assignees}


def test_a_task_takes_in_other_words() -> None:
    first, second = one(plan(), "t4"), one(plan(), "t5")
    wider = one(made({"action": "extent", "task": "t4", "start": first.span.start, "end": second.span.end - 1}), "t4")
    assert wider.text == (plan().text or "")[first.span.start : second.span.end - 1]
    assert [d.due for d in wider.deadlines] == [date(2026, 9, 30)]
    narrower = one(
        made({"action": "extent", "task": "t8", "start": at("theo dõi, đôn đốc"), "end": at("đôn đốc việc") + 7}), "t8"
    )
    assert narrower.text == "theo dõi, đôn đốc"
    assert parts(narrower) == [("Sở Nội vụ", "so-noi-vu", "lead", True)]


def test_words_become_a_task_with_what_is_named_in_them() -> None:
    directive = made(
        {"action": "strike", "task": "t7"},
        {"action": "add", "start": at("Ủy ban nhân dân các xã"), "end": at("\n5. Giao")},
    )
    found, before = one(directive, "t9"), one(plan(), "t7")
    assert found.text == before.text
    assert [part[:3:2] for part in parts(found)] == [part[:3:2] for part in parts(before)]
    assert found.deadlines == before.deadlines
    assert (found.confidence, found.modality, found.pace) == (1.0, "obligation", before.pace)


def test_words_under_a_heading_have_its_heirs() -> None:
    machine = plan()
    directive = made(
        {"action": "strike", "task": "t2"}, {"action": "add", "start": at("bảo đảm tỷ lệ"), "end": at("\nc) Tổ chức")}
    )
    found = one(directive, "t9")
    assert parts(found) == [("Sở Nội vụ", "so-noi-vu", "lead", True)]
    assert found.section == ["1"]
    assert found.area == one(machine, "t1").area
    assert [t.id for t in directive.tasks][:3] == ["t1", "t9", "t3"]


def test_what_forbids_is_told_to_forbid() -> None:
    directive = made(
        {"action": "strike", "task": "t6"}, {"action": "add", "start": at("Không được"), "end": at("\n4. Ủy")}
    )
    assert one(directive, "t9").modality == "prohibition"


def test_words_of_another_task_can_only_be_part_of_one() -> None:
    span = one(plan(), "t3").span
    with pytest.raises(BadEdit):
        made({"action": "add", "start": span.start, "end": span.end})


def test_what_a_person_took_for_a_task_is_no_longer_to_be_looked_at() -> None:
    unit = (plan().review or [])[0]
    directive = made({"action": "add", "start": unit.span.start, "end": unit.span.end})
    assert unit.id not in {u.id for u in directive.review or []}
    assert directive.tasks[0].section == unit.section


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("kind", "qđ", {"kind": "QĐ", "kind_name": "Quyết định"}),
        ("kind", None, {"kind": None, "kind_name": None}),
        ("title", "Tên  khác", {"title": "Tên khác"}),
        ("effective_on", "2026-04-01", {"effective_on": "2026-04-01"}),
        ("issued_on", None, {"issued_on": None}),
    ],
)
def test_the_header(field: str, value: object, told: dict[str, object]) -> None:
    header = made({"action": "header", "field": field, "value": value}).directive.model_dump(mode="json")
    before = plan().directive.model_dump(mode="json")
    assert header == before | told


def test_number_and_issuer_are_read() -> None:
    directive = made(
        {"action": "header", "field": "number", "value": "41 /2026/QĐ-UBND"},
        {"action": "header", "field": "issuer", "value": "UBND tỉnh Gia Lai"},
    )
    number, issuer = directive.directive.number, directive.directive.issuer
    assert number is not None
    assert (number.text, number.serial, number.year, number.kind_code) == ("41/2026/QĐ-UBND", "41", 2026, "QĐ")
    assert issuer is not None
    assert (issuer.name, issuer.id) == ("Ủy ban nhân dân tỉnh Gia Lai", "ubnd-tinh-gia-lai")
    assert issuer.province is not None


def test_targets() -> None:
    directive = made({"action": "target", "target": "g1", "field": "value", "value": 98}, machine=full_directive())
    assert directive.targets[0].value == 98
    assert b'"value":98,' in dump(directive)


def test_boxes_of_new_words_come_from_the_layout() -> None:
    machine = plan()
    text = machine.text or ""
    start = at("trình Ủy ban nhân dân tỉnh trước")
    words = [Word(m, m + 5, 2, 10.0 * n, 50.0, 10.0 * n + 9, 60.0) for n, m in enumerate(range(start, start + 18, 6))]
    layout = Layout(text_digest(text), ((595.0, 842.0),) * 2, tuple(words))
    edit = parse_edit({"action": "split", "task": "t1", "at": start})
    second = apply(edit, machine, "t9", layout).after["task:t9"]
    assert second is not None
    assert (second["span"]["page"], second["span"]["boxes"]) == (2, [[0.0, 50.0, 29.0, 60.0]])
    foreign = Layout(text_digest(text + "!"), layout.pages, layout.words)
    plain = apply(edit, machine, "t9", foreign).after["task:t9"]
    assert plain is not None
    assert plain["span"]["boxes"] is None


def test_boxes_of_merged_words_are_those_of_the_parts() -> None:
    machine = full_directive()
    found = one(made({"action": "merge", "tasks": ["t1", "t2"]}, machine=machine), "t1")
    assert found.span.page == 1
    assert [more.page for more in found.span.continued or []] == [2]


def test_the_text_of_the_plan_is_what_it_says() -> None:
    assert task(plan(), "Sở Khoa học").text in TEXT
