"""The pages of the register of agencies, without scripts."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote_plus

import pytest

from analyzer.review import clock
from analyzer.service.pages.agencies import PATH
from tests.archive.searching import document, put, task
from tests.service.pages.visiting import HTML, Visit, targets, texts


@pytest.fixture
def filled(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 18))
    put(
        visit.archive,
        document(
            "1/CT-BNV",
            "Văn bản",
            task("Rà soát biên chế.", ("lead", "Bộ Nội vụ", "bo-noi-vu"), due=date(2026, 11, 1)),
            task(
                "Tổng hợp số liệu lao động.",
                ("lead", "Bộ Lao động - Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
                ("support", "Bộ Tài chính", "bo-tai-chinh"),
            ),
            task("Theo dõi.", ("monitor", "Bộ Nội vụ", "bo-noi-vu")),
            issuer="Bộ Nội vụ",
        ),
    )
    return visit


def test_the_busiest(filled: Visit):
    page = filled.page(PATH)
    assert texts(page, ".body-line") == [
        "Bộ Lao động - Thương binh và Xã hội Không còn 1 việc",
        "Bộ Nội vụ 1 việc",
        "Bộ Tài chính 1 việc",
    ]


@pytest.mark.parametrize(
    ("typed", "first", "to"),
    [
        ("bo noi vu", "Bộ Nội vụ", "/co-quan/bo-noi-vu"),
        ("so noi vu gia lai", "Sở Nội vụ tỉnh Gia Lai", "/co-quan/so-noi-vu?tinh=tỉnh Gia Lai"),
        ("ubnd tinh binh dinh", "Ủy ban nhân dân tỉnh Bình Định Không còn", "/co-quan/ubnd-tinh-binh-dinh"),
    ],
)
def test_search(filled: Visit, typed: str, first: str, to: str):
    page = filled.page(f"{PATH}?q={typed}")
    assert texts(page, ".body-line")[0] == first
    link = targets(page, ".body-line")[0]
    assert unquote_plus(link) == to
    assert texts(filled.page(link), "h1")[0].startswith(first)


def test_heirs_stand_behind_former_bodies(filled: Visit):
    page = filled.page(f"{PATH}?q=bo ldtbxh")
    assert "Bộ Nội vụ kế thừa Bộ Lao động - Thương binh và Xã hội" in texts(page, ".body-line")


def test_nothing_found(filled: Visit):
    page = filled.page(f"{PATH}?q=qwertyuiop")
    assert texts(page, ".empty [role=status]") == ["Danh mục không có cơ quan nào giống “qwertyuiop”."]


def test_a_body_with_its_work(filled: Visit):
    page = filled.page(f"{PATH}/bo-noi-vu")
    assert texts(page, "h1") == ["Bộ Nội vụ Đang hoạt động"]
    rows = dict(zip(texts(page, ".work th"), texts(page, ".work td"), strict=True))
    assert rows == {"Chủ trì": "2 nhiệm vụ", "Theo dõi, đôn đốc": "1 nhiệm vụ", "Văn bản đã ban hành": "1"}
    assert texts(page, ".due-counts a")[0] == "1 Quá hạn"
    assert "Bộ Lao động - Thương binh và Xã hội 1" in texts(page, ".facts li")
    assert "Bộ Lao động - Thương binh và Xã hội" in " ".join(texts(page, ".steps"))


def test_links_find_what_is_counted(filled: Visit):
    page = filled.page(f"{PATH}/bo-noi-vu")
    tasks, _, issued = targets(page, ".work a")
    assert texts(filled.page(tasks), ".results-head b") == ["2"]
    assert texts(filled.page(issued), ".results-head b") == ["1"]
    assert texts(filled.page(targets(page, ".due-counts a")[0]), ".due-task a") == ["Rà soát biên chế."]


def test_a_former_body(filled: Visit):
    page = filled.page(f"{PATH}/bo-lao-dong-thuong-binh-va-xa-hoi")
    assert texts(page, "h1") == ["Bộ Lao động - Thương binh và Xã hội Không còn"]
    assert "Bộ Nội vụ" in texts(page, ".heirs a")
    assert any(text.startswith("Căn cứ:") for text in texts(page, ".steps .small"))
    assert "/co-quan/bo-noi-vu" in targets(page, ".heirs a")


def test_a_province_that_became_part_of_another(filled: Visit):
    page = filled.page(f"{PATH}/ubnd-tinh-binh-dinh")
    assert texts(page, ".heirs a") == ["Ủy ban nhân dân tỉnh Gia Lai"]


@pytest.mark.parametrize("address", ["không-có", "ubnd-tinh-xyz", "%00", "..%2f..%2fetc"])
def test_no_such_body(filled: Visit, address: str):
    assert filled.client.get(f"{PATH}/{address}", headers=HTML).status_code == 404


def test_no_such_province(filled: Visit):
    assert filled.client.get(f"{PATH}/so-noi-vu?tinh=xyz", headers=HTML).status_code == 422


def test_what_is_typed_stays_text(filled: Visit):
    assert "<script>alert" not in filled.client.get(f"{PATH}?q=<script>alert(1)</script>", headers=HTML).text
