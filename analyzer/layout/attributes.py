"""Run-in attribute lines: "Cơ quan chủ trì: …", "Thời gian hoàn thành: …", "Sản phẩm: …".

They say of the work above them who does it, with whom, by when and what comes of it. One line may hold several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.knowledge.patterns import pattern

_ATTRIBUTE = pattern("layout.attributes.attribute")
_STOP = re.compile(r"[.;(–-](?=[\s\-–+*•]{0,6}[^\W\d_])")
_AT_HEAD = re.compile(r"[\s\-–+*•(]{0,4}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its kind (lead, support, monitor, time, product, content, other) and the range of its value."""

    kind: str
    key_start: int
    start: int
    end: int


def read_attributes(line: str, offset: int = 0) -> list[Attribute]:
    """The attributes of a line that begins with one; an empty list for any other line.

    >>> [(a.kind, "Cơ quan chủ trì: Sở A. Thời gian: Quý II/2024."[a.start:a.end])
    ...  for a in read_attributes("Cơ quan chủ trì: Sở A. Thời gian: Quý II/2024.")]
    [('lead', 'Sở A.'), ('time', 'Quý II/2024.')]
    >>> read_attributes("Sở A chủ trì thực hiện: rà soát, báo cáo.")
    []
    """
    head = _AT_HEAD.match(line)
    begin = head.end() if head else 0
    first = _ATTRIBUTE.match(line, begin)
    if not first:
        return []
    return _collect(line, offset, begin)


def trailing_attributes(line: str, offset: int = 0) -> list[Attribute]:
    """Attributes that follow the work on the same line ("… . Thời gian hoàn thành: trước ngày …").

    >>> [a.kind for a in trailing_attributes("Tổng hợp kết quả. Thời gian hoàn thành: Tháng 5.")]
    ['time']
    """
    if ":" not in line:
        return []
    for stop in _STOP.finditer(line):
        match = _ATTRIBUTE.match(line, stop.end())
        if match and match[0].strip(" -–+*•")[:1].isupper():
            return [a for a in _collect(line, offset, match.start()) if a.kind != "content"]
    return []


def _collect(line: str, offset: int, begin: int) -> list[Attribute]:
    found: list[Attribute] = []
    matches = [m for m in _ATTRIBUTE.finditer(line, begin) if _starts_clause(line, m, begin)]
    for i, match in enumerate(matches):
        end = matches[i + 1].start() if i + 1 < len(matches) else len(line)
        value = line[match.end() : end]
        start = match.end() + len(value) - len(value.lstrip())
        stop = match.end() + len(value.rstrip(" ;-–(+"))
        kind = str(match.lastgroup)
        found.append(Attribute(kind, offset + match.start(), offset + start, offset + max(start, stop)))
    return found


def _starts_clause(line: str, match: re.Match[str], begin: int) -> bool:
    """An attribute's key opens the line or stands after a stop: "… đơn vị thực hiện: …" in mid-sentence is prose."""
    if match.start() <= begin:
        return True
    before = line[: match.start() + len(match[0]) - len(match[0].lstrip())].rstrip()
    return before[-1:] in ".;)" or match[0].strip(" -–+*•")[:1].isupper()
