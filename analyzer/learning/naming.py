"""When two ways of writing mean the same organisation, number or recurrence, for evaluation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from analyzer.knowledge.data import read_toml

_NUMBER_ZEROS = re.compile(r"^0+(?=\d)")
_RRULE_PARTS = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY")
# One tone placement: hoà, uỷ are compared as hòa, ủy; after q the u is no vowel of the rhyme (quý).
_MARKED = {"o": "òóỏõọ", "u": "ùúủũụ"}
_SECOND_MARKED = {"oa": "àáảãạ", "oe": "èéẻẽẹ", "uy": "ỳýỷỹỵ"}
_TONES = {
    pair[0] + marked: _MARKED[pair[0]][tone] + pair[1]
    for pair, letters in _SECOND_MARKED.items()
    for tone, marked in enumerate(letters)
}
_LATE_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?!\w)")
_LEADING_PLURAL = re.compile(r"^(?:các|những)\s+")
_TRAILING = re.compile(r"\b(?:các|trực thuộc|trên địa bàn (?:tỉnh|thành phố)|tỉnh|thành phố)$")


def agency_key(name: str) -> str:
    """An organisation's name as compared: abbreviations written out, the title of its head and plurals left off.

    >>> agency_key("Chủ tịch UBND các huyện, thị xã"), agency_key("Uỷ ban nhân dân các huyện, thị xã")
    ('ủy ban nhân dân các huyện thị xã', 'ủy ban nhân dân các huyện thị xã')
    >>> agency_key("Chánh Văn phòng UBND tỉnh")
    'văn phòng ủy ban nhân dân'
    """
    key = unicodedata.normalize("NFC", name).lower().strip(" .;:,").replace("–", "-")
    key = _LATE_TONE.sub(lambda m: _TONES[m.group()], key)
    key = _without_title(" ".join(key.split()))
    pattern, full = _abbreviations()
    key = pattern.sub(lambda m: full[m.group()], key)
    key = key.replace("&", " và ").replace("thành phố thành phố", "thành phố")
    key = re.sub(r"[,;]", " ", re.sub(r" ?- ?", " - ", key))
    key = _TRAILING.sub("", _LEADING_PLURAL.sub("", key).strip())
    return " ".join(key.split())


def agency_words(name: str) -> set[str]:
    """The words of a name that count, however a list of names is divided."""
    return set(agency_key(name).split()) - {"-", "và"}


def number_key(number: str | None) -> str | None:
    """A document number as compared.

    >>> number_key("08 /ct-ubnd"), number_key(" ")
    ('8/CT-UBND', None)
    """
    if number is None:
        return None
    key = unicodedata.normalize("NFC", number).replace("–", "-").replace("—", "-").replace("Ð", "Đ")
    return _NUMBER_ZEROS.sub("", re.sub(r"\s+", "", key).upper()) or None


def rrule_key(rrule: str) -> str:
    """A recurrence as compared: parts in one order, twelve months as a year.

    >>> rrule_key("RRULE:INTERVAL=12;FREQ=MONTHLY")
    'FREQ=YEARLY'
    """
    pairs = (part.split("=", 1) for part in rrule.upper().replace("RRULE:", "").split(";") if "=" in part)
    parts = {name: value for name, value in pairs if name in _RRULE_PARTS}
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if parts.get("FREQ") == "MONTHLY" and parts.get("INTERVAL") == "12":
        del parts["INTERVAL"]
        parts["FREQ"] = "YEARLY"
    return ";".join(f"{name}={value}" for name, value in sorted(parts.items()))


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, list[str]] = read_toml("evaluation.toml")["abbreviations"]
    full = {short: name for name, shorts in table.items() for short in shorts}
    longest_first = sorted(full, key=len, reverse=True)
    words = "|".join(re.escape(short) if short.endswith(".") else re.escape(short) + r"\b" for short in longest_first)
    return re.compile(rf"\b(?:{words})"), full


@cache
def _titles() -> tuple[re.Pattern[str], dict[str, dict[str, Any]]]:
    titles: dict[str, dict[str, Any]] = read_toml("evaluation.toml")["titles"]
    words = "|".join(sorted(titles, key=len, reverse=True))
    address = "đồng chí |các đồng chí |ông |bà "
    return re.compile(rf"^(?:{address})?(?P<title>{words})(?: thường trực)?\s(?!ban\b)"), titles


def _without_title(key: str) -> str:
    pattern, titles = _titles()
    match = pattern.match(key)
    if not match:
        return key
    rest = key[match.end() :]
    title = titles[match["title"]]
    body: str = title["body"]
    if not body or any(
        re.match(re.escape(begin) + ("" if begin[-1] == " " else r"\b"), rest) for begin in title.get("keep", ())
    ):
        return rest
    return f"{body} {rest}"
