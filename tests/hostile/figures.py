"""How fast the patterns of the package are against texts made for them: ``python -m tests.hostile.figures``."""

from __future__ import annotations

import re
import sys

from tests.hostile.attacks import attacks, has_open_repeat
from tests.hostile.collecting import APART, collect
from tests.hostile.growth import SHORT, steepness, worst


def main() -> None:
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


if __name__ == "__main__":
    main()
