"""Issuing bodies by the code their numbers carry, for texts whose letterhead is missing.

A code says which body, never which province: every people's committee writes "UBND". A body of a territory is marked
``local``; its place must come from elsewhere in the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analyzer.knowledge import doc_kinds
from analyzer.knowledge.data import read_tsv

_YEAR = re.compile(r"(?:19|20)\d\d")
_LOCAL_NAMES = (
    "Sở ",
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Đoàn đại biểu",
    "Văn phòng Ủy ban nhân dân",
    "Tỉnh",
    "Huyện",
    "Đảng ủy",
)


class IssuerCode(NamedTuple):
    """A body named by a code; ``local`` when its place must be told elsewhere."""

    code: str
    name: str
    local: bool


@cache
def _codes() -> dict[str, IssuerCode]:
    table = {
        code.upper(): IssuerCode(
            code, name.replace("Chủ tịch Ủy ban", "Ủy ban"), name.startswith((*_LOCAL_NAMES, "Chủ tịch Ủy"))
        )
        for code, (name, _) in doc_kinds.issuer_codes().items()
    }
    for row in read_tsv("issuer_codes.tsv"):
        table[row["code"].upper()] = IssuerCode(row["code"], row["name"], row["local"] == "1")
    return table


@cache
def known_issuer_codes() -> frozenset[str]:
    """The codes of issuing bodies as they are spelled.

    >>> {"UBND", "TTg", "SNV"} <= known_issuer_codes()
    True
    """
    return frozenset(entry.code for entry in _codes().values())


def parts_of(symbol: str) -> list[str]:
    """The codes of a number or of what follows its serial, year and serial left out.

    >>> parts_of("12/2024/QĐ-UBND"), parts_of("/CT-TTg"), parts_of("39-CT/TU")
    (['QĐ', 'UBND'], ['CT', 'TTg'], ['CT', 'TU'])
    """
    parts = re.split(r"[/_-]", symbol)
    return [p for p in parts if p and not _YEAR.fullmatch(p) and not re.match(r"\d+[a-zđ]?(?:bis)?$", p, re.I)]


def kind_of_symbol(symbol: str) -> str | None:
    """The abbreviation of the kind a number names, "CV" for a number without one (a state letter), None without a code.

    >>> kind_of_symbol("18/CT-UBND"), kind_of_symbol("639/UBND-NC"), kind_of_symbol("64/2025/QH15")
    ('CT', 'CV', None)
    """
    parts = parts_of(symbol)
    if not parts or re.match(r"(?:QH|UBTVQH)\d", parts[0]):
        return None
    kind = doc_kinds.by_code(parts[0]) if len(parts) > 1 else None
    if kind is not None:
        return kind.abbr
    return "CV" if parts[0].upper() in _codes() else None


def issuer_of_symbol(symbol: str) -> IssuerCode | None:
    """The body a number names.

    >>> issuer_of_symbol("468/QĐ-TTg").name, issuer_of_symbol("2231/SNV-CCHC&PC").local
    ('Thủ tướng Chính phủ', True)
    >>> issuer_of_symbol("12/ABC-D") is None
    True
    """
    parts = parts_of(symbol)
    if len(parts) > 1 and doc_kinds.by_code(parts[0]) is not None:
        parts = parts[1:]
    return _codes().get(parts[0].upper()) if parts else None
