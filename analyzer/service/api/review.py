"""Correcting what was read: edits, undo, history, and how far tasks are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Body, Query

from analyzer.review.errors import Conflict, NothingToUndo, NumberTaken, ReviewDone
from analyzer.review.model import Change, Reviewed
from analyzer.review.model import Standing as Stands
from analyzer.service.access.guard import Editor, Reader
from analyzer.service.api.library import card_of
from analyzer.service.api.models import review as out
from analyzer.service.api.models.base import utc
from analyzer.service.api.parameters import STRICT, Key, TaskId
from analyzer.service.api.problems import problems
from analyzer.service.problems import problem
from analyzer.service.state import Service, ServiceDep

router = APIRouter(prefix="/v1", tags=["Review"], dependencies=STRICT)


@contextmanager
def conflicts() -> Iterator[None]:
    """What stands in the way of a change becomes a problem 409; of a conflict it says what the item is now."""
    try:
        yield
    except Conflict as error:
        raise problem(
            409,
            error.code,
            error.message,
            error.message_vi,
            item=error.item,
            revision=error.revision,
            value=error.value,
            who=error.who,
            when=utc(error.when),
        ) from error
    except (NothingToUndo, NumberTaken, ReviewDone) as error:
        raise problem(409, error.code, error.message, error.message_vi) from error


@router.get(
    "/directives/{key}/review", response_model=out.Review, responses=problems(404), summary="How its review stands"
)
def get_review(service: ServiceDep, person: Reader, key: Key) -> out.Review:
    """What people have changed so far, and the revision of each item, which changes are to name."""
    return _review(key, service.reviews.open(card_of(service.archive, key).id))


@router.post(
    "/directives/{key}/edits",
    response_model=out.Review,
    responses=problems(400, 404, 408, 409, 413),
    summary="Change what was read",
)
def edit(service: ServiceDep, person: Editor, key: Key, sent: out.EditIn) -> out.Review:
    """Change the header, a task or a target: correct a field, split, merge, add or strike a task.

    What the machine read is kept, and every change with who made it and when.
    """
    document = card_of(service.archive, key).id
    with conflicts():
        return _review(key, service.reviews.edit(document, sent.edit, who=person.name, seen=sent.seen))


@router.post(
    "/directives/{key}/undo",
    response_model=out.Review,
    responses=problems(400, 404, 408, 409, 413),
    summary="Take a change back",
)
def undo(
    service: ServiceDep, person: Editor, key: Key, sent: Annotated[out.UndoIn | None, Body()] = None
) -> out.Review:
    """Take a change back: that of the number, else one's own last. To undo is a change, too."""
    document = card_of(service.archive, key).id
    with conflicts():
        return _review(
            key, service.reviews.undo(document, who=person.name, change=sent.change if sent is not None else None)
        )


@router.get(
    "/directives/{key}/history", response_model=out.History, responses=problems(404), summary="Who changed what"
)
def get_history(
    service: ServiceDep,
    person: Reader,
    key: Key,
    item: Annotated[out.Item | None, Query(description="Of one item alone: header, task:t5, target:g1.")] = None,
) -> out.History:
    """All changes in their order: who, when, from what to what."""
    changes = service.reviews.history(card_of(service.archive, key).id, item)
    return out.History(changes=[_change(change) for change in changes])


@router.post(
    "/directives/{key}/finish", response_model=out.Review, responses=problems(404, 409), summary="Close the review"
)
def finish(service: ServiceDep, person: Editor, key: Key) -> out.Review:
    """Say that the list is right as it stands. It takes no changes until it is opened again."""
    document = card_of(service.archive, key).id
    with conflicts():
        service.reviews.finish(document, who=person.name)
    return _review(key, service.reviews.open(document))


@router.post(
    "/directives/{key}/reopen", response_model=out.Review, responses=problems(404, 409), summary="Open the review again"
)
def reopen(service: ServiceDep, person: Editor, key: Key) -> out.Review:
    """Let the list be changed again."""
    document = card_of(service.archive, key).id
    with conflicts():
        service.reviews.reopen(document, who=person.name)
    return _review(key, service.reviews.open(document))


@router.get(
    "/directives/{key}/standings", response_model=out.Standings, responses=problems(404), summary="How far tasks are"
)
def get_standings(service: ServiceDep, person: Reader, key: Key) -> out.Standings:
    """How far the tasks of a document are, where somebody has said so."""
    found = service.standings.get(card_of(service.archive, key).id)
    return out.Standings(standings=[_standing(task, found[task]) for task in sorted(found, key=_order)])


@router.get(
    "/directives/{key}/standings/{task}",
    response_model=out.Standing,
    responses=problems(404),
    summary="How far a task is",
)
def get_standing(service: ServiceDep, person: Reader, key: Key, task: TaskId) -> out.Standing:
    """How far a task is; to be done where nobody has said anything."""
    document = card_of(service.archive, key).id
    found = service.standings.get(document).get(task)
    if found is None and not _has_task(service, document, task):
        raise problem(404, "no_such_item", "The document has no such task.", "Văn bản không có nhiệm vụ này.")
    return _standing(task, found or Stands())


@router.put(
    "/directives/{key}/standings/{task}",
    response_model=out.Standing,
    responses=problems(400, 404, 408, 409, 413),
    summary="Say how far a task is",
)
def set_standing(service: ServiceDep, person: Editor, key: Key, task: TaskId, sent: out.StandingIn) -> out.Standing:
    """Say how far a task is: to be done, being done, done with day and document; or extended."""
    document = card_of(service.archive, key).id
    said = Stands(**sent.model_dump(exclude={"seen"}))
    with conflicts():
        service.standings.set(document, task, said, who=person.name, seen=sent.seen)
    return _standing(task, service.standings.get(document).get(task, said))


def _has_task(service: Service, document: int, task: str) -> bool:
    return any(one.id == task for one in service.archive.directive(document).tasks)


def _order(task: str) -> tuple[int, str]:
    number = task.removeprefix("t")
    return (int(number), task) if number.isdigit() else (0, task)


def _review(key: str, reviewed: Reviewed) -> out.Review:
    return out.Review(
        key=key,
        state=reviewed.state,
        changes=reviewed.changes,
        revisions=dict(reviewed.revisions),
        corrected={task: sorted(fields) for task, fields in reviewed.corrected.items()},
        struck=[
            out.Struck(task=one.task, text=one.text, change=one.change.id, who=one.change.who, at=one.change.at)
            for one in reviewed.struck
        ],
        last=_change(reviewed.last) if reviewed.last else None,
        base=reviewed.base,
    )


def _change(change: Change) -> out.Change:
    return out.Change.model_validate(change)


def _standing(task: str, standing: Stands) -> out.Standing:
    values = {name: getattr(standing, name) for name in out.Standing.model_fields if name != "task"}
    return out.Standing(task=task, **values)
