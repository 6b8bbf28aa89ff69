"""Who answers for a body on a later day, and by which reorganisations."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer.knowledge.agencies import Agency, Register, of_province
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.provinces import Province, by_id, provinces
from analyzer.knowledge.succession import succession

REGISTER = Register.load()
TODAY = date(2026, 11, 1)


def _province(province_id: str | None) -> Province | None:
    return by_id(province_id) if province_id else None


@pytest.mark.parametrize(
    ("agency_id", "province", "on", "names"),
    [
        # a body that stands answers for itself
        ("bo-noi-vu", None, TODAY, ["Bộ Nội vụ"]),
        ("bo-ke-hoach-va-dau-tu", None, date(2024, 1, 1), ["Bộ Kế hoạch và Đầu tư"]),
        ("so-noi-vu", "p34-01", TODAY, ["Sở Nội vụ Thành phố Hà Nội"]),
        # over several steps
        ("bo-thuy-san", None, date(2010, 1, 1), ["Bộ Nông nghiệp và Phát triển nông thôn"]),
        ("bo-thuy-san", None, TODAY, ["Bộ Nông nghiệp và Môi trường"]),
        (
            "so-buu-chinh-vien-thong",
            "p63-44",
            TODAY,
            ["Sở Khoa học và Công nghệ tỉnh Quảng Trị", "Sở Văn hóa, Thể thao và Du lịch tỉnh Quảng Trị"],
        ),
        # the department of a province that is part of another now
        ("so-noi-vu-truoc-2025", "p63-52", date(2025, 4, 1), ["Sở Nội vụ tỉnh Bình Định"]),
        ("so-noi-vu-truoc-2025", "p63-52", TODAY, ["Sở Nội vụ tỉnh Gia Lai"]),
        ("so-ke-hoach-va-dau-tu", "p63-30", TODAY, ["Sở Tài chính thành phố Hải Phòng"]),
        ("so-noi-vu-truoc-2025", "p00-ha-tay", date(2009, 1, 1), ["Sở Nội vụ Thành phố Hà Nội"]),
        # ids that name their province
        ("ubnd-tinh-binh-dinh", None, TODAY, ["Ủy ban nhân dân tỉnh Gia Lai"]),
        ("ubnd-tinh-ha-tay", None, date(2008, 7, 31), ["Ủy ban nhân dân tỉnh Hà Tây"]),
        ("ubnd-tinh-ha-tay", None, date(2008, 8, 1), ["Ủy ban nhân dân Thành phố Hà Nội"]),
        ("tinh-uy-hai-duong", None, TODAY, ["Thành ủy Hải Phòng"]),
        ("tinh-uy-thua-thien-hue", None, TODAY, ["Thành ủy Huế"]),
        ("ubnd-tinh-gia-lai", None, date(2024, 1, 1), ["Ủy ban nhân dân tỉnh Gia Lai"]),
        # districts
        ("ubnd-huyen", "p63-44", TODAY, ["Ủy ban nhân dân cấp xã", "Ủy ban nhân dân tỉnh Quảng Trị"]),
        ("ubnd-huyen", None, date(2025, 6, 30), ["Ủy ban nhân dân cấp huyện"]),
        # not founded yet, or without heirs
        ("bo-nong-nghiep-va-moi-truong", None, date(2024, 1, 1), []),
        ("ban-chi-dao-tay-bac", None, TODAY, []),
    ],
)
def test_who_answers(agency_id: str, province: str | None, on: date, names: list[str]) -> None:
    found = succession(agency_id, _province(province), on)
    assert [a.name for a in found.answers] == names
    assert found.answers or found.note


@pytest.mark.parametrize(
    ("agency_id", "province", "steps"),
    [
        ("bo-noi-vu", None, []),
        (
            "so-ke-hoach-va-dau-tu",
            "p63-52",
            [
                (date(2025, 3, 1), "so-ke-hoach-va-dau-tu", ("so-tai-chinh",), "Nghị định 45/2025/NĐ-CP"),
                (date(2025, 7, 1), "p63-52", ("p34-52",), "Nghị quyết 202/2025/QH15"),
            ],
        ),
        ("tinh-uy-hai-duong", None, [(date(2025, 7, 1), "p63-30", ("p34-31",), "Nghị quyết 202/2025/QH15")]),
    ],
)
def test_steps_in_order(agency_id: str, province: str | None, steps: list[object]) -> None:
    found = succession(agency_id, _province(province), TODAY)
    assert [(s.on, s.of, s.to, s.basis) for s in found.steps] == steps


@pytest.mark.parametrize(
    ("agency_id", "province", "words"),
    [
        ("bo-lao-dong-thuong-binh-va-xa-hoi", None, ("Bộ Nội vụ", "Bộ Y tế")),  # duties divided
        ("ubnd-huyen", None, ("Cấp huyện",)),
        ("so-tai-chinh", "p63-64", ("Tỉnh Gia Lai hiện nay gồm cả tỉnh Bình Định",)),
        ("ubnd-tinh", "p00-ha-bac", ("Tỉnh Hà Bắc đã được chia",)),
    ],
)
def test_what_a_person_has_to_settle(agency_id: str, province: str | None, words: tuple[str, ...]) -> None:
    note = succession(agency_id, _province(province), TODAY).note
    assert note is not None
    assert all(w in note for w in words)


def test_nothing_is_said_where_nothing_is_to_settle() -> None:
    assert succession("so-tai-chinh", by_id("p63-52"), TODAY).note is None
    assert succession("bo-y-te", None, TODAY).note is None


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-body"):
        succession("no-body", None, TODAY)


@pytest.mark.parametrize(
    ("agency_id", "province", "area", "name"),
    [
        ("bo-y-te", None, None, "Bộ Y tế"),
        ("ubnd-tinh", None, None, "Ủy ban nhân dân cấp tỉnh"),
        ("thanh-tra-tinh", "p34-46", None, "Thanh tra thành phố Huế"),
        ("tinh-uy", "p34-31", None, "Thành ủy Hải Phòng"),
        ("ban-to-chuc-tinh-uy", "p34-46", None, "Ban Tổ chức Thành ủy Huế"),
        ("huyen-uy", "p63-44", "huyện Bố Trạch", "Huyện ủy Bố Trạch, tỉnh Quảng Bình"),
        ("ubnd-xa", None, "phường Kim Long", "Ủy ban nhân dân phường Kim Long"),
        ("kho-bac-nha-nuoc-khu-vuc-tinh", "p34-52", None, "Kho bạc Nhà nước khu vực"),
    ],
)
def test_names_of_bodies(agency_id: str, province: str | None, area: str | None, name: str) -> None:
    entry = REGISTER.get(agency_id)
    assert entry is not None
    assert body_name(entry, _province(province), area) == name


days = st.dates(date(2007, 1, 1), date(2030, 12, 31))


@given(st.sampled_from(REGISTER.agencies), days, st.sampled_from([None, *provinces()]))
@example(REGISTER.get("toa-an-nhan-dan-cap-cao"), date(2026, 1, 1), provinces()[0])
def test_every_body_has_a_succession(entry: Agency, on: date, province: Province | None) -> None:
    """Whatever the day: those who answer stand on it, or a note says why there is none; no heir is named twice."""
    found = succession(of_province(entry, province).id if province else entry.id, province, on)
    own = province if entry.area else None  # a central body is of no province, and neither are its heirs
    assert found.answers or found.note
    assert len({(a.id, a.province) for a in found.answers}) == len(found.answers)
    for answer in found.answers:
        body = REGISTER.get(answer.id)
        assert body is not None
        assert body.valid_on(on)
        assert answer.province is None or answer.province.valid_on(on)
        assert (answer.province is None) == (own is None or body.area is None)
    assert [s.on for s in found.steps if s.on] == sorted(s.on for s in found.steps if s.on)
    assert all(s.on is None or s.on <= on for s in found.steps)


@given(st.sampled_from(REGISTER.agencies), days, days)
def test_the_succession_of_those_who_answer_is_the_rest_of_the_way(agency: Agency, first: date, second: date) -> None:
    """To ask on one day and go on from the answers on a later one comes to the same bodies."""
    first, second = sorted((first, second))
    start = succession(agency.id, None, first)
    later = {a.id for s in start.answers for a in succession(s.id, None, second).answers}
    if start.answers and not start.note:
        assert later == {a.id for a in succession(agency.id, None, second).answers}
