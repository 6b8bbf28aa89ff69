"""Accounts and sessions on PostgreSQL, where times have zones and two services share them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from analyzer.archive import Archive, open_archive
from analyzer.archive.office import account, session
from analyzer.review.clock import today
from analyzer.service.access.accounts import Accounts
from analyzer.service.access.errors import AccountExists
from analyzer.service.access.sessions import Sessions
from analyzer.service.settings import Settings
from tests.archive.conftest import postgres_server, postgres_url  # noqa: F401  # fixtures


@pytest.fixture
def two(postgres_url: str) -> Iterator[tuple[Archive, Archive]]:  # noqa: F811
    """One database, opened by two services."""
    with open_archive(postgres_url, create=True) as one, open_archive(postgres_url) as other:
        yield one, other


def test_an_account_and_its_sessions(two: tuple[Archive, Archive]) -> None:
    one, other = (Accounts(archive) for archive in two)
    here, there = (Sessions(archive, Settings("")) for archive in two)
    made, token = one.add("Nguyễn Thị An", "editor", today())
    with pytest.raises(AccountExists):
        other.add("NGUYỄN THỊ AN", "reader")
    begun = here.begin(token)
    assert begun is not None
    assert there.person(begun[1]) == made.person
    known = other.of_token(token)
    assert known is not None
    assert known.created_at == made.created_at
    assert known.expires_on == today()
    with two[0].writing() as connection:
        connection.execute(update(session).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert there.person(begun[1]) is None
    again = there.begin(token)
    assert again is not None
    with two[0].writing() as connection:
        connection.execute(update(account).values(expires_on=today() - timedelta(days=1)))
    assert other.of_token(token) is None
    assert here.person(again[1]) is None
    _, new = other.renew("Nguyễn Thị An")
    assert one.of_token(token) is None
    assert (fresh := one.of_token(new)) is not None
    assert fresh.expires_on is None
    one.remove("Nguyễn Thị An")
    assert not other.exist()
    assert other.of_token(new) is None
