"""Whom the data file counts to a class on a day, in a province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from analyzer.knowledge.agencies import Agency, Register, of_province
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.folding import without_accents
from analyzer.knowledge.membership.vocabulary import table
from analyzer.knowledge.provinces import Province, provinces


class Body(NamedTuple):
    """An entry of the register as the body of a province; ``because`` says why it may be no member."""

    entry: Agency
    province: Province | None
    because: str | None = None

    @property
    def id(self) -> str:
        """Its id as it is given out, with the province in those that name it."""
        return of_province(self.entry, self.province).id if self.province else self.entry.id

    @property
    def name(self) -> str:
        """The full name with its province."""
        return body_name(self.entry, self.province)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other bodies."""
        return self.entry.id, self.province.id if self.province else ""


@cache
def classes() -> dict[str, dict[str, Any]]:
    """The classes of the data file by id."""
    return {row["id"]: row for row in table()["class"]}


def every(day: date) -> tuple[Province, ...]:
    """The provinces of a day by name."""
    return tuple(sorted((p for p in provinces() if p.valid_on(day)), key=lambda p: without_accents(p.short)))


def entries_of(name: str, area: str | None, day: date) -> list[Agency]:
    """The entries of a name that stand on the day, else all of it that have the area."""
    found = [a for a in Register.load().entries(name) if a.area == area]
    return [a for a in found if a.valid_on(day)] or found[:1]


def members(row: dict[str, Any], place: Province | None, day: date) -> Iterator[Body]:
    """The bodies of a class of the data on a day, those of the classes it includes first."""
    has, lacks = _own(row["id"], place, day)
    for included in row.get("includes", ()):
        yield from members(classes()[included], place, day)
    from_, until = row.get("from", {}), row.get("until", {})
    for entry in (*_of_kinds(row), *get([*row.get("ids", ()), *has])):
        stands = entry.valid_on(day) and from_.get(entry.id, date.min) <= day <= until.get(entry.id, date.max)
        if stands and entry.id not in lacks:
            yield Body(entry, place)
    for entry in get(row.get("every", ())):
        yield from (Body(entry, p) for p in every(day))
    for some in row.get("some", ()):
        yield from (
            Body(e, place, some["because"]) for e in get(some["ids"]) if e.valid_on(day) and e.id not in (*has, *lacks)
        )
    if also := row.get("also_some"):
        yield from (b._replace(because=also["because"]) for b in members(classes()[also["class"]], place, day))


def _of_kinds(row: dict[str, Any]) -> Iterator[Agency]:
    if "kinds" in row:
        yield from (a for a in Register.load().agencies if a.level == row["level"] and a.kind in row["kinds"])


def get(ids: Iterable[str]) -> Iterator[Agency]:
    """The entries of ids; raises KeyError for one the register does not know."""
    for agency_id in ids:
        entry = Register.load().get(agency_id)
        if entry is None:
            raise KeyError(agency_id)
        yield entry


def _own(class_id: str, place: Province | None, day: date) -> tuple[list[str], list[str]]:
    """What a province has and lacks in a class, otherwise than the others."""
    has: list[str] = []
    lacks: list[str] = []
    for row in table()["own"]:
        here = row["of"] == class_id and place is not None and place.short in row["provinces"]
        if here and row.get("from", date.min) <= day:
            has += row["has"]
            lacks += row.get("lacks", ())
    return has, lacks
