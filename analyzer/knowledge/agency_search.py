"""Finding bodies of the register from what a person types: part of a name, an abbreviation, no accents, a slip.

"so noi vu gia lai", "bo ldtbxh", "snv", "gtvt", "van phong ubnd", "UBND tinh Binh Dinh".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from typing import NamedTuple

from analyzer.knowledge.agencies import Agency, Register
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.data import read_tsv
from analyzer.knowledge.folding import fold, nfc, without_accents
from analyzer.knowledge.provinces import Province, provinces
from analyzer.knowledge.succession import succession

# From best to worst: what was typed is a name, its abbreviation, its initials, its beginning, some of its words, or
# nearly a name. What is added is the share of the name that was typed.
_EXACT, _SHORT, _INITIALS, _BEGINNING, _WORDS, _NEAR = 1.0, 0.95, 0.9, 0.7, 0.5, 0.3
_SHARE = 0.15
_ALIKE = 0.8  # of SequenceMatcher.ratio: a letter or two in a name of usual length
_LEVELS = ("central", "party_central", "provincial", "district", "commune")
_MOST = 200  # characters that are looked at
_WORD = re.compile(r"[a-z0-9]+")
_UNITS = (("tinh",), ("thanh", "pho"), ("tp",))


@dataclass(frozen=True, slots=True)
class Hit:
    """A body that what was typed may mean. ``matched`` is the name of the register that fits; ``score`` is at most 1.

    ``heir_of`` is the full name of the former body that was found and that this one answers for.
    """

    agency: Agency
    province: Province | None
    matched: str
    score: float
    heir_of: str | None = None

    @property
    def name(self) -> str:
        """The full name with its province."""
        return body_name(self.agency, self.province)


class _Form(NamedTuple):
    """A way to write a body's name."""

    agency: Agency
    written: str
    squeezed: str
    words: frozenset[str]
    grade: float


def find(text: str, as_of: date | None = None, limit: int = 10) -> list[Hit]:
    """The bodies that what was typed may mean, the likeliest first, each former one with its heirs behind it.

    ``as_of`` is the day on which it counts who is a former body, None for the present of the register.

    >>> [h.name for h in find("so noi vu gia lai", date(2026, 1, 1), limit=1)]
    ['Sở Nội vụ tỉnh Gia Lai']
    >>> [(h.name, h.heir_of) for h in find("bo ldtbxh", date(2025, 6, 1), limit=2)][1]
    ('Bộ Nội vụ', 'Bộ Lao động - Thương binh và Xã hội')
    """
    day = as_of or date.max
    best: dict[tuple[str, str], Hit] = {}
    for words, province in _readings(_words(text[:_MOST]), as_of):
        for hit in _matches(words, province):
            if not _begun(hit, day):
                continue
            name = (hit.agency.id, province.id if province else "")
            if name not in best or best[name].score < hit.score:
                best[name] = hit
    ranked = sorted(best.values(), key=lambda h: _rank(h, day))
    return _with_heirs(_cut(ranked), day)[:limit]


def province_named(name: str, as_of: date | None = None) -> Province | None:
    """The province of a name typed with or without accents and unit, as it stood or had been on the day.

    >>> province_named("tp hcm").name, province_named("binh dinh", date(2026, 1, 1)).valid_to.isoformat()
    ('Thành phố Hồ Chí Minh', '2025-06-30')
    """
    words = _words(name[:_MOST])
    unit = next((u for u in _UNITS if words[: len(u)] == u), ())
    return _province(words, as_of) or _province(words[len(unit) :], as_of)


def near_provinces(name: str, as_of: date | None = None, limit: int = 4) -> list[Province]:
    """The provinces with names most like the one typed, the present ones first.

    >>> [p.short for p in near_provinces("gia lay", date(2026, 1, 1), limit=1)]
    ['Gia Lai']
    """
    words = _words(name[:_MOST])
    unit = next((u for u in _UNITS if words[: len(u)] == u), ())
    near = get_close_matches("".join(words[len(unit) :]), _province_names(), limit, 0.5)
    found = (_province((squeezed,), as_of) for squeezed in near)
    return list(dict.fromkeys(p for p in found if p is not None))


def _rank(hit: Hit, day: date) -> tuple[float, bool, int, int]:
    """What hits are sorted by: the likeliest, of those the standing ones, the higher level, the shorter name."""
    return -hit.score, not _stands(hit, day), _LEVELS.index(hit.agency.level), len(hit.agency.name)


def _cut(ranked: list[Hit]) -> list[Hit]:
    """Where a name was typed in full, what has it for a beginning is of less interest, and what is alike of none."""
    if ranked and ranked[0].score >= _INITIALS:
        return [h for h in ranked if h.score >= _WORDS]
    return ranked


def _begun(hit: Hit, day: date) -> bool:
    return all(x is None or x.valid_from is None or x.valid_from <= day for x in (hit.agency, hit.province))


def _stands(hit: Hit, day: date) -> bool:
    return hit.agency.valid_on(day) and (hit.province is None or hit.province.valid_on(day))


def _with_heirs(ranked: Iterable[Hit], day: date) -> list[Hit]:
    found: dict[tuple[str, str], Hit] = {}
    for hit in ranked:
        found.setdefault(_key(hit), hit)
        if _stands(hit, day):
            continue
        for answer in succession(hit.agency.id, hit.province, day).answers:
            heir = Register.load().get(answer.id)
            if heir is not None:
                after = replace(hit, agency=heir, province=answer.province, heir_of=hit.name)
                found.setdefault(_key(after), after)
    return list(found.values())


def _key(hit: Hit) -> tuple[str, str]:
    return hit.agency.id, hit.province.id if hit.province else ""


def _words(text: str) -> tuple[str, ...]:
    """The words without accents; "và" counts for nothing."""
    return tuple(w for w in _WORD.findall(without_accents(fold(nfc(text)))) if w != "va")


def _readings(words: tuple[str, ...], as_of: date | None) -> Iterator[tuple[tuple[str, ...], Province | None]]:
    """What was typed as a name alone, and as a name with its province behind it."""
    if not words:
        return
    yield words, None
    for size in range(min(4, len(words)), 0, -1):
        province = _province(words[-size:], as_of)
        if province is None:
            continue
        rest = words[:-size]
        unit = next((u for u in _UNITS if rest[-len(u) :] == u), ())
        rest = rest[: len(rest) - len(unit)]
        yield rest or ("uy", "ban", "nhan", "dan"), province
        return


def _province(words: tuple[str, ...], as_of: date | None) -> Province | None:
    found = _province_names().get("".join(words), ())
    valid = [p for p in found if p.valid_on(as_of or date.max)]
    ended = [p for p in found if p.valid_to is not None and p.valid_to < (as_of or date.max)]
    return valid[0] if valid else max(ended, key=lambda p: p.valid_to or date.min, default=None)


@cache
def _province_names() -> dict[str, tuple[Province, ...]]:
    found: dict[str, tuple[Province, ...]] = {}
    for province in provinces():
        for name in (province.short, *province.aliases):
            squeezed = "".join(_words(name))
            if province not in found.get(squeezed, ()):
                found[squeezed] = (*found.get(squeezed, ()), province)
    return found


def _matches(words: tuple[str, ...], province: Province | None) -> Iterator[Hit]:
    """The entries that the words fit, of those that provinces have where one is named."""
    spelled = tuple(w for word in words for w in _spelled().get(word, (word,)))
    typed = {"".join(words), "".join(spelled)}
    wanted = [frozenset(w) for w in {words, spelled}]
    for form in _forms():
        if province is not None and form.agency.area != "province":
            continue
        score = max(_score(t, form) for t in typed)
        if not score and form.words and any(w <= form.words for w in wanted):
            score = _WORDS + _SHARE * len(wanted[0]) / len(form.words)
        score = score or max(_alike(t, form) for t in typed)
        if score:
            yield Hit(form.agency, province, form.written, round(score, 3))


def _score(typed: str, form: _Form) -> float:
    if typed == form.squeezed:
        return form.grade
    if form.grade == _EXACT and len(typed) > 2 and form.squeezed.startswith(typed):
        return _BEGINNING + _SHARE * len(typed) / len(form.squeezed)
    return 0.0


def _alike(typed: str, form: _Form) -> float:
    if form.grade != _EXACT or not 0.7 < len(typed) / len(form.squeezed) < 1.4 or len(typed) < 5:
        return 0.0
    matcher = _matcher(typed)
    matcher.set_seq1(form.squeezed)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return _NEAR + _SHARE * ratio if ratio >= _ALIKE else 0.0


def _matcher(typed: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, "", typed, autojunk=False)


@cache
def _spelled() -> dict[str, tuple[str, ...]]:
    """Abbreviations of parts of names: "ubnd", "mttq", "vp"."""
    found = {}
    for row in read_tsv("abbreviations.tsv"):
        short = _words(row["short"])
        if len(short) == 1:
            found[short[0]] = _words(row["full"])
    return found


@cache
def _forms() -> tuple[_Form, ...]:
    """Every way to write each body's name."""
    found = []
    for agency in Register.load().agencies:
        seen: set[str] = set()
        for written, words, grade in _written(agency):
            squeezed = "".join(words)
            if squeezed and squeezed not in seen:
                seen.add(squeezed)
                found.append(_Form(agency, written, squeezed, frozenset(words if grade == _EXACT else ()), grade))
    return tuple(found)


def _written(agency: Agency) -> Iterator[tuple[str, tuple[str, ...], float]]:
    for name in (agency.name, *agency.aliases):
        yield name, _words(name), _EXACT
    for short in agency.abbreviations:
        yield short, _words(short), _SHORT
    yield agency.name, _words(agency.id), _SHORT
    words = _words(agency.name)
    if len(words) > 2:
        initials = "".join(w[0] for w in words)
        yield agency.name, (initials,), _INITIALS
        if len(words) > 3:
            yield agency.name, (initials[1:],), _INITIALS  # "GTVT" for the ministry and the departments
