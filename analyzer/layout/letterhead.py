"""The letterhead in reading order: its issuer, number, date, kind and abstract (Decree 30/2020, annex I)."""

from __future__ import annotations

import re
from itertools import pairwise

from analyzer.knowledge.folding import fold
from analyzer.layout.addressees import read_addressees
from analyzer.layout.article_issuer import commonest_place
from analyzer.layout.closing import read_closings
from analyzer.layout.dateline import DateLine, NumberLine
from analyzer.layout.head import Header
from analyzer.layout.inference import collective, infer_issuer, infer_kind, place_added, read_citation, read_overlay
from analyzer.layout.issuer_places import full_issuer, with_province
from analyzer.layout.issuers import join_lines, spell_out, written_name
from analyzer.layout.marks import is_mark, read_marks, without_mark
from analyzer.layout.pieces import Piece
from analyzer.layout.titles import TitleBlock, kind_at, read_title
from analyzer.layout.words import is_capital, squeeze, words
from analyzer.spans import Span

_ANNEX = re.compile(r"(?:phụ\s{1,2}lục|phụ\s{1,2}biểu)(?!\w)")
_ABOUT = re.compile(r"[\"“(]?về(?:\sviệc)?\s")
# A rule drawn beside a name; a single dash at the end of a line belongs to the name.
_DRAWN = re.compile(r"^[\s\-–]{1,20}|(?<=[^\W\d_])[\-–]{1,20}$|(?<!\s)\s?[\-–]{2,20}$")


def first_anchor(text: str, low: str, pieces: list[Piece]) -> int | None:
    """The first piece that only a document has: motto, number or date line, a kind in capitals; None in an article."""
    anchors: list[int] = []
    for i, piece in enumerate(pieces):
        if (
            piece.role in ("motto", "date", "address")
            or (isinstance(piece.value, NumberLine) and piece.value.symbol)
            or (piece.role == "party" and (i == 0 or pieces[i - 1].line != piece.line))
        ):
            anchors.append(i)
        elif piece.role == "line" and i < 40 and piece.end - piece.start < 80:
            line = text[piece.start : piece.end]
            annex = _ANNEX.match(low, piece.start)
            if (is_capital(line) and (annex or kind_at(text, low, piece))) or (annex and i < 3 and len(line) < 30):
                anchors.append(i)
    together = (a for a, b in pairwise(anchors) if b - a <= 8 and pieces[a].line < 120)
    alone = (a for a in anchors if pieces[a].role not in ("date", "address") or pieces[a].line < 30)
    return next(together, next(alone, None))


def read_document(text: str, low: str, pieces: list[Piece], first: int, header: Header) -> None:
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
        elif piece.role == "address" or piece.role == "end":
            break
        elif piece.role == "line":
            found = kind_at(text, low, piece)
            if found is not None and _kind_stands(text, low, pieces, i, header, seen, found[1]):
                block.kind, block.kind_span = found[0], (piece.start, found[1])
                i = read_title(
                    text,
                    low,
                    pieces,
                    i if found[1] < piece.end else i + 1,
                    found[1],
                    block,
                    _issuer(text, low, issuers),
                    header.number_span is not None or header.date_span is not None,
                )
                if block.number is not None:
                    _set_number(header, block.number)
                if block.date is not None:
                    _set_date(header, block.date)
                if (
                    found[0].code == "PB" and block.title and block.title_span
                ):  # the abstract of a speech is its heading
                    block.title = squeeze(f"{text[piece.start : found[1]]} {block.title}")
                    block.title_span = (piece.start, block.title_span[1])
                last_line = max(last_line, found[1], block.body_start)
                if header.number_span is None and header.date_span is None:
                    i, last_line = _read_below(pieces, i, last_line, header)
                break
            if _ANNEX.match(low, piece.start) and (is_capital(line) or len(line) < 30) and not seen:
                stop = _annex_label_end(low, piece)
                i = read_title(text, low, pieces, i if stop < piece.end else i + 1, stop, block, None)
                last_line = max(last_line, stop, block.body_start)
                seen = True
                break
            if block.title is None and _is_subject(low, pieces, i, header):
                subject_at = i
                i = read_title(text, low, pieces, i, piece.start, block, None, header.date_span is not None)
                last_line = max(last_line, block.body_start)
                continue
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
    read_overlay(text, header)
    read_citation(text, low, header, block)
    if header.issuer is None:
        infer_issuer(text, low, header, block)
    if header.kind is None:
        infer_kind(header, block, subject_at is not None)


def _is_subject(low: str, pieces: list[Piece], i: int, header: Header) -> bool:
    """Whether a line "Về việc …" without "V/v" is the abstract of a letter: under its number, above its addressees."""
    piece = pieces[i]
    if header.number_span is None or not _ABOUT.match(low, piece.start, piece.end):
        return False
    for below in pieces[i + 1 : i + 9]:
        if below.role == "address":
            return True
        if below.role in ("number", "subject", "end") or below.end - below.start > 160:
            return False
    return False


def _read_below(pieces: list[Piece], i: int, last: int, header: Header) -> tuple[int, int]:
    """Number and date that stand below the title: the next piece to read, and where the head ends."""
    for n, piece in enumerate(pieces[i : i + 4], i):
        if isinstance(piece.value, NumberLine) and header.number_span is None and piece.value.symbol:
            _set_number(header, piece.value)
        elif isinstance(piece.value, DateLine) and header.date_span is None:
            _set_date(header, piece.value)
        elif piece.role not in ("rule", "motto", "party"):
            continue
        i, last = n + 1, max(last, piece.end)
    return i, last


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
    if line.rstrip().endswith((".", ";", ":", "?")) or line[0] in '-+•(["“':
        return False
    if is_capital(line):
        return len(line) > 1
    return (
        len(line) < 90
        and bool(words().head.match(low, piece.start) or words().unit.match(low, piece.start))
        and ("," not in line or low.startswith(("sở ", "bộ ", "ban "), piece.start))
    )


def _kind_stands(text: str, low: str, pieces: list[Piece], i: int, header: Header, seen: bool, end: int) -> bool:
    """Whether a line that reads like a kind is the title line: not the second line of "SỞ / KẾ HOẠCH VÀ ĐẦU TƯ"."""
    piece = pieces[i]
    ahead = pieces[i + 1 : i + 12]
    of_below = bool(ahead) and ahead[0].role == "line" and low.startswith("của ", ahead[0].start)
    if not header.number_span and not header.date_span and not of_below:
        body = next((n for n, p in enumerate(ahead) if p.role == "line" and p.end - p.start > 160), len(ahead))
        if any(p.role in ("number", "motto") and not _in_title(text, p) for p in ahead[:body]):
            return False
    return seen or is_capital(text[piece.start : end])


def _in_title(text: str, piece: Piece) -> bool:
    line_start = text.rfind("\n", 0, piece.start) + 1
    return bool(text[line_start : piece.start].strip())


def _annex_label_end(low: str, piece: Piece) -> int:
    match = re.match(
        r"phụ\s{1,2}(?:lục|biểu)(?:\s{1,2}(?:số\s{1,2})?[\divxlc]{1,5}(?:\.\d)?(?!\w))?[\s:.\-]{0,3}",
        low[piece.start : piece.end],
    )
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
    lines = [_DRAWN.sub("", without_mark(squeeze(text[p.start : p.end]).strip(" *_"))) for p in issuers]
    return join_lines([line for line in lines if line])


def _set_issuer(text: str, low: str, header: Header, issuers: list[Piece], block: TitleBlock) -> None:
    bodies = [b for b in _bodies(text, issuers) if words().head.match(fold(spell_out(b)))] or _bodies(text, issuers)
    if not bodies:
        return
    header.issuer = full_issuer(bodies, text, low, (header.place,) if header.place else ())
    header.issuer_span = Span(issuers[0].start, issuers[-1].end)
    header.parent = written_name(bodies[-2], text, low) if len(bodies) > 1 else None
    if (
        header.issuer
        and header.issuer.lower().startswith("ban chấp hành trung ương")
        and "đảng" not in header.issuer.lower()
    ):
        header.issuer = "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam"
    header.issuer = collective(header.issuer)
    if header.issuer and header.issuer.lower() in ("ủy ban nhân dân", "hội đồng nhân dân", "tỉnh ủy", "thành ủy"):
        header.issuer = place_added(text, header, header.issuer)
    elif header.issuer:
        header.issuer = with_province(header.issuer, header.place, commonest_place(text), header.issued_on)


def _set_closing(text: str, header: Header) -> None:
    own = header.closings[0]
    header.body_end = max(own.start, header.body_start)
    header.signer = next((c.signer for c in header.closings[:1] if c.signer and c.signer.name), own.signer)
    if header.signer is None or header.signer.name is None:
        later = next((c.signer for c in header.closings[1:] if c.signer and c.signer.name), None)
        header.signer = later if later and header.signer is None else header.signer
    header.recipients = [squeeze(text[s.start : s.end]) for s in own.recipients]
