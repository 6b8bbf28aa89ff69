"""The options that say for which day and by which policy due days are given; ``extract`` and ``due`` share them."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.due import DueSettings


class PolicyName(StrEnum):
    """The policies by name (:data:`analyzer.due.Policy`)."""

    lenient = "lenient"
    strict = "strict"


_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII)
_VIETNAMESE = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})", re.ASCII)


def day(words: str | None, say: Messages) -> date | None:
    """The day of an option: 2026-03-31 or 31/3/2026; None where it is not given. Raises typer.BadParameter.

    >>> day("31/3/2026", Messages("en")), day("2026-03-31", Messages("en"))
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31))
    """
    if words is None:
        return None
    found = _ISO.fullmatch(words.strip()) or _VIETNAMESE.fullmatch(words.strip())
    try:
        if found:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        pass  # 31/2/2026 has the form of a date and is none: told below like any other slip
    raise typer.BadParameter(say("bad_day", given=words))


def due_settings(
    policy: str, received: str | None, effective: str | None, culture_day: bool | None, say: Messages
) -> DueSettings:
    """The settings of the options; ``culture_day`` None leaves 24 November as the holiday table has it."""
    from analyzer.due import DueSettings
    from analyzer.knowledge.work_calendar import WorkCalendar

    calendar = WorkCalendar.vietnam() if culture_day is None else WorkCalendar.vietnam(culture_day=culture_day)
    return DueSettings(
        policy="strict" if policy == "strict" else "lenient",
        calendar=calendar,
        effective_on=day(effective, say),
        received_on=day(received, say),
    )
