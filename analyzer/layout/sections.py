"""Zones: what a part of the document holds (purposes, targets, work, results …), told by its heading."""

from __future__ import annotations

from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.patterns import pattern

_QUALIFIERS = pattern("layout.sections.qualifiers")
_SIMPLIFICATION = pattern("layout.sections.simplification")
_VERB_LIKE = frozenset({"yêu cầu", "đánh giá", "kiểm điểm", "căn cứ", "dự báo", "định hướng", "hạn chế"})
_NOUN_USE = pattern("layout.sections.noun_use")
_WORK_TOO = pattern("layout.sections.work_too")


_HEAD = 3  # letters by which cues are looked up


@cache
def _cues() -> dict[str, list[tuple[str, str]]]:
    """(cue, zone) pairs by the cue's first letters, the longest cue first."""
    pairs = [(cue, zone["name"]) for zone in read_toml("sections.toml")["zone"] for cue in zone["cues"]]
    found: dict[str, list[tuple[str, str]]] = {}
    for cue, zone in sorted(pairs, key=lambda p: -len(p[0])):
        found.setdefault(cue[:_HEAD], []).append((cue, zone))
    return found


def zone_of(heading: str, slack: int | None = None) -> str | None:
    """The zone a heading opens, None where its words tell nothing.

    ``slack`` bounds the letters after the cue: before a colon only "Mục đích" itself heads a part, not "Mục đích …".
    A heading that names several things ("Mục tiêu, nhiệm vụ") holds work if any of them is work.

    >>> zone_of("MỤC ĐÍCH, YÊU CẦU"), zone_of("NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU"), zone_of("Sở Nội vụ")
    ('purpose', 'tasks', None)
    >>> zone_of("Yêu cầu, nhiệm vụ")
    'tasks'
    """
    lowered = " ".join(heading[:160].lower().split())
    if _SIMPLIFICATION.match(lowered):
        return "product"
    first = _zone_at(lowered, slack)
    if first is None:
        stripped = _QUALIFIERS.sub("", lowered)
        first = _zone_at(stripped, slack) if stripped != lowered else None
    if first == "product" and lowered.startswith("về "):
        return None  # "Về sản phẩm: …" speaks of wares
    if first in ("purpose", "target", "scope", "funding") and _WORK_TOO.search(lowered):
        return "tasks"
    return first


def _zone_at(lowered: str, slack: int | None) -> str | None:
    for cue, zone in _cues().get(lowered[:_HEAD], ()):
        if slack is not None and len(lowered) - len(cue) > slack:
            continue
        if lowered.startswith(cue) and not lowered[len(cue) : len(cue) + 1].isalpha():
            rest = lowered[len(cue) :].strip(" -–")
            if cue in _VERB_LIKE and rest and not _NOUN_USE.match(rest):
                continue  # "Yêu cầu các sở …", "Đánh giá việc …": orders, no headings
            return zone
    return None
