"""The time limits that a person sets: words of the text, days beside them, with due days counted as ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analyzer.assembly.models import Bound, Deadline, Directive, Span, Task, TimeValue
from analyzer.due.compute import BY_HAND
from analyzer.due.recurrences import read_rhythm, rhythm_of
from analyzer.due.settings import DueSettings
from analyzer.pipes import times
from analyzer.pipes.times.scan import fold
from analyzer.review.clock import today
from analyzer.review.errors import BadEdit
from analyzer.review.places import Places
from analyzer.review.values import DeadlineValue
from analyzer.tracking.refresh import counted, known_days

_WHOLE_DAY = (None, "00:00", "24:00")
_Asked = tuple[date | None, date | None, str | None, str | None, bool]


class Limits:
    """Time limits in one directive; due days are counted by its own policy, from the days it tells."""

    def __init__(self, directive: Directive) -> None:
        self._directive = directive
        self._issued_on = directive.directive.issued_on
        self._as_of = directive.as_of or today()
        self._settings = DueSettings(policy=directive.policy, received_on=_received_on(directive))
        self._days = known_days(directive.directive, self._settings)

    def deadlines(self, values: Sequence[DeadlineValue], task: Task, places: Places) -> list[Deadline]:
        """The limits of a task as a person set them; one that stays as it was is kept as it is."""
        left = list(task.deadlines)
        made: list[Deadline] = []
        for value in values:
            old = next((limit for limit in left if _unchanged(limit, value)), None)
            if old is not None:
                left.remove(old)
            limit = old or self._deadline(value, task, places)
            if limit not in made:
                made.append(limit)
        return made

    def counted(self, limit: Deadline) -> Deadline:
        """A limit with its due days counted anew, from the days that the header tells now."""
        return counted(limit, self._days, self._settings, self._as_of)

    def of_words(self, start: int, end: int, places: Places, *, inherited: bool = False) -> Deadline:
        """The limit that words of the text set, without a value where they are read as none."""
        said = self._read(start, end, places)
        value = said.model_dump() if said is not None else {}
        limit = Deadline(text=places.text[start:end], span=places.span(start, end), inherited=inherited, **value)
        return self.counted(limit)

    def _deadline(self, value: DeadlineValue, task: Task, places: Places) -> Deadline:
        start, end = self._place(value, task, places)
        whole = (start, end) == (task.span.start, task.span.end)
        inherited = whole or not task.span.start <= start < end <= task.span.end
        said = None if whole else self._read(start, end, places)
        asked = _asked(value)
        if not any(asked[:4]) or (said is not None and asked == _meaning(said)):
            return self.of_words(start, end, places, inherited=inherited)
        words = places.text[start:end]
        old = next((d for d in task.deadlines if (d.span.start, d.span.end) == (start, end)), None)
        limit = Deadline(
            text=words,
            span=task.span if whole else places.span(start, end),
            inherited=inherited,
            start=value.since,
            end=value.until,
            rrule=_plain_rule(value.rrule, words),
            duration=value.duration,
            working_days=value.working_days and value.duration is not None,
            anchor=said.anchor if said is not None and value.duration else None,
            bound=_bound(value),
            hour=old.hour if old is not None and old.hour not in _WHOLE_DAY and value.until else None,
            basis=[BY_HAND],
        )
        return self.counted(limit)

    def _place(self, value: DeadlineValue, task: Task, places: Places) -> tuple[int, int]:
        """The words that a limit rests on: those given, else those of the task."""
        if value.start is not None and value.end_at is not None:
            return places.trimmed(value.start, value.end_at)
        own = task.span.start, task.span.end
        if value.text is None:
            return own
        for limit in task.deadlines:
            if _line(limit.text) == value.text:
                return limit.span.start, limit.span.end
        found = places.find(value.text, *own) or places.find(value.text, 0, len(places.text))
        if found is None:
            raise BadEdit(
                "The document has no such words for the limit. Leave the words out to set a day alone.",
                f"Văn bản không có cụm từ “{value.text[:80]}”. Hãy để trống phần lời văn nếu chỉ muốn đặt ngày.",
            )
        return found

    def _read(self, start: int, end: int, places: Places) -> TimeValue | None:
        """What words mean as a time: as the analysis read them in the document, else as they are read alone."""
        known = next((t for t in self._directive.times if (t.span.start, t.span.end) == (start, end)), None)
        if known is not None:
            return TimeValue.model_validate(known.model_dump(include=set(TimeValue.model_fields)))
        mention = next(iter(times.parse_cell(places.text[start:end], self._issued_on)), None)
        if mention is None:
            return None
        value = mention.value
        return TimeValue(
            start=value.start,
            end=value.end,
            rrule=value.rrule,
            duration=value.duration,
            working_days=value.working_days,
            anchor=mention.anchor,
            year_inferred=mention.year_inferred,
            bound=mention.bound,
        )


def kept_within(limit: Deadline, old: Span, new: Span, places: Places) -> Deadline:
    """A limit that rests on a task as a whole, when the task takes in other words."""
    if (limit.span.start, limit.span.end) != (old.start, old.end):
        return limit
    return limit.model_copy(update={"span": new, "text": places.text[new.start : new.end]})


def _received_on(directive: Directive) -> date | None:
    """The day of receipt that the analysis was told, which shows in what was counted from it."""
    header = directive.directive
    settings = DueSettings(policy=directive.policy)
    days, as_of = known_days(header, settings), directive.as_of or today()
    for task in directive.tasks:
        for limit in task.deadlines:
            day = limit.formula.counted_from if limit.formula else None
            if day is not None and limit.formula is not None and BY_HAND not in limit.basis:
                again = counted(limit, days, settings, as_of).formula
                if again is not None and again.counted_from is None:
                    return day
    return None


def _unchanged(limit: Deadline, value: DeadlineValue) -> bool:
    here = value.start is None or (value.start, value.end_at) == (limit.span.start, limit.span.end)
    same_words = value.text is None or _line(limit.text) == value.text
    return here and same_words and _asked(value) == _meaning(limit)


def _asked(value: DeadlineValue) -> _Asked:
    return value.since, value.until, value.rrule, value.duration, bool(value.duration and value.working_days)


def _meaning(value: TimeValue) -> _Asked:
    return value.start, value.end, value.rrule, value.duration, bool(value.duration and value.working_days)


def _bound(value: DeadlineValue) -> Bound:
    if value.rrule:
        return "on"
    if value.duration or (value.since and value.until and value.since != value.until):
        return "within"
    if value.since and value.until:
        return "on"
    return "by" if value.until else "from"


def _plain_rule(rrule: str | None, words: str) -> str | None:
    """The rule, completed where words beside it would be taken to shift it: it means the days that were set."""
    if rrule is None:
        return None
    alone = rhythm_of(rrule)
    return rrule if read_rhythm(rrule, fold(" ".join(words.split())), "on") == alone else alone.rule or rrule


def _line(text: str) -> str:
    return " ".join(text.split())
