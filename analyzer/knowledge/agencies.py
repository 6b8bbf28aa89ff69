"""The register of agencies: who they are, how they are written, and since and until when.

Data: ``data/agencies.json``. Two agencies may bear one name at different times (Bộ Nội vụ before and after 1 March
2025), and one entry may stand for many bodies, one an area ("Sở Nội vụ" of every province; ``area`` says of what).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from analyzer.knowledge.areas import AreaItem, parse_area
from analyzer.knowledge.data import read_json
from analyzer.knowledge.folding import FoldedText, key, nfc, slug
from analyzer.knowledge.provinces import Province, by_name, provinces

_BY_PROVINCE = ("ubnd-tinh", "hdnd-tinh", "tinh-uy")  # bodies whose id names their province


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation for a stretch of time.

    ``area`` is the level of the area it belongs to (province, district, commune), None for a body there is one of.
    ``valid_from`` and ``valid_to`` are its first and last day, None where open or unknown.
    """

    id: str
    name: str
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    level: str = "central"
    kind: str = "unit"
    area: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    note: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether the agency existed on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def _agency(row: dict[str, Any]) -> Agency:
    days = {k: date.fromisoformat(row[k]) if row[k] else None for k in ("valid_from", "valid_to")}
    lists = {k: tuple(row[k]) for k in ("abbreviations", "aliases", "successors", "predecessors")}
    return Agency(**{**row, **days, **lists})


class Register:
    """Look-up by name and by id. ``Register.load()`` gives the one of the package."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.agencies = tuple(agencies)
        self._ids = {a.id: a for a in self.agencies}
        self._keys: dict[str, list[Agency]] = {}
        for agency in self.agencies:
            for name in (agency.name, *agency.aliases, *agency.abbreviations):
                found = self._keys.setdefault(key(name), [])
                if agency not in found:
                    found.append(agency)

    @staticmethod
    def load() -> Register:
        """The register of the package."""
        return _load()

    def get(self, agency_id: str) -> Agency | None:
        """The agency of an id; an id with a province ("ubnd-tinh-quang-ngai") gives the entry it was made from."""
        if agency_id in self._ids:
            return self._ids[agency_id]
        for prefix, general in (
            ("ubnd-", "ubnd-tinh"),
            ("hdnd-", "hdnd-tinh"),
            ("tinh-uy-", "tinh-uy"),
            ("thanh-uy-", "tinh-uy"),
        ):
            if agency_id.startswith(prefix):
                return self._ids[general]
        return None

    def entries(self, name: str) -> tuple[Agency, ...]:
        """The entries whose name, alias or abbreviation is ``name`` without its area, at any time."""
        return tuple(self._keys.get(key(name), ()))

    def choose(self, entries: Iterable[Agency], area: AreaItem | None, as_of: date | None) -> list[Agency]:
        """Of entries with one name those that fit the area and the day.

        Where none existed on the day, the ones that ended last before it: old names live on in later texts.
        """
        found = list(entries)
        if area is not None and area.level is not None:
            found = [a for a in found if a.area == area.level] or [
                a for a in found if a.area is not None and area.kind != "named"
            ]
        elif area is None:
            found = [a for a in found if a.area is None] or found
        if as_of is not None and found:
            valid = [a for a in found if a.valid_on(as_of)]
            if not valid:
                ended = [a for a in found if a.valid_to is not None and a.valid_to < as_of]
                last = max((a.valid_to for a in ended if a.valid_to), default=None)
                valid = [a for a in ended if a.valid_to == last] or found
            found = valid
        elif as_of is None and len(found) > 1:
            found = [a for a in found if a.valid_to is None] or found
        if area is not None and area.kind == "named" and area.level == "province":
            province = by_name(area.words, as_of)
            return [of_province(a, province) for a in found] if province else found
        return found

    def resolve(self, name: str, as_of: date | None = None) -> list[Agency]:
        """The agencies a written name may mean on a day, without a day the present ones; empty for an unknown name.

        >>> [a.id for a in Register.load().resolve("Sở GD-ĐT", date(2024, 5, 1))]
        ['so-giao-duc-va-dao-tao']
        >>> [a.id for a in Register.load().resolve("UBND tỉnh Quảng Ngãi")]
        ['ubnd-tinh-quang-ngai']
        """
        text = FoldedText(nfc(name).strip(" .;:,"))
        whole = self.entries(text.flat)
        if whole:
            return self.choose(whole, None, as_of)
        at = text.low.find(" ")
        while at >= 0:
            area = parse_area(text, at + 1, as_of)
            if area is not None and area.end == len(text.low) and len(area.items) == 1:
                entries = self.entries(text.flat[:at])
                if entries:
                    return self.choose(entries, area.items[0], as_of)
            at = text.low.find(" ", at + 1)
        return []

    def provinces_of(self, agency_id: str) -> tuple[Province, ...]:
        """The provinces whose body an id names, the present one first; empty for an id without a province.

        >>> [p.id for p in Register.load().provinces_of("ubnd-tinh-gia-lai")]
        ['p34-52', 'p63-64']
        """
        return () if agency_id in self._ids else _provinces_by_id().get(agency_id, ())


@lru_cache(maxsize=4096)
def of_province(agency: Agency, province: Province) -> Agency:
    """The entry as the body of one province; most entries do not name it in their id and come back as they are.

    >>> entry, province = Register.load().get("tinh-uy"), by_name("Hải Phòng")
    >>> of_province(entry, province).id
    'thanh-uy-hai-phong'
    """
    if agency.area != "province" or agency.id not in _BY_PROVINCE:
        return agency
    if agency.id == "tinh-uy":
        return replace(agency, id=f"{'tinh' if province.unit == 'tỉnh' else 'thanh'}-uy-{slug(province.short)}")
    stem = agency.id.removesuffix("-tinh")
    return replace(agency, id=f"{stem}-{province.slug}")


@cache
def _provinces_by_id() -> dict[str, tuple[Province, ...]]:
    found: dict[str, list[Province]] = {}
    for entry in (a for a in _load().agencies if a.id in _BY_PROVINCE):
        for province in provinces():
            found.setdefault(of_province(entry, province).id, []).append(province)
    return {agency_id: tuple(of) for agency_id, of in found.items()}


@cache
def _load() -> Register:
    return Register(_agency(row) for row in read_json("agencies.json"))
