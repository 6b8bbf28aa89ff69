"""Due days counted by hand from the law and the calendar: ``data/cases.tsv``.

A row's ``text`` holds the time limit in square brackets; an empty cell means null, and for ``bound`` and ``event`` only
that nothing is asked. ``working`` says how the day was counted. ``data/misread.tsv`` has rows of the same form which
the times pipe does not read yet: each is to be moved to the table once it does.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest

from analyzer.due.compute import Due, compute
from analyzer.due.settings import DueSettings, KnownDays, Policy
from analyzer.knowledge.work_calendar import WorkCalendar
from analyzer.pipes.mentions import TimeMention
from analyzer.pipes.times import find

DATA = Path(__file__).with_name("data")
COLUMNS = (
    *("name", "text", "issued_on", "effective_on", "received_on", "policy", "as_of", "culture_day"),
    *("bound", "hour", "due", "safe_due", "next_due", "event", "offset", "working_days", "direction", "counted_from"),
    *("article", "working"),
)
ALLOWED = {
    "policy": {"", "strict"},
    "culture_day": {"", "on", "off"},
    "bound": {"", "before", "by", "within", "from", "on"},
    "working_days": {"", "yes"},
    "direction": {"", "after", "before", "on"},
}
Row = dict[str, str]


def _read(name: str) -> list[Row]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert tuple(cells[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in cells), "a row has too many or too few cells"
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[1:]]


CASES = _read("cases.tsv")
MISREAD = _read("misread.tsv")


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _mention(row: Row) -> tuple[str, TimeMention]:
    """The bracketed words and the mention that the times pipe makes of them."""
    before, rest = row["text"].split("[")
    words, after = rest.split("]")
    text = before + words + after
    found = find(text, issued_on=_day(row["issued_on"]))
    place = (len(before), len(before) + len(words))
    read = [m for m in found if (m.start, m.end) == place]
    assert read, f"no time is found at {words!r}, but at {[text[m.start : m.end] for m in found]}"
    return words, read[0]


def _compute(row: Row) -> Due:
    words, mention = _mention(row)
    issued = _day(row["issued_on"])
    calendar = WorkCalendar.vietnam(culture_day=row["culture_day"] == "on") if row["culture_day"] else None
    policy = cast("Policy", row["policy"] or "lenient")
    settings = DueSettings(policy=policy, calendar=calendar) if calendar else DueSettings(policy=policy)
    days = KnownDays(issued, _day(row["effective_on"]), _day(row["received_on"]))
    return compute(words, mention, days, settings, _day(row["as_of"]) or issued or date(2024, 3, 12))


def _told(row: Row, due: Due) -> Row:
    """What was computed, in the table's notation: the columns that the row asks for."""
    formula = due.formula
    told: dict[str, object] = {
        "hour": due.hour,
        "due": due.due,
        "safe_due": due.safe_due,
        "next_due": " ".join(map(str, due.next_due)),
        "offset": formula and formula.offset,
        "working_days": "yes" if formula and formula.working_days else "",
        "direction": formula and formula.direction,
        "counted_from": formula and formula.counted_from,
    }
    told |= {"bound": due.bound} if row["bound"] else {}
    told |= {"event": formula and formula.event} if row["event"] else {}
    return {column: str(value or "") for column, value in told.items()}


def test_size() -> None:
    counted = [row for row in CASES if row["working_days"] or row["next_due"]]
    assert len(CASES) >= 230
    assert 3 * len(counted) >= len(CASES)
    assert len(counted) >= 80


def test_names_are_unique() -> None:
    names = [row["name"] for row in CASES + MISREAD]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", CASES + MISREAD, ids=lambda row: row["name"])
def test_form(row: Row) -> None:
    assert row["name"]
    assert row["article"]
    assert row["working"]
    assert row["text"].count("[") == row["text"].count("]") == 1
    assert row["text"].index("[") < row["text"].index("]")
    for column, values in ALLOWED.items():
        assert row[column] in values, column
    for column in ("issued_on", "effective_on", "received_on", "as_of", "due", "safe_due", "counted_from"):
        _day(row[column])
    upcoming = [date.fromisoformat(cell) for cell in row["next_due"].split()]
    assert upcoming == sorted(set(upcoming))
    assert len(upcoming) in (0, 3)
    assert bool(upcoming) == bool(row["as_of"])
    assert bool(row["offset"]) == bool(row["direction"])
    assert row["offset"] or not (row["working_days"] or row["counted_from"] or row["event"])


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["name"])
def test_case(row: Row) -> None:
    due = _compute(row)
    told = _told(row, due)
    assert told == {column: row[column] for column in told}, row["working"]
    assert due.basis or not (due.formula and due.due), "a counted day says by which rules"


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=pytest.mark.xfail(strict=True, reason="misread by the times pipe")) for row in MISREAD],
    ids=lambda row: row["name"],
)
def test_misread(row: Row) -> None:
    told = _told(row, _compute(row))
    assert told == {column: row[column] for column in told}, row["working"]
