"""What an edit makes of a directive: the items that become others. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from analyzer.archive.layouts import Layout
from analyzer.assembly.models import Directive, DirectiveHeader, Model, Number, Target, Task
from analyzer.knowledge.doc_kinds import doc_kinds
from analyzer.pipes.references import parse_number
from analyzer.review.adding import added
from analyzer.review.bodies import Bodies
from analyzer.review.edits import (
    HEADER,
    Add,
    Edit,
    Merge,
    SetAssignees,
    SetDeadlines,
    SetExtent,
    SetField,
    SetHeader,
    SetTarget,
    Split,
    Strike,
)
from analyzer.review.errors import BadEdit, NoSuchItem
from analyzer.review.extents import Extents
from analyzer.review.limits import Limits
from analyzer.review.model import Value
from analyzer.review.places import Places

_SURE = ("modality", "area", "assignees", "deadlines")  # fields whose confidence is told


@dataclass(frozen=True, slots=True)
class Applied:
    """What an edit changes: the items before and after, and the task it is about."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]
    task: str | None


def apply(edit: Edit, directive: Directive, new_id: str, layout: Layout | None = None) -> Applied:
    """What an edit makes of a directive as people have made it so far; ``new_id`` is for a task it makes.

    Raises BadEdit, NoSuchItem.
    """
    try:
        made = _made(edit, directive, new_id, layout)
        items: dict[str, Model | None] = {
            item: None if value is None else type(value).model_validate(value.model_dump())
            for item, value in made.items()
        }
    except ValidationError as error:
        reason = " ".join(str(error.errors(include_url=False)[0]["msg"]).split())
        raise BadEdit(
            f"The edit does not make a valid item: {reason}.", f"Nội dung sửa không hợp lệ: {reason}."
        ) from error
    before = {item: value_of(directive, item) for item in items}
    after = {item: None if value is None else value.model_dump(mode="json") for item, value in items.items()}
    changed = [item for item in items if before[item] != after[item]]
    about = getattr(edit, "task", None) or next((i.removeprefix("task:") for i in items if i.startswith("task:")), None)
    return Applied({i: before[i] for i in changed}, {i: after[i] for i in changed}, about)


def value_of(directive: Directive, item: str) -> Value:
    """The value of an item as JSON has it; None where there is none."""
    kind, _, name = item.partition(":")
    found: Model | None
    if kind == HEADER:
        found = directive.directive
    elif kind == "task":
        found = next((task for task in directive.tasks if task.id == name), None)
    else:
        found = next((target for target in directive.targets if target.id == name), None)
    return None if found is None else found.model_dump(mode="json")


def _made(edit: Edit, directive: Directive, new_id: str, layout: Layout | None) -> dict[str, Model | None]:
    match edit:
        case SetField():
            return _item(_with_field(_task(directive, edit.task), edit.field, edit.value, directive))
        case SetAssignees():
            task = _task(directive, edit.task)
            assignees = Bodies(directive).assignees(edit.value, task, Places(directive, layout))
            return _item(_sure(task, "assignees", assignees))
        case SetDeadlines():
            task = _task(directive, edit.task)
            limits = Limits(directive).deadlines(edit.value, task, Places(directive, layout))
            return _item(_sure(task, "deadlines", limits))
        case SetHeader():
            return {HEADER: _header(directive, edit.field, edit.value)}
        case SetTarget():
            target = _target(directive, edit.target)
            return {f"target:{target.id}": target.model_copy(update={edit.field: edit.value})}
        case Strike():
            return {f"task:{_task(directive, edit.task).id}": None}
        case _:
            return _reshaped(edit, directive, new_id, Extents(directive, Places(directive, layout)))


def _reshaped(
    edit: SetExtent | Split | Merge | Add, directive: Directive, new_id: str, extents: Extents
) -> dict[str, Model | None]:
    match edit:
        case SetExtent():
            return _item(extents.extended(_task(directive, edit.task), edit.start, edit.end))
        case Split():
            first, second = extents.split(_task(directive, edit.task), edit.at, new_id)
            return {**_item(first), **_item(second)}
        case Merge():
            tasks = _neighbours(directive, edit.tasks)
            gone: dict[str, Model | None] = {f"task:{task.id}": None for task in tasks[1:]}
            return {**_item(extents.merged(tasks)), **gone}
        case Add():
            return _item(added(directive, extents.places, edit.start, edit.end, new_id))


def _item(task: Task) -> dict[str, Model | None]:
    return {f"task:{task.id}": task}


def _task(directive: Directive, task_id: str) -> Task:
    for task in directive.tasks:
        if task.id == task_id:
            return task
    number = task_id.removeprefix("t")
    raise NoSuchItem(f"There is no task {task_id} (any more).", f"Không (còn) có nhiệm vụ {number}.")


def _target(directive: Directive, target_id: str) -> Target:
    for target in directive.targets:
        if target.id == target_id:
            return target
    number = target_id.removeprefix("g")
    raise NoSuchItem(f"There is no target {target_id}.", f"Không có chỉ tiêu {number}.")


def _neighbours(directive: Directive, ids: list[str]) -> list[Task]:
    """The tasks in the order of the document. Raises BadEdit where others stand between them."""
    tasks = [_task(directive, task_id) for task_id in ids]
    wanted = {task.id for task in tasks}
    places = [at for at, task in enumerate(directive.tasks) if task.id in wanted]
    if len(wanted) != len(ids) or places[-1] - places[0] + 1 != len(places):
        raise BadEdit(
            "Only tasks that follow each other can be merged, each named once.",
            "Chỉ gộp được các nhiệm vụ đứng liền nhau.",
        )
    return [directive.tasks[at] for at in places]


def _with_field(task: Task, field: str, value: Any, directive: Directive) -> Task:
    if field in ("targets", "references"):
        known = {item.id for item in (directive.targets if field == "targets" else directive.references)}
        unknown = [name for name in value if name not in known]
        if unknown:
            raise NoSuchItem(
                f"The document has no {', '.join(unknown)}.", f"Văn bản không có mục {', '.join(unknown)}."
            )
    return _sure(task, field, list(dict.fromkeys(value)) if isinstance(value, list) else value)


def _sure(task: Task, field: str, value: Any) -> Task:
    """The task with a field that a person set, which is sure."""
    update = {field: value}
    if field in _SURE and task.confidences is not None:
        update["confidences"] = task.confidences.model_copy(update={field: 1.0})
    return task.model_copy(update=update)


def _header(directive: Directive, field: str, value: Any) -> DirectiveHeader:
    """The header with a field that a person set, and what follows from it."""
    header = directive.directive
    update: dict[str, Any] = {field: value}
    if field == "kind":
        named = next((k for k in doc_kinds() if value and value.upper() == k.abbr.upper()), None)
        if value is not None and named is None:
            raise BadEdit(
                f"{value!r} is no abbreviation of a kind of document, such as 'CT'.",
                f"“{value}” không phải ký hiệu loại văn bản (ví dụ: CT, QĐ, KH).",
            )
        update = {"kind": named.abbr if named else None, "kind_name": named.name if named else None}
    elif field == "number":
        update["number"] = None if value is None else _number(value)
    elif field == "issuer":
        update["issuer"] = None if value is None else Bodies(directive).issuer(value)
    return header.model_copy(update=update)


def _number(written: str) -> Number:
    text = "".join(written.split())
    parts = parse_number(text)
    if parts is None:
        return Number(text=text)
    return Number(
        text=text,
        serial=parts.serial or None,
        year=parts.year,
        kind_code=parts.kind_code or None,
        issuer_code=parts.issuer_code or None,
    )
