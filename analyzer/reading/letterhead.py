"""The two columns of a letterhead: issuer and number on the left, state name, motto, place and date on the right.

Nghị định 30/2020/NĐ-CP, phụ lục I, sets them side by side (ô số 1 to 4); exports to text merge or interleave them. They
are read column by column: the left lines, then the right ones.
"""

from __future__ import annotations

import re

from analyzer.knowledge.letters import UPPER

STATE_NAME = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM")
MOTTO = re.compile(r"Độc lập\s?[-–]\s?Tự do")
PLACE_DATE = re.compile(r"(?:\S[^,;]{1,40}, )?ngày\s?[\d.…_]{0,6}\s{0,8}tháng\s?[\d.…_]{0,6}\s{0,8}năm")
_SIGNATURE_CELL = re.compile(rf"\s{{0,20}}(?:Nơi nhận\s?:|(?:TM|KT|TL|TUQ)\.\s?[{UPPER}]|(?:T/M|K/T|T/L)\s)")
_ADDRESSEES_CELL = re.compile(r"\s{0,20}Kính gửi\s?:")
_NUMBER_THEN_PLACE = re.compile(
    r"(Số\s?:?\s{0,8}[\d.…]{0,8}\s{0,8}[^\s,]{0,24}[/-][^\s,]{1,24})\s{1,80}(?=\S[^,;]{0,40}, ngày\b)"
)
_WIDE_GAP = re.compile(r"(?<=\S)(?: {3,}|\t+)(?=\S)")
_SEARCH_LINES = 14
_MAX_LINES = 8


def is_signature_cell(text: str) -> bool:
    """Whether a cell is one of the signature block: recipients of copies or authority and post of the signer.

    >>> is_signature_cell("Nơi nhận:- Như trên"), is_signature_cell("KT. CHỦ TỊCH"), is_signature_cell("Nơi nhận hồ sơ")
    (True, True, False)
    """
    return _SIGNATURE_CELL.match(text) is not None


def is_addressees_cell(text: str) -> bool:
    """Whether a cell stands before the addressees of a letter, which are set beside it.

    >>> is_addressees_cell("Kính gửi:"), is_addressees_cell("Kính gửi báo cáo")
    (True, False)
    """
    return _ADDRESSEES_CELL.match(text) is not None


def split_columns(lines: list[str]) -> list[str]:
    """Lines of a text with the letterhead's columns, where they were merged line by line, one after the other.

    >>> split_columns(["ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỈNH Y Độc lập - Tự do - Hạnh phúc",
    ...     "Số: 3/CT-UBND Y, ngày 4 tháng 5 năm 2023", "CHỈ THỊ"])[:4]
    ['ỦY BAN NHÂN DÂN', 'TỈNH Y', 'Số: 3/CT-UBND', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM']
    """
    head = next((i for i, s in enumerate(lines[:_SEARCH_LINES]) if len(s) < 300 and STATE_NAME.search(s)), None)
    if head is None or (match := STATE_NAME.search(lines[head])) is None:
        return lines
    gutter = match.start()
    if not lines[head][:gutter].strip():
        return lines
    left: list[str] = []
    right: list[str] = []
    end = head
    for end in range(head, min(head + _MAX_LINES, len(lines))):
        line = lines[end]
        if (columns := _columns(line, gutter)) is None and line.strip():
            break
        if columns:
            left.append(columns[0].strip())
            right.append(columns[1].strip())
    else:
        end = min(head + _MAX_LINES, len(lines))
    return [*lines[:head], *left, *right, *lines[end:]]


def _columns(line: str, gutter: int) -> tuple[str, str] | None:
    """A line's left and right part, or None if it is in neither column."""
    if len(line) > 300:
        return None
    for cue in (STATE_NAME, MOTTO):
        if match := cue.search(line):
            return line[: match.start()], line[match.start() :]
    if match := _NUMBER_THEN_PLACE.match(line.lstrip()):
        return match[1], line.lstrip()[match.end() :]
    if match := _WIDE_GAP.search(line):
        return line[: match.start()], line[match.end() :]
    if line[:1].isspace() and len(line) - len(line.lstrip()) >= gutter * 0.6:
        return "", line
    return None
