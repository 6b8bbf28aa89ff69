"""The ledger brought in line with the inputs before a run: what is new, has changed, or is there no longer.

Each step leaves a ledger that is right, so that a run may end anywhere in here and the next one does the rest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from analyzer.batch.errors import ClashingNames, OtherSettings
from analyzer.batch.ledger import Ledger, keyed
from analyzer.batch.parts import read_part, remove_results, result_names
from analyzer.batch.places import load, stamp
from analyzer.batch.work import Item
from analyzer.errors import UnreadableInput
from analyzer.reading.limits import Limits

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Layout:
    """How results are kept: where (None: in an archive alone), as what, how many items a part."""

    place: str | None
    formats: Sequence[str]
    size: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the inputs are, against what the ledger had; ``kept`` are results whose input is not given any more."""

    items: int
    new: int
    changed: int
    kept: int


def bring_in(
    ledger: Ledger,
    items: Iterable[Item],
    layout: Layout,
    limits: Limits,
    *,
    sinks: Sequence[str] = (),
    retry_failed: bool = False,
    prune: bool = False,
    seen: Callable[[int], None] = lambda count: None,
) -> Found:
    """Bring the ledger in line with the inputs. ``sinks`` are further places that parts go to.

    With ``retry_failed`` what failed is read again; with ``prune`` results of inputs that are not given any more go.
    ``seen`` is told how many inputs have been found so far. Raises ClashingNames, OtherSettings.
    """
    run = int(ledger.setting("run") or 0) + 1
    with ledger.changing() as db:
        ledger.keep_setting("run", run)
        db.execute("UPDATE item SET mark = NULL WHERE mark IS NOT NULL")
    found = _list(ledger, items, run, limits, seen)
    db = ledger.db
    if found and ledger.counts().total > found == _count(db, "mark = 'new'"):
        with ledger.changing():
            db.execute("DELETE FROM item WHERE mark = 'new'")
        raise OtherSettings(
            f"None of the inputs has the name of one whose results are in {ledger.directory}. Give the same inputs, or "
            "a folder that holds all of them; give another --out; or start anew with --again.",
            f"Không đầu vào nào trùng tên với các tệp đã có kết quả trong {ledger.directory}. Hãy ghi đúng đầu vào như "
            "lần trước, hoặc thư mục chứa tất cả; chọn --out khác; hoặc làm lại từ đầu với --again.",
        )
    with ledger.changing():
        if retry_failed:
            db.execute("UPDATE item SET mark = 'changed' WHERE state = 'failed' AND run = ?", (run,))
        gone = "run <> ?" if prune else "run <> ? AND state = 'pending'"
        db.execute(f"UPDATE item SET mark = 'gone' WHERE {gone}", (run,))
    told = Found(found, _count(db, "mark = 'new'"), _count(db, "mark = 'changed'"), _count(db, f"run <> {run}"))
    _rearrange(ledger, layout, sinks)
    return Found(told.items, told.new, told.changed, 0 if prune else _count(db, f"run <> {run}"))


def _list(ledger: Ledger, items: Iterable[Item], run: int, limits: Limits, seen: Callable[[int], None]) -> int:
    """Put all inputs into the ledger, marked where they are new or have changed; how many there are."""
    waiting, found = iter(items), 0
    while chunk := list(islice(waiting, _CHUNK)):
        stamped = [(item, stamp(item)) for item in chunk]
        with ledger.changing() as db:
            for item, at in stamped:
                found += _enter(db, item, at, run, limits)
        seen(found)
    return found


def _enter(db: sqlite3.Connection, item: Item, at: str | None, run: int, limits: Limits) -> int:
    """Put an input into the ledger; 0 where it is there from this run."""
    key, place = keyed(item.id), keyed(item.place)
    member = None if item.member is None else keyed(item.member)
    query = "SELECT place, member, stamp, state, sha256, run FROM item WHERE id = ?"
    row = db.execute(query, (key,)).fetchone()
    if row is None:
        values = (key, place, member, at, at, run)
        db.execute(
            "INSERT INTO item (id, place, member, stamp, seen_stamp, run, mark) VALUES (?, ?, ?, ?, ?, ?, 'new')",
            values,
        )
        return 1
    if row[5] == run:
        if (row[0], row[1]) != (place, member):
            raise ClashingNames(
                f"Two inputs have the name {item.id}: {item.place} is one.",
                f"Hai đầu vào cùng mang tên {item.id}: một là {item.place}.",
            )
        return 0
    state, digest = row[3], row[4]
    # An input that is not there now, or cannot tell, keeps the result that it has.
    same = state == "pending" or at is None or at == row[2] or (digest is not None and digest == _digest(item, limits))
    db.execute(
        "UPDATE item SET place = ?, member = ?, seen_stamp = ?, stamp = ?, run = ?, mark = ? WHERE id = ?",
        (place, member, at, (at or row[2]) if same else row[2], run, None if same else "changed", key),
    )
    return 1


def _digest(item: Item, limits: Limits) -> str | None:
    """The digest of an input whose stamp has changed, where it can be had."""
    try:
        return sha256(load(item, limits)).hexdigest()
    except (OSError, UnreadableInput):
        return None  # reading it will say what is wrong


def _rearrange(ledger: Ledger, layout: Layout, sinks: Sequence[str]) -> None:
    """Give each item its part, and take the lines of parts that are not what they were back into the ledger."""
    db = ledger.db
    kept_as: dict[str, Any] = {"formats": list(layout.formats), "sinks": list(sinks), "size": layout.size}
    before: dict[str, Any] = ledger.setting("layout") or kept_as
    there = None if layout.place is None else result_names(layout.place)
    with ledger.changing():
        db.execute(
            "UPDATE item SET new_part = ordered.part FROM (SELECT id AS at, (ROW_NUMBER() OVER (ORDER BY id) - 1) / ? "
            "AS part FROM item WHERE mark IS NOT 'gone') AS ordered WHERE item.id = ordered.at",
            (layout.size,),
        )
    affected = {
        row[0]
        for row in db.execute(
            "SELECT part FROM item WHERE mark IS NOT NULL OR part IS NOT new_part "
            "UNION SELECT new_part FROM item WHERE mark IS NOT 'gone' AND part IS NOT new_part"
        )
    }
    for number, files in ledger.files().items():
        complete = there is None or there.issuperset(files)
        if number in affected or before != kept_as or not complete:
            _reopen(ledger, layout, number, before["formats"] if complete else ())
    with ledger.changing():
        ledger.keep_setting("layout", kept_as)
        _settle(db, "1")
        db.execute("UPDATE item SET part = new_part WHERE part IS NOT new_part")
    if layout.place is not None:
        expected = {name for files in ledger.files().values() for name in files}
        remove_results(layout.place, result_names(layout.place) - expected)


def _reopen(ledger: Ledger, layout: Layout, number: int, formats: Sequence[str]) -> None:
    """Take the lines of a part back; what is not to be had is read again. Without a place there is nothing to take."""
    with ledger.changing() as db:
        if layout.place is not None:
            query = "SELECT id FROM item WHERE part = ? AND line IS NOT NULL ORDER BY line"
            keys = [row[0] for row in db.execute(query, (number,))]
            try:
                lines = read_part(layout.place, number, formats) if formats else iter(())
                for key, line in zip(keys, lines, strict=True):
                    db.execute("INSERT OR REPLACE INTO line VALUES (?, ?)", (key, line))
            except (ValueError, OSError, UnreadableInput):
                # Not the part that was written: its lines might be of other items.
                db.executemany("DELETE FROM line WHERE id = ?", [(key,) for key in keys])
                lost = [(key,) for key in keys]
                db.executemany("UPDATE item SET mark = 'changed' WHERE id = ? AND mark IS NULL", lost)
        db.execute("UPDATE item SET line = NULL WHERE part = ?", (number,))
        db.execute("DELETE FROM part WHERE number = ?", (number,))
        _settle(db, "part = " + json.dumps(number))


def _settle(db: sqlite3.Connection, which: str) -> None:
    """What has changed is to be read again, what has gone goes."""
    marked = f"SELECT id FROM item WHERE {which} AND mark IN ('changed', 'gone')"
    db.execute(f"DELETE FROM line WHERE id IN ({marked})")
    db.execute(f"DELETE FROM item WHERE {which} AND mark = 'gone'")
    db.execute(
        "UPDATE item SET state = 'pending', stamp = seen_stamp, mark = NULL, code = NULL, message = NULL, "
        f"message_vi = NULL, seconds = NULL, sha256 = NULL, line = NULL WHERE {which} AND mark = 'changed'"
    )


def _count(db: sqlite3.Connection, which: str) -> int:
    return int(db.execute(f"SELECT COUNT(*) FROM item WHERE {which}").fetchone()[0])
