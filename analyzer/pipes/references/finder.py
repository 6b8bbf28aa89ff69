"""Finding every mention of another document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from analyzer.pipes.mentions import Reference
from analyzer.pipes.references.named import named
from analyzer.pipes.references.number import parse_number
from analyzer.pipes.references.numbered import blank_numbered, numbered
from analyzer.pipes.references.relations import Relations
from analyzer.pipes.references.source import Citation, Source
from analyzer.spans import Span


def find(text: str, own_number: str | None = None, own_date: date | None = None) -> list[Reference]:
    """Every mention of another document, in text order and without overlaps.

    ``own_number`` is the directive's number as its header gives it: mentions of it are left out, unless they bear a
    date other than ``own_date`` (series restart, so numbers come again). The number line itself is never a mention.
    ``number`` keeps the printed letters, with spaces taken out and one kind of hyphen; ``parse_number`` gives its
    normalised form and parts. Offsets are code points into ``text``.

    >>> text = "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về cơ chế một cửa;"
    >>> [reference] = find(text)
    >>> text[reference.start:reference.end]
    'Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ'
    >>> reference.number, reference.kind, str(reference.issued_on), reference.issuer, reference.relation
    ('61/2018/NĐ-CP', 'NĐ', '2018-04-23', 'Chính phủ', 'basis')
    >>> [r.number for r in find("theo Kế hoạch số 12/KH-UBND và Công văn số 9/UBND-NC", own_number="12/KH-UBND")]
    ['9/UBND-NC']
    >>> find("đạt 22/26 chỉ tiêu, trực 24/24 giờ, dùng Mẫu số 01/BC-TH, bản đồ tỷ lệ 1/500")
    []
    """
    source, numbers = _read(text)
    relations = Relations(text, source.words.cues)
    own = _key(own_number)
    found = []
    for c in _citations(source, numbers):
        if own is not None and _key(c.number) == own and (own_date is None or c.issued_on in (None, own_date)):
            continue
        issuer = None if c.issuer is None else " ".join(text[slice(*c.issuer)].split())
        found.append(Reference(c.start, c.end, c.number, c.kind, c.issued_on, issuer, relations.of(c.start, c.end)))
    return found


def own_mentions(text: str, own_number: str | None) -> list[Span]:
    """Where the directive speaks of itself by number, also with the number left blank, with date and issuer.

    These are no references; whoever reads dates has to stay out of them all the same.

    >>> text = "(Kèm theo Quyết định số     /QĐ-UBND ngày 05/3/2024 của UBND tỉnh)"
    >>> [text[start:end] for start, end in own_mentions(text, None)]
    ['Quyết định số     /QĐ-UBND ngày 05/3/2024 của UBND tỉnh']
    """
    source, numbers = _read(text)
    own = _key(own_number)
    spans = [Span(c.start, c.end) for c in numbers if own is not None and _key(c.number) == own]
    spans += [Span(c.start, c.end) for c in blank_numbered(source)]
    return sorted(spans)


@lru_cache(maxsize=2)
def _read(text: str) -> tuple[Source, tuple[Citation, ...]]:
    """The numbered citations of a text: ``find`` and ``own_mentions`` read the same one after another."""
    source = Source.of(text)
    return source, tuple(numbered(source))


def _key(number: str | None) -> str | None:
    """The form under which two spellings of a number are the same."""
    if number is None:
        return None
    parsed = parse_number(number)
    return (parsed.normalised if parsed else "".join(number.split())).upper().lstrip("0") or None


def _citations(source: Source, numbers: Sequence[Citation]) -> list[Citation]:
    """All citations in text order without overlaps, numbered ones before others."""
    first = _apart(numbers)
    ends = [c.end for c in first]
    free = []
    for c in _apart(named(source)):
        i = bisect_right(ends, c.start)
        if i == len(first) or first[i].start >= c.end:
            free.append(c)
    return sorted((*first, *free), key=lambda c: c.start)


def _apart(citations: Sequence[Citation]) -> list[Citation]:
    """Without those that begin inside the one before."""
    kept: list[Citation] = []
    for citation in citations:
        if not kept or citation.start >= kept[-1].end:
            kept.append(citation)
    return kept
