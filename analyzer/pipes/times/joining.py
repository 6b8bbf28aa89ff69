"""What neighbouring times make together: "từ … đến …", "ngày 15/6 … hằng năm", years shared along a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.mentions import Bound
from analyzer.pipes.times.periods import Duration, Period, Recurrence
from analyzer.pipes.times.sequences import Core, distribute

_LIST_GAP = re.compile(r"[ \n]{0,3}(?:,[ \n]{0,3}(?:và[ \n]{1,3})?|;[ \n]{0,3}|(?:và|hoặc)[ \n]{1,3})$")
_EACH_GAP = re.compile(r"[ \n]{0,3}(?:,[ \n]{1,3})?\(?(?:của[ \n]{1,3})?$")
_OF_GAP = re.compile(r"[ \n]{0,3}(?:của[ \n]{1,3})?$")
_TIE_GAP = re.compile(r"[ \n]{0,3}[,:/]?[ \n]{0,3}\(?[ \n]{0,3}$")
_FOLLOWING = re.compile(r"(?:sau|tiếp|kề)(?!\w)")
_SPACE_GAP = re.compile(r"[ \n]{0,3}$")
_SAME_SENTENCE = pattern("time.bounds.yearly")
_DASH_GAP = re.compile(r"[ \n]{0,3}-[ \n]{0,3}$")


_AT_LEAST = re.compile(r"(?:(?:ít|chậm|muộn)[ \n]{1,3}nhất|tối[ \n]{1,3}thiểu)(?!\w)")
# A day that a length of time may be counted back from, and the rhythm in which periods come back by themselves.
_DAYS = frozenset({"day", "lunar", "tet"})
_RETURNS = {
    "month": Recurrence("MONTHLY"),
    "quarter": Recurrence("MONTHLY", 3),
    "year": Recurrence("YEARLY"),
    **dict.fromkeys(("lunar", "tet"), Recurrence("YEARLY")),
}
_EACH_YEAR, _EACH_HALF = Recurrence("YEARLY"), Recurrence("MONTHLY", 6)


class Candidate(NamedTuple):
    """A core with its context, still without inferred years. ``upper`` is how the far end of "từ … đến …" bounds."""

    start: int
    end: int
    core: Core
    bound: Bound | None = None
    periods: tuple[Period, ...] = ()
    recurrence: Recurrence | None = None
    duration: Duration | None = None
    anchor: tuple[int, int] | None = None
    strong: bool = True
    open_end: bool = False
    past: bool = False
    after: bool = False
    upper: Bound | None = None
    tied: tuple[Period, ...] = ()

    @property
    def ranged(self) -> bool:
        return self.upper is not None or self.core.relation == "range"

    @property
    def within(self) -> Bound | None:
        """The bound, the beginning of a range being none: "từ ngày 20 đến ngày 25 hằng tháng"."""
        return "within" if self.bound == "from" and self.ranged else self.bound

    @property
    def dated(self) -> bool:
        """Whether it is a stretch of the calendar, neither a rhythm nor a length."""
        return bool(self.periods) and self.recurrence is None and self.duration is None


def joined(low: str, candidates: list[Candidate]) -> list[Candidate]:
    """Join neighbours that make one time, and hand years along lists."""
    out: list[Candidate] = []
    for candidate in candidates:
        if out:
            left = out[-1]
            gap = low[left.end : candidate.start]
            if len(gap) <= 16 and (
                one := _ranged(low, left, candidate, gap)
                or _tied(low, left, candidate, gap)
                or _counted_back(low, left, candidate, gap)
            ):
                out[-1] = one
                continue
        out.append(candidate)
    return _yearly(low, _listed(low, out))


def _yearly(low: str, candidates: list[Candidate]) -> list[Candidate]:
    """ "Hằng năm, các sở … báo cáo … trước ngày 15/12": the day without a year falls due every year."""
    out: list[Candidate] = []
    rhythm: Candidate | None = None
    for candidate in candidates:
        if candidate.recurrence:
            opens = candidate.recurrence in (_EACH_YEAR, _EACH_HALF) and candidate.strong
            rhythm = candidate if opens else None
        elif rhythm is not None and candidate.dated and candidate.bound in ("before", "by"):
            day = candidate.periods[0].unit == "day" and not candidate.ranged
            rule = _EACH_YEAR.on(candidate.periods, ranged=False) if day else None
            if rule and _SAME_SENTENCE.fullmatch(low, rhythm.end, candidate.start):
                candidate = candidate._replace(recurrence=rule, tied=candidate.periods, strong=True)
        out.append(candidate)
    return out


def _ranged(low: str, left: Candidate, right: Candidate, gap: str) -> Candidate | None:
    """ "từ nay" + "đến hết năm 2025", "tháng 10/2025" - "quý I/2026"."""
    if not (left.dated and right.dated) or left.open_end or left.upper or left.after:
        return None
    if left.bound not in ("from", None):
        return None
    to = right.bound in ("by", "before") and low.startswith(("đến", "tới", "cho đến", "cho tới", "hết"), right.start)
    dash = right.bound is None and right.strong and _DASH_GAP.match(gap) is not None
    if not (dash or (to and _SPACE_GAP.match(gap))):
        return None
    ends = distribute((left.periods[0], right.periods[-1]), ranged=True)
    return left._replace(
        end=right.end,
        core=left.core._replace(relation="range"),
        periods=ends,
        bound="within",
        upper=right.bound or "by",
        strong=True,
        past=left.past or right.past,
    )


def _tied(low: str, left: Candidate, right: Candidate, gap: str) -> Candidate | None:
    """A date and a rhythm: "trước ngày 15/12" + "hằng năm", "hằng năm" + "(trước ngày 15 tháng 11)"."""
    if left.dated and right.recurrence and right.recurrence.plain and not right.tied and _EACH_GAP.match(gap):
        rule = right.recurrence.on(left.periods, left.ranged)
        if rule is None and _returns(left, right.recurrence) and _SPACE_GAP.match(gap):
            rule = right.recurrence
        if rule:
            end = _closed(low, right.end, gap)
            return left._replace(
                end=end, recurrence=rule, tied=left.periods, bound=left.within, strong=True, past=False
            )
        return None
    if left.recurrence and left.recurrence.plain and not left.tied and _TIE_GAP.match(gap):
        if right.dated:
            rule = left.recurrence.on(right.periods, right.ranged)
            if rule is None and _returns(right, left.recurrence):
                rule = left.recurrence
            if rule:
                end = _closed(low, right.end, gap)
                return left._replace(end=end, recurrence=rule, tied=right.periods, bound=right.within)
        if right.recurrence and right.recurrence.days and not right.tied:
            rule = right.recurrence
            if left.recurrence.interval == 3 and rule.freq == "MONTHLY" and rule.days:
                following = _FOLLOWING.search(low, right.start, right.end) is not None
                rule = Recurrence("YEARLY", months=(1, 4, 7, 10) if following else (3, 6, 9, 12), days=rule.days)
            return left._replace(end=_closed(low, right.end, gap), recurrence=rule, bound=right.bound)
    if left.recurrence and not left.recurrence.plain and right.recurrence and right.recurrence.plain:
        return left._replace(end=right.end) if _OF_GAP.match(gap) else None
    return None


def _returns(dated: Candidate, rhythm: Recurrence) -> bool:
    """Whether the periods come back in that rhythm by themselves: "cuối tháng" "hằng tháng", "trước Tết" "hằng năm".

    RFC 5545 has no rule for the lunar calendar; the day is left to the words.
    """
    if any(p.has_year or _RETURNS.get(p.unit) != rhythm for p in dated.periods):
        return False
    return dated.core.rule == "edge" or (dated.strong and dated.periods[0].unit in ("lunar", "tet"))


def _counted_back(low: str, left: Candidate, right: Candidate, gap: str) -> Candidate | None:
    """A length of time before a day: "trước ngày 20/5" + "ít nhất 15 ngày", "chậm nhất 15 ngày" + "trước Tết"."""
    if not _SPACE_GAP.match(gap):
        return None
    day, length = (left, right) if right.duration else (right, left)
    if not (length.duration and day.dated and day.bound == "before") or length.anchor or day.upper:
        return None
    if day.core.relation != "one" or day.periods[0].unit not in _DAYS or day.open_end:
        return None
    least = _AT_LEAST.match(low, length.start) is not None
    if day is left:
        if not (least or length.start == length.core.start):
            return None
        return right._replace(start=left.start, bound="before", anchor=(left.start, left.end), strong=True)
    if not least and (left.bound is not None or length.duration.unit not in ("D", "W")):
        return None  # "trong 15 ngày trước Tết" are days to work in
    return left._replace(end=right.end, anchor=(right.start, right.end), strong=True)


def _closed(low: str, end: int, gap: str) -> int:
    """Past the bracket that ``gap`` has opened."""
    return end + 1 if "(" in gap and low[end : end + 1] == ")" else end


def _listed(low: str, candidates: list[Candidate]) -> list[Candidate]:
    """From right to left: the year or the rhythm at the end of a list holds for what stands before it."""
    out: list[Candidate] = []
    for candidate in reversed(candidates):
        if out and candidate.dated and not candidate.open_end:
            right = out[-1]
            gap = low[candidate.end : right.start]
            if len(gap) <= 10 and _LIST_GAP.match(gap):
                tied = right.tied or _monthly_days(right.recurrence)
                if tied and right.recurrence and not any(p.has_year for p in candidate.periods):
                    base = Recurrence(right.recurrence.freq, right.recurrence.interval)
                    both = base.on((*candidate.periods, *tied), ranged=False)
                    if both:
                        tied = (*candidate.periods, *tied)
                        out[-1] = candidate._replace(end=right.end, recurrence=both, tied=tied, strong=True)
                        continue
                    if alone := base.on(candidate.periods, candidate.ranged):
                        candidate = candidate._replace(recurrence=alone, tied=candidate.periods)
                elif right.dated and right.periods[0].year is not None and right.periods[0].unit != "year":
                    shared = distribute((*candidate.periods, right.periods[0]), ranged=False)[:-1]
                    candidate = candidate._replace(periods=shared)
        out.append(candidate)
    return out[::-1]


def _monthly_days(rule: Recurrence | None) -> tuple[Period, ...]:
    """The days of "ngày 20 hằng tháng", which one rule reads as a whole."""
    if rule is None or rule.freq != "MONTHLY" or rule.interval > 1 or rule.weekdays:
        return ()
    return tuple(Period("day", day=day) for day in rule.days)


def split(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Break up lists whose members are times of their own: "trước ngày 30/6 và 30/11/2025" sets two limits."""
    for candidate in candidates:
        core = candidate.core
        if core.relation != "list" or not candidate.dated or candidate.upper or not _apart(candidate):
            yield candidate
            continue
        groups = [[0]]
        for i, step in enumerate(core.steps, start=1):
            near = _next_to(candidate.periods[i - 1], candidate.periods[i]) and candidate.bound not in ("before", "by")
            if step or (near and not core.headed[i]):
                groups[-1].append(i)
            else:
                groups.append([i])
        for group in groups:
            first, last = group[0], group[-1]
            yield candidate._replace(
                start=core.spans[first].start if first else candidate.start,
                end=candidate.end if last == len(core.spans) - 1 else core.spans[last].end,
                periods=tuple(candidate.periods[i] for i in group),
                core=core._replace(relation="range" if len(group) > 1 else "one"),
                open_end=candidate.open_end and group is groups[-1],
            )


def _apart(candidate: Candidate) -> bool:
    core = candidate.core
    if candidate.bound in ("before", "by") or any(core.steps):
        return True
    if sum(core.headed) > 1 and not core.shared:
        return True
    days = candidate.periods[0].unit == "day"
    if candidate.periods[0].fixed:
        return True
    return not (days and sum(core.headed) == 1) and not all(
        _next_to(a, b) for a, b in zip(candidate.periods, candidate.periods[1:], strict=False)
    )


def _next_to(left: Period, right: Period) -> bool:
    """Whether one period begins where the other ends (days: one day, or one month's turn, later)."""
    one, two = left.days(left.year or 2024), right.days(right.year or left.year or 2024)
    return bool(one and two and (two[0] - one[1]).days == 1)
