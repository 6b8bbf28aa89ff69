"""Ministries of other countries, which bear the names of the register's own: "Bộ Quốc phòng Lào"."""

from __future__ import annotations

import re

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import FoldedText, fold

_COUNTRIES = sorted(read_toml("agency_readings.toml")["countries"], key=len, reverse=True)
_ABROAD = re.compile(rf"(?: của)?(?: nước)? (?P<name>{'|'.join(map(fold, _COUNTRIES))})(?!\w)")


def country_end(text: FoldedText, end: int) -> int:
    """Where the country's name behind a ministry's name that ends at ``end`` ends, 0 where there is none.

    >>> [country_end(FoldedText(t), 13) for t in ("Bộ Quốc phòng Lào cử đoàn", "Bộ Quốc phòng Lào Cai")]
    [17, 0]
    """
    m = _ABROAD.match(text.low, end)
    if m is None or not text.flat[m.start("name")].isupper() or text.flat[m.end() + 1 : m.end() + 2].isupper():
        return 0
    return m.end()
