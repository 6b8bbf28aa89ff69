"""What goes into a calendar: one entry for each distinct time limit of each task, with identifiers that stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from uuid import NAMESPACE_URL, UUID, uuid5

from analyzer.assembly.models import Deadline, Directive, Task
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import slug
from analyzer.writing.bodies import in_role
from analyzer.writing.cells import clean, vietnamese_date
from analyzer.writing.ics.rules import Recurrence, recurrence
from analyzer.writing.labels import label, labels, note
from analyzer.writing.limits import anchored, due_day, work
from analyzer.writing.notes import notes, warnings_by_item, where
from analyzer.writing.rows import document_name
from analyzer.writing.words import shortened

SUMMARY_LENGTH = 100
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:analyzer:calendar")
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A time limit in the calendar; ``day`` is the due day, of a recurrence the first."""

    day: date
    hour: time | None
    recurrence: Recurrence | None
    todo_uid: str
    event_uid: str
    stamp: datetime
    summary: str
    description: str
    category: str
    priority: int


@dataclass(slots=True)
class Tally:
    """How many limits have an entry; those without a day, tasks without a limit, limits of a second copy of a text."""

    entered: int = 0
    waiting: int = 0
    unlimited: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class _Limit:
    deadline: Deadline
    day: date
    recurrence: Recurrence | None


def entries(directives: Iterable[Directive], tally: Tally) -> Iterator[Entry]:
    """The entries of all documents; ``tally`` has its counts when they are all taken."""
    made: dict[UUID, str] = {}
    for directive in directives:
        names = (_identity(directive), directive.source.sha256)
        warned = warnings_by_item(directive)
        for place, task in _places(directive):
            tally.waiting += sum(trigger.on is None for trigger in task.triggers)
            tally.unlimited += not task.triggers and all(d.bound == "from" for d in task.deadlines)
            for index, limit in _limits(directive, task):
                if limit is None:
                    tally.waiting += 1
                    continue
                uid = _unused([f"{name} {place} {index}" for name in names], slug(task.text), made)
                if uid is None:
                    tally.repeated += 1
                    continue
                tally.entered += 1
                yield _entry(directive, task, limit, uid, warned.get(task.id, []))


def _identity(directive: Directive) -> str:
    """What tells the document from others however it is read: number, issuer and date; else its bytes.

    >>> from analyzer.assembly.models import DirectiveHeader, Issuer, Number, Source
    >>> header = DirectiveHeader(number=Number(text="05/CT-UBND", serial="05"), issued_on=date(2024, 3, 7))
    >>> directive = Directive(source=Source(media_type="text/plain", sha256="0" * 64, reader="text"), directive=header)
    >>> _identity(directive) == "0" * 64
    True
    >>> header.issuer = Issuer(name="Ủy ban nhân dân tỉnh Lam Sơn")
    >>> _identity(directive)
    '05-ct-ubnd uy-ban-nhan-dan-tinh-lam-son 2024-03-07'
    """
    header = directive.directive
    if header.number and header.number.serial and header.issuer and header.issued_on:
        return f"{slug(header.number.text)} {slug(header.issuer.name)} {header.issued_on.isoformat()}"
    return directive.source.sha256


def _places(directive: Directive) -> Iterator[tuple[str, Task]]:
    """The tasks with their place: the way through the outline and the number under its last heading.

    Offsets would change with each improvement of reading, numbers over the whole document with each task found.
    """
    counts: Counter[str] = Counter()
    for task in directive.tasks:
        section = "/".join(slug(name) for name in task.section)
        counts[section] += 1
        yield f"{section} {counts[section]}", task


def _limits(directive: Directive, task: Task) -> Iterator[tuple[int, _Limit | None]]:
    """The distinct limits with their index among the task's deadlines; None for one without a day."""
    seen = set()
    for index, deadline in enumerate(task.deadlines):
        repeated = recurrence(deadline, directive.directive.issued_on, directive.as_of)
        day = repeated.first if repeated else due_day(deadline)
        what = (day, repeated, deadline.hour)
        if day is None:
            if deadline.bound != "from":
                yield index, None
        elif what not in seen:
            seen.add(what)
            yield index, _Limit(deadline, day, repeated)


def _unused(keys: Iterable[str], text: str, made: dict[UUID, str]) -> UUID | None:
    """The first identifier that is not taken; None where it was made of the same task, in a second copy of the text."""
    for key in keys:
        uid = uuid5(_NAMESPACE, key)
        if uid not in made:
            made[uid] = text
            return uid
        if made[uid] == text:
            return None
    return None


def _entry(directive: Directive, task: Task, limit: _Limit, uid: UUID, warnings: list[str]) -> Entry:
    header = directive.directive
    hour = limit.deadline.hour
    urgency = (header.urgency or "").upper()
    priorities = _priorities()
    pace = priorities["immediate"] if task.pace == "immediate" else priorities["usual"]
    return Entry(
        day=limit.day,
        # "24:00" of a day is a moment that a calendar shows on the next.
        hour=None if hour is None or hour.startswith("24") else time.fromisoformat(hour),
        recurrence=limit.recurrence,
        todo_uid=f"{uid}-todo",
        event_uid=f"{uid}-event",
        # RFC 5545 (3.8.7.2) wants the time at which this information was last revised, in UTC. The document's day it
        # is, not the run's: writing the same tasks again must give the same file, and no program take it for newer.
        stamp=datetime.combine(header.issued_on, time(), UTC) if header.issued_on else _NO_DATE,
        summary=_summary(directive, task),
        description="\n".join(_description(directive, task, limit, warnings)),
        category=label("area", task.area),
        priority=min(priorities.get(urgency, priorities["usual"]), pace),
    )


@cache
def _priorities() -> dict[str, int]:
    found: dict[str, int] = read_toml("labels.toml")["priority"]
    return found


def _summary(directive: Directive, task: Task) -> str:
    """Who and what, short: the bodies under the names to look for today."""
    names = [named.today for named in in_role(directive, task, "lead")]
    who = ", ".join(names) if len(names) < 3 else note("and_others", name=names[0], count=len(names) - 1)
    what = shortened(clean(work(task)), SUMMARY_LENGTH)
    return note("who_what", who=who, what=what) if who else what


def _description(directive: Directive, task: Task, limit: _Limit, warnings: list[str]) -> Iterator[str]:
    """The task and what a person must know of it, so that the entry stands without the sheet."""
    columns, deadline = labels("columns"), limit.deadline
    support = "; ".join(named.both for named in in_role(directive, task, "support"))
    values = {
        "lead": "; ".join(named.both for named in in_role(directive, task, "lead")),
        "support": support,
        "deliverables": "; ".join(task.deliverables),
        "due_words": anchored(deadline),
        "safe_due": "" if limit.recurrence else vietnamese_date(deadline.safe_due),
        "place": where(task.section, task.span.page),
        "document": ": ".join(filter(None, (document_name(directive), directive.directive.title))),
    }
    yield clean(task.text)
    yield ""
    for name, value in values.items():
        if value:
            yield clean(f"{columns[name]}: {value}")
    for line in notes(directive, task, warnings):
        yield clean(f"- {line}")
