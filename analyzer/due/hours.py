"""The hour of a time limit: "trước 17 giờ 00", "16h30", "3 giờ chiều"."""

from __future__ import annotations

from analyzer.knowledge.patterns import pattern

_CLOCK = pattern("due.hours.clock")
_NOON = 12


def last_hour(low: str) -> str | None:
    """The last time of day that folded words name, on the clock of 24 hours; None where none is.

    >>> last_hour("trước 17 giờ 00 ngày 15/3/2024"), last_hour("từ 8h00 đến 11h30 ngày 20/3"), last_hour("trước 17h")
    ('17:00', '11:30', '17:00')
    >>> last_hour("trước 3 giờ chiều ngày 20/3"), last_hour("ngày 20/3/2024")
    ('15:00', None)
    """
    found: str | None = None
    for match in _CLOCK.finditer(low):
        hour, minute = int(match["h"]), int(match["min"] or 0)
        hour = _on_the_day(hour, match["part"])
        if minute < 60 and (hour < 24 or (hour == 24 and minute == 0)):
            found = f"{hour:02}:{minute:02}"
    return found


def _on_the_day(hour: int, part: str | None) -> int:
    """The hour of the day: "12 giờ đêm" ends it, "1 giờ trưa" and "5 giờ chiều" come after noon."""
    if part == "đêm" and _NOON - 4 <= hour <= _NOON:
        return hour + _NOON
    afternoon = part in ("chiều", "tối") or (part == "trưa" and hour < 4)
    return hour + _NOON if afternoon and hour < _NOON else hour
