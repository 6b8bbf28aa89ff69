"""Opening an archive: its address, the connection's settings, the schema's version.

The address is a path (an SQLite file) or a database URL: ``sqlite:///kho.db``, ``postgresql://user@host/database``.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from analyzer.archive.errors import (
    ArchiveBusy,
    ArchiveOutdated,
    ArchiveUnreachable,
    BadArchiveUrl,
    NoArchive,
    NotAnArchive,
)
from analyzer.archive.index.sqlite import register_functions
from analyzer.archive.tables import WORDS_VERSION, metadata, setting

#: Seconds that a writer waits for another one.
WAIT = 60
#: As many connections as a service has threads; they are opened as they are needed.
_POOL: Final = {"pool_size": 10, "max_overflow": 30}
_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x616E616C797A  # of PostgreSQL, held while the schema is made


def default_url() -> str:
    """The archive that is meant where none is named: ``ANALYZER_DB``, else a file in the user's data directory."""
    from platformdirs import user_data_path

    return os.environ.get("ANALYZER_DB") or os.fspath(user_data_path("analyzer", appauthor=False) / "archive.db")


def parse_url(address: str) -> URL:
    """The database URL of an address. Raises BadArchiveUrl.

    >>> parse_url("kho.db").render_as_string(), parse_url("postgres://a:b@db/kho").render_as_string()
    ('sqlite:///kho.db', 'postgresql+psycopg://a:***@db/kho')
    """
    if "://" not in address:
        if not address.strip():
            raise _bad_url(address)
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise _bad_url(address) from error
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise _bad_url(url.render_as_string())


def shown(url: URL) -> str:
    """The address as it may be shown: without the password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def connect(url: URL, *, create: bool, renew: bool) -> Engine:
    """An engine for an archive whose schema is that of this version.

    With ``create`` an archive is made where there is none; ``renew`` opens one whose entries are to be made anew too.
    Raises the errors of :mod:`analyzer.archive.errors`.
    """
    engine = _engine(url, create)
    try:
        with explained(url):
            _bring_up(engine, url, create)
            if not renew:
                _check_words(engine, url)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Within the block the database's errors are told as those of the archive."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig):
            raise ArchiveBusy(
                f"Another program has been writing to {shown(url)} for more than {WAIT} seconds. Try again later.",
                f"Chương trình khác đang ghi vào kho {shown(url)} quá {WAIT} giây. Hãy thử lại sau.",
            ) from error
        raise _unreachable(url, error) from error
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.DatabaseError) and error.orig.__class__ is sqlite3.DatabaseError:
            raise _no_archive_there(url) from error
        raise _unreachable(url, error) from error


def _engine(url: URL, create: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, **_POOL, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        except ModuleNotFoundError as error:
            raise ArchiveUnreachable(
                "An archive on PostgreSQL takes psycopg: pip install 'analyzer[postgres]'.",
                "Kho trên PostgreSQL cần psycopg: pip install 'analyzer[postgres]'.",
            ) from error
    path = Path(str(url.database))
    if not path.exists():
        if not create:
            raise NoArchive(
                f"There is no archive at {path}. Make one with `analyzer archive add FILES --db {path}`.",
                f"Chưa có kho văn bản tại {path}. Hãy tạo bằng lệnh `analyzer archive add TỆP --db {path}`.",
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unreachable(url, error) from error
    engine = create_engine(url, **_POOL, connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite
    _write_ahead(connection)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "temp_store = MEMORY", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA mmap_size = 2147483648")
    register_functions(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, with which readers and a writer do not wait for each other.

    SQLite does not wait its turn for the switch, so two programs that make an archive at once would fail.
    """
    until = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _begin_sqlite(connection: Connection) -> None:
    """Writers take their turn at the beginning: one that has read and then wants to write could only fail."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up(engine: Engine, url: URL, create: bool) -> None:
    """Make the schema or bring it to this version, one program at a time."""
    config = Config()
    config.set_main_option("script_location", os.fspath(_MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        version = _version(connection)
        if version == script.get_current_head():
            return
        if version is None and not create:
            raise _no_archive_there(url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        version = _version(connection)
        if version == script.get_current_head():
            return
        if version is None and set(inspect(connection).get_table_names()) & _tables():
            raise _no_archive_there(url)
        if version is not None and version not in {s.revision for s in script.walk_revisions()}:
            raise ArchiveOutdated(
                f"The archive {shown(url)} was made by a later version of analyzer (schema {version}). Install that.",
                f"Kho {shown(url)} do phiên bản analyzer mới hơn tạo (lược đồ {version}). Hãy cài phiên bản mới.",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _check_words(engine: Engine, url: URL) -> None:
    """Entries are found by the words they were made into: by another version, they would not be found."""
    with engine.connect() as connection:
        version = connection.execute(select(setting.c.value).where(setting.c.name == "words")).scalar()
    if version != str(WORDS_VERSION):
        raise ArchiveOutdated(
            f"The entries of {shown(url)} were made by another version. Run `analyzer archive check --repair`.",
            f"Mục tìm kiếm của kho {shown(url)} do phiên bản khác lập. Hãy chạy `analyzer archive check --repair`.",
        )


def _tables() -> set[str]:
    return set(metadata.tables)


def _version(connection: Connection) -> str | None:
    found: Any = MigrationContext.configure(connection).get_current_revision()
    return None if found is None else str(found)


def _bad_url(address: str) -> BadArchiveUrl:
    return BadArchiveUrl(
        f"{address!r} is no address of an archive. Give a file (kho.db) or postgresql://user@host/database.",
        f"{address!r} không phải địa chỉ kho văn bản. Hãy ghi tên tệp (kho.db) hoặc postgresql://user@host/database.",
    )


def _no_archive_there(url: URL) -> NotAnArchive:
    return NotAnArchive(
        f"{shown(url)} is there and is no archive, or is damaged. Name another place, or bring back a copy.",
        f"{shown(url)} không phải kho văn bản hoặc đã hỏng. Hãy ghi nơi khác hoặc khôi phục từ bản sao.",
    )


def _unreachable(url: URL, error: Exception) -> ArchiveUnreachable:
    cause = getattr(error, "orig", None) or error
    reason = " ".join(str(cause).split())[:300]
    return ArchiveUnreachable(
        f"The archive {shown(url)} cannot be used: {reason}", f"Không dùng được kho {shown(url)}: {reason}"
    )
