"""Targets: numeric commitments with their value, unit, comparator and what they measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from analyzer.layout.tables import Table
from analyzer.pipes.mentions import Target, TimeMention, TimeValue
from analyzer.pipes.targets import levels
from analyzer.pipes.targets.attributes import (
    Around,
    TimeIndex,
    baseline_of,
    due_of,
    exclusions_of,
    metric_of,
    scope_of,
    zipped_scopes,
)
from analyzer.pipes.targets.clause import Breaks, Clause
from analyzer.pipes.targets.judge import Context, judge
from analyzer.pipes.targets.rows import find_rows
from analyzer.pipes.targets.values import Value, find_values
from analyzer.pipes.targets.zones import Zone, ZoneIndex, ZoneKind, derive
from analyzer.spans import Mask

__all__ = ["Zone", "ZoneKind", "find"]


def find(
    text: str,
    *,
    times: Sequence[TimeMention] = (),
    mask: Mask | None = None,
    zones: Sequence[Zone] = (),
    issued_on: date | None = None,
    tables: Sequence[Table] = (),
) -> list[Target]:
    """The targets of a text, in text order.

    ``times`` are the time expressions of the text: numbers in them are no values, and they give the due dates. ``mask``
    covers citations. ``zones`` tell which parts list targets and which give background; without them headings decide.
    ``issued_on`` tells past periods from future ones. ``tables`` are those of the layout: rows of measures are read by
    their columns, all else as prose.

    >>> text = "Phấn đấu tỷ lệ hồ sơ nộp trực tuyến đạt tối thiểu 65%; năm trước đã đạt 48%."
    >>> [(text[t.start:t.end], t.value, t.unit, t.comparator, t.metric) for t in find(text)]
    [('tối thiểu 65%', 65.0, '%', '>=', 'tỷ lệ hồ sơ nộp trực tuyến')]
    """
    index = TimeIndex(times)
    zone_index = ZoneIndex(zones or derive(text))
    first_order = min((z.start for z in zones if z.kind != "background"), default=0)
    breaks = Breaks(text)
    rows, row_targets = find_rows(text, tables, index)
    products, work = _cells(tables, "product"), _cells(tables, "content", "product")

    def skip(start: int, end: int) -> bool:
        if mask is not None and mask.covers(start, end):
            return True
        time = index.covering(start, start + 1)
        return (time is not None and not levels.may_be(time)) or rows.covers(start, end)

    def zone_at(value: Value) -> ZoneKind | None:
        return zone_index.kind_at(value.core) or ("tasks" if work.covers(value.core, value.core + 1) else None)

    values = _counting(find_values(text, skip), index, breaks, zone_at)
    found: list[_Found] = []
    told: Clause | None = None
    for i, value in enumerate(values):
        clause = breaks.clause(value)
        last = found[-1] if found else None
        if last is not None and last.clause.start == clause.start:
            _coordinate(last.value, value, text)
        zone = zone_at(value)
        context = Context(
            zone=zone,
            follows=last is not None and _shortly_after(clause, last.clause),
            told=told is not None and _shortly_after(clause, told) and not breaks.parted(told.value.end, value.core),
            past=_past(clause, index, issued_on),
            product=products.covers(value.core, value.core + 1),
            lead=zone is None and value.core < first_order and not clause.itemised,
            carried=last is not None and _carries(last.value, value, text),
        )
        verdict = "target" if value.kind == "level" else judge(clause, context, breaks)
        if verdict == "target":
            if last is not None and value.start < last.value.end:
                value.start = value.core  # "5% trở lên 5%": no word belongs to both
            before = values[i - 1].end if i and values[i - 1].start >= clause.start else None
            after = values[i + 1].start if i + 1 < len(values) and values[i + 1].end <= clause.end else None
            found.append(_Found(value, clause, Around.of(clause, before, after)))
        told = clause if verdict == "report" else told
    targets = [_target(item, index, zone_index, text) for item in found]
    _share_scopes(found, targets)
    return sorted([*targets, *row_targets], key=lambda t: t.start)


_LIMITS = ("trong", "nội trong", "chậm nhất", "muộn nhất", "sau", "thời hạn")


def _counting(
    values: Sequence[Value], times: TimeIndex, breaks: Breaks, zone_at: Callable[[Value], ZoneKind | None]
) -> list[Value]:
    """The values that count or measure; a length of time does only where it is a level to reach."""
    kept: list[Value] = []
    for value in values:
        if value.kind == "period" or (value.kind == "clock" and not value.firm):
            clause = breaks.clause(value)
            last = kept[-1] if kept else None
            follows = last is not None and last.kind == "level" and last.core >= clause.line_start
            if levels.is_level(clause, zone_at(value), follows=follows):
                value.kind = "level"
        time = times.covering(value.core, value.core + 1) if value.kind == "clock" else None
        limits = time is not None and breaks.text[time.start : time.end].lower().startswith(_LIMITS)
        if value.kind not in ("period", "label") and not limits:
            kept.append(value)
    return kept


def _cells(tables: Sequence[Table], *roles: str) -> Mask:
    """The cells of work tables that hold what the roles say."""
    rows = [row for table in tables if table.kind == "tasks" for row in table.rows]
    return Mask([cell for row in rows for role in roles for cell in row.cells.get(role, ())])


def _shortly_after(clause: Clause, earlier: Clause) -> bool:
    return clause.line_start == earlier.line_start and clause.value.core - earlier.value.end < 240


def _past(clause: Clause, index: TimeIndex, issued_on: date | None) -> date | None:
    """The end of the period the words before the value speak of, where it lies before the year of issue."""
    if issued_on is None:
        return None
    before = index.within(max(clause.start, clause.value.core - 200), clause.value.core)
    ends = [t.value.end for t in before if t.value.end is not None]
    return ends[-1] if ends and ends[-1].year < issued_on.year else None


def _coordinate(previous: Value, value: Value, text: str) -> None:
    """Carry a demand over to the next value of the same kind: "ít nhất 20 hợp tác xã, 5 doanh nghiệp"."""
    between = text[previous.end : value.start]
    counts = ("thing", "people", "measure", "money", "other")
    alike = previous.kind == value.kind == "share" or (previous.kind in counts and value.kind in counts)
    whole = value.kind == "share" and value.number == 100
    joined = between.endswith((", ", " và ")) and len(between) <= 80 and not any(c.isdigit() for c in between)
    if previous.firm and not value.chain and alike and joined and not whole:
        value.comparator, value.firm = previous.comparator, True


def _carries(previous: Value, value: Value, text: str) -> bool:
    """Whether a count goes on a list that a commitment opens: "40 máy tính, 2 máy in và 1 máy quét"."""
    between = text[previous.end : value.core]
    counts = ("thing", "people", "other")
    return (
        previous.kind in counts
        and value.kind in counts
        and not value.chain
        and 0 < len(between) <= 40
        and between.endswith((", ", " và ", "; "))
        and not any(c in between[:-2] for c in ".;:\n")
    )


class _Found(NamedTuple):
    """A commitment with the words around it."""

    value: Value
    clause: Clause
    around: Around


def _target(item: _Found, index: TimeIndex, zones: ZoneIndex, text: str) -> Target:
    value, clause, around = item
    return Target(
        value.start,
        value.end,
        value.number,
        value.unit,
        value.comparator,
        upper=value.upper,
        metric=metric_of(around, value),
        scope=scope_of(around),
        exclusions=exclusions_of(clause),
        baseline=baseline_of(clause, value),
        due=due_of(clause, index, text) or _due_of_zone(value, index, zones),
    )


def _due_of_zone(value: Value, index: TimeIndex, zones: ZoneIndex) -> TimeValue | None:
    """The time in the heading of the part that lists the target."""
    zone = zones.at(value.core)
    if zone is None or zone.kind != "chi_tieu":
        return None
    heading = [t for t in index.within(zone.start, min(zone.end, zone.start + 220)) if t.value.duration is None]
    return heading[0].value if heading and heading[0].end < value.start else None


def _share_scopes(found: list[_Found], targets: list[Target]) -> None:
    """Fill in what values share: a list of values has one metric and a scope each; a value that names no metric of its
    own takes that of its neighbour in the line ("đến năm 2025, 80%; đến năm 2030, 100% hồ sơ …")."""
    i = 0
    while i < len(found):
        j = i + 1
        while j < len(found) and found[j].value.listed:
            j += 1
        if j - i > 1:
            scopes = zipped_scopes(found[i].clause, j - i)
            for k in range(i, j):
                targets[k] = replace(
                    targets[k], metric=targets[i].metric, scope=scopes[k - i] if scopes else targets[k].scope
                )
        i = j
    for i in range(len(found)):
        if targets[i].metric is None or targets[i].metric == targets[i].scope:
            for k in (i - 1, i + 1):
                if 0 <= k < len(found) and _alike(found[i], found[k]) and targets[k].metric:
                    targets[i] = replace(targets[i], metric=targets[k].metric)
                    break


def _alike(one: _Found, other: _Found) -> bool:
    return one.clause.line_start == other.clause.line_start and one.value.unit == other.value.unit
