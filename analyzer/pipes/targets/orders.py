"""Counts in an order: which of them the order brings about, so that they are to be met."""

from __future__ import annotations

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.targets.clause import Clause

_BRINGS = pattern("target.orders.brings")
_COMPLETES = pattern("target.orders.completes")
_SERVES = pattern("target.orders.serves")
_EACH = pattern("target.orders.each")
_SPECIFIED = pattern("target.orders.specified")
_EXISTING = pattern("target.orders.existing")
_COUNTED = frozenset({"thing", "people", "measure", "money", "fraction"})
_REACH = 160


def brought_about(clause: Clause) -> bool:
    """Whether the words right before a count say that the order brings about so many.

    >>> from analyzer.pipes.targets.clause import Breaks
    >>> from analyzer.pipes.targets.values import find_values
    >>> for text in ("Sở Y tế mua 40 giường bệnh.", "Sở Y tế quản lý 40 giường bệnh."):
    ...     brought_about(Breaks(text).clause(find_values(text)[0]))
    True
    False
    """
    value = clause.value
    if value.kind not in _COUNTED and value.kind != "other":
        return False
    left = clause.text[max(clause.start, value.core - _REACH) : value.core]
    if any(p.part in ("from", "approximate") for p in value.chain):
        left = clause.text[max(clause.start, value.core - _REACH) : value.start]
    if value.kind == "fraction" or _COMPLETES.search(left):
        return value.kind != "fraction" or value.number > 0
    if _EXISTING.match(clause.right):
        return False
    if _BRINGS.search(left) or _EACH.search(left) or _SPECIFIED.search(left):
        return True
    return value.kind != "other" and _SERVES.search(left) is not None
