"""Searching an archive by what entries have: bodies, days, areas; in orders, by pages, counted; on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.archive import Archive
from analyzer.archive.search import search
from analyzer.archive.selection import Filters
from analyzer.assembly.models import (
    Agency,
    Issuer,
    Place,
    Span,
    Target,
    Task,
)
from tests.archive.searching import document, put, task, texts

GIA_LAI = Place(id="p63-64", name="tỉnh Gia Lai")
AGENCIES = [
    ("Sở Thông tin và Truyền thông", {"Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"}),
    ("so khoa hoc va cong nghe", {"Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"}),
    ("STTTT", {"Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"}),
    ("Sở GD&ĐT", {"Sở Giáo dục và Đào tạo"}),
    ("Sở Y tế", set()),
]


@pytest.mark.parametrize(("typed", "names"), AGENCIES)
def test_bodies_under_any_name(small: Archive, typed: str, names: set[str]) -> None:
    found = search(small, "", Filters(agencies=(typed,), roles=("lead",)))
    assert {name for hit in found.hits for name in hit.names("lead")} == names
    assert found.known == (bool(names),)


def test_bodies_that_no_register_knows(archive: Archive) -> None:
    put(
        archive,
        document("1/CT-UBND", "x", task("Gom rác.", ("lead", "Tổ vệ sinh môi trường thôn Hạ", None)), task("Nghỉ.")),
    )
    assert texts(search(archive, "", Filters(agencies=("to ve sinh",)))) == ["Gom rác."]
    assert texts(search(archive, "", Filters(agencies=("vệ sinh môi trường",)))) == ["Gom rác."]


def test_a_body_of_one_province_is_not_that_of_another(archive: Archive) -> None:
    def of(place: str, name: str) -> Task:
        made = task(f"Việc của {name}.", ("lead", name, "so-noi-vu"))
        made.assignees[0].province = place
        return made

    one = document("1/CT-UBND", "x", of("p63-64", "Sở Nội vụ tỉnh Gia Lai"), of("p63-52", "Sở Nội vụ tỉnh Bình Định"))
    one.tasks.append(of("p63-75", "Sở Nội vụ tỉnh Đồng Nai"))
    one.tasks[-1].id = "t3"
    put(archive, one)

    def whose(name: str) -> list[str]:
        found = search(archive, "", Filters(agencies=(name,)))
        return sorted(hit.text.removeprefix("Việc của Sở Nội vụ tỉnh ") for hit in found.hits)

    assert whose("Sở Nội vụ") == ["Bình Định.", "Gia Lai.", "Đồng Nai."]
    assert whose("so noi vu gia lai") == ["Bình Định.", "Gia Lai."]  # of which Bình Định became part
    assert whose("Sở Nội vụ tỉnh Đồng Nai") == ["Đồng Nai."]


FILTERS = [
    (Filters(what=("title",)), 3),
    (Filters(what=("task",)), 7),
    (Filters(areas=("procedures",)), 2),
    (Filters(areas=("procedures", "digital_government")), 3),
    (Filters(modalities=("prohibition",)), 1),
    (Filters(since=date(2025, 1, 1)), 3),
    (Filters(until=date(2021, 12, 31)), 3),
    (Filters(since=date(2022, 1, 1), until=date(2024, 12, 31)), 4),
    (Filters(due_before=date(2024, 6, 30)), 1),
    (Filters(due_after=date(2024, 6, 30)), 3),
    (Filters(due_after=date(2024, 7, 1), due_before=date(2024, 12, 31)), 1),
    (Filters(kinds=("CT",)), 10),
    (Filters(kinds=("KH",)), 0),
    (Filters(issuers=("Chính phủ",)), 3),
    (Filters(roles=("support",)), 1),
    (Filters(agencies=("Sở GD&ĐT",), roles=("support",)), 1),
    (Filters(agencies=("Sở GD&ĐT", "Sở KH&CN")), 3),
]


@pytest.mark.parametrize(("filters", "count"), FILTERS)
def test_filters(small: Archive, filters: Filters, count: int) -> None:
    found = search(small, "", filters, limit=100)
    assert (found.total, len(found.hits)) == (count, count)
    words = search(small, "-qwerty", filters, limit=100, with_facets=True)
    assert (words.total, {hit.text for hit in words.hits}) == (count, set(texts(found)))


def test_orders(small: Archive) -> None:
    by_date = search(small, "", sort="date", limit=50)
    days = [hit.issued_on for hit in by_date.hits]
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)
    by_due = search(small, "", sort="due", limit=50)
    dues = [hit.due[0] for hit in by_due.hits if hit.due]
    assert dues == sorted(dues)
    assert all(hit.due for hit in by_due.hits[: len(dues)])
    assert search(small, "", Filters(due_after=date(2024, 1, 1))).sort == "due"
    assert search(small, "").sort == "date"
    assert search(small, "số").sort == "relevance"
    assert texts(search(small, "số hóa", Filters(what=("task",)), sort="date"))[0].startswith("Sở Giáo")


def test_pages_hold_each_hit_once(archive: Archive) -> None:
    tasks = [task(f"Rà soát việc thứ {n}.") for n in range(450)]
    put(archive, document("1/CT-UBND", "x", *tasks))
    for sort in ("relevance", "date", "due"):
        pages = [search(archive, "rà soát", sort=sort, limit=70, offset=at) for at in range(0, 490, 70)]
        assert {page.total for page in pages} == {450}
        items = [hit.item for page in pages for hit in page.hits]
        assert len(items) == len(set(items)) == 450
    whole = search(archive, "rà soát", limit=1000)
    assert [hit.item for hit in whole.hits] == [
        hit.item for at in range(0, 490, 70) for hit in search(archive, "rà soát", limit=70, offset=at).hits
    ]
    assert search(archive, "rà soát", offset=450).hits == ()


def test_facets_count_what_filters_let_through(small: Archive) -> None:
    found = search(small, "", with_facets=True)
    counts = {facet.name: {value.value: value.count for value in facet.values} for facet in found.facets}
    assert list(counts) == ["agency", "area", "month", "kind", "issuer"]
    for area, count in counts["area"].items():
        assert search(small, "", Filters(areas=(area,))).total == count
    assert counts["month"] == {"2024-06": 1, "2024-09": 1, "2025-01": 1}
    assert counts["kind"] == {"CT": 10}
    assert counts["agency"] == {
        "so-giao-duc-va-dao-tao": 2,
        "so-khoa-hoc-va-cong-nghe": 1,
        "so-thong-tin-va-truyen-thong": 1,
    }
    assert sum(counts["issuer"].values()) == 10
    narrow = search(small, "", Filters(roles=("support",)), with_facets=True)
    assert [value.value for value in narrow.facets[0].values] == ["so-giao-duc-va-dao-tao"]
    months = search(small, "", Filters(due_after=date(2024, 8, 1), due_before=date(2024, 12, 31)), with_facets=True)
    assert [value.value for value in months.facets[2].values] == ["2024-09"]


def test_a_target_has_the_bodies_of_its_tasks(archive: Archive) -> None:
    made = document("1/CT-UBND", "x", task("Tỷ lệ hồ sơ đạt 80%.", ("lead", "Sở Nội vụ", "so-noi-vu")))
    span = Span(start=0, end=1)
    made.targets = [Target(id="g1", text="80%", span=span, metric="hồ sơ đúng hạn", comparator="=", value=80)]
    made.tasks[0].targets = ["g1"]
    made.agencies = [Agency(name="Sở Nội vụ", id="so-noi-vu")]
    made.directive.issuer = Issuer(name="Ủy ban nhân dân tỉnh Gia Lai", id="ubnd-tinh-gia-lai", province=GIA_LAI)
    put(archive, made)
    (hit,) = search(archive, "đúng hạn", Filters(agencies=("Sở Nội vụ",), issuers=("UBND tỉnh Gia Lai",))).hits
    assert (hit.what, hit.item, hit.names("lead")) == ("target", "g1", ["Sở Nội vụ"])
    assert search(archive, "đúng hạn", Filters(issuers=("UBND tỉnh Bình Dương",))).total == 0
