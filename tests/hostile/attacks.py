"""Texts that make a pattern work hard, made from the pattern itself.

A backtracking engine takes quadratic time in three ways: a repeat that runs far from each of many places before it
fails, repeats in a row that share their text out anew, and repeats in repeats. The attacks are those: what each repeat
of the pattern repeats, alone, behind what comes before it in the pattern, and spoilt at the end; the whole of a match
without its last letter; and what separates words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MANY = 4  # a repeat of this much or more is one that can run far
SPOILERS = ("\x00", "")
SEPARATORS = (" ", "\n", "a", "Đ", "1", "a ", "1. ", "- ", ", ", "; ", "A1 ", "(", "/", "-", ".", "\n\n- ", "1/2/2024 ")
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_CATEGORIES = {
    c.CATEGORY_DIGIT: "1",
    c.CATEGORY_NOT_DIGIT: "a",
    c.CATEGORY_SPACE: " ",
    c.CATEGORY_NOT_SPACE: "a",
    c.CATEGORY_WORD: "a",
    c.CATEGORY_NOT_WORD: " ",
}
_ANY = "a1 Đ,.;-/(\n|<\x01\u00a0ắ"


@dataclass(frozen=True, slots=True)
class Attack:
    """``head``, then ``unit`` again and again, then ``tail``."""

    head: str
    unit: str
    tail: str

    def text(self, length: int) -> str:
        room = length - len(self.head) - len(self.tail)
        return self.head + self.unit * max(1, room // len(self.unit)) + self.tail


def attacks(pattern: str, flags: int, most: int = 60) -> list[Attack]:
    """The attacks on a pattern, the ones made for it first; no more than ``most``.

    >>> attacks(r"x:\\s*y", 0)[0]
    Attack(head='', unit=' ', tail='\\x00')
    """
    tree = parser.parse(pattern, flags)
    made: dict[Attack, None] = {}
    for before, inside in _repeats(list(tree), ""):
        for unit in _units(inside):
            for tail in SPOILERS:
                made[Attack("", unit, tail)] = None
                made[Attack(before, unit, tail)] = None
            if before:
                made[Attack("", before + unit * 3, "\x00")] = None
                made[Attack("", before, "")] = None
    for choice in (0, 1):
        whole = _sample(list(tree), choice)
        for unit in (whole, whole[:-1], whole[1:], whole + " "):
            if unit:
                made[Attack("", unit, "\x00")] = None
    for unit in SEPARATORS:
        made[Attack("", unit, "\x00")] = None
    return list(made)[:most]


def has_open_repeat(pattern: str, flags: int) -> bool:
    """Whether a part of the pattern may be repeated without bound.

    >>> has_open_repeat(r"a+", 0), has_open_repeat(r"a{1,9}", 0)
    (True, False)
    """
    return any(op in _REPEATS and value[1] == c.MAXREPEAT for op, value in _all(list(parser.parse(pattern, flags))))


def _all(nodes: list[Any]) -> Iterator[tuple[Any, Any]]:
    for op, value in nodes:
        yield op, value
        for inside in _inside(op, value):
            yield from _all(inside)


def _inside(op: Any, value: Any) -> list[list[Any]]:
    """What the parts of a node are made of."""
    if op in _REPEATS:
        return [list(value[2])]
    if op is c.BRANCH:
        return [list(branch) for branch in value[1]]
    if op is c.SUBPATTERN:
        return [list(value[3])]
    if op is c.ATOMIC_GROUP:
        return [list(value)]
    if op in (c.ASSERT, c.ASSERT_NOT):
        return [list(value[1])]
    if op is c.GROUPREF_EXISTS:
        return [list(part) for part in value[1:] if part is not None]
    return []


def _units(inside: list[Any]) -> list[str]:
    units = dict.fromkeys(_sample(inside, choice) for choice in (0, 1, 2))
    return [unit for unit in units if unit]


def _repeats(nodes: list[Any], before: str) -> Iterator[tuple[str, list[Any]]]:
    """The repeats that can run far, each with a text that leads up to it."""
    for op, value in nodes:
        if op in _REPEATS and value[1] >= MANY:
            yield before, list(value[2])
        for inside in _inside(op, value)[:40]:
            # What is looked for behind a place begins before it.
            yield from _repeats(inside, "" if op in (c.ASSERT, c.ASSERT_NOT) and value[0] < 0 else before)
        before = (before + (_behind(value, before) if op is c.ASSERT else _sample([(op, value)], 0)))[-80:]


def _behind(value: Any, before: str) -> str:
    """What is wanting in front of a place for a look behind to hold; a look ahead is a piece as any other."""
    looked_for = _sample(list(value[1]), 0)
    return "" if value[0] < 0 and before.endswith(looked_for) else looked_for


def _sample(nodes: list[Any], choice: int) -> str:
    """A text that the nodes match or nearly match; ``choice`` picks among alternatives."""
    return "".join(_piece(op, value, choice) for op, value in nodes)[:400]


def _piece(op: Any, value: Any, choice: int) -> str:
    if op is c.LITERAL:
        return chr(value)
    if op is c.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if op is c.ANY:
        return "a1 "[choice % 3]
    if op is c.IN:
        return _member(value, choice)
    if op is c.BRANCH:
        branches = value[1]
        return _sample(list(branches[choice * 7 % len(branches)]), choice)
    if op is c.SUBPATTERN:
        return _sample(list(value[3]), choice)
    if op is c.ATOMIC_GROUP:
        return _sample(list(value), choice)
    if op in _REPEATS:
        least, most, inner = value
        return _sample(list(inner), choice) * min(max(least, 1), most, 50)
    if op is c.ASSERT and value[0] > 0:
        return ""
    if op is c.AT:
        return "\n" if choice == 2 and value in (c.AT_BEGINNING_LINE, c.AT_END) else ""
    return ""


def _member(items: list[Any], choice: int) -> str:
    negated = items[0][0] is c.NEGATE
    if negated:
        excluded = _compiled_class(items[1:])
        allowed = [char for char in _ANY if not excluded(char)]
        return allowed[choice % len(allowed)] if allowed else "\u2603"
    op, value = items[choice % len(items)]
    if op is c.LITERAL:
        return chr(value)
    if op is c.RANGE:
        return chr(value[0])
    return _CATEGORIES.get(value, "a")


def _compiled_class(items: list[Any]) -> Any:
    parts = []
    for op, value in items:
        if op is c.LITERAL:
            parts.append(re.escape(chr(value)))
        elif op is c.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif op is c.CATEGORY:
            parts.append({v: k for k, v in _CLASSES.items()}[value])
    return re.compile(f"[{''.join(parts)}]").match


_CLASSES = {
    r"\d": c.CATEGORY_DIGIT,
    r"\D": c.CATEGORY_NOT_DIGIT,
    r"\s": c.CATEGORY_SPACE,
    r"\S": c.CATEGORY_NOT_SPACE,
    r"\w": c.CATEGORY_WORD,
    r"\W": c.CATEGORY_NOT_WORD,
}
