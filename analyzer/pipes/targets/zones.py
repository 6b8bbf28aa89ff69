"""Which part of a document a place lies in, as far as it matters for targets.

The layout knows the outline and hands its zones in. Where it does not (a bare text), headings are recognised by their
first words and hold until the next heading of the same or a higher rank.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ZoneKind = Literal["chi_tieu", "tasks", "background"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of text: ``chi_tieu`` lists targets, ``tasks`` hands out work, ``background`` gives bases, results,
    funding or definitions, where numbers are facts."""

    start: int
    end: int
    kind: ZoneKind


class ZoneIndex:
    """Looks up the innermost zone at an offset.

    >>> index = ZoneIndex([Zone(0, 100, "background"), Zone(20, 40, "chi_tieu")])
    >>> index.kind_at(10), index.kind_at(25), index.kind_at(60), index.kind_at(100)
    ('background', 'chi_tieu', 'background', None)
    """

    def __init__(self, zones: Sequence[Zone]) -> None:
        edges = sorted({z.start for z in zones} | {z.end for z in zones})
        held: list[Zone | None] = [None] * len(edges)
        opening: dict[int, list[Zone]] = {}
        for zone in zones:
            if zone.start < zone.end:
                opening.setdefault(zone.start, []).append(zone)
        stack: list[Zone] = []
        for i, edge in enumerate(edges):
            stack.extend(sorted(opening.get(edge, ()), key=lambda z: -z.end))
            while stack and stack[-1].end <= edge:
                stack.pop()
            held[i] = stack[-1] if stack else None
        self._edges, self._held = edges, held

    def at(self, offset: int) -> Zone | None:
        """The innermost zone that holds the offset."""
        i = bisect_right(self._edges, offset) - 1
        return self._held[i] if i >= 0 else None

    def kind_at(self, offset: int) -> ZoneKind | None:
        """The kind of that zone."""
        zone = self.at(offset)
        return zone.kind if zone else None


_MARKER = re.compile(
    r"[ \t]{0,8}(?:(?P<part>(?:phần|chương|phụ lục|PHẦN|Phần|CHƯƠNG|Chương|PHỤ LỤC"
    r"|Phụ lục)\b[ \t]{0,2}[\wIVX]{0,6}[.:]?)"
    r"|(?P<roman>[IVX]{1,6})(?:[.)/]|[ \t]?[-–])[ \t]|(?P<article>Điều[ \t]\d{1,3}[.:])|(?P<number>\d{1,2}"
    r"(?:\.\d{1,2}){0,4})(?:[.)]|[ \t]?[-–])?[ \t]"
    r"|(?P<letter>[a-zđ]\)[ \t]?)|(?P<bullet>[-+*•–][ \t]{0,2}))"
)
_TARGETS = re.compile(
    r"(?:(?:các |một số |hệ thống |danh mục (?:các )?)?(?:mục tiêu|chỉ tiêu)\b(?! quốc gia))", re.IGNORECASE
)
_ANNOUNCED = re.compile(r"(?:mục tiêu|chỉ tiêu)\b[^.;\n]{0,80}:\s{0,4}$", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"(?:(?:những |một số )?kết quả (?:đạt được|thực hiện|chủ yếu|nổi bật|công tác|triển khai)|"
    r"(?:khái quát )?tình hình|(?:khái quát )?thực trạng"
    r"|đánh giá (?:chung|tình hình|kết quả|thực trạng|tổng quát)|đặc điểm tình hình|tồn tại|hạn chế|khó khăn"
    r"|ưu điểm|nguyên nhân"
    r"|sự cần thiết|bối cảnh|căn cứ|cơ sở (?:pháp lý|thực tiễn|chính trị)|kinh phí|nguồn (?:vốn|kinh phí"
    r"|lực tài chính)|dự toán"
    r"|lợi ích phương án|nhu cầu vốn|tổng mức|giải thích từ ngữ|ước thực hiện|thuận lợi|dự báo)\b",
    re.IGNORECASE,
)
_TASKS = re.compile(
    r"(?:(?:các |một số )?(?:nhiệm vụ|giải pháp|nội dung|biện pháp)|tổ chức thực hiện|trách nhiệm|phân công"
    r"|phương hướng)\b",
    re.IGNORECASE,
)
_RANKS = {"part": 0, "roman": 1, "article": 2, "number": 3, "letter": 8, "bullet": 9}
_LONGEST_HEADING = 220


def _rank_and_title(line: str) -> tuple[float | None, str]:
    """The rank of a line's marker (None without one) and what follows it."""
    match = _MARKER.match(line)
    if match is None:
        return None, line.strip()
    kind = match.lastgroup or "bullet"
    rank: float = _RANKS[kind]
    if kind == "number":
        rank += match.group("number").count(".")
    return rank, line[match.end() :].strip()


def derive(text: str) -> list[Zone]:
    """Zones from headings, for text whose outline nobody gives.

    >>> text = "II. Mục tiêu\\n- 90% hồ sơ\\nIII. Nhiệm vụ\\n- Rà soát"
    >>> [(text[z.start:z.end].split("\\n")[0], z.kind) for z in derive(text)]
    [('II. Mục tiêu', 'chi_tieu'), ('III. Nhiệm vụ', 'tasks')]
    """
    zones: list[Zone] = []
    open_zones: list[_Open] = []
    at = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            rank, title = _rank_and_title(line[: _LONGEST_HEADING + 40])
            kind = _heading_kind(line, rank, title)
            if rank is not None and open_zones and open_zones[-1].rank is None:
                open_zones[-1].rank = rank - 0.5  # an unmarked heading stands above the items that follow it
            if rank is None and kind is not None and title.isupper():
                rank = 0.7
            while open_zones and (kind if rank is None else (open_zones[-1].rank or 0) >= rank):
                done = open_zones.pop()
                zones.append(Zone(done.start, at, done.kind))
                if rank is None:
                    break
            if kind is not None:
                open_zones.append(_Open(rank, at, kind))
        at += len(line) + 1
    zones.extend(Zone(z.start, len(text), z.kind) for z in open_zones)
    return sorted((z for z in zones if z.start < z.end), key=lambda z: (z.start, -z.end))


@dataclass(slots=True)
class _Open:
    """A zone whose end is not reached; ``rank`` is None until the items under an unmarked heading tell it."""

    rank: float | None
    start: int
    kind: ZoneKind


def _heading_kind(line: str, rank: float | None, title: str) -> ZoneKind | None:
    if len(line) > _LONGEST_HEADING or (rank is not None and rank >= 9):
        return None
    if rank is None and not (title.isupper() or title.endswith(":")):
        return None
    if _TARGETS.match(title) or _ANNOUNCED.search(title) or (rank == 0 and _TARGETS.search(title)):
        return "chi_tieu"
    if _BACKGROUND.match(title):
        return "background"
    return "tasks" if _TASKS.match(title) else None
