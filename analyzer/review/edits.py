"""What a person may do to a reading: one model for each action, told apart by ``action``.

>>> edit = EDIT.validate_python({"action": "set", "task": "t5", "field": "modality", "value": "prohibition"})
>>> items_of(edit)
('task:t5',)
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from analyzer.review.errors import BadEdit
from analyzer.review.values import (
    HEADER_FIELDS,
    MOST,
    TARGET_FIELDS,
    TASK_FIELDS,
    AssigneeValue,
    DeadlineValue,
    Offset,
    Strict,
    TargetId,
    TaskId,
)

TaskField = Literal["action", "modality", "area", "pace", "deliverables", "references", "targets"]
HeaderField = Literal["kind", "number", "issued_on", "issuer", "title", "effective_on"]
TargetField = Literal["metric", "comparator", "value", "upper", "unit", "baseline", "scope", "exclusions", "due"]
HEADER = "header"


class SetField(Strict):
    """A field of a task gets a value. The value it has already confirms it."""

    action: Literal["set"]
    task: TaskId
    field: TaskField
    value: Any = Field(description="As the field of a task has it in the contract.")

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, data: Any) -> Any:
        return _with_value(data, TASK_FIELDS)


class SetExtent(Strict):
    """A task takes in other words of the text."""

    action: Literal["extent"]
    task: TaskId
    start: Offset
    end: Offset


class SetAssignees(Strict):
    """Who has a part in a task: the whole list."""

    action: Literal["assignees"]
    task: TaskId
    value: Annotated[list[AssigneeValue], Field(max_length=MOST)]


class SetDeadlines(Strict):
    """The time limits of a task: the whole list."""

    action: Literal["deadlines"]
    task: TaskId
    value: Annotated[list[DeadlineValue], Field(max_length=MOST)]


class Split(Strict):
    """A task becomes two; ``at`` is where the second begins."""

    action: Literal["split"]
    task: TaskId
    at: Offset


class Merge(Strict):
    """Tasks that follow each other become one, which keeps the identifier of the first."""

    action: Literal["merge"]
    tasks: Annotated[list[TaskId], Field(min_length=2, max_length=MOST)]


class Add(Strict):
    """Words of the text become a task."""

    action: Literal["add"]
    start: Offset
    end: Offset


class Strike(Strict):
    """What was taken for a task is none."""

    action: Literal["strike"]
    task: TaskId


class SetHeader(Strict):
    """A field of the document's header gets a value."""

    action: Literal["header"]
    field: HeaderField
    value: Any = Field(description="The kind's abbreviation, the number as written, a day, a name, the title; or null.")

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, data: Any) -> Any:
        return _with_value(data, HEADER_FIELDS)


class SetTarget(Strict):
    """A field of a numeric target gets a value."""

    action: Literal["target"]
    target: TargetId
    field: TargetField
    value: Any = Field(description="As the field of a target has it in the contract.")

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, data: Any) -> Any:
        return _with_value(data, TARGET_FIELDS)


Edit = Annotated[
    SetField | SetExtent | SetAssignees | SetDeadlines | Split | Merge | Add | Strike | SetHeader | SetTarget,
    Field(discriminator="action"),
]
EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


def parse_edit(data: Any) -> Edit:
    """An edit as a client sends it (JSON that was decoded). Raises BadEdit."""
    try:
        return EDIT.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "edit"
        reason = " ".join(str(first["msg"]).split())[:300]
        raise BadEdit(
            f"The edit cannot be used: {place}: {reason}.",
            f"Nội dung sửa không hợp lệ ở mục “{place}”: hãy kiểm tra lại giá trị vừa nhập ({reason}).",
        ) from error


def items_of(edit: Edit) -> tuple[str, ...]:
    """The items that an edit changes, those aside that it makes."""
    match edit:
        case Merge():
            return tuple(f"task:{task}" for task in edit.tasks)
        case Add():
            return ()
        case SetHeader():
            return (HEADER,)
        case SetTarget():
            return (f"target:{edit.target}",)
        case _:
            return (f"task:{edit.task}",)


def _with_value(data: Any, fields: dict[str, TypeAdapter[Any]]) -> Any:
    """The data with the value as its field wants it."""
    if not isinstance(data, dict) or "value" not in data:
        return data
    field = data.get("field")
    checker = fields.get(field) if isinstance(field, str) else None
    return data if checker is None else {**data, "value": checker.validate_python(data["value"])}
