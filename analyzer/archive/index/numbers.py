"""Document numbers as tokens, so that a number is found however much of it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.archive.words import GAP, plain, words
from analyzer.knowledge import doc_kinds

_SERIAL = re.compile(r"\d+[a-z]?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def parts_of(number: str) -> list[str]:
    """The plain tokens of a number from its serial on; empty where it has none.

    >>> parts_of("08/CT-UBND"), parts_of("107/2021/NĐ-CP"), parts_of("Số: không")
    (['8', 'ct', 'ubnd'], ['107', '2021', 'nd', 'cp'], [])
    """
    tokens = [plain(token) for token in words(number)]
    start = next((at for at, token in enumerate(tokens) if _SERIAL.fullmatch(token)), len(tokens))
    return tokens[start:]


def kind_token(kind: str, serial: str) -> str:
    """The token of a kind with a serial number: "chỉ thị 08".

    >>> kind_token("CT", "8")
    'νctν8'
    """
    return f"{GAP}{plain(kind.lower())}{GAP}{serial}"


def token(parts: Sequence[str]) -> str:
    """The token of a number or of its beginning.

    >>> token(["8", "ct", "ubnd"])
    'ν8νctνubnd'
    """
    return "".join(f"{GAP}{part}" for part in parts)


def tokens(number: str | None, kind: str | None) -> list[str]:
    """The tokens that a document's number is found by: its beginnings, with and without the year, and kind with serial.

    >>> tokens("08/CT-UBND", "CT")
    ['ν8νct', 'ν8νctνubnd', 'νctν8']
    >>> tokens("107/2021/NĐ-CP", None)
    ['ν107ν2021', 'ν107ν2021νnd', 'ν107ν2021νndνcp', 'ν107νnd', 'ν107νndνcp', 'νndν107', 'νndν107ν2021']
    """
    parts = parts_of(number) if number else []
    return sorted(dict.fromkeys(_tokens(parts, kind))) if parts else []


def _tokens(parts: list[str], kind: str | None) -> Iterator[str]:
    forms = [parts]
    year = parts[1] if len(parts) > 1 and _YEAR.fullmatch(parts[1]) else None
    if year:
        forms.append([parts[0], *parts[2:]])
    for form in forms:
        for end in range(2, len(form) + 1):
            yield token(form[:end])
    codes = {plain(kind.lower())} if kind else set()
    code = next((part for part in forms[-1][1:2]), None)
    if code and doc_kinds.by_code(code):
        codes.add(code)
    for found in codes:
        yield kind_token(found, parts[0])
        if year:
            yield kind_token(found, parts[0]) + f"{GAP}{year}"
