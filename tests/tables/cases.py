"""The set: documents as data with the rows that must be found in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.tables.model import (
    Addressees,
    Closing,
    Document,
    Letterhead,
    NewPage,
    Paragraph,
    Part,
    parse_grid,
)

FOLDER = Path(__file__).parent / "documents"
_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True)
class TaskRow:
    """A row that sets work. Times are "start/end" or a recurrence rule, divided by " + "."""

    content: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    recipient: tuple[str, ...]
    due: tuple[str, ...]
    product: tuple[str, ...]


@dataclass(frozen=True)
class TargetRow:
    """A row of measures; its values as "comparator value @ last day of the period"."""

    metric: str
    unit: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A document and its rows, in order."""

    document: Document
    tasks: tuple[TaskRow, ...]
    targets: tuple[TargetRow, ...]
    table_rows: int


@cache
def cases() -> tuple[Case, ...]:
    """All documents of the set, by name."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def _read(path: Path) -> Case:
    data = tomllib.loads(path.read_text("utf-8"))
    tasks: list[TaskRow] = []
    targets: list[TargetRow] = []
    for table in data["table"]:
        rows = [[c.strip() for c in line.split("|")] for line in table.get("expect", "").strip().splitlines()]
        if table["kind"] == "tasks":
            tasks += [TaskRow(r[0], *(_list(c) for c in r[1:4]), _list(r[4], " + "), _list(r[5])) for r in rows]
        elif table["kind"] == "targets":
            targets += [TargetRow(r[0], r[1], _list(r[2])) for r in rows]
    count = sum(len(table["rows"].strip().splitlines()) for table in data["table"])
    return Case(_document(path.stem, data), tuple(tasks), tuple(targets), count)


def _list(cell: str, divider: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(divider) if part.strip())


def _document(name: str, data: dict[str, Any]) -> Document:
    head = Letterhead(
        tuple(data["issuer"]),
        tuple(data.get("motto", _STATE)),
        data["number"],
        data["place_date"],
        data.get("about", ""),
    )
    title = (data["kind"], *data["subject"]) if "kind" in data else ()
    return Document(name, head, title, tuple(_parts(data)))


def _parts(data: dict[str, Any]) -> Iterator[Part]:
    if "addressees" in data:
        yield Addressees(tuple(data["addressees"]))
    yield from _prose(data["body"])
    inline = [t for t in data["table"] if "annex" not in t]
    for table in inline:
        yield parse_grid(table["header"], table["rows"])
    yield from _prose(data.get("after", ""))
    yield Closing(tuple(data["recipients"]), tuple(data["signature"]))
    for table in data["table"]:
        if "annex" in table:
            yield NewPage(table.get("landscape", False))
            yield from (Paragraph(line, "centred") for line in table["annex"])
            if "note" in table:
                yield Paragraph(table["note"], "note")
            yield parse_grid(table["header"], table["rows"])


def _prose(text: str) -> Iterator[Paragraph]:
    for line in text.strip().splitlines():
        numbered = line.split(".")[0] in ("I", "II", "III", "IV", "V") and len(line) < 80
        if line.isupper() and not numbered:
            yield Paragraph(line, "centred")
        else:
            yield Paragraph(line, "heading" if numbered else "body")
