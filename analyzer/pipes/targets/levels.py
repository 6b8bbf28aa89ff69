"""Lengths of time that are levels to reach ("rút ngắn … xuống còn 12 ngày"), no time limits."""

from __future__ import annotations

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.mentions import Target, TimeMention
from analyzer.pipes.targets.clause import Clause
from analyzer.pipes.targets.zones import ZoneKind

_SHORTENS = pattern("target.levels.shortens")
_LASTS = pattern("target.levels.lasts")
_REACH = 200
_UNITS = ("ngày", "giờ", "phút", "tháng", "tuần", "năm")


def is_level(clause: Clause, zone: ZoneKind | None, *, follows: bool) -> bool:
    """Whether a length of time is what a measure is to come down to; ``follows``: the one before it is.

    >>> from analyzer.pipes.targets.clause import Breaks
    >>> from analyzer.pipes.targets.values import find_values
    >>> for text in ("Rút ngắn thời gian cấp phép xuống còn 12 ngày.", "Trả kết quả trong 12 ngày."):
    ...     is_level(Breaks(text).clause(find_values(text)[0]), "tasks", follows=False)
    True
    False
    """
    value = clause.value
    if not (value.unit or "").startswith(_UNITS):
        return False
    left = clause.text[max(clause.start, value.core - _REACH) : value.core]
    if zone in ("tasks", "chi_tieu") and _SHORTENS.search(left):
        return True
    return zone == "chi_tieu" and (_LASTS.search(left) is not None or (follows and value.firm))


def may_be(time: TimeMention) -> bool:
    """Whether a time could be a level: a length that is counted from nothing."""
    return time.value.duration is not None and time.anchor is None


def without_levels(times: list[TimeMention], targets: list[Target]) -> list[TimeMention]:
    """The times that are no levels of a target and not what a level is counted from."""
    lengths = [t for t in targets if (t.unit or "").startswith(_UNITS)]
    return [t for t in times if not may_be(t) or not any(_level_of(t, length) for length in lengths)]


def _level_of(time: TimeMention, target: Target) -> bool:
    inside = target.start <= time.start < target.end or time.start <= target.start < time.end
    return inside or (target.baseline is not None and 0 <= target.start - time.end <= 2)
