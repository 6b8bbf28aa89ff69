"""Page furniture: what is printed on a page and is no part of the document's text.

Page numbers and the stamps of digital signatures (Nghị định 30/2020/NĐ-CP, phụ lục I, mục IV: the signature of a copy
shows signer, time "ngày tháng năm; giờ phút giây; múi giờ" in the page's corner). The signing time is kept as metadata;
it is not the document's date.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from itertools import pairwise

_PAGE_NUMBER = re.compile(
    r"(?:trang|page|tr\.)?\s?[-–]?\s?(\d{1,3})\s?(?:[-–]|(?:/|of|trên)\s?\d{1,4})?", re.IGNORECASE
)
_NAMED_PAGE = re.compile(
    r"(?:trang|page)\s?\d{1,4}(?:\s?/\s?\d{1,4})?|[-–]\s?\d{1,4}\s?[-–]|\d{1,4}\s?/\s?\d{1,4}", re.IGNORECASE
)

_STAMP = re.compile(
    r"""(?:
        người\ ký\s?:  | ký\ bởi\s?:  | được\ ký\ bởi | thời\ gian\ ký\s?: | ngày\ ký\s?: | giờ\ ký\s?:
      | signature\ (?:not\ verified|valid|is\ valid|not\ valid) | (?:digitally\ )?signed\ by\b | signing\ time\b
      | chữ\ ký\ (?:số\ )?(?:hợp\ lệ|chưa\ được\ xác\ thực|không\ hợp\ lệ)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Lines that belong to a stamp only beside one of the lines above.
_STAMP_DETAIL = re.compile(
    r"(?:email|e-mail|cơ quan|tổ chức|đơn vị|chức vụ|chức danh|date|reason|location|lý do|vị trí)\s?:", re.IGNORECASE
)
_TIMESTAMP_LINE = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{2}[./-]\d{2})[ ,;]{1,3}\d{1,2}:\d{2}(?::\d{2})?.{0,12}"
)
_INCOMING = re.compile(r"(?:CÔNG VĂN |VĂN BẢN )?ĐẾN(?:\s?:)?")
_INCOMING_DETAIL = re.compile(
    r"(?:số(?:\s(?:đến|cv))?|ngày(?:\sđến)?|giờ|chuyển|lưu hồ sơ(?:\ssố)?|kính chuyển)\s?:.{0,40}", re.IGNORECASE
)

_RULE_SIGNS = frozenset("-_=*~.…–—")
_RULE = re.compile(r"[-_=*~.…–—\s]{3,}|\*{1,3}")

_SIGNED_AT = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})[ ,;T]{1,3}(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?"
    r"|(?P<y2>\d{4})[./-](?P<m2>\d{2})[./-](?P<d2>\d{2})[ ,;T]{1,3}(?P<H2>\d{2}):(?P<M2>\d{2})(?::(?P<S2>\d{2}))?"
)
_ZONE = re.compile(r"\s?(?:GMT|UTC)?\s?([+-])(\d{2}):?'?(\d{2})")


def is_rule(line: str) -> bool:
    """Whether the line is a drawn rule or separator ("-------", "____", the "*" under a Party issuer's name).

    >>> is_rule("-----------"), is_rule("* * *"), is_rule("- Như trên")
    (True, True, False)
    """
    line = line.strip()
    return line[:1] in _RULE_SIGNS and len(line) <= 400 and _RULE.fullmatch(line) is not None


def page_number(line: str) -> int | None:
    """The number in a line that is only a page number, else None.

    >>> [page_number(s) for s in ("7", "- 7 -", "Trang 7", "7/12", "Điều 7", "1.7")]
    [7, 7, 7, 7, None, None]
    """
    match = _PAGE_NUMBER.fullmatch(line) if len(line) <= 16 else None
    return int(match[1]) if match else None


def is_named_page_number(line: str) -> bool:
    """Whether the line says by its form that it is a page number, so that no sequence is needed to tell."""
    return len(line) <= 16 and _NAMED_PAGE.fullmatch(line) is not None


_HEAD_LENGTH = 140  # of a running head at most


def running_heads(lines: list[str]) -> set[int]:
    """The indices of running heads and of the page numbers beside them.

    A running head is a short line that stands beside a page number at least twice, the numbers counting up. Part of it
    beside another page number is one too.

    >>> page = ["Rà soát thủ tục."] * 6
    >>> sorted(running_heads(["Kế hoạch năm", "1", *page, "Kế hoạch năm", "2", *page, "hoạch năm", "3"]))
    [0, 1, 8, 9, 16, 17]
    >>> running_heads(["Sở A", "1", "Rà soát", "Sở B", "2", "Thống kê"])
    set()
    """
    numbers = {i: n for i, line in enumerate(lines) if len(line) <= 16 and (n := page_number(line)) is not None}
    beside: dict[str, list[tuple[int, int]]] = {}
    for i in numbers:
        for j in (i - 1, i + 1):
            if 0 <= j < len(lines) and j not in numbers and len(lines[j]) <= _HEAD_LENGTH and " | " not in lines[j]:
                beside.setdefault(" ".join(lines[j].split()), []).append((j, i))
    heads = {
        words
        for words, places in beside.items()
        if len(words) >= _SHORTEST_HEAD
        and words[-1] not in ".;:,"
        and len(places) > 1
        and _count_up([numbers[i] for _, i in places])
        and _is_rare(places, numbers)
    }
    found: set[int] = set()
    for words, places in beside.items():
        if any(words in head for head in heads) and len(words) >= _SHORTEST_HEAD:
            found.update(at for place in places for at in place)
    return found


_SHORTEST_HEAD = 8


def _count_up(numbers: list[int]) -> bool:
    return all(a < b for a, b in pairwise(numbers))


def _is_rare(places: list[tuple[int, int]], numbers: dict[int, int]) -> bool:
    """Whether the numbers beside a line are a page apart: in a table each row has one."""
    lines = [i for _, i in places]
    return all(b - a >= _PAGE_LINES * (numbers[b] - numbers[a]) for a, b in pairwise(lines))


_PAGE_LINES = 6  # lines between two page numbers at least


def is_stamp(line: str) -> bool:
    """Whether the line is the cue of a digital signature's stamp.

    >>> is_stamp("Người ký: Ủy ban nhân dân tỉnh Y"), is_stamp("Người ký văn bản chịu trách nhiệm")
    (True, False)
    """
    return _STAMP.match(line) is not None


def is_stamp_detail(line: str) -> bool:
    """Whether the line can be the further line of a stamp (agency, post, e-mail, time)."""
    return (_STAMP_DETAIL.match(line) or _TIMESTAMP_LINE.fullmatch(line)) is not None


def is_incoming_mark(line: str) -> bool:
    """Whether the line is the head of the stamp that the recipient's clerk puts on ("ĐẾN")."""
    return _INCOMING.fullmatch(line) is not None


def is_incoming_detail(line: str) -> bool:
    """Whether the line can stand under "ĐẾN" in that stamp ("Số: …", "Ngày: …", "Chuyển: …")."""
    return _INCOMING_DETAIL.fullmatch(line) is not None


def stamp_lines(lines: list[str]) -> set[int]:
    """The indices of lines that belong to stamps.

    >>> sorted(stamp_lines(["Ký bởi: Sở X", "Thời gian ký: 02.03.2023 08:09:10 +07:00", "SỞ X", "ĐẾN", "Số: 12"]))
    [0, 1, 3, 4]
    """
    found: set[int] = set()
    for i, line in enumerate(lines):
        if is_stamp(line):
            found.add(i)
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(lines) and j not in found and is_stamp_detail(lines[j]):
                    found.add(j)
                    j += step
        elif is_incoming_mark(line) and i + 1 < len(lines) and is_incoming_detail(lines[i + 1]):
            found.add(i)
            j = i + 1
            while j < len(lines) and j <= i + 4 and is_incoming_detail(lines[j]):
                found.add(j)
                j += 1
    return found


def signing_time(lines: list[str]) -> str | None:
    """The time in a stamp's lines as ISO 8601, Vietnamese time where no zone is given; None where there is none.

    >>> signing_time(["Thời gian ký: 02.03.2023 08:09:10 +07:00"])
    '2023-03-02T08:09:10+07:00'
    """
    for line in lines:
        if (match := _SIGNED_AT.search(line)) is None:
            continue
        part = {k.rstrip("2"): int(v) for k, v in match.groupdict().items() if v is not None}
        offset = timedelta(hours=7)
        if zone := _ZONE.match(line, match.end()):
            offset = timedelta(hours=int(zone[2]), minutes=int(zone[3])) * (1 if zone[1] == "+" else -1)
        try:
            zone_info = timezone(offset)
            when = datetime(part["y"], part["m"], part["d"], part["H"], part["M"], part.get("S", 0), tzinfo=zone_info)
        except ValueError:
            continue
        return when.isoformat()
    return None
