"""What can be wrong with an edit, or stand in its way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analyzer.assembly.models import Task
from analyzer.errors import AnalyzerError
from analyzer.review.clock import shown
from analyzer.writing.words import shortened


class ReviewError(AnalyzerError):
    """Base of the review's errors."""

    code = "review_error"


class BadEdit(ReviewError):
    """The edit does not fit the document: words outside the text, a value that the field cannot have."""

    code = "bad_edit"


def extent_taken(task: Task) -> BadEdit:
    """What is wrong with giving a task the words of another."""
    return BadEdit(
        f"These words are task {task.id} already.", f"Đoạn này đã là một nhiệm vụ: “{shortened(task.text, 60)}”."
    )


class NoSuchItem(ReviewError):
    """The document has no task, target or change of that name (any more)."""

    code = "no_such_item"


class NothingToUndo(ReviewError):
    """There is no change to take back."""

    code = "nothing_to_undo"


class ReviewDone(ReviewError):
    """The review was closed; it is to be opened again first."""

    code = "review_done"


class NumberTaken(ReviewError):
    """Another document of the archive has that number, issuer and date."""

    code = "number_taken"


class Conflict(ReviewError):
    """Somebody changed the same item in the meantime.

    ``item`` is "task:t5", ``revision`` and ``value`` what it is now (null where it is gone), ``who`` changed it
    ``when``.
    """

    code = "conflict"

    def __init__(self, item: str, *, revision: int, value: Any, who: str, when: datetime) -> None:
        super().__init__(
            f"{item} was changed by {who} at {shown(when)} (Vietnam) in the meantime. Look at it and decide again.",
            f"{who} đã sửa mục này lúc {shown(when)}, sau khi bạn mở. Hãy xem nội dung mới rồi quyết định lại.",
        )
        self.item = item
        self.revision = revision
        self.value = value
        self.who = who
        self.when = when
