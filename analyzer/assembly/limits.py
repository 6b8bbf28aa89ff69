"""Times and time limits of the contract, with their due days."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from analyzer.assembly import models
from analyzer.assembly.analysis import Analysis
from analyzer.assembly.effect import effective_on
from analyzer.assembly.places import Places
from analyzer.due.compute import Due, compute
from analyzer.due.settings import DueSettings, KnownDays
from analyzer.pipes.mentions import Bound, TimeMention
from analyzer.pipes.tasks import Deadline


class _Value(TypedDict):
    start: date | None
    end: date | None
    rrule: str | None
    duration: str | None
    working_days: bool
    anchor: str | None
    year_inferred: bool
    bound: Bound | None


class Limits:
    """The times of one document; due days are computed once for each mention, from its ``days``."""

    def __init__(self, analysis: Analysis, places: Places, settings: DueSettings, as_of: date) -> None:
        self._places = places
        self._settings = settings
        self._as_of = as_of
        issued_on = analysis.header.issued_on
        self.days = KnownDays(
            issued_on=issued_on,
            effective_on=settings.effective_on or effective_on(analysis.text, issued_on, analysis.times),
            received_on=settings.received_on,
            kind=analysis.header.kind_name,
        )
        self._known: dict[TimeMention, Due] = {}

    def time(self, number: int, mention: TimeMention) -> models.Time:
        """An entry of ``times``."""
        quote, span = self._places.quote(mention), self._places.span(mention)
        return models.Time(id=f"d{number}", text=quote, span=span, **_value(mention, mention.bound))

    def deadline(self, limit: Deadline) -> models.Deadline:
        """A task's time limit with its due day."""
        mention = limit.mention
        due = self._due(mention)
        return models.Deadline(
            text=self._places.quote(mention),
            span=self._places.span(mention),
            inherited=limit.inherited,
            hour=due.hour,
            due=due.due,
            safe_due=due.safe_due,
            next_due=list(due.next_due),
            formula=_formula(due),
            basis=list(due.basis),
            **_value(mention, due.bound),
        )

    def _due(self, mention: TimeMention) -> Due:
        due = self._known.get(mention)
        if due is None:
            words = self._places.quote(mention)
            due = self._known[mention] = compute(words, mention, self.days, self._settings, self._as_of)
        return due


def _formula(due: Due) -> models.Formula | None:
    formula = due.formula
    if formula is None:
        return None
    return models.Formula(
        event=formula.event,
        offset=formula.offset,
        working_days=formula.working_days,
        direction=formula.direction,
        counted_from=formula.counted_from,
    )


def _value(mention: TimeMention, bound: Bound | None) -> _Value:
    value = mention.value
    return {
        "start": value.start,
        "end": value.end,
        "rrule": value.rrule,
        "duration": value.duration,
        "working_days": value.working_days,
        "anchor": mention.anchor,
        "year_inferred": mention.year_inferred,
        "bound": bound,
    }
