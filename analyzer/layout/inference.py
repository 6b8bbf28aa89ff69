"""What a letterhead leaves out, from elsewhere in the document: sender, number code, citation, overprinted figures."""

from __future__ import annotations

import re

from analyzer.knowledge.folding import fold
from analyzer.knowledge.issuer_codes import issuer_of_symbol, kind_of_symbol
from analyzer.layout.article_issuer import commonest_place, first_agency
from analyzer.layout.dateline import calendar_day, read_number
from analyzer.layout.head import Header
from analyzer.layout.issuers import written_name
from analyzer.layout.titles import TitleBlock
from analyzer.layout.words import squeeze, words
from analyzer.spans import Span

_OFFICES = ("thủ tướng", "phó thủ tướng", "chủ tịch nước", "chủ tịch quốc hội")
_PREAMBLE = 3_000  # characters in which a preamble ends with who issues what
_ISSUES = re.compile(r"\s(?:ban hành|xây dựng|đề ra)\s(?:kế hoạch|chỉ thị|chương trình|hướng dẫn|công điện)(?!\w)")
_FIRST_PART = re.compile(r"\n\s{0,9}(?:i|1|a|phần (?:i|thứ nhất))\s?[.)/:-]")
_CITATION = re.compile(r"\(\s?(?:kèm theo|ban hành kèm theo|đính kèm|kèm)\s[^()]{5,400}\)")


def collective(name: str | None) -> str | None:
    """The body that a head stands for: "Chủ tịch Ủy ban nhân dân tỉnh A" issues for the committee."""
    if name is None:
        return None
    match = re.match(r"(?:phó )?chủ tịch (?=ủy ban|hội đồng)", name.lower())
    return name[match.end() :][:1].upper() + name[match.end() + 1 :] if match else name


def place_added(text: str, header: Header, name: str) -> str:
    place = commonest_place(text)
    if header.place and (place is None or fold(header.place) in fold(place)):
        return f"{name} {place}" if place else name
    return f"{name} {place}" if place and header.place is None else name


def infer_issuer(text: str, low: str, header: Header, block: TitleBlock) -> None:
    """The issuer of a document without letterhead: authority or sender line, signature, then the number's code."""
    for span in (block.sender, block.authority, block.decider):
        if span is not None:
            post = words().position.match(low, *span)
            office = post is not None and low.startswith(_OFFICES, span[0])  # a body itself, not the head of one
            body = words().head.match(low, post.end() + 1) if post and not office else None
            name = collective(written_name(text[post.end() if post and body else span[0] : span[1]], text, low))
            header.issuer, header.issuer_span = name, Span(*span)
            return
    code = issuer_of_symbol(header.number or header.symbol or "")
    if code is not None:
        header.issuer = place_added(text, header, code.name) if code.local else code.name
        header.warn("issuer_inferred")
        return
    end = min(len(low), header.body_start + _PREAMBLE)
    part = _FIRST_PART.search(low, header.body_start, end)
    kind = fold(header.kind_name or "")
    own = [m for m in _ISSUES.finditer(low, header.body_start, part.start() if part else end) if kind in m.group()]
    if not kind or not own:
        return
    at = own[-1].start()
    line = low.rfind("\n", 0, at) + 1
    begin = max(line, low.rfind(", ", line, at) + 2, low.rfind("; ", line, at) + 2)
    named = first_agency(text, low[:at], begin, at)
    if named is not None:
        header.issuer, header.issuer_span = named
        header.warn("issuer_inferred")


def infer_kind(header: Header, block: TitleBlock, subject: bool) -> None:
    symbol = header.number or header.symbol
    code = "CV" if subject else kind_of_symbol(symbol) if symbol else None
    if code is None and header.addressees:
        code = "CV"
    if code is not None:
        kind = next((k for k in words().kinds if k.code == code), None)
        header.kind, header.kind_name = code, kind.name if kind else None


_OVERLAY = re.compile(r"\s(\d{1,5})\s(\d{1,2})\s(\d{1,2})\s((?:19|20)\d\d)\s*$")


def read_overlay(text: str, header: Header) -> None:
    """Number and date that a registry prints over the blanks: the last words of a PDF's text, "87 25 4 2024"."""
    if header.number is not None or header.issued_on is not None or not header.symbol or header.date_span is None:
        return
    match = _OVERLAY.search(text[-80:])
    day = calendar_day(match[2], match[3], match[4]) if match else None
    if match is None or day is None:
        return
    start = max(0, len(text) - 80)
    header.number, header.number_span = match[1] + header.symbol, Span(start + match.start(1), start + match.end(1))
    header.issued_on, header.date_span = day, Span(start + match.start(2), start + match.end(4))
    header.warnings = [note for note in header.warnings if note.code != "number_blank"]
    header.warn("number_from_overlay")


_SPEECH_HEAD = 800
_SPEECH_DAY = re.compile(r"ngày\s{1,2}(\d{1,2})\s?(?:tháng\s|[/.-])\s?(\d{1,2})\s?(?:năm\s|[/.-])\s?(\d{4})(?!\d)")


def read_speech(text: str, low: str, header: Header) -> None:
    """A speech has no letterhead: its date and the body its speaker heads stand in or below its heading."""
    if header.kind != "PB":
        return
    start = header.title_span.start if header.title_span else 0
    end = min(len(low), start + _SPEECH_HEAD)
    if header.issued_on is None and (match := _SPEECH_DAY.search(low, start, end)) is not None:
        header.issued_on = calendar_day(*match.groups())
        header.date_span = Span(*match.span())
    if header.issuer is None and (found := first_agency(text, low, start, end)) is not None:
        header.issuer, header.issuer_span = found


def read_citation(text: str, low: str, header: Header, block: TitleBlock) -> None:
    """An annex or plan that came alone: kind, number and date are those of the document it says it belongs to.

    Under a letterhead of its own it keeps its kind and issuer, who must be that document's as well.
    """
    if header.number_span is not None or header.date_span is not None:
        return
    citation = _CITATION.search(low, 0, min(len(low), header.body_start + 600))
    if citation is None:
        return
    own = header.issuer
    if own is not None and not (low[: citation.start()].endswith("\n") and citation.group().endswith(f"{fold(own)})")):
        return
    kind = None
    for match in words().kind_line.finditer(low, citation.start(), citation.end()):
        after = re.match(r"\s{0,3}số\s?:?\s{0,3}(\d{0,6}[a-zđ]?)\s?(?=[/-]|\s|…|\.)", low[match.end() : citation.end()])
        if after is None:
            continue
        kind = words().kind_of(squeeze(match.group()))
        symbol = read_number(text, low, match.end() + after.end())
        digits = after.group(1)
        if symbol is not None:
            header.symbol = symbol[1]
            header.number_span = Span(match.end() + after.start(1), symbol[0])
            if digits:
                header.number = digits + symbol[1]
            else:
                header.warn("number_blank")
    if kind is None:
        return
    if own is None or header.kind is None:
        header.kind, header.kind_name = kind.code, kind.name
    day = re.search(
        r"ngày\s{0,3}(\d{1,2})?\s{0,3}(?:tháng\s{0,3}|[/.-])(\d{1,2})?\s{0,3}(?:năm\s{0,3}|[/.-])(\d{4})",
        low[citation.start() : citation.end()],
    )
    if day is not None:
        header.issued_on = calendar_day(*day.groups())
        header.year = int(day.group(3))
        header.date_span = Span(citation.start() + day.start(), citation.start() + day.end())
    of = re.search(r"của\s([^()]{3,120})\)$", low[citation.start() : citation.end()])
    if of is not None and own is None:
        span = Span(citation.start() + of.start(1), citation.start() + of.end(1))
        header.issuer, header.issuer_span = collective(written_name(text[span.start : span.end], text, low)), span
        if header.issuer and header.issuer.lower().endswith((" tỉnh", " thành phố", " huyện")):
            bare = header.issuer.rsplit(" ", 2 if header.issuer.endswith("phố") else 1)[0]
            header.issuer = place_added(text, header, bare)
