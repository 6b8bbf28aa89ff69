"""What a batch has done so far, item by item, safe from whatever ends the work.

The ledger is an SQLite file beside the results. An item that is done has its line either here or in a part that has
been written. Whoever has it open is alone with it; a second run is refused.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from analyzer.batch.errors import OutputInUse, OutputRefused, output_failed
from analyzer.batch.work import Item, Outcome

LEDGER = ".batch.sqlite"
_VERSION = 1
_CHUNK = 200
_SCHEMA = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE item (
    id BLOB PRIMARY KEY, place BLOB NOT NULL, member BLOB,
    stamp TEXT, seen_stamp TEXT, run INTEGER NOT NULL, mark TEXT,
    state TEXT NOT NULL DEFAULT 'pending', code TEXT, message TEXT, message_vi TEXT,
    seconds REAL, sha256 TEXT, part INTEGER, new_part INTEGER, line INTEGER
) WITHOUT ROWID;
CREATE INDEX item_by_state ON item (state);
CREATE INDEX item_by_part ON item (part, state);
CREATE TABLE line (id BLOB PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE part (number INTEGER PRIMARY KEY, files TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items there are, by state, and failures by code."""

    done: int
    failed: int
    pending: int
    codes: Counter[str]

    @property
    def total(self) -> int:
        return self.done + self.failed + self.pending


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Within the block errors of SQLite are told as errors of a batch."""
    try:
        yield
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise OutputInUse(
                f"Another batch writes to {place} now. Wait for its end, or give another --out.",
                f"Một lệnh batch khác đang ghi vào {place}. Hãy chờ lệnh đó xong, hoặc chọn --out khác.",
            ) from error
        if isinstance(error, sqlite3.OperationalError):
            raise output_failed(place, str(error)) from error
        raise OutputRefused(
            f"The ledger {LEDGER} in {place} is damaged ({error}). Give another --out.",
            f"Sổ {LEDGER} trong {place} bị hỏng ({error}). Hãy chọn --out khác.",
        ) from error


class Ledger:
    """The ledger in a directory, made where there is none. Use it within :func:`explained`, from one thread.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as directory, Ledger(Path(directory)) as ledger:
    ...     ledger.is_new, ledger.counts().total
    (True, 0)
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_failed(str(directory), error.strerror or str(error)) from error
        self.db = sqlite3.connect(directory / LEDGER, timeout=0, isolation_level=None)
        try:
            self.db.execute("PRAGMA locking_mode = EXCLUSIVE")  # until it is closed, or the process ends in any way
            self.db.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = NORMAL")
            self.db.execute("PRAGMA temp_store = FILE")
            self.db.execute("BEGIN EXCLUSIVE")
            version = self.db.execute("PRAGMA user_version").fetchone()[0]
            self.is_new = version == 0
            if self.is_new:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self.db.execute(statement)
                self.db.execute(f"PRAGMA user_version = {_VERSION}")
            self.db.execute("COMMIT")
        except BaseException:
            self.db.close()
            raise
        if version not in (0, _VERSION):
            self.db.close()
            raise OutputRefused(
                f"{directory} holds the results of another version of the analyzer. Give another --out.",
                f"{directory} chứa kết quả của một phiên bản khác. Hãy chọn --out khác.",
            )

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the room of what has been moved to parts back, and let others in."""
        with suppress(sqlite3.Error):  # what has been kept is kept
            self.db.executescript("PRAGMA incremental_vacuum")  # execute would give back one page
        self.db.close()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, kept when the block ends well."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield self.db
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:  # SQLite may have ended it itself
                self.db.execute("ROLLBACK")
            raise

    def setting(self, name: str) -> Any:
        """A setting as it was kept; None where it was not."""
        row = self.db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def keep_setting(self, name: str, value: object) -> None:
        """Keep a setting: a JSON value."""
        self.db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, json.dumps(value)))

    def pending(self) -> Iterator[Item]:
        """The items that are to be read, in the order of their ids; outcomes may be recorded meanwhile."""
        last = b""
        while True:
            query = "SELECT id, place, member FROM item WHERE state = 'pending' AND id > ? ORDER BY id LIMIT ?"
            rows = self.db.execute(query, (last, _CHUNK)).fetchall()
            if not rows:
                return
            for row in rows:
                last = row[0]
                yield Item(named(row[0]), named(row[1]), None if row[2] is None else named(row[2]))

    def record(self, outcome: Outcome) -> int | None:
        """Keep what became of an item. The number of its part where all of that has been read now."""
        key = keyed(outcome.item)
        with self.changing() as db:
            (part,) = db.execute(
                "UPDATE item SET state = ?, code = ?, message = ?, message_vi = ?, seconds = ?, sha256 = ?, "
                "line = NULL WHERE id = ? RETURNING part",
                (outcome.state, outcome.code, _held(outcome.message), _held(outcome.message_vi), outcome.seconds,
                 outcome.sha256, key),
            ).fetchone()  # fmt: skip
            db.execute("DELETE FROM line WHERE id = ?", (key,))
            if outcome.line is not None:
                db.execute("INSERT INTO line VALUES (?, ?)", (key, outcome.line))
        query = "SELECT 1 FROM item WHERE part = ? AND state = 'pending' LIMIT 1"
        return None if self.db.execute(query, (part,)).fetchone() else part

    def unwritten(self) -> list[int]:
        """The parts all of whose items have been read, and which have not been written."""
        query = (
            "SELECT part FROM item WHERE part NOT IN (SELECT number FROM part) "
            "GROUP BY part HAVING SUM(state = 'pending') = 0 ORDER BY part"
        )
        return [row[0] for row in self.db.execute(query).fetchall()]

    def lines(self, part: int) -> Iterator[tuple[str, bytes]]:
        """Ids and lines that are kept here of a part, in order."""
        query = (
            "SELECT item.id, line.data FROM item JOIN line ON line.id = item.id "
            "WHERE item.part = ? AND item.state = 'done' ORDER BY item.id"
        )
        for key, data in self.db.execute(query, (part,)):
            yield named(key), data

    def written(self, part: int, files: Sequence[str]) -> None:
        """A part is there, whole, in files of these names: its lines are kept here no longer."""
        with self.changing() as db:
            keys = db.execute("SELECT id FROM item WHERE part = ? AND state = 'done' ORDER BY id", (part,)).fetchall()
            db.executemany("UPDATE item SET line = ? WHERE id = ?", [(n, key) for n, (key,) in enumerate(keys, 1)])
            db.executemany("DELETE FROM line WHERE id = ?", keys)
            db.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (part, json.dumps(list(files))))

    def files(self) -> dict[int, list[str]]:
        """The parts that have been written: the names of their files."""
        return {number: json.loads(files) for number, files in self.db.execute("SELECT number, files FROM part")}

    def counts(self) -> Counts:
        """How many items there are, by state and code."""
        states = dict(self.db.execute("SELECT state, COUNT(*) FROM item GROUP BY state").fetchall())
        codes = self.db.execute("SELECT code, COUNT(*) FROM item WHERE state = 'failed' GROUP BY code").fetchall()
        return Counts(states.get("done", 0), states.get("failed", 0), states.get("pending", 0), Counter(dict(codes)))

    def examples(self) -> dict[str, str]:
        """For each code of a failure the first item that has it."""
        query = "SELECT code, MIN(id) FROM item WHERE state = 'failed' GROUP BY code"
        return {code: named(key) for code, key in self.db.execute(query)}

    def forget(self) -> None:
        """Forget all that has been done."""
        with self.changing() as db:
            for table in ("setting", "item", "line", "part"):
                db.execute(f"DELETE FROM {table}")

    def manifest(self) -> Iterator[dict[str, Any]]:
        """One row an item, in the order of ids; what has not been read is "skipped"."""
        query = "SELECT id, state, code, message, message_vi, seconds, sha256, part, line FROM item ORDER BY id"
        names = ("id", "state", "code", "message", "message_vi", "seconds", "sha256", "part", "line")
        for row in self.db.execute(query):
            said = dict(zip(names, (named(row[0]), *row[1:]), strict=True))
            yield {**said, "state": "skipped", "code": "not_read"} if said["state"] == "pending" else said


def keyed(name: str) -> bytes:
    """A name as the ledger keeps it; the order of the bytes is that of the code points.

    >>> named(keyed("Công điện/\\udcff.pdf"))
    'Công điện/\\udcff.pdf'
    """
    return name.encode("utf-8", "surrogatepass")


def named(key: bytes) -> str:
    """The name of a key."""
    return key.decode("utf-8", "surrogatepass")


def _held(message: str | None) -> str | None:
    """A message as SQLite can hold it."""
    return None if message is None else message.encode("utf-8", "backslashreplace").decode("utf-8")
