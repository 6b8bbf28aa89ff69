"""A brief for leaders, one A4 page of Markdown: which directive, who is to do what until when, what needs a decision.

How much fits is estimated for a printed page at 10 points; tasks beyond it are counted by body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from analyzer.assembly.models import Directive, Target, Task
from analyzer.writing.bodies import Named, in_role
from analyzer.writing.cells import clean, vietnamese_date
from analyzer.writing.labels import label, labels, note
from analyzer.writing.limits import due_date, due_day, first_due, limit_words, next_due_date, work
from analyzer.writing.md import inline
from analyzer.writing.notes import is_doubtful
from analyzer.writing.rows import document_name
from analyzer.writing.words import ranges, shortened, wrapped_lines

#: Lines of a page, and characters in a line of the table's columns and of the whole page.
PAGE_LINES = 56
WHO, WHAT, WHEN, WHOLE = 22, 54, 16, 100
MOST_ROWS, MOST_TARGETS, MOST_NAMES = 25, 6, 8
_ACTION, _WORDS, _LINE = 104, 50, 200  # characters that are shown of a task, a limit, a remark
_BORDER = 0.45  # what a row's rule and spacing take of a line


@dataclass(frozen=True, slots=True)
class _Row:
    """A task in the table; ``number`` is its number in the task list."""

    number: int
    task: Task
    leads: tuple[Named, ...]
    day: date | None

    @property
    def who(self) -> str:
        names = [named.today for named in self.leads]
        if len(names) > 2:
            return _say("and_others", name=names[0], count=len(names) - 1)
        return ", ".join(names) or "–"

    @property
    def what(self) -> str:
        words = shortened(clean(work(self.task)), _ACTION)
        unsaid = self.task.modality == "recommendation" and _say("ask") not in words.casefold()
        asked = f"({_say('ask').capitalize()}) " if unsaid else ""
        return asked + words[:1].upper() + words[1:]

    def when(self, as_of: date | None) -> str:
        """The due day and hour, the next day of what recurs, else the words."""
        days: list[tuple[date, str]] = []
        if (first := first_due(self.task)) and (day := due_day(first)):
            hour = f" {first.hour}" if first.hour else ""
            days.append((day, vietnamese_date(day) + hour + (_say("past") if as_of and day < as_of else "")))
        if coming := next_due_date(self.task):
            days.append((coming, _say("next", date=vietnamese_date(coming))))
        parts = [words for _, words in sorted(days)]
        if not parts:
            parts = [shortened(clean(words), _WORDS) for words in limit_words(self.task)[:2]]
        if self.task.pace and not self.day:
            parts.insert(0, label("pace", self.task.pace))
        return "; ".join(parts) or "–"

    @property
    def urgency(self) -> tuple[int, date]:
        """What is to be done at once, then by day, then what awaits an event, then what has no limit."""
        if self.day:
            return 1, self.day
        if self.task.pace == "immediate":
            return 0, date.min
        return (2 if limit_words(self.task) else 3), date.min


def write(directives: Iterable[Directive], file: BinaryIO) -> None:
    """Write the brief of each document, one page each."""
    for order, directive in enumerate(directives):
        text = "\n".join(_page(directive))
        file.write((("\n" if order else "") + text + "\n").encode("utf-8", errors="replace"))


def _page(directive: Directive) -> Iterator[str]:
    rows = sorted(
        (
            _Row(number, task, tuple(in_role(directive, task, "lead")), _first_day(task))
            for number, task in enumerate(directive.tasks, 1)
        ),
        key=lambda row: row.urgency,
    )
    head, remarks = list(_head(directive, rows)), [*_remarks(rows), *_targets(directive)]
    room = PAGE_LINES - sum(wrapped_lines(line, WHOLE) for line in (*head, *remarks))
    shown = _fitting(rows, room, directive.as_of)
    yield from head
    if shown:
        columns = labels("columns")
        yield ""
        yield f"| {columns['order']} | {columns['who']} | {columns['what']} | {columns['when']} |"
        yield "| ---: | --- | --- | --- |"
        for row in shown:
            cells = (str(row.number), row.who, row.what, row.when(directive.as_of))
            yield "| " + " | ".join(inline(cell) for cell in cells) + " |"
    if rest := rows[len(shown) :]:
        yield ""
        yield inline(_rest(rest))
    if remarks:
        yield ""
        yield from remarks


def _head(directive: Directive, rows: list[_Row]) -> Iterator[str]:
    header = directive.directive
    yield f"# {inline(shortened(document_name(directive), WHOLE))}"
    yield ""
    about = filter(None, (header.issuer.name if header.issuer else "", header.title))
    urgent = f" ({header.urgency})" if header.urgency else ""
    if told := ": ".join(about) + urgent:
        yield inline(shortened(told, _LINE + 50))
        yield ""
    yield inline(_counts(directive, rows))


def _counts(directive: Directive, rows: list[_Row]) -> str:
    """How many tasks there are, with and without a day; how many days have passed, and which is the next."""
    as_of, kinds = directive.as_of, Counter(row.urgency[0] for row in rows)
    recurring = sum(any(d.rrule for d in row.task.deadlines) for row in rows)
    counts = {
        "dated": sum(due_date(row.task) is not None for row in rows),
        "recurring": recurring,
        "open": kinds[2],
        "unlimited": kinds[0] + kinds[3],
    }
    parts = [_say(key, count=count) for key, count in counts.items() if count]
    told = _say("tasks", count=len(rows)) + (f" ({', '.join(parts)})" if parts else "") + "."
    if as_of:
        days = sorted(row.day for row in rows if row.day)
        past, coming = sum(day < as_of for day in days), next((day for day in days if day >= as_of), None)
        states = [_say("overdue", count=past)] if past else []
        states += [_say("soonest", date=vietnamese_date(coming))] if coming else []
        if states:
            told += " " + _say("as_of", date=vietnamese_date(as_of), states="; ".join(states))
    return told


def _fitting(rows: list[_Row], room: float, as_of: date | None) -> list[_Row]:
    """The first rows, as many as the page has room for."""
    shown = []
    room -= 2  # the head of the table, and the line that counts the rest
    for row in rows[:MOST_ROWS]:
        texts = ((row.who, WHO), (row.what, WHAT), (row.when(as_of), WHEN))
        room -= max(wrapped_lines(text, width) for text, width in texts) + _BORDER
        if room < 0:
            break
        shown.append(row)
    return shown


def _rest(rows: list[_Row]) -> str:
    """The tasks that are not in the table, counted by those who lead them."""
    counts = Counter(named.today for row in rows for named in row.leads)
    names = [_say("counted", name=name, count=count) for name, count in counts.most_common(MOST_NAMES)]
    if len(counts) > MOST_NAMES:
        names.append(_say("others", count=len(counts) - MOST_NAMES))
    if unknown := sum(not row.leads for row in rows):
        names.append(_say("counted", name=_say("nobody"), count=unknown))
    return _say("rest", count=len(rows), names="; ".join(names))


def _remarks(rows: list[_Row]) -> Iterator[str]:
    """What needs a decision or a second look, a line each."""
    remarks: dict[str, list[int] | list[str]] = {
        "no_lead": [row.number for row in rows if not row.leads and row.task.modality != "prohibition"],
        "doubtful": [row.number for row in rows if is_doubtful(row.task)],
        "waiting": [
            _say("event", number=row.number, words=shortened(clean(words), _WORDS))
            for row in sorted(rows, key=lambda row: row.number)
            for words in _events(row.task)
        ],
        "changed": _unique(named for row in rows for named in row.leads if named.now and named.settled),
        "to_settle": _unique(named for row in rows for named in row.leads if not named.settled),
    }
    for key, found in remarks.items():
        if found:
            told = _joined(found)
            yield f"- **{_say(key)}:** {inline(shortened(told, _LINE))}"


def _joined(found: list[int] | list[str]) -> str:
    return "; ".join(str(part) for part in found) if isinstance(found[0], str) else ranges(int(n) for n in found)


def _unique(bodies: Iterable[Named]) -> list[str]:
    return list(
        dict.fromkeys(_say("change", name=body.name, now=note("or").join(body.heirs) or body.now) for body in bodies)
    )


def _events(task: Task) -> Iterator[str]:
    """The events without a day that the task waits for."""
    yield from (trigger.text for trigger in task.triggers if trigger.on is None)
    for deadline in task.deadlines:
        if deadline.formula and not due_day(deadline):
            yield deadline.text


def _targets(directive: Directive) -> Iterator[str]:
    targets = directive.targets
    if not targets:
        return
    yield f"- **{_say('targets', count=len(targets))}**"
    for target in targets[:MOST_TARGETS]:
        yield f"  - {inline(shortened(_target(target), WHOLE))}"
    if len(targets) > MOST_TARGETS:
        yield f"  - {_say('others', count=len(targets) - MOST_TARGETS)}"


def _target(target: Target) -> str:
    until = vietnamese_date(target.due.end) if target.due and target.due.end else ""
    told = ": ".join(filter(None, (clean(target.metric or ""), clean(target.text))))
    return _say("until", target=told, date=until) if until else told


def _first_day(task: Task) -> date | None:
    return min(filter(None, (due_date(task), next_due_date(task))), default=None)


def _say(key: str, **values: object) -> str:
    return labels("brief")[key].format(**values)
