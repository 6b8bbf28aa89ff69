"""Whether a function takes time in proportion to its text: CPU times of two lengths compared, never seconds.

The best of several runs is what a function costs, on a busy machine too. A text eight times as long costs a linear
function eight times as much and a quadratic one 64 times; the bound lies between, far from both.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

FACTOR = 8
BOUND = 20.0  # times the cost, for FACTOR times the text
ENOUGH = 0.02  # seconds of CPU time below which a measurement says nothing
LONGEST = 2_000_000  # characters
ROUNDS = 4


def assert_linear(run: Callable[[str], object], piece: str | Callable[[int], str], length: int = 80_000) -> None:
    """Fails if ``run`` takes out of proportion longer for ``length`` characters than for an eighth of them.

    ``piece`` is what the text repeats, or makes a text of so many pieces. The lengths grow until the shorter text can
    be measured. No text is run twice: a cache would hide its cost.
    """
    text = piece if callable(piece) else lambda pieces: piece * pieces
    per_piece = (len(text(1_100)) - len(text(100))) / 1_000
    runs = 0

    def cost(size: int) -> float:
        nonlocal runs
        runs += 1
        subject = text(int(size / per_piece) + runs)
        begin = time.process_time()
        run(subject)
        return time.process_time() - begin

    collecting = gc.isenabled()
    gc.disable()
    try:
        size = length // FACTOR
        cost(min(size, 1_000))  # what is loaded or compiled once
        short = min(cost(size), cost(size))
        while short < ENOUGH and size < LONGEST // FACTOR:
            size = min(2 * size, LONGEST // FACTOR)
            short = min(cost(size), cost(size))
        long = cost(FACTOR * size)
        for _ in range(ROUNDS - 1):
            if long < BOUND * max(short, ENOUGH):
                break
            short = min(short, cost(size), cost(size))
            long = min(long, cost(FACTOR * size))
    finally:
        if collecting:
            gc.enable()
    if long >= BOUND * max(short, ENOUGH):
        raise AssertionError(
            f"{FACTOR} times the text took {long / short:.1f} times as long:"
            f" {short:.3f} s for {size} characters, {long:.3f} s for {FACTOR * size}"
        )
