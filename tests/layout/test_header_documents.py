"""Invented letterheads, closings and articles: what the header reader must make of each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analyzer.layout.header import Header, read_header
from tests.layout.header_cases import manuscript

CASES: list[dict[str, Any]] = [
    case
    for name in ("header_documents.toml", "header_articles.toml")
    for case in tomllib.loads((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))["case"]
]


def _found(header: Header, text: str) -> dict[str, Any]:
    signer = header.signer
    return {
        "source_kind": header.source_kind,
        "kind": header.kind,
        "number": header.number,
        "symbol": header.symbol,
        "issued_on": header.issued_on.isoformat() if header.issued_on else None,
        "year": header.year,
        "place": header.place,
        "issuer": header.issuer,
        "title": header.title,
        "addressees": [text[a.start : a.end] for a in header.addressees],
        "signer": signer.name if signer else None,
        "position": signer.position if signer else None,
        "capacity": signer.capacity if signer else None,
        "recipients": header.recipients,
        "urgency": header.urgency,
        "secrecy": header.secrecy,
        "article_date": header.article_date.isoformat() if header.article_date else None,
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_header(case: dict[str, Any]) -> None:
    text = case["text"].lstrip("\n")
    header = read_header(manuscript(text))
    found = _found(header, text)
    expected = {key: value for key, value in case.items() if key in found}
    assert {key: found[key] for key in expected} == expected
    assert not [key for key in case.get("none", []) if found[key]]
    assert set(case.get("warnings", [])) <= {note.code for note in header.warnings}
    if "body" in case:
        assert text[header.body_start :].startswith(case["body"])
    if "body_last" in case:
        assert text[: header.body_end].rstrip().endswith(case["body_last"])
    if "after_closing" in case:
        assert text[header.closings[0].end :].lstrip().startswith(case["after_closing"])


def test_enough_cases() -> None:
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)
