"""Searching an archive by words: what is found, in which order, with what around it; on both databases."""

from __future__ import annotations

import pytest

from analyzer.archive import Archive
from analyzer.archive.search import search
from analyzer.archive.selection import Filters
from tests.archive.searching import document, keyless, lit, put, small_documents, task, texts

WORDS = [
    # typed, what is found in any order
    ("số hoá", ["Sở Giáo", "Chuyển hồ sơ", "Báo cáo"]),
    ("so hoa", ["Sở Giáo", "Chuyển hồ sơ", "Báo cáo"]),
    ("SỐ HÓA", ["Sở Giáo", "Chuyển hồ sơ", "Báo cáo"]),
    ("hóa số kết quả", ["Báo cáo"]),
    ('"số hóa học bạ"', ["Sở Giáo"]),
    ('"học bạ số hóa"', []),
    ('"hoa hoc"', ["Sở Giáo"]),
    ("diễn t*", ["Diễn tập chữa cháy rừng", "Diễn tập chữa cháy chợ"]),
    ("chữa cháy -rừng", ["Diễn tập chữa cháy chợ"]),
    ('chữa cháy -"cháy chợ" -title', ["Kế hoạch", "Diễn tập chữa cháy rừng"]),
    ("chữa cháy -(chợ | kế hoạch)", ["Diễn tập chữa cháy rừng"]),
    ("số -sỗ", ["Đẩy mạnh", "Sở Giáo", "Chuyển hồ sơ", "Báo cáo"]),
    ("học bạ | chợ", ["Sở Giáo", "Diễn tập chữa cháy chợ"]),
    ("(học bạ | kết quả) số", ["Sở Giáo", "Báo cáo"]),
    ("TTHC", ["Công khai", "Nghiêm cấm"]),
    ("thủ tục hành chính", ["Công khai", "Nghiêm cấm"]),
    ("thu tuc hanh chinh", ["Công khai", "Nghiêm cấm"]),
    ('"thủ tục hành chính"', ["Nghiêm cấm"]),
    ("đ", []),
    ("cđs", ["Đẩy mạnh"]),
]


@pytest.mark.parametrize(("typed", "beginnings"), WORDS)
def test_words(small: Archive, typed: str, beginnings: list[str]) -> None:
    found = search(small, typed)
    hits = [] if found.nearest else texts(found)
    assert len(hits) == len(beginnings), hits
    for beginning in beginnings:
        assert sum(text.startswith(beginning) for text in hits) == 1, (beginning, hits)


@pytest.mark.parametrize("typed", ["08/CT-UBND", "8/ct-ubnd", "08 ct ubnd", "chỉ thị 08", "chi thi so 8", "08/CT"])
def test_a_number_finds_its_document_the_title_first(small: Archive, typed: str) -> None:
    found = search(small, typed)
    assert [hit.what for hit in found.hits] == ["title", "task", "task", "task"]
    assert {hit.number for hit in found.hits} == {"08/CT-UBND"}
    assert [hit.item for hit in found.hits] == [None, "t1", "t2", "t3"]


@pytest.mark.parametrize("typed", ["107/2021/NĐ-CP", "107/nđ-cp", "107 2021 nd cp", "107/2021"])
def test_numbers_with_a_year(small: Archive, typed: str) -> None:
    assert {hit.number for hit in search(small, typed).hits} == {"107/2021/NĐ-CP"}


def test_a_number_with_words_finds_the_tasks_of_that_document(small: Archive) -> None:
    assert texts(search(small, "08/CT-UBND học bạ")) == ["Sở Giáo dục và Đào tạo số hóa học bạ ở mọi trường phổ thông."]


def test_a_cited_number_comes_after_its_own_document(archive: Archive) -> None:
    put(
        archive,
        document("9/CT-UBND", "Việc khác", task("Theo Chỉ thị số 08/CT-UBND, rà soát lại.")),
        document("08/CT-UBND", "Sắp xếp chợ", task("Dọn vỉa hè.")),
    )
    assert texts(search(archive, "08/ct-ubnd")) == [
        "Sắp xếp chợ",
        "Dọn vỉa hè.",
        "Theo Chỉ thị số 08/CT-UBND, rà soát lại.",
    ]


def test_exact_accents_come_first(archive: Archive) -> None:
    put(archive, document("1/CT-UBND", "x", task("Số liệu."), task("Sở liệu."), task("Sổ liệu."), task("So liệu.")))
    for typed, first in (("số liệu", "Số liệu."), ("sổ liệu", "Sổ liệu."), ("sở liệu", "Sở liệu.")):
        found = search(archive, typed)
        assert (found.total, found.hits[0].text) == (4, first)
        assert [hit.exact for hit in found.hits] == [True, False, False, False]
    assert search(archive, "so lieu").total == 4
    assert all(hit.exact for hit in search(archive, "so lieu").hits)


def test_the_nearer_the_words_the_better(archive: Archive) -> None:
    put(
        archive,
        document(
            "1/CT-UBND",
            "x",
            task("Công bố chuẩn, đo, dữ, rồi trả liệu pháp và mở mang thêm nhiều việc khác."),
            task("Mở kho dữ liệu."),
            task("Dữ và các liệu kèm theo, mở."),
            task("Mở dữ liệu, nghĩa là cho người dân tải về, sao chép, dùng lại mà không phải hỏi xin phép ai cả."),
        ),
    )
    found = texts(search(archive, "mở dữ liệu"))
    assert found[0].startswith("Mở dữ liệu, nghĩa")
    assert found[1] == "Mở kho dữ liệu."
    assert found[-1].startswith("Công bố")


def test_a_title_comes_before_tasks_and_a_sure_task_before_a_doubtful_one(archive: Archive) -> None:
    put(
        archive,
        document(
            "1/CT-UBND",
            "Tiết kiệm điện ở công sở",
            task("Tiết kiệm điện ở công sở.", confidence=0.3),
            task("Tiết kiệm điện ở công sở."),
        ),
    )
    found = search(archive, "tiết kiệm điện")
    assert [(hit.what, hit.item) for hit in found.hits] == [("title", None), ("task", "t2"), ("task", "t1")]


def test_where_nothing_has_all_words_the_nearest_are_told(small: Archive) -> None:
    found = search(small, "diễn tập chữa cháy kho xăng")
    assert found.nearest
    assert all(text.startswith("Diễn tập") for text in texts(found))
    assert not search(small, "qwerty zxcvb").hits


def test_few_hits_go_with_some_that_lack_a_word(small: Archive) -> None:
    found = search(small, "diễn tập chữa cháy chợ")
    assert (found.total, texts(found), found.nearest) == (1, ["Diễn tập chữa cháy chợ."], False)
    assert found.near[0].text == "Diễn tập chữa cháy rừng tại 03 xã."
    assert {hit.text for hit in found.near}.isdisjoint(texts(found))


def test_former_and_present_names_in_words(archive: Archive) -> None:
    put(
        archive,
        document(
            "1/CT-UBND",
            "x",
            task("Sở Xây dựng sửa cầu."),
            task("Sở GTVT sửa cầu."),
            task("Sở Giao thông vận tải sửa cầu."),
            task("Sở Y tế sửa cầu."),
        ),
    )
    assert texts(search(archive, "sở giao thông vận tải sửa cầu")) == [
        "Sở GTVT sửa cầu.",
        "Sở Giao thông vận tải sửa cầu.",
        "Sở Xây dựng sửa cầu.",
    ]


def test_highlights(small: Archive) -> None:
    (hit,) = search(small, "hoc ba", Filters(what=("task",))).hits
    assert lit(hit) == ["học bạ"]
    (hit,) = search(small, "thủ tục hành chính bảng tin").hits
    assert lit(hit) == ["TTHC", "bảng tin"]
    (hit,) = search(small, '"số hóa" sổ hộ tịch').hits
    assert lit(hit) == ["số hoá", "sổ hộ tịch"]


def test_long_texts_are_cut_around_what_was_found(archive: Archive) -> None:
    put(archive, document("1/CT-UBND", "x", task("đầu " * 200 + "kim chỉ nam " + "cuối " * 200)))
    (hit,) = search(archive, "kim chỉ nam", snippet_length=120).hits
    assert len(hit.snippet.text) <= 120
    assert lit(hit) == ["kim chỉ nam"]
    assert hit.snippet.text.startswith("…")
    assert hit.snippet.text.endswith("…")


def test_a_phrase_is_no_set_of_pairs(archive: Archive) -> None:
    put(archive, document("1/CT-UBND", "x", task("đổi số rồi mới chuyển đổi"), task("chuyển đổi số ngay")))
    found = search(archive, '"chuyển đổi số"', with_facets=True)
    assert (found.total, texts(found)) == (1, ["chuyển đổi số ngay"])
    assert [value.count for value in found.facets[3].values] == [1]


QUERIES = [
    *(typed for typed, _ in WORDS),
    "08/CT-UBND",
    "chi thi 08",
    "số liệu cũ mới",
    "diễn tập chữa cháy kho xăng",
    "",
    "-số",
    "sở giáo dục và đào tạo",
]


def test_both_databases_answer_the_same(both: tuple[Archive, Archive]) -> None:
    for archive in both:
        put(archive, *small_documents())
    for typed in QUERIES:
        for sort in (None, "due"):
            one, other = (keyless(search(archive, typed, sort=sort, with_facets=True)) for archive in both)
            assert one == other, typed
