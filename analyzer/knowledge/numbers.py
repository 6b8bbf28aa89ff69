"""Vietnamese numbers: figures ("1.234,5"), figures with a magnitude ("12,3 nghìn tỷ") and words ("hai mươi mốt").

The dot groups thousands and the comma marks the fraction (Thông tư 01/2011/TT-BNV and the state standard before it),
but technical text and recognised scans mix the two; the group length decides.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

#: A figure as printed. Bounded, starts with a digit and never ends with a separator.
FIGURE: Final = r"\d{1,18}(?:[.,]\d{1,18}){0,8}"
#: The same behind its first digit, for patterns that look back once they stand on one.
FIGURE_ON: Final = r"\d{0,17}(?:[.,]\d{1,18}){0,8}"

_FIGURE = re.compile(FIGURE)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?\Z")
_GROUPED_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?\Z")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?\Z")

#: Words that multiply the number before them. "nghìn tỷ" is 1e12.
MAGNITUDES: Final = {
    "trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tr": 1e6, "tỷ": 1e9, "tỉ": 1e9,
}  # fmt: skip

_UNITS: Final = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TRAILING: Final = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_WORD = re.compile(r"[^\W\d_]+")


class NumberRead(NamedTuple):
    """A number read at ``[start, end)``."""

    start: int
    end: int
    value: float


def read_figure(figure: str) -> float | None:
    """The value of a printed figure, None where it is none (a date, a clause number).

    >>> read_figure("1.234,5"), read_figure("12.000"), read_figure("87.61"), read_figure("0,7"), read_figure("05")
    (1234.5, 12000.0, 87.61, 0.7, 5.0)
    >>> read_figure("1,234,567"), read_figure("1.2.3"), read_figure("0.125")
    (1234567.0, None, 0.125)
    """
    if _GROUPED.match(figure) and not figure.startswith("0"):
        return float(figure.replace(".", "").replace(",", "."))
    if _GROUPED_ENGLISH.match(figure):
        return float(figure.replace(",", ""))
    if _PLAIN.match(figure):
        return float(figure.replace(",", "."))
    return None


def read_words(text: str, start: int = 0) -> NumberRead | None:
    """The number words that begin at ``start``; None where the word there is no number.

    A word that also means something else counts only where it is read as a number all the way: "năm" (five, year)
    and "không" (zero, not) alone are none, since the second sense is by far the more common one.

    >>> read_words("hai mươi mốt đơn vị"), read_words("một trăm linh năm hộ").value, read_words("một nửa số hộ").value
    (NumberRead(start=0, end=12, value=21.0), 105.0, 0.5)
    >>> read_words("năm 2024") is None, read_words("mười hai triệu").value
    (True, 12000000.0)
    """
    words: list[tuple[str, int]] = []
    at = start
    while len(words) < 12:
        match = _WORD.match(text, at)
        if match is None:
            break
        words.append((match.group().lower(), match.end()))
        at = match.end() + 1
        if not text[match.end() : at].isspace():
            break
    used, value = _value_of([w for w, _ in words])
    if not used or (used == 1 and words[0][0] in ("năm", "không", "tư", "ba") and text[start : start + 1].isupper()):
        return None
    if used == 1 and words[0][0] in ("năm", "không"):
        return None
    return NumberRead(start, words[used - 1][1], value)


def _value_of(words: list[str]) -> tuple[int, float]:
    """How many of the words make up a number, and which."""
    if words[:2] == ["một", "nửa"] or words[:1] == ["nửa"]:
        return (2 if words[0] == "một" else 1), 0.5
    total, group, i = 0.0, 0.0, 0
    seen = False
    while i < len(words):
        word = words[i]
        if word in _UNITS:
            if seen and words[i - 1] in _UNITS:  # two digits side by side are two numbers
                break
            group += _UNITS[word]
        elif word in ("mười", "mươi"):
            digit = _UNITS.get(words[i - 1], 0) if word == "mươi" and i else 0
            if word == "mươi" and not digit:
                break
            group += 10 if word == "mười" else digit * 9
        elif word in _TRAILING:
            if not seen or words[i - 1] not in ("mươi", "mười"):
                break
            group += _TRAILING[word]
        elif word in ("linh", "lẻ"):
            if not seen or i + 1 >= len(words) or words[i + 1] not in _UNITS:
                break
        elif word in MAGNITUDES and word != "tr":
            if not seen:
                break
            if word == "trăm":
                group *= 100
            elif total and MAGNITUDES[word] > 1e3 and group == 0:  # "nghìn tỷ"
                total *= MAGNITUDES[word]
            else:
                total, group = total + group * MAGNITUDES[word], 0.0
        else:
            break
        seen = True
        i += 1
    return i, total + group


def read_number(text: str, start: int = 0) -> NumberRead | None:
    """The number that begins at ``start``, figures or words, its magnitude words multiplied in.

    >>> read_number("12.345,6 tỷ đồng").value, read_number("5 nghìn tỷ").value, read_number("ba mươi lớp").value
    (12345600000000.0, 5000000000000.0, 30.0)
    >>> read_number("không có số") is None
    True
    """
    match = _FIGURE.match(text, start)
    if match is None:
        return read_words(text, start)
    value = read_figure(match.group())
    if value is None:
        return None
    end = match.end()
    for _ in range(2):
        word = _WORD.match(text, end + 1) if text[end : end + 1].isspace() else None
        if word is None or word.group().lower() not in MAGNITUDES:
            break
        value *= MAGNITUDES[word.group().lower()]
        end = word.end()
    return NumberRead(start, end, value)
