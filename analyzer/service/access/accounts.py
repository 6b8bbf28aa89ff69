"""People who may use the service, and the tokens by which they are known.

A token is shown once, when it is made; the archive keeps its checksum alone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from analyzer.archive import Archive
from analyzer.archive.office import account, session
from analyzer.review.clock import aware, today
from analyzer.service.access.errors import AccountExists, BadAccount, NoSuchAccount
from analyzer.service.access.people import ROLES, Person, Role
from analyzer.service.access.tokens import PREFIX, checksum, new_token, same

_LONGEST_NAME = 80
_SEEN_EVERY = timedelta(hours=1)  # how often it is noted that an account is used: each note is a write


@dataclass(frozen=True, slots=True)
class Account:
    """An account. ``expires_on`` is the last day of its token, None where it has none."""

    name: str
    role: Role
    expires_on: date | None
    created_at: datetime
    used_at: datetime | None

    @property
    def person(self) -> Person:
        """Whom it is of."""
        return Person(self.name, self.role)


class Accounts:
    """The accounts of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add(self, name: str, role: str, expires_on: date | None = None) -> tuple[Account, str]:
        """Make an account; its token is given back, this once. Raises BadAccount, AccountExists."""
        name, role = checked_name(name), checked_role(role)
        token = new_token()
        made = Account(name, role, _checked_day(expires_on), datetime.now(UTC), None)
        row = {
            "name": made.name,
            "role": made.role,
            "token_hash": checksum(token),
            "expires_on": made.expires_on,
            "created_at": made.created_at,
        }
        taken = AccountExists(
            f"There is an account {name!r} already. `analyzer accounts renew` makes a new token for it.",
            f"Đã có tài khoản {name!r}. Lệnh `analyzer accounts renew` cấp mã truy cập mới cho tài khoản này.",
        )
        try:
            with self._archive.writing() as connection:
                # Names that differ in capitals alone would be taken for one person in the history of changes.
                names = connection.execute(select(account.c.name)).scalars()
                if name.casefold() in {other.casefold() for other in names}:
                    raise taken
                connection.execute(insert(account).values(row))
        except IntegrityError as error:  # pragma: no cover - two that add one name at the same moment
            raise taken from error
        return made, token

    def renew(self, name: str, expires_on: date | None = None) -> tuple[Account, str]:
        """Make a new token; the old one and all sessions end. Raises NoSuchAccount, BadAccount."""
        token = new_token()
        with self._archive.writing() as connection:
            row = self._row(connection, name)
            connection.execute(
                update(account)
                .where(account.c.id == row.id)
                .values(token_hash=checksum(token), expires_on=_checked_day(expires_on), used_at=None)
            )
            connection.execute(delete(session).where(session.c.account == row.id))
            return _account(self._row(connection, name)), token

    def remove(self, name: str) -> None:
        """Take an account away with its sessions; what the person changed keeps their name. Raises NoSuchAccount."""
        with self._archive.writing() as connection:
            row = self._row(connection, name)
            connection.execute(delete(session).where(session.c.account == row.id))
            connection.execute(delete(account).where(account.c.id == row.id))

    def listed(self) -> list[Account]:
        """All accounts in the order they were made."""
        with self._archive.reading() as connection:
            return [_account(row) for row in connection.execute(select(account).order_by(account.c.id))]

    def exist(self) -> bool:
        """Whether there is any account."""
        with self._archive.reading() as connection:
            return connection.execute(select(func.count()).select_from(account)).scalar_one() > 0

    def of_token(self, token: str) -> Account | None:
        """The account a token is of, None where it is of none or has expired."""
        if not token.startswith(PREFIX) or len(token) > 200:
            return None
        wanted = checksum(token)
        with self._archive.reading() as connection:
            row = connection.execute(select(account).where(account.c.token_hash == wanted)).first()
        if row is None or not same(row.token_hash, wanted) or expired(row.expires_on):
            return None
        self._note_use(row)
        return _account(row)

    def _note_use(self, row: Row[Any]) -> None:
        now = datetime.now(UTC)
        if row.used_at is not None and now - aware(row.used_at) < _SEEN_EVERY:
            return
        stale = or_(account.c.used_at.is_(None), account.c.used_at < now - _SEEN_EVERY)
        with self._archive.writing() as connection:
            connection.execute(update(account).where(account.c.id == row.id, stale).values(used_at=now))

    @staticmethod
    def _row(connection: Any, name: str) -> Row[Any]:
        wanted = unicodedata.normalize("NFC", name).strip()
        row: Row[Any] | None = connection.execute(select(account).where(account.c.name == wanted)).first()
        if row is None:
            raise NoSuchAccount(
                f"There is no account {name!r}. `analyzer accounts list` shows those there are.",
                f"Không có tài khoản {name!r}. Lệnh `analyzer accounts list` liệt kê các tài khoản đang có.",
            )
        return row


def checked_name(name: str) -> str:
    """A name as it is kept. Raises BadAccount.

    >>> checked_name(" Nguyễn Thị An ")
    'Nguyễn Thị An'
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable() or not any(map(str.isalnum, name)):
        raise BadAccount(
            f"A name has 1 to {_LONGEST_NAME} characters that can be printed, letters or digits among them.",
            f"Tên tài khoản gồm 1 đến {_LONGEST_NAME} ký tự in được, trong đó có chữ cái hoặc chữ số.",
        )
    return name


def checked_role(role: str) -> Role:
    """A role. Raises BadAccount."""
    for known in ROLES:
        if role == known:
            return known
    raise BadAccount(
        f"{role!r} is no role; there are reader, editor and admin.",
        f"Không có vai trò {role!r}; các vai trò là reader (chỉ xem), editor (sửa), admin (quản trị).",
    )


def expired(last: date | None) -> bool:
    """Whether a token whose last day is given has expired."""
    return last is not None and last < today()


def _checked_day(day: date | None) -> date | None:
    if expired(day):
        raise BadAccount(
            f"The token would end on {day:%d/%m/%Y}, which is past.",
            f"Mã truy cập sẽ hết hạn ngày {day:%d/%m/%Y}, đã qua.",
        )
    return day


def _account(row: Row[Any]) -> Account:
    return Account(
        row.name, row.role, row.expires_on, aware(row.created_at), None if row.used_at is None else aware(row.used_at)
    )
