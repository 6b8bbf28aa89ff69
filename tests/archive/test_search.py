"""Searching an archive: what is found, in which order, with what around it; on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.archive import Archive, Incoming
from analyzer.archive.search import Found, Hit, search
from analyzer.archive.selection import Filters
from analyzer.assembly.models import (
    Agency,
    Area,
    Assignee,
    Deadline,
    Directive,
    Issuer,
    Modality,
    Place,
    Role,
    Span,
    Target,
    Task,
)
from tests.archive.making import NOWHERE, directive

LAM_SON = Place(id="p63-64", name="tỉnh Gia Lai")


def document(
    number: str,
    title: str,
    *tasks: Task,
    issued_on: date | None = date(2024, 3, 4),
    issuer: str = "Ủy ban nhân dân tỉnh Lam Sơn",
) -> Directive:
    """A directive with tasks of its own."""
    made = directive(number, title=title, file=f"{number}.txt", issued_on=issued_on, issuer=issuer)
    for at, task in enumerate(tasks, start=1):
        task.id = f"t{at}"
    made.tasks = list(tasks)
    return made


def task(
    text: str,
    *parts: tuple[Role, str, str | None],
    due: date | None = None,
    area: Area = "other",
    modality: Modality = "obligation",
    confidence: float = 1.0,
) -> Task:
    """A task with who has which part in it, and its limit."""
    limits = [Deadline(text="hạn", span=NOWHERE, end=due, due=due)] if due else []
    bodies = [Assignee(name=name, id=body, role=role, text=name, span=NOWHERE) for role, name, body in parts]
    return Task(
        id="t",
        text=text,
        span=NOWHERE,
        area=area,
        modality=modality,
        assignees=bodies,
        deadlines=limits,
        confidence=confidence,
    )


def put(archive: Archive, *documents: Directive) -> None:
    list(archive.add(map(Incoming.of, documents)))


def texts(found: Found) -> list[str]:
    return [hit.text for hit in found.hits]


def lit(hit: Hit) -> list[str]:
    return [hit.snippet.text[a:b] for a, b in hit.snippet.highlights]


def small_documents() -> list[Directive]:
    """Three documents with a little of everything."""
    return [
        document(
            "08/CT-UBND",
            "Đẩy mạnh chuyển đổi số trong trường học",
            task(
                "Sở Giáo dục và Đào tạo số hóa học bạ ở mọi trường phổ thông.",
                ("lead", "Sở Giáo dục và Đào tạo", "so-giao-duc-va-dao-tao"),
                due=date(2024, 6, 30),
                area="digital_government",
            ),
            task(
                "Công khai TTHC tại bảng tin.",
                ("lead", "Sở Thông tin và Truyền thông", "so-thong-tin-va-truyen-thong"),
                ("support", "Sở Giáo dục và Đào tạo", "so-giao-duc-va-dao-tao"),
                due=date(2024, 9, 30),
                area="procedures",
            ),
            task(
                "Nghiêm cấm thu tiền ngoài quy định khi làm thủ tục hành chính.",
                area="procedures",
                modality="prohibition",
            ),
        ),
        document(
            "107/2021/NĐ-CP",
            "Thực hiện cơ chế một cửa",
            task("Chuyển hồ sơ giấy sang số hoá, ưu tiên sổ hộ tịch, số liệu cũ."),
            task("Báo cáo kết quả số hóa.", due=date(2025, 1, 15)),
            issued_on=date(2021, 12, 6),
            issuer="Chính phủ",
        ),
        document(
            "58/KH-UBND",
            "Kế hoạch phòng cháy, chữa cháy rừng",
            task(
                "Diễn tập chữa cháy rừng tại 03 xã.", ("lead", "Sở Khoa học và Công nghệ", "so-khoa-hoc-va-cong-nghe")
            ),
            task("Diễn tập chữa cháy chợ."),
            issued_on=date(2025, 5, 4),
        ),
    ]


@pytest.fixture
def small(archive: Archive) -> Archive:
    """An archive of them."""
    put(archive, *small_documents())
    return archive


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
    ("số -sỗ", ["Đẩy mạnh", "Sở Giáo", "Chuyển hồ sơ", "Báo cáo", "Diễn tập chữa cháy rừng"][:4]),
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


def test_a_target_has_the_bodies_of_its_tasks(archive: Archive) -> None:
    made = document("1/CT-UBND", "x", task("Tỷ lệ hồ sơ đạt 80%.", ("lead", "Sở Nội vụ", "so-noi-vu")))
    span = Span(start=0, end=1)
    made.targets = [Target(id="g1", text="80%", span=span, metric="hồ sơ đúng hạn", comparator="=", value=80)]
    made.tasks[0].targets = ["g1"]
    made.agencies = [Agency(name="Sở Nội vụ", id="so-noi-vu")]
    made.directive.issuer = Issuer(name="Ủy ban nhân dân tỉnh Gia Lai", id="ubnd-tinh-gia-lai", province=LAM_SON)
    put(archive, made)
    (hit,) = search(archive, "đúng hạn", Filters(agencies=("Sở Nội vụ",), issuers=("UBND tỉnh Gia Lai",))).hits
    assert (hit.what, hit.item, hit.names("lead")) == ("target", "g1", ["Sở Nội vụ"])
    assert search(archive, "đúng hạn", Filters(issuers=("UBND tỉnh Bình Dương",))).total == 0


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
            one, other = (search(archive, typed, sort=sort, with_facets=True) for archive in both)
            assert one == other, typed
