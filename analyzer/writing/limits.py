"""Time limits of a task for the formats for people: its due days, and what has no day, in words."""

from __future__ import annotations

import re
from datetime import date

from analyzer.assembly.models import Deadline, Formula, Task
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import labels

_OFFSET = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_UNITS = ("years", "months", "weeks", "days", "hours", "minutes")


def work(task: Task) -> str:
    """What is to be done, without addressee and time limit; of a ban the whole sentence, which says that it is one."""
    return task.text if task.modality == "prohibition" else task.action or task.text


def due_day(deadline: Deadline) -> date | None:
    """The day after which it is late. Results from before there was ``due`` have the end of the interval only.

    >>> from analyzer.assembly.models import Span
    >>> due_day(Deadline(text="trong tháng 6", span=Span(start=0, end=13), end=date(2024, 6, 30)))
    datetime.date(2024, 6, 30)
    """
    return deadline.due or (None if deadline.rrule else deadline.end)


def first_due(task: Task) -> Deadline | None:
    """The deadline with the earliest due day; None where no deadline has one."""
    return min((d for d in task.deadlines if due_day(d)), key=lambda d: due_day(d) or date.max, default=None)


def due_date(task: Task) -> date | None:
    """The earliest due day among the task's deadlines; what recurs and what hangs on an unknown day has none."""
    first = first_due(task)
    return due_day(first) if first else None


def safe_due_date(task: Task) -> date | None:
    """The last working day on which the earliest deadline is surely kept."""
    first = first_due(task)
    return first.safe_due if first else None


def next_due_date(task: Task) -> date | None:
    """The next day among the task's recurring deadlines."""
    return min((day for d in task.deadlines for day in d.next_due), default=None)


def limit_words(task: Task) -> list[str]:
    """What limits the task, as the document puts it: its deadlines, then the events it is tied to."""
    found = [anchored(deadline) for deadline in task.deadlines]
    found += [t.text for t in task.triggers if not any(t.text in words for words in found)]
    return list(dict.fromkeys(found))


def anchored(deadline: Deadline) -> str:
    """The words of a deadline, with what it counts from where that stands elsewhere in the sentence.

    >>> from analyzer.assembly.models import Span
    >>> anchored(Deadline(text="trong 05 ngày", span=Span(start=0, end=13), anchor="kể từ ngày nhận"))
    'trong 05 ngày … kể từ ngày nhận'
    """
    anchor = deadline.anchor
    return f"{deadline.text} … {anchor}" if anchor and anchor not in deadline.text else deadline.text


def formula_words(formula: Formula) -> str:
    """How the day is counted, in words.

    >>> formula_words(Formula(event="ngày nhận", offset="P5D", working_days=True))
    '05 ngày làm việc kể từ ngày nhận'
    >>> formula_words(Formula(event="khi họp", offset="P3D", direction="before"))
    '03 ngày trước khi họp'
    >>> formula_words(Formula(event=None, offset="P2M", counted_from=date(2024, 6, 3)))
    '02 tháng kể từ ngày 03/06/2024'
    >>> formula_words(Formula(event="có hướng dẫn", offset=None))
    'sau khi có hướng dẫn'
    """
    words = labels("limits")
    day = vietnamese_date(formula.counted_from)
    event = formula.event or (words["day"].format(day=day) if day else words["event"])
    if formula.event and day:
        event += f" ({day})"
    if formula.direction == "after" and formula.offset is None and not event.startswith(("ngày", "khi")):
        event = words["when"].format(event=event)
    kind = formula.direction if formula.offset else f"{formula.direction}_event"
    return words[kind].format(offset=offset_words(formula.offset or "", formula.working_days), event=event)


def offset_words(offset: str, working_days: bool = False) -> str:
    """An ISO 8601 duration as staff write it; the duration itself where it is none of the forms in use.

    >>> offset_words("P5D", working_days=True), offset_words("P1Y6M"), offset_words("PT24H")
    ('05 ngày làm việc', '01 năm 06 tháng', '24 giờ')
    """
    found = _OFFSET.fullmatch(offset)
    if not found or not any(found.groups()):
        return offset
    words = labels("limits")
    counts = zip(_UNITS, found.groups(), strict=True)
    parts = [(("working_days" if unit == "days" and working_days else unit), int(n)) for unit, n in counts if n]
    return " ".join(f"{count:02} {words[unit]}" for unit, count in parts)
