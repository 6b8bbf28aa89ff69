"""Counts and lists that grow with what is reported, not with what is read."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

from analyzer.reporting.model import Item, Listing, Month, Months
from analyzer.tracking import Status

#: Months on either side of the present one.
SPAN = 12
_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 11  # of the calendar


class First:
    """The first rows by a key, and how many there were; rows are made only where they have a chance to stay."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[int, int, Item]] = []
        self.total = 0

    def add(self, order: int, make: Callable[[], Item]) -> None:
        """Rows of the lowest order stay; of the same order, those that came first."""
        self.total += 1
        entry = (-order, -self.total)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, (*entry, make()))
        elif self._heap and entry > self._heap[0][:2]:
            heapq.heapreplace(self._heap, (*entry, make()))

    def listing(self) -> Listing:
        """What stayed, in order."""
        return Listing(self.total, tuple(entry[2] for entry in sorted(self._heap, key=lambda e: e[:2], reverse=True)))


def month_number(day: date | None) -> int | None:
    """Months counted through, so that they can be added to.

    >>> month_number(date(2024, 1, 31)) - month_number(date(2023, 12, 1))
    1
    """
    return day.year * 12 + day.month - 1 if day else None


def months_around(as_of: date, days: Mapping[tuple[int | None, Status], int]) -> Months:
    """The months around the day ``as_of``, from the numbers of tasks by month and status."""
    present = as_of.year * 12 + as_of.month - 1
    first, last = max(present - SPAN, _FIRST_MONTH), min(present + SPAN, _LAST_MONTH)
    sums: Counter[tuple[int, Status]] = Counter()
    before = after = undated = 0
    for (month, status), count in days.items():
        if month is None:
            undated += count
        elif month < first:
            before += count
        elif month > last:
            after += count
        else:
            sums[month, status] += count
    months = (
        Month(
            first=date(month // 12, month % 12 + 1, 1),
            overdue=sums[month, "overdue"],
            coming=sums[month, "due_soon"] + sums[month, "open"],
            recurring=sums[month, "recurring"],
        )
        for month in range(first, last + 1)
    )
    return Months(tuple(months), before, after, undated)
