"""What table columns hold, told by the words that head them: one reader for tables of work and of measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from analyzer.knowledge.data import read_toml

TableKind = Literal["tasks", "targets"]
_HEADER_CELL_LENGTH = 90
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")


@cache
def _columns(vocabulary: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((c["role"], re.compile(c["pattern"])) for c in read_toml("columns.toml")[vocabulary])


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(read_toml("columns.toml")["words"][name])


def _key(header: str) -> str:
    return " ".join(header.lower().split()).strip(" .:*")


def column_role(header: str) -> str | None:
    """What the column under a header cell of a table of work holds.

    >>> column_role("Cơ quan phối hợp"), column_role("STT"), column_role("Nhiệm vụ, giải pháp")
    ('support', 'index', 'content')
    """
    return _role(header, "work")


def measure_role(header: str) -> str | None:
    """What the column under a header cell of a table of measures holds.

    >>> measure_role("Mục tiêu năm 2026"), measure_role("Thực hiện năm 2025"), measure_role("2027")
    ('value', 'past', 'value')
    """
    return _role(header, "measure")


@lru_cache(maxsize=256)  # the words of a header are asked about several times
def _role(header: str, vocabulary: str) -> str | None:
    words = _key(header)
    if not words or len(words) > _HEADER_CELL_LENGTH:
        return None
    return next((role for role, pattern in _columns(vocabulary) if pattern.search(words)), None)


def read_header(headers: Sequence[Sequence[str]]) -> tuple[TableKind, list[str | None]] | None:
    """The kind of a table and the roles of its columns; None where the words head neither work nor measures.

    Each column is given by its header cells from top to bottom.

    >>> read_header([["TT"], ["Nhiệm vụ"], ["Cơ quan thực hiện", "Chủ trì"], ["Cơ quan thực hiện", "Phối hợp"]])
    ('tasks', ['index', 'content', 'lead', 'support'])
    >>> read_header([["TT"], ["Chỉ tiêu"], ["ĐVT"], ["Mục tiêu", "2026"], ["Mục tiêu", "2030"]])
    ('targets', ['index', 'metric', 'unit', 'value', 'value'])
    """
    if len(headers) < 3 or any(len(words) > _HEADER_CELL_LENGTH for levels in headers for words in levels):
        return None
    roles = measures(headers)
    if roles is not None:
        return "targets", roles
    roles = _work(headers)
    return ("tasks", roles) if roles is not None else None


def header_roles(cells: Sequence[str]) -> list[str | None] | None:
    """The roles of a row's cells if the row heads a table of work or of measures, else None.

    >>> header_roles(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"])
    ['index', 'content', 'lead', 'time']
    >>> header_roles(["1", "Rà soát thủ tục", "Sở Nội vụ", "Quý II"]) is None
    True
    """
    if len(cells) < 3 or any(len(c) > _HEADER_CELL_LENGTH for c in cells):
        return None
    read = read_header([[c] for c in cells])
    if read is not None:
        return read[1]
    roles = [column_role(c) for c in cells]
    return roles if _tells(roles) else None


def _work(headers: Sequence[Sequence[str]]) -> list[str | None] | None:
    roles = [next((r for words in reversed(levels) if (r := column_role(words))), None) for levels in headers]
    if not _tells(roles) or any(_words("done").search(_key(words)) for levels in headers for words in levels):
        return None
    if "content" not in roles:
        roles = ["content" if r == "group" else r for r in roles]
    elif "product" not in roles and "metric" in roles:
        roles[roles.index("metric")] = "product"  # what is to be reached by the work
    if "lead" not in roles and "time" in roles:  # "Đơn vị" alone: of measure beside numbers, in charge beside work
        roles = ["lead" if _key(levels[-1]) == "đơn vị" else r for levels, r in zip(headers, roles, strict=True)]
    return roles if "content" in roles and {"lead", "support", "time", "product"} & set(roles) else None


def _tells(roles: Sequence[str | None]) -> bool:
    """Whether enough columns are known to take the row for a header."""
    known = [r for r in roles if r]
    if len(set(known)) < 2 or not {"content", "metric", "lead"} & set(known):
        return False
    return len(known) * 2 >= len(roles)


def measures(headers: Sequence[Sequence[str]]) -> list[str | None] | None:
    """The roles of the columns of a table of measures; None where the header is not one.

    It is one if it names a column of chỉ tiêu together with a unit or value column. Tables of money, staff or results
    have no such column. A second column of measures ("Nội dung | Chỉ tiêu") holds the values.
    """
    roles: list[str | None] = []
    for levels in headers:
        told = [measure_role(words) for words in levels]
        role = "past" if "past" in told else next((r for r in reversed(told) if r), None)
        if role == "metric" and "metric" in roles:
            role = "value" if any(_words("commits").search(_key(words)) for words in levels) else None
        roles.append(role)
    keys = [_key(words) for levels in headers for words in levels]
    if "metric" not in roles or "value" not in roles or any(_words("money").search(k) for k in keys):
        return None
    if "unit" not in roles and any(_words("work").search(k) for k in keys):
        return None
    named = (levels for levels, r in zip(headers, roles, strict=True) if r in ("metric", "value"))
    return roles if any(_words("commits").search(_key(words)) for levels in named for words in levels) else None


def is_bare_year(words: str) -> bool:
    """Whether the words are a year and nothing else, as in a column of values.

    >>> is_bare_year("2026"), is_bare_year("Năm 2026"), is_bare_year("2026 - 2030")
    (True, False, False)
    """
    return bool(_YEAR.fullmatch(words.strip()))
