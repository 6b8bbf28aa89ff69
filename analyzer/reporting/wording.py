"""What the report says in words: labels from ``data/report.toml``, numbers and values as staff write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.reporting.model import Aim, Cover, Month
from analyzer.tracking import Status
from analyzer.writing.cells import vietnamese_date


@cache
def texts(table: str) -> Mapping[str, str]:
    """One table of the report's labels.

    >>> texts("sections")["overdue"]
    'Việc quá hạn'
    """
    found: Mapping[str, str] = read_toml("report.toml")[table]
    return found


@cache
def statuses() -> Mapping[Status, str]:
    """The names of the statuses, as everywhere."""
    found: Mapping[Status, str] = read_toml("tracking.toml")["status"]
    return found


def say(table: str, key: str, **values: object) -> str:
    """A text with its values filled in.

    >>> say("page", "rest_bodies", count=number(1200))
    '1.200 cơ quan khác'
    """
    return texts(table)[key].format(**values)


def number(value: float) -> str:
    """A number as staff write it: a point for thousands, a comma for decimals.

    >>> number(1234567), number(98.7), number(3550.0), number(0.125)
    ('1.234.567', '98,7', '3.550', '0,125')
    """
    whole = f"{value:,.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return whole.translate({ord(","): ".", ord("."): ","})


def value(aim: Aim) -> str:
    """The value with its comparator, and the day where that is not the end of the year.

    >>> from analyzer.reporting.model import Place
    >>> value(Aim(2024, ">=", 95.0, None, "", "", date(2024, 6, 30), None, Place("", None, "", None, "")))
    '≥ 95 (đến 30/06)'
    """
    upper = f"–{number(aim.upper)}" if aim.upper is not None else ""
    told = f"{texts('comparators')[aim.comparator]}{number(aim.value)}{upper}"
    if aim.by is None or (aim.by.month, aim.by.day) == (12, 31):
        return told
    return f"{told} ({say('metrics', 'by', day=aim.by.day, month=aim.by.month)})"


def change(aim: Aim) -> str:
    """How the value stands to the year before; empty where it cannot be compared."""
    if aim.change is None:
        return ""
    told = say("metrics", aim.change, year=aim.before)
    return f"{told} ({texts('metrics')['eased']})" if aim.eased else told


def month_name(month: Month) -> str:
    """The month as staff write it.

    >>> month_name(Month(date(2024, 6, 1), 0, 0, 0))
    '06/2024'
    """
    return say("months", "month", month=month.first.month, year=month.first.year)


def covers(cover: Cover) -> str:
    """What the report covers, in a line."""
    parts = [
        say(
            "page",
            "covers",
            documents=number(cover.documents),
            tasks=number(cover.tasks),
            targets=number(cover.targets),
        )
    ]
    if cover.first_issued and cover.last_issued:
        first, last = vietnamese_date(cover.first_issued), vietnamese_date(cover.last_issued)
        parts.append(say("page", "issued_once" if first == last else "issued", first=first, last=last))
    if cover.undated:
        parts.append(say("page", "undated", count=number(cover.undated)))
    return "; ".join(parts) + "."


def kinds(cover: Cover) -> str:
    """The kinds of documents with their numbers."""
    named = ((name or texts("page")["kind_unknown"], count) for name, count in cover.kinds)
    return "; ".join(f"{name} {number(count)}" for name, count in named)


def shown_day(day: date, hour: str | None = None) -> str:
    """A day with its hour."""
    return " ".join(filter(None, (vietnamese_date(day), hour)))
