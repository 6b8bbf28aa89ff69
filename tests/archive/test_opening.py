"""Addresses, what may be wrong at them, and the schema through its versions."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import make_url

from analyzer.archive import (
    Archive,
    Incoming,
    office,  # noqa: F401  the tables of an office belong to the schema
    open_archive,
)
from analyzer.archive.errors import (
    ArchiveError,
    ArchiveOutdated,
    ArchiveUnreachable,
    BadArchiveUrl,
    NoArchive,
    NotAnArchive,
)
from analyzer.archive.index.tables import metadata as of_the_index
from analyzer.archive.opening import default_url, parse_url, shown
from analyzer.archive.tables import metadata
from tests.archive.making import directive


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("kho.db", "sqlite:///kho.db"),
        ("/a b/kho.db", "sqlite:////a b/kho.db"),
        ("sqlite:///kho.db", "sqlite:///kho.db"),
        ("postgresql://u:p@h/kho", "postgresql+psycopg://u:***@h/kho"),
        ("postgres://h/kho", "postgresql+psycopg://h/kho"),
    ],
)
def test_addresses(address: str, url: str) -> None:
    assert parse_url(address).render_as_string() == url


@pytest.mark.parametrize("address", ["", " ", "mysql://h/kho", "sqlite://", "sqlite:///:memory:", "http://kho", "://"])
def test_addresses_that_cannot_be_used(address: str) -> None:
    with pytest.raises(BadArchiveUrl, match=r"kho\.db"):
        parse_url(address)


def test_a_password_is_never_told() -> None:
    url = parse_url("postgresql://u:geheim@localhost:1/kho")
    assert "geheim" not in shown(url)
    with pytest.raises(ArchiveUnreachable) as caught:
        open_archive("postgresql://u:geheim@localhost:1/kho")
    assert "geheim" not in caught.value.message + caught.value.message_vi
    with pytest.raises(BadArchiveUrl) as bad:
        parse_url("mysql://u:geheim@h/kho")
    assert "geheim" not in str(bad.value)


def test_the_usual_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANALYZER_DB", raising=False)
    assert default_url().endswith(os.path.join("analyzer", "archive.db"))
    monkeypatch.setenv("ANALYZER_DB", "cua-toi.db")
    assert default_url() == "cua-toi.db"


def test_no_archive_is_made_unasked(tmp_path: Path, postgres_url: str) -> None:
    with pytest.raises(NoArchive, match="archive add"):
        open_archive(os.fspath(tmp_path / "kho.db"))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotAnArchive):
        open_archive(postgres_url)


def test_folders_are_made_with_the_archive(tmp_path: Path) -> None:
    open_archive(os.fspath(tmp_path / "a" / "b" / "kho.db"), create=True).close()
    assert (tmp_path / "a" / "b" / "kho.db").exists()


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    "content", [b"no database at all, but a text of some length" * 99, b"SQLite format 3\x00broken"]
)
def test_another_file_stays_what_it_is(tmp_path: Path, content: bytes, create: bool) -> None:
    path = tmp_path / "kho.db"
    path.write_bytes(content)
    with pytest.raises(ArchiveError):
        open_archive(os.fspath(path), create=create)
    assert path.read_bytes() == content


def test_another_database_stays_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE document (id)")
    for create in (False, True):
        with pytest.raises(NotAnArchive):
            open_archive(os.fspath(path), create=create)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("document",)]


def test_a_directory_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        open_archive(os.fspath(tmp_path), create=True)


def test_an_archive_of_a_later_version_is_left_alone(archive: Archive, archive_url: str) -> None:
    with archive.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for create in (False, True):
        with pytest.raises(ArchiveOutdated, match="9999"):
            open_archive(archive_url, create=create)


def test_entries_of_another_version_are_told(archive: Archive, archive_url: str) -> None:
    list(archive.add([Incoming.of(directive())]))
    with archive.writing() as connection:
        connection.execute(text("UPDATE setting SET value = '0' WHERE name = 'words'"))
    with pytest.raises(ArchiveOutdated, match="--repair"):
        open_archive(archive_url)
    with open_archive(archive_url, renew=True) as again:
        assert again.size().tasks == 1
    open_archive(archive_url).close()


def test_the_migrations_make_the_tables(archive: Archive) -> None:
    with archive.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), [metadata, of_the_index])
    # what keeps the words is each engine's own
    own = ("entry_index", "words", "ballast")
    assert [d for d in found if not any(name in repr(d) for name in own)] == []


def test_a_server_without_the_rights(postgres_url: str) -> None:
    """A user who may connect and not make tables is told so."""
    with open_archive(postgres_url, create=True) as archive, archive.writing() as connection:
        connection.execute(text("DROP ROLE IF EXISTS guest_of_archive"))
        connection.execute(text("CREATE ROLE guest_of_archive LOGIN"))
    guest = make_url(postgres_url).set(username="guest_of_archive").render_as_string(hide_password=False)
    with pytest.raises(ArchiveUnreachable, match="permission"):
        open_archive(guest, create=True)
