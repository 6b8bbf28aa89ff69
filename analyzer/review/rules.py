"""Which recurrences a person may set: rules of RFC 5545 whose days the analyzer can count."""

from __future__ import annotations

import re

_WEEKDAYS = frozenset(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
_FREQUENCIES = frozenset(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
_NUMBER = re.compile(r"-?[0-9]{1,3}", re.ASCII)
_LONGEST_INTERVAL = 400
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_rule(rrule: str) -> bool:
    """Whether a rule names days that come: one frequency, an interval, and days or months that it goes with.

    >>> is_rule("FREQ=MONTHLY;INTERVAL=3"), is_rule("FREQ=MONTHLY;BYMONTHDAY=-1"), is_rule("FREQ=WEEKLY;BYDAY=FR")
    (True, True, True)
    >>> is_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), is_rule("INTERVAL=2"), is_rule("FREQ=DAILY;COUNT=3")
    (False, False, False)
    """
    pairs = [part.partition("=") for part in rrule.split(";")]
    parts = {name: value for name, _, value in pairs}
    if len(parts) != len(pairs) or not parts.keys() <= {"FREQ", "INTERVAL", *_CHECKS}:
        return False
    frequency, interval = parts.get("FREQ", ""), _numbers(parts.get("INTERVAL", "1"), 1, _LONGEST_INTERVAL)
    if frequency not in _FREQUENCIES or interval is None or len(interval) != 1:
        return False
    if not all(_CHECKS[name](value) for name, value in parts.items() if name in _CHECKS):
        return False
    return _goes_together(frequency, interval[0], parts)


def _goes_together(frequency: str, interval: int, parts: dict[str, str]) -> bool:
    by = parts.keys() & _CHECKS.keys()
    if frequency in ("HOURLY", "DAILY"):
        return not by or (frequency == "DAILY" and interval == 1 and by == {"BYDAY"})
    if frequency == "WEEKLY":
        return by <= {"BYDAY"}
    if "BYDAY" in by:
        return "BYMONTHDAY" not in by
    if "BYSETPOS" in by:
        return False
    months = _numbers(parts.get("BYMONTH", "1"), 1, 12) or []
    days = _numbers(parts.get("BYMONTHDAY", "1"), -31, 31) or []
    return any(abs(day) <= _MONTH_DAYS[month - 1] for month in months for day in days)


def _numbers(listed: str, least: int, most: int) -> list[int] | None:
    """The numbers of a list, each within bounds and not 0; None where one is not."""
    written = listed.split(",")
    if len(written) > 31 or not all(_NUMBER.fullmatch(word) for word in written):
        return None
    numbers = [int(word) for word in written]
    return numbers if all(least <= n <= most and n for n in numbers) else None


_CHECKS = {
    "BYMONTH": lambda listed: _numbers(listed, 1, 12) is not None,
    "BYMONTHDAY": lambda listed: _numbers(listed, -31, 31) is not None,
    "BYDAY": lambda listed: 0 < len(listed.split(",")) <= 7 and set(listed.split(",")) <= _WEEKDAYS,
    "BYSETPOS": lambda listed: _numbers(listed, -5, 5) is not None,
}
