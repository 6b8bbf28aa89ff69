"""What must hold for any input: only typed errors, outputs that quote their text, one output however it is encoded, and
time that grows no faster than the text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer import Directive, analyze
from analyzer.errors import AnalyzerError
from tests.assembly.test_outputs import DOCUMENTS, check
from tests.linear import assert_linear

RELAXED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Pieces that rules look for, so that chance puts together what no document holds.
PIECES = st.sampled_from([
    "Sở Nội vụ", "UBND tỉnh", "các sở, ban, ngành", "Giao ", "Yêu cầu ", "Đề nghị ", " chủ trì",
    ", phối hợp với ", "rà soát", "báo cáo", "trước ngày 30/6/2024", "quý II", "hằng quý", "từ 90% trở lên",
    "100%", "Nghị quyết số 76/NQ-CP", "ngày 15/7/2021", "\n", "\n1. ", "\n1.1. ", "\na) ", "\n- ", "\n+ ",
    "\nI. ", "\nI- ", "\nĐiều 1. ", "\nChương I\n", " | ", "\nTT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n",
    "\n1 | ", "\nTT | Chỉ tiêu | Đơn vị tính | 2024\n", "\nCơ quan chủ trì: ", "\nThời gian: ", " (1) ", "; ",
    ". ", ": ", "\nKính gửi: ", "\nNơi nhận:\n", "\nPHỤ LỤC\n", "\nMỤC ĐÍCH, YÊU CẦU\n", "\nNHIỆM VỤ\n",
    "CHỈ THỊ\n", "QUYẾT ĐỊNH:\n", "Số: 17/CT-UBND", "THỦ TƯỚNG CHÍNH PHỦ\n", "không được ", "“", "”", "(", ")",
    "/", "./.", "ngày tháng năm 2024", "29/02/2023", "31/11/2024", "năm 0000", "99/99/9999", "\u0301",
    "\u0323", "\xad", "\u200b", "\x00", "\ufeff", "\ud800", "İ", "ß", "ﬃ", "Ǆ", "\U0001f600", "<p>", "\t",
    "\r\n", " ",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(PIECES, PIECES, PIECES, st.text(max_size=4)), max_size=60).map("".join),
)


def _analyzed(source: str | bytes) -> Directive | None:
    try:
        return analyze(source, review=True)
    except AnalyzerError:
        return None


@RELAXED
@given(TEXTS)
def test_any_text(text: str) -> None:
    directive = _analyzed(text)
    if directive is not None:
        check(directive)
        assert Directive.model_validate_json(directive.model_dump_json()) == directive


@RELAXED
@given(
    st.one_of(
        st.binary(max_size=300),
        TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass")),
        TEXTS.map(lambda t: t.encode("utf-16", "surrogatepass")),
        TEXTS.map(lambda t: t.encode("cp1258", "replace")),
    )
)
def test_any_bytes(data: bytes) -> None:
    directive = _analyzed(data)
    if directive is not None:
        check(directive)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(2, 40))
def test_long_lines(text: str, times: int) -> None:
    directive = _analyzed(text.replace("\n", " ") * times)
    if directive is not None:
        check(directive)


def _plain(directive: Directive | None) -> object:
    """An output without the checksum and name of its source."""
    return directive and directive.model_copy(
        update={"source": directive.source.model_copy(update={"sha256": "0" * 64, "name": None})}
    )


@RELAXED
@given(TEXTS)
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert _plain(_analyzed(composed)) == _plain(_analyzed(decomposed))


@pytest.mark.parametrize("path", DOCUMENTS[::6], ids=[p.stem for p in DOCUMENTS[::6]])
def test_documents_in_every_wrapping_are_the_same(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    directive = analyze(text, review=True)
    copy = tmp_path / "văn bản.txt"
    copy.write_text(text, "utf-8")
    for same in (
        text.encode(),
        text.encode("utf-16"),
        unicodedata.normalize("NFD", text),
        text.replace("\n", "\r\n"),
        copy,
    ):
        assert _plain(analyze(same, review=True)) == _plain(directive)
    assert analyze(copy).source == analyze(text.encode(), name=copy.name).source


@pytest.mark.parametrize("path", DOCUMENTS[::6], ids=[p.stem for p in DOCUMENTS[::6]])
def test_documents_cut_off_anywhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for end in range(1, len(text), max(1, len(text) // 12)):
        directive = _analyzed(text[:end])
        if directive is not None:
            check(directive)


# ---------------------------------------------------------------- time

MONSTERS = {
    "numbers on lines": "1. \n",
    "numbered words": "1. rà soát\n",
    "numbers in one line": "1. ",
    "numbers without blanks": "1.",
    "one letter": "a",
    "letters and blanks": "a ",
    "departments": "Sở ",
    "departments with names": "Sở Nội vụ, ",
    "committees": "UBND các ",
    "items": "- x\n",
    "items with agencies": "- Sở Nội vụ báo cáo;\n",
    "introducing lines": "- x:\n",
    "bars": "| ",
    "rows": "1 | rà soát | Sở Nội vụ | Quý II\n",
    "table heads": "TT | Nhiệm vụ | Cơ quan chủ trì\n",
    "groups": "I | THỂ CHẾ | |\n",
    "opened brackets": "(",
    "opened quotes": "“",
    "articles": "Điều 1. ",
    "articles on lines": "Điều 1. Giao Sở Y tế\n",
    "chapters": "Chương I\n",
    "annexes": "PHỤ LỤC I\n",
    "capitals": "ĐỘC LẬP TỰ DO\n",
    "addressees": "Kính gửi: Sở Nội vụ\n",
    "copies": "Nơi nhận:\n",
    "orders": "giao ",
    "orders to departments": "Giao Sở Nội vụ rà soát. ",
    "orders without an end": "giao Sở Nội vụ rà soát; ",
    "clauses of two departments": "Sở Nội vụ rà soát thủ tục hành chính; Sở Y tế kiểm tra việc thực hiện; ",
    "subjects in one sentence": "Sở Nội vụ rà soát, ",
    "orders behind commas": "Giao Sở Nội vụ rà soát, Sở Y tế kiểm tra, ",
    "lists of areas": "UBND thành phố Huế và các tỉnh Gia Lai và các tỉnh: Lâm Đồng, Gia Lai và ",
    "brackets that say who": "Rà soát (Sở Nội vụ chủ trì) ",
    "bodies on lines of their own": "IV. TỔ CHỨC THỰC HIỆN\nSở Nội vụ\nUBND các xã\n",
    "bodies spoken of": "Đối với Sở Nội vụ: rà soát; các bộ trưởng: Y tế, ",
    "classes with a clause": "Các xã có hồ sơ trễ hạn: rà soát; UBND các xã nằm trong vùng lũ ",
    "days in a row": "trước ngày 20/6 và 20/11, ",
    "subjects and directed bodies": "Sở Y tế chỉ đạo Sở Nội vụ ",
    "subjects in one heading": "Sở Nội vụ rà soát, Sở Y tế: ",
    "passive work": "do Sở Nội vụ chủ trì ",
    "brackets with agencies": "Sở Nội vụ (Sở Y tế) ",
    "shared heads": "các Sở: Nội vụ, Y tế, ",
    "cells with agencies": "Sở Nội vụ; Sở Y tế | ",
    "numbered rows with parts": "1 | rà soát | Sở Y tế | Quý II\n1.1 | kiểm tra | | \n",
    "items with attributes": "1. Rà soát.\nCơ quan chủ trì: Sở Y tế\n",
    "a group with attributes": "- Rà soát thủ tục.\nThời gian: Quý II\n",
    "places": "UBND các huyện: Bình Sơn, ",
    "prohibitions": "không được ",
    "partners": "phối hợp với Sở Y tế, ",
    "short names": "UBND ",
    "open quotations": "“Sở Y tế trước ngày 30/6/2024 ",
    "dates": "30/6/2024 ",
    "limits": "trước ngày 30/6/2024, ",
    "years": "năm 2024 ",
    "quarters": "quý II ",
    "percentages": "100% ",
    "targets": "đạt từ 90% trở lên, ",
    "citations": "Nghị quyết số 76/NQ-CP, ",
    "document numbers": "76/NQ-CP ",
    "slashes": "1/",
    "attributes": "Cơ quan chủ trì: ",
    "attribute lines": "Thời gian: Quý II\n",
    "run-in lists": "(1) rà soát; ",
    "colons": "sau: ",
    "stops": ". ",
    "semicolons": "; ",
    "commas": ", ",
    "dashes": "-",
    "decomposed": "\u0041\u0302\u0301 ",
    "control characters": "\x01a",
    "emoji": "\U0001f600",
    "date lines": "Lam Sơn, ngày 12 tháng 3 năm 2024\n",
    "letterheads": "Số: 17/CT-UBND\n",
    "signatures": "TM. ỦY BAN NHÂN DÂN\n",
    "telegram heads": "Thủ tướng Chính phủ điện:\n",
    "deadline sentences": "Các nội dung trên hoàn thành trước ngày 30/4/2024.\n",
    "sentences about places": "Tỉnh tiếp tục rà soát. ",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", MONSTERS.values(), ids=MONSTERS.keys())
def test_time_grows_with_the_text(piece: str) -> None:
    assert_linear(_analyzed, piece, 60_000)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["a", "1.", "(", "-", " ", "\n", "|", "\u0301", "\x00", "đ"])
def test_a_million_of_one(piece: str) -> None:
    directive = _analyzed(piece * (1_000_000 // len(piece)))
    if directive is not None:
        check(directive)
