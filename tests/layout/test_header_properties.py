"""What holds for any text: nothing raises, spans quote, and a letterhead reads the same however it was laid out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.layout.header import Header, read_header
from tests.effort import effort
from tests.layout.header_cases import manuscript
from tests.layout.test_header_documents import CASES
from tests.linear import assert_linear

FRAGMENTS = [
    "Số: ", "/KH-UBND", "07/CT-UBND ", "\n", "\n", "ngày 05 tháng 3 năm 2024", "ngày tháng năm", "KẾ HOẠCH",
    "CHỈ THỊ\n",     " | ",
    "TM. ỦY BAN NHÂN DÂN\n", "KT. CHỦ TỊCH\n", "PHÓ CHỦ TỊCH\n", "Nơi nhận:\n- A;\n", "Độc lập - Tự do - Hạnh phúc\n",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "V/v ", "Kính gửi: ", "(Kèm theo ", "UBND TỈNH A\n", "Căn cứ ", "PHỤ LỤC ",
    "THỦ TƯỚNG CHÍNH PHỦ điện:", "Chỉ thị số 08/CT-UBND ", "ban hành ", "của ", "về việc ", "…", "1. ", "- ",
    "12/5/2024",
    "Nguyễn Văn A\n", "tỉnh An Giang ", "\u0301", "İ", "\x00",
]  # fmt: skip
LAID_OUT = [
    case for case in CASES
    if "\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập" in case["text"] and ", ngày" in case["text"] and "number" in case
    and "stamp" not in case["name"]
]  # fmt: skip


def _check_spans(header: Header, text: str) -> None:
    spans = [header.kind_span, header.number_span, header.date_span, header.issuer_span, header.title_span]
    spans += [*header.addressees, *(c.signature for c in header.closings)]
    spans += [c.recipients_span for c in header.closings]
    spans += [item for c in header.closings for item in c.recipients]
    assert all(0 <= s.start < s.end <= len(text) for s in spans if s is not None)
    assert 0 <= header.body_start <= header.body_end <= len(text)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
@settings(max_examples=effort(120, 300), deadline=None)
def test_any_pieces(text: str) -> None:
    _check_spans(read_header(manuscript(text)), text)


@given(st.text(max_size=300))
@settings(max_examples=effort(80, 200), deadline=None)
def test_any_text(text: str) -> None:
    _check_spans(read_header(manuscript(text)), text)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_spans_quote(case: dict[str, str]) -> None:
    text = case["text"].lstrip("\n")
    header = read_header(manuscript(text))
    _check_spans(header, text)
    if header.number and header.number_span and "number_from_overlay" not in {w.code for w in header.warnings}:
        quoted = text[header.number_span.start : header.number_span.end]
        assert "".join(quoted.split()) == header.number
    if header.title and header.title_span and header.source_kind == "document":
        assert header.title.split()[-1] in text[header.title_span.start : header.title_span.end]
    for closing in header.closings:
        if closing.signer and closing.signer.name_span:
            span = closing.signer.name_span
            assert text[span.start : span.end].lower() == (closing.signer.name or "").lower()


def _motto_dropped(lines: list[str], motto: int) -> list[str]:
    return lines[:motto] + lines[motto + 2 :]


def _columns_merged(lines: list[str], motto: int) -> list[str]:
    left, right = lines[:motto], lines[motto : motto + 2]
    rows = max(len(left), len(right))
    left += [""] * (rows - len(left))
    right += [""] * (rows - len(right))
    return [f"{a} {b}".strip() for a, b in zip(left, right, strict=True)] + lines[motto + 2 :]


def _one_row(lines: list[str], motto: int) -> list[str]:
    return [" | ".join([" ".join(lines[:motto]), " ".join(lines[motto : motto + 2])]), *lines[motto + 2 :]]


def _right_first(lines: list[str], motto: int) -> list[str]:
    return lines[motto : motto + 2] + lines[:motto] + lines[motto + 2 :]


def _blank_lines_and_rules(lines: list[str], motto: int) -> list[str]:
    spread = [part for line in lines[: motto + 2] for part in (line, "", "-------")]
    return spread + lines[motto + 2 :]


def _new_tones(lines: list[str], motto: int) -> list[str]:
    return [line.replace("ỦY", "UỶ").replace("HÒA", "HOÀ").replace("ủy", "uỷ") for line in lines]


def _from_nfd(lines: list[str], motto: int) -> list[str]:
    loose = unicodedata.normalize("NFD", "\n".join(lines))
    return unicodedata.normalize("NFC", loose).split("\n")


def _stamped(lines: list[str], motto: int) -> list[str]:
    return ["Ký bởi: Văn thư", "Thời gian ký: 12.03.2031 10:22:31 +07:00", "ĐẾN Số: 4410", *lines]


@pytest.mark.parametrize("case", LAID_OUT, ids=[case["name"] for case in LAID_OUT])
@pytest.mark.parametrize(
    "laid",
    [_motto_dropped, _columns_merged, _one_row, _right_first, _blank_lines_and_rules, _new_tones, _from_nfd, _stamped],
)
def test_same_however_laid_out(case: dict[str, str], laid: Callable[[list[str], int], list[str]]) -> None:
    text = case["text"].lstrip("\n")
    lines = text.split("\n")
    motto = next(i for i, line in enumerate(lines) if line.startswith("CỘNG HÒA"))
    before = read_header(manuscript(text))
    after = read_header(manuscript("\n".join(laid(lines, motto))))
    assert (after.kind, after.number, after.issued_on) == (before.kind, before.number, before.issued_on)
    if motto:  # the issuer stands on the left
        assert after.issuer == before.issuer


def test_layouts_are_tried() -> None:
    assert len(LAID_OUT) >= 30


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "\n", ".", "1.", " | ", "Số: ", "ngày ", "TM. ", "Nơi nhận:\n- A\n", "CHỦ TỊCH\n", "KẾ HOẠCH\n",
     "Q U Y ", "(Kèm theo ", "Chỉ thị số 08/CT-UBND ban hành ", "tỉnh An ", "Nguyễn Văn "],
)  # fmt: skip
def test_long_repetition_takes_linear_time(unit: str) -> None:
    def run(text: str) -> None:
        _check_spans(read_header(manuscript(text)), text)

    assert_linear(run, unit, 200_000)
