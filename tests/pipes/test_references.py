"""The references pipe on annotated strings, look-alikes, cues and hostile text."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.pipes.references import find, own_mentions
from analyzer.pipes.references.relations import Cue, cues
from tests.effort import effort
from tests.linear import assert_linear

DATA = Path(__file__).parent / "data"
CASES = tomllib.loads((DATA / "references_mentions.toml").read_text(encoding="utf-8"))["case"]
LOOK_ALIKES = [
    line
    for line in (DATA / "references_look_alikes.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def marked(text: str) -> tuple[str, list[str]]:
    """The text without its [ ] marks, and what they enclose."""
    return re.sub(r"[\[\]]", "", text), re.findall(r"\[([^\]]*)\]", text)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_annotated_strings(case: dict[str, Any]) -> None:
    text, quotes = marked(case["text"])
    found = find(text)
    assert [text[r.start : r.end] for r in found] == quotes
    for reference, want in zip(found, case["refs"], strict=True):
        assert reference.number == want.get("number")
        assert reference.issued_on == (date.fromisoformat(want["issued_on"]) if "issued_on" in want else None)
        assert reference.issuer == want.get("issuer")
        if "kind" in want:
            assert reference.kind == want["kind"]
        if "relation" in want:
            assert reference.relation == want["relation"]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes(text: str) -> None:
    assert [text[r.start : r.end] for r in find(text)] == []


@pytest.mark.parametrize("cue", cues(), ids=lambda c: f"{c.relation}-{c.words[0]}")
def test_cue_examples(cue: Cue) -> None:
    assert find(cue.yes)[0].relation == cue.relation
    assert all(r.relation != cue.relation for r in find(cue.no))


def test_every_cue_word_governs() -> None:
    for cue in cues():
        for word in cue.words:
            citation = "Quyết định số 5/QĐ-UBND"
            text = f"{citation} {word}." if cue.after else f"{word[0].upper()}{word[1:]} {citation}."
            assert find(text)[0].relation == cue.relation, text


def test_own_number_is_no_reference() -> None:
    text = "Số: 09/CT-UBND\n(Kèm theo Chỉ thị số 09/CT-UBND ngày 12/5/2022)\nThực hiện Chỉ thị số 12/CT-UBND."
    assert [r.number for r in find(text)] == ["09/CT-UBND", "12/CT-UBND"]
    assert [r.number for r in find(text, "09/CT-UBND")] == ["12/CT-UBND"]
    assert [r.number for r in find(text, "09/CT – UBND")] == ["12/CT-UBND"]
    assert [r.number for r in find(text, "09/CT-UBND", date(2022, 5, 12))] == ["12/CT-UBND"]


def test_the_same_number_of_another_year_is_another_document() -> None:
    text = "thay thế Chỉ thị số 09/CT-UBND ngày 12/5/2019; theo Chỉ thị số 09/CT-UBND"
    assert [str(r.issued_on) for r in find(text, "09/CT-UBND", date(2022, 6, 1))] == ["2019-05-12"]


def test_own_mentions() -> None:
    text = "Ban hành kèm theo Quyết định số: 12/QĐ-UBND ngày 5/3/2024 của UBND xã; Quyết định số ..../QĐ-UBND"
    spans = own_mentions(text, "12/QĐ-UBND")
    assert [text[s.start : s.end] for s in spans] == [
        "Quyết định số: 12/QĐ-UBND ngày 5/3/2024 của UBND xã", "Quyết định số ..../QĐ-UBND",
    ]  # fmt: skip


PIECES = st.sampled_from([
    "Căn cứ ", "Nghị định ", "số ", "12/2020/NĐ-CP", "39-CT/TU", "1/QĐ-", " ngày 05/6/2021", " ngày 31/2/2020", " của ",
    "Chính phủ", "Bộ Nội vụ", "Luật Đất đai ", "Luật ", "năm 2013", "(sửa đổi) ", "và ", ", ", "; ", ". ", "\n", " | ",
    "TCVN 9001:2015", "41, ", "42-KL/TU", "thay thế ", "hết hiệu lực", "Số: ", "\u00ad", "\u200b", "Ð", "İ", "ngày ",
    "được Quốc hội thông qua ", "1.234/QĐ-UBND", "/", "-", "2024", "mẫu ", "e\u0302\u0301",
    "Ngày 1/2/2021, Sở đã ban hành ",
])  # fmt: skip


@settings(max_examples=effort(120, 300), deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=200))
def test_never_raises_and_spans_hold(text: str) -> None:
    last = 0
    for r in find(text, "12/2020/NĐ-CP", date(2020, 1, 1)):
        assert last <= r.start < r.end <= len(text)
        last = r.end
        assert text[r.start : r.end] == text[r.start : r.end].strip()
        if r.issuer is not None:
            assert " ".join(r.issuer.split()) in " ".join(text[r.start : r.end].split())
    for span in own_mentions(text, "12/2020/NĐ-CP"):
        assert 0 <= span.start < span.end <= len(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, min_size=3, max_size=15).map("".join), st.text(alphabet="abc đ.\n", max_size=30))
def test_padding_does_not_change_what_is_found(text: str, padding: str) -> None:
    before = f"{padding}x.\n"
    assert len(find(before + text.replace("Số", "số"))) == len(find("x.\n" + text.replace("Số", "số")))


HOSTILE = [
    "1/", "số ", "1/QĐ-", "1.", "12/QĐ-UBND ", "12/QĐ-UBND của Bộ Bộ ", "Luật ", "Luật sửa đổi Luật ", "Căn cứ ",
    "ngày ",     "Nghị quyết số ", "số 1, ",
    "A-", "(", "\x00", "e\u0301", "thực hiện 1/QĐ-X và ", "TCVN 1", "Ngày 1/2/2020, a ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_linearly(unit: str) -> None:
    assert_linear(find, unit)
