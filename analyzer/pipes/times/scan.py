"""From text to cores: folding, triggers, and the longest rule at each trigger."""

from __future__ import annotations

from functools import lru_cache

from analyzer.knowledge.folding import Characters, lower_same_length
from analyzer.pipes.times.rule import Reader, Rule
from analyzer.pipes.times.rules_days import DAY_RULES
from analyzer.pipes.times.rules_lengths import LENGTH_RULES
from analyzer.pipes.times.rules_lunar import LUNAR_RULES
from analyzer.pipes.times.rules_parts import PART_RULES
from analyzer.pipes.times.rules_repeats import MOST_CONTINUED, REPEAT_RULES, continued
from analyzer.pipes.times.rules_years import YEAR_RULES
from analyzer.pipes.times.sequences import Core
from analyzer.pipes.times.triggers import HEADS, TRIGGER

RULES: tuple[Rule, ...] = DAY_RULES + PART_RULES + YEAR_RULES + REPEAT_RULES + LENGTH_RULES + LUNAR_RULES

_SPACES = "\t\v\f\r\x85\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_PLAIN = Characters({**dict.fromkeys(_SPACES, " "), **dict.fromkeys(_DASHES, "-"), "\u2028": "\n", "\u2029": "\n"})


def fold(text: str) -> str:
    """Lower case with plain spaces and hyphens, every offset unchanged.

    >>> fold("NĂM\\u00a02021–2025")
    'năm 2021-2025'
    """
    return _PLAIN(lower_same_length(text))


def _by_head() -> dict[str, tuple[tuple[str, Reader], ...]]:
    heads = {head for rule in RULES for head in rule.heads}
    return {head: tuple((rule.name, rule.read) for rule in RULES if head in rule.heads) for head in heads}


_READERS = _by_head()


def cores(low: str) -> list[Core]:
    """What the rules read in a folded text, in order and without overlaps."""
    found: list[Core] = []
    claimed: list[Core] = []
    at = 0
    while match := TRIGGER.search(low, at):
        start = match.start()
        at = match.end()
        if start and _joined(low, start):
            continue
        if claimed and start < claimed[-1].end and any(c.start <= start < c.end for c in claimed[-MOST_CONTINUED:]):
            continue
        best: Core | None = None
        name = ""
        for rule, read in _READERS.get(HEADS[match.lastindex or 0], ()):
            core = read(low, start)
            if core and (best is None or core.end > best.end):
                best, name = core, rule
        if best is None:
            continue
        best = best._replace(rule=name)
        found.append(best)
        at = best.end
        if best.recurrence and best.recurrence.plain:
            claimed.extend(continued(low, best))
    return _in_order(found, claimed) if claimed else found


@lru_cache(maxsize=4096)
def cores_of(low: str) -> tuple[Core, ...]:
    """The cores of the folded words of one time expression, which come back in many tasks and documents."""
    return tuple(cores(low))


def _in_order(found: list[Core], claimed: list[Core]) -> list[Core]:
    out: list[Core] = []
    for core in sorted((*found, *claimed), key=lambda c: c.start):
        if not out or core.start >= out[-1].end:
            out.append(core)
    return out


def _joined(low: str, start: int) -> bool:
    """Whether the place is inside a word, number or code."""
    before, here = low[start - 1], low[start]
    if here.isdigit():
        return before.isalnum() or before in "/.," or (before == "-" and start > 1 and low[start - 2].isalnum())
    return before.isalnum()
