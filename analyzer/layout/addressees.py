"""What stands between trích yếu and body: authority line, citation, "Kính gửi:" and "X điện:" with their lists."""

from __future__ import annotations

import re

from analyzer.knowledge.folding import fold
from analyzer.layout.pieces import Piece
from analyzer.layout.titles import TitleBlock
from analyzer.layout.words import is_capital, words


def read_addressees(text: str, low: str, pieces: list[Piece], at: int, start: int, block: TitleBlock) -> int:
    """Read what stands between title and body (authority line, "Kính gửi:", "X điện:"); returns the body's start."""
    end = start
    i = at
    while i < len(pieces):
        piece = pieces[i]
        begin = max(piece.start, start)
        if begin >= piece.end:
            i += 1
            continue
        line, folded = text[begin : piece.end], low[begin : piece.end]
        if piece.role in ("rule", "motto", "stamp") or (
            piece.role in ("date", "number")
            and piece.value is not None
            and piece.line < 60
            and not block.addressees
            and block.title is None
        ):
            end = piece.end
            i += 1
            continue
        if piece.role == "address":
            return _listed(text, low, pieces, i + 1, piece.end, block)
        inline = _WIRES_TO.match(folded) if len(line) < 600 else None
        if inline is not None:
            block.sender = (begin, begin + inline.end("sender"))
            return _listed(text, low, pieces, i, begin + inline.end(), block)
        wire = re.search(r"(?:điện|gửi)\s{0,2}:\s{0,2}$", folded) if len(line) < 140 else None
        if wire is not None:
            sender = text[begin : begin + wire.start()].rstrip()
            if sender:
                block.sender = (begin, begin + len(sender))
            return _listed(text, low, pieces, i + 1, piece.end, block)
        if line.startswith("(") and line.rstrip(" ./").endswith(")") and len(line) < 500 and piece.role == "line":
            end = piece.end
            i += 1
            continue
        if is_capital(line) and words().authority.match(folded) and len(line) < 200 and block.authority is None:
            block.authority = (begin, piece.end)
            end = piece.end
            i += 1
            continue
        opener = words().inner_opener.search(line)
        if opener is not None and is_capital(line[: opener.start()]) and words().authority.match(folded):
            block.authority = (begin, begin + len(line[: opener.start()].rstrip()))
            end = begin + opener.start()
        break
    return _forward(text, end)


_WIRES_TO = re.compile(r"(?P<sender>[^:;,.]{6,80}) điện\s{0,2}:\s{0,2}(?=\S)")  # the list goes on in the same line
_GAP = re.compile(r"(?:[\s|]|[-_*=~]{3,}(?=\s))*")


def _forward(text: str, at: int) -> int:
    """The next word behind blanks, cell borders and ruled lines."""
    match = _GAP.match(text, at)
    return match.end() if match else at


def _listed(text: str, low: str, pieces: list[Piece], at: int, start: int, block: TitleBlock) -> int:
    """The addressees behind "Kính gửi:": on its line, or in the lines below that are set as a list."""
    i, begin = at, start
    listed, before = 0, len(block.addressees)
    dashed = False
    body = start
    while i < len(pieces):
        piece = pieces[i]
        s = max(piece.start, begin)
        if s >= piece.end or piece.role == "rule":
            i += 1
            continue
        if piece.role == "end" or listed > 60:
            break
        line = text[s : piece.end]
        first = len(block.addressees) == before  # a line of mere marks names nobody
        cutoff = piece.end
        if piece.end - s > 80:
            opener = words().inner_opener.search(line)
            if opener is not None:
                cutoff = s + opener.start()
        bullet = line[0] in "-+•–*"
        dashed = dashed or bullet
        if not first and not bullet and not _continues(text, low, block.addressees[-1], line, cutoff - s, dashed):
            break
        if first and len(line) > 80 and words().strong_opener.match(low, s) and not bullet:
            break
        _add(text, s, cutoff, block)
        listed += 1
        body = cutoff
        if cutoff < piece.end:
            break
        i += 1
    return _forward(text, body)


def _continues(text: str, low: str, last: tuple[int, int], line: str, length: int, dashed: bool) -> bool:
    """Whether an undashed line still belongs to the list of addressees."""
    before = text[last[0] : last[1] + 1].rstrip()
    if words().strong_opener.match(fold(line)) or length > 160:
        return False
    open_end = before.endswith(",") or not words().connectors.isdisjoint(low[last[0] : last[1]].split()[-1:])
    return open_end or line[0].islower() or (before.endswith(";") and not dashed)


def _add(text: str, start: int, end: int, block: TitleBlock) -> None:
    at = start
    for match in [*re.finditer(r"(?<=[;.])\s+[-+•–]\s|^[-+•–]\s{0,3}", text[start:end]), None]:
        stop = start + match.start() if match else end
        s, e = at, stop
        while s < e and (text[s].isspace() or text[s] in "-+•–:"):
            s += 1
        while e > s and (text[e - 1].isspace() or text[e - 1] in ";.,"):
            e -= 1
        if s < e:
            block.addressees.append((s, e))
        at = start + match.end() if match else end
