"""Finding citations: numbers first, then the words round them, then laws cited by name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from analyzer.knowledge.doc_kinds import by_code, issuer_codes
from analyzer.knowledge.folding import fold
from analyzer.pipes.mentions import Reference
from analyzer.pipes.references import patterns
from analyzer.pipes.references.frame import DATE, date_of, read_tail
from analyzer.pipes.references.issuers import issuer_end
from analyzer.pipes.references.laws import NAMED, law_mentions
from analyzer.pipes.references.number import DocumentNumber, characters, parse_number
from analyzer.pipes.references.relations import Relations
from analyzer.pipes.references.words import KindHit, Words, scan
from analyzer.spans import Span

_HEADER: Final = 1500
_SPACE: Final = re.compile(r"\s+")
_SEPARATOR: Final = re.compile(r"\s?[-/_]\s?")
_NUMERO: Final = re.compile(r"(?<!\w)s[ốôo]\s{0,2}[:.]?\s{0,3}\Z")
_LIST: Final = re.compile(r"\s{0,2}[,;/]?\s{0,2}(?:(?:và|hoặc|hay|cùng|cùng với)\s{1,2})?(?:các\s{1,2})?\Z")
# Between the type word and "số": qualifiers of the kind ("liên ngành"), or the issuer, but no clause of its own.
_QUALIFIER: Final = re.compile(
    r"(?:\s{1,2}(?!(?:của|tại|theo|về|và|cho|với|là|có|được|trong|số|này|trên|từ|đến|do|để|hoặc|các|những|đã|gửi|như|tháng|ngày)"
    r"(?!\w))[^\W\d_A-ZĐ]{1,8}){0,5}\s{0,2}\Z"
)
_OF: Final = re.compile(r"\s{1,2}của\s{1,2}")
_LAW_NAME: Final = re.compile(r"[^;:|\n\"“”()]{0,240}(?:\(sửa đổi[^()\n]{0,30}\)[^;:|\n\"“”()]{0,40})?\Z")
_COLON: Final = re.compile(r"\s{0,2}:\s{0,2}\Z")
_ABBREVIATED: Final = re.compile(r"(?<![\w/\-])(?:QĐ|NQ|NĐ|TT|TTLT|CT|KH|CV|TB|KL|TTr|BC|HD|CTr|CĐ)\s{1,2}\Z")
_ISSUED: Final = re.compile(
    rf"(?<!\w){DATE}\s?,[^.;:|\n]{{2,200}}?\s(?:ban hành|ký ban hành|ký|có|gửi|phát hành)(?:\s(?:các|kèm theo))?\s\Z"
)
_BARE: Final = re.compile(
    r"\s{1,2}(?P<so>số\s{1,2})?(?P<n>\d{1,4})(?![\w/\-.]\w|\w|\s?[/\-–]\s?\w|\s?%)"
    r"(?=[.,;:)\]\"”|\n]|\s(?:của|về|và|ngày|do|tại|trong|đến|thì|là|theo|nêu|trên|\()|\s?\Z)"
)
_BARE_KINDS: Final = frozenset({"NQ", "NĐ", "CT", "KL", "QyĐ", "QĐ", "TT"})
_DATED_KINDS: Final = frozenset({"NQ", "NĐ", "CT", "KL", "QyĐ", "QĐ", "TT", "TB", "CĐ", "TTLT", "HD"})


class _Candidate(NamedTuple):
    """A citation before its relation is known."""

    start: int
    end: int
    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: tuple[int, int] | None


class _Head(NamedTuple):
    """What stands before a number: where the quote starts, the kind, whether a type word or "số" announces it."""

    start: int
    abbr: str | None
    named: bool
    numero: bool
    excluded: bool


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
    reader = _Reader(text)
    relations = Relations(text, reader.words.cues)
    own = _key(own_number)
    found = []
    for c in reader.candidates():
        if own is not None and _key(c.number) == own and (own_date is None or c.issued_on in (None, own_date)):
            continue
        issuer = None if c.issuer is None else _SPACE.sub(" ", text[c.issuer[0] : c.issuer[1]])
        found.append(Reference(c.start, c.end, c.number, c.kind, c.issued_on, issuer, relations.of(c.start, c.end)))
    return found


def own_mentions(text: str, own_number: str | None) -> list[Span]:
    """Where the directive speaks of itself by number, also with the number left blank, with date and issuer.

    These are no references; whoever reads dates has to stay out of them all the same.

    >>> text = "(Kèm theo Quyết định số     /QĐ-UBND ngày 05/3/2024 của UBND tỉnh)"
    >>> [text[start:end] for start, end in own_mentions(text, None)]
    ['Quyết định số     /QĐ-UBND ngày 05/3/2024 của UBND tỉnh']
    """
    reader = _Reader(text)
    own = _key(own_number)
    spans = [Span(c.start, c.end) for c in reader.candidates() if own is not None and _key(c.number) == own]
    spans += [Span(c.start, c.end) for c in reader.blank()]
    return sorted(spans)


def _key(number: str | None) -> str | None:
    if number is None:
        return None
    parsed = parse_number(number)
    return (parsed.normalised if parsed else _SPACE.sub("", number)).upper().lstrip("0") or None


class _Reader:
    """The text in the forms in which it is searched, and the words found in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = characters(text)
        self.folded = fold(self.plain)
        self.words: Words = scan(self.folded)
        self._kind_ends = [k.end for k in self.words.kinds]

    def candidates(self) -> list[_Candidate]:
        """All citations in text order, numbered ones before named ones where they overlap."""
        numbered = self._settle(self._numbered())
        others = self._settle(self._named())
        return _merge(numbered, others)

    def blank(self) -> Iterator[_Candidate]:
        """Citations whose number is left blank."""
        for match in patterns.BLANK_NUMBER.finditer(self.plain):
            head = self._head(match.start())
            tail = read_tail(self.text, self.folded, match.end())
            yield _Candidate(head.start, tail.end, None, head.abbr, tail.issued_on, tail.issuer)

    def _numbered(self) -> list[_Candidate]:
        matches = [m for p in (patterns.NUMBER, patterns.LOOSE_NUMBER, patterns.MISREAD_NUMBER) for m in p.finditer(self.plain)]
        matches.sort(key=lambda m: (m.start(), -m.end()))
        found: list[_Candidate] = []
        first, size = 0, 0  # of the list that is being read: its first candidate, how many numbers
        reached = 0
        for match in matches:
            if match.start() < reached:
                continue
            number = parse_number(match.group())
            if number is None:
                continue
            previous = found[-1] if found else None
            listed = previous is not None and self._continues(previous.end, match.start())
            head = self._head(match.start(), law=number.kind_code == "QH" or (number.issuer_code or "").startswith("UBTVQH"))
            if head.excluded or not _accepted(number, match.group(), head, listed) or self._is_number_line(head, match.start()):
                continue
            kind = _kind_of(number, head.abbr, previous.kind if listed and previous else None)
            joint = number.kind_code in ("TTLT", "NQLT", "TTLN")
            tail = read_tail(self.text, self.folded, match.end(), joint=joint)
            printed = _printed(match.group())
            first, size = (first, size + 1) if listed else (len(found), 1)
            start = head.start
            for serial in self._shared_serials(match.start(), start):
                symbol = printed[len(re.match(r"[\d.]*", printed).group()) :]  # type: ignore[union-attr]
                found.append(_Candidate(serial[0], serial[1], serial[2] + symbol, kind, tail.issued_on, None))
                start = match.start()
            found.append(_Candidate(start, tail.end, printed, kind, tail.issued_on or self._announced(head.start), tail.issuer))
            if size == 2 and tail.issued_on and not found[first].issued_on and _bare_list(self.folded, found[first].end, match.start()):
                found[first] = found[first]._replace(issued_on=tail.issued_on)
            reached = tail.end
        return found

    def _named(self) -> list[_Candidate]:
        """Laws by name, technical standards, documents cited by kind and date, or by kind and bare serial."""
        text, folded = self.text, self.folded
        found = []
        for law in law_mentions(text, folded, self.words.kinds):
            tail = read_tail(text, folded, law.end) if law.issued_on is None else None
            end = tail.end if tail and tail.issuer else law.end
            found.append(_Candidate(law.start, end, None, law.abbr, law.issued_on, tail.issuer if tail else None))
        for match in patterns.STANDARD.finditer(self.plain):
            start = match.start()
            head = patterns.STANDARD_HEAD.search(folded, max(0, start - 60), start)
            start = head.start() if head else start
            found.append(_Candidate(start, match.end(), _SPACE.sub(" ", match.group()), None, None, None))
        for hit in self.words.kinds:
            candidate = self._by_kind(hit)
            if candidate is not None:
                found.append(candidate)
        return sorted(found, key=lambda c: (c.start, -c.end))

    def _by_kind(self, hit: KindHit) -> _Candidate | None:
        """ "Chỉ thị ngày 12/3/2021 của …", "Nghị quyết 57 của …"."""
        bare = _BARE.match(self.folded, hit.end)
        if bare is not None and (bare["so"] or len(bare["n"]) > 1):
            tail = read_tail(self.text, self.folded, bare.end())
            if tail.issued_on is not None or (hit.abbr in _BARE_KINDS and self.text[hit.start].isupper()):
                return _Candidate(hit.start, tail.end, bare["n"], hit.abbr, tail.issued_on, tail.issuer)
        if hit.abbr not in _DATED_KINDS or not self.text[hit.start].isupper():
            return None
        tail = read_tail(self.text, self.folded, hit.end)
        if tail.issued_on is None:
            return None
        return _Candidate(hit.start, tail.end, None, hit.abbr, tail.issued_on, tail.issuer)

    def _head(self, at: int, *, law: bool = False) -> _Head:
        """Read backwards from the number at ``at``; ``law`` if it is one of the National Assembly's."""
        folded = self.folded
        back = folded[max(0, at - 40) : at]
        excluded = patterns.NO_DOCUMENT.search(back) is not None
        numero = _NUMERO.search(back)
        start = at - len(back) + numero.start() if numero else at
        shared = patterns.SHARED_SERIALS.search(folded, max(0, at - 40), at)
        if shared is not None and numero is None:
            numero = _NUMERO.search(folded[max(0, shared.start() - 12) : shared.start()])
            if numero is not None:
                start = shared.start() - len(numero.group())
        i = bisect_right(self._kind_ends, start) - 1
        hit = self._law_before(i, start) if law else None
        if hit is None and i >= 0:
            hit = self.words.kinds[i]
        if hit is not None and start - hit.end < 300:
            reach = self._reach(hit, start, numero is not None)
            if reach is not None:
                return _Head(reach if reach >= 0 else start, hit.abbr, True, numero is not None, excluded)
        short = _ABBREVIATED.search(self.plain, max(0, start - 8), start)
        if short is not None:
            kind = by_code(short.group().strip())
            return _Head(short.start(), kind.abbr if kind else "CV", True, numero is not None, excluded)
        return _Head(start, None, False, numero is not None, excluded)

    def _reach(self, hit: KindHit, start: int, numero: bool) -> int | None:
        """Where a quote begins whose type word is ``hit``; -1 if the word counts but stays outside; None if it is another's."""
        text, folded = self.text, self.folded
        if folded[hit.end : start].strip() == "" and start - hit.end < 4:
            return self._widen(hit, start)
        if _COLON.match(folded, hit.end, start):
            return -1
        if not numero:
            return None
        if hit.abbr in NAMED and text[hit.start].isupper():
            return self._widen(hit, start) if _LAW_NAME.match(folded, hit.end, start) else None
        if start - hit.end > 120:
            return None
        if _QUALIFIER.match(folded, hit.end, start):
            return hit.start
        of = _OF.match(folded, hit.end, start)
        if of is not None and folded[issuer_end(text, folded, of.end(), joint=True) : start].strip() == "":
            return hit.start
        return None

    def _law_before(self, i: int, start: int) -> KindHit | None:
        """The law that the number belongs to: words of its name may be kinds themselves ("Luật Quy hoạch số …")."""
        for k in range(i, max(-1, i - 8), -1):
            hit = self.words.kinds[k]
            if start - hit.end > 240 or not _LAW_NAME.match(self.folded, hit.end, start):
                return None
            if not self.text[hit.start].isupper():
                continue
            if hit.abbr in NAMED:
                return hit
            if hit.abbr == "NQ":
                return None
        return None

    def _widen(self, hit: KindHit, start: int) -> int:
        """The start of the amending law whose name takes in the law at ``hit``."""
        if hit.abbr not in NAMED:
            return hit.start
        i = bisect_right(self._kind_ends, hit.end) - 2
        best = hit.start
        while i >= 0 and hit.start - self.words.kinds[i].end < 260:
            other = self.words.kinds[i]
            between = self.folded[other.end : hit.start]
            if any(sign in between for sign in ";:|\n(") or other.abbr not in NAMED:
                break
            if between.lstrip().startswith("sửa đổi"):
                best = other.start
            i -= 1
        return best

    def _continues(self, end: int, at: int) -> bool:
        """Whether only a list's joint stands between the last citation and the number."""
        if not 0 <= at - end <= 60:
            return False
        between = self.folded[end:at]
        numero = _NUMERO.search(between)
        return _LIST.match(between[: numero.start()] if numero else between) is not None

    def _shared_serials(self, at: int, start: int) -> list[tuple[int, int, str]]:
        """ "số 187, 188-KL/TW": the range and serial of each number before the last."""
        shared = patterns.SHARED_SERIALS.search(self.plain, max(start, at - 40), at)
        if shared is None or _NUMERO.search(self.folded[max(0, shared.start() - 12) : shared.start()]) is None:
            return []
        serials = [(m.start(), m.end(), m.group()) for m in re.finditer(r"\d+", shared.group())]
        offset = shared.start()
        return [(start if k == 0 else offset + s, offset + e, n) for k, (s, e, n) in enumerate(serials)]

    def _is_number_line(self, head: _Head, at: int) -> bool:
        """Whether this is the line of the header that gives a document its own number."""
        if head.named or not head.numero or self.plain[head.start] != "S":
            return False
        before = self.text[max(0, head.start - 4) : head.start].rstrip(" \t\u00a0")
        if before.endswith("("):
            return False
        opens = before == "" or before[-1] in "\n|"
        colon = ":" in self.plain[head.start : at]
        return (opens and colon) or ((opens or colon) and head.start < _HEADER)

    def _announced(self, start: int) -> date | None:
        """The date of "Ngày 12/3/2021, X đã ban hành" right before the citation."""
        low = max(0, start - 260)
        at = self.folded.rfind("ngày ", low, start)
        if at < 0:
            return None
        match = _ISSUED.match(self.folded, at, start)
        return date_of(match) if match else None

    @staticmethod
    def _settle(candidates: list[_Candidate]) -> list[_Candidate]:
        kept: list[_Candidate] = []
        for candidate in candidates:
            if kept and candidate.start < kept[-1].end:
                continue
            kept.append(candidate)
        return kept


def _accepted(number: DocumentNumber, printed: str, head: _Head, listed: bool) -> bool:
    """Whether the symbol is a document's, given what announces it."""
    announced = head.named or head.numero or listed
    if printed.islower() or " " in printed.strip() and not re.search("[/-]", printed.split()[0] + printed.split()[-1][0]):
        return announced
    if number.kind_code and number.issuer_code:
        return True
    if number.unit:
        return announced or (number.suffix is None and (number.issuer_code or "") in issuer_codes())
    code = number.issuer_code or number.kind_code or ""
    return (head.named or listed) and sum(c.isalpha() for c in code) >= 2


def _kind_of(number: DocumentNumber, named: str | None, before: str | None) -> str | None:
    if named is not None:
        return named
    if number.kind_code is not None:
        kind = by_code(number.kind_code, number.family) or by_code(number.kind_code)
        return kind.abbr if kind is not None and number.kind_code != "QH" else before
    return before or ("CV" if number.family == "cong_van" and number.unit else None)


def _printed(number: str) -> str:
    """The number as printed, without white space and with the usual small letters in TTg, TTr and CTr."""
    number = re.sub(r"(?<=\d) (?=[^\W\d_])", "-", _SEPARATOR.sub(lambda m: m.group().strip(), number))
    joined = _SPACE.sub("", number)
    return re.sub(r"(?<=[/-])(TTG|TTR|CTR)(?![A-ZĐ])", lambda m: m.group()[:2] + m.group()[2].lower(), joined)


def _bare_list(folded: str, end: int, start: int) -> bool:
    """Whether two numbers are joined by "và" alone ("số 5/X-Y và 6/X-Y ngày …"), so that a date after them is of both."""
    return folded[end:start].strip() == "và"


def _merge(numbered: list[_Candidate], others: list[_Candidate]) -> list[_Candidate]:
    """Both in text order; of ``others`` those that touch none of ``numbered``."""
    ends = [c.end for c in numbered]
    free = [
        c for c in others
        if (i := bisect_right(ends, c.start)) == len(numbered) or numbered[i].start >= c.end
    ]
    return sorted((*numbered, *free))
