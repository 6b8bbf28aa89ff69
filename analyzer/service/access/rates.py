"""How often somebody may ask: buckets that fill with time, kept in memory, each service its own."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from starlette.types import Scope

_MOST_KEYS = 10_000


class Rate:
    """So many a minute for each key, which may come all at once.

    >>> seconds = iter([0.0, 0.0, 0.0, 30.0])
    >>> rate = Rate(2, clock=lambda: next(seconds))
    >>> [rate.wait("An") for _ in range(4)]  # the third has to wait until half a minute is over
    [0, 0, 30, 0]
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = 60 / per_minute
        self._most = per_minute
        self._clock = clock
        self._free_at: OrderedDict[str, float] = OrderedDict()  # when the bucket will be full again
        self._lock = Lock()

    def wait(self, key: str) -> int:
        """Take one: 0 where it may be, else the seconds after which it may."""
        with self._lock:
            now = self._clock()
            at = max(self._free_at.pop(key, now), now)
            over = at + self._gap - now - self._most * self._gap
            if over > 1e-9:
                self._free_at[key] = at
                return math.ceil(over)
            self._free_at[key] = at + self._gap
            while len(self._free_at) > _MOST_KEYS:
                self._free_at.popitem(last=False)
            return 0

    def is_spent(self, key: str) -> bool:
        """Whether one would have to wait; takes none."""
        with self._lock:
            now = self._clock()
            return max(self._free_at.get(key, now), now) + self._gap - now - self._most * self._gap > 1e-9


def address_of(scope: Scope) -> str:
    """Who asks, as long as nobody has signed in: an address, of IPv6 the network that one subscriber has.

    >>> address_of({"type": "http", "client": ("2001:db8:1:2:3::4", 5000)}), address_of({"type": "http"})
    ('2001:db8:1:2::/64', '-')
    """
    client = scope.get("client")
    if not client:
        return "-"
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return "-"
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
