"""How what was found is distributed: over bodies, areas, months of limits, kinds of documents, issuers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from analyzer.archive.index.tables import profile
from analyzer.archive.selection import Filters, Selection, due_conditions
from analyzer.archive.tables import body
from analyzer.knowledge import doc_kinds
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.provinces import by_id
from analyzer.writing.labels import label

NAMES = ("agency", "area", "month", "kind", "issuer")
_SHOWN = 10  # values of a facet
_CHUNK = 500


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
    counted = _count(connection, selection, filters)
    profiles = _by_id(connection, profile, counted["profile"])
    by = {name: _add((p[name], n) for p, n in profiles) for name in ("area", "kind", "issuer")}
    issuers = _bodies(connection, {issuer: count for issuer, count in by["issuer"].items() if issuer})
    return (
        _most("agency", _bodies(connection, counted["agency"]), shown),
        _most("area", {(area, label("area", area)): n for area, n in by["area"].items() if area}, shown),
        _months(counted["month"]),
        _most("kind", {(kind, _kind_name(kind)): n for kind, n in by["kind"].items() if kind}, shown),
        _most("issuer", issuers, shown),
    )


def _count(connection: Connection, selection: Selection, filters: Filters) -> dict[str, dict[int, int]]:
    """The entries of each profile, body and month, in one query."""
    roles = (
        [f"assignment.role IN ({', '.join(f':role{at}' for at in range(len(filters.roles)))})"] if filters.roles else []
    )
    # CROSS JOIN keeps SQLite from going through all assignments.
    query = f"""
        WITH found AS MATERIALIZED ({selection.sql("hit.entry AS entry, hit.profile AS profile")})
        SELECT 'profile' AS facet, found.profile AS value, count(*) AS entries FROM found GROUP BY found.profile
        UNION ALL
        SELECT 'agency', assignment.body, count(DISTINCT assignment.entry)
        FROM found CROSS JOIN assignment
        WHERE {" AND ".join(["assignment.entry = found.entry", *roles])} GROUP BY assignment.body
        UNION ALL
        SELECT 'month', due_day.month, count(DISTINCT due_day.entry)
        FROM found CROSS JOIN due_day
        WHERE {" AND ".join(["due_day.entry = found.entry", *due_conditions(filters)])} GROUP BY due_day.month
    """
    values = dict(selection.values) | {f"role{at}": role for at, role in enumerate(filters.roles)}
    found: dict[str, dict[int, int]] = {"profile": {}, "agency": {}, "month": {}}
    for name, value, count in connection.execute(text(query), values):
        found[name][value] = count
    return found


def _by_id(connection: Connection, table: Any, counted: Mapping[int, int]) -> list[tuple[Any, int]]:
    """The rows of a table with their counts."""
    ids, found = list(counted), []
    if len(ids) > 5000:  # most of the table
        rows = connection.execute(select(table)).mappings()
        return [(row, counted[row["id"]]) for row in rows if row["id"] in counted]
    for start in range(0, len(ids), _CHUNK):
        query = select(table).where(table.c.id.in_(ids[start : start + _CHUNK]))
        found += [(row, counted[row["id"]]) for row in connection.execute(query).mappings()]
    return found


def _bodies(connection: Connection, counted: Mapping[int, int]) -> dict[tuple[str, str], int]:
    """Counts by body, the rows of one body under several names put together."""
    return _add((_identity(row), count) for row, count in _by_id(connection, body, counted))


def _identity(row: Any) -> tuple[str, str]:
    """The identifier and the name of a body: of one in the register its full name there, of another as written."""
    entry = Register.load().get(row["agency"]) if row["agency"] else None
    if entry is None:
        return row["name"], row["name"]
    identifier = "|".join(filter(None, (row["agency"], row["province"], row["area"])))
    return identifier, _full_name(row["agency"], row["province"], row["area"]) or row["name"]


def _full_name(agency: str, province: str, area: str) -> str | None:
    entry = Register.load().get(agency)
    try:
        place = by_id(province) if province else next(iter(Register.load().provinces_of(agency)), None)
    except KeyError:
        place = None
    return body_name(entry, place, area or None) if entry else None


def _add(pairs: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for value, count in pairs:
        found[value] = found.get(value, 0) + count
    return found


def _most(name: str, counted: Mapping[tuple[str, str], int], shown: int) -> Facet:
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    values = tuple(Value(value, called, count) for (value, called), count in ranked[:shown])
    return Facet(name, values, max(0, len(ranked) - shown))


def _months(counted: Mapping[int, int]) -> Facet:
    values = (Value(f"{m // 100}-{m % 100:02}", f"{m % 100:02}/{m // 100}", n) for m, n in sorted(counted.items()))
    return Facet("month", tuple(values))


def _kind_name(kind: str) -> str:
    found = doc_kinds.by_abbr(kind)
    return found.name if found else kind
