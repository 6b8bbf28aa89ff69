"""Numbers and days as packets spell them.

The standard wants ``CodeNumber`` 639 with ``CodeNotation`` UBND-NC and days as yyyy/MM/dd; software writes what its
own fields hold.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.reading.characters import clean, repair_mojibake
from analyzer.reading.repair import repair

_VIETNAM = timezone(timedelta(hours=7))
_LABEL = re.compile(r"^số(?: (?:và )?ký hiệu| hiệu)?\s?[:.]?\s(?=\S)|^số:", re.IGNORECASE)
_JOINT = re.compile(r"\s{0,3}([-/])\s{0,3}")
_SERIAL = re.compile(r"\d{1,6}[^\W\d_]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# What stands before the slash of a Party number is the kind: "12-CT/TW", where offices of the state write "12/CT-UBND".
_PARTY = re.compile(r"[^\W\d_]{1,6}/[^\W\d_]")
_CLOCK = (
    r"(?:[T\s]\s?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s?(?P<half>[AaPp][Mm]|SA|CH)?)?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_DAYS = (
    re.compile(rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){_CLOCK}"),
    re.compile(rf"(?P<d>\d{{1,2}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<y>\d{{4}}){_CLOCK}"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4})", re.IGNORECASE),
)
# Software that has no day writes the first or the last one it knows: 0001-01-01, 1753/01/01, 1900/01/01, 9999-12-31.
_FIRST, _LAST = date(1945, 9, 2), date(2100, 1, 1)
_EPOCH = date(1970, 1, 1)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(fold(word) for word in read_toml("packets.toml")["fillers"])


def value_of(text: str) -> str | None:
    """A field's text as the canonical text would have it; None where it is empty or a stand-in for nothing.

    >>> value_of(" Uỷ ban nha\\u0302n da\\u0302n\\n tỉnh A "), value_of("N/A")
    ('Uỷ ban nhân dân tỉnh A', None)
    """
    line = text.replace("\n", " ")
    value, _ = repair(clean(repair_mojibake(line) or line))
    return None if not value.strip(" -_.…") or fold(value) in _fillers() else value


def join_number(serial: str | None, notation: str | None) -> str | None:
    """The number of a document from its two fields, whichever of them holds how much of it; None without a serial.

    >>> join_number("639", "UBND-NC"), join_number("05", "/CT-UBND"), join_number("12", "CT/TW")
    ('639/UBND-NC', '05/CT-UBND', '12-CT/TW')
    >>> join_number("107/2021", "NĐ-CP"), join_number("639/UBND-NC", "UBND-NC"), join_number(None, "UBND-NC")
    ('107/2021/NĐ-CP', '639/UBND-NC', None)
    """
    first, second = (_compact(part) for part in (serial, notation))
    first, second = first.rstrip("/-"), second.rstrip("/-")
    whole = _SERIAL.match(second)
    if whole is not None:
        # The notation holds the whole number; the serial, where there is one, only repeats its beginning.
        repeated = whole.group().lstrip("0") == first.lstrip("0")
        if repeated or (not first and not _YEAR.fullmatch(whole.group())):
            first, second = second, ""
    if not first or not first[0].isdigit():
        return None
    if not second.strip("/-"):
        return first
    rest = second.lstrip("/-")
    if any(c.isalpha() for c in first) and first.casefold().endswith(rest.casefold()):
        return first
    joint = second[0] if second[0] in "/-" else "-" if _PARTY.match(rest) and not _YEAR.search(first) else "/"
    return first + joint + rest


def _compact(part: str | None) -> str:
    return _JOINT.sub(r"\1", _LABEL.sub("", part or "")).strip()


def parse_day(text: str) -> date | None:
    """The day a field gives, in Vietnam's time; None where it gives none. ValueError where it cannot be told.

    >>> [parse_day(d).isoformat() for d in ("2020/10/30", "30/10/2020 08:15", "2020-10-29T17:00:00Z")]
    ['2020-10-30', '2020-10-30', '2020-10-30']
    >>> parse_day("0001-01-01T00:00:00") is None
    True
    >>> parse_day("10/30/2020")
    Traceback (most recent call last):
    ValueError: no day: 10/30/2020
    """
    match = next((m for m in (pattern.fullmatch(text.strip()) for pattern in _DAYS) if m), None)
    if match is None:
        raise ValueError(f"no day: {text}")
    found = match.groupdict()
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError as error:
        if int(found["y"]) == 0:
            return None
        raise ValueError(f"no day: {text}") from error
    if not _FIRST <= day < _LAST or day == _EPOCH:
        return None
    if found.get("zone") and found.get("hour"):
        return _in_vietnam(day, found, text)
    return day


def _in_vietnam(day: date, found: dict[str, str | None], text: str) -> date:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    half = (found["half"] or "").upper()
    if half:
        hour = hour % 12 + (12 if half in ("PM", "CH") else 0)
    zone = found["zone"] or "Z"
    offset = timedelta()
    if zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC) - offset
    except (ValueError, OverflowError) as error:
        raise ValueError(f"no day: {text}") from error
    return moment.astimezone(_VIETNAM).date()
