"""What people change in what was read, and how far tasks are."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from analyzer.review.edits import Edit
from analyzer.service.api.models.base import Answer, Asked, Moment
from analyzer.service.api.parameters import Day, Paragraph, Words

State = Literal["untouched", "open", "done"]
Status = Literal["todo", "doing", "done"]
Revision = Annotated[int, Field(ge=0, le=2**53)]
Item = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^(header|(task:t|target:g|standing:t)[0-9]{1,9})$")]
Seen = Annotated[str, Field(max_length=60, pattern=r"^(base|header|(task:t|target:g|standing:t)[0-9]{1,9})$")]


class EditIn(Asked):
    """A change to what was read."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "edit": {"action": "set", "task": "t1", "field": "area", "value": "procedures"},
                    "seen": {"task:t1": 0},
                },
                {
                    "edit": {
                        "action": "assignees",
                        "task": "t1",
                        "value": [{"name": "Sở Nội vụ", "role": "lead"}, {"name": "Sở Tài chính", "role": "support"}],
                    },
                    "seen": {"task:t1": 3},
                },
            ]
        }
    )

    edit: Edit
    seen: Annotated[dict[Seen, Revision], Field(max_length=400)] = Field(
        default_factory=dict,
        description="The revision of each item that the change touches, as its editor saw it (GET …/review); 0 of one "
        "that was never touched. Where another has changed it since, the answer is 409. 'base' may name the reading "
        "that was looked at.",
    )


class UndoIn(Asked):
    """Which change to take back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"change": 12}, {}]})

    change: Annotated[int, Field(ge=1, le=2**53)] | None = Field(
        default=None, description="Its number; one's own last that holds where none is given."
    )


class FieldChange(Answer):
    """A field that changed."""

    item: str = Field(description="header, task:t5, target:g1, standing:t5")
    field: str = Field(description="Empty where the item as a whole came or went.")
    old: Any
    new: Any


class Change(Answer):
    """What a person changed."""

    id: int
    at: Moment
    who: str
    action: str = Field(description="That of the edit, undo, redo or standing.")
    task: str | None
    fields: list[FieldChange] = Field(description="What changed, from what to what.")
    undoes: int | None = Field(description="The change that this one takes back.")
    undone_by: int | None = Field(description="The change that took this one back.")
    holds: bool = Field(description="Whether it counts.")


class History(Answer):
    """All changes to a document in their order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "changes": [
                        {
                            "id": 12,
                            "at": "2026-11-20T07:05:00Z",
                            "who": "Nguyễn Thị An",
                            "action": "set",
                            "task": "t1",
                            "fields": [
                                {"item": "task:t1", "field": "area", "old": "organisation", "new": "procedures"}
                            ],
                            "undoes": None,
                            "undone_by": None,
                            "holds": True,
                        }
                    ]
                }
            ]
        }
    )

    changes: list[Change]


class Struck(Answer):
    """A task that was taken out."""

    task: str
    text: str
    change: int = Field(description="The change that took it out; undo it to have the task back.")
    who: str
    at: Moment


class Review(Answer):
    """A document under review; the tasks themselves are in GET /v1/directives/{key}."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "nQ3vY0m2Xr7tKc1LwB8sZg",
                    "state": "open",
                    "changes": 1,
                    "revisions": {"task:t1": 12},
                    "corrected": {"t1": ["area"]},
                    "struck": [],
                    "last": None,
                    "base": 31,
                }
            ]
        }
    )

    key: str = Field(description="Identifier of the document.")
    state: State
    changes: int = Field(description="How many hold.")
    revisions: dict[str, int] = Field(description="Of each item that was touched the number of its last change.")
    corrected: dict[str, list[str]] = Field(description="The fields of tasks that people set.")
    struck: list[Struck]
    last: Change | None
    base: int = Field(description="The machine's reading that changes start from.")


class StandingIn(Asked):
    """How far a task is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"status": "done", "done_on": "2026-06-12", "done_document": "85/BC-SNV", "seen": 0},
                {"status": "doing", "extended_to": "2026-09-30", "extension_document": "412/UBND-NC", "seen": 14},
            ]
        }
    )

    status: Status
    done_on: Day | None = None
    done_document: Words | None = Field(default=None, description="The document that shows it.")
    extended_to: Day | None = Field(default=None, description="Takes the place of the day the document says.")
    extension_document: Words | None = Field(default=None, description="The document that grants it.")
    note: Paragraph | None = None
    seen: Revision = Field(default=0, description="The revision that its editor saw; 0 where nobody has set it.")

    @model_validator(mode="after")
    def _whole(self) -> StandingIn:
        if self.status != "done" and (self.done_on or self.done_document):
            raise ValueError("a day and a document of completion go with the status 'done'")
        return self


_STANDING: JsonDict = {
    "task": "t1",
    "status": "done",
    "done_on": "2026-06-12",
    "done_document": "85/BC-SNV",
    "extended_to": None,
    "extension_document": None,
    "note": None,
    "revision": 14,
    "changed_at": "2026-06-12T02:30:00Z",
    "changed_by": "Nguyễn Thị An",
}


class Standing(Answer):
    """How far a task is."""

    model_config = ConfigDict(json_schema_extra={"examples": [_STANDING]})

    task: str
    status: Status
    done_on: date | None
    done_document: str | None
    extended_to: date | None
    extension_document: str | None
    note: str | None
    revision: int = Field(description="0 where nobody has set it.")
    changed_at: Moment | None
    changed_by: str | None


class Standings(Answer):
    """How far the tasks of a document are; those that nobody has set are left out: they are to be done."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"standings": [_STANDING]}]})

    standings: list[Standing]
