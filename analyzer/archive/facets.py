"""How what was found is distributed: over bodies, areas, months of limits, kinds of documents, issuers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, text

from analyzer.archive.selection import Filters, Selection, due_conditions
from analyzer.knowledge import doc_kinds
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.provinces import by_id
from analyzer.writing.labels import label

NAMES = ("agency", "area", "month", "kind", "issuer")
_SHOWN = 10  # values of a facet


@dataclass(frozen=True, slots=True)
class Value:
    """A value with the number of entries that have it; ``label`` is what it is called in Vietnamese."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values; of months all, in their order. ``others`` counts the values that are left out."""

    name: str
    values: tuple[Value, ...]
    others: int = 0


def facets(connection: Connection, selection: Selection, filters: Filters, shown: int = _SHOWN) -> tuple[Facet, ...]:
    """The facets of what is selected. Bodies are counted in the roles that are asked for, in any where none are."""
    counted: dict[str, list[Any]] = {name: [] for name in NAMES}
    values = dict(selection.values) | {f"role{at}": role for at, role in enumerate(filters.roles)}
    for row in connection.execute(text(_query(selection, filters)), values):
        counted[row.facet].append(row)
    areas = {(row.value, label("area", row.value)): row.entries for row in counted["area"] if row.value}
    kinds = {(row.value, _kind_name(row.value)): row.entries for row in counted["kind"] if row.value}
    return (
        _most("agency", _bodies(counted["agency"]), shown),
        _most("area", areas, shown),
        _months({int(row.value): row.entries for row in counted["month"]}),
        _most("kind", kinds, shown),
        _most("issuer", _bodies(counted["issuer"]), shown),
    )


def _query(selection: Selection, filters: Filters) -> str:
    """All counts in one query. CROSS JOIN keeps SQLite from going through all assignments and days."""
    roles = ", ".join(f":role{at}" for at in range(len(filters.roles)))
    parts = ["assignment.entry = found.entry", *([f"assignment.role IN ({roles})"] if roles else [])]
    days = ["due_day.entry = found.entry", *due_conditions(filters)]
    # of one in the register its identity, of another its name
    own = "CASE WHEN body.agency = '' THEN body.name ELSE '' END"
    identity = f"min(body.name) AS value, body.agency, body.province, body.area, {own} AS own"
    grouped = f"GROUP BY body.agency, body.province, body.area, {own}"
    return f"""
        WITH found AS MATERIALIZED ({selection.sql("hit.entry AS entry, hit.profile AS profile")}),
        profiles AS MATERIALIZED (SELECT found.profile, count(*) AS entries FROM found GROUP BY found.profile),
        bodies AS MATERIALIZED (
            SELECT assignment.body, count(DISTINCT assignment.entry) AS entries
            FROM found CROSS JOIN assignment WHERE {" AND ".join(parts)} GROUP BY assignment.body
        )
        SELECT 'agency' AS facet, {identity}, sum(bodies.entries) AS entries
        FROM bodies JOIN body ON body.id = bodies.body {grouped}
        UNION ALL
        SELECT 'issuer', {identity}, sum(profiles.entries)
        FROM profiles JOIN profile ON profile.id = profiles.profile JOIN body ON body.id = profile.issuer {grouped}
        UNION ALL
        SELECT 'area', profile.area, '', '', '', '', sum(profiles.entries)
        FROM profiles JOIN profile ON profile.id = profiles.profile GROUP BY profile.area
        UNION ALL
        SELECT 'kind', profile.kind, '', '', '', '', sum(profiles.entries)
        FROM profiles JOIN profile ON profile.id = profiles.profile GROUP BY profile.kind
        UNION ALL
        SELECT 'month', CAST(due_day.month AS text), '', '', '', '', count(DISTINCT due_day.entry)
        FROM found CROSS JOIN due_day WHERE {" AND ".join(days)} GROUP BY due_day.month
    """


def _bodies(rows: Iterable[Any]) -> dict[tuple[str, str], int]:
    """Counts by the identity and the name of bodies: of one in the register its full name there."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        identity = _identity(row.agency, row.province, row.area) if row.agency else None
        found[identity or (row.value, row.value)] = int(row.entries)
    return found


@lru_cache(maxsize=65536)
def _identity(agency: str, province: str, area: str) -> tuple[str, str] | None:
    """The identifier of a body of the register and its full name; None for an identifier it does not know."""
    name = _full_name(agency, province, area)
    return ("|".join(filter(None, (agency, province, area))), name) if name else None


def _full_name(agency: str, province: str, area: str) -> str | None:
    entry = Register.load().get(agency)
    try:
        place = by_id(province) if province else next(iter(Register.load().provinces_of(agency)), None)
    except KeyError:
        place = None
    return body_name(entry, place, area or None) if entry else None


def _most(name: str, counted: Mapping[tuple[str, str], int], shown: int) -> Facet:
    ranked = sorted(((value, int(n)) for value, n in counted.items()), key=lambda item: (-item[1], item[0]))
    values = tuple(Value(value, called, count) for (value, called), count in ranked[:shown])
    return Facet(name, values, max(0, len(ranked) - shown))


def _months(counted: Mapping[int, int]) -> Facet:
    values = (Value(f"{m // 100}-{m % 100:02}", f"{m % 100:02}/{m // 100}", n) for m, n in sorted(counted.items()))
    return Facet("month", tuple(values))


def _kind_name(kind: str) -> str:
    found = doc_kinds.by_abbr(kind)
    return found.name if found else kind
