"""A job, what it was asked with, and a file as it is kept."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Literal

from analyzer.due import DueSettings
from analyzer.due.settings import Policy

State = Literal["queued", "running", "done", "failed", "cancelled"]
#: read: the file is read; ocr: pages are recognised; analyse: tasks are looked for.
Stage = Literal["read", "ocr", "analyse"]
FINISHED: frozenset[State] = frozenset({"done", "failed", "cancelled"})
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is to be read; ``text``: it is text in UTF-8, not a file whose format is to be found.

    >>> Options.from_json(Options(policy="strict", received_on=date(2026, 8, 1)).to_json()).received_on
    datetime.date(2026, 8, 1)
    """

    as_of: date | None = None
    policy: Policy = "lenient"
    received_on: date | None = None
    effective_on: date | None = None
    text: bool = False

    @property
    def due(self) -> DueSettings:
        """How due days are counted."""
        return DueSettings(policy=self.policy, effective_on=self.effective_on, received_on=self.received_on)

    @property
    def are_usual(self) -> bool:
        """Whether they leave what is read as it is for everybody."""
        return Options(text=self.text) == self

    def to_json(self) -> str:
        """As it is kept with the job."""
        return json.dumps(asdict(self), default=date.isoformat)

    @classmethod
    def from_json(cls, stored: str) -> Options:
        """The options of ``to_json``."""
        said = json.loads(stored)
        days = {name: date.fromisoformat(said[name]) for name in ("as_of", "received_on", "effective_on") if said[name]}
        return cls(policy=said["policy"], text=said["text"], **days)


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be read, and how far that is: ``done`` of ``total`` pages of a ``stage``.

    ``document`` is the archive's number once it is done, ``outcome`` what became of the reading
    (:class:`analyzer.archive.Added`), ``error`` has code, message and message_vi where it failed. Times are in UTC.
    """

    id: str
    owner: str
    state: State
    name: str | None
    media_type: str
    size: int
    stage: Stage | None
    done: int
    total: int
    document: int | None
    outcome: str | None
    error: dict[str, str] | None
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    sha256: str

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come of it by itself."""
        return self.state in FINISHED

    @classmethod
    def of(cls, row: Any) -> Job:
        """The job of a row of the table."""
        said = {**row._mapping, "done": row.reached}
        said["error"] = json.loads(row.error) if row.error else None
        for name in ("created_at", "started_at", "finished_at"):
            said[name] = in_utc(said[name])
        return cls(**{field.name: said[field.name] for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was uploaded."""

    sha256: str
    media_type: str
    size: int
    content: bytes
    added_at: datetime


def has_pages(media_type: str) -> bool:
    """Whether files of the type have pages that can be shown."""
    return media_type == "application/pdf" or media_type.startswith("image/")


def in_utc(moment: datetime | None) -> datetime | None:
    """A moment of the database, which SQLite tells without its zone."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def plain_name(name: str | None) -> str | None:
    """A file's name without directories and without characters that do not show, None where nothing is left.

    >>> plain_name("C:\\\\van ban\\\\KH 12\\x00\\u202e.pdf"), plain_name("../")
    ('KH 12.pdf', None)
    """
    last = (name or "").replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return shown[:_LONGEST_NAME] if shown.strip(". ") else None
