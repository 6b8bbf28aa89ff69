"""What may stand in a cell: no formula, no control character, no more than the spreadsheet holds."""

from __future__ import annotations

import re
from datetime import date

from analyzer.writing.labels import note

#: Excel cuts a cell's text here, counted in UTF-16 units, and calls the workbook damaged.
CELL_LIMIT = 32_767

# Characters with which a spreadsheet starts a formula, also in their full-width forms (OWASP, CSV injection).
_FORMULA_START = frozenset("=+-@\t\r\n＝＋－＠")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold, line ends as ``\\n``.

    >>> clean("a\\x00b\\r\\nc")
    'ab\\nc'
    """
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fit(text: str) -> str:
    """The text cut to what a cell holds, with a note that it was cut."""
    if len(text) * 2 <= CELL_LIMIT or len(text.encode("utf-16-le")) <= CELL_LIMIT * 2:
        return text
    cut = note("cut")
    head = text.encode("utf-16-le")[: (CELL_LIMIT - len(cut)) * 2]
    return head.decode("utf-16-le", errors="ignore") + cut


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet that parses the cell's text would take it for a formula.

    >>> starts_formula("=1+1"), starts_formula(" - Sở A"), starts_formula("Sở A = B")
    (True, True, False)
    """
    return text[:1] in _FORMULA_START or text.lstrip()[:1] in _FORMULA_START


def defused(text: str) -> str:
    """The text for a format whose cells are parsed on opening (CSV): an apostrophe keeps a formula from starting.

    >>> defused("@SUM(A1)"), defused("Sở A")
    ("'@SUM(A1)", 'Sở A')
    """
    return "'" + text if text and starts_formula(text) else text


def vietnamese_date(day: date | None) -> str:
    """A date as staff write it, dd/mm/yyyy.

    >>> vietnamese_date(date(2024, 6, 3))
    '03/06/2024'
    """
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else ""
