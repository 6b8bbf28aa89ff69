"""Who answers for a body on a later day, and by which reorganisations.

Two things move duties: the body is reorganised (``data/agency_changes.toml`` says by which decision, the register
who the heirs are), and the province it is of becomes part of another. Both are followed day by day until the day
asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from analyzer.knowledge.agencies import Agency, Register, of_province
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.provinces import Province, merger, predecessors


@dataclass(frozen=True, slots=True)
class Answer:
    """A body that answers for another on the day asked for; ``name`` is its full name with its province."""

    id: str
    name: str
    province: Province | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One reorganisation: ``of`` passed its duties to ``to``, all ids of bodies, or all of provinces.

    ``on`` is the first day of the heirs, None where it is not known; ``note`` says in Vietnamese what went where.
    """

    on: date | None
    of: str
    to: tuple[str, ...]
    basis: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """Who answers, how they came to it, and in Vietnamese what a person has to settle.

    Without ``answers`` the note says why there is none.
    """

    answers: tuple[Answer, ...]
    steps: tuple[Step, ...] = ()
    note: str | None = None


class _Change(NamedTuple):
    """What the register and the table of changes know of a body's end."""

    on: date | None
    to: tuple[str, ...]
    basis: str | None
    note: str | None
    duties: dict[str, str]


class _Place(NamedTuple):
    """A body and the province it is of."""

    body: Agency
    province: Province | None

    @property
    def id(self) -> str:
        return of_province(self.body, self.province).id if self.province else self.body.id

    @property
    def name(self) -> str:
        return body_name(self.body, self.province)


@lru_cache(maxsize=16384)
def succession(agency_id: str, province: Province | None, on: date) -> Succession:
    """Who answers on the day ``on`` for the body of an id of the register, of the province where it is one of many.

    Of an id that names its province ("ubnd-tinh-binh-dinh") the province may be left out. Raises KeyError for an id
    the register does not know.

    >>> found = succession("bo-ke-hoach-va-dau-tu", None, date(2025, 6, 1))
    >>> [a.name for a in found.answers], [(s.of, s.to) for s in found.steps]
    (['Bộ Tài chính'], [('bo-ke-hoach-va-dau-tu', ('bo-tai-chinh',))])
    >>> [a.name for a in succession("ubnd-tinh-binh-dinh", None, date(2026, 1, 1)).answers]
    ['Ủy ban nhân dân tỉnh Gia Lai']
    """
    register = Register.load()
    body = register.get(agency_id)
    if body is None:
        raise KeyError(agency_id)
    if province is None and (named := register.provinces_of(agency_id)):
        province = next((p for p in named if p.valid_on(on)), named[0])
    start = _Place(body, province if body.area else None)
    if _begins_after(start, on):
        return Succession((), (), _text("later", of=start.name, on=f"{on:%d/%m/%Y}"))
    answers, steps, notes = _follow(start, on)
    return Succession(
        tuple(Answer(a.id, a.name, a.province) for a in answers),
        tuple(sorted(steps, key=lambda s: s.on or date.min)),
        " ".join(dict.fromkeys(notes)) or None,
    )


def _follow(start: _Place, on: date) -> tuple[list[_Place], list[Step], list[str]]:
    """The bodies that stand on the day, the steps on the way and what is to be said of them."""
    answers: list[_Place] = []
    steps: dict[Step, None] = {}
    notes: list[str] = []
    seen, queue = {start}, [start]
    while queue:
        here = queue.pop(0)
        reorganised, merged = _change(here.body, on), merger(here.province) if here.province else None
        merged = merged if merged and merged.on <= on else None
        if merged and (reorganised is None or (reorganised.on and merged.on < reorganised.on)):
            heirs = [_Place(here.body, p) for p in merged.to]
            notes += _of_provinces(merged.of, merged.to)
            step = Step(merged.on, merged.of.id, tuple(p.id for p in merged.to), merged.basis)
        elif reorganised:
            heirs = list(_heirs(here, reorganised))
            notes += _of_duties(here, heirs, reorganised)
            step = Step(reorganised.on, here.id, tuple(h.id for h in heirs), reorganised.basis, reorganised.note)
        else:
            if _begins_after(here, on):
                notes.append(_text("later", of=here.name, on=f"{on:%d/%m/%Y}"))
            else:
                answers.append(here)
            continue
        steps[step] = None
        for heir in heirs:
            if heir not in seen:
                seen.add(heir)
                queue.append(heir)
    return answers, list(steps), notes


def _begins_after(place: _Place, on: date) -> bool:
    return any(x is not None and x.valid_from is not None and x.valid_from > on for x in place)


def _change(body: Agency, on: date) -> _Change | None:
    """How a body had ended by a day, None where it stands."""
    if body.valid_to is None or body.valid_to >= on:
        return None
    table = _changes().get(body.id)
    if table is None:
        return _Change(body.valid_to + timedelta(days=1), body.successors, None, None, {})
    return table._replace(on=table.on or body.valid_to + timedelta(days=1))


def _heirs(place: _Place, change: _Change) -> Iterator[_Place]:
    for heir_id in change.to:
        heir = Register.load().get(heir_id)
        if heir is None:
            raise KeyError(heir_id)
        yield _Place(heir, place.province if heir.area else None)


def _of_provinces(of: Province, to: tuple[Province, ...]) -> Iterator[str]:
    if len(to) > 1:
        yield _text("split", of=_capital(of.name), to=", ".join(p.name for p in to))
        return
    others = [p.name for p in predecessors(to[0]) if p is not of and p.valid_to == of.valid_to]
    if others and to[0].short == of.short:
        yield _text("joined", to=_capital(to[0].name), others=", ".join(others))


def _of_duties(place: _Place, heirs: list[_Place], change: _Change) -> Iterator[str]:
    """What the table of changes says of it, else what follows from the number of heirs."""
    if change.note:
        yield change.note
    elif place.body.area == "district":
        yield _text("district", of=place.name)
    elif not heirs:
        yield _text("none", of=place.name)
    elif len(heirs) > 1:
        told = [f"{h.name}: {duties}" if (duties := change.duties.get(h.body.id)) else h.name for h in heirs]
        yield _text("divided", of=place.name, heirs="; ".join(told))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _text(key: str, **values: str) -> str:
    template: str = _texts()[key]
    return template.format(**values)


@cache
def _texts() -> dict[str, str]:
    return read_toml("succession.toml")


@cache
def _changes() -> dict[str, _Change]:
    """The table of changes, by the body that ended."""
    found = {}
    for row in read_toml("agency_changes.toml").get("change", []):
        heirs = tuple(heir["id"] for heir in row["to"])
        duties = {heir["id"]: heir["duties"] for heir in row["to"] if heir.get("duties")}
        found[row["of"]] = _Change(row.get("on"), heirs, row.get("basis"), row.get("note_vi"), duties)
    return found
