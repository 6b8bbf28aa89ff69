"""The numbers of bodies in an archive, remembered once their transaction is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from analyzer.archive.entries import BodyKey
from analyzer.archive.tables import body

_KEPT = 200_000  # numbers that are remembered
_CHUNK = 500


class _Fresh(threading.local):
    """The numbers of the transaction that a thread is in."""

    def __init__(self) -> None:
        self.numbers: dict[BodyKey, int] = {}


class BodyNumbers:
    """Numbers bodies within transactions, one a thread at a time."""

    def __init__(self) -> None:
        self._known: dict[BodyKey, int] = {}
        self._fresh = _Fresh()

    def __getitem__(self, key: BodyKey) -> int:
        """The number of a body that was asked for by :meth:`number`."""
        return self._fresh.numbers[key]

    def kept(self) -> None:
        """The thread's transaction was kept: its numbers hold from now on."""
        if len(self._known) > _KEPT:
            self._known = {}
        self._known.update(self._fresh.numbers)
        self._fresh.numbers = {}

    def number(self, connection: Connection, keys: Iterable[BodyKey]) -> None:
        """Find or give the numbers of bodies at the beginning of a transaction; in one order, so that two writers
        cannot wait for each other."""
        known, wanted = self._known, set(keys)
        fresh = self._fresh.numbers = {k: known[k] for k in wanted if k in known}
        missing = sorted(wanted - fresh.keys(), key=lambda k: (k.name, k.agency, k.province, k.area))
        if not missing:
            return
        rows = [
            {"name": k.name, "agency": k.agency, "province": k.province, "area": k.area, "plain": k.plain}
            for k in missing
        ]
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(body).on_conflict_do_nothing(), rows)
        for start in range(0, len(missing), _CHUNK):
            names = [k.name for k in missing[start : start + _CHUNK]]
            for row in connection.execute(select(body).where(body.c.name.in_(names))):
                found = BodyKey(row.name, row.agency, row.province, row.area)
                if found in wanted:
                    fresh[found] = row.id
