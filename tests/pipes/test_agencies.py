"""The agencies pipe: what is a mention, where it ends, what it is called."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzer.knowledge.data import read_toml
from analyzer.pipes.agencies import find, group
from analyzer.spans import Mask, Span
from tests.effort import effort
from tests.linear import assert_linear

CASES = tomllib.loads((Path(__file__).parent / "data" / "agencies.toml").read_text(encoding="utf-8"))["case"]
COLLECTIVES = read_toml("collectives.toml")
TITLES = read_toml("titles.toml")
TAILS = read_toml("class_tails.toml")
GRAMMAR = read_toml("agency_grammar.toml")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_mentions_of_a_text(case: dict[str, Any]) -> None:
    want = [(m, m) if isinstance(m, str) else tuple(m) for m in case["mentions"]]
    assert [(case["text"][m.start : m.end], m.name) for m in find(case["text"])] == want


@pytest.mark.parametrize(
    ("words", "example"), [*COLLECTIVES["modifiers"].items(), *COLLECTIVES["tails"].items()], ids=lambda w: w[:30]
)
def test_every_modifier_reads_its_example_whole(words: str, example: str) -> None:
    assert [m.name for m in find(f"Đề nghị {example}.")] == [example]


@pytest.mark.parametrize(("text", "mentions"), TAILS["examples"].items(), ids=lambda t: str(t)[:40])
def test_trades_of_a_class(text: str, mentions: list[str]) -> None:
    assert [m.name for m in find(text)] == mentions


# words that go on with a name in the register or are a modifier of the grammar, and so need an object to be a verb
@pytest.mark.parametrize("verb", [v for v in GRAMMAR["verbs"] if v not in GRAMMAR["known"]])
@pytest.mark.parametrize(
    "name",
    [
        "Trung tâm Khuyến nông quốc gia",
        "Công ty Cổ phần Cấp nước và Môi trường đô thị Huế",
        "Vụ Kế hoạch - Đầu tư",
        "Ban Quản lý Khu kinh tế Vân Lộc",
        "Viện Thủy lợi",
        "Sở Giao thông vận tải",
    ],
)
def test_a_name_never_takes_in_the_verb_behind_it(name: str, verb: str) -> None:
    (mention, *_) = find(f"{name} {verb} các mặt hàng")
    assert mention.name == name


@pytest.mark.parametrize("word", COLLECTIVES["blockers"]["words"])
def test_blockers_name_nobody(word: str) -> None:
    assert find(f"về {word.strip(' ,')}.") == []


@pytest.mark.parametrize("title", [t for t in TITLES["before"] if not t.startswith("bí thư đảng ủy")])
def test_titles_are_no_part_of_the_name(title: str) -> None:
    text = f"{title[0].upper()}{title[1:]} Sở Nội vụ chủ trì"
    (mention,) = find(text)
    assert mention.name == "Sở Nội vụ"
    assert text[mention.start : mention.end] == text.removesuffix(" chủ trì")
    assert text[mention.name_start : mention.end] == "Sở Nội vụ"
    assert mention.title is not None


@pytest.mark.parametrize(
    ("text", "agency_id"),
    [
        ("UBND tỉnh Quảng Ngãi", "ubnd-tinh-quang-ngai"),
        ("Ủy ban nhân dân TP.HCM", "ubnd-tp-ho-chi-minh"),
        ("Uỷ ban nhân dân tỉnh Hoà Bình", "ubnd-tinh-hoa-binh"),
        ("Sở TT&TT", "so-thong-tin-va-truyen-thong"),
        ("Sở Văn hoá, Thể thao & Du lịch", "so-van-hoa-the-thao-va-du-lich"),
        ("UBND cấp xã", "ubnd-xa"),
        ("Công an tỉnh", "cong-an-tinh"),
        ("Tỉnh ủy Gia Lai", "tinh-uy-gia-lai"),
        ("Ngân hàng Nhà nước", "ngan-hang-nha-nuoc-viet-nam"),
        ("các sở, ban, ngành", None),
        ("Trung tâm Ươm tạo Tây Hồ", None),
    ],
)
def test_ids(text: str, agency_id: str | None) -> None:
    (mention,) = find(text)
    assert mention.id == agency_id


def test_agencies_of_one_name_are_told_apart_by_date() -> None:
    assert [find("Bộ Nội vụ", as_of=day)[0].id for day in (date(2024, 6, 1), date(2025, 6, 1))] == [
        "bo-noi-vu-truoc-2025",
        "bo-noi-vu",
    ]


def test_a_name_of_several_bodies_keeps_them_all() -> None:
    (mention,) = find("UBND", as_of=date(2024, 1, 1))
    assert mention.id is None
    assert set(mention.ambiguous) == {"ubnd-tinh", "ubnd-huyen", "ubnd-xa"}


def test_masked_words_are_left_alone() -> None:
    text = "Nghị định 30/2020/NĐ-CP của Chính phủ; giao Sở Nội vụ"
    assert [m.name for m in find(text, mask=Mask([Span(0, 37)]))] == ["Sở Nội vụ"]


def test_a_line_break_ends_a_name() -> None:
    assert [m.name for m in find("các cơ quan, đơn vị\nđịa phương")] == ["các cơ quan, đơn vị"]


@pytest.mark.parametrize("text", ["doanh nghiệp", "cấp có thẩm quyền", "các tổ chức, cá nhân", "Tỉnh Sơn La chỉ đạo"])
def test_ordinary_words_are_marked_generic(text: str) -> None:
    assert [m.generic for m in find(text)] == [True]


def test_groups_are_cut_where_other_words_stand() -> None:
    text = "Giao Sở Y tế, Sở Tài chính; các địa phương báo cáo UBND tỉnh và Bộ Y tế.\nSở Nội vụ"
    assert [[m.name for m in run] for run in group(find(text), text)] == [
        ["Sở Y tế", "Sở Tài chính", "các địa phương"],
        ["UBND tỉnh", "Bộ Y tế"],
        ["Sở Nội vụ"],
    ]


FRAGMENTS = st.sampled_from(
    [
        *[
            "Sở ",
            "sở ",
            "các ",
            "Bộ ",
            "UBND ",
            "HĐND",
            "Ủy ban nhân dân ",
            " tỉnh",
            " các xã, phường",
            ", ",
            " và ",
            ": ",
            "; ",
        ],
        *[
            "Nội vụ",
            "Tài chính",
            "Gia Lai",
            "thành phố ",
            "Giám đốc ",
            "Chủ tịch ",
            "Bộ trưởng ",
            "Thủ trưởng ",
            "cơ quan",
        ],
        *[
            "đơn vị",
            " có liên quan",
            " trực thuộc ",
            "Trung tâm ",
            "Ban Chỉ đạo",
            " A",
            "\n",
            "  ",
            "İ",
            "(",
            "cấp ",
            " tại ",
        ],
        *[
            "sản xuất",
            " xăng dầu",
            " quản lý",
            "doanh nghiệp",
            " (TTA)",
            "Trưởng Ban",
            "Tập đoàn",
            " - ",
            " chi nhánh ",
        ],
        *["Phó Thủ tướng ", "thuộc ", "Tỉnh ủy", "huyện ", "12", "Thanh tra ", "&", "-", "TP.HCM"],
    ]
)


@settings(max_examples=effort(120, 300), deadline=None)
@given(st.lists(FRAGMENTS, max_size=40).map("".join))
@example("cơ quan có liên quanSở ")
def test_spans_are_sound_on_any_mixture(text: str) -> None:
    mentions = find(text)
    for m in mentions:
        assert 0 <= m.start <= m.name_start <= m.end <= len(text)
        assert m.start < m.end
        assert m.name.strip() == m.name != ""
    for before, after in pairwise(mentions):
        same_words = (before.start, before.end) == (after.start, after.end)
        assert before.end <= after.start or same_words
    assert [m for run in group(mentions, text) for m in run] == mentions


@settings(max_examples=effort(80, 200), deadline=None)
@given(st.text(max_size=300))
def test_nothing_raises_on_any_text(text: str) -> None:
    find(text)


@pytest.mark.parametrize(
    "unit",
    [
        "Sở ",
        "các ",
        "UBND, ",
        "UBND huyện A, ",
        "các Sở: Nội vụ, ",
        "Giám đốc ",
        "Trung tâm A, B và ",
        "Trung tâm A (TTA) ",
        "các doanh nghiệp sản xuất, ",
        "các Tập đoàn: A, B, ",
        "Ban Chỉ đạo phòng, chống ma túy, ",
        "Trưởng Ban. Ban Chỉ đạo ",
        "Vụ A - Bộ Y tế - ",
        "công an huyện A, ",
        "cơ quan, ",
        "\x00",
        "A ",
        "1.",
    ],
)
def test_time_grows_with_the_text(unit: str) -> None:
    assert_linear(find, unit)
