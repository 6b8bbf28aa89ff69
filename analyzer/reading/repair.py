"""Repair of letters and hyphens in a line of clean text: what the text shows or must have had, where that is certain.

The repaired text is the canonical text, so that offsets count in it. Tone placement ("hoà", "hòa") is no damage and
stays as written; looking up folds it. See ``analyzer/knowledge/data/repairs.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.doc_kinds import doc_kinds
from analyzer.knowledge.issuer_codes import known_issuer_codes

# Fullwidth letters, digits and the signs of numbers, as East Asian keyboards give them.
_FULLWIDTH = re.compile("[Ａ-Ｚａ-ｚ０-９／－．：％]")
_SHIFT = 0xFEE0
_ODD = re.compile("[\u00d0\u00f0\u0189\u0256\u0370-\u03ff\u0400-\u04ff\uff05-\uff5a]")
_WORD = re.compile(r"[^\W_]+")
_SYMBOL = re.compile(r"(?<!\w)\d{1,6}[/-][^\W_]{1,12}(?:[/-][^\W_]{1,12}){0,4}")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NOT_LATIN = re.compile("[\u0370-\u04ff]")
_EIGHT_DIGITS = re.compile(r"[12]\d{7}")


@cache
def _data() -> dict[str, Any]:
    return read_toml("repairs.toml")


@cache
def _letters(which: str) -> dict[int, str]:
    listed = str(_data()["letters"][which]).split()
    return str.maketrans(dict(zip(listed[::2], listed[1::2], strict=True)))


@cache
def _symbol() -> re.Pattern[str]:
    """Kind and body run together behind the slash of a number."""
    lost = _data()["lost_hyphens"]
    codes = {code for kind in doc_kinds() for code in kind.codes} | known_issuer_codes() | set(lost["never"])
    joined = {kind + body for kind in lost["kinds"].split() for body in lost["bodies"].split()} - codes
    return re.compile(rf"/(?:{'|'.join(sorted(joined, key=len, reverse=True))})(?![\w&/-])")


@cache
def _split() -> re.Pattern[str]:
    lost = _data()["lost_hyphens"]
    kinds = sorted(lost["kinds"].split(), key=len, reverse=True)
    return re.compile(f"({'|'.join(kinds)})({'|'.join(lost['bodies'].split())})")


@cache
def _period() -> re.Pattern[str]:
    words = "|".join(_data()["lost_hyphens_of_years"]["words"])
    return re.compile(rf"(?<!\w)(?:{words})\s{{1,3}}((?:19|20)\d\d)((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def repair(text: str) -> tuple[str, int]:
    """The text with look-alike letters and lost hyphens put right, and how many characters that took.

    >>> repair("Công văn số 16495/B\\u0422\\u0421 ngày 12; 12/QÐUBND giai đoạn 20112020")
    ('Công văn số 16495/BTC ngày 12; 12/QĐ-UBND giai đoạn 2011-2020', 5)
    >>> repair("Москва, Ελλάδα, 5 μm")
    ('Москва, Ελλάδα, 5 μm', 0)
    """
    count = 0
    if not text.isascii() and _ODD.search(text):
        repaired = _fullwidth(text.translate(_letters("always")))
        if _NOT_LATIN.search(repaired):
            repaired = _among_latin(repaired)
        count = sum(a != b for a, b in zip(text, repaired, strict=True))
        text = repaired
    if "/" in text:
        text, found = _symbol().subn(_with_hyphen, text)
        count += found
    if _EIGHT_DIGITS.search(text):
        before = len(text)
        text = _period().sub(_with_dash, text)
        count += len(text) - before
    return text, count


def _fullwidth(text: str) -> str:
    return _FULLWIDTH.sub(lambda m: chr(ord(m[0]) - _SHIFT), text)


def _among_latin(text: str) -> str:
    """Look-alikes of other scripts in words with Latin letters and in numbers; other words are left alone."""
    table = _letters("among_latin")

    def translated(match: re.Match[str]) -> str:
        found = match[0]
        is_meant = all(ord(c) in table for c in _NOT_LATIN.findall(found))
        return found.translate(table) if is_meant and (found[0].isdigit() or _LATIN.search(found)) else found

    return _WORD.sub(translated, _SYMBOL.sub(translated, text))


def _with_hyphen(match: re.Match[str]) -> str:
    parts = _split().fullmatch(match[0][1:])
    return f"/{parts[1]}-{parts[2]}" if parts else match[0]


def _with_dash(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    if not first < last <= first + int(_data()["lost_hyphens_of_years"]["most"]):
        return match[0]
    at = match.start(2) - match.start()
    return f"{match[0][:at]}-{match[0][at:]}"
