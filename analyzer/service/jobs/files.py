"""The files that jobs are about: their bytes, and how long these are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, and_, delete, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from analyzer.archive import Archive
from analyzer.archive.layouts import Layout
from analyzer.archive.office import file, job
from analyzer.archive.opening import WAIT
from analyzer.archive.tables import reading
from analyzer.service.jobs.models import StoredFile, in_utc

#: How long the bytes of a job that failed or was cancelled are kept for another try.
KEPT = timedelta(days=7)


class Files:
    """The files in an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def stored(self, digest: str) -> StoredFile | None:
        """A file with its bytes, if they are kept."""
        columns = (file.c.sha256, file.c.media_type, file.c.size, file.c.content, file.c.added_at)
        with self._archive.reading() as connection:
            row = connection.execute(select(*columns).where(file.c.sha256 == digest)).first()
        return None if row is None else StoredFile(**{**row._mapping, "added_at": in_utc(row.added_at)})

    def media_type(self, digest: str) -> str | None:
        """The type of a file, if its bytes are kept."""
        with self._archive.reading() as connection:
            found: str | None = connection.execute(select(file.c.media_type).where(file.c.sha256 == digest)).scalar()
        return found

    def layout(self, digest: str) -> Layout | None:
        """Where the words of a file stand; None where it has no pages or is not kept. Raises DamagedReading."""
        with self._archive.reading() as connection:
            found = connection.execute(select(file.c.layout).where(file.c.sha256 == digest)).scalar()
        return None if found is None else Layout.unpacked(found)

    def sweep(self) -> int:
        """Let go of the bytes that no document and no job has a use for; how many files these were."""
        before = datetime.now(UTC) - KEPT
        needed = or_(
            job.c.state.in_(("queued", "running")),
            and_(job.c.state.in_(("failed", "cancelled")), job.c.finished_at > before),
        )
        unused = delete(file).where(
            file.c.added_at < before,
            ~exists().where(reading.c.sha256 == file.c.sha256),
            ~exists().where(job.c.sha256 == file.c.sha256, needed),
        )
        with self._archive.writing() as connection:
            return connection.execute(unused).rowcount


def keep(connection: Connection, digest: str, media_type: str, data: bytes) -> None:
    """Put a file's bytes in where they are not."""
    now = datetime.now(UTC)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # The time is set anew so that the row is held, and not swept away before the transaction ends.
    statement = insert(file).on_conflict_do_update(index_elements=["sha256"], set_={"added_at": now})
    values = {"sha256": digest, "media_type": media_type, "size": len(data), "content": data, "added_at": now}
    connection.execute(statement, values)


def forget(connection: Connection, digest: str) -> None:
    """Take a file's bytes out, unless another job still waits for them: that one will come to the same end."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # overwritten, not only let go
    # Whoever puts the same bytes in is waited for; what is seen afterwards has their job.
    connection.execute(select(file.c.sha256).where(file.c.sha256 == digest).with_for_update()).all()
    waiting = exists().where(job.c.sha256 == digest, job.c.state.in_(("queued", "running")))
    connection.execute(delete(file).where(file.c.sha256 == digest, ~waiting))


def empty_log(engine: Engine) -> None:
    """Take what was forgotten out of SQLite's log, too, unless readers hold it."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 500")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
        cursor.close()
