"""Citations by number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzer.knowledge.doc_kinds import by_code, issuer_codes
from analyzer.pipes.references import patterns
from analyzer.pipes.references.frame import read_tail
from analyzer.pipes.references.heads import (
    Head,
    announced_date,
    continues_list,
    is_number_line,
    joined_bare,
    read_head,
    shared_serials,
)
from analyzer.pipes.references.number import DocumentNumber, parse_number
from analyzer.pipes.references.source import Citation, Source

_SPACE: Final = re.compile(r"\s+")
_SEPARATOR: Final = re.compile(r"\s{0,2}[-/_]\s{0,2}")
_SERIAL: Final = re.compile(r"[\d.]*")
_LOST_HYPHEN: Final = re.compile(r"(?<=\d) (?=[^\W\d_])")
_CAPITALS: Final = re.compile(r"(?<=[/-])(?:TTG|TTR|CTR)(?![A-ZĐ])")
_JOINT: Final = frozenset({"TTLT", "NQLT"})


def numbered(source: Source) -> list[Citation]:
    """Every citation with a number, in text order."""
    found: list[Citation] = []
    first, size = 0, 0  # of the list that is being read: its first citation, how many numbers
    reached = 0
    for match in _numbers(source):
        at = match.start()
        number = parse_number(match.group()) if at >= reached else None
        if number is None:
            continue
        listed = bool(found) and continues_list(source, found[-1].end, at)
        head = read_head(source, at, reached, law=_of_assembly(number))
        if head.excluded or not _accepted(number, match.group(), head, listed):
            continue
        tail = read_tail(source.text, source.folded, match.end(), joint=number.kind_code in _JOINT)
        if is_number_line(source, head, at, dated=tail.issued_on is not None):
            continue
        kind = _kind(number, head, found[-1].kind if listed else None)
        printed = _printed(match.group())
        first, size = (first, size + 1) if listed else (len(found), 1)
        start = head.start
        serial = _SERIAL.match(printed)
        for begin, end in shared_serials(source, at, reached):
            symbol = printed[serial.end() if serial else 0 :]
            found.append(Citation(min(start, begin), end, source.plain[begin:end] + symbol, kind, tail.issued_on, None))
            start = at if start <= begin else start
        issued_on = tail.issued_on or announced_date(source, head.start)
        found.append(Citation(start, tail.end, printed, kind, issued_on, tail.issuer))
        if size == 2 and tail.issued_on and not found[first].issued_on and joined_bare(source, found[first].end, at):
            found[first] = found[first]._replace(issued_on=tail.issued_on)
        reached = tail.end
    return found


def blank_numbered(source: Source) -> Iterator[Citation]:
    """Citations whose number is left blank in a draft ("Quyết định số     /QĐ-UBND ngày …")."""
    for match in patterns.BLANK_NUMBER.finditer(source.plain):
        head = read_head(source, match.start() + 1)
        tail = read_tail(source.text, source.folded, match.end())
        yield Citation(head.start, tail.end, None, head.abbr, tail.issued_on, tail.issuer)


def _numbers(source: Source) -> list[re.Match[str]]:
    """What looks like a number, the longest first where several begin together."""
    shapes = (patterns.NUMBER, patterns.LOOSE_NUMBER, patterns.MISREAD_NUMBER)
    return sorted((m for p in shapes for m in p.finditer(source.plain)), key=lambda m: (m.start(), -m.end()))


def _of_assembly(number: DocumentNumber) -> bool:
    return number.kind_code == "QH" or (number.issuer_code or "").startswith("UBTVQH")


def _accepted(number: DocumentNumber, printed: str, head: Head, listed: bool) -> bool:
    """Whether the symbol is a document's, given what announces it."""
    announced = head.named or head.numero or listed
    if printed.islower() or _LOST_HYPHEN.search(printed):
        return announced
    if number.kind_code and number.issuer_code:
        return True
    if number.unit:
        return announced or (number.suffix is None and number.issuer_code in issuer_codes())
    code = number.issuer_code or number.kind_code or ""
    return (head.named or listed) and sum(c.isalpha() for c in code) >= 2


def _kind(number: DocumentNumber, head: Head, before: str | None) -> str | None:
    """The kind from the type word, else from the number's code, else that of the list; a letter's from its issuer."""
    if head.abbr is not None:
        return head.abbr
    if number.kind_code is not None and number.kind_code != "QH":
        kind = by_code(number.kind_code, number.family) or by_code(number.kind_code)
        return kind.abbr if kind is not None else before
    letter = number.family == "cong_van" and number.unit and (head.named or number.issuer_code in issuer_codes())
    return before or ("CV" if letter else None)


def _printed(number: str) -> str:
    """The number as printed, without white space and with the usual small letters in TTg, TTr and CTr.

    >>> _printed("84/NQ -CP"), _printed("1450/QĐ-TTG"), _printed("84 QĐ/TU")
    ('84/NQ-CP', '1450/QĐ-TTg', '84-QĐ/TU')
    """
    closed = _SEPARATOR.sub(lambda m: m.group().strip(), number)
    closed = _SPACE.sub("", _LOST_HYPHEN.sub("-", closed))
    return _CAPITALS.sub(lambda m: m.group()[:2] + m.group()[2].lower(), closed)
