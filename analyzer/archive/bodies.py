"""Which bodies of an archive a name typed by a person means: under former and present names, and abbreviations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from analyzer.archive.tables import body
from analyzer.archive.words import plain, words
from analyzer.knowledge import agency_search
from analyzer.knowledge.agencies import Agency, Register, of_province
from analyzer.knowledge.agency_search import Hit
from analyzer.knowledge.provinces import Province, by_id, predecessors, provinces

T = TypeVar("T")
_SURE, _PART = 0.9, 0.5  # of a search's score: a name or abbreviation given in full; part of a name


@dataclass(frozen=True, slots=True)
class Bodies:
    """The rows of ``body`` that are meant, and the names of the register they were found by."""

    ids: frozenset[int]
    names: tuple[str, ...] = ()


def named(connection: Connection, text: str) -> Bodies:
    """The bodies that a name means: the body itself, its predecessors and heirs, of its province where one is named.

    Of a name that is in no register those whose names hold its words.
    """
    found = _found(text)
    own = [hit for hit in found if hit.heir_of is None]
    best = max((hit.score for hit in own), default=0.0)
    sure = [hit for hit in own if hit.score >= (_SURE if best >= _SURE else max(_PART, best - 0.01))]
    ids = {row for hit in sure for row in _rows(connection, hit)}
    typed = " ".join(plain(token) for token in words(text))
    if best >= _SURE:
        ids |= _called(connection, f"{typed} %", registered=False)
    else:
        ids |= _called(connection, f"% {typed} %", registered=True) if typed else set()
        if not ids:
            ids = {row for hit in own[:1] for row in _rows(connection, hit)}
            sure = own[:1]
    return Bodies(frozenset(ids), tuple(dict.fromkeys(hit.name for hit in sure)))


@lru_cache(maxsize=256)
def _found(text: str) -> tuple[Hit, ...]:
    return tuple(agency_search.find(text, limit=50))


@lru_cache(maxsize=4096)
def family(agency: Agency, *, wholly: bool = False) -> frozenset[str]:
    """The entries of the register that became an agency, and those it became; not those that only share an heir.

    Where duties were divided, a body that was there before and got some of them besides its own is not counted: who
    asks for a department of labour does not mean all that the police do. With ``wholly`` no divided duties count.

    >>> get = Register.load().get
    >>> sorted(family(get("bo-ke-hoach-va-dau-tu")))
    ['bo-ke-hoach-va-dau-tu', 'bo-tai-chinh']
    >>> {"so-noi-vu", "cong-an-tinh"} & family(get("so-lao-dong-thuong-binh-va-xa-hoi"))
    {'so-noi-vu'}
    >>> len(family(get("so-noi-vu"))) > len(family(get("so-noi-vu"), wholly=True))
    True
    """
    register = Register.load()

    def get(ids: Iterable[str]) -> list[Agency]:
        return [found for i in ids if (found := register.get(i)) is not None]

    def passed_on(a: Agency, heir: Agency) -> bool:
        began = heir.valid_from is not None and (a.valid_to is None or heir.valid_from > a.valid_to)
        return len(a.successors) == 1 or (began and not wholly)

    def heirs(a: Agency) -> list[Agency]:
        return [b for b in get(a.successors) if passed_on(a, b)]

    def forerunners(a: Agency) -> list[Agency]:
        return [b for b in get(a.predecessors) if passed_on(b, a)]

    return frozenset(a.id for a in _closure(agency, forerunners) | _closure(agency, heirs))


def province_family(province: Province) -> frozenset[Province]:
    """The provinces that became, or became part of, a province, and those it became part of.

    >>> from analyzer.knowledge.provinces import by_name
    >>> from datetime import date
    >>> sorted(p.short for p in province_family(by_name("Gia Lai", date(2026, 1, 1))))
    ['Bình Định', 'Gia Lai', 'Gia Lai']
    """
    return frozenset(_closure(province, predecessors) | _closure(province, lambda p: map(by_id, p.successors)))


def _closure(start: T, step: Callable[[T], Iterable[T]]) -> set[T]:
    seen, queue = {start}, [start]
    while queue:
        for found in step(queue.pop()):
            if found not in seen:
                seen.add(found)
                queue.append(found)
    return seen


def _rows(connection: Connection, hit: Hit) -> set[int]:
    """The rows of a body of the register with its predecessors and heirs."""
    places = province_family(hit.province) if hit.province else None
    general: set[str] = set()
    telling: set[str] = set()  # ids that say themselves of which province the body is
    for agency_id in family(hit.agency):
        entry = Register.load().get(agency_id)
        if entry is not None:
            general.add(agency_id)
            telling.update(of_province(entry, place).id for place in (places or provinces()))
    telling -= general
    if places is None:
        wanted: ColumnElement[bool] = body.c.agency.in_(sorted(general | telling))
    else:
        there = body.c.province.in_(sorted(place.id for place in places))
        wanted = or_(body.c.agency.in_(sorted(telling)), and_(body.c.agency.in_(sorted(general)), there))
    return set(connection.execute(select(body.c.id).where(wanted)).scalars())


def _called(connection: Connection, pattern: str, *, registered: bool) -> set[int]:
    """The bodies whose plain names, with a space at either end, are like a pattern; not those of the register.

    With ``registered`` those too. A pattern that begins without "%" means the beginning of the name.
    """
    spaced = " " + body.c.plain + " " if pattern.startswith("%") else body.c.plain + " "
    query = select(body.c.id).where(spaced.like(pattern))
    if not registered:
        query = query.where(body.c.agency == "")
    return set(connection.execute(query).scalars())
