"""Portal and news articles: which directive the article reports.

An article has no letterhead. Its directive is the document whose issuing it reports: "Ngày 12/5, UBND tỉnh A đã ban
hành Chỉ thị số 08/CT-UBND về việc …". The date line of the article gives the year where the sentence has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import NamedTuple

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.knowledge.issuer_codes import kind_of_symbol
from analyzer.knowledge.letters import LOWER, UPPER
from analyzer.layout.article_frame import article_date, body_end, heading, paragraph_start, unwrapped
from analyzer.layout.article_issuer import Reported, first_agency, read_issuer
from analyzer.layout.dateline import calendar_day, read_number
from analyzer.layout.words import Kind, alternation, squeeze, words
from analyzer.spans import Span

_ZONE = 6_000  # characters in which the reported document is looked for
_LEAD = 1_000  # characters of heading and lead, in which an article says what it reports
_DAY = re.compile(
    r"(?<!\w)ngày\s{1,2}(?P<d>\d{1,2})\s?(?:[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>\d{4}))?"
    r"|\s?tháng\s(?P<m2>\d{1,2})(?:\s?(?:năm\s)?(?P<y2>(?:19|20)\d\d))?)(?!\d)"
)
_BEFORE_DAY = re.compile(r"[\s,(]{0,4}(?:ký |ban hành |của .{3,60} )?(?:vào )?")
_MEETING = re.compile(r"họp|hội nghị|buổi làm việc|làm việc với")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SENTENCE = re.compile(r"[.!?]\s{1,2}(?=[^\Wa-z\d_])")
_SHORT_FORM = re.compile(r"(?:TP|P|Q|TS|ThS|GS)$")
_SPEECH = re.compile(r"(?:bài\s)?phát biểu(?: chỉ đạo)?(?!\w)|ý kiến chỉ đạo")


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """What an article tells of the directive it reports, and where its own text begins and ends."""

    kind: Kind | None = None
    number: str | None = None
    number_span: Span | None = None
    issued_on: date | None = None
    date_span: Span | None = None
    issuer: str | None = None
    issuer_span: Span | None = None
    title: str | None = None
    title_span: Span | None = None
    article_date: date | None = None
    body_start: int = 0
    body_end: int = 0


class _Patterns(NamedTuple):
    mention: re.Pattern[str]
    unnumbered: re.Pattern[str]
    announced: re.Pattern[str]
    issuing: re.Pattern[str]
    cited: re.Pattern[str]
    about: re.Pattern[str]
    no_abstract: re.Pattern[str]
    earlier: re.Pattern[str]
    concluding: re.Pattern[str]
    clause_end: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = read_toml("articles.toml")
    kinds, verbs, citing = (alternation(map(fold, data[k])) for k in ("kinds", "announcing", "citing"))
    abstract, after = alternation(data["abstract"]), alternation(data["after_abstract"])
    return _Patterns(
        mention=re.compile(
            rf"(?<!\w)(?P<kind>{kinds})(?:\s(?:khẩn|hỏa tốc|liên tịch))?(?:\s{{1,2}}số:?\s{{0,2}}|\s{{1,2}}(?=\d))"
            r"(?P<serial>\d[\d.]{0,8}[a-zđ]?)(?=\s?[/-]\s?[^\W_])"
        ),
        unnumbered=re.compile(rf"(?<!\w)(?:{verbs})\s(?:một\s|các\s)?(?P<kind>{kinds})(?!\w|\s{{1,2}}số(?!\w)|\s\d)"),
        announced=re.compile(rf"(?<!\w)(?:{verbs})\s(?:một\s)?$"),
        issuing=re.compile(r"(?<!\w)(?:ban hành|ký|vừa)(?!\w)[^,;]{0,60}$"),
        cited=re.compile(rf"(?<!\w)(?:{citing})\s(?:các\s|nội dung\s|quy định tại\s)?$"),
        about=re.compile(
            r"[\s,]{0,2}(?:\(?(?:ký\s)?ngày[^,;()]{3,30}\)?,?\s?)?(?:của\s[^,;.]{3,90}?\s)?"
            r"(?:(?:gửi|tới)\s[^.;]{3,160}?\s(?=về\s|v/v\s)|do\s[^,;.]{3,90}?\ský[\s,](?=về\s|v/v\s))?"
            rf"(?:về\s(?:việc\s)?|v/v\s|nhằm\s|(?=(?:{abstract})\s))"
        ),
        no_abstract=re.compile(rf"(?:{alternation(map(fold, data['no_abstract']))})(?!\w)"),
        earlier=re.compile(rf"(?:^|\s)(?:{alternation(map(fold, data['earlier']))})(?!\w)"),
        concluding=re.compile(rf"(?<!\w)(?:{alternation(map(fold, data['concluding']))})(?!\w)"),
        clause_end=re.compile(
            rf"[.;:]\s(?=[{UPPER}\"“])|[.;:]?\s{{0,4}}(?:\n(?!\s?[{LOWER}])|$)|\.\.\.|…"
            rf"|[,;]\s(?=(?:{after})(?!\w))|\s(?=gồm\s\d|có hiệu lực)"
        ),
    )


def read_article(text: str, low: str) -> ArticleHead:
    """The directive an article reports; every field None that the text does not tell.

    >>> text = "Ngày 5/3/2024, UBND tỉnh A ban hành Kế hoạch số 12/KH-UBND về kiểm tra công vụ."
    >>> head = read_article(text, fold(text))
    >>> head.kind.code, head.number, head.issued_on.isoformat(), head.title
    ('KH', '12/KH-UBND', '2024-03-05', 'kiểm tra công vụ')
    """
    published = article_date(text)
    headline = heading(text)
    text, low = unwrapped(text, text), unwrapped(text, low)
    found = _reported(text, low)
    begin = paragraph_start(text, found.start if found else None)
    end = body_end(text, low, begin)
    if found is None:
        return _meeting(
            text, low, ArticleHead(None, title=headline, article_date=published, body_start=begin, body_end=end)
        )
    issuer, issuer_span = read_issuer(text, found)
    days = (_issued(low, mention, published) for mention in (found, *_mentions(text, low, found)))
    issued, date_span = next((day for day in days if day[0] is not None), (None, None))
    title, title_span = _title(text, low, found) or _title_elsewhere(text, low, found) or (headline, None)
    return ArticleHead(
        _kind(found), found.number, found.number_span, issued, date_span, issuer, issuer_span, title, title_span,
        published, begin, end,
    )  # fmt: skip


def _reported(text: str, low: str) -> Reported | None:
    """The mention of the document the article is about: the one said to be issued, else the first."""
    best: Reported | None = None
    weight = 0.0
    for match in _patterns().mention.finditer(low, 0, _ZONE):
        symbol = read_number(text, low, match.end("serial"))
        if symbol is None:
            continue
        number = text[match.start("serial") : match.end("serial")] + symbol[1]
        own = _weight(low, match.start(), match.end())
        again = best is not None and own == weight and number == best.number
        if best is None or own > weight or (again and _cut_short(low, best.end) and not _cut_short(low, symbol[0])):
            span = Span(match.start("serial"), symbol[0])
            best = Reported(match.start(), symbol[0], match["kind"], number, span, _sentence(text, match.start()))
            weight = own
    if best is not None and weight >= 2:
        return best
    if _patterns().concluding.search(low, 0, _LEAD):
        return None
    bare = _patterns().unnumbered.search(low, 0, _ZONE // 2)
    if bare is not None and (best is None or bare.start() < best.start):
        return Reported(bare.start("kind"), bare.end(), bare["kind"], None, None, _sentence(text, bare.start()))
    return best if weight > _CITED and (len(low) > _FRAGMENT or "\n" in low.strip()) else None


def _cut_short(low: str, at: int) -> bool:
    """Whether the paragraph breaks off with dots: a teaser."""
    line_end = low.find("\n", at)
    return low[at : line_end if line_end >= 0 else len(low)].rstrip().endswith(("...", "…"))


# a document that the text rests on, or that a few sentences without a heading name, is not the one it reports
_CITED = 0.5
_FRAGMENT = 400


def _weight(low: str, start: int, end: int) -> float:
    """How strongly the words around a mention say that this document was issued."""
    before = re.split(r"[.;\n]\s", low[max(0, start - 160) : start])[-1]
    if _patterns().earlier.search(before[:60]):
        return _CITED
    if _patterns().announced.search(before):
        return 3.0
    cited = _patterns().cited.search(before)
    if _patterns().issuing.search(before) and not cited:
        return 2.5
    if re.match(r"\s{0,2}(?:\(.{0,40}\)\s)?do\s.{3,60}\sban hành", low[end : end + 140]):
        return 2.5
    if re.search(r"(?:^|\W)theo\s$", before):
        return 2.0 if len(before) < 10 else 1.0
    return _CITED if cited else 1.5


def _sentence(text: str, at: int) -> int:
    """Where the sentence that holds ``at`` begins."""
    start = text.rfind("\n", max(0, at - 2_000), at) + 1
    for match in reversed(list(_SENTENCE.finditer(text, start, at))):
        if not _SHORT_FORM.search(text, start, match.start()):
            return match.end()
    return start


def _issued(low: str, found: Reported, published: date | None) -> tuple[date | None, Span | None]:
    """The date of the directive: behind its number, else the nearest in front of it in the same sentence."""
    after = _DAY.search(low, found.end, found.end + 60)
    if after is not None and "\n" not in after.group() and _BEFORE_DAY.fullmatch(low, found.end, after.start()):
        day = _dated(after, found, published, low)
        if day is not None:
            return day, Span(*after.span())
    before = list(_DAY.finditer(low, found.sentence, found.start))
    if before and not _MEETING.search(low, before[-1].end(), found.start):
        day = _dated(before[-1], found, published, low)
        if day is not None:
            return day, Span(*before[-1].span())
    return None, None


def _dated(match: re.Match[str], found: Reported, published: date | None, low: str) -> date | None:
    """The day a match names; a missing year is that of the number, of the article, or the nearest one named."""
    day, month, year = match["d"], match["m"] or match["m2"], match["y"] or match["y2"]
    if year is None:
        numbered = _YEAR.search(found.number or "")
        near = _YEAR.search(low, max(0, found.start - 400), found.end + 400)
        if numbered:
            year = numbered.group(1)
        elif published is not None:
            this_year = calendar_day(day, month, str(published.year))
            year = str(published.year - 1) if this_year and this_year > published else str(published.year)
        elif near:
            year = near.group(1)
    return calendar_day(day, month, year)


def _title(text: str, low: str, found: Reported) -> tuple[str, Span] | None:
    """The abstract behind the mention of a document."""
    about = _patterns().about.match(low, found.end)
    behind = found.end + len(text[found.end : found.end + 2]) - len(text[found.end : found.end + 2].lstrip())
    if about is not None:
        start = about.end()
    elif (
        text[found.end : behind] == " "
        and text[behind : behind + 1].islower()
        and not (found.number is not None and _patterns().no_abstract.match(low, behind))
    ):  # "ban hành Kế hoạch phát triển …"
        start = behind
    else:
        return None
    limit = min(len(text), start + 700)
    end = _patterns().clause_end.search(text, start, limit)
    stop = end.start() if end else min(limit, start + 400)
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] in ".,;:"):
        stop -= 1
    return (squeeze(text[start:stop]), Span(start, stop)) if stop - start >= 3 else None


def _title_elsewhere(text: str, low: str, found: Reported) -> tuple[str, Span] | None:
    """The abstract where the article names the document again, by its number or only by its kind."""
    if found.number is None:
        return None
    for again in _mentions(text, low, found):
        title = _title(text, low, again)
        if title is not None:
            return title
    named = re.search(rf"(?<!\w){re.escape(found.kind)}(?=\s(?:về\s|v/v\s))", low[:_ZONE])
    return _title(text, low, replace(found, start=named.start(), end=named.end())) if named else None


def _mentions(text: str, low: str, found: Reported) -> Iterator[Reported]:
    """Every mention of the document by its number."""
    for match in _patterns().mention.finditer(low, 0, _ZONE):
        symbol = read_number(text, low, match.end("serial"))
        if symbol is not None and text[match.start("serial") : match.end("serial")] + symbol[1] == found.number:
            yield replace(found, start=match.start(), end=symbol[0], sentence=_sentence(text, match.start()))


def _meeting(text: str, low: str, head: ArticleHead) -> ArticleHead:
    """An article that reports no document but what somebody said or concluded at a meeting."""
    concluded = _patterns().concluding.search(low, 0, _ZONE)
    said = concluded or _SPEECH.search(low, 0, 600)
    if said is None:
        return head
    kind = words().kind_of("kết luận" if concluded else "phát biểu chỉ đạo")
    held = next(_held(low, head.article_date), None)
    issuer = first_agency(text, low, 0, _ZONE) if concluded else None
    name, span = issuer or (None, None)
    day, day_span = held or (None, None)
    return replace(head, kind=kind, issuer=name, issuer_span=span, issued_on=day, date_span=day_span)


def _held(low: str, published: date | None) -> Iterator[tuple[date, Span]]:
    """The days on which meetings are said to be held, in the first paragraphs; a missing year is the article's."""
    for match in _DAY.finditer(low, 0, _ZONE // 2):
        sentence = max(low.rfind("\n", 0, match.start()), low.rfind(". ", 0, match.start())) + 1
        if _MEETING.search(low, sentence, match.end() + 100):
            day = _dated(match, Reported(match.start(), match.end(), "", None, None, sentence), published, low)
            if day is not None and (published is None or day <= published):
                yield day, Span(*match.span())


def _kind(found: Reported) -> Kind | None:
    name = squeeze(found.kind)
    kind = words().kind_of(name) if name != "văn bản" else None
    if kind is not None:
        return kind
    code = kind_of_symbol(found.number) if found.number else None
    return next((k for k in words().kinds if k.code == (code or "CV")), None)
