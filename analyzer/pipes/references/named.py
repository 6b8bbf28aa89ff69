"""Citations without number and symbol: laws by name, standards, kind with date, kind with a bare serial."""

from __future__ import annotations

import re
from typing import Final

from analyzer.pipes.references import patterns
from analyzer.pipes.references.frame import read_tail
from analyzer.pipes.references.laws import law_mentions
from analyzer.pipes.references.source import Citation, Source
from analyzer.pipes.references.words import KindHit

_SPACE: Final = re.compile(r"\s+")
_BARE: Final = re.compile(
    r"\s{1,2}(?P<so>số\s{1,2})?(?P<n>\d{1,4})(?![\w/\-.]\w|\w|[ ]?[/\-–][ ]?\w|\s?%)"
    r"(?=[.,;:)\]\"”|\n]|\s(?:của|về|và|ngày|do|tại|trong|đến|thì|là|theo|nêu|trên|\()|\s?\Z)"
)
#: Kinds known by their serial alone ("Nghị quyết 14"). Programmes and projects that bear a number are no documents.
_BARE_KINDS: Final = frozenset({"NQ", "NĐ", "CT", "KL", "QyĐ", "QĐ", "TT"})
_DATED_KINDS: Final = _BARE_KINDS | {"TB", "CĐ", "TTLT", "HD"}


def named(source: Source) -> list[Citation]:
    """Citations by name, by date or by a bare serial, in text order; they may overlap."""
    found = [*_laws(source), *_standards(source)]
    found += [c for hit in source.kinds if (c := _by_kind(source, hit)) is not None]
    return sorted(found, key=lambda c: (c.start, -c.end))


def _laws(source: Source) -> list[Citation]:
    found = []
    for law in law_mentions(source.text, source.folded, source.kinds):
        tail = read_tail(source.text, source.folded, law.end)
        end, issuer = (tail.end, tail.issuer) if tail.issuer and not tail.issued_on else (law.end, None)
        found.append(Citation(law.start, end, None, law.abbr, law.issued_on, issuer))
    return found


def _standards(source: Source) -> list[Citation]:
    found: list[Citation] = []
    if not any(letters in source.plain for letters in patterns.STANDARD_LETTERS):
        return found
    for match in patterns.STANDARD.finditer(source.plain):
        start = match.start()
        head = patterns.STANDARD_HEAD.search(source.folded, max(0, start - 60), start)
        number = _SPACE.sub(" ", match.group())
        found.append(Citation(head.start() if head else start, match.end(), number, None, None, None))
    return found


def _by_kind(source: Source, hit: KindHit) -> Citation | None:
    """The citation that the type word ``hit`` opens: "Chỉ thị ngày 12/3/2021 của …", "Nghị quyết 14 của …"."""
    capital = source.text[hit.start].isupper()
    bare = _BARE.match(source.folded, hit.end)
    if bare is not None and (bare["so"] or len(bare["n"]) > 1):
        tail = read_tail(source.text, source.folded, bare.end())
        if tail.issued_on is not None or (capital and hit.abbr in _BARE_KINDS):
            return Citation(hit.start, tail.end, bare["n"], hit.abbr, tail.issued_on, tail.issuer)
    if not capital or hit.abbr not in _DATED_KINDS:
        return None
    tail = read_tail(source.text, source.folded, hit.end)
    if tail.issued_on is None:
        return None
    return Citation(hit.start, tail.end, None, hit.abbr, tail.issued_on, tail.issuer)
