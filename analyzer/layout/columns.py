"""What table columns hold, told by the words that head them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from analyzer.knowledge.data import read_toml

_HEADER_CELL_LENGTH = 90


@cache
def _columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((c["role"], re.compile(c["pattern"])) for c in read_toml("columns.toml")["column"])


def column_role(header: str) -> str | None:
    """What the column under a header cell holds.

    >>> column_role("Cơ quan phối hợp"), column_role("STT"), column_role("Nhiệm vụ, giải pháp")
    ('support', 'index', 'content')
    """
    words = " ".join(header.lower().split())
    if not words or len(words) > _HEADER_CELL_LENGTH:
        return None
    return next((role for role, pattern in _columns() if pattern.search(words)), None)


def header_roles(cells: Sequence[str]) -> list[str | None] | None:
    """The roles of a row's cells if the row heads a table of work or of measures, else None.

    >>> header_roles(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"])
    ['index', 'content', 'lead', 'time']
    >>> header_roles(["1", "Rà soát thủ tục", "Sở Nội vụ", "Quý II"]) is None
    True
    """
    if len(cells) < 3 or any(len(c) > _HEADER_CELL_LENGTH for c in cells):
        return None
    roles = [column_role(c) for c in cells]
    known = [r for r in roles if r]
    if len(set(known)) < 2 or not {"content", "metric", "lead"} & set(known):
        return None
    return roles if len(known) * 2 >= len(roles) else None
