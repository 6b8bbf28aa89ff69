"""Agency columns of tables: there each entry is a name, also where no register and no grammar knows all of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.layout.cell_shapes import shape_of
from analyzer.layout.tables import Table
from analyzer.pipes.mentions import AgencyMention
from analyzer.spans import Span

_ROLES = ("lead", "support", "monitor", "approver")
_ENTRY = re.compile(r"[^;\n]+")
_LABEL = re.compile(r"[\s\-–+•]*(?:[^\W\d_]+(?: [^\W\d_]+){0,3} ?: )?")
_REMARK = re.compile(r" ?\([^()]{0,200}\)?$")
_GOES_ON = re.compile(r"(?: và)? (?P<word>[^\W\d_])")
_LONGEST_NAME, _LONGEST_REST = 110, 60


@cache
def _beyond_name() -> re.Pattern[str]:
    return re.compile(read_toml("columns.toml")["cell"]["beyond_name"])


def complete(text: str, tables: Sequence[Table], found: Sequence[AgencyMention]) -> list[AgencyMention]:
    """The mentions, with those in agency columns of tables of work made whole and those that are missing added.

    >>> from analyzer.layout.outline import build_outline
    >>> from analyzer.layout.tables import read_tables
    >>> from analyzer.reading import read
    >>> rows = "TT | Nhiệm vụ | Chủ trì | Hạn\\n1 | Kiểm tra cầu treo | Phòng Kỹ thuật cầu và Bến phà | Quý I\\n"
    >>> outline = build_outline(read(rows))
    >>> [m.name for m in complete(outline.text, read_tables(outline), [])]
    ['Phòng Kỹ thuật cầu và Bến phà']
    """
    cells = {cell for t in tables if t.kind == "tasks" for row in t.rows for role in _ROLES for cell in row.cell(role)}
    mentions = sorted(found, key=lambda m: m.start)
    starts = [m.start for m in mentions]
    longest = max((m.end - m.start for m in mentions), default=0)
    added: list[AgencyMention] = []
    for cell in sorted(cells):
        for entry in _entries(text, cell):
            near = range(bisect_left(starts, entry.start - longest), bisect_left(starts, entry.end))
            within = [i for i in near if entry.start <= mentions[i].start and mentions[i].end <= entry.end]
            if not within:
                if not any(mentions[i].end > entry.start for i in near):
                    added += _named(text, entry)
                continue
            last = max(within, key=lambda i: mentions[i].end)
            end = _goes_on(text, mentions[last], entry)
            if end > mentions[last].end:
                name = mentions[last].name + text[mentions[last].end : end]
                mentions[last] = replace(mentions[last], end=end, name=name)
    return sorted([*mentions, *added], key=lambda m: m.start)


def _entries(text: str, cell: Span) -> Iterator[Span]:
    """The entries of a cell, divided by semicolons, without bullets, labels and remarks."""
    for match in _ENTRY.finditer(text, cell.start, cell.end):
        start = match.start()
        if (label := _LABEL.match(text, start, match.end())) is not None:
            start = label.end()
        words = _REMARK.sub("", text[start : match.end()].rstrip(" .,"))
        if words:
            yield Span(start, start + len(words))


def _named(text: str, entry: Span) -> list[AgencyMention]:
    """An entry in which no body was found: it is one if it looks like a name."""
    words = text[entry.start : entry.end]
    if len(words) > _LONGEST_NAME or "," in words or shape_of(words) != "agency":
        return []
    return [AgencyMention(entry.start, entry.end, words, "grammar", name_start=entry.start)]


def _goes_on(text: str, mention: AgencyMention, entry: Span) -> int:
    """Where the name ends whose first part is known: "Phòng Khảo thí" of "Phòng Khảo thí và Quản lý chất lượng"."""
    rest = text[mention.end : entry.end]
    match = _GOES_ON.match(rest)
    if match is None or len(rest) > _LONGEST_REST or any(sign in rest for sign in ",()/:"):
        return mention.end
    tail = rest[match.start("word") :]
    if shape_of(tail) == "agency" or _beyond_name().match(tail.lower()):
        return mention.end
    if not tail[0].isupper() and (mention.form != "grammar" or rest.startswith(" và") or len(tail.split()) > 5):
        return mention.end
    return entry.end
