"""A document under review: what the machine said, what people made of it, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from analyzer.assembly.models import Directive

State = Literal["untouched", "open", "done"]
Status = Literal["todo", "doing", "done"]
#: The value of an item as JSON has it, None where there is none (any more).
Value = dict[str, Any] | None


class Revisions(dict[str, int]):
    """The revision of each item: the number of the last change to it, 0 where it was never touched."""

    def __missing__(self, item: str) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an item that changed; ``field`` is "" where the item as a whole came or went."""

    item: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What a person changed.

    ``action`` is that of the edit, "undo", "redo" or "standing". ``undoes`` is the change that this one takes back,
    ``undone_by`` the one that took this one back; ``holds`` says whether it counts. ``fields`` tell what changed, from
    what to what.
    """

    id: int
    document: int
    at: datetime
    who: str
    action: str
    task: str | None
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    undoes: int | None = None
    undone_by: int | None = None
    holds: bool = True
    fields: tuple[FieldChange, ...] = ()

    @property
    def items(self) -> frozenset[str]:
        """The items that it changed."""
        return frozenset(self.before) | frozenset(self.after)


@dataclass(frozen=True, slots=True)
class Struck:
    """A task that a person took out: as it was, and by which change."""

    task: str
    text: str
    start: int
    change: Change


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document as people have made it so far.

    ``machine`` is what the machine said; ``corrected`` names, for each task, the fields that a person set ("extent",
    "assignees", "deadlines" and those of the contract). ``changes`` counts those that hold, standings aside. ``base``
    is the reading that the machine's word is from.
    """

    document: int
    directive: Directive
    machine: Directive
    revisions: Mapping[str, int] = field(default_factory=Revisions)
    corrected: Mapping[str, frozenset[str]] = field(default_factory=dict)
    struck: tuple[Struck, ...] = ()
    state: State = "untouched"
    changes: int = 0
    last: Change | None = None
    base: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a task is.

    ``done_on`` and ``done_document`` are of what is done; ``extended_to`` takes the place of the day that the document
    says, by ``extension_document``. ``revision`` is that of the item "standing:t5", 0 where nobody has set it.
    """

    status: Status = "todo"
    done_on: date | None = None
    done_document: str | None = None
    extended_to: date | None = None
    extension_document: str | None = None
    note: str | None = None
    revision: int = 0
    changed_at: datetime | None = None
    changed_by: str | None = None
