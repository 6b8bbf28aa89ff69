"""What stands before the number of a citation: type word, "số", the name of a law, the joints of a list."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from typing import Final, NamedTuple

from analyzer.knowledge.doc_kinds import by_code
from analyzer.pipes.references import patterns
from analyzer.pipes.references.frame import DATE, date_of
from analyzer.pipes.references.issuers import issuer_end
from analyzer.pipes.references.laws import NAMED
from analyzer.pipes.references.source import Source
from analyzer.pipes.references.words import KindHit

#: The number line of a document stands within its first so many characters.
_HEADER: Final = 1500
_NUMERO: Final = re.compile(r"(?<!\w)s[ốôo]\s{0,2}[:.]?\s{0,3}\Z")  # "so" is what recognition makes of "số"
_LIST: Final = re.compile(r"\s{0,2}[,;/]?\s{0,2}(?:(?:và|hoặc|hay|cùng|cùng với)\s{1,2})?(?:các\s{1,2})?\Z")
_COLON: Final = re.compile(r"\s{0,2}:\s{0,2}\Z")
# Between the type word and "số": qualifiers of the kind ("liên ngành"), or the issuer, but no clause of its own.
_QUALIFIER: Final = re.compile(
    r"(?:\s{1,2}(?!(?:của|tại|theo|về|và|cho|với|là|có|được|trong|số|này|trên|từ|đến|do|để|hoặc|các|những|đã|gửi|như|tháng|"
    r"ngày)(?!\w))[^\W\d_]{1,8}){0,5}\s{0,2}\Z"
)
_OF: Final = re.compile(r"\s{1,2}của\s{1,2}")
_LAW_NAME: Final = re.compile(r"[^;:|\n\"“”()]{0,240}(?:\(sửa đổi[^()\n]{0,30}\)[^;:|\n\"“”()]{0,40})?\Z")
_ABBREVIATED: Final = re.compile(r"(?<![\w/\-])(?:QĐ|NQ|NĐ|TT|TTLT|CT|KH|CV|TB|KL|TTr|BC|HD|CTr|CĐ)\s{1,2}\Z")
_ISSUED: Final = re.compile(
    rf"(?<!\w){DATE}\s?(?:,|\s)[^.;:|\n]{{2,200}}?\s"
    r"(?:ban hành|ký ban hành|ký|có|gửi|phát hành)(?:\s(?:các|kèm theo))?\s\Z"
)


class Head(NamedTuple):
    """Where the quote starts, the kind, whether a type word or "số" announces the number, whether a form does."""

    start: int
    abbr: str | None
    named: bool
    numero: bool
    excluded: bool


def read_head(source: Source, at: int, floor: int = 0, *, law: bool = False) -> Head:
    """Read backwards from the number at ``at``, not beyond ``floor``, where the citation before it ends.

    ``law`` says that the number is one of the National Assembly's, which a law's name may precede.

    >>> source = Source.of("theo Tờ trình liên ngành số 14/TTrLN-STC-SNV")
    >>> head = read_head(source, 28)
    >>> head.start, head.abbr
    (5, 'TTr')
    """
    back = source.folded[max(floor, at - 40) : at]
    numero = _NUMERO.search(back)
    start = at - len(back) + numero.start() if numero else at
    shared = None if numero else _shared(source, at, floor)
    if shared is not None:
        start = shared[0]
    announced = numero is not None or shared is not None
    excluded = patterns.NO_DOCUMENT.search(back) is not None
    i = bisect_right(source.kind_ends, start) - 1
    hit = _law_before(source, i, start) if law else None
    if hit is None and i >= 0:
        hit = source.kinds[i]
    if hit is not None and floor <= hit.start and start - hit.end < 300:
        reach = _reach(source, hit, start, announced)
        if reach is not None:
            return Head(reach if reach >= 0 else start, hit.abbr, True, announced, excluded)
    short = _ABBREVIATED.search(source.plain, max(floor, start - 8), start)
    if short is not None:
        kind = by_code(short.group().strip())
        return Head(short.start(), kind.abbr if kind else None, True, announced, excluded)
    return Head(start, None, False, announced, excluded)


def _reach(source: Source, hit: KindHit, start: int, announced: bool) -> int | None:
    """Where a quote begins whose type word is ``hit``; -1 if the word counts but stays outside, None if it does not."""
    text, folded = source.text, source.folded
    if start - hit.end < 4 and folded[hit.end : start].isspace():
        return _widen(source, hit)
    if _COLON.match(folded, hit.end, start):
        return -1
    if not announced:
        return None
    if hit.abbr in NAMED and text[hit.start].isupper():
        return _widen(source, hit) if _LAW_NAME.match(folded, hit.end, start) else None
    if start - hit.end > 120:
        return None
    if _QUALIFIER.match(folded, hit.end, start):
        return hit.start
    of = _OF.match(folded, hit.end, start)
    if of is not None and folded[issuer_end(text, folded, of.end(), joint=True) : start].strip() == "":
        return hit.start
    return None


def _law_before(source: Source, i: int, start: int) -> KindHit | None:
    """The law that the number belongs to: words of its name may be kinds themselves ("Luật Quy hoạch số …")."""
    for k in range(i, max(-1, i - 8), -1):
        hit = source.kinds[k]
        if hit.abbr == "NQ" or start - hit.end > 240 or not _LAW_NAME.match(source.folded, hit.end, start):
            return None
        if hit.abbr in NAMED and source.text[hit.start].isupper():
            return hit
    return None


def _widen(source: Source, hit: KindHit) -> int:
    """The start of the amending law whose name takes in the law at ``hit``, else the hit's own."""
    best = hit.start
    if hit.abbr not in NAMED:
        return best
    for k in range(bisect_right(source.kind_ends, hit.end) - 2, -1, -1):
        other = source.kinds[k]
        if hit.start - other.end >= 260 or other.abbr not in NAMED:
            break
        between = source.folded[other.end : hit.start]
        if any(sign in between for sign in ";:|\n("):
            break
        if between.lstrip().startswith("sửa đổi"):
            best = other.start
    return best


def continues_list(source: Source, end: int, at: int) -> bool:
    """Whether only a list's joint stands between the citation that ends at ``end`` and the number at ``at``.

    >>> continues_list(Source.of("12/QĐ-UBND và số 14/QĐ-UBND"), 10, 17)
    True
    """
    if not 0 <= at - end <= 40:
        return False
    between = source.folded[end:at]
    numero = _NUMERO.search(between)
    return _LIST.match(between[: numero.start()] if numero else between) is not None


def joined_bare(source: Source, end: int, at: int) -> bool:
    """Whether two numbers are joined by "và" alone ("số 5/X-Y và 6/X-Y ngày …"): a date after them is of both."""
    return source.folded[end:at].strip() == "và"


def _shared(source: Source, at: int, floor: int) -> tuple[int, int] | None:
    """The starts of "số" and of the first serial in "số 41, 42-KL/TU", for the number at ``at``."""
    serials = patterns.SHARED_SERIALS.search(source.plain, max(floor, at - 40), at)
    if serials is None:
        return None
    before = max(floor, serials.start() - 12)
    numero = _NUMERO.search(source.folded[before : serials.start()])
    return None if numero is None else (before + numero.start(), serials.start())


def shared_serials(source: Source, at: int, floor: int) -> list[tuple[int, int]]:
    """The ranges of the serials before the number at ``at`` that share its symbol.

    >>> shared_serials(Source.of("Kết luận số 41, 42-KL/TU"), 16, 0)
    [(12, 14)]
    """
    shared = _shared(source, at, floor)
    if shared is None:
        return []
    return [m.span() for m in re.compile(r"\d+").finditer(source.plain, shared[1], at)]


def is_number_line(source: Source, head: Head, at: int, *, dated: bool) -> bool:
    """Whether this is the line of the header that gives a document its own number.

    ``dated`` says that a date follows the number directly, as it does in a list of documents.
    """
    if head.named or not head.numero or source.plain[head.start] != "S":
        return False
    before = source.text[max(0, head.start - 4) : head.start].rstrip(" \t\u00a0")
    if before.endswith("("):
        return False
    opens = before == "" or before[-1] in "\n|"
    colon = ":" in source.plain[head.start : at]
    return (opens and colon) or ((opens or colon) and head.start < _HEADER and not dated)


def announced_date(source: Source, start: int) -> date | None:
    """The date of "Ngày 12/3/2021, Ủy ban nhân dân tỉnh đã ban hành" right before the citation at ``start``."""
    at = source.folded.rfind("ngày ", max(0, start - 260), start)
    match = _ISSUED.match(source.folded, at, start) if at >= 0 else None
    return date_of(match) if match else None
