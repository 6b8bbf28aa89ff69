"""Who is to do a task today, and by which names a body is found."""

from __future__ import annotations

import pytest

from analyzer.assembly.models import Agency, Body, Directive, Place
from analyzer.tracking.bodies import NOBODY, Responsible, responsible
from tests.tracking.samples import assignee, directive, task

PROVINCE = Place(id="p34-51", name="tỉnh Quảng Ngãi")
HOME = Body(id="so-noi-vu", name="Sở Nội vụ tỉnh Quảng Ngãi", province=PROVINCE)
FINANCE = Body(id="so-tai-chinh", name="Sở Tài chính tỉnh Quảng Ngãi", province=PROVINCE)


def of(*leads: tuple[str, str | None, list[Body]], agencies: list[Agency] | None = None) -> list[Responsible]:
    given = tuple(assignee(name, *answers, agency=agency, province="p34-51") for name, agency, answers in leads)
    made: Directive = directive(task(1, leads=given)).model_copy(update={"agencies": agencies or []})
    return responsible(made, made.tasks[0])


def test_a_body_that_stands_goes_by_its_full_name() -> None:
    (body,) = of(("Sở Nội vụ", "so-noi-vu", [HOME]))
    assert body == Responsible("Sở Nội vụ tỉnh Quảng Ngãi", None, "so-noi-vu", "p34-51")


def test_an_heir_goes_by_its_own_name_with_that_of_the_document() -> None:
    (body,) = of(("Sở Kế hoạch và Đầu tư", "so-ke-hoach-va-dau-tu", [FINANCE]))
    assert (body.name, body.named) == ("Sở Tài chính tỉnh Quảng Ngãi", "Sở Kế hoạch và Đầu tư")
    assert body.settled


def test_several_heirs_are_for_a_person_to_settle() -> None:
    (body,) = of(("Sở Lao động", "so-lao-dong", [HOME, FINANCE]))
    assert body.name == "Sở Nội vụ tỉnh Quảng Ngãi hoặc Sở Tài chính tỉnh Quảng Ngãi (cần xác định)"
    assert (body.named, body.id, body.settled) == ("Sở Lao động", None, False)


def test_names_no_register_knows_stay_as_written() -> None:
    assert of(("Tổ công tác 12", None, [])) == [Responsible("Tổ công tác 12", province="p34-51")]


def test_a_name_of_several_bodies_says_so() -> None:
    unclear = Agency(name="SNV", ambiguous=["so-noi-vu", "so-ngoai-vu"])
    (body,) = of(("SNV", None, []), agencies=[unclear])
    assert (body.name, body.settled) == ("SNV (nay: chưa rõ là cơ quan nào)", False)


def test_two_names_of_one_body_today_are_one() -> None:
    leads = [("Sở Kế hoạch và Đầu tư", "so-ke-hoach-va-dau-tu", [FINANCE]), ("Sở Tài chính", "so-tai-chinh", [FINANCE])]
    assert [body.id for body in of(*leads)] == ["so-tai-chinh"]


def test_nobody_named() -> None:
    assert of() == [NOBODY]
    assert not NOBODY.known
    assert Responsible("Sở Muối").known


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Sở Nội vụ", True),
        ("so noi vu", True),
        ("SNV", True),
        ("quảng ngãi", True),
        ("Sở Kế hoạch", True),
        ("Sở Nội  vụ, tỉnh Quảng Ngãi", True),
        ("nội", True),
        ("ội vụ", False),
        ("Sở Y tế", False),
    ],
)
def test_a_body_is_found_by_any_of_its_names(words: str, expected: bool) -> None:
    body = Responsible(HOME.name, "Sở Kế hoạch và Đầu tư", HOME.id, "p34-51")
    assert body.is_called(words) is expected
