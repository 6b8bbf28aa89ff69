"""A body's name taken apart: the entries of the register it may be, and the area behind it.

"UBND xã Trà Giang, huyện Sơn Tịnh, tỉnh Quảng Ngãi" is "UBND" of a commune, with the district and the province it
lies in. No date and no setting count here, so that one reading of a name serves every document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from analyzer.knowledge.agencies import Agency, Register
from analyzer.knowledge.areas import SURNAME, UNITS, AreaItem, AreaKind, Level, lies_in, parse_area
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import FoldedText, fold, nfc
from analyzer.knowledge.provinces import names_pattern
from analyzer.pipes.agencies.lexicon import lexicon

_WORDS = read_toml("agency_readings.toml")
_OWNER = re.compile(r" (?:của|thuộc) (?:quốc hội|chính phủ|thủ tướng chính phủ|đảng|tỉnh ủy|thành ủy)$")
_LINK = re.compile(r"(?:,| -| của| thuộc| tại)? \(?")
_COMMITTEE = re.compile(r"(?P<unit>tỉnh|huyện|quận|thị|thành) ủy$")
_COMMITTEE_UNITS = {"tỉnh": "tỉnh", "huyện": "huyện", "quận": "quận", "thị": "thị xã", "thành": "thành phố"}
_NUMBERED = ("khu vực", "cơ sở")  # bodies that have a number behind these words: "Thuế cơ sở 3"
_NUMBER = re.compile(r" (?:số )?(?:\d{1,2}|[ivx]{1,5})(?!\w)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name says. ``area`` is the body's own area as written, ``province`` the province named with it.

    ``kind`` tells a named area ("huyện Bố Trạch") from one that is only of a kind ("tỉnh") or a class ("các xã").
    ``family`` is set where the register holds only what bodies like it are.
    """

    entries: tuple[Agency, ...] = ()
    area: str | None = None
    level: Level | None = None
    kind: AreaKind | None = None
    province: str | None = None
    parents: tuple[str, ...] = ()
    family: bool = False


@lru_cache(maxsize=16384)
def read_name(name: str) -> Reading:
    """The reading of a name; without entries where the register does not hold it.

    >>> found = read_name("UBND huyện Bố Trạch, tỉnh Quảng Bình")
    >>> sorted(a.id for a in found.entries), found.area, found.level, found.province
    (['ubnd-huyen', 'ubnd-tinh', 'ubnd-xa'], 'huyện Bố Trạch', 'district', 'tỉnh Quảng Bình')
    >>> read_name("Sở Nội vụ").province, read_name("Công ty Điện lực tỉnh Gia Lai").province
    (None, 'tỉnh Gia Lai')
    """
    text = FoldedText(nfc(name).strip(" .;:,"))
    end, entries = _head(text)
    if not entries:
        return Reading(province=province_in(name))
    if end == len(text.low) or _OWNER.match(text.low, end):
        return Reading(entries)
    own = _area(text, end)
    if own is None:
        titled = entries[0].kind == "title"  # a person's name stands behind it
        return Reading(entries) if titled else Reading(province=province_in(name))
    owner = _COMMITTEE.search(text.low, 0, end)
    words, level = own.words.split(", ")[0] if own.within else own.words, own.level
    if owner and own.kind == "named":  # committees say the area's unit in their own name: "Huyện ủy Bố Trạch"
        unit = _COMMITTEE_UNITS[owner["unit"]]
        words = words if fold(words).startswith(tuple(UNITS)) else f"{unit} {words}"
        level = "province" if unit in ("tỉnh", "thành phố") else "district"
        if unit == "thành phố":  # of a city that is a province's, too
            entries = (*entries, *Register.load().entries(f"{text.flat[: owner.start()]}Huyện ủy"))
    parents = tuple(i.words for i in own.within)
    named = [i.words for i in own.within if i.level == "province"]
    province = words if level == "province" and own.kind == "named" else named[0] if named else None
    return Reading(entries, words, level, own.kind, province, parents)


def _head(text: FoldedText) -> tuple[int, tuple[Agency, ...]]:
    """Where the body's own name ends, and the entries of that name."""
    lex = lexicon()
    m = lex.scan.match(text.low, 0)
    while m is not None:
        entry = lex.entries[m.group()]
        if entry.role == "body":
            # the register's keys take in spellings that the list of the pipe keeps apart, and the other way about
            more = Register.load().entries(text.flat[: m.end()])
            number = _NUMBER.match(text.low, m.end()) if m.group().endswith(_NUMBERED) else None
            return (number or m).end(), tuple(dict.fromkeys([*entry.agencies, *more]))
        cut = m.group().rfind(" ")
        m = lex.scan.fullmatch(text.low, 0, cut) if cut > 0 else None
    return 0, ()


def _area(text: FoldedText, end: int) -> AreaItem | None:
    """The area behind the name with those it lies in; None where other words stand there, or several areas."""
    link = _LINK.match(text.low, end)
    area = parse_area(text, link.end()) if link else None
    if area is None:
        place = text.flat[end + 1 :]
        if text.low.endswith(" ủy", 0, end) and text.low.startswith(" ", end) and place[:1].isupper():
            return AreaItem(end + 1, len(text.flat), place, "district", "named")
        return None
    own = area.items[0]
    while own.end < len(text.low) and text.low[own.end :] != ")":
        link = _LINK.match(text.low, own.end)
        area = parse_area(text, link.end()) if link else None
        if area is None or not lies_in(own, area.items[0]):
            return None
        own = replace(own, end=area.end, within=(*own.within, area.items[0], *area.items[0].within))
    return own


@cache
def _province_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<unit>(?:tỉnh|thành phố|tp\.?) ?)?{names_pattern()}|(?<!\w)tp\.? ?(?:hcm|hn)(?!\w)")


_PERSON = "hồ chí minh"
_NO_PLACE = re.compile(r"(?:công ty|tổng công ty|tập đoàn|doanh nghiệp|ngân hàng|hợp tác xã)(?!\w)")


@lru_cache(maxsize=4096)
def province_in(name: str) -> str | None:
    """The one province a name names at its end or with its unit; None where there is none, or several.

    >>> province_in("Báo Quảng Ngãi"), province_in("Bảo tàng Hồ Chí Minh"), province_in("Công ty Hòa Bình")
    ('Quảng Ngãi', None, None)
    """
    text = FoldedText(nfc(name))
    found = []
    for m in _province_words().finditer(text.low):
        begin = m.end("unit") if m["unit"] else m.start()
        if not text.flat[begin].isupper():
            continue
        if m["unit"] is None and (text.low.startswith(_PERSON, begin) or _is_given_name(text, begin)):
            continue
        at_end = m.end() == len(text.low) and m.start() > 0 and not _NO_PLACE.match(text.low)
        if m["unit"] or at_end or m.group().startswith("tp"):
            found.append(text.flat[m.start() : m.end()])
    return found[0] if len(set(found)) == 1 else None


def _is_given_name(text: FoldedText, begin: int) -> bool:
    """Whether a family name stands before: "Nguyễn Hòa Bình" is no province."""
    before = text.flat.rfind(" ", 0, max(0, begin - 1)) + 1
    return SURNAME.match(text.flat, before) is not None


@cache
def _families() -> tuple[tuple[re.Pattern[str], bool, Agency], ...]:
    """How the names of a family begin, whether only the province may follow, and its entry."""
    register = Register.load()
    return tuple(
        (re.compile(row["begins"]), row.get("alone", False), body)
        for row in _WORDS["families"]
        if (body := register.get(row["id"]))
    )


@lru_cache(maxsize=4096)
def family(name: str) -> Reading | None:
    """The reading of a name that a province gives to a body every province has; None where it is of no such family.

    >>> found = family("Ban Quản lý Khu công nghệ cao và các khu công nghiệp Gia Lai")
    >>> found.entries[0].id, found.province, family("Báo Gia Lai").entries[0].id, family("Báo Lao động")
    ('ban-quan-ly-cac-khu-cong-nghiep-tinh', 'Gia Lai', 'bao-tinh', None)
    """
    low = fold(nfc(name))
    for begins, alone, body in _families():
        m = begins.match(low)
        if m is None:
            continue
        province = province_in(name)
        if alone and (province is None or low != m.group() + fold(province)):
            continue
        if province is None:
            return Reading((body,), family=True)
        return Reading((body,), province, "province", "named", province, family=True)
    return None


@lru_cache(maxsize=4096)
def shared_heads(name: str) -> tuple[Agency, ...]:
    """The entries a name may be short for that leaves out the head: "KH&ĐT", "Nội vụ".

    >>> sorted({a.id.split("-")[0] for a in shared_heads("KH&ĐT")}), shared_heads("Cây xanh")
    (['bo', 'so'], ())
    """
    entries = Register.load().entries
    return tuple(dict.fromkeys(a for head in _WORDS["heads"] for a in entries(f"{head} {name}")))


@lru_cache(maxsize=4096)
def boards(name: str) -> tuple[Agency, ...]:
    """The Party bodies a name may be short for that leaves out the committee: "Ban Tổ chức", "Văn phòng".

    >>> {a.area for a in boards("Ban Tổ chức")} >= {None, "province"}, boards("Ban Quản lý")
    (True, ())
    """
    if fold(name) not in _WORDS["boards"]:
        return ()
    entries = Register.load().entries
    return tuple(dict.fromkeys(a for owner in _WORDS["owners"] for a in entries(f"{name} {owner}")))
