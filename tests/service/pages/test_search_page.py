"""The search page, without scripts."""

from __future__ import annotations

import json
from io import BytesIO
from urllib.parse import unquote_plus

import pytest
from openpyxl import load_workbook

from analyzer.service.pages.search import PATH
from tests.archive.searching import document, put, small_documents, task
from tests.service.pages.visiting import HTML, Visit, targets, texts


@pytest.fixture
def filled(visit: Visit) -> Visit:
    put(visit.archive, *small_documents())
    return visit


def test_without_a_question(filled: Visit):
    page = filled.page(PATH)
    assert not page.css(".hit")
    assert texts(page, ".start h2") == ["Gõ nội dung cần tìm, hoặc chọn bộ lọc"]


@pytest.mark.parametrize("typed", ["số hóa học bạ", "so hoa hoc ba", "SO HOA HOC BA", "số hoá học bạ"])
def test_with_and_without_accents(filled: Visit, typed: str):
    page = filled.page(f"{PATH}?q={typed}")
    first = page.css(".hit")[0]
    assert texts(first, "h3 mark") == ["số hóa học bạ"]
    key = filled.archive.cards()[0].key
    assert targets(first, "h3 a") == [f"/van-ban/{key}#t1"]
    assert [node.attributes["value"] for node in page.css("#q")] == [typed]


def test_titles_and_targets_lead_to_their_document(filled: Visit):
    page = filled.page(f"{PATH}?q=chuyển đổi số trong trường học")
    assert targets(page, ".hit h3 a")[0] == f"/van-ban/{filled.archive.cards()[0].key}"


def test_facets_are_links_that_keep_the_query(filled: Visit):
    page = filled.page(f"{PATH}?q=số hóa&sap=ngay&trang=1")
    found = dict(zip(texts(page, ".tick-label"), targets(page, ".tick"), strict=True))
    narrowed = found["Sở Giáo dục và Đào tạo"]
    assert unquote_plus(narrowed) == f"{PATH}?q=số hóa&sap=ngay&cq=Sở Giáo dục và Đào tạo"
    page = filled.page(narrowed)
    assert texts(page, ".hit h3") == ["Sở Giáo dục và Đào tạo số hóa học bạ ở mọi trường phổ thông."]
    assert [unquote_plus(to) for to in targets(page, ".tick.on")] == [f"{PATH}?q=số hóa&sap=ngay"]
    assert texts(page, ".chip") == ["Cơ quan: Sở Giáo dục và Đào tạo Bỏ lọc"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("lv=procedures", 2),
        ("lv=procedures&lv=digital_government", 3),
        ("lv=nothing", None),
        ("loai=CT", 10),
        ("tc=prohibition", 1),
        ("thuoc=title", 3),
        ("bh=chính phủ", 3),
        ("bh_them=chinh phu", 3),
        ("cq=so gddt", 2),
        ("cq=so gddt&vt=lead", 1),
        ("cq_them=so gddt", 2),
        ("tu=2025-01-01", 3),
        ("den=2021-12-31", 3),
        ("thang=2024-06", 1),
        ("thang=2024-13", None),
        ("han_tu=2024-07-01&han_den=2025-12-31", 2),
        ("tu=hôm qua", None),
    ],
)
def test_filters(filled: Visit, asked: str, count: int | None):
    page = filled.page(f"{PATH}?{asked}")
    if count is None:
        assert not page.css(".hit, .chip")
    else:
        assert texts(page, ".results-head b") == [str(count)]
        assert page.css(".chip")


def test_forms_keep_the_rest(filled: Visit):
    page = filled.page(f"{PATH}?q=số hóa&lv=procedures&lv=other&tu=2020-01-01&trang=3")
    kept = page.css(".search-form input[type=hidden]")
    assert [(node.attributes["name"], node.attributes["value"]) for node in kept] == [
        ("lv", "procedures"),
        ("lv", "other"),
        ("tu", "2020-01-01"),
    ]
    kept = page.css(".filters form input[type=hidden]")
    assert [(node.attributes["name"], node.attributes["value"]) for node in kept] == [
        ("q", "số hóa"),
        ("lv", "procedures"),
        ("lv", "other"),
    ]


def test_nothing_has_all_words(filled: Visit):
    page = filled.page(f"{PATH}?q=học bạ vũ trụ")
    assert texts(page, ".results-head p")[0].startswith("Không có mục nào chứa đủ các từ.")
    assert "học bạ" in texts(page, ".hit h3")[0]


def test_nothing_at_all(filled: Visit):
    page = filled.page(f"{PATH}?q=qqqq&lv=procedures")
    assert texts(page, ".empty [role=status]") == ["Không tìm thấy mục nào."]
    assert targets(page, ".empty a") == [f"{PATH}?q=qqqq"]


def test_bodies_that_have_nothing_are_told(filled: Visit):
    page = filled.page(f"{PATH}?cq=sở xây dựng")
    assert "“sở xây dựng”" in texts(page, ".notice")[0]


def test_pages(visit: Visit):
    put(visit.archive, document("1/CT-UBND", "Văn bản", *(task(f"Rà soát biên chế lần {n}.") for n in range(45))))
    page = visit.page(f"{PATH}?q=bien che")
    assert texts(page, ".pager span") == ["Trang 1 / 3"]
    assert targets(page, ".pager a") == [f"{PATH}?q=bien+che&trang=2"]
    assert len(visit.page(f"{PATH}?q=bien che&trang=3").css(".hit")) == 5
    assert texts(visit.page(f"{PATH}?q=bien che&trang=9"), ".empty p")[0] == "Trang này không có kết quả."


def test_export_as_a_workbook(filled: Visit):
    page = filled.page(f"{PATH}?q=số hóa&sap=ngay")
    to = next(to for to in targets(page, ".results-head a") if ".xlsx" in to)
    answer = filled.client.get(to)
    assert answer.headers["content-disposition"].startswith('attachment; filename="tim-kiem-')
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].values)
    assert any("Sở Giáo dục và Đào tạo số hóa học bạ" in str(value) for row in rows for value in row)


def test_export_as_json(filled: Visit):
    answer = filled.client.get(f"{PATH}.json?q=số hóa")
    told = json.loads(answer.content)
    keys = {card.key for card in filled.archive.cards()}
    assert told["hits"]
    assert {hit["document"] for hit in told["hits"]} <= keys


def test_only_known_forms(filled: Visit):
    assert filled.client.get(f"{PATH}.exe?q=a", headers=HTML).status_code == 422


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE entry; --"]
)
def test_what_is_typed_stays_text(filled: Visit, typed: str):
    put(filled.archive, document("9/CT-UBND", typed, task(f"Rà soát {typed} ngay."), issuer=typed))
    for asked in ({"q": typed}, {"q": "rà soát"}, {"cq": typed}, {"bh": typed}, {"loai": typed}):
        answer = filled.client.get(PATH, params=asked, headers=HTML)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
    assert filled.archive.size().documents == 4


@pytest.mark.parametrize(
    "asked", ["q=%00%01", "q=%ff", "q=" + "a" * 5_000, "trang=-1", "trang=9e9", "lv=" + "&lv=".join("abcdefgh" * 20)]
)
def test_odd_addresses(filled: Visit, asked: str):
    assert filled.client.get(f"{PATH}?{asked}", headers=HTML).status_code == 200
