"""Values of one metric by one body, each compared with the year before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from analyzer.assembly.models import Comparator
from analyzer.reporting.model import Aim, Change

_MOST: frozenset[Comparator] = frozenset({"<=", "<"})
_LEAST: frozenset[Comparator] = frozenset({">=", ">"})
_STEPS: frozenset[Comparator] = frozenset({"+", "-"})


def compared(aims: Iterable[Aim]) -> tuple[Aim, ...]:
    """The values by year and day of issue, those without a year last, each with how it stands to the year before.

    The year before is the nearest earlier one that has a value; of several documents for it the latest counts.
    """
    ordered = sorted(aims, key=_order)
    made: list[Aim] = []
    before: Aim | None = None  # the last word on an earlier year
    current: Aim | None = None
    for aim in ordered:
        if aim.year is None:
            made.append(aim)
            continue
        if current is not None and aim.year != current.year:
            before = current
        made.append(_marked(aim, before))
        current = aim
    return tuple(made)


def _order(aim: Aim) -> tuple[bool, int, date, str, date, float]:
    day = aim.issued_on or date.min
    return aim.year is None, aim.year or 0, day, aim.where.document, aim.by or date.min, aim.value


def _marked(aim: Aim, before: Aim | None) -> Aim:
    """The value with what has changed; as it is where the two cannot be compared."""
    if before is None or not _comparable(aim.comparator, before.comparator):
        return aim
    change: Change = "same" if aim.value == before.value else "higher" if aim.value > before.value else "lower"
    limits = {aim.comparator, before.comparator}
    eased = change == ("higher" if limits & _MOST else "lower")
    return replace(aim, change=change, eased=eased, before=before.year)


def _comparable(a: Comparator, b: Comparator) -> bool:
    """Whether both are minima or both maxima; "=" goes with either. Steps ("tăng 5%") start from different values."""
    both = {a, b}
    return not (both & _STEPS) and not (both & _MOST and both & _LEAST)
