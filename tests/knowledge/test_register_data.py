"""The register's data: agencies, their reorganisations and provinces are well formed, agree with one another, and true.

Facts that can be counted (so many ministries on a day) are counted here; what single mentions mean is in the tables of
the pipes.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from analyzer.knowledge.agencies import Agency, Register
from analyzer.knowledge.data import read_json, read_toml
from analyzer.knowledge.folding import key, slug
from analyzer.knowledge.provinces import Province, by_name, provinces
from analyzer.knowledge.succession import succession

ROWS: list[dict[str, Any]] = read_json("agencies.json")
REGISTER = Register.load()
CHANGES: list[dict[str, Any]] = read_toml("agency_changes.toml")["change"]
PROVINCES: dict[str, Any] = read_json("provinces.json")
TODAY = date(2026, 11, 1)

AGENCY_KEYS = {
    "id", "name", "abbreviations", "aliases", "level", "kind", "area",
    "valid_from", "valid_to", "successors", "predecessors", "note",
}  # fmt: skip
LEVELS = {"central", "party_central", "provincial", "district", "commune"}
KINDS = {
    "legislature", "office", "head_of_state", "government", "title", "court", "procuracy", "audit", "election",
    "ministry", "ministry_level", "government_agency", "department", "committee", "steering_committee", "unit",
    "party", "front", "mass_org", "association", "council", "armed_forces", "vertical_or_front", "press", "school",
    "bank", "enterprise_or_association", "district_unit", "commune_unit",
}  # fmt: skip
DECISION = re.compile(
    r"(?:Nghị quyết|Nghị định|Luật(?: [^\d]{3,60})?|Quyết định) \d{1,4}(?:/\d{4})?/"
    r"(?:QH\d\d|NĐ-CP|QĐ-TTg|QĐ-BTC|UBTVQH\d\d)"
)

# What stands for two bodies on the same day: the reader is told so.
SHARED = {
    "SNV": {"so-noi-vu", "so-noi-vu-truoc-2025", "so-ngoai-vu"},
    "BCT": {"bo-cong-thuong", "bo-chinh-tri"},
    "TTCP": {"thanh-tra-chinh-phu", "thu-tuong-chinh-phu"},
}
# District bodies that the end of the level did not end.
OUTLIVED = {"hat-kiem-lam", "trung-tam-giao-duc-nghe-nghiep-giao-duc-thuong-xuyen"}
# Bodies that ended and whose duties nobody took as a whole.
WITHOUT_HEIR = {"ban-chi-dao-tay-bac", "ban-chi-dao-tay-nguyen", "ban-chi-dao-tay-nam-bo"}


def _overlap(one: Agency, other: Agency) -> bool:
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["id"])
def test_an_agency_is_well_formed(row: dict[str, Any]) -> None:
    assert set(row) == AGENCY_KEYS
    assert row["id"] == slug(row["id"])
    assert row["level"] in LEVELS
    assert row["kind"] in KINDS
    names = [row["name"], *row["aliases"]]
    assert len(names) == len(set(names))
    assert len(row["abbreviations"]) == len(set(row["abbreviations"]))
    assert all(n == n.strip() and "  " not in n for n in [*names, *row["abbreviations"]])
    start, end = (date.fromisoformat(row[k]) if row[k] else None for k in ("valid_from", "valid_to"))
    assert start is None or end is None or start <= end


def test_links_go_both_ways() -> None:
    forth = {(a.id, heir) for a in REGISTER.agencies for heir in a.successors}
    back = {(before, a.id) for a in REGISTER.agencies for before in a.predecessors}
    assert forth == back


def test_heirs_stand_when_they_take_over() -> None:
    late = []
    for agency in REGISTER.agencies:
        for heir_id in agency.successors:
            heir = REGISTER.get(heir_id)
            assert heir is not None
            first = agency.valid_to + timedelta(days=1) if agency.valid_to else None
            if first and heir.valid_from and heir.valid_from > first:
                late.append((agency.id, heir_id, heir.valid_from - first))
    # an office between the two is in the heir's note: district branches were teams from March to June 2025
    gaps = {"chi-cuc-thue-huyen", "chi-cuc-thong-ke-huyen"}
    assert {agency for agency, _, _ in late} == gaps


def test_only_bodies_that_ended_have_heirs() -> None:
    assert [a.id for a in REGISTER.agencies if a.successors and a.valid_to is None] == []
    assert {a.id for a in REGISTER.agencies if a.valid_to and not a.successors} == WITHOUT_HEIR


def test_every_body_leads_to_one_of_today() -> None:
    lost = [a.id for a in REGISTER.agencies if not succession(a.id, None, TODAY).answers]
    assert set(lost) == WITHOUT_HEIR


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c["of"])
def test_a_change_is_well_formed(change: dict[str, Any]) -> None:
    assert set(change) <= {"of", "on", "basis", "note_vi", "note_en", "to"}
    assert isinstance(change.get("on", date.min), date)
    assert "basis" not in change or DECISION.fullmatch(change["basis"])
    assert ("note_vi" in change) == ("note_en" in change)
    assert all(change[k].endswith(".") for k in ("note_vi", "note_en") if k in change)
    assert all(set(heir) <= {"id", "duties"} for heir in change["to"])
    agency = REGISTER.get(change["of"])
    assert agency is not None
    assert agency.id == change["of"]
    assert tuple(heir["id"] for heir in change["to"]) == agency.successors
    if "on" in change and agency.valid_to:
        assert change["on"] == agency.valid_to + timedelta(days=1)


def test_a_change_says_what_a_reader_must_know() -> None:
    """Duties that went to several heirs, or to none, are told; a body that lives on has an entry only for its note."""
    assert [c["of"] for c in CHANGES if len(c["to"]) != 1 and "note_vi" not in c] == []


def test_every_end_has_its_change() -> None:
    assert Counter(c["of"] for c in CHANGES).most_common(1)[0][1] == 1
    ended = {a.id for a in REGISTER.agencies if a.valid_to}
    assert ended <= {c["of"] for c in CHANGES}


def test_one_body_of_a_name_on_any_day() -> None:
    written: dict[str, list[Agency]] = {}
    for agency in REGISTER.agencies:
        for name in {key(n) for n in (agency.name, *agency.aliases, *agency.abbreviations)}:
            written.setdefault(name, []).append(agency)
    shared: dict[str, set[str]] = {}
    for name, bearers in written.items():
        for one, other in combinations(bearers, 2):
            if one.area == other.area and _overlap(one, other):
                shared.setdefault(name, set()).update((one.id, other.id))
    assert shared == {key(short): ids for short, ids in SHARED.items()}


@pytest.mark.parametrize(
    ("day", "ministries", "level"),
    [
        (date(2007, 7, 31), 20, 6),
        (date(2007, 8, 1), 18, 4),
        (date(2012, 5, 1), 18, 4),
        (date(2025, 2, 28), 18, 4),
        (date(2025, 3, 1), 14, 3),
        (TODAY, 14, 3),
    ],
)
def test_the_government_has_so_many_members(day: date, ministries: int, level: int) -> None:
    kinds = Counter(a.kind for a in REGISTER.agencies if a.valid_on(day))
    assert (kinds["ministry"], kinds["ministry_level"]) == (ministries, level)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2007, 12, 1), {"Sở Công nghiệp", "Sở Thủy sản", "Sở Bưu chính, Viễn thông"}),
        (date(2015, 6, 1), {"Sở Thông tin và Truyền thông"}),
        (date(2025, 6, 1), {"Sở Nông nghiệp và Môi trường", "Sở Dân tộc và Tôn giáo"}),
    ],
)
def test_departments_of_a_time(day: date, names: set[str]) -> None:
    """Each of the names is a department of its time, and of no other of the three."""
    others = {date(2007, 12, 1), date(2015, 6, 1), date(2025, 6, 1)} - {day}
    departments = [a for a in REGISTER.agencies if a.kind == "department" and a.level == "provincial"]
    assert names <= {a.name for a in departments if a.valid_on(day)}
    for other in others:
        assert not names & {a.name for a in departments if a.valid_on(other)}


def test_the_district_level_ended() -> None:
    district = [a for a in REGISTER.agencies if a.level == "district"]
    assert {a.id for a in district if a.valid_on(date(2025, 7, 1))} == OUTLIVED
    assert all(a.valid_on(date(2025, 6, 30)) for a in district if a.id in ("ubnd-huyen", "hdnd-huyen", "huyen-uy"))
    for agency in district:
        if agency.id not in OUTLIVED:
            heirs = [REGISTER.get(a.id) for a in succession(agency.id, None, TODAY).answers]
            assert {h.level for h in heirs if h} <= {"commune", "provincial"}, agency.id


def test_offices_of_communes_began_with_the_two_tiers() -> None:
    offices = {"Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa - Xã hội"}
    found = [a for a in REGISTER.agencies if a.level == "commune" and a.name in offices]
    assert {a.name for a in found} == offices
    assert {a.valid_from for a in found} == {date(2025, 7, 1)}


def _of(day: date) -> list[Province]:
    return [p for p in provinces() if p.valid_on(day)]


@pytest.mark.parametrize(
    ("day", "number", "cities"),
    [
        (date(2007, 6, 1), 64, 5),
        (date(2008, 8, 1), 63, 5),
        (date(2024, 12, 31), 63, 5),
        (date(2025, 1, 1), 63, 6),
        (date(2025, 6, 30), 63, 6),
        (date(2025, 7, 1), 34, 6),
        (date(2026, 4, 30), 34, 7),
        (date(2026, 9, 1), 34, 8),
        (date(2026, 9, 20), 34, 9),
    ],
)
def test_so_many_provinces(day: date, number: int, cities: int) -> None:
    found = _of(day)
    assert (len(found), sum(p.unit == "thành phố" for p in found)) == (number, cities)
    assert len({p.short for p in found}) == number


def test_provinces_of_2024_have_an_heir_of_today() -> None:
    today = set(_of(TODAY))
    for province in _of(date(2024, 6, 1)):
        heirs = [a.province for a in succession("ubnd-tinh", province, TODAY).answers]
        assert len(heirs) == 1
        assert set(heirs) <= today


@pytest.mark.parametrize("group", ["old_63", "new_34", "later"])
def test_rows_of_provinces_are_well_formed(group: str) -> None:
    rows = PROVINCES[group]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        unit = "tỉnh" if row["kind"] == "tỉnh" else "thành phố"
        assert row["kind"] in ("tỉnh", "thành phố trực thuộc trung ương")
        assert row["name"] == f"{unit} {row['short']}"
        assert re.fullmatch(r"\d\d", row["code"])
        assert len(row["aliases"]) == len(set(row["aliases"]))
        assert row["short"] not in row["aliases"]


def test_counts_of_provinces_are_those_of_the_rows() -> None:
    assert len(PROVINCES["old_63"]) == PROVINCES["counts"]["old"]
    assert len(PROVINCES["new_34"]) == PROVINCES["counts"]["new"]
    units = PROVINCES["counts"]["new_communes"]
    assert units["total"] == sum(number for unit, number in units.items() if unit != "total")
    assert sum(not row["merged"] for row in PROVINCES["new_34"]) == 11


def test_the_map_of_mergers_goes_both_ways() -> None:
    forth = {(row["id"], row["successor"]) for row in PROVINCES["old_63"]}
    back = {(old, row["id"]) for row in PROVINCES["new_34"] for old in row["predecessors"]}
    assert forth == back
    later = {(row["id"], heir) for row in PROVINCES["new_34"] for heir in row.get("successors", ())}
    assert later == {(old, row["id"]) for row in PROVINCES["later"] for old in row["predecessors"]}


@pytest.mark.parametrize(
    ("name", "on", "short"),
    [
        ("Đăk Lăk", date(2020, 1, 1), "Đắk Lắk"),
        ("DakLak", date(2020, 1, 1), "Đắk Lắk"),
        ("Đắc Lắk", date(2026, 1, 1), "Đắk Lắk"),
        ("Đăk Nông", date(2020, 1, 1), "Đắk Nông"),
        ("Bắc Cạn", date(2010, 1, 1), "Bắc Kạn"),
        ("BR-VT", date(2020, 1, 1), "Bà Rịa - Vũng Tàu"),
        ("Bà Rịa – Vũng Tàu", date(2020, 1, 1), "Bà Rịa - Vũng Tàu"),
        ("Bà Rịa Vũng Tàu", date(2020, 1, 1), "Bà Rịa - Vũng Tàu"),
        ("TT-Huế", date(2020, 1, 1), "Thừa Thiên Huế"),
        ("Thừa Thiên – Huế", date(2020, 1, 1), "Thừa Thiên Huế"),
        ("Hoà Bình", date(2020, 1, 1), "Hòa Bình"),
        ("Kontum", date(2020, 1, 1), "Kon Tum"),
        ("TP. HCM", date(2020, 1, 1), "Hồ Chí Minh"),
        ("TPHCM", date(2026, 1, 1), "Hồ Chí Minh"),
        ("thành phố Đồng Nai", date(2026, 5, 1), "Đồng Nai"),
    ],
)
def test_spellings_of_provinces(name: str, on: date, short: str) -> None:
    found = by_name(name, on)
    assert found is not None
    assert (found.short, found.valid_on(on)) == (short, True)


@pytest.mark.parametrize("name", ["Qui Nhơn", "Vũng Tàu", "Cửu Long", "Sài Gòn"])
def test_names_of_no_province(name: str) -> None:
    assert by_name(name) is None
