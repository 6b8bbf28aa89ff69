"""Archives under review, on either engine."""

from __future__ import annotations

import pytest

from analyzer.archive import Archive, Incoming
from analyzer.review.store import Reviews
from tests.archive.conftest import archive, archive_url, postgres_server, postgres_url, sqlite_url
from tests.review.making import plan

__all__ = ["archive", "archive_url", "postgres_server", "postgres_url", "sqlite_url"]


@pytest.fixture
def document(archive: Archive) -> int:
    """The invented directive, kept in the archive."""
    (added,) = archive.add([Incoming.of(plan(), "analyzer 1")])
    return added.document


@pytest.fixture
def reviews(archive: Archive) -> Reviews:
    """The reviews of the archive."""
    return Reviews(archive)
