"""Kind line, trích yếu and addressees: what stands between the letterhead and the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analyzer.knowledge.folding import fold
from analyzer.layout.dateline import DateLine, NumberLine, issued
from analyzer.layout.pieces import Piece
from analyzer.layout.words import Kind, alternation, is_capital, squeeze, words

_MAX_TITLE = 900
# "THÔNG BÁO / Kết luận của …": the second word already belongs to the abstract
_CONCLUSIONS = ("thông báo kết luận", "thông báo ý kiến kết luận", "thông báo ý kiến chỉ đạo")
_LABEL = re.compile(
    r"(?:[ivx]{1,5}|\d{1,2}|[a-h])\s?(?:[.)]|[-/](?!\d))\s?\S|điều \d|chương [ivx\d]|phần (?:thứ|[ivx\d])|mục [ivx\d]"
    r"|[-+*•]\s"
)
_LEAD = re.compile(r"(?:v\s?/\s?v|về\s{1,3}việc|vv)(?!\w)[\s:.]{0,4}")
_ACTS = r"(?:thực hiện|triển khai|tổ chức|sơ kết|tổng kết|tại|nhằm)\s"
_OF_BODY = re.compile(
    rf"(?:của|hội nghị lần thứ)\s(?:(?!\s{_ACTS})[^\n.]){{3,90}}?\s(?:về(?:\sviệc)?\s|(?=(?:thực hiện|triển khai)\s))"
)
_OF_BODY_LINE = re.compile(r"(?:của|hội nghị lần thứ)\s[^.;]{3,90}$")
# "CHƯƠNG TRÌNH, ĐỀ CƯƠNG" on one line: the first names the kind
_SECOND_KIND = re.compile(r",\s{1,2}\S+(?:\s\S+){0,2}")
_GOES_ON_AS_NAME = re.compile(r"\s{0,2}(?:và\s|viên\s)")
_PART = re.compile(r"(?:của|tại|về)\s")
_ABOUT_LINE = re.compile(r"về(?:\sviệc)?\s")
_WIRE = re.compile(r"điện\s{0,2}:|(?<!\w)gửi\s{0,2}:")
_ORDER = re.compile(r"(?:quyết định|quyết nghị|nghị quyết|chỉ thị)\s{0,2}:?$")
_SPACED = re.compile(r"(?:\S\s{1,3}){4,}\S$")


@dataclass(slots=True)
class TitleBlock:
    """What was read between letterhead and body; offsets into the text."""

    kind: Kind | None = None
    kind_span: tuple[int, int] | None = None
    title: str | None = None
    title_span: tuple[int, int] | None = None
    addressees: list[tuple[int, int]] = field(default_factory=list)
    authority: tuple[int, int] | None = None
    sender: tuple[int, int] | None = None
    of_body: bool = False
    number: NumberLine | None = None  # of a title that says number and date itself
    date: DateLine | None = None
    decider: tuple[int, int] | None = None  # whose act a line below the kind says it is
    body_start: int = 0


def despaced(text: str) -> str:
    """A letter-spaced word put together: "K Ế  H O Ạ C H" gives "KẾ HOẠCH"; other text unchanged.

    >>> despaced("Q U Y Ế T  Đ Ị N H"), despaced("KẾ HOẠCH")
    ('QUYẾT ĐỊNH', 'KẾ HOẠCH')
    """
    text = text.strip()
    if not _SPACED.match(text) or max(map(len, text.split())) > 1:
        return text
    return " ".join(part.replace(" ", "") for part in re.split(r"\s{2,}", text))


def kind_at(text: str, low: str, piece: Piece) -> tuple[Kind, int] | None:
    """The kind a piece names and where its name ends: a line of nothing else, or a line of capitals it begins.

    >>> from analyzer.knowledge.folding import fold
    >>> line = "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH"
    >>> kind_at(line, fold(line), Piece(0, len(line), "line", 0))[0].code
    'KH'
    """
    if piece.role != "line":
        return None
    line = text[piece.start : piece.end]
    folded = low[piece.start : piece.end]
    whole = squeeze(re.sub(r"(?<![\s*:.\-])[\s*:.\-]+$", "", folded))
    whole = whole.removeprefix("dự thảo ") if line.isupper() else whole
    kind = words().kind_of(whole)
    if kind is None and len(line) <= 80 and _SPACED.match(line):
        joined = fold(despaced(line)).replace(" ", "")
        kind = next((k for k in words().kinds if k.words.replace(" ", "") == joined.rstrip(":.")), None)
    if kind is not None and kind.words in _CONCLUSIONS and kind.code == "TB":
        return kind, piece.start + folded.index("báo") + 3
    if kind is not None:
        return kind, piece.end
    if words().kind_line.match(folded) is None:
        return None
    for kind in words().kinds:  # the longest first
        found = re.match(alternation([kind.words]) + r"(?!\w)", folded)
        if found is None or not is_capital(line[: found.end()]) or kind.words in _CONCLUSIONS:
            continue
        rest = folded[found.end() :]
        if _SECOND_KIND.fullmatch(rest):
            return kind, piece.end
        return None if _GOES_ON_AS_NAME.match(rest) else (kind, piece.start + found.end())
    return None


def read_title(
    text: str,
    low: str,
    pieces: list[Piece],
    at: int,
    start: int,
    block: TitleBlock,
    issuer: str | None,
    dated: bool = True,
) -> int:
    """Read the trích yếu from offset ``start`` in piece ``at`` on; returns the index of the first piece behind it.

    ``dated`` says that the date line was read before; until then a date line ends the title.
    """
    taken: list[tuple[int, int]] = []
    capital: bool | None = None
    i = at
    while i < len(pieces):
        piece = pieces[i]
        begin = max(piece.start, start)
        if begin >= piece.end or piece.role in ("rule", "stamp", "motto"):
            if piece.role == "rule" and taken and piece.end - piece.start >= 3:
                i += 1
                break
            i += 1
            continue
        if piece.role in ("address", "end") or (piece.role == "date" and not dated):
            break
        if piece.role == "subject" and not taken:
            i += 1
            continue
        if not taken and not dated and isinstance(piece.value, NumberLine):
            block.number = block.number or piece.value
            i += 1
            continue
        if not taken and block.number is not None and (day := issued(low, begin, piece.end)) is not None:
            block.date, begin = day, day.end
            if not low[begin : piece.end].strip(" ,.:;"):
                i += 1
                continue
        line = text[begin : piece.end]
        if not taken and _LEAD.fullmatch(low[begin : piece.end].strip()):
            i += 1
            continue
        cutoff = _end_in_line(text, low, begin, piece.end, capital)
        fresh = i == 0 or pieces[i - 1].line != piece.line
        if taken and fresh and not _goes_on(text, low, pieces, i, taken[-1], capital, issuer):
            break
        if not taken and (_starts_body(low[begin : piece.end], line) or line.startswith("(")):
            break
        if sum(e - s for s, e in taken) > _MAX_TITLE:
            break
        if not taken and _of_body(low, pieces, i, begin, cutoff):
            block.of_body = True
            block.decider = block.decider or (begin + len("của "), cutoff)
            i += 1
            continue
        taken.append((begin, cutoff))
        if capital and not is_capital(text[begin:cutoff]) and len(taken) == 2:
            capital = False
        if capital is None and sum(c.isalpha() for c in line) > 2:
            capital = is_capital(text[begin:cutoff])
        if cutoff < piece.end:
            block.body_start = cutoff
            break
        i += 1
    _set_title(text, low, taken, block)
    return i


def _of_body(low: str, pieces: list[Piece], i: int, start: int, end: int) -> bool:
    """Whether a line only says whose act it is ("của Ban Thường vụ Tỉnh ủy"), the abstract standing below it."""
    below = pieces[i + 1] if i + 1 < len(pieces) else None
    return (
        below is not None
        and end - start < 110
        and bool(_OF_BODY_LINE.fullmatch(squeeze(low[start:end])))
        and (below.role in ("subject", "number") or bool(_ABOUT_LINE.match(low, below.start)))
    )


def _starts_body(folded: str, line: str) -> bool:
    if _LABEL.match(folded) or folded.startswith("nơi nhận"):
        return True
    return (
        len(line) > 60
        and not is_capital(line)
        and bool(words().strong_opener.match(folded))
        and line[0].isupper()
        and _sentence(line)
    )


def _sentence(line: str) -> bool:
    return line.rstrip().endswith((".", ";", ":", "/.", ",")) or len(line) > 400


def _end_in_line(text: str, low: str, start: int, end: int, capital: bool | None) -> int:
    """Where the title ends inside a flattened line; ``end`` where it takes the whole line."""
    if end - start < 60:
        return end
    cut = end
    line = text[start:end]
    first = _first_small_after_capitals(line)
    if first is not None:
        cut = start + first
    else:
        opener = words().inner_opener.search(line)
        if opener is not None and (is_capital(line[max(0, opener.start() - 30) : opener.start()]) or end - start > 500):
            cut = start + opener.start()
    if cut < end:  # the authority line stands between title and bases
        tail = re.search(r"(?<=\s)(?:[^\Wa-z\d_]+\s){1,16}$", text[start:cut])
        for word in words().authority.finditer(low, start + 12, cut):
            span = text[word.start() : cut]
            if (
                is_capital(span)
                and (tail is None or len(span) < 90)
                and low[word.start() - 1].isspace()
                and _whole_authority(low, word.start(), cut)
            ):
                return word.start()
    return cut


def _whole_authority(low: str, start: int, end: int) -> bool:
    before = low[max(0, start - 12) : start].split()
    return not before or before[-1] not in words().connectors


def _first_small_after_capitals(line: str) -> int | None:
    """The offset of the first word in ordinary letters after a run of at least four words in capitals."""
    run = 0
    for match in re.finditer(r"\S+", line):
        word = match.group()
        letters = [c for c in word if c.isalpha()]
        if not letters:
            continue
        if any(c.islower() for c in letters):
            if (
                run >= 4
                and len(letters) >= 2
                and not any(c.isdigit() for c in word)
                and "-" not in word
                and "/" not in word
            ):
                return match.start()
            if run < 4:
                return None
        else:
            run += 1
    return None


def _goes_on(
    text: str, low: str, pieces: list[Piece], i: int, last: tuple[int, int], capital: bool | None, issuer: str | None
) -> bool:
    """Whether the piece goes on with the title after ``last``."""
    piece = pieces[i]
    line, folded = text[piece.start : piece.end], low[piece.start : piece.end]
    before = text[last[0] : last[1]].rstrip()
    final = low[last[0] : last[1]].split()[-1]
    open_end = before.endswith((",", "-", "–")) or final in words().connectors
    broken = open_end or final in words().open_ends
    if piece.role in ("number", "party", "subject"):
        return broken or capital is True
    if _LABEL.match(folded) and not (line[0].isdigit() and broken) and not re.match(r"\d{4}\s?-\s?\d{4}", line):
        return False
    if line.startswith(("(", "[")) and not open_end:
        return False
    if _WIRE.search(folded[-12:]) or (_ORDER.match(folded.strip()) and not open_end):
        return False
    caps = is_capital(line)
    if capital:
        if not caps:
            return (line[0].isdigit() and len(line) < 40) or (len(before) <= 20 and _PART.match(folded) is not None)
        return open_end or not _is_authority(low, text, pieces, i, issuer)
    if caps and sum(c.isalpha() for c in line) > 3:
        return open_end and not _is_authority(low, text, pieces, i, issuer)
    if before.endswith((".", "./.", ":", ";")):
        return False
    if _is_authority(low, text, pieces, i, issuer) and not open_end:
        return False
    if line[0].isupper() and words().strong_opener.match(folded) and line.rstrip().endswith((".", ";", ":")):
        return False
    if (
        (line[0].islower() and (len(line) < 120 or open_end))
        or (line[0].isdigit() and not _LABEL.match(folded))
        or (open_end and len(line) < 200)
    ):
        return len(line) < 300
    if len(line) > 110 or words().strong_opener.match(folded):
        return False
    if broken:
        return True
    if len(before) > 110 or (words().opener.match(folded) and _sentence(line) and not line.rstrip().endswith(",")):
        return False
    return len(before) >= 45 and not line.rstrip().endswith((".", ";", ":"))


def _is_authority(low: str, text: str, pieces: list[Piece], i: int, issuer: str | None) -> bool:
    """Whether a line of capitals is the body that decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A"), not more title."""
    piece = pieces[i]
    folded = squeeze(low[piece.start : piece.end])
    match = words().authority.match(folded)
    if match is None:
        return False
    if issuer and (folded in fold(issuer) or fold(issuer) in folded):
        return True
    for after in pieces[i + 1 : i + 4]:
        if after.role == "rule":
            continue
        following = low[after.start : after.end]
        if following.startswith(
            ("căn c", "xét", "theo đề", "- căn c", "trên cơ sở", "quyết ", "khóa", "khoá", "kỳ họp", "(khóa", "điều ")
        ):
            return True
        if not is_capital(text[after.start : after.end]):
            return match.end() == len(folded)
    return match.end() == len(folded)


def _set_title(text: str, low: str, taken: list[tuple[int, int]], block: TitleBlock) -> None:
    if not taken:
        return
    start, end = taken[0][0], taken[-1][1]
    while text[start].isspace() and start < end - 1:
        start += 1
    lead = _LEAD.match(low, start) or (_ABOUT_LINE.match(low, start) if block.of_body else None)
    if lead:
        start = lead.end()
    of_body = _OF_BODY.match(low, start)
    if of_body and of_body.end() < end:
        start = of_body.end()
    while start < end and (text[start].isspace() or text[start] in ":-*."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".*;,:_"):
        end -= 1
    if start >= end:
        return
    parts = [text[max(s, start) : min(e, end)] for s, e in taken if min(e, end) > max(s, start)]
    block.title = squeeze(" ".join(parts))
    block.title_span = (start, end)
    block.body_start = max(block.body_start, end)
    while block.body_start < len(text) and text[block.body_start] in ".*;,:_":
        block.body_start += 1
