"""Which body of the register a mention means in its document: as of the document's date, of the document's province.

``find`` reads names without their setting. What the setting decides is decided here: "Sở Nội vụ" in a document of
UBND tỉnh Quảng Bình is that province's, "Thanh tra" there is Thanh tra tỉnh, "UBND huyện" in a district's own
document is the issuer. Nothing is guessed: a name that stays open has the ids of all it may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from analyzer.knowledge.agencies import Agency, Register, of_province
from analyzer.knowledge.agency_names import full_name
from analyzer.knowledge.body_names import body_name, is_regional
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.knowledge.provinces import Province, around, candidates
from analyzer.knowledge.succession import Succession, succession
from analyzer.pipes.agencies.local import told
from analyzer.pipes.agencies.readings import Reading, boards, family, province_in, read_name, shared_heads
from analyzer.pipes.agencies.setting import Issuer, Setting, city_level, issuer_of, setting_of
from analyzer.pipes.mentions import AgencyForm, AgencyMention

__all__ = ["Resolved", "Setting", "resolve", "setting_of"]

_WORDS = read_toml("agency_readings.toml")
_COMMON, _BY_PLACE, _UNEVEN = (frozenset(_WORDS[key]) for key in ("common", "by_place", "uneven"))
_TWO_TIERS = date(2025, 7, 1)  # since then there are no districts and no thị trấn, and there are đặc khu


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a mention means. ``name`` is the full name where a body is known, else as written.

    ``ambiguous`` holds the ids of the bodies it may mean, or of the provinces where only the province is open; ``id``
    is None then. ``existed`` says whether the body stood on the document's date, None where that is not known.
    """

    id: str | None
    name: str
    level: str | None = None
    kind: str | None = None
    province: Province | None = None
    area: str | None = None
    ambiguous: tuple[str, ...] = ()
    existed: bool | None = None
    succession: Succession | None = None


def resolve(mention: AgencyMention, setting: Setting, as_of: date) -> Resolved:
    """What the mention means in its setting, and who answers for it on the day ``as_of``.

    >>> setting = setting_of("Ủy ban nhân dân tỉnh Bình Định", "Bình Định", date(2024, 3, 5))
    >>> found = resolve(AgencyMention(0, 6, "Sở KH&ĐT", "registered"), setting, date(2026, 1, 1))
    >>> found.id, found.name, [a.name for a in found.succession.answers]
    ('so-ke-hoach-va-dau-tu', 'Sở Kế hoạch và Đầu tư tỉnh Bình Định', ['Sở Tài chính tỉnh Gia Lai'])
    """
    return _resolve(mention.name, mention.form, setting, as_of)


class _Found(NamedTuple):
    """Entries and provinces that fit, and whether they stood on the day."""

    entries: tuple[Agency, ...]
    provinces: tuple[Province, ...]
    stood: bool


@lru_cache(maxsize=16384)
def _resolve(name: str, form: AgencyForm, setting: Setting, as_of: date) -> Resolved:
    if form == "collective":
        return Resolved(None, name, province=_one(told(name, province_in(name), setting, single=False)))
    reading = read_name(name)
    issuer = issuer_of(setting.issuer, setting.issued_on)
    if not reading.entries:
        reading = _family(name, setting) or replace(reading, entries=_unsaid(name, issuer))
    level = _level(reading, setting, issuer)
    if reading.kind in ("class", "level") and level is None and len({a.area for a in reading.entries}) > 1:
        return Resolved(None, full_name(name))  # "UBND các cấp" is no one body
    found = _fitting(reading, level, setting, issuer, setting.issued_on or as_of)
    if not found.entries:
        return Resolved(None, name, province=_one(told(name, reading.province, setting, single=True)))
    area = _area(reading, level, found.entries, issuer)
    stood = _existed(found, reading, area, setting)
    if len(found.entries) > 1 or (len(found.provinces) > 1 and reading.province):
        return _open(name, found, stood, area, as_of)
    entry, province = found.entries[0], _one(found.provinces)
    ids = {of_province(entry, p).id for p in found.provinces} or {entry.id}
    shown = full_name(name) if reading.family else _shown(entry, province, reading, area)
    return Resolved(
        ids.pop() if len(ids) == 1 else entry.id,
        shown,
        entry.level,
        entry.kind,
        province,
        area,
        (),
        stood,
        _succession(entry, found.provinces, area, shown if reading.family else None, setting.issued_on, as_of),
    )


def _one(provinces: Sequence[Province]) -> Province | None:
    return provinces[0] if len(provinces) == 1 else None


def _named(words: str | None, setting: Setting) -> tuple[Province, ...]:
    return candidates(words, setting.issued_on) if words else ()


def _family(name: str, setting: Setting) -> Reading | None:
    """The reading as one of a family, where the name or the setting tells the province."""
    found = family(name)
    return found if found and (found.province or setting.provinces) else None


def _unsaid(name: str, issuer: Issuer) -> tuple[Agency, ...]:
    """The entries of a name without its head, or in Party documents without its committee."""
    return (*shared_heads(name), *(boards(name) if issuer.party else ()))


def _level(reading: Reading, setting: Setting, issuer: Issuer) -> str | None:
    """The level that the area behind the name tells."""
    if reading.kind == "named":
        return city_level(reading, setting.issued_on)
    if reading.kind == "bare" and fold(reading.area or "").startswith(("thành phố", "tp")):
        own = issuer.area is not None and fold(issuer.area).startswith("thành phố")
        within = any(p.unit == "tỉnh" for p in setting.provinces)
        return "district" if own or within else "province"
    return None if reading.level == "region" else reading.level


def _fitting(reading: Reading, level: str | None, setting: Setting, issuer: Issuer, day: date) -> _Found:
    """The entries and provinces that fit the area, the day and the issuer."""
    entries = reading.entries
    if level is not None:
        entries = tuple(a for a in entries if a.area == level)
    entries, stood = _standing(entries, day)
    if level is None:
        entries = _by_issuer(entries, issuer)
    if reading.area is None and issuer.level == "central" and _COMMON.issuperset(a.id for a in entries):
        return _Found(_offices(entries, issuer), (), True)  # the ministry's own
    local = any(a.area is not None and not is_regional(a) for a in entries)
    provinces = _provinces(reading, level, setting) if local else ()
    if level == "province" and reading.kind == "named" and not provinces:
        return _Found((), (), stood)  # of a province the register does not know, or of another country's
    if len(provinces) > 1:
        provinces = tuple(p for p in provinces if any(_together(a, p, day) for a in entries)) or provinces
    return _Found(_by_unit(entries, provinces), provinces, stood)


def _offices(entries: tuple[Agency, ...], issuer: Issuer) -> tuple[Agency, ...]:
    """The issuer's own offices that the register holds, of entries that bear the same name in provinces."""
    ids = {a.id for a in entries}
    own = (row["id"] for row in _WORDS["offices"] if row["short_for"] in ids and issuer.ids & set(row["issuers"]))
    return tuple(a for agency_id in own if (a := Register.load().get(agency_id)))


def _together(body: Agency, province: Province, day: date) -> bool:
    """Whether the body stood at some time until the day in the province as it was then: no Sở that ended before."""
    begin = max(body.valid_from or date.min, province.valid_from or date.min)
    return begin <= min(body.valid_to or day, province.valid_to or day, day)


def _provinces(reading: Reading, level: str | None, setting: Setting) -> tuple[Province, ...]:
    """The province a local body is of: named with it, else the setting's."""
    if reading.kind == "named":
        if level == "province":
            return _named(reading.province, setting)
        told = reading.parents[-1] if reading.parents else None
        return _named(told, setting) or around(reading.area or "", setting.issued_on) or setting.provinces
    if level in (None, "province") and (reading.kind == "class" or (reading.kind == "level" and level is None)):
        return ()  # "các tỉnh", "các địa phương"
    if level == "province" and fold(reading.area or "").startswith("tỉnh"):
        return tuple(p for p in setting.provinces if p.unit == "tỉnh")
    return setting.provinces


def _by_unit(entries: tuple[Agency, ...], provinces: tuple[Province, ...]) -> tuple[Agency, ...]:
    """Of Party bodies that the register lists by province and by city those that go with the province."""
    if len(entries) < 2 or not provinces:
        return entries
    other = "thành ủy" if provinces[0].unit == "tỉnh" else "tỉnh ủy"
    return tuple(a for a in entries if other not in fold(a.name)) or entries


def _standing(entries: tuple[Agency, ...], day: date) -> tuple[tuple[Agency, ...], bool]:
    """The entries that stood on a day; else those that ended last before it; else those that came next."""
    valid = tuple(a for a in entries if a.valid_on(day))
    if valid or not entries:
        return valid, True
    ended = [a.valid_to for a in entries if a.valid_to and a.valid_to < day]
    if ended:
        return tuple(a for a in entries if a.valid_to == max(ended)), False
    begins = min(a.valid_from for a in entries if a.valid_from)
    return tuple(a for a in entries if a.valid_from == begins), False


def _by_issuer(entries: tuple[Agency, ...], issuer: Issuer) -> tuple[Agency, ...]:
    """Of several bodies the issuer itself, else those of its level, and the Party's in Party documents."""
    itself = tuple(a for a in entries if a.id in issuer.ids and len({e.area for e in entries}) == 1)
    if len(entries) < 2 or itself:
        return itself or entries
    if issuer.level is not None:
        own = None if issuer.level == "central" else issuer.level
        entries = tuple(a for a in entries if a.area == own) or entries
    if issuer.party:
        entries = tuple(a for a in entries if a.kind == "party") or entries
    return entries


def _area(reading: Reading, level: str | None, entries: tuple[Agency, ...], issuer: Issuer) -> str | None:
    """The area below the province: as written, else the issuer's own for bodies of the issuer's level."""
    if reading.kind == "named":
        below = [w for w in reading.parents if w != reading.province]
        return ", ".join([reading.area or "", *below]) if level in ("district", "commune") else None
    if reading.kind in (None, "bare") and issuer.area and all(a.area == issuer.level for a in entries):
        return issuer.area
    return None


def _existed(found: _Found, reading: Reading, area: str | None, setting: Setting) -> bool | None:
    day = setting.issued_on
    if day is None:
        return None
    ids = {a.id for a in found.entries}
    of_place = reading.kind == "named" and ids <= _BY_PLACE
    if not of_place and found.provinces and not any(p.valid_on(day) for p in found.provinces):
        return False
    if not found.stood and ids <= _UNEVEN and all(a.valid_to and a.valid_to < day for a in found.entries):
        return None
    unit = fold(area or "")
    if (unit.startswith("thị trấn ") and day >= _TWO_TIERS) or (unit.startswith("đặc khu ") and day < _TWO_TIERS):
        return False
    return found.stood


def _shown(entry: Agency, province: Province | None, reading: Reading, area: str | None) -> str:
    """The full name; of a class, a region or an area that nothing names as written."""
    written = reading.area is not None and (
        reading.kind in ("class", "level")
        or reading.level == "region"
        or (reading.kind == "bare" and area is None and not (province and entry.area == "province"))
    )
    return f"{entry.name} {reading.area}" if written else body_name(entry, province, area)


def _open(name: str, found: _Found, stood: bool | None, area: str | None, as_of: date) -> Resolved:
    """A name that may mean several bodies; who answers is told where it is the same for all."""
    entries, provinces, _ = found
    if len(entries) > 1:
        province = _one(provinces)
        ids = tuple(of_province(a, province).id if province else a.id for a in entries)
    else:
        province, ids = None, tuple(p.id for p in provinces)
    levels, kinds = {a.level for a in entries}, {a.kind for a in entries}
    return Resolved(
        None,
        full_name(name),
        levels.pop() if len(levels) == 1 else None,
        kinds.pop() if len(kinds) == 1 else None,
        province,
        area,
        tuple(dict.fromkeys(ids)),
        stood,
        _common(entries, provinces, as_of),
    )


def _common(entries: Sequence[Agency], provinces: Sequence[Province], as_of: date) -> Succession | None:
    """The succession of bodies for all of which the same ones answer."""
    ends = [succession(a.id, p, as_of) for a in entries for p in provinces or (None,)]
    return ends[0] if all(e.answers == ends[0].answers for e in ends) else None


def _succession(
    entry: Agency, provinces: Sequence[Province], area: str | None, own: str | None, issued_on: date | None, as_of: date
) -> Succession | None:
    """Who answers on the day; a body of one area, or with a name of its ``own``, that still stands answers by it."""
    found = _common([entry], provinces, as_of)
    if found is not None and own is not None and not found.steps:
        return replace(found, answers=tuple(replace(a, name=own) for a in found.answers))
    if found is None or area is None or entry.area not in ("district", "commune"):
        return found
    answers = found.answers
    if [a.id for a in answers] == [entry.id]:
        if entry.area == "commune" and issued_on is not None and issued_on < _TWO_TIERS <= as_of:
            return replace(found, note=" ".join(filter(None, [found.note, _texts()["communes"]])))
        name = body_name(entry, answers[0].province, area)
        answers = (replace(answers[0], name=name),)
    return replace(found, answers=answers)


@cache
def _texts() -> dict[str, str]:
    return read_toml("succession.toml")
