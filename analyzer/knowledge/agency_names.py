"""The full form of an agency's name: abbreviations written out, capitals put right."""

from __future__ import annotations

import re
from functools import cache

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.areas import UNITS
from analyzer.knowledge.data import read_tsv
from analyzer.knowledge.folding import fold
from analyzer.knowledge.provinces import provinces

_SPACES = re.compile(r"\s{1,1000}")
_LOWER = frozenset(["và", "các", "của", "về", "cấp"])


@cache
def _short_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["short"]: row["full"] for row in read_tsv("abbreviations.tsv")}
    words = "|".join(re.escape(s) for s in sorted(table, key=lambda s: -len(s)))
    return re.compile(rf"(?<![\w&-])(?:{words})(?![\w&])"), table


@cache
def _display() -> tuple[re.Pattern[str], dict[str, str]]:
    """Known names as they are capitalised, by folded form."""
    known: dict[str, str] = {}
    for province in provinces():
        known[fold(province.short)] = province.short
    for agency in Register.load().agencies:
        for name in (agency.name, *agency.aliases):
            if " " in name and not any(w.isupper() and len(w) > 1 for w in name.split()):
                known.setdefault(fold(name), name)
                head, _, rest = name.partition(" ")
                if head in ("Sở", "Bộ", "Phòng", "Ban", "Cục"):
                    known.setdefault(fold(rest), rest)
    for row in read_tsv("abbreviations.tsv"):
        known.setdefault(fold(row["full"]), row["full"])
    for number in ("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI"):
        known[number.lower()] = number
    words = "|".join(re.escape(w) for w in sorted(known, key=lambda w: -len(w)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), known


def spell_out(name: str) -> str:
    """A name with its abbreviations written out.

    >>> spell_out("VP UBND tỉnh"), spell_out("Sở GD&ĐT TP.HCM")
    ('Văn phòng Ủy ban nhân dân tỉnh', 'Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh')
    """
    pattern, table = _short_forms()

    def full(m: re.Match[str]) -> str:
        word = table[m.group()]
        follows = name[m.end() : m.end() + 1]
        return word + " " if m.group().endswith(".") and follows.isalnum() else word

    spelled = pattern.sub(full, name)
    return spelled.replace(" & ", " và ")


def proper_case(name: str) -> str:
    """A name written in capitals as it is written in running text; other names come back as they are.

    >>> proper_case("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"), proper_case("SỞ Y TẾ")
    ('Ủy ban nhân dân tỉnh Quảng Ngãi', 'Sở Y tế')
    """
    if not name.isupper() or " " not in name:
        return name  # a single word in capitals is an abbreviation
    lowered = name.lower()
    pattern, known = _display()
    folded = fold(lowered)
    pieces, at = [], 0
    for m in pattern.finditer(folded):
        pieces += [_unknown(lowered[at : m.start()]), known[m.group()]]
        at = m.end()
    pieces.append(_unknown(lowered[at:]))
    cased = "".join(pieces)
    return cased[:1].upper() + cased[1:]


def _unknown(words: str) -> str:
    """Words the register does not know: a unit of area stays small, what follows is taken for a proper name."""
    out, i = [], 0
    parts = re.split(r"( )", words)
    while i < len(parts):
        pair = "".join(parts[i : i + 3])
        if pair in UNITS:
            out.append(pair)
            i += 3
            continue
        word = parts[i]
        out.append(word if word in UNITS or word in _LOWER else word[:1].upper() + word[1:])
        i += 1
    return "".join(out)


def full_name(name: str) -> str:
    """A body's name as it is shown: abbreviations written out, capitals as in running text.

    >>> full_name("UBND TỈNH QUẢNG NGÃI"), full_name("các sở, UBND xã"), full_name("BQLKT"), full_name("BNV")
    ('Ủy ban nhân dân tỉnh Quảng Ngãi', 'các sở, Ủy ban nhân dân xã', 'BQLKT', 'Bộ Nội vụ')
    """
    if " " not in name and name.isupper():
        entries = Register.load().entries(name)
        if len({a.name for a in entries}) == 1:
            return entries[0].name
    spelled = spell_out(name)
    spelled = proper_case(spelled.upper() if name.isupper() and spelled != name else spelled)
    return re.sub(r"(?i)\b(thành phố) (?:thành phố|TP\.?) ", r"\1 ", spelled)
