"""The frame of an article: its own date line, its heading, and the furniture around its text."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.knowledge.letters import LOWER, UPPER
from analyzer.layout.dateline import calendar_day
from analyzer.layout.words import alternation, squeeze

_ZONE = 6_000
_TAIL = 40_000  # characters at the end in which furniture is looked for
_LINE_DATE = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<d2>\d{1,2})\stháng\s(?P<m2>\d{1,2}),?\s(?:năm\s)?(?P<y2>(?:19|20)\d\d)"
)
_PERSON_LINE = re.compile(rf"(?:[{UPPER}][^\W\d_]{{0,9}}\.?\s?){{2,5}}(?:[-–(].{{0,60}})?$")
_LINE = re.compile(r"[^\n]+")
_WRAP = re.compile(rf"(?<=[^.:;!?\n])\n(?=[{LOWER}0-9])(?!\d{{1,2}}[/.:)-])|(?<=,)\n(?=\S)")
_BULLETS = "-+•"


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(map(fold, read_toml('articles.toml')['furniture']))})(?!\w)")


@cache
def _below() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(map(fold, read_toml('articles.toml')['below']))})(?!\w)")


def unwrapped(text: str, target: str) -> str:
    """``target`` with a blank for each line break of ``text`` that lies inside a sentence; the length stays.

    >>> unwrapped("ban hành kế\\nhoạch.\\nHết", "ban hành kế\\nhoạch.\\nHết")
    'ban hành kế hoạch.\\nHết'
    """
    parts, at = [], 0
    for match in _WRAP.finditer(text):
        parts += [target[at : match.start()], " "]
        at = match.end()
    return "".join([*parts, target[at:]])


def article_date(text: str) -> date | None:
    """The article's own date: of a short line among its first or, failing that, its last lines.

    >>> article_date("Thứ Hai, 03/06/2024 08:15\\nTin")
    datetime.date(2024, 6, 3)
    """
    first = [line for line in text[:_ZONE].split("\n") if line.strip()][:14]
    last = [line for line in text[-1_500:].split("\n") if line.strip()][-12:]
    for line in [*first, *last]:
        match = _LINE_DATE.search(line.lower()) if len(line) <= 90 else None
        if match and len(line) - (match.end() - match.start()) < 55:
            day = calendar_day(*(match[k] or match[f"{k}2"] for k in "dmy"))
            if day is not None:
                return day
    return None


def heading(text: str) -> str | None:
    """The first line long enough to be a heading."""
    return next((squeeze(line) for line in text[:_ZONE].split("\n")[:12] if 25 < len(line.strip()) < 300), None)


def paragraph_start(text: str, at: int | None) -> int:
    """Where the paragraph that holds ``at`` begins; without ``at``, the first long paragraph."""
    if at is not None:
        return text.rfind("\n", 0, at) + 1
    return next((m.start() for m in _LINE.finditer(text, 0, _ZONE) if m.end() - m.start() > 160), 0)


def body_end(text: str, low: str, start: int) -> int:
    """Where the furniture below the article begins: "Tin khác", comments, the author's line."""
    start = max(start, len(text) - _TAIL)
    lines = [(m.start(), m.group().strip()) for m in _LINE.finditer(text, start)]
    lines = [line for line in lines if line[1]][-80:]
    last = -1  # the last line that is the article's own text
    for n, (offset, line) in enumerate(lines):
        furniture = _is_furniture(low, offset, line)
        if n > len(lines) // 2 and _below().match(low, _first(low, offset)) and len(line) < 200:
            lines = lines[: n + 1]
            break
        if not furniture and (len(line) > 140 or line.endswith((".", ";", ":")) or line[0] in _BULLETS):
            last = n
        elif furniture and n - last > 1 and n > len(lines) // 2:
            break
    for n in range(last + 1, len(lines)):
        offset, line = lines[n]
        if n > last + 1 or _is_furniture(low, offset, line) or _PERSON_LINE.match(line) or len(line) < 60:
            return offset
    return len(text)


def _is_furniture(low: str, at: int, line: str) -> bool:
    return len(line) < 200 and bool(_furniture().match(low, _first(low, at)))


def _first(low: str, at: int) -> int:
    """The first character behind ``at`` that is no blank."""
    while at < len(low) and low[at].isspace():
        at += 1
    return at
