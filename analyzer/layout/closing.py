"""The closing of a document: who signed in what capacity, and Nơi nhận (Decree 30/2020, annex I, II.7-9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analyzer.knowledge.folding import fold
from analyzer.layout.signature import (
    ANNEX,
    CAPACITY,
    Cell,
    SignatureBlock,
    Signer,
    cells,
    is_office,
    is_post,
    name_below,
    opens_cell,
    read_signature,
)
from analyzer.layout.words import is_capital, words
from analyzer.spans import Span

_REACH = 9_000  # characters from the start of a closing to its signature at most
_INDENT, _HEAD = 40, 20  # characters of "Nơi nhận:" before and from its first word
_RECIPIENTS = re.compile(
    r"(?:(?<=\n)|(?<=\|)|(?<=[.;] )|(?<=/\.)|\A)[ \t_*]{0,40}nơi\s{1,2}nhận(?:[ \t]{0,3}:|[ \t]{0,3}(?=\n))"
)
_BULLET = re.compile(r"(?:^|(?<=[;,.:)]\s)|(?<=[;,.:)]))[-+•–][ \t]{0,3}(?=\S)")
_HEIGHT = 90  # lines from Nơi nhận to the signature at most


@dataclass(frozen=True, slots=True)
class Closing:
    """A signature block with its Nơi nhận. The body ends at ``start``; what follows (an annex) begins at ``end``."""

    start: int
    end: int
    signer: Signer | None
    signature: Span | None
    recipients_span: Span | None
    recipients: list[Span] = field(default_factory=list)


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
    recipients = _next_recipients(low, at)
    signature = _signature_start(text, low, at, recipients.start() if recipients else len(text))
    if recipients is None and signature is None:
        return None
    if signature is not None and (recipients is None or signature < recipients.start()):
        return _signature_first(text, low, signature, at)
    assert recipients is not None
    return _recipients_first(text, low, recipients)


def _next_recipients(low: str, at: int) -> re.Match[str] | None:
    """The next "Nơi nhận" behind ``at``, looked for round the word "nơi"."""
    near = low.find("nơi", at)
    while near >= 0:
        found = _RECIPIENTS.search(low, max(at, near - _INDENT), near + _HEAD)
        if found is not None:
            return found
        near = low.find("nơi", near + 1)
    return None


def _signature_start(text: str, low: str, at: int, limit: int) -> int | None:
    """Where a signature begins in ``[at, limit)``: a capacity mark before a body or post, or a post over a name."""
    for match in CAPACITY.finditer(text, at, limit):
        if opens_cell(text, match.start()) and is_office(text, low, match.end()):
            return match.start()
    for match in _POST_LINE.finditer(text, at, limit):
        if is_post(low, match.start(), match.end()):
            name = name_below(text, low, match.end(), min(len(text), match.end() + 200))
            if name is not None:
                return match.start()
    return None


_POST_LINE = re.compile(
    r"(?<=\n)[ \t]{0,40}(?:QUYỀN|[A-ZĐ][^\Wa-z\d_]{1,8})(?:[ ,\-][^\Wa-z\d_]{1,10}){0,9}[ \t]{0,3}(?=\n)"
)


def _recipients_first(text: str, low: str, match: re.Match[str]) -> Closing:
    """Nơi nhận above or beside the signature."""
    begin = match.end() - len(match.group().lstrip(" \t_*"))
    limit = min(len(text), match.end() + _REACH)
    below = cells(text, match.end(), limit)[:_HEIGHT]
    posts: list[tuple[int, int]] = []
    last = match.end()
    signer_at: int | None = None
    for n, cell in enumerate(below):
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
    block = read_signature(text, low, signer_at, limit)
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


def _leaves_recipients(text: str, low: str, cell: Cell, gap: str) -> bool:
    """Whether a cell behind Nơi nhận is no recipient any more: an annex, a table, running text."""
    if cell.words[0] in "-+•–*(":
        return False
    if is_capital(cell.words) and len(cell.words) > 6 and (ANNEX.match(low, cell.start) or not gap.strip(" ")):
        return True
    return len(cell.words) > 160 or bool(ANNEX.match(low, cell.start) and is_capital(cell.words))


def _office_in(text: str, low: str, cell: Cell) -> int | None:
    """Where a cell of Nơi nhận turns into the signature block: at its start, or behind a recipient on the same line."""
    for match in CAPACITY.finditer(text, cell.start, cell.end):
        if opens_cell(text, match.start()) and is_office(text, low, match.end()):
            return match.start()
    if is_capital(cell.words) and is_post(low, cell.start, cell.end):
        return cell.start
    if is_capital(cell.words[:8]) and not cell.words.startswith(("-", "+")):
        match2 = words().position.match(low, cell.start, cell.end)
        if match2 and is_capital(text[match2.start() : match2.end()]):
            return cell.start
    tail = re.search(r"[;.,:]\s+((?:[^\Wa-z\d_]{2,10}[ ,]{0,2}){2,6})$", cell.words)
    if tail is not None and words().position.match(fold(tail.group(1))):
        return cell.start + tail.start(1)
    return None


def _beside(text: str, low: str, block: SignatureBlock, limit: int) -> int:
    """Where recipients that stand beside or below the signature end; 0 where there are none."""
    end = 0
    for cell in cells(text, block.end, limit):
        gap = text[max(block.end, end) : cell.start]
        if cell.words[0] in "-+•–" and gap.count("\n") <= 3 and len(cell.words) < 160:
            end = cell.end
            continue
        break
    return end


def _signature_first(text: str, low: str, start: int, floor: int) -> Closing:
    """The signature above Nơi nhận, or without one."""
    block = read_signature(text, low, start, min(len(text), start + _REACH))
    recipients = _RECIPIENTS.search(low, block.end, min(len(text), block.end + 200))
    if recipients is not None and not text[block.end : recipients.start()].strip(" \n|\t_*-"):
        last = recipients.end()
        for n, cell in enumerate(cells(text, recipients.end(), min(len(text), recipients.end() + _REACH))[:_HEIGHT]):
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
    for cell in cells(text, start, end):
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
    """Whether an undashed line goes on with the recipient above: that has no full stop, or this starts small."""
    gap = text[before:at]
    return "\n" in gap and gap.count("\n") == 1 and (not gap.strip(" \n\t") or text[at].islower() or text[at] in "(&")
