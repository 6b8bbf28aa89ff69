"""The log of changes to one document: which of them hold, who changed what last, what may be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from analyzer.review.errors import Conflict, NoSuchItem, NothingToUndo
from analyzer.review.model import Change, FieldChange, Revisions, Value

STANDING = "standing:"


class Log:
    """The changes in their order, as they were stored; what follows from the order is worked out here.

    A change that takes back another has its number in ``undoes``; it can be taken back in turn, which brings the first
    one back.
    """

    def __init__(self, stored: Iterable[Change]) -> None:
        rows = sorted(stored, key=lambda change: change.id)
        undone = _undone(rows)
        by = {row.undoes: row.id for row in rows if row.undoes is not None}
        self.changes: tuple[Change, ...] = tuple(
            replace(
                row,
                holds=row.id not in undone,
                undone_by=by[row.id] if row.id in undone else None,
                fields=fields_of(row),
            )
            for row in rows
        )
        self._by_id = {change.id: change for change in self.changes}
        self._undo_of = by

    @cached_property
    def held(self) -> tuple[Change, ...]:
        """The changes that count, undoing ones aside."""
        return tuple(change for change in self.changes if change.holds and change.undoes is None)

    @cached_property
    def revisions(self) -> Revisions:
        """The last change to each item."""
        found = Revisions()
        for change in self.changes:
            found.update(dict.fromkeys(change.items, change.id))
        return found

    def last(self) -> Change | None:
        """The last change, standings aside."""
        return next((c for c in reversed(self.changes) if not is_standing(c)), None)

    def standing(self, item: str) -> Value:
        """The standing of a task as it was set last; None where it never was."""
        last = next((c for c in reversed(self.changes) if item in c.items), None)
        return last.after.get(item) if last else None

    def check(self, items: Iterable[str], seen: Mapping[str, int], values: Mapping[str, Value]) -> None:
        """Raise Conflict where an item is not as it was seen; ``values`` are what the items are now."""
        for item in items:
            if seen.get(item, 0) != self.revisions[item]:
                raise self._conflict(item, values.get(item))

    def own_last(self, who: str) -> Change:
        """The last change of a person that holds. Raises NothingToUndo."""
        for change in reversed(self.held):
            if change.who == who and not is_standing(change):
                return change
        raise NothingToUndo(
            "You have made no change to this document that could be taken back.",
            "Bạn chưa có thay đổi nào đối với văn bản này để hoàn tác.",
        )

    def undoing(self, change_id: int, values: Mapping[str, Value]) -> Change:
        """The change to be taken back so that one no longer counts: itself, or what brought it back.

        Given a change that takes another back, it is that one's turn to count again. Raises NoSuchItem, NothingToUndo,
        and Conflict where other changes to the same items stand in the way.
        """
        change = self._by_id.get(change_id)
        if change is None:
            raise NoSuchItem(f"There is no change {change_id}.", "Không có thay đổi này trong lịch sử.")
        last = change
        while last.id in self._undo_of:
            last = self._by_id[self._undo_of[last.id]]
        if not change.holds:
            raise NothingToUndo("The change was taken back already.", "Thay đổi này đã được hoàn tác trước đó.")
        first = last
        while first.undoes is not None:
            first = self._by_id[first.undoes]
        self._check_way(first, values, again=not first.holds)
        return last

    def _check_way(self, first: Change, values: Mapping[str, Value], *, again: bool) -> None:
        """Raise Conflict where a change cannot be taken back, or brought back, without touching others."""
        for other in reversed(self.held):
            if other.id > first.id and other.items & first.items:
                item = min(other.items & first.items)
                raise self._conflict(item, values.get(item), other)
        if again:
            below = {c.id for c in self.held if c.id < first.id and c.items & first.items}
            undone = _undone([c for c in self.changes if c.id < first.id])
            then = {c.id for c in self.changes if c.id < first.id and c.undoes is None and c.id not in undone}
            then = {c for c in then if self._by_id[c].items & first.items}
            if below != then:
                item = min(first.items)
                raise self._conflict(item, values.get(item))

    def _conflict(self, item: str, value: Value, change: Change | None = None) -> Conflict:
        by = change or self._by_id.get(self.revisions[item])
        if by is None:  # the item was never touched, and something else was seen than there is
            raise NoSuchItem(f"Nothing is known of {item} as you saw it.", "Mục này không còn như bạn đã thấy.")
        return Conflict(item, revision=self.revisions[item], value=value, who=by.who, when=by.at)


def fields_of(change: Change) -> tuple[FieldChange, ...]:
    """What changed in the items, from what to what; an item that came or went is told as a whole."""
    found: list[FieldChange] = []
    for item in sorted(change.items):
        old, new = change.before.get(item), change.after.get(item)
        if old is None or new is None:
            found.append(FieldChange(item, "", old, new))
            continue
        names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
        found += [FieldChange(item, name, old.get(name), new.get(name)) for name in names]
    return tuple(found)


def corrected(changes: Sequence[Change]) -> dict[str, frozenset[str]]:
    """For each task the fields that people set by changes that hold."""
    found: dict[str, set[str]] = {}
    for change in changes:
        for item in change.items:
            if item.startswith("task:") and change.after.get(item) is not None:
                found.setdefault(item.removeprefix("task:"), set()).update(_set_fields(change, item))
    return {task: frozenset(fields) for task, fields in found.items() if fields}


def _set_fields(change: Change, item: str) -> set[str]:
    if change.action in ("assignees", "deadlines"):
        return {change.action}
    if change.action != "set":
        return {"extent"}
    changed = {f.field: f for f in change.fields if f.item == item}
    fields = set(changed) - {"confidences", "confidence"}
    if not fields and "confidences" in changed:  # a value that was confirmed
        old, new = changed["confidences"].old or {}, changed["confidences"].new or {}
        fields = {name for name in new if old.get(name) != new[name]}
    return fields


def _undone(rows: Sequence[Change]) -> set[int]:
    """The changes that were taken back by one that was not itself taken back."""
    undone: set[int] = set()
    for row in reversed(rows):  # what takes a change back is younger than it
        if row.undoes is not None and row.id not in undone:
            undone.add(row.undoes)
    return undone


def is_standing(change: Change) -> bool:
    """Whether a change is of how far tasks are, not of what the document says."""
    return all(item.startswith(STANDING) for item in change.items)
