"""People who have signed in with a browser: a random cookie each, of which the archive keeps the checksum."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select

from analyzer.archive import Archive
from analyzer.archive.office import account, session
from analyzer.review.clock import aware
from analyzer.service.access.accounts import Accounts, expired
from analyzer.service.access.people import Person
from analyzer.service.access.tokens import checksum, new_cookie, same
from analyzer.service.settings import Settings

_MOST = 20  # sessions of an account; the oldest end


class Sessions:
    """The sessions of an archive's accounts. The browser forgets the cookie when it is closed, too."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive = archive
        self._accounts = Accounts(archive)
        self._lasts = timedelta(hours=settings.session_hours)

    def begin(self, token: str) -> tuple[Person, str] | None:
        """Sign in with a token: who it is, and the cookie's value; None where the token is not good."""
        known = self._accounts.of_token(token)
        if known is None:
            return None
        cookie, now = new_cookie(), datetime.now(UTC)
        with self._archive.writing() as connection:
            owner = connection.execute(
                select(account.c.id).where(account.c.token_hash == checksum(token))
            ).scalar_one_or_none()
            if owner is None:  # removed or renewed a moment ago
                return None
            connection.execute(delete(session).where(session.c.expires_at <= now))
            own = (
                select(session.c.hash).where(session.c.account == owner).order_by(session.c.created_at.desc())
            ).offset(_MOST - 1)
            for old in connection.execute(own).scalars().all():
                connection.execute(delete(session).where(session.c.hash == old))
            row = {"hash": checksum(cookie), "account": owner, "created_at": now, "expires_at": now + self._lasts}
            connection.execute(insert(session).values(row))
        return known.person, cookie

    def person(self, cookie: str) -> Person | None:
        """Who has signed in with a cookie; None where nobody has, or it is over."""
        if not cookie or len(cookie) > 200:
            return None
        wanted = checksum(cookie)
        query = select(
            session.c.hash, session.c.expires_at, account.c.name, account.c.role, account.c.expires_on
        ).where(session.c.hash == wanted, session.c.account == account.c.id)
        with self._archive.reading() as connection:
            row = connection.execute(query).first()
        if row is None or not same(row.hash, wanted):
            return None
        if aware(row.expires_at) <= datetime.now(UTC) or expired(row.expires_on):
            return None
        return Person(row.name, row.role)

    def end(self, cookie: str) -> None:
        """Sign out."""
        with self._archive.writing() as connection:
            connection.execute(delete(session).where(session.c.hash == checksum(cookie)))
