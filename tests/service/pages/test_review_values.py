"""What the review page makes of a directive: rows, doubts, marks, values in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.assembly.models import Confidences, Directive, DirectiveHeader, Source, Span, Task
from analyzer.review.model import Change, FieldChange, Reviewed, Standing
from analyzer.service.pages import review_words
from analyzer.service.pages.review_editor import editor
from analyzer.service.pages.review_marks import lines, marks
from analyzer.service.pages.review_rhythms import rhythm
from analyzer.service.pages.review_rows import doubts, sheet
from tests.samples import TEXT, full_directive, span

SURE = Confidences(task=0.99, assignees=0.9, deadlines=0.8, modality=1, area=0.95)


def task_of(**changes: object) -> Task:
    return full_directive().tasks[0].model_copy(update=changes)


def reviewed(**changes: object) -> Reviewed:
    machine = full_directive()
    return replace(Reviewed(1, machine, machine), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "short"),
    [
        ("task", 0.7999, "chưa chắc · 79%"),
        ("assignees", 0.5, "chưa chắc · 50%"),
        ("deadlines", 0.0, "chưa chắc · 0%"),
        ("modality", 0.12, "chưa chắc · 12%"),
        ("area", 0.61, "chưa chắc · 61%"),
    ],
)
def test_a_field_below_the_threshold_is_doubtful_until_a_person_has_set_it(
    field: str, value: float, short: str
) -> None:
    task = task_of(confidences=SURE.model_copy(update={field: value}))
    found = doubts(task, frozenset())
    assert {name: doubt.short for name, doubt in found.items()} == {field: short}
    assert f"tin cậy {short[12:]}" in found[field].words
    assert doubts(task, frozenset(["extent" if field == "task" else field])) == {}


def test_at_the_threshold_nothing_is_doubtful() -> None:
    assert doubts(task_of(confidences=SURE), frozenset()) == {}


def test_where_the_models_were_not_asked_the_task_itself_may_be_doubtful() -> None:
    assert list(doubts(task_of(confidences=None, confidence=0.42), frozenset())) == ["task"]


def test_words_that_were_hard_to_recognise_make_their_field_doubtful() -> None:
    task = task_of(confidences=SURE)
    task.deadlines[0].span.recognised = 0.6
    assert {field: doubt.short for field, doubt in doubts(task, frozenset()).items()} == {
        "deadlines": "chữ quét chưa rõ"
    }


def test_rows_tell_what_belongs_to_a_task() -> None:
    rows = sheet(reviewed(), {}, date(2024, 3, 5)).rows
    first, second, third, _ = rows
    assert [who.name for who in first.leads] == ["Sở Nội vụ"]
    assert first.leads[0].origin == "theo đề mục"
    assert [who.name for who in first.supports] == ["Sở Tài chính"]
    assert [(role, [who.name for who in found]) for role, found in first.others] == [
        ("recipient", ["Ủy ban nhân dân tỉnh"])
    ]
    assert [r.id for r in first.references] == ["r1"]
    assert [t.id for t in second.targets] == ["g1"]
    assert [(limit.shown, limit.origin) for limit in second.limits] == [
        ("kỳ tới 31/03/2024", ""),
        ("31/12/2024", "theo đề mục"),
    ]
    assert list(third.doubts) == ["task"]
    assert [row.order for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("standing", "today", "due", "late"),
    [
        (None, date(2024, 6, 30), date(2024, 6, 30), False),
        (None, date(2024, 7, 1), date(2024, 6, 30), True),
        (Standing("doing"), date(2024, 7, 1), date(2024, 6, 30), True),
        (Standing("done", done_on=date(2024, 7, 20)), date(2024, 8, 1), date(2024, 6, 30), False),
        (Standing("todo", extended_to=date(2024, 9, 1)), date(2024, 8, 1), date(2024, 9, 1), False),
        (Standing("doing", extended_to=date(2024, 9, 1)), date(2024, 9, 2), date(2024, 9, 1), True),
    ],
)
def test_a_task_is_late_after_its_day_unless_done(
    standing: Standing | None, today: date, due: date, late: bool
) -> None:
    row = sheet(reviewed(), {"t1": standing} if standing else {}, today).rows[0]
    assert (row.due, row.late) == (due, late)


def test_what_a_person_set_tells_the_machines_value_too() -> None:
    now = full_directive()
    now.tasks[0].area = "procedures"
    corrected = {"t1": frozenset({"area", "deadlines"})}
    row = sheet(reviewed(directive=now, corrected=corrected), {}, date(2024, 3, 5)).rows[0]
    assert row.corrected["area"].corrected
    assert row.corrected["area"].machine == "Tổ chức bộ máy"
    assert not row.corrected["deadlines"].corrected


def test_what_is_set_by_hand_without_words_is_neither_marked_nor_quoted() -> None:
    now = full_directive()
    task = now.tasks[0]
    for part in (task.assignees[1], task.deadlines[0]):
        part.text, part.span = task.text, task.span
    row = sheet(reviewed(directive=now), {}, date(2024, 3, 5)).rows[0]
    assert row.supports[0].origin == "ghi tay"
    assert (row.limits[0].words, row.limits[0].origin) == ("", "ghi tay")
    own = [(part["start"], part["end"]) for part in marks(now)[0]["parts"]]
    assert (task.span.start, task.span.end) not in own


def test_the_editor_shows_the_machines_value_of_each_field() -> None:
    now = full_directive()
    now.tasks[1].area = "other"
    shown = sheet(reviewed(directive=now), {}, date(2024, 3, 5))
    said = editor(shown, shown.rows[1])["machine"]
    assert said["area"] == "Cải cách thủ tục hành chính"
    assert said["assignees"] == "Chủ trì: Sở Nội vụ"
    assert said["deadlines"] == ("“Định kỳ hàng quý” = Hằng quý; “trong năm 2024” = từ 01/01/2024 đến 31/12/2024")
    assert said["targets"] == "tỷ lệ hồ sơ đúng hạn: từ 96% trở lên"
    assert said["action"] == review_words.NOTHING


def test_the_editor_of_a_task_that_people_added_has_no_machines_value() -> None:
    now = full_directive()
    now.tasks[3].id = "t9"
    shown = sheet(reviewed(directive=now), {}, date(2024, 3, 5))
    values = editor(shown, shown.rows[3])
    assert values["machine"] is None
    assert values["following"] is None


def test_marks_have_boxes_by_page() -> None:
    directive = full_directive()
    directive.tasks[0].span = span(directive.tasks[0].text)
    mark = marks(directive)[0]
    assert mark["id"] == "t1"
    assert list(mark["pages"]) == [1]
    assert [part["kind"] for part in mark["parts"]] == ["agency", "agency", "agency", "deadline", "reference"]
    assert TEXT[mark["parts"][1]["start"] : mark["parts"][1]["end"]] == "Sở Tài chính"


ranges = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=6)


@given(st.text(alphabet="ab \n😀ệ", max_size=40), ranges)
def test_the_text_view_is_the_text_and_each_piece_says_its_tasks(text: str, found: list[tuple[int, int]]) -> None:
    spans = [(start, min(start + length, len(text))) for start, length in found if start < len(text)]
    directive = Directive(
        source=Source(media_type="text/plain", sha256="0" * 64, reader="text"),
        text=text,
        directive=DirectiveHeader(),
        tasks=[
            Task(id=f"t{n}", text=text[start:end], span=Span(start=start, end=end))
            for n, (start, end) in enumerate(spans, 1)
        ],
    )
    view = list(lines(directive))
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in view) == text
    for piece in (piece for line in view for piece in line.pieces):
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        for at in range(piece.start, piece.start + len(piece.text)):
            here = {f"t{n}" for n, (start, end) in enumerate(spans, 1) if start <= at < end}
            assert set(piece.tasks.split()) == here


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("area", None, "(trống)"),
        ("modality", "prohibition", "Không được làm"),
        ("pace", "immediate", "Làm ngay"),
        ("status", "doing", "Đang thực hiện"),
        ("done_on", "2026-11-20", "20/11/2026"),
        ("number", {"text": "17/CT-UBND", "serial": "17"}, "17/CT-UBND"),
        ("issuer", {"name": "Sở Y tế", "id": None}, "Sở Y tế"),
        ("value", 96.0, "96"),
        ("due", {"start": None, "end": "2026-12-31"}, "đến 31/12/2026"),
        ("due", {"start": "2026-01-01", "end": "2026-12-31"}, "từ 01/01/2026 đến 31/12/2026"),
        ("title", "2026-99-99", "2026-99-99"),
        ("deadlines", [{"text": "", "duration": "P5D", "working_days": True}], "05 ngày làm việc"),
        ("deadlines", [{"text": "hằng tuần", "rrule": "FREQ=WEEKLY"}], "“hằng tuần” = Hằng tuần"),
    ],
)
def test_values_in_words(field: str, value: object, words: str) -> None:
    assert review_words.words(field, value) == words


def test_a_change_tells_its_fields_and_not_what_follows_from_them() -> None:
    change = Change(
        id=4,
        document=1,
        at=datetime(2026, 11, 20, 7, 5, tzinfo=UTC),
        who="Trần Thị Mẫu",
        action="set",
        task="t1",
        before={},
        after={},
        fields=(
            FieldChange("task:t1", "area", "other", "procedures"),
            FieldChange("task:t1", "confidences", {"area": 0.4}, {"area": 1}),
            FieldChange("task:t1", "span", {"start": 1}, {"start": 2}),
        ),
    )
    assert review_words.told(change) == [("Lĩnh vực", "Khác", "Cải cách thủ tục hành chính")]
    assert review_words.action(change) == "sửa"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;INTERVAL=2", "2 tháng một lần"),
        ("FREQ=WEEKLY;BYDAY=FR", "Thứ Sáu, hằng tuần"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "Ngày cuối tháng, tháng 6, hằng năm"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "Ngày 15, hằng quý"),
        ("FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=1MO"),
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
        ("", ""),
    ],
)
def test_recurrences_in_words(rule: str, words: str) -> None:
    assert rhythm(rule) == words
