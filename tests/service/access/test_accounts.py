"""Accounts, tokens and sessions: what is kept of them, when they end."""

from __future__ import annotations

import hmac
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from analyzer.archive import Archive
from analyzer.archive.office import account, session
from analyzer.service.access import accounts as accounts_module
from analyzer.service.access import sessions as sessions_module
from analyzer.service.access.accounts import Accounts
from analyzer.service.access.errors import AccountExists, BadAccount, NoSuchAccount
from analyzer.service.access.people import ROLES, Person, Role
from analyzer.service.access.sessions import Sessions
from analyzer.service.settings import Settings

TODAY = date(2026, 11, 20)


@pytest.fixture
def sessions(archive: Archive) -> Sessions:
    return Sessions(archive, Settings("", session_hours=2))


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(accounts_module, "today", lambda: day)


@pytest.mark.parametrize(
    ("has", "may"),
    [("reader", {"reader"}), ("editor", {"reader", "editor"}), ("admin", {"reader", "editor", "admin"})],
)
def test_each_role_may_do_what_those_before_it_may(has: Role, may: set[str]) -> None:
    assert {role for role in ROLES if Person("An", has).may(role)} == may


def test_a_token_is_known_again_and_is_not_in_the_archive(accounts: Accounts, archive: Archive, tmp_path: Path) -> None:
    made, token = accounts.add("  Nguyễn Thị An ", "editor")
    known = accounts.of_token(token)
    assert known is not None
    assert known.person == made.person == Person("Nguyễn Thị An", "editor")
    archive.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("kho.db*"))
    assert "Nguyễn Thị An".encode() in kept
    assert token.encode() not in kept
    assert token.removeprefix("anl_").encode() not in kept


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "a", lambda t: t.swapcase(), lambda t: t[4:]])
def test_another_token_is_nobody(accounts: Accounts, change: Any) -> None:
    _, token = accounts.add("An", "admin")
    assert accounts.of_token(change(token)) is None


@pytest.mark.parametrize("nonsense", ["", "anl_", "anl_\x00", "anl_" + "a" * 10**6, "anl_\ud800", "' OR 1=1 --"])
def test_nonsense_is_nobody(accounts: Accounts, nonsense: str) -> None:
    accounts.add("An", "admin")
    assert accounts.of_token(nonsense) is None


def test_a_token_is_good_through_its_last_day(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, TODAY)
    _, token = accounts.add("An", "reader", TODAY)
    assert accounts.of_token(token) is not None
    set_day(monkeypatch, TODAY + timedelta(days=1))
    assert accounts.of_token(token) is None


def test_a_token_cannot_end_before_it_begins(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, TODAY)
    with pytest.raises(BadAccount):
        accounts.add("An", "reader", TODAY - timedelta(days=1))
    assert not accounts.exist()


@pytest.mark.parametrize("name", ["", " ", "a" * 81, "An\nBình", "An\x1b[2J\x07", "An\u202e", "--", "\u200b"])
def test_names_that_cannot_be(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadAccount):
        accounts.add(name, "reader")


def test_a_role_that_is_none(accounts: Accounts) -> None:
    with pytest.raises(BadAccount, match="'root'"):
        accounts.add("An", "root")


@pytest.mark.parametrize("again", ["Hà", "HÀ", " hà\n", "Ha\u0300"])
def test_a_name_is_given_once(accounts: Accounts, again: str) -> None:
    _, token = accounts.add("Hà", "reader")
    with pytest.raises(AccountExists):
        accounts.add(again, "admin")
    assert [one.role for one in accounts.listed()] == ["reader"]
    assert accounts.of_token(token) is not None


def test_a_new_token_ends_the_old_one_and_the_sessions(accounts: Accounts, sessions: Sessions) -> None:
    _, old = accounts.add("An", "editor")
    begun = sessions.begin(old)
    assert begun is not None
    renewed, new = accounts.renew("An")
    assert renewed.role == "editor"
    assert accounts.of_token(old) is None
    assert sessions.person(begun[1]) is None
    assert accounts.of_token(new) is not None


def test_a_removed_account_lets_nobody_in(accounts: Accounts, sessions: Sessions, archive: Archive) -> None:
    _, token = accounts.add("An", "editor")
    begun = sessions.begin(token)
    assert begun is not None
    accounts.remove("An")
    assert accounts.of_token(token) is None
    assert sessions.person(begun[1]) is None
    assert sessions.begin(token) is None
    with archive.reading() as connection:
        assert connection.execute(select(session)).all() == []
    with pytest.raises(NoSuchAccount):
        accounts.remove("An")


def test_last_use_is_noted_now_and_then(accounts: Accounts, archive: Archive) -> None:
    _, token = accounts.add("An", "reader")
    assert accounts.listed()[0].used_at is None
    accounts.of_token(token)
    first = accounts.listed()[0].used_at
    assert first is not None
    accounts.of_token(token)
    assert accounts.listed()[0].used_at == first  # not written again at once
    with archive.writing() as connection:
        connection.execute(update(account).values(used_at=datetime(2020, 1, 1, tzinfo=UTC)))
    accounts.of_token(token)
    assert (accounts.listed()[0].used_at or first) >= first


def test_a_session_is_known_again_and_its_cookie_is_not_kept(
    accounts: Accounts, sessions: Sessions, archive: Archive
) -> None:
    _, token = accounts.add("An", "editor")
    begun = sessions.begin(token)
    assert begun is not None
    person, cookie = begun
    assert sessions.person(cookie) == person == Person("An", "editor")
    assert sessions.person(token) is None
    assert sessions.person(cookie + "a") is None
    with archive.reading() as connection:
        assert cookie not in repr(connection.execute(select(session)).all())
    sessions.end(cookie)
    assert sessions.person(cookie) is None


def test_a_session_ends_with_its_hours(
    accounts: Accounts, sessions: Sessions, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = sessions.begin(accounts.add("An", "reader")[1])
    assert begun is not None

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(hours=2, seconds=1)

    monkeypatch.setattr(sessions_module, "datetime", Later)
    assert sessions.person(begun[1]) is None
    sessions.begin(accounts.add("Bình", "reader")[1])
    with archive.reading() as connection:  # what is over is swept when somebody signs in
        assert len(connection.execute(select(session)).all()) == 1


def test_a_session_ends_with_its_token(accounts: Accounts, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, TODAY)
    begun = sessions.begin(accounts.add("An", "reader", TODAY)[1])
    assert begun is not None
    assert sessions.person(begun[1]) is not None
    set_day(monkeypatch, TODAY + timedelta(days=1))
    assert sessions.person(begun[1]) is None


def test_a_person_has_so_many_sessions_and_the_oldest_end(accounts: Accounts, sessions: Sessions) -> None:
    _, token = accounts.add("An", "reader")
    cookies = [begun[1] for _ in range(22) if (begun := sessions.begin(token))]
    assert [sessions.person(cookie) is not None for cookie in cookies] == [False] * 2 + [True] * 20


def test_secrets_are_compared_in_constant_time(
    accounts: Accounts, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = accounts.add("An", "reader")
    begun = sessions.begin(token)
    assert begun is not None
    compared: list[tuple[bytes, bytes]] = []

    def noted(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False  # what this says is what counts

    monkeypatch.setattr(hmac, "compare_digest", noted)
    assert accounts.of_token(token) is None
    assert sessions.person(begun[1]) is None
    assert len(compared) == 2
    assert all(len(one) == len(other) == 64 for one, other in compared)  # checksums, never the secrets
