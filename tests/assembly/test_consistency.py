"""Doubts about a directive: what is told, in which words, about which items; and what is passed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analyzer.assembly.consistency import inconsistencies
from analyzer.assembly.models import (
    Agency,
    Assignee,
    Body,
    Deadline,
    Directive,
    DirectiveHeader,
    Mention,
    Reference,
    Source,
    Span,
    Target,
    Task,
    Warning,
)
from analyzer.knowledge.agencies import Agency as Entry
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.work_calendar import WorkCalendar
from tests.linear import assert_linear

ISSUED = date(2024, 3, 4)
NOWHERE = Span(start=0, end=1)


def made(text: str = "Văn bản.", issued_on: date | None = ISSUED, **parts: Any) -> Directive:
    return Directive(
        source=Source(media_type="text/plain", sha256="ab" * 32, reader="text"),
        text=text,
        directive=DirectiveHeader(issued_on=issued_on),
        **parts,
    )


def assignee(name: str, text: str = "", role: str = "lead", agency: str | None = None) -> Assignee:
    start = text.find(name) if text else 0
    assert start >= 0
    return Assignee.model_validate(
        {"name": name, "id": agency, "role": role, "text": name, "span": Span(start=start, end=start + len(name))}
    )


def task(number: int, text: str = "Rà soát hồ sơ.", **parts: Any) -> Task:
    parts.setdefault("assignees", [assignee("Sở Nội vụ")])
    return Task(id=f"t{number}", text=text, span=NOWHERE, **parts)


def limit(text: str, end: date | None = None, **parts: Any) -> Deadline:
    return Deadline(text=text, span=NOWHERE, end=end, **parts)


def reference(number: str, issued_on: date | None, name: str = "r1", **parts: Any) -> Reference:
    written = f"{issued_on:%d/%m/%Y}" if issued_on else ""
    return Reference(
        id=name, text=f"Văn bản số {number} ngày {written}", span=NOWHERE, number=number, issued_on=issued_on, **parts
    )


def target(text: str, value: float, comparator: str = "=", **parts: Any) -> Target:
    return Target.model_validate(
        {"id": "g1", "text": text, "span": NOWHERE, "comparator": comparator, "value": value, "unit": "%", **parts}
    )


def told(directive: Directive) -> list[Warning]:
    return inconsistencies(directive, WorkCalendar.vietnam())


def codes(directive: Directive) -> list[str]:
    return [w.code for w in told(directive)]


def test_a_directive_that_agrees_has_no_warning() -> None:
    due = limit("trước ngày 28/6/2024", date(2024, 6, 28), bound="before")
    assert told(made(tasks=[task(1, deadlines=[due])], references=[reference("12/2021/NĐ-CP", date(2021, 2, 5))])) == []


# ---------------------------------------------------------------- who leads


def test_tasks_without_a_lead_are_counted_and_named() -> None:
    nobody: dict[str, Any] = {"assignees": [assignee("Sở Y tế", role="support")]}
    (warning,) = told(made(tasks=[task(1), task(2, **nobody), task(3, **nobody)]))
    assert (warning.code, warning.items) == ("task_without_lead", ["t2", "t3"])
    assert warning.message_vi == "2/3 nhiệm vụ không nêu cơ quan chủ trì: nhiệm vụ 2, 3."
    assert warning.message == "2 of 3 tasks name nobody in charge: tasks 2, 3."
    (every,) = told(made(tasks=[task(1, **nobody)]))
    assert every.message_vi == "1/1 nhiệm vụ không nêu cơ quan chủ trì."


LED = [
    "Sở Y tế, Sở Tài chính chủ trì xây dựng Đề án.",
    "Sở Y tế và Sở Tài chính có trách nhiệm chủ trì xây dựng Đề án.",
    "Xây dựng Đề án.\n- Cơ quan chủ trì: Sở Y tế; Sở Tài chính.",
    "TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp\n1 | Xây dựng Đề án | Sở Y tế, Sở Tài chính | Sở Nội vụ",
]
NOT_LED = [
    "Sở Y tế, Sở Tài chính rà soát hồ sơ.",  # each for itself
    "Sở Y tế, Sở Tài chính chủ trì theo lĩnh vực phụ trách.",
    "Sở Y tế, Sở Tài chính đồng chủ trì xây dựng Đề án.",
    "Sở Y tế chủ trì nội dung 1, Sở Tài chính chủ trì nội dung 2.",
    "Sở Y tế (điểm a), Sở Tài chính (điểm b) chủ trì.",
    "TT | Nội dung | Cơ quan chủ trì, phối hợp\n1 | Xây dựng Đề án | Sở Y tế, Sở Tài chính",
    "TT | Cơ quan chủ trì | Cơ quan thực hiện\n1 | Sở Nội vụ | Sở Y tế, Sở Tài chính",
]


def led(text: str, *names: str, **parts: Any) -> Directive:
    leads = [assignee(name, text) for name in names]
    return made(text, tasks=[task(1, text.split("\n")[0], assignees=leads)], **parts)


@pytest.mark.parametrize("text", LED)
def test_several_bodies_in_charge_of_one_thing(text: str) -> None:
    (warning,) = told(led(text, "Sở Y tế", "Sở Tài chính"))
    assert (warning.code, warning.items) == ("several_leads", ["t1"])
    assert warning.message_vi.startswith("Nhiệm vụ 1: 2 cơ quan cùng chủ trì (Sở Y tế; Sở Tài chính)")


@pytest.mark.parametrize("text", NOT_LED)
def test_several_bodies_that_each_do_their_part(text: str) -> None:
    assert codes(led(text, "Sở Y tế", "Sở Tài chính")) == []


@pytest.mark.parametrize(
    "names",
    [
        ("các sở, ban, ngành", "Sở Tài chính"),
        ("Ủy ban nhân dân xã A", "Ủy ban nhân dân xã B"),
        ("Đài Phát thanh tỉnh", "Báo tỉnh"),
        ("Sở Tư pháp các tỉnh", "Cục Bồi thường"),
        ("Sở A", "Sở B", "Sở C", "Sở D", "Sở E"),
    ],
)
def test_classes_and_bodies_of_a_kind_each_act_for_themselves(names: tuple[str, ...]) -> None:
    assert codes(led(f"{', '.join(names)} chủ trì xây dựng kế hoạch.", *names)) == []


def test_a_collective_by_its_form_is_no_single_body() -> None:
    text = "Khối thi đua số 1, Sở Tài chính chủ trì xây dựng kế hoạch."
    collective = [Agency(name="Khối thi đua số 1", form="collective")]
    assert codes(led(text, "Khối thi đua số 1", "Sở Tài chính")) == ["several_leads"]
    assert codes(led(text, "Khối thi đua số 1", "Sở Tài chính", agencies=collective)) == []


def test_a_list_above_several_tasks_is_told_once() -> None:
    text = "Sở Y tế, Sở Tài chính chủ trì:\na) Xây dựng Đề án.\nb) Lập dự toán."
    leads = [assignee("Sở Y tế", text), assignee("Sở Tài chính", text)]
    (warning,) = told(made(text, tasks=[task(n, assignees=leads) for n in (1, 2)]))
    assert warning.items == ["t1", "t2"]


def test_without_the_text_nothing_is_said_of_several_leads() -> None:
    directive = led(LED[0], "Sở Y tế", "Sở Tài chính").model_copy(update={"text": None})
    assert codes(directive) == []


# ---------------------------------------------------------------- limits


def test_a_limit_before_the_day_of_issue() -> None:
    late = limit("trước ngày 28/02/2024", date(2024, 2, 28), bound="before")
    (warning,) = told(made(tasks=[task(1, deadlines=[late]), task(2), task(3, deadlines=[late])]))
    assert (warning.code, warning.items) == ("deadline_before_issue", ["t1", "t3"])
    assert warning.message_vi == (
        "Nhiệm vụ 1, 3: thời hạn “trước ngày 28/02/2024” đã qua trước ngày ban hành văn bản (04/3/2024)."
        " Cần xem lại tháng, năm."
    )


@pytest.mark.parametrize(
    "passed_over",
    [
        limit("giai đoạn 2020 - 2023", date(2023, 12, 31), start=date(2020, 1, 1), inherited=True),
        limit("từ năm 2023", None, start=date(2023, 1, 1), bound="from"),
        limit("hằng năm", None, rrule="FREQ=YEARLY"),
        limit("trước ngày 04/3/2024", date(2024, 3, 4), bound="before"),
    ],
)
def test_periods_that_began_before_are_no_limits_that_are_over(passed_over: Deadline) -> None:
    assert codes(made(tasks=[task(1, deadlines=[passed_over])])) == []
    assert codes(made(issued_on=None, tasks=[task(1, deadlines=[limit("x", date(1999, 1, 4))])])) == []


HOLIDAYS = [
    ("trước ngày 30/6/2024", date(2024, 6, 30), "before", "Chủ nhật. Ngày làm việc liền trước là thứ Sáu, 28/6/2024."),
    ("chậm nhất ngày 29/6/2024", date(2024, 6, 29), "by", "thứ Bảy. Ngày làm việc liền trước là thứ Sáu, 28/6/2024."),
    (
        "chậm nhất ngày 30/4/2024",
        date(2024, 4, 30),
        "by",
        "ngày nghỉ lễ (Ngày Chiến thắng). Ngày làm việc liền trước là thứ Sáu, 26/4/2024.",
    ),
]


@pytest.mark.parametrize(("words", "end", "bound", "expected"), HOLIDAYS)
def test_a_day_on_which_nobody_works(words: str, end: date, bound: str, expected: str) -> None:
    due = Deadline.model_validate({"text": words, "span": NOWHERE, "end": end, "bound": bound})
    (warning,) = told(made(tasks=[task(1, deadlines=[due]), task(2, deadlines=[due])]))
    assert (warning.code, warning.items) == ("deadline_on_holiday", ["t1", "t2"])
    assert warning.message_vi == f"Nhiệm vụ 1, 2: thời hạn “{words}” rơi vào {expected}"


@pytest.mark.parametrize(
    "passed_over",
    [
        limit("trước ngày 29/6/2024", date(2024, 6, 29), bound="before"),  # Friday is in time, and left in by the words
        limit("trong tháng 6/2024", date(2024, 6, 30), start=date(2024, 6, 1), bound="within"),
        limit("đến hết tháng 6/2024", date(2024, 6, 30), bound="by"),  # no day is named
        limit("từ ngày 22 đến ngày 23/6/2024", date(2024, 6, 23), start=date(2024, 6, 22), bound="by"),
        limit("trước ngày 30 hằng tháng", None, rrule="FREQ=MONTHLY;BYMONTHDAY=30", bound="before"),
        limit("trong 05 ngày", None, due=date(2024, 6, 30), duration="P5D", bound="within"),
        limit("ngày 30/6/2024", date(2024, 6, 30), start=date(2024, 6, 30)),  # the day of an event
    ],
)
def test_days_that_are_not_named_or_not_in_the_way(passed_over: Deadline) -> None:
    assert codes(made(tasks=[task(1, deadlines=[passed_over])])) == []


SAME = "Tổng hợp, báo cáo kết quả rà soát thủ tục hành chính."


def test_the_same_work_with_different_limits() -> None:
    june = limit("trước ngày 28/6/2024", date(2024, 6, 28))
    july = limit("trước ngày 26/7/2024", date(2024, 7, 26))
    (warning,) = told(made(tasks=[task(1, SAME, deadlines=[june]), task(2, SAME.upper(), deadlines=[july])]))
    assert (warning.code, warning.items) == ("same_task_different_limits", ["t1", "t2"])
    assert "khác thời hạn: trước ngày 28/6/2024; trước ngày 26/7/2024." in warning.message_vi


def test_the_same_words_for_other_bodies_or_without_limits_are_other_work() -> None:
    june = limit("trước ngày 28/6/2024", date(2024, 6, 28))
    july = limit("trước ngày 26/7/2024", date(2024, 7, 26))
    other: dict[str, Any] = {"assignees": [assignee("Sở Y tế")]}
    for tasks in (
        [task(1, SAME, deadlines=[june]), task(2, SAME, deadlines=[july], **other)],
        [task(1, SAME, deadlines=[june]), task(2, SAME)],
        [task(1, SAME, deadlines=[june]), task(2, SAME, deadlines=[june, july])],
        [task(1, "Báo cáo.", deadlines=[june]), task(2, "Báo cáo.", deadlines=[july])],
    ):
        assert codes(made(tasks=tasks)) == []


# ---------------------------------------------------------------- citations


def test_a_number_of_another_year_than_its_date() -> None:
    (warning,) = told(made(references=[reference("107/2021/NĐ-CP", date(2020, 12, 6))]))
    assert (warning.code, warning.items) == ("reference_year_mismatch", ["r1"])
    assert "số ký hiệu là của năm 2021 nhưng ngày ban hành là năm 2020" in warning.message_vi


@pytest.mark.parametrize(
    ("number", "year", "expected"),
    [
        ("76/2015/QH13", 2015, []),
        ("12/QH14", 2021, []),
        ("12/QH14", 2022, ["reference_term_mismatch"]),
        ("12/QH10", 1999, []),
        ("853/UBTVQH11", 2012, ["reference_term_mismatch"]),
    ],
)
def test_a_number_of_another_term_of_the_national_assembly(number: str, year: int, expected: list[str]) -> None:
    assert codes(made(references=[reference(number, date(year, 6, 5))])) == expected


def test_one_number_with_two_dates() -> None:
    twice = [reference("12/KH-UBND", date(2024, 1, day), f"r{day}") for day in (5, 8)]
    (warning,) = told(made(references=twice))
    assert (warning.code, warning.items) == ("reference_two_dates", ["r5", "r8"])
    assert "12/KH-UBND được viện dẫn với các ngày khác nhau: 05/01/2024; 08/01/2024." in warning.message_vi


def test_numbers_begin_anew_each_year_and_each_body_has_its_own() -> None:
    two_years = [reference("12/KH-UBND", date(year, 1, 5), f"r{year}") for year in (2023, 2024)]
    assert codes(made(references=two_years)) == []
    two_bodies = [
        reference("12/KH-UBND", date(2024, 1, day), f"r{day}", issuer=issuer)
        for day, issuer in ((5, "UBND tỉnh"), (8, "UBND huyện"))
    ]
    assert codes(made(references=two_bodies)) == []
    two_kinds = [reference("12/TU", date(2024, 1, day), f"r{day}", kind=kind) for day, kind in ((5, "CT"), (8, "KH"))]
    assert codes(made(references=two_kinds)) == []


def test_a_document_cited_before_it_was_issued() -> None:
    (warning,) = told(made(references=[reference("12/KH-UBND", date(2024, 4, 5))]))
    assert warning.code == "reference_after_issue"
    assert codes(made(references=[reference("12/KH-UBND", ISSUED)])) == []
    wrong_year = reference("12/2023/NĐ-CP", date(2024, 4, 5))  # told once, by what is wrong with it
    assert codes(made(references=[wrong_year])) == ["reference_year_mismatch"]


# ---------------------------------------------------------------- bodies

REGISTER = Register(
    [
        Entry("so-muoi", "Sở Muối", valid_to=date(2023, 12, 31), successors=("so-bien",)),
        Entry("so-bien", "Sở Biển", valid_from=date(2024, 1, 1)),
        Entry("so-gio", "Sở Gió", valid_from=date(2026, 1, 1)),
    ]
)


def given_work(name: str, agency: str, existed: bool | None, *, role: str = "lead", assigned: bool = True) -> Directive:
    text = f"{name} rà soát hồ sơ."
    named = Agency(
        id=agency,
        name=name,
        existed=existed,
        answers=[Body(id="so-bien", name="Sở Biển")],
        mentions=[Mention(text=name, span=Span(start=0, end=len(name)))],
    )
    work = [task(1), task(2, assignees=[assignee("Sở Nội vụ"), assignee(name, text, role, agency)])]
    return made(text, agencies=[named], tasks=work if assigned else work[:1])


def test_work_given_to_a_body_that_had_ended() -> None:
    (warning,) = inconsistencies(given_work("Sở Muối", "so-muoi", False, role="support"), register=REGISTER)
    assert (warning.code, warning.items) == ("agency_ceased", ["t2"])
    assert warning.message_vi == (
        "Nhiệm vụ 2: Sở Muối đã kết thúc hoạt động (đến hết ngày 31/12/2023) trước ngày ban hành văn bản (04/3/2024)."
        " Nay việc thuộc: Sở Biển."
    )


def test_work_given_long_before_a_body_begins() -> None:
    (warning,) = inconsistencies(given_work("Sở Gió", "so-gio", False), register=REGISTER)
    assert warning.code == "agency_not_yet"
    assert "thành lập từ ngày 01/01/2026" in warning.message_vi


def test_bodies_only_mentioned_or_not_known_are_passed_over() -> None:
    for directive in (
        given_work("Sở Muối", "so-muoi", False, assigned=False),
        given_work("Sở Muối", "so-muoi", None),
        given_work("Sở Biển", "so-bien", True),
        given_work("Sở Lạ", "so-la", False),
    ):
        assert inconsistencies(directive, register=REGISTER) == []


# ---------------------------------------------------------------- targets


@pytest.mark.parametrize(
    ("metric", "value", "comparator", "expected"),
    [
        ("tỷ lệ hồ sơ giải quyết đúng hạn", 105, ">=", True),
        ("tỷ lệ cơ quan hoàn thành", 980, "=", True),
        ("tỷ lệ hồ sơ giải quyết đúng hạn", 100, ">=", False),
        ("tỷ lệ tăng thu", 120, "+", False),
        ("thu ngân sách đạt dự toán", 105, ">=", False),
        ("tỷ lệ thực hiện so với kế hoạch", 110, ">=", False),
        ("sản lượng", 130, "=", False),
    ],
)
def test_a_share_over_the_whole(metric: str, value: float, comparator: str, expected: bool) -> None:
    found = told(made(targets=[target(f"{value}%", value, comparator, metric=metric)]))
    assert [w.code for w in found] == ["target_over_hundred"] * expected
    assert all(w.items == ["g1"] and f"({metric})" in w.message_vi for w in found)


def test_a_range_may_pass_the_whole_too() -> None:
    metric = "tỷ lệ hồ sơ trực tuyến"
    assert codes(made(targets=[target("từ 90% đến 110%", 90, ">=", upper=110, metric=metric)])) == [
        "target_over_hundred"
    ]
    assert codes(made(targets=[target("120 hồ sơ", 120, metric=metric, unit="hồ sơ")])) == []


# ---------------------------------------------------------------- all of them


def test_every_warning_reads_well_in_both_languages(directive: Directive) -> None:
    assert {w.code for w in inconsistencies(directive)} == {"task_without_lead", "deadline_on_holiday"}
    for warning in inconsistencies(directive):
        for message in (warning.message, warning.message_vi):
            assert message.endswith(".")
            assert "{" not in message


def test_linear() -> None:
    text = "Sở Y tế, Sở Tài chính chủ trì | rà soát hồ sơ.\n"

    def run(words: str) -> None:
        tasks = []
        for n in range(len(words) // len(text)):
            at = n * len(text)
            leads = [
                Assignee(name=name, role="lead", text=name, span=Span(start=at + i, end=at + i + len(name)))
                for i, name in ((0, "Sở Y tế"), (9, "Sở Tài chính"))
            ]
            due = [limit("trước ngày 30/6/2024", date(2024, 6, 30), bound="before")]
            tasks.append(
                Task(id=f"t{n}", text=f"{SAME} {n}", span=Span(start=at, end=at + 1), assignees=leads, deadlines=due)
            )
        inconsistencies(made(words).model_copy(update={"tasks": tasks}))

    assert_linear(run, text, 40_000)
