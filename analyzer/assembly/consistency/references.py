"""Citations whose number and date cannot both be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from analyzer.assembly.consistency.telling import Words, day, quoted, warning
from analyzer.assembly.models import Directive, Reference, Warning
from analyzer.knowledge.folding import key

_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_TERM = re.compile(r"QH(1[0-9])$")
_TENTH, _YEARS = 10, ((1997, 2002), (2002, 2007), (2007, 2011), (2011, 2016))  # terms ten to thirteen
_FIVE_YEARS_FROM = 2016  # the fourteenth term and those after it, five years each
_ROMAN = {10: "X", 11: "XI", 12: "XII", 13: "XIII", 14: "XIV", 15: "XV", 16: "XVI", 17: "XVII", 18: "XVIII", 19: "XIX"}


def disagreeing_references(directive: Directive) -> Iterator[Warning]:
    """Numbers of another year than their date, of another term of the National Assembly; numbers with two dates.

    The own date of the directive is the last a document cited may have.
    """
    issued = directive.directive.issued_on
    doubted: set[str] = set()
    for reference in directive.references:
        if reference.number and reference.issued_on:
            for told in _within(reference, reference.number, reference.issued_on):
                doubted.add(reference.id)
                yield told
    yield from _two_dates(directive, doubted)
    for reference in directive.references:
        if issued and reference.issued_on and reference.issued_on > issued and reference.id not in doubted:
            words = quoted(reference.text)
            yield warning("reference_after_issue", [reference.id], words=words, issued=day(issued))


def _within(reference: Reference, number: str, issued_on: date) -> Iterator[Warning]:
    """Doubts that one citation raises by itself."""
    year = _YEAR.search(number)
    words = quoted(reference.text)
    if year and int(year[1]) != issued_on.year:
        yield warning(
            "reference_year_mismatch", [reference.id], words=words, year=year[1], date_year=str(issued_on.year)
        )
        return
    term = _TERM.search(number)
    if term:
        first, last = _years(int(term[1]))
        if not first <= issued_on.year <= last:
            yield warning(
                "reference_term_mismatch",
                [reference.id],
                words=words,
                term=Words(_ROMAN[int(term[1])], term[1]),
                first=str(first),
                last=str(last),
                date_year=str(issued_on.year),
            )


def _years(term: int) -> tuple[int, int]:
    """The first and the last year in which the National Assembly of a term passed laws.

    >>> _years(13), _years(15)
    ((2011, 2016), (2021, 2026))
    """
    if term - _TENTH < len(_YEARS):
        return _YEARS[term - _TENTH]
    first = _FIVE_YEARS_FROM + 5 * (term - 14)
    return first, first + 5


def _two_dates(directive: Directive, doubted: set[str]) -> Iterator[Warning]:
    """The same number with different days of one year. Numbers begin anew each year, and each body has its own."""
    groups: dict[tuple[str, str, int], list[Reference]] = {}
    for reference in directive.references:
        if reference.number and reference.issued_on and reference.id not in doubted:
            of = (key(reference.number), reference.kind or "", reference.issued_on.year)
            groups.setdefault(of, []).append(reference)
    for group in groups.values():
        issuers = {key(r.issuer) for r in group if r.issuer}
        days = sorted({r.issued_on for r in group if r.issued_on})
        if len(days) < 2 or len(issuers) > 1:
            continue
        dates = Words("; ".join(day(d).vi for d in days), "; ".join(day(d).en for d in days))
        doubted.update(r.id for r in group)
        yield warning("reference_two_dates", [r.id for r in group], number=group[0].number, dates=dates)
