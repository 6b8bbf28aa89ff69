"""The Vietnamese names of the contract's codes, columns and sheets, from ``knowledge/data/labels.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from analyzer.knowledge.data import read_toml


@cache
def labels(table: str) -> Mapping[str, str]:
    """One table of the labels.

    >>> labels("relation")["basis"]
    'Căn cứ ban hành'
    """
    found: Mapping[str, str] = read_toml("labels.toml")[table]
    return found


def label(table: str, key: str) -> str:
    """The label of a code; the code itself where it has none, so that newer codes stay visible."""
    return labels(table).get(key, key)


def note(key: str, **values: object) -> str:
    """A note with its values filled in.

    >>> note("page", page=2)
    'trang 2'
    """
    return labels("notes")[key].format(**values)


def reason(code: str) -> str:
    """Why a unit was taken for no task, in words; "weak" and what a line was taken for stand for several codes.

    >>> reason("weak_must"), reason("past")
    ('chưa đủ rõ là giao việc', 'nói việc đã làm')
    """
    reasons = labels("reason")
    return reasons.get(code) or reasons.get(code.partition("_")[0]) or reasons["nothing"]
