"""The register of agencies, areas, provinces, folding and full names."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.knowledge import provinces
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.agency_names import full_name
from analyzer.knowledge.areas import parse_area
from analyzer.knowledge.data import read_tsv
from analyzer.knowledge.folding import FoldedText, fold, key, nfc, slug, without_accents

REGISTER = Register.load()


def test_ids_are_unique_slugs() -> None:
    ids = [a.id for a in REGISTER.agencies]
    assert len(ids) == len(set(ids))
    assert all(i == slug(i) for i in ids)


def test_links_resolve_both_ways() -> None:
    for agency in REGISTER.agencies:
        for heir in agency.successors:
            found = REGISTER.get(heir)
            assert found is not None, (agency.id, heir)
            assert agency.id in found.predecessors, (agency.id, heir)
        for before in agency.predecessors:
            found = REGISTER.get(before)
            assert found is not None, (agency.id, before)


def test_dates_are_coherent() -> None:
    for agency in REGISTER.agencies:
        if agency.valid_from and agency.valid_to:
            assert agency.valid_from <= agency.valid_to
        for heir in agency.successors:
            found = REGISTER.get(heir)
            assert found is not None
            assert found.valid_to is None or agency.valid_to is None or agency.valid_to < found.valid_to


def test_levels_agree_with_areas() -> None:
    levels = {"provincial": "province", "district": "district", "commune": "commune"}
    assert all(a.area == levels.get(a.level) for a in REGISTER.agencies)


def test_every_name_resolves_to_its_agency() -> None:
    for agency in REGISTER.agencies:
        day = agency.valid_to or agency.valid_from or date(2025, 8, 1)
        area = {"province": " tỉnh", "district": " cấp huyện", "commune": " cấp xã", None: ""}[agency.area]
        assert agency.id in {a.id for a in REGISTER.resolve(agency.name + area, day)}, agency.name


@pytest.mark.parametrize(
    ("name", "on", "ids"),
    [
        ("Bộ Nội vụ", date(2025, 2, 28), ["bo-noi-vu-truoc-2025"]),
        ("Bộ Nội vụ", date(2025, 3, 1), ["bo-noi-vu"]),
        ("Bộ TT&TT", date(2026, 1, 1), ["bo-thong-tin-va-truyen-thong"]),
        ("VP. UBND tỉnh", None, ["van-phong-ubnd-tinh"]),
        ("Sở Nội vụ tỉnh Đắk Lắk", None, ["so-noi-vu"]),
        ("UBND các xã, phường", None, ["ubnd-xa"]),
        ("UBND TPHCM", None, ["ubnd-tp-ho-chi-minh"]),
        ("Công an cấp huyện", date(2024, 1, 1), ["cong-an-huyen"]),
        ("Một cơ quan lạ", None, []),
    ],
)
def test_resolve(name: str, on: date | None, ids: list[str]) -> None:
    assert [a.id for a in REGISTER.resolve(name, on)] == ids


@pytest.mark.parametrize("row", read_tsv("abbreviations.tsv"), ids=lambda r: r["short"])
def test_every_abbreviation_is_written_out(row: dict[str, str]) -> None:
    found = full_name(row["example"])
    assert found[:1].upper() + found[1:] == row["reads"]


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("UBND TPHCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("Sở Y tế tỉnh Lai Châu", "Sở Y tế tỉnh Lai Châu"),
        ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
        ("ỦY BAN NHÂN DÂN XÃ TÂN LẬP", "Ủy ban nhân dân xã Tân Lập"),
        ("BNV", "Bộ Nội vụ"),
        ("Sở Nội vụ", "Sở Nội vụ"),
    ],
)
def test_full_names(name: str, full: str) -> None:
    assert full_name(name) == full


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("tỉnh Quảng Ngãi chủ trì", [("tỉnh Quảng Ngãi", "province")]),
        ("thành phố Cần Thơ", [("thành phố Cần Thơ", "province")]),
        ("thành phố Vị Thanh", [("thành phố Vị Thanh", "district")]),
        ("các xã, phường: Chủ động rà soát", [("các xã, phường", "commune")]),
        ("các tỉnh: Sơn La, Lào Cai;", [("tỉnh Sơn La", "province"), ("tỉnh Lào Cai", "province")]),
        ("các tỉnh từ Hà Tĩnh đến Lâm Đồng", [("các tỉnh từ Hà Tĩnh đến Lâm Đồng", "province")]),
        (
            "các huyện, thị xã và thành phố Hội An",
            [("các huyện, thị xã", "district"), ("thành phố Hội An", "district")],
        ),
        ("quận 1, quận 3", [("quận 1", "district"), ("quận 3", "district")]),
        ("cấp tỉnh, cấp xã", [("cấp tỉnh, cấp xã", None)]),
        ("TP.HCM", [("TP.HCM", "province")]),
        ("tỉnh Ninh Bình Trần Văn An", [("tỉnh Ninh Bình", "province")]),
        ("chủ trì", None),
    ],
)
def test_areas(text: str, areas: list[tuple[str, str]] | None) -> None:
    area = parse_area(FoldedText(text), 0)
    assert (None if area is None else [(i.words, i.level) for i in area.items]) == areas


def test_provinces_link_up() -> None:
    for province in provinces.provinces():
        end = provinces.merger(province)
        assert (end is None) == (province.valid_to is None)
        if end is not None:
            assert end.to
            assert all(heir.valid_on(end.on) for heir in end.to), province.id
            assert all(province in provinces.predecessors(heir) for heir in end.to)


@pytest.mark.parametrize(
    ("name", "on", "found"),
    [
        ("Gia Lai", date(2025, 6, 30), "p63-64"),
        ("Gia Lai", date(2025, 7, 1), "p34-52"),
        ("tỉnh Hà Tây", date(2008, 7, 31), "p00-ha-tay"),
        ("Thừa Thiên - Huế", date(2020, 1, 1), "p00-thua-thien-hue"),
        ("Huế", date(2025, 8, 1), "p34-46"),
        ("Đắc Lắc", None, "p34-66"),
    ],
)
def test_province_names_by_date(name: str, on: date | None, found: str) -> None:
    province = provinces.by_name(name, on)
    assert province is not None
    assert province.id == found


def test_lower_case_words_are_no_provinces() -> None:
    assert provinces.find("giữ gìn hòa bình, thái bình") == []


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="Sở Nội vụ\t\u00a0 –A", max_size=60))
def test_places_lead_back_to_the_text(text: str) -> None:
    folded = FoldedText(text)
    assert len(folded.low) == len(folded.flat)
    for i, char in enumerate(folded.flat):
        original = text[folded.start_of(i)]
        assert original == char or not original.isalnum()
        assert folded.start_of(i) < folded.end_of(i + 1) <= len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban", "Ủy ban"),
        ("Sở GD & ĐT", "sở gd-đt"),
        ("Hoà Bình", "HÒA BÌNH"),
        ("Thuỷ sản", "thủy sản"),
        ("TP. Huế", "TP Huế"),
    ],
)
def test_keys_of_one_name_agree(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("quý", "qúy báu"), ("Sở Y tế", "Sở Du lịch"), ("hoàn", "hòa")])
def test_keys_of_two_names_differ(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_tone_typed_before_the_vowel_mark_is_put_right() -> None:
    assert nfc("to\u0301\u0302i") == "tối"
    assert nfc(unicodedata.normalize("NFD", "Ủy ban nhân dân")) == "Ủy ban nhân dân"


def test_accents_fold_to_ascii() -> None:
    assert without_accents("Đắk Lắk, ưỡn ẹo") == "Dak Lak, uon eo"
