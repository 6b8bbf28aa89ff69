"""Words fitted to a place: cut, counted in lines, numbers drawn together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def shortened(text: str, length: int) -> str:
    """The text in one line of at most ``length`` characters, cut behind a word.

    >>> shortened("rà soát, sửa đổi\\nquy chế làm việc", 22)
    'rà soát, sửa đổi quy…'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head, _, rest = line[:length].rpartition(" ")
    return (head or rest[: length - 1]).rstrip(" ,;:.–-") + "…"


def wrapped_lines(text: str, width: float) -> int:
    """How many lines the text takes in a cell ``width`` characters wide, words kept whole.

    >>> wrapped_lines("Sở Nội vụ", 20), wrapped_lines("Sở Nội vụ\\nSở Tài chính", 20), wrapped_lines("rà soát " * 5, 10)
    (1, 2, 5)
    """
    lines = 0
    for paragraph in text[:4000].split("\n"):
        lines, room = lines + 1, width
        for word in paragraph.split():
            if len(word) > room and room < width:
                lines, room = lines + 1, width
            if len(word) > width:
                lines, room = lines + int(len(word) // width), width
            room -= len(word) + 1
    return lines


def ranges(numbers: Iterable[int]) -> str:
    """Numbers with runs of three and more drawn together.

    >>> ranges([1, 2, 3, 5, 8, 7])
    '1–3, 5, 7, 8'
    """
    parts: list[str] = []
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        parts += [f"{found[0]}–{found[-1]}"] if len(found) > 2 else map(str, found)
    return ", ".join(parts)
