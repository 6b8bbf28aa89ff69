"""The lines of a letterhead with a fixed form: number and symbol, place and date (Decree 30/2020, annex I, II.3-4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analyzer.layout.words import words

_NUMBER_WORD = re.compile(r"số(?<!\wsố)(?!\w)[ \t\u00a0]{0,12}([:.]?)")
_SERIAL = re.compile(r"[\s|]{0,12}(\d[\d.]{0,8}[a-zđ]?(?:bis)?(?![^\W_])|[.…_ ]{1,60}(?=[/-])|(?=[/-])|$)")
_SEPARATOR = re.compile(r"(\s{0,12})([/_-])(\s?)")
_SYMBOL = re.compile(r"\d{4}(?!\d)|[^\W\d_](?:[^\W_]|[&+,.](?=[^\W\d_])){0,24}|[.…]{1,9}(?=[/-])")
_BARE = re.compile(r"(?<![\w/.-])\d{1,6}[a-zđ]?(?=\s?[/-]\s?(?:\d{4}\s?/\s?)?[a-zđ])")
_DATE = re.compile(
    r"ngày[\s.…_]{0,12}(?P<d>\d{1,2})?[\s.…_]{0,12}tháng[\s.…_]{0,12}(?P<m>\d{1,2})?[\s.…_]{0,12}năm(?:[\s.…_]{0,8}(?P<y>\d{4}))?"
    r"|ngày\s{1,3}(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4})"
)
_HOUR = re.compile(
    r",?\s{0,3}(?:hồi|lúc)\s{1,2}\d{1,2}\s{0,2}(?:giờ|h|g|:)\s{0,2}(?:\d{1,2}\s{0,2}(?:phút|')?)?,?\s{0,3}$"
)
_NUMBERED = re.compile(r"(?:phường|quận|khu phố|xã) \d{1,2}$")
_AFTER_DATE = re.compile(r"\s{0,3}[,;:]|[^\S\n]{1,3}[^\W\d_]")
_NO_PLACES = re.compile(
    r"(?:thứ|chủ nhật|vào|từ|đến|trước|sau|đăng|cập|tính|kể|là|trong|tại|và|sáng|chiều|hôm|hết|ký|ban hành)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number line. ``number`` is None when its serial is blank, ``symbol`` what follows the serial ("/KH-UBND")."""

    start: int
    end: int
    number: str | None
    symbol: str
    number_start: int


@dataclass(frozen=True, slots=True)
class DateLine:
    """A place-and-date line. ``day`` is None when it is blank or no day of the calendar; ``year`` may stand alone."""

    start: int
    end: int
    place: str | None
    day: date | None
    year: int | None


def read_number(text: str, low: str, at: int) -> tuple[int, str] | None:
    """The end of the symbol that begins at ``at`` with its separator, and its letters without blanks.

    >>> text = "Số: 18/CT-UBND A, ngày 26"
    >>> read_number(text, text.lower(), 6)
    (14, '/CT-UBND')
    """
    parts: list[str] = []
    end = at
    for _ in range(6):
        separator = _SEPARATOR.match(low, end)
        if separator is None or ("\n" in separator.group() and parts and separator.group(2) != "-"):
            break
        symbol = _SYMBOL.match(low, separator.end())
        if symbol is None:
            break
        written = text[symbol.start() : symbol.end()]
        loose = bool(parts) and bool(separator.group(1) or separator.group(3))
        if loose and not _is_code(written):
            break
        parts.append(separator.group(2) + written)
        end = symbol.end()
    symbols = "".join(parts)
    return (end, symbols) if any(c.isalpha() for c in symbols) else None


def _is_code(word: str) -> bool:
    """Whether a word set off by blanks is still of the number ("- UBND") and no word of the line ("- Hà Nội")."""
    capitals = sum(c.isupper() for c in word)
    return capitals >= 2 or word.isdigit() or (len(word) == 1 and capitals == 1)


def numbers(text: str, low: str, limit: int) -> Iterator[NumberLine]:
    """Number lines of ``text[:limit]``: "Số" at the start of a line or cell, or after capitals, with a number."""
    for word in _NUMBER_WORD.finditer(low, 0, limit):
        if not _may_open(text, word.start(), bool(word.group(1))):
            continue
        serial = _SERIAL.match(low, word.end())
        if serial is None:
            continue
        digits = serial.group(1).strip(" .…_")
        found = read_number(text, low, serial.end(1))
        if found is None:
            rest = low[serial.end(1) : serial.end(1) + 3].strip(" ")
            if not word.group(1) or (rest and rest[0] not in "\n|") or "\n" in low[word.end() : serial.start(1)]:
                continue
            yield NumberLine(word.start(), serial.end(1), digits or None, "", serial.start(1))
            continue
        end, symbol = found
        yield NumberLine(word.start(), end, digits + symbol if digits else None, symbol, serial.start(1))


_KIND_WORDS = frozenset(
    ("nghị quyết", "quyết định", "chỉ thị", "công văn", "kế hoạch", "thông báo", "kết luận", "công điện")
)


def _may_open(text: str, at: int, colon: bool) -> bool:
    line = text.rfind("\n", 0, at) + 1
    before = text[max(line, at - 60) : at].rstrip(" \t\u00a0*_-")
    if not before or before.endswith("|"):
        return True
    if colon and before.lower() in _KIND_WORDS:
        return True  # "Quyết định số: 22/QĐ-UBND"
    last = before.split()[-1]
    return text[at].isupper() and ((last.isupper() and len(last) > 1) or (colon and last.lower() in ("phúc", "nam")))


def bare_number(text: str, low: str, start: int, end: int) -> NumberLine | None:
    """A number that fills ``[start, end)`` without the word "Số" in front."""
    serial = _BARE.match(low, start)
    found = read_number(text, low, serial.end()) if serial else None
    if serial is None or found is None or found[0] < end:
        return None
    return NumberLine(start, end, serial.group() + found[1], found[1], start)


def dates(text: str, low: str, limit: int, loose: bool = False) -> Iterator[DateLine]:
    """Place-and-date lines of ``text[:limit]``: a place in front, and nothing of a sentence behind.

    >>> list(dates("A, ngày 5 tháng 3 năm 2024", "a, ngày 5 tháng 3 năm 2024", 26))[0].day
    datetime.date(2024, 3, 5)
    """
    for match in _DATE.finditer(low, 0, limit):
        line = text.rfind("\n", 0, match.start()) + 1
        cell = max(line, text.rfind("|", line, match.start()) + 1)
        if cell == line and cell > 1 and not text[line : match.start()].strip() and text[line - 2] == ",":
            cell = text.rfind("\n", 0, line - 1) + 1  # the place on a line of its own
        place_start = _place_start(text, low, cell, match.start())
        after = _AFTER_DATE.match(low, match.end())
        small = after is not None and (after.group()[-1] in ",;:" or text[after.end() - 1].islower())
        if place_start is None or (small and not loose):
            continue
        hour = _HOUR.search(low, place_start, match.start())
        place = text[place_start : hour.start() if hour else match.start()].strip(" ,.;\n")
        day, month, year = (match[k] or match[f"{k}2"] for k in "dmy")
        yield DateLine(
            place_start, match.end(), place or None, calendar_day(day, month, year), int(year) if year else None
        )


def issued(low: str, start: int, end: int) -> DateLine | None:
    """The date without a place that ``low[start:end]`` opens with: "ngày 5 tháng 3 năm 2024 về việc …".

    >>> issued("ngày 5/3/2024 về việc a", 0, 23).day, issued("ngày hội", 0, 8)
    (datetime.date(2024, 3, 5), None)
    """
    begin = next((at for at in range(start, min(end, start + 12)) if low[at] not in " ,"), end)
    match = _DATE.match(low, begin, end)
    if match is None:
        return None
    day, month, year = (match[k] or match[f"{k}2"] for k in "dmy")
    return DateLine(begin, match.end(), None, calendar_day(day, month, year), int(year) if year else None)


def calendar_day(day: str | None, month: str | None, year: str | None) -> date | None:
    """The date, None where a part is blank or the calendar has no such day.

    >>> calendar_day("30", "02", "2024") is None, calendar_day("01", "3", "2024")
    (True, datetime.date(2024, 3, 1))
    """
    if not (day and month and year):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _place_start(text: str, low: str, cell: int, ngay: int) -> int | None:
    """Where the place name in front of "ngày" begins; None where there is none."""
    hour = _HOUR.search(low, max(cell, ngay - 40), ngay)
    ngay = hour.start() if hour else ngay
    before = text[cell:ngay]
    bare = before.strip(" ,.;:*")
    if not bare or not bare[0].isalpha():
        return None  # a bullet: an item that names a day
    if (
        len(bare) <= 40
        and not _NO_PLACES.match(bare.lower())
        and (not any(c.isdigit() or c in "()" for c in bare) or _NUMBERED.match(bare.lower()))
        and (not bare[0].isupper() or not _has_tail(bare))
    ):
        return cell + len(before) - len(before.lstrip())
    tokens = list(re.finditer(r"\S+", before))
    start = None
    for token in reversed(tokens[-6:]):
        word = token.group().rstrip(",.;")
        if not word or not word[0].isupper() or any(c.isdigit() or c in "()/" for c in word):
            break
        if token.group()[-1:] in ",;" and start is not None:
            break
        start = token.start()
    if start is None or _NO_PLACES.match(before[start:].strip(" ,.").lower()):
        return None
    at = cell + start
    unit = list(words().unit.finditer(low, max(cell, at - 12), at))
    return unit[-1].start() if unit and unit[-1].end() >= at - 2 else at


def _has_tail(bare: str) -> bool:
    """Whether small words show that more than a place stands before the date."""
    return any(w[0].islower() and w not in ("phố", "xã", "trấn", "khu") for w in bare.split())
