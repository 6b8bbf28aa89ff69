"""The due day of a time limit: what the words mean in the calendar of those who must keep it.

A limit that names a day is due on it and is never moved, for the words are plain. A length of time is counted by the
Civil Code (:mod:`analyzer.due.counting`) from the day its anchor names (:mod:`analyzer.due.anchors`). A rhythm falls
due again and again (:mod:`analyzer.due.recurrences`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from analyzer.due.anchors import Anchor, read_anchor
from analyzer.due.counting import Length, count_after, count_before, moment_article, spans_article
from analyzer.due.hours import last_hour
from analyzer.due.recurrences import basis_of, is_shifted, next_days, read_rhythm
from analyzer.due.settings import DueSettings, KnownDays
from analyzer.knowledge.patterns import pattern
from analyzer.pipes.mentions import Bound, TimeMention
from analyzer.pipes.times.scan import cores_of, fold

FROM_ISSUE = "Không nêu mốc tính: tính từ ngày ban hành"
#: First of the rules of a limit that a person set beside the words.
BY_HAND = "Người rà soát ấn định"
_AT_LEAST = pattern("due.words.at_least")
_AT_MOST = pattern("due.words.at_most")
_UNTIL_BEFORE = pattern("due.words.until_before")
_EDGE = pattern("due.words.edge")
_TAIL = pattern("due.words.tail")
_HALF = pattern("due.words.half")
_AHEAD = pattern("due.words.ahead")
_DAY, _NOTHING = timedelta(days=1), timedelta()
_NAMES_A_DAY = frozenset({"day", "lunar", "tet", "now"})
_MIDNIGHT, _END_OF_DAY = "00:00", "24:00"


@dataclass(frozen=True, slots=True)
class Formula:
    """How a limit is counted from a day; ``counted_from`` is None until that day is known."""

    event: str | None
    offset: str | None
    working_days: bool = False
    direction: Literal["after", "before", "on"] = "after"
    counted_from: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What a tracker needs of a time limit.

    It is late after ``due``, from ``hour`` on where one is named. ``safe_due`` is the last working day on which it is
    surely in time. Both are None where the day is not known or none is meant; ``next_due`` then has the next days of a
    rhythm, ``formula`` how to count. ``basis`` names the rules in the order of use.
    """

    bound: Bound | None = None
    hour: str | None = None
    due: date | None = None
    safe_due: date | None = None
    next_due: tuple[date, ...] = ()
    formula: Formula | None = None
    basis: tuple[str, ...] = ()


def compute(words: str, time: TimeMention, days: KnownDays, settings: DueSettings, as_of: date) -> Due:
    """The due day of a mention, ``words`` being its own text and ``days`` those its document tells.

    >>> from analyzer.pipes.times import find
    >>> def due(text: str) -> Due:
    ...     issued = date(2024, 3, 12)
    ...     mention = find(text, issued_on=issued)[0]
    ...     words = text[mention.start : mention.end]
    ...     return compute(words, mention, KnownDays(issued_on=issued), DueSettings(), issued)
    >>> due("Gửi báo cáo trước 17 giờ ngày 30/6/2024.").due, due("Gửi báo cáo trước 17 giờ ngày 30/6/2024.").hour
    (datetime.date(2024, 6, 30), '17:00')
    >>> limit = due("Trả lời trong thời hạn 02 tháng.")
    >>> limit.due, limit.formula
    (datetime.date(2024, 5, 13), Formula(event=None, offset='P2M', working_days=False, direction='after', \
counted_from=datetime.date(2024, 3, 12)))
    >>> due("Báo cáo hằng quý.").next_due[0]
    datetime.date(2024, 3, 31)
    """
    plain = " ".join(words.split())
    low = fold(plain)
    known = replace(
        days,
        effective_on=settings.effective_on or days.effective_on,
        received_on=settings.received_on or days.received_on,
    )
    if time.value.duration is not None:
        return _of_length(plain, low, time, known, settings)
    if time.value.rrule is not None:
        return _of_rhythm(low, time, known, settings, as_of)
    return _of_days(low, time, settings)


def _of_days(low: str, mention: TimeMention, settings: DueSettings) -> Due:
    """A limit that names a day or a period; the policy is about "trước" a day."""
    bound, value, hour = mention.bound, mention.value, last_hour(low)
    if value.end is None or bound == "from":
        return Due(bound, hour)
    before = bound == "before" or (bound == "within" and _UNTIL_BEFORE.search(low) is not None)
    weekday = any(period.weekday is not None for core in cores_of(low) for period in core.periods)
    edge = None if weekday else _edge_of_period(low, value.end, before=bound == "before")
    day = edge[0] if edge else value.end
    tail = edge is None and not weekday and _TAIL.search(low) is not None
    clause = edge[1] if edge else _clause_of_end(low) if tail else None
    basis = () if clause is None else (spans_article(day, clause),)
    excluded = before and (edge is not None or weekday or _bounds_a_day(low, tail=tail))
    if hour == _MIDNIGHT and bound in ("before", "by"):
        day, hour, excluded = day - _DAY, _END_OF_DAY, False  # "trước 0 giờ ngày D" leaves out all of D
    if excluded and hour == _END_OF_DAY:
        excluded = False
    if not excluded:
        return Due(bound, hour, day, settings.calendar.previous_working(day), basis=basis)
    # An hour on D says itself what "trước" leaves out; the policy is about whole days.
    due = day - _DAY if settings.policy == "strict" and hour is None else day
    return Due(bound, hour, due, settings.calendar.previous_working(day - _DAY), basis=basis)


def _bounds_a_day(low: str, *, tail: bool) -> bool:
    """Whether "trước" bounds a day, not a whole month, quarter or year that the pipe has cut off already."""
    periods = [core.periods[-1] for core in cores_of(low) if core.periods]
    return tail or not periods or periods[-1].unit in _NAMES_A_DAY


def _edge_of_period(low: str, end: date, *, before: bool) -> tuple[date, int | None] | None:
    """The day of "đầu tháng 6" or "giữa năm 2024" by the Civil Code (2015, Điều 146), with its clause.

    The Code has no clause on quarters; they are taken as months and years are, so that "đầu quý II" is 1 April.
    """
    match = _EDGE.search(low)
    if match is None:
        return None
    within = end + _DAY if before else end  # the pipe ends "trước giữa tháng 5" on 30 April
    if match["unit"] == "tháng":
        return within.replace(day=1 if match["edge"] == "đầu" else 15), 2
    if match["unit"] != "năm":
        first = within.month - (within.month - 1) % 3
        return date(within.year, first, 1) if match["edge"] == "đầu" else date(within.year, first + 1, 15), None
    return (date(within.year, 1, 1) if match["edge"] == "đầu" else date(within.year, 6, 30)), 3


def _clause_of_end(low: str) -> int:
    units = [core.periods[-1].unit for core in cores_of(low) if core.periods]
    return 3 if units and units[-1] == "year" else 2


def _of_rhythm(low: str, mention: TimeMention, days: KnownDays, settings: DueSettings, as_of: date) -> Due:
    bound = mention.bound
    rhythm = read_rhythm(mention.value.rrule or "", low, bound)
    if rhythm.rule is None and rhythm.lunar is None:
        return Due(bound)
    if bound == "from":
        return Due(bound, last_hour(low))
    shift = -1 if is_shifted(low, bound, settings.policy) else 0
    upcoming = next_days(rhythm, settings.calendar, as_of, days.issued_on, shift=shift)
    return Due(bound, last_hour(low), next_due=upcoming, basis=basis_of(rhythm, days.issued_on or as_of))


def _of_length(plain: str, low: str, mention: TimeMention, days: KnownDays, settings: DueSettings) -> Due:
    value, bound = mention.value, mention.bound
    anchor = _anchor_of(plain, low, mention, days)
    unsaid = anchor is None
    if anchor is None:
        anchor = Anchor(None, "after", days.issued_on)
    direction = anchor.direction
    iso = value.duration or ""
    formula = Formula(anchor.event, iso, value.working_days, direction, anchor.day)
    if bound == "from" and _AT_MOST.search(low):
        bound = "by"
    length = Length.parse(iso, working=value.working_days)
    least = direction == "after" and _AT_LEAST.search(low) is not None and not _AT_MOST.search(low)
    if anchor.day is None or length is None or bound == "from" or least:
        return Due(bound, formula=formula)
    try:
        due, hour, basis = _counted(length, anchor, direction, settings)
        safe = settings.calendar.previous_working(due) if due else None
    except OverflowError:  # past the year 9999
        return Due(bound, formula=formula)
    if due and _HALF.search(low):
        basis = (spans_article(anchor.day, 1), *basis)
    if due and unsaid:
        basis = (FROM_ISSUE, *basis)
    return Due(bound, hour, due, safe, formula=formula, basis=basis)


def _anchor_of(plain: str, low: str, mention: TimeMention, days: KnownDays) -> Anchor | None:
    """What a length is counted from; None where the words do not say, so that it is the day of issue."""
    if mention.anchor:
        return read_anchor(mention.anchor, days)
    if mention.bound != "before":
        return None
    start = next((core.start for core in cores_of(low) if core.duration), 0)
    ahead = _AHEAD.fullmatch(low[:start])
    if ahead is None:
        return Anchor(None, "before")
    return read_anchor(f"trước {plain[slice(*ahead.span('event'))]}", days)


def _counted(
    length: Length, anchor: Anchor, direction: Literal["after", "before"], settings: DueSettings
) -> tuple[date | None, str | None, tuple[str, ...]]:
    """The last day, its hour where the moment is known, and the rules."""
    start = anchor.day
    if start is None:
        return None, None, ()
    if length.of_clock:
        return _on_the_clock(length, start, anchor.hour, direction)
    if direction == "before":
        back = count_before(start, length, settings.calendar)
        return back.day, None, back.basis
    counted = count_after(start, length, settings.calendar, event=not anchor.named)
    return counted.day, None, counted.basis


def _on_the_clock(
    length: Length, start: date, hour: str | None, direction: Literal["after", "before"]
) -> tuple[date | None, str | None, tuple[str, ...]]:
    """Hours and minutes, which run on through days off from the moment; from an unknown moment of a known day they are
    over some time on the day they end, and it is late after that. Working hours are left to a person.
    """
    if length.working:
        return None, None, ()
    run = timedelta(hours=length.count) if length.unit == "H" else timedelta(minutes=length.count)
    basis = (moment_article(start),)
    moment = datetime(start.year, start.month, start.day)
    if hour is None:
        if direction == "before":
            return None, None, ()
        end = moment + run
        return (end.date() if run % _DAY == _NOTHING else end.date() + _DAY), None, basis
    hours, minutes = map(int, hour.split(":"))
    moment += timedelta(hours=hours, minutes=minutes)
    end = moment + run if direction == "after" else moment - run
    if f"{end:%H:%M}" == _MIDNIGHT:
        return end.date() - _DAY, _END_OF_DAY, basis
    return end.date(), f"{end:%H:%M}", basis
