"""The day and the hour in Vietnam, whatever the clock of the machine is set to; the database keeps UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

#: Vietnam has one zone and no summer time (Decision 134/2002/QĐ-TTg).
VIETNAM = timezone(timedelta(hours=7), "+07:00")


def now() -> datetime:
    """This second in UTC, as the database keeps it."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The day that it is in Vietnam."""
    return local(now()).date()


def aware(moment: datetime) -> datetime:
    """A moment from the database with its zone, which SQLite does not keep.

    >>> aware(datetime(2026, 11, 20, 7, 5)).isoformat()
    '2026-11-20T07:05:00+00:00'
    """
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """A moment by Vietnam's clocks; one without a zone is in UTC."""
    return aware(moment).astimezone(VIETNAM)


def shown(moment: datetime) -> str:
    """A moment as staff read it.

    >>> shown(datetime(2026, 11, 20, 7, 5, tzinfo=UTC))
    '20/11/2026 14:05'
    """
    return f"{local(moment):%d/%m/%Y %H:%M}"
