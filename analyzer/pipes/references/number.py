"""Number and symbol of a document: "36/2021/QĐ-TTg", "39-CT/TU", "1235/UBND-KSTT".

A slash before the hyphen marks the state's form, a hyphen before the slash the Party's; a year segment marks a legal
document; a symbol without a kind's code is that of a letter (Nghị định 30/2020/NĐ-CP annex I, Hướng dẫn 36-HD/VPTW).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analyzer.knowledge.doc_kinds import by_code, canonical_code, issuer_codes
from analyzer.knowledge.folding import Characters, plain_characters

UPPER: Final = "A-ZĐƯƠĂÂÊÔ"

# Letters of other scripts that look like Latin ones, other slashes and hyphens, and invisible characters. One for one:
# offsets stay.
_LOOK_ALIKES: Final = Characters(
    dict(zip("АВЕКМНОРСТХІЈЅУ", "ABEKMHOPCTXIJSY", strict=True))
    | dict(zip("аеорсхіј", "aeopcxij", strict=True))
    | dict.fromkeys("／⁄∕", "/")
    | dict.fromkeys("\u00ad\uff0d\ufe63\u2043\u2212", "-")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2005\u2008\u200a\u3000\r\v\f", " ")
)
_DIGIT_SLIPS: Final = str.maketrans("OolI", "0011")
_JOINT: Final = frozenset({"TTLT", "NQLT"})
_HISTORICAL: Final = frozenset(
    {"CP", "CT", "TTg"} | {c for c, (_, group) in issuer_codes().items() if group == "historical"}
)
_MASS_ORG: Final = re.compile(r"ĐTN|TLĐ|LĐLĐ|LHPN|\AHND|CCB|MTT[QW]")
_ASSEMBLY: Final = re.compile(r"(?:QH|UBTVQH)\d{0,2}\Z")

_LABEL: Final = re.compile(r"\A\s*số\s*:?\s*", re.I)
_SHAPE: Final = re.compile(
    r"(?P<serial>\d{1,3}\.\d{3}|[\dOolI]{0,6})(?P<suffix>bis|[A-Za-zĐđ])?(?P<first>[-/])"
    r"(?:(?P<year>(?:19|20)\d\d)(?P<second>[-/]))?(?P<codes>[^\s\-/]+(?:[-/][^\s\-/]+){0,5})\Z"
)
_LONGEST: Final = 120
_DIVIDER: Final = re.compile("[-/]")
_SPACED_SEPARATOR: Final = re.compile(r"\s?([-/])\s?")
_DRAFT: Final = re.compile(r"\A[.…\s]{1,60}(?=/)")
_LOST_SEPARATOR: Final = re.compile(rf"\A([\dOolI]{{1,6}})\s([{UPPER}])")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The parts of a number. ``serial`` is as printed but for misread digits, "" in a draft without a number.

    ``family``: cong_van, state_admin, state_norm, party, mass_org, historical. ``normalised`` is the key under which
    the same number in other spellings is found.
    """

    serial: str
    suffix: str | None
    year: int | None
    kind_code: str | None
    issuer_code: str | None
    unit: str | None
    family: str
    normalised: str


def characters(text: str) -> str:
    """The text with look-alike letters, slashes, hyphens and spaces made one kind; the length stays.

    >>> characters("45/QÐ–UВND")
    '45/QĐ-UBND'
    """
    return text if text.isascii() else _LOOK_ALIKES(plain_characters(text))


def parse_number(raw: str) -> DocumentNumber | None:
    """Parse a number with the tolerances of practice: spaces, lost or swapped separators, case, slips, misread digits.

    >>> parse_number("Số 07/2024-QĐ/UBND").normalised, parse_number("1961/QĐUBND").normalised
    ('07/2024/QĐ-UBND', '1961/QĐ-UBND')
    >>> number = parse_number("39 - CT/TU")
    >>> number.serial, number.kind_code, number.issuer_code, number.family
    ('39', 'CT', 'TU', 'party')
    >>> parse_number("1235/UBND-KSTT").unit, parse_number("24/24") is None, parse_number("01/5/2024") is None
    ('KSTT', True, True)
    """
    return _parsed(raw) if len(raw) <= _LONGEST else None


@lru_cache(maxsize=4096)  # a document cites the same ones again and again, and several steps ask
def _parsed(raw: str) -> DocumentNumber | None:
    text = " ".join(characters(unicodedata.normalize("NFC", raw)).replace("_", "-").split())
    text = _DRAFT.sub("", _LABEL.sub("", text))
    text = _SPACED_SEPARATOR.sub(r"\1", text)
    text = _LOST_SEPARATOR.sub(lambda m: m.group(1) + ("-" if "/" in text else "/") + m.group(2), text)
    shape = _SHAPE.match(text)
    if shape is None:
        return None
    serial, suffix = shape["serial"].replace(".", "").translate(_DIGIT_SLIPS), shape["suffix"]
    codes = _DIVIDER.split(shape["codes"])
    separators = _DIVIDER.findall(shape["codes"])
    year = int(shape["year"]) if shape["year"] else None
    year_last = year is None and len(codes) > 1 and re.fullmatch(r"(?:19|20)\d\d", codes[-1]) is not None
    if year_last:
        year = int(codes.pop())
        separators.pop()
    if not codes[0][0].isalpha() or not any(c.isalpha() for c in codes[-1]):
        return None
    head = serial + (suffix or "")
    dated = f"{head}/{year}" if year else head
    before = shape["second"] or shape["first"]
    return _typed(codes, separators, before, serial, suffix, year, dated) or _untyped(
        codes, separators, before, serial, suffix, year, dated
    )


def _typed(
    codes: list[str], separators: list[str], before: str, serial: str, suffix: str | None, year: int | None, dated: str
) -> DocumentNumber | None:
    """A number whose first code is that of a kind, the hyphen after it perhaps lost."""
    lost = _split_code(codes[0]) if before == "/" else None
    if lost is not None and canonical_code(codes[0]) is None:
        codes, separators = [*lost, *codes[1:]], ["-", *separators]
    kind = canonical_code(codes[0])
    if kind is None or (_ASSEMBLY.match(codes[0].upper()) and (year or len(codes) == 1)):
        return None
    issuers = [_issuer(c) for c in codes[1:]]
    if not issuers:
        family = "historical" if before == "-" else _state_family(kind, year)
        separator = "-" if before == "-" and not year else "/"
        return DocumentNumber(serial, suffix, year, kind, None, None, family, f"{dated}{separator}{kind}")
    if kind in _JOINT:
        issuer, unit = "-".join(issuers), None
    else:
        issuer, unit = issuers[0], "-".join(issuers[1:]) or None
    tail = f"{issuer}-{unit}" if unit else issuer
    mass = bool(_MASS_ORG.search(issuer)) and kind not in _JOINT
    if before == "-" and separators[0] == "/" and not year:
        return DocumentNumber(
            serial, suffix, None, kind, issuer, unit, "mass_org" if mass else "party", f"{dated}-{kind}/{tail}"
        )
    family = "mass_org" if mass else "historical" if issuer in ("UB", "HĐBT") else _state_family(kind, year)
    between = "/" if separators[0] == "/" and before == "/" else "-"
    return DocumentNumber(serial, suffix, year, kind, issuer, unit, family, f"{dated}/{kind}{between}{tail}")


def _untyped(
    codes: list[str], separators: list[str], before: str, serial: str, suffix: str | None, year: int | None, dated: str
) -> DocumentNumber | None:
    """Letters, acts of the National Assembly, and the short symbols used before 1997."""
    codes = [_issuer(c) for c in codes]
    written = codes[0] + "".join(s + c for s, c in zip(separators, codes[1:], strict=True))
    if year and _ASSEMBLY.match(codes[0]):
        kind = "QH" if codes[0].startswith("QH") else None
        return DocumentNumber(serial, suffix, year, kind, codes[0], None, "state_norm", f"{dated}/{written}")
    unit = "-".join(codes[1:]) or None
    family = "historical" if before == "-" or (unit is None and codes[0] in _HISTORICAL) else "cong_van"
    if year:
        family = "state_norm"
    normalised = f"{dated}{'/' if year else before}{written}"
    return DocumentNumber(serial, suffix, year, None, codes[0], unit, family, normalised)


def _state_family(kind: str, year: int | None) -> str:
    found = by_code(kind)
    normative = found is not None and found.families == ("state_norm",)
    return "state_norm" if year or normative else "state_admin"


def _split_code(code: str) -> tuple[str, str] | None:
    """ "QĐUBND" → QĐ, UBND: a kind's code grown together with a known issuer's."""
    upper = code.upper()
    if upper in _KNOWN_ISSUERS:
        return None
    for size in (4, 3, 2):
        if canonical_code(upper[:size]) and upper[size:] in _KNOWN_ISSUERS:
            return code[:size], code[size:]
    return None


_KNOWN_ISSUERS: Final = {code.upper(): code for code in issuer_codes()}
_SLIPS: Final = {"UBNĐ": "UBND", "HDND": "HĐND", "HĐNĐ": "HĐND", "HDNĐ": "HĐND", "BCD": "BCĐ", "QDI": "QĐi"}


def _issuer(code: str) -> str:
    """The usual spelling of an issuer's or unit's code."""
    upper = code.upper()
    upper = _SLIPS.get(upper, upper)
    if upper in _KNOWN_ISSUERS:
        return _KNOWN_ISSUERS[upper]
    return upper if code.islower() else code
