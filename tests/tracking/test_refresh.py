"""Results of an earlier day brought up to date."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.api import analyze
from analyzer.assembly.models import Deadline
from analyzer.due import DueSettings
from analyzer.tracking import refreshed
from tests.tracking.samples import assignee, deadline, directive, task

TEXT = """ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM
Số: 17/CT-UBND
Quảng Nam, ngày 04 tháng 3 năm 2024
CHỈ THỊ
Về việc rà soát thủ tục hành chính
1. Sở Kế hoạch và Đầu tư:
a) Rà soát thủ tục hành chính, báo cáo Ủy ban nhân dân tỉnh trước ngày 28/6/2024.
b) Báo cáo kết quả hằng quý.
c) Trả lời kiến nghị trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản này.
"""


def limits(*deadlines: Deadline, as_of: date = date(2026, 1, 5), settings: DueSettings | None = None) -> list[Deadline]:
    found = refreshed(directive(task(1, *deadlines)), as_of, settings or DueSettings())
    return found.tasks[0].deadlines


@pytest.mark.parametrize("policy", ["lenient", "strict"])
def test_a_refreshed_result_is_what_an_analysis_of_that_day_gives(policy: str) -> None:
    then, now = date(2024, 3, 5), date(2026, 1, 5)
    settings = DueSettings(policy="strict" if policy == "strict" else "lenient", received_on=date(2024, 3, 8))
    assert refreshed(analyze(TEXT, as_of=then), now, settings) == analyze(TEXT, as_of=now, settings=settings)


def test_next_days_are_those_after_the_day() -> None:
    old = deadline("hằng quý", rrule="FREQ=MONTHLY;INTERVAL=3", next_due=[date(2024, 3, 31)])
    (found,) = limits(old)
    assert found.next_due[0] == date(2026, 3, 31)


def test_results_from_before_there_were_due_days_get_them() -> None:
    old = deadline("trước ngày 28/6/2024", end=date(2024, 6, 28), bound="before")
    (lenient,) = limits(old)
    (strict,) = limits(old, settings=DueSettings(policy="strict"))
    assert (lenient.due, strict.due) == (date(2024, 6, 28), date(2024, 6, 27))
    assert lenient.safe_due == date(2024, 6, 27)


def test_the_day_of_receipt_fills_a_formula() -> None:
    counted = deadline(
        "trong thời hạn 05 ngày làm việc",
        duration="P5D",
        working_days=True,
        bound="within",
        anchor="kể từ ngày nhận được văn bản này",
    )
    (unknown,) = limits(counted)
    (known,) = limits(counted, settings=DueSettings(received_on=date(2024, 3, 8)))
    assert unknown.due is None
    assert known.due == date(2024, 3, 15)


def test_bodies_are_those_of_the_day() -> None:
    planning = assignee("Sở Kế hoạch và Đầu tư", agency="so-ke-hoach-va-dau-tu", province="p63-49")
    made = directive(task(1, leads=(planning,)))
    before, after = (refreshed(made, day, DueSettings()) for day in (date(2024, 6, 1), date(2026, 1, 5)))
    names = [[b.name for b in d.tasks[0].assignees[0].answers] for d in (before, after)]
    assert names == [["Sở Kế hoạch và Đầu tư tỉnh Quảng Nam"], ["Sở Tài chính thành phố Đà Nẵng"]]


def test_a_body_of_one_area_keeps_its_name() -> None:
    text = (
        TEXT.replace("Sở Kế hoạch và Đầu tư:", "Ủy ban nhân dân xã Tam Hải:")
        .replace("2024", "2025")
        .replace("3 n", "9 n")
    )
    then, now = (analyze(text, as_of=day) for day in (date(2025, 9, 5), date(2026, 1, 5)))
    assert then.tasks[0].assignees[0].answers[0].name.startswith("Ủy ban nhân dân xã Tam Hải")
    assert refreshed(then, date(2026, 1, 5), DueSettings()) == now


def test_what_this_register_does_not_know_stays() -> None:
    strange = assignee("Sở Muối", agency="so-muoi")
    lost = assignee("Sở Nội vụ", agency="so-noi-vu", province="tinh-muoi")
    made = directive(task(1, leads=(strange, lost)))
    assert refreshed(made, date(2026, 1, 5), DueSettings()).tasks[0].assignees == [strange, lost]
