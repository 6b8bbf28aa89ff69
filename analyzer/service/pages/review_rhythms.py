"""Recurrences (RFC 5545 without DTSTART) in words for staff."""

from __future__ import annotations

from collections.abc import Mapping

#: How often something comes again, for the choices of the page.
RHYTHMS: Mapping[str, str] = {
    "FREQ=DAILY": "Hằng ngày",
    "FREQ=WEEKLY": "Hằng tuần",
    "FREQ=MONTHLY": "Hằng tháng",
    "FREQ=MONTHLY;INTERVAL=3": "Hằng quý",
    "FREQ=MONTHLY;INTERVAL=6": "6 tháng một lần",
    "FREQ=YEARLY": "Hằng năm",
}
_UNITS = {"HOURLY": "giờ", "DAILY": "ngày", "WEEKLY": "tuần", "MONTHLY": "tháng", "YEARLY": "năm"}
_WEEKDAYS = {
    "MO": "thứ Hai",
    "TU": "thứ Ba",
    "WE": "thứ Tư",
    "TH": "thứ Năm",
    "FR": "thứ Sáu",
    "SA": "thứ Bảy",
    "SU": "Chủ nhật",
}
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH"}


def rhythm(rrule: str) -> str:
    """A recurrence in words; the rule itself where there are none for it.

    >>> rhythm("FREQ=MONTHLY;INTERVAL=3"), rhythm("FREQ=MONTHLY;BYMONTHDAY=-1"), rhythm("FREQ=WEEKLY;BYDAY=MO,FR")
    ('Hằng quý', 'Ngày cuối tháng, hằng tháng', 'Thứ Hai, thứ Sáu, hằng tuần')
    >>> rhythm("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"), rhythm("FREQ=DAILY;COUNT=3")
    ('Ngày 20, tháng 3, 6, 9, 12, hằng năm', 'FREQ=DAILY;COUNT=3')
    """
    if rrule in RHYTHMS:
        return RHYTHMS[rrule]
    parts = dict(part.partition("=")[::2] for part in rrule.split(";"))
    frequency, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    days = [_WEEKDAYS.get(day) for day in _list(parts, "BYDAY")]
    dates = [_date(day) for day in _list(parts, "BYMONTHDAY")]
    if not parts.keys() <= _KNOWN or frequency not in _UNITS or None in days or None in dates:
        return rrule
    months = ", ".join(_list(parts, "BYMONTH"))
    unit = _UNITS[frequency]
    told = [*days, *dates, f"tháng {months}" if months else ""]
    told.append(RHYTHMS.get(f"FREQ={frequency};INTERVAL={interval}", f"{interval} {unit} một lần").lower())
    if interval == "1":
        told[-1] = f"hằng {unit}"
    words = ", ".join(filter(None, told))
    return words[0].upper() + words[1:]


def _list(parts: Mapping[str, str], name: str) -> list[str]:
    return parts[name].split(",") if parts.get(name) else []


def _date(day: str) -> str | None:
    if day == "-1":
        return "ngày cuối tháng"
    return f"ngày {day}" if day.isdecimal() else None
