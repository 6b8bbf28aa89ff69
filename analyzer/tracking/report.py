"""Tracked tasks for programs and spreadsheets: plain values, JSON, JSON Lines, CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from analyzer.knowledge.data import read_toml
from analyzer.tracking.status import Group, Tracked, totals
from analyzer.writing.cells import clean, defused, vietnamese_date
from analyzer.writing.limits import limit_words
from analyzer.writing.notes import is_doubtful, where
from analyzer.writing.rows import document_name


@dataclass(frozen=True, slots=True)
class Report:
    """The groups as they stand on ``as_of``, and what they were made with."""

    as_of: date
    within: int
    policy: str
    groups: Sequence[Group]

    @property
    def rows(self) -> list[Tracked]:
        """The rows of all groups, in their order."""
        return [row for group in self.groups for row in group.rows]

    def as_json(self) -> dict[str, Any]:
        """The whole report: what it is as of, totals by body, items."""
        bodies = [{**_body(group), "counts": totals(group.rows)} for group in self.groups]
        return {
            "as_of": self.as_of.isoformat(),
            "within": self.within,
            "policy": self.policy,
            "totals": totals(self.rows),
            "agencies": bodies,
            "items": [item(row) for row in self.rows],
        }


def item(row: Tracked) -> dict[str, Any]:
    """A row as plain data; days are ISO 8601."""
    stands, task, header = row.standing, row.task, row.directive.directive
    recurs = row.status == "recurring"
    return {
        "status": row.status,
        "agency": _body(row),
        "task": {"id": task.id, "text": task.text, "action": task.action, "modality": task.modality},
        "due": None if recurs else _iso(stands.day),
        "next_due": _iso(stands.day) if recurs else None,
        "hour": stands.hour,
        "safe_due": _iso(stands.safe_due),
        "working_days_left": stands.working_days_left,
        "limits": limit_words(task),
        "pace": task.pace,
        "doubtful": is_doubtful(task),
        "section": task.section,
        "page": task.span.page,
        "document": {
            "name": document_name(row.directive),
            "number": header.number.text if header.number else None,
            "issued_on": _iso(header.issued_on),
            "source": row.directive.source.name,
        },
    }


def write_json(report: Report, file: BinaryIO) -> None:
    """One JSON document."""
    file.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2).encode() + b"\n")


def write_jsonl(report: Report, file: BinaryIO) -> None:
    """One row a line, with the day it is as of."""
    for row in report.rows:
        line = {"as_of": report.as_of.isoformat(), **item(row)}
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def write_csv(report: Report, file: BinaryIO) -> None:
    """For spreadsheets: UTF-8 with a byte order mark, dates dd/mm/yyyy, no cell that starts a formula."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    table = csv.writer(text)
    names = read_toml("tracking.toml")
    try:
        table.writerow(names["columns"].values())
        for row in report.rows:
            values = _cells(row, names["status"])
            cells = [values[column] for column in names["columns"]]
            table.writerow([defused(clean(cell)) if isinstance(cell, str) else cell for cell in cells])
    finally:
        text.detach()


def _cells(row: Tracked, statuses: Mapping[str, str]) -> Mapping[str, str | int | None]:
    stands, task = row.standing, row.task
    day = vietnamese_date(stands.day)
    recurs = row.status == "recurring"
    return {
        "status": statuses[row.status],
        "agency": row.body.name,
        "named": row.body.named or "",
        "task": task.text,
        "due": "" if recurs else " ".join(filter(None, (day, stands.hour))),
        "safe_due": vietnamese_date(stands.safe_due),
        "next_due": day if recurs else "",
        "working_days_left": stands.working_days_left,
        "due_words": "\n".join(limit_words(task)),
        "document": document_name(row.directive),
        "place": where(task.section, task.span.page),
    }


def _body(of: Tracked | Group) -> dict[str, Any]:
    body = of.body
    return {
        "name": body.name if body.known else None,
        "id": body.id,
        "province": body.province,
        "settled": body.settled,
        **({"named": body.named} if isinstance(of, Tracked) else {}),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
