"""How long a pattern takes for a text, and how much longer for one twice and four times as long."""

from __future__ import annotations

import re
import signal
import time
from collections import deque
from math import inf, log
from types import FrameType

from tests.hostile.attacks import Attack

STEEP = 1.2  # the steepest growth allowed: time as the length to this power
MOST = 0.5  # seconds of processor time that a pattern may take for a text of 4,000 characters
SHORT = 4_000
_ENOUGH = 0.0015  # seconds for so short a text above which the growth is worth measuring
_ROUNDS = 3
_LONGEST = 256_000
_LONG_ENOUGH = 0.25  # seconds for a text four times as long, of which the growth is believed
_PLAIN = 1.7  # growth that no busy machine makes of one that is allowed
_GIVEN_UP = 0.6


class _Endless(Exception):
    pass


def cost(pattern: re.Pattern[str], text: str, how: str) -> float:
    """Seconds of processor time; infinite where it is many."""
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, _GIVEN_UP)
    begin = time.process_time()
    try:
        if how == "search":
            deque(pattern.finditer(text), 0)
        else:
            getattr(pattern, how)(text)
        return time.process_time() - begin
    except _Endless:
        return inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _give_up(number: int, frame: FrameType | None) -> None:
    raise _Endless


def worst(pattern: re.Pattern[str], attacks: list[Attack], how: str) -> list[tuple[float, Attack]]:
    """The attacks whose short text takes long enough for its growth to be seen, the worst first.

    The better of two runs counts. One that takes too long for a short text is enough."""
    found = []
    for attack in attacks:
        text = attack.text(SHORT)
        took = cost(pattern, text, how)
        if _ENOUGH < took < inf:
            took = min(took, cost(pattern, text, how))
        if took > _ENOUGH:
            found.append((took, attack))
        if took > MOST:
            break
    return sorted(found, key=lambda entry: -entry[0])


def steepness(pattern: re.Pattern[str], attack: Attack, how: str) -> float:
    """The power of the length with which time grows from n to 4n; the best of several runs counts at each.

    A repeat that is bounded looks quadratic until the text is longer than the bound: where the growth is more than is
    allowed, longer texts are asked, as far as that takes no long time.
    """
    length = SHORT
    while True:
        short = min(cost(pattern, attack.text(length), how) for _ in range(_ROUNDS))
        long = inf
        for _ in range(_ROUNDS):  # what one run shows to be no steeper needs no second
            long = min(long, cost(pattern, attack.text(4 * length), how))
            steep = inf if long == inf else log(max(long, 1e-6) / max(short, 1e-6)) / log(4)
            if steep <= STEEP or steep > _PLAIN:
                break
        if steep <= STEEP or length * 8 > _LONGEST or long > _LONG_ENOUGH:
            return steep
        length *= 2
