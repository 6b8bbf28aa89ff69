"""What a search reads of an entry: narrow rows beside the wide ones of ``entry``, in the order of candidates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, Table, Text

from analyzer.archive import tables

metadata = MetaData(naming_convention=tables.metadata.naming_convention)
_key = BigInteger().with_variant(Integer, "sqlite")

#: What many entries have in common and is filtered and counted by; "" and 0 for what is not known. Writers at work at
#: the same time may make two rows that say the same; that does no harm, and neither waits for the other.
profile = Table(
    "profile",
    metadata,
    Column("id", _key, primary_key=True),
    Column("what", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("issuer", _key, nullable=False),
    Index(None, "issuer", "kind"),
)
PROFILE = ("what", "kind", "area", "modality", "issuer")

#: One row an entry; ``slot`` says where it comes among others that fit as well (see :func:`slot_of`), ``issued`` is the
#: date as a number (20251231), 0 where it is not known.
hit = Table(
    "hit",
    metadata,
    Column("slot", _key, primary_key=True, autoincrement=False),
    Column("entry", ForeignKey(tables.entry.c.id, ondelete="CASCADE"), nullable=False, unique=True),
    Column("document", BigInteger, nullable=False),
    Column("profile", ForeignKey("profile.id"), nullable=False),
    Column("issued", Integer, nullable=False),
    Index(None, "document"),
    Index(None, "profile"),
)

_STEP, _STEPS = 4, 63  # words; of longer entries it does not matter how long they are
_DAYS, _TIE, _ROOM = 15, 16, 6  # bits; the fewer there are, the smaller is SQLite's index
_FIRST = date(1970, 1, 1).toordinal()


def slot_of(row: Mapping[str, Any]) -> int:
    """The order of candidates: titles first, short entries before long ones, of those alike in length the latest.

    What is left is settled by ``tie``; the last bits are free to make slots unlike (see :func:`apart`).

    >>> title = {"what": "title", "length": 90, "issued_on": None, "tie": 1}
    >>> old, new = ({"what": "task", "length": 9, "issued_on": date(y, 1, 1), "tie": 1} for y in (2020, 2024))
    >>> slot_of(title) < slot_of(new) < slot_of(old) < 1 << 63
    True
    """
    last = (1 << _DAYS) - 1
    day = min(max(row["issued_on"].toordinal() - _FIRST, 1), last) if row["issued_on"] else 0
    slot: int = (row["what"] != "title") << 6 | min(row["length"] // _STEP, _STEPS)
    slot = slot << _DAYS | (last - day)
    tie: int = row["tie"] & ((1 << _TIE) - 1)
    return (slot << _TIE | tie) << _ROOM


def apart(slot: int, taken: set[int]) -> int:
    """The slot, or the next that is not taken."""
    while slot in taken:
        slot += 1
    taken.add(slot)
    return slot


def number_of_day(day: date | None) -> int:
    """A date as a number that sorts like it.

    >>> number_of_day(date(2025, 12, 31)), number_of_day(None)
    (20251231, 0)
    """
    return day.year * 10000 + day.month * 100 + day.day if day else 0
