"""Times in a text: days, periods, recurrences and durations with their values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from analyzer.pipes.mentions import Bound, TimeMention, TimeValue
from analyzer.pipes.times import cues as c
from analyzer.pipes.times.joining import Candidate, joined, split
from analyzer.pipes.times.scan import cores, fold
from analyzer.pipes.times.sequences import Core, read_sequence
from analyzer.pipes.times.years import Context, cut, resolve
from analyzer.spans import Mask

_BOUND_RANK: dict[Bound | None, int] = {None: 0, "on": 1, "within": 2, "from": 3, "by": 4, "before": 5}
_LEAD_GAP = frozenset({"", ",", "ngày", "sáng", "chiều", "tối", "sáng ngày", "chiều ngày"})


def find(text: str, *, issued_on: date | None = None, mask: Mask | None = None) -> list[TimeMention]:
    """The times of a text in its order, without overlaps.

    ``text`` is NFC; ``issued_on`` is the directive's date, from which missing years follow; nothing inside ``mask``
    (citations, the directive's own number and date line) is found. An impossible date is left out.

    >>> from datetime import date
    >>> text = "Báo cáo trước ngày 15/6 và định kỳ hằng quý."
    >>> for m in find(text, issued_on=date(2024, 3, 12)):
    ...     print(text[m.start:m.end], m.value.end, m.value.rrule, m.year_inferred)
    trước ngày 15/6 2024-06-15 None True
    định kỳ hằng quý None FREQ=MONTHLY;INTERVAL=3 False
    """
    return _find(text, issued_on, mask, lax=False)


def parse_cell(text: str, issued_on: date | None) -> list[TimeMention]:
    """The times in a "Thời gian" cell or attribute, where also a bare "2025", "6/2025" or "30/6" is one.

    >>> from datetime import date
    >>> [(str(m.value.start), str(m.value.end)) for m in parse_cell("6/2025", date(2025, 1, 10))]
    [('2025-06-01', '2025-06-30')]
    """
    return _find(text, issued_on, None, lax=True)


def _find(text: str, issued_on: date | None, mask: Mask | None, *, lax: bool) -> list[TimeMention]:
    low = fold(text)
    read = [x for x in cores(low) if not (mask and mask.covers(x.start, x.end))]
    if not read:
        return []
    context = Context.of(low, issued_on)
    out: list[TimeMention] = []
    for candidate in split(joined(low, list(_candidates(low, _with_leads(low, read), mask)))):
        if not (candidate.strong or lax):
            continue
        mention = _mention(text, candidate, context)
        if mention is None or (out and mention.start < out[-1].end):
            continue
        if not (mask and mask.covers(mention.start, mention.end)):
            out.append(mention)
    return out


def _with_leads(low: str, read: list[Core]) -> Iterator[Core]:
    """Clock times and weekdays go to the date or rhythm right behind them; on their own they are nothing."""
    lead: Core | None = None
    stray: Core | None = None
    for core in read:
        if lead and not _leads(low, lead, core):
            lead = None
        start = lead.start if lead else core.start
        if lead is None and stray is not None:
            yield stray
        if core.lead:
            ranged = core.relation == "range" or (lead is not None and lead.relation == "range")
            lead = core._replace(start=start, relation="range" if ranged else "one")
            stray = lead if core.periods else None
            continue
        stray = None
        if lead and lead.periods and core.recurrence and (tied := core.recurrence.on(lead.periods, ranged=False)):
            core = core._replace(recurrence=tied)
        elif lead and not core.periods and (lead.periods or not core.recurrence):
            start = core.start
        if lead and lead.relation == "range" and len(core.periods) == 1:
            core = core._replace(periods=core.periods * 2, spans=core.spans * 2, relation="range")
        elif lead and lead.relation == "range" and core.recurrence:
            core = core._replace(relation="range")
        lead = None
        yield core if start == core.start else core._replace(start=start)
    if stray is not None:
        yield stray


def _leads(low: str, lead: Core, core: Core) -> bool:
    """Whether a clock time or weekday belongs to what follows: a day or a rhythm, no month ("kỳ họp thứ 5 tháng 7")."""
    if core.periods and core.periods[0].unit not in ("day", "lunar", "now", "weekday"):
        return False
    gap = low[lead.end : core.start]
    return len(gap) <= 12 and gap.strip(" \n") in _LEAD_GAP


def _candidates(low: str, read: Iterator[Core], mask: Mask | None) -> Iterator[Candidate]:
    floor = 0
    for core in read:
        if not core.void:
            candidate = _dress(low, core, floor, mask)
            if candidate is None:
                continue
            yield candidate
            floor = candidate.end
        else:
            floor = core.end


def _dress(low: str, core: Core, floor: int, mask: Mask | None) -> Candidate | None:
    """Take in the bounding words on both sides; None where the context says that this is no time."""
    begin, taken = c.left_of(low, core.start, "duration" if core.duration else "period", floor)
    if mask and mask.covers(begin, core.end):
        begin, taken = core.start, []
    bound: Bound | None = core.bound
    for cue in taken:
        if _BOUND_RANK[cue.bound] > _BOUND_RANK[bound]:
            bound = cue.bound
    late = any(cue.late for cue in taken)
    periods = tuple(p._replace(late=True) for p in core.periods) if late else core.periods
    after = bound == "from" and any(cue.after for cue in taken)
    candidate = Candidate(begin, core.end, core, bound, periods, core.recurrence, core.duration, after=after)
    if core.duration:
        return _dress_duration(low, candidate, mask, floor)
    if core.recurrence:
        return candidate if candidate.bound == candidate.within else candidate._replace(bound=candidate.within)
    if core.weak:
        candidate = candidate._replace(strong=_supported(low, candidate, taken))
    if candidate.after and core.rule == "tet" and not core.periods[0].has_year:
        candidate = candidate._replace(strong=False)
    if candidate.bound is None and core.relation == "one" and core.periods[0].unit in ("day", "lunar"):
        occasion = c.OCCASION.search(low, max(0, candidate.start - 70), candidate.start)
        if occasion and occasion.start() >= floor and not (mask and mask.covers(occasion.start(), core.end)):
            end = core.end + 1 if low[candidate.start - 1] == "(" and low[core.end : core.end + 1] == ")" else core.end
            return candidate._replace(start=occasion.start(), end=end, bound="before", strong=True)
    match = c.OPEN_END.match(low, core.end) if core.rule != "now" else None
    if match and bound in (None, "from", "within") and not (mask and mask.covers(core.end, match.end())):
        words = match.group().rstrip()
        return candidate._replace(
            end=core.end + len(words), open_end=True, bound="from", strong=True, past=words.endswith("nay")
        )
    if match := c.PAST.match(low, core.end):
        return candidate._replace(end=match.end(), past=True)
    return candidate


def _supported(low: str, candidate: Candidate, taken: list[c.Cue]) -> bool:
    """Whether the context makes a date of what could be a fraction, a scale or a count."""
    core = candidate.core
    if core.rule == "this_year":
        counted = c.OF_YEAR.search(low, max(0, candidate.start - 20), candidate.start)
        return candidate.bound == "within" and counted is None
    if core.rule in ("now", "blank_date", "tet"):
        return candidate.bound is not None and core.rule != "now"
    if core.rule == "tet_alone":
        return candidate.bound in ("before", "by")
    if core.rule == "relative":
        return c.COMPARED.search(low, max(0, core.start - 24), core.start) is not None
    if core.rule == "day" and "\n" in low[core.start : core.end]:
        return candidate.bound is not None
    if c.labelled(low, candidate.start) or c.alone_in_cell(low, candidate.start, candidate.end):
        return True
    fraction = core.rule in ("day_numbers", "month_number")
    if any(cue.bound for cue in taken):
        numeric = all(cue.numeric for cue in taken if cue.bound)
        return not (fraction and numeric) or c.AFTER_NUMERIC.match(low, core.end) is not None
    if core.bound:
        return any(cue.filler for cue in taken) or low.startswith(("các", "những"), candidate.start)
    before = max(0, core.start - 110)
    if fraction and c.AFTER_NUMERIC.match(low, core.end) and c.COMMEMORATION.search(low, before, core.start):
        return True
    return fraction and c.DAY_CONTEXT.search(low, max(0, core.start - 60), core.start) is not None


def _dress_duration(low: str, candidate: Candidate, mask: Mask | None, floor: int) -> Candidate | None:
    core = candidate.core
    if c.NO_LENGTH.match(low, core.end) or c.NOT_BEFORE_LENGTH.search(low, max(0, core.start - 16), core.start):
        return None
    if c.EXCEEDED.search(low, max(0, candidate.start - 12), candidate.start) and candidate.bound == "within":
        return None
    length = core.duration
    match = c.ANCHOR.match(low, core.end)
    dated = c.DATED_ANCHOR.match(low, match.start("a")) if match else None
    if match and not (dated and length and length.unit in "MY" and candidate.bound != "by"):
        day = read_sequence(low, dated.start("day"), "day", headed=True) if dated and dated.group("before") else None
        end = _unmasked_end(low, match.start("a"), day.end if day else match.end(), mask)
        if end > match.start("a"):
            return candidate._replace(end=end, anchor=(match.start("a"), end))
    if c.RATE.search(low, max(0, candidate.start - 24), candidate.start) and length and length.count == 1:
        return None
    hour = length is not None and length.unit == "H"
    hours = length is not None and hour and length.working_days and candidate.bound not in ("within", "by")
    before = low[max(0, core.start - 80) : core.start]
    years = length is not None and length.unit == "Y"
    if years and candidate.bound == "from" and core.weak:
        return None  # "sau 10 năm, …" looks back
    strong = (
        (not core.weak)
        or candidate.bound is not None
        or c.LENGTH_CONTEXT.search(before) is not None
        or (years and c.YEARS_CONTEXT.search(before) is not None)
        or c.SHORTENED.match(low, core.end) is not None
        or c.alone_in_cell(low, candidate.start, candidate.end)
        or c.labelled(low, candidate.start)
    )
    if hours or (hour and candidate.bound == "before" and " " not in low[candidate.start : core.start].strip()):
        return None
    if core.rule == "working_day" and candidate.bound != "within":
        return None
    if candidate.bound is None and length is not None and length.unit in "DHWM":
        ahead = c.AHEAD.search(low, max(0, core.start - 80), core.start)
        if ahead and ahead.start() >= floor and not (mask and mask.covers(ahead.start(), core.end)):
            return candidate._replace(start=ahead.start(), bound="before", strong=True)
    return candidate if strong else candidate._replace(strong=False)


def _unmasked_end(low: str, start: int, end: int, mask: Mask | None) -> int:
    """The end of an anchor's words, cut back to the last word before a masked range."""
    end = start + len(low[start:end].rstrip(" \n"))
    while end > start and mask and mask.covers(start, end):
        end = start + len(low[start:end].rpartition(" ")[0].rstrip(" \n"))
    return end


def _mention(text: str, candidate: Candidate, context: Context) -> TimeMention | None:
    value: TimeValue | None
    inferred = False
    if candidate.recurrence:
        value = TimeValue(rrule=candidate.recurrence.rule)
    elif candidate.duration:
        value = TimeValue(duration=candidate.duration.iso, working_days=candidate.duration.working_days)
    else:
        value = _interval(candidate, context)
        inferred = any(not p.has_year and p.unit != "now" for p in candidate.periods)
    if value is None:
        return None
    bound = candidate.bound
    if bound == "from" and value.start and value.end:
        bound = "within"
    anchor = text[slice(*candidate.anchor)] if candidate.anchor else None
    return TimeMention(candidate.start, candidate.end, value, bound, anchor, inferred)


def _interval(candidate: Candidate, context: Context) -> TimeValue | None:
    periods, bound = candidate.periods, candidate.bound
    resolved: list[tuple[date, date]] = []
    for period in reversed(periods):
        days = resolve(period, bound, candidate.past, context)
        if days and resolved and candidate.ranged and not period.has_year and days[0] > resolved[-1][1]:
            days = period.days(days[0].year - 1)  # the end tells the year: "từ tháng 11 đến tháng 2"
        if days is None:
            return None
        resolved.append(days)
    first, last = resolved[-1], resolved[0]
    if candidate.ranged and last[1] < first[0]:
        moved = None if periods[-1].has_year else periods[-1].days(first[0].year + 1)
        if moved is None or moved[1] < first[0]:
            return None
        last = moved
    whole = (first[0], last[1])
    if not candidate.ranged:
        whole = (min(days[0] for days in resolved), max(days[1] for days in resolved))
    if candidate.after and periods[-1].unit != "day":
        return TimeValue(start=last[1] + timedelta(days=1)) if last[1] < date.max else None
    start, end = cut(whole, bound, periods[-1])
    if candidate.upper:
        whole = (whole[0], cut(last, candidate.upper, periods[-1])[1] or whole[1])
        if whole[1] < whole[0]:
            return None
    years = len(periods) == 1 and periods[0].last_year is not None
    if candidate.upper or ((candidate.ranged or years) and bound in ("from", "within", "on", None)):
        start, end = whole
        if candidate.open_end:
            end = None
    return TimeValue(start=start, end=end) if start or end else None
