"""Time limits for people: which day a row shows, and what is told where there is none."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.assembly.models import Deadline, Formula, Trigger, Warning
from analyzer.writing.limits import due_date, formula_words, limit_words, next_due_date, offset_words, safe_due_date
from analyzer.writing.rows import task_rows
from tests.writing.dated import SPAN, dated_directive, deadline, due, repeated, task

D = date


@pytest.mark.parametrize(
    ("limits", "day", "safe", "coming"),
    [
        ([due("x", D(2025, 8, 31), D(2025, 8, 29))], D(2025, 8, 31), D(2025, 8, 29), None),
        # the earliest, and its own safe day
        (
            [due("x", D(2025, 9, 30)), due("y", D(2025, 8, 31), D(2025, 8, 29))],
            D(2025, 8, 31),
            D(2025, 8, 29),
            None,
        ),
        # results from before there was a due day
        ([deadline("x", end=D(2025, 8, 31))], D(2025, 8, 31), None, None),
        # strictly before
        ([deadline("x", end=D(2025, 8, 31), due=D(2025, 8, 30))], D(2025, 8, 30), None, None),
        # a recurrence that ends is not due at its end
        ([repeated("x", "FREQ=MONTHLY", D(2025, 8, 31), end=D(2025, 12, 31))], None, None, D(2025, 8, 31)),
        (
            [repeated("x", "FREQ=YEARLY", D(2025, 12, 31)), repeated("y", "FREQ=MONTHLY", D(2025, 8, 31))],
            None,
            None,
            D(2025, 8, 31),
        ),
        ([deadline("x", duration="P5D")], None, None, None),
        ([], None, None, None),
    ],
)
def test_days_of_a_row(limits: list[Deadline], day: date | None, safe: date | None, coming: date | None) -> None:
    made = task(1, "Báo cáo.", *limits)
    assert (due_date(made), safe_due_date(made), next_due_date(made)) == (day, safe, coming)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (Formula(event="ngày nhận", offset="P5D", working_days=True), "05 ngày làm việc kể từ ngày nhận"),
        (Formula(event="ngày ký", offset="P1M", counted_from=D(2025, 2, 3)), "01 tháng kể từ ngày ký (03/02/2025)"),
        (Formula(event=None, offset="P2W", counted_from=D(2025, 2, 3)), "02 tuần kể từ ngày 03/02/2025"),
        (Formula(event=None, offset="P2W"), "02 tuần kể từ ngày chưa nêu"),
        (Formula(event="khi họp", offset="P3D", direction="before"), "03 ngày trước khi họp"),
        (Formula(event="có hướng dẫn", offset=None), "sau khi có hướng dẫn"),
        (Formula(event="khi có hướng dẫn", offset=None), "sau khi có hướng dẫn"),
        (Formula(event="khi khai giảng", offset=None, direction="on"), "khi khai giảng"),
        (Formula(event="ngày bầu cử", offset=None, direction="before"), "trước ngày bầu cử"),
    ],
)
def test_formulas_in_words(formula: Formula, words: str) -> None:
    assert formula_words(formula) == words


@pytest.mark.parametrize(
    ("offset", "words"),
    [("P10D", "10 ngày"), ("P1Y6M", "01 năm 06 tháng"), ("PT48H", "48 giờ"), ("PT30M", "30 phút"), ("P", "P")],
)
def test_lengths_of_time_in_words(offset: str, words: str) -> None:
    assert offset_words(offset) == words


def test_words_of_what_limits_a_task() -> None:
    event = "khi có hướng dẫn"
    trigger = Trigger(text=f"sau {event}", span=SPAN, event=event)
    limits = [
        deadline("trong 05 ngày", anchor="kể từ ngày nhận"),
        deadline(f"trong 10 ngày sau {event}", anchor=f"sau {event}"),
        due("trước ngày 31/8/2025", D(2025, 8, 31)),
        due("trước ngày 31/8/2025", D(2025, 8, 31)),
    ]
    assert limit_words(task(1, "Báo cáo.", *limits, triggers=[trigger])) == [
        "trong 05 ngày … kể từ ngày nhận",
        f"trong 10 ngày sau {event}",
        "trước ngày 31/8/2025",
    ]
    assert limit_words(task(1, "Báo cáo.", triggers=[trigger])) == [f"sau {event}"]


def test_warnings_stand_in_the_rows_they_are_about() -> None:
    """In short where the code is known, else in the words of the warning."""
    unknown = Warning(code="later", message="x", message_vi="Điều mới.", items=["t2", "t3"])
    made = dated_directive()
    made.warnings.append(unknown)
    notes = {row.order: row.notes for row in task_rows([made])}
    assert [order for order, told in notes.items() if "Điều mới." in told] == [2, 3]
    assert "Chủ nhật" not in notes[1]


def test_notes_of_rows() -> None:
    """What a person must know of the day: inferred, counted, not known, warned of."""
    notes = {row.order: row.notes.split("\n") for row in task_rows([dated_directive()])}
    assert notes[1] == ["Thời hạn rơi vào ngày nghỉ."]
    assert notes[4] == [
        "Năm của thời hạn: suy từ ngữ cảnh.",
        "Ngày được tính: 05 ngày làm việc kể từ ngày ký (10/02/2025). Theo Bộ luật Dân sự 2015, Điều 147 khoản 2.",
    ]
    assert notes[5] == ["Chưa có ngày: 10 ngày làm việc kể từ ngày nhận được hồ sơ."]
    assert notes[8] == ["Làm ngay"]
    assert notes[9] == ["Nhiều mốc thời hạn; cột ngày ghi mốc sớm nhất."]
    assert notes[11] == ["CẦN KIỂM TRA (độ tin cậy 40%)", "Làm thường xuyên"]
