"""Versions and amendments compared task by task."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.api import analyze
from analyzer.assembly.models import Directive
from analyzer.comparison import Comparison, compare
from analyzer.comparison.amendments import amendments, amends
from analyzer.comparison.changes import Change
from analyzer.comparison.wording import difference
from tests.comparison.papers import AMENDMENT, PLAN, SECOND


@cache
def read(text: str) -> Directive:
    return analyze(text)


def amended() -> Comparison:
    return compare(read(PLAN), read(AMENDMENT), read=analyze)


def of(comparison: Comparison, kind: str) -> list[Change]:
    return [change for change in comparison.changes if change.kind == kind]


def texts(changes: list[Change]) -> list[str]:
    return [task.text for change in changes if (task := change.after or change.before)]


def test_versions_tell_what_changed_in_which_field() -> None:
    found = {c.before.id: c for c in compare(read(PLAN), read(SECOND)).changes if c.before and c.kind == "changed"}
    assert {name: [f.field for f in c.fields] for name, c in found.items()} == {"t1": ["lead"], "t2": ["deadline"]}
    assert (found["t1"].fields[0].before, found["t1"].fields[0].after) == ("Sở Nội vụ", "Sở Tư pháp")
    assert found["t2"].fields[0].after == "trước ngày 31/8/2024"


def test_targets_that_no_task_names_are_compared_too() -> None:
    aims = "I. MỤC TIÊU\n1. Tỷ lệ hồ sơ trực tuyến đạt {}% trở lên.\n"
    plan = f"KẾ HOẠCH\n{aims}II. NHIỆM VỤ\n1. Sở Nội vụ rà soát hồ sơ."
    (task, target) = compare(read(plan.format(80)), read(plan.format(95))).changes
    assert (task.kind, task.what) == ("kept", "task")
    assert (target.kind, target.what) == ("changed", "target")
    assert [(f.field, f.before, f.after) for f in target.fields] == [
        ("target", "Tỷ lệ hồ sơ trực tuyến đạt 80% trở lên", "Tỷ lệ hồ sơ trực tuyến đạt 95% trở lên")
    ]


def test_versions_tell_what_was_dropped_added_and_moved() -> None:
    comparison = compare(read(PLAN), read(SECOND))
    assert ["khám bệnh" in text for text in texts(of(comparison, "dropped"))] == [True]
    assert ["cụm công nghiệp" in text for text in texts(of(comparison, "added"))] == [True]
    moved = [c for c in comparison.changes if c.moved]
    assert [(c.kind, c.before and c.before.section, c.after and c.after.section) for c in moved] == [
        ("kept", ["II", "4"], ["II", "5"])
    ]


def test_an_amendment_changes_only_what_it_speaks_of() -> None:
    comparison = amended()
    assert comparison.amendment
    assert comparison.counts == {"kept": 3, "changed": 1, "dropped": 2, "added": 1}


def test_an_amendment_words_its_place_anew() -> None:
    (change,) = of(amended(), "changed")
    assert change.before is not None
    assert change.after is not None
    assert change.before.section == change.after.section == ["II", "2"]
    assert [f.field for f in change.fields] == ["words", "support", "deadline"]
    assert change.by == "1. Sửa đổi khoản 2 mục II như sau"


def test_an_amendment_drops_and_adds_at_its_places() -> None:
    comparison = amended()
    assert [c.before and c.before.section for c in of(comparison, "dropped")] == [["II", "3", "b"], ["II", "4"]]
    assert [c.after and c.after.section for c in of(comparison, "added")] == [["II", "3", "c"]]


def test_a_whole_version_may_be_asked_for() -> None:
    comparison = compare(read(PLAN), read(AMENDMENT), amendment=False, read=analyze)
    assert not comparison.amendment
    assert comparison.counts["dropped"] >= 4


def test_without_a_reader_of_quotations_a_place_worded_anew_is_told_all_the_same() -> None:
    (change,) = [c for c in compare(read(PLAN), read(AMENDMENT)).changes if c.before and c.before.id == "t2"]
    assert change.kind == "changed"


PLACES = [
    ("Bãi bỏ điểm b khoản 3 mục II.", "repeals", (("ii", "3", "b"),)),
    ("- Bỏ các điểm b, c khoản 1 Mục III.", "repeals", (("iii", "1", "b"), ("iii", "1", "c"))),
    ("1. Sửa đổi, bổ sung khoản 2 và khoản 4 mục I như sau:", "replaces", (("2",), ("i", "4"))),
    ("Bổ sung điểm đ vào khoản 2 Điều 5 như sau:", "adds", (("5", "2", "đ"),)),
    ("Không thực hiện khoản 1.2 mục IV.", "repeals", (("iv", "1.2"),)),
]


@pytest.mark.parametrize(("words", "deed", "places"), PLACES)
def test_instructions_name_places(words: str, deed: str, places: tuple[tuple[str, ...], ...]) -> None:
    directive = read(AMENDMENT).model_copy(update={"text": f"Điều 1.\n{words}\n"})
    assert [(a.deed, a.places) for a in amendments(directive)] == [(deed, places)]


@pytest.mark.parametrize(
    "words", ["Sửa đổi một số nội dung của Kế hoạch.", "“Bãi bỏ điểm b khoản 3 mục II.”", "Bỏ cụm từ."]
)
def test_what_is_no_instruction(words: str) -> None:
    directive = read(AMENDMENT).model_copy(update={"text": f"Điều 1.\n{words}\n"})
    assert amendments(directive) == []


def test_a_document_amends_the_one_that_it_names() -> None:
    assert amends(read(AMENDMENT), read(PLAN))
    assert not amends(read(PLAN), read(AMENDMENT))


PAPERS = st.lists(st.sampled_from(PLAN.splitlines() + SECOND.splitlines()), max_size=14).map("\n".join)
TEXTS = st.text(st.sampled_from("sở nội vụ 30/6. "), max_size=60)


@given(PAPERS)
@settings(max_examples=25, deadline=None)
def test_a_document_keeps_all_of_itself(text: str) -> None:
    directive = analyze(text.strip() or "a")
    changes = compare(directive, directive).changes
    assert [(c.kind, c.before, c.moved) for c in changes] == [("kept", task, False) for task in directive.tasks]


@given(PAPERS, PAPERS)
@settings(max_examples=25, deadline=None)
def test_what_one_way_is_added_is_dropped_the_other_way(one: str, other: str) -> None:
    a, b = analyze(one.strip() or "a"), analyze(other.strip() or "a")
    there, back = compare(a, b, amendment=False), compare(b, a, amendment=False)
    assert {c.after.id for c in of(there, "added") if c.after} == {c.before.id for c in of(back, "dropped") if c.before}
    assert {c.before.id for c in of(there, "dropped") if c.before} == {c.after.id for c in of(back, "added") if c.after}
    assert len(there.changes) - there.counts["dropped"] == len(b.tasks)


@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    ops = difference(before, after)
    assert "".join(op.text for op in ops if op.kind != "in") == " ".join(before.split())
    assert "".join(op.text for op in ops if op.kind != "out") == " ".join(after.split())
