"""Classes of bodies expanded: who belongs on which day, whom the words leave out, what nobody can list."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.membership import Expansion, expand
from analyzer.knowledge.membership.parsing import parse
from analyzer.knowledge.provinces import by_name
from tests.linear import assert_linear

DATA = read_toml("collective_members.toml")
CLASSES = {row["id"]: row for row in DATA["class"]}
EXAMPLES = [(row["id"], words) for row in DATA["class"] for words in row["examples"]]
GIA_LAI = "Gia Lai"
DEPARTMENTS = "các cơ quan chuyên môn thuộc UBND tỉnh"
GOVERNMENT = "các bộ, cơ quan ngang bộ"


def expanded(words: str, province: str | None, day: str) -> Expansion:
    on = date.fromisoformat(day)
    found = expand(words, by_name(province, on) if province else None, on)
    assert found is not None, words
    return found


def names(expansion: Expansion) -> list[str]:
    return [m.name for m in expansion.members]


@pytest.mark.parametrize(("class_id", "words"), EXAMPLES)
def test_the_examples_of_the_data_name_their_class(class_id: str, words: str) -> None:
    classes = {c for part in parse(words, date(2024, 1, 1)) for c in part.classes}
    assert class_id in classes
    assert all(part.known for part in parse(words, date(2024, 1, 1)))


# ---------------------------------------------------------------- how many, on which day

COUNTS = [
    # words, province, day, sure members
    (GOVERNMENT, None, "2007-06-01", 26),  # 20 ministries, 6 of their rank
    (GOVERNMENT, None, "2007-09-01", 22),
    (GOVERNMENT, None, "2010-01-01", 22),
    (GOVERNMENT, None, "2016-01-01", 22),
    (GOVERNMENT, None, "2025-02-28", 22),
    (GOVERNMENT, None, "2025-03-01", 17),
    (GOVERNMENT, None, "2026-01-01", 17),
    ("các bộ", None, "2010-01-01", 18),
    ("các bộ", None, "2025-04-01", 14),
    ("các cơ quan ngang bộ", None, "2016-01-01", 4),
    ("các cơ quan ngang bộ", None, "2026-01-01", 3),
    ("các cơ quan thuộc Chính phủ", None, "2010-01-01", 8),
    ("các cơ quan thuộc Chính phủ", None, "2016-01-01", 8),
    ("các cơ quan thuộc Chính phủ", None, "2024-01-01", 8),
    ("các cơ quan thuộc Chính phủ", None, "2026-01-01", 5),
    ("các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", None, "2010-01-01", 30),
    ("các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", None, "2025-04-01", 22),
    (
        "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, "
        "Chủ tịch UBND tỉnh, thành phố trực thuộc Trung ương",
        None,
        "2025-12-01",
        56,
    ),
    ("các bộ, ngành, địa phương", None, "2010-01-01", 93),
    ("các bộ, ngành và địa phương", None, "2025-12-01", 56),
    ("UBND các tỉnh, thành phố trực thuộc Trung ương", None, "2007-06-01", 64),
    ("UBND các tỉnh, thành phố trực thuộc Trung ương", None, "2010-01-01", 63),
    ("UBND các tỉnh, thành phố trực thuộc TW", None, "2025-06-30", 63),
    ("UBND các tỉnh, thành phố trực thuộc Trung ương", None, "2025-07-01", 34),
    ("các tỉnh, thành phố", None, "2026-01-01", 34),
    ("các địa phương", None, "2024-01-01", 63),
    ("các tỉnh ủy, thành ủy", None, "2026-01-01", 34),
    ("Sở Y tế các tỉnh, thành phố", None, "2024-01-01", 63),
    ("Công an các tỉnh, thành phố", None, "2026-01-01", 34),
    # Nghị định 13/2008, 24/2014: 17 in every province; 45/2025: 12
    (DEPARTMENTS, GIA_LAI, "2010-01-01", 17),
    (DEPARTMENTS, GIA_LAI, "2016-01-01", 17),
    (DEPARTMENTS, GIA_LAI, "2024-01-01", 17),
    (DEPARTMENTS, GIA_LAI, "2025-04-01", 12),
    (DEPARTMENTS, GIA_LAI, "2026-01-01", 12),
    ("các sở", GIA_LAI, "2010-01-01", 15),
    ("các sở", GIA_LAI, "2025-04-01", 10),
    ("các sở, ban, ngành", GIA_LAI, "2024-01-01", 17),
    ("các sở, ban, ngành", GIA_LAI, "2026-01-01", 12),
    ("các sở, ngành tỉnh", GIA_LAI, "2026-01-01", 12),
    ("các sở", "Hà Nội", "2024-01-01", 17),  # culture divided in two, planning and architecture
    ("các sở", "Hồ Chí Minh", "2026-01-01", 13),  # and food safety
    ("các sở, ban, ngành", "Hà Nội", "2026-01-01", 14),
    ("các đoàn thể", GIA_LAI, "2024-01-01", 5),
    ("MTTQ và các đoàn thể", GIA_LAI, "2026-01-01", 6),
    ("các tổ chức chính trị - xã hội", None, "2026-01-01", 5),
    ("các cơ quan tham mưu, giúp việc Tỉnh ủy", GIA_LAI, "2010-01-01", 5),  # no Ban Nội chính before 2013
    ("các cơ quan tham mưu, giúp việc Tỉnh ủy", GIA_LAI, "2024-01-01", 6),
    ("các cơ quan tham mưu, giúp việc Tỉnh ủy", GIA_LAI, "2025-04-01", 5),
    ("các ban của HĐND tỉnh", GIA_LAI, "2024-01-01", 3),
    ("các cơ quan của Quốc hội", None, "2024-01-01", 10),
    ("các cơ quan của Quốc hội", None, "2026-01-01", 8),
    ("các bộ: Nội vụ, Tài chính", None, "2026-01-01", 2),
    ("các sở Nội vụ, Tài chính, Văn hóa, Thể thao và Du lịch", GIA_LAI, "2026-01-01", 3),
]


@pytest.mark.parametrize(("words", "province", "day", "count"), COUNTS)
def test_so_many_members_on_a_day(words: str, province: str | None, day: str, count: int) -> None:
    found = expanded(words, province, day)
    assert len(found.members) == count, names(found)
    assert not found.unlisted


@pytest.mark.parametrize(
    ("words", "province", "day", "some", "none"),
    [
        (GOVERNMENT, None, "2010-01-01", "Bộ Kế hoạch và Đầu tư", "Bộ Dân tộc và Tôn giáo"),
        (GOVERNMENT, None, "2025-04-01", "Bộ Dân tộc và Tôn giáo", "Bộ Kế hoạch và Đầu tư"),
        ("các cơ quan thuộc Chính phủ", None, "2024-01-01", "Bảo hiểm xã hội Việt Nam", "Tổng cục Du lịch"),
        ("các cơ quan thuộc Chính phủ", None, "2026-01-01", "Thông tấn xã Việt Nam", "Bảo hiểm xã hội Việt Nam"),
        (
            "các sở",
            GIA_LAI,
            "2016-01-01",
            "Sở Giao thông vận tải tỉnh Gia Lai",
            "Sở Bưu chính, Viễn thông tỉnh Gia Lai",
        ),
        ("các sở", GIA_LAI, "2007-01-01", "Sở Bưu chính, Viễn thông tỉnh Gia Lai", "Sở Công Thương tỉnh Gia Lai"),
        ("các sở", "Huế", "2026-01-01", "Sở Du lịch thành phố Huế", "Sở Văn hóa, Thể thao và Du lịch thành phố Huế"),
        (
            "lực lượng vũ trang",
            "Hà Nội",
            "2026-01-01",
            "Bộ Tư lệnh Thành phố Hà Nội",
            "Bộ Chỉ huy Quân sự Thành phố Hà Nội",
        ),
        ("các đoàn thể tỉnh", GIA_LAI, "2024-01-01", "Tỉnh đoàn Gia Lai", "Hội Nông dân Việt Nam"),
        ("các đoàn thể", "Huế", "2026-01-01", "Thành đoàn Huế", "Tỉnh đoàn Huế"),
        ("các bộ, ngành, đoàn thể", GIA_LAI, "2024-01-01", "Hội Nông dân Việt Nam", "Hội Nông dân tỉnh Gia Lai"),
        (
            "các ban Đảng",
            "Hải Phòng",
            "2026-01-01",
            "Ban Tuyên giáo và Dân vận Thành ủy Hải Phòng",
            "Ban Dân vận Trung ương",
        ),
        (
            "UBND các tỉnh, thành phố",
            None,
            "2026-01-01",
            "Ủy ban nhân dân thành phố Huế",
            "Ủy ban nhân dân tỉnh Bình Định",
        ),
        (
            "các cơ quan Trung ương đóng trên địa bàn",
            GIA_LAI,
            "2024-01-01",
            "Cục Thuế tỉnh Gia Lai",
            "Thuế tỉnh Gia Lai",
        ),
        (
            "các cơ quan Trung ương đóng trên địa bàn",
            GIA_LAI,
            "2026-01-01",
            "Thuế tỉnh Gia Lai",
            "Cục Thuế tỉnh Gia Lai",
        ),
    ],
)
def test_who_is_a_member(words: str, province: str | None, day: str, some: str, none: str) -> None:
    found = names(expanded(words, province, day))
    assert some in found
    assert none not in found


# ---------------------------------------------------------------- who is left out, and who is added

CUT = [
    # words, sure members of Gia Lai on 1 January 2026, left out
    ("các sở, ban, ngành (trừ Sở Y tế)", 11, ["Sở Y tế tỉnh Gia Lai"]),
    ("các sở, ban, ngành tỉnh, trừ Sở Y tế, Tài chính", 10, ["Sở Y tế tỉnh Gia Lai", "Sở Tài chính tỉnh Gia Lai"]),
    (
        "các sở, ban, ngành ngoại trừ SYT và Sở KH&CN",
        10,
        ["Sở Y tế tỉnh Gia Lai", "Sở Khoa học và Công nghệ tỉnh Gia Lai"],
    ),
    (
        "các sở, ban, ngành (trừ Công an tỉnh và Bộ Chỉ huy Quân sự tỉnh)",
        12,
        ["Công an tỉnh Gia Lai", "Bộ Chỉ huy Quân sự tỉnh Gia Lai"],
    ),
    ("các sở, ban, ngành (không bao gồm Văn phòng UBND tỉnh)", 11, ["Văn phòng Ủy ban nhân dân tỉnh Gia Lai"]),
    ("các sở trừ Sở Văn hóa, Thể thao và Du lịch", 9, ["Sở Văn hóa, Thể thao và Du lịch tỉnh Gia Lai"]),
    ("các ban của HĐND tỉnh (trừ Ban Pháp chế)", 2, ["Ban Pháp chế Hội đồng nhân dân tỉnh Gia Lai"]),
    (
        "các sở (trừ Sở Y tế), các đoàn thể (trừ Hội Nông dân)",
        13,
        ["Sở Y tế tỉnh Gia Lai", "Hội Nông dân tỉnh Gia Lai"],
    ),
    ("các sở, các đoàn thể (trừ Sở Y tế)", 14, ["Sở Y tế tỉnh Gia Lai"]),  # the nearest group has none of the name
    ("các bộ (trừ Bộ Công an, Bộ Quốc phòng)", 12, ["Bộ Công an", "Bộ Quốc phòng"]),
    (
        "các tỉnh, thành phố (trừ Hà Nội và Thành phố Hồ Chí Minh)",
        32,
        ["Ủy ban nhân dân Thành phố Hà Nội", "Ủy ban nhân dân Thành phố Hồ Chí Minh"],
    ),
    ("các sở, ban, ngành, ngoài Sở Y tế", 12, []),
    ("ngoài Công an tỉnh, các sở, ban, ngành", 13, []),
    ("các sở, ban, ngành và Công an tỉnh", 13, []),
    ("Văn phòng Tỉnh ủy, các sở, ban, ngành", 13, []),
]


@pytest.mark.parametrize(("words", "count", "out"), CUT)
def test_exceptions_and_additions(words: str, count: int, out: list[str]) -> None:
    found = expanded(words, GIA_LAI, "2026-01-01")
    assert len(found.members) == count, names(found)
    assert sorted(found.excluded) == sorted(out)
    assert not {m.name for m in (*found.members, *found.uncertain)} & set(out)


def test_an_exception_that_is_no_member_is_told() -> None:
    found = expanded("các sở, trừ Sở Lao động - Thương binh và Xã hội", GIA_LAI, "2025-04-01")
    assert len(found.members) == 10
    assert found.excluded == ("Sở Lao động - Thương binh và Xã hội",)
    assert found.note is not None
    assert "không thuộc nhóm" in found.note


def test_a_class_behind_an_exception_begins_anew() -> None:
    found = expanded("các sở, ban, ngành trừ Sở Y tế, các đoàn thể", GIA_LAI, "2026-01-01")
    assert len(found.members) == 11 + 5
    cut = expanded("các sở, ban, ngành (trừ các cơ quan Trung ương trên địa bàn)", GIA_LAI, "2026-01-01")
    assert len(cut.members) == 12
    assert "Công an tỉnh Gia Lai" in cut.excluded
    assert not any(m.id == "cong-an-tinh" for m in cut.uncertain)


# ---------------------------------------------------------------- what is in doubt, open, gone


@pytest.mark.parametrize(
    ("words", "day", "some"),
    [
        ("các sở", "2026-01-01", {"so-ngoai-vu", "so-dan-toc-va-ton-giao", "so-du-lich"}),
        ("các sở, ban, ngành", "2024-01-01", {"ban-dan-toc-tinh", "ban-quan-ly-khu-kinh-te-tinh", "cong-an-tinh"}),
        ("các bộ, ngành", "2024-01-01", {"toa-an-nhan-dan-toi-cao"}),
        ("các ban của HĐND tỉnh", "2024-01-01", {"ban-dan-toc-hdnd-tinh"}),
    ],
)
def test_bodies_that_not_every_province_has_are_in_doubt(words: str, day: str, some: set[str]) -> None:
    found = expanded(words, GIA_LAI, day)
    assert some <= {m.id for m in found.uncertain}
    assert all(m.because for m in found.uncertain)
    assert not any(m.because for m in found.members)
    assert "ban-dan-toc-tinh" not in {m.id for m in expanded(words, GIA_LAI, "2026-01-01").uncertain}


@pytest.mark.parametrize(
    "words",
    [
        "các đơn vị liên quan",
        "các cơ quan, đơn vị",
        "các cấp, các ngành",
        "các doanh nghiệp nhỏ và vừa",
        "các tổ chức, cá nhân",
        "các thành viên Ban Chỉ đạo",
        "UBND các huyện, thị xã, thành phố",
        "UBND các xã, phường, thị trấn",
        "UBND cấp xã",
        "Đảng ủy các xã, phường",
        "các sở, ban, ngành cấp huyện",
    ],
)
def test_what_cannot_be_listed_is_said(words: str) -> None:
    found = expanded(words, GIA_LAI, "2024-01-01")
    assert found.open
    assert found.unlisted == (words,)
    assert found.members == ()
    assert found.note


def test_of_those_concerned_all_are_in_doubt() -> None:
    found = expanded("các sở, ngành có liên quan", GIA_LAI, "2026-01-01")
    assert found.open
    assert found.members == ()
    assert {m.id for m in found.uncertain} >= {"so-noi-vu", "so-y-te", "thanh-tra-tinh"}


def test_the_district_level_after_its_end() -> None:
    found = expanded("UBND các huyện, thị xã, thành phố", GIA_LAI, "2026-01-01")
    assert found.members == ()
    assert [m.name for m in found.uncertain] == ["Ủy ban nhân dân tỉnh Gia Lai"]
    assert found.note is not None
    assert "không còn từ ngày 01/7/2025" in found.note
    assert "Ủy ban nhân dân cấp xã" in found.note
    last = expanded("UBND các huyện, thị xã, thành phố", GIA_LAI, "2025-06-30")
    assert last.note is not None
    assert "không còn" not in last.note
    towns = expanded("UBND các xã, phường, thị trấn", GIA_LAI, "2026-01-01").note
    assert towns is not None
    assert "Thị trấn không còn" in towns


def test_a_mixed_phrase_lists_what_it_can() -> None:
    found = expanded("các sở, ban, ngành, đoàn thể; UBND các xã, phường và các doanh nghiệp", GIA_LAI, "2026-01-01")
    assert len(found.members) == 12 + 5
    assert found.unlisted == ("UBND các xã, phường", "các doanh nghiệp")


def test_names_in_a_row_share_an_area_only_if_all_have_it() -> None:
    found = expanded("Sở Y tế, UBND các xã", GIA_LAI, "2026-01-01")
    assert (names(found), found.unlisted) == (["Sở Y tế tỉnh Gia Lai"], ("UBND các xã",))
    shared = expanded("HĐND, UBND các tỉnh, thành phố", None, "2026-01-01")
    assert len(shared.members) == 2 * 34


def test_a_province_that_did_not_stand_on_the_day() -> None:
    found = expanded("các sở, ban, ngành tỉnh Bình Định", None, "2026-01-01")
    assert names(found)[0] == "Sở Nội vụ tỉnh Gia Lai"
    assert found.note is not None
    assert "Tỉnh Bình Định đã hợp nhất" in found.note
    today = by_name("Gia Lai", date(2026, 1, 1))
    before = expand("các đoàn thể", today, date(2024, 1, 1))
    assert before is not None
    assert {m.province.short for m in before.members if m.province} == {"Gia Lai", "Bình Định"}


def test_the_province_of_the_words_goes_before_that_of_the_document() -> None:
    found = expanded("các sở tỉnh Đắk Lắk", GIA_LAI, "2024-01-01")
    assert names(found)[0] == "Sở Nội vụ tỉnh Đắk Lắk"


def test_without_a_province_names_stay_general_and_that_is_said() -> None:
    found = expanded("các sở", None, "2026-01-01")
    assert names(found)[0] == "Sở Nội vụ"
    assert found.note is not None
    assert "tỉnh nào" in found.note


@pytest.mark.parametrize("words", ["", "con mèo", "trừ Sở Y tế", "(", "12/2025"])
def test_words_of_no_class(words: str) -> None:
    assert expand(words, None, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    "words",
    ["các Sở - Ban - Ngành", "các sở ban ngành", "Các Sở, Ban và Ngành", "tất cả các sở, ban, ngành", "SỞ, BAN, NGÀNH"],
)
def test_spellings_do_not_matter(words: str) -> None:
    plain = expanded("các sở, ban, ngành", GIA_LAI, "2026-01-01")
    assert expanded(words, GIA_LAI, "2026-01-01").members == plain.members


# ---------------------------------------------------------------- the data


def test_every_department_of_the_register_is_placed() -> None:
    placed = {i for row in DATA["class"] for i in row.get("ids", ())}
    placed |= {i for row in DATA["class"] for some in row.get("some", ()) for i in some["ids"]}
    placed |= {i for row in DATA["own"] for i in row["has"]}
    old = {"so-dia-chinh", "so-khoa-hoc-cong-nghe-va-moi-truong"}  # ended in 2003, before the days asked for
    departments = {a.id for a in Register.load().agencies if a.level == "provincial" and a.id.startswith("so-")}
    assert departments - placed == old


def test_the_data_names_bodies_and_classes_that_exist() -> None:
    get = Register.load().get
    for row in (*DATA["class"], *DATA["own"]):
        assert row["source"]
        ids = [*row.get("ids", ()), *row.get("every", ()), *row.get("has", ()), *row.get("lacks", ())]
        ids += [i for some in row.get("some", ()) for i in some["ids"]]
        ids += [*row.get("from", {}), *row.get("until", {})] if "id" in row else []
        assert [i for i in ids if get(i) is None] == []
        assert set(row.get("includes", ())) <= CLASSES.keys()
    assert {row["of"] for row in DATA["own"]} <= CLASSES.keys()
    assert all(by_name(p) for row in DATA["own"] for p in row["provinces"])


WORDS = st.sampled_from(
    [
        "các",
        "sở",
        "ban",
        "ngành",
        ",",
        "(",
        ")",
        "trừ",
        "ngoài",
        "UBND",
        "tỉnh",
        "thành phố",
        "huyện",
        "xã",
        "Gia Lai",
        "bộ",
        "đoàn thể",
        "liên quan",
        "Sở Y tế",
        "và",
        "của",
        "địa phương",
        "Công an tỉnh",
        "cấp",
        "khác",
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join), st.dates(date(2007, 1, 1), date(2026, 12, 31)))
def test_members_stand_on_the_day_once_and_for_certain_or_not(words: str, day: date) -> None:
    found = expand(words, by_name(GIA_LAI, day), day)
    if found is None:
        return
    all_of_them = [(m.id, m.province) for m in (*found.members, *found.uncertain)]
    assert len(all_of_them) == len(set(all_of_them))
    for member in (*found.members, *found.uncertain):
        assert member.province is None or member.province.valid_on(day)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    expand(text, None, date(2026, 1, 1))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["các sở, ban, ngành ", "Sở Y tế, ", "xã, phường ", "bộ phận ", "(trừ ", "a ", "tỉnh "]
)
def test_long_phrases_take_time_in_proportion(piece: str) -> None:
    assert_linear(lambda text: parse(text, date(2026, 1, 1)), piece, length=8_000)
