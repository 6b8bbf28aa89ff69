"""Doubts in words: in Vietnamese for the secretary, in English for developers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from analyzer.assembly.models import Warning
from analyzer.knowledge.data import read_toml

_QUOTED = 90  # characters of a quotation
_LISTED = 8  # tasks listed by number
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class Words(NamedTuple):
    """The same in both languages."""

    vi: str
    en: str


@cache
def _texts() -> dict[str, Any]:
    return read_toml("inconsistencies.toml")


def warning(code: str, items: Iterable[str], **values: object) -> Warning:
    """The warning of a code with its values put in, each a :class:`Words` or the same in both languages."""
    text = _texts()[code]
    vietnamese = {name: value.vi if isinstance(value, Words) else value for name, value in values.items()}
    english = {name: value.en if isinstance(value, Words) else value for name, value in values.items()}
    return Warning(
        code=code,
        message=text["en"].format(**english),
        message_vi=text["vi"].format(**vietnamese),
        items=list(items),
    )


def tasks(ids: Sequence[str]) -> Words:
    """Tasks by their numbers, which are those of the task list.

    >>> tasks(["t3"]).vi, tasks(["t3", "t4"]).en
    ('Nhiệm vụ 3', 'Tasks 3, 4')
    >>> tasks([f"t{n}" for n in range(1, 12)]).vi
    'Nhiệm vụ 1, 2, 3, 4, 5, 6, 7, 8 và 3 nhiệm vụ khác'
    """
    numbers = ", ".join(task.removeprefix("t") for task in ids[:_LISTED])
    more = len(ids) - _LISTED
    vi = f"Nhiệm vụ {numbers}" + (f" và {more} nhiệm vụ khác" if more > 0 else "")
    en = f"Task{'s' if len(ids) > 1 else ''} {numbers}" + (f" and {more} more" if more > 0 else "")
    return Words(vi, en)


def quoted(text: str) -> str:
    """Words on one line, shortened where they are long.

    >>> quoted("Báo cáo\\n  kết quả")
    'Báo cáo kết quả'
    """
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[:_QUOTED].rsplit(" ", 1)[0] + " …"


def day(value: date) -> Words:
    """A day as written.

    >>> day(date(2024, 6, 3))
    Words(vi='03/6/2024', en='2024-06-03')
    """
    month = f"{value.month:02}" if value.month < 3 else str(value.month)  # as Decree 30/2020/NĐ-CP has it
    return Words(f"{value.day:02}/{month}/{value.year}", value.isoformat())


def weekday(value: date) -> Words:
    """A day with its name.

    >>> weekday(date(2024, 6, 28))
    Words(vi='thứ Sáu, 28/6/2024', en='Friday 2024-06-28')
    """
    written = day(value)
    return Words(f"{_WEEKDAYS[value.weekday()]}, {written.vi}", f"{value:%A} {written.en}")


def day_off(value: date, holiday: str | None) -> Words:
    """A day off with its reason: the holiday, else the weekend.

    >>> day_off(date(2026, 9, 2), "Quốc khánh").vi, day_off(date(2024, 6, 30), None).en
    ('ngày nghỉ lễ (Quốc khánh)', 'a Sunday')
    """
    if holiday is None:
        return Words(_WEEKDAYS[value.weekday()], f"a {value:%A}")
    kind = "ngày nghỉ" if holiday.startswith("Nghỉ") else "ngày nghỉ lễ"
    return Words(f"{kind} ({holiday})", f"a holiday ({holiday})")
