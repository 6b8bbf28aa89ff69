"""What a document tells of itself that decides which bodies it means: its date, its issuer, its province."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from analyzer.knowledge.areas import UNITS
from analyzer.knowledge.folding import fold, nfc
from analyzer.knowledge.provinces import Province, candidates
from analyzer.pipes.agencies.lexicon import lexicon
from analyzer.pipes.agencies.readings import Reading, read_name

IssuerLevel = Literal["central", "province", "district", "commune"]
_NATION = re.compile(r"(?<!\w)(?:trung ương|quốc gia|việt nam|chính phủ|bộ|quốc hội)(?!\w)")
_COMMITTEES = ("ubnd-tinh", "hdnd-tinh", "tinh-uy")
_CAPITAL = "Hà Nội"  # date lines of central bodies name it, too
_PLACE = re.compile(r"(?<!\w)(?P<unit>tỉnh|thành phố|tp\.?|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu) (?P<name>\S+)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the document tells: when it was issued, by whom, and for which province it speaks.

    ``provinces`` are all that the issuer's province may be: before and after a merger where the date is not known.
    """

    issued_on: date | None = None
    issuer: str | None = None
    province: Province | None = None
    provinces: tuple[Province, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuer's level, None where unknown; ``area`` is its own area below the province.

    ``ids`` are the entries of the register that bear its name.
    """

    level: IssuerLevel | None = None
    area: str | None = None
    party: bool = False
    ids: frozenset[str] = frozenset()


def setting_of(issuer: str | None, place: str | None, issued_on: date | None, named: Iterable[str] = ()) -> Setting:
    """The setting of a document with this issuer, place of the date line and day of issue.

    A province comes from the issuer's own name, else from the date line; for a local issuer that names none it is the
    one whose committee the document names, where ``named`` (names of bodies in its text) has just one. Numbers of
    documents decide nothing: "UBND" names no province.

    >>> found = setting_of("Ủy ban nhân dân tỉnh Quảng Bình", "Quảng Bình", date(2024, 3, 5))
    >>> found.province.id, setting_of("Bộ Nội vụ", "Hà Nội", date(2024, 3, 5)).province
    ('p63-44', None)
    """
    office = issuer_of(issuer, issued_on)
    words = _province_words(issuer, office, place, named)
    found = candidates(words, issued_on) if words and office.level != "central" else ()
    return Setting(issued_on, issuer, found[0] if len(found) == 1 else None, found)


@lru_cache(maxsize=4096)
def issuer_of(name: str | None, issued_on: date | None) -> Issuer:
    """The level and area of an issuer.

    >>> found = issuer_of("Phòng Nội vụ huyện Bố Trạch", None)
    >>> found.level, found.area, found.ids
    ('district', 'huyện Bố Trạch', frozenset({'phong-noi-vu'}))
    >>> issuer_of("Thanh tra Bộ Y tế", None).level, issuer_of("Ban Tổ chức Tỉnh ủy Gia Lai", None).level
    ('central', 'province')
    """
    if not name:
        return Issuer()
    reading = read_name(name)
    ids = frozenset(a.id for a in reading.entries)
    if not reading.entries:
        reading = _inner(name) or reading
    party = any(a.kind == "party" or "uy" in a.id.split("-") for a in reading.entries)
    if not reading.entries:
        return _by_words(name, issued_on)
    level = _level(reading, issued_on)
    area = reading.area if level in ("district", "commune") and reading.kind == "named" else None
    return Issuer(level, area, party, ids)


def _level(reading: Reading, issued_on: date | None) -> IssuerLevel | None:
    if reading.level is not None and reading.level != "region":
        return city_level(reading, issued_on)
    areas = {a.area for a in reading.entries}
    if None in areas:
        return "central"
    only = areas.pop()
    return None if areas else only  # type: ignore[return-value]


def city_level(reading: Reading, on: date | None) -> Literal["province", "district", "commune"] | None:
    """The level of a named area, the day decides of a city: "thành phố Huế" was one of a province before 2025."""
    if reading.level == "region" or reading.level is None:
        return None
    if reading.area and fold(reading.area).startswith(("thành phố ", "tp")) and reading.kind == "named":
        found = candidates(reading.area, on)
        central = any(p.valid_on(on) if on else p.valid_to is None for p in found)
        return "province" if central else "district"
    return reading.level


def _inner(name: str) -> Reading | None:
    """The registered body that an unregistered one is part of: "Văn phòng Sở Y tế tỉnh A"."""
    lex = lexicon()
    flat = nfc(name)
    low = fold(flat)
    for m in lex.scan.finditer(low):
        if m.start() and lex.entries[m.group()].role == "body":
            found = read_name(flat[m.start() :])
            if found.entries:
                return found
    return None


def _by_words(name: str, issued_on: date | None) -> Issuer:
    """The level of an unregistered issuer by the area it names."""
    folded = fold(nfc(name))
    places = list(_PLACE.finditer(folded))
    if places:
        first = places[0]
        level = UNITS[first["unit"]]
        area = nfc(name)[first.start() :].split(",")[0]
        if level == "province":
            level = city_level(Reading(area=area, level="province", kind="named"), issued_on) or level
        if level != "region":
            return Issuer(level, area if level in ("district", "commune") else None)
    return Issuer("central") if _NATION.search(folded) else Issuer()


def _province_words(issuer: str | None, office: Issuer, place: str | None, named: Iterable[str]) -> str | None:
    """The words that name the issuer's province."""
    if office.level == "central":
        return None
    if issuer:
        reading = read_name(issuer)
        if not reading.entries:
            reading = _inner(issuer) or reading
        words = reading.province
        if words and not (office.level == "district" and words == office.area):
            return words
    if place and candidates(place) and not _is_own(place, office) and (office.level or not place.endswith(_CAPITAL)):
        return place
    if office.level is None:
        return None
    told = {r.province for r in map(read_name, named) if r.province and _is_committee(r)}
    return told.pop() if len(told) == 1 else None


def _is_own(place: str, office: Issuer) -> bool:
    """Whether the date line names the issuer's own area, "Quảng Ninh" in a document of UBND huyện Quảng Ninh.

    A city or town that bears a province's name lies in that province.
    """
    if office.area is None or not fold(office.area).endswith(fold(place)):
        return False
    return not fold(office.area).startswith(("thành phố", "thị xã", "tp"))


def _is_committee(reading: Reading) -> bool:
    return reading.kind == "named" and any(a.id in _COMMITTEES for a in reading.entries) and reading.level == "province"
