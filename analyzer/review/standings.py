"""How far the tasks of documents are, as people say: to do, in hand, done, put off to a later day."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Connection, select, update

from analyzer.archive.office import standing
from analyzer.archive.packing import Incoming
from analyzer.archive.store import Archive
from analyzer.review import records
from analyzer.review.clock import aware, now
from analyzer.review.errors import BadEdit, NoSuchItem
from analyzer.review.log import STANDING, Log
from analyzer.review.model import Standing, Status, Value
from analyzer.review.values import Day, Line, Strict

_FIELDS = ("status", "done_on", "done_document", "extended_to", "extension_document", "note")


class StandingValue(Strict):
    """What a person says of a task."""

    status: Status
    done_on: Day | None = None
    done_document: Line | None = None
    extended_to: Day | None = None
    extension_document: Line | None = None
    note: Line | None = None


class Standings:
    """The standing of tasks in an archive; used by several threads at once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def get(self, document: int) -> dict[str, Standing]:
        """The standing of each task of a document that somebody has set."""
        with self._archive.reading() as connection:
            rows = connection.execute(select(standing).where(standing.c.document == document)).all()
            log = Log(records.changes_of(connection, document, standings=True)) if rows else Log(())
        return {
            row.task: Standing(
                **{name: getattr(row, name) for name in _FIELDS},
                revision=log.revisions[STANDING + row.task],
                changed_at=aware(row.changed_at),
                changed_by=row.changed_by,
            )
            for row in rows
        }

    def set(self, document: int, task: str, wanted: Standing, *, who: str, seen: int) -> None:
        """Set the standing of a task; ``seen`` is the revision of the standing that its editor saw, 0 for none.

        Of ``wanted`` the revision and who set it when do not matter. From then on no machine's reading takes the place
        of the one whose task this is. Raises Conflict where another set it meanwhile, NoSuchItem, BadEdit.
        """
        item = STANDING + task
        value = _value(wanted)
        with self._archive.writing() as connection:
            self._archive.writer.enter_alone(connection)
            record = records.record_of(connection, document)
            if all(known.id != task for known in Incoming.from_line(record.current).directive.tasks):
                number = task.removeprefix("t")
                raise NoSuchItem(f"There is no task {task} (any more).", f"Không (còn) có nhiệm vụ {number}.")
            log = Log(record.changes)
            before = log.standing(item)
            log.check([item], {item: seen}, {item: before})
            after = value.model_dump(mode="json")
            if before == after:
                return
            records.begin(connection, document, record.stamp)
            at = now()
            records.write(
                connection,
                document,
                at=at,
                who=who,
                action="standing",
                task=task,
                before={item: before},
                after={item: after},
            )
            write_standing(connection, document, item, after, who, at)


def write_standing(connection: Connection, document: int, item: str, value: Value, who: str, at: datetime) -> None:
    """Put down the standing that a change gives a task; one that was never set before is to be done again."""
    said = StandingValue.model_validate(value or {"status": "todo"})
    task = item.removeprefix(STANDING)
    row = {**said.model_dump(), "changed_at": at, "changed_by": who}
    here = (standing.c.document == document) & (standing.c.task == task)
    if connection.execute(update(standing).where(here).values(row)).rowcount == 0:
        connection.execute(standing.insert().values({**row, "document": document, "task": task}))


def _value(wanted: Standing) -> StandingValue:
    try:
        return StandingValue.model_validate({name: getattr(wanted, name) for name in _FIELDS})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place, reason = ".".join(map(str, first["loc"])), " ".join(str(first["msg"]).split())
        raise BadEdit(
            f"The standing cannot be used: {place}: {reason}.",
            f"Tình trạng thực hiện không hợp lệ ở mục “{place}” ({reason}).",
        ) from error
