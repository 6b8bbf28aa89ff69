"""Reviews over an archive: documents opened, edited by several people at once, taken back, closed.

What an edit makes is worked out beforehand; it is written only if nobody has changed the document meanwhile, else it is
worked out again from what is there now. So no change is lost, and who edits what another has changed is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import Connection

from analyzer.archive.packing import Incoming
from analyzer.archive.store import Archive
from analyzer.archive.writing import REVIEW
from analyzer.assembly.models import Directive
from analyzer.review import records
from analyzer.review.clock import now
from analyzer.review.edits import Edit, items_of
from analyzer.review.errors import Conflict, NumberTaken, ReviewDone
from analyzer.review.log import STANDING, Log, corrected, is_standing
from analyzer.review.model import Change, Reviewed, State, Struck, Value
from analyzer.review.operations import apply, value_of
from analyzer.review.records import Record
from analyzer.review.replay import next_task, replay, replay_without
from analyzer.review.standings import write_standing

#: How often a change is worked out again because others changed the document meanwhile.
_TRIES = 50
#: The name in ``seen`` of the machine's reading that a person looked at.
BASE = "base"
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Open:
    """A review as it was read, with what follows from its log."""

    record: Record
    machine: Directive
    log: Log
    directive: Directive

    def value(self, item: str) -> Value:
        """The value of an item now."""
        if item.startswith(STANDING):
            return self.log.standing(item)
        return value_of(self.directive, item)

    def values(self, items: frozenset[str] | tuple[str, ...]) -> dict[str, Value]:
        return {item: self.value(item) for item in items}


@dataclass(frozen=True, slots=True)
class _Made:
    """A change that is to be written, and what it makes of the review."""

    change: Change
    opened: _Open


class Reviews:
    """The reviews of the documents of an archive; used by several threads at once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def open(self, document: int) -> Reviewed:
        """A document as people have made it so far. Nothing is written. Raises NoSuchDocument."""
        return _reviewed(self._read(document))

    def edit(self, document: int, edit: Edit, *, who: str, seen: Mapping[str, int]) -> Reviewed:
        """Make an edit; ``seen`` is the revision of each item it touches, as the editor saw it (0 where it is left
        out), and under "base" the reading that was looked at, where that is to be checked.

        Raises Conflict where another changed one of these items meanwhile, BadEdit, NoSuchItem, ReviewDone,
        NumberTaken.
        """

        def work_out(opened: _Open) -> _Made | None:
            self._check_seen(opened, edit, seen)
            with self._archive.reading() as connection:
                layout = records.layout_of(connection, opened.record.sha256)
            applied = apply(edit, opened.directive, next_task(opened.machine, opened.log), layout)
            if not applied.after:
                return None  # what is there already
            return _with_change(opened, who, edit.action, applied.task, applied.before, applied.after)

        return self._change(document, work_out)

    def undo(self, document: int, *, who: str, change: int | None = None) -> Reviewed:
        """Take back a change, by default one's own last. A change that took back another can be taken back in turn.

        Raises Conflict where later changes touch the same items, BadEdit where another task has the words by now,
        NothingToUndo, NoSuchItem, ReviewDone.
        """

        def work_out(opened: _Open) -> _Made:
            log = opened.log
            items = frozenset(item for c in log.changes for item in c.items)
            chosen = log.own_last(who).id if change is None else change
            last = log.undoing(chosen, opened.values(items))
            action = "redo" if last.undoes is not None and last.action != "redo" else "undo"
            return _without_change(opened, last, who, action)

        return self._change(document, work_out)

    def history(self, document: int, item: str | None = None) -> list[Change]:
        """The changes in their order, all or those of an item. Raises NoSuchDocument."""
        changes = self._read(document).log.changes
        return [c for c in changes if item is None or item in c.items]

    def finish(self, document: int, *, who: str) -> None:
        """Close the review: a person has looked at all of it. Raises NoSuchDocument."""
        self._close(document, who)

    def reopen(self, document: int, *, who: str) -> None:
        """Open a review again that was closed; ``who`` does so. Raises NoSuchDocument."""
        self._close(document, None)

    # ---------------------------------------------------------------- parts

    def _read(self, document: int) -> _Open:
        with self._archive.reading() as connection:
            record = records.record_of(connection, document)
        machine = Incoming.from_line(record.base).directive
        log = Log(record.changes)
        stands = machine if record.current == record.base else Incoming.from_line(record.current).directive
        return _Open(record, machine, log, stands)

    def _close(self, document: int, who: str | None) -> None:
        with self._archive.writing() as connection:
            self._archive.writer.enter_alone(connection)
            stamp = records.stamp_of(connection, document)
            if who is not None or stamp.begun:
                records.begin(connection, document, stamp)
                records.close(connection, document, who)

    def _check_seen(self, opened: _Open, edit: Edit, seen: Mapping[str, int]) -> None:
        record = opened.record
        if seen.get(BASE, record.stamp.base) != record.stamp.base:
            raise Conflict(BASE, revision=record.stamp.base, value=None, who="analyzer", when=record.base_added_at)
        items = items_of(edit)
        opened.log.check(items, seen, opened.values(items))

    def _change(self, document: int, work_out: Callable[[_Open], _Made | None]) -> Reviewed:
        for _ in range(_TRIES):
            opened = self._read(document)
            made = work_out(opened)
            if made is None:
                return _reviewed(opened)
            if opened.record.stamp.done and not is_standing(made.change):
                raise ReviewDone(
                    "The review of this document is closed. Open it again to change something.",
                    "Văn bản đã hoàn thành rà soát. Hãy mở lại việc rà soát trước khi sửa.",
                )
            try:
                return self._write(made)
            except _Stale:
                continue
        raise records.too_busy()

    def _write(self, made: _Made) -> Reviewed:
        """Write a change. Raises _Stale where the review is another than the one it was worked out from."""
        opened, change = made.opened, made.change
        record = opened.record
        number = 0

        def before(connection: Connection) -> None:
            nonlocal number
            if records.stamp_of(connection, record.document) != record.stamp:
                raise _Stale
            self._check_number(connection, opened)
            records.begin(connection, record.document, record.stamp)
            number = records.write(
                connection,
                record.document,
                at=change.at,
                who=change.who,
                action=change.action,
                task=change.task,
                before=change.before,
                after=change.after,
                undoes=change.undoes,
            )
            for item, value in change.after.items():
                if item.startswith(STANDING):
                    write_standing(connection, record.document, item, value, change.who, change.at)

        if is_standing(change):
            with self._archive.writing() as connection:
                self._archive.writer.enter_alone(connection)
                before(connection)
        else:
            revised = opened.directive
            incoming = (
                Incoming(revised, record.base, REVIEW) if revised is opened.machine else Incoming.of(revised, REVIEW)
            )
            self._archive.revise(record.document, incoming, before)
        stamp = replace(record.stamp, begun=True, last=number)
        log = Log([*record.changes, replace(change, id=number)])
        return _reviewed(replace(opened, record=replace(record, stamp=stamp), log=log))

    def _check_number(self, connection: Connection, opened: _Open) -> None:
        """Raise NumberTaken where another document has the number, issuer and date that the header has now."""
        header = opened.directive.directive
        other = self._archive.writer.same_identity(connection, opened.record.document, header)
        if other is not None:
            raise NumberTaken(
                f"The archive has another document of this number, issuer and date: {other}.",
                f"Trong kho đã có văn bản khác cùng số, cơ quan ban hành và ngày ban hành này: {other}.",
            )


class _Stale(Exception):
    """The review was changed while a change was worked out."""


def _with_change(
    opened: _Open, who: str, action: str, task: str | None, before: Mapping[str, Value], after: Mapping[str, Value]
) -> _Made:
    """A change with the directive it makes."""
    record = opened.record
    change = Change(record.stamp.last + 1, record.document, now(), who, action, task, before, after)
    log = Log([*record.changes, change])
    return _Made(change, replace(opened, log=log, directive=replay(opened.machine, log)))


def _without_change(opened: _Open, last: Change, who: str, action: str) -> _Made:
    """A change that takes another back, with the directive without that one."""
    record = opened.record
    items = tuple(sorted(last.items))
    before = opened.values(items)
    change = Change(record.stamp.last + 1, record.document, now(), who, action, last.task, before, {}, undoes=last.id)
    log = Log([*record.changes, change])
    made = replace(opened, log=log, directive=replay_without(opened.machine, log, last))
    standings = {item: last.before.get(item) for item in items if item.startswith(STANDING)}
    after = {item: standings[item] if item in standings else made.value(item) for item in items}
    change = replace(change, after=after)
    return _Made(change, replace(made, log=Log([*record.changes, change])))


def _reviewed(opened: _Open) -> Reviewed:
    log, record = opened.log, opened.record
    held = [change for change in log.held if not is_standing(change)]
    touched = any(not is_standing(change) for change in log.changes)
    state: State = "done" if record.stamp.done else "open" if touched else "untouched"
    kept = {task.id for task in opened.directive.tasks}
    return Reviewed(
        document=record.document,
        directive=opened.directive,
        machine=opened.machine,
        revisions=log.revisions,
        corrected={task: fields for task, fields in corrected(held).items() if task in kept},
        struck=_struck(held, kept),
        state=state,
        changes=len(held),
        last=log.last(),
        base=record.stamp.base,
    )


def _struck(held: list[Change], kept: set[str]) -> tuple[Struck, ...]:
    """The tasks that people took out, in the order of the text."""
    found = []
    for change in held:
        if change.action != "strike":
            continue
        for item, value in change.before.items():
            task = item.removeprefix("task:")
            if value is not None and task not in kept:
                found.append(Struck(task, value["text"], value["span"]["start"], change))
    return tuple(sorted(found, key=lambda struck: struck.start))
