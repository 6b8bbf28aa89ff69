"""Which document of the archive a citation means, with care: a wrong link is worse than none.

The number must be the same, letter for letter where only accents tell kinds apart (HD, HĐ). Date, issuer, province
and area must agree where both sides tell them. What remains is linked where it is one document, else all are named.
A law that is cited without number is found by its name and day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from analyzer.archive.graph.model import Relation, rung
from analyzer.archive.graph.offices import Citing, Office, agree, cited_office, office_of, same_province
from analyzer.archive.graph.words import vocabulary
from analyzer.knowledge.agency_names import spell_out
from analyzer.knowledge.folding import key, slug
from analyzer.pipes.references import parse_number

# Where the name of a law ends in its citation.
_NAME_END: Final = re.compile(
    r"(?i),?(?:\s?[;(]|\s(?:số:?|ngày)\s?\d|\s(?:năm\s)?(?:19|20)\d\d(?!\d)"
    r"|\s(?:đã\s)?(?:được|của) (?:quốc hội(?! và)|ủy ban thường vụ))"
)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the archive, with what is known of its issuer."""

    id: int
    name: str
    number: str | None = None
    number_key: str | None = None
    kind: str | None = None
    kind_name: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    agency: str | None = None
    province: str | None = None
    area: str = ""
    title: str | None = None

    @property
    def office(self) -> Office:
        """Who issued it."""
        return office_of(self.issuer, self.agency, self.province, self.area, self.number, self.issued_on)

    @property
    def citing(self) -> Citing:
        """What it tells of the documents it cites."""
        return Citing(self.issuer, self.province, self.issued_on, self.office.level)


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation, in the words of the document that it stands in."""

    document: int
    relation: Relation
    text: str
    kind: str | None = None
    number: str | None = None
    number_key: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    place: int = 0

    @property
    def bare(self) -> bool:
        """Whether the number is a serial alone ("Nghị quyết số 57")."""
        return self.number_key is not None and self.number_key.isdigit()

    @property
    def law(self) -> LawName | None:
        """The law that it names, None where it names none."""
        return law_name(self.text, self.kind, self.issued_on)

    def office(self, citing: Citing) -> Office:
        """Who issued the document cited."""
        return cited_office(self.issuer, self.kind, self.number, citing)


@dataclass(frozen=True, slots=True)
class LawName:
    """A law by name and year; ``year`` is None where neither date nor year is told."""

    name: str
    words: str
    year: int | None


@lru_cache(maxsize=65536)
def law_name(text: str, kind: str | None, issued_on: date | None) -> LawName | None:
    """The law that a citation names.

    >>> law = law_name("Luật Lưu trữ ngày 21 tháng 6 năm 2024", "L", date(2024, 6, 21))
    >>> law.name, law.words, law.year
    ('luat-luu-tru', 'Luật Lưu trữ', 2024)
    >>> law_name("Luật Cấp, thoát nước, ngày 21/6/2024", "L", date(2024, 6, 21)).words
    'Luật Cấp, thoát nước'
    >>> law_name("Luật sửa đổi, bổ sung một số điều của Luật Lưu trữ (năm 2024)", "L", None).words
    'Luật sửa đổi, bổ sung một số điều của Luật Lưu trữ'
    >>> law_name("Luật số 33/2024/QH15", "L", None) is None, law_name("Luật Lưu trữ năm 2024", "L", None).year
    (True, 2024)
    """
    if kind not in ("L", "PL", "HP"):
        return None
    words = " ".join(text.split())
    end = _NAME_END.search(words)
    name = words[: end.start()] if end else words
    years = _YEAR.findall(words[len(name) :])
    year = issued_on.year if issued_on else int(years[-1]) if years else None
    found = slug(spell_out(name))
    return LawName(found, name, year) if found.count("-") > (1 if found.startswith("bo-luat") else 0) else None


def completed(citations: Iterable[Citation]) -> list[Citation]:
    """The citations of one document, the later ones completed from the first, which is the full one by rule.

    >>> first = Citation(1, "basis", "…", "KH", "12/KH-UBND", "12/kh/ubnd", date(2024, 2, 1), "UBND tỉnh")
    >>> later = Citation(1, "mentions", "Kế hoạch số 12/KH-UBND", "KH", "12/KH-UBND", "12/kh/ubnd")
    >>> [found.issued_on.isoformat() for found in completed([first, later])]
    ['2024-02-01', '2024-02-01']
    """
    found = list(citations)
    by_key: dict[str, list[Citation]] = {}
    for citation in found:
        if citation.number_key:
            by_key.setdefault(citation.number_key, []).append(citation)
    return [_complete(citation, by_key) for citation in found]


def _complete(citation: Citation, by_key: dict[str, list[Citation]]) -> Citation:
    if citation.number_key is None:
        return citation
    if citation.bare:
        start = f"{citation.number_key}/"
        full = [c for k, group in by_key.items() if k.startswith(start) for c in group if c.kind == citation.kind]
        full = [c for c in full if citation.issued_on in (None, c.issued_on) or c.issued_on is None]
        if len({c.number_key for c in full}) != 1:
            return citation
        citation = replace(citation, number=full[0].number, number_key=full[0].number_key)
    same = [c for c in by_key[citation.number_key or ""] if _same_kind(c.number, citation.number)]
    if citation.issued_on is None:
        days = {c.issued_on for c in same if c.issued_on}
        citation = replace(citation, issued_on=days.pop()) if len(days) == 1 else citation
    if citation.issuer is None and citation.issued_on is not None:
        issuers = {key(c.issuer): c.issuer for c in same if c.issuer and c.issued_on in (None, citation.issued_on)}
        citation = replace(citation, issuer=next(iter(issuers.values()))) if len(issuers) == 1 else citation
    return citation


@lru_cache(maxsize=65536)
def number_kind(number: str | None) -> str | None:
    """The code of the kind that a number bears: keys do not tell HD and HĐ, DA and ĐA apart.

    >>> number_kind("12/HD-SNV"), number_kind("12/HĐ-SNV"), number_kind("12/UBND-NC")
    ('HD', 'HĐ', None)
    """
    parsed = parse_number(number) if number else None
    return parsed.kind_code if parsed else None


def _same_kind(one: str | None, other: str | None) -> bool:
    """Whether two numbers with one key are of one kind."""
    codes = {number_kind(number) for number in (one, other) if number}
    return len(codes - {None}) <= 1


class Shelf:
    """Documents of the archive by number key and by day."""

    def __init__(self, documents: Iterable[Held] = ()) -> None:
        self._ids: set[int] = set()
        self._by_key: dict[str, list[Held]] = {}
        self._by_day: dict[date, list[Held]] = {}
        self.add(documents)

    def add(self, documents: Iterable[Held]) -> None:
        """Put documents on it, each once."""
        for held in sorted(documents, key=lambda d: d.id):
            if held.id in self._ids:
                continue
            self._ids.add(held.id)
            if held.number_key:
                self._by_key.setdefault(held.number_key, []).append(held)
            if held.issued_on:
                self._by_day.setdefault(held.issued_on, []).append(held)

    def may_be(self, citation: Citation) -> Iterator[Held]:
        """The documents that a citation may mean by its number, or by its day and kind where it has none."""
        if citation.number_key and not citation.bare:
            yield from (h for h in self._by_key.get(citation.number_key, ()) if _same_kind(h.number, citation.number))
            return
        law = citation.law
        for held in self._by_day.get(citation.issued_on, ()) if citation.issued_on else ():
            if held.kind != citation.kind:
                continue
            if citation.bare:
                if held.number_key and held.number_key.split("/")[0] == citation.number_key:
                    yield held
            elif law is None or _is_law(held, law):
                yield held


def _is_law(held: Held, law: LawName) -> bool:
    """Whether a law of the archive bears the name."""
    title = slug(held.title or "")
    return bool(title) and (title == law.name or law.name.split("-", law.name.startswith("bo-luat") + 1)[-1] == title)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a citation means: a document of the archive, one of several (``candidates``), or none that is held."""

    held: Held | None = None
    sure: bool = True
    candidates: tuple[Held, ...] = ()
    itself: bool = False


def meant(citation: Citation, citing: Held, shelf: Shelf) -> Meant:
    """Which document of the shelf a citation means.

    >>> other = Held(2, "Kế hoạch 12/KH-UBND", "12/KH-UBND", "12/kh/ubnd", "KH", issued_on=date(2024, 2, 1))
    >>> cited = Citation(1, "basis", "…", "KH", "12/KH-UBND", "12/kh/ubnd", date(2023, 2, 1))
    >>> meant(cited, Held(1, "Chỉ thị 1/CT-UBND"), Shelf([other])).held is None
    True
    """
    office = citation.office(citing.citing)
    fitting: list[tuple[Held, bool, bool]] = []
    itself = False
    for held in shelf.may_be(citation):
        dated = _dated(citation, citing, held)
        agrees = agree(office, held.office) if dated is not False else False
        if agrees is False:
            continue
        if held.id == citing.id:
            itself = True
            continue
        if not agrees and not _enough(citation, dated, same_province(office.province, held.office.province)):
            continue
        fitting.append((held, dated is True, dated is True and (agrees is True or citation.law is not None)))
    if itself and (citation.issued_on is not None or not fitting):
        return Meant(itself=True)
    on_day = [f for f in fitting if f[1]] or fitting
    best = [f for f in on_day if f[2]] or on_day
    if len(best) == 1:
        return Meant(best[0][0], best[0][2])
    return Meant(candidates=tuple(sorted((f[0] for f in best), key=_newest)))


def _newest(held: Held) -> tuple[object, ...]:
    return (-(held.issued_on or date.min).toordinal(), held.issuer or "", held.id)


def _enough(citation: Citation, dated: bool | None, province: bool | None) -> bool:
    """Whether a document may be meant whose issuer the citation does not tell: not by kind and day alone, for these
    are of many, nor by a number alone that every province gives out."""
    if citation.number_key is None:
        return citation.law is not None
    return dated is True or province is True


def _dated(citation: Citation, citing: Held, held: Held) -> bool | None:
    """Whether the dates agree: None where one is not told."""
    if citation.issued_on is not None and held.issued_on is not None:
        return citation.issued_on == held.issued_on
    if held.issued_on is not None and citing.issued_on is not None and held.issued_on > citing.issued_on:
        return False  # nobody cites what is not yet issued
    return True if has_year(citation.number) else None  # a year within the number is as good as a date


@lru_cache(maxsize=65536)
def has_year(number: str | None) -> bool:
    """Whether a number has the year in it, as those of legal documents do.

    >>> has_year("107/2021/NĐ-CP"), has_year("76/NQ-CP")
    (True, False)
    """
    parsed = parse_number(number) if number else None
    return parsed is not None and parsed.year is not None


def change_holds(citing: Held, citation: Citation) -> bool:
    """Whether a document can change the one it cites: no lower body changes what a higher one issued, and a legal
    document, which has the year in its number, is changed by another one only (Luật 80/2015/QH13, article 12).

    The words "Nghị định số 2 sửa đổi Nghị định số 1" in a province's plan are no change by the province, nor is a
    decree replaced by the resolution that orders its replacement.
    """
    without = vocabulary()["kinds"]["without_effect"]
    if citing.kind in without or citation.kind in without:
        return False
    if citation.issued_on and citing.issued_on and citation.issued_on > citing.issued_on:
        return False
    by, of = citing.office, citation.office(citing.citing)
    if "unknown" in (by.level, of.level):
        return False
    if by.level != of.level:
        return rung(by.level) < rung(of.level)
    if has_year(citation.number) and not has_year(citing.number):
        return False
    return same_province(by.province, of.province) is not False
