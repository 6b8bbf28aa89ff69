"""What follows the number of a citation: "ngày 06 tháng 12 năm 2021 của Chính phủ"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from analyzer.pipes.references.issuers import issuer_end

_MONTH_WORDS: Final = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_FIGURES: Final = r"(?P<d>\d{1,2})\s{0,2}[/.\-]\s{0,2}(?P<m>\d{1,2})\s{0,2}[/.\-]\s{0,2}(?P<y>\d{4}|\d{2}(?!\d))"
_WORDS: Final = (
    r"(?P<dd>\d{1,2})\s{0,2}tháng\s{1,2}"
    r"(?P<mm>\d{1,2}|giêng|mười hai|mười một|mười|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín)"
    r"\s{0,2},?\s{0,2}năm\s{0,2}(?P<yy>\d{4})"
)
_SIGNED: Final = r"(?:(?:được\s|do\s)?(?:ký|ban hành|ký ban hành|thông qua)\s{1,2})?"
#: A full date after "ngày".
DATE: Final = rf"ngày\s{{0,3}}(?:{_FIGURES}|{_WORDS})(?!\d|[/\-]\d)"

_DATED: Final = re.compile(rf"\s{{0,2}},?\s{{0,3}}\(?{_SIGNED}{DATE}")
_BARE_DATE: Final = re.compile(rf"\s?(?:,|\()\s{{0,2}}(?:{_FIGURES})(?!\d|[/\-]\d)")
_DAY_ONLY: Final = re.compile(r"[ ]{1,3}ngày[ ]{1,3}\d{1,2}(?:[/\-]\d{1,2}|\stháng\s\d{1,2})(?=[\s,.;)]|$)")
_YEAR: Final = re.compile(r"\s{1,2}năm\s{1,2}(?:19|20)\d\d(?!\d|\s?[-/]\s?\d)")
_BY: Final = re.compile(r"\s{0,3}(?:của|do)\s{1,3}")
_NEW_SENTENCE: Final = re.compile(r"\n\s?Ngày")


class Tail(NamedTuple):
    """Where the citation ends, its date and the range of its issuer."""

    end: int
    issued_on: date | None
    issuer: tuple[int, int] | None


def date_of(match: re.Match[str]) -> date | None:
    """The date a match of ``DATE`` stands for; None where the calendar has no such day.

    >>> date_of(re.match(DATE, "ngày 01-10-2024")), date_of(re.match(DATE, "ngày 31 tháng 02 năm 2020"))
    (datetime.date(2024, 10, 1), None)
    """
    groups = match.groupdict()
    day, month, year = (
        (groups["d"], groups["m"], groups["y"]) if groups.get("d") else (groups["dd"], groups["mm"], groups["yy"])
    )
    number = int(month) if month.isdecimal() else _MONTH_WORDS[month]
    full = int(year)
    if len(year) == 2:
        full += 1900 if full > 70 else 2000
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def read_tail(text: str, folded: str, start: int, *, joint: bool = False, year_alone: bool = False) -> Tail:
    """Date and issuer after the number that ends at ``start``, in either order.

    >>> text = "số 12/NQ-CP của Chính phủ ngày 08 tháng 3 năm 2025 về"
    >>> tail = read_tail(text, text.lower(), 11)
    >>> text[tail.end:], str(tail.issued_on)
    (' về', '2025-03-08')
    """
    end, issued_on, issuer = start, None, None
    seen_date = False
    for _ in range(3):
        if not seen_date:
            dated = _DATED.match(folded, end) or (_BARE_DATE.match(folded, end) if end == start else None)
            if dated is not None and not _NEW_SENTENCE.search(text, dated.start(), dated.end()):
                issued_on, seen_date, end = date_of(dated), True, dated.end()
                if "(" in folded[dated.start() : dated.start() + 4] and folded[end : end + 1] == ")":
                    end += 1
                continue
            partial = _DAY_ONLY.match(folded, end) or (_YEAR.match(folded, end) if year_alone or end == start else None)
            if partial is not None:
                seen_date, end = True, partial.end()
                continue
        if issuer is None:
            by = _BY.match(folded, end)
            if by is not None:
                stop = issuer_end(text, folded, by.end(), joint=joint)
                if stop > by.end():
                    issuer, end = (by.end(), stop), stop
                    continue
        break
    return Tail(end, issued_on, issuer)
