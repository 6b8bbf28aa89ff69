"""Provinces and centrally-run cities by date: 63 until 30 June 2025, 34 since (Nghị quyết 202/2025/QH15), older ones.

A name in nearly every case lives on in a larger province ("Gia Lai" takes in Bình Định since July 2025), so a name
means something only together with a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from analyzer.knowledge.data import read_json
from analyzer.knowledge.folding import fold, nfc, slug


@dataclass(frozen=True, slots=True)
class Province:
    """A province for a stretch of time. ``valid_from`` and ``valid_to`` are its first and last day, None where open.

    ``basis`` is the decision that ended it.
    """

    id: str
    short: str
    kind: str
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    basis: str | None = None

    @property
    def unit(self) -> str:
        """ "tỉnh" or "thành phố"."""
        return "tỉnh" if self.kind == "tỉnh" else "thành phố"

    @property
    def name(self) -> str:
        """The full name: "tỉnh Quảng Ngãi", "thành phố Cần Thơ", "Thành phố Hồ Chí Minh"."""
        if self.short in ("Hồ Chí Minh", "Hà Nội"):
            return f"Thành phố {self.short}"
        return f"{self.unit} {self.short}"

    @property
    def slug(self) -> str:
        """The id part of bodies of the province: "tinh-quang-ngai", "tp-ho-chi-minh"."""
        return f"{'tinh' if self.unit == 'tỉnh' else 'tp'}-{slug(self.short)}"

    def valid_on(self, day: date) -> bool:
        """Whether the province existed on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Merger:
    """The end of a province: ``of`` became, or became part of, ``to`` on the day ``on``."""

    on: date
    of: Province
    to: tuple[Province, ...]
    basis: str | None


@dataclass(frozen=True, slots=True)
class ProvinceMention:
    """A province named in a text; the span takes in "tỉnh" or "thành phố" before the name."""

    start: int
    end: int
    province: Province


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@cache
def provinces() -> tuple[Province, ...]:
    """Every province the register knows, the present ones first.

    >>> [sum(p.valid_on(day) for p in provinces()) for day in (date(2025, 3, 1), date(2025, 8, 1))]
    [63, 34]
    """
    data: dict[str, Any] = read_json("provinces.json")
    shorts = {row["short"]: row["id"] for row in data["old_63"]}
    basis = re.sub(r" ?\(.{0,20}\)$", "", data["legal_basis"])
    found = []
    for row in data["later"]:
        found.append(_record(row, row["valid_from"], None, ()))
    for row in data["new_34"]:
        end, heirs = row.get("valid_to"), tuple(row.get("successors", ()))
        found.append(_record(row, row["valid_from"], end, heirs, row.get("basis")))
    unmerged = {row["predecessors"][0] for row in data["new_34"] if not row["merged"]}
    for row in data["old_63"]:
        if row["id"] not in unmerged:
            found.append(_record(row, row.get("valid_from"), "2025-06-30", (row["successor"],), basis))
    renamed = {row["predecessors"][0]: row["id"] for row in data["new_34"] if not row["merged"]}
    for row in data["historical"]:
        names = row.get("successors") or [row["successor"]]
        ids = [shorts.get(re.sub(r"^(?:tỉnh|Thành phố) ", "", n), n) for n in names]
        short = row["name"].removeprefix("tỉnh ")
        found.append(
            Province(
                f"p00-{slug(short)}",
                short,
                "tỉnh",
                tuple(row["aliases"]),
                None,
                _day(row["valid_to"]),
                tuple(renamed.get(i, i) for i in ids),
                row.get("basis"),
            )
        )
    return tuple(found)


def _record(
    row: dict[str, Any], start: str | None, end: str | None, successors: tuple[str, ...], basis: str | None = None
) -> Province:
    names = (row["id"], row["short"], row["kind"], tuple(row["aliases"]))
    return Province(*names, _day(start), _day(end), successors, basis)


@cache
def _by_folded() -> dict[str, tuple[Province, ...]]:
    table: dict[str, list[Province]] = {}
    for province in provinces():
        for name in {province.short, *province.aliases}:
            bare = re.sub(r"^(?:tp\.?|thành phố|tỉnh) ?", "", fold(name)) if " " in name else fold(name)
            for variant in {bare, bare.replace(" - ", "-"), bare.replace(" - ", " ")}:
                table.setdefault(variant, []).append(province)
    return {name: tuple(dict.fromkeys(found)) for name, found in table.items()}


@cache
def names_pattern() -> str:
    """A regular expression over folded text that matches any province's bare name, longest first.

    Abbreviations ("HCM") are left out: they are read only after "TP".
    """
    names = sorted((n for n in _by_folded() if n not in ("hcm", "hn")), key=lambda n: (-len(n), n))
    return "(?:" + "|".join(map(re.escape, names)) + r")(?!\w)"


@cache
def _finder() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:(?P<unit>tỉnh|thành phố|tp\.?) ?)?(?P<name>{names_pattern()})"
        r"|(?<!\w)tp\.? ?(?P<short>hcm|hn)(?!\w)"
    )


def by_name(name: str, on: date | None = None) -> Province | None:
    """The province of a name as it stood on a day; of several without a day, the present one.

    >>> by_name("tỉnh Hà Tây", date(2007, 1, 1)).id, by_name("TP.HCM").name, by_name("Nơi Khác")
    ('p00-ha-tay', 'Thành phố Hồ Chí Minh', None)
    """
    bare = re.sub(r"^(?:tp\.?|thành phố|tỉnh) ?", "", fold(nfc(name)).strip())
    found = _by_folded().get(bare, ())
    if on is not None:
        found = tuple(p for p in found if p.valid_on(on)) or found
    return found[0] if found else None


_UNIT = re.compile(r"(?:(?P<city>tp\.?|thành phố)|(?P<province>tỉnh)) ?")


def candidates(words: str, on: date | None = None) -> tuple[Province, ...]:
    """The provinces a name may mean on a day, or on any day where none is given; empty for the name of none.

    A unit that is written counts. Of a name that no province bore on the day ("tỉnh Bình Định" after its merger,
    "thành phố Huế" before 2025) it is the one that ended last before it, else the first to come.

    >>> [p.id for p in candidates("tỉnh Gia Lai", date(2024, 5, 1))], [p.id for p in candidates("Gia Lai")]
    (['p63-64'], ['p34-52', 'p63-64'])
    """
    folded = fold(nfc(words)).strip()
    unit = _UNIT.match(folded)
    found = _by_folded().get(folded[unit.end() :] if unit else folded, ())
    if unit:
        kind = "tỉnh" if unit["province"] else "thành phố"
        found = tuple(p for p in found if p.unit == kind)
    if on is None or not found:
        return found
    valid = tuple(p for p in found if p.valid_on(on))
    if valid:
        return valid
    ended = [p for p in found if p.valid_to is not None and p.valid_to < on]
    if ended:
        return (max(ended, key=lambda p: p.valid_to or date.min),)
    return (min(found, key=lambda p: p.valid_from or date.max),)


def find(text: str, on: date | None = None) -> list[ProvinceMention]:
    """Provinces named in NFC text, in text order.

    >>> [(m.start, m.end, m.province.short) for m in find("các tỉnh Hoà Bình, Quảng Ngãi")]
    [(4, 17, 'Hòa Bình'), (19, 29, 'Quảng Ngãi')]
    """
    folded = fold(text)
    mentions = []
    for m in _finder().finditer(folded):
        name = m["name"] or m["short"]
        start = m.start("name") if m["name"] else m.start()
        if not text[start].isupper():
            continue  # "bình dương" in running text is not the province
        province = by_name(name, on)
        if province is not None:
            mentions.append(ProvinceMention(m.start(), m.end(), province))
    return mentions


def by_id(province_id: str) -> Province:
    """The province of an id; raises KeyError for an unknown one."""
    return _ids()[province_id]


@cache
def _ids() -> dict[str, Province]:
    return {p.id: p for p in provinces()}


def around(city: str, on: date | None = None) -> tuple[Province, ...]:
    """The provinces in which a city that bears the name of one lies, or lay: "thành phố Huế" in 2023.

    >>> [p.short for p in around("thành phố Huế", date(2023, 5, 1))], around("thành phố Thủ Đức")
    (['Thừa Thiên Huế'], ())
    """
    folded = fold(nfc(city)).strip()
    unit = _UNIT.match(folded)
    same = _by_folded().get(folded[unit.end() :] if unit else folded, ())
    found = [p for p in same if p.unit == "tỉnh"] + [q for p in same if p.unit != "tỉnh" for q in predecessors(p)]
    return tuple(p for p in found if on is None or p.valid_on(on))


def merger(province: Province) -> Merger | None:
    """How the province ended, None where it stands.

    >>> end = merger(by_name("Bình Định", date(2024, 1, 1)))
    >>> end.on.isoformat(), [p.short for p in end.to], end.basis
    ('2025-07-01', ['Gia Lai'], 'Nghị quyết 202/2025/QH15')
    """
    if province.valid_to is None:
        return None
    heirs = tuple(by_id(i) for i in province.successors)
    return Merger(province.valid_to + timedelta(days=1), province, heirs, province.basis)


def predecessors(province: Province) -> tuple[Province, ...]:
    """The provinces that became, or became part of, this one."""
    return tuple(p for p in provinces() if province.id in p.successors)
