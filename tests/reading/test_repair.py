"""Repair of look-alike letters and lost hyphens: where it is certain, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.knowledge.data import read_toml
from analyzer.reading import read
from analyzer.reading.repair import repair
from tests.linear import assert_linear

DATA: dict[str, Any] = read_toml("repairs.toml")
SECTIONS = ("lost_hyphens", "lost_hyphens_of_years")
READS = [text for section in SECTIONS for text in DATA[section]["reads"]]
IGNORES = [text for section in SECTIONS for text in DATA[section]["ignores"]]


@pytest.mark.parametrize("marked", READS)
def test_lost_hyphens_are_put_back(marked: str) -> None:
    before, rest = marked.split("[", 1)
    inside, after = rest.split("]", 1)
    found, count = repair(before + inside + after)
    assert count == 1
    assert found.startswith(before)
    assert found.endswith(after)
    written = found[len(before) : len(found) - len(after)]
    assert "-" in written
    assert written.replace("-", "", 1) == inside


@pytest.mark.parametrize("text", IGNORES)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert repair(text) == (text, 0)


LETTERS = [
    ("Ðiều 5. Ðảng ủy, hội ðồng", "Điều 5. Đảng ủy, hội đồng"),
    ("Ɖơn vị, ɖường", "Đơn vị, đường"),
    ("16495/B\u0422\u0421-\u0422\u0421T", "16495/BTC-TCT"),
    ("12/\u0422\u0422-\u0412\u0422\u0421", "12/TT-BTC"),
    ("12/\u0420\u0421", "12/PC"),
    ("C\u043eng v\u0430n", "Cong van"),
    ("UBN\u0044 \u041dND", "UBND HND"),
    ("\u039dghị quyết, \u0391n", "Nghị quyết, An"),
    ("ＫＨ－ＵＢＮＤ １２／２０２４", "KH-UBND 12/2024"),
]


@pytest.mark.parametrize(("written", "meant"), LETTERS)
def test_look_alike_letters(written: str, meant: str) -> None:
    found, count = repair(written)
    assert found == meant
    assert count == sum(a != b for a, b in zip(written, meant, strict=True)) > 0


GENUINE = [
    "Москва и Санкт-Петербург",
    "СССР, ТАСС, нота №5",
    "Ελλάδα, Αθήνα",
    "sóng α, β và γ; 5 μm; ΔT = 2; Σ",
    "Кабинет Министров ở Киев",
    "ngày 12 tháng 5 năm 2024",
    "Đường ¤ § 5 £ ±",
    "中文（一）",
]


@pytest.mark.parametrize("text", GENUINE)
def test_words_of_other_scripts_are_left_alone(text: str) -> None:
    assert repair(text) == (text, 0)


def test_what_was_repaired_is_noted_and_offsets_count_in_the_repaired_text() -> None:
    text = "Giao Sở Tài chính thực hiện Quyết định số 12/QÐUBND giai đoạn 20212025, báo cáo trước ngày 05/3/2024."
    directive = analyze(text)
    assert "12/QĐ-UBND giai đoạn 2021-2025" in directive.text
    (warning,) = [w for w in directive.source.warnings if w.code == "characters_repaired"]
    assert warning.message.startswith("3 characters")
    assert directive.references[0].number == "12/QĐ-UBND"
    for item in (*directive.tasks, *directive.references, *directive.times):
        assert directive.text[item.span.start : item.span.end] == item.text
    assert {t.start.year for t in directive.times if t.start} == {2021}


HYPHENS = [
    ("12/QĐ\u00adUBND", "12/QĐ-UBND"),
    ("giai đoạn 2011\u00ad2020", "giai đoạn 2011-2020"),
    ("12/QĐ\u001eUBND, 2011\u001e2020", "12/QĐ-UBND, 2011-2020"),
    ("12/QĐ\u2011UBND", "12/QĐ-UBND"),
    ("nhi\u00adệm vụ, NHI\u00adỆM VỤ, QUY\u00adĐỊNH", "nhiệm vụ, NHIỆM VỤ, QUYĐỊNH"),
]


@pytest.mark.parametrize(("raw", "expected"), HYPHENS)
def test_hyphens_that_programs_take_for_breaks(raw: str, expected: str) -> None:
    assert read(raw).text == expected
    assert read(f"<html><body><p>{raw}</p></body></html>").text == expected or "\u001e" in raw


def test_tone_placement_is_kept_and_read_alike() -> None:
    new = analyze("Giao Uỷ ban nhân dân tỉnh Hoà Bình chủ trì, Uỷ ban Dân tộc phối hợp rà soát.")
    old = analyze("Giao Ủy ban nhân dân tỉnh Hòa Bình chủ trì, Ủy ban Dân tộc phối hợp rà soát.")
    assert "Uỷ ban nhân dân tỉnh Hoà Bình" in new.text
    ids = [[(a.role, a.id) for a in t.assignees] for t in new.tasks]
    assert ids == [[(a.role, a.id) for a in t.assignees] for t in old.tasks]
    assert any(ids)


@given(st.text(max_size=120))
def test_repair_is_done_once(text: str) -> None:
    found, _ = repair(text)
    assert repair(found) == (found, 0)


@pytest.mark.parametrize("piece", ["/QĐ", "/QĐUBND", "giai đoạn 2011", "20112020", "\u0422A", "Ð", "giai đoạn  "])
def test_linear_time(piece: str) -> None:
    assert_linear(repair, piece)
