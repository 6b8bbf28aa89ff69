"""The closing of a document: who signed in what capacity, and Nơi nhận (Decree 30/2020, annex I, II.7-9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analyzer.knowledge.folding import fold
from analyzer.layout.issuers import in_small_letters, written_name
from analyzer.layout.words import is_capital, squeeze, words
from analyzer.spans import Span

_REACH = 9_000  # characters from the start of a closing to its signature at most
_RECIPIENTS = re.compile(
    r"(?:(?<=\n)|(?<=\|)|(?<=[.;] )|(?<=/\.)|\A)[ \t_*]{0,40}nơi\s{1,2}nhận(?:[ \t]{0,3}:|[ \t]{0,3}(?=\n))"
)
_CAPACITY = re.compile(
    r"(?<![\w/])(TM|KT|TL|TUQ|TƯQ|TUN|T/M|K/T|T/L|Q)(?:[ \t]{0,2}\.[ \t]{0,2}|[ \t]{1,3})(?=[^\W\d_a-z]{2,})"
)
_SIGNED = re.compile(
    r"\(?\s{0,2}(?:đã ký|ký tên|đã kí|signed|ký, (?:ghi rõ họ tên|đóng dấu)|chữ ký|ký tên, đóng dấu)[^)\n]{0,30}\)?"
)
_TITLES = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|CKI{1,2}|BSCK[I1-2]{0,2}|LS|NGƯT|NGND)\.?\s{0,2}|(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng)\s)+"
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.]{0,12}\Z")
_BULLET = re.compile(r"(?:^|(?<=[;,.:)]\s)|(?<=[;,.:)]))[-+•–][ \t]{0,3}(?=\S)")
_CELL = re.compile(r"[^\n|]+")
_ANNEX = re.compile(
    r"(?:phụ\s{1,2}lục|phụ\s{1,2}biểu|biểu\s|mẫu\s|danh\s{1,2}mục|kế hoạch|quy (?:chế|định)|chương trình|đề án|phương án)(?!\w)"
)
_HEIGHT = 90  # lines from Nơi nhận to the signature at most


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed. ``capacity`` as printed ("KT.", "T/M"), ``position`` in ordinary letters ("Phó Chủ tịch")."""

    name: str | None
    position: str | None
    capacity: str | None
    name_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """A signature block with its Nơi nhận. ``start`` is where the body ends, ``end`` where what follows (an annex) begins."""

    start: int
    end: int
    signer: Signer | None
    signature: Span | None
    recipients_span: Span | None
    recipients: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    words: str


def read_closings(text: str, low: str, start: int) -> list[Closing]:
    """The closings behind offset ``start``: that of the document itself first, those of its annexes after it."""
    found: list[Closing] = []
    at = start
    while len(found) < 20:
        closing = _next_closing(text, low, at)
        if closing is None:
            return found
        found.append(closing)
        at = closing.end
    return found


def _next_closing(text: str, low: str, at: int) -> Closing | None:
    recipients = _RECIPIENTS.search(low, at)
    signature = _signature_start(text, low, at, recipients.start() if recipients else len(text))
    if recipients is None and signature is None:
        return None
    if signature is not None and (recipients is None or signature < recipients.start()):
        return _signature_first(text, low, signature, at)
    assert recipients is not None
    return _recipients_first(text, low, recipients)


def _signature_start(text: str, low: str, at: int, limit: int) -> int | None:
    """Where a signature begins in ``[at, limit)``: a capacity mark before a body or post, or a post over a name."""
    for match in _CAPACITY.finditer(text, at, limit):
        if _opens_cell(text, match.start()) and _is_office(text, low, match.end()):
            return match.start()
    for match in _POST_LINE.finditer(text, at, limit):
        if _is_post(low, match.start(), match.end()):
            name = _name_below(text, low, match.end(), min(len(text), match.end() + 200))
            if name is not None:
                return match.start()
    return None


_POST_LINE = re.compile(
    r"(?<=\n)[ \t]{0,40}(?:QUYỀN|[A-ZĐ][^\Wa-z\d_]{1,8})(?:[ ,\-][^\Wa-z\d_]{1,10}){0,9}[ \t]{0,3}(?=\n)"
)


def _opens_cell(text: str, at: int) -> bool:
    line = text.rfind("\n", max(0, at - 200), at) + 1
    before = text[max(line, at - 200) : at].rstrip(" \t\u00a0")
    return not before or before.endswith(("|", "./.", ":", ";", ".", ",")) or is_capital(before.split()[-1])


def _is_office(text: str, low: str, at: int) -> bool:
    line_end = text.find("\n", at, at + 60)
    stretch = text[at : min(at + 60, line_end if line_end >= 0 else len(text))]
    first = re.match(r"\S+(?:\s\S+)?", stretch)
    if first is None or not is_capital(first.group()):
        return False
    return bool(words().head.match(low, at) or words().position.match(low, at) or words().authority.match(low, at))


def _is_post(low: str, start: int, end: int) -> bool:
    line = squeeze(low[start:end])
    match = words().position.match(line)
    return match is not None and (match.end() == len(line) or len(line) <= 60)


def _cells(text: str, start: int, end: int) -> list[_Cell]:
    """Lines, and the cells of rows, of ``text[start:end]``; empty ones left out."""
    cells = []
    for match in _CELL.finditer(text, start, end):
        words_ = match.group().strip()
        if words_:
            begin = match.start() + match.group().index(words_[0])
            cells.append(_Cell(begin, begin + len(words_), words_))
    return cells


def _recipients_first(text: str, low: str, match: re.Match[str]) -> Closing:
    """Nơi nhận above or beside the signature."""
    begin = match.end() - len(match.group().lstrip(" \t_*"))
    limit = min(len(text), match.end() + _REACH)
    cells = _cells(text, match.end(), limit)[:_HEIGHT]
    posts: list[tuple[int, int]] = []
    last = match.end()
    signer_at: int | None = None
    for n, cell in enumerate(cells):
        post = _office_in(text, low, cell)
        if post is not None:
            signer_at = post if signer_at is None else signer_at
            posts.append((post, cell.end))
            break
        if n and _leaves_recipients(text, low, cell, text[last : cell.start]):
            break
        last = cell.end
    if signer_at is None:
        return Closing(begin, last, None, None, Span(begin, last), _items(text, match.end(), last, []))
    block = _read_signature(text, low, signer_at, limit)
    beside = _beside(text, low, block, limit)
    end = max(block.end, beside)
    items = _items(text, match.end(), end if beside else signer_at, block.fragments)
    return Closing(
        begin,
        end,
        block.signer,
        Span(signer_at, block.end),
        Span(begin, end if beside else _last(text, signer_at)),
        items,
    )


def _last(text: str, at: int) -> int:
    while at and (text[at - 1].isspace() or text[at - 1] == "|"):
        at -= 1
    return at


def _leaves_recipients(text: str, low: str, cell: _Cell, gap: str) -> bool:
    """Whether a cell behind Nơi nhận is no recipient any more: an annex, a table, running text."""
    if cell.words[0] in "-+•–*(":
        return False
    if is_capital(cell.words) and len(cell.words) > 6 and (_ANNEX.match(low, cell.start) or not gap.strip(" ")):
        return True
    return len(cell.words) > 160 or bool(_ANNEX.match(low, cell.start) and is_capital(cell.words))


def _office_in(text: str, low: str, cell: _Cell) -> int | None:
    """Where a cell of Nơi nhận turns into the signature block: at its start, or behind a recipient on the same line."""
    for match in _CAPACITY.finditer(text, cell.start, cell.end):
        if _opens_cell(text, match.start()) and _is_office(text, low, match.end()):
            return match.start()
    if is_capital(cell.words) and _is_post(low, cell.start, cell.end):
        return cell.start
    if is_capital(cell.words[:8]) and not cell.words.startswith(("-", "+")):
        match2 = words().position.match(low, cell.start, cell.end)
        if match2 and is_capital(text[match2.start() : match2.end()]):
            return cell.start
    tail = re.search(r"[;.,:]\s+((?:[^\Wa-z\d_]{2,10}[ ,]{0,2}){2,6})$", cell.words)
    if tail is not None and words().position.match(fold(tail.group(1))):
        return cell.start + tail.start(1)
    return None


@dataclass(slots=True)
class _Block:
    signer: Signer
    end: int
    fragments: list[tuple[int, int]]


def _read_signature(text: str, low: str, start: int, limit: int) -> _Block:
    """Capacity, position and name from the start of the signature on."""
    capacity: str | None = None
    position: str | None = None
    fragments: list[tuple[int, int]] = []
    end = start
    for n, cell in enumerate(_cells(text, start, min(limit, start + 1_600))):
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
            return _Block(_signer(text, name, position, capacity), max(end, name.end), fragments)
        signed = _SIGNED.search(low, at, cell.end)
        if signed:
            fragments.append(signed.span())
            end = max(end, signed.end())
        elif not offices and not _beside_cell(cell) and n > 0:
            if len(cell.words) > 60 or (is_capital(cell.words) and _ANNEX.match(low, cell.start)):
                break
    return _Block(Signer(None, position, capacity), end, fragments)


def _signer(text: str, name: Span, position: str | None, capacity: str | None) -> Signer:
    written = squeeze(text[name.start : name.end])
    if written.isupper():
        written = " ".join(w[:1] + in_small_letters(w[1:]) for w in written.split())
    return Signer(written, position, capacity, name)


def _beside_cell(cell: _Cell) -> bool:
    return cell.words[0] in "-+•–*("


def _offices(text: str, low: str, cell: _Cell) -> list[tuple[str | None, str | None, tuple[int, int]]]:
    """Capacity marks and posts in a cell: (mark, position, range)."""
    found: list[tuple[str | None, str | None, tuple[int, int]]] = []
    at = cell.start
    marks = [m for m in _CAPACITY.finditer(text, cell.start, cell.end) if _is_office(text, low, m.end())]
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


def _name_below(text: str, low: str, start: int, limit: int) -> Span | None:
    for cell in _cells(text, start, limit)[:3]:
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
    if capital and (words().authority.match(low, begin) or _ANNEX.match(low, begin)):
        return None
    stop = begin + text[begin:end].rfind(names[-1]) + len(names[-1])
    return Span(begin, stop)


def _beside(text: str, low: str, block: _Block, limit: int) -> int:
    """Where recipients that stand beside or below the signature end; 0 where there are none."""
    end = 0
    for cell in _cells(text, block.end, limit):
        gap = text[max(block.end, end) : cell.start]
        if cell.words[0] in "-+•–" and gap.count("\n") <= 3 and len(cell.words) < 160:
            end = cell.end
            continue
        break
    return end


def _signature_first(text: str, low: str, start: int, floor: int) -> Closing:
    """The signature above Nơi nhận, or without one."""
    block = _read_signature(text, low, start, min(len(text), start + _REACH))
    recipients = _RECIPIENTS.search(low, block.end, min(len(text), block.end + 200))
    if recipients is not None and not text[block.end : recipients.start()].strip(" \n|\t_*-"):
        last = recipients.end()
        for n, cell in enumerate(_cells(text, recipients.end(), min(len(text), recipients.end() + _REACH))[:_HEIGHT]):
            if n and _leaves_recipients(text, low, cell, text[last : cell.start]):
                break
            last = cell.end
        begin = recipients.end() - len(recipients.group().lstrip(" \t_*"))
        return Closing(
            start,
            last,
            block.signer,
            Span(start, block.end),
            Span(begin, last),
            _items(text, recipients.end(), last, []),
        )
    end = max(block.end, start + 1)
    listed = _unheaded(text, low, start, floor)
    if listed is None:
        return Closing(start, end, block.signer, Span(start, block.end), None)
    return Closing(
        listed,
        end,
        block.signer,
        Span(start, block.end),
        Span(listed, _last(text, start)),
        _items(text, listed, start, []),
    )


def _unheaded(text: str, low: str, start: int, floor: int) -> int | None:
    """Where recipients without the words "Nơi nhận" begin: dashed lines above the signature that end with "Lưu"."""
    at, first, lines = start, None, 0
    while at > floor and lines < _HEIGHT:
        line_end = _last(text, at)
        line = text.rfind("\n", 0, line_end) + 1
        words_ = text[line:line_end].strip()
        if words_[:1] not in ("-", "+", "–") or len(words_) > 160 or words_.endswith("./."):
            break
        if lines == 0 and not fold(words_).lstrip("-+– ").startswith("lưu"):
            break
        first, at, lines = line, line, lines + 1
    return first


def _items(text: str, start: int, end: int, fragments: list[tuple[int, int]]) -> list[Span]:
    """The recipients of Nơi nhận, each without its dash; signature words beside them left out."""
    items: list[Span] = []
    dashed = False
    for cell in _cells(text, start, end):
        stop = min((s for s, _ in fragments if cell.start <= s < cell.end), default=cell.end)
        cuts = [m.end() + cell.start for m in _BULLET.finditer(text[cell.start : stop])] or [cell.start]
        if cuts[0] > cell.start and text[cell.start : cuts[0]].strip(" -+•–\t"):
            cuts.insert(0, cell.start)
        for begin, until in zip(cuts, [*cuts[1:], stop], strict=True):
            words_ = text[begin:until].strip(" \t\u00a0-+•–;,.")
            if words_ and any(c.isalnum() for c in words_):
                at = begin + text[begin:until].index(words_)
                if (
                    items
                    and dashed
                    and begin == cell.start
                    and cell.words[0] not in "-+•–"
                    and _wraps(text, items[-1].end, at)
                ):
                    items[-1] = Span(items[-1].start, at + len(words_))
                else:
                    items.append(Span(at, at + len(words_)))
        dashed = dashed or cell.words[0] in "-+•–"
    return items


def _wraps(text: str, before: int, at: int) -> bool:
    """Whether an undashed line goes on with the recipient above it: that one has no full stop, or this one starts small."""
    gap = text[before:at]
    return "\n" in gap and gap.count("\n") == 1 and (not gap.strip(" \n\t") or text[at].islower() or text[at] in "(&")
