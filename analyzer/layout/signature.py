"""A signature: capacity, post and name (Decree 30/2020, annex I, II.7; for the Party Instruction 36-HD/VPTW)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.knowledge.folding import fold
from analyzer.layout.issuers import in_small_letters, written_name
from analyzer.layout.words import is_capital, squeeze, words
from analyzer.spans import Span

CAPACITY = re.compile(  # one letter first: searched fast
    r"([TKQ](?<![\w/][TKQ])(?:(?<=T)(?:M|L|UQ|ƯQ|UN|/M|/L)|(?<=K)(?:T|/T)|(?<=Q)))"
    r"(?:[ \t]{0,2}\.[ \t]{0,2}|[ \t]{1,3})(?=[^\W\d_a-z]{2,})"
)
_SIGNED = re.compile(
    r"\(?\s{0,2}(?:đã ký|ký tên|đã kí|signed|ký, (?:ghi rõ họ tên|đóng dấu)|chữ ký|ký tên, đóng dấu)[^)\n]{0,30}\)?"
)
_TITLES = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|CKI{1,2}|BSCK[I1-2]{0,2}|LS|NGƯT|NGND)\.?\s{0,2}"
    r"|(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng)\s)+"
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.]{0,12}\Z")
_CELL = re.compile(r"[^\n|]+")
ANNEX = re.compile(
    r"(?:phụ\s{1,2}lục|phụ\s{1,2}biểu|biểu\s|mẫu\s|danh\s{1,2}mục|kế hoạch"
    r"|quy (?:chế|định)|chương trình|đề án|phương án)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed. ``capacity`` as printed ("KT.", "T/M"), ``position`` in ordinary letters ("Phó Chủ tịch")."""

    name: str | None
    position: str | None
    capacity: str | None
    name_span: Span | None = None


@dataclass(slots=True)
class Cell:
    start: int
    end: int
    words: str


def opens_cell(text: str, at: int) -> bool:
    line = text.rfind("\n", max(0, at - 200), at) + 1
    before = text[max(line, at - 200) : at].rstrip(" \t\u00a0")
    return not before or before.endswith(("|", "./.", ":", ";", ".", ",")) or is_capital(before.split()[-1])


def is_office(text: str, low: str, at: int) -> bool:
    line_end = text.find("\n", at, at + 60)
    stretch = text[at : min(at + 60, line_end if line_end >= 0 else len(text))]
    first = re.match(r"\S+(?:\s\S+)?", stretch)
    if first is None or not is_capital(first.group()):
        return False
    return bool(words().head.match(low, at) or words().position.match(low, at) or words().authority.match(low, at))


def is_post(low: str, start: int, end: int) -> bool:
    line = squeeze(low[start:end])
    match = words().position.match(line)
    return match is not None and (match.end() == len(line) or len(line) <= 60)


def cells(text: str, start: int, end: int) -> list[Cell]:
    """Lines, and the cells of rows, of ``text[start:end]``; empty ones left out."""
    found = []
    for match in _CELL.finditer(text, start, end):
        words_ = match.group().strip()
        if words_:
            begin = match.start() + match.group().index(words_[0])
            found.append(Cell(begin, begin + len(words_), words_))
    return found


@dataclass(slots=True)
class SignatureBlock:
    signer: Signer
    end: int
    fragments: list[tuple[int, int]]


def read_signature(text: str, low: str, start: int, limit: int) -> SignatureBlock:
    """Capacity, position and name from the start of the signature on."""
    capacity: str | None = None
    position: str | None = None
    fragments: list[tuple[int, int]] = []
    end = start
    for n, cell in enumerate(cells(text, start, min(limit, start + 1_600))):
        if n > 24:
            break
        at = cell.start
        offices = _offices(text, low, cell)
        for mark, post, span in offices:
            capacity, position = mark or capacity, post or position
            fragments.append(span)
            at = max(at, span[1])
        if offices:
            end = at
        name = _person(text, low, at, cell.end, bool(fragments))
        if name is not None:
            fragments.append((name.start, name.end))
            return SignatureBlock(_signer(text, name, position, capacity), max(end, name.end), fragments)
        signed = _SIGNED.search(low, at, cell.end)
        if signed:
            fragments.append(signed.span())
            end = max(end, signed.end())
        elif not offices and n > 0 and not _beside_cell(cell) and _is_beyond(low, cell):
            break
    return SignatureBlock(Signer(None, position, capacity), end, fragments)


def _signer(text: str, name: Span, position: str | None, capacity: str | None) -> Signer:
    written = squeeze(text[name.start : name.end])
    if written.isupper():
        written = " ".join(w[:1] + in_small_letters(w[1:]) for w in written.split())
    return Signer(written, position, capacity, name)


def _is_beyond(low: str, cell: Cell) -> bool:
    return len(cell.words) > 60 or (is_capital(cell.words) and bool(ANNEX.match(low, cell.start)))


def _beside_cell(cell: Cell) -> bool:
    return cell.words[0] in "-+•–*("


def _offices(text: str, low: str, cell: Cell) -> list[tuple[str | None, str | None, tuple[int, int]]]:
    """Capacity marks and posts in a cell: (mark, position, range)."""
    found: list[tuple[str | None, str | None, tuple[int, int]]] = []
    at = cell.start
    marks = [m for m in CAPACITY.finditer(text, cell.start, cell.end) if is_office(text, low, m.end())]
    for n, mark in enumerate(marks):
        stop = marks[n + 1].start() if n + 1 < len(marks) else cell.end
        run = _capital_run(text, mark.end(), stop)
        written = mark.group(1) if "/" in mark.group(1) else mark.group(1) + "."
        found.append((written, None, (mark.start(), run)))
        head = words().position.match(low, mark.end(), run) if mark.group(1) != "Q" else None
        for post in words().position.finditer(low, head.end() if head else mark.end(), run):
            if is_capital(text[post.start() : post.end()]) and not low[post.start() - 1].isalnum():
                found.append((None, _position(text[post.start() : run]), (post.start(), run)))
                break
        at = run
    if marks:
        return found
    column = re.search(r"(?:^|[;.,:]\s+)((?:[^\Wa-z\d_]{2,10}[ ,]{0,2}){2,9})", cell.words)
    begin = cell.start + column.start(1) if column else at
    match = words().position.match(low, begin, cell.end)
    if match and is_capital(text[match.start() : match.end()]) and not cell.words.startswith(("- PHÓ", "- CHỦ")):
        run = _capital_run(text, begin, cell.end)
        found.append((None, _position(text[begin:run]), (begin, run)))
    return found


def _capital_run(text: str, start: int, end: int) -> int:
    """The end of the words in capitals from ``start`` on."""
    at = start
    for match in re.finditer(r"\S+", text[start:end]):
        if not (is_capital(match.group()) or match.group() in "-,.&–"):
            break
        at = start + match.end()
    return at


def _position(written: str) -> str:
    """A post in ordinary letters.

    >>> _position("PHÓ CHỦ TỊCH"), _position("CHÁNH VĂN PHÒNG"), _position("PHÓ TRƯỞNG BAN THƯỜNG TRỰC")
    ('Phó Chủ tịch', 'Chánh Văn phòng', 'Phó Trưởng ban Thường trực')
    >>> _position("GIÁM ĐỐC SỞ NỘI VỤ")
    'Giám đốc Sở Nội vụ'
    """
    written = squeeze(written).strip(" .,;")
    post = words().position.match(fold(written))
    if post is None:
        return in_small_letters(written).capitalize()
    name = words().positions[squeeze(post.group())]
    rest = written[post.end() :].strip()
    if not rest:
        return name
    more = _position(rest.lstrip(", ")) if rest.startswith(",") else written_name(rest)
    return f"{name}, {more}" if rest.startswith(",") else f"{name} {more}"


def name_below(text: str, low: str, start: int, limit: int) -> Span | None:
    for cell in cells(text, start, limit)[:3]:
        if _SIGNED.fullmatch(low, cell.start, cell.end):
            continue
        return _person(text, low, cell.start, cell.end, True)
    return None


def _person(text: str, low: str, start: int, end: int, after_office: bool) -> Span | None:
    """A person's name that fills ``[start, end)``, or its end behind a recipient; None where there is none."""
    if not after_office or end - start > 400:
        return None
    stretch = text[start:end]
    lead = max(stretch.rfind(c) for c in (";", ":", ")", ". "))
    tail = stretch[lead + 1 :]
    begin = start + lead + 1 + len(tail) - len(tail.lstrip())
    titled = _TITLES.match(text, begin, end)
    begin = titled.end() if titled else begin
    names = text[begin:end].split()
    while names and names[-1] in (".", "./.", "-"):
        names.pop()
    if not 2 <= len(names) <= 6 or not all(_WORD.match(n) and n[0].isupper() for n in names):
        return None
    capital = all(n.isupper() for n in names)
    surname = names[0].capitalize() if capital else names[0]
    if surname not in words().surnames and (capital or lead >= 0 or len(names) > 4):
        return None
    if words().position.match(low, begin, end) or (
        words().head.match(low, begin, end) and surname not in words().surnames
    ):
        return None
    if capital and (words().authority.match(low, begin) or ANNEX.match(low, begin)):
        return None
    stop = begin + text[begin:end].rfind(names[-1]) + len(names[-1])
    return Span(begin, stop)
