"""Imports that are killed, and writers that meet: nothing lost, nothing double."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Sequence

import pytest

from analyzer.archive import Archive, Incoming, open_archive
from analyzer.archive.checking import check
from tests.archive.making import many
from tests.effort import effort

_FORK = multiprocessing.get_context("fork")


def _import(url: str, documents: Sequence[Incoming], batch: int) -> None:
    with open_archive(url, create=True) as archive:
        for _ in archive.add(documents, batch=batch):
            pass


def _started(url: str, documents: Sequence[Incoming], batch: int) -> multiprocessing.process.BaseProcess:
    process = _FORK.Process(target=_import, args=(url, documents, batch))
    process.start()
    return process


def _numbers(archive: Archive) -> list[str | None]:
    return [card.number for card in archive.cards()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "kills"), [("sqlite", effort(20, 50)), ("postgres", effort(10, 50))], ids=["sqlite", "postgres"]
)
def test_imports_killed_at_random_moments(
    request: pytest.FixtureRequest, tmp_path: object, postgres_server: object, engine: str, kills: int
) -> None:
    """Each kill finds the archive where the one before left it, until all is in; then with a new one."""
    chance = random.Random(f"kills on {engine}")
    documents = many(120)
    wanted = [incoming.directive.directive.number.text for incoming in documents if incoming.directive.directive.number]
    new_url = _urls(request, engine)
    url = new_url()
    longest, cut_short = 0.8, 0
    for _ in range(kills):
        process = _started(url, documents, batch=4)
        process.join(chance.uniform(0.0, longest))
        if process.exitcode is None:
            cut_short += 1
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        with open_archive(url, create=True) as archive:
            there = _numbers(archive)
            assert there == wanted[: len(there)]
            assert len(there) % 4 == 0
            assert list(check(archive)) == []
            if len(there) < len(wanted):
                continue
            _import(url, documents, batch=4)
            assert _numbers(archive) == wanted
            assert list(archive.lines()) == [incoming.line for incoming in documents]
        url = new_url()
    assert cut_short > kills / 4


def _urls(request: pytest.FixtureRequest, engine: str) -> Callable[[], str]:
    """A maker of addresses where nothing is yet."""
    if engine == "sqlite":
        directory = request.getfixturevalue("tmp_path")
        return lambda: os.fspath(directory / f"{time.monotonic_ns()}.db")
    from tests.archive.conftest import new_database

    server = request.getfixturevalue("postgres_server")
    return lambda: new_database(server)


@pytest.mark.slow
def test_two_writers_with_the_same_documents(archive_url: str) -> None:
    count = effort(400, 1000)
    documents = many(count)
    writers = [_started(archive_url, documents, batch) for batch in (7, 50)]
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_archive(archive_url) as archive:
        assert archive.size().documents == archive.size().readings == count
        assert sorted(archive.lines()) == sorted(incoming.line for incoming in documents)
        assert list(check(archive)) == []


def test_two_writers_with_documents_of_their_own(archive_url: str) -> None:
    documents = many(60)
    writers = [_started(archive_url, some, 5) for some in (documents[:40], documents[20:])]
    for writer in writers:
        writer.join()
    with open_archive(archive_url) as archive:
        assert sorted(archive.lines()) == sorted(incoming.line for incoming in documents)


def test_readers_see_whole_documents_while_one_writes(archive_url: str) -> None:
    documents = many(80)
    open_archive(archive_url, create=True).close()
    writer = _started(archive_url, documents, 4)
    with open_archive(archive_url) as archive:
        while writer.exitcode is None:
            size = archive.size()
            assert size.tasks == 2 * size.documents
            assert size.documents % 4 == 0
            writer.join(0.01)
        assert archive.size().documents == 80
