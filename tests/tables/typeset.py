"""Plain text of a directive → Document: the letterhead set in two columns, titles centred, rows as ruled tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.tables.model import Addressees, Closing, Document, Letterhead, NewPage, Paragraph, Part, parse_grid

_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập [-–] Tự do [-–] Hạnh phúc"
)
_DATE = re.compile(r"[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?: [^\W\d_]+){0,4}, ngày [\d ]{0,8}tháng [\d ]{0,6}năm \d{4}$")
_NUMBER = re.compile(r"Số ?:? *\d{0,5} ?[/-]?\S*")
_ABOUT = re.compile(r"V/v\b")
_KIND = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CÔNG ĐIỆN|NGHỊ QUYẾT|KẾT LUẬN|HƯỚNG DẪN|THÔNG BÁO|CHƯƠNG TRÌNH|PHÁT BIỂU"
    r"|QUY CHẾ)\b"
)
_ANNEX = re.compile(r"(?:PHỤ LỤC|DANH MỤC|BẢNG PHÂN CÔNG)\b")
_HEADING = re.compile(r"(?:[IVX]{1,5}\.|Điều \d|Phần |Chương |Mục )")
_NAME = re.compile(r"(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]+){2,5}$")
_OFFICE = re.compile(
    r" (?=KT\.)|(?<!KT\.)(?<!PHÓ) "
    r"(?=(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|CHỦ NHIỆM|CHÁNH VĂN PHÒNG|BÍ THƯ)\b)"
)
_HEAD_LINES = 14
_HEADER_CELL = 60


def typeset(text: str, name: str = "directive") -> Document:
    """The parts of a directive's text; one without a letterhead (an article, a speech) is set as paragraphs.

    >>> text = "UBND TỈNH MẪU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\\nSố: 1/KH-UBND\\nKẾ HOẠCH\\nNăm 2024\\nCăn cứ luật."
    >>> document = typeset(text)
    >>> document.letterhead.issuer, document.title, document.parts
    (('UBND TỈNH MẪU',), ('KẾ HOẠCH', 'Năm 2024'), (Paragraph(text='Căn cứ luật.', style='body'),))
    """
    lines = [line.strip(" |") for line in text.replace(" | Kính gửi", "\nKính gửi").splitlines() if line.strip(" -_*|")]
    head, at = _letterhead(lines)
    title, at = _title(lines, at) if head else ((), 0)
    return Document(name, head, title, tuple(_parts(lines[at:], closes=head is not None)))


def _letterhead(lines: Sequence[str]) -> tuple[Letterhead | None, int]:
    issuer: list[str] = []
    motto: list[str] = []
    number = date = about = ""
    end = min(_HEAD_LINES, len(lines))
    for at, line in enumerate(lines[:end]):
        if _KIND.match(line) or line.startswith("Kính gửi") or (number and date and not _ABOUT.match(line)):
            end = at
            break
        for piece in _pieces(line):
            if _MOTTO.fullmatch(piece):
                motto.append(piece)
            elif _NUMBER.match(piece):
                number, _, subject = piece.partition(" V/v ")
                about = f"V/v {subject}" if subject else about
            elif _ABOUT.match(piece):
                about = piece
            elif _DATE.fullmatch(piece):
                date = piece
            elif piece.isupper():
                issuer.append(piece)
            else:
                return None, 0
    if not issuer or not number:
        return None, 0
    return Letterhead(tuple(issuer), tuple(motto), number, date, about), end


def _pieces(line: str) -> list[str]:
    """What stands side by side in a line of a letterhead."""
    found: list[str] = []
    for part in line.split(" | "):
        rest = part
        while rest:
            match = _MOTTO.search(rest) or _DATE.search(rest)
            cut = rest[: match.start()] if match else rest
            found += [cut.strip()] if cut.strip() else []
            found += [match.group()] if match else []
            rest = rest[match.end() :] if match else ""
    return found


def _title(lines: Sequence[str], at: int) -> tuple[tuple[str, ...], int]:
    if at >= len(lines) or not _KIND.match(lines[at]):
        return (), at
    title = [lines[at]]
    at += 1
    while at < len(lines) and len(title) < 6:
        line = lines[at]
        subject = len(title) == 1 and line[-1] not in ".;:," and len(line) < 260
        if not (subject or (line.isupper() and not _HEADING.match(line))):
            break
        title.append(line)
        at += 1
    return tuple(title), at


def _parts(lines: Sequence[str], *, closes: bool) -> list[Part]:
    parts: list[Part] = []
    rows: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        cells = [c.strip() for c in line.split("|")]
        if closes and line.startswith("Nơi nhận"):
            _end_table(parts, rows)
            closing, at = _closing(lines, at)
            parts.append(closing)
            if at < len(lines):
                parts.append(NewPage())
            continue
        if line.startswith("Kính gửi") and "|" in line:
            parts.append(Addressees(tuple(re.split(r"(?<=;) (?=- )", cells[1]))))
            parts += [_paragraph(cell) for cell in cells[2:] if cell]
        elif len(cells) >= 3 and closes and (rows or max(map(len, cells)) <= _HEADER_CELL):
            rows.append(line)
        else:
            if rows and len(cells) == 2:
                rows.append(line)
            else:
                _end_table(parts, rows)
                parts += [_paragraph(cell) for cell in cells if cell]
        at += 1
    _end_table(parts, rows)
    return parts


def _paragraph(text: str) -> Paragraph:
    if text.isupper() and not _HEADING.match(text):
        return Paragraph(text, "centred")
    if text.startswith("(") and text.endswith(")"):
        return Paragraph(text, "note")
    if _HEADING.match(text) and len(text) < 160:
        return Paragraph(text, "heading")
    return Paragraph(text)


def _end_table(parts: list[Part], rows: list[str]) -> None:
    """Put the rows gathered so far into a table; short rows are filled with empty cells."""
    if not rows:
        return
    cells = [[c.strip() for c in row.split("|")] for row in rows]
    width = max(map(len, cells))
    lines = [" | ".join([*row, *[""] * (width - len(row))]) for row in cells]
    parts.append(parse_grid(lines[0], "\n".join(lines[1:])))
    rows.clear()


def _closing(lines: Sequence[str], at: int) -> tuple[Closing, int]:
    first, bar, beside = lines[at].partition(" | ")
    recipients = [r.strip() for r in re.split(r"(?<=[;.]) (?=- )", first.removeprefix("Nơi nhận:").strip()) if r]
    at += 1
    if bar:
        name = _NAME.search(beside)
        offices = beside[: name.start()] if name else beside
        return Closing(tuple(recipients), (*_OFFICE.split(offices), name.group().strip() if name else "")), at
    while at < len(lines) and lines[at].startswith("-"):
        recipients.append(lines[at])
        at += 1
    signature: list[str] = []
    while at < len(lines) and len(signature) < 6 and not _ANNEX.match(lines[at]) and len(lines[at]) < 60:
        signature.append(lines[at])
        at += 1
        if not signature[-1].isupper() and not signature[-1].startswith("("):
            break
    return Closing(tuple(recipients), tuple(signature)), at
