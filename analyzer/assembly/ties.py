"""What ties a task to something other than a day: the events it waits for, and its pace."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain, takewhile

from analyzer.assembly import models
from analyzer.assembly.analysis import Analysis
from analyzer.assembly.places import Places
from analyzer.pipes import events
from analyzer.pipes.tasks import TaskMention
from analyzer.spans import HasSpan, Mask


class Ties:
    """The events named in the tasks of one document and in what answers "when" for them."""

    def __init__(self, analysis: Analysis, places: Places) -> None:
        tasks = analysis.tasks
        answers = chain.from_iterable(task.answers for task in tasks)
        hidden = Mask([*analysis.times, *analysis.references])
        self._text = analysis.text
        self._places = places
        self._events = events.find(analysis.text, tasks, hidden, answers)

    def triggers(self, task: TaskMention) -> list[models.Trigger]:
        """The events of a task: those in its own words, then those of its time cells and attribute values."""
        places: list[HasSpan] = [task, *task.answers]
        return [self._trigger(event) for place in places for event in self._within(place)]

    def pace(self, task: TaskMention, action: str | None) -> events.Pace | None:
        """How fast or how steadily the task is to be done."""
        words = action or self._text[task.start : task.end]
        return events.pace(words, [self._text[a.start : a.end] for a in task.answers])

    def _within(self, place: HasSpan) -> list[events.EventMention]:
        first = bisect_left(self._events, place.start, key=lambda event: event.start)
        return list(takewhile(lambda event: event.end <= place.end, self._events[first:]))

    def _trigger(self, event: events.EventMention) -> models.Trigger:
        return models.Trigger(
            text=self._places.quote(event),
            span=self._places.span(event),
            event=self._text[event.event_start : event.event_end],
            relation=event.relation,
        )
