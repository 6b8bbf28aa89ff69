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
    """The growth from 8,000 characters to 32,000; to 128,000 where that is steep, for windows are filled first."""
    from fuzz.targets import PHRASES  # not before the patterns are collected: modules are watched as they are imported

    units = [*dict.fromkeys([*(p + end for p in PHRASES for end in (" ", "\n")), *SEPARATORS])]
    found = []
    for unit in units:
        short, long = _seconds(unit, 8_000), _seconds(unit, 32_000)
        steep = log(long / short) / log(4)
        if steep > STEEP:
            steep = log(_seconds(unit, 128_000) / _seconds(unit, 32_000)) / log(4)
        found.append((steep, long, unit))
    steep, _, unit = max(found)
    print(f"whole analysis of {len(units)} phrases again and again: the steepest n^{steep:.2f} ({unit!r})")
    _, long, unit = max(found, key=lambda entry: entry[1])
    print(f"slowest for 32,000 characters: {long:.2f} s ({unit!r})")


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
