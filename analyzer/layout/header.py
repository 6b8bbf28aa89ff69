"""The head of a document: letterhead, number, date, kind, trích yếu, addressees and, from its end, the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from analyzer.knowledge.folding import fold
from analyzer.knowledge.issuer_codes import issuer_of_symbol, kind_of_symbol
from analyzer.layout.article import commonest_place, read_article
from analyzer.layout.closing import Closing, Signer, read_closings
from analyzer.layout.dateline import DateLine, NumberLine, calendar_day, read_number
from analyzer.layout.issuers import full_issuer, join_lines, spell_out, written_name
from analyzer.layout.marks import Secrecy, Urgency, is_mark, read_marks
from analyzer.layout.pieces import Piece, cut
from analyzer.layout.titles import TitleBlock, kind_at, read_addressees, read_title
from analyzer.layout.words import Kind, is_capital, squeeze, words
from analyzer.reading.manuscript import Manuscript, ReadingNote
from analyzer.spans import Span

_ZONE = 14_000  # characters in which the head of a document is looked for
_ANNEX = re.compile(r"(?:phụ\s{1,2}lục|phụ\s{1,2}biểu)(?!\w)")
_CITATION = re.compile(r"\(\s?(?:kèm theo|ban hành kèm theo|đính kèm|kèm)\s[^()]{5,400}\)")
_NOTES = {
    "number_blank": ("The number line has no number.", "Dòng số, ký hiệu chưa có số."),
    "number_unknown": ("No number was found.", "Không tìm thấy số, ký hiệu văn bản."),
    "date_unknown": ("The date of issue is not written out.", "Không xác định được ngày ban hành."),
    "issuer_unknown": ("The issuing body was not found.", "Không xác định được cơ quan ban hành."),
    "kind_unknown": ("The kind of document was not found.", "Không xác định được loại văn bản."),
    "title_unknown": ("The abstract (trích yếu) was not found.", "Không xác định được trích yếu."),
    "kind_conflict": ("Title line and number name different kinds.", "Tên loại và ký hiệu văn bản không khớp."),
    "issuer_inferred": ("The issuing body follows from the number.", "Cơ quan ban hành suy ra từ ký hiệu."),
    "number_from_overlay": (
        "Number and date were printed over the blanks of the letterhead.",
        "Số và ngày lấy từ lớp chữ in đè lên chỗ trống.",
    ),
    "secret": ("The document bears a state-secret mark.", "Văn bản có dấu độ mật."),
}


@dataclass(slots=True)
class Header:
    """What the head and the end of a document say about it.

    Spans are ranges of the canonical text. ``kind`` is the abbreviation ("CT"), ``number`` is as written without "Số:"
    and blanks, None where it is blank; ``symbol`` is what follows the serial, also of a blank number. ``issuer`` is the
    full name with its place. ``title`` is the trích yếu in the letters of the text, without "Về việc". The body runs
    from ``body_start`` to ``body_end``; ``closings`` are the signature blocks, the document's own first.
    """

    source_kind: Literal["document", "article"] = "document"
    kind: str | None = None
    kind_name: str | None = None
    kind_span: Span | None = None
    number: str | None = None
    number_span: Span | None = None
    symbol: str | None = None
    issued_on: date | None = None
    year: int | None = None
    date_span: Span | None = None
    place: str | None = None
    issuer: str | None = None
    issuer_span: Span | None = None
    parent: str | None = None
    title: str | None = None
    title_span: Span | None = None
    addressees: list[Span] = field(default_factory=list)
    signer: Signer | None = None
    recipients: list[str] = field(default_factory=list)
    urgency: Urgency | None = None
    secrecy: Secrecy | None = None
    body_start: int = 0
    body_end: int = 0
    closings: list[Closing] = field(default_factory=list)
    article_date: date | None = None
    warnings: list[ReadingNote] = field(default_factory=list)

    def warn(self, code: str) -> None:
        """Add a warning of the known codes, once."""
        if all(note.code != code for note in self.warnings):
            self.warnings.append(ReadingNote(code, *_NOTES[code]))


def read_header(manuscript: Manuscript) -> Header:
    """Read the head of a document or article. Never raises; what the text does not say is None, with a warning.

    >>> from analyzer.reading.manuscript import Manuscript, Source
    >>> text = "UBND TỈNH A\\nSỞ NỘI VỤ\\nSố: 12/KH-SNV\\nA, ngày 05 tháng 3 năm 2024\\nKẾ HOẠCH\\nKiểm tra công vụ năm 2024\\n"
    >>> header = read_header(Manuscript(text, (), Source(None, "text/plain", "", "text")))
    >>> header.kind, header.number, header.issued_on.isoformat(), header.issuer, header.title
    ('KH', '12/KH-SNV', '2024-03-05', 'Sở Nội vụ tỉnh A', 'Kiểm tra công vụ năm 2024')
    """
    text = manuscript.text
    low = fold(text)
    pieces = cut(text, low, min(len(text), _ZONE))
    header = Header(body_end=len(text))
    first = _first_anchor(text, low, pieces)
    if first is None:
        _read_article(text, low, header)
    else:
        _read_document(text, low, pieces, first, header)
    _conclude(header)
    return header


def _first_anchor(text: str, low: str, pieces: list[Piece]) -> int | None:
    """The first piece that only a document has: motto, number or date line, a kind in capitals; None in an article."""
    anchors: list[int] = []
    for i, piece in enumerate(pieces):
        if piece.role in ("motto", "date", "address") or (isinstance(piece.value, NumberLine) and piece.value.symbol):
            anchors.append(i)
        elif piece.role == "party" and (i == 0 or pieces[i - 1].line != piece.line):
            anchors.append(i)
        elif piece.role == "line" and i < 40 and piece.end - piece.start < 80:
            line = text[piece.start : piece.end]
            annex = _ANNEX.match(low, piece.start)
            if (is_capital(line) and (annex or kind_at(text, low, piece))) or (annex and i < 3 and len(line) < 30):
                anchors.append(i)
    together = (a for a, b in pairwise(anchors) if b - a <= 8 and pieces[a].line < 120)
    alone = (a for a in anchors if pieces[a].role not in ("date", "address") or pieces[a].line < 30)
    return next(together, next(alone, None))


def _read_document(text: str, low: str, pieces: list[Piece], first: int, header: Header) -> None:
    block = TitleBlock(body_start=0)
    begin = _letterhead_start(text, low, pieces, first)
    issuers: list[Piece] = []
    subject_at: int | None = None
    last_line = 0
    i = begin
    seen = False  # an element of the letterhead was read
    while i < len(pieces):
        piece = pieces[i]
        line = text[piece.start : piece.end]
        if piece.role == "number":
            assert isinstance(piece.value, NumberLine)
            if header.number_span is None or (header.symbol is None and piece.value.symbol):
                _set_number(header, piece.value)
            seen = True
        elif piece.role == "date":
            assert isinstance(piece.value, DateLine)
            if header.date_span is None:
                _set_date(header, piece.value)
            seen = True
        elif piece.role in ("motto", "party"):
            seen = True
        elif piece.role == "subject":
            subject_at = i
            i = read_title(text, low, pieces, i + 1, piece.end, block, None, header.date_span is not None)
            last_line = max(last_line, block.body_start)
            seen = True
            continue
        elif piece.role == "address":
            break
        elif piece.role == "end":
            break
        elif piece.role == "line":
            found = kind_at(text, low, piece)
            if found is not None and _kind_stands(text, low, pieces, i, header, seen, found[1]):
                block.kind, block.kind_span = found[0], (piece.start, found[1])
                i = read_title(text, low, pieces, i if found[1] < piece.end else i + 1, found[1], block, _issuer(text, low, issuers))
                last_line = max(last_line, found[1], block.body_start)
                break
            if _ANNEX.match(low, piece.start) and (is_capital(line) or len(line) < 30) and not seen:
                stop = _annex_label_end(low, piece)
                i = read_title(text, low, pieces, i if stop < piece.end else i + 1, stop, block, None)
                last_line = max(last_line, stop, block.body_start)
                seen = True
                break
            if is_mark(line):
                pass
            elif _may_be_issuer(text, low, piece) and block.title is None:
                issuers.append(piece)
            elif seen and (len(line) > 100 or subject_at is not None):
                break
        last_line = max(last_line, piece.end)
        i += 1
    header.urgency, header.secrecy = read_marks(text[p.start : p.end] for p in pieces[: max(i, begin) + 3])
    end = read_addressees(text, low, pieces, i, max(last_line, block.body_start), block)
    header.body_start = end
    _set_title(text, header, block)
    _set_issuer(text, low, header, issuers, block)
    header.closings = read_closings(text, low, header.body_start)
    if header.closings:
        _set_closing(text, header)
    _read_overlay(text, header)
    _read_citation(text, low, header, block)
    if header.issuer is None:
        _infer_issuer(text, low, header, block)
    if header.kind is None:
        _infer_kind(header, block, subject_at is not None)


def _letterhead_start(text: str, low: str, pieces: list[Piece], first: int) -> int:
    """The first line of the issuer above the anchor: short lines in capitals, or lines that name a body."""
    i = first
    while i > 0 and first - i < 12:
        piece = pieces[i - 1]
        line = text[piece.start : piece.end]
        if piece.role in ("rule", "stamp", "motto", "party") or is_mark(line) or _may_be_issuer(text, low, piece):
            i -= 1
            continue
        break
    return i


def _may_be_issuer(text: str, low: str, piece: Piece) -> bool:
    line = text[piece.start : piece.end]
    if piece.role != "line" or len(line) > 160 or not any(c.isalpha() for c in line):
        return False
    if line.rstrip().endswith((".", ";", ":", "?")) or line[0] in "-+•([\"“":
        return False
    if is_capital(line):
        return len(line) > 1
    return len(line) < 90 and bool(words().head.match(low, piece.start) or words().unit.match(low, piece.start)) and "," not in line[:-1].replace("văn hóa,", "")


def _kind_stands(text: str, low: str, pieces: list[Piece], i: int, header: Header, seen: bool, end: int) -> bool:
    """Whether a line that reads like a kind is the title line: not the second line of "SỞ / KẾ HOẠCH VÀ ĐẦU TƯ"."""
    piece = pieces[i]
    if low[end : end + 4].strip().startswith(("và", ",")) and end < piece.end:
        return False
    ahead = pieces[i + 1 : i + 12]
    if not header.number_span and not header.date_span:
        body = next((n for n, p in enumerate(ahead) if p.role == "line" and p.end - p.start > 160), len(ahead))
        if any(p.role in ("number", "motto") and not _in_title(text, p) for p in ahead[:body]):
            return False
    return seen or is_capital(text[piece.start : end])


def _in_title(text: str, piece: Piece) -> bool:
    line_start = text.rfind("\n", 0, piece.start) + 1
    return bool(text[line_start : piece.start].strip())


def _annex_label_end(low: str, piece: Piece) -> int:
    match = re.match(r"phụ\s{1,2}(?:lục|biểu)(?:\s{1,2}(?:số\s{1,2})?[\divxlc]{1,5}(?:\.\d)?(?!\w))?[\s:.\-]{0,3}", low[piece.start : piece.end])
    return piece.start + (match.end() if match else 0)


def _set_number(header: Header, value: NumberLine) -> None:
    header.number, header.symbol = value.number, value.symbol or None
    header.number_span = Span(value.number_start, value.end) if value.number else Span(value.start, value.end)
    if value.number is None:
        header.warn("number_blank")


def _set_date(header: Header, value: DateLine) -> None:
    header.issued_on, header.year, header.place = value.day, value.year, value.place
    header.date_span = Span(value.start, value.end)


def _set_title(text: str, header: Header, block: TitleBlock) -> None:
    if block.kind is not None:
        header.kind, header.kind_name = block.kind.code, block.kind.name
    if block.kind_span is not None:
        header.kind_span = Span(*block.kind_span)
    header.title = block.title
    header.title_span = Span(*block.title_span) if block.title_span else None
    header.addressees = [Span(*a) for a in block.addressees]


def _issuer(text: str, low: str, issuers: list[Piece]) -> str | None:
    return full_issuer(_bodies(text, issuers), text, low, ())


def _bodies(text: str, issuers: list[Piece]) -> list[str]:
    lines = [squeeze(text[p.start : p.end]).strip(" *_-–") for p in issuers]
    return join_lines([line for line in lines if line])


def _set_issuer(text: str, low: str, header: Header, issuers: list[Piece], block: TitleBlock) -> None:
    bodies = [b for b in _bodies(text, issuers) if words().head.match(fold(spell_out(b)))] or _bodies(text, issuers)
    if not bodies:
        return
    header.issuer = full_issuer(bodies, text, low, (header.place,) if header.place else ())
    header.issuer_span = Span(issuers[0].start, issuers[-1].end)
    header.parent = written_name(bodies[-2], text, low) if len(bodies) > 1 else None
    if header.issuer and header.issuer.lower().startswith("ban chấp hành trung ương") and "đảng" not in header.issuer.lower():
        header.issuer = "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam"
    header.issuer = _collective(header.issuer)
    if header.issuer and header.issuer.lower() in ("ủy ban nhân dân", "hội đồng nhân dân", "tỉnh ủy", "thành ủy"):
        header.issuer = _place_added(text, header, header.issuer)


def _collective(name: str | None) -> str | None:
    """The body that a head stands for: "Chủ tịch Ủy ban nhân dân tỉnh A" issues for the committee."""
    if name is None:
        return None
    match = re.match(r"(?:phó )?chủ tịch (?=ủy ban|hội đồng)", name.lower())
    return name[match.end() :][:1].upper() + name[match.end() + 1 :] if match else name


def _place_added(text: str, header: Header, name: str) -> str:
    place = commonest_place(text)
    if header.place and (place is None or fold(header.place) in fold(place)):
        return f"{name} {place}" if place else name
    return f"{name} {place}" if place and header.place is None else name


def _infer_issuer(text: str, low: str, header: Header, block: TitleBlock) -> None:
    """The issuer of a document without letterhead: authority or sender line, signature, then the number's code."""
    for span in (block.sender, block.authority):
        if span is not None:
            name = _collective(written_name(text[span[0] : span[1]], text, low))
            header.issuer, header.issuer_span = name, Span(*span)
            return
    code = issuer_of_symbol(header.number or header.symbol or "")
    if code is not None:
        header.issuer = _place_added(text, header, code.name) if code.local else code.name
        header.warn("issuer_inferred")


def _infer_kind(header: Header, block: TitleBlock, subject: bool) -> None:
    symbol = header.number or header.symbol
    code = "CV" if subject else kind_of_symbol(symbol) if symbol else None
    if code is None and header.addressees:
        code = "CV"
    if code is not None:
        kind = next((k for k in words().kinds if k.code == code), None)
        header.kind, header.kind_name = code, kind.name if kind else None


def _set_closing(text: str, header: Header) -> None:
    own = header.closings[0]
    header.body_end = max(own.start, header.body_start)
    header.signer = next((c.signer for c in header.closings[:1] if c.signer and c.signer.name), own.signer)
    if header.signer is None or header.signer.name is None:
        later = next((c.signer for c in header.closings[1:] if c.signer and c.signer.name), None)
        header.signer = later if later and header.signer is None else header.signer
    header.recipients = [squeeze(text[s.start : s.end]) for s in own.recipients]


_OVERLAY = re.compile(r"\s(\d{1,5})\s(\d{1,2})\s(\d{1,2})\s((?:19|20)\d\d)\s*$")


def _read_overlay(text: str, header: Header) -> None:
    """Number and date that a registry program prints over the blanks: the last words of a PDF's text, "453 29 4 2026"."""
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


def _read_citation(text: str, low: str, header: Header, block: TitleBlock) -> None:
    """An annex or plan that came alone: kind, number and date are those of the document it says it belongs to."""
    if header.number_span is not None or header.date_span is not None or header.issuer is not None:
        return
    citation = _CITATION.search(low, 0, min(len(low), header.body_start + 600))
    if citation is None:
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
    header.kind, header.kind_name = kind.code, kind.name
    day = re.search(r"ngày\s{0,3}(\d{1,2})?\s{0,3}(?:tháng\s{0,3}|[/.-])(\d{1,2})?\s{0,3}(?:năm\s{0,3}|[/.-])(\d{4})", low[citation.start() : citation.end()])
    if day is not None:
        header.issued_on = calendar_day(*day.groups())
        header.year = int(day.group(3))
        header.date_span = Span(citation.start() + day.start(), citation.start() + day.end())
    of = re.search(r"của\s([^()]{3,120})\)$", low[citation.start() : citation.end()])
    if of is not None:
        span = Span(citation.start() + of.start(1), citation.start() + of.end(1))
        header.issuer, header.issuer_span = _collective(written_name(text[span.start : span.end], text, low)), span
        if header.issuer and header.issuer.lower().endswith((" tỉnh", " thành phố", " huyện")):
            bare = header.issuer.rsplit(" ", 2 if header.issuer.endswith("phố") else 1)[0]
            header.issuer = _place_added(text, header, bare)


def _read_article(text: str, low: str, header: Header) -> None:
    article = read_article(text, low)
    header.source_kind = "article"
    if article.kind is not None:
        header.kind, header.kind_name = article.kind.code, article.kind.name
    header.number, header.number_span = article.number, article.number_span
    header.issued_on, header.date_span = article.issued_on, article.date_span
    header.year = article.issued_on.year if article.issued_on else article.article_date.year if article.article_date else None
    header.issuer, header.issuer_span = article.issuer, article.issuer_span
    header.title, header.title_span = article.title, article.title_span
    header.article_date = article.article_date
    header.body_start, header.body_end = article.body_start, article.body_end
    closings = read_closings(text, low, article.body_start)
    if closings:
        header.closings = closings
        header.body_end = min(header.body_end, max(closings[0].start, header.body_start))
        header.signer = closings[0].signer
        header.recipients = [squeeze(text[s.start : s.end]) for s in closings[0].recipients]


def _conclude(header: Header) -> None:
    header.year = header.issued_on.year if header.issued_on else header.year
    if header.number is None and header.number_span is None:
        header.warn("number_unknown")
    for value, code in (
        (header.issued_on, "date_unknown"), (header.issuer, "issuer_unknown"), (header.kind, "kind_unknown"), (header.title, "title_unknown"),
    ):  # fmt: skip
        if value is None:
            header.warn(code)
    if header.secrecy is not None:
        header.warn("secret")
    header.body_end = max(header.body_end, header.body_start)
