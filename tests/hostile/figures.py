"""How time grows with text that is made to take long: ``python -m tests.hostile.figures``.

Of every pattern of the package, against texts made for it; and of the whole analysis, of one phrase again and again.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import suppress
from datetime import date
from math import log

from analyzer.errors import EmptyDocument
from tests.hostile.attacks import SEPARATORS, attacks, has_open_repeat
from tests.hostile.collecting import APART, collect
from tests.hostile.growth import SHORT, STEEP, steepness, worst

_LONGEST = 128_000


def patterns() -> None:
    found = [entry for entry in collect() if not entry["place"].startswith(APART)]
    opened = asked = measured = 0
    slowest = steepest = (0.0, "")
    for entry in found:
        pattern = re.compile(entry["pattern"], entry["flags"])
        is_open = has_open_repeat(entry["pattern"], entry["flags"])
        made = attacks(entry["pattern"], entry["flags"], 40 if is_open else 12)
        opened += is_open
        for how in entry["how"]:
            asked += len(made)
            for took, attack in worst(pattern, made, how)[:2]:
                slowest = max(slowest, (took, entry["place"]))
                if is_open:
                    measured += 1
                    steepest = max(steepest, (steepness(pattern, attack, how), entry["place"]))
    print(f"{len(found)} patterns, {opened} with an open repeat; {asked} texts; Python {sys.version.split()[0]}")
    print(f"slowest for {SHORT} characters: {slowest[0]:.3f} s ({slowest[1]})")
    print(f"growth measured {measured} times, the steepest n^{steepest[0]:.2f} ({steepest[1]})")


def analysis() -> None:
    """The growth from 8,000 characters to four times as many; of longer texts where that is steep.

    What is done once for a beginning or a window looks steep until the text is longer than that.
    """
    from fuzz.targets import PHRASES  # not before the patterns are collected: modules are watched as they are imported

    units = [*dict.fromkeys([*(p + end for p in PHRASES for end in (" ", "\n")), *SEPARATORS])]
    found = []
    for unit in units:
        length = 8_000
        first = short = _seconds(unit, length)
        while (steep := log((long := _seconds(unit, 4 * length)) / short) / log(4)) > STEEP and length < _LONGEST:
            length, short = 4 * length, long
        found.append((steep, first, unit))
    steep, _, unit = max(found)
    print(f"whole analysis of {len(units)} phrases again and again: the steepest n^{steep:.2f} ({unit!r})")
    _, first, unit = max(found, key=lambda entry: entry[1])
    print(f"slowest for 8,000 characters: {first:.2f} s ({unit!r})")


def _seconds(unit: str, length: int) -> float:
    """Processor time, the better of two."""
    from analyzer import analyze

    text, took = (unit * length)[:length], []
    for _ in range(2):
        begin = time.process_time()
        with suppress(EmptyDocument):
            analyze(text, as_of=date(2026, 1, 1), isolated=False)
        took.append(time.process_time() - begin)
    return min(took)


if __name__ == "__main__":
    patterns()
    analysis()
