"""Who issued a document, as far as its card or a citation tells: the level, the province, the area, the body.

Numbers such as 08/CT-UBND are given out in every province, district and commune, so that a number means something
only together with its issuer. What a citation leaves unsaid ("UBND tỉnh") its document's own issuer tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from analyzer.archive.graph.model import Level
from analyzer.archive.graph.words import vocabulary
from analyzer.knowledge import doc_kinds
from analyzer.knowledge.agencies import Agency, Register
from analyzer.knowledge.agency_names import full_name
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold, key, nfc
from analyzer.knowledge.issuer_codes import issuer_of_symbol, parts_of
from analyzer.knowledge.provinces import Province, by_id
from analyzer.pipes.agencies.resolving import resolve
from analyzer.pipes.agencies.setting import Setting, issuer_of, setting_of
from analyzer.pipes.mentions import AgencyMention

_ASSEMBLY: Final = re.compile(r"(?P<code>QH|UBTVQH)\d{0,2}\Z")
_TERM: Final = re.compile(r"(?i),? khóa [ivx\d]{1,6}\Z")
_BY_LEVEL: Final[dict[str | None, Level]] = {
    "central": "ministry",
    "province": "province",
    "district": "district",
    "commune": "commune",
}
#: On these levels there is one body of a name in the country.
_CENTRAL: Final[frozenset[Level]] = frozenset({"national", "government", "ministry"})


@dataclass(frozen=True, slots=True)
class Office:
    """An issuer. ``agency`` is its name in the register, ``area`` the key of its area below the province, ``name`` its
    name in full, as far as it is known.

    ``told`` is False where the level was taken from the citing document, for want of other words.
    """

    level: Level = "unknown"
    party: bool = False
    agency: str | None = None
    province: Province | None = None
    area: str = ""
    told: bool = True
    name: str | None = field(default=None, compare=False)

    @property
    def central(self) -> bool:
        """Whether its numbers are given out once in the country."""
        return self.told and self.level in _CENTRAL


def agree(cited: Office, held: Office) -> bool | None:
    """Whether the issuer that a citation names may be the one of a document: None where too little is told.

    >>> hue = office_of("Ủy ban nhân dân thành phố Huế", None, None, "", "8/CT-UBND", date(2025, 3, 1))
    >>> da_nang = office_of("UBND thành phố Đà Nẵng", None, None, "", "8/CT-UBND", date(2025, 3, 1))
    >>> agree(hue, hue), agree(hue, da_nang), agree(hue, office_of(None, None, None, "", "8/CT-UBND", None))
    (True, False, None)
    """
    if cited.central and held.central:
        return True
    if cited.told and held.told and "unknown" not in (cited.level, held.level) and cited.level != held.level:
        return False
    if cited.area and held.area and cited.area != held.area:
        return False
    if cited.level == held.level == "department" and cited.agency and held.agency and cited.agency != held.agency:
        return False
    same = same_province(cited.province, held.province)
    if not same:
        return same
    below = held.level in ("district", "commune") or cited.level in ("district", "commune")
    return True if cited.told and held.told and (not below or (cited.area and held.area)) else None


def same_province(one: Province | None, other: Province | None) -> bool | None:
    """Whether two provinces are the same, also under one name before and after a merger.

    None where one is not known, or became part of the other.
    """
    if one is None or other is None:
        return None
    if one.id == other.id or one.short == other.short:
        return True
    return None if one.id in other.successors or other.id in one.successors else False


@lru_cache(maxsize=16384)
def office_of(
    issuer: str | None, agency: str | None, province: str | None, area: str, number: str | None, issued_on: date | None
) -> Office:
    """The issuer of a document of the archive: its name, its identifiers in the registers, its area.

    >>> office = office_of("Sở Y tế tỉnh Gia Lai", "so-y-te", "p63-64", "", "12/KH-SYT", date(2024, 3, 1))
    >>> office.level, office.province.short, office_of("Chính phủ", "chinh-phu", None, "", "76/NQ-CP", None).level
    ('department', 'Gia Lai', 'government')
    """
    place = _province(province)
    entry = Register.load().get(agency) if agency else None
    if entry is None and issuer:
        found = resolve(AgencyMention(0, 0, issuer, "registered"), setting_of(issuer, None, issued_on), _on(issued_on))
        entry = Register.load().get(found.id) if found.id else None
        place = place or found.province
        area = area or found.area or ""
    if entry is not None:
        return Office(_level_of(entry), _party(entry, number), entry.name, place, key(area))
    by_number = _of_number(number, None, place)
    if by_number.level != "unknown" or not issuer:
        return by_number
    return Office(_BY_LEVEL.get(issuer_of(issuer, issued_on).level, "unknown"), by_number.party, None, place, key(area))


@lru_cache(maxsize=65536)
def cited_office(issuer: str | None, kind: str | None, number: str | None, citing: Citing) -> Office:
    """The issuer of a document that is cited, in the setting of the one that cites it.

    >>> citing = Citing("Ủy ban nhân dân tỉnh Gia Lai", "p63-64", date(2024, 3, 1), "province")
    >>> found = cited_office("UBND tỉnh", None, "8/CT-UBND", citing)
    >>> found.level, found.province.short, cited_office(None, "L", None, citing).level
    ('province', 'Gia Lai', 'national')
    """
    by_number = _of_number(number, citing, _province(citing.province))
    if kind in vocabulary()["kinds"]["national"]:
        return Office("national", name=doc_kinds.issuer_codes()["UBTVQH" if kind == "PL" else "QH"][0])
    name = _body(issuer) if issuer else None
    if not name or by_number.central:
        return replace(by_number, name=by_number.name or name) if name else by_number
    found = resolve(AgencyMention(0, 0, name, "registered"), citing.setting, _on(citing.issued_on))
    entry = Register.load().get(found.id) if found.id else None
    if entry is None:
        level = _BY_LEVEL.get(issuer_of(name, citing.issued_on).level, "unknown")
        if level == "unknown":
            return replace(by_number, name=full_name(name))
        return Office(level, by_number.party, None, found.province, name=full_name(name))
    area = key(found.area or "")
    return Office(_level_of(entry), _party(entry, number), entry.name, found.province, area, name=found.name)


@dataclass(frozen=True, slots=True)
class Citing:
    """What a citing document tells of those it cites without saying more: its issuer, province and day."""

    issuer: str | None
    province: str | None
    issued_on: date | None
    level: Level

    @property
    def setting(self) -> Setting:
        """The setting in which bodies are named in it."""
        return _setting(self.issuer, self.province, self.issued_on)


@lru_cache(maxsize=16384)
def _setting(issuer: str | None, province: str | None, issued_on: date | None) -> Setting:
    place = _province(province)
    return setting_of(issuer, place.name if place else None, issued_on)


def _province(province: str | None) -> Province | None:
    """The province of an id; None for one that another version of the register had."""
    try:
        return by_id(province) if province else None
    except KeyError:
        return None


def _of_number(number: str | None, citing: Citing | None, province: Province | None) -> Office:
    """What the codes of a number tell. A body of a territory is taken to be of the citing document's province."""
    codes, parts = vocabulary()["codes"], parts_of(number) if number else []
    if number and number.startswith(tuple(codes["standards"])):
        return Office("ministry")
    for at, part in enumerate(parts[:2]):
        assembly = _ASSEMBLY.match(part)
        code = assembly["code"] if assembly else part
        for level in ("national", "government", "ministry", "province", "department", "district"):
            if code in codes[level] and (at or len(parts) == 1 or assembly):
                party = code in codes["party"]
                place = None if level in _CENTRAL else province
                body = None if party else doc_kinds.issuer_codes().get(code)
                return Office(level, party, None, place, name=body[0] if body and place is None else None)
    code = parts[1] if len(parts) > 1 else parts[0] if parts else ""
    if any(part in codes["local"] for part in parts[:2]):
        level = _own_level(citing) if citing else "unknown"
        return Office(level, code in codes["party"], None, province, told=False)
    found = issuer_of_symbol(number) if number else None
    if found is None:
        return Office("unknown", False, None, province, told=False)
    if not found.local:
        entries = Register.load().entries(found.name)
        level = _level_of(entries[0]) if entries else "ministry"
        return Office(level, code in codes["party"], name=found.name)
    if found.name.startswith("Sở "):
        shown = f"{found.name} {province.name}" if province else found.name
        return Office("department", False, None, province, name=shown)
    return Office("unknown", code in codes["party"], None, province, told=False)


def _own_level(citing: Citing) -> Level:
    """The level of a committee that a document names by "UBND" alone: districts and communes mean their own, others
    that of the province."""
    return citing.level if citing.level in ("district", "commune") else "province"


def _level_of(entry: Agency) -> Level:
    """The level of a body of the register."""
    for rule in _rules():
        fits = entry.id in rule["ids"] if "ids" in rule else rule["level"] == entry.level
        if fits and rule.get("kind") in (None, entry.kind):
            level: Level = rule["rung"]
            return level
    return "unknown"


@cache
def _rules() -> tuple[dict[str, Any], ...]:
    return tuple(vocabulary()["issuer"])


def _party(entry: Agency, number: str | None) -> bool:
    """Whether the body is one of the Party."""
    party: list[str] = vocabulary()["codes"]["party"]
    if entry.kind == "party" or entry.level == "party_central":
        return True
    return any(part in party for part in parts_of(number)[1:2]) if number else False


@cache
def _titles() -> re.Pattern[str]:
    words = sorted(read_toml("titles.toml")["before"], key=len, reverse=True)
    return re.compile(r"(?:" + "|".join(map(re.escape, words)) + r")(?:, | và | )(?=\w)")


def _body(issuer: str) -> str:
    """The body of an issuer that is named by its head's title, without the number of its term.

    >>> _body("Bộ trưởng Bộ Nội vụ"), _body("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"), _body("Quốc hội khóa XV")
    ('Bộ Nội vụ', 'Văn phòng Chính phủ', 'Quốc hội')
    """
    name = _TERM.sub("", " ".join(nfc(issuer).split()).strip(" .;:,"))
    for _ in range(3):
        title = _titles().match(fold(name))
        if title is None or Register.load().entries(name):
            break
        name = name[title.end() :]
    return name


def _on(day: date | None) -> date:
    return day or date.today()
