"""Marks of urgency and secrecy in the head of a document (Decree 30/2020, annex I; Law on state secrets of 2018)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from analyzer.knowledge.folding import fold

Urgency = Literal["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HỎA TỐC HẸN GIỜ"]
Secrecy = Literal["MẬT", "TỐI MẬT", "TUYỆT MẬT"]

_URGENCY: dict[str, Urgency] = {fold(mark): mark for mark in ("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HỎA TỐC HẸN GIỜ")}
_SECRECY: dict[str, Secrecy] = {fold(mark): mark for mark in ("MẬT", "TỐI MẬT", "TUYỆT MẬT")}
_EDGES = re.compile(r"^[\s\W_]+|[\s\W_]+$")
_LEAD = re.compile(r"^(?:độ mật|độ khẩn|mức độ khẩn|mức độ mật)\s?:\s?")


# marks of two words are told apart even at the end of a line of the issuer's name
_ENDING = re.compile(r"(?:^|\s)(?:hỏa tốc(?: hẹn giờ)?|thượng khẩn)$")


def without_mark(line: str) -> str:
    """A line of the letterhead without the mark of urgency set at its end.

    >>> without_mark("UBND TỈNH A HỎA TỐC"), without_mark("UBND TỈNH A")
    ('UBND TỈNH A', 'UBND TỈNH A')
    """
    ending = _ENDING.search(fold(line)) if line.isupper() else None
    return line[: ending.start()].rstrip() if ending else line


def read_marks(lines: Iterable[str]) -> tuple[Urgency | None, Secrecy | None]:
    """The urgency and secrecy marks among the lines; a mark fills its line.

    >>> read_marks(["UBND TỈNH A", "HOẢ TỐC", "Công điện khẩn"]), read_marks(["Bí mật nhà nước", "[ TỐI MẬT ]"])
    (('HỎA TỐC', None), (None, 'TỐI MẬT'))
    """
    urgency: Urgency | None = None
    secrecy: Secrecy | None = None
    for line in lines:
        if len(line) > 40 or (not line.isupper() and ":" not in line):
            continue
        mark = _EDGES.sub("", _LEAD.sub("", fold(line).strip()))
        ending = _ENDING.search(mark)
        urgency = urgency or _URGENCY.get(ending.group().strip() if ending else mark)
        secrecy = secrecy or _SECRECY.get(mark)
    return urgency, secrecy


def is_mark(line: str) -> bool:
    """Whether the line is a mark of urgency, secrecy, draft or circulation and no part of a name.

    >>> is_mark("KHẨN"), is_mark("DỰ THẢO LẦN 2"), is_mark("SỞ NỘI VỤ")
    (True, True, False)
    """
    mark = _EDGES.sub("", fold(line))
    return (
        mark in _URGENCY
        or mark in _SECRECY
        or bool(re.match(r"dự thảo|lưu hành nội bộ|xem xong trả lại|thu hồi$|tài liệu mật|bản sao$", mark))
    )
