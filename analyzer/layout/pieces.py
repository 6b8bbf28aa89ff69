"""The head of a document cut into pieces: one piece is one element of the letterhead.

Letterheads are set in two columns; text extraction interleaves the columns, merges their lines, or flattens the whole
table into one line. The elements with a fixed form (motto, number, place and date, "V/v", "Kính gửi") are found
wherever they stand, and the text is cut at their seams, at line ends and at cell borders.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from analyzer.layout.dateline import DateLine, NumberLine, bare_number, dates, numbers
from analyzer.layout.words import is_capital

Role = Literal["motto", "party", "number", "date", "subject", "address", "rule", "stamp", "end", "line"]

_MOTTO = re.compile(
    r"cộng\s{1,2}hòa\s{1,2}x[ãà]\s{0,2}hội(?:\s{1,2}chủ\s{1,2}nghĩa(?:\s{1,2}việt\s{1,2}nam)?)?"
    r"|chủ(?<=\schủ)\s{1,2}nghĩa\s{1,2}việt\s{1,2}nam(?=\s{0,3}(?:\n|\|))"
    r"|độc\s{1,2}lập\s{0,2}[-.,~]?\s{0,2}tự\s{1,2}do\s{0,2}[-.,~]?\s{0,2}hạnh\s{1,2}phúc"
)
_PARTY = re.compile(r"đảng\s{1,2}cộng\s{1,2}sản\s{1,2}việt\s{1,2}nam")
# A pattern that begins with letters is searched fast; the boundary is told behind them.
_SUBJECT = re.compile(r"v(?<!\wv)\s?/\s?v(?!\w)[:.]?")
_ADDRESS = re.compile(r"kính(?<!\wkính)\s{1,2}gửi\s{0,3}[:.]?")
_RECIPIENTS = re.compile(r"nơi(?<!\wnơi)\s{1,2}nhận\s{0,3}:")
_RULE = re.compile(r"[\s*_=~.\-•o…]+")
_STAMP = re.compile(
    r"(?:người ký|ký bởi|ký số bởi|email|chức vụ|thời gian ký|ngày ký|giờ ký|signature|signed|digitally|văn bản đến"
    r"|công văn đến|đến ngày|đến số|số đến|giờ đến|reason|location|date|time)(?!\w)"
    r"|cơ quan\s?:|tổ chức\s?:|chuyển\s?:|đến\s{0,3}$"
)


class Piece(NamedTuple):
    """A stretch of the head, blanks at its ends left out; ``line`` counts lines from 0."""

    start: int
    end: int
    role: Role
    line: int
    value: NumberLine | DateLine | None = None


def cut(text: str, low: str, limit: int) -> list[Piece]:
    """The pieces of ``text[:limit]`` in text order; ``low`` is the folded text."""
    seams = _seams(text, low, limit)
    pieces: list[Piece] = []
    at, line, seam = 0, 0, 0
    while at < limit:
        if text[at] in "\n|":
            line += text[at] == "\n"
            at += 1
            continue
        if seam < len(seams) and seams[seam].start <= at:
            found = seams[seam]
            seam += 1
            if found.end > at:
                pieces.append(found._replace(start=max(at, found.start), line=line))
                line += text.count("\n", found.start, found.end)
                at = found.end
            continue
        stop = min(
            limit,
            *(p for p in (text.find("\n", at, limit), text.find("|", at, limit)) if p >= 0),
            seams[seam].start if seam < len(seams) else limit,
        )
        start, end = _trim(text, at, stop)
        if start < end:
            pieces.append(_plain(text, low, start, end, line))
        at = stop
    return pieces


def _seams(text: str, low: str, limit: int) -> list[Piece]:
    found: list[Piece] = []
    for role, pattern in (("motto", _MOTTO), ("subject", _SUBJECT), ("address", _ADDRESS), ("end", _RECIPIENTS)):
        found += [Piece(m.start(), m.end(), role, 0) for m in pattern.finditer(low, 0, limit)]  # type: ignore[arg-type]
    for m in _PARTY.finditer(low, 0, limit):
        if is_capital(text[m.start() : m.end()]):
            found.append(Piece(m.start(), m.end(), "party", 0))
    found += [Piece(n.start, n.end, "number", 0, n) for n in numbers(text, low, limit)]
    found += [Piece(d.start, d.end, "date", 0, d) for d in dates(text, low, limit)]
    found.sort(key=lambda p: (p.start, -p.end))
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _plain(text: str, low: str, start: int, end: int, line: int) -> Piece:
    if end - start <= 60:
        number = bare_number(text, low, start, end)
        if number is not None:
            return Piece(start, end, "number", line, number)
    if end - start <= 200 and _RULE.fullmatch(low, start, end):
        return Piece(start, end, "rule", line)
    if _STAMP.match(low, start, end):
        return Piece(start, end, "stamp", line)
    return Piece(start, end, "line", line)
