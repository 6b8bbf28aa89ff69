"""Numbers and symbols of documents, and the kinds whose codes they carry."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.knowledge.doc_kinds import by_abbr, by_code, by_name, doc_kinds, issuer_codes, kind_names
from analyzer.pipes.references import find, parse_number
from analyzer.pipes.references.number import characters
from analyzer.pipes.references.words import scan

DATA = Path(__file__).parent / "data" / "references_numbers.tsv"
with DATA.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["raw"])
def test_every_row_parses_as_given(row: dict[str, str]) -> None:
    number = parse_number(row["raw"])
    assert number is not None
    assert number.normalised == row["normalised"]
    assert number.serial == row["number"]
    assert (number.suffix or "") == row["suffix"]
    assert str(number.year or "") == row["year"]
    assert (number.kind_code or "") == row["type"]
    assert (number.issuer_code or "") == row["issuer"]
    assert (number.unit or "") == row["unit"]
    assert number.family == row["family"]


@pytest.mark.parametrize("row", [r for r in ROWS if r["number"]], ids=lambda r: r["raw"])
def test_every_row_is_found_in_a_sentence(row: dict[str, str]) -> None:
    raw = row["raw"].removeprefix("Số ")
    text = f"Thực hiện Văn bản số {raw} ngày 05/6/2021, các đơn vị rà soát."
    [reference] = find(text)
    assert text[reference.start : reference.end] == f"Văn bản số {raw} ngày 05/6/2021"
    parsed = parse_number(reference.number or "")
    assert parsed is not None
    assert parsed.normalised == row["normalised"]


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["raw"])
def test_the_normalised_form_is_its_own(row: dict[str, str]) -> None:
    again = parse_number(row["normalised"])
    assert again is not None
    assert again.normalised == row["normalised"]


@pytest.mark.parametrize(
    "raw", ["", "24/24", "01/5/2024", "22/26 đơn vị", "1982", "UBND", "số", "12/", "/", "5" * 500, "12//QĐ"]
)
def test_no_number(raw: str) -> None:
    assert parse_number(raw) is None


@given(st.text(alphabet="0123456789/-–. \nQĐUBNDTgcpKHlOÐ_&…", max_size=40) | st.text(max_size=60))
def test_parsing_never_raises(raw: str) -> None:
    number = parse_number(raw)
    assert number is None or "/" in number.normalised or "-" in number.normalised


@given(st.text(max_size=80))
def test_character_repair_keeps_the_length(text: str) -> None:
    assert len(characters(text)) == len(text)


def test_names_and_aliases_lead_to_their_kind() -> None:
    for kind in doc_kinds():
        for name in kind.names:
            found = by_name(name.upper())
            assert found is not None
            assert found.abbr == kind.abbr


def test_names_are_not_claimed_twice() -> None:
    names = [n for kind in doc_kinds() for n in kind.names]
    assert len(names) == len(set(names)) == len(kind_names())


def test_names_are_not_found_across_other_words() -> None:
    assert [hit.abbr for hit in scan("đơn thư công dân; sổ văn thư công văn số 12/CV-VP").kinds] == ["CV"]


def test_abbreviation_and_family_lead_back() -> None:
    for kind in doc_kinds():
        for family in kind.families:
            assert by_abbr(kind.abbr, family) == kind


@pytest.mark.parametrize(
    ("code", "family", "abbr"),
    [("QĐ", None, "QĐ"), ("qđ", "party", "QĐ"), ("QD", None, "QĐ"), ("TBKL", None, "TB"), ("QĐi", "party", "QyĐ"),
     ("TTR", None, "TTr"), ("HNVB", None, "VBHN"), ("NC", None, None), ("NĐ", "party", None)],
)  # fmt: skip
def test_codes(code: str, family: str | None, abbr: str | None) -> None:
    kind = by_code(code, family)
    assert (kind.abbr if kind else None) == abbr


def test_issuer_codes_have_names_and_groups() -> None:
    assert all(
        name and group in ("state", "party", "mass_org", "historical") for name, group in issuer_codes().values()
    )
