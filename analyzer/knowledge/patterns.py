"""Patterns of words, kept as data: each with its reason and with examples of what it reads and what it ignores.

A file ``data/<file>_patterns.toml`` holds a table of entries for each module. An entry has a ``pattern`` in which
``{name}`` stands for another key of the entry: a list is spliced as alternatives in its order, a string as it is. Parts
may name parts in turn; ``{upper}`` and ``{lower}`` are the capitals and the small letters. A part is itself a piece of
a pattern, mostly plain words.

An entry that has ``words`` instead is a list asked for membership or openings.

Of the other keys, ``why`` says what the pattern is for and ``how`` by which method it is asked; ``reads`` marks in
brackets what is matched, ``ignores`` lists what is not. The tests execute them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.letters import LOWER, UPPER

_LETTERS = {"upper": UPPER, "lower": LOWER}
_PART = re.compile(r"\{([a-z_]+)\}")  # a count such as {0,80} begins with a digit


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern ``<file>.<module>.<entry>``.

    Ask for it at module level, and only in modules that the analysis alone imports: the file is read then.

    >>> pattern("task.walk.asked").match("đề nghị các sở rà soát")[0]
    'đề nghị'
    """
    file, module, key = name.split(".")
    entry = entries(file)[module][key]
    return re.compile(build(entry), re.IGNORECASE if entry.get("ignore_case") else 0)


def words(name: str) -> tuple[str, ...]:
    """The words of an entry ``<file>.<module>.<entry>`` that is a mere list, in its order.

    >>> "trước" in words("task.deadlines.firm")
    True
    """
    file, module, key = name.split(".")
    return tuple(entries(file)[module][key]["words"])


@cache
def entries(file: str) -> dict[str, Any]:
    """The entries of a file by module and name, as written."""
    return read_toml(f"{file}_patterns.toml")


def build(entry: dict[str, Any]) -> str:
    r"""The pattern of an entry with its parts put in.

    >>> build({"pattern": r"(?:{verbs})\b.{0,9}", "verbs": ["giao", "{ask}"], "ask": "yêu cầu"})
    '(?:giao|yêu cầu)\\b.{0,9}'
    """

    def fill(text: str) -> str:
        return _PART.sub(lambda match: fill(splice(entry.get(match[1]) or _LETTERS[match[1]])), text)

    def splice(part: str | list[str]) -> str:
        return part if isinstance(part, str) else "|".join(part)

    return fill(entry["pattern"])
