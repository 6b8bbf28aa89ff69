"""Who answers now: said only where it is another body, or where a person must settle it."""

from __future__ import annotations

import pytest

from analyzer.assembly.models import Agency, Assignee, Body, Directive, Place, Role
from analyzer.writing.bodies import changes, in_role, now_of
from tests.samples import full_directive
from tests.writing.dated import SPAN, dated_directive, task

QB, QT, HT = (
    Place(id="p63-44", name="tỉnh Quảng Bình"),
    Place(id="p34-44", name="tỉnh Quảng Trị"),
    Place(id="p34-42", name="tỉnh Hà Tĩnh"),
)


def body(agency: str, name: str, province: Place | None = None) -> Body:
    return Body(id=agency, name=name, province=province)


# The name in the document, its id and province; who answers for it; what is told.
CASES = [
    ("Bộ Kế hoạch và Đầu tư", "bo-ke-hoach-va-dau-tu", None, [body("bo-tai-chinh", "Bộ Tài chính")], "Bộ Tài chính"),
    # the same name, though another entry of the register
    ("Bộ Nội vụ", "bo-noi-vu-truoc-2025", None, [body("bo-noi-vu", "Bộ Nội vụ")], ""),
    ("Sở Nội vụ", "so-noi-vu-truoc-2025", HT, [body("so-noi-vu", "Sở Nội vụ tỉnh Hà Tĩnh", HT)], ""),
    ("Sở Nội vụ", "so-noi-vu", HT, [body("so-noi-vu", "Sở Nội vụ tỉnh Hà Tĩnh", HT)], ""),
    ("UBND TP. X", "ubnd-tp-x", None, [body("ubnd-tp-y", "ubnd tp. X")], ""),
    # the province was merged
    (
        "Sở Nội vụ",
        "so-noi-vu-truoc-2025",
        QB,
        [body("so-noi-vu", "Sở Nội vụ tỉnh Quảng Trị", QT)],
        "Sở Nội vụ tỉnh Quảng Trị",
    ),
    ("Sở Nội vụ", "so-noi-vu", QB, [body("so-noi-vu", "Sở Nội vụ tỉnh Quảng Trị", QT)], "Sở Nội vụ tỉnh Quảng Trị"),
    (
        "Ủy ban nhân dân tỉnh",
        "ubnd-tinh-quang-binh",
        None,
        [body("ubnd-tinh-quang-tri", "Ủy ban nhân dân tỉnh Quảng Trị", QT)],
        "Ủy ban nhân dân tỉnh Quảng Trị",
    ),
    # of which province it is the document does not tell
    ("Sở Nội vụ", "so-noi-vu", None, [body("so-noi-vu", "Sở Nội vụ", None)], ""),
    # several
    (
        "Sở Lao động",
        "so-lao-dong",
        HT,
        [body("a", "Sở Nội vụ tỉnh Hà Tĩnh", HT), body("b", "Sở Y tế tỉnh Hà Tĩnh", HT)],
        "Sở Nội vụ tỉnh Hà Tĩnh hoặc Sở Y tế tỉnh Hà Tĩnh (cần xác định)",
    ),
    # nothing known
    ("Công ty A", None, None, [], ""),
]


@pytest.mark.parametrize(("name", "agency", "province", "answers", "told"), CASES)
def test_of_one_agency(name: str, agency: str | None, province: Place | None, answers: list[Body], told: str) -> None:
    entry = Agency(id=agency, name=name, province=province, answers=answers)
    assert now_of(entry) == told
    lead = Assignee(
        name=name,
        id=agency,
        province=province.id if province else None,
        answers=answers,
        role="lead",
        text=name,
        span=SPAN,
    )
    base = full_directive()
    directive = base.model_copy(update={"agencies": [entry], "tasks": [task(1, "Báo cáo.", leads=(lead,))]})
    assert changes(directive, directive.tasks[0]) == ([told] if told else [])


def test_a_body_without_heirs_must_be_settled_and_an_unclear_name_says_so() -> None:
    ended = Agency(id="x", name="Ban A", note="Giải thể.")
    assert now_of(ended) == "cần xác định"
    assert now_of(ended.model_copy(update={"note": None})) == "", "nothing is known of it"
    assert now_of(Agency(name="SNV", ambiguous=["so-noi-vu", "so-ngoai-vu"])) == "chưa rõ là cơ quan nào"


def named(directive: Directive, number: int, role: Role) -> list[tuple[str, str, str]]:
    return [(n.name, n.today, n.now) for n in in_role(directive, directive.tasks[number - 1], role)]


def test_names_to_look_for_today() -> None:
    made = dated_directive()
    finance = "Sở Tài chính tỉnh Quảng Trị"
    assert named(made, 1, "lead") == [("Sở Kế hoạch và Đầu tư", finance, finance)]
    assert named(made, 1, "support") == [("Sở Giao thông vận tải", "Sở Giao thông vận tải", "cần xác định")]
    (labour,) = named(made, 2, "lead")
    assert labour[:2] == ("Sở Lao động", "Sở Lao động"), "which heir it is, is not settled"
    assert named(made, 9, "lead") == [("Hội Nông dân tỉnh", "Hội Nông dân tỉnh", "")]


def test_an_only_lead_needs_no_name_before_its_heir() -> None:
    made = dated_directive()
    assert changes(made, made.tasks[2]) == ["Sở Nội vụ tỉnh Quảng Trị"]
    assert changes(made, made.tasks[0]) == [
        "Sở Kế hoạch và Đầu tư → Sở Tài chính tỉnh Quảng Trị",
        "Sở Giao thông vận tải → cần xác định",
    ]
